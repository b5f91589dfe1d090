"""What changes for a case with a later version of its service, as sentences in both languages. Pure.

No answer stands in them: they are sent as a message too.
"""

from collections.abc import Iterator

from wutong.catalog.flows import Flow, Limit, Unit
from wutong.catalog.services import Service
from wutong.catalog.yaml_file import Label
from wutong.kernel.bilingual import Text
from wutong.workflow.upgrading import Change, Running

_UNITS = {
    Unit.WORKING_DAY: ("{} 个工作日", "{} working days"),
    Unit.CALENDAR_DAY: ("{} 日", "{} days"),
    Unit.SAME_DAY: ("当日", "the same day"),
    Unit.INSTANT: ("即时", "at once"),
    Unit.NONE: ("没有时限", "no limit"),
}


def told(
    old: Service, old_flow: Flow, new: Service, flow: Flow, change: Change, before: Running, after: Running
) -> Iterator[Text]:
    """Every change that touches this case."""
    yield from _state(old_flow, flow, before, after)
    yield from _fields(old, new, change, before, after)
    yield from _papers(old, new, change, before)
    yield from _clocks(old_flow, flow, before, after)


def _state(old_flow: Flow, flow: Flow, before: Running, after: Running) -> Iterator[Text]:
    was, now = old_flow.state(before.position.state).title, flow.state(after.position.state).title
    if was != now:
        yield _say("状态“{a}”改为“{b}”。", "The state “{a}” becomes “{b}”.", a=was, b=now)


def _fields(old: Service, new: Service, change: Change, before: Running, after: Running) -> Iterator[Text]:
    known = set()
    for code, field in old.fields.items():
        now = new.fields.get(change.fields[code])
        if now is None:
            if code in before.answers:
                yield _say(
                    "不再填写“{a}”，已填内容另行保留。",
                    "“{a}” is asked no more; its answer is kept aside.",
                    a=field.title,
                )
            continue
        known.add(now.code)
        if now.title != field.title:
            yield _say(
                "“{a}”改为“{b}”，已填内容不变。",
                "“{a}” is called “{b}” now; its answer stays.",
                a=field.title,
                b=now.title,
            )
        if now.code in after.answers and after.answers[now.code] != before.answers.get(code):
            yield _say(
                "“{a}”按新的选项记录，原选项保留。",
                "“{a}” is kept by the new options, with what was chosen.",
                a=now.title,
            )
    for code, field in new.fields.items():
        if code not in known and code in after.answers:
            yield _say("新增“{a}”，已按默认值填写。", "“{a}” is new and filled in with its default.", a=field.title)
        elif code not in known or (field.required and code not in after.answers and _was_free(old, change, code)):
            zh, en = ("需要填写", "has to be filled in") if field.required else ("可以填写", "can be filled in")
            yield _say(f"新增“{{a}}”，{zh}。", f"“{{a}}” is new and {en}.", a=field.title)


def _was_free(old: Service, change: Change, code: str) -> bool:
    return any(change.fields[was] == code and not field.required for was, field in old.fields.items())


def _papers(old: Service, new: Service, change: Change, before: Running) -> Iterator[Text]:
    wanted = {one.code: one for one in new.papers}
    known = set()
    for paper in old.papers:
        now = wanted.get(change.papers[paper.code])
        if now is None:
            if paper.code in before.papers.values():
                yield _say(
                    "不再收“{a}”，已交文件另行保留。",
                    "“{a}” is asked no more; its files are kept aside.",
                    a=paper.title,
                )
            continue
        known.add(now.code)
        if now.title != paper.title:
            yield _say(
                "材料“{a}”改为“{b}”，已交文件不变。",
                "The paper “{a}” is “{b}” now; its files stay.",
                a=paper.title,
                b=now.title,
            )
    for paper in new.papers:
        if paper.code not in known:
            zh, en = ("需要提交", "has to be brought") if paper.required else ("可以提交", "can be brought")
            yield _say(f"新增材料“{{a}}”，{zh}。", f"The paper “{{a}}” is new and {en}.", a=paper.title)


def _clocks(old_flow: Flow, flow: Flow, before: Running, after: Running) -> Iterator[Text]:
    count = len(before.position.runs)
    for was, now in zip(before.position.runs, after.position.runs, strict=False):
        if not was.is_running:
            continue
        if not now.is_running:
            yield _say("时限“{a}”不再计算。", "The clock “{a}” runs no more.", a=old_flow.clock(was.clock).title)
        elif now.limit != was.limit:
            title, days = flow.clock(now.clock).title, (_limit(was.limit), _limit(now.limit))
            zh = f"“{title.zh}”的时限由{days[0].zh}改为{days[1].zh}，已用天数照计。"
            en = f"The limit of “{title.en}” was {days[0].en} and is {days[1].en} now; days already used count."
            yield Text(zh, en)
    for run in after.position.runs[count:]:
        title, limit = flow.clock(run.clock).title, _limit(run.limit)
        yield Text(f"自今日起计算“{title.zh}”，{limit.zh}。", f"“{title.en}” begins today: {limit.en}.")


def _limit(limit: Limit) -> Text:
    zh, en = _UNITS[limit.unit]
    return Text(zh.format(limit.amount), en.format(limit.amount))


def _say(zh: str, en: str, **titles: Label) -> Text:
    return Text(
        zh.format(**{name: title.zh for name, title in titles.items()}),
        en.format(**{name: title.en for name, title in titles.items()}),
    )
