"""Ask the model of a release about products. What the command line and the portal's page use, and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.device_class.explaining import Explanation, explained
from wutong.warehouse.device_class.judging import Judge, Judgement
from wutong.warehouse.device_class.storing import is_readable, load
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.publish.release import Release


class NoModel(WutongError):
    code = "device_class.no_model"
    exit_code = 2
    sentence = Text(
        zh="版本 {version} 没有可用的器械分类模型。请在构建时给出来源 nmpa_device_decisions（至少 50 条界定结果）"
        "和 nmpa_device_catalogue，例如 wutong build --source nmpa_device_decisions=文件.csv。",
        en="The release {version} has no model of device classes that can be read. Build with the sources "
        "nmpa_device_decisions (50 decisions or more) and nmpa_device_catalogue, as in wutong build --source "
        "nmpa_device_decisions=FILE.csv.",
    )


@dataclass(frozen=True)
class Answer:
    """What is likely of one product, and why."""

    product: Product
    judgement: Judgement
    explanation: Explanation


@dataclass(frozen=True)
class Adviser:
    """The model in `folder`. Reading it takes about a second; keep the adviser."""

    folder: Path

    @classmethod
    def of(cls, release: Release) -> "Adviser":
        """The adviser of a release; raises NoModel."""
        folder = release.folder / "models" / "device_class"
        if not is_readable(folder):
            raise NoModel(version=release.version)
        return cls(folder)

    @cached_property
    def judge(self) -> Judge:
        """The model, read when it is first asked."""
        return Judge(load(self.folder))

    def judged(self, products: Sequence[Product]) -> Iterator[Judgement]:
        """Judgements without reasons, hundreds a second."""
        return self.judge.judge(products)

    def ask(self, product: Product) -> Answer:
        """A judgement with the words that decided, decisions that are like it, and entries of the catalogue."""
        judgement = next(iter(self.judge.judge([product])))
        return Answer(product, judgement, explained(self.judge, product, judgement))

    def titles(self) -> dict[str, Text]:
        """What each code is called, as far as it is known."""
        return {group.code: Text(zh=group.zh, en=group.en) for group in self.judge.learned.known.groups}
