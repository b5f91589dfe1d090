"""From rows of trial registers to the tables trials, trial_sponsors, trial_sites, trial_identifiers, trial_history."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wutong.catalog.trials import TrialWords
from wutong.warehouse.records import merging, texts
from wutong.warehouse.records.trials import Site, TrialSaid, read_trial
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("trials", "trial_sponsors", "trial_sites", "trial_identifiers", "trial_history")


def trial_tables(rows: Iterable[Row], site_rows: Iterable[Row], words: TrialWords, account: Account) -> Tables:
    """Rows of each table, in the order of trials. `site_rows` name places of trials told elsewhere."""
    said = [trial for row in rows if (trial := read_trial(row, words, account))]
    found: Tables = {name: [] for name in NAMES}
    for trial_id, all_said in merging.by_trial(said):
        found["trials"].append(_with_fields(merging.merged(trial_id, all_said), words))
        found["trial_history"].extend(merging.history(trial_id, all_said))
        found["trial_sponsors"].extend(_sponsors(trial_id, all_said))
        found["trial_sites"].extend(_sites(trial_id, all_said))
        found["trial_identifiers"].extend(_identifiers(trial_id, all_said))
    found["trial_sites"] += _listed_sites(site_rows, words, account, found["trial_sites"])
    return found


def _with_fields(trial: dict[str, Any], words: TrialWords) -> dict[str, Any]:
    """The trial with the therapeutic fields of its indication, or of its titles where none is given."""
    titles = " ".join(trial.get(name) or "" for name in ("title_zh", "title_en", "official_title"))
    return {**trial, "fields": list(words.fields_of(trial.get("indication") or titles))}


def _sponsors(trial_id: str, said: Sequence[TrialSaid]) -> Iterator[dict[str, Any]]:
    latest = merging.latest_with(said, "sponsors")
    for position, sponsor in enumerate(latest.sponsors if latest else (), start=1):
        yield {"trial_id": trial_id, "position": position, "name": sponsor.name, "role": sponsor.role, **_of(latest)}


def _sites(trial_id: str, said: Sequence[TrialSaid]) -> Iterator[dict[str, Any]]:
    latest = merging.latest_with(said, "sites")
    for position, site in enumerate(dict.fromkeys(latest.sites) if latest else (), start=1):
        yield _site_row(trial_id, position, site, _of(latest))


def _identifiers(trial_id: str, said: Sequence[TrialSaid]) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, str]] = set()
    for one in reversed(said):
        for scheme, value in one.identifiers:
            if (scheme, value) not in seen:
                seen.add((scheme, value))
                yield {"trial_id": trial_id, "scheme": scheme, "value": value, **one.row.origin}


def _listed_sites(
    rows: Iterable[Row], words: TrialWords, account: Account, known: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Sites from lists of their own; the same site of a trial counts once, and a repeated row is told."""
    positions: dict[str, int] = {}
    for one in known:
        positions[one["trial_id"]] = max(positions.get(one["trial_id"], 0), one["position"])
    seen: set[tuple[str, Site]] = set()
    found = []
    for row in rows:
        trial_id, name = texts.plain(row.get("trial_id")), texts.plain(row.get("site_name"))
        if trial_id is None or name is None or words.register_of(trial_id) is None:
            account.hold_back(
                row, "trial_id.unrecognised" if name else "name.absent", "trial_id" if name else "site_name"
            )
            continue
        account.use(row)
        site = Site(name, *(texts.plain(row.get(field)) for field in ("country", "province", "city")))
        if (trial_id, site) in seen:
            account.remark(row, "row.repeated", "site_name")
            continue
        seen.add((trial_id, site))
        positions[trial_id] = positions.get(trial_id, 0) + 1
        found.append(_site_row(trial_id, positions[trial_id], site, row.origin))
    return found


def _site_row(trial_id: str, position: int, site: Site, origin: dict[str, object]) -> dict[str, Any]:
    place = {"country": site.country, "province": site.province, "city": site.city}
    return {"trial_id": trial_id, "position": position, "name": site.name, **place, **origin}


def _of(said: TrialSaid | None) -> dict[str, object]:
    return said.row.origin if said else {}
