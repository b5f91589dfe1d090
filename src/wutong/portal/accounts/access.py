"""The only way from a request to an object. What one may not see answers as what does not exist, never as forbidden.

Other apps write `Access.of(request).get(Case.objects.all(), Permission.CASE_REVIEW, pk=case_id)`, or decorate the view
with `@signed_in` first. Permissions come from memberships that hold now; see roles.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from wutong.kernel import clock
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import BY_CODE, Reach, Role

M = TypeVar("M", bound=Model)
P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role that somebody holds now, and where."""

    role: Role
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Access:
    """What whoever asks may do. Without a person, nothing."""

    person: Person | None
    grants: tuple[Grant, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The access of whoever sent `request`; found once a request."""
        held: Self | None = getattr(request, "_access", None)
        if held is None:
            user = getattr(request, "user", None)
            # The user of a request is lazy, and only pretends to be a Person.
            held = cls.of_person(cast(Person, user)) if user is not None and user.is_authenticated else cls(None)
            request._access = held  # type: ignore[attr-defined]
        return held

    @classmethod
    def of_person(cls, person: Person) -> Self:
        """What `person` may do now."""
        held = held_now(Membership.objects.filter(person_id=person.pk)).order_by("pk")
        grants = tuple(Grant(BY_CODE[code], where) for code, where in held.values_list("role_code", "organisation_id"))
        return cls(person, grants)

    @property
    def is_signed_in(self) -> bool:
        return self.person is not None

    @property
    def who(self) -> Person:
        """The person; raises Http404 where nobody is signed in."""
        if self.person is None:
            raise Http404
        return self.person

    def may(self, permission: Permission, organisation: Organisation | int | None = None) -> bool:
        """True where it is allowed in `organisation`; without one, where it is allowed anywhere at all."""
        where = organisation.pk if isinstance(organisation, Organisation) else organisation
        return any(
            permission in grant.role.permissions
            and (where is None or grant.role.reach is Reach.EVERYWHERE or grant.organisation_id == where)
            for grant in self.grants
        )

    def may_everywhere(self, permission: Permission) -> bool:
        """True where it is allowed in every organisation."""
        return any(
            permission in grant.role.permissions and grant.role.reach is Reach.EVERYWHERE for grant in self.grants
        )

    def may_grant(self, role: Role, organisation: Organisation) -> bool:
        """True where `role` may be given and ended in `organisation`.

        A role that reaches everywhere is given only by those who keep members everywhere: otherwise the administrator
        of one organisation could make anybody powerful in all of them.
        """
        if not role.can_be_held_in(organisation.kind) or not self.may(Permission.MEMBERS_MANAGE, organisation):
            return False
        return role.reach is Reach.OWN or self.may_everywhere(Permission.MEMBERS_MANAGE)

    def need(self, permission: Permission, organisation: Organisation | int | None = None) -> None:
        """Raise Http404 unless it is allowed."""
        if not self.may(permission, organisation):
            raise Http404

    def need_everywhere(self, permission: Permission) -> None:
        """Raise Http404 unless it is allowed in every organisation."""
        if not self.may_everywhere(permission):
            raise Http404

    def organisations(self, permission: Permission) -> frozenset[int]:
        """The organisations in which it is allowed through a role of their own."""
        return frozenset(grant.organisation_id for grant in self.grants if permission in grant.role.permissions)

    def visible(self, objects: QuerySet[M], permission: Permission, *, through: str = "organisation") -> QuerySet[M]:
        """Those of `objects` on which it is allowed. `through` is the way from an object to its organisation."""
        if self.may_everywhere(permission):
            return objects
        return objects.filter(Q(**{f"{through}__in": self.organisations(permission)}))

    def get(
        self, objects: QuerySet[M], permission: Permission, *, through: str = "organisation", **lookup: object
    ) -> M:
        """The one of `objects` that `lookup` names, where it is allowed; raises Http404 otherwise."""
        found = self.visible(objects, permission, through=through).filter(**lookup).first()
        if found is None:
            raise Http404
        return found


def held_now(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those that hold at this moment."""
    now = clock.now()
    return memberships.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)


def signed_in(
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """`view` for people who have signed in; others are asked to, before anything is looked up."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not Access.of(request).is_signed_in:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return answer
