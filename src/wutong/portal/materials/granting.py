"""A case that grants a purchase brings a permit: what was applied for, from and until when the certificate holds."""

from decimal import Decimal

from wutong.portal.cases.actions import grants
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.materials.actions.permits import Granted, grant_permit
from wutong.portal.shared.audit.recording import Named

_DRUG_PRECURSOR = "precursor_drug"  # the one category of GS20, so its form does not ask
_UNITS = {"ml": "mL", "l": "L"}  # options are in small letters


def enter(case: Case, certificate: Certificate, by: Named) -> None:
    """Enter the permit; raises what grant_permit raises."""
    asked = case.answers
    granted = Granted(
        service_code=case.service_code,
        category=asked.get("control_class", _DRUG_PRECURSOR),
        substance=asked["goods_name"],
        unit=_UNITS.get(asked["goods_unit"], asked["goods_unit"]),
        quantity=Decimal(str(asked["goods_amount"])),
        number=certificate.number,
        issuer=case.lead.audit_label if case.lead else "",
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to or certificate.valid_from,
        granted_for_case=case.number,
    )
    grant_permit(holder=case.organisation, granted=granted, by=by)


grants.register("controlled_permit", enter)
