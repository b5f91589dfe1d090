"""Read one block of records of an enterprise: its first items beside a portrait, a page of them, or all of them.

One statement a block. Rows are found by the names as written that are tied to the enterprise, so what costs is the
number of names and not the number of enterprises.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from wutong.portal.atlas.access import Release
from wutong.portal.atlas.queries.portraits import items
from wutong.portal.atlas.queries.portraits.items import Block
from wutong.portal.atlas.queries.portraits.origins import origin_of
from wutong.portal.atlas.queries.portraits.ties import Elsewhere, Tie, is_held

T = TypeVar("T")
FIRST = 10  # items of a block that stand on the portrait itself
FIRST_UNSURE = 5


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of block.

    `tables` carry the names; `sql` finds one row an item, with the name as `written`, for the
    two lists of names that its question marks stand for: all names, and the unsure ones. `orders` are the orders of its
    list by what an address calls them; the first holds where none is asked for. An item of which `doubt` holds is
    unsure, whatever its name.
    """

    code: str
    item: Callable[..., T]
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    sql: str
    orders: Mapping[str, str]
    doubt: str = "false"

    def order(self, asked: str) -> str:
        """What to write after ORDER BY; every order ends in something that is unique."""
        return self.orders.get(asked) or next(iter(self.orders.values()))


def _orders(unique: str, **columns: str) -> dict[str, str]:
    """Each column falling and rising, in that order: what a reader looks for first is the newest or the largest."""
    both = [(f"-{name}", f"{sql} DESC NULLS LAST, {unique}") for name, sql in columns.items()]
    both += [(name, f"{sql} ASC NULLS LAST, {unique}") for name, sql in columns.items()]
    return dict(both)


