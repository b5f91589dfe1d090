"""Steps from one version of a service to the next, declared beside them in upgrades.yml, and checked."""

from wutong.catalog.upgrades.declared import Added, ClockStart, ClockStep, FieldSteps, PaperSteps, UpgradeStep
from wutong.catalog.upgrades.loading import load_upgrades

__all__ = ["Added", "ClockStart", "ClockStep", "FieldSteps", "PaperSteps", "UpgradeStep", "load_upgrades"]
