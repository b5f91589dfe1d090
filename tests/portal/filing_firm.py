"""An enterprise that follows filings, for tests."""

from datetime import date
from typing import Any

from portal.people import organisation, somebody
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Role
from wutong.portal.filings.actions.entering import Entered, enter
from wutong.portal.filings.models import TrackedFiling

TODAY = date(2026, 11, 23)
ACCEPTED = date(2026, 8, 3)


class Firm:
    """An enterprise with its people."""

    def __init__(self, name: str = "江畔测试生物有限公司", prefix: str = "") -> None:
        self.where: Organisation = organisation(name)
        self.user = somebody(f"{prefix}user", Role.ENTERPRISE_USER, self.where)
        self.manager = somebody(f"{prefix}manager", Role.ORGANISATION_ADMINISTRATOR, self.where)

    def enter(self, **told: Any) -> TrackedFiling:
        said = {"kind": "drug_trial", "product": "注射用 HB-101", "acceptance_number": "CXHL2600001"}
        entered = Entered(**{**said, "accepted_on": ACCEPTED, **told})
        return enter(entered=entered, organisation=self.where, by=self.user)
