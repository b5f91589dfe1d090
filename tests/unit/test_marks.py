"""Words are marked where they stand."""

from wutong.portal.atlas.panels.enterprises.marks import marked
from wutong.portal.atlas.queries.portraits.portrait import Evidence


def word(text: str, at: int, *, node: str = "n", field: str = "business_scope") -> Evidence:
    return Evidence(field=field, word=text, at=at, node=node, role="making")


def shown(text: str, *evidence: Evidence) -> list[tuple[str, bool]]:
    return [(piece.text, bool(piece.evidence)) for piece in marked(text, evidence, "business_scope")]


def test_a_word_is_cut_out_where_it_stands() -> None:
    assert shown("研发医疗器械。", word("医疗器械", 2)) == [("研发", False), ("医疗器械", True), ("。", False)]


def test_the_longer_of_two_words_at_one_place_is_marked() -> None:
    assert shown("医疗器械", word("医疗", 0), word("医疗器械", 0)) == [("医疗器械", True)]


def test_words_of_another_field_are_left_alone() -> None:
    assert shown("药品", word("药品", 0, field="name_zh")) == [("药品", False)]


def test_a_word_that_folding_moved_is_found_nearby() -> None:
    assert shown("ＩVD ivd IVD", word("ivd", 9)) == [("ＩVD ivd ", False), ("IVD", True)]


def test_a_word_that_is_not_there_is_not_marked() -> None:
    assert shown("药品", word("器械", 0)) == [("药品", False)]


def test_one_word_may_speak_for_several_nodes() -> None:
    (piece,) = marked("药品", [word("药品", 0, node="a"), word("药品", 0, node="b")], "business_scope")
    assert piece.nodes == ("a", "b")


def test_the_pieces_make_up_the_text() -> None:
    text = "生产：医疗器械、体外诊断试剂；销售：药品"
    pieces = marked(text, [word("医疗器械", 3), word("诊断试剂", 10), word("药品", 18)], "business_scope")
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.evidence] == ["医疗器械", "诊断试剂", "药品"]