TRIALS: Kind[items.Trial] = Kind(
    code="trials",
    item=items.Trial,
    tables=("trial_sponsors",),
    columns=(
        "trial_id",
        "register",
        "title_zh",
        "title_en",
        "official_title",
        "phase",
        "status",
        "study_type",
        "drug",
        "indication",
        "planned_size",
        "registered_on",
        "updated_on",
        "role",
    ),
    # A firm may sponsor a trial under two names: the certain one tells, and the leading role.
    sql=(
        "SELECT trial.* EXCLUDE (source_id, file_id, row_number), one.role, one.name AS written, one.file_id, "
        "one.row_number FROM trial_sponsors AS one JOIN trials AS trial USING (trial_id) "
        "WHERE one.name IN (SELECT unnest(?)) QUALIFY row_number() OVER (PARTITION BY one.trial_id "
        "ORDER BY one.name IN (SELECT unnest(?)), one.role <> 'lead', one.position) = 1"
    ),
    orders=_orders("trial_id", registered="registered_on", number="trial_id"),
)
PRODUCTS: Kind[items.Product] = Kind(
    code="products",
    item=items.Product,
    tables=("products",),
    columns=(
        "product_id",
        "name_zh",
        "name_en",
        "modality",
        "dosage_form",
        "trade_names",
        "therapeutic_areas",
        "approval_count",
        "stage",
    ),
    # A held product is at least on its maker's list, and nothing but an approval is further: see product_stages.
    sql=(
        "SELECT *, holder AS written, CASE WHEN approval_count > 0 THEN 'approved' ELSE 'listed' END AS stage "
        "FROM products WHERE holder IN (SELECT unnest(?)) "
        "QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY holder IN (SELECT unnest(?))) = 1"
    ),
    orders=_orders("product_id", approvals="approval_count", name="coalesce(name_zh, name_en)"),
)
# The list of approvals names no holder. A trade name is one firm's; a bare name is not, however few numbers it has.
_FOLDED = "replace(translate({}, '（）', '()'), ' ', '')"
_MOST_OF_ONE_PRODUCT = 6  # numbers of one bare name: strengths and packs. More are surely several firms'.
APPROVALS: Kind[items.Approval] = Kind(
    code="approvals",
    item=items.Approval,
    tables=("products",),
    columns=(
        "approval_number",
        "scheme",
        "approval_class",
        "year",
        "product_id",
        "name_zh",
        "name_en",
        "trade_name",
        "matched_by",
    ),
    sql=(
        "WITH named AS (SELECT *, count(*) OVER (PARTITION BY folded) AS of_one_name FROM "
        f"(SELECT *, {_FOLDED.format('name_zh')} AS folded FROM approvals)), "
        f"known AS (SELECT product_id, holder, trade_names, {_FOLDED.format('name_zh')} AS folded FROM products "
        "WHERE holder IS NOT NULL), held AS (SELECT * FROM known WHERE holder IN (SELECT unnest(?))) "
        "SELECT one.*, held.holder AS written, CASE WHEN one.product_id = held.product_id THEN 'holder' "
        "WHEN list_contains(held.trade_names, one.trade_name) THEN 'trade_name' ELSE 'name' END AS matched_by "
        "FROM named AS one JOIN held ON one.product_id = held.product_id OR one.folded = held.folded "
        "WHERE one.product_id = held.product_id OR list_contains(held.trade_names, one.trade_name) OR "
        f"(one.trade_name IS NULL AND one.of_one_name <= {_MOST_OF_ONE_PRODUCT} AND NOT EXISTS "
        "(SELECT 1 FROM known AS other WHERE other.folded = one.folded "
        "AND other.holder NOT IN (SELECT holder FROM held))) "
        "QUALIFY row_number() OVER (PARTITION BY approval_number "
        "ORDER BY held.holder IN (SELECT unnest(?)), matched_by) = 1"
    ),
    orders=_orders("approval_number", year="year", number="approval_number"),
    doubt="matched_by = 'name'",
)
APPLICATIONS: Kind[items.Application] = Kind(
    code="applications",
    item=items.Application,
    tables=("drug_applications", "trial_sponsors"),
    columns=(
        "acceptance_number",
        "kind",
        "approval_class",
        "asks_for",
        "year",
        "drug_text",
        "indication_text",
        "accepted_on",
        "decided_on",
        "decision",
    ),
    # The list of applications names the applicant; without it, who leads the trial that names the number applied.
    sql=(
        "WITH told AS (SELECT acceptance_number, applicant_text AS name, 0 AS place FROM drug_applications "
        "UNION ALL SELECT number.value, sponsor.name, sponsor.position FROM trial_identifiers AS number "
        "JOIN trial_sponsors AS sponsor ON sponsor.trial_id = number.trial_id "
        "WHERE number.scheme = 'acceptance_number' AND sponsor.role = 'lead') "
        "SELECT one.*, told.name AS written FROM drug_applications AS one JOIN told USING (acceptance_number) "
        "WHERE told.name IN (SELECT unnest(?)) QUALIFY row_number() OVER (PARTITION BY acceptance_number "
        "ORDER BY told.name IN (SELECT unnest(?)), told.place) = 1"
    ),
    orders=_orders("acceptance_number", year="year", number="acceptance_number"),
)
ROUNDS: Kind[items.Round] = Kind(
    code="financing",
    item=items.Round,
    tables=("financing_rounds",),
    columns=(
        "announced_on",
        "round",
        "round_text",
        "investors",
        "amount_text",
        "amount_low_cny",
        "amount_high_cny",
        "amount_basis",
    ),
    sql=(
        "SELECT *, company AS written FROM financing_rounds WHERE company IN (SELECT unnest(?)) "
        "QUALIFY row_number() OVER (PARTITION BY file_id, row_number ORDER BY company IN (SELECT unnest(?))) = 1"
    ),
    orders=_orders("file_id, row_number", date="announced_on", amount="amount_low_cny"),
)
KINDS: tuple[Kind[Any], ...] = (PRODUCTS, TRIALS, APPROVALS, APPLICATIONS, ROUNDS)


