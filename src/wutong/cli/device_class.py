"""`wutong device-class`: the likely catalogue codes and risk class of devices, with reasons."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from wutong.cli.machine import check_folder
from wutong.cli.terminal import HomeOption, home_of, output, say, show_json, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.device_class.asking import Adviser, Answer
from wutong.warehouse.device_class.files import Sheet, check_out, read_sheet, write_sheet
from wutong.warehouse.device_class.judging import MOST_CODES, Judgement
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.publish.release import serving

_ADDED = (*(f"code_{number + 1}" for number in range(MOST_CODES)), "risk_class", "confidence")
_UNSURE = Text(zh="把握不大：请对照下列界定结果自行判断。", en="Unsure: compare the decisions below yourself.")


_WORDS = Text(zh="起作用的词：{found}", en="Words that weighed: {found}")
_CUES = Text(zh="起作用的说法：{found}", en="Statements that weighed: {found}")


class NothingToClassify(WutongError):
    code = "device_class.nothing"
    exit_code = 2
    sentence = Text(
        zh="请给出文件和 --product 列名，或用 --text 给出一个产品的名称和描述。",
        en="Give a file and --product with its column, or one product's name and description with --text.",
    )


def device_class(
    file: Annotated[Path | None, typer.Argument(help="CSV or xlsx with a header. 带表头的文件。")] = None,
    product: Annotated[str | None, typer.Option("--product", help="Column of names. 产品名称列。")] = None,
    description: Annotated[str | None, typer.Option("--description", help="Column of descriptions. 描述列。")] = None,
    text: Annotated[str | None, typer.Option("--text", help="One product: name, then what it is. 一个产品。")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write .csv or .xlsx. 写入文件。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a product. 每个产品一行。")] = False,
    home: HomeOption = None,
) -> None:
    """Likely catalogue codes and risk class of devices. 医疗器械的可能分类编码和管理类别，并说明理由。

    Example: `wutong device-class products.csv --product 名称 --description 描述 --out classified.csv`
    """
    adviser = _adviser_for(file, product, text, out, home)
    if text:
        answer = adviser.ask(_product_of(text))
        show_json(_told(answer)) if as_json else _show(adviser, answer)
        return
    sheet = read_sheet(file or Path())
    names = sheet.column(product or "")
    said = sheet.column(description) if description else ("",) * len(names)
    products = [Product(name, more) for name, more in zip(names, said, strict=True)]
    if as_json and out is None:
        for one in products:
            show_json(_told(adviser.ask(one)))
        return
    _hand_over(sheet, products, list(adviser.judged(products)), out)


def _adviser_for(
    file: Path | None, product: str | None, text: str | None, out: Path | None, home: Path | None
) -> Adviser:
    if not text and (file is None or product is None):
        raise NothingToClassify()
    if out is not None:
        check_out(out)
        check_folder(out)
    return Adviser.of(serving(home_of(home)))


def _product_of(text: str) -> Product:
    """The name up to the first comma, colon or stop; a text without one is both name and description."""
    ends = [text.find(mark) for mark in "，,：:。；;\n" if 0 < text.find(mark) <= 40]
    cut = min(ends) if ends else len(text)
    return Product(text[:cut].strip(), text[cut + 1 :].strip())


def _hand_over(sheet: Sheet, products: Sequence[Product], judged: Sequence[Judgement], out: Path | None) -> None:
    added = [_added(one) for one in judged]
    if out is None:
        rows = [(product.name, *more) for product, more in zip(products, added, strict=True)]
        show_table(("product", *_ADDED), rows)
    else:
        kept = [place for place, name in enumerate(sheet.header) if name not in _ADDED]
        heads = (*(sheet.header[place] for place in kept), *_ADDED)
        rows = [(*(row[place] for place in kept), *more) for row, more in zip(sheet.rows, added, strict=True)]
        write_sheet(out, heads, rows)
    unsure = sum(not one.is_sure for one in judged)
    say(f"{len(judged)} 个产品，其中 {unsure} 个把握不大。", f"{len(judged)} products, {unsure} of them unsure.")


def _added(judgement: Judgement) -> tuple[str, ...]:
    codes = [one.code for one in judgement.codes] + [""] * MOST_CODES
    return (*codes[:MOST_CODES], judgement.risk_class, f"{judgement.confidence:.3f}")


def _told(answer: Answer) -> dict[str, object]:
    """An answer as JSON tells it."""
    language, why = environment.language(), answer.explanation
    return {
        "product": answer.product.name,
        **dict(zip(_ADDED, _added(answer.judgement), strict=True)),
        "is_sure": answer.judgement.is_sure,
        "next_class": answer.judgement.next_class,
        "words": list(why.words),
        "cues": [Text(zh=cue.zh, en=cue.en).in_language(language) for cue in why.cues],
        "decisions": [
            {
                "product": one.decision.product,
                "risk_class": one.decision.risk_class,
                "code": one.decision.group_code,
                "batch": one.decision.batch,
                "likeness": round(one.likeness, 3),
            }
            for one in why.decisions
        ],
        "entries": [{"code": one.entry_code, "name": one.name} for one in why.entries],
    }


def _show(adviser: Adviser, answer: Answer) -> None:
    """An answer for a person at the terminal."""
    language, judgement, why = environment.language(), answer.judgement, answer.explanation
    titles = adviser.titles()
    head = Text(zh="管理类别 {c}，把握 {p}", en="risk class {c}, confidence {p}")
    shown = head.format(c=judgement.risk_class, p=f"{judgement.confidence:.0%}").in_language(language)
    output.print(f"{answer.product.name}: {shown}", markup=False)
    if not judgement.is_sure:
        output.print(f"{_UNSURE.in_language(language)} (≈ {judgement.next_class})", markup=False)
    codes = [(c.code, titles[c.code].in_language(language) if c.code in titles else "", f"{c.share:.0%}")
             for c in judgement.codes]  # fmt: skip
    show_table(("code", "title", "share"), codes)
    _list(_WORDS, why.words)
    _list(_CUES, [Text(zh=cue.zh, en=cue.en).in_language(language) for cue in why.cues])
    rows = [(a.decision.product, a.decision.risk_class, a.decision.group_code, a.decision.batch, f"{a.likeness:.2f}")
            for a in why.decisions]  # fmt: skip
    show_table(("decision", "risk_class", "code", "batch", "likeness"), rows)
    show_table(("entry", "name"), [(one.entry_code, one.name) for one in why.entries])


def _list(title: Text, found: Sequence[str]) -> None:
    if found:
        output.print(title.format(found="、".join(found)).in_language(environment.language()), markup=False)


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("device-class")(device_class)
