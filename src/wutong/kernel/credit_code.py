"""The unified social credit code of GB 32100-2015, as people type it. For columns, see warehouse/standardize."""

import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(text: str | None) -> str | None:
    """The unified social credit code (GB 32100-2015), or None where its check digit does not hold."""
    code = unicodedata.normalize("NFKC", text or "").strip().upper()
    if len(code) != 18 or any(letter not in _ALPHABET for letter in code):
        return None
    total = sum(_ALPHABET.index(letter) * (3**place % 31) for place, letter in enumerate(code[:17]))
    return code if _ALPHABET[-total % 31] == code[17] else None
