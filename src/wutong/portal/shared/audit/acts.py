"""What an act reads like. Each app declares its acts, and the fields of its objects, in its own acts.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wutong.kernel.bilingual import Text

Value = str | int | float | bool | None
ValueWording = Callable[[Value], Text | None]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object: its name, and how its codes read where they are codes."""

    name: Text
    wording: ValueWording | None = None


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """A kind of object that acts are about."""

    code: str
    name: Text
    fields: Mapping[str, Field] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is recorded. `sentence` may name {actor}, {object}, {organisation} and {changes}."""

    code: str
    name: Text
    sentence: Text


_ACTS: dict[str, Act] = {}
_KINDS: dict[str, ObjectKind] = {}


def declare(*, kinds: tuple[ObjectKind, ...], acts: tuple[Act, ...]) -> None:
    """Make known what an app records; a code may be declared once."""
    for kind in kinds:
        assert _KINDS.setdefault(kind.code, kind) is kind, f"{kind.code} is declared twice"
    for act in acts:
        assert _ACTS.setdefault(act.code, act) is act, f"{act.code} is declared twice"


def act_of(code: str) -> Act | None:
    """The act, or None for one that this version no longer knows."""
    return _ACTS.get(code)


def kind_of(code: str) -> ObjectKind | None:
    """The kind of object, or None for one that this version no longer knows."""
    return _KINDS.get(code)


def all_acts() -> list[Act]:
    """Every act, by code."""
    return [_ACTS[code] for code in sorted(_ACTS)]


LOG = ObjectKind("audit_log", Text("操作记录", "Record of acts"), {"filter": Field(Text("筛选", "filter"))})
EXPORTED = Act(
    "audit.exported",
    Text("导出操作记录", "Record exported"),
    Text("{actor}导出了操作记录，{changes}", "{actor} exported the record of acts: {changes}"),
)
declare(kinds=(LOG,), acts=(EXPORTED,))
