"""A case that grants an import brings an approval with its quantity, from and until when the certificate holds."""

from decimal import Decimal

from wutong.portal.cases.actions import grants
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.imports.actions.approvals import Terms, grant_approval
from wutong.portal.shared.audit.recording import Named
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import THOUSANDTHS


def enter(case: Case, certificate: Certificate, by: Named) -> None:
    """Enter the approval; raises what grant_approval raises."""
    asked = case.answers
    scheme = asked.get("scheme")
    kind = next(
        one
        for one in catalogue().imports.approvals.kinds
        if one.service == case.service_code and one.scheme in (None, scheme)
    )
    terms = Terms(
        kind=kind.code,
        number=certificate.number,
        item=str(asked.get("goods_name", "")),
        granted=int(Decimal(str(asked["goods_amount"])) * THOUSANDTHS) if kind.needs_quantity else None,
        unit=str(asked.get("goods_unit", "")),
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to or certificate.valid_from,
    )
    grant_approval(organisation=case.organisation, terms=terms, by=by, case_number=case.number)


grants.register("import_approval", enter)
