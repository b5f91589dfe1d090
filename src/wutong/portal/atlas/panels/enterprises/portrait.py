"""From a portrait to what its page shows: every value with the row it was read from and the rule that made it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from wutong.portal.atlas import labels, links
from wutong.portal.atlas.access import ReleaseFacts
from wutong.portal.atlas.panels.enterprises import rules
from wutong.portal.atlas.places import NATION, find_place
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.portraits.origins import Origin
from wutong.portal.atlas.queries.portraits.portrait import Called, Portrait
from wutong.portal.atlas.queries.vocabulary import label_of
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day, day_of, yuan


@dataclass(frozen=True, slots=True)
class Fact:
    """One value and its answer to “where from?”: origin, the cell as written, and the rule. `note` qualifies it."""

    ident: str
    title: str
    value: str
    origin: Origin
    written: str = ""
    rule: str = ""
    note: str = ""
    address: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. `on` is None where only the order is known."""

    on: date | None
    sentence: str
    address: str = ""


def identity(portrait: Portrait) -> tuple[Fact, ...]:
    """Codes, names, kind, capital and dates."""
    return (
        *_codes(portrait),
        *_names(portrait),
        _kind(portrait),
        _capital(portrait),
        _registered(portrait),
    )


def _codes(portrait: Portrait) -> Iterator[Fact]:
    held = [one for one in portrait.identifiers if one.value != portrait.enterprise.credit_code]
    if portrait.enterprise.credit_code:
        found = next((one for one in portrait.identifiers if one.value == portrait.enterprise.credit_code), None)
        yield Fact(
            ident="credit-code",
            title=_("Unified social credit code"),
            value=portrait.enterprise.credit_code,
            origin=found.origin if found else portrait.origin,
            written=portrait.origin.raw.get("code_text", ""),
            rule=rules.sentence("credit_code"),
            note=_("check digit holds"),
        )
    for number, one in enumerate(held):
        yield _other_code(portrait, one, number)


def _other_code(portrait: Portrait, one: Called, number: int) -> Fact:
    is_own_row = one.origin.file_id == portrait.origin.file_id and one.origin.row_number == portrait.origin.row_number
    return Fact(
        ident=f"code-{number}",
        title=rules.scheme_title(one.kind),
        value=one.value,
        origin=one.origin,
        written=portrait.origin.raw.get("code_text", "") if is_own_row else "",
        rule=rules.sentence(f"scheme.{one.kind}"),
        note=_("the check digit does not hold, so it is kept as text only") if one.kind == "unrecognised" else "",
        is_doubtful=one.kind == "unrecognised",
    )


def _names(portrait: Portrait) -> Iterator[Fact]:
    titles = {"current": _("Name"), "former": _("Former name")}
    for number, one in enumerate(sorted(portrait.names, key=lambda name: (name.kind != "current", name.value))):
        yield Fact(
            ident=f"name-{number}",
            title=titles.get(one.kind, _("Other name")),
            value=one.value,
            origin=one.origin,
            written=portrait.origin.raw.get("name_zh", "") if one.value == portrait.enterprise.name_zh else "",
            rule=rules.sentence(f"name.{one.kind}"),
        )


def _kind(portrait: Portrait) -> Fact:
    return Fact(
        ident="kind",
        title=_("Kind"),
        value=label_of("kind", portrait.enterprise.kind),
        origin=portrait.origin,
        written=portrait.registration.kind_text or portrait.origin.raw.get("kind_text", ""),
        rule=rules.sentence("kind"),
    )


def _capital(portrait: Portrait) -> Fact:
    return Fact(
        ident="capital",
        title=_("Registered capital"),
        value=yuan(portrait.enterprise.capital_cny),
        origin=portrait.origin,
        written=portrait.origin.raw.get("capital_text", ""),
        rule=_capital_rule(portrait),
    )


