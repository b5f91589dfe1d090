"""From what a judge sends to a judgement, for pages and API alike: looks up what they saw, then acts."""

from uuid import UUID

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.atlas.access import Release
from wutong.portal.desk.access import Judge
from wutong.portal.desk.actions import judging
from wutong.portal.desk.actions.judging import Asked, Seen
from wutong.portal.desk.models import Kind, Verdict
from wutong.portal.desk.queries.others import with_ids
from wutong.portal.desk.queries.queue import Item, item_of
from wutong.portal.desk.queries.ties import Candidate


class ReleaseMoved(WutongError):
    code = "desk.release_moved"
    sentence = Text(
        zh="刚刚发布了新的数据版本，您的判断没有记录。请再看一遍。",
        en="A new release has just been promoted, and your judgement has not been recorded. Please look again.",
    )


class NameGone(WutongError):
    code = "desk.name_gone"
    sentence = Text(
        zh="当前版本中没有待判断的名称“{name}”。",
        en="The current release holds no name “{name}” to judge.",
    )


def answer(
    *, release: Release, kind: Kind, name: str, seen: tuple[str, int], verdict: str, candidate: str, why: str, by: Judge
) -> UUID:
    """Record one answer; returns what joins its records.

    `seen` is the release and the step that the judge saw. `none` makes every open candidate different, and `unsure`
    leaves every open candidate unsure. `candidate` may be any that the release holds: matching need not have offered
    it. Raises ReleaseMoved, NameGone, NothingToJudge and AlreadyJudged.
    """
    version, step = seen
    if version != release.version:
        raise ReleaseMoved()
    item = item_of(release, kind, name)
    if item is None:
        raise NameGone(name=name)
    found = [_seen(one) for one in _candidates(release, item, verdict, candidate)]
    meant = Verdict.DIFFERENT if verdict == "none" else Verdict(verdict)
    asked = Asked(kind, item.tie.name, release.version, step)
    return judging.judge(asked=asked, seen=found, verdict=meant, why=why, by=by)


def _candidates(release: Release, item: Item, verdict: str, chosen: str) -> list[Candidate]:
    if verdict in {"none", "unsure"}:
        return [one for one in item.tie.candidates if one.enterprise_id in item.open_ids]
    found = item.tie.candidate(chosen)
    return [found] if found else with_ids(release, item.tie.kind, [chosen])


def _seen(one: Candidate) -> Seen:
    return Seen(one.enterprise_id, one.name_zh, one.score, one.reasons_zh, one.reasons_en, one.evidence)
