"""What the notices app records, and how it reads."""

from wutong.kernel.bilingual import Text
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, declare

PREFERENCE = ObjectKind(
    "notice_preference",
    Text("消息渠道", "Channels of messages"),
    {"mail": Field(Text("邮件", "mail")), "services": Field(Text("即时通信", "chat services"))},
)
DELIVERY = ObjectKind(
    "notice_delivery", Text("消息投递", "Delivery of a message"), {"channel": Field(Text("渠道", "channel"))}
)
LOG = ObjectKind("notice_log", Text("消息发送记录", "Log of sent messages"), {"filter": Field(Text("筛选", "filter"))})
CHOSEN = Act(
    "notice.channels_chosen",
    Text("选择消息渠道", "Channels of messages chosen"),
    Text("{actor}选择了消息渠道，{changes}", "{actor} chose the channels of messages: {changes}"),
)
RETRIED = Act(
    "notice.retried",
    Text("重新投递消息", "Message sent again"),
    Text("{actor}让消息“{object}”重新投递", "{actor} had the message “{object}” sent again"),
)
EXPORTED = Act(
    "notice.log_exported",
    Text("导出消息发送记录", "Log of messages exported"),
    Text("{actor}导出了消息发送记录，{changes}", "{actor} exported the log of sent messages: {changes}"),
)
declare(kinds=(PREFERENCE, DELIVERY, LOG), acts=(CHOSEN, RETRIED, EXPORTED))
