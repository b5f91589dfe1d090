"""The eighteen roles: who somebody is in an organisation, and what that allows. Code, so that a change is reviewed.

A role is held in one organisation through a membership. Its permissions hold there, or everywhere where the role's
reach says so. Nothing else gives a permission.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.permissions import Permission as P


class Kind(StrEnum):
    """What an organisation is. A code, never a label."""

    ENTERPRISE = "enterprise"
    DEPARTMENT = "department"
    PROVIDER = "provider"
    HOSPITAL = "hospital"
    UNIVERSITY = "university"
    INVESTOR = "investor"
    SUPPLIER = "supplier"
    ALLIANCE = "alliance"
    PLATFORM = "platform"

    @property
    def text(self) -> Text:
        """Its name."""
        return _KINDS[self]


_KINDS = {
    Kind.ENTERPRISE: Text(zh="企业", en="Enterprise"),
    Kind.DEPARTMENT: Text(zh="政府部门", en="Government department"),
    Kind.PROVIDER: Text(zh="平台与服务机构", en="Platform or service provider"),
    Kind.HOSPITAL: Text(zh="医院", en="Hospital"),
    Kind.UNIVERSITY: Text(zh="高校与科研院所", en="University or institute"),
    Kind.INVESTOR: Text(zh="投资机构", en="Investor"),
    Kind.SUPPLIER: Text(zh="供应商", en="Supplier"),
    Kind.ALLIANCE: Text(zh="联盟", en="Alliance"),
    Kind.PLATFORM: Text(zh="平台运营方", en="Operator of this platform"),
}


class Reach(Enum):
    """Where a role's permissions hold."""

    OWN = "own"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role: its wordings, where it can be held, how far it reaches, what it allows."""

    code: str
    name: Text
    description: Text
    held_in: frozenset[Kind]
    permissions: frozenset[P]
    reach: Reach = Reach.OWN


def _card(
    code: str, name: tuple[str, str], description: tuple[str, str], held_in: set[Kind], allows: set[P], reach: Reach
) -> RoleCard:
    return RoleCard(code, Text(*name), Text(*description), frozenset(held_in), frozenset(allows), reach)


_USES = {
    P.CASE_APPLY,
    P.CASE_TRACK,
    P.VOICE_SEE,
    P.BOOKING_MAKE,
    P.POOL_JOIN,
    P.TRIAL_SEEK,
    P.DATA_CORRECT,
    P.MEMBERS_SEE,
    P.FILE_KEEP,
    P.MATERIAL_SEE,
    P.PLACEMENT_SEE,
}
_GOVERNS = {P.ALERT_HANDLE, P.ROLES_SEE}
_KEEPS_MEMBERS = {P.MEMBERS_SEE, P.MEMBERS_MANAGE, P.ORGANISATION_EDIT, P.ROLES_SEE}
_OWN, _EVERYWHERE = Reach.OWN, Reach.EVERYWHERE


class Role(Enum):
    """The roles of the platform, R1 to R18."""

    ENTERPRISE_USER = _card(
        "R1",
        ("企业用户", "Enterprise user"),
        ("查找、申请、跟踪、更正、预约、集采", "Finds, applies, tracks, corrects, books and pools"),
        {Kind.ENTERPRISE},
        _USES,
        _OWN,
    )
    ORGANISATION_ADMINISTRATOR = _card(
        "R2",
        ("单位管理员", "Organisation administrator"),
        (
            "管理本单位的成员与资料；在企业还可认领档案并确认协议",
            "Keeps the organisation's members and details; in an enterprise also claims its portrait and confirms "
            "agreements",
        ),
        set(Kind) - {Kind.PLATFORM},
        _USES | _KEEPS_MEMBERS | {P.ENTERPRISE_CLAIM, P.AGREEMENT_SIGN, P.MATERIAL_MANAGE},
        _OWN,
    )
    WINDOW_CLERK = _card(
        "R3",
        ("窗口人员", "Window clerk"),
        ("收件、核对、预约、代办", "Takes in, checks, keeps appointments and applies on behalf"),
        {Kind.DEPARTMENT, Kind.PLATFORM},
        {
            P.CASE_WORK,
            P.VOICE_SEE,
            P.CASE_TAKE_IN,
            P.CASE_ON_BEHALF,
            P.APPOINTMENT_KEEP,
            P.MEMBERS_SEE,
            P.ROLES_SEE,
            P.FILE_KEEP,
        },
        _OWN,
    )
    DEPARTMENT_REVIEWER = _card(
        "R4",
        ("部门审查员", "Department reviewer"),
        ("审查、联审意见、决定", "Reviews, gives joint opinions and decides"),
        {Kind.DEPARTMENT},
        {
            P.CASE_WORK,
            P.VOICE_SEE,
            P.CASE_REVIEW,
            P.OPINION_GIVE,
            P.CASE_DECIDE,
            P.PLACEMENT_SEE,
            P.MEMBERS_SEE,
            P.ROLES_SEE,
            P.FILE_KEEP,
            P.MATERIAL_SEE,
            P.MATERIAL_SUPERVISE,
        },
        _OWN,
    )
    EXPERT = _card(
        "R5",
        ("专家", "Expert"),
        ("申报利益冲突后评审", "Evaluates after declaring conflicts of interest"),
        {Kind.UNIVERSITY, Kind.HOSPITAL, Kind.PROVIDER, Kind.ALLIANCE, Kind.PLATFORM},
        {P.CASE_WORK, P.VOICE_SEE, P.EXPERT_EVALUATE},
        _OWN,
    )
    PROVIDER = _card(
        "R6",
        ("平台与实验室人员", "Platform or laboratory provider"),
        ("发布资源、接受预约、交付结果", "Offers resources, accepts bookings and delivers results"),
        {Kind.PROVIDER, Kind.UNIVERSITY},
        {
            P.BOOKING_OFFER,
            P.BOOKING_ACCEPT,
            P.PLACEMENT_SEE,
            P.CASE_WORK,
            P.VOICE_SEE,
            P.CASE_HANDLE,
            P.MEMBERS_SEE,
            P.FILE_KEEP,
            P.MATERIAL_SEE,
        },
        _OWN,
    )
    CLINICAL_SITE = _card(
        "R7",
        ("医院临床试验机构与研究者", "Hospital GCP office or investigator"),
        ("发布能力、答复请求、开展试验", "Offers capacity, answers requests and runs trials"),
        {Kind.HOSPITAL},
        {P.TRIAL_OFFER, P.TRIAL_ANSWER, P.CASE_WORK, P.VOICE_SEE, P.CASE_HANDLE, P.MEMBERS_SEE, P.FILE_KEEP},
        _OWN,
    )
    TALENT = _card(
        "R8",
        ("博士与人才", "Doctor or talent"),
        ("维护简历、确认协议、填写日志", "Keeps a profile, confirms agreements and keeps logs"),
        {Kind.UNIVERSITY, Kind.ENTERPRISE, Kind.HOSPITAL},
        {P.TALENT_PROFILE, P.TALENT_LOG, P.AGREEMENT_SIGN, P.PLACEMENT_SEE},
        _OWN,
    )
    UNIVERSITY = _card(
        "R9",
        ("高校人员", "University officer"),
        ("发布成果、确认入企协议", "Offers research results and confirms agreements"),
        {Kind.UNIVERSITY},
        {
            P.RESEARCH_OFFER,
            P.AGREEMENT_SIGN,
            P.PLACEMENT_SEE,
            P.CASE_WORK,
            P.VOICE_SEE,
            P.CASE_HANDLE,
            P.MEMBERS_SEE,
            P.FILE_KEEP,
            P.MATERIAL_SEE,
        },
        _OWN,
    )
    SUPPLIER = _card(
        "R10",
        ("供应商", "Supplier"),
        ("报价与交付", "Quotes and delivers"),
        {Kind.SUPPLIER},
        {P.POOL_QUOTE, P.POOL_DELIVER, P.CASE_WORK, P.VOICE_SEE, P.CASE_HANDLE, P.MEMBERS_SEE, P.FILE_KEEP},
        _OWN,
    )
    INVESTOR = _card(
        "R11",
        ("投资机构与股权板块", "Investor or equity board"),
        ("维护培育分层、登记交易", "Keeps the layers of listing candidates and records deals"),
        {Kind.INVESTOR},
        {P.LAYER_KEEP, P.DEAL_RECORD, P.CASE_WORK, P.VOICE_SEE, P.CASE_HANDLE, P.MEMBERS_SEE, P.FILE_KEEP},
        _OWN,
    )
    CHAIN_ANALYST = _card(
        "R12",
        ("链办分析员", "Chain office analyst"),
        ("图谱、缺环、预警与主体判断", "Maps, gaps, alerts and judgements of identity"),
        {Kind.DEPARTMENT, Kind.PLATFORM},
        _GOVERNS | {P.VOICE_SEE, P.GAP_KEEP, P.DATA_CORRECT, P.DATA_JUDGE},
        _EVERYWHERE,
    )
    INVESTMENT_PROMOTER = _card(
        "R13",
        ("园区与招商人员", "Park or investment promotion officer"),
        ("招引清单与项目", "Target lists and projects"),
        {Kind.DEPARTMENT, Kind.PLATFORM},
        _GOVERNS | {P.PROJECT_KEEP, P.PLACEMENT_SEE, P.CASE_WORK, P.VOICE_SEE, P.CASE_HANDLE},
        _EVERYWHERE,
    )
    LEADER = _card(
        "R14",
        ("领导", "Leader"),
        ("驾驶舱与目标督办", "Cockpit and targets"),
        {Kind.DEPARTMENT, Kind.PLATFORM},
        _GOVERNS | {P.TARGET_SET, P.PLACEMENT_SEE, P.CASE_WORK, P.VOICE_SEE, P.CASE_OVERSEE},
        _EVERYWHERE,
    )
    ALLIANCE_SECRETARY = _card(
        "R15",
        ("联盟秘书处与成员", "Alliance secretariat or member"),
        ("活动与工作线", "Events and workstreams"),
        {Kind.ALLIANCE},
        {
            P.ALLIANCE_KEEP,
            P.PLACEMENT_SEE,
            P.EVENT_KEEP,
            P.CASE_WORK,
            P.VOICE_SEE,
            P.CASE_HANDLE,
            P.MEMBERS_SEE,
            P.FILE_KEEP,
        },
        _OWN,
    )
    CUSTOMS = _card(
        "R16",
        ("海关与联合机制成员", "Customs or member of the joint mechanism"),
        ("评估、放行、监管", "Assesses, releases and supervises"),
        {Kind.DEPARTMENT},
        {
            P.RISK_ASSESS,
            P.GOODS_RELEASE,
            P.OPINION_GIVE,
            P.CASE_WORK,
            P.VOICE_SEE,
            P.CASE_HANDLE,
            P.ROLES_SEE,
            P.FILE_KEEP,
        },
        _EVERYWHERE,
    )
    DATA_STEWARD = _card(
        "R17",
        ("数据管理员", "Data steward"),
        ("数据质量、口径定义与主体判断", "Data quality, definitions and judgements of identity"),
        {Kind.DEPARTMENT, Kind.PLATFORM},
        {P.DATA_JUDGE, P.QUALITY_KEEP, P.DEFINITION_KEEP, P.DATA_CORRECT, P.ROLES_SEE},
        _EVERYWHERE,
    )
    ADMINISTRATOR = _card(
        "R18",
        ("审计与系统管理员", "Auditor and administrator"),
        ("人员、单位、权限与操作记录", "People, organisations, access and the record of what was done"),
        {Kind.PLATFORM},
        _KEEPS_MEMBERS | {P.ORGANISATION_CREATE, P.PEOPLE_SUSPEND, P.AUDIT_READ},
        _EVERYWHERE,
    )

    @property
    def code(self) -> str:
        """R1 to R18."""
        return self.value.code

    @property
    def name_text(self) -> Text:
        """Its name in both languages."""
        return self.value.name

    @property
    def description(self) -> Text:
        """What its holder does."""
        return self.value.description

    @property
    def permissions(self) -> frozenset[P]:
        """What it allows."""
        return self.value.permissions

    @property
    def reach(self) -> Reach:
        """Where that holds."""
        return self.value.reach

    def can_be_held_in(self, kind: str) -> bool:
        """True where an organisation of `kind` may give it."""
        return kind in self.value.held_in


BY_CODE = {role.code: role for role in Role}


def roles_of(kind: str) -> list[Role]:
    """The roles that an organisation of `kind` may give, in their order."""
    return [role for role in Role if role.can_be_held_in(kind)]


def administrator_of(kind: str) -> Role:
    """The role that keeps the members of an organisation of `kind`; there may be several holders."""
    return Role.ADMINISTRATOR if kind == Kind.PLATFORM else Role.ORGANISATION_ADMINISTRATOR
