"""Device classes learned from invented decisions: what is like them is judged like them, and every answer says why."""

from dataclasses import replace
from pathlib import Path

import pytest

from wutong.catalog.device_class import Cue, DeviceKnowledge, Group, load_device_knowledge
from wutong.kernel.home import Home
from wutong.warehouse.device_class.asking import Adviser, NoModel
from wutong.warehouse.device_class.files import OutUnknown, ProductsColumnAbsent, read_sheet, write_sheet
from wutong.warehouse.device_class.grams import Grams, runs
from wutong.warehouse.device_class.judging import Judge
from wutong.warehouse.device_class.knowing import Known
from wutong.warehouse.device_class.shelf import place_model
from wutong.warehouse.device_class.storing import load, save
from wutong.warehouse.device_class.texts import Product, plain, words_of
from wutong.warehouse.device_class.training import learn
from wutong.warehouse.publish.release import Release
from wutong.warehouse.reference.devices import DeviceClass, DeviceDecision
from wutong.warehouse.reference.references import NO_REFERENCES

ROOT = Path(__file__).resolve().parents[3]
KINDS = (
    ("叩诊锤", "90-01", "一类", "由锤头和手柄组成。非无菌提供，可重复使用。用于叩诊检查。"),
    ("植入支架", "91-02", "三类", "由金属丝编成。无菌提供。植入体内后不再取出，用于支撑血管。"),
    ("按摩枕", None, "不作为", "由枕芯和电机组成。用于日常放松，不用于诊疗。"),
)
KNOWLEDGE = DeviceKnowledge(
    groups=(Group(code="90-01", zh="诊察器械", en="Examination", words=("叩诊器",)),),
    cues=(Cue(code="implant", zh="植入体内", en="Implanted", pattern="植入体内"),),
)
CLASSES = (
    DeviceClass("90-01-01", "90-01", "90", "诊察", "叩诊锤", None, None, "f", 1),
    DeviceClass("91-02-01", "91-02", "91", "植入", "血管支架", "三类", None, "f", 2),
)


def decisions(count: int = 20) -> tuple[DeviceDecision, ...]:
    """`count` of each kind, under names of their own."""
    return tuple(
        DeviceDecision("f", number, f"{mark}型{name}", f"{text}规格{number}。", risk, code, code, "2020", 2020, None)
        for number, (mark, (name, code, risk, text)) in enumerate(
            (chr(0x4E00 + 7 * turn), kind) for turn in range(count) for kind in KINDS
        )
    )


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(learn(Known.of(decisions(), CLASSES, KNOWLEDGE), KNOWLEDGE))


def test_what_is_like_a_kind_is_judged_like_it(judge: Judge) -> None:
    asked = [Product(f"新{name}", text) for name, _, _, text in KINDS]
    judged = list(judge.judge(asked))
    assert [one.risk_class for one in judged] == [risk for _, _, risk, _ in KINDS]
    assert [one.codes[0].code for one in judged[:2]] == ["90-01", "91-02"]
    assert all(0 <= one.confidence <= 1 for one in judged)
    assert judged[0].is_sure


def test_a_product_unlike_all_is_less_sure_than_one_that_is_known(judge: Judge) -> None:
    known, strange = judge.judge([Product("新叩诊锤", KINDS[0][3]), Product("ZZ9", "qqqq")])
    assert strange.confidence < known.confidence
    assert known.is_sure
    assert not strange.is_sure
    assert strange.codes[0].share < known.codes[0].share


def test_nothing_at_all_is_still_answered(judge: Judge) -> None:
    (judged,) = judge.judge([Product("", "")])
    assert judged.risk_class


def test_one_by_one_is_as_all_together(judge: Judge) -> None:
    asked = [Product(name, text) for name, _, _, text in KINDS]
    together = [(one.risk_class, one.codes[0].code) for one in judge.judge(asked)]
    assert together == [(one.risk_class, one.codes[0].code) for each in asked for one in judge.judge([each])]


def test_learning_twice_gives_the_same(judge: Judge) -> None:
    again = Judge(learn(Known.of(decisions(), CLASSES, KNOWLEDGE), KNOWLEDGE))
    asked = [Product("植入物", "植入体内，用于支撑。")]
    (one,), (other,) = list(judge.judge(asked)), list(again.judge(asked))
    assert (one.risk_class, one.codes[0].code) == (other.risk_class, other.codes[0].code)
    assert one.confidence == pytest.approx(other.confidence, abs=1e-3)


def test_a_model_is_the_same_after_it_was_kept(judge: Judge, tmp_path: Path) -> None:
    save(judge.learned, tmp_path)
    again = Judge(load(tmp_path))
    asked = [Product(f"新{name}", text) for name, _, _, text in KINDS]
    assert list(again.judge(asked)) == list(judge.judge(asked))


