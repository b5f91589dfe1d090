"""Every list of records, by its code. Other apps find here what can be listed and taken away."""

from wutong.portal.atlas.queries.files import FILES
from wutong.portal.atlas.queries.hospitals.lists import HOSPITALS
from wutong.portal.atlas.queries.lists.kinds import AnyKind
from wutong.portal.atlas.queries.products.lists import APPLICATIONS, APPROVALS, INDICATIONS, PRODUCTS

_ALL: tuple[AnyKind, ...] = (PRODUCTS, APPROVALS, APPLICATIONS, INDICATIONS, HOSPITALS, FILES)
RECORDS: dict[str, AnyKind] = {kind.code: kind for kind in _ALL}