def first_of(release: Release, kind: Kind[T], known: Elsewhere) -> Block[T]:
    """The first items of the block, certain and unsure ones apart, with how many there are of each."""
    names = _Names.of(release, kind, known)
    if not names.ties:
        return Block()
    found = release.query(
        f"SELECT *, count(*) OVER (PARTITION BY is_unsure) AS total FROM ({names.statement}) "
        f"QUALIFY row_number() OVER (PARTITION BY is_unsure ORDER BY {kind.order('')}) "
        f"<= CASE WHEN is_unsure THEN {FIRST_UNSURE} ELSE {FIRST} END ORDER BY is_unsure, {kind.order('')}",
        names.params,
    )
    made = [(names.item(release, found.columns, row), row[-2], row[-1]) for row in found.rows]
    return Block(
        items=tuple(item for item, is_unsure, _ in made if not is_unsure),
        total=next((total for _, is_unsure, total in made if not is_unsure), 0),
        unsure=tuple(item for item, is_unsure, _ in made if is_unsure),
        unsure_total=next((total for _, is_unsure, total in made if is_unsure), 0),
    )


def page_of(
    release: Release, kind: Kind[T], known: Elsewhere, *, order: str, is_unsure: bool, size: int, offset: int
) -> list[T]:
    """`size` items that are certain, or of those that are unsure, from the one at `offset` on."""
    names = _Names.of(release, kind, known)
    if not names.ties:
        return []
    found = release.query(
        f"SELECT * FROM ({names.statement}) WHERE is_unsure = ? ORDER BY {kind.order(order)} LIMIT ? OFFSET ?",
        (*names.params, is_unsure, size, offset),
    )
    return [names.item(release, found.columns, row) for row in found.rows]


def all_of(release: Release, kind: Kind[T], known: Elsewhere, *, order: str, most: int) -> Iterator[list[T]]:
    """Every item that is certain or unsure, some at a time and `most` in all; the certain first."""
    names = _Names.of(release, kind, known)
    if not names.ties:
        return
    sql = f"SELECT * FROM ({names.statement}) ORDER BY is_unsure, {kind.order(order)} LIMIT ?"
    for batch in release.batches(sql, (*names.params, most), size=1_000):
        yield [names.item(release, batch.columns, row) for row in batch.rows]


@dataclass(frozen=True, slots=True)
class _Names(Generic[T]):
    """The names through which items of one kind are found, and what makes an item of a row."""

    kind: Kind[T]
    ties: Mapping[str, Tie]

    @classmethod
    def of(cls, release: Release, kind: Kind[T], known: Elsewhere) -> "_Names[T]":
        held = known.ties_in(*(table for table in kind.tables if is_held(release, table)))
        return cls(kind, {tie.name: tie for tie in held})

    @property
    def statement(self) -> str:
        """Columns of the kind as far as the release has them, the name, its row, and whether the name is unsure."""
        columns = ", ".join(f"'{name}'" for name in self.kind.columns)
        return (
            f"SELECT COLUMNS(lambda name: name IN ({columns})), written, file_id, row_number, "
            f"written IN (SELECT unnest(?)) OR {self.kind.doubt} AS is_unsure FROM ({self.kind.sql})"
        )

    @property
    def params(self) -> tuple[object, ...]:
        names = list(self.ties)
        unsure = [tie.name for tie in self.ties.values() if not tie.is_counted]
        return unsure, names, unsure

    def item(self, release: Release, columns: Sequence[str], row: Sequence[Any]) -> T:
        """The item that a row tells; lists become tuples, so that it can be kept. What is not told is None."""
        told = dict(zip(columns, row, strict=True))
        values = {name: _kept(told.get(name)) for name in self.kind.columns}
        origin = origin_of(release, (told["file_id"], told["row_number"]))
        return self.kind.item(**values, tie=self.ties[told["written"]], origin=origin)


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
