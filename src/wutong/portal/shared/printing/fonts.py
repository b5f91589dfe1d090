"""The font of dossiers: Noto Sans SC, brought by npm beside the front-end libraries (OFL 1.1), never copied."""

from pathlib import Path

from django.conf import settings

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

_REGULAR = "400Regular/NotoSansSC_400Regular.ttf"
_BOLD = "700Bold/NotoSansSC_700Bold.ttf"


class FontMissing(WutongError):
    code = "dossier.font_missing"
    exit_code = 3
    sentence = Text(
        zh="缺少中文字体（{file}），无法生成文件。请运行 make setup（或 wutong assets）后重试。",
        en="The Chinese font is missing ({file}), so the file cannot be made. Run make setup (or wutong assets) and "
        "try again.",
    )


def regular() -> Path:
    """The file of the regular weight; raises FontMissing."""
    return _found(_REGULAR)


def bold() -> Path:
    """The file of the bold weight; raises FontMissing."""
    return _found(_BOLD)


def _found(name: str) -> Path:
    root: Path = settings.FRONTEND_ROOT
    file = root / "node_modules/@expo-google-fonts/noto-sans-sc" / name
    if not file.is_file():
        raise FontMissing(file=file.name)
    return file
