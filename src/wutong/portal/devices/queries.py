"""Every read of the devices app: answers about a product, and the lists of entries and of decisions."""

from dataclasses import dataclass
from typing import Any

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.release_reader import Adviser, Answer, Product
from wutong.portal.devices import words
from wutong.portal.devices.lists import Asked, Listing, statement

PAGE_SIZE = 25
MOST_EXPORTED = 50_000
FAR = 0.2  # likeness of the nearest decision under which a page says that none is much like the product


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list. A page beyond the last is the last."""

    total: int
    rows: tuple[dict[str, Any], ...]
    page: int
    pages: int
    counts: dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Code:
    """A likely code: the chance that it is right if the product is a device, its name and its category."""

    code: str
    share: float
    title: str
    category: str


@dataclass(frozen=True, slots=True)
class Decision:
    """An official decision that the product is like."""

    key: str
    product: str
    description: str
    risk_class: str
    code: str | None
    batch: str | None
    likeness: float
    file_name: str
    row_number: int


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as pages and the API tell it. `missing` says what to add; only where the answer is unsure."""

    name: str
    description: str
    risk_class: str
    next_class: str
    confidence: float
    is_sure: bool
    codes: tuple[Code, ...]
    words: tuple[str, ...]
    cues: tuple[str, ...]
    decisions: tuple[Decision, ...]
    entries: tuple[tuple[str, str], ...]
    is_far: bool
    missing: tuple[str, ...]


def answer(release: Release, adviser: Adviser, name: str, description: str) -> Told:
    """What is likely of one product, and why."""
    return _told(release, adviser.ask(Product(name, description)))


def _told(release: Release, given: Answer) -> Told:
    judged, why, files = given.judgement, given.explanation, _files(release)
    return Told(
        name=given.product.name,
        description=given.product.description,
        risk_class=judged.risk_class,
        next_class=judged.next_class,
        confidence=judged.confidence,
        is_sure=judged.is_sure,
        codes=tuple(
            Code(one.code, one.share, words.group_title(one.code), words.category_title(one.code))
            for one in judged.codes
        ),
        words=why.words,
        cues=tuple(words.cue_title(cue.code) for cue in why.cues),
        decisions=tuple(
            Decision(
                key=f"{one.decision.file_id}-{one.decision.row_number}",
                product=one.decision.product,
                description=one.decision.description,
                risk_class=one.decision.risk_class,
                code=one.decision.group_code,
                batch=one.decision.batch,
                likeness=one.likeness,
                file_name=files.get(one.decision.file_id, one.decision.file_id),
                row_number=one.decision.row_number,
            )
            for one in why.decisions
            if one.likeness > 0
        ),
        entries=tuple((one.entry_code, one.name) for one in why.entries if one.entry_code),
        is_far=max((one.likeness for one in why.decisions), default=0.0) < FAR,
        missing=() if judged.is_sure else tuple(words.missing(why.told)),
    )


def _files(release: Release) -> dict[str, str]:
    return remember(release, "device-files", lambda: dict(release.query("SELECT file_id, name FROM files").rows))


def counts_of(release: Release) -> tuple[int, int]:
    """How many entries and decisions the release holds."""
    held = release.manifest.row_counts
    return held.get("device_classes", 0), held.get("device_decisions", 0)


def find(release: Release, listing: Listing, asked: Asked) -> Found:
    """One page of a list with the counts of its facets."""
    return remember(release, f"devices:{listing.code}:{asked!r}", lambda: _find(release, listing, asked))


def _find(release: Release, listing: Listing, asked: Asked) -> Found:
    within = statement(listing, asked)
    (total,) = release.query(f"SELECT count(*) FROM ({within.sql})", within.params).rows[0]
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(asked.page, pages)
    sql = f"{within.sql} ORDER BY {listing.order(asked.sort)} LIMIT ? OFFSET ?"
    found = release.query(sql, (*within.params, PAGE_SIZE, (page - 1) * PAGE_SIZE))
    rows = tuple(dict(zip(found.columns, row, strict=True)) for row in found.rows)
    counts = {facet: _counted(release, listing, asked, facet) for facet in listing.facets}
    return Found(total=total, rows=rows, page=page, pages=pages, counts=counts)


def _counted(release: Release, listing: Listing, asked: Asked, facet: str) -> tuple[tuple[str, int], ...]:
    """The values of a facet as if nothing were chosen on it, the most frequent first; years the newest first."""
    within = statement(listing, asked, without=facet)
    order = "1 DESC" if facet == "year" else "2 DESC, 1"
    told = f"SELECT CAST({facet} AS VARCHAR), count(*) FROM ({within.sql}) WHERE {facet} IS NOT NULL"
    sql = f"{told} GROUP BY 1 ORDER BY {order}"
    return tuple(release.query(sql, within.params).rows)


def every(release: Release, listing: Listing, asked: Asked) -> tuple[tuple[Any, ...], ...]:
    """The exported columns of all that is asked for, MOST_EXPORTED rows at most."""
    within = statement(listing, asked)
    columns = ", ".join(listing.exported)
    sql = f"SELECT {columns} FROM ({within.sql}) ORDER BY {listing.order(asked.sort)} LIMIT {MOST_EXPORTED}"
    files = _files(release)
    place = listing.exported.index("file_id")
    found = release.query(sql, within.params).rows
    return tuple((*row[:place], files.get(row[place], row[place]), *row[place + 1 :]) for row in found)


def entry_of(release: Release, code: str) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]] | None:
    """An entry, or a group with that code, and the decisions under it; None where there is neither."""
    columns = "code, group_code, category_code, category_title, name, risk_class, description, file_id, row_number"
    found = release.query(f"SELECT {columns} FROM device_classes WHERE code = ?", (code,))
    if not found.rows:
        return None
    entry = dict(zip(found.columns, found.rows[0], strict=True))
    entry["file_name"] = _files(release).get(entry["file_id"], entry["file_id"])
    decided = release.query(
        "SELECT product, risk_class, group_code, batch, file_id || '-' || CAST(row_number AS VARCHAR) AS key "
        "FROM device_decisions WHERE group_code = ? ORDER BY year DESC NULLS LAST, product LIMIT 20",
        (entry["group_code"],),
    )
    return entry, tuple(dict(zip(decided.columns, row, strict=True)) for row in decided.rows)


def decision_of(release: Release, file_id: str, row_number: int) -> dict[str, Any] | None:
    """One decision by where it stands."""
    found = release.query("SELECT * FROM device_decisions WHERE file_id = ? AND row_number = ?", (file_id, row_number))
    if not found.rows:
        return None
    decision = dict(zip(found.columns, found.rows[0], strict=True))
    decision["file_name"] = _files(release).get(file_id, file_id)
    return decision
