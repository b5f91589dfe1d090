"""Why a file is not kept: one class per cause, each saying what is wrong and how to mend it."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class FileRefused(WutongError):
    """Any of those below."""

    code = "files.refused"


class FileEmpty(FileRefused):
    code = "files.empty"
    sentence = Text(
        zh="“{name}”是空文件。请检查后重新选择。", en="“{name}” is empty. Check the file and choose it again."
    )


class FileTooLarge(FileRefused):
    code = "files.too_large"
    sentence = Text(
        zh="“{name}”超过 {most_mb} MB 的上限。请压缩或拆分后再上传。",
        en="“{name}” is larger than {most_mb} MB. Compress or split it and upload it again.",
    )


class NameUnusable(FileRefused):
    code = "files.name_unusable"
    sentence = Text(
        zh="文件名无法使用：“{name}”。请改为“名称.后缀”的形式，例如“营业执照.pdf”。",
        en="The file's name cannot be used: “{name}”. Rename it to something like “licence.pdf”.",
    )


class KindNotAccepted(FileRefused):
    code = "files.kind_not_accepted"
    sentence = Text(
        zh="此处不接收“{name}”（{found_zh}）。可以上传：{accepted}。",
        en="“{name}” ({found_en}) is not accepted here. You may upload: {accepted}.",
    )


class ContentNotAsNamed(FileRefused):
    code = "files.content_not_as_named"
    sentence = Text(
        zh="“{name}”的内容与后缀不符，实际是：{found_zh}。请用原来的程序另存为正确的格式，不要只改后缀。",
        en="“{name}” is not what its ending says; it holds: {found_en}. Save it in the right format, do not rename it.",
    )


class FileDamaged(FileRefused):
    code = "files.damaged"
    sentence = Text(
        zh="“{name}”无法作为{kind_zh}读取，可能已损坏或写法特殊。请打开原文件另存一份再上传。",
        en="“{name}” cannot be read as {kind_en}: it is damaged, or written in an unusual way. "
        "Open it, save a fresh copy and upload that.",
    )


class FileEncrypted(FileRefused):
    code = "files.encrypted"
    sentence = Text(
        zh="“{name}”设有密码或已加密，无法核对内容。请去掉密码后再上传。",
        en="“{name}” is encrypted or has a password, so it cannot be checked. Remove the password and upload it again.",
    )


class HasMacros(FileRefused):
    code = "files.has_macros"
    sentence = Text(
        zh="“{name}”带有宏、控件或指向外部模板的链接。请另存为不含宏的文件再上传。",
        en="“{name}” holds macros, controls or links to templates elsewhere. Save a copy without them and upload that.",
    )


class PdfActs(FileRefused):
    code = "files.pdf_acts"
    sentence = Text(
        zh="“{name}”带有脚本或会启动程序。请重新打印为 PDF 后上传。",
        en="“{name}” holds scripts or starts programs. Print it to PDF anew and upload that.",
    )


class FileTooDeep(FileRefused):
    code = "files.too_deep"
    sentence = Text(
        zh="“{name}”展开后过大、过多或层层嵌套。请拆分，分别上传其中的文件。",
        en="“{name}” unfolds into too much, too many or nested archives. Upload the files in it one by one.",
    )


class ArchiveUnsafe(FileRefused):
    code = "files.archive_unsafe"
    sentence = Text(
        zh="压缩包“{name}”中的“{inside}”路径异常或重复。请重新压缩后上传。",
        en="“{inside}” in the archive “{name}” has an odd or repeated path. Compress the files anew and upload that.",
    )


class ImageTooLarge(FileRefused):
    code = "files.image_too_large"
    sentence = Text(
        zh="图片“{name}”为 {width}×{height} 像素，超过上限 {most} 像素。请缩小后再上传。",
        en="The image “{name}” has {width}×{height} pixels, more than {most}. Make it smaller and upload it again.",
    )


class TwoFilesInOne(FileRefused):
    code = "files.two_in_one"
    sentence = Text(
        zh="“{name}”中藏有另一个文件。请另存一份再上传。",
        en="“{name}” hides a second file. Save a fresh copy and upload that.",
    )


class FileInfected(FileRefused):
    code = "files.infected"
    sentence = Text(
        zh="病毒扫描认为“{name}”不安全（{virus}），未保存。请检查您的电脑。",
        en="The virus scanner finds “{name}” unsafe ({virus}); it was not kept. Check your computer.",
    )


class ScannerSilent(FileRefused):
    code = "files.scanner_silent"
    exit_code = 3
    sentence = Text(
        zh="病毒扫描暂时不可用，“{name}”未保存。请稍后再试；管理员请检查 WUTONG_CLAMAV。",
        en="The virus scanner does not answer: “{name}” was not kept. Try again later; operators, see WUTONG_CLAMAV.",
    )


class QuotaUsedUp(FileRefused):
    code = "files.quota_used_up"
    sentence = Text(
        zh="本单位的文件已占 {used_mb} MB，再存“{name}”将超过 {most_mb} MB 的总量。请先清除不再需要的文件。",
        en="You have {used_mb} MB of files; “{name}” would go beyond {most_mb} MB in all. Erase what is not needed.",
    )


class FileIsNeeded(FileRefused):
    code = "files.is_needed"
    sentence = Text(
        zh="“{name}”仍在使用，暂不能清除：{why_zh}。",
        en="“{name}” is still in use and cannot be erased yet: {why_en}.",
    )
