"""Invented rounds of financing, listed companies and their quarterly figures."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from wutong.catalog.demo_records import DemoRecords, Money, Round
from wutong.catalog.divisions import Divisions, stem_of
from wutong.demo.records.cast import Firm
from wutong.demo.records.dice import Dice
from wutong.demo.records.names import Writer

Row = dict[str, object]


def rounds_of(firms: Sequence[Firm], writer: Writer, declared: DemoRecords, seed: int) -> Iterator[Row]:
    """Rounds of firms that are young enough, each later and larger than the one before."""
    money = declared.money
    for firm in firms:
        dice = Dice(seed, "rounds", firm.number)
        founded = firm.registered_on
        if founded is None or founded.year < money.founded_since or not dice.chance(money.share_with_rounds):
            continue
        day = dice.day(founded + timedelta(days=200), declared.trials.last_day)
        for number in range(dice.between(1, 4)):
            if day > declared.trials.last_day:
                break
            yield _round(firm, money.rounds[min(number, len(money.rounds) - 1)], day, money, writer, dice)
            day += timedelta(days=dice.between(240, 600))


def _round(firm: Firm, kind: Round, day: date, money: Money, writer: Writer, dice: Dice) -> Row:
    parts = writer.parts(firm.name_zh)
    amount = dice.between(kind.least // 100, kind.most // 100) * 100
    text = dice.weighted(money.amounts).text.format(w=amount, y=f"{amount / 10_000:.1f}", m=amount // 7)
    written = dice.weighted(money.written).text
    place = stem_of(writer.divisions.by_code[f"{firm.division_code[:2]}0000"].name) if firm.division_code else ""
    return {
        "date": f"{day.year}.{day.month}.{day.day}",
        "location": place,
        "label": "医疗健康",
        "company": written.format(proper=parts.proper, short=parts.trade[:2], name=firm.name_zh),
        "money": text,
        "rounds": kind.text,
        "investors": "、".join(dice.some(money.investors, dice.between(1, 3))),
    }


def listed_firms(firms: Sequence[Firm], money: Money, seed: int) -> list[Firm]:
    """The invented listed companies: stock companies of enough capital, in the order of their numbers."""
    able = [firm for firm in firms if firm.capital_cny >= money.listed_capital_cny]
    chosen = Dice(seed, "listed").some(able, money.listed)
    return sorted(chosen, key=lambda firm: firm.number)


def company_list(
    listed: Sequence[Firm], writer: Writer, divisions: Divisions, money: Money, seed: int
) -> Iterator[Row]:
    """The list of listed companies in both languages."""
    for place, firm in enumerate(listed):
        dice, parts = Dice(seed, "stock", firm.number), writer.parts(firm.name_zh)
        city = divisions.by_code.get(f"{firm.division_code[:4]}00")
        yield {
            "code": _code(money, place),
            "name_zh": firm.name_zh,
            "short_zh": f"{parts.proper}{parts.trade[:2]}",
            "name_en_official": writer.in_english(firm.name_zh, dice).upper(),
            "name_en_yahoo": writer.in_english(firm.name_zh, dice),
            "province": stem_of(divisions.by_code[f"{firm.division_code[:2]}0000"].name),
            "city": city.name if city else "",
            "csrc_sector": "C 制造业",
            "industry_tushare": "生物制药",
            "uscc_in_registry_2019": firm.credit_code,
        }


def quarterly_files(listed: Sequence[Firm], writer: Writer, money: Money, seed: int) -> Iterator[tuple[str, list[Row]]]:
    """Profit statements by quarter: the name of the file and its rows. Figures count from the first of January."""
    for year in money.years:
        for quarter in range(1, 5):
            rows = [_profit(place, firm, year, quarter, writer, money, seed) for place, firm in enumerate(listed)]
            yield f"profit{year}_{quarter}.csv", rows


def _profit(place: int, firm: Firm, year: int, quarter: int, writer: Writer, money: Money, seed: int) -> Row:
    """Net profit and income are in millions, margins in percent, as the real statement has them."""
    parts, dice = writer.parts(firm.name_zh), Dice(seed, "profit", firm.number, year)
    steady = Dice(seed, "size", firm.number)
    income = steady.between(120, 4200) * (1 + 0.14 * (year - money.years[0])) * dice.factor(0.12) * quarter / 4
    margin = steady.between(-12, 28) * dice.factor(0.3)
    return {
        "": place,
        "code": _code(money, place),
        "name": f"{parts.proper}{parts.trade[:2]}",
        "roe": "--" if dice.chance(0.04) else round(margin / 2, 2),
        "net_profit_ratio": round(margin, 2),
        "gross_profit_rate": round(steady.between(35, 88) * dice.factor(0.05), 2),
        "net_profits": round(income * margin / 100, 2),
        "eps": round(income * margin / 100 / 400, 3),
        "business_income": round(income, 2),
        "bips": round(income / 400, 2),
    }


def _code(money: Money, place: int) -> str:
    return f"{money.first_code + place:06d}"
