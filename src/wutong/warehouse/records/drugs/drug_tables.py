"""From rows of lists of drugs to the tables products, approvals, drug_applications and product_trials."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wutong.catalog.drugs import Drugs
from wutong.catalog.trials import TrialWords
from wutong.warehouse.records import texts
from wutong.warehouse.records.drugs.applications import applications
from wutong.warehouse.records.drugs.names import compared, form_of, is_cut, modality_of
from wutong.warehouse.records.drugs.said import ProductSaid, approved, originated, tried
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("products", "approvals", "drug_applications", "product_trials")
_LEAST = 3  # letters of a trade name by which a trial may be tied


def drug_tables(
    approval_rows: Iterable[Row],
    maker_rows: Iterable[Row],
    trial_rows: Sequence[Row],
    application_rows: Iterable[Row],
    drugs: Drugs,
    words: TrialWords,
    account: Account,
) -> Tables:
    """Rows of each table, in the order of products. Trials are accounted for where they are read."""
    said = [*approved(approval_rows, drugs.numbers, account), *originated(maker_rows, account)]
    known = _known_names(_by_product(said))
    named = [(row, name) for row in trial_rows if _names_products(row, words) for name in _drugs_of(row)]
    unknown = [(row, name) for row, name in named if compared(name) and compared(name) not in known]
    by_product = _by_product([*said, *tried(unknown)])
    return {
        "products": [_product(found, group, drugs) for found, group in by_product.items()],
        "approvals": _approvals(said, account),
        "drug_applications": applications(trial_rows, application_rows, drugs, account),
        "product_trials": list(_product_trials(by_product, trial_rows, words)),
    }


def _by_product(said: Iterable[ProductSaid]) -> dict[str, list[ProductSaid]]:
    """What is said of each product, in the order of ids and then of rows."""
    found: dict[str, list[ProductSaid]] = {}
    for one in sorted(said, key=lambda one: (one.product_id, one.row.file_id, one.row.row_number)):
        found.setdefault(one.product_id, []).append(one)
    return found


def _names_products(row: Row, words: TrialWords) -> bool:
    trial_id = texts.plain(row.get("trial_id"))
    return trial_id is not None and words.register_of(trial_id) in words.naming_products


def _product(product_id: str, said: Sequence[ProductSaid], drugs: Drugs) -> dict[str, Any]:
    first = said[0]
    name_en = next((one.name_en for one in said if one.name_en), None)
    names = tuple(name for name in (first.name_zh, name_en) if name)
    generic, form = form_of(names[0], drugs.forms)
    classes = sorted({number.approval_class for one in said for number in one.numbers})
    modality, basis = modality_of(names, classes[0] if classes else None, drugs)
    return {
        "product_id": product_id,
        "name_zh": first.name_zh,
        "name_en": name_en,
        "generic_name": generic,
        "dosage_form": form,
        "modality": modality,
        "modality_basis": basis,
        "holder": first.holder,
        "holder_short": next((one.holder_short for one in said if one.holder_short), None),
        "trade_names": sorted({trade for one in said for trade in one.trade_names}),
        "therapeutic_areas": sorted({one.area for one in said if one.area}),
        "is_name_cut": any(is_cut(name) for name in names),
        "approval_count": len({number.text for one in said for number in one.numbers}),
        "record_count": len(said),
        **first.row.origin,
    }


def _approvals(said: Iterable[ProductSaid], account: Account) -> list[dict[str, Any]]:
    """One row a number; where a number is told twice, the first row counts and the other is remarked on."""
    found: dict[str, dict[str, Any]] = {}
    for one in sorted(said, key=lambda one: (one.row.file_id, one.row.row_number)):
        for number in one.numbers:
            if number.text in found:
                account.remark(one.row, "row.repeated", "number_text")
                continue
            found[number.text] = {
                "approval_number": number.text,
                "scheme": number.scheme,
                "approval_class": number.approval_class,
                "year": number.year,
                "issuer": number.issuer,
                "is_for_repackaging": number.is_bulk or number.approval_class == "repackaged",
                "product_id": one.product_id,
                "name_zh": one.name_zh,
                "name_en": one.name_en,
                "trade_name": one.trade_names[0] if one.trade_names else None,
                "is_name_cut": is_cut(one.name_zh) or is_cut(one.name_en),
                **one.row.origin,
            }
    return [found[number] for number in sorted(found)]


def _product_trials(
    by_product: dict[str, list[ProductSaid]], trial_rows: Iterable[Row], words: TrialWords
) -> Iterator[dict[str, Any]]:
    """Trials whose drug is named exactly like a product. A maker's product is known by its trade names only."""
    known = _known_names(by_product)
    seen: set[tuple[str, str]] = set()
    for row in trial_rows:
        trial_id = texts.plain(row.get("trial_id"))
        if trial_id is None or words.register_of(trial_id) is None:
            continue
        for name in _drugs_of(row):
            for product_id, basis in known.get(compared(name), ()):
                if (product_id, trial_id) not in seen:
                    seen.add((product_id, trial_id))
                    told = {"drug_text": name, "matched_by": basis}
                    yield {"product_id": product_id, "trial_id": trial_id, **told, **row.origin}


def _known_names(by_product: dict[str, list[ProductSaid]]) -> dict[str, list[tuple[str, str]]]:
    known: dict[str, dict[str, str]] = {}
    for product_id, said in by_product.items():
        for one in said:
            trades = [(trade, "trade_name") for trade in one.trade_names if len(compared(trade)) >= _LEAST]
            full = [] if one.holder else [(name, "name") for name in one.names]
            for name, basis in (*full, *trades):
                known.setdefault(compared(name), {}).setdefault(product_id, basis)
    return {name: sorted(found.items()) for name, found in known.items()}


def _drugs_of(row: Row) -> Iterator[str]:
    for one in texts.listed(row.get("drug_text")):
        said = one.get("name") if isinstance(one, dict) else one
        for piece in str(said or "").replace("；", ";").split(";"):
            if name := texts.plain(piece):
                yield name
