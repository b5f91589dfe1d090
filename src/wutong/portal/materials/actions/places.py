"""Storage places, their keepers, and the ledgers that are kept there."""

from wutong.kernel import clock
from wutong.portal.accounts.access import held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.materials import refusals
from wutong.portal.materials.kinds import STOCK_BOOK
from wutong.portal.materials.models import Keeper, Place, Stock, Substance
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record
from wutong.portal.shared.ledger.actions import open_book

TWO = 2
# The roles that may see what a holder keeps, and so may keep it.
KEEPING = tuple(role.code for role in Role if Permission.MATERIAL_SEE in role.permissions)


@action
def add_place(*, holder: Organisation, name: str, location: str, by: Named) -> Place:
    """A new storage place, without keepers; raises NameTaken."""
    Organisation.objects.select_for_update().get(pk=holder.pk)
    if Place.objects.filter(organisation=holder, name=name).exists():
        raise refusals.NameTaken(name=name)
    place = Place.objects.create(organisation=holder, name=name, location=location, made_at=clock.now())
    record("material_place.added", about=place, by=by, organisation=holder, after={"location": location})
    return place


@action
def name_keeper(*, place: Place, person: Person, by: Named) -> None:
    """`person` keeps the place from now on; raises NotAMember."""
    locked = Place.objects.select_for_update().select_related("organisation").get(pk=place.pk)
    if not may_keep(person, locked.organisation):
        raise refusals.NotAMember(who=person.audit_label)
    if Keeper.objects.filter(place=locked, person=person, until__isnull=True).exists():
        return nothing_changed()
    Keeper.objects.create(place=locked, person=person, since=clock.now())
    after = {"keeper": person.audit_label}
    record("material_keeper.named", about=locked, by=by, organisation=locked.organisation, after=after)
    return None


@action
def dismiss_keeper(*, place: Place, person: Person, by: Named) -> None:
    """`person` no longer keeps the place. Where fewer than two are left, nothing is entered until one is named."""
    locked = Place.objects.select_for_update().select_related("organisation").get(pk=place.pk)
    held = Keeper.objects.filter(place=locked, person=person, until__isnull=True).first()
    if held is None:
        return nothing_changed()
    held.until = clock.now()
    held.save(update_fields=["until"])
    after = {"keeper": person.audit_label}
    record("material_keeper.dismissed", about=locked, by=by, organisation=locked.organisation, after=after)
    return None


@action
def open_stock(*, substance: Substance, place: Place, by: Named) -> Stock:
    """A ledger for a substance at a place of the same holder; raises StockThere."""
    assert substance.organisation_id == place.organisation_id, "a place of somebody else"
    Place.objects.select_for_update().get(pk=place.pk)
    if Stock.objects.filter(substance=substance, place=place).exists():
        raise refusals.StockThere(substance=substance.name, place=place.name)
    holder = substance.organisation
    title = f"{substance.name} · {place.name} · {holder.name_zh}"
    key = f"materials:{substance.pk}:{place.pk}"
    book = open_book(key=key, kind=STOCK_BOOK.code, title=title, unit=substance.unit, by=by, organisation=holder)
    return Stock.objects.create(organisation=holder, substance=substance, place=place, book=book)


def may_keep(person: Person, holder: Organisation) -> bool:
    """True where `person` holds a role in `holder` now that may see its controlled materials."""
    held = held_now(Membership.objects.filter(person=person, organisation=holder, role_code__in=KEEPING))
    return person.is_active and held.exists()


def keepers_of(place: Place) -> list[Person]:
    """Who keeps the place now and may still see what is in it."""
    held = held_now(Membership.objects.filter(organisation=place.organisation_id, role_code__in=KEEPING))
    named = Person.objects.filter(kept_places__place=place, kept_places__until__isnull=True)
    return list(named.filter(is_active=True, pk__in=held.values("person_id")).order_by("name", "pk"))
