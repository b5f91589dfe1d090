"""Why a case does not go on by a later version of its service: one class for each cause, in both languages."""

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError


class NoWayBack(WutongError):
    code = "upgrade.no_way_back"
    sentence = Text(
        zh="办件已按第 {version} 版办理，不能退回第 {asked} 版。",
        en="The case goes by version {version} already; there is no way back to version {asked}.",
    )


class StepMissing(WutongError):
    code = "upgrade.step_missing"
    exit_code = 4
    sentence = Text(
        zh="目录没有说明办件如何从第 {start} 版升级到第 {end} 版。请在该事项的 upgrades.yml 中补上这一步。",
        en="The catalogue does not say how a case goes from version {start} to {end}. Add the step to the service's "
        "upgrades.yml.",
    )


class CasesStay(WutongError):
    code = "upgrade.cases_stay"
    sentence = Text(
        zh="在办件继续按原版本办理：{zh}。",
        en="Cases that run stay with the version they began with: {en}.",
    )


class CaseHasEnded(WutongError):
    code = "upgrade.case_has_ended"
    sentence = Text(zh="办件已办结，保留其办理时的版本。", en="The case has ended and keeps the version it went by.")


class NoPlace(WutongError):
    """`place` is a state or a clock that runs; `why` what the declaration says of it."""

    code = "upgrade.no_place"
    sentence = Text(
        zh="第 {version} 版没有“{place}”对应的状态或时限，办件暂不能升级。{zh}",
        en="Version {version} has no place for “{place}”, so the case cannot go on by it now. {en}",
    )

    def __init__(self, place: str, version: int, why: Text | None) -> None:
        self.place = place
        zh, en = (why.zh, why.en) if why else ("请先办理到下一状态。", "Bring it to its next state first.")
        super().__init__(place=place, version=version, zh=zh, en=en)


class NoWayOut(WutongError):
    code = "upgrade.no_way_out"
    exit_code = 4
    sentence = Text(
        zh="按新版本，办件将停在“{state}”而无法办结。请修改该事项的 upgrades.yml。",
        en="By the new version the case would stay in “{state}” for ever. Mend the service's upgrades.yml.",
    )
