"""Words of claims in the reader's language."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "open": _("Waits for an answer"),
    "confirmed": _("Confirmed"),
    "refused": _("Refused"),
    "withdrawn": _("Withdrawn"),
}
TABS = {**STATES, "all": _("All")}
