"""Who has which part in the cases of each service."""

from dataclasses import dataclass

from django.db.models import Count

from wutong.portal.cases.models import Case, Competence
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.shared.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Held:
    """One service (or any) with whoever takes in, leads and gives opinions; `open_cases` run now."""

    service: str
    window: tuple[Competence, ...]
    lead: tuple[Competence, ...]
    opinion: tuple[Competence, ...]
    open_cases: int

    @property
    def is_any(self) -> bool:
        return self.service == ANY_SERVICE


def held() -> list[Held]:
    """Every service in its order, the one for all first; two queries."""
    rows: dict[tuple[str, str], list[Competence]] = {}
    for one in Competence.objects.select_related("organisation").order_by("organisation__name_zh", "pk"):
        rows.setdefault((one.service_code, one.part), []).append(one)
    counted = Case.objects.exclude(phase__in=["draft", "ended"]).values_list("service_code")
    running = dict(counted.annotate(cases=Count("pk")).order_by("service_code"))

    def part(code: str, name: str) -> tuple[Competence, ...]:
        return tuple(rows.get((code, name), ()))

    codes = (ANY_SERVICE, *sorted(catalogue().services))
    return [
        Held(code, part(code, "window"), part(code, "lead"), part(code, "opinion"), running.get(code, 0))
        for code in codes
    ]
