"""What the machine refuses, as a sentence. A fault of our own is none of this and keeps its trace."""

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# Libraries that write by themselves say it in words only: DuckDB by the system's, numpy by what it could not write.
_FULL_WORDS = re.compile(r"No space left on device|Disk quota exceeded|^\d+ requested and \d+ written$")


class NoRoom(WutongError):
    code = "machine.no_room"
    exit_code = 3
    sentence = Text(
        zh="磁盘已满，工作中断；已发布的版本不受影响。请腾出空间，或用 --home 换到更大的磁盘，再执行同一命令。",
        en="The disk is full, and the work stopped; what is promoted still serves. Make room, or choose a larger disk "
        "with --home, and run the same command again.",
    )


class FileRefused(WutongError):
    code = "machine.file_refused"
    exit_code = 3
    sentence = Text(
        zh="无法读写 {file}：{problem}。请检查路径和权限。",
        en="{file} cannot be read or written: {problem}. Check its path and your rights to it.",
    )


def refused(error: Exception) -> WutongError | None:
    """The sentence for `error` where the machine is the cause; None where it is not."""
    if any(_is_full(one) for one in _chain(error)):
        return NoRoom()
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return FileRefused(file=error.filename, problem=error.strerror)
    return None


def check_folder(out: Path) -> None:
    """Raise FileRefused where `out` could not be written: before the work rather than after it."""
    folder = out.absolute().parent
    if not folder.is_dir():
        raise FileRefused(file=out, problem=os.strerror(errno.ENOENT))
    if not os.access(folder, os.W_OK):
        raise FileRefused(file=out, problem=os.strerror(errno.EACCES))


def _is_full(error: BaseException) -> bool:
    by_number = isinstance(error, OSError) and error.errno in _FULL
    return by_number or _FULL_WORDS.search(str(error)) is not None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """`error` and what caused it."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__
