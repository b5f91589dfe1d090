"""Read one YAML declaration into one frozen model. Unknown keys, repeated keys and bare codes are refused."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

M = TypeVar("M", bound=BaseModel)


class DeclarationRefused(WutongError):
    code = "catalog.refused"
    exit_code = 4
    sentence = Text(
        zh="声明文件 {file} 有误：{place}：{problem}。请改正后重试。",
        en="The declaration {file} is wrong at {place}: {problem}. Mend it and try again.",
    )


class Declaration(BaseModel):
    """Base of every declared thing: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Label(Declaration):
    """A label or sentence in both languages, as written in YAML."""

    zh: str
    en: str

    def text(self) -> Text:
        """The same as a kernel value."""
        return Text(zh=self.zh, en=self.en)


class _StrictLoader(yaml.CSafeLoader):
    """A safe loader (in C, ten times as fast) that refuses a key given twice and a number that starts with zero."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} given twice", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


def _integer(loader: _StrictLoader, node: yaml.ScalarNode) -> int:
    if len(node.value.lstrip("+-")) > 1 and node.value.lstrip("+-").startswith("0"):
        raise yaml.constructor.ConstructorError(None, None, f"quote the code {node.value}", node.start_mark)
    return int(loader.construct_yaml_int(node))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _integer)


def read_raw(path: Path) -> Any:
    """The YAML of `path` as plain Python values; raises DeclarationRefused where it is not sound YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 1}" if error.problem_mark else "?"
        raise DeclarationRefused(file=path, place=place, problem=error.problem) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationRefused(file=path, place="-", problem=error) from error


def read_declaration(path: Path, model: type[M]) -> M:
    """The declaration in `path` as `model`; raises DeclarationRefused naming the key that is wrong."""
    return parse_declaration(read_raw(path), model, path)


def parse_declaration(raw: Any, model: type[M], path: Path) -> M:
    """`raw` as `model`; `path` is only for the error's sentence."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "-"
        raise DeclarationRefused(file=path, place=place, problem=first["msg"]) from error
