"""Indicators as declared in catalog/indicators/: what each figure means, how it is computed, what it leaves out."""

from wutong.catalog.indicators.declared import Derived, Indicator, Measure, load_indicators
from wutong.catalog.indicators.facts import Dimension, Facts, FactsUnknown, Words, load_facts

__all__ = [
    "Derived",
    "Dimension",
    "Facts",
    "FactsUnknown",
    "Indicator",
    "Measure",
    "Words",
    "load_facts",
    "load_indicators",
]
