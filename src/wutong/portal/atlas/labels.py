"""What codes are called, in the reader's language. Nothing is keyed by what these return."""

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from wutong.portal.atlas.places import NATION, Place, find_place
from wutong.portal.shared.catalogue import catalogue, segments
from wutong.portal.shared.language import wording

TIERS = {
    "core": pgettext_lazy("tier", "Core"),
    "related": pgettext_lazy("tier", "Related"),
    "peripheral": pgettext_lazy("tier", "Peripheral"),
    "none": pgettext_lazy("tier", "Not biomedical"),
}
PLACE_KINDS = {
    "nation": gettext_lazy("nation"),
    "province": gettext_lazy("province"),
    "city": gettext_lazy("city"),
    "district": gettext_lazy("district"),
    "zone": gettext_lazy("cluster or zone"),
}

# Reasons of the reader, of the standardizer and of records. One that is missing here is shown by its code.
REASONS = {
    "too_few_fields": gettext_lazy("Too few fields"),
    "too_many_fields": gettext_lazy("Too many fields"),
    "stray_quote": gettext_lazy("A quotation mark inside a field"),
    "unterminated_quote": gettext_lazy("A quotation mark that never closes"),
    "nul_byte": gettext_lazy("A NUL byte"),
    "invalid_bytes": gettext_lazy("Bytes that are no text in the file's encoding"),
    "cell_too_long": gettext_lazy("A cell that is far too long"),
    "row_too_long": gettext_lazy("A row that is far too long"),
    "not_an_object": gettext_lazy("A line that is no JSON object"),
    "code_odd": gettext_lazy("A code that is no code"),
    "code_twice": gettext_lazy("A code that stands there already"),
    "name_missing": gettext_lazy("No name"),
    "name.absent": gettext_lazy("No name"),
    "row.shifted": gettext_lazy("Cells have slipped into other columns"),
    "credit_code.check_digit": gettext_lazy("The check digit of the credit code does not hold"),
    "registration_number.check_digit": gettext_lazy("The check digit of the registration number does not hold"),
    "identifier.unrecognised": gettext_lazy("A code of no known scheme"),
    "registered_on.impossible": gettext_lazy("A registration date that cannot be"),
    "registered_on.future": gettext_lazy("A registration date in the future"),
    "capital.unreadable": gettext_lazy("A capital that cannot be read"),
    "capital.unit_assumed": gettext_lazy("A capital without a unit, taken as ten thousand"),
    "kind.unrecognised": gettext_lazy("A kind of enterprise that is not known"),
    "place.unrecognised": gettext_lazy("A place that is not known"),
    # Records that are no registrations.
    "trial_id.unrecognised": gettext_lazy("A number of no known register of trials"),
    "row.repeated": gettext_lazy("A row that repeats another"),
    "date.impossible": gettext_lazy("A date that cannot be"),
    "date.unreadable": gettext_lazy("A date that cannot be read"),
    "status.unrecognised": gettext_lazy("A status that is not known"),
    "phase.unrecognised": gettext_lazy("A phase that is not known"),
    "study_type.unrecognised": gettext_lazy("A kind of study that is not known"),
    "approval_number.unrecognised": gettext_lazy("No approval number"),
    "acceptance_number.unrecognised": gettext_lazy("No acceptance number"),
    "stock_code.unrecognised": gettext_lazy("No stock code"),
    "file_name.unrecognised": gettext_lazy("The name of the file tells no statement and quarter"),
    "figure.unreadable": gettext_lazy("A figure that cannot be read"),
    "figure.differs": gettext_lazy("A figure that another row tells differently"),
    "round.unrecognised": gettext_lazy("A round of financing that is not known"),
    "amount.unreadable": gettext_lazy("An amount that cannot be read"),
}

COVERED = {
    "credit_code": gettext_lazy("Credit code, checked"),
    "registered_on": gettext_lazy("Registration date"),
    "capital_cny": gettext_lazy("Registered capital"),
    "district": gettext_lazy("District"),
}


def covered_label(code: str) -> str:
    """A value whose coverage is shown."""
    return str(COVERED.get(code, code))


def tier_label(code: str) -> str:
    """core → 核心."""
    return str(TIERS.get(code, code))


def segment_label(code: str) -> str:
    """device → 医疗器械."""
    segment = segments().get(code)
    return wording(segment.title) if segment else gettext("Unplaced")


def node_label(code: str) -> str:
    """The node's title, or its code where the release knows a node that the catalogue no longer does."""
    node = catalogue().chain.nodes.get(code)
    return wording(node.title) if node else code


def place_label(code: str) -> str:
    """330114 → 钱塘区."""
    place = find_place(code)
    return wording(place.title) if place else code


def place_path(place: Place) -> str:
    """The place with what it lies in: 浙江省 · 杭州市 · 钱塘区."""
    titles = [wording(place.title)]
    above = find_place(place.parent_code) if place.parent_code else None
    while above is not None and above.code != NATION.code:
        title = wording(above.title)
        if title != titles[0]:
            titles.insert(0, title)
        above = find_place(above.parent_code) if above.parent_code else None
    return " · ".join(titles)


def reason_label(code: str) -> str:
    """Why a row or a value could not be used."""
    return str(REASONS.get(code, code))


def field_label(name: str) -> str:
    """A column of the registrations, as the catalogue titles it."""
    for table in ("standard__registration", "raw__registration"):
        for column in catalogue().tables[table].columns:
            if column.name == name:
                return wording(column.title)
    return name
