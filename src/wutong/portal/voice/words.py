"""Words of the voice app in the reader's language."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "problem": _("Problem"),
    "request": _("Request for help"),
    "suggestion": _("Suggestion"),
    "complaint": _("Complaint"),
}
CHANNELS = {
    "portal": _("This portal"),
    "window": _("Service window"),
    "phone": _("Phone"),
    "visit": _("Visit to the enterprise"),
    "meeting": _("Meeting"),
    "letter": _("Letter or mail"),
}
OUTCOMES = {"adopted": _("Adopted"), "declined": _("Declined, with the reason")}
TABS = {
    "open": _("Open"),
    "dispatch": _("To be dispatched"),
    "answer": _("To be answered by us"),
    "mine": _("Said by us"),
    "closed": _("Closed"),
    "all": _("All"),
}
