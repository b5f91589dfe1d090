"""Device classes on the real decisions: a fifth is kept from the model and asked about."""

from pathlib import Path

import numpy as np
import pytest

from wutong.catalog.catalog import load_catalog
from wutong.catalog.device_class import load_device_knowledge
from wutong.kernel.home import Home
from wutong.warehouse.device_class.judging import Judge
from wutong.warehouse.device_class.knowing import Known
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.device_class.training import fold_of, learn
from wutong.warehouse.ingest.parts import Parts
from wutong.warehouse.reference.references import References, read_references

FILES = {
    "nmpa_device_catalogue": "classification-catalogue.json",
    "nmpa_device_decisions": "classification-decisions.csv",
}


def read(folder: Path, data: Path) -> References:
    catalog, store = load_catalog(), Parts(Home(folder / "home"))
    parts = [
        part
        for source, name in FILES.items()
        for part in store.ensure(catalog.sources[source], data / "devices" / name)
    ]
    return read_references(catalog, parts)


@pytest.mark.real
@pytest.mark.slow
def test_most_unseen_decisions_are_foretold(tmp_path: Path, real_data: Path) -> None:
    references = read(tmp_path, real_data)
    knowledge = load_device_knowledge(load_catalog().root)
    decisions = references.device_decisions
    folds = fold_of(Known.of(decisions, references.device_classes, knowledge))
    kept = [decisions[row] for row in np.flatnonzero(folds != 0)]
    asked = [decisions[row] for row in np.flatnonzero(folds == 0)]
    judge = Judge(learn(Known.of(kept, references.device_classes, knowledge), knowledge))
    judged = list(judge.judge([Product(one.product, one.description) for one in asked]))
    pairs = list(zip(asked, judged, strict=True))
    risk = np.mean([one.risk_class == said.risk_class for one, said in pairs])
    codes = [(one.group_code, [code.code for code in said.codes]) for one, said in pairs if one.group_code]
    assert risk >= 0.72
    assert np.mean([code in likely for code, likely in codes]) >= 0.85
    sure = [one.risk_class == said.risk_class for one, said in pairs if said.is_sure]
    assert np.mean(sure) > risk
