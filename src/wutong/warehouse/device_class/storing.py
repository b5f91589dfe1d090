"""Keep a learned model as plain arrays and texts, and read it again. No code is ever loaded from a model."""

import io
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import TypeAdapter
from scipy.sparse import csr_matrix, load_npz, save_npz

from wutong.catalog.device_class import Cue
from wutong.warehouse.device_class.features import Encoded, Features
from wutong.warehouse.device_class.grams import Floats, Grams
from wutong.warehouse.device_class.knowing import Known
from wutong.warehouse.device_class.solving import Logistic, Ridge
from wutong.warehouse.device_class.training import Learned, Opinions

_KNOWN = TypeAdapter(Known)
_CUES = TypeAdapter(tuple[Cue, ...])
FORMAT = "3"  # of the files of a model; a release that holds another one has no model for this code
_PARTS = ("names", "descriptions", "uses")
S = TypeVar("S", Ridge, Logistic)
Arrays = dict[str, Floats]


def save(learned: Learned, folder: Path) -> None:
    """Write `learned` into `folder`, which must be empty."""
    (folder / "format.txt").write_text(FORMAT, encoding="utf-8")
    (folder / "known.json").write_bytes(_KNOWN.dump_json(learned.known))
    (folder / "cues.json").write_bytes(_CUES.dump_json(learned.features.cues))
    opinions = learned.opinions
    arrays: Arrays = {
        "usual_cues": learned.features.usual_cues,
        "cues": learned.encoded.cues,
        "code_risk": opinions.code_risk,
        "listed_risk": opinions.listed_risk,
        "listed_code": opinions.listed_code,
        "categories": opinions.categories,
        "levels": np.array([learned.code_sharpness, learned.sure_from, learned.measured_from]),
        **_flat("wide", opinions.wide),
        **_flat("weighing", learned.weighing),
        **_flat("sureness", learned.sureness),
        **_flat("of_code", opinions.of_code),
    }
    for number, ridge in enumerate(opinions.by_risk):
        arrays |= _flat(f"by_risk_{number}", ridge)
    for part in _PARTS:
        grams: Grams = getattr(learned.features, part)
        (folder / f"{part}.txt").write_text("\n".join(grams.vocabulary), encoding="utf-8")
        arrays[f"{part}_weights"] = grams.weights
        save_npz(folder / f"{part}.npz", getattr(learned.encoded, part))
    with (folder / "arrays.npz").open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def is_readable(folder: Path) -> bool:
    """True where `folder` holds a model as this code keeps it."""
    mark = folder / "format.txt"
    return mark.is_file() and mark.read_text(encoding="utf-8") == FORMAT


def load(folder: Path) -> Learned:
    """The model in `folder`, as it was saved."""
    with np.load(io.BytesIO((folder / "arrays.npz").read_bytes()), allow_pickle=False) as file:
        arrays: Arrays = {name: file[name] for name in file.files}
    grams = {part: _grams(folder, part, arrays[f"{part}_weights"]) for part in _PARTS}
    rows: dict[str, csr_matrix] = {part: csr_matrix(load_npz(folder / f"{part}.npz")) for part in _PARTS}
    cues = _CUES.validate_json((folder / "cues.json").read_bytes())
    count = sum(1 for name in arrays if name.startswith("by_risk_") and name.endswith(".base"))
    return Learned(
        known=_KNOWN.validate_json((folder / "known.json").read_bytes()),
        features=Features(**grams, cues=cues, usual_cues=arrays["usual_cues"]),
        encoded=Encoded(**rows, cues=arrays["cues"]),
        opinions=Opinions(
            wide=_made(Ridge, "wide", arrays),
            by_risk=tuple(_made(Ridge, f"by_risk_{number}", arrays) for number in range(count)),
            of_code=_made(Ridge, "of_code", arrays),
            code_risk=arrays["code_risk"],
            listed_risk=arrays["listed_risk"],
            listed_code=arrays["listed_code"],
            categories=arrays["categories"],
        ),
        weighing=_made(Logistic, "weighing", arrays),
        sureness=_made(Logistic, "sureness", arrays),
        code_sharpness=float(arrays["levels"][0]),
        sure_from=float(arrays["levels"][1]),
        measured_from=float(arrays["levels"][2]),
    )


def _grams(folder: Path, part: str, weights: Floats) -> Grams:
    known = (folder / f"{part}.txt").read_text(encoding="utf-8").split("\n")
    return Grams({gram: place for place, gram in enumerate(known)}, weights)


def _flat(name: str, solved: Ridge | Logistic) -> Arrays:
    return {f"{name}.{field}": value for field, value in vars(solved).items()}


def _made(kind: type[S], name: str, arrays: Arrays) -> S:
    return kind(**{key.split(".")[1]: value for key, value in arrays.items() if key.split(".")[0] == name})
