"""What the files app records, and how it reads. Names of files are left out: the record outlives an erased file."""

from wutong.kernel.bilingual import Text
from wutong.portal.files.kinds import Kind
from wutong.portal.shared.audit.acts import Act, Field, ObjectKind, Value, declare


def _kind(value: Value) -> Text | None:
    return Kind(str(value)).card.name if value in list(Kind) else None


FILE = ObjectKind(
    "file",
    Text("文件", "File"),
    {
        "kind": Field(Text("类型", "kind"), _kind),
        "size_bytes": Field(Text("字节数", "bytes")),
        "sha256": Field(Text("摘要", "SHA-256")),
    },
)
KEPT = Act(
    "file.kept",
    Text("上传文件", "File uploaded"),
    Text("{actor}上传了文件{object}，{changes}", "{actor} uploaded {object}: {changes}"),
)
ERASED = Act(
    "file.erased", Text("清除文件", "File erased"), Text("{actor}清除了文件{object}", "{actor} erased {object}")
)
declare(kinds=(FILE,), acts=(KEPT, ERASED))
