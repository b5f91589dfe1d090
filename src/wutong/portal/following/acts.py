"""What the following app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.notices.kinds import declare_kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, declare

FOLLOW = ObjectKind(
    "follow",
    Text("关注", "Followed thing"),
    {"kind": Field(Text("类别", "kind")), "subject": Field(Text("对象", "subject"))},
)
LIST = ObjectKind(
    "follow_list", Text("关注列表", "List of followed things"), {"release": Field(Text("版本", "release"))}
)
FOLLOWED = Act("follow.begun", Text("关注", "Followed"), Text("{actor}关注了{object}", "{actor} follows {object}"))
ENDED = Act(
    "follow.ended",
    Text("取消关注", "No longer followed"),
    Text("{actor}不再关注{object}", "{actor} no longer follows {object}"),
)
SEEN = Act(
    "follow.seen",
    Text("看过变化", "Changes seen"),
    Text("{actor}看过了关注对象的变化，{changes}", "{actor} has seen what changed: {changes}"),
)
declare_kind("following.changed", Text("关注对象的变化", "Changes of what you follow"))
declare(kinds=(FOLLOW, LIST), acts=(FOLLOWED, ENDED, SEEN))
