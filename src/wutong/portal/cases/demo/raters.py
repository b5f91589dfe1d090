"""Who rates the demo's ended cases: its firm, and those whose visitors came to the window."""

import random
from collections import Counter
from collections.abc import Sequence

from wutong.portal.accounts.actions import memberships
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.actions import rating
from wutong.portal.cases.demo.people import BY, District, add_absent
from wutong.portal.cases.models import Case

_NAMES = ("魏宁", "江澜", "白露", "叶青", "林朔", "方圆")
_SAID = {
    5: ("一次办成，进度随时看得到", "", ""),
    4: ("窗口讲得清楚，材料略多", ""),
    3: ("补正说明可以更具体", ""),
}


class Raters:
    """Each firm rates two of three of its ended cases, in turn and not by lot: there are ratings whatever the day."""

    def __init__(self, people: District, draw: random.Random) -> None:
        self._held = {people.firm.pk: people.user, **_at_home(people.visitors)}
        self._draw, self._asked = draw, Counter[int]()

    def ask(self, case: Case) -> None:
        """Let the applicant rate a case that has ended, where somebody of theirs signs in."""
        who = self._held.get(case.organisation_id)
        if who is None:
            return
        self._asked[case.organisation_id] += 1
        if self._asked[case.organisation_id] % 3:
            stars = self._draw.choice((3, 4, 4, 5, 5, 5))
            rating.rate(case=case, stars=stars, remark=self._draw.choice(_SAID[stars]), by=who)


def _at_home(firms: Sequence[Organisation]) -> dict[int, Person]:
    """Somebody of each firm, so far as there are names."""
    found = {}
    for place, (firm, name) in enumerate(zip(firms, _NAMES, strict=False), 1):
        found[firm.pk] = person = add_absent(f"visitor{place}", name)
        memberships.grant(person=person, organisation=firm, role=Role.ENTERPRISE_USER, by=BY)
    return found
