"""Imports of the demo's enterprise: invented, entered through the actions of real ones, each on its day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from wutong.kernel import clock
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.imports.actions import Terms, assessing, grant_approval, shipments
from wutong.portal.imports.actions.assessing import Asked, Given
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.models import Approval, Assessment, Opinion, Shipment
from wutong.portal.imports.queries import custody
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import Move
from wutong.rules.imports import walk


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who acts: the enterprise, its user, customs, and an expert."""

    firm: Organisation
    user: Person
    customs: Person
    expert: Person


_BLOOD = {"administered": "none", "controlled": "none", "origin": "blood", "genetic": "none", "bonded": "none"}
_REFERENCE = {
    "administered": "drug",
    "market": "unregistered",
    "controlled": "none",
    "genetic": "none",
    "bonded": "into",
}
_OPEN = {"administered": "none", "controlled": "none", "origin": "unknown"}


@dataclass(frozen=True, slots=True)
class _Granted:
    """An approval of the demo: when it was granted (days ago) and for how many days."""

    kind: str
    number: str
    item: str
    granted: int | None
    unit: str
    ago: int
    days: int
    item_class: str
    grade: str = ""
    may_split: bool = True


_SERUM = _Granted("special_item", "演特审 2026-0131", "演示人血清质控盘甲", 60_000, "mL", 75, 180, "blood", "B")
_PROTEIN = _Granted("listed_pair", "演名单 2026-017", "演示重组蛋白对照品乙", 12_500, "mg", 100, 120, "research_goods")
_LISTED = _Granted(
    "listed_enterprise", "演目录 2026-006", "研发用物品（随企业目录）", None, "支", 60, 360, "research_goods"
)
_STRAIN = _Granted("special_item", "演特审 2026-0044", "演示减毒菌株丙", 20_000, "支", 115, 90, "pathogen", "B")
_TISSUE = _Granted(
    "special_item", "演特审 2026-0166", "演示肿瘤组织切片丁", 40_000, "片", 20, 90, "human_tissue", "A", may_split=False
)


@transaction.atomic
def furnish() -> None:
    """Results, opinions, approvals and shipments of some months, once; nothing where the cast is not whole."""
    cast = _cast()
    if cast is None or Approval.objects.exists():
        return
    _import(cast, _assess(cast))


def _cast() -> _Cast | None:
    held = Membership.objects.filter(person__username="user", until__isnull=True).select_related(
        "organisation", "person"
    )
    found = {one.username: one for one in Person.objects.filter(username__in=("customs", "expert"))}
    mine = held.first()
    if mine is None or len(found) < 2:
        return None
    return _Cast(mine.organisation, mine.person, found["customs"], found["expert"])


@contextmanager
def _on(ago: int) -> Iterator[None]:
    """As it was so many days ago, in the middle of the morning."""
    with clock.standing(clock.now() - timedelta(days=ago)):
        yield


def _assess(cast: _Cast) -> Opinion:
    """What the guide said, and what experts were asked; returns the opinion on the serum."""
    kept = [
        _keep(cast, item, answers, ago)
        for item, answers, ago in (
            ("演示人血清质控盘甲", _BLOOD, 90),
            ("演示重组蛋白对照品乙", _REFERENCE, 110),
            ("演示植物源酶制剂戊", _OPEN, 2),
        )
    ]
    with _on(88):
        made = _ask(cast, kept[0], "混合人血清（20 名供者，筛查阴性）、缓冲盐、防腐剂", "human")
    with _on(87):
        assessing.assign(opinion=made, person=cast.expert, by=cast.customs)
    with _on(86):
        assessing.declare_conflict(opinion=made, has_conflict=False, note="", by=cast.expert)
        assessing.give(opinion=made, given=_OPINION, by=cast.expert)
    with _on(1):
        _ask(cast, kept[2], "植物来源的酶，冻干粉，含稳定剂", "plant")
    return made


_OPINION = Given(
    item_class="blood",
    grade="B",
    risk="medium",
    reasons="供者经筛查，未检出已知病原；仅用于体外方法学验证，使用量小，有二级生物安全实验室。",
    papers="供者筛查报告、描述性材料、实验室备案证明",
    conditions="入境后每批核对数量并记台账，余料高压灭菌后销毁。",
)


