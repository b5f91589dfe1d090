"""A change file brings new and changed rows and leaves all that was delivered before as it was."""

from pathlib import Path

import pytest

from unit.demo.generated import bytes_of, rows_of, truth_of
from wutong.catalog.catalog import Catalog
from wutong.demo.changing import append_change
from wutong.demo.generating import generate
from wutong.demo.output import NotGenerated


@pytest.mark.parametrize("single_file", [False, True])
def test_a_change_adds_one_file(catalog: Catalog, tmp_path: Path, single_file: bool) -> None:
    made = generate(enterprises=4000, seed=3, out=tmp_path, catalog=catalog, single_file=single_file)
    before = bytes_of(made)
    change = append_change(out=tmp_path, catalog=catalog, share=0.01)
    assert bytes_of(made) == before
    assert change.rows == len(rows_of(change.files[0])) == 40
    assert change.files[0].name not in before
    known = {row["enterprise"]: row for row in truth_of(made) if row["version"] == "current"}
    rows = truth_of(change)
    assert {row["file"] for row in rows} == {change.files[0].name}
    changed = [row for row in rows if row["version"] == "changed"]
    assert len(changed) == 20
    for row in changed:
        assert row["enterprise"] in known
        assert row["credit_code"] == known[row["enterprise"]]["credit_code"]
        assert row["tier"] == known[row["enterprise"]]["tier"]
    new = [row for row in rows if row["version"] == "current"]
    assert len(new) == 20
    assert not {row["credit_code"] for row in new} & {row["credit_code"] for row in known.values()}


def test_the_next_change_is_another(catalog: Catalog, tmp_path: Path) -> None:
    generate(enterprises=2000, seed=3, out=tmp_path, catalog=catalog)
    first = append_change(out=tmp_path, catalog=catalog)
    second = append_change(out=tmp_path, catalog=catalog)
    assert first.files != second.files
    assert not {row["enterprise"] for row in truth_of(first)} & {row["enterprise"] for row in truth_of(second)}


def test_changed_rows_really_differ(catalog: Catalog, tmp_path: Path) -> None:
    made = generate(enterprises=2000, seed=4, out=tmp_path, catalog=catalog, single_file=True)
    change = append_change(out=tmp_path, catalog=catalog, share=0.05)
    written = rows_of(made.files[0])
    before = {row["enterprise"]: written[int(str(row["row_number"])) - 1] for row in truth_of(made)}
    pairs = zip(truth_of(change), rows_of(change.files[0]), strict=True)
    changed = [(before[row["enterprise"]], cells) for row, cells in pairs if row["version"] == "changed"]
    differing = [old for old, new in changed if old[6] != new[6] and old[9] != new[9]]
    assert len(differing) > 0.9 * len(changed) > 30


def test_only_generated_registers_are_changed(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(NotGenerated):
        append_change(out=tmp_path, catalog=catalog)
    assert not list(tmp_path.iterdir())
