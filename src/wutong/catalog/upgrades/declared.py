"""One step: what becomes of what a running case holds when its service gets its next version."""

from typing import Literal, Self

from pydantic import Field, model_validator

from wutong.catalog.flows import Basis, Code
from wutong.catalog.yaml_file import Declaration, Label


class Added(Declaration):
    """A field that is new, or asked of everybody now: a `default` fills it in where nothing is, or it is asked."""

    code: Code
    default: bool | int | float | str | tuple[str, ...] | None = None
    ask: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.ask and self.default is not None:
            raise ValueError(f"{self.code} has a default or is to be asked, not both")
        return self


class FieldSteps(Declaration):
    """Fields `renamed` old to new, `removed` (answers are set aside), `added`; `options` by new field, old to new."""

    renamed: dict[Code, Code] = Field(default_factory=dict)
    removed: tuple[Code, ...] = ()
    added: tuple[Added, ...] = ()
    options: dict[Code, dict[str, str]] = Field(default_factory=dict)


class PaperSteps(Declaration):
    """Papers: `renamed` old to new, `removed` (their files are set aside), `added` (asked for from now on)."""

    renamed: dict[Code, Code] = Field(default_factory=dict)
    removed: tuple[Code, ...] = ()
    added: tuple[Code, ...] = ()


class ClockStep(Declaration):
    """What becomes of a clock that runs. Unnamed, it goes on as it began, with its limit and its promise.

    `becomes` is its code from now on. `limit: new` and `promise: new` take those of the new version; where that is
    worse for the applicant, `basis` says why it may be. `ends` stops it: the new flow has no such clock.
    """

    clock: Code
    becomes: Code | None = None
    limit: Literal["kept", "new"] = "kept"
    promise: Literal["kept", "new"] = "kept"
    ends: bool = False
    basis: Basis | None = None

    @model_validator(mode="after")
    def _ends_or_goes_on(self) -> Self:
        if self.ends and (self.becomes or self.limit == "new" or self.promise == "new"):
            raise ValueError(f"clock {self.clock} ends, or goes on as another, not both")
        if self.ends and self.basis is None:
            raise ValueError(f"clock {self.clock} ends: say on what basis")
        return self


class ClockStart(Declaration):
    """A clock that the new flow has and the old one had not: it starts with the step, in cases in these states."""

    clock: Code
    in_states: tuple[Code, ...] = Field(min_length=1)
    basis: Basis


class UpgradeStep(Declaration):
    """The step to version `to` from the one before. What it does not name stays; `stay` says why no case takes it.

    `states` are old to new; `no_place` names states in which a case cannot take the step, and why. `acts` are acts
    that are called otherwise now, so that what may be done so often stays counted.
    """

    to: int = Field(ge=2)
    why: Label | None = None
    stay: Label | None = None
    fields: FieldSteps = FieldSteps()
    papers: PaperSteps = PaperSteps()
    states: dict[Code, Code] = Field(default_factory=dict)
    no_place: dict[Code, Label] = Field(default_factory=dict)
    clocks: tuple[ClockStep, ...] = ()
    starts: tuple[ClockStart, ...] = ()
    acts: dict[Code, Code] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if (self.why is None) == (self.stay is None):
            raise ValueError("a step says why it is taken, or why cases stay")
        if self.stay is not None and self.model_fields_set - {"to", "stay"}:
            raise ValueError("cases stay, so nothing else is said")
        return self

    def clock(self, code: str) -> ClockStep:
        """What is said of a clock of the old flow."""
        return next((one for one in self.clocks if one.clock == code), ClockStep(clock=code))
