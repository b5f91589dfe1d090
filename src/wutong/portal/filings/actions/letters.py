"""The record of implied consent: made with the step that it tells of, in both languages, kept word for word."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.catalog.filings import REVIEW
from wutong.catalog.flows import Unit
from wutong.catalog.letters import LetterForm
from wutong.kernel import clock
from wutong.kernel.bilingual import Language, Text
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.cases.panels.words import days
from wutong.portal.filings.models import FilingLetter, FilingStep, TrackedFiling
from wutong.portal.flowing.positions import clock_rows, run_of, working_days
from wutong.portal.services.words import limit
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.templatetags.wutong import day
from wutong.workflow.clocks import ClockRun, Pause
from wutong.workflow.moves import Moved

_DJANGO: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
_FROM = Text("梧桐平台自动记录", "Written down by Wutong itself")


def write(filing: TrackedFiling, step: FilingStep, moved: Moved) -> FilingLetter | None:
    """The letter that a move sends, made now; None where it sends none."""
    if moved.letter is None:
        return None
    form = catalogue().letters.form(moved.letter)
    return FilingLetter.objects.create(
        filing=filing,
        step=step,
        code=form.code,
        number=next_number("WH-SB", moved.on),
        dated=moved.on,
        content={language: _content(language, form, filing, moved) for language in _DJANGO},
    )


def _content(language: Language, form: LetterForm, filing: TrackedFiling, moved: Moved) -> dict[str, object]:
    with override(_DJANGO[language]):
        values = _values(language, filing, moved)
        said = [one.zh if language == "zh" else one.en for one in form.paragraphs if set(one.needs) <= set(values)]
        return {
            "title": form.title.text().in_language(language),
            "to": filing.organisation.name.in_language(language),
            "lines": [one.format_map(values) for one in said],
            "from": _FROM.in_language(language),
            "dated": day(clock.today()),  # when it was written: the day of the consent stands in its words
        }


def _values(language: Language, filing: TrackedFiling, moved: Moved) -> Mapping[str, str]:
    kind = filing.kind
    row = max((one for one in clock_rows(filing) if one.clock == REVIEW), key=lambda one: one.number)
    run, basis = run_of(row), filing.own_bases[REVIEW]
    return {
        "number": filing.acceptance_number,
        "product": filing.product,
        "service": kind.title.text().in_language(language),
        "applicant": filing.organisation.name.in_language(language),
        "department": kind.authority.text().in_language(language),
        "accepted": day(filing.accepted_on),
        "limit": limit(run.limit),
        "counted": str(run.whole),
        "due": day(row.due_on),
        "pauses": ("；" if language == "zh" else "; ").join(_pause(run, one) for one in run.pauses) or _("none"),
        "dated": day(moved.on),
        "basis": basis.text.text().in_language(language),
    }


def _pause(run: ClockRun, pause: Pause) -> str:
    """A pause with the days that it took out."""
    end = pause.end or pause.start
    is_working = run.limit.unit is Unit.WORKING_DAY
    amount = working_days().count(pause.start, end) if is_working else (end - pause.start).days
    told = {"start": day(pause.start), "end": day(end), "days": days(amount, run.limit.unit)}
    return _("questions asked on %(start)s, answered on %(end)s: %(days)s") % told
