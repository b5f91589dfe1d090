"""`wutong match`: which enterprise each written name of a file means."""

import enum
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from wutong.catalog.catalog import load_catalog
from wutong.cli.machine import check_folder
from wutong.cli.progress import Bars
from wutong.cli.terminal import HomeOption, home_of, say, show_json, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Language, Text
from wutong.warehouse.matching.answers import Answer, Candidate, Verdict
from wutong.warehouse.matching.files import check_out, read_column, write_rows
from wutong.warehouse.matching.houses.matcher import House, HouseMatcher
from wutong.warehouse.matching.keeping.index import index_of, index_of_list
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.many import match_many
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.matching.tabling import BEST, Shape, best, tabled
from wutong.warehouse.publish.reading import Reading
from wutong.warehouse.publish.release import serving

_STANDARD = "SELECT hospital_id, name FROM hospital_standard_names ORDER BY name"
_TOLD = 100  # names between two steps of the bar
_MATCHING = Text(zh="匹配名称", en="Matching names")


class Kind(enum.StrEnum):
    """What a name may mean."""

    ENTERPRISE = "enterprise"
    HOSPITAL = "hospital"


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
    kind: Annotated[
        Kind, typer.Option("--kind", help="enterprise, or hospital (universities too). 企业，或医院和高校。")
    ] = Kind.ENTERPRISE,
    shape: Annotated[
        Shape,
        typer.Option(
            "--shape",
            help="Of .csv and .xlsx: columns (a row a name, further candidates beside it), rows (a row a candidate, "
            "with its rank) or best (a row a name, the best only). 候选的排列方式。",
        ),
    ] = Shape.COLUMNS,
    limit: Annotated[int, typer.Option(min=1, max=20, help="Most candidates a name. 候选数。")] = 5,
    home: HomeOption = None,
) -> None:
    """Tie written names, Chinese or English, to enterprises or hospitals. 把中英文名称对应到企业或医院，并说明理由。

    Example: `wutong match sponsors.csv --column sponsor --city city --out matched.xlsx --shape rows`
    """
    if out is not None:
        check_out(out)
        check_folder(out)
    asked = [Asked(name, place) for name, place in read_column(file, column, city)]
    language = environment.language()
    with Bars() as progress:
        given = _names_of(against, against_column or column) if against else None
        found = _hospitals(home, given, asked) if kind is Kind.HOSPITAL else _firms(home, given, asked, limit, progress)
        answers = list(_followed(found, len(asked), limit, progress))
    if out is not None:
        table = tabled(answers, shape, language)
        write_rows(out, [_told(answer, language) for answer in answers], table.heads, table.rows)
        _account(answers, out)
    if as_json:
        for answer in answers:
            show_json(_told(answer, language))
    elif out is None:
        show_table(BEST, [best(answer, language) for answer in answers])


def _followed(found: Iterator[Answer], count: int, limit: int, progress: Bars) -> Iterator[Answer]:
    """The answers with `limit` candidates each, while a bar follows them."""
    with progress.stage(_MATCHING, count) as advance:
        for number, answer in enumerate(found, start=1):
            yield replace(answer, candidates=answer.candidates[:limit])
            if number % _TOLD == 0:  # telling it of each one would slow down those who match
                advance(_TOLD)


def _account(answers: Sequence[Answer], out: Path) -> None:
    """Say that every row of the file that was read is in the file that was written."""
    told = Counter(answer.verdict for answer in answers)
    same, unsure, none = (told[verdict] for verdict in Verdict)
    say(
        f"读入 {len(answers)} 行：same {same}，unsure {unsure}，none {none}。已写入 {out}。",
        f"{len(answers)} rows read: {same} same, {unsure} unsure, {none} none. Written to {out}.",
    )


def _names_of(file: Path, column: str) -> list[str]:
    return [name for name, _ in read_column(file, column) if name]


def _firms(
    home: Path | None, given: list[str] | None, asked: Sequence[Asked], limit: int, progress: Bars
) -> Iterator[Answer]:
    """Answers from the names given, or from the enterprises of the promoted release."""
    cache, catalog = environment.cache() / "matching", load_catalog()
    if given is not None:
        return match_many(index_of_list(given, catalog, cache, progress), asked, limit)
    release = serving(home_of(home))
    register = Register(release.version, release.tables, release.manifest.views)
    return match_many(index_of(register, catalog, cache, progress), asked, limit)


def _hospitals(home: Path | None, given: list[str] | None, asked: Sequence[Asked]) -> Iterator[Answer]:
    """Answers from the standard names given, or from those of the promoted release."""
    if given is not None:
        houses = [House(str(number), name) for number, name in enumerate(given, start=1)]
    else:
        with Reading(serving(home_of(home))) as reading:
            houses = [House(str(one), str(name)) for one, name in reading.query(_STANDARD).rows]
    return HouseMatcher(load_catalog(), houses).match(asked)


def _told(answer: Answer, language: Language) -> dict[str, object]:
    """An answer as JSON tells it: the best candidate's columns, and all candidates."""
    first = answer.candidates[0] if answer.candidates else None
    return {
        "name": answer.name,
        "verdict": answer.verdict.value,
        "score": first.score if first else None,
        "name_zh": first.name_zh if first else None,
        "credit_code": first.credit_code if first else None,
        "enterprise_id": first.enterprise_id if first else None,
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


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command()(match)
