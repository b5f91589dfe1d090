"""Who has which part in cases of a service: given and ended by an administrator."""

from wutong.portal.accounts.models import Organisation
from wutong.portal.cases.models import Competence
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record


@action
def give(*, organisation: Organisation, service_code: str, part: str, by: Named) -> Competence:
    """Let an organisation have a part in cases of a service; one that it has already stays.

    Naming a new lead takes the part from whoever led before: a service has one.
    """
    if part == "lead":
        for other in Competence.objects.filter(service_code=service_code, part=part).exclude(organisation=organisation):
            end(competence=other, by=by)
    held, is_new = Competence.objects.get_or_create(organisation=organisation, service_code=service_code, part=part)
    if is_new:
        after = {"part": part, "service_code": service_code}
        record("competence.given", about=held, by=by, organisation=organisation, after=after)
    else:
        nothing_changed()
    return held


@action
def end(*, competence: Competence, by: Named) -> None:
    """Take a part away; cases that are led already stay where they are."""
    before = {"part": competence.part, "service_code": competence.service_code}
    record("competence.ended", about=competence, by=by, organisation=competence.organisation, before=before)
    competence.delete()
