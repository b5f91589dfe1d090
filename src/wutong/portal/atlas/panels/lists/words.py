"""What facets of lists and their codes are called, in the reader's language. Nothing is keyed by what these return."""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_lazy, pgettext

from wutong.kernel.bilingual import Text
from wutong.portal.atlas.labels import node_label, place_label
from wutong.portal.atlas.panels.trials.words import declared as declared_of_trials
from wutong.portal.atlas.queries.lists.kinds import UNSTATED
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import Bilingual, wording

_TITLES = {
    "stage": gettext_lazy("Stage"),
    "modality": gettext_lazy("Modality"),
    "class": gettext_lazy("Class"),
    "scheme": gettext_lazy("Kind of approval"),
    "form": gettext_lazy("Dosage form"),
    "area": gettext_lazy("Therapeutic area, as written"),
    "year": gettext_lazy("Year"),
    "asks": gettext_lazy("What it asks for"),
    "kind": gettext_lazy("Kind of application"),
    "made": gettext_lazy("Where it is made"),
    "decision": gettext_lazy("Decision"),
    "has_trials": gettext_lazy("Trials"),
    "field": gettext_lazy("Therapeutic field"),
    "phase": gettext_lazy("Phase"),
    "province": gettext_lazy("Province of a site"),
    "city": gettext_lazy("City of a site"),
    "source": gettext_lazy("Source"),
    "held_back": gettext_lazy("Rows held back"),
    "format": gettext_lazy("Format"),
    "encoding": gettext_lazy("Encoding"),
    "place": gettext_lazy("Place"),
    "node": gettext_lazy("Chain node"),
    "enterprise": gettext_lazy("Enterprise"),
}
_HAS_TRIALS = {
    "yes": Text(zh="有登记的试验", en="With a registered trial"),
    "no": Text(zh="未见登记的试验", en="Without a registered trial"),
}
_HAS_HELD_BACK = {
    "yes": Text(zh="有扣留的行", en="Some rows held back"),
    "no": Text(zh="无扣留", en="None held back"),
}


def facet_title(code: str) -> str:
    """What a facet is called."""
    return str(_TITLES[code])


def declared(code: str) -> Mapping[str, Bilingual]:
    """The titles of a facet whose values are declared; empty where values are as written."""
    drugs = catalogue().drugs
    held: dict[str, Mapping[str, Bilingual]] = {
        "stage": {one.code: one.title for one in drugs.stages.stages},
        "modality": {one.code: one.title for one in (*drugs.modalities.modalities, *drugs.modalities.further)},
        "class": {one.code: one.title for one in drugs.numbers.classes},
        "scheme": {one.code: one.title for one in drugs.numbers.schemes},
        "form": {one.code: one.title for one in drugs.forms.forms},
        "asks": {one.code: one.title for one in drugs.acceptance.asks},
        "kind": {one.code: one.title for one in drugs.acceptance.kinds},
        "made": {one.code: one.title for one in drugs.acceptance.made},
        "decision": {one.code: one.title for one in drugs.acceptance.decisions},
        "has_trials": _HAS_TRIALS,
        "source": {code: one.title for code, one in catalogue().sources.items()},
        "held_back": _HAS_HELD_BACK,
    }
    return held[code] if code in held else declared_of_trials(code)


def in_order(code: str) -> tuple[str, ...]:
    """The codes of a facet that has an order of its own; empty where the most frequent come first."""
    return tuple(declared(code)) if code in {"stage", "asks", "decision", "has_trials", "held_back"} else ()


def label_of(facet: str, code: str) -> str:
    """What `code` is called, or the code itself where nothing is declared."""
    if code == UNSTATED:
        return pgettext("facet", "Not told")
    if facet == "place":
        return place_label(code)
    if facet == "node":
        return node_label(code)
    title = declared(facet).get(code)
    return wording(title) if title else code


def stage_meaning(code: str) -> str:
    """What has to be known of a product for it to be at that stage."""
    return next((wording(one.meaning) for one in catalogue().drugs.stages.stages if one.code == code), "")


def issuer_label(code: str | None) -> str:
    """Who issued an approval number: the nation, the former ministry, or the province whose number it replaced."""
    if code in {None, "national"}:
        return gettext("National")
    if code == "ministry":
        return gettext("The former ministry of health")
    return place_label(f"{code}0000")


def column_title(table: str, name: str) -> str:
    """A column as the catalogue titles it."""
    known = catalogue().tables.get(table) or catalogue().released.get(table)
    columns = known.columns if known else ()
    return next((wording(column.title) for column in columns if column.name == name), name)