def test_an_answer_says_why(judge: Judge, tmp_path: Path) -> None:
    save(judge.learned, tmp_path)
    answer = Adviser(tmp_path).ask(Product("血管植入支架", "植入体内后不再取出，用于支撑血管。"))
    why = answer.explanation
    assert answer.judgement.risk_class == "三类"
    assert [cue.code for cue in why.cues] == ["implant"]
    assert {one.decision.risk_class for one in why.decisions[:3]} == {"三类"}
    assert why.entries[0].entry_code == "91-02-01"
    assert why.words
    assert set(why.words) <= {"血管植入支架", "植入体内后不再取出", "支撑血管"}
    assert not any(one in other for one in why.words for other in why.words if one != other)
    assert Adviser(tmp_path).titles()["90-01"].en == "Examination"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一次性使用无菌注射器，用于皮下、肌肉注射药液", ["一次性使用无菌注射器", "皮下", "肌肉注射药液"]),
        ("由凝胶层和 背衬组成的 X射线管（5.0 mm）", ["凝胶层", "背衬", "X射线管", "mm"]),
        ("中和抗体与及时性", ["中和抗体", "及时性"]),
        ("Dental Curing-light, used to CURE the resin", ["Dental", "Curing-light", "CURE", "resin"]),
        ("", []),
    ],
)
def test_words_are_whole_and_as_they_were_typed(text: str, words: list[str]) -> None:
    found = words_of(text)
    assert [one.text for one in found] == words
    assert [plain(text)[one.start : one.end] for one in found] == [plain(one) for one in words]


def test_reasons_are_words_and_no_pieces_of_them(judge: Judge, tmp_path: Path) -> None:
    save(judge.learned, tmp_path)
    product = Product("Hand-held 叩诊锤", "由锤头 和手柄组成。用于叩诊检查。")
    why = Adviser(tmp_path).ask(product).explanation
    assert why.words
    typed = {one.text for text in (product.name, product.description) for one in words_of(text)}
    assert set(why.words) <= typed


def test_a_model_is_kept_until_its_lists_change(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    references = replace(NO_REFERENCES, device_decisions=decisions(), device_classes=CLASSES)
    assert place_model(ROOT, home, references, tmp_path / "one")
    (first,) = (home.models / "device_class").iterdir()
    made = (first / "arrays.npz").stat().st_mtime_ns
    assert place_model(ROOT, home, references, tmp_path / "two")
    assert (first / "arrays.npz").stat().st_mtime_ns == made
    assert place_model(ROOT, home, replace(references, device_decisions=decisions(18)), tmp_path / "three")
    (second,) = (home.models / "device_class").iterdir()
    assert second != first
    assert (tmp_path / "one" / "models" / "device_class" / "known.json").is_file()


def test_few_decisions_give_no_model(tmp_path: Path) -> None:
    references = replace(NO_REFERENCES, device_decisions=decisions(3))
    assert not place_model(ROOT, Home(tmp_path / "home"), references, tmp_path / "release")
    with pytest.raises(NoModel, match="nmpa_device_decisions"):
        Adviser.of(Release("v1", tmp_path / "release"))


def test_runs_and_their_weights() -> None:
    assert runs("abc") == ["a", "b", "c", "ab", "bc", "abc"]
    grams = Grams.learned(["ab", "ac", "ad"], least_texts=2)
    assert list(grams.vocabulary) == ["a"]
    rows = Grams.learned(["ab", "ac"]).of(["ab", "zz"]).toarray()
    assert (rows**2).sum(axis=1) == pytest.approx([1.0, 0.0])


def test_declared_groups_and_cues_are_sound() -> None:
    knowledge = load_device_knowledge(ROOT)
    for codes in ([one.code for one in knowledge.groups], [one.code for one in knowledge.cues]):
        assert len(codes) == len(set(codes))
    assert all(group.words for group in knowledge.groups)


def test_files_keep_their_columns(tmp_path: Path) -> None:
    given = tmp_path / "a.csv"
    given.write_bytes("名称,描述,备注\n锤,叩诊,\n,,\n灯,照明\n".encode("gb18030"))
    sheet = read_sheet(given)
    assert (sheet.column("名称"), sheet.column("备注")) == (("锤", "", "灯"), ("", "", ""))
    for name in ("b.csv", "b.xlsx"):
        write_sheet(tmp_path / name, sheet.header, sheet.rows)
        assert read_sheet(tmp_path / name).rows == sheet.rows
    with pytest.raises(ProductsColumnAbsent):
        sheet.column("产品")
    with pytest.raises(OutUnknown):
        write_sheet(tmp_path / "b.pdf", sheet.header, sheet.rows)
