"""What the holder of a booking is written: confirmed, moved, cancelled, missed, and the reminder before it."""

from wutong.kernel.bilingual import Text
from wutong.portal.appointments.models import Appointment
from wutong.portal.notices.actions import send
from wutong.portal.shared.audit.recording import Named


def tell(appointment: Appointment, what: Text, *, by: Named) -> None:
    """That something became of it."""
    when = str(appointment.slot)
    _send(appointment, f"{appointment.state}:{when}", "appointment.changed", what, by)


def remind(appointment: Appointment, *, by: Named) -> bool:
    """That it is due; false where that was told before."""
    title = Text("预约提醒", "Reminder of your visit")
    return _send(appointment, reminder_key(appointment), "appointment.reminder", title, by)


def reminder_key(appointment: Appointment) -> str:
    """Names the reminder of this time of it."""
    return f"appointment:{appointment.number}:remind:{appointment.day}"


def _send(appointment: Appointment, key: str, kind: str, what: Text, by: Named) -> bool:
    slot, window = appointment.slot, appointment.window.name
    when = str(slot)
    body = Text(
        f"{window.zh}（{slot.group.name_zh}），{when}。请带齐材料，到场后签到取号。",
        f"{window.en} ({slot.group.name_en}), {when}. Bring your papers, and check in when you arrive.",
    )
    if kind == "appointment.changed" and appointment.state != "booked":
        body = Text(f"{window.zh}，{when}。", f"{window.en}, {when}.")
    told = send(
        to=[appointment.holder] if appointment.holder else [],
        key=key if key.startswith("appointment:") else f"appointment:{appointment.number}:{key}",
        kind=kind,
        subject=Text(f"{what.zh}：{appointment.number} {when}", f"{what.en}: {appointment.number}, {when}"),
        body=body,
        address=f"/appointments/{appointment.number}/",
        title=Text(appointment.number, appointment.number),
        by=by,
    )
    return bool(told)
