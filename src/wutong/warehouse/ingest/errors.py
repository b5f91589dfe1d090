"""Why a file is refused as a whole. Each sentence names the file and the mend; bad rows are issues, not errors."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class FileRefused(WutongError):
    """A file of a source cannot be read at all; the source stops."""

    code = "ingest.refused"


class FileAbsent(FileRefused):
    code = "ingest.file_absent"
    sentence = Text(
        zh="找不到或无法打开文件 {file}（{problem}）。请检查路径和读取权限。",
        en="The file {file} is missing or cannot be opened ({problem}). Check its path and permissions.",
    )


class FileEmpty(FileRefused):
    code = "ingest.file_empty"
    sentence = Text(
        zh="文件 {file} 是空的，没有任何数据行。请重新取得该文件，或把它从来源中移除。",
        en="The file {file} is empty: it has no data row. Fetch it again, or leave it out of the source.",
    )


class FileTruncated(FileRefused):
    code = "ingest.file_truncated"
    sentence = Text(
        zh="压缩文件 {file} 不完整或已损坏：在第 {position} 字节处中断。请重新下载该文件。",
        en="The compressed file {file} is cut short or damaged near byte {position}. Download it again.",
    )


class NotWhatItsNameSays(FileRefused):
    code = "ingest.not_what_its_name_says"
    sentence = Text(
        zh="文件 {file} 的名称表示 {named}，内容却是 {found}。请改正扩展名，或换成正确的文件。",
        en="The file {file} is named as {named} but holds {found}. Mend its extension, or give the right file.",
    )


class FormatUnknown(FileRefused):
    code = "ingest.format_unknown"
    sentence = Text(
        zh="从名称看不出文件 {file} 的格式。可用的扩展名：{known}。",
        en="The name of {file} does not say its format. Known extensions: {known}.",
    )


class FileDamaged(FileRefused):
    code = "ingest.file_damaged"
    sentence = Text(
        zh="文件 {file} 无法按 {format} 打开：{problem}。请重新取得该文件。",
        en="The file {file} cannot be opened as {format}: {problem}. Fetch it again.",
    )


class DocumentTooLarge(FileRefused):
    code = "ingest.document_too_large"
    sentence = Text(
        zh="JSON 文件 {file} 超过 {limit} MiB，无法整体读入。请改存为 JSON Lines（每行一个对象，.jsonl）。",
        en="The JSON document {file} is larger than {limit} MiB. Save it as JSON Lines (one object a line, .jsonl).",
    )


class EncodingUnknown(FileRefused):
    code = "ingest.encoding_unknown"
    sentence = Text(
        zh="文件 {file} 既不是 UTF-8 也不是 GB18030（像是 {guess}）。请另存为 UTF-8 后重试。",
        en="The file {file} is neither UTF-8 nor GB18030 (it looks like {guess}). Save it as UTF-8 and try again.",
    )


class ColumnMissing(FileRefused):
    code = "ingest.column_missing"
    sentence = Text(
        zh="文件 {file} 缺少列：{missing}。文件中的列是：{found}。请补上该列，或在 {declaration} 中登记它的别名。",
        en="The file {file} lacks the column {missing}; it has {found}. Add it, or declare an alias in {declaration}.",
    )


class ColumnUnknown(FileRefused):
    code = "ingest.column_unknown"
    sentence = Text(
        zh="文件 {file} 有未登记的列：{unknown}。请在 {declaration} 中登记（对应字段或说明忽略原因），或去掉该列。",
        en="The file {file} has the undeclared column {unknown}. Declare it in {declaration} (mapped, or ignored for "
        "a reason), or remove it.",
    )


class ColumnTwice(FileRefused):
    code = "ingest.column_twice"
    sentence = Text(
        zh="文件 {file} 中列 {column} 出现了两次。请只保留一列。",
        en="The file {file} has the column {column} twice. Keep one of them.",
    )


class SheetMissing(FileRefused):
    code = "ingest.sheet_missing"
    sentence = Text(
        zh="文件 {file} 没有工作表“{sheet}”，只有：{found}。请改正文件，或改正 {declaration} 中的 sheet。",
        en="The file {file} has no sheet “{sheet}”, only {found}. Mend the file, or `sheet` in {declaration}.",
    )


class FileChanged(FileRefused):
    code = "ingest.file_changed"
    sentence = Text(
        zh="文件 {file} 在读取过程中被改动。请等写入完成后重新构建。",
        en="The file {file} changed while it was being read. Build again when it is complete.",
    )
