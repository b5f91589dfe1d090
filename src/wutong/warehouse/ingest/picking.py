"""Pick the declared columns out of one JSON object. A column is a key, or a path of keys: study.design.phases.

What is not declared below a known key is left behind; an unknown key at the top stops the file. What is personal is
left out wherever it stands, before anything is kept.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from wutong.catalog.sources import Source
from wutong.warehouse.ingest.columns import known_names

Cells = dict[int, object]
# An address may stand where nobody expects one, in place of a number of the study.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")


class Picker:
    """Finds the values of declared columns by their place in the declaration."""

    def __init__(self, source: Source) -> None:
        self._paths = [(place, tuple(name.split("."))) for name, place in known_names(source).items()]
        self._personal = frozenset(source.personal_keys)
        self.known = frozenset(path[0] for _, path in self._paths)

    def unknown(self, value: Mapping[str, Any]) -> list[str]:
        """Keys of the object that no declared path begins with."""
        return [key for key in value if key not in self.known]

    def cells(self, value: Mapping[str, Any]) -> Cells:
        """Place of each declared column that the object has to its value, without what is personal."""
        return {place: self._impersonal(found) for place, path in self._paths for found in _reached(value, path)}

    def _impersonal(self, value: object) -> object:
        if not self._personal:
            return value
        if isinstance(value, str):
            return _MAIL.sub("", value) if "@" in value else value
        if isinstance(value, dict):
            return {key: self._impersonal(one) for key, one in value.items() if key not in self._personal}
        if isinstance(value, list):
            return [self._impersonal(one) for one in value]
        return value


def _reached(value: object, path: tuple[str, ...]) -> Iterator[object]:
    """The value at `path`, if the object has it."""
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return
        value = value[key]
    yield value


def as_json(value: object) -> str:
    """A list or an object as text, the same for the same content."""
    return json.dumps(value, ensure_ascii=False, default=str)
