"""What the accounts app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.roles import BY_CODE, Kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare


def _role(value: Value) -> Text | None:
    role = BY_CODE.get(str(value))
    return role.name_text if role else None


def _kind(value: Value) -> Text | None:
    return Kind(str(value)).text if value in list(Kind) else None


def _language(value: Value) -> Text | None:
    return {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}.get(str(value))


PERSON = ObjectKind(
    "person",
    Text("人员", "Person"),
    {
        "name": Field(Text("姓名", "name")),
        "username": Field(Text("用户名", "username")),
        "email": Field(Text("邮箱", "e-mail address")),
        "language": Field(Text("语言", "language"), _language),
        "is_active": Field(Text("可登录", "may sign in")),
        "due_on": Field(Text("执行日", "day")),
        "rows": Field(Text("行数", "rows")),
        "tables": Field(Text("数据表", "tables")),
    },
)
ORGANISATION = ObjectKind(
    "organisation",
    Text("单位", "Organisation"),
    {
        "kind": Field(Text("类别", "kind"), _kind),
        "name_zh": Field(Text("名称", "name")),
        "name_en": Field(Text("英文名称", "English name")),
        "credit_code": Field(Text("统一社会信用代码", "credit code")),
        "enterprise_id": Field(Text("企业档案", "portrait")),
    },
)
MEMBERSHIP = ObjectKind(
    "membership",
    Text("角色", "Role"),
    {"role_code": Field(Text("角色", "role"), _role), "until": Field(Text("止于", "until"))},
)


def _act(code: str, name: tuple[str, str], sentence: tuple[str, str]) -> Act:
    return Act(code, Text(*name), Text(*sentence))


ACTS = (
    _act(
        "person.added",
        ("增加人员", "Person added"),
        ("{actor}增加了人员{object}，{changes}", "{actor} added {object}: {changes}"),
    ),
    _act(
        "person.changed",
        ("修改人员", "Person changed"),
        ("{actor}修改了{object}的资料，{changes}", "{actor} changed {object}: {changes}"),
    ),
    _act(
        "person.suspended",
        ("停用账号", "Account suspended"),
        ("{actor}停用了{object}的账号", "{actor} suspended the account of {object}"),
    ),
    _act(
        "person.restored",
        ("恢复账号", "Account restored"),
        ("{actor}恢复了{object}的账号", "{actor} let {object} in again"),
    ),
    _act(
        "person.invited",
        ("发出邀请", "Invitation sent"),
        ("{actor}给{object}发出了登录邀请", "{actor} invited {object} to sign in"),
    ),
    _act(
        "person.erasure_asked",
        ("申请注销账号", "Erasure asked for"),
        ("{object}申请注销账号，{changes}", "{object} asked for their account to be erased: {changes}"),
    ),
    _act(
        "person.erasure_taken_back",
        ("撤回注销申请", "Erasure taken back"),
        ("{object}撤回了注销申请", "{object} stays after all"),
    ),
    _act(
        "person.erased",
        ("注销账号", "Account erased"),
        ("{actor}注销了{object}的账号，{changes}", "{actor} erased the account of {object}: {changes}"),
    ),
    _act(
        "organisation.added",
        ("登记单位", "Organisation entered"),
        ("{actor}登记了单位{object}，{changes}", "{actor} entered the organisation {object}: {changes}"),
    ),
    _act(
        "organisation.changed",
        ("修改单位", "Organisation changed"),
        ("{actor}修改了{object}，{changes}", "{actor} changed {object}: {changes}"),
    ),
    _act(
        "membership.granted",
        ("授予角色", "Role given"),
        ("{actor}让{object}加入{organisation}，{changes}", "{actor} gave {object} a role in {organisation}: {changes}"),
    ),
    _act(
        "membership.ended",
        ("收回角色", "Role ended"),
        (
            "{actor}收回了{object}在{organisation}的角色，{changes}",
            "{actor} ended a role of {object} in {organisation}: {changes}",
        ),
    ),
    _act(
        "membership.changed",
        ("改变角色", "Role changed"),
        (
            "{actor}改变了{object}在{organisation}的角色，{changes}",
            "{actor} changed what {object} is in {organisation}: {changes}",
        ),
    ),
    _act("session.begun", ("登录", "Signed in"), ("{object}登录了", "{object} signed in")),
    _act("session.ended", ("退出", "Signed out"), ("{object}退出了登录", "{object} signed out")),
    _act(
        "session.refused",
        ("登录失败", "Sign-in refused"),
        ("有人试图以{object}登录，未成功", "Somebody tried to sign in as {object}, in vain"),
    ),
    _act(
        "password.changed",
        ("修改密码", "Password changed"),
        ("{actor}修改了{object}的密码", "{actor} changed the password of {object}"),
    ),
    _act(
        "factor.added",
        ("开启两步验证", "Second factor added"),
        ("{object}开启了两步验证", "{object} added a second factor"),
    ),
    _act(
        "factor.removed",
        ("关闭两步验证", "Second factor removed"),
        ("{actor}关闭了{object}的两步验证", "{actor} removed the second factor of {object}"),
    ),
    _act(
        "factor.renewed",
        ("更换恢复码", "Recovery codes renewed"),
        ("{object}更换了恢复码", "{object} renewed the recovery codes"),
    ),
)

declare(kinds=(PERSON, ORGANISATION, MEMBERSHIP), acts=ACTS)
