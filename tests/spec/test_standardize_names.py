"""Names taken apart: region, proper name, trade, legal form, branch and parent; and keys by which they compare."""

from typing import Any

from spec.drawing import TODAY, raw_register
from wutong.catalog.catalog import Catalog
from wutong.warehouse.standardize import registration

# name: region | proper name | trade | legal form
PARTS = {
    "杭州康霖生物科技有限公司": "杭州|康霖|生物科技|limited",
    "杭州市康霖生物科技有限责任公司": "杭州市|康霖|生物科技|limited",
    "浙江省杭州市余杭区康霖医药股份有限公司": "浙江省杭州市余杭区|康霖|医药|joint_stock",
    "宁波市鄞州远岚贸易有限公司": "宁波市鄞州|远岚|贸易|limited",
    "海宁云栖鞋业有限公司": "海宁|云栖|鞋业|limited",
    "康霖医疗器械(上海)有限公司": "上海|康霖|医疗器械|limited",
    "康霖（中国）投资有限公司": "中国|康霖|投资|limited",
    "康霖控股集团有限公司": "-|康霖|-|limited",
    "杭州康霖（集团）有限公司": "杭州|康霖|-|limited",
    "云栖药业集团股份有限公司": "-|云栖|药业|joint_stock",
    "四川省成都市武侯区青禾大药房": "四川省成都市武侯区|青禾|-|shop",
    "广州市白云区远岚皮具厂": "广州市白云区|远岚|皮具|factory",
    "深圳市云栖创业投资合伙企业（有限合伙）": "深圳市|云栖|创业投资|limited_partnership",
    "武汉青禾会计师事务所（特殊普通合伙）": "武汉|青禾会计师|-|special_general_partnership",
    "余姚市泗门镇远岚塑料厂（普通合伙）": "余姚市泗门镇|远岚|塑料|general_partnership",
    "凤阳县青禾果蔬专业合作社": "凤阳县|青禾|果蔬|cooperative",
    "苏州工业园区远岚精密机械有限公司": "苏州工业园区|远岚|精密机械|limited",
    "延边朝鲜族自治州青禾参茸有限公司": "延边朝鲜族自治州|青禾|参茸|limited",
    "余杭市云栖丝绸厂": "余杭市|云栖|丝绸|factory",
    "上海金山化工有限公司": "上海|金山|化工|limited",
    "云栖科技有限公司": "-|云栖|科技|limited",
    "KANGLIN BIOTECH CO., LTD.": "-|KANGLIN BIOTECH|-|limited",
    "Farwind Instruments Inc": "-|Farwind Instruments|-|joint_stock",
    "ＡＢＣ生物技术（杭州）有限公司": "杭州|ABC|生物技术|limited",
    "廣州遠嵐醫藥有限公司": "广州|远岚|医药|limited",
}


