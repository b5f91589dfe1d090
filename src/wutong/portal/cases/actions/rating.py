"""What an applicant thinks of how a case was handled: said once, after its end."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.cases.models import Case, Rating
from wutong.portal.flowing.moving import locked
from wutong.portal.shared.audit.recording import action, record


class NotToBeRated(WutongError):
    code = "cases.not_to_be_rated"
    sentence = Text(
        zh="办件办结后可以评价一次；这件还没有办结，或已经评价过。",
        en="A case is rated once, after its end; this one has not ended, or has been rated.",
    )


@action
def rate(*, case: Case, stars: int, remark: str, by: Person) -> Rating:
    """Give a case one to five stars; raises NotToBeRated. A draft that was thrown away is not rated."""
    case = locked(case)
    if case.phase != "ended" or not case.number or Rating.objects.filter(case=case).exists():
        raise NotToBeRated()
    made = Rating.objects.create(case=case, stars=stars, remark=remark.strip(), rated_by=by)
    after = {"stars": stars, "remark": remark.strip() or None}
    record("case.rated", about=made, by=by, organisation=case.organisation, after=after)
    return made
