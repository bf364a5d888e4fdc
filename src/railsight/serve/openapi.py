"""The OpenAPI 3.1 document: paths from the contract, schemas of the answers from ``schemas.json``."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

from railsight import __version__
from railsight.serve.contract import QUESTIONS, Parameter, Question
from railsight.serve.refusals import to_bytes

_ERRORS = {
    "400": "The question is put wrongly.",
    "403": "A page of another site asked.",
    "404": "There is no such place or way.",
    "422": "Understood, and it cannot be settled or read.",
    "500": "A fault of railsight itself.",
    "503": "Too many wait, or something of the service is missing: ask again later.",
    "504": "It took too long.",
}
_REPORT_ERRORS = {
    "408": "The body did not come in time.",
    "413": "The body is too large.",
    "415": "The body is of another type, or packed.",
}


def openapi() -> dict[str, Any]:
    """The document as a new object."""
    schemas = json.loads((resources.files("railsight.serve") / "schemas.json").read_text(encoding="utf-8"))
    paths: dict[str, Any] = {}
    for question in QUESTIONS:
        paths.setdefault(question.path, {})[question.method.lower()] = _operation(question)
    paths["/health"] = {
        "get": {
            "operationId": "health",
            "summary": "Whether the service works.",
            "responses": {"200": _json_response("It works.", {"$ref": "#/components/schemas/Health"}), "503": _refusal},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "railsight",
            "version": __version__,
            "summary": "From scattered reports of a train to a journey on the map.",
            "description": "Read-only. The JSON is what the commands print. Reports are neither stored nor logged.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


@lru_cache(maxsize=1)
def openapi_bytes() -> bytes:
    """The document as JSON."""
    return to_bytes(openapi())


def _operation(question: Question) -> dict[str, Any]:
    if question.answer == "html":
        good: dict[str, Any] = {"description": "One page that needs nothing else.", "content": _HTML}
    else:
        good = _json_response("What the command prints.", {"$ref": f"#/components/schemas/{question.answer}"})
    errors = _ERRORS | (_REPORT_ERRORS if question.reads else {})
    operation: dict[str, Any] = {
        "operationId": question.name,
        "summary": question.title,
        "description": question.says,
        "parameters": [_parameter(p) for p in question.parameters],
        "responses": {"200": good} | {status: _error(says) for status, says in sorted(errors.items())},
    }
    if question.reads:
        operation["requestBody"] = _BODY
    return operation


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "maxLength": parameter.longest}
    if parameter.required:
        schema |= {"minLength": 1, "pattern": r"\S"}
    if parameter.pattern:
        schema["pattern"] = f"^({parameter.pattern})$"
    if choices := _choices(parameter):
        schema["enum"] = list(choices)
    if parameter.form:
        schema["format"] = parameter.form
    if parameter.default:
        schema["default"] = parameter.default
    if parameter.whole is not None:
        low, high = parameter.whole
        schema = {"type": "integer", "minimum": low, "maximum": high, "default": int(parameter.default)}
    record: dict[str, Any] = {"name": parameter.name, "in": "query", "description": parameter.says}
    if parameter.most > 1:
        record |= {"schema": {"type": "array", "items": schema, "maxItems": parameter.most}, "explode": True}
    else:
        record["schema"] = schema
    if parameter.example:
        example = int(parameter.example) if parameter.whole else parameter.example
        record["example"] = [example] if parameter.most > 1 else example
    return record | {"required": parameter.required}


def _choices(parameter: Parameter) -> tuple[str, ...]:
    """The words that a parameter may be, if it is not free: those of a profile are in the table of trains."""
    if parameter.name != "profile":
        return parameter.choices
    from railsight.routing import profiles

    return tuple(train.name for train in profiles())


def _json_response(says: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": says, "content": {"application/json": {"schema": schema}}}


def _error(says: str) -> dict[str, Any]:
    return _json_response(says, {"$ref": "#/components/schemas/Error"})


_refusal = _error("No worker is there.")
_HTML = {"text/html": {"schema": {"type": "string"}}}
_BODY = {
    "required": True,
    "description": "One report as text, perhaps with header fields; or many as JSON Lines. At most 1 MB.",
    "content": {
        "text/plain": {"schema": {"type": "string", "minLength": 1}},
        "application/x-ndjson": {"schema": {"type": "string", "minLength": 1}},
    },
}
