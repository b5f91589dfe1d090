"""How much one upload may unfold into, whatever is packed in what: one account for all of it."""

from dataclasses import dataclass

from wutong.portal.files.refusals import FileTooDeep

MOST_UNPACKED = 256 * 2**20


@dataclass
class Room:
    """What is left of it, in bytes."""

    left: int = MOST_UNPACKED

    def take(self, size: int, name: str) -> None:
        """Account for `size` bytes more; raises FileTooDeep where there is no room for them."""
        self.left -= size
        if self.left < 0:
            raise FileTooDeep(name=name)