def _capital_rule(portrait: Portrait) -> str:
    """The sum itself: amount × unit × rate."""
    registration, capital = portrait.registration, portrait.enterprise.capital_cny
    amount, unit, code = registration.capital_amount, registration.capital_unit, registration.capital_currency
    if capital is None or amount is None or not unit or not code:
        return rules.sentence("capital.unknown")
    currency = catalogue().currencies.get(code)
    words = {"amount": _plain(amount), "unit": _plain(unit), "currency": wording(currency.title) if currency else code}
    if code == "CNY" or currency is None:
        return _("%(amount)s × %(unit)s, in %(currency)s") % words
    year = portrait.enterprise.registered_on.year if portrait.enterprise.registered_on else None
    rate = capital / (amount * unit) if amount else 0.0
    source = "; ".join(wording(rates.source) for rates in currency.rates)
    of_year = _("the rate of %(year)d") % {"year": year} if year else _("the latest rate, since no date is known")
    sentence = _("%(amount)s × %(unit)s %(currency)s × %(rate)s CNY (%(of_year)s). Rates: %(source)s")
    return sentence % {**words, "rate": _plain(round(rate, 6)), "of_year": of_year, "source": source}


def _plain(value: float) -> str:
    return str(format_decimal(value, format="#,##0.######", locale="en"))


def _registered(portrait: Portrait) -> Fact:
    return Fact(
        ident="registered",
        title=_("Registered on"),
        value=day(portrait.enterprise.registered_on),
        origin=portrait.origin,
        written=portrait.origin.raw.get("registered_on_text", ""),
        rule=rules.sentence("registered_on"),
    )


def name_parts(portrait: Portrait) -> tuple[Fact, ...]:
    """The name taken apart: region, proper name, trade, legal form, branch mark, parent."""
    one = portrait.enterprise
    form = {form.code: form.title for form in catalogue().names.legal_forms.forms}.get(one.legal_form or "")
    parts = (
        ("name_region", _("Region in the name"), one.name_region),
        ("proper_name", _("Proper name"), one.proper_name),
        ("trade", _("Trade"), one.trade),
        ("legal_form", _("Legal form"), wording(form) if form else one.legal_form),
        ("branch_mark", _("Branch mark"), portrait.registration.branch_mark),
        ("parent_name", _("Parent, read from the name"), one.parent_name),
    )
    return tuple(
        Fact(
            ident=ident.replace("_", "-"),
            title=title,
            value=value,
            origin=portrait.origin,
            written=portrait.origin.raw.get("name_zh", ""),
            rule=rules.sentence(ident),
        )
        for ident, title, value in parts
        if value
    )


def place(portrait: Portrait) -> tuple[Fact, ...]:
    """Province, city, district, address and zones."""
    return (*_divisions(portrait), *_zones(portrait), *_address(portrait))


def _divisions(portrait: Portrait) -> Iterator[Fact]:
    one, raw = portrait.enterprise, portrait.origin.raw
    written = {"province": raw.get("province_text", ""), "city": raw.get("city_text", "")}
    for ident, title, name, code in (
        ("province", _("Province"), one.province, one.province_code),
        ("city", _("City"), one.city, one.city_code),
        ("district", _("District"), one.district, one.district_code),
    ):
        yield Fact(
            ident=ident,
            title=title,
            value=f"{name} {code}" if name and code else _("not known"),
            origin=portrait.origin,
            written=written.get(ident) or raw.get("address_text", ""),
            rule=rules.sentence(ident if name else "place.unknown"),
            address=_to_cockpit(code) if name else "",
            is_doubtful=not name,
        )


def _zones(portrait: Portrait) -> Iterator[Fact]:
    for number, code in enumerate(portrait.enterprise.zone_codes):
        yield Fact(
            ident=f"zone-{number}",
            title=_("Cluster or zone"),
            value=labels.place_label(code),
            origin=portrait.origin,
            written=portrait.origin.raw.get("address_text", ""),
            rule=rules.zone_sentence(code),
            address=_to_cockpit(code),
        )


