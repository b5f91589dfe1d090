"""Codes of listed companies: stock codes with the zeros that spreadsheets lose."""

import re
import unicodedata

_STOCK = re.compile(r"(?:(?:SH|SZ|BJ)\.?)?([0-9]{1,6})(?:\.(?:SH|SZ|BJ|SS|XSHG|XSHE))?")


def stock_code(text: str | None) -> str | None:
    """Six digits, or None where `text` is no stock code of the mainland."""
    match = _STOCK.fullmatch(unicodedata.normalize("NFKC", text or "").strip().upper())
    return match[1].zfill(6) if match else None
