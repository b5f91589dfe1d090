"""The rules that make values, in words: what a page answers when asked how it knows."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

_SENTENCES = {
    "credit_code": gettext_noop(
        "Taken where its check digit under GB 32100-2015 holds; small letters, wide letters and blanks are forgiven."
    ),
    "scheme.credit_code": gettext_noop("Another credit code of a registration that was merged into this enterprise."),
    "scheme.cn_registration_number": gettext_noop(
        "The registration number used before 2015; its check digit under GS 15-2006 holds."
    ),
    "scheme.cn_organisation_code": gettext_noop(
        "The organisation code used before 2015, with its GB 11714 check digit."
    ),
    "scheme.unrecognised": gettext_noop("What the register gives as a code, though no known scheme accepts it."),
    "name.current": gettext_noop("As the register writes it; full-width letters and brackets are made alike."),
    "name.former": gettext_noop(
        "The name of another registration with the same identifier, or one that names itself former."
    ),
    "kind": gettext_noop(
        "Read from the register's words; where it has none, from the credit code, the branch mark or the legal form."
    ),
    "capital.unknown": gettext_noop("The register gives no amount that can be read."),
    "registered_on": gettext_noop(
        "As the register writes it; a date that cannot be is left out and listed as an issue."
    ),
    "name_region": gettext_noop("The place with which the name begins, or that it holds in brackets."),
    "proper_name": gettext_noop("What is left of the name between place, trade and legal form."),
    "trade": gettext_noop("The declared word for a trade that stands before the legal form."),
    "legal_form": gettext_noop("The longest declared ending of the name."),
    "branch_mark": gettext_noop("The words after the parent's name that mark a branch."),
    "parent_name": gettext_noop("The part of the name before the branch mark."),
    "province": gettext_noop("The register's province, as a division of today."),
    "city": gettext_noop("The register's place, as a division of today; former names lead to their successors."),
    "district": gettext_noop("Where the address or the register's place names a district of that city."),
    "place.unknown": gettext_noop("Neither the register's place nor the address tells."),
    "address": gettext_noop("As the register writes it."),
    "further_segments": gettext_noop(
        "Segments in which the marked words plainly speak of work, besides the primary one."
    ),
    "merge.same_credit_code": gettext_noop("Same credit code"),
    "merge.same_registration_number": gettext_noop("Same registration number"),
    "merge.same_organisation_code": gettext_noop("Same organisation code"),
    "merge.same_name_place_and_date": gettext_noop("Same name, city and date of registration"),
    "merge.equal_rows": gettext_noop("Equal in everything they say"),
    "merge.primary_record": gettext_noop("The value of the primary registration is taken"),
    "not_placed": gettext_noop("No biomedical word counts in its name or scope, or those that occur are negated."),
}
_SCHEMES = {
    "credit_code": gettext_noop("Unified social credit code"),
    "cn_registration_number": gettext_noop("Registration number"),
    "cn_organisation_code": gettext_noop("Organisation code"),
    "unrecognised": gettext_noop("Code as written"),
}


def sentence(code: str) -> str:
    """The rule with that code, in the reader's language; empty where there is none."""
    said = _SENTENCES.get(code)
    return _(said) if said else ""


def scheme_title(scheme: str) -> str:
    """What kind of identifier it is."""
    return _(_SCHEMES.get(scheme, "Code as written"))


def zone_sentence(code: str) -> str:
    """Why an address lies in a cluster or one of its zones."""
    cluster = next((one for one in catalogue().clusters.values() if _holds(code, one.code)), None)
    if cluster is None:
        return ""
    if cluster.code == code:
        return f"{wording(cluster.definition)}. {wording(cluster.source)}"
    zone = next(zone for zone in cluster.zones if zone.code == code)
    words = ", ".join(zone.words[:12])
    return _("The address has one of these words: %(words)s.") % {"words": words}


def _holds(code: str, cluster_code: str) -> bool:
    zones = catalogue().clusters[cluster_code].zones
    return code == cluster_code or any(zone.code == code for zone in zones)


def placement_sentence(rule: str | None, tier: str) -> str:
    """The decision that gave tier and segment, as the chain declares it."""
    if rule is None:
        return sentence("not_placed") if tier == "none" else ""
    decision = next((one for one in catalogue().chain.decisions if one.rule == rule), None)
    return f"{wording(decision.title)} ({rule})" if decision else rule


def role_title(role: str) -> str:
    """What is done with the thing that a marked word names."""
    if role == "name":
        return _("in the name")
    activity = next((one for one in catalogue().chain.reading.activities if one.code == role), None)
    return wording(activity.title) if activity else role


def merge_sentence(rule: str) -> str:
    """Why registrations were merged, or one value taken before another; a rule without words is shown by its code."""
    return sentence(f"merge.{rule}") or rule
