"""Invented lists that a district keeps itself: platforms, monitored firms, events. Of firms of one place only."""

from collections.abc import Iterator, Sequence

from wutong.catalog.demo_records import Supplied, Trials
from wutong.demo.records.cast import Firm
from wutong.demo.records.dice import Dice
from wutong.demo.records.names import Writer

Row = dict[str, object]


def platforms(firms: Sequence[Firm], writer: Writer, declared: Supplied, trials: Trials, seed: int) -> Iterator[Row]:
    """Platforms by class, each with its host; the first of a class are the national ones."""
    for kind in declared.platforms:
        for number in range(kind.count):
            dice = Dice(seed, "platform", kind.kind, number)
            host, topic = dice.one(firms), dice.one(declared.topics)
            yield {
                "平台名称": kind.name.format(proper=writer.parts(host.name_zh).proper, topic=topic),
                "类别": kind.kind,
                "级别": "国家级" if number < kind.national else kind.level,
                "依托单位": host.name_zh,
                "统一社会信用代码": host.credit_code,
                "区划代码": host.division_code,
                "认定日期": dice.day(declared.first_event, trials.last_day),
            }


def monitored(firms: Sequence[Firm], declared: Supplied, seed: int) -> Iterator[Row]:
    """Yearly reports of the monitored firms, in ten thousand CNY; a few lack a figure."""
    for firm in Dice(seed, "monitored").some(firms, declared.monitored):
        size = Dice(seed, "report", firm.number)
        revenue: float = size.between(800, 90_000)
        for year in declared.monitored_years:
            dice = Dice(seed, "report", firm.number, year)
            revenue = round(revenue * (1.07 * dice.factor(0.15)), 1)
            yield {
                "统一社会信用代码": firm.credit_code,
                "企业名称": firm.name_zh,
                "年份": year,
                "营业收入（万元）": revenue,
                "研发投入（万元）": "-" if dice.chance(0.05) else round(revenue * dice.between(3, 30) / 100, 1),
                "利润总额（万元）": round(revenue * dice.between(-10, 25) / 100, 1),
            }


def events(firms: Sequence[Firm], declared: Supplied, trials: Trials, seed: int) -> Iterator[Row]:
    """What happened to firms, and when."""
    for kind in declared.events:
        for firm in Dice(seed, "events", kind.event).some(firms, kind.count):
            day = Dice(seed, "event", kind.event, firm.number).day(declared.first_event, trials.last_day)
            yield {
                "统一社会信用代码": firm.credit_code, "企业名称": firm.name_zh, "事件": kind.event, "日期": day,
            }  # fmt: skip
