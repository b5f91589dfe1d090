"""Applications as declared in catalog/applications/: what the portal offers, to whom, and where one enters."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from wutong.catalog.yaml_file import Declaration, DeclarationRefused, Label, read_declaration

Role = Annotated[str, StringConstraints(pattern=r"^R([1-9]|1[0-8])$")]
EngineCode = Annotated[str, StringConstraints(pattern=r"^E([1-9]|1[0-2])$")]
Address = Annotated[str, StringConstraints(pattern=r"^/")]


class Application(Declaration):
    """One application, or one page that all of them stand on (`kind: page`).

    `live` is true once it works; then it shows in the menu at `entry`, in the order of `order`. `covers` are further
    addresses that belong to it. `asked_for` quotes the wish that it answers. One that `needs` a permission shows only
    to those who have it, in their own menu.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[AP][0-9]{2}$")]
    kind: Literal["application", "page"]
    title: Label
    summary: Label
    menu: Label | None = None
    icon: str = "point"
    order: int = 100
    users: tuple[Role, ...] = ()
    engines: tuple[EngineCode, ...] = ()
    asked_for: str | None = None
    entry: Address | None = None
    covers: tuple[Address, ...] = ()
    needs: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")] | None = None
    live: bool = False

    @model_validator(mode="after")
    def _live_has_an_entry(self) -> Self:
        if self.live and self.entry is None:
            raise ValueError("a live application needs an entry page")
        if (self.code[0] == "A") != (self.kind == "application"):
            raise ValueError("codes of applications begin with A, codes of pages with P")
        return self


def load_applications(folder: Path) -> dict[str, Application]:
    """Every application of catalog/applications/, by code; raises DeclarationRefused where two have one code."""
    found: dict[str, Application] = {}
    for path in sorted(folder.glob("*.yml")):
        application = read_declaration(path, Application)
        if application.code in found:
            raise DeclarationRefused(file=path, place="code", problem=f"{application.code} is declared twice")
        found[application.code] = application
    return dict(sorted(found.items()))
