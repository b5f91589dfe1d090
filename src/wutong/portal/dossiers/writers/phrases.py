"""The few words that a writer adds itself, in the language of the document."""

from django.utils.translation import gettext as _

from wutong.portal.dossiers.content.document import Cell, Dossier, Grid


def cautions_title() -> str:
    return _("What this is not")


def notes_title() -> str:
    return _("Sources")


def running_title(dossier: Dossier) -> str:
    """What stands at the foot of every page."""
    return f"{dossier.title} · {_('Release')} {dossier.release.version}"


def page_of(page: str, pages: str) -> str:
    return _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages}


def notes_grid(dossier: Dossier) -> Grid:
    """The notes, as the table at the end."""
    rows = tuple(
        tuple(map(Cell, (f"[{one.number}]", one.source, one.file_name, str(one.row_number), one.read_on, one.digest)))
        for one in dossier.notes
    )
    return Grid(
        heads=(_("No."), _("Source"), _("File"), _("Row"), _("Read on"), _("SHA-256 begins")),
        rows=rows,
        widths=(0.07, 0.22, 0.25, 0.09, 0.17, 0.2),
        numeric=frozenset({3}),
    )
