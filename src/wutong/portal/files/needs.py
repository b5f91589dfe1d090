"""Which files may not be erased yet: each app that builds on files says why it still needs one."""

from collections.abc import Callable

from wutong.kernel.bilingual import Text
from wutong.portal.files.models import StoredFile

Need = Callable[[StoredFile], Text | None]

_needs: list[Need] = []


def register(need: Need) -> None:
    """Ask `need` before a file is erased: the reason why it must stay, such as “办件正在审查”, or None."""
    _needs.append(need)


def why_needed(file: StoredFile) -> Text | None:
    """The first reason why the file must stay, or None."""
    return next((why for need in _needs if (why := need(file)) is not None), None)
