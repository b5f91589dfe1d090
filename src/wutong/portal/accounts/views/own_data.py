"""What this platform keeps about whoever asks, as a file of theirs. Nothing of anybody else is in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Person

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that name somebody, by the name that Person gives to them, and which of their fields are that person's."""

    name: str
    relation: str
    fields: tuple[str, ...]


KEPT = (
    Kept("memberships", "memberships", ("organisation__name_zh", "role_code", "since", "until")),
    Kept("addresses", "emailaddress_set", ("email", "verified", "primary")),
    Kept("claims", "claims", ("name_zh", "credit_code", "reason", "state", "filed_at", "answer")),
    Kept("cases_opened", "cases_opened", ("case_id", "number", "service_code", "state", "opened_at", "ended_on")),
    Kept("petitions", "petitions", ("number", "kind", "title", "text", "state", "entered_at", "answer")),
    Kept("files", "files", ("file_id", "name", "uploaded_at")),
    Kept("following", "follows", ("kind", "subject", "title", "created_at")),
    Kept("notices", "notices", ("kind", "subject", "body", "address", "created_at", "read_at")),
)
_PROFILE = ("username", "email", "name", "language", "is_active", "created_at", "last_login")


@never_cache
@require_GET
@signed_in
def own_data(request: HttpRequest) -> JsonResponse:
    """All of it as JSON, as an attachment."""
    person = Access.of(request).who
    answer = JsonResponse({"as_of": clock.now(), **dict(kept_of(person))}, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="wutong-my-data.json"'
    return answer


def kept_of(person: Person) -> Iterator[tuple[str, Row | list[Row]]]:
    """What is kept about somebody, part by part."""
    profile: Mapping[str, object] = Person.objects.filter(pk=person.pk).values(*_PROFILE).get()
    yield "profile", dict(profile)
    for part in KEPT:
        rows = getattr(person, part.relation).order_by("pk").values(*part.fields)
        yield part.name, [dict(row) for row in rows]
