"""The page about the JSON API, made from the same document that programs read."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wutong.portal.atlas.api.documented import OPERATIONS
from wutong.portal.open_api.service import api
from wutong.portal.shared.api.building import REQUESTS_PER_MINUTE
from wutong.portal.shared.language import reader_language, wording


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
