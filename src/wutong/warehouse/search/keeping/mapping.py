"""Files as arrays that are read as they are used."""

from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

G = TypeVar("G", bound=np.generic)


def mapped(path: Path, kind: np.dtype[G] | type[G]) -> npt.NDArray[G]:
    """A file as a plain array: slices of a memmap cost far more than those of an array over it."""
    if path.stat().st_size == 0:
        return np.zeros(0, dtype=kind)
    return np.asarray(np.memmap(path, dtype=kind, mode="r"))
