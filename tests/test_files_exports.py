"""Every export is read back: the same number of things at the same places, nothing that runs, bad names refused."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from railsight.errors import OutputError, OutputExistsError, UsageError
from railsight.files.exports import geojson_text, write_journey, write_paths
from railsight.files.features import Item, journey_items, path_items, split_at_antimeridian
from railsight.files.frames import to_gdf
from railsight.files.journeys import journey_from_record
from railsight.files.tables import csv_text, safe_cell
from railsight.files.xmlforms import kml_text, xml_safe
from railsight.model import Reach
from tests.samples_journey import NAMES, POINTS, journey, path

KML = "{http://www.opengis.net/kml/2.2}"
GPX = "{http://www.topografix.com/GPX/1/1}"
# Items of the sample: path, second way (the same geometry: left out), 4 passages, 4 sightings, 2 destinations.
COUNTS = {"path": 1, "passages": 4, "sightings": 4, "destinations": 2}


def written(tmp_path: FilePath, name: str) -> FilePath:
    out = tmp_path / name
    write_journey(str(out), journey())
    return out


def test_geojson(tmp_path: FilePath) -> None:
    collection = json.loads(written(tmp_path, "j.geojson").read_text(encoding="utf-8"))
    assert "crs" not in collection  # RFC 7946 has none
    layers = [f["properties"]["layer"] for f in collection["features"]]
    assert {layer: layers.count(layer) for layer in layers} == COUNTS
    line = collection["features"][0]["geometry"]
    assert line["type"] == "LineString"
    assert line["coordinates"] == [list(p) for p in path().geometry]
    passage = next(f for f in collection["features"] if f["properties"]["layer"] == "passages")
    assert passage["geometry"]["coordinates"] == list(POINTS[0])
    assert passage["properties"]["likely"].endswith("+00:00")


def test_geopackage(tmp_path: FilePath) -> None:
    import geopandas
    import pyogrio

    out = written(tmp_path, "j.gpkg")
    assert {name: pyogrio.read_info(out, layer=name)["features"] for name, _ in pyogrio.list_layers(out)} == COUNTS
    passages = geopandas.read_file(out, layer="passages")
    assert passages.crs.to_epsg() == 4326
    assert [(g.x, g.y) for g in passages.geometry] == list(POINTS)
    assert list(passages["name"]) == list(NAMES)
    assert str(passages["likely"].dt.tz) == "UTC"
    assert not [p for p in tmp_path.iterdir() if p.name != "j.gpkg"]


def test_geopackage_is_the_same_twice(tmp_path: FilePath) -> None:
    assert written(tmp_path, "a.gpkg").read_bytes() == written(tmp_path, "b.gpkg").read_bytes()


def test_kml(tmp_path: FilePath) -> None:
    root = ET.fromstring(written(tmp_path, "j.kml").read_text(encoding="utf-8"))
    folders = {f.findtext(f"{KML}name"): f.findall(f"{KML}Placemark") for f in root.iter(f"{KML}Folder")}
    assert {name: len(marks) for name, marks in folders.items()} == COUNTS
    for mark, point in zip(folders["passages"], POINTS, strict=True):
        assert tuple(map(float, mark.findtext(f"{KML}Point/{KML}coordinates", "").split(","))) == point
        assert mark.find(f"{KML}TimeSpan/{KML}begin") is not None
    assert folders["passages"][3].findtext(f"{KML}name") == NAMES[3]


def test_gpx(tmp_path: FilePath) -> None:
    root = ET.fromstring(written(tmp_path, "j.gpx").read_text(encoding="utf-8"))
    assert root.get("version") == "1.1"
    stops = root.findall(f"{GPX}rte/{GPX}rtept")
    assert [(float(p.get("lon", "")), float(p.get("lat", ""))) for p in stops] == list(POINTS)
    assert all(p.findtext(f"{GPX}time", "").endswith("Z") for p in stops)
    assert len(root.findall(f"{GPX}wpt")) == COUNTS["sightings"] + COUNTS["destinations"]
    track = root.findall(f"{GPX}trk/{GPX}trkseg/{GPX}trkpt")
    assert len(track) == len(path().geometry)
    order = [child.tag for child in root]
    assert order == sorted(order, key=[f"{GPX}metadata", f"{GPX}wpt", f"{GPX}rte", f"{GPX}trk"].index)


def test_czml(tmp_path: FilePath) -> None:
    packets = json.loads(written(tmp_path, "j.czml").read_text(encoding="utf-8"))
    assert packets[0] == {"id": "document", "name": "A journey", "version": "1.0"}  # one position: nothing moves
    assert len({p["id"] for p in packets}) == len(packets)
    line = next(p for p in packets if "polyline" in p)["polyline"]["positions"]["cartographicDegrees"]
    assert list(zip(line[::3], line[1::3], strict=True)) == list(path().geometry)
    stops = [p for p in packets if p["id"].startswith("passages")]
    assert [tuple(p["position"]["cartographicDegrees"][:2]) for p in stops] == list(POINTS)
    moving = replace(journey(), positions=())
    write_journey(str(tmp_path / "moving.czml"), moving)
    train = json.loads((tmp_path / "moving.czml").read_text(encoding="utf-8"))[1]
    track = train["position"]["cartographicDegrees"]
    assert list(zip(track[1::4], track[2::4], strict=True)) == list(POINTS)
    assert track[::4] == sorted(track[::4])


def test_the_train_is_nowhere_while_its_place_is_not_known(tmp_path: FilePath) -> None:
    one = journey().positions[0]
    samples = tuple(replace(one, at=one.at + timedelta(hours=h), unknown="?" if h in (2, 3) else "") for h in range(6))
    write_journey(str(tmp_path / "away.czml"), replace(journey(), positions=samples))
    train = json.loads((tmp_path / "away.czml").read_text(encoding="utf-8"))[1]
    hours = [[datetime.fromisoformat(t) - one.at for t in span.split("/")] for span in train["availability"]]
    assert hours == [[timedelta(hours=a), timedelta(hours=b)] for a, b in ((0, 1), (4, 5))]
    frame = to_gdf(replace(journey(), positions=samples), kind="positions")
    assert list(frame["unknown"].notna()) == [False, False, True, True, False, False]


def test_csv(tmp_path: FilePath) -> None:
    rows = list(csv.DictReader(io.StringIO(written(tmp_path, "j.csv").read_text(encoding="utf-8"))))
    assert [(float(r["lon"]), float(r["lat"])) for r in rows] == list(POINTS)
    assert rows[2]["name"] == "'=HYPERLINK(1)"
    assert rows[3]["name"] == NAMES[3]


def test_geoparquet(tmp_path: FilePath) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.read_parquet(written(tmp_path, "j.parquet"))
    assert frame.crs.to_epsg() == 4326
    assert [(g.x, g.y) for g in frame.geometry] == list(POINTS)


def test_gpx_times_are_when_the_train_likely_was_there(tmp_path: FilePath) -> None:
    """Not the earliest bound, before which it may have been across the border; none where nobody can say."""
    root = ET.fromstring(written(tmp_path, "j.gpx").read_text(encoding="utf-8"))
    times = [(p.findtext(f"{GPX}type"), p.findtext(f"{GPX}time")) for p in root.findall(f"{GPX}wpt")]
    likely = [i.likely for i in journey_items(journey()) if i.layer in ("sightings", "destinations")]
    assert [None if t is None else datetime.fromisoformat(t) for _, t in times] == likely
    j = journey()
    for used, moment in zip(j.used, likely, strict=False):
        here = [p.likely for p in j.passages if used.km is not None and abs(p.km - used.km) < 0.1]
        span = used.sighting.interval
        if here and span is not None:
            assert moment == min(max(here[0], span.earliest), span.latest)
    aside = likely[len(j.used) : len(j.used) + len(j.rejected) + len(j.others)]
    assert aside
    assert set(aside) == {None}
    assert likely[-len(j.destinations) :] == [d.likely for d in j.destinations]


def test_between_passages_the_likely_time_is_between_theirs() -> None:
    j = journey()
    a, b = j.passages[1], j.passages[2]
    untimed = replace(j.used[0].sighting, interval=None)
    half = replace(j.used[0], km=(a.km + b.km) / 2, sighting=untimed)
    item = next(i for i in journey_items(replace(j, used=(half,))) if i.layer == "sightings")
    assert item.likely == a.likely + (b.likely - a.likely) / 2


def test_geopackage_columns_have_their_types(tmp_path: FilePath) -> None:
    """A column that is empty, or half empty, is not text for that."""
    import sqlite3
    from contextlib import closing

    j = journey()
    bare = replace(j, passages=tuple(replace(p, dwell_h=None) for p in j.passages))
    write_journey(str(tmp_path / "j.gpkg"), bare)
    with closing(sqlite3.connect(tmp_path / "j.gpkg")) as db:
        types = {
            layer: {name: kind for _, name, kind, *_ in db.execute(f"PRAGMA table_info({layer})")} for layer in COUNTS
        }
        used = [value for (value,) in db.execute("SELECT used FROM sightings")]
    assert used == [1] * len(j.used) + [0] * len(j.rejected) + [None] * len(j.others)
    assert types["sightings"]["used"] == types["passages"]["observed"] == "BOOLEAN"
    assert (
        types["sightings"]["belief"] == types["passages"]["dwell_h"] == types["destinations"]["probability"] == "REAL"
    )
    assert types["sightings"]["earliest"] == types["destinations"]["likely"] == "DATETIME"
    assert "probability" not in types["path"]


@pytest.mark.parametrize("form", ["csv", "parquet", "gpkg", "geojson", "gpx", "kml", "czml", "json"])
def test_a_form_says_what_it_leaves_out(form: str, tmp_path: FilePath) -> None:
    from railsight.files.exports import write_reach

    said = write_journey(str(tmp_path / f"j.{form}"), journey())
    said_of_way = write_paths(str(tmp_path / f"way.{form}"), [path()])
    if form in ("csv", "parquet"):
        assert "one table, passages; without path, sightings, destinations" in said
        assert "one table, stations; without path" in said_of_way
    else:
        assert (said, said_of_way) == ("", "")
    if form != "json":
        assert write_reach(str(tmp_path / f"reach.{form}"), REACHED, title="r") == ""  # one layer: nothing is missing


REACHED = (
    Reach("Khasan", "Baranovsky", "ru-x", ((130.0, 42.0), (131.0, 43.0), (131.5, 43.5)), 12.3456),
    Reach("Ostrov", "", "ru-x", ((179.0, 60.0), (-179.0, 62.0)), 3.0, partial=True),
)


def test_a_table_of_lines_has_their_ends_and_shape(tmp_path: FilePath) -> None:
    from shapely import from_wkt

    from railsight.files.exports import write_reach

    write_reach(str(tmp_path / "r.csv"), REACHED, title="r", line_names={"ru-x": "The line"})
    rows = list(csv.DictReader((tmp_path / "r.csv").open(encoding="utf-8")))
    assert [r["name"] for r in rows] == ["Khasan - Baranovsky", "Ostrov"]
    assert rows[0]["line_name"] == "The line"
    assert [float(rows[0][k]) for k in ("from_lon", "from_lat", "to_lon", "to_lat")] == [130.0, 42.0, 131.5, 43.5]
    assert list(from_wkt(rows[0]["wkt"]).coords) == list(REACHED[0].geometry)
    assert from_wkt(rows[1]["wkt"]).geom_type == "MultiLineString"


def test_json_reads_back_as_the_same_journey(tmp_path: FilePath) -> None:
    out = written(tmp_path, "j.json")
    assert journey_from_record(json.loads(out.read_text(encoding="utf-8"))) == journey()


@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "gpx", "czml", "csv", "parquet", "json"])
def test_paths_in_every_form_and_no_overwriting(form: str, tmp_path: FilePath) -> None:
    out = tmp_path / f"way.{form}"
    write_paths(str(out), [path(), path()])
    before = out.read_bytes()
    with pytest.raises(OutputExistsError):
        write_paths(str(out), [path()])
    assert out.read_bytes() == before
    write_paths(str(out), [path()], force=True)
    assert len(out.read_bytes()) <= len(before)


def test_every_way_has_its_stations(tmp_path: FilePath) -> None:
    one = path()
    count = len(one.points)
    stations = [i.properties["way"] for i in path_items([one, one, one]) if i.layer == "stations"]
    assert stations == [1] * count + [2] * count + [3] * count
    write_paths(str(tmp_path / "ways.csv"), [one, one])
    rows = list(csv.DictReader((tmp_path / "ways.csv").open(encoding="utf-8")))
    assert [row["way"] for row in rows] == ["1"] * count + ["2"] * count
    write_paths(str(tmp_path / "ways.gpx"), [one, one])
    assert (tmp_path / "ways.gpx").read_text(encoding="utf-8").count("way: 2") == count + 1


def test_an_unknown_ending_is_refused(tmp_path: FilePath) -> None:
    with pytest.raises(UsageError, match="ending"):
        write_paths(str(tmp_path / "way.shp"), [path()])


@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "gpx", "czml", "csv", "parquet", "json"])
def test_disk_full_leaves_the_old_file(form: str, tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / f"way.{form}"
    out.write_text("old")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError):
        write_paths(str(out), [path()], force=True)
    assert out.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_a_short_geopackage_is_noticed(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that loses rows without an error must not go unnoticed."""
    from railsight.files import exports

    write = exports._to_geopackage
    monkeypatch.setattr(exports, "_to_geopackage", lambda f, *a, **k: write(f.iloc[:-1], *a, **k))
    with pytest.raises(OutputError, match="incomplete"):
        write_journey(str(tmp_path / "j.gpkg"), journey())
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- hostile cells and characters


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "\r=1"])
def test_formula_cells_are_neutralised(text: str) -> None:
    assert str(safe_cell(text)).startswith("'")


