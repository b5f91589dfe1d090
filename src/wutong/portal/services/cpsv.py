"""A service as linked data in the Core Public Service Vocabulary (CPSV-AP 3.2), for other catalogues to harvest."""

from typing import Any

from wutong.catalog.flows import Limit, Unit
from wutong.catalog.services import Service
from wutong.catalog.yaml_file import Label

_CONTEXT = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def document(service: Service, address: str) -> dict[str, Any]:
    """The service as JSON-LD; `address` is where its guide stands."""
    said: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": address,
        "@type": "cpsv:PublicService",
        "dct:identifier": service.code,
        "dct:title": _both(service.title),
        "dct:description": _both(service.summary),
        "cv:thematicArea": service.issue,
        "cv:hasCompetentAuthority": {"@type": "cv:PublicOrganisation", "dct:title": _both(service.department)},
        "cv:hasLegalResource": [{"@type": "eli:LegalResource", "dct:title": _both(one.text)} for one in service.basis],
        "cpsv:hasInput": [_evidence(service, number) for number in range(len(service.papers))],
        "cpsv:produces": {"@type": "cv:Output", "dct:title": _both(service.result)},
        "cv:hasCost": {"@type": "cv:Cost", "dct:description": _both(service.fee)},
        "cv:isDescribedAt": address,
        "dct:issued": {"@type": "xsd:date", "@value": service.effective_from.isoformat()},
        "dct:hasVersion": str(service.version),
        "dct:relation": [address.replace(service.code, code) for code in service.related],
    }
    if (time := processing_time(service)) is not None:
        said["cv:processingTime"] = {"@type": "xsd:duration", "@value": time}
    return said


def processing_time(service: Service) -> str | None:
    """The legal limit of the decision as an ISO 8601 duration, which has no working days: they are written as days."""
    limits = service.own_limits
    limit = limits.get("review") or limits.get("publication") or (service.promise.limit if service.promise else None)
    return _duration(limit) if limit else None


def _duration(limit: Limit) -> str | None:
    return None if limit.unit is Unit.NONE else f"P{limit.amount}D"


def _evidence(service: Service, number: int) -> dict[str, Any]:
    paper = service.papers[number]
    return {"@type": "cv:Evidence", "dct:identifier": f"{service.code}.{paper.code}", "dct:title": _both(paper.title)}


def _both(label: Label) -> list[dict[str, str]]:
    return [{"@language": "zh", "@value": label.zh}, {"@language": "en", "@value": label.en}]
