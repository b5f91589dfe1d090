"""What the desk tells people: in the portal and through the channels that they chose, in their language."""

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.desk.acts import ANSWERED_KIND, VERDICTS
from wutong.portal.desk.models import Judgement, Objection
from wutong.portal.notices.actions import send
from wutong.portal.shared.audit.recording import Named

_SUBJECT = Text("您的异议已有结论", "Your objection has been judged")
_TITLE = Text("我的异议与结论", "My objections, and what was judged")
_BODY = Text(
    "您提出“{name}”不是“{firm}”。结论：{verdict_zh}。",
    "You said that “{name}” is not {firm}. It has been judged: {verdict_en}.",
)


def answered(*, objection: Objection, judgement: Judgement, by: Named) -> None:
    """Tell whoever filed `objection` what was judged of it. Part of the judging transaction: undone with it."""
    verdict = VERDICTS[judgement.verdict]
    firm = objection.name_zh or objection.enterprise_id
    body = _BODY.format(name=objection.name, firm=firm, verdict_zh=verdict.zh, verdict_en=verdict.en)
    if judgement.why:
        body = Text(f"{body.zh}\n\n{judgement.why}", f"{body.en}\n\n{judgement.why}")
    send(
        to=[objection.filed_by],
        key=f"objection:{objection.pk}:{judgement.judgement_id}",
        kind=ANSWERED_KIND,
        subject=_SUBJECT,
        body=body,
        address=reverse("desk:objections"),
        title=_TITLE,
        by=by,
    )
