"""Papers of claims: read by whoever sees the claim, and kept from being erased while it rests on them."""

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.claims.access import visible
from wutong.portal.claims.models import Claim, State
from wutong.portal.files.access import needs, readers
from wutong.portal.files.models import StoredFile


def may_read(access: Access, file: StoredFile) -> bool:
    """Whether a claim that somebody sees came with the file."""
    return visible(access).filter(file_id=file.pk).exists()


def why_needed(file: StoredFile) -> Text | None:
    """A claim that is open or confirmed rests on its paper."""
    found = Claim.objects.filter(file_id=file.pk, state__in=[State.OPEN, State.CONFIRMED]).first()
    return Text(f"认领“{found.name_zh}”的材料", f"a paper of the claim of {found.name_zh}") if found else None


readers.register(may_read)
needs.register(why_needed)
