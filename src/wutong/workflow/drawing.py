"""Flows as pictures and tables in Markdown, drawn from their declarations."""

from collections.abc import Iterable

from wutong.catalog.flows import Act, Clock, Flow, Limit, Unit


def document(flows: Iterable[Flow]) -> str:
    """A page with every flow: its states as a diagram, its acts and its clocks as tables, in both languages."""
    head = (
        "# 办件流程 · Flows\n\n"
        "由 `make flows` 据 `catalog/flows/` 生成，请勿手改。⏱ 为到期自动发生。\n"
        "Drawn from `catalog/flows/` by `make flows`; not edited by hand. ⏱ happens by itself when a clock is due.\n"
    )
    return "\n".join([head, *(_section(flow) for flow in flows)])


def _section(flow: Flow) -> str:
    lines = [
        f"## {flow.title.zh} · {flow.title.en} (`{flow.code}`)\n",
        f"{flow.summary.zh} {flow.summary.en}\n",
        f"依据 · Basis: {flow.source.zh} · {flow.source.en} ({flow.confidence})\n",
        _diagram(flow),
        _acts(flow),
        _clocks(flow),
    ]
    return "\n".join(lines)


def _diagram(flow: Flow) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {flow.begins}"]
    lines += [f"    {state.code}: {state.title.zh} {state.title.en}" for state in flow.states]
    for act in flow.acts:
        label = f"{act.title.zh} {act.title.en}" + (" ⏱" if act.by_clock else "")
        lines += [f"    {begin} --> {act.to}: {label}" for begin in act.from_states if act.to]
    lines += [f"    {state.code} --> [*]" for state in flow.states if state.phase == "ended"]
    return "\n".join([*lines, "```\n"])


def _acts(flow: Flow) -> str:
    rows = [(f"{act.title.zh} · {act.title.en}", _who(act), _touched(act), act.letter or "") for act in flow.acts]
    return table(("act", "by", "clocks", "letter"), rows)


def _clocks(flow: Flow) -> str:
    rows = [
        (
            f"{clock.title.zh} · {clock.title.en}",
            clock.owner,
            limit_in_words(clock.limit),
            _extension(clock),
            clock.on_due or "",
            f"{clock.basis.text.zh} ({clock.basis.confidence})",
        )
        for clock in flow.clocks
    ]
    return table(("clock", "owner", "limit", "extension", "when due", "basis"), rows)


def _extension(clock: Clock) -> str:
    if clock.extension_percent is not None:
        return (
            f"随延长告知，合计不超过 {clock.extension_percent} % · days told with it, up to {clock.extension_percent} %"
        )
    return limit_in_words(clock.extension) if clock.extension else ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Rows under their head as a table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(["\n".join(f"| {' | '.join(line)} |" for line in lines), ""])


def limit_in_words(limit: Limit) -> str:
    """A limit in both languages; one of no days says what it is instead of a nought."""
    days = "" if limit.amount == 1 else "s"
    return {
        Unit.WORKING_DAY: f"{limit.amount} 个工作日 · {limit.amount} working day{days}",
        Unit.CALENDAR_DAY: f"{limit.amount} 日 · {limit.amount} day{days}",
        Unit.SAME_DAY: "当日 · the same day",
        Unit.INSTANT: "即时 · at once",
        Unit.NONE: "未设时限 · none set",
    }[limit.unit]


def _who(act: Act) -> str:
    return ", ".join(act.roles) if act.roles else f"⏱ {act.by_clock}"


def _touched(act: Act) -> str:
    effects = act.clocks.model_dump()
    return "; ".join(f"{kind} {', '.join(codes)}" for kind, codes in effects.items() if codes)
