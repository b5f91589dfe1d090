"""From counts to what the pipeline page shows: figures kept apart, the funnel, charts with their lists, coverage."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wutong.portal.atlas.panels.charts import Chart
from wutong.portal.atlas.panels.explained import Explained
from wutong.portal.atlas.panels.lists.listing import chart_of, ordered, to_list
from wutong.portal.atlas.panels.lists.words import label_of, stage_meaning
from wutong.portal.atlas.panels.tiles import Tile
from wutong.portal.atlas.panels.trials.listing import to_trials
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import Counts
from wutong.portal.atlas.queries.pipeline.board import Cells, Known
from wutong.portal.atlas.queries.products.lists import PRODUCTS
from wutong.portal.atlas.queries.trials.asked import Asked as TrialsAsked
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.templatetags.wutong import number


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the cross table with its list."""

    count: int
    address: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage: what it means, how many products, and how many of each modality."""

    title: str
    meaning: str
    whole: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class StageTable:
    """Stages down, modalities across; no product stands in two cells."""

    modalities: tuple[str, ...]
    rows: tuple[StageRow, ...]


_MOST_MODALITIES = 7


def tiles(
    counts: Mapping[str, int], asked: Asked, trials: TrialsAsked, scope: str, known: tuple[Known, ...]
) -> list[Tile]:
    """Products, approvals, applications, indications and trials: five counts that are never added."""
    titles = {
        "products": _("Products"),
        "approvals": _("Approvals"),
        "applications": _("Applications"),
        "indications": _("Indications"),
        "trials": _("Trials"),
    }
    return [
        Tile(
            ident=f"count-{code}",
            title=title,
            value=counts[code],
            form="number",
            link=to_trials(trials) if code == "trials" else to_list(RECORDS[code], asked),
            about=_about(code, title, scope, known),
        )
        for code, title in titles.items()
    ]


def _about(code: str, title: str, scope: str, known: tuple[Known, ...]) -> Explained:
    table = "trials" if code == "trials" else RECORDS[code].table
    declared = catalogue().tables[table]
    tied = next(one for one in known if one.code == ("tied_trials" if code == "trials" else "tied_products"))
    coverage = _("%(number)s of %(total)s are tied to an enterprise; filters by place and node see only those.")
    return Explained(
        title=title,
        definition=_("One counts as: %(row)s.") % {"row": wording(declared.row)},
        formula=_("Rows of the table %(table)s.") % {"table": table},
        scope=scope,
        caveat=_("Products, approvals, applications, indications and trials are different things and never added."),
        coverage=coverage % {"number": number(tied.number), "total": number(tied.total)},
    )


def stage_table(cells: Cells, counts: Counts, asked: Asked) -> StageTable:
    """The funnel by modality; a cell leads to its products."""
    facets = PRODUCTS.by_code
    stages = ordered(facets["stage"], tuple(counts.values("stage")))
    modalities = ordered(facets["modality"], tuple(counts.values("modality")))[:_MOST_MODALITIES]
    rows = tuple(
        StageRow(
            title=label_of("stage", stage),
            meaning=stage_meaning(stage),
            whole=Cell(counts.values("stage")[stage], to_list(PRODUCTS, asked.with_only("stage", stage))),
            cells=tuple(_cell(cells, asked, stage, modality) for modality in modalities),
        )
        for stage in stages
    )
    return StageTable(tuple(label_of("modality", one) for one in modalities), rows)


def _cell(cells: Cells, asked: Asked, stage: str, modality: str) -> Cell:
    address = to_list(PRODUCTS, asked.with_only("stage", stage).with_only("modality", modality))
    return Cell(cells.get((stage, modality), 0), address)


def charts(asked: Asked, counts: Counts) -> list[Chart]:
    """Products by stage, modality and class."""
    name = _("Products")
    return [
        chart_of(PRODUCTS, asked, counts, "stage", _("Products by stage"), name),
        chart_of(PRODUCTS, asked, counts, "modality", _("Products by modality"), name),
        chart_of(PRODUCTS, asked, counts, "class", _("Products by class"), name),
    ]


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One thing that is known of some: what it is, of how many, and what to mind."""

    title: str
    number: int
    total: int
    note: str

    @property
    def share(self) -> float | None:
        """Between 0 and 1; none where there is nothing."""
        return self.number / self.total if self.total else None


def coverage_lines(known: tuple[Known, ...]) -> list[CoverageLine]:
    """What the figures of this page cover."""
    titles = {
        "modality": (_("Products of a known modality"), _("told by words of the name or by the class of an approval")),
        "approved": (_("Products with an approval number"), _("lists of makers give no number")),
        "tied_products": (_("Products tied to an enterprise"), _("by their holder or the lead sponsor of a trial")),
        "clocked": (
            _("Applications with both days"),
            _("a clock needs the day of acceptance and that of the decision"),
        ),
        "phase": (_("Trials of a known phase"), _("as the register writes it, or its title")),
        "dated": (_("Trials with a date of registration"), ""),
        "cde_dated": (
            _("Of them, those of the CDE"),
            _("its list gives no date: dates are from its details where they are loaded, else the year of the number"),
        ),
        "sited": (_("Trials with sites"), _("regions are those of sites")),
        "tied_trials": (_("Trials tied to an enterprise"), _("by a sponsor")),
    }
    return [CoverageLine(titles[one.code][0], one.number, one.total, titles[one.code][1]) for one in known]


def scope_sentence(asked: Asked, names: Mapping[str, str]) -> str:
    """What was counted, in words."""
    told = [names.get(value) or label_of(facet, value) for facet, values in asked.chosen for value in values]
    return " · ".join(told) if told else _("Everything in the release, tied to an enterprise or not.")
