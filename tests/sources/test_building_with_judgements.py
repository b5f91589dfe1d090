"""A build that is given judgements: they rule the ties, in a build from nothing and in one upon another alike."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Built, Request, build
from wutong.warehouse.publish.reading import Reading

pytestmark = pytest.mark.slow
HEADER = (
    *("企业名称", "统一社会信用代码", "注册日期", "企业类型", "法人代表"),
    *("注册资金", "经营范围", "所在省份", "地区", "注册地址"),
)
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TIES = "SELECT * FROM name_ties ORDER BY name"


def coded(number: int) -> str:
    """An invented credit code that passes its check."""
    base = f"91330100MA2{number:06d}"
    total = sum(LETTERS.index(letter) * (3**place % 31) for place, letter in enumerate(base))
    return base + LETTERS[-total % 31]


def firm(name: str, city: str, code: str = "", day: str = "2018-05-01") -> list[str]:
    return [name, code, day, "有限责任公司", "", "100万人民币", "生物技术研发", "浙江省", city, ""]


FIRMS = [
    firm("杭州虚霖生物科技有限公司", "杭州市", coded(1)),
    firm("宁波虚霖生物科技有限公司", "宁波市", coded(2)),
    firm("杭州岚构药业有限公司", "杭州市", coded(3)),
    firm("嘉兴澜穹医药有限公司", "嘉兴市"),
]


class Drawn:
    """Files of sources in a folder."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder
        self.catalog = catalog

    def register(self, *firms: Sequence[str], name: str = "2018") -> None:
        with (self.folder / f"{name}.register.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *firms])

    def rounds(self, *companies: str) -> None:
        with (self.folder / "rounds.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["日期", "公司", "轮次", "金额"])
            writer.writerows(
                [f"2019-01-{day:02d}", company, "A轮", "1亿人民币"] for day, company in enumerate(companies, 1)
            )

    def judged(self, *told: Mapping[str, object]) -> None:
        lines = [json.dumps(one, ensure_ascii=False) for one in told]
        (self.folder / "feedback.jsonl").write_text("\n".join(lines) + "\n", "utf-8")

    def build(self, home: str) -> Built:
        named = {
            "cn_registrations": "*.register.csv",
            "financing_events": "rounds.csv",
            "portal_feedback": "feedback.jsonl",
        }
        globs = {source: (str(self.folder / glob),) for source, glob in named.items() if list(self.folder.glob(glob))}
        return build(Request(home=Home(self.folder / home), catalog=self.catalog, globs=globs))


def judgement(number: int, name: str, enterprise_id: str, verdict: str, **told: object) -> dict[str, object]:
    usual = {"kind": "name_enterprise", "judged_by": "17", "role": "G2", "why": "看过官网", "supersedes": None}
    pair = {"judgement_id": f"j{number}", "name": name, "enterprise_id": enterprise_id, "verdict": verdict}
    return {**usual, **pair, "judged_at": f"2026-03-{number:02d}T08:00:00Z", **told}


def asked(built: Built, sql: str) -> list[tuple[object, ...]]:
    with Reading(built.release) as reading:
        return list(reading.query(sql).rows)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def drawn(tmp_path: Path, catalog: Catalog) -> Drawn:
    made = Drawn(tmp_path, catalog)
    made.register(*FIRMS)
    made.rounds("虚霖生物", "杭州岚构药业有限公司", "澜穹")
    return made


def test_judgements_rule_a_build_from_nothing_as_one_upon_another(drawn: Drawn) -> None:
    before = {row[0]: row[1:] for row in asked(drawn.build("a"), "SELECT name, verdict, origin FROM name_ties")}
    assert before["杭州岚构药业有限公司"] == ("same", "matched")
    assert before["虚霖生物"][0] != "same"
    drawn.judged(
        judgement(2, "虚霖生物", f"cn-{coded(2)}", "same", supersedes="j1"),
        judgement(1, "虚霖生物", f"cn-{coded(1)}", "same"),
        judgement(3, "杭州岚构药业有限公司", f"cn-{coded(3)}", "different"),
        judgement(4, "澜穹", "cn-91330100MA2999999X", "same"),
    )
    upon, anew = drawn.build("a"), drawn.build("b")
    ties = asked(upon, TIES)
    assert ties == asked(anew, TIES)
    told = asked(upon, "SELECT name, verdict, enterprise_id, origin, judgement_id FROM name_ties ORDER BY name")
    assert told[:1] + told[2:] == [
        ("杭州岚构药业有限公司", "none", None, "judged", "j3"),
        ("虚霖生物", "same", f"cn-{coded(2)}", "judged", "j2"),
    ]
    assert asked(upon, "SELECT name, records, tables FROM name_ties WHERE name = '虚霖生物'") == [
        ("虚霖生物", 1, ["financing_rounds"])
    ]
    assert asked(upon, "SELECT name, enterprise_id FROM financing_enterprises") == [("虚霖生物", f"cn-{coded(2)}")]
    assert asked(upon, "SELECT judgement_id, is_current FROM judgements ORDER BY 1") == [
        ("j1", False),
        ("j2", True),
        ("j3", True),
    ]
    (source,) = [one for one in upon.release.manifest.sources if one.source_id == "portal_feedback"]
    assert (source.rows_read, source.rows_used, source.rows_held_back) == (4, 3, 1)
    assert asked(upon, "SELECT reason, is_held_back FROM issues WHERE source_id = 'portal_feedback'") == [
        ("enterprise_id.unknown", True)
    ]


def test_candidates_show_what_was_judged(drawn: Drawn) -> None:
    drawn.judged(judgement(1, "虚霖生物", f"cn-{coded(1)}", "different"))
    rows = asked(
        drawn.build("a"), "SELECT enterprise_id, judged FROM tie_candidates WHERE name = '虚霖生物' ORDER BY rank"
    )
    assert rows == [(f"cn-{coded(2)}", None), (f"cn-{coded(1)}", "different")]


def test_a_judgement_follows_an_enterprise_that_is_given_a_credit_code(drawn: Drawn) -> None:
    ((old,),) = asked(drawn.build("a"), "SELECT enterprise_id FROM enterprises WHERE credit_code IS NULL")
    drawn.judged(judgement(1, "澜穹", str(old), "same"))
    assert asked(drawn.build("a"), "SELECT enterprise_id FROM financing_enterprises WHERE name = '澜穹'") == [(old,)]
    drawn.register(firm("嘉兴澜穹医药有限公司", "嘉兴市", coded(4)), name="2019")
    built = drawn.build("a")
    assert asked(built, "SELECT enterprise_id FROM financing_enterprises WHERE name = '澜穹'") == [(f"cn-{coded(4)}",)]
    assert asked(built, "SELECT judged_enterprise_id, enterprise_id FROM judgements") == [(old, f"cn-{coded(4)}")]
    assert asked(built, "SELECT reason FROM issues WHERE source_id = 'portal_feedback'") == [("enterprise_id.moved",)]
    # Without the row that once gave the old id nothing leads from it, and that is said.
    drawn.register(*FIRMS[:3])
    built = drawn.build("a")
    assert asked(built, "SELECT reason FROM issues WHERE source_id = 'portal_feedback'") == [("enterprise_id.unknown",)]


def test_an_organisation_code_leads_to_the_credit_code_that_holds_it(drawn: Drawn) -> None:
    drawn.judged(judgement(1, "澜穹", f"cn-oc-{coded(3)[8:17]}", "same"))
    built = drawn.build("a")
    assert asked(built, "SELECT enterprise_id FROM financing_enterprises WHERE name = '澜穹'") == [(f"cn-{coded(3)}",)]
