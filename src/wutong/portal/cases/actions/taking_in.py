"""A window takes in for a visitor: for an organisation that is here, or one entered by its portrait in the release."""

from wutong.catalog.services import Service
from wutong.portal.accounts.actions import organisations
from wutong.portal.accounts.actions.organisations import Details
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind
from wutong.portal.atlas.queries.portraits.portrait import Enterprise
from wutong.portal.cases.actions.opening import open_case
from wutong.portal.cases.models import Case
from wutong.portal.cases.queries import prefill
from wutong.portal.shared.audit.recording import action


@action
def take_in(
    *, service: Service, firm: Organisation | Enterprise, window: Organisation, visitor: str, by: Person
) -> Case:
    """Begin a draft for the firm whose `visitor` came to the window; raises NotInForce.

    What the clerk's own account tells is not the visitor's, and is not filled in.
    """
    where = firm if isinstance(firm, Organisation) else _entered(firm, by)
    answers, origins = prefill.known(service, where, by)
    theirs = {code for code, origin in origins.items() if origin["from"] != "account"}
    return open_case(
        service=service,
        organisation=where,
        answers={code: value for code, value in answers.items() if code in theirs},
        origins={code: origin for code, origin in origins.items() if code in theirs},
        window=window,
        visitor=visitor.strip(),
        by=by,
    )


def _entered(firm: Enterprise, by: Person) -> Organisation:
    code = firm.credit_code or ""
    held = Organisation.objects.filter(credit_code=code).exclude(credit_code="").first()
    held = held or Organisation.objects.filter(enterprise_id=firm.enterprise_id).first()
    details = Details(Kind.ENTERPRISE.value, firm.name_zh[:120], "", code, firm.enterprise_id)
    return held or organisations.add_organisation(details=details, by=by)
