"""Arrow columns of texts as plain arrays of bytes, without a Python object for each text."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Bounds = npt.NDArray[np.int64]


def bytes_of(texts: pa.Array) -> tuple[Bounds, Bytes]:
    """Where each text begins, with the end of the last; and the bytes of all. A null is an empty text."""
    if texts.null_count:
        texts = texts.fill_null("")
    if not pa.types.is_string(texts.type) and not pa.types.is_large_string(texts.type):
        texts = texts.cast(pa.large_string())
    _, offsets, data = texts.buffers()
    if offsets is None or not len(texts):
        return np.zeros(len(texts) + 1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    width = np.int32 if pa.types.is_string(texts.type) else np.int64
    bounds = np.frombuffer(offsets, dtype=width)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    return bounds, np.frombuffer(data if data is not None else b"", dtype=np.uint8)


def letters_of(texts: pa.Array, begin: int, size: int) -> Bytes:
    """`size` bytes of each text from `begin` on (from its end where negative), as a matrix filled up with 0."""
    bounds, data = bytes_of(texts)
    if not len(data):
        return np.zeros((len(texts), size), dtype=np.uint8)
    start = bounds[:-1] if begin >= 0 else bounds[1:]
    if begin >= 0 and (bounds[1:] - start >= begin + size).all():  # codes: nothing to fill up
        whole: Bytes = data[start[:, None] + np.arange(begin, begin + size)]
        return whole
    places = start[:, None] + np.arange(begin, begin + size)
    inside = (places >= bounds[:-1, None]) & (places < bounds[1:, None])
    matrix: Bytes = np.where(inside, data[np.clip(places, 0, len(data) - 1)], 0).astype(np.uint8)
    return matrix
