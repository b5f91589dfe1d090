"""What must hold between the files of one chain. Each failure names the file's thing and how to mend it."""

from collections import Counter
from collections.abc import Iterable, Iterator

from wutong.catalog.chain.decisions import Decision
from wutong.catalog.chain.names import Names
from wutong.catalog.chain.outline import Outline
from wutong.catalog.chain.segments import Node, Segment, Sign, WordLists
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

EVIDENCE = frozenset({"made", "researched", "offered", "core", "related", "peripheral", "hint"})
SEGMENT_SOURCES = EVIDENCE | {"name", "-"}


class ChainRefused(WutongError):
    code = "catalog.chain_refused"
    exit_code = 4
    sentence = Text(
        zh="产业链声明有误：{problem_zh}（{thing}）。请改正 catalog/chain 后重试。",
        en="The chain's declarations disagree: {problem_en} ({thing}). Mend catalog/chain and try again.",
    )


def _refuse(thing: str, zh: str, en: str) -> ChainRefused:
    return ChainRefused(thing=thing, problem_zh=zh, problem_en=en)


def _once(things: Iterable[str], zh: str, en: str) -> None:
    for thing, count in Counter(things).items():
        if count > 1:
            raise _refuse(thing, zh, en)


def words_of(sign: Sign, lists: WordLists) -> Iterator[str]:
    """Every word of a sign, its lists opened."""
    yield from sign.words
    for code in sign.lists:
        yield from lists.root[code].words


def _check_outline(outline: Outline, segments: tuple[Segment, ...]) -> None:
    fields = [field.code for field in outline.fields]
    _once(fields, "领域代码重复", "a field is declared twice")
    _once([segment.code for segment in segments], "环节代码重复", "a segment is declared twice")
    for segment in segments:
        if segment.field not in fields:
            raise _refuse(segment.code, "环节所属的领域不存在", "the segment's field does not exist")
    listed, found = set(outline.segments), {segment.code for segment in segments}
    for code in sorted(listed ^ found):
        raise _refuse(code, "chain.yml 与 segments/ 的环节不一致", "chain.yml and segments/ name different segments")


def _check_nodes(nodes: list[Node], codes: set[str]) -> None:
    _once([node.code for node in nodes], "节点代码重复", "a node is declared twice")
    known = {node.code for node in nodes}
    for node in nodes:
        _once(node.upstream, f"节点 {node.code} 的上游重复", f"an upstream of {node.code} is given twice")
        targets = [*node.upstream, *(sign.node for sign in node.signs if sign.node)]
        for target in targets:
            if target not in known or target == node.code:
                raise _refuse(f"{node.code} → {target}", "连到不存在的节点或自身", "a link to no node or to itself")
        for sign in node.signs:
            if sign.further_segment and sign.further_segment not in codes:
                raise _refuse(f"{node.code} → {sign.further_segment}", "环节不存在", "there is no such segment")


def _check_words(nodes: list[Node], lists: WordLists) -> None:
    for code, word_list in lists.root.items():
        _once(word_list.words, f"词表 {code} 中有重复的词", f"a word stands twice in the list {code}")
    claims: dict[tuple[str, str, str], str] = {}
    for node in nodes:
        for sign in node.signs:
            for code in sign.lists:
                if code not in lists.root:
                    raise _refuse(f"{node.code} → {code}", "词表不存在", "there is no such list")
            _once(
                sign.words, f"节点 {node.code} 的一条依据中有重复的词", f"a word stands twice in a sign of {node.code}"
            )
            _claim(node.code, sign, lists, claims)


def _claim(code: str, sign: Sign, lists: WordLists, claims: dict[tuple[str, str, str], str]) -> None:
    for word in set(words_of(sign, lists)):
        for activity in sign.activities:
            key = (word, activity, sign.precision)
            if key in claims:
                where = f"{word}, {activity}, {sign.precision}: {claims[key]} / {code}"
                raise _refuse(
                    where, "同一个词同一动作同一精度归了两处", "one word, activity and precision claimed twice"
                )
            claims[key] = code


def _check_names(names: Names, nodes: list[Node]) -> None:
    kinds = {kind.code for kind in names.kinds}
    _once([kind.code for kind in names.kinds], "名称类别代码重复", "a kind of name is declared twice")
    words = [word for kind in names.kinds for word in kind.words]
    words += [word for node in nodes for sign in node.names for word in sign.words]
    _once(words, "名称用词归了两类", "a word of names belongs to two kinds")
    _once([word for context in names.contexts for word in context.words], "旁证用词重复", "a context word stands twice")
    for kind in names.kinds:
        if kind.node and kind.node not in {node.code for node in nodes}:
            raise _refuse(f"{kind.code} → {kind.node}", "节点不存在", "there is no such node")
    for node in nodes:
        for sign in node.names:
            if sign.kind not in kinds:
                raise _refuse(f"{node.code} → {sign.kind}", "名称类别不存在", "there is no such kind of name")


def _check_decisions(decisions: tuple[Decision, ...], names: Names, codes: set[str]) -> None:
    _once([decision.rule for decision in decisions], "判定规则重名", "a rule is declared twice")
    kinds = {kind.code for kind in names.kinds}
    contexts = {context.code for context in names.contexts}
    for decision in decisions:
        when = decision.when
        unknown = {*when.name, *when.name_not} - kinds | {*when.context, *when.context_not} - contexts
        for code in sorted(unknown):
            raise _refuse(f"{decision.rule} → {code}", "条件里的代码不存在", "a condition names what is not declared")
        if decision.then.segment not in codes | SEGMENT_SOURCES:
            raise _refuse(f"{decision.rule} → {decision.then.segment}", "环节不存在", "there is no such segment")


def check(
    outline: Outline, segments: tuple[Segment, ...], lists: WordLists, names: Names, decisions: tuple[Decision, ...]
) -> None:
    """Raise ChainRefused at the first thing that does not hold."""
    _check_outline(outline, segments)
    codes = {segment.code for segment in segments}
    nodes = [node for segment in segments for node in segment.nodes]
    _check_nodes(nodes, codes)
    _check_words(nodes, lists)
    _check_names(names, nodes)
    _check_decisions(decisions, names, codes)
