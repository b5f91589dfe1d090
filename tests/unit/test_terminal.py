"""What commands print: values letter by letter, valid JSON, and sentences that a pipe does not break."""

import json
import subprocess
import sys

import pytest

from wutong.cli.terminal import show_json, show_table, tell


@pytest.mark.parametrize("value", ["[/b]无此标记", "包装[red]盒", "[/", "\\[b]"])
def test_a_value_that_looks_like_mark_up_is_printed_as_it_is(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_table((value,), [(value,)], title=value)
    assert capsys.readouterr().out.count(value) == 3


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"n": float("nan"), "l": [1.5, float("-inf")]}, '{"n": null, "l": [1.5, null]}'),
        ({"by": {None: 1, (1, 2): float("inf")}}, '{"by": {"None": 1, "(1, 2)": null}}'),
        ({"名": "梧桐", "n": 2**70}, '{"名": "梧桐", "n": 1180591620717411303424}'),
    ],
)
def test_json_is_json(value: object, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_json(value)
    printed = capsys.readouterr().out
    assert printed == f"{line}\n"
    json.loads(printed, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_a_sentence_stays_one_line_in_a_pipe() -> None:
    sentence = "The file /a" + "/folder" * 60 + " lacks a column. " + "Add it. " * 20
    code = f"from wutong.cli.terminal import tell; tell({sentence!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == f"{sentence}\n"


def test_a_sentence_is_no_mark_up(capsys: pytest.CaptureFixture[str]) -> None:
    tell("“[/b]” is unknown.")
    assert "[/b]" in capsys.readouterr().err
