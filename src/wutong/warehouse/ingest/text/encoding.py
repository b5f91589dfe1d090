"""Which encoding a text is in, by its first lines."""

from pathlib import Path

from charset_normalizer import from_bytes

from wutong.warehouse.ingest.errors import EncodingUnknown

BOM = b"\xef\xbb\xbf"
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def encoding_of(head: bytes, path: Path) -> str:
    """utf-8-sig, utf-8 or gb18030; raises EncodingUnknown.

    Lines vote, so that one with damaged bytes does not decide: text in GB18030 is hardly ever valid UTF-8 by
    chance, while the reverse is common. Where no line has anything but ASCII, it is UTF-8.
    """
    if head.startswith(BOM):
        return "utf-8-sig"
    for mark, name in _MARKS:
        if head.startswith(mark):
            raise EncodingUnknown(file=path, guess=name)
    if _is_valid(head[: head.rfind(b"\n") + 1] or head, "utf-8"):
        return "utf-8"
    lines = [line for line in head.splitlines()[:20_000] if not line.isascii()]
    if not lines:
        return "utf-8"
    # The last line may be cut in the middle of a character.
    votes = lines if len(lines) == 1 or head.endswith(b"\n") else lines[:-1]
    for encoding in ("utf-8", "gb18030"):
        valid = sum(_is_valid(line, encoding) for line in votes)
        if 2 * valid >= len(votes):
            return encoding
    guess = from_bytes(head[:65_536]).best()
    raise EncodingUnknown(file=path, guess=guess.encoding if guess else "?")


def _is_valid(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
