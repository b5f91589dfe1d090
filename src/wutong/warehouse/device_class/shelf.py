"""Models that were learned, kept under the home: one is learned again only when what it is learned from changes."""

import shutil
from collections.abc import Callable
from pathlib import Path

from wutong.catalog.device_class import load_device_knowledge
from wutong.kernel.home import Home
from wutong.warehouse import fingerprints
from wutong.warehouse.device_class.knowing import Known
from wutong.warehouse.device_class.storing import save
from wutong.warehouse.device_class.training import learn
from wutong.warehouse.reference.references import References

NAME = "device_class"
LEAST_DECISIONS = 50  # fewer teach nothing


def place_model(root: Path, home: Home, references: References, release: Path) -> bool:
    """Give the release in the folder `release` the model of these lists, learned now or before; False without
    decisions enough. `root` holds the declarations."""
    if len(references.device_decisions) < LEAST_DECISIONS:
        return False
    knowledge = load_device_knowledge(root)
    known = Known.of(references.device_decisions, references.device_classes, knowledge)
    mark = fingerprints.of_texts((fingerprints.of_device_class(root), repr(known.decisions), repr(known.listed)))
    kept = home.models / NAME / mark
    if not kept.is_dir():
        _kept(kept, lambda folder: save(learn(known, knowledge), folder))
    shutil.copytree(kept, release / "models" / NAME)
    return True


def _kept(place: Path, make: Callable[[Path], None]) -> None:
    """Fill `place` in one step, and drop the models before it."""
    aside = place.with_suffix(".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    make(aside)
    for old in place.parent.iterdir():
        if old != aside:
            shutil.rmtree(old)
    aside.rename(place)
