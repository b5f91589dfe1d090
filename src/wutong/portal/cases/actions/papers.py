"""Papers of a case: added, reused from an earlier case, pledged, dropped; only while the case may be edited."""

from uuid import UUID

from wutong.catalog.services import Paper
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.cases.actions.opening import NotEditable, is_editable
from wutong.portal.cases.models import Case, CasePaper
from wutong.portal.flowing.moving import locked
from wutong.portal.shared.audit.recording import action, nothing_changed, record


class NoSuchPaper(WutongError):
    code = "cases.no_such_paper"
    sentence = Text(zh="这个事项不收“{code}”这份材料。", en="This service asks for no paper “{code}”.")


class NotToBePledged(WutongError):
    code = "cases.not_to_be_pledged"
    sentence = Text(zh="“{zh}”不能以承诺代替，请上传文件。", en="“{en}” cannot be pledged. Send the file.")


class TooManyFiles(WutongError):
    code = "cases.too_many_files"
    sentence = Text(
        zh="“{zh}”最多 {most} 个文件。请先移除一个，或合并后再上传。",
        en="“{en}” takes at most {most} files. Drop one first, or join them.",
    )


@action
def add_file(*, case: Case, paper_code: str, file_id: UUID, file_name: str, by: Person) -> CasePaper:
    """Add a file that portal/files has kept; raises NotEditable, NoSuchPaper or TooManyFiles."""
    case, paper = _open(case, paper_code)
    held = CasePaper.objects.filter(case=case, paper_code=paper_code, dropped_at__isnull=True)
    if (same := held.filter(file_id=file_id).first()) is not None:
        nothing_changed()
        return same
    if held.count() >= paper.most_files:
        raise TooManyFiles(zh=paper.title.zh, en=paper.title.en, most=paper.most_files)
    return _added(CasePaper(case=case, paper_code=paper_code, how="upload", file_id=file_id, file_name=file_name), by)


@action
def reuse(*, case: Case, paper_code: str, earlier: CasePaper, by: Person) -> CasePaper:
    """Take a file from an earlier case of the same applicant; raises as add_file does."""
    case, _ = _open(case, paper_code)
    if earlier.case.organisation_id != case.organisation_id or earlier.file_id is None:
        raise NoSuchPaper(code=paper_code)
    made = CasePaper(
        case=case,
        paper_code=paper_code,
        how="upload",
        file_id=earlier.file_id,
        file_name=earlier.file_name,
        reused_from=earlier,
    )
    return _added(made, by)


@action
def pledge(*, case: Case, paper_code: str, by: Person) -> CasePaper:
    """Promise what the paper would show, where the service takes a pledge for it.

    Raises NotEditable, NoSuchPaper or NotToBePledged.
    """
    case, paper = _open(case, paper_code)
    if paper.how != "pledge":
        raise NotToBePledged(zh=paper.title.zh, en=paper.title.en)
    held = CasePaper.objects.filter(case=case, paper_code=paper_code, dropped_at__isnull=True).first()
    if held is not None:
        nothing_changed()
        return held
    return _added(CasePaper(case=case, paper_code=paper.code, how="pledge"), by)


@action
def drop(*, paper: CasePaper, by: Person) -> None:
    """Take a paper out again; its row stays. Raises NotEditable."""
    if not is_editable(locked(paper.case)):
        raise NotEditable()
    if paper.dropped_at is not None:
        nothing_changed()
        return
    paper.dropped_by, paper.dropped_at = by, clock.now()
    paper.save(update_fields=["dropped_by", "dropped_at"])
    record("paper.dropped", about=paper, by=by, organisation=paper.case.organisation, before={"how": paper.how})


def _open(case: Case, code: str) -> tuple[Case, Paper]:
    case = locked(case)
    if not is_editable(case):
        raise NotEditable()
    declared = {paper.code: paper for paper in case.service.papers}
    if code not in declared:
        raise NoSuchPaper(code=code)
    return case, declared[code]


def _added(paper: CasePaper, by: Person) -> CasePaper:
    paper.added_by = by
    paper.save()
    after = {"how": paper.how, "file_name": paper.file_name or None}
    record("paper.added", about=paper, by=by, organisation=paper.case.organisation, after=after)
    return paper
