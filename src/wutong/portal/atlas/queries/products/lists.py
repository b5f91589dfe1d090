"""The lists of products, approvals, applications and indications: what each holds and by what it narrows."""

from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas.queries.lists.kinds import Facet, ListKind, Order

# A product is tied to the enterprise of its holder and to the lead sponsors of its trials.
PRODUCT_LINKS = (
    "SELECT product_id AS thing, enterprise_id FROM product_enterprises UNION ALL "
    "SELECT tied.product_id, tie.enterprise_id FROM product_trials AS tied JOIN trial_enterprises AS tie "
    "ON tie.trial_id = tied.trial_id AND tie.role = 'lead'"
)


def _linked(key: str, table: str) -> str:
    return (
        f"SELECT tied.{key} AS thing, link.enterprise_id FROM {table} AS tied "
        f"JOIN ({PRODUCT_LINKS}) AS link ON link.thing = tied.product_id"
    )


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product. Counts of different things are never added."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    trade_names: tuple[str, ...]
    dosage_form: str | None
    modality: str | None
    drug_class: str | None
    stage: str | None
    holder: str | None
    approval_count: int
    application_count: int
    indication_count: int
    trial_count: int


_PRODUCTS = """
SELECT product.product_id, product.name_zh, product.name_en, product.generic_name, product.trade_names,
  product.dosage_form, product.modality, product.modality_basis, coalesce(approval.drug_class, told.drug_class) AS
  drug_class, stage.stage, stage.basis_kind, stage.basis, product.holder, product.holder_short,
  product.therapeutic_areas, coalesce(approval.schemes, []) AS schemes, approval.year,
  product.approval_count, coalesce(told.number, 0) AS application_count, coalesce(meant.number, 0) AS indication_count,
  coalesce(tried.number, 0) AS trial_count, product.is_name_cut, product.source_id, product.file_id,
  product.row_number
FROM products AS product LEFT JOIN product_stages AS stage ON stage.product_id = product.product_id
LEFT JOIN (SELECT product_id, min(approval_class) AS drug_class, list(DISTINCT scheme) AS schemes, min("year") AS "year"
  FROM approvals GROUP BY product_id) AS approval ON approval.product_id = product.product_id
LEFT JOIN (SELECT tied.product_id, min(one.approval_class) AS drug_class, count(*) AS number
  FROM product_applications AS tied JOIN drug_applications AS one ON one.acceptance_number = tied.acceptance_number
  GROUP BY tied.product_id) AS told ON told.product_id = product.product_id
LEFT JOIN (SELECT product_id, count(*) AS number FROM product_indications GROUP BY product_id) AS meant
  ON meant.product_id = product.product_id
LEFT JOIN (SELECT product_id, count(*) AS number FROM product_trials GROUP BY product_id) AS tried
  ON tried.product_id = product.product_id
"""
_NAME = "coalesce(name_zh, name_en)"
PRODUCTS = ListKind(
    code="products",
    table="products",
    relation=_PRODUCTS,
    key="product_id",
    row=ProductRow,
    text="lower(concat_ws(' ', name_zh, name_en, generic_name, holder, holder_short, "
    "array_to_string(trade_names, ' ')))",
    numbers=(
        "product_id IN (SELECT product_id FROM approvals WHERE approval_number = ?)",
        "product_id IN (SELECT product_id FROM product_applications WHERE acceptance_number = ?)",
        "product_id IN (SELECT product_id FROM product_trials WHERE upper(trial_id) = ?)",
    ),
    facets=(
        Facet("stage", "stage"),
        Facet("modality", "modality"),
        Facet("class", "drug_class"),
        Facet("scheme", "schemes", is_list=True),
        Facet("form", "dosage_form"),
        Facet("area", "therapeutic_areas", is_list=True),
        Facet("year", '"year"', is_year=True),
    ),
    orders={
        "trials": Order("trial_count DESC, approval_count DESC", "descending"),
        "name": Order(f"{_NAME}", "ascending", "-name"),
        "-name": Order(f"{_NAME} DESC", "descending", "name"),
        "approvals": Order("approval_count DESC", "descending"),
        "applications": Order("application_count DESC", "descending"),
        "indications": Order("indication_count DESC", "descending"),
        "newest": Order('"year" DESC NULLS LAST', "descending", "oldest"),
        "oldest": Order('"year" ASC NULLS LAST', "ascending", "newest"),
    },
    exported=(
        *("product_id", "name_zh", "name_en", "generic_name", "trade_names", "dosage_form", "modality"),
        *("modality_basis", "drug_class", "stage", "basis_kind", "basis", "holder", "therapeutic_areas"),
        *('"year"', "approval_count", "application_count", "indication_count", "trial_count"),
        *("source_id", "file_id", "row_number"),
    ),
    links=PRODUCT_LINKS,
)


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One approval number."""

    approval_number: str
    scheme: str
    approval_class: str
    year: int | None
    product_id: str
    name_zh: str | None
    name_en: str | None
    trade_name: str | None
    holder: str | None
    is_for_repackaging: bool


APPROVALS = ListKind(
    code="approvals",
    table="approvals",
    relation="SELECT one.*, product.modality, product.holder FROM approvals AS one "
    "JOIN products AS product ON product.product_id = one.product_id",
    key="approval_number",
    row=ApprovalRow,
    text="lower(concat_ws(' ', name_zh, name_en, trade_name, holder, approval_number))",
    numbers=("approval_number = ?",),
    facets=(
        Facet("class", "approval_class"),
        Facet("modality", "modality"),
        Facet("scheme", "scheme"),
        Facet("year", '"year"', is_year=True),
    ),
    orders={
        "newest": Order('"year" DESC NULLS LAST', "descending", "oldest"),
        "oldest": Order('"year" ASC NULLS LAST', "ascending", "newest"),
        "number": Order("approval_number", "ascending"),
        "name": Order(_NAME, "ascending"),
    },
    exported=(
        *("approval_number", "scheme", "approval_class", '"year"', "issuer", "is_for_repackaging", "product_id"),
        *("name_zh", "name_en", "trade_name", "modality", "holder", "source_id", "file_id", "row_number"),
    ),
    links=_linked("approval_number", "approvals"),
)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application; `days` from acceptance to decision where both are told."""

    acceptance_number: str
    made: str | None
    kind: str | None
    approval_class: str | None
    asks_for: str | None
    year: int
    drug_text: str | None
    applicant_text: str | None
    accepted_on: date | None
    decided_on: date | None
    decision: str | None
    days: int | None


