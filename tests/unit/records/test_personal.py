"""People do not get past the door: whatever is declared personal never reaches a raw row, however deep it stands."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.records.drawn import CATALOG
from wutong.kernel.home import Home
from wutong.warehouse.ingest.parts import Parts
from wutong.warehouse.ingest.picking import Picker

CTGOV = CATALOG.sources["ctgov_studies"]
SECRET = "somebody@example.org +86 571 00000000"
_KEYS = st.one_of(st.sampled_from(CTGOV.personal_keys), st.sampled_from(["facility", "name", "note", "list"]))


def _nested() -> st.SearchStrategy[object]:
    """JSON in which whatever stands under a personal key is secret, and nothing else is."""
    innocent = st.sampled_from(["x", 1, None, True])
    return st.recursive(
        innocent,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4).map(_with_secrets),
        max_leaves=15,
    )


def _with_secrets(value: dict[str, object]) -> dict[str, object]:
    return {key: [SECRET, {"deep": SECRET}] if key in CTGOV.personal_keys else one for key, one in value.items()}


@given(_nested())
def test_nothing_personal_is_picked_at_any_depth(sites: object) -> None:
    study = {"protocolSection": {"contactsLocationsModule": {"locations": sites, "centralContacts": [SECRET]}}}
    cells = Picker(CTGOV).cells(study)
    assert SECRET not in json.dumps(list(cells.values()))
    assert len(cells) == 1


def test_an_address_in_an_innocent_field_is_left_out() -> None:
    study = {"protocolSection": {"identificationModule": {"orgStudyIdInfo": {"id": "KL-1 somebody@example.org"}}}}
    assert list(Picker(CTGOV).cells(study).values()) == ["KL-1 "]


@pytest.mark.parametrize("source_id", ["ctgov_studies", "cde_trial_details", "ictrp_trials"])
def test_what_is_declared_personal_is_in_no_raw_row(tmp_path: Path, source_id: str) -> None:
    source = CATALOG.sources[source_id]
    sample = next((CATALOG.root / "sources" / source_id).glob("sample.*"))
    text = (
        sample.read_text("utf-8")
        .replace("nobody@example.org", SECRET)
        .replace("Somebody", SECRET)
        .replace("某人", SECRET)
    )
    if sample.suffix == ".csv":
        text = _with_personal_columns(text, [one.name for one in source.columns if one.is_personal])
    assert SECRET in text
    path = tmp_path / sample.name
    path.write_text(text, "utf-8")
    (part,) = Parts(Home(tmp_path / "home")).ensure(source, path)
    rows = pq.read_table(part.folder / "raw").to_pylist()
    assert rows
    assert SECRET not in str(rows)


def _with_personal_columns(text: str, names: list[str]) -> str:
    header, *lines = text.splitlines()
    added = [name for name in names if name not in header.split(",")]
    assert names
    if not added:
        return text
    return "\n".join([",".join((header, *added)), *(",".join((line, *[SECRET] * len(added))) for line in lines)]) + "\n"


def test_a_broken_line_of_a_source_with_people_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "studies.jsonl"
    path.write_text(sample_of("ctgov_studies") + '{"centralContacts": "' + SECRET + "\n", "utf-8")
    (part,) = Parts(Home(tmp_path / "home")).ensure(CTGOV, path)
    (issue,) = pq.read_table(part.folder / "issues").to_pylist()
    assert (issue["reason"], issue["raw"]) == ("not_an_object", "")


def test_addresses_and_mobile_numbers_are_cut_from_bad_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    odd = "3\tCTR20990003\t x\tx\tx\tx\t0\tsomebody@example.org\t13800000000 +8613900000000 91330000000000000X"
    path.write_text(sample_of("cde_trials") + odd + "\n", "utf-8")
    (part,) = Parts(Home(tmp_path / "home")).ensure(CATALOG.sources["cde_trials"], path)
    (issue,) = pq.read_table(part.folder / "issues").to_pylist()
    assert issue["raw"].endswith("\t0\t✂\t✂ ✂ 91330000000000000X")


def sample_of(source_id: str) -> str:
    """The invented sample of a source, with a line's end at its end."""
    (file,) = (CATALOG.root / "sources" / source_id).glob("sample.*")
    return file.read_text("utf-8").rstrip("\n") + "\n"
