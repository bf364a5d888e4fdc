"""KML 2.2 and GPX 1.1 as text, by the standard library alone. Characters XML cannot carry become U+FFFD."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from railsight.files.features import Item
from railsight.geo import LonLat
from railsight.times import iso

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KML = "http://www.opengis.net/kml/2.2"
_GPX = "http://www.topografix.com/GPX/1/1"
# Colour (KML: alpha, blue, green, red) and width by layer: the words of the legend in other programs.
_STYLES = {
    "path": ("ffb27200", 4),
    "alternatives": ("ff6b6b6b", 2),
    "passages": ("ffb27200", 1),
    "stations": ("ffb27200", 1),
    "sightings": ("ff005ed5", 1),
    "destinations": ("ff6b6b6b", 1),
}


def xml_safe(text: object) -> str:
    """Text with what XML 1.0 forbids (controls, lone surrogates) as U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", str(text))


def _add(parent: ET.Element, tag: str, text: object = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    if text is not None:
        element.text = xml_safe(text)
    return element


def _document(root: ET.Element) -> str:
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _shown(value: Any) -> str:
    return iso(value) if isinstance(value, datetime) else str(value)


def _coordinate(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- KML


def kml_text(items: Sequence[Item], *, title: str) -> str:
    """Items as KML: a folder for each layer, a TimeSpan where a time is known, all properties as ExtendedData."""
    root = ET.Element("kml", {"xmlns": _KML})
    document = _add(root, "Document")
    _add(document, "name", title)
    layers = list(dict.fromkeys(i.layer for i in items))
    for layer in layers:
        colour, width = _STYLES.get(layer, ("ff6b6b6b", 1))
        style = _add(document, "Style", id=layer)
        _add(_add(style, "IconStyle"), "color", colour)
        line = _add(style, "LineStyle")
        _add(line, "color", colour)
        _add(line, "width", width)
    for layer in layers:
        folder = _add(document, "Folder")
        _add(folder, "name", layer)
        for item in items:
            if item.layer == layer:
                _placemark(folder, item)
    return _document(root)


def _placemark(folder: ET.Element, item: Item) -> None:
    mark = _add(folder, "Placemark")
    _add(mark, "name", item.name)
    if item.begin is not None and item.end is not None:
        span = _add(mark, "TimeSpan")
        _add(span, "begin", iso(item.begin))
        _add(span, "end", iso(item.end))
    _add(mark, "styleUrl", f"#{item.layer}")
    data = _add(mark, "ExtendedData")
    for key, value in item.properties.items():
        if value is not None:
            _add(_add(data, "Data", name=key), "value", _shown(value))
    if item.point is not None:
        _add(_add(mark, "Point"), "coordinates", _positions((item.point,)))
        return
    parent = mark if len(item.parts) == 1 else _add(mark, "MultiGeometry")
    for part in item.parts:
        line = _add(parent, "LineString")
        _add(line, "tessellate", 1)
        _add(line, "coordinates", _positions(part))


def _positions(points: Iterable[LonLat]) -> str:
    return " ".join(f"{_coordinate(lon)},{_coordinate(lat)}" for lon, lat in points)


# ---------------------------------------------------------------- GPX


def gpx_text(items: Sequence[Item], *, title: str) -> str:
    """Items as GPX: sightings, destinations and stations as waypoints, passages as a route, lines as tracks.

    A point has a time where it is known when the train likely was or will be there; a track has none.
    """
    root = ET.Element("gpx", {"xmlns": _GPX, "version": "1.1", "creator": "railsight"})
    _add(_add(root, "metadata"), "name", title)
    passages = [i for i in items if i.layer == "passages"]
    for item in items:
        if item.point is not None and item.layer != "passages":
            _waypoint(root, "wpt", item)
    if passages:
        route = _add(root, "rte")
        _add(route, "name", title)
        for item in passages:
            _waypoint(route, "rtept", item)
    for item in items:
        if item.point is None:
            _track(root, item)
    return _document(root)


def _waypoint(parent: ET.Element, tag: str, item: Item) -> None:
    lon, lat = item.parts[0][0]
    point = _add(parent, tag, lat=_coordinate(lat), lon=_coordinate(lon))
    if item.likely is not None:
        _add(point, "time", iso(item.likely).replace("+00:00", "Z"))
    _add(point, "name", item.name)
    _add(point, "desc", _said(item))
    _add(point, "type", item.layer)


def _said(item: Item) -> str:
    return "; ".join(f"{key}: {_shown(value)}" for key, value in item.properties.items() if value not in (None, ""))


def _track(root: ET.Element, item: Item) -> None:
    track = _add(root, "trk")
    _add(track, "name", item.name)
    _add(track, "desc", _said(item))
    _add(track, "type", item.layer)
    for part in item.parts:
        segment = _add(track, "trkseg")
        for lon, lat in part:
            _add(segment, "trkpt", lat=_coordinate(lat), lon=_coordinate(lon))
