"""What the machine refuses becomes a sentence; our own faults do not."""

import errno
import os
from pathlib import Path

import pytest

from wutong.cli.machine import FileRefused, NoRoom, check_folder, refused


def _caused(by: Exception) -> Exception:
    error = RuntimeError("the copy failed")
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)),
        OSError("636608 requested and 227824 written"),
        RuntimeError('Could not write file "part-0.parquet": No space left on device'),
        _caused(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))),
    ],
)
def test_a_full_disk_is_said(error: Exception) -> None:
    assert isinstance(refused(error), NoRoom)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory") as caught:
        tmp_path.read_bytes()
    found = refused(caught.value)
    assert isinstance(found, FileRefused)
    assert str(tmp_path) in found.in_language("zh")


@pytest.mark.parametrize("error", [KeyError("name"), OSError("odd"), ValueError("part 3 of 4 written")])
def test_a_fault_of_ours_keeps_its_trace(error: Exception) -> None:
    assert refused(error) is None


def test_a_file_is_written_only_into_a_folder_that_is_there(tmp_path: Path) -> None:
    check_folder(tmp_path / "out.csv")
    with pytest.raises(FileRefused):
        check_folder(tmp_path / "absent" / "out.csv")
