"""Names of drugs: compared in one spelling, with the dosage form and the modality that they tell."""

import hashlib
import re
import unicodedata

from wutong.catalog.drugs import Drugs, Forms

_AT_END = re.compile(r"(?:\([^()]*\))+$")
_SIGNS = re.compile(r"[\s®™©]+")
_CUT = re.compile(r"(?:…|\.{2,}|[、,/+-]|\b(?:of|and|for|with))$")


def compared(name: str) -> str:
    """The spelling in which names are compared: half-width, lower case, without spaces."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def product_id(name: str, holder: str | None) -> str:
    """The stable id of a product: by its full name (which says the dosage form) and its holder, where known."""
    key = f"{compared(name)}|{compared(holder or '')}"
    return "p" + hashlib.sha256(key.encode()).hexdigest()[:15]


def form_of(name: str, forms: Forms) -> tuple[str, str | None]:
    """The name without its dosage form, and the form; what stands in brackets at the end belongs to neither."""
    plain = _AT_END.sub("", compared(name))
    for word, code in forms.beginnings:
        if plain.startswith(word) and len(plain) > len(word) + 1:
            return plain.removeprefix(word), code
    for word, code in forms.endings:
        if plain.endswith(word) and len(plain) > len(word) + 1:
            return plain.removesuffix(word), code
    return plain, None


def modality_of(names: tuple[str, ...], approval_class: str | None, drugs: Drugs) -> tuple[str | None, str | None]:
    """The modality and its basis: the word of a name that tells it, or the class of the approval."""
    spelt = [compared(name) for name in names]
    for modality in drugs.modalities.modalities:
        for name in spelt:
            word = next((word for word in modality.words if word in name), None)
            if word and not any(other in name for other in modality.besides):
                return modality.code, f"word: {word}"
    for one in drugs.modalities.by_class:
        if one.approval_class == approval_class:
            return one.modality, f"class: {approval_class}"
    return None, None


def is_cut(name: str | None) -> bool:
    """True where a name was cut short: an open bracket, dots, or a word that cannot be the last."""
    plain = unicodedata.normalize("NFKC", (name or "").replace("…", "..")).strip()
    return bool(_CUT.search(plain)) or plain.count("(") > plain.count(")")
