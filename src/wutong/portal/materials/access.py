"""The only way from a request to controlled materials: holders see their own, supervising officers see every holder's.

What a firm holds is its trade secret: for anybody else it answers as what does not exist. An officer's role reaches
only their own department, so `material.supervise` is asked for by itself, wherever it is held.
"""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.materials.models import Permit, Place, Proposal, Report, Stock

M = TypeVar("M", bound=Model)


def supervises(access: Access) -> bool:
    """Whether whoever asks may see every holder's materials."""
    return access.may(Permission.MATERIAL_SUPERVISE)


def need_supervisor(request: HttpRequest) -> Access:
    """The access of a supervising officer; raises Http404 for anybody else."""
    access = Access.of(request)
    if not supervises(access):
        raise Http404
    return access


def own(access: Access, objects: QuerySet[M], *, through: str = "organisation") -> QuerySet[M]:
    """Those of `objects` that belong to the organisations whose materials the reader keeps an eye on themselves."""
    return objects.filter(Q(**{f"{through}__in": access.organisations(Permission.MATERIAL_SEE)}))


def seen(access: Access, objects: QuerySet[M], *, through: str = "organisation") -> QuerySet[M]:
    """Those of `objects` that the reader may read."""
    return objects if supervises(access) else own(access, objects, through=through)


def holders(access: Access) -> QuerySet[Organisation]:
    """The organisations whose materials the reader may keep, in the order of their names."""
    return own(access, Organisation.objects.order_by("name_zh", "pk"), through="pk")


def holder(request: HttpRequest) -> Organisation:
    """The holder that the address names, or else the reader's first; raises Http404 where there is none."""
    found = holders(Access.of(request))
    asked = request.GET.get("holder", "")
    chosen = found.filter(pk=int(asked)) if asked.isdecimal() and len(asked) < 10 else found
    return _first(chosen)


def managed_holder(request: HttpRequest) -> Organisation:
    """A holder whose places and keepers the reader may manage; raises Http404 otherwise."""
    found = holder(request)
    Access.of(request).need(Permission.MATERIAL_MANAGE, found)
    return found


def readable_holder(request: HttpRequest, holder_id: int) -> Organisation:
    """A holder whose materials the reader may read; raises Http404 otherwise."""
    return _first(seen(Access.of(request), Organisation.objects.filter(pk=holder_id), through="pk"))


def stock(request: HttpRequest, stock_id: int) -> Stock:
    """A stock that the reader may read; raises Http404 otherwise."""
    found = Stock.objects.select_related("organisation", "substance", "place__organisation", "book")
    return _first(seen(Access.of(request), found.filter(pk=stock_id)))


def own_stock(request: HttpRequest, stock_id: int) -> Stock:
    """A stock of the reader's own organisation; raises Http404 otherwise."""
    found = Stock.objects.select_related("organisation", "substance", "place__organisation", "book")
    return _first(own(Access.of(request), found.filter(pk=stock_id)))


def permit(request: HttpRequest, permit_id: int) -> Permit:
    """A permit that the reader may read; raises Http404 otherwise."""
    found = Permit.objects.select_related("organisation", "substance").filter(pk=permit_id)
    return _first(seen(Access.of(request), found))


def managed_place(request: HttpRequest, place_id: int) -> Place:
    """A place that the reader may manage; raises Http404 otherwise."""
    places = Place.objects.select_related("organisation")
    return Access.of(request).get(places, Permission.MATERIAL_MANAGE, pk=place_id)


def own_proposal(request: HttpRequest, proposal_id: int) -> Proposal:
    """What waits in the reader's own organisation; raises Http404 otherwise."""
    found = Proposal.objects.select_related("stock__substance", "stock__place", "stock__organisation", "asked_by")
    return _first(own(Access.of(request), found.filter(pk=proposal_id), through="stock__organisation"))


def own_report(request: HttpRequest, report_id: int) -> Report:
    """A report that the reader's own organisation owes; raises Http404 otherwise."""
    found = Report.objects.select_related("stock__substance", "entry").filter(pk=report_id)
    return _first(own(Access.of(request), found, through="stock__organisation"))


def _first(found: QuerySet[M]) -> M:
    one = found.first()
    if one is None:
        raise Http404
    return one