APPLICATIONS = ListKind(
    code="applications",
    table="drug_applications",
    relation="SELECT *, datediff('day', accepted_on, decided_on) AS days FROM drug_applications",
    key="acceptance_number",
    row=ApplicationRow,
    text="lower(concat_ws(' ', acceptance_number, drug_text, applicant_text, indication_text))",
    numbers=(
        "acceptance_number = ?",
        "acceptance_number IN (SELECT value FROM trial_identifiers WHERE scheme = 'acceptance_number' "
        "AND upper(trial_id) = ?)",
    ),
    facets=(
        Facet("asks", "asks_for"),
        Facet("kind", "kind"),
        Facet("class", "approval_class"),
        Facet("made", "made"),
        Facet("decision", "decision"),
        Facet("year", '"year"', is_year=True),
    ),
    orders={
        "newest": Order('"year" DESC, accepted_on DESC NULLS LAST, acceptance_number DESC', "descending", "oldest"),
        "oldest": Order('"year", accepted_on ASC NULLS LAST', "ascending", "newest"),
        "number": Order("acceptance_number", "ascending"),
        "days": Order("days DESC NULLS LAST", "descending"),
    },
    exported=(
        *("acceptance_number", "made", "kind", "approval_class", "asks_for", '"year"', "drug_text", "applicant_text"),
        *("indication_text", "accepted_on", "decided_on", "days", "decision", "decision_text"),
        *("source_id", "file_id", "row_number"),
    ),
    links="SELECT acceptance_number AS thing, enterprise_id FROM application_enterprises UNION ALL "
    + _linked("acceptance_number", "product_applications"),
)


@dataclass(frozen=True, slots=True)
class IndicationRow:
    """One indication of one product, as written."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    stage: str | None
    indication: str
    trial_count: int
    trial_id: str | None
    acceptance_number: str | None


INDICATIONS = ListKind(
    code="indications",
    table="product_indications",
    relation="SELECT one.product_id || '|' || one.indication AS indication_key, one.*, product.name_zh, "
    "product.name_en, product.modality, stage.stage FROM product_indications AS one "
    "JOIN products AS product ON product.product_id = one.product_id "
    "LEFT JOIN product_stages AS stage ON stage.product_id = one.product_id",
    key="indication_key",
    row=IndicationRow,
    text="lower(concat_ws(' ', indication, name_zh, name_en))",
    facets=(Facet("stage", "stage"), Facet("modality", "modality")),
    orders={
        "trials": Order("trial_count DESC", "descending"),
        "indication": Order("indication", "ascending"),
        "name": Order(_NAME, "ascending"),
    },
    exported=(
        *("product_id", "name_zh", "name_en", "modality", "stage", "indication", "trial_count", "trial_id"),
        "acceptance_number",
    ),
    links="SELECT tied.product_id || '|' || tied.indication AS thing, link.enterprise_id FROM product_indications "
    f"AS tied JOIN ({PRODUCT_LINKS}) AS link ON link.thing = tied.product_id",
)
