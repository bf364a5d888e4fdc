"""CZML (Cesium) as text: the way as a line, the likely position moving along it, sightings for as long as they may be.

Format: the CZML Guide (czml-writer wiki); times ISO 8601 in UTC, positions lon, lat, height in metres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from railsight.files.features import Item
from railsight.files.jsontext import json_text
from railsight.model import Journey
from railsight.times import iso

# Red, green, blue, opacity by layer, as in the page.
_COLOURS = {
    "path": [213, 94, 0, 255],
    "alternatives": [107, 107, 107, 180],
    "passages": [0, 114, 178, 255],
    "stations": [0, 114, 178, 255],
    "sightings": [0, 114, 178, 255],
    "destinations": [107, 107, 107, 255],
}
_WIDTHS = {"path": 4, "alternatives": 2}


def czml_text(items: Sequence[Item], *, title: str, journey: Journey | None = None) -> str:
    """Items as a CZML document; with a journey its likely position moves over the journey's span."""
    document: dict[str, Any] = {"id": "document", "name": title, "version": "1.0"}
    packets: list[dict[str, Any]] = [document]
    samples = list(_samples(journey)) if journey is not None else []
    if journey is not None and len(samples) > 1:
        span = _span(samples[0][0], samples[-1][0])
        document["clock"] = {"interval": span, "currentTime": _time(samples[0][0]), "multiplier": 3600}
        packets.append(_mover(samples, list(_known_spans(journey)) or [span]))
    packets += [_packet(f"{item.layer}-{number}", item) for number, item in enumerate(items)]
    return json_text(packets, indent=1) + "\n"


def _time(moment: datetime) -> str:
    return iso(moment).replace("+00:00", "Z")


def _span(start: datetime, end: datetime) -> str:
    return f"{_time(start)}/{_time(end)}"


def _known_spans(journey: Journey) -> Iterator[str]:
    """The spans of time in which something is known of where the train was."""
    for unknown, run in groupby(journey.positions, lambda p: bool(p.unknown)):
        moments = [p.at for p in run]
        if not unknown and len(moments) > 1:
            yield _span(moments[0], moments[-1])


def _samples(journey: Journey) -> Iterator[tuple[datetime, float, float]]:
    """Times with the likely position, strictly later each."""
    known = [(p.at, p.lon, p.lat) for p in journey.positions] or [(p.likely, p.lon, p.lat) for p in journey.passages]
    last: datetime | None = None
    for moment, lon, lat in sorted(known):
        if last is None or moment > last:
            yield moment, lon, lat
            last = moment


def _mover(samples: Sequence[tuple[datetime, float, float]], known: list[str]) -> dict[str, Any]:
    start = samples[0][0]
    track = [v for at, lon, lat in samples for v in ((at - start).total_seconds(), lon, lat, 0.0)]
    return {
        "id": "train",
        "name": "likely position",
        "availability": known if len(known) > 1 else known[0],
        "position": {"epoch": _time(start), "cartographicDegrees": track},
        "point": {"pixelSize": 12, "color": {"rgba": [213, 94, 0, 255]}, "outlineWidth": 2},
    }


def _packet(identity: str, item: Item) -> dict[str, Any]:
    colour = {"rgba": _COLOURS.get(item.layer, [107, 107, 107, 255])}
    said = {k: iso(v) if isinstance(v, datetime) else v for k, v in item.properties.items() if v is not None}
    packet: dict[str, Any] = {"id": identity, "name": item.name, "properties": said}
    if item.begin is not None and item.end is not None and item.begin < item.end:
        packet["availability"] = _span(item.begin, item.end)
    if item.point is not None:
        packet["position"] = {"cartographicDegrees": [*item.point, 0.0]}
        packet["point"] = {"pixelSize": 8, "color": colour}
        packet["label"] = {"text": item.name, "font": "12px sans-serif", "pixelOffset": {"cartesian2": [0, -16]}}
        return packet
    points = [v for part in item.parts for lon, lat in part for v in (lon, lat, 0.0)]
    packet["polyline"] = {
        "positions": {"cartographicDegrees": points},
        "width": _WIDTHS.get(item.layer, 2),
        "clampToGround": True,
        "material": {"solidColor": {"color": colour}},
    }
    packet.pop("availability", None)  # a line is drawn throughout; the train on it moves
    return packet
