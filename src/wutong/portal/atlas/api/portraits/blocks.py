"""From the blocks of a portrait to what the API answers."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.urls import reverse

from wutong.portal.atlas import links
from wutong.portal.atlas.api.portraits import schemas as out
from wutong.portal.atlas.api.schemas import OriginOut
from wutong.portal.atlas.queries.portraits import items
from wutong.portal.atlas.queries.portraits.items import Block
from wutong.portal.atlas.queries.portraits.origins import Origin
from wutong.portal.atlas.queries.portraits.records import LookedIn, Records
from wutong.portal.atlas.queries.portraits.ties import Tie

Looked = Mapping[str, tuple[LookedIn, ...]]


def blocks_out(enterprise_id: str, records: Records, looked: Looked) -> out.BlocksOut:
    """Every block, those that hold nothing among them."""

    def block(code: str, held: Block[Any]) -> dict[str, Any]:
        return {
            **_about(enterprise_id, code, held.total, held.unsure_total, looked),
            "items": items_out(held.items),
            "unsure": items_out(held.unsure),
        }

    in_trials = items_out(records.candidates)
    return out.BlocksOut(
        products=out.ProductsOut(**block("products", records.products), in_trials=in_trials),
        trials=out.TrialsOut(**block("trials", records.trials)),
        approvals=out.ApprovalsOut(**block("approvals", records.approvals)),
        applications=out.ApplicationsOut(**block("applications", records.applications)),
        financing=out.FinancingOut(**block("financing", records.financing)),
        figures=_figures(enterprise_id, records, looked),
        known_as=out.NamesOut(aliases=items_out(records.known.aliases), ties=[_tie(tie) for tie in records.known.ties]),
    )


def items_out(found: Sequence[Any]) -> list[Any]:
    """Items as dictionaries that their schemas read."""
    return [_item(one) for one in found]


def origin_out(origin: Origin) -> OriginOut:
    """Where a value was read."""
    return OriginOut(
        source_id=origin.source_id,
        file=origin.file_name,
        file_id=origin.file_id,
        sha256=origin.sha256,
        row_number=origin.row_number,
        read_at=origin.read_at,
    )


def _figures(enterprise_id: str, records: Records, looked: Looked) -> out.FiguresOut:
    counted = [one for one in records.reported if one.listing.tie.is_counted]
    told = [figure for one in counted for figure in one.figures]
    unsure = sum(len(one.figures) for one in records.reported) - len(told)
    about = _about(enterprise_id, "figures", len(told), unsure, looked)
    return out.FiguresOut(**about, listings=items_out([one.listing for one in records.reported]), items=items_out(told))


def _about(enterprise_id: str, code: str, total: int, unsure_total: int, looked: Looked) -> dict[str, Any]:
    return {
        "total": total,
        "unsure_total": unsure_total,
        "looked_in": [{"source_id": one.source_id, "read_at": one.read_at} for one in looked[code]],
        "url": reverse("api:records", args=[enterprise_id, code]),
    }


def _item(one: Any) -> dict[str, Any]:
    """The fields of an item; its tie and its origin as the API has them, and its page where it has one."""
    told = {field.name: getattr(one, field.name) for field in fields(one)}
    if "tie" in told:
        told["tie"] = _tie(told["tie"])
    if "origin" in told:
        told["origin"] = origin_out(told["origin"])
    if isinstance(one, items.Trial):
        told["register_code"] = told.pop("register")
        told["url"] = reverse("atlas:trial", args=[one.trial_id])
    elif isinstance(one, items.Product):
        told["url"] = links.to_product(one.product_id)
    elif isinstance(one, items.Application):
        told["url"] = links.to_application(one.acceptance_number)
    return told


def _tie(tie: Tie) -> out.TieOut:
    return out.TieOut(
        name=tie.name,
        verdict=tie.verdict.value,
        basis=tie.basis.value,
        score=tie.score,
        reasons_zh=list(tie.reasons_zh),
        reasons_en=list(tie.reasons_en),
        judgement_id=tie.judgement_id,
    )
