"""Values as GeoDataFrames: WGS84 (EPSG:4326), times aware (UTC), one row a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from railsight.errors import UsageError
from railsight.files.features import (
    Item,
    journey_items,
    network_items,
    path_item,
    reach_items,
    section_lines,
    sighting_item,
    sighting_items,
    split_at_antimeridian,
    station_items,
)
from railsight.model import Claim, Journey, Mention, Path

# What a column holds though all or some of it is None: without this a library takes it for text.
_TIMES = ("earliest", "likely", "latest", "at")
_FLAGS = ("used", "observed", "standing", "partial")
_NUMBERS = (
    *("km", "km_from", "km_low", "km_high", "rail_km", "rail_km_left", "geodesic_km", "stated_km", "dwell_h"),
    *("probability", "belief", "score", "radius_m", "bearing_deg"),
)


def to_gdf(value: Any, *, kind: str | None = None) -> Any:
    """A GeoDataFrame of a path, journey, reading or network. UsageError lists the kinds there are."""
    kinds = _kinds(value)
    chosen = kind or next(iter(kinds))
    if chosen not in kinds:
        raise UsageError(f"kind {chosen!r} is not one of {', '.join(kinds)}")
    return frame_of(kinds[chosen]())


def _kinds(value: Any) -> dict[str, Callable[[], Sequence[Item]]]:
    """The tables of a value by name, the default first."""
    if isinstance(value, Path):
        return {
            "sections": lambda: _section_items(value),
            "stations": lambda: list(station_items(value.points)),
            "path": lambda: [path_item(value)],
        }
    if isinstance(value, Journey):
        return {
            name: lambda name=name: [i for i in journey_items(value) if i.layer == name]
            for name in ("passages", "path", "alternatives", "destinations")
        } | {"sightings": lambda: sighting_items(value), "positions": lambda: _position_items(value)}
    if hasattr(value, "sightings") and hasattr(value, "claims"):
        return {
            "sightings": lambda: [sighting_item(s) for s in value.sightings],
            "mentions": lambda: [i for m in value.mentions if (i := _mention_item(m))],
            "claims": lambda: [i for c in value.claims if (i := _claim_item(c))],
        }
    if hasattr(value, "stretches") and hasattr(value, "line_names"):
        return {"stretches": lambda: reach_items(value.stretches, value.line_names)}
    if hasattr(value, "spots_near"):
        return {
            "sections": lambda: [i for i in network_items(value) if i.layer == "sections"],
            "points": lambda: [i for i in network_items(value) if i.layer == "points"],
        }
    raise UsageError(f"{type(value).__name__} has no geographic table")


def _section_items(path: Path) -> list[Item]:
    return [
        Item(
            "sections",
            f"{a.name} - {b.name}",
            split_at_antimeridian(line),
            {"from": a.name, "to": b.name, "km_from": a.km, "km": b.km - a.km, "country": b.country},
        )
        for a, b, line in section_lines(path)
    ]


def _position_items(journey: Journey) -> list[Item]:
    return [
        Item(
            "positions",
            p.near,
            (((p.lon, p.lat),),),
            {"at": p.at, "km": p.km, "km_low": p.km_low, "km_high": p.km_high, "standing": p.standing}
            | {"assumes": p.assumes or None, "unknown": p.unknown or None, "forecast": p.forecast},
            p.at,
            p.at,
        )
        for p in journey.positions
    ]


def _mention_item(m: Mention) -> Item | None:
    if m.place is None:
        return None
    facts = {
        "report": m.report,
        "start": m.start,
        "end": m.end,
        "text": m.text,
        "role": m.role,
        "kind": m.place.kind,
        "country": m.place.country,
        "score": m.score,
        "why": m.why,
    }
    return Item("mentions", m.place.name, (((m.place.lon, m.place.lat),),), facts)


def _claim_item(c: Claim) -> Item | None:
    ends = [(p.lon, p.lat) for p in (c.origin, c.target) if p is not None]
    if not ends:
        return None
    names = ("report", "text", "kind", "stated_km", "stated_direction", "geodesic_km", "rail_km", "bearing_deg")
    facts = {name: getattr(c, name) for name in (*names, "verdict", "why")}
    parts = split_at_antimeridian(ends) if len(ends) == 2 else ((ends[0],),)
    return Item("claims", c.text, parts, facts)


def frame_of(items: Iterable[Item]) -> Any:
    """Items of one layer as a GeoDataFrame; an empty one has the CRS and no rows."""
    import geopandas
    import pandas as pd
    from shapely.geometry import LineString, MultiLineString, Point

    def shape(item: Item) -> Any:
        if item.point is not None:
            return Point(item.point)
        return LineString(item.parts[0]) if len(item.parts) == 1 else MultiLineString([list(p) for p in item.parts])

    kept = list(items)
    rows = [{"name": i.name} | i.properties for i in kept]
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["name"])
    for column in _TIMES:
        if column in frame:
            frame[column] = pd.to_datetime(frame[column], utc=True)
    for column in _FLAGS:
        if column in frame:
            frame[column] = frame[column].astype("boolean" if frame[column].isna().any() else bool)
    for column in _NUMBERS:
        if column in frame:
            frame[column] = frame[column].astype(float)
    return geopandas.GeoDataFrame(frame, geometry=[shape(i) for i in kept], crs="EPSG:4326")
