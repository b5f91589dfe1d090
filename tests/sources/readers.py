"""Small invented sources and files for the tests of this folder."""

import gzip
from pathlib import Path

import pyarrow.parquet as pq
import zstandard

from wutong.catalog.sources import Source, SourceColumn
from wutong.catalog.yaml_file import Label
from wutong.warehouse.ingest.reading import read_file
from wutong.warehouse.ingest.report import FileReport

IGNORED = Label(zh="个人信息", en="personal")
HEADER = ("企业名称", "代码", "负责人", "备注")
ROWS = (
    ("梧桐一号生物有限公司", "001", "甲某", "研发，销售"),
    ('"凤栖"诊断有限公司', "002", "乙某", "含,逗号与\n换行"),
    ("Phoenix Labs", "003", "丙某", ""),
)


def a_source(**changes: object) -> Source:
    """Four columns: a name with an alias, a code, a personal one, and a note that may be absent."""
    columns = (
        SourceColumn(name="企业名称", aliases=("名称",), maps_to="name_zh"),
        SourceColumn(name="代码", maps_to="code_text"),
        SourceColumn(name="负责人", is_personal=True, required=False, ignored_because=IGNORED),
        SourceColumn(name="备注", required=False, ignored_because=Label(zh="不用", en="not used")),
    )
    given: dict[str, object] = {
        "id": "cn_invented",
        "title": Label(zh="虚构名单", en="Invented list"),
        "publisher": Label(zh="无", en="none"),
        "licence": "Apache-2.0",
        "standard": "registrations",
        "columns": columns,
    }
    return Source(**(given | changes))  # type: ignore[arg-type]


def packed(content: bytes, ending: str) -> bytes:
    """The content as a file with this ending has it."""
    if ending.endswith(".gz"):
        return gzip.compress(content, mtime=0)  # with the time in it, two workers would see different tests
    return zstandard.compress(content) if ending.endswith(".zst") else content


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file in `folder`; text is written as UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class Read:
    """A file as it was read."""

    def __init__(self, source: Source, path: Path, folder: Path) -> None:
        self.report: FileReport = read_file(source, path, folder)
        self.raw = pq.read_table(folder / "raw").to_pylist()
        self.issues = pq.read_table(folder / "issues").to_pylist()

    def column(self, name: str) -> list[str | None]:
        return [row[name] for row in self.raw]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(row["row_number"], row["reason"]) for row in self.issues]

    @property
    def sum_holds(self) -> bool:
        report = self.report
        held = sum(report.held_back.values())
        return report.rows_read == report.rows_kept + held == len(self.raw) + len(self.issues)
