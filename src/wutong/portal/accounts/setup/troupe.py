"""The cast of the demo as data: one person for each role, and the organisations in which they hold it. All invented."""

from dataclasses import dataclass

from wutong.portal.accounts.roles import Kind, Role


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of the demo."""

    kind: Kind
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of the demo: how they sign in, what they are called, what they are, and where."""

    username: str
    name: str
    roles: tuple[Role, ...]
    place: str


# The enterprise takes the name and the code of one that the demo's release holds.
PLACES = {
    "enterprise": Place(Kind.ENTERPRISE, "江畔生物医药有限公司", "Riverside Biomedical Co., Ltd."),
    "platform": Place(Kind.PLATFORM, "梧桐运营中心", "Wutong Operations"),
    "window": Place(Kind.DEPARTMENT, "江畔区政务服务中心", "Riverside Government Service Centre"),
    "regulator": Place(Kind.DEPARTMENT, "江畔区药品监督科", "Riverside Drug Regulation Section"),
    "chain_office": Place(Kind.DEPARTMENT, "江畔区产业链办公室", "Riverside Chain Office"),
    "park": Place(Kind.DEPARTMENT, "江畔医药港招商局", "Riverside Medical Port Promotion Office"),
    "customs": Place(Kind.DEPARTMENT, "江畔海关", "Riverside Customs"),
    "lab": Place(Kind.PROVIDER, "江畔公共检测平台", "Riverside Public Testing Platform"),
    "hospital": Place(Kind.HOSPITAL, "江畔医院", "Riverside Hospital"),
    "university": Place(Kind.UNIVERSITY, "江畔大学", "Riverside University"),
    "supplier": Place(Kind.SUPPLIER, "澄江试剂供应社", "Clearwater Reagents"),
    "investor": Place(Kind.INVESTOR, "栖枝创投", "Perch Ventures"),
    "alliance": Place(Kind.ALLIANCE, "江畔生物医药联盟", "Riverside Biomedical Alliance"),
}

_LEADS = Role.ORGANISATION_ADMINISTRATOR
PLAYERS = (
    Player("user", "李梅", (Role.ENTERPRISE_USER,), "enterprise"),
    Player("manager", "王强", (_LEADS,), "enterprise"),
    Player("clerk", "陈静", (Role.WINDOW_CLERK,), "window"),
    Player("reviewer", "刘洋", (Role.DEPARTMENT_REVIEWER,), "regulator"),
    Player("expert", "赵敏", (Role.EXPERT,), "university"),
    Player("lab", "孙磊", (Role.PROVIDER, _LEADS), "lab"),
    Player("hospital", "周岚", (Role.CLINICAL_SITE, _LEADS), "hospital"),
    Player("doctor", "吴桐", (Role.TALENT,), "university"),
    Player("university", "郑华", (Role.UNIVERSITY, _LEADS), "university"),
    Player("supplier", "冯立", (Role.SUPPLIER, _LEADS), "supplier"),
    Player("investor", "褚云", (Role.INVESTOR, _LEADS), "investor"),
    Player("analyst", "卫东", (Role.CHAIN_ANALYST,), "chain_office"),
    Player("promotion", "蒋欣", (Role.INVESTMENT_PROMOTER,), "park"),
    Player("leader", "沈毅", (Role.LEADER,), "chain_office"),
    Player("alliance", "韩雪", (Role.ALLIANCE_SECRETARY, _LEADS), "alliance"),
    Player("customs", "杨帆", (Role.CUSTOMS,), "customs"),
    Player("steward", "朱宁", (Role.DATA_STEWARD,), "platform"),
    Player("admin", "秦岭", (Role.ADMINISTRATOR,), "platform"),
)
