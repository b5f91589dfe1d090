"""Files and functions stay small: a short tail is what keeps a code base readable."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for place in ("src", "tests", "bench", "tools")
    for path in (REPOSITORY / place).rglob("*.py")
    if "migrations" not in path.parts
)
MOST_LINES_IN_FILE = 400
MOST_LINES_IN_FUNCTION = 50
MOST_FILES_IN_FOLDER = 14


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name_of(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_IN_FILE


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    long = [
        f"{function.name} has {(function.end_lineno or 0) - function.lineno + 1} lines"
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_IN_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_own_import_hides_in_a_function(path: Path) -> None:
    hidden = [
        f"line {inner.lineno}"
        for function in functions(path)
        for inner in ast.walk(function)
        if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("wutong")
    ]
    assert not hidden


def test_folders_hold_few_files() -> None:
    excused = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["wutong"]["crowded"]
    folders = {path.parent for path in SOURCES if "src" in path.parts}
    crowded = {
        name_of(folder): len(list(folder.glob("*.py")))
        for folder in folders
        if len(list(folder.glob("*.py"))) > MOST_FILES_IN_FOLDER and name_of(folder) not in excused
    }
    assert not crowded


@pytest.mark.parametrize("path", [path for path in SOURCES if "src" in path.parts], ids=name_of)
def test_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
