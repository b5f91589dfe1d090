"""The rows of all generations as one: what is known of each name in the index, by number."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wutong.warehouse.letters.characters import clean
from wutong.warehouse.search.keeping.store import Generation, generations


class Standing(NamedTuple):
    """What is known of an enterprise before anything is asked; the fields of preparing.FACTS."""

    prominence: int
    region: int
    proper: int
    form: int
    is_branch: bool
    tier: int
    city: int

    @property
    def is_stock(self) -> bool:
        """Is it a joint-stock company?"""
        return self.form == 255


class Book(NamedTuple):
    """One name of one enterprise: its row, the name as registered and as compared."""

    generation: Generation
    row: int
    name: str
    cleaned: str
    standing: Standing
    is_alias: bool

    @property
    def enterprise_id(self) -> str:
        return self.generation.ids[self.row]


class Shelf:
    """All generations of one index."""

    def __init__(self, folder: Path) -> None:
        self.generations = generations(folder)

    def with_all(self, grams: Sequence[str], most: int) -> list[int]:
        """Numbers of the most prominent names that hold all `grams`, each of one letter or two."""
        if not grams:
            return []
        found = [one.base + row for one in self.generations for row in one.grams.with_all(grams, most)]
        if len(self.generations) > 1 and len(found) > most:
            return sorted(found, key=self._prominence, reverse=True)[:most]
        return found

    def _prominence(self, ordinal: int) -> int:
        generation = next(one for one in self.generations if ordinal < one.end)
        local = ordinal - generation.base
        row = local if local < generation.row_count else generation.alias_rows[local - generation.row_count]
        return int(generation.facts[row]["prominence"])

    def by_ordinal(self, ordinals: Iterable[int]) -> Iterator[Book]:
        """The names with these numbers, each once, without those that were removed."""
        distinct = list(dict.fromkeys(ordinals))
        for generation in self.generations:
            yield from self.by_number(
                generation, [one - generation.base for one in distinct if generation.base <= one < generation.end]
            )

    def by_number(self, generation: Generation, numbers: Iterable[int]) -> Iterator[Book]:
        """The same for numbers within one generation: its rows, and its aliases after them."""
        distinct = list(dict.fromkeys(numbers))
        yield from self.by_row(generation, [one for one in distinct if one < generation.row_count])
        aliases = [one - generation.row_count for one in distinct if one >= generation.row_count]
        if aliases:
            yield from self._aliases(generation, aliases)

    def by_row(self, generation: Generation, rows: Iterable[int]) -> Iterator[Book]:
        """The present names of these rows."""
        kept = [row for row in rows if row not in generation.removed]
        names = generation.names
        for row, facts in zip(kept, generation.facts[kept].tolist() if kept else (), strict=True):
            name = names[row]
            yield Book(generation, row, name, clean(name), Standing._make(facts), False)

    def _aliases(self, generation: Generation, aliases: list[int]) -> Iterator[Book]:
        """Former and English names, with what is known of the firms that bear them."""
        rows, regions = generation.alias_rows[aliases].tolist(), generation.alias_regions[aliases].tolist()
        for alias, row, region in zip(aliases, rows, regions, strict=True):
            if row not in generation.removed:
                name = generation.aliases[alias]
                standing = Standing._make(generation.facts[row].tolist())._replace(region=region, proper=0)
                yield Book(generation, row, name, clean(name), standing, True)
