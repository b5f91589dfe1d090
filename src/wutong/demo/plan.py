"""Which enterprise stands where: numbers to province, year, file, trade, parent and namesake. No text is made here.

Numbers run by province and year, so that a file holds a run of numbers. Numbers from `enterprises` on belong to
firms outside the register: later additions, and parents that are registered elsewhere.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from wutong.catalog.demo import GROUPS, Demo, Profile
from wutong.demo.columns.places import Geography
from wutong.demo.draws import Choice, Draws, Flags, Floats, Numbers, apportion

_BLOCK = 1 << 20
_ABSENT_PARENTS_EACH = 40


@dataclass(frozen=True)
class RegisterFile:
    """One file of the register and the numbers it holds: from `start` up to `stop`."""

    name: str
    start: int
    stop: int


@dataclass(frozen=True)
class Kin:
    """For each number: is it a branch, of which number, and whose proper name does it share."""

    is_branch: Flags
    parents: Numbers
    has_parent_in_register: Flags


class Plan:
    """The skeleton of one register. The same arguments always give the same plan."""

    def __init__(self, demo: Demo, profile: Profile, geography: Geography, enterprises: int, seed: int) -> None:
        self.demo, self.profile, self.geography = demo, profile, geography
        self.enterprises = enterprises
        self.draws = Draws(seed)
        self.years = list(range(profile.years[0].since, profile.last_day.year + 1))
        weights = np.outer(geography.province_weights, _year_weights(profile, self.years)).ravel()
        counts = apportion(enterprises, weights)
        self._cell_starts: Numbers = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.files = self._merge_years(counts.reshape(-1, len(self.years)))
        self.province_sizes: Numbers = counts.reshape(-1, len(self.years)).sum(axis=1)
        self._province_starts: Numbers = np.concatenate([[0], np.cumsum(self.province_sizes)]).astype(np.int64)
        self._province_choice = Choice([list(geography.province_weights)])
        self._set_trades(demo, profile, geography)
        self._heads: Numbers = self._find_heads()

    def _set_trades(self, demo: Demo, profile: Profile, geography: Geography) -> None:
        members = [[i for i, trade in enumerate(demo.trades) if trade.group == group] for group in GROUPS]
        self._group_choice = Choice(
            [shares[group] for group in GROUPS]
            for shares in [profile.shares, *(spot.shares for spot in geography.spots)]
        )
        self._trade_choice = Choice([demo.trades[i].weight for i in group] for group in members)
        self._trade_order: Numbers = np.array([i for group in members for i in group], dtype=np.int64)
        forms = [form.id for form in demo.forms]
        self._form_choice = Choice(list(trade.forms.values()) for trade in demo.trades)
        self._form_order: Numbers = np.array([forms.index(form) for trade in demo.trades for form in trade.forms])
        self._has_branches: Flags = np.array([form.has_branches for form in demo.forms])
        self._company = forms.index("company")
        self._branch_shares: Floats = np.array([trade.branches for trade in demo.trades])

    def _merge_years(self, counts: Numbers) -> tuple[RegisterFile, ...]:
        """Files `<year>-<province>`: years are put together until a file is large enough, and named by the last."""
        files: list[RegisterFile] = []
        for index, province in enumerate(self.geography.provinces):
            first = len(files)
            start = stop = int(self._cell_starts[index * len(self.years)])
            for year, count in zip(self.years, counts[index], strict=True):
                stop += int(count)
                is_last = year == self.years[-1]
                if stop - start < self.profile.least_rows_per_file and not (is_last and stop > start):
                    continue
                if is_last and stop - start < self.profile.least_rows_per_file and len(files) > first:
                    start = files.pop().start
                files.append(RegisterFile(f"{year}-{province.name}", start, stop))
                start = stop
        return tuple(files)

    def provinces(self, numbers: Numbers) -> Numbers:
        """The index of each number's province."""
        inside = np.searchsorted(self._province_starts, numbers, side="right") - 1
        outside = self._province_choice.pick(self.draws.uniform(numbers, "province"))
        return np.where(numbers < self.enterprises, inside, outside).astype(np.int64)

    def ranks(self, numbers: Numbers, provinces: Numbers) -> Numbers:
        """The position of each number within its province; numbers outside the register come after all others."""
        inside: Numbers = numbers - self._province_starts[provinces]
        outside: Numbers = self.province_sizes[provinces] + numbers - self.enterprises
        return np.where(numbers < self.enterprises, inside, outside)

    def dates(self, numbers: Numbers) -> Numbers:
        """Registration days since 1970, rising within a province. Later additions fall on the last sixty days."""
        cells = np.searchsorted(self._cell_starts, np.minimum(numbers, self.enterprises - 1), side="right") - 1
        starts = self._cell_starts[cells]
        sizes = np.maximum(self._cell_starts[cells + 1] - starts, 1)
        begins, lengths = _days_of(self.years, self.profile.last_day)
        years = cells % len(self.years)
        u = self.draws.uniform(numbers, "day")
        inside: Numbers = begins[years] + ((numbers - starts + u) / sizes * lengths[years]).astype(np.int64)
        outside: Numbers = begins[-1] + lengths[-1] - 1 - (u * min(60, int(lengths[-1]))).astype(np.int64)
        return np.where(numbers < self.enterprises, inside, outside)

    def share_before(self, year: int) -> float:
        """The share of enterprises registered before `year`."""
        counts = np.diff(self._cell_starts).reshape(-1, len(self.years)).sum(axis=0)
        return float(counts[np.array(self.years) < year].sum() / max(1, self.enterprises))

    def places(self, numbers: Numbers, provinces: Numbers) -> Numbers:
        """The place of each number, as the geography counts them."""
        return self.geography.pick(self.draws, numbers, provinces)

    def trades(self, numbers: Numbers, places: Numbers) -> Numbers:
        """The index of each number's trade; what there is depends on the place."""
        spots = self.geography.spot[places]
        groups = self._group_choice.pick(self.draws.uniform(numbers, "group"), spots) - spots * len(GROUPS)
        trades: Numbers = self._trade_order[self._trade_choice.pick(self.draws.uniform(numbers, "trade"), groups)]
        return trades

    def forms(self, numbers: Numbers, trades: Numbers) -> Numbers:
        """The index of the legal form of each firm. Branches have a form of their own, which is not known here."""
        forms: Numbers = self._form_order[self._form_choice.pick(self.draws.uniform(numbers, "form"), trades)]
        # Parents outside the register are of a form that has branches.
        is_parent_only = numbers >= 2 * self.enterprises
        return np.where(is_parent_only & ~self._has_branches[forms], self._company, forms)

    def kin(self, numbers: Numbers, provinces: Numbers, trades: Numbers) -> Kin:
        """Branches and their parents: mostly an older firm of the trade in the province, else any of the trade."""
        is_branch = self._wants_branch(numbers, trades)
        low, high = self._heads_between(trades, np.zeros_like(numbers), np.full_like(numbers, self.enterprises))
        near_low, near_high = self._heads_between(trades, self._province_starts[provinces], numbers)
        is_near = (near_high > near_low) & self.draws.chance(numbers, "parent-near", 0.8)
        low, high = np.where(is_near, near_low, low), np.where(is_near, near_high, high)
        known = is_branch & (high > low) & self.draws.chance(numbers, "parent-known", 0.7)
        # Squaring favours the first of the row: few firms have many branches, most have one.
        chosen = low + (self.draws.uniform(numbers, "parent") ** 2 * (high - low)).astype(np.int64)
        heads = self._heads[np.minimum(chosen, len(self._heads) - 1)] % self.enterprises
        absent = 2 * self.enterprises + trades * _ABSENT_PARENTS_EACH
        absent += self.draws.below(numbers, "parent-absent", _ABSENT_PARENTS_EACH)
        return Kin(is_branch, np.where(known, heads, absent), known)

    def elder_namesakes(self, numbers: Numbers, places: Numbers, trades: Numbers, share: float) -> Numbers:
        """For a `share` of the numbers the firm of the same trade in another city whose proper name it shares;
        for all others the number itself. No firm is the elder of two."""
        own = trades * self.enterprises + numbers
        place_of = np.minimum(np.searchsorted(self._heads, own), len(self._heads) - 1)
        elders = self._heads[np.maximum(place_of - 1, 0)]
        candidates = elders % self.enterprises
        wanted = self.draws.chance(numbers, "namesake", share) & ~self.draws.chance(candidates, "namesake", share)
        cities = self.geography.city_index
        far = cities[self.places(candidates, self.provinces(candidates))] != cities[places]
        inside = (self._heads[place_of] == own) & (place_of > 0) & (elders // self.enterprises == trades)
        return np.where(wanted & far & inside, candidates, numbers)

    def _wants_branch(self, numbers: Numbers, trades: Numbers) -> Flags:
        return self.draws.chance(numbers, "branch", self._branch_shares[trades]) & (numbers < 2 * self.enterprises)

    def _heads_between(self, trades: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
        """The run of heads of each trade with numbers in [low, high)."""
        base = trades * self.enterprises
        first = np.searchsorted(self._heads, base + np.minimum(low, self.enterprises))
        last = np.searchsorted(self._heads, base + np.minimum(high, self.enterprises))
        return first.astype(np.int64), last.astype(np.int64)

    def _find_heads(self) -> Numbers:
        """Every firm that may have branches, as trade * enterprises + number, sorted.

        The last entry belongs to a trade that does not exist, so that there always is one.
        """
        found: list[Numbers] = [np.array([len(self.demo.trades) * self.enterprises], dtype=np.int64)]
        for start in range(0, self.enterprises, _BLOCK):
            numbers = np.arange(start, min(start + _BLOCK, self.enterprises), dtype=np.int64)
            trades = self.trades(numbers, self.places(numbers, self.provinces(numbers)))
            is_head = ~self._wants_branch(numbers, trades) & self._has_branches[self.forms(numbers, trades)]
            found.append(trades[is_head] * self.enterprises + numbers[is_head])
        return np.sort(np.concatenate(found))


def _year_weights(profile: Profile, years: list[int]) -> Floats:
    starts = np.array([entry.since for entry in profile.years])
    weights = np.array([entry.weight for entry in profile.years])
    return weights[np.searchsorted(starts, np.array(years), side="right") - 1]


def _days_of(years: list[int], last_day: date) -> tuple[Numbers, Numbers]:
    """First day since 1970 and number of days of each year, the last one ending with `last_day`."""
    edges = [date(year, 1, 1).toordinal() for year in years] + [last_day.toordinal() + 1]
    days = np.array(edges, dtype=np.int64) - date(1970, 1, 1).toordinal()
    return days[:-1], np.diff(days)
