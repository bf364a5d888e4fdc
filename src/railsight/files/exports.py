"""Writing paths and journeys for other programs: GeoJSON, GeoPackage, KML, GPX, CZML, CSV, GeoParquet, JSON.

Every file is written whole or not at all; what libraries write is read back before it takes its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from railsight.errors import MissingExtraError, OutputError, UsageError
from railsight.files.atomic import replacing, write_text
from railsight.files.czml import czml_text
from railsight.files.features import Item, journey_items, network_items, path_items, reach_items, run_items
from railsight.files.forms import DATA, NETWORKS, TABLES, check_form
from railsight.files.jsontext import json_text
from railsight.files.tables import csv_text
from railsight.files.xmlforms import gpx_text, kml_text
from railsight.model import Journey, Path
from railsight.times import iso

if TYPE_CHECKING:
    from railsight.model import Reach
    from railsight.network import Network


def write_paths(
    path: str,
    paths: Sequence[Path],
    *,
    line_names: Mapping[str, str] | None = None,
    facts: Sequence[Mapping[str, Any]] = (),
    force: bool = False,
) -> str:
    """Ways by rail in the form the ending names: .geojson .gpkg .kml .gpx .csv .parquet .json (the full records, with
    the names of lines by their ids). ``facts`` are further properties of each; .geojson and .gpkg tell the ways line by
    line too.

    As all that write here it gives a sentence on what that form leaves out, empty when nothing.
    """
    check_form(path, DATA)
    title = f"{paths[0].points[0].name} - {paths[0].points[-1].name}" if paths and paths[0].points else "route"
    if path.lower().endswith(".json"):
        from railsight.files.records import path_record

        record = {"paths": [path_record(p, full=True, line_names=line_names) for p in paths]}
        write_text(path, json_text(record, indent=1) + "\n", force=force)
        return ""
    items = path_items(paths, facts)
    if path.lower().endswith((".geojson", ".gpkg")):
        items += [run for i, p in enumerate(paths, 1) for run in run_items(p, line_names or {}, way=i)]
    return _write(path, items, title=title, table="stations", force=force)


def write_journey(
    path: str,
    journey: Journey,
    *,
    given: dict[str, Any] | None = None,
    line_names: Mapping[str, str] | None = None,
    force: bool = False,
) -> str:
    """A journey in the form the ending names; .json reads back, and with ``given`` (``api.Followed.given``) it can be
    followed further; tables hold passages. ``line_names`` are the names of its lines by their ids."""
    check_form(path, DATA)
    if path.lower().endswith(".json"):
        from railsight.files.journeys import journey_record

        record = journey_record(journey, full=True, given=given, line_names=line_names)
        write_text(path, json_text(record, indent=1) + "\n", force=force)
        return ""
    title = journey.title or journey.case or "journey"
    return _write(path, journey_items(journey), title=title, table="passages", journey=journey, force=force)


def write_network(path: str, network: Network, *, force: bool = False) -> str:
    """A network in the form the ending names: sections and operating points; tables hold the points.

    From .geojson and .gpkg ``network build`` makes the same network again.
    """
    from railsight.network.layout import ABOUT

    about = {key: network.info[key] for key in ABOUT if key in network.info}
    items = list(network_items(network))
    return _write(path, items, title="railway network", table="points", force=force, about={"railsight": about})


def write_reach(
    path: str,
    stretches: Sequence[Reach],
    *,
    title: str,
    line_names: Mapping[str, str] | None = None,
    force: bool = False,
) -> str:
    """The railway in reach in the form the ending names, with the names of its lines by their ids."""
    return _write(path, reach_items(stretches, line_names or {}), title=title, table="reachable", force=force)


def _write(
    path: str,
    items: Sequence[Item],
    *,
    title: str,
    table: str,
    force: bool,
    journey: Journey | None = None,
    about: Mapping[str, Any] | None = None,
) -> str:
    texts: dict[str, Callable[[], str]] = {
        ".geojson": lambda: geojson_text(items, about=about),
        ".kml": lambda: kml_text(items, title=title),
        ".gpx": lambda: gpx_text(items, title=title),
        ".czml": lambda: czml_text(items, title=title, journey=journey),
        ".csv": lambda: csv_text(_table_rows(i for i in items if i.layer == table)),
    }
    ending = check_form(path, NETWORKS)
    if ending in texts:
        write_text(path, texts[ending](), force=force)
    elif ending == ".gpkg":
        _write_geopackage(path, items, force=force, about=about)
    else:
        _write_geoparquet(path, [i for i in items if i.layer == table], force=force)
    left = [layer for layer in dict.fromkeys(i.layer for i in items) if layer != table]
    if ending not in TABLES or not left:
        return ""
    return f"{path} is one table, {table}; without {', '.join(left)}: .geojson, .gpkg, .kml and .gpx hold all"


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def _table_rows(items: Iterable[Item]) -> Iterable[dict[str, Any]]:
    """Points with their position; lines with both ends and the whole as well-known text."""
    for item in items:
        facts = {k: _plain(v) for k, v in item.properties.items()}
        if item.point is not None:
            yield {"name": item.name, "lon": item.point[0], "lat": item.point[1]} | facts
            continue
        (from_lon, from_lat), (to_lon, to_lat) = item.parts[0][0], item.parts[-1][-1]
        ends = {"from_lon": from_lon, "from_lat": from_lat, "to_lon": to_lon, "to_lat": to_lat}
        yield {"name": item.name} | facts | ends | {"wkt": _wkt(item)}


def _wkt(item: Item) -> str:
    lines = ["(" + ", ".join(f"{round(x, 7)} {round(y, 7)}" for x, y in part) + ")" for part in item.parts]
    return f"LINESTRING {lines[0]}" if len(lines) == 1 else f"MULTILINESTRING ({', '.join(lines)})"


# ---------------------------------------------------------------- GeoJSON


def geojson_text(items: Iterable[Item], *, about: Mapping[str, Any] | None = None) -> str:
    """Items as a FeatureCollection (RFC 7946): lon, lat of WGS84, lines cut at the antimeridian, times as ISO text.

    ``about`` are further members of the collection.
    """
    features = [
        {
            "type": "Feature",
            "geometry": geometry_of(item),
            "properties": {"layer": item.layer, "name": item.name}
            | {key: _plain(value) for key, value in item.properties.items()},
        }
        for item in items
    ]
    return json_text({"type": "FeatureCollection", **(about or {}), "features": features}, indent=1) + "\n"


def geometry_of(item: Item) -> dict[str, Any]:
    """A GeoJSON geometry; coordinates to 1e-7 degree, a centimetre."""

    def position(p: tuple[float, float]) -> list[float]:
        return [round(p[0], 7), round(p[1], 7)]

    if item.point is not None:
        return {"type": "Point", "coordinates": position(item.point)}
    lines = [[position(p) for p in part] for part in item.parts]
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


# ---------------------------------------------------------------- by way of geopandas


def _write_geopackage(path: str, items: Sequence[Item], *, force: bool, about: Mapping[str, Any] | None = None) -> None:
    """One layer a kind of item; ``about`` is their description."""
    from railsight.files.frames import frame_of

    layers = list(dict.fromkeys(i.layer for i in items))
    if not layers:
        raise UsageError("there is nothing to write")
    told = json.dumps(about, ensure_ascii=False) if about else ""
    with replacing(path, force=force) as temp:
        FilePath(temp).unlink()  # the library wants to make the file itself
        for number, layer in enumerate(layers):
            frame = frame_of([i for i in items if i.layer == layer])
            _to_geopackage(frame, temp, layer, mode="a" if number else "w", told=told)
        _check_geopackage(temp, {layer: sum(i.layer == layer for i in items) for layer in layers})


def _to_geopackage(frame: Any, temp: str, layer: str, *, mode: str, told: str) -> None:
    import pyogrio

    # The only time stamp in the file would be the moment of writing: fixed, so that equal input gives equal bytes.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
    options = {"DESCRIPTION": told} if told else {}
    try:
        frame.to_file(temp, layer=layer, driver="GPKG", engine="pyogrio", mode=mode, **options)
    except Exception as error:
        raise OutputError(f"cannot write the GeoPackage: {error}") from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _check_geopackage(temp: str, counts: dict[str, int]) -> None:
    """A full disk may leave a short file without an error: count what is really there."""
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"{FilePath(temp).resolve().as_uri()}?mode=ro", uri=True)) as db:
            whole = db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            for layer, count in counts.items():
                for table in (layer, f"rtree_{layer}_geom"):  # the spatial index is dropped without an error
                    whole = whole and db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] == count  # noqa: S608
    except sqlite3.Error as error:
        raise OutputError(f"the GeoPackage came out damaged: {error}") from error
    if not whole:
        raise OutputError("the GeoPackage came out incomplete", hint="is the disk full?")


def _write_geoparquet(path: str, items: Sequence[Item], *, force: bool) -> None:
    from importlib.util import find_spec

    from railsight.files.frames import frame_of

    if find_spec("pyarrow") is None:
        raise MissingExtraError("writing GeoParquet", "parquet")
    with replacing(path, force=force) as temp:
        frame_of(items).to_parquet(temp)
