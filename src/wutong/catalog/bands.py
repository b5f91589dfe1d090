"""Bands of amounts, as declared in catalog/bands.yml. They must cover every amount once; gaps are refused."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import model_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Band(Declaration):
    """Amounts of at least `least` and below `below`; an open end is None."""

    code: str
    title: Label
    least: float | None = None
    below: float | None = None

    def holds(self, amount: float) -> bool:
        """True where `amount` lies in this band."""
        return (self.least is None or amount >= self.least) and (self.below is None or amount < self.below)


class UnknownBand(Declaration):
    """Where things without an amount stand."""

    code: str
    title: Label


class Scale(Declaration):
    """Bands in rising order, since when they are used, and why they are cut where they are."""

    since: date
    source: Label
    bands: tuple[Band, ...]
    unknown: UnknownBand

    @model_validator(mode="after")
    def _without_gaps(self) -> Self:
        if not self.bands or self.bands[0].least is not None or self.bands[-1].below is not None:
            raise ValueError("the first and the last band must be open")
        for lower, upper in zip(self.bands, self.bands[1:], strict=False):
            if lower.below is None or lower.below != upper.least:
                raise ValueError(f"{upper.code} must begin where {lower.code} ends")
            if lower.least is not None and lower.least >= lower.below:
                raise ValueError(f"{lower.code} must end above its beginning")
        return self

    @cached_property
    def titles(self) -> dict[str, Label]:
        """Code to title, in rising order, with the unknown band last."""
        return {band.code: band.title for band in self.bands} | {self.unknown.code: self.unknown.title}

    def band_of(self, amount: float | None) -> str:
        """The code of the band that holds `amount`."""
        if amount is None:
            return self.unknown.code
        return next(band.code for band in self.bands if band.holds(amount))


class Bands(Declaration):
    """Every declared scale."""

    capital: Scale


def load_bands(path: Path) -> Bands:
    """The scales of catalog/bands.yml."""
    return read_declaration(path, Bands)
