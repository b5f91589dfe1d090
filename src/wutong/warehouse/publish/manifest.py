"""What a release says about itself: manifest.json. Written once, last, and never changed."""

import hashlib
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

MANIFEST = "manifest.json"


class ManifestUnreadable(WutongError):
    code = "release.manifest_unreadable"
    exit_code = 4
    sentence = Text(
        zh="版本清单 {file} 无法读取：{problem}。请用 wutong rollback 回退，或重新运行 wutong build。",
        en="The manifest {file} cannot be read: {problem}. Run wutong rollback, or wutong build again.",
    )


class Recorded(BaseModel):
    """Base of everything in a manifest: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(Recorded):
    """A sentence in both languages, as stored."""

    zh: str
    en: str

    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


class FileUsed(Recorded):
    """One input file, and what became of its rows."""

    file_id: str
    name: str
    sha256: str
    byte_count: int
    rows_read: int
    rows_used: int
    rows_held_back: int


class SourceUsed(Recorded):
    """One source and its files."""

    source_id: str
    files: tuple[FileUsed, ...]

    @property
    def rows_read(self) -> int:
        return sum(file.rows_read for file in self.files)

    @property
    def rows_used(self) -> int:
        return sum(file.rows_used for file in self.files)

    @property
    def rows_held_back(self) -> int:
        return sum(file.rows_held_back for file in self.files)


class TableWritten(Recorded):
    """One table of the release."""

    name: str
    row_count: int
    byte_count: int


class IssueCount(Recorded):
    """How many issues of one source have one reason."""

    source_id: str
    reason: str
    is_held_back: bool
    issue_count: int


class CheckResult(Recorded):
    """One check made before promotion: what was asserted, of what, and whether it holds."""

    code: str
    subject: str
    holds: bool
    sentence: Sentence


class Manifest(Recorded):
    """The whole record of one release. `created_at` is UTC; `parts` are the ids of the parts behind it; `views` are
    tables that other tables already say, by name, as SQL."""

    version: str
    created_at: datetime
    code_version: str
    catalog_fingerprint: str
    engine: str = "duckdb"
    sources: tuple[SourceUsed, ...] = ()
    tables: tuple[TableWritten, ...] = ()
    issues: tuple[IssueCount, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    parts: tuple[str, ...] = ()
    views: dict[str, str] = Field(default_factory=dict)
    notes: dict[str, str] = Field(default_factory=dict)

    @property
    def row_counts(self) -> dict[str, int]:
        """Table name to number of rows."""
        return {table.name: table.row_count for table in self.tables}

    @property
    def fingerprint(self) -> str:
        """Six hex digits over everything but the version and the time."""
        body = self.model_dump_json(exclude={"version", "created_at"})
        return hashlib.sha256(body.encode()).hexdigest()[:6]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the release in `folder`; raises ManifestUnreadable."""
    file = folder / MANIFEST
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        problem = error.strerror if isinstance(error, OSError) else error.errors()[0]["msg"]
        raise ManifestUnreadable(file=file, problem=problem) from error
