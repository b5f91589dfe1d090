"""What the notices app records, and how its codes read."""

from wutong.kernel.bilingual import Text
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare

CHANNELS = {
    "portal": Text("门户", "Portal"),
    "mail": Text("邮件", "Mail"),
    "apprise": Text("即时通信", "Chat service"),
}
STATES = {
    "waiting": Text("待投递", "Waiting"),
    "sent": Text("已送出", "Sent"),
    "failed": Text("失败", "Failed"),
}
ERRORS = {
    "mail.no_address": Text("收件人没有邮箱，或账号已停用", "The recipient has no address, or is suspended"),
    "mail.refused": Text("邮件服务器拒收", "The mail server refused it"),
    "mail.unreachable": Text("邮件服务器没有回应", "The mail server does not answer"),
    "service.removed": Text("该服务已不在设置中", "The service is configured no more"),
    "service.odd": Text("设置中的服务地址无法识别", "The configured address of the service is not understood"),
    "service.refused": Text("服务没有接收", "The service did not take it"),
    "gave_up": Text("多次投递中断", "Broken off again and again"),
    "broken": Text("投递出错，详见日志", "Broken; the log says where"),
}


def _channel(value: Value) -> Text | None:
    return CHANNELS.get(str(value))


PREFERENCE = ObjectKind(
    "notice_preference",
    Text("消息渠道", "Channels of messages"),
    {
        "mail": Field(Text("邮件", "mail")),
        "services": Field(Text("即时通信", "chat services")),
        "rooms": Field(Text("群聊", "shared rooms")),
    },
)
DELIVERY = ObjectKind(
    "notice_delivery", Text("消息投递", "Delivery of a message"), {"channel": Field(Text("渠道", "channel"), _channel)}
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