def rows_of(run: Any, catalog: Catalog, *rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Standard rows by name as written."""
    raw = raw_register(*rows)
    plan = registration.plan(raw, source=catalog.sources["cn_registrations"], catalog=catalog, today=TODAY)
    numbered = {row["row_number"]: row for row in run(plan.rows)}
    return {str(row["name_zh"]): numbered[number] for number, row in enumerate(rows, start=1)}


def test_parts_of_names(duckdb_run: Any, catalog: Catalog) -> None:
    found = rows_of(duckdb_run, catalog, *({"name_zh": name} for name in PARTS))
    parts = ("name_region", "proper_name", "trade", "legal_form")
    got = {name: "|".join(row[part] or "-" for part in parts) for name, row in found.items()}
    assert got == PARTS


# name: parent | branch mark; "-" where it is no branch
BRANCHES = {
    "杭州康霖药业有限公司南京分公司": "杭州康霖药业有限公司|南京分公司",
    "杭州康霖大药房有限公司文三路店": "杭州康霖大药房有限公司|文三路店",
    "杭州康霖药业有限公司（上海）办事处": "杭州康霖药业有限公司|(上海)办事处",
    "云栖实业公司第三门市部": "云栖实业公司|第三门市部",
    "桐乡市供销合作社梧桐门市部": "桐乡市供销合作社|梧桐门市部",
    "云栖机械总厂第二分厂": "云栖机械总厂|第二分厂",
    "中国云栖银行股份有限公司杭州城西支行": "中国云栖银行股份有限公司|杭州城西支行",
    "康霖石化有限公司江苏分公司新桥加油站": "康霖石化有限公司|江苏分公司新桥加油站",
    "青禾果蔬专业合作社溪口农资商店": "青禾果蔬专业合作社|溪口农资商店",
    "青禾果蔬专业合作社溪口分公司": "青禾果蔬专业合作社|溪口分公司",
    "云栖会计师事务所（特殊普通合伙）南京分所": "云栖会计师事务所(特殊普通合伙)|南京分所",
    "远岚投资中心（有限合伙）上海办事处": "远岚投资中心(有限合伙)|上海办事处",
    "青禾供销合作社联合社": "-",
    "青禾果蔬专业合作社（联营）": "-",
    "溪口供销合作社（第二名称：云栖集团溪口公司）": "-",
    "杭州康霖药业有限公司（原名：云栖药业公司）": "-",
    "杭州康霖药业有限公司（原康霖药业（集团）公司一厂）": "-",
    "杭州康霖药业有限公司": "-",
    "杭州康霖药业有限公司（外商独资）": "-",
    "浙江康霖公司云栖药业有限公司": "-",
    "杭州康霖机械厂有限公司": "-",
    "青禾小吃店": "-",
    "青禾经营部": "-",
}


def test_branches_and_their_parents(duckdb_run: Any, catalog: Catalog) -> None:
    found = rows_of(duckdb_run, catalog, *({"name_zh": name} for name in BRANCHES))
    got = {
        name: f"{row['parent_name']}|{row['branch_mark']}" if row["is_branch"] else "-" for name, row in found.items()
    }
    assert got == BRANCHES


def test_a_branch_has_its_parents_name_parts(duckdb_run: Any, catalog: Catalog) -> None:
    (row,) = rows_of(duckdb_run, catalog, {"name_zh": "杭州康霖药业有限公司南京分公司"}).values()
    assert (row["name_region"], row["proper_name"], row["trade"]) == ("杭州", "康霖", "药业")


def test_keys_forgive_how_a_name_is_written(duckdb_run: Any, catalog: Catalog) -> None:
    spellings = [
        "康霖医药（上海）有限公司",
        "康霖医药(上海)有限公司",
        "康霖医药上海有限公司",
        " 康霖 医药（上海）有限公司 ",
        "康霖醫藥（上海）有限公司",
        "康霖医药【上海】有限公司",
    ]
    found = rows_of(duckdb_run, catalog, *({"name_zh": name} for name in spellings))
    assert {row["name_key"] for row in found.values()} == {"康霖医药上海有限公司"}
    assert found[" 康霖 医药（上海）有限公司 "]["name_zh"] == "康霖 医药（上海）有限公司"
    latin = rows_of(
        duckdb_run, catalog, {"name_zh": "Ｋａｎｇｌｉｎ・Bio Co., Ltd."}, {"name_zh": "KANGLIN BIO CO LTD"}
    )
    assert {row["name_key"] for row in latin.values()} == {"KANGLINBIOCOLTD"}


def test_the_key_of_a_parent_is_the_key_of_its_name(duckdb_run: Any, catalog: Catalog) -> None:
    parent, branch = "康霖医药（上海）有限公司", "康霖医药(上海)有限公司杭州分公司"
    found = rows_of(duckdb_run, catalog, {"name_zh": parent}, {"name_zh": branch})
    assert found[branch]["parent_key"] == found[parent]["name_key"]
