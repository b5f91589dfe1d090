"""What goes with somebody who is erased: their drafts, which were never sent. Cases that were sent stay."""

from django.db.models import QuerySet

from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Goer, register
from wutong.portal.cases.models import Case, CaseClock, CasePaper
from wutong.portal.files.keeping.forgetting import used_elsewhere
from wutong.portal.files.models import StoredFile
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record


def drafts_of(person: Person) -> QuerySet[Case]:
    """Their own; one that was taken in for a visitor is the applicant's."""
    return Case.objects.filter(opened_by=person, number="", steps=0, window__isnull=True)


@action
def drop(*, person: Person, by: Named) -> int:
    """Delete the drafts, with the papers in them; how many."""
    drafts = list(drafts_of(person).select_for_update(of=("self",)).select_related("organisation"))
    for case in drafts:
        record("case.dropped", about=case, by=by, organisation=case.organisation)
        papers = CasePaper.objects.filter(case=case)
        CasePaper.objects.filter(reused_from__in=papers).update(reused_from=None)
        papers.delete()
        CaseClock.objects.filter(thing=case).delete()
        case.delete()
    if not drafts:
        nothing_changed()
    return len(drafts)


def _in_a_draft(file: StoredFile) -> bool:
    """Whether a draft that stays rests on the file: a colleague's, or a visitor's."""
    papers = CasePaper.objects.filter(file_id=file.pk, dropped_at__isnull=True)
    own = drafts_of(file.uploaded_by) if file.uploaded_by else Case.objects.none()
    return papers.exclude(case__in=own).exists()


register("cases.Case", Goer(drafts_of, lambda person, by: drop(person=person, by=by)))
used_elsewhere.append(_in_a_draft)
