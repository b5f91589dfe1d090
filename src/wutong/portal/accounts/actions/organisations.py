"""Writes about organisations: enter one, change its details."""

from dataclasses import dataclass

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record, snapshot

_FIELDS = ("kind", "name_zh", "name_en", "credit_code", "enterprise_id")


class CodeTaken(WutongError):
    code = "accounts.code_taken"
    sentence = Text(
        zh="统一社会信用代码“{credit_code}”已登记在另一单位名下。请核对代码，或在名单中查找该单位。",
        en="The credit code “{credit_code}” belongs to another organisation. Check it, or find that one.",
    )


@dataclass(frozen=True, slots=True)
class Details:
    """What is told of an organisation. The credit code is 18 characters, or empty."""

    kind: str
    name_zh: str
    name_en: str = ""
    credit_code: str = ""
    enterprise_id: str = ""


@action
def add_organisation(*, details: Details, by: Named) -> Organisation:
    """Enter an organisation; raises CodeTaken."""
    _refuse_taken(details.credit_code)
    organisation = Organisation.objects.create(**{name: getattr(details, name) for name in _FIELDS})
    record(
        "organisation.added",
        about=organisation,
        by=by,
        organisation=organisation,
        after=snapshot(organisation, *_FIELDS),
    )
    return organisation


@action
def change_organisation(*, organisation: Organisation, details: Details, by: Named) -> None:
    """Change the names and the credit code; the kind and the claim stay as they are. Raises CodeTaken."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _refuse_taken(details.credit_code, but=locked)
    before = snapshot(locked, *_FIELDS)
    locked.name_zh, locked.name_en = details.name_zh, details.name_en
    locked.credit_code = details.credit_code
    after = snapshot(locked, *_FIELDS)
    if after == before:
        return nothing_changed()
    locked.save()
    record("organisation.changed", about=locked, by=by, organisation=locked, before=before, after=after)
    return None


@action
def tie_enterprise(*, organisation: Organisation, enterprise_id: str, by: Named) -> None:
    """Say which enterprise of the release an organisation is; one that is tied already stays as it is."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.enterprise_id:
        return nothing_changed()
    locked.enterprise_id = enterprise_id
    locked.save(update_fields=["enterprise_id"])
    after = snapshot(locked, *_FIELDS)
    record(
        "organisation.changed",
        about=locked,
        by=by,
        organisation=locked,
        before={**after, "enterprise_id": ""},
        after=after,
    )
    return None


def _refuse_taken(credit_code: str, *, but: Organisation | None = None) -> None:
    found = Organisation.objects.filter(credit_code=credit_code)
    if credit_code and (found.exclude(pk=but.pk) if but else found).exists():
        raise CodeTaken(credit_code=credit_code)
