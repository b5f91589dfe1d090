"""Tables of the materials app and what the database itself refuses. No rules beyond that live here.

What happened to a substance is not in them but in the ledger (shared/ledger): a stock only names its book.
"""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.materials.kinds import KINDS
from wutong.portal.shared.ledger.models import Book, Entry, Quantity

SERVICES = ("GS19", "GS20", "GS21")


class Substance(models.Model):
    """A controlled substance as one holder names it, counted in one unit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="substances")
    category = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    unit = models.CharField(max_length=12)

    audit_kind = "controlled_substance"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category", "name_key", "unit"], name="materials_one_substance"
            ),
            models.CheckConstraint(condition=~Q(name_key="") & ~Q(unit=""), name="materials_substances_are_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.name


class Permit(models.Model):
    """Leave to buy so much of a substance between two days. `received` is what has been bought under it.

    `granted_for_case` names the case in which it was granted; it is empty where it was granted on paper.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="material_permits")
    substance = models.ForeignKey(Substance, on_delete=models.PROTECT, related_name="permits")
    service_code = models.CharField(max_length=4)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120)
    quantity = Quantity()
    received = Quantity(default=Decimal(0))
    valid_from = models.DateField()
    valid_to = models.DateField(db_index=True)
    granted_for_case = models.CharField(max_length=60, blank=True)
    entered_by = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    audit_kind = "material_permit"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["substance", "number"], name="materials_one_permit_number"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="materials_permits_permit_something"),
            models.CheckConstraint(
                condition=Q(received__gte=0) & Q(received__lte=F("quantity")), name="materials_never_beyond_a_permit"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="materials_permits_end_after_begin"
            ),
            models.CheckConstraint(condition=Q(service_code__in=SERVICES), name="materials_service_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why=""), name="materials_withdrawn_say_why"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def remaining(self) -> Decimal:
        """What may still be bought under it, were it valid."""
        left: Decimal = self.quantity - self.received
        return left

    def is_valid_on(self, day: date) -> bool:
        """Whether something could be bought under it on that day."""
        is_withdrawn = self.withdrawn_on is not None and day >= self.withdrawn_on
        return self.valid_from <= day <= self.valid_to and not is_withdrawn

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.number} {self.substance.name}"


class Place(models.Model):
    """Where a holder stores controlled substances."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="material_places")
    name = models.CharField(max_length=80)
    location = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField()

    audit_kind = "material_place"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="materials_one_place_name"),
            models.CheckConstraint(condition=~Q(name=""), name="materials_places_are_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return self.name


class Keeper(models.Model):
    """Somebody who keeps a place, since when and until when. Two are needed before anything is entered there."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="keepers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kept_places")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person"], condition=Q(until__isnull=True), name="materials_one_open_keeper"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="materials_keepers_end_after_begin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.place_id}"


class Stock(models.Model):
    """One substance in one place, and the book in which its custody and use are entered."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="material_stocks")
    substance = models.ForeignKey(Substance, on_delete=models.PROTECT, related_name="stocks")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stocks")
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="material_stock")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["substance", "place"], name="materials_one_stock"),
        ]

    def __str__(self) -> str:
        return f"{self.substance_id} @ {self.place_id}"


class Proposal(models.Model):
    """What one keeper asks another to confirm: an issue or a destruction, or the correction of one.

    Once confirmed it names its entry. Nobody confirms or refuses what they asked for themselves.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=30)
    quantity = Quantity()
    occurred_on = models.DateField()
    references = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, blank=True)
    corrects = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="material_proposals")
    reason = models.CharField(max_length=500, blank=True)
    is_void = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="material_proposals")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="settled_materials")
    settled_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="material_proposal")

    audit_kind = "material_proposal"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(state="waiting") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="materials_settled_say_who",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refused"]) | ~Q(settled_by=F("asked_by")),
                name="materials_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", entry__isnull=False) | (~Q(state="confirmed") & Q(entry__isnull=True)),
                name="materials_confirmed_are_entered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"

    @property
    def kind_text(self) -> Text:
        return KINDS[self.kind].name

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.stock.substance.name} {self.stock.place.name}"


class Report(models.Model):
    """The report that a purchase owes. `entry` is the receipt as it holds now; one that was taken back owes nothing."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="reports")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="material_report")
    is_void = models.BooleanField(default=False)
    filed_on = models.DateField(null=True)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=120, blank=True)
    receipt = models.CharField(max_length=80, blank=True)

    audit_kind = "material_report"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True, filed_at__isnull=True)
                | Q(filed_on__isnull=False, filed_at__isnull=False),
                name="materials_filed_say_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}"

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_label(self) -> str:
        return f"{self.stock.substance.name} #{self.entry.number}"