@pytest.mark.parametrize("value", [-1.5, 0, 3, 1e-9])
def test_numbers_are_untouched(value: float) -> None:
    assert safe_cell(value) == value


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_csv_reads_back(cells: list[str]) -> None:
    text = csv_text([dict(enumerate(cells))])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1] == [str(safe_cell(c)) for c in cells]
    assert not any(c.startswith(("=", "+", "-", "@")) for c in rows[1])


@given(st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_name_gives_readable_kml(name: str) -> None:
    item = Item("passages", name, ((POINTS[0],),), {"why": name})
    root = ET.fromstring(kml_text([item], title=name).encode("utf-8"))
    found = root.findtext(f".//{KML}Placemark/{KML}name")
    assert (found or "").replace("\n", "\r") == xml_safe(name).replace("\n", "\r").replace("\r\r", "\r") or "\r" in name


def test_any_name_gives_readable_geojson() -> None:
    item = Item("passages", "\x00 </script> \u2028 \ud800", ((POINTS[0],),), {})
    assert json.loads(geojson_text([item]))["features"][0]["properties"]["name"].startswith("\x00")


# ---------------------------------------------------------------- the antimeridian


@given(st.floats(-180, 180), st.lists(st.floats(-5, 5), min_size=1, max_size=6))
@example(175.0, [5.0, 0.0])
@example(175.0, [5.0, 5.0])
@example(-175.0, [-5.0, -5.0])
@settings(max_examples=100, deadline=None)
def test_cutting_keeps_the_line(start: float, steps: list[float]) -> None:
    line = [(start, 0.0)]
    for step in steps:
        line.append(((line[-1][0] + step + 180) % 360 - 180, line[-1][1] + 0.1))
    parts = split_at_antimeridian(line)
    for part in parts:
        assert all(-180 <= lon <= 180 for lon, _ in part)
        assert all(abs(a[0] - b[0]) <= 5.0001 for a, b in pairwise(part))
    for before, after in pairwise(parts):
        assert abs(before[-1][0]) == 180
        assert before[-1][0] == -after[0][0]
        assert before[-1][1] == after[0][1]


def test_a_line_across_180_is_cut_in_geojson() -> None:
    way = replace(path(), geometry=((179.0, 60.0), (-179.0, 62.0)))
    from railsight.files.features import path_item

    geometry = json.loads(geojson_text([path_item(way)]))["features"][0]["geometry"]
    assert geometry["type"] == "MultiLineString"
    assert geometry["coordinates"] == [[[179.0, 60.0], [180.0, 61.0]], [[-180.0, 61.0], [-179.0, 62.0]]]


# ---------------------------------------------------------------- frames


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (None, 4),
        ("passages", 4),
        ("path", 1),
        ("sightings", 4),
        ("destinations", 2),
        ("positions", 1),
        ("alternatives", 0),
    ],
)
def test_journey_frames(kind: str | None, count: int) -> None:
    frame = to_gdf(journey(), kind=kind)
    assert len(frame) == count
    assert frame.crs.to_epsg() == 4326


