"""Reading lines from vector files, each format by the one reader it is meant for.

GDAL opens what a file's content says it is, whatever the name: text under a .geojson name can be a VRT or WFS document
that makes it open other files and addresses. So the format is settled here by the first bytes. GeoJSON and GeoPackage
are read without GDAL; Shapefile and FlatGeobuf, whose first bytes are binary and their own, by GDAL, network shut.
"""

from __future__ import annotations

import json
import re
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from railsight.errors import NetworkFormatError, UsageError
from railsight.network.building.guard import first_bytes, known_as
from railsight.network.building.osm_tags import POINT_KINDS
from railsight.network.layout import ABOUT, RUNS_LAYER

FORMATS = ("GeoJSON", "GPKG", "ESRI Shapefile", "FlatGeobuf")
_OTHER_OSM = re.compile(r"(?i)\.(osm|osc|opl|o5m)(\.(gz|bz2|xz|zst))?$")
_MAX_TEXT = 2_000_000_000
_USUAL = {
    "name": ("name", "line_name", "linename", "line", "nom", "bezeichnung"),
    "ref": ("ref", "line_id", "number", "code", "vzg_nr"),
    "gauge": ("gauge", "gauge_mm", "gauges_mm", "track_gauge", "spurweite"),
    "electrified": ("electrified", "electric", "electrification", "electrifie"),
    "maxspeed": ("maxspeed", "max_speed", "speed"),
    "tracks": ("tracks", "num_tracks"),
}
_DEGREES = 4326
_UNKNOWN = frozenset((0, -1))  # of a GeoPackage: undefined, of degrees and of a plane
_WGS84 = frozenset((_DEGREES, 4979)) | _UNKNOWN
_EPSG = re.compile(r"(?i)(?:urn:ogc:def:crs:)?EPSG:(?:[0-9.]*:)?([0-9]{1,6})")
_CRS84 = re.compile(r"(?i)(?:urn:ogc:def:crs:)?OGC:(?:[0-9.]*:)?CRS84h?")
Row = tuple[str, Mapping[str, Any], Any]  # where it stands, its fields, its geometry
# What ``network export`` writes of a section besides the usual fields. A file with these columns is one of ours: in it
# ``name`` names the section and ``line`` the line.
OWN_FIELDS = (
    *("line_id", "line_names", "line_source", "line_note", "from_id", "to_id", "from_km", "to_km", "km", "km_kind"),
    *("country", "usage", "usage_by", "sides"),
)
_OWN = {field: field for field in OWN_FIELDS} | {"name": "line", "gauge": "gauges_mm"}
POINT_LAYERS = ("points", "stations", "railway_stations")
_LONGEST, _LONGEST_OWN = 200, 2000  # characters of a cell
_JSON_ID = "@id"
_NO_POSITION = "a position that is not lon -180..180, lat -90..90"


@dataclass(frozen=True, slots=True)
class VectorPoint:
    """A point of the file with all its fields."""

    lon: float
    lat: float
    fields: Mapping[str, str]


@dataclass(slots=True)
class VectorLines:
    """Lines read: vertex lists with the values of their fields, in file order; what was wrong with the rest.

    The parts of a line in several share one mapping of fields. ``points`` are those that may be operating points, the
    ``nameless`` ones are counted, with their columns; ``unread`` are layers of points with another name than one of
    stations. ``about`` is what a file of ours says of its network.
    """

    shapes: list[Any] = field(default_factory=list)  # arrays of lon, lat rows
    fields: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    points: list[VectorPoint] = field(default_factory=list)
    nameless: int = 0
    nameless_columns: dict[str, None] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)


# With what the extra `osm` installs; FILE is the file at hand.
_TO_PBF = (
    "python -c \"import osmium; w = osmium.SimpleWriter('FILE.osm.pbf'); osmium.apply('FILE', w); w.close()\", "
    "with the file's name for FILE"
)


