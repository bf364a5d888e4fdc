"""Reads the cleaned facts and folds them: one point for one place, whatever codes and lines the sources have."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from builders.network import names
from builders.network.world import Line, Point, Stop, World

FOLDER = Path(__file__).resolve().parent.parent / "sources" / "rail"
FILES = ("russia.csv", "china.csv", "korea.csv", "mongolia_vietnam.csv", "links.csv")
_TRUST = {
    "surveyed": "surveyed",
    "name": "surveyed",
    "town": "approximate",
    "memory": "remembered",
    "tz": "",
    "twin": "",
    "": "",
}
_POSITION_SOURCE = {
    "surveyed": "OpenStreetMap",
    "name": "OpenStreetMap, matched by name",
    "town": "GeoNames town",
    "memory": "approximate, unverified",
    "tz": "time-zone boundary on the track",
    "": "placed by chainage",
    "twin": "placed by chainage",
}
_SAME_PLACE_KM = 3.0  # a service code lies within this of its station

Row = Mapping[str, str]


def read_rows(name: str, folder: Path = FOLDER) -> Iterator[Row]:
    """The rows of one source table."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_world(folder: Path = FOLDER) -> World:
    """Every line of the sources with its stops, points folded, nothing placed yet."""
    world = World()
    by_id: dict[str, Line] = {}
    for row in read_rows("lines.csv", folder):
        line = Line(
            id=row["id"],
            name=row["name"],
            names=row["names"],
            country=row["country"],
            gauges=row["gauges_mm"],
            length_kind=row["length_kind"],
            source=row["source"],
            note=row["note"],
            gap_reason=row["gap_reason"],
            usage=row["usage"],
        )
        world.lines.append(line)
        by_id[line.id] = line
    chinese: dict[str, Point] = {}
    rows = [row for name in FILES for row in read_rows(name, folder)]
    stands_for = _fold_codes(world, rows)
    kind_now: dict[str, str] = {}
    for row in rows:
        line = by_id[row["line"]]
        if not row["point"]:
            point = _chinese_point(world, chinese, row)
        elif row["point"] in stands_for:
            _add_code(world, stands_for[row["point"]], row)
            continue
        else:
            point = _point(world, row, line.country)
        if row.get("length_kind"):
            kind_now[line.id] = row["length_kind"]
        stop = Stop(
            point=point,
            given_km=float(row["km"]) if row["km"] else None,
            gauges=row["gauges_mm"] or line.gauges,
            country=row["country"] or line.country,
            length_kind=kind_now.get(line.id, line.length_kind),
            note=row["note"],
        )
        if line.stops and line.stops[-1].point is point:
            continue
        line.stops.append(stop)
    return world


def _fold_codes(world: World, rows: list[Row]) -> dict[str, str]:
    """Second codes of a station, by the code they fold into: ``Хасан (эксп.)`` into ``Хасан``."""
    groups: dict[tuple[str, str], list[tuple[float, Row, bool]]] = {}
    for row in rows:
        if row["point"].startswith("ru-") and row["point"][3:].isdigit() and row["km"]:
            name = names.read_russian(row["local"])
            groups.setdefault((row["line"], name.ru), []).append((float(row["km"]), row, name.service))
    stands_for: dict[str, str] = {}
    for group in groups.values():
        main = next((g for g in group if not g[2]), group[0])
        for km, row, service in group:
            near = abs(km - main[0]) <= _SAME_PLACE_KM
            if row is not main[1] and service and near and row["point"] != main[1]["point"]:
                stands_for.setdefault(row["point"], main[1]["point"])
    for code, main_code in list(stands_for.items()):
        while main_code in stands_for:
            main_code = stands_for[main_code]
        stands_for[code] = main_code
        world.folded.append((code, main_code))
    return stands_for


def _add_code(world: World, point_id: str, row: Row) -> None:
    point = world.points.get(point_id)
    if point is not None:
        point.add_alias(row["local"])


def _point(world: World, row: Row, country: str) -> Point:
    """The point of a row with an id of its own, made at its first row and completed by later ones."""
    point = world.points.get(row["point"])
    if point is None:
        russian = row["point"].startswith("ru-")
        point = _russian_point(row) if russian else _other_point(row, country)
        point.kind = row["kind"] or point.kind
        if point.kind == "border":
            point.country = ""
        world.points[point.id] = point
    if row["lat"] and point.at is None:
        point.at = (float(row["lon"]), float(row["lat"]))
        point.trust = _TRUST[row["coord"]]
        point.source += f"; position: {_POSITION_SOURCE[row['coord']]}"
    point.by_zone = point.by_zone or row["coord"] == "tz"
    return point


def _russian_point(row: Row) -> Point:
    name = names.read_russian(row["local"])
    latin, *others = row["name"].split(";")
    english = names.ENGLISH.get(row["point"]) or names.english_russian(latin, name.ru)
    code = row["point"][3:]
    point = Point(row["point"], english, name.kind, "RU", f"ESR {code}" if code.isdigit() else "compiled by hand")
    point.names["ru"] = name.ru
    point.add_alias(latin, *others, row["local"], names.plain(english), *names.ALIASES.get(point.id, ()))
    return point


_LOCAL = {"KP": "ko", "KR": "ko", "MN": "mn", "CN": "zh", "VN": "vi", "RU": "ru"}


def _other_point(row: Row, country: str) -> Point:
    own = row["point"][:2].upper()
    country = own if own in _LOCAL else country
    latin, *others = row["name"].split(";")
    point = Point(row["point"], names.plain(latin), "station", country, "see the line")
    local, _, hanja = row["local"].partition("|")
    if local:
        point.names[_LOCAL[country]] = local
    if hanja:
        point.names["zh" if row["kind"] == "border" else "ja"] = hanja
    if country == "VN":
        point.names.setdefault("vi", latin)
    point.add_alias(latin, *others, *names.ALIASES.get(point.id, ()))
    return point


def _chinese_point(world: World, known: dict[str, Point], row: Row) -> Point:
    zh = row["local"]
    point = known.get(zh)
    if point is None:
        name, aliases = names.chinese_names(zh)
        stem = names.slug(names.pinyin(zh))
        point_id = f"cn-{stem}"
        number = 1
        while point_id in world.points:
            number += 1
            point_id = f"cn-{stem}-{number}"
        kind = "station"
        point = Point(point_id, name, kind, "CN", "see the line", {"zh": zh})
        point.add_alias(*aliases, names.plain(name), *names.ALIASES.get(point_id, ()))
        known[zh] = point
        world.points[point_id] = point
    if row["lat"] and point.at is None:
        point.at = (float(row["lon"]), float(row["lat"]))
        point.trust = _TRUST[row["coord"]]
        point.source += f"; position: {_POSITION_SOURCE[row['coord']]}"
    return point
