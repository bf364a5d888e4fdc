"""A network from the file that ``network export`` wrote of one: the same again, nothing measured or guessed anew."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from railsight.geo import LonLat
from railsight.network.building import osm_tags
from railsight.network.building.vector_formats import OWN_FIELDS, VectorLines, VectorPoint
from railsight.network.draft import Draft, LineRow, PointRow, SectionRow
from railsight.network.layout import LENGTH_KINDS

_NODES = ("junction", "end")  # what a node without a name is
_SHOWN = 5
_LONG = 2000  # characters of a source or a note


def is_own_export(lines: VectorLines) -> bool:
    """Whether every line of a file says between which of its points it runs, as those of an export do."""
    return bool(lines.fields) and all(_between_points(lines))


def _between_points(lines: VectorLines) -> list[bool]:
    ids = {p.fields.get("id") for p in lines.points}
    return [
        set(OWN_FIELDS) <= set(values) and values["from_id"] in ids and values["to_id"] in ids
        for values in lines.fields
    ]


def as_mere_lines(lines: VectorLines) -> None:
    """Make an export that was changed since fit to be built anew, and say that it is.

    Left out are sections without extent, whose two ends are one vertex, and nodes without a name.
    """
    changed = sum(not between for between in _between_points(lines))
    if changed == len(lines.fields):
        return
    lines.warnings.append(
        f"{changed} of {len(lines.fields)} lines do not tell by from_id and to_id between which points of the file "
        "they run, as those of an export do: the network is built anew, all its lengths are measured"
    )
    long = [i for i, shape in enumerate(lines.shapes) if (shape != shape[0]).any()]
    lines.shapes, lines.fields = [lines.shapes[i] for i in long], [lines.fields[i] for i in long]
    lines.points = [p for p in lines.points if p.fields.get("name") or p.fields.get("kind") not in _NODES]


def draft_of_export(lines: VectorLines) -> Draft:
    """The draft that an export was written of. A line with a figure that is none is left out, and a problem says so."""
    draft = Draft()
    rows: dict[str, int] = {}
    for p in _on_lines(lines):
        if (key := p.fields["id"]) not in rows:
            rows[key] = len(draft.points)
            draft.points.append(_point(key, p.lon, p.lat, p.fields))
    line_rows: dict[str, int] = {}
    starts = [i for i, values in enumerate(lines.fields) if i == 0 or values is not lines.fields[i - 1]]
    for first, end in pairwise([*starts, len(lines.fields)]):
        values = lines.fields[first]
        shape = [(float(x), float(y)) for part in lines.shapes[first:end] for x, y in part.tolist()]
        line = line_rows.setdefault(values["line_id"], len(draft.lines))
        if line == len(draft.lines):
            draft.lines.append(_line(values))
        try:
            draft.sections.append(_section(values, rows, line, shape))
        except ValueError as error:
            lines.problems.append(f"{values['from_id']} - {values['to_id']}: {error}")
    if all(values["usage_by"] == "line" for values in lines.fields):
        draft.info["usage_by_line"] = True
    return draft


def _on_lines(lines: VectorLines) -> list[VectorPoint]:
    """The points at which lines end; the others are named in a warning."""
    used = {values[end] for values in lines.fields for end in ("from_id", "to_id")}
    off = [p.fields.get("name") or p.fields.get("id", "") for p in lines.points if p.fields.get("id") not in used]
    if off:
        more = f" and {len(off) - _SHOWN} more" if len(off) > _SHOWN else ""
        lines.warnings.append(f"on no line of the file, left out: {', '.join(map(repr, off[:_SHOWN]))}{more}")
    return [p for p in lines.points if p.fields.get("id") in used]


def _point(key: str, lon: float, lat: float, values: Mapping[str, str]) -> PointRow:
    return PointRow(
        id=osm_tags.clean(key),
        name=osm_tags.clean(values.get("name")),
        kind=osm_tags.clean(values.get("kind")) or "station",
        lon=lon,
        lat=lat,
        country=_country(values.get("country", "")),
        quality=osm_tags.clean(values.get("quality")),
        names=_names(values.get("names", "")),
        aliases=tuple(alias for part in values.get("aliases", "").split("|") if (alias := osm_tags.clean(part))),
    )


def _line(values: Mapping[str, str]) -> LineRow:
    return LineRow(
        id=osm_tags.clean(values["line_id"]),
        name=osm_tags.clean(values["name"]) or "unnamed line",
        names=_names(values["line_names"]),
        source=osm_tags.clean(values["line_source"], _LONG),
        note=osm_tags.clean(values["line_note"], _LONG),
    )


def _section(values: Mapping[str, str], rows: Mapping[str, int], line: int, shape: list[LonLat]) -> SectionRow:
    """A section; ValueError says which figure is none."""
    km = _number(values, "km")
    if km is None or not 0.0 <= km < 40_000.0:
        raise ValueError(f"km is {values['km'][:20]!r}: 0 to 40,000 were expected")
    if values["km_kind"] not in LENGTH_KINDS:
        raise ValueError(f"km_kind is {values['km_kind'][:40]!r}: one of {', '.join(LENGTH_KINDS)} was expected")
    posts = _number(values, "from_km"), _number(values, "to_km")
    sides = [int(side) if side in ("1", "2") else 0 for side in (values["sides"] or "0/0").split("/")]
    return SectionRow(
        a=rows[values["from_id"]],
        b=rows[values["to_id"]],
        length_m=km * 1000.0,
        length_kind=values["km_kind"],
        gauges_mm=osm_tags.gauges(values["gauge"]),
        line=line,
        country=_country(values["country"]),
        chainage_a_m=None if posts[0] is None else posts[0] * 1000.0,
        chainage_b_m=None if posts[1] is None else posts[1] * 1000.0,
        inner=_without_cuts(shape)[1:-1],
        electrified=osm_tags.electrified(values["electrified"]),
        sides=(sides[0], sides[1]) if len(sides) == 2 else (0, 0),
        max_kmh=osm_tags.speed_kmh(values["maxspeed"]),
        tracks=osm_tags.track_count(values),
        usage=osm_tags.clean(values["usage"]),
    )


def _without_cuts(shape: list[LonLat]) -> list[LonLat]:
    """A line joined again where it was cut at the antimeridian, on whose two sides the cut is the same place."""
    cut = {i for i, (a, b) in enumerate(pairwise(shape)) if abs(a[0]) == abs(b[0]) == 180.0 and a[0] == -b[0]}
    return [place for i, place in enumerate(shape) if i not in cut and i - 1 not in cut]


def _number(values: Mapping[str, str], key: str) -> float | None:
    """The figure under a key, None where there is none. ValueError for what is no number."""
    if not values[key]:
        return None
    try:
        found = float(values[key])
    except ValueError:
        found = math.nan
    if not abs(found) < 100_000.0:
        raise ValueError(f"{key} is {values[key][:20]!r}: a number was expected")
    return found


def _names(packed: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in packed.split("|"))
    return {osm_tags.clean(k): osm_tags.clean(name) for k, _, name in pairs if k and name}


def _country(text: str) -> str | None:
    return text.upper() if len(text) == 2 and text.isascii() and text.isalpha() else None
