"""What the codes of trials are called, in the reader's language. Nothing is keyed by what these return."""

from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext, gettext_lazy, pgettext

from wutong.catalog.trials import Field, Meaning, Register
from wutong.portal.atlas.labels import node_label, place_label
from wutong.portal.atlas.queries.lists.kinds import UNSTATED
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import Bilingual, reader_language, wording

# As far as a drug has come. The declaration lists phases in the order in which texts are read instead.
PHASES = ("0", "early_1", "1", "1/2", "2", "2/3", "3", "4", "bioequivalence", "not_applicable", UNSTATED)
_ROLES = {"lead": gettext_lazy("Sponsor"), "collaborator": gettext_lazy("Collaborator")}
_SCHEMES = {
    "sponsor_study_id": gettext_lazy("Sponsor's own number"),
    "acceptance_number": gettext_lazy("Acceptance number"),
    "other": gettext_lazy("Another number"),
}


class Titled(Protocol):
    """A trial, or a line of a list of them."""

    @property
    def trial_id(self) -> str: ...

    @property
    def title_zh(self) -> str | None: ...

    @property
    def title_en(self) -> str | None: ...

    @property
    def official_title(self) -> str | None: ...


def title_of(trial: Titled) -> str:
    """The title in the reader's language where the register gives one, else any, else the number."""
    both = (trial.title_en, trial.title_zh) if reader_language() == "en" else (trial.title_zh, trial.title_en)
    return both[0] or both[1] or trial.official_title or trial.trial_id


def declared(facet: str) -> Mapping[str, Bilingual]:
    """The titles of a facet whose values are declared, by code; empty for places and years."""
    words = catalogue().trial_words
    kinds: dict[str, tuple[Register, ...] | tuple[Meaning, ...] | tuple[Field, ...]] = {
        "register": words.registers,
        "status": words.statuses,
        "phase": words.phases,
        "type": words.study_types,
        "field": words.fields,
    }
    return {one.code: one.title for one in kinds.get(facet, ())}


def label_of(facet: str, code: str) -> str:
    """What `code` is called, or the code itself where nothing is declared."""
    if code == UNSTATED:
        return pgettext("trial", "Not given")
    if facet in {"place", "node"}:
        return place_label(code) if facet == "place" else node_label(code)
    title = declared(facet).get(code)
    return wording(title) if title else code


def facet_title(facet: str) -> str:
    """What a facet is called."""
    return {
        "register": gettext("Register"),
        "phase": gettext("Phase"),
        "status": gettext("Status"),
        "type": gettext("Study type"),
        "year": gettext("Year registered"),
        "numbered": gettext("Year of its number, where no date is given"),
        "field": gettext("Therapeutic field"),
        "country": gettext("Country of a site"),
        "province": gettext("Province of a site"),
        "place": gettext("Place of a sponsor"),
        "node": gettext("Chain node of a sponsor"),
        "enterprise": gettext("Sponsor"),
        "hospital": gettext("Hospital"),
    }[facet]


def role_label(code: str) -> str:
    """lead → Sponsor."""
    return str(_ROLES.get(code, code))


def scheme_label(code: str) -> str:
    """What kind of number: a register's, the sponsor's own, another."""
    title = declared("register").get(code) if code != "other" else None
    return wording(title) if title else str(_SCHEMES.get(code, code))


def column_title(name: str) -> str:
    """A column of the table trials, as the catalogue titles it."""
    columns = catalogue().tables["trials"].columns
    return next((wording(column.title) for column in columns if column.name == name), name)


def register_page(register: str, trial_id: str) -> tuple[str, bool]:
    """The register's page of a trial, and whether it is of this trial rather than the register's first."""
    found = next((one.page for one in catalogue().trial_words.registers if one.code == register), "")
    return found.replace("{trial_id}", trial_id), "{trial_id}" in found
