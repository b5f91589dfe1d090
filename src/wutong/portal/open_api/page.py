"""The page about the JSON API, made from the same document that programs read."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wutong.portal.appointments.api import api as appointments_api
from wutong.portal.atlas.api.documented import OPERATIONS
from wutong.portal.cases.api import api as cases_api
from wutong.portal.desk.api import api as desk_api
from wutong.portal.files.api import api as files_api
from wutong.portal.filings.api import api as filings_api
from wutong.portal.imports.api import api as imports_api
from wutong.portal.materials.api import api as materials_api
from wutong.portal.notices.api import api as notices_api
from wutong.portal.open_api.service import api
from wutong.portal.services.api import api as services_api
from wutong.portal.shared.api.building import REQUESTS_PER_MINUTE
from wutong.portal.shared.language import reader_language, wording

# Each has a document of its own. All but services are for people who have signed in, about what is theirs.
_BESIDE = (
    services_api,
    cases_api,
    filings_api,
    materials_api,
    imports_api,
    appointments_api,
    files_api,
    notices_api,
    desk_api,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Another API of the portal: what it is about, its document, its operations as method and path."""

    description: str
    document: str
    operations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation, in the reader's language."""

    name: str
    type: str
    is_required: bool
    is_list: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, in the reader's language. `example` is an address that answers on any release, or empty."""

    name: str
    tag: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    fields: tuple[str, ...]
    example: str


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters and fields."""
    shown = {
        "operations": _operations(),
        "beside": _beside(),
        "per_minute": REQUESTS_PER_MINUTE,
        "openapi": reverse("api:openapi-json"),
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "atlas/api_docs.html", shown)


def _operations() -> list[Operation]:
    document: dict[str, Any] = api.get_openapi_schema()
    found = []
    for path, methods in document["paths"].items():
        operation = methods["get"]
        doc = OPERATIONS[operation["operationId"]]
        answer = operation["responses"][200].get("content", {}).get("application/json", {}).get("schema", {})
        found.append(
            Operation(
                name=operation["operationId"],
                tag=doc.tag,
                path=path,
                summary=wording(doc.summary),
                description=wording(doc.description),
                parameters=tuple(_parameter(one) for one in operation.get("parameters", [])),
                fields=_fields(answer, document["components"]["schemas"]),
                example="" if "{" in path else f"{path}{doc.example}",
            )
        )
    return found


def _beside() -> list[Beside]:
    place = 0 if reader_language() == "en" else -1
    found = []
    for one in _BESIDE:
        paths: dict[str, Any] = one.get_openapi_schema()["paths"]
        found.append(
            Beside(
                description=one.description.split("\n\n")[place],
                document=reverse(f"{one.urls_namespace}:openapi-json"),
                operations=tuple((method.upper(), path) for path, methods in paths.items() for method in methods),
            )
        )
    return found


def _parameter(raw: dict[str, Any]) -> Parameter:
    schema = raw["schema"]
    texts = raw.get("description", schema.get("description", "")).split("\n\n")
    return Parameter(
        name=raw["name"],
        type=_type(schema),
        is_required=raw.get("required", False),
        is_list=schema.get("type") == "array",
        description=texts[0 if reader_language() == "en" else -1],
    )


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "anyOf" in schema:
        return _type(schema["anyOf"][0])
    inner = schema.get("items", schema)
    return str(inner.get("type", ""))


def _fields(answer: dict[str, Any], schemas: dict[str, Any]) -> tuple[str, ...]:
    """The names of the fields of an answer, or of each of its items."""
    inner = answer.get("items", answer)
    name = inner.get("$ref", "").rsplit("/", 1)[-1]
    return tuple(schemas.get(name, {}).get("properties", {}))
