"""Which files a build reads: what the user names now, or what the last build of this home read."""

import glob
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import TypeAdapter

from wutong.catalog.sources import Source
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home

Inputs = Mapping[str, tuple[Path, ...]]
Globs = Mapping[str, tuple[str, ...]]
_REMEMBERED = TypeAdapter(dict[str, tuple[str, ...]])


class SourceUnknown(WutongError):
    code = "build.source_unknown"
    exit_code = 2
    sentence = Text(
        zh="没有来源“{source}”。已声明的来源：{known}。",
        en="There is no source “{source}”. Declared are: {known}.",
    )


class SourceMisspelt(WutongError):
    code = "build.source_misspelt"
    exit_code = 2
    sentence = Text(
        zh="“{given}”应写成 来源=文件通配符，例如 cn_registrations=registry/*.csv.gz。",
        en="“{given}” must be SOURCE=GLOB, for example cn_registrations=registry/*.csv.gz.",
    )


class NoFiles(WutongError):
    code = "build.no_files"
    exit_code = 2
    sentence = Text(
        zh="来源 {source}：没有文件符合 {pattern}。请检查路径。",
        en="Source {source}: no file matches {pattern}. Check the path.",
    )


class NothingToBuild(WutongError):
    code = "build.nothing"
    exit_code = 2
    sentence = Text(
        zh="没有指定来源，{home} 也没有上次构建的记录。请用 --source 来源=文件通配符 指定。",
        en="No source was named, and {home} remembers none. Name one with --source SOURCE=GLOB.",
    )


def chosen_inputs(given: Iterable[str], home: Home, sources: Mapping[str, Source]) -> Globs:
    """Source id to globs, from SOURCE=GLOB arguments; where there are none, those of the last build."""
    chosen: dict[str, tuple[str, ...]] = {}
    for one in given:
        source, equals, pattern = one.partition("=")
        if not equals or not pattern:
            raise SourceMisspelt(given=one)
        check_source(source, sources)
        chosen[source] = (*chosen.get(source, ()), str(Path(pattern).expanduser().absolute()))
    result = chosen or _remembered(home)
    if not result:
        raise NothingToBuild(home=home.root)
    return result


def check_source(source: str, sources: Mapping[str, Source]) -> None:
    """Raise SourceUnknown where no such source is declared."""
    if source not in sources:
        raise SourceUnknown(source=source, known=", ".join(sources))


def files_of(chosen: Globs) -> Inputs:
    """The files that each glob names, sorted, each once; raises NoFiles."""
    return {
        source: tuple(sorted({file for pattern in patterns for file in _matching(source, pattern)}))
        for source, patterns in chosen.items()
    }


def _matching(source: str, pattern: str) -> list[Path]:
    files = [Path(name) for name in glob.glob(pattern, recursive=True)]  # noqa: PTH207 - the pattern is absolute
    if not files:
        raise NoFiles(source=source, pattern=pattern)
    return files


def remember(chosen: Globs, home: Home) -> None:
    """Let the next build without arguments read the same files."""
    aside = home.inputs.with_suffix(".new")
    aside.write_bytes(_REMEMBERED.dump_json(dict(chosen), indent=1))
    aside.replace(home.inputs)


def _remembered(home: Home) -> Globs:
    if not home.inputs.is_file():
        return {}
    return _REMEMBERED.validate_json(home.inputs.read_bytes())
