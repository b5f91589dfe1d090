"""The one folder under which Wutong keeps what it makes. Names paths; creates nothing until asked."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Layout of a home folder."""

    root: Path

    @property
    def parts(self) -> Path:
        """Cached work on each input file: one folder per part (see docs/dataflow.md)."""
        return self.root / "parts"

    @property
    def batches(self) -> Path:
        """Cached row-local work on parts that came together."""
        return self.root / "batches"

    @property
    def records(self) -> Path:
        """Cached tables of records that are not registrations, by kind."""
        return self.root / "records"

    @property
    def models(self) -> Path:
        """Cached models, each learned from what a build was given."""
        return self.root / "models"

    @property
    def inputs(self) -> Path:
        """Which files the last build read."""
        return self.root / "inputs.json"

    @property
    def releases(self) -> Path:
        """Immutable releases, one folder per version."""
        return self.root / "releases"

    @property
    def staging(self) -> Path:
        """Where a build writes before anything is promoted; emptied when a build starts."""
        return self.root / "staging"

    @property
    def promoted(self) -> Path:
        """The pointer: a text file that holds the version being served."""
        return self.root / "promoted"

    @property
    def lock(self) -> Path:
        """Held while a build runs, so that two builds never meet."""
        return self.root / "build.lock"

    @property
    def portal(self) -> Path:
        """The portal's database, uploads and exports."""
        return self.root / "portal"

    @property
    def frontend(self) -> Path:
        """Front-end libraries, where Wutong is installed without its repository."""
        return self.root / "frontend"