def _keep(cast: _Cast, item: str, answers: dict[str, str], ago: int) -> Assessment:
    tree = catalogue().imports.trees[-1]
    with _on(ago):
        return assessing.keep(organisation=cast.firm, item=item, walked=walk(tree, answers), by=cast.user)


def _ask(cast: _Cast, kept: Assessment, composition: str, origin: str) -> Opinion:
    asked = Asked(kept.item, composition, origin, "演示国", "检测方法的建立与验证，仅供研发")
    return assessing.ask(organisation=cast.firm, asked=asked, assessment=kept, by=cast.user)


def _import(cast: _Cast, opinion: Opinion) -> None:
    serum = _grant(cast, _SERUM, opinion)
    protein, listed = _grant(cast, _PROTEIN), _grant(cast, _LISTED)
    strain, tissue = _grant(cast, _STRAIN), _grant(cast, _TISSUE)
    first = _arrive(cast, serum, 20_000, 60)
    _spend(cast, first, ((Move.USE, 8_000, 50), (Move.USE, 7_000, 31), (Move.USE, 5_000, 12)))
    second = _arrive(cast, serum, 15_000, 25)
    _spend(cast, second, ((Move.USE, 4_500, 15),))
    _correct(cast, second, 4_000, 15)
    _declare(cast, serum, 10_000, 1)
    _spend(cast, _arrive(cast, protein, 10_500, 80), ((Move.USE, 6_250, 60), (Move.DESTROY, 4_250, 9)))
    _spend(cast, _arrive(cast, strain, 12_000, 95), ((Move.USE, 3_000, 80), (Move.DESTROY, 9_000, 40)))
    with _on(6):
        shipments.refuse(
            shipment=_declare(cast, listed, 30_000, 8), why="报关单品名与目录不符，请更正后重新申报", by=cast.customs
        )
    made = _declare(cast, tissue, 24_000, 5)
    with _on(3):
        shipments.clear(shipment=made, by=cast.customs)


def _grant(cast: _Cast, one: _Granted, opinion: Opinion | None = None) -> Approval:
    with _on(one.ago):
        begin = clock.today()
        terms = Terms(
            kind=one.kind,
            number=one.number,
            item=one.item,
            granted=one.granted,
            unit=one.unit,
            valid_from=begin,
            valid_to=begin + timedelta(days=one.days),
            may_split=one.may_split,
            item_class=one.item_class,
            grade=one.grade,
        )
        return grant_approval(organisation=cast.firm, terms=terms, opinion=opinion, by=cast.customs)


def _declare(cast: _Cast, approval: Approval, quantity: int, ago: int) -> Shipment:
    with _on(ago):
        arrives = clock.today() + timedelta(days=3)
        told = Declared(quantity, f"演报 {approval.pk:03d}{ago:03d}", "江畔空港", "−80 ℃ 干冰", arrives)
        return shipments.declare(approval=approval, declared=told, by=cast.user)


def _arrive(cast: _Cast, approval: Approval, quantity: int, ago: int) -> Shipment:
    """Declared so long ago, cleared two days later and received the day after."""
    made = _declare(cast, approval, quantity, ago)
    with _on(ago - 2):
        shipments.clear(shipment=made, by=cast.customs)
    with _on(ago - 3):
        shipments.receive(
            shipment=made, quantity=quantity, on=clock.today(), note="包装完好，温度记录正常", by=cast.user
        )
    return made


def _spend(cast: _Cast, made: Shipment, steps: tuple[tuple[Move, int, int], ...]) -> None:
    notes = {Move.USE: "方法学验证项目，使用人 李梅", Move.DESTROY: "高压灭菌后销毁，见证人 王强"}
    for move, quantity, ago in steps:
        with _on(ago):
            day = clock.today()
            shipments.spend(shipment=made, move=move, quantity=quantity, on=day, note=notes[move], by=cast.user)


def _correct(cast: _Cast, made: Shipment, quantity: int, ago: int) -> None:
    entry = custody.entry(made, 2)
    assert entry is not None, "its first use is line 2"
    with _on(ago - 1):
        shipments.correct(
            shipment=made,
            entry=entry,
            quantity=quantity,
            on=entry.occurred_on,
            reason="复核记录：多记 0.5 mL",
            by=cast.user,
        )
