"""The description of public data for machines: OpenAPI for the API, JSON Schema for the dump, DCAT for catalogues."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import pages
from gongkai.portal.pages import records

VERSION = "1.0.0"
API = "/api/v1/"
DUMP = "data/dump/"
LARGEST, USUAL = 200, 50
_JSON_LD = "https://www.w3.org/ns/dcat#"


@dataclass(frozen=True)
class Part:
    """One file of the dump as catalogues name it."""

    name: str
    size: int
    sha256: str
    rows: int


def schema_of(kind: records.Kind) -> dict[str, Any]:
    """The JSON Schema of one record."""
    return {
        "type": "object",
        "title": str(kind.title),
        "description": str(kind.words),
        "properties": {field.name: _property(field) for field in kind.fields},
        "required": [field.name for field in kind.fields],
        "additionalProperties": False,
    }


def _property(field: records.Field) -> dict[str, Any]:
    made: dict[str, Any] = {"type": [field.type, "null"] if field.is_optional else field.type}
    if field.format:
        made["format"] = field.format
    if field.type == "array":
        made["items"] = {"type": "object"}
    return {**made, "description": str(field.words)}


def schemas() -> bytes:
    """The schema of every kind in the dump, one document."""
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": settings.SITE_NAME,
        "$defs": {kind.name: schema_of(kind) for kind in records.KINDS},
    }
    return _written(found)


def openapi() -> dict[str, Any]:
    """The OpenAPI description of the read API, made from the same declarations that answer it."""
    paths = {f"{API}{kind.name}/": {"get": _listing(kind)} for kind in records.KINDS}
    paths[f"{API}items/{{id}}/"] = {"get": _single()}
    paths[f"{API}changes/"] = {"get": _changes()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Open data of {site}").format(site=settings.SITE_NAME),
            "version": VERSION,
            "description": _(
                "Read only, open to all, without a key. Lists are read with the address in “next” until it is null. "
                "Answers carry an ETag; at most 600 requests in ten minutes from one address."
            ),
        },
        "servers": [{"url": settings.SITE_ADDRESS}],
        "paths": paths,
        "components": {"schemas": {kind.name: schema_of(kind) for kind in records.KINDS} | {"change": _change()}},
    }


def _parameter(name: str, type: str, words: str) -> dict[str, Any]:
    schema = {"type": "string", "format": "date"} if type == "date" else {"type": type}
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def _paging() -> list[dict[str, Any]]:
    return [
        _parameter("after", "integer", _("Only records with a higher number.")),
        _parameter("limit", "integer", _("At most so many, up to {n}.").format(n=LARGEST)),
    ]


def _listing(kind: records.Kind) -> dict[str, Any]:
    words = {
        "since": _("Published or corrected on this day or later."),
        "agency": _("Code of the agency."),
        "column": _("Column of the directory."),
        "topic": _("Topic, with all below it."),
        "year": _("The year reported on."),
        "report": _("Number of the report."),
        "indicator": _("What is counted."),
    }
    filters = [_parameter(name, type, words[name]) for name, type in kind.filters.items()]
    return _operation(str(kind.title), str(kind.words), [*_paging(), *filters], kind.name)


def _changes() -> dict[str, Any]:
    words = _("What was published, corrected or withdrawn since a place in the trail; keep “next” for the next time.")
    return _operation(_("Changes"), words, _paging(), "change")


def _single() -> dict[str, Any]:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    found = _operation(_("One item"), _("410 when it was withdrawn."), [parameter], "items", is_list=False)
    found["responses"]["404"] = {"description": _("There is none.")}
    found["responses"]["410"] = {"description": _("It was withdrawn; see tombstones.")}
    return found


def _operation(
    title: str, words: str, parameters: list[dict[str, Any]], name: str, *, is_list: bool = True
) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{name}"}
    whole = {
        "type": "object",
        "required": ["data", "next"],
        "properties": {
            "data": {"type": "array", "items": reference},
            "next": {"type": ["string", "null"], "format": "uri"},
        },
    }
    content = {"application/json": {"schema": whole if is_list else reference}}
    return {
        "summary": title,
        "description": words,
        "parameters": parameters,
        "responses": {
            "200": {"description": title, "content": content},
            "304": {"description": _("Nothing has changed since the ETag sent along.")},
            "400": {"description": _("A parameter cannot be understood.")},
            "429": {"description": _("Too many requests; Retry-After says when to come back.")},
        },
    }


def _change() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id", "at", "change", "record", "record_id", "url"],
        "properties": {
            "id": {"type": "integer", "description": _("The place in the trail.")},
            "at": {"type": "string", "format": "date-time"},
            "change": {"type": "string", "enum": ["published", "changed", "withdrawn"]},
            "record": {"type": "string", "enum": ["items", "reports"]},
            "record_id": {"type": "integer"},
            "url": {"type": ["string", "null"], "format": "uri"},
        },
    }


def catalogue(parts: Iterable[Part], *, at: datetime.datetime | None) -> bytes:
    """The DCAT catalogue as JSON-LD: one dataset for each kind of record, by API and, where dumped, by file."""
    origin = settings.SITE_ADDRESS
    by_name = {part.name: part for part in parts}
    datasets = []
    for kind in records.KINDS:
        distributions = [
            {
                "@type": "dcat:Distribution",
                "dct:title": "API",
                "dcat:accessURL": {"@id": f"{origin}{API}{kind.name}/"},
                "dcat:mediaType": "application/json",
            }
        ]
        part = by_name.get(f"{kind.name}.jsonl.gz")
        if part is not None:
            distributions.append(_distribution(part))
        datasets.append(
            {
                "@id": f"{origin}/data/#{kind.name}",
                "@type": "dcat:Dataset",
                "dct:identifier": kind.name,
                "dct:title": {"@value": str(kind.title), "@language": "zh-Hans"},
                "dct:description": {"@value": str(kind.words), "@language": "zh-Hans"},
                "dct:language": "zh-Hans",
                "dct:accrualPeriodicity": {"@id": "http://purl.org/cld/freq/daily"},
                "dct:publisher": {"@type": "foaf:Organization", "foaf:name": settings.SITE_NAME},
                **({"dct:modified": timezone.localtime(at).isoformat(timespec="seconds")} if at else {}),
                "dcat:distribution": distributions,
            }
        )
    found = {
        "@context": {
            "dcat": _JSON_LD,
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@id": f"{origin}/data/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": {"@value": _("Open data of {site}").format(site=settings.SITE_NAME), "@language": "zh-Hans"},
        "foaf:homepage": {"@id": f"{origin}/data/"},
        "dcat:dataset": datasets,
    }
    return _written(found)


def _distribution(part: Part) -> dict[str, Any]:
    address = f"{settings.SITE_ADDRESS}/{DUMP}{part.name}"
    return {
        "@type": "dcat:Distribution",
        "dct:title": part.name,
        "dcat:downloadURL": {"@id": address},
        "dcat:accessURL": {"@id": address},
        "dcat:mediaType": "application/x-ndjson",
        "dcat:compressFormat": "application/gzip",
        "dcat:byteSize": part.size,
        "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": part.sha256},
    }


def catalogue_page(parts: Iterable[Part], *, at: datetime.datetime | None) -> pages.Page:
    """The catalogue as a baked file."""
    return pages.Page("data/catalog.jsonld", content=catalogue(parts, at=at), about="data:catalogue")


def _written(found: dict[str, Any]) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
