"""Chinese names of firms written otherwise, and names of firms that are in no register: is the right one told?

Usage: python bench/variants.py --home HOME [--names 1500]

Firms are drawn from the promoted release of HOME by a digest of their ids, and their names written as people write
them; nothing is kept. `absent` joins the region of one firm, the proper name of a second and the trade of a third,
`namesake` puts a firm into a province where no such firm is; neither is registered, so every `same` is wrong.
"""

import argparse
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.matching.keeping.index import index_of
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.matcher import Asked, Matcher
from wutong.warehouse.publish.release import serving

NAMES = 1_500
_FIRMS = """
    SELECT enterprise_id, name_zh, name_region, proper_name, trade, division_code FROM enterprises
    WHERE legal_form IN ('limited', 'joint_stock') AND NOT is_branch AND length(proper_name) > 1 AND trade <> ''
      AND name_region <> '' AND name_zh LIKE name_region || proper_name || trade || '%公司'
    ORDER BY md5(enterprise_id) LIMIT {count}
"""
_FORMS = ("股份有限公司", "有限责任公司", "有限公司")
_WRONG = "鑫盛康瑞华明信达安泰恒润"
_OTHER_REGIONS = ("沈阳", "昆明", "兰州", "南宁", "贵阳")
_SIMPLE = "药业医疗国华东门车风长张陈学卫实贸电机产发厂广开关"
_TRADITIONAL = "藥業醫療國華東門車風長張陳學衛實貿電機產發廠廣開關"


@dataclass(frozen=True)
class Firm:
    """A firm of the register and the parts of its name."""

    enterprise_id: str
    name: str
    region: str
    proper: str
    trade: str
    division: str | None

    @property
    def form(self) -> str:
        return self.name.removeprefix(self.region + self.proper + self.trade)


Write = Callable[[Firm], str | None]  # a name as people write it; None where this firm's cannot be written so


def _bracketed(firm: Firm) -> str:
    return f"{firm.proper}{firm.trade}（{firm.region}）{firm.form}"


def _inside(firm: Firm) -> str:
    return f"{firm.proper}({firm.region}){firm.trade}{firm.form}"


def _other_form(firm: Firm) -> str | None:
    pairs = {"有限公司": "有限责任公司", "有限责任公司": "有限公司", "股份有限公司": "有限公司"}
    return firm.name.removesuffix(firm.form) + pairs[firm.form] if firm.form in pairs else None


def _one_wrong(firm: Firm) -> str | None:
    letter = _WRONG[_number(firm) % len(_WRONG)]
    place = len(firm.region) + _number(firm) % len(firm.proper)
    return None if firm.name[place] == letter else firm.name[:place] + letter + firm.name[place + 1 :]


def _one_missing(firm: Firm) -> str | None:
    place = len(firm.region + firm.proper) + _number(firm) % len(firm.trade)
    return firm.name[:place] + firm.name[place + 1 :] if len(firm.trade) > 2 else None


def _unranked(firm: Firm) -> str | None:
    region = firm.region.removesuffix("市")
    return region + firm.name.removeprefix(firm.region) if 2 <= len(region) < len(firm.region) else None


def _number(firm: Firm) -> int:
    return int(hashlib.md5(firm.enterprise_id.encode()).hexdigest()[:6], 16)


WRITTEN: dict[str, Write] = {
    "as registered": lambda firm: firm.name,
    "blanks and width": lambda firm: " " + firm.name[:4] + "　" + firm.name[4:],
    "traditional": lambda firm: firm.name.translate(str.maketrans(_SIMPLE, _TRADITIONAL)),
    "region in brackets at the end": _bracketed,
    "region in brackets inside": _inside,
    "region without its rank": _unranked,
    "legal form otherwise": _other_form,
    "one wrong character": _one_wrong,
    "one character missing": _one_missing,
    "region, proper name and trade": lambda firm: firm.region + firm.proper + firm.trade,
    "region and proper name": lambda firm: firm.region + firm.proper,
    "proper name and trade, city told": lambda firm: firm.proper + firm.trade,
}


def figures(label: str, answers: Sequence[Answer], meant: Sequence[str | None]) -> str:
    """A row of the report; whoever means nobody has no candidate that is right."""
    pairs = list(zip(answers, meant, strict=True))
    first = sum(bool(one.candidates) and one.candidates[0].enterprise_id == firm for one, firm in pairs)
    same = [one.candidates[0].enterprise_id == firm for one, firm in pairs if one.verdict is Verdict.SAME]
    unsure = [one.candidates[0].enterprise_id == firm for one, firm in pairs if one.verdict is Verdict.UNSURE]
    told = " | ".join(f"{len(one) / len(pairs):.1%} | {_share(one)}" for one in (same, unsure))
    return f"| {label} | {len(pairs)} | {first / len(pairs):.1%} | {told} |"


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.1%}" if right else "—"


def run(home: Path, count: int = NAMES, folder: Path = Path("/tmp/wutong-bench-variants")) -> Iterator[str]:
    """Lines of the report."""
    release, catalog = serving(Home(home)), load_catalog()
    register = Register(release.version, release.tables, release.manifest.views)
    with register.open() as connection:
        firms = [Firm(*row) for row in connection.execute(_FIRMS.format(count=count)).fetchall()]
        absent = dict(_absent(firms))
        known = "SELECT name_region || proper_name || trade FROM enterprises WHERE name_region <> ''"
        stems = {stem for (stem,) in connection.execute(known).fetchall()}
    matcher = Matcher(index_of(register, catalog, folder))
    yield "| written | names | first right | same | right in same | unsure | right in unsure |"
    yield "|---|---|---|---|---|---|---|"
    for label, write in WRITTEN.items():
        chosen = [(firm, name) for firm in firms if (name := write(firm))]
        told = [_city(catalog, firm) if label.endswith("told") else "" for firm, _ in chosen]
        names = [Asked(name, city) for (_, name), city in zip(chosen, told, strict=True)]
        yield figures(label, list(matcher.match(names)), [firm.enterprise_id for firm, _ in chosen])
    for label, parts in absent.items():
        left = [Asked(stem + form) for stem, form in parts if stem not in stems]
        yield figures(label, list(matcher.match(left)), [None] * len(left))


def _city(catalog: Catalog, firm: Firm) -> str:
    division = catalog.divisions.by_code.get(f"{(firm.division or '')[:4]}00")
    return division.name if division else ""


def _absent(firms: Sequence[Firm]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Names of no firm, by label: what stands before their legal form, and that."""
    turned = zip(firms, islice(firms, 1, None), islice(firms, 2, None), strict=False)
    yield "absent", [(one.region + two.proper + three.trade, one.form) for one, two, three in turned]
    others = ((_OTHER_REGIONS[number % len(_OTHER_REGIONS)], firm) for number, firm in enumerate(firms))
    yield "namesake", [(region + firm.proper + firm.trade, firm.form) for region, firm in others]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--names", type=int, default=NAMES)
    given = parser.parse_args()
    for line in run(given.home, given.names):
        print(line, flush=True)


if __name__ == "__main__":
    main()
