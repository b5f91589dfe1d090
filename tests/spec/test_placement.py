"""Placement of invented enterprises: what a name and a scope come to, and what holds for all of them."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spec.placement_drawing import place
from wutong.catalog.catalog import load_catalog
from wutong.catalog.chain import Chain
from wutong.engine.engine import Engine
from wutong.engine.opening import open_engine

# name, scope, tier, segment ("none" = no row)
DRAWN = [
    ("杭州样例制药有限公司", "片剂、硬胶囊剂、颗粒剂的生产；货物进出口", "core", "chemical_drug"),
    ("杭州样例制药有限公司", "原料药、小容量注射剂的生产。", "core", "chemical_drug"),
    ("亳州样例中药饮片有限公司", "中药饮片生产、销售；农副产品购销。", "core", "tcm"),
    ("昆明样例生物科技有限公司", "单克隆抗体药物的研发、生产。", "core", "biologic"),
    ("天津样例细胞工程有限公司", "干细胞存储；细胞技术研发。", "core", "cell_gene_therapy"),
    ("深圳样例医疗科技有限公司", "二类医疗器械的研发、生产与销售", "core", "device"),
    ("石家庄样例义齿有限公司", "定制式义齿加工", "core", "device"),
    ("广州样例诊断技术有限公司", "研发、生产、销售：体外诊断试剂。", "core", "ivd"),
    ("济南样例机械有限公司", "制药机械制造；食品机械销售", "core", "equipment"),
    ("成都样例药用包装有限公司", "药用铝箔、药用玻璃瓶制造", "core", "api_excipient"),
    ("海口样例医药科技有限公司", "医药科技领域内的技术开发、技术咨询、技术服务", "core", "research_service"),
    ("北京样例生物技术有限公司", "临床前研究；药物安全性评价", "core", "research_service"),
    ("青岛样例医药有限公司", "药品批发；新药研发", "related", "distribution"),
    ("拉萨样例大药房有限公司", "中成药、化学药制剂零售；保健食品零售", "related", "distribution"),
    ("贵阳样例商贸有限公司", "第一类医疗器械、第二类医疗器械批发、零售", "related", "distribution"),
    ("长沙样例贸易有限公司", "Ⅱ类：注射穿刺器械、医用卫生材料及敷料", "related", "distribution"),
    ("某县样例村卫生室", "内科、儿科", "related", "care"),
    ("文山样例中药材种植专业合作社", "中药材种植、销售", "related", "tcm"),
    ("亳州样例药业有限公司", "中药材购销；农副产品购销", "related", "distribution"),
    ("西安样例医疗软件有限公司", "医疗软件、医院信息系统的开发", "related", "digital_health"),
    ("厦门样例保健食品有限公司", "生产：保健食品", "related", "wellness"),
    ("某某药业有限公司样例办事处", "联络业务。", "related", "distribution"),
    ("武汉样例超市有限公司", "预包装食品、百货、一类医疗器械、服装销售", "peripheral", "distribution"),
    ("宁波样例化工有限公司", "化工产品、医药中间体销售", "peripheral", "api_excipient"),
    ("上海样例生物科技有限公司", "生物科技领域内的技术开发、技术咨询", "peripheral", "research_service"),
    ("兰州样例投资有限公司", "对工业、商业、医疗、教育的投资", "peripheral", "care"),
    ("沈阳样例贸易有限公司", "化工产品（不含药品、医疗器械）销售", "none", "-"),
    ("沈阳样例贸易有限公司", "百货销售，除医疗器械外", "none", "-"),
    ("沈阳样例化工有限公司", "第二类非药品类易制毒化学品生产、销售", "none", "-"),
    ("沈阳样例化工有限公司", "非药品类易制毒化学品经营；非医药类原料研发", "none", "-"),
    ("沈阳样例药店有限公司", "非药品类日用品、处方药与非处方药零售", "related", "distribution"),
    ("沈阳样例贸易有限公司", "日用品、药品除外", "none", "-"),
    ("郑州样例动物药业有限公司", "兽药、兽用生物制品的生产、销售", "none", "-"),
    ("合肥样例生物科技有限公司", "饲料添加剂生产、销售；生物技术研发", "none", "-"),
    ("南昌样例农资有限公司", "农药、生物有机肥销售", "none", "-"),
    ("太原样例保险有限公司", "人寿保险、健康保险、医疗保险", "none", "-"),
    ("福州样例建材有限公司", "建筑材料销售", "none", "-"),
    ("青海样例藏医药开发有限公司", "藏成药、藏药饮片的研发、生产", "core", "tcm"),
    ("新疆样例维吾尔药业有限责任公司", "维吾尔药制剂生产", "core", "tcm"),
    ("云南样例三七产业有限公司", "三七种植、加工、销售", "related", "tcm"),
    ("长白县样例鹿业有限公司", "梅花鹿养殖、鹿茸销售", "related", "tcm"),
    ("德庆县样例巴戟天种植专业合作社", "巴戟天种植、销售", "related", "tcm"),
    ("临海样例农作物专业合作社", "蔬菜、水果、粮食、中药材、花卉种植、销售", "peripheral", "tcm"),
    ("西宁样例虫草有限公司", "冬虫夏草收购、销售", "related", "distribution"),
    ("重庆样例化学有限公司", "盐酸利多卡因、缬沙坦制造", "core", "api_excipient"),
    ("湖北样例药用包装有限公司", "塑料制品、五金件制造", "core", "api_excipient"),
    ("广州样例塑料制品有限公司", "离心管、培养皿、酶标板的生产、销售", "core", "reagent_consumable"),
    ("武汉样例生物科技有限公司", "科研用抗体、重组蛋白试剂的研发、生产", "core", "reagent_consumable"),
    ("深圳样例科技有限公司", "医学影像软件的开发、销售", "related", "digital_health"),
    ("无锡样例医用仪表厂有限公司", "手术室、急救室、诊疗室设备及器具的制造、加工", "core", "device"),
    ("太仓样例科技有限公司", "软件开发；生物医药、医疗器械研究开发、咨询", "core", "research_service"),
    ("北京样例医疗美容诊所有限公司", "医疗美容科、美容皮肤科", "related", "wellness"),
    ("成都样例生物科技有限公司", "硬胶囊、颗粒剂、片剂类保健食品生产、销售", "related", "wellness"),
    ("广东样例粘合剂有限公司", "粘合剂、混合剂的生产、销售", "none", "-"),
    ("山东样例清洗剂有限公司", "清洗剂、洗涤剂制造", "none", "-"),
    ("福州样例家具有限公司", "日用品、药品柜销售", "none", "-"),
    ("郑州样例生物制品有限公司", "猪瘟活疫苗、口蹄疫灭活疫苗生产", "none", "-"),
    ("肇庆样例肥业有限公司", "含氨基酸水溶肥料生产", "none", "-"),
]


TIERS = ["none", "peripheral", "related", "core"]


@pytest.fixture(scope="module")
def chain() -> Chain:
    return load_catalog().chain


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_engine("duckdb", scratch=tmp_path_factory.mktemp("placement")) as opened:
        yield opened


def test_drawn_enterprises(engine: Engine, chain: Chain) -> None:
    placed = place(engine, chain, *((name, scope) for name, scope, _, _ in DRAWN))
    wrong = []
    for number, (name, scope, tier, segment) in enumerate(DRAWN, start=1):
        got = placed.get(number, {"tier": "none", "segment": "-"})
        if (got["tier"], got["segment"]) != (tier, segment):
            wrong.append((name, scope, (tier, segment), (got["tier"], got["segment"], got.get("rule"))))
    assert not wrong


def test_each_placement_explains_itself(engine: Engine, chain: Chain) -> None:
    placed = place(engine, chain, *((name, scope) for name, scope, _, _ in DRAWN))
    rules = {rule.rule for rule in chain.decisions}
    for number, row in placed.items():
        name, scope = DRAWN[number - 1][:2]
        assert row["rule"] in rules
        assert row["evidence"], name
        assert set(row["nodes"]) <= set(chain.nodes)
        assert row["segment"] not in row["further_segments"]
        for told in row["evidence"]:
            text = {"name_zh": name, "business_scope": scope}[told["field"]]
            assert text[told["at"] : told["at"] + len(told["word"])] == told["word"]


def test_the_counted_occurrence_is_the_one_marked(engine: Engine, chain: Chain) -> None:
    scope = "化工产品（不含药品）销售；药品批发。"
    placed = place(engine, chain, ("济南样例医药有限公司", scope))
    places = [told["at"] for told in placed[1]["evidence"] if told["field"] == "business_scope"]
    assert places == [scope.rindex("药品")]


def test_making_is_stronger_than_selling(engine: Engine, chain: Chain) -> None:
    sold = ("中山样例医疗器械有限公司", "医疗器械销售")
    made = ("中山样例医疗器械有限公司", "医疗器械生产、销售")
    placed = place(engine, chain, sold, made)
    assert (placed[1]["tier"], placed[2]["tier"]) == ("related", "core")
    assert {told["role"] for told in placed[2]["evidence"]} == {"name", "making"}


def test_an_action_reaches_over_a_list(engine: Engine, chain: Chain) -> None:
    before = ("中山样例医疗器械有限公司", "生产：医用敷料，一次性注射器，医用导管；货物进出口")
    after = ("中山样例医疗器械有限公司", "医用敷料，一次性注射器，医用导管的制造；货物进出口")
    for row in place(engine, chain, before, after).values():
        assert row["tier"] == "core"
        assert [told["role"] for told in row["evidence"] if told["field"] == "business_scope"] == ["making"] * 3


def test_herbs_bought_and_sold_are_also_tcm(engine: Engine, chain: Chain) -> None:
    assert place(engine, chain, ("亳州样例药业有限公司", "中药材购销"))[1]["further_segments"] == ["tcm"]


def test_odd_scopes_are_read(engine: Engine, chain: Chain) -> None:
    odd = [None, "", "药", "（", "）））", "不含", "除", "、" * 50, "医疗器械" * 400]
    assert set(place(engine, chain, *(("样例有限公司", scope) for scope in odd))) == {len(odd)}


def test_the_plan_gives_the_declared_columns(engine: Engine, chain: Chain) -> None:
    declared = load_catalog().tables["enrich__placement"].types
    row = place(engine, chain, ("样例制药有限公司", "片剂生产"))[1]
    assert list(row) == list(declared)


_WORDS = [
    "药品",
    "医疗器械",
    "中药材",
    "百货",
    "体外诊断试剂",
    "生产",
    "销售",
    "研发",
    "种植",
    "不含",
    "除",
    "外",
    "除外",
]
_MARKS = ["（", "）", "，", "；", "、", "。", "：", "的", "兽药", "经营范围", "许可经营项目：", "I类", "𠮷", "é", " "]
_PIECES = st.sampled_from([*_WORDS, *_MARKS])
_SCOPES = st.lists(_PIECES, max_size=14).map("".join)
_SLOW = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_SLOW
@given(scopes=st.lists(_SCOPES, min_size=20, max_size=30))
def test_evidence_stands_where_it_says(engine: Engine, chain: Chain, scopes: list[str]) -> None:
    for number, row in place(engine, chain, *(("样例医药科技有限公司", scope) for scope in scopes)).items():
        for told in row["evidence"]:
            text = scopes[number - 1] if told["field"] == "business_scope" else "样例医药科技有限公司"
            assert text[told["at"] : told["at"] + len(told["word"])] == told["word"]


@_SLOW
@given(
    drawn=st.lists(
        st.tuples(
            st.sampled_from([(name, scope) for name, scope, _, _ in DRAWN]),
            st.sampled_from(["药品", "医疗器械", "疫苗", "中药饮片", "体外诊断试剂", "抗体药物"]),
            st.sampled_from(["；化工产品（不含{}）销售", "；百货销售（除{}外）", "，不含{}", "；{}除外", "；除{}外"]),
        ),
        min_size=20,
        max_size=30,
    )
)
def test_a_negated_mention_never_raises_the_tier(
    engine: Engine, chain: Chain, drawn: list[tuple[tuple[str, str], str, str]]
) -> None:
    plain = [pair for pair, _, _ in drawn]
    negated = [(name, scope.rstrip("。；") + how.format(word)) for (name, scope), word, how in drawn]
    placed = place(engine, chain, *plain, *negated)
    for number in range(1, len(drawn) + 1):
        before = placed.get(number, {"tier": "none"})["tier"]
        after = placed.get(number + len(drawn), {"tier": "none"})["tier"]
        assert TIERS.index(after) <= TIERS.index(before), (plain[number - 1], negated[number - 1])


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.slow
def test_spark_places_as_duckdb_does(engine: Engine, chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> None:
    if find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("PySpark or Java is not installed: pip install 'wutong[spark]', and Java 17 or newer")
    drawn = [(name, scope) for name, scope, _, _ in DRAWN] + [("样例有限公司", None), ("样例有限公司", "（药品")]
    with open_engine("local[2]", scratch=tmp_path_factory.mktemp("spark")) as spark:
        assert place(spark, chain, *drawn) == place(engine, chain, *drawn)
