"""From a trial to what its page shows: facts with the row behind each, and what the register said when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from wutong.portal.atlas.panels.enterprises.portrait import Fact
from wutong.portal.atlas.panels.trials.words import column_title, label_of
from wutong.portal.atlas.queries.portraits.origins import Origin
from wutong.portal.atlas.queries.trials.record import Record, Said
from wutong.portal.shared.templatetags.wutong import day, number

_FIELDS = (
    "title_zh",
    "title_en",
    "official_title",
    "drug",
    "indication",
    "phase",
    "status",
    "study_type",
    "planned_size",
    "countries",
    "registered_on",
    "started_on",
    "completed_on",
    "updated_on",
)
_CODED = {"phase": "phase", "status": "status", "study_type": "type"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what was said before, empty the first time, and what was said then."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What one record of the register said as of a day that was not known before."""

    on: date | None
    origin: Origin
    changes: tuple[Change, ...]


def facts(record: Record, on: date | None = None) -> list[Fact]:
    """Every field that the register tells, with the row that told it last; as of a day, what was said until then."""
    latest = {one.field: one.origin for one in record.history}
    if on is not None:
        return _facts_on(record, on)
    return [_fact(record, name, latest.get(name)) for name in _FIELDS if getattr(record.trial, name) is not None]


def _facts_on(record: Record, on: date) -> list[Fact]:
    """The last word of each field up to a day; words of unknown days do not count."""
    said = {one.field: one for one in record.history if one.said_on is not None and one.said_on <= on}
    rule = _("The last word up to that day; what the register says without a day is left out.")
    return [
        Fact(one.field.replace("_", "-"), column_title(one.field), _told(one), one.origin, rule=rule)
        for one in (said[name] for name in _FIELDS if name in said)
    ]


def _fact(record: Record, name: str, origin: Origin | None) -> Fact:
    written = {"status": record.trial.status_text, "phase": record.trial.phase_text}.get(name)
    return Fact(
        ident=name.replace("_", "-"),
        title=column_title(name),
        value=_shown(name, getattr(record.trial, name)),
        origin=origin or record.origin,
        written=written or "",
        rule=_rule(record, is_known=origin is not None),
    )


def _rule(record: Record, *, is_known: bool) -> str:
    count = record.trial.record_count
    if count == 1:
        return _("The only record of this trial.")
    if is_known:
        return _("The latest of %(count)d records that says something else than the one before.") % {"count": count}
    return _("The latest of %(count)d records; where it is silent, the latest before it that is not.") % {
        "count": count
    }


def _shown(name: str, value: object) -> str:
    if name in _CODED:
        return label_of(_CODED[name], str(value))
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int) else str(value)


def timeline(record: Record, on: date | None = None) -> list[Moment]:
    """What the register said on which date up to a day, the newest first; each record tells only what it changed."""
    held: dict[str, str] = {}
    made = []
    history = [one for one in record.history if on is None or (one.said_on is not None and one.said_on <= on)]
    for (day_said, _file, _row), group in groupby(
        history, key=lambda one: (one.said_on, one.origin.file_id, one.origin.row_number)
    ):
        said = list(group)
        made.append(Moment(on=day_said, origin=said[0].origin, changes=tuple(_changes(said, held))))
    return made[::-1]


def _changes(said: list[Said], held: dict[str, str]) -> Iterator[Change]:
    for one in said:
        value = _told(one)
        yield Change(title=column_title(one.field), before=held.get(one.field, ""), after=value)
        held[one.field] = value


def _told(one: Said) -> str:
    if one.field in _CODED:
        return label_of(_CODED[one.field], one.value)
    return day(one.value) if one.field.endswith("_on") else one.value
