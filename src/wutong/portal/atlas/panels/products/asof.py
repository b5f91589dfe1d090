"""What was known of a product on a day: which evidence, which status, and so which stage."""

from datetime import date

from wutong.portal.atlas.queries.products.record import ProductRecord, ProductTrial
from wutong.portal.shared.catalogue import catalogue


def is_known_on(start: date, has_day: bool, on: date) -> bool:
    """True where something of that day had happened; of a year alone, where the year had begun."""
    return start <= on if has_day else start.year <= on.year


def last_said(record: ProductRecord, trial_id: str, field: str, on: date | None) -> str | None:
    """The last word on a field of a trial up to a day; words of unknown days count only where no day is asked for."""
    found = [
        one.value
        for one in record.history
        if one.trial_id == trial_id
        and one.field == field
        and (on is None or (one.said_on is not None and one.said_on <= on))
    ]
    return found[-1] if found else None


def stage_on(record: ProductRecord, on: date) -> str | None:
    """The furthest stage that dated evidence shows for that day; None where nothing dated shows any."""
    shown = set()
    if any(one.year and one.year <= on.year for one in record.approvals):
        shown.add("approved")
    for application in record.applications:
        accepted = application.accepted_on or date(application.year, 1, 1)
        if is_known_on(accepted, application.accepted_on is not None, on):
            shown.add("filed" if application.asks_for == "marketing" else "applied")
    shown |= {_of_trial(record, one, on) for one in record.trials if _has_begun(one, on)}
    return next((stage.code for stage in catalogue().drugs.stages.stages if stage.code in shown), None)


def _has_begun(trial: ProductTrial, on: date) -> bool:
    if trial.registered_on or trial.started_on:
        return min(day for day in (trial.registered_on, trial.started_on) if day) <= on
    return trial.numbered is not None and trial.numbered <= on.year


def _of_trial(record: ProductRecord, trial: ProductTrial, on: date) -> str:
    phase = last_said(record, trial.trial_id, "phase", on) or trial.phase
    stages = catalogue().drugs.stages.stages
    found = next((stage.code for stage in stages if phase and phase in stage.phases), None)
    return found or "in_trial"