def format_of(path: str) -> str:
    """Which of ``FORMATS`` a file is, by its content. Raises NetworkFormatError for any other, saying what it is."""
    head = first_bytes(path)
    if head.startswith(b"fgb\x03fgb"):
        return "FlatGeobuf"
    if head.startswith(b"SQLite format 3\x00"):
        return "GPKG"
    if head.startswith(b"\x00\x00\x27\x0a"):
        _check_beside(path)
        return "ESRI Shapefile"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{"):
        return "GeoJSON"
    if Path(path).suffix.lower() in (".dbf", ".shx", ".prj", ".cpg"):
        raise NetworkFormatError("this is a part of a Shapefile", file=path, hint="give the .shp file")
    what = known_as(head)
    hint = f"give an OpenStreetMap extract (.osm.pbf) or one of {', '.join(FORMATS)}"
    if _OTHER_OSM.search(path):
        what, hint = "OpenStreetMap data in another form than .osm.pbf", f"convert it (extra `osm`): {_TO_PBF}"
    raise NetworkFormatError(
        f"this is {what}" if what else "this is none of the formats that are read", file=path, hint=hint
    )


def _check_beside(path: str) -> None:
    """A Shapefile is several files; those without which it cannot be read are named."""
    stem = Path(path).with_suffix("")
    missing = [
        suffix
        for suffix in (".shx", ".dbf", ".prj")
        if not any(Path(f"{stem}{s}").is_file() for s in (suffix, suffix.upper()))
    ]
    if missing:
        files = ", ".join(f"{stem.name}{s}" for s in missing)
        raise NetworkFormatError(
            f"a part of the Shapefile is missing: {files}", file=path, hint="put it beside the .shp"
        )


def read_lines(
    path: str, kind: str, columns: Mapping[str, str], fields: Sequence[str], layer: str | None
) -> VectorLines:
    """Read the lines of a file in WGS84 degrees. Raises NetworkFormatError (file and reason)."""
    readers = {"GeoJSON": _geojson, "GPKG": _geopackage, "ESRI Shapefile": _by_gdal, "FlatGeobuf": _by_gdal}
    found = VectorLines()
    for where, values, geometry in readers[kind](path, columns, layer, found):
        _add(found, where, values, geometry, fields)
    return found


def _add(found: VectorLines, where: str, values: Mapping[str, Any], geometry: Any, fields: Sequence[str]) -> None:
    import numpy as np

    lines = geometry if isinstance(geometry, list) else []
    if isinstance(geometry, str):
        found.problems.append(f"{where}: {geometry}")
        return
    texts = {k: _text(values.get(k)) for k in fields}
    texts |= {k: _text(values[k], _LONGEST_OWN) for k in OWN_FIELDS if k in values}
    own = set(OWN_FIELDS) <= set(values)  # its sections may be without extent: two stops at one place of a track
    for line in lines:
        shape = np.asarray(line, dtype=float)
        if shape.ndim != 2 or shape.shape[1] < 2 or len(shape) < 2:
            found.problems.append(f"{where}: an empty line")
            continue
        shape = shape[:, :2]
        if not np.isfinite(shape).all() or (np.abs(shape[:, 0]) > 180).any() or (np.abs(shape[:, 1]) > 90).any():
            found.problems.append(f"{where}: {_NO_POSITION}")
            continue
        if not own:
            different = np.concatenate([[True], (np.abs(np.diff(shape, axis=0)) > 1e-9).any(axis=1)])
            shape = shape[different]
        if len(shape) < 2:
            found.problems.append(f"{where}: a line of one point")
            continue
        found.shapes.append(shape)
        found.fields.append(texts)
    if not lines:
        found.problems.append(f"{where}: an empty line")


def _text(value: Any, longest: int = _LONGEST) -> str:
    """A cell as text; whole numbers without a point."""
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:longest]


def _check_columns(available: Iterable[str], columns: Mapping[str, str], path: str) -> None:
    """UsageError for a column asked for that is none of those of the lines and of the points."""
    names = dict.fromkeys(available)
    for column in columns.values():
        if column not in names:
            shown = ", ".join(list(names)[:20])
            raise UsageError(f"{path} has no column {column!r}", hint=f"its columns are {shown}")


