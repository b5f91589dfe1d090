"""Words of the imports app in the reader's language: states, stages, kinds, classes, grades, standings."""

from django.utils.translation import gettext as _

from wutong.portal.imports.acts import RISKS, STATES
from wutong.portal.imports.custody import CUSTODY
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.rules.import_approvals import Notice


def kind(code: str) -> str:
    """What a kind of approval is called; its code where it is no longer declared."""
    found = next((one for one in catalogue().imports.approvals.kinds if one.code == code), None)
    return wording(found.title) if found else code


def item_class(code: str) -> str:
    """What a class is called; its code where it is no longer declared, a dash where there is none."""
    found = catalogue().imports.classes.get(code)
    return wording(found.title) if found else code or "—"


def grade(code: str) -> str:
    """What a grade is called."""
    found = catalogue().imports.grades.get(code)
    return wording(found.title) if found else code or "—"


def state(code: str) -> str:
    """Where a shipment stands."""
    return wording(STATES[code])


def risk(code: str) -> str:
    """How high a risk is."""
    return wording(RISKS[code]) if code in RISKS else "—"


def stage(code: str) -> str:
    """Where an opinion stands."""
    return {"asked": _("Waiting for an opinion"), "given": _("Given"), "withdrawn": _("No longer asked")}[code]


def stand(code: str) -> str:
    """How an approval stands."""
    return {
        "usable": _("Usable"),
        "ending": _("Ending soon"),
        "used_up": _("Used up"),
        "expired": _("Expired"),
        "withdrawn": _("Withdrawn"),
    }[code]


def origin(code: str) -> str:
    """Where material comes from."""
    return {
        "human": _("Human"),
        "animal": _("Animal"),
        "plant": _("Plant"),
        "microbe": _("Micro-organism"),
        "synthetic": _("Synthetic"),
    }[code]


def notice(code: Notice) -> str:
    """What a holder is warned of."""
    return {Notice.ENDS_SOON: _("It ends soon."), Notice.LITTLE_LEFT: _("Little of the quantity is left.")}[code]


def entry(code: str) -> str:
    """What a line of the custody ledger says."""
    return wording(CUSTODY.entries[code])