def _address(portrait: Portrait) -> Iterator[Fact]:
    if portrait.registration.address:
        yield Fact(
            ident="address",
            title=_("Address"),
            value=portrait.registration.address,
            origin=portrait.origin,
            written=portrait.origin.raw.get("address_text", ""),
            rule=rules.sentence("address"),
        )


def chain(portrait: Portrait) -> tuple[Fact, ...]:
    """Tier, segments and nodes, each with what earned it; its words are marked in the scope beside."""
    return (*_standing(portrait), *_nodes(portrait))


def _standing(portrait: Portrait) -> Iterator[Fact]:
    one = portrait.enterprise
    rule = rules.placement_sentence(portrait.registration.placement_rule, one.tier)
    yield Fact("tier", _("Tier"), labels.tier_label(one.tier), portrait.origin, rule=rule)
    if one.segment != "-":
        address = links.to_list(Filter(segments=(one.segment,)))
        label = labels.segment_label(one.segment)
        yield Fact("segment", _("Primary segment"), label, portrait.origin, rule=rule, address=address)
    if one.further_segments:
        further = ", ".join(labels.segment_label(code) for code in one.further_segments)
        yield Fact("further", _("Further segments"), further, portrait.origin, rule=rules.sentence("further_segments"))


def _nodes(portrait: Portrait) -> Iterator[Fact]:
    """Each node: the words that speak for it are its wording, and what is done with the thing is its rule."""
    one = portrait.enterprise
    place = find_place(one.city_code or one.province_code or NATION.code) or NATION
    for number, code in enumerate(one.nodes):
        spoken = [evidence for evidence in portrait.registration.evidence if evidence.node == code]
        roles = dict.fromkeys(rules.role_title(evidence.role) for evidence in spoken if evidence.role)
        yield Fact(
            ident=f"node-{number}",
            title=_("Chain node"),
            value=labels.node_label(code),
            origin=portrait.origin,
            written=", ".join(dict.fromkeys(evidence.word for evidence in spoken)),
            rule=_("Words that speak for the node, and what is done with the thing: %(roles)s")
            % {"roles": ", ".join(roles)}
            if roles
            else "",
            address=links.to_node(code, place),
        )


def _to_cockpit(code: str | None) -> str:
    place = find_place(code) if code else None
    return links.to_cockpit(place) if place else ""


def timeline(portrait: Portrait, facts: ReleaseFacts) -> tuple[Moment, ...]:
    """What is known to have happened, oldest first; former names come before all, since nobody says until when."""
    moments = [*_earlier(portrait), *_registered_beside(portrait), *_read(portrait)]
    moments.append(Moment(day_of(facts.created_at), _("Published in release %(version)s") % {"version": facts.version}))
    return tuple(sorted(moments, key=lambda moment: moment.on or date.min))


def _earlier(portrait: Portrait) -> Iterator[Moment]:
    for one in portrait.names:
        if one.kind == "former":
            yield Moment(None, _("Known as %(name)s before; the date is not recorded") % {"name": one.value})


def _registered_beside(portrait: Portrait) -> Iterator[Moment]:
    one, parent = portrait.enterprise, portrait.relatives.parent
    if one.registered_on:
        yield Moment(one.registered_on, _("Registration of this enterprise"))
    if parent and parent.registered_on:
        sentence = _("Parent registered: %(name)s") % {"name": parent.name_zh}
        yield Moment(parent.registered_on, sentence, parent.enterprise_id)
    for branch in portrait.relatives.branches[:20]:
        if branch.registered_on:
            sentence = _("Branch registered: %(name)s") % {"name": branch.name_zh}
            yield Moment(branch.registered_on, sentence, branch.enterprise_id)


def _read(portrait: Portrait) -> Iterator[Moment]:
    """Each file that it was read from, once."""
    for origin in {one.origin.file_id: one.origin for one in portrait.records}.values():
        if origin.read_at:
            yield Moment(day_of(origin.read_at), _("Read from %(file)s") % {"file": origin.file_name})