def test_path_frames() -> None:
    sections = to_gdf(path())
    assert list(sections["km"]) == pytest.approx([2.5, 237.0, 23.0])
    assert [len(g.coords) for g in sections.geometry] == [2, 3, 2]
    assert len(to_gdf(path(), kind="stations")) == 4
    with pytest.raises(UsageError, match="sections"):
        to_gdf(path(), kind="nonsense")
    with pytest.raises(UsageError):
        to_gdf(3)


def test_times_keep_their_zone() -> None:
    frame = to_gdf(journey())
    assert str(frame["earliest"].dt.tz) == "UTC"
    assert (frame["earliest"] <= frame["likely"]).all()


@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "csv"])
def test_the_network_is_written_whole(form: str, tmp_path: FilePath) -> None:
    import geopandas

    from railsight.api import open_world
    from railsight.files.exports import write_network

    network, out = open_world(), tmp_path / f"network.{form}"
    write_network(str(out), network)
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))) == network.node_count
    elif form == "kml":
        marks = ET.parse(out).getroot().iter(f"{KML}Placemark")
        assert sum(1 for _ in marks) == network.section_count + network.node_count
    elif form == "geojson":
        assert (
            len(json.loads(out.read_text(encoding="utf-8"))["features"]) == network.section_count + network.node_count
        )
    else:
        sections = geopandas.read_file(out, layer="sections")
        assert len(sections) == network.section_count
        assert sections["km"].sum() == pytest.approx(
            sum(network.section(i).length_m for i in range(network.section_count)) / 1000, rel=1e-6
        )
        assert len(to_gdf(network, kind="points")) == network.node_count


