"""Names of enterprises and of the persons in charge: region, proper name, trade and form, put together from words."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from wutong.catalog.demo import Demo, Names
from wutong.demo.draws import Choice, Draws, Flags, Numbers
from wutong.demo.plan import Plan
from wutong.demo.texts import column, fill, join, only, take, where

_TWO_CHARACTER_SHARE = 0.7


class ProperNames:
    """Proper names (字号) by province and rank: no two ranks of a province share one."""

    def __init__(self, names: Names, draws: Draws, province_sizes: Numbers) -> None:
        first = sorted(set(names.first_characters) - {" "})
        last = sorted(set(names.last_characters) - {" "})
        third = sorted(set(names.third_characters))
        avoid = set(names.avoid)
        pairs = [a + b for a in first for b in last]
        # A pair that is a brand becomes another name by a third character.
        self._pairs = column([pair + third[i % len(third)] if pair in avoid else pair for i, pair in enumerate(pairs)])
        self._third, self._thirds = column(third), len(third)
        self._draws, self._sizes = draws, province_sizes
        self._safe = np.array([pair not in avoid for pair in pairs])

    def of(self, ranks: Numbers, provinces: Numbers) -> pa.Array:
        """The proper name at each rank of its province: of two characters while there are any, else of three."""
        pairs = len(self._pairs)
        share = np.minimum(_TWO_CHARACTER_SHARE, pairs / np.maximum(self._sizes[provinces], 1))
        before, after = np.floor(ranks * share), np.floor((ranks + 1) * share)
        is_short = (after > before) & (after <= pairs)
        offsets = self._draws.below(provinces, "name-offset", pairs)
        short = (before.astype(np.int64) * 76_493 + offsets) % pairs
        long = (ranks * 104_729 + offsets) % (pairs * self._thirds)
        position = np.where(is_short, short, long // self._thirds)
        third = np.where(is_short, -1, long % self._thirds)
        words = self._third.take(pa.array(np.maximum(third, 0)))
        return join(take(self._pairs, position), only((third >= 0) & self._safe[position], words))


class NameBook:
    """Full names of firms and branches."""

    def __init__(self, demo: Demo, plan: Plan, namesake_share: float) -> None:
        self._plan, self._namesake_share = plan, namesake_share
        self._proper = ProperNames(demo.names, plan.draws, plan.province_sizes)
        self._words = Choice([1.0] * len(trade.words) for trade in demo.trades)
        self._word_texts = column([word for trade in demo.trades for word in trade.words])
        self._suffixes = Choice([suffix.weight for suffix in form.suffixes] for form in demo.forms)
        self._suffix_texts = column([suffix.text for form in demo.forms for suffix in form.suffixes])
        self._has_word = np.array([form.has_word for form in demo.forms])
        patterns = demo.names.region_patterns
        self._regions = Choice([[pattern.weight for pattern in patterns]])
        self._region_texts = [pattern.text for pattern in patterns]
        self._is_bracketed = np.array([pattern.text[:1] in ("(", "（") for pattern in patterns])
        self._city_pattern = self._region_texts.index("{city_full}")
        marks = [trade.branch_marks or demo.names.branch_marks for trade in demo.trades]
        self._marks = Choice([1.0] * len(group) for group in marks)
        self._mark_texts = [mark for group in marks for mark in group]
        self._ordinals = column(demo.names.ordinals)

    def firms(self, numbers: Numbers, trades: Numbers, *, before: bool = False) -> tuple[pa.Array, Flags]:
        """The full name of each firm, and whether it is a namesake; `before` gives the name it had earlier."""
        plan, draws = self._plan, self._plan.draws
        provinces = plan.provinces(numbers)
        places = plan.places(numbers, provinces)
        elders = plan.elder_namesakes(numbers, places, trades, self._namesake_share)
        is_namesake = elders != numbers
        owners = plan.provinces(elders)
        ranks = plan.ranks(elders, owners) + (3 * plan.enterprises if before else 0)
        forms = plan.forms(numbers, trades)
        pattern = self._regions.pick(draws.uniform(numbers, "region"))
        pattern = np.where(is_namesake, self._city_pattern, pattern)
        region = fill(self._region_texts, pattern, self._region_words(places))
        word = take(self._word_texts, self._words.pick(draws.uniform(elders, "word"), trades))
        suffix = take(self._suffix_texts, self._suffixes.pick(draws.uniform(numbers, "suffix"), forms))
        bracketed = self._is_bracketed[pattern]
        name = join(
            only(~bracketed, region),
            self._proper.of(ranks, owners),
            only(self._has_word[forms], word),
            only(bracketed, region),
            suffix,
        )
        return name, is_namesake

    def branches(
        self, numbers: Numbers, trades: Numbers, parents: pa.Array, places: Numbers, streets: Mapping[str, pa.Array]
    ) -> pa.Array:
        """The parent's name with the mark of the branch."""
        draws = self._plan.draws
        fields = dict(streets) | self._region_words(places)
        fields["ordinal"] = take(self._ordinals, draws.below(numbers, "ordinal", len(self._ordinals)))
        mark = self._marks.pick(draws.uniform(numbers, "branch-mark"), trades)
        return join(parents, fill(self._mark_texts, mark, fields))

    def _region_words(self, places: Numbers) -> dict[str, pa.Array]:
        geography = self._plan.geography
        fields = ("province", "province_full", "city", "city_full", "county", "county_full")
        words = {field: geography.word(field, places) for field in fields}
        # A city without districts stands for its own county.
        bare = np.asarray(pa.compute.equal(words["county_full"], ""))
        words["county_full"] = where(bare, words["city_full"], words["county_full"])
        return words


class Persons:
    """Masked names of the persons in charge: a family name, or a foreign initial, and two stars."""

    def __init__(self, names: Names) -> None:
        self._surnames = column([f"{name}**" for name in names.surnames])
        self._choice = Choice([[1 / (rank + 3) for rank in range(len(names.surnames))]])
        self._initials = column([f"{letter}**" for letter in names.foreign_initials])

    def of(self, draws: Draws, numbers: Numbers, is_foreign: Flags, is_missing: Flags) -> pa.Array:
        """One masked name a number; N/A where it is missing."""
        surname = take(self._surnames, self._choice.pick(draws.uniform(numbers, "person")))
        initial = take(self._initials, draws.below(numbers, "initial", len(self._initials)))
        return where(is_missing, "N/A", where(is_foreign, initial, surname))
