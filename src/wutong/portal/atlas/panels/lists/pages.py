"""What the page of each list says of itself, in the reader's language: title, lead, what to type, how many."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from wutong.portal.atlas.queries.lists.kinds import AnyKind
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.templatetags.wutong import number

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ListWords:
    """`example` is a build that would fill the list, `standards` the kinds of source that do."""

    title: Words
    lead: Words
    placeholder: Words
    standards: tuple[str, ...]
    example: str


_DRUGS = ("drug_approvals", "maker_drugs", "drug_applications", "trials")
_EXAMPLE = '--source "nmpa_drugs=drugs/*.jsonl" --source "cde_trials=trials/list.tsv"'
WORDS = {
    "products": ListWords(
        gettext_lazy("Products"),
        gettext_lazy(
            "Drugs by their full name, and by their holder where a list tells it: approved, on a maker's list, or "
            "named by a register of drug trials. A product is neither its approvals nor its trials."
        ),
        gettext_lazy("Name, holder, or a number: acceptance, approval, CTR, NCT"),
        _DRUGS,
        _EXAMPLE,
    ),
    "approvals": ListWords(
        gettext_lazy("Approvals"),
        gettext_lazy("One line is one approval number or licence. A product can have several."),
        gettext_lazy("Approval number, drug or holder"),
        ("drug_approvals",),
        '--source "nmpa_drugs=drugs/*.jsonl"',
    ),
    "applications": ListWords(
        gettext_lazy("Drug applications"),
        gettext_lazy("One line is one acceptance number, from lists of applications and from trials that name it."),
        gettext_lazy("Acceptance number, drug, applicant, CTR"),
        ("drug_applications", "trials"),
        '--source "cde_applications=drugs/applications.csv"',
    ),
    "indications": ListWords(
        gettext_lazy("Indications"),
        gettext_lazy(
            "One line is one indication of one product, as a trial or an application writes it: two wordings of one "
            "disease are two."
        ),
        gettext_lazy("Indication or drug"),
        _DRUGS,
        _EXAMPLE,
    ),
    "hospitals": ListWords(
        gettext_lazy("Hospitals"),
        gettext_lazy("Hospitals and universities by their standard names, with the trials in which they are written."),
        gettext_lazy("Standard name or any way of writing it"),
        ("hospital_names",),
        '--source "hospital_names=hospitals/*.txt" --source "cde_trial_sites=trials/sites.csv"',
    ),
    "files": ListWords(
        gettext_lazy("Files"),
        gettext_lazy(
            "Every file that this release was built from. Rows read are rows used and rows held back, in each of them."
        ),
        gettext_lazy("File name, or the whole SHA-256"),
        ("registrations",),
        "",
    ),
}

# The list of trials has a page of its own; this is what it says where a release holds none.
NO_TRIALS = ListWords(
    gettext_lazy("Clinical trials"),
    gettext_lazy("This release holds no trials: it was built without a register of trials."),
    gettext_lazy("Title, drug, indication, sponsor or number"),
    ("trials", "trial_sites"),
    '--source "ctgov_studies=trials/studies.jsonl.gz"',
)


def counted(kind: AnyKind, total: int) -> str:
    """How many, in words: 12 products."""
    shown = {"count": number(total)}
    if kind.code == "products":
        return ngettext("%(count)s product", "%(count)s products", total) % shown
    if kind.code == "approvals":
        return ngettext("%(count)s approval", "%(count)s approvals", total) % shown
    if kind.code == "applications":
        return ngettext("%(count)s application", "%(count)s applications", total) % shown
    if kind.code == "indications":
        return ngettext("%(count)s indication", "%(count)s indications", total) % shown
    if kind.code == "files":
        return ngettext("%(count)s file", "%(count)s files", total) % shown
    return ngettext("%(count)s hospital", "%(count)s hospitals", total) % shown


def sources_of(words: ListWords) -> list[object]:
    """Sources that would fill the list."""
    return [one for _, one in sorted(catalogue().sources.items()) if one.standard in words.standards]
