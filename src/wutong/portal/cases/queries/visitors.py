"""The enterprises that a clerk may mean: those that are here, by name or code, and the release's by its code."""

from django.db.models import Q

from wutong.kernel.credit_code import credit_code
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.roles import Kind
from wutong.portal.atlas.queries.portraits.by_code import enterprise_by_code
from wutong.portal.atlas.queries.portraits.portrait import Enterprise

MOST = 20


def firms(words: str) -> dict[str, Organisation | Enterprise]:
    """At most MOST, by a key for the form."""
    words = words.strip()
    if not words:
        return {}
    code = credit_code(words)
    named = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(credit_code=code or words.upper())
    rows = Organisation.objects.filter(named, kind=Kind.ENTERPRISE.value).order_by("name_zh")
    found: dict[str, Organisation | Enterprise] = {f"here-{one.pk}": one for one in rows[:MOST]}
    if code and not any(isinstance(one, Organisation) and one.credit_code == code for one in found.values()):
        enterprise = enterprise_by_code(code)
        if enterprise is not None:
            found[f"release-{code}"] = enterprise
    return found
