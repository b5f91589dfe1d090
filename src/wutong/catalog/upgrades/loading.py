"""Reads the steps of every service and refuses a catalogue in which one is missing or does not fit its versions."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field

from wutong.catalog.flows import Flow
from wutong.catalog.services import Service
from wutong.catalog.upgrades.checking import Version, wrong
from wutong.catalog.upgrades.declared import UpgradeStep
from wutong.catalog.yaml_file import Declaration, DeclarationRefused, read_declaration


class _File(Declaration):
    """The steps of one service."""

    steps: Annotated[tuple[UpgradeStep, ...], Field(min_length=1)]


def load_upgrades(
    folder: Path, services: Mapping[str, tuple[Service, ...]], flows: Mapping[str, Flow]
) -> dict[str, dict[int, UpgradeStep]]:
    """By service, the step to each version; raises DeclarationRefused where versions differ and no step fits them."""
    found = {}
    for code, versions in services.items():
        path = folder / code / "upgrades.yml"
        steps = read_declaration(path, _File).steps if path.is_file() else ()
        found[code] = _by_version(steps, versions, path)
        for old, new in pairwise(versions):
            both = [Version(one, flows[one.flow]) for one in (old, new)]
            for place, problem in wrong(both[0], both[1], found[code].get(new.version)):
                raise DeclarationRefused(file=path, place=f"to {new.version}, {place}", problem=problem)
    return found


def _by_version(steps: tuple[UpgradeStep, ...], versions: tuple[Service, ...], path: Path) -> dict[int, UpgradeStep]:
    found = {one.to: one for one in steps}
    known = {one.version for one in versions[1:]}
    if len(found) < len(steps) or set(found) - known:
        raise DeclarationRefused(file=path, place="steps", problem="each step leads to one version that there is")
    return found