def _chosen(available: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Field to column: as asked for, the other fields by the usual names."""
    names = list(available)
    asked = _asked(names, columns)
    lower = {n.lower(): n for n in reversed(names)}
    own = _OWN if set(_OWN.values()) <= set(names) else {}
    usual = {f: lower[w] for f, words in reversed(_USUAL.items()) for w in reversed(words) if w in lower}
    if own:
        usual.pop("ref", None)  # the id of a line is no part of its name
    return {f: c for f, c in (usual | own).items() if c not in asked.values()} | asked


def _asked(available: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """The fields whose columns are asked for and are there."""
    names = set(available)
    return {field: column for field, column in columns.items() if column in names}


# ---------------------------------------------------------------- GeoJSON


def _geojson(path: str, columns: Mapping[str, str], layer: str | None, found: VectorLines) -> Iterator[Row]:
    features, crs = _features(path, layer, found)
    transform = _to_degrees(crs, path)
    names: dict[str, None] = {}
    for feature in features:
        if isinstance(feature, dict) and isinstance(feature.get("properties"), dict):
            names.update(dict.fromkeys(feature["properties"]))
    _check_columns(names, columns, path)
    chosen = _chosen(names, columns)
    for number, feature in enumerate(features, start=1):
        where = f"feature {number}"
        if not isinstance(feature, dict):
            yield where, {}, "is not a feature"
            continue
        properties = feature.get("properties")
        values = properties if isinstance(properties, dict) else {}
        if (place := _json_point(feature.get("geometry"))) is not None:
            _add_point(found, where, place, values | {_JSON_ID: feature.get("id")}, columns, transform)
            continue
        if values.get("layer") != RUNS_LAYER:
            yield where, {f: values.get(c) for f, c in chosen.items()}, _json_lines(feature.get("geometry"), transform)


def _features(path: str, layer: str | None, found: VectorLines) -> tuple[list[Any], Any]:
    """The features of a file, and the reference system of their places."""
    if layer is not None:
        raise UsageError("a GeoJSON file has no layers", hint="leave the layer out")
    if Path(path).stat().st_size > _MAX_TEXT:
        raise NetworkFormatError("more than 2 GB of GeoJSON", file=path, hint="convert it to FlatGeobuf or GeoPackage")
    try:
        whole = json.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NetworkFormatError(f"this is not GeoJSON: {str(error)[:200]}", file=path) from error
    kind = whole.get("type")
    crs = _json_crs(whole["crs"], found) if "crs" in whole else _DEGREES
    found.about = _about(whole)
    if kind == "FeatureCollection" and isinstance(whole.get("features"), list):
        return list(whole["features"]), crs
    if kind == "Feature":
        return [whole], crs
    raise NetworkFormatError(f"JSON of type {str(kind)[:50]!r} is not GeoJSON features", file=path)


def _json_crs(told: Any, found: VectorLines) -> Any:
    """The EPSG code that an older GeoJSON names as its reference system; any other member ``crs`` is ignored."""
    properties = told.get("properties") if isinstance(told, dict) and told.get("type") == "name" else None
    name = str(properties.get("name")) if isinstance(properties, dict) else ""
    if code := _EPSG.fullmatch(name):
        return _noted(int(code[1]), found)
    if not _CRS84.fullmatch(name):
        found.warnings.append("the member 'crs' is ignored: GeoJSON is in WGS84 degrees (RFC 7946)")
    return _DEGREES


def _noted(srs: Any, found: VectorLines) -> Any:
    """A reference system, of which it is said when it is another than WGS84, or none."""
    if srs in _UNKNOWN:
        found.warnings.append("the file names no reference system: WGS84 degrees are assumed")
    elif srs not in _WGS84:
        found.warnings.append(f"coordinates were converted from {srs}")
    return srs


def _about(whole: Any) -> dict[str, Any]:
    """What a file of ours says of its network: texts, or lists of them."""
    told = whole.get("railsight") if isinstance(whole, dict) else None
    if not isinstance(told, dict):
        return {}
    return {
        key: [_text(one) for one in told[key]] if isinstance(told[key], list) else _text(told[key], _LONGEST_OWN)
        for key in ABOUT
        if told.get(key) or isinstance(told.get(key), list)
    }


def _json_point(geometry: Any) -> Any:
    """The coordinates of a point, also of a MultiPoint of one; None for any other geometry."""
    if not isinstance(geometry, dict):
        return None
    places = geometry.get("coordinates")
    if geometry.get("type") == "MultiPoint" and isinstance(places, list) and len(places) == 1:
        return places[0]
    return (places or ()) if geometry.get("type") == "Point" else None


def _add_point(
    found: VectorLines, where: str, place: Any, values: Mapping[str, Any], columns: Mapping[str, str], transform: Any
) -> None:
    """Keep a point that may be an operating point: one with a name, or said to be one of the railway."""
    try:
        lon, lat = map(float, transform([(float(place[0]), float(place[1]))])[0])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        found.problems.append(f"{where}: coordinates that are not numbers")
        return
    if not (abs(lon) <= 180.0 and abs(lat) <= 90.0):
        found.problems.append(f"{where}: {_NO_POSITION}")
        return
    asked = {field: values[column] for field, column in _asked(values, columns).items()}
    plain = {key.lower(): value for key, value in values.items() if key.lower() in ("name", "railway")}
    told = {key[:_LONGEST]: _text(value, _LONGEST_OWN) for key, value in {**plain, **values, **asked}.items()}
    if is_operating_point(told):
        found.points.append(VectorPoint(lon, lat, told))
    else:
        found.nameless += 1
        found.nameless_columns |= dict.fromkeys(key[:_LONGEST] for key in values if key != _JSON_ID)


def is_operating_point(values: Mapping[str, str]) -> bool:
    """Whether the fields of a point name it, or say what it is on the railway."""
    named = any(values.get(key, "").strip() for key in ("name", "int_name", "name:en"))
    return named or values.get("railway", "") in POINT_KINDS or bool(values.get("id") and values.get("kind"))


def _json_lines(geometry: Any, transform: Any) -> list[Any] | str:
    if not isinstance(geometry, dict):
        return "has no geometry"
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("LineString", "MultiLineString"):
        return f"a {str(kind)[:30]} is not a line"
    lines = [coordinates] if kind == "LineString" else coordinates
    if not isinstance(lines, list):
        return "coordinates are not a list"
    try:
        return [transform([(float(p[0]), float(p[1])) for p in line]) for line in lines]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return "coordinates that are not numbers"


# ---------------------------------------------------------------- GeoPackage


def _geopackage(path: str, columns: Mapping[str, str], layer: str | None, found: VectorLines) -> Iterator[Row]:
    """Read with SQLite alone, read-only; views are not followed. https://www.geopackage.org/spec/"""
    base = sqlite3.connect(f"file:{quote(path)}?mode=ro&immutable=1", uri=True)
    try:
        base.execute("PRAGMA trusted_schema = OFF")
        layers = _gpkg_layers(base, path)
        lines = _gpkg_table(layers, path, layer)
        stations = [x for x in layers if x.kind in _POINT_TYPES and x.table.lower() in POINT_LAYERS]
        found.unread = [x.table for x in layers if x.kind in _POINT_TYPES and x not in stations]
        _check_columns([name for x in (lines, *stations) for name in x.columns], columns, path)
        chosen = _chosen(lines.columns, columns)
        found.about = _gpkg_about(base, lines.table)
        transform = _to_degrees(_noted(lines.srs, found), path)
        wanted = lines.columns if lines.kind in _MIXED_TYPES else tuple(dict.fromkeys(chosen.values()))
        for number, (blob, *cells) in enumerate(_gpkg_rows(base, lines, wanted), start=1):
            values, shape = dict(zip(wanted, cells, strict=True)), _gpkg_shape(blob)
            if not _took_point(found, f"row {number}", shape, values, columns, transform):
                yield f"row {number}", {f: values[c] for f, c in chosen.items()}, _shape_lines(shape, transform)
        for one in stations:
            _gpkg_points(base, path, one, columns, found)
    except sqlite3.Error as error:
        raise NetworkFormatError(f"the GeoPackage cannot be read: {error}", file=path) from error
    finally:
        base.close()
    if (log := Path(f"{path}-wal")).exists() and log.stat().st_size:
        found.warnings.append(f"changes in {log.name} are not read: close the file where it is open, and build again")


@dataclass(frozen=True, slots=True)
class _Layer:
    """A table of features: where its geometry is, of which kind and reference system, and its other columns."""

    table: str
    column: str
    kind: str
    srs: Any
    columns: tuple[str, ...]


def _gpkg_layers(base: sqlite3.Connection, path: str) -> list[_Layer]:
    tables = {str(r[0]) for r in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "gpkg_geometry_columns" not in tables:
        raise NetworkFormatError("this is an SQLite file and no GeoPackage", file=path)
    listed = base.execute("SELECT table_name, column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns")
    found = []
    for table, column, kind, srs in listed.fetchall():
        if table in tables:
            names = (str(r[1]) for r in base.execute(f"PRAGMA table_info({_quoted(table)})"))
            others = tuple(name for name in names if name != column)
            found.append(_Layer(table, str(column), str(kind).upper(), _srs(base, srs), others))
    return found


def _gpkg_about(base: sqlite3.Connection, table: str) -> dict[str, Any]:
    """What the description of a layer of ours says of its network."""
    with suppress(sqlite3.Error, TypeError, ValueError, RecursionError):
        ((told,),) = base.execute("SELECT description FROM gpkg_contents WHERE table_name = ?", (table,))
        return _about(json.loads(told))
    return {}


def _gpkg_rows(base: sqlite3.Connection, layer: _Layer, columns: Iterable[str]) -> sqlite3.Cursor:
    """The geometry and some columns of every row; the names are from the file itself, quoted."""
    wanted = ", ".join(map(_quoted, (layer.column, *columns)))
    return base.execute(f"SELECT {wanted} FROM {_quoted(layer.table)}")  # noqa: S608


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _gpkg_table(layers: Sequence[_Layer], path: str, layer: str | None) -> _Layer:
    """The layer of lines, by its name where several are."""
    lines = [x for x in layers if x.kind in _LINE_TYPES and layer in (None, x.table)]
    lines = [x for x in lines if layer or x.table != RUNS_LAYER]
    if not lines:
        names = ", ".join(x.table for x in layers[:10]) or "none"
        raise NetworkFormatError(f"the GeoPackage has no such table of lines; its layers: {names}", file=path)
    if len(lines) > 1:
        names = ", ".join(x.table for x in lines[:10])
        raise UsageError(f"{path} has several layers of lines", hint=f"name one with --layer: {names}")
    return lines[0]


def _gpkg_points(
    base: sqlite3.Connection, path: str, layer: _Layer, columns: Mapping[str, str], found: VectorLines
) -> None:
    """The operating points of a layer."""
    transform = _to_degrees(layer.srs, path)
    for number, (blob, *cells) in enumerate(_gpkg_rows(base, layer, layer.columns), start=1):
        where = f"{layer.table}, row {number}"
        shape, values = _gpkg_shape(blob), dict(zip(layer.columns, cells, strict=True))
        if not _took_point(found, where, shape, values, columns, transform):
            told = shape if isinstance(shape, str) else _no_point(shape)
            found.problems.append(f"{where}: {told}")


def _took_point(
    found: VectorLines, where: str, shape: Any, values: Mapping[str, Any], columns: Mapping[str, str], transform: Any
) -> bool:
    """Whether a shape is one place, which is then taken as a point."""
    import shapely

    if isinstance(shape, str) or shape is None or shape.geom_type not in ("Point", "MultiPoint"):
        return False
    places = shapely.get_coordinates(shape)
    if len(places) != 1:
        return False
    _add_point(found, where, places[0], values, columns, transform)
    return True


def _no_point(shape: Any) -> str:
    if shape is None or shape.is_empty:
        return "an empty geometry"
    return (
        "a MultiPoint of several places" if shape.geom_type == "MultiPoint" else f"a {shape.geom_type} is not a point"
    )


_POINT_TYPES = frozenset(("POINT", "MULTIPOINT"))
_MIXED_TYPES = frozenset(("GEOMETRY", "GEOMETRYCOLLECTION"))
_LINE_TYPES = frozenset(("LINESTRING", "MULTILINESTRING", "CURVE", "MULTICURVE")) | _MIXED_TYPES


def _srs(base: sqlite3.Connection, srs: Any) -> Any:
    """An EPSG code, or the definition as text, for a reference system listed in the file."""
    row = base.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs,)
    ).fetchone()
    if row is None or srs in _UNKNOWN:
        return srs
    if str(row[2]).startswith('LOCAL_CS["Undefined'):  # what GDAL writes where it was told none
        return 0
    return int(row[1]) if str(row[0]).upper() == "EPSG" else str(row[2])


