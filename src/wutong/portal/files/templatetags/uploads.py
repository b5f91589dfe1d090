"""The control with which files are chosen: {% load uploads %}, and then one of the two tags below.

Kinds and limits are said before anything is chosen. It works without scripts; with them it lists what was chosen, says
at once what would be refused, and shows how far the sending has come. The form around it must be multipart/form-data.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.forms import Form

from wutong.portal.files.forms import UploadField
from wutong.portal.files.keeping.storage import MEGABYTE
from wutong.portal.files.kinds import Kind, endings_of
from wutong.portal.shared.language import wording

register = template.Library()


@register.inclusion_tag("files/parts/upload.html")
def upload_input(
    *,
    name: str,
    kinds: Iterable[str],
    label: str,
    ident: str = "",
    most_mb: int | None = None,
    most_files: int = 10,
    required: bool = False,
    errors: Iterable[str] = (),
) -> dict[str, Any]:
    """The control `name` for files of these kinds; `ident` where a page has several of one name."""
    return _shown(
        name=name,
        kinds=frozenset(kinds),
        label=label,
        ident=ident or f"id_{name}",
        most_mb=min(most_mb or settings.LARGEST_UPLOAD_MB, settings.LARGEST_UPLOAD_MB),
        most_files=most_files,
        required=required,
        errors=list(errors),
    )


@register.inclusion_tag("files/parts/upload.html")
def upload_field(form: Form, name: str) -> dict[str, Any]:
    """The control of an UploadField of `form`, with what is wrong with what was sent before."""
    bound = form[name]
    field = bound.field
    assert isinstance(field, UploadField)
    return _shown(
        name=bound.html_name,
        kinds=field.kinds,
        label=bound.label,
        ident=bound.id_for_label,
        most_mb=field.most_mb,
        most_files=field.most_files,
        required=field.required,
        errors=list(bound.errors),
    )


def _shown(*, kinds: frozenset[str], most_mb: int, **rest: object) -> dict[str, Any]:
    """What the control's template needs."""
    known = [kind for kind in Kind if kind in kinds]
    endings = [f".{ending}" for ending in endings_of(kinds)]
    return {
        **rest,
        "most_mb": most_mb,
        "most_bytes": most_mb * MEGABYTE,
        "endings": ",".join(endings),
        "accept": ",".join([*endings, *(kind.card.media_type for kind in known)]),
        "kind_names": [wording(kind.card.name) for kind in known],
    }
