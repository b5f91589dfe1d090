"""Letters of a case: made with the step that sends them, in both languages, and kept word for word."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import override

from wutong.catalog.letters import LetterForm, Paragraph
from wutong.catalog.yaml_file import Label
from wutong.kernel.bilingual import Language
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.cases.models import Case, CaseStep, Certificate, Letter
from wutong.portal.flowing.models import ClockRow
from wutong.portal.flowing.positions import clock_rows, run_of
from wutong.portal.services.words import limit
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.templatetags.wutong import day
from wutong.portal.shared.writing.gathering import later
from wutong.workflow.moves import Moved

_DJANGO: dict[Language, str] = {"zh": "zh-hans", "en": "en"}


def follow(case: Case, step: CaseStep, moved: Moved) -> Letter | None:
    """The letter that an act sends, made now; None where it sends none."""
    if moved.letter is None:
        return None
    form = catalogue().letters.form(moved.letter)
    running = _running(case)
    content = {language: _content(language, form, case, step, moved, running) for language in _DJANGO}
    made = Letter(
        case=case,
        step=step,
        code=form.code,
        number=next_number(f"WH-{case.service_code}", moved.on),
        dated=moved.on,
        content=content,
    )
    later(_keep, [made])
    return made


def _keep(letters: list[Letter]) -> None:
    Letter.objects.bulk_create(letters)


def _running(case: Case) -> ClockRow | None:
    """The clock that the reader waits for: of those that run and end, the one that began last."""
    rows = [row for row in clock_rows(case) if row.stopped_on is None and row.due_on is not None]
    return max(rows, key=lambda row: row.number, default=None)


def _content(
    language: Language, form: LetterForm, case: Case, step: CaseStep, moved: Moved, running: ClockRow | None
) -> dict[str, object]:
    with override(_DJANGO[language]):
        values = _values(language, case, step, moved, running)
        there = {name for name, value in values.items() if value} | ({running.clock} if running else set())
        lines = [
            _in(language, paragraph).format_map(values)
            for paragraph in form.paragraphs
            if set(paragraph.needs) <= there
        ]
        if form.appeal:
            lines.append(_in(language, catalogue().letters.appeal.text))
        heading = {"to": case.organisation.name.in_language(language), "from": values["department"]}
        return {"title": _in(language, form.title), "lines": lines, "dated": values["dated"], **heading}


def _values(
    language: Language, case: Case, step: CaseStep, moved: Moved, running: ClockRow | None
) -> Mapping[str, str]:
    service = case.service
    ground = case.flow.grounds.get(step.ground)
    return {
        "number": case.number,
        "service": _in(language, service.title),
        "applicant": case.organisation.name.in_language(language),
        "department": case.lead.name.in_language(language) if case.lead else _in(language, service.department),
        "dated": day(moved.on),
        "due": day(running.due_on) if running else "",
        "limit": limit(run_of(running).limit) if running else "",
        "reason": step.reason,
        "ground": _in(language, ground.text) if ground else "",
        "expected": str(step.details.get("expected_days", "")),
        "law": _in(language, moved.act.basis.text) if moved.act.basis else "",
        "papers": _papers(language, case, step),
        "decision": str(step.details.get("decision", "")),
        "basis": _list(language, [_in(language, one.text) for one in service.basis]),
        "act": _in(language, moved.act.title),
        "result": _in(language, service.result),
        **_of_certificate(case),
    }


def _of_certificate(case: Case) -> dict[str, str]:
    held: Certificate | None = getattr(case, "certificate", None)
    dates: dict[str, date | None] = {
        "valid_from": held.valid_from if held else None,
        "valid_to": held.valid_to if held else None,
        "renewal_opens": held.renewal_opens_on if held else None,
        "renewal_closes": held.renewal_closes_on if held else None,
    }
    said = {name: day(one) if one else "" for name, one in dates.items()}
    return {"certificate": held.number if held else "", **said}


def _papers(language: Language, case: Case, step: CaseStep) -> str:
    titles = {paper.code: _in(language, paper.title) for paper in case.service.papers}
    return _list(language, [titles[code] for code in step.details.get("papers", ()) if code in titles])


def _list(language: Language, words: list[str]) -> str:
    return ("；" if language == "zh" else "; ").join(words)


def _in(language: Language, words: Label | Paragraph) -> str:
    return words.en if language == "en" else words.zh
