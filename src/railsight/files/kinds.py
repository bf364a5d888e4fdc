"""What a JSON value is: a record of an earlier command, or something else, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_earlier(document: object) -> bool:
    """Whether a JSON value is a record of a reading or a journey (or says why there is none)."""
    if not isinstance(document, Mapping):
        return False
    return any(isinstance(document.get(key), list) for key in ("sightings", "used")) or is_failed(document)


def is_failed(document: Mapping[str, Any]) -> bool:
    """Whether it says why there is no journey."""
    return "case" in document and isinstance(document.get("error"), Mapping)


def kind_of(document: object) -> str:
    """What a JSON value is, in words."""
    if isinstance(document, Mapping):
        kind = document.get("type")
        if kind in ("FeatureCollection", "Feature") or "coordinates" in document:
            return "this is GeoJSON"
        for keys, what in (
            (("paths",), "these are ways, as `route -o` writes them"),
            (("reachable", "hours"), "this is the output of `reach --json`"),
            (("rail_km", "from", "to"), "this is the output of `distance --json`"),
        ):
            if all(key in document for key in keys):
                return what
    if isinstance(document, list) and document and isinstance(document[0], Mapping) and "version" in document[0]:
        return "this is CZML"
    return "this is JSON"