def test_items_are_in_a_stable_order() -> None:
    assert [i.name for i in journey_items(journey())] == [i.name for i in journey_items(journey())]


def test_a_line_across_180_is_cut_in_kml_and_geopackage(tmp_path: FilePath) -> None:
    """Readers of either draw a line from 179 to -179 around the world: so it is cut there, and no point is lost."""
    import geopandas

    way = replace(path(), geometry=((178.0, 60.0), (179.0, 60.0), (-179.0, 62.0)))
    for form in ("kml", "gpkg"):
        write_paths(str(tmp_path / f"way.{form}"), [way])
    root = ET.fromstring((tmp_path / "way.kml").read_text(encoding="utf-8"))
    texts = [line.text or "" for line in root.iter(f"{KML}coordinates")]
    lines = [[tuple(map(float, point.split(",")[:2])) for point in text.split()] for text in texts]
    lines = [line for line in lines if len(line) > 1]
    assert lines == [[(178.0, 60.0), (179.0, 60.0), (180.0, 61.0)], [(-180.0, 61.0), (-179.0, 62.0)]]
    (shape,) = geopandas.read_file(tmp_path / "way.gpkg", layer="path").geometry
    assert [list(part.coords) for part in shape.geoms] == lines


def test_times_of_kml_and_gpx_are_the_journeys(tmp_path: FilePath) -> None:
    from datetime import datetime

    def moment(text: str | None) -> datetime:
        return datetime.fromisoformat((text or "").replace("Z", "+00:00"))

    passages = journey().passages
    kml = ET.fromstring(written(tmp_path, "j.kml").read_text(encoding="utf-8"))
    folder = next(f for f in kml.iter(f"{KML}Folder") if f.findtext(f"{KML}name") == "passages")
    spans = [
        (moment(s.findtext(f"{KML}begin")), moment(s.findtext(f"{KML}end"))) for s in folder.iter(f"{KML}TimeSpan")
    ]
    assert spans == [(p.earliest.replace(microsecond=0), p.latest.replace(microsecond=0)) for p in passages]
    gpx = ET.fromstring(written(tmp_path, "j.gpx").read_text(encoding="utf-8"))
    times = [moment(t.text) for t in gpx.findall(f"{GPX}rte/{GPX}rtept/{GPX}time")]
    assert times == [p.likely.replace(microsecond=0) for p in passages]
    assert times == sorted(times)


