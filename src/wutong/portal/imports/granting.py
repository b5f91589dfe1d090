"""A case that grants an import brings an approval with its quantity, from and until when the certificate holds."""

from datetime import date
from decimal import Decimal

from wutong.portal.cases.actions import grants
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.imports.actions.approvals import Terms, grant_approval
from wutong.portal.imports.shelf_life import arrives_by
from wutong.portal.shared.audit.recording import Named
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import THOUSANDTHS

# What the form of GS18 asks of the batch: the goods are told by it when they arrive.
_OF_A_BATCH = ("registration_number", "batch", "expires_on", "port")


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
        valid_to=_last_day(case, certificate),
        may_split=kind.may_split,
        note=_batch(case),
        port=str(asked.get("port", ""))[:80],
        arrives_by=arrives_by(case),
    )
    grant_approval(organisation=case.organisation, terms=terms, by=by, case_number=case.number)


def _last_day(case: Case, certificate: Certificate) -> date:
    """The last day of the certificate, or the last on which the batch may arrive where that is earlier."""
    last = certificate.valid_to or certificate.valid_from
    return max(certificate.valid_from, min(last, arrives_by(case) or last))


def _batch(case: Case) -> str:
    """Registration number, batch and expiry of a drug as its applicant told them, in both languages; else nothing."""
    told = [(case.service.fields.get(name), case.answers.get(name)) for name in _OF_A_BATCH]
    return "; ".join(f"{one.title.zh} {one.title.en}: {value}" for one, value in told if one and value)[:500]


grants.register("import_approval", enter)
