"""Tables of the ledger and what the database itself refuses. No rules beyond that live here.

All three are added to and never changed: triggers refuse the rest (migrations/0002). Quantities have six decimals.
"""

from django.db import models
from django.db.models import F, Q

from wutong.kernel import clock

DIGITS, DECIMALS = 15, 6


class Quantity(models.DecimalField):  # type: ignore[type-arg]
    """A signed quantity in the unit of its book: nine digits before the point, six behind it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs |= {"max_digits": DIGITS, "decimal_places": DECIMALS}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


class Book(models.Model):
    """One book: what is counted in it is one thing in one unit. `key` is the app's name for it."""

    book_id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=20)
    opened_at = models.DateTimeField(default=clock.now)

    audit_kind = "ledger_book"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(kind="") & ~Q(unit="") & ~Q(title=""), name="ledger_books_say_what_they_count"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def audit_id(self) -> str:
        return self.key

    @property
    def audit_label(self) -> str:
        return self.title


class Entry(models.Model):
    """One entry: what happened on a day, entered by whom and when.

    One that `corrects` another takes back what that one said and says its own instead, with a `reason`; where it
    `is_void` it says nothing instead. `hash` is over everything in it and the hash before it (see encoding.py).
    """

    entry_id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    occurred_on = models.DateField()
    entered_at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    references = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, blank=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(max_length=500, blank=True)
    is_void = models.BooleanField(default=False)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="ledger_one_next_number"),
            models.UniqueConstraint(fields=["book", "previous_hash"], name="ledger_chains_do_not_fork"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ledger_numbers_begin_with_one"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="", is_void=False)
                | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="ledger_corrections_say_why",
            ),
            models.CheckConstraint(condition=~Q(hash=F("previous_hash")), name="ledger_hashes_differ"),
        ]
        indexes = [models.Index(fields=["book", "occurred_on", "number"], name="ledger_by_day")]

    def __str__(self) -> str:
        return f"{self.book_id} {self.number}"


class Move(models.Model):
    """What one entry does to one account.

    `quantity` is what it says itself, `change` what it does to the level (less what it takes back), `level_after` the
    level once it is entered.
    """

    move_id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="moves")
    account = models.CharField(max_length=30)
    quantity = Quantity()
    change = Quantity()
    level_after = Quantity()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="ledger_one_move_an_account"),
            models.CheckConstraint(condition=Q(level_after__gte=0), name="ledger_never_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.account} {self.change}"