@pytest.mark.parametrize("form", ["geojson", "gpkg"])
def test_a_route_tells_how_far_it_can_be_trusted_and_its_lines_one_by_one(form: str, tmp_path: FilePath) -> None:
    import geopandas

    first, last = path().lines
    way = replace(
        path(),
        lines=(replace(first, gauges=((1520,), (1435, 1520))), replace(last, gauges=((),))),
        warnings=("a gap",),
        estimated_km=last.km,
    )
    out = tmp_path / f"way.{form}"
    write_paths(str(out), [way], line_names={first.line: "First"}, facts=[{"profile": "armoured"}])
    whole = {} if form == "geojson" else {"layer": "path"}
    (line,) = geopandas.read_file(out, **whole).query("name == name and rail_km > 0").to_dict("records")
    assert (line["estimated_km"], line["warnings"], line["profile"]) == (last.km, "a gap", "armoured")
    runs = geopandas.read_file(out, **({} if form == "geojson" else {"layer": "line_runs"}))
    runs = runs[runs["line_id"].notna()]
    assert list(runs["line"]) == ["First", last.line]
    assert list(runs["km"]) == [first.km, last.km]
    assert list(runs["km_kind"]) == [first.length_kind, "estimated"]
    assert list(runs["gauges_mm"]) == ["1520; 1435+1520", "?"]
    shapes = [list(shape.coords) for shape in runs.geometry]
    assert (shapes[0][0], shapes[1][-1]) == (way.geometry[0], way.geometry[-1])
    assert shapes[0][-1] == shapes[1][0]
    assert "line_runs" not in {item.layer for item in path_items([way])}
