"""What claims record, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, declare

CLAIM = ObjectKind(
    "claim",
    Text("企业认领", "Claim of an enterprise"),
    {
        "state": Field(Text("状态", "state")),
        "role_code": Field(Text("角色", "role")),
        "answer": Field(Text("理由", "reason")),
    },
)


def _act(code: str, name: tuple[str, str], sentence: tuple[str, str]) -> Act:
    return Act(code, Text(*name), Text(*sentence))


ACTS = (
    _act("claim.filed", ("认领企业", "Enterprise claimed"), ("{actor}认领了{object}", "{actor} claimed {object}")),
    _act(
        "claim.confirmed",
        ("确认认领", "Claim confirmed"),
        ("{actor}确认了认领{object}，{changes}", "{actor} confirmed the claim {object}: {changes}"),
    ),
    _act(
        "claim.refused",
        ("不予确认", "Claim refused"),
        ("{actor}未确认认领{object}，{changes}", "{actor} refused the claim {object}: {changes}"),
    ),
    _act(
        "claim.reopened",
        ("撤回不予确认", "Refusal taken back"),
        ("{actor}撤回了对{object}的不予确认", "{actor} took back the refusal of {object}"),
    ),
    _act(
        "claim.withdrawn",
        ("撤回认领", "Claim withdrawn"),
        ("{actor}撤回了认领{object}", "{actor} withdrew the claim {object}"),
    ),
)
declare(kinds=(CLAIM,), acts=ACTS)
declare_kind("claims.filed", Text("有人认领企业", "Somebody claims an enterprise"))
declare_kind("claims.confirmed", Text("认领已确认", "Claim confirmed"))
declare_kind("claims.refused", Text("认领未确认", "Claim refused"))