def _gpkg_shape(blob: Any) -> Any:
    """The geometry of a cell, or in words why there is none."""
    import shapely

    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return "has no geometry"
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}.get(blob[3] >> 1 & 7)
    if envelope is None:
        return "a geometry with a damaged header"
    try:
        return shapely.from_wkb(blob[8 + envelope :])
    except (shapely.errors.GEOSException, struct.error, ValueError) as error:
        return f"a geometry that cannot be read ({str(error)[:80]})"


def _shape_lines(geometry: Any, transform: Any) -> list[Any] | str:
    import shapely

    if isinstance(geometry, str):
        return geometry
    if geometry is None or geometry.is_empty:
        return "an empty geometry"
    if geometry.geom_type not in ("LineString", "MultiLineString"):
        return f"a {geometry.geom_type} is not a line"
    return [transform(shapely.get_coordinates(part)) for part in shapely.get_parts(geometry)]


def _to_degrees(srs: Any, path: str) -> Any:
    """A function from coordinates of a reference system to WGS84 degrees, without the network."""
    if srs in _WGS84:
        return lambda xy: xy
    import numpy as np
    import pyproj  # the child runs with PROJ_NETWORK=OFF

    try:
        convert = pyproj.Transformer.from_crs(pyproj.CRS.from_user_input(srs), 4326, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise NetworkFormatError(f"its reference system is not known: {str(srs)[:80]!r}", file=path) from error
    return lambda xy: np.column_stack(convert.transform(*np.asarray(xy, dtype=float).reshape(-1, 2).T))


# ---------------------------------------------------------------- Shapefile, FlatGeobuf


def _by_gdal(path: str, columns: Mapping[str, str], layer: str | None, found: VectorLines) -> Iterator[Row]:
    import pyogrio

    try:
        about = pyogrio.read_info(path, layer=layer)
        if about["driver"] not in FORMATS:
            raise NetworkFormatError(f"GDAL takes it for {about['driver']}, which is not read", file=path)
        names = [str(c) for c in about["fields"]]
        _check_columns(names, columns, path)
        chosen = _chosen(names, columns)
        mixed = about["geometry_type"] not in _LINES_OF_GDAL
        wanted = names if mixed else list(dict.fromkeys(chosen.values()))
        meta, _, shapes, cells = pyogrio.raw.read(path, layer=layer, columns=wanted)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError) as error:
        raise NetworkFormatError(f"cannot be read: {str(error)[:200]}", file=path) from error
    import shapely

    transform = _to_degrees(_noted(_epsg(meta.get("crs")), found), path)
    order = {str(name): cells[i] for i, name in enumerate(meta["fields"])}
    for number, wkb in enumerate(shapes):
        where, values = f"row {number + 1}", {name: column[number] for name, column in order.items()}
        shape = shapely.from_wkb(wkb) if wkb is not None else "has no geometry"
        if not _took_point(found, where, shape, values, columns, transform):
            yield where, {f: values[c] for f, c in chosen.items()}, _shape_lines(shape, transform)


_LINES_OF_GDAL = frozenset(f"{kind}{z}" for kind in ("LineString", "MultiLineString") for z in ("", " Z", "25D"))


def _epsg(crs: str | None) -> Any:
    if crs is None:
        return 0
    return int(crs[5:]) if crs.upper().startswith("EPSG:") and crs[5:].isdigit() else crs
