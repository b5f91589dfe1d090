"""`wutong match`: which enterprise each written name of a file means."""

from pathlib import Path
from typing import Annotated

import typer

from wutong.catalog.catalog import load_catalog
from wutong.cli.progress import Bars
from wutong.cli.terminal import HomeOption, home_of, show_json, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Language, Text
from wutong.warehouse.matching.answers import Answer, Candidate
from wutong.warehouse.matching.files import check_out, read_column, write_rows
from wutong.warehouse.matching.keeping.index import Index, index_of, index_of_list
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.many import match_many
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.publish.release import serving

_MATCHING = Text(zh="匹配名称", en="Matching names")
_HEADS = ("name", "verdict", "score", "name_zh", "credit_code", "enterprise_id", "reasons")


def match(
    file: Annotated[Path, typer.Argument(help="CSV, TSV or xlsx with a header. 带表头的文件。")],
    column: Annotated[str, typer.Option("--column", help="Column with the names. 名称所在的列。")],
    city: Annotated[str | None, typer.Option("--city", help="Column with the city. 城市所在的列。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a name. 每个名称一行 JSON。")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write .csv, .xlsx or .jsonl. 写入文件。")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Match to the names of this file. 与此文件中的名称匹配。")
    ] = None,
    against_column: Annotated[
        str | None, typer.Option("--against-column", help="Column with those names. 该文件的名称列。")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="Most candidates a name. 候选数。")] = 5,
    home: HomeOption = None,
) -> None:
    """Tie written names, Chinese or English, to enterprises. 把中英文名称对应到企业，并说明理由。

    Example: `wutong match sponsors.csv --column sponsor --city city --out matched.xlsx`
    """
    if out is not None:
        check_out(out)
    asked = [Asked(name, place) for name, place in read_column(file, column, city)]
    language = environment.language()
    with Bars() as progress:
        index = _index(home, against, against_column or column, progress)
        with progress.stage(_MATCHING, len(asked)) as advance:
            answers = []
            for answer in match_many(index, asked, limit):
                answers.append(answer)
                advance(1)
    if out is not None:
        write_rows(out, [_told(answer, language) for answer in answers], [_row(answer, language) for answer in answers])
    if as_json:
        for answer in answers:
            show_json(_told(answer, language))
    elif out is None:
        show_table(_HEADS, [_row(answer, language) for answer in answers])


def _index(home: Path | None, against: Path | None, column: str, progress: Bars) -> Index:
    """The index of the names of `against`, or of the promoted release."""
    cache, catalog = environment.cache() / "matching", load_catalog()
    if against is not None:
        return index_of_list([name for name, _ in read_column(against, column) if name], catalog, cache, progress)
    release = serving(home_of(home))
    register = Register(release.version, release.tables, release.manifest.views)
    return index_of(register, catalog, cache, progress)


def _told(answer: Answer, language: Language) -> dict[str, object]:
    """An answer as JSON tells it: the best candidate's columns, and all candidates."""
    best = answer.candidates[0] if answer.candidates else None
    return {
        "name": answer.name,
        "verdict": answer.verdict.value,
        "score": best.score if best else None,
        "name_zh": best.name_zh if best else None,
        "credit_code": best.credit_code if best else None,
        "enterprise_id": best.enterprise_id if best else None,
        "reasons": [why.in_language(language) for why in answer.reasons],
        "candidates": [_candidate(one, language) for one in answer.candidates],
    }


def _candidate(candidate: Candidate, language: Language) -> dict[str, object]:
    return {
        "enterprise_id": candidate.enterprise_id,
        "credit_code": candidate.credit_code,
        "name_zh": candidate.name_zh,
        "score": candidate.score,
        "verdict": candidate.verdict.value,
        "reasons": [why.in_language(language) for why in candidate.reasons],
    }


def _row(answer: Answer, language: Language) -> tuple[object, ...]:
    best = answer.candidates[0] if answer.candidates else None
    why = [reason.in_language(language) for reason in (*(best.reasons if best else ()), *answer.reasons)]
    told = (best.score, best.name_zh, best.credit_code, best.enterprise_id) if best else (None,) * 4
    return (answer.name, answer.verdict.value, *told, "; ".join(why))


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command()(match)
