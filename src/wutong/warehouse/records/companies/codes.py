"""Codes of listed companies: stock codes with the zeros that spreadsheets lose, and credit codes that hold."""

import re
import unicodedata

_STOCK = re.compile(r"(?:(?:SH|SZ|BJ)\.?)?([0-9]{1,6})(?:\.(?:SH|SZ|BJ|SS|XSHG|XSHE))?")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def stock_code(text: str | None) -> str | None:
    """Six digits, or None where `text` is no stock code of the mainland."""
    match = _STOCK.fullmatch(unicodedata.normalize("NFKC", text or "").strip().upper())
    return match[1].zfill(6) if match else None


def credit_code(text: str | None) -> str | None:
    """The unified social credit code (GB 32100-2015), or None where its check digit does not hold."""
    code = unicodedata.normalize("NFKC", text or "").strip().upper()
    if len(code) != 18 or any(letter not in _ALPHABET for letter in code):
        return None
    total = sum(_ALPHABET.index(letter) * (3**place % 31) for place, letter in enumerate(code[:17]))
    return code if _ALPHABET[-total % 31] == code[17] else None
