"""Everything that a person may be allowed to do, each described in both languages.

A permission is a code that never changes once released. It is given by a role (roles.py), never to a person. One that
no page asks for yet says which application of the catalogue waits for it.
"""

from dataclasses import dataclass
from enum import Enum

from wutong.kernel.bilingual import Text


@dataclass(frozen=True, slots=True)
class Described:
    """What a permission allows. `awaited_by` names the applications that will ask for it, where no page does yet."""

    code: str
    text: Text
    awaited_by: tuple[str, ...] = ()


def _allows(code: str, zh: str, en: str, *awaited_by: str) -> Described:
    return Described(code, Text(zh=zh, en=en), awaited_by)


class Permission(Enum):
    """One thing that may be allowed."""

    # People and organisations
    MEMBERS_SEE = _allows("members.see", "查看单位成员", "See the members of the organisation")
    MEMBERS_MANAGE = _allows("members.manage", "增减成员、改变角色、移交管理", "Add members, change roles, hand over")
    ORGANISATION_EDIT = _allows("organisation.edit", "修改单位资料", "Edit the organisation's details")
    ORGANISATION_CREATE = _allows("organisation.create", "登记新的单位", "Enter new organisations")
    PEOPLE_SUSPEND = _allows("people.suspend", "停用与恢复账号", "Suspend accounts and let them in again")
    ROLES_SEE = _allows("roles.see", "查看角色与权限", "See what each role may do")
    FILE_KEEP = _allows("file.keep", "上传、下载与清除本单位的文件", "Upload, read and erase the organisation's files")
    AUDIT_READ = _allows("audit.read", "查阅与导出操作记录", "Read and export the record of what was done")
    # Data
    ENTERPRISE_CLAIM = _allows("enterprise.claim", "认领企业档案", "Claim the enterprise's portrait", "A02")
    DATA_CORRECT = _allows("data.correct", "提出数据更正", "Propose corrections of data", "A02")
    DATA_JUDGE = _allows("data.judge", "判断两条记录是否同一主体", "Judge whether two records are the same")
    QUALITY_KEEP = _allows("quality.keep", "处理数据质量问题", "Handle issues of data quality", "P03")
    DEFINITION_KEEP = _allows("definition.keep", "维护指标与口径定义", "Keep definitions of indicators", "P03")
    # Services and cases
    CASE_APPLY = _allows("case.apply", "申请服务事项", "Apply for services", "A09")
    CASE_TRACK = _allows("case.track", "跟踪本单位办件", "Track the organisation's cases", "A09")
    CASE_TAKE_IN = _allows("case.take_in", "窗口收件与核对材料", "Take in applications and check papers", "A11")
    CASE_ON_BEHALF = _allows("case.on_behalf", "代企业办理", "Apply on an enterprise's behalf", "A11")
    APPOINTMENT_KEEP = _allows("appointment.keep", "安排窗口预约", "Keep window appointments")
    VOICE_SEE = _allows("voice.see", "提出、查看或办理企业诉求", "Say, see or handle what enterprises say")
    CASE_WORK = _allows("case.work", "使用办件工作台", "Use the work list of cases and its figures")
    CASE_REVIEW = _allows("case.review", "审查办件", "Review cases")
    OPINION_GIVE = _allows("opinion.give", "出具联审意见", "Give a joint opinion")
    CASE_HANDLE = _allows("case.handle", "承接增值服务办件", "Take on and work on value-added services")
    CASE_OVERSEE = _allows("case.oversee", "督办全部办件", "Oversee all cases, extend limits, answer objections")
    CASE_DECIDE = _allows("case.decide", "作出办理决定", "Decide cases", "A10")
    MATERIAL_SEE = _allows(
        "material.see", "查看并登记本单位管控物料", "See and keep the organisation's controlled materials"
    )
    MATERIAL_MANAGE = _allows("material.manage", "管理储存场所与保管人", "Manage storage places and their keepers")
    MATERIAL_SUPERVISE = _allows(
        "material.supervise", "监管各单位管控物料", "Supervise every holder's controlled materials"
    )
    EXPERT_EVALUATE = _allows("expert.evaluate", "专家评审并申报利益冲突", "Evaluate, and declare conflicts", "A32")
    # Bookings, pools, clinical docking
    BOOKING_MAKE = _allows("booking.make", "预约仪器与检验", "Book instruments and tests", "A19")
    BOOKING_OFFER = _allows("booking.offer", "发布可预约的资源", "Offer instruments and test slots", "A19")
    BOOKING_ACCEPT = _allows("booking.accept", "接受预约并交付结果", "Accept bookings and deliver results", "A19")
    POOL_JOIN = _allows("pool.join", "参加研发物料集采", "Join pooled purchases", "A17")
    POOL_QUOTE = _allows("pool.quote", "为集采报价", "Quote for pooled purchases", "A17")
    POOL_DELIVER = _allows("pool.deliver", "登记集采交付", "Record deliveries of pooled purchases", "A17")
    TRIAL_SEEK = _allows("trial.seek", "寻求临床资源", "Seek clinical sites", "A20")
    TRIAL_OFFER = _allows("trial.offer", "发布临床机构的能力", "Offer a clinical site's capacity", "A20")
    TRIAL_ANSWER = _allows("trial.answer", "答复临床合作请求", "Answer requests for clinical work", "A20")
    # Talent and research
    TALENT_PROFILE = _allows("talent.profile", "维护个人简历", "Keep one's own profile", "A25")
    PLACEMENT_SEE = _allows("placement.see", "查看与己有关的博士入企", "See placements of doctors that concern one")
    TALENT_LOG = _allows("talent.log", "填写入企日志", "Keep the log of work in an enterprise")
    AGREEMENT_SIGN = _allows("agreement.sign", "确认入企协议", "Confirm agreements on talent")
    RESEARCH_OFFER = _allows("research.offer", "发布科研成果", "Offer research results", "A22")
    # Capital
    DEAL_RECORD = _allows("deal.record", "登记投资项目进展", "Record deals", "A29")
    LAYER_KEEP = _allows("layer.keep", "维护培育分层", "Keep the layers of listing candidates", "A28")
    # Government
    GAP_KEEP = _allows("gap.keep", "维护补链清单", "Keep the list of gaps in the chain", "A03")
    ALERT_HANDLE = _allows("alert.handle", "处置双链预警", "Handle alerts of the two chains", "A01")
    PROJECT_KEEP = _allows("project.keep", "维护招引项目", "Keep projects of investment promotion", "A04")
    TARGET_SET = _allows("target.set", "设定目标并督办", "Set targets and follow them up", "A06")
    RISK_ASSESS = _allows("risk.assess", "进口风险评估", "Assess the risk of imports")
    GOODS_RELEASE = _allows("goods.release", "放行与监管进口物品", "Release and supervise imports")
    # Alliance
    ALLIANCE_KEEP = _allows("alliance.keep", "管理联盟成员与工作线", "Keep members and workstreams", "A30")
    EVENT_KEEP = _allows("event.keep", "组织活动与培训", "Organise events and training", "A31")

    @property
    def code(self) -> str:
        """The stable name, for files and the API."""
        return self.value.code

    @property
    def text(self) -> Text:
        """What it allows, in both languages."""
        return self.value.text


BY_CODE = {permission.code: permission for permission in Permission}
