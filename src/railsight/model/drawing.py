"""What is drawn, before any renderer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing drawn: GeoJSON-like geometry in lon, lat and plain-data properties (text as given, never escaped)."""

    geometry_type: Literal["Point", "LineString", "MultiLineString", "Polygon"]
    coordinates: tuple[object, ...]
    properties: Mapping[str, object]
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Renderer-free drawing intent: features of one style class, a time range each, and one line in the legend."""

    id: str
    title: str
    style: str
    features: tuple[Feature, ...]
    legend: str = ""
