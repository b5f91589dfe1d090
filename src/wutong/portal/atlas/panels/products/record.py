"""From a product or an application to what its page shows: facts with the row behind each, and clocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.portal.atlas.panels.enterprises.portrait import Fact
from wutong.portal.atlas.panels.lists.words import column_title, facet_title, label_of, stage_meaning
from wutong.portal.atlas.queries.products.applications import Application
from wutong.portal.atlas.queries.products.record import ProductRecord
from wutong.portal.atlas.queries.products.ties import Tie
from wutong.portal.shared.catalogue import catalogue, working_days
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import day, number


@dataclass(frozen=True, slots=True)
class Clock:
    """What the law gives for an application, and how long it took. `legal` and `used` are working days, `days` all.

    `due_on` is when the limit ends if nothing stops it, `is_provisional` while a year on the way has no calendar yet.
    """

    kind: str
    legal: int
    is_consent_implied: bool
    law: str
    days: int | None
    used: int | None
    due_on: date | None
    is_provisional: bool


def facts(record: ProductRecord) -> list[Fact]:
    """Every value of the product, with the row behind it and the rule that made it."""
    return list(_facts(record))


def _facts(record: ProductRecord) -> Iterator[Fact]:
    product, origin = record.product, record.origin
    if product.stage:
        yield Fact(
            "stage",
            facet_title("stage"),
            label_of("stage", product.stage),
            origin,
            product.basis or "",
            stage_meaning(product.stage),
            note=_basis(record),
            address=_basis_page(record),
        )
    for name in ("name_zh", "name_en", "generic_name"):
        if value := getattr(product, name):
            rule = _("What is left of the name without its dosage form.") if name == "generic_name" else ""
            note = _("cut short in the source") if product.is_name_cut and name != "generic_name" else ""
            yield Fact(name.replace("_", "-"), column_title("products", name), value, origin, rule=rule, note=note)
    if product.dosage_form:
        rule = _("Read from the end or the beginning of the name.")
        yield Fact("form", facet_title("form"), label_of("form", product.dosage_form), origin, rule=rule)
    if product.modality:
        yield Fact(
            "modality",
            facet_title("modality"),
            label_of("modality", product.modality),
            origin,
            product.modality_basis or "",
            _("By a word of the name, or by the class of its approval."),
        )
    for name in ("trade_names", "therapeutic_areas"):
        if values := getattr(product, name):
            yield Fact(name.replace("_", "-"), column_title("products", name), " / ".join(values), origin)
    yield Fact("records", column_title("products", "record_count"), number(product.record_count), origin)


def _basis(record: ProductRecord) -> str:
    product = record.product
    return "" if product.basis_kind == "list" else product.basis or ""


def _basis_page(record: ProductRecord) -> str:
    product = record.product
    if product.basis_kind == "trial":
        return reverse("atlas:trial", args=[product.basis])
    return reverse("atlas:application", args=[product.basis]) if product.basis_kind == "application" else ""


def application_facts(one: Application) -> list[Fact]:
    """Every value of an application: what its number says, and what lists and trials say."""
    by_number = _("The letters and digits of the number tell it.")
    coded = (("asks", one.asks_for), ("kind", one.kind), ("class", one.approval_class), ("made", one.made))
    found = [
        Fact(facet, facet_title(facet), label_of(facet, code), one.origin, one.acceptance_number, by_number)
        for facet, code in coded
        if code
    ]
    found.append(
        Fact(
            "year",
            column_title("drug_applications", "year"),
            str(one.year),
            one.origin,
            one.acceptance_number,
            by_number,
        )
    )
    told = {
        "drug_text": one.drug_text,
        "indication_text": one.indication_text,
        "accepted_on": day(one.accepted_on) if one.accepted_on else None,
        "decided_on": day(one.decided_on) if one.decided_on else None,
        "decision": label_of("decision", one.decision) if one.decision else one.decision_text,
    }
    found += [
        Fact(
            name.replace("_", "-"),
            column_title("drug_applications", name),
            value,
            one.origin,
            (one.decision_text or "") if name == "decision" else "",
        )
        for name, value in told.items()
        if value
    ]
    return found


def clock_of(one: Application) -> Clock | None:
    """The clock that the law sets for what is asked; None where it sets none."""
    asked = next((found for found in catalogue().drugs.acceptance.asks if found.code == one.asks_for), None)
    if asked is None or asked.clock is None:
        return None
    law = asked.clock
    calendar, begun, ended = working_days(), one.accepted_on, one.decided_on
    due_on = calendar.after(begun, law.days) if begun else None
    return Clock(
        kind=wording(asked.title),
        legal=law.days,
        is_consent_implied=law.is_consent_implied,
        law=wording(law.law),
        days=one.days,
        used=calendar.count(begun, ended) if begun and ended else None,
        due_on=due_on,
        is_provisional=bool(begun and due_on and not calendar.is_settled(begun, due_on)),
    )


def holders(record: ProductRecord) -> list[tuple[str, Tie]]:
    """Everybody whose it is said to be, with the role: holder, applicant, sponsor of a trial; each name once a role."""
    found = [(_("Holder"), record.holder)] if record.holder else []
    found += [(_("Applicant"), one.applicant) for one in record.applications if one.applicant]
    found += [(_("Sponsor of a trial"), tie) for one in record.trials for tie in one.sponsors]
    return list({(role, tie.name): (role, tie) for role, tie in found}.values())
