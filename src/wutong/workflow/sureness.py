"""How sure the catalogue is of each service: its limits, promises and papers, as a page in Markdown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

from wutong.catalog.catalog import Catalog
from wutong.catalog.flows import Confidence, Flow, Limit
from wutong.catalog.services import Condition, Paper, Service
from wutong.workflow.drawing import limit_in_words, table

SURE: tuple[Confidence, ...] = get_args(Confidence)


def page(catalog: Catalog) -> str:
    """Every service in its latest version; limits that are not a service's own are its flow's."""
    services, flows = [versions[-1] for versions in catalog.services.values()], catalog.flows
    head = (
        "# 事项的期限与材料：把握程度 · Limits and papers of services, and how sure we are\n\n"
        "由 `make flows` 据 `catalog/services/` 与 `catalog/flows/` 生成，请勿手改。"
        "sourced 有出处；partly 部分有出处；proposed 为本项目建议，使用前请换成本地规定。\n"
        "Drawn from `catalog/services/` and `catalog/flows/` by `make flows`; not edited by hand. `sourced` rests on a "
        "text; `partly` on one that does not say all of it; `proposed` is this project's own: replace it before use.\n"
    )
    return "\n".join([head, _sums(services, flows), _limits(services, flows), _papers(services)])


def _sums(services: Iterable[Service], flows: Mapping[str, Flow]) -> str:
    counted: dict[str, Counter[str]] = {name: Counter() for name in ("services", "limits", "promises", "papers")}
    for service in services:
        counted["services"][service.confidence] += 1
        counted["limits"].update(sure for *_, sure in limits_of(service, flows))
        if service.promise:
            counted["promises"][service.promise.basis.confidence] += 1
        counted["papers"].update(paper.confidence for paper in service.papers)
    rows = [(name, *(str(found[sure]) for sure in SURE)) for name, found in counted.items()]
    return table(("", *SURE), rows)


def limits_of(service: Service, flows: Mapping[str, Flow]) -> list[tuple[str, Limit, Confidence]]:
    """The clocks that bind whoever decides: title in both languages, limit, and how sure it is."""
    own = service.limits_for({})
    found = []
    for clock in flows[service.flow].clocks:
        if not clock.is_legal or (clock.limit.amount is None and clock.code not in own):
            continue
        limit, basis = (
            (own[clock.code].limit, own[clock.code].basis) if clock.code in own else (clock.limit, clock.basis)
        )
        title = f"{clock.title.zh} · {clock.title.en}"
        found.append((title, limit, basis.confidence))
        for one in service.limits:
            if one.when is not None and one.clock == clock.code:
                found.append((f"{title} ({_kind(service, one.when)})", one.limit, one.basis.confidence))
    return found


def _kind(service: Service, when: Condition) -> str:
    told = [option.title for option in service.fields[when.field].options if option.code in when.one_of]
    return f"{'、'.join(label.zh for label in told)} · {', '.join(label.en for label in told)}"


def _limits(services: Iterable[Service], flows: Mapping[str, Flow]) -> str:
    rows = []
    for service in services:
        bound = [f"{title}: {limit_in_words(limit)} ({sure})" for title, limit, sure in limits_of(service, flows)]
        promise = service.promise
        promised = f"{limit_in_words(promise.limit)} ({promise.basis.confidence})" if promise else ""
        if promise and promise.when:
            promised = f"{_kind(service, promise.when)}: {promised}"
        rows.append((_name(service), service.confidence, "<br>".join(bound), promised))
    return "## 期限与承诺 · Limits and promises\n\n" + table(("service", "as a whole", "limits", "promise"), rows)


def _papers(services: Iterable[Service]) -> str:
    rows = [(_name(service), *(_of(service.papers, sure) for sure in SURE)) for service in services if service.papers]
    return "## 材料 · Papers\n\n" + table(("service", *SURE), rows)


def _of(papers: Iterable[Paper], sure: Confidence) -> str:
    return "<br>".join(f"{one.title.zh} · {one.title.en}" for one in papers if one.confidence == sure)


def _name(service: Service) -> str:
    return f"{service.code} {service.title.zh} · {service.title.en}"
