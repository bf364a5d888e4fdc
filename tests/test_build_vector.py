"""Networks from vector files: formats, columns, snapping, and everything that is no honest line file."""

from __future__ import annotations

import http.server
import json
import random
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from railsight.errors import NetworkFormatError, UsageError
from railsight.geo import geodesic_m, wrap_lon
from railsight.network import Draft, Network, open_network
from railsight.network.building import from_vector
from railsight.network.draft import LineRow, PointRow, SectionRow

here = pytest.mark.usefixtures("built_here")

A, B, C, D = (20.0, 50.0), (20.1, 50.0), (20.2, 50.05), (20.1, 50.1)


def features(*lines: tuple[Any, dict[str, Any]], **more: Any) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": p, "geometry": {"type": "LineString", "coordinates": c}}
                for c, p in lines
            ],
            **more,
        }
    )


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.geojson"
    path.write_text(
        features(
            ([A, B], {"name": "Line 1", "gauge": "1520", "electrified": "yes", "maxspeed": 80.0}),
            ([B, C], {"name": "Line 2", "gauge": 1435, "electrified": "no"}),
        )
    )
    return path


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that must see nothing."""
    seen: list[str] = []

    class Watch(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Watch)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()  # stops within 20 ms
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


VRT = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>URL</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
ALGORITHM = '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read URL"}'


@here
def test_lines_that_share_an_end_are_joined(two: Path, tmp_path: Path) -> None:
    report = from_vector(two, tmp_path / "o.rsn", source="somebody", licence="CC0-1.0")
    network = open_network(tmp_path / "o.rsn")
    assert (report.points, report.sections, report.lines, report.partial) == (3, 2, 2, False)
    first = network.section(0)
    assert first.length_m == pytest.approx(geodesic_m(*A, *B), abs=0.02)
    assert first.gauges_mm == (1520,)
    assert network.section_electrified(0) is True
    assert network.section(1).gauges_mm == (1435,)
    assert network.section_electrified(1) is False
    assert first.country == "PL"
    assert network.info["source"] == "somebody"
    assert network.info["licence"] == "CC0-1.0"


@here
def test_crossing_lines_are_joined_only_where_they_share_a_vertex(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    middle = (20.1, 50.05)
    path.write_text(features(([A, C], {}), ([B, D], {}), ([(21.0, 50.0), middle, (19.0, 50.2)], {}), ([D, middle], {})))
    from_vector(path, tmp_path / "o.rsn")
    network = open_network(tmp_path / "o.rsn")
    degrees = sorted(len(network.sections_at(n)) for n in range(network.node_count))
    assert degrees.count(3) == 1
    assert max(degrees) == 3


@here
def test_ends_within_the_tolerance_are_joined_and_listed(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    near = (B[0] + 0.0002, B[1])  # 14 m
    beside = (20.05, 50.0001)  # 11 m from the middle of the first line
    path.write_text(features(([A, B], {}), ([near, C], {}), ([beside, D], {})))
    report = from_vector(path, tmp_path / "o.rsn", snap_m=25, force=True)
    assert len(report.mended) == 2
    assert "14." in report.mended[0]
    network = open_network(tmp_path / "o.rsn")
    assert network.section_count == 3  # the first two are one section, cut where the third meets it
    assert sorted(len(network.sections_at(n)) for n in range(network.node_count)) == [1, 1, 1, 3]
    assert from_vector(path, tmp_path / "o.rsn", snap_m=5, force=True).mended == ()
    assert open_network(tmp_path / "o.rsn").section_count == 3
    assert max(len(open_network(tmp_path / "o.rsn").sections_at(n)) for n in range(6)) == 1


@here
def test_columns_are_taken_as_told(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(features(([A, B], {"SPUR": "1000 mm", "NAME_": "Schmalspur", "name": "wrong"})))
    from_vector(path, tmp_path / "o.rsn", columns={"gauge": "SPUR", "name": "NAME_"})
    network = open_network(tmp_path / "o.rsn")
    assert network.section(0).gauges_mm == (1000,)
    assert network.lines()[0].name == "Schmalspur"
    with pytest.raises(UsageError, match="no column 'absent'"):
        from_vector(path, tmp_path / "p.rsn", columns={"gauge": "absent"})
    with pytest.raises(UsageError, match="no such field"):
        from_vector(path, tmp_path / "p.rsn", columns={"colour": "SPUR"})
    with pytest.raises(UsageError, match="snap_m"):
        from_vector(path, tmp_path / "p.rsn", snap_m=float("nan"))


@here
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "driver"), [("x.gpkg", "GPKG"), ("x.shp", "ESRI Shapefile"), ("x.fgb", "FlatGeobuf")])
@pytest.mark.parametrize("epsg", [4326, 2180])
def test_every_format_gives_the_same(two: Path, tmp_path: Path, name: str, driver: str, epsg: int) -> None:
    import geopandas

    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    geopandas.read_file(two).to_crs(epsg).to_file(path, driver=driver)
    before = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    from_vector(two, tmp_path / "a.rsn")
    report = from_vector(path, tmp_path / "b.rsn")
    assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == before
    a, b = open_network(tmp_path / "a.rsn"), open_network(tmp_path / "b.rsn")
    assert report.problems == ()
    for network in (a, b):
        by_line = {network.line(s.line).name: s for s in map(network.section, range(2))}
        assert by_line["Line 1"].gauges_mm == (1520,)
        assert by_line["Line 2"].gauges_mm == (1435,)
        assert by_line["Line 1"].length_m == pytest.approx(geodesic_m(*A, *B), abs=0.05)
        assert by_line["Line 2"].length_m == pytest.approx(geodesic_m(*B, *C), abs=0.05)
        assert network.section_electrified(by_line["Line 1"].index) is True
        assert network.section_electrified(by_line["Line 2"].index) is False


@here
def test_bad_rows_are_listed_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    rows: list[Any] = [
        [A, B],
        [A, (20.0, 95.0)],
        [A, (float("nan"), 50.0)],
        [A, (float("inf"), 50.0)],
        [A],
        [],
        [A, A],
        [A, ("x", 3)],
        None,
        [A, {"a": 1}],
        [B, C],
    ]
    path.write_text(features(*((r, {}) for r in rows)).replace("Infinity", "1e999"))
    report = from_vector(path, tmp_path / "o.rsn")
    assert report.partial
    assert report.sections == 1
    assert len(report.problems) == 9
    assert [p.split(":")[0] for p in report.problems] == [f"feature {n}" for n in range(2, 11)]


@here
def test_points_and_polygons_are_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    text = json.loads(features(([A, B], {})))
    text["features"].append({"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": A}})
    text["features"] += ["text", {"type": "Feature", "geometry": None}]
    path.write_text(json.dumps(text))
    report = from_vector(path, tmp_path / "o.rsn")
    assert report.sections == 1
    assert len(report.problems) == 2
    assert report.warnings[0].startswith("1 point has no name")


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("a.geojson", VRT, "none of"),
        ("b.geojson", "<OGRWFSDataSource><URL>URL</URL></OGRWFSDataSource>", "none of"),
        ("c.geojson", ALGORITHM, "not GeoJSON features"),
        ("d.geojson", "<!DOCTYPE html><html></html>", "a web page"),
        ("e.kml", "<?xml version='1.0'?><!DOCTYPE k SYSTEM 'URL'><kml/>", "XML"),
        ("f.geojson", '{"type": "Topology", "arcs": []}', "not GeoJSON"),
        ("g.geojson", "{" * 100_000, "not GeoJSON"),
        ("h.geojson", '{"a":' * 100_000, "not GeoJSON"),
        ("i.geojson", "\x00\x01", "none of"),
        ("j.geojson", '{"type": "FeatureCollection", "features": []}', "no usable line"),
        ("k.gpkg", "SQLite format 3\x00" + "\x00" * 100, "cannot be read|no GeoPackage"),
        ("l.dbf", "\x03" + "\x00" * 40, "part of a Shapefile"),
    ],
)  # fmt: skip
def test_other_formats_under_the_name_are_refused_and_reach_nothing(
    tmp_path: Path, canary: tuple[str, list[str]], name: str, content: str, match: str
) -> None:
    url, seen = canary
    path = tmp_path / name
    path.write_text(content.replace("URL", url))
    with pytest.raises(NetworkFormatError, match=match) as caught:
        from_vector(path, tmp_path / "o.rsn")
    assert caught.value.file == str(path)
    assert seen == []


def test_a_crs_link_is_ignored_with_a_warning(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    url, seen = canary
    path = tmp_path / "x.geojson"
    path.write_text(features(([A, B], {}), crs={"type": "link", "properties": {"href": f"{url}/crs", "type": "proj4"}}))
    report = from_vector(path, tmp_path / "o.rsn")
    assert "crs" in report.warnings[0]
    assert seen == []


def test_twenty_thousand_columns_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(features(*(([A, B], {f"c{i}_{j}": 1 for j in range(1000)}) for i in range(20))))
    assert from_vector(path, tmp_path / "o.rsn", memory_mb=600).sections >= 1


@pytest.mark.filterwarnings("ignore")
def test_a_shapefile_with_a_part_missing_names_it(two: Path, tmp_path: Path) -> None:
    import geopandas

    for suffix in (".shx", ".dbf", ".prj"):
        path = tmp_path / "s.shp"
        geopandas.read_file(two).to_file(path)
        path.with_suffix(suffix).unlink()
        with pytest.raises(NetworkFormatError, match=rf"missing: s\{suffix}"):
            from_vector(path, tmp_path / "o.rsn")


def test_a_geopackage_that_is_a_view_or_lies_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    base = sqlite3.connect(path)
    base.executescript(
        """CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id);
        CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id, definition);
        CREATE VIEW v AS SELECT load_extension('x') AS geom;
        INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'LINESTRING', 4326);"""
    )
    base.commit()
    base.close()
    with pytest.raises(NetworkFormatError, match="no such table of lines"):
        from_vector(path, tmp_path / "o.rsn")


def test_addresses_are_refused(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    url, seen = canary
    for name in (f"{url}/x.geojson", f"/vsicurl/{url}/x.geojson", f"GeoJSON:{url}/x", "file:///etc/hostname"):
        with pytest.raises(NetworkFormatError):
            from_vector(name, tmp_path / "o.rsn")
    assert seen == []


def test_the_source_is_never_the_output(tmp_path: Path) -> None:
    source = tmp_path / "lines.geojson"
    source.write_text('{"type": "FeatureCollection", "features": []}')
    (tmp_path / "link.rsn").symlink_to(source)
    for out in (source, tmp_path / "link.rsn"):
        with pytest.raises(UsageError, match="built from"):
            from_vector(source, out, force=True)


def points(*stations: tuple[Any, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"type": "Feature", "properties": p, "geometry": {"type": "Point", "coordinates": list(at)}}
        for at, p in stations
    ]


def written(path: Path, text: str, *more: dict[str, Any]) -> Path:
    whole = json.loads(text)
    whole["features"] += more
    path.write_text(json.dumps(whole))
    return path


@here
@pytest.mark.parametrize("name", ["bundled.geojson", "bundled.gpkg"])
def test_an_export_comes_back_whole(tmp_path: Path, name: str) -> None:
    from railsight.datasets import data_path
    from railsight.files.exports import write_network
    from railsight.network.combining import draft_of

    network = open_network(data_path("network.rsn"))
    write_network(str(tmp_path / name), network)
    report = from_vector(tmp_path / name, tmp_path / "again.rsn")
    assert (report.partial, report.problems, report.warnings) == (False, (), ())
    before, after = draft_of(network), draft_of(open_network(tmp_path / "again.rsn"))
    assert after.points == before.points
    assert sorted(after.lines, key=lambda x: x.id) == sorted(before.lines, key=lambda x: x.id)
    assert [(before.lines[s.line].id, *_but_line(s)) for s in before.sections] == [
        (after.lines[s.line].id, *_but_line(s)) for s in after.sections
    ]
    assert after.info == before.info


def crowded_network(seed: int) -> Network:
    """A small network, several of whose points lie at one place, some of its sections without extent, near 180 E."""
    rng = random.Random(seed)
    draft = Draft(lines=[LineRow("a", "Line A"), LineRow("b", "")])
    places = [(wrap_lon(179.9 + rng.choice([0.0, 0.1, 0.2, 0.3])), rng.choice([0.0, 60.0])) for _ in range(4)]
    for i in range(rng.randint(2, 8)):
        name = rng.choice(["", "Alpha", f"Стоп {i}"])
        draft.points.append(PointRow(f"p{i}", name, "station", *rng.choice(places), quality="surveyed"))
    for b in range(1, len(draft.points)):
        a = rng.randrange(b)
        inner = [rng.choice(places) for _ in range(rng.randint(0, 2))]
        one_place = len({*inner, *((p.lon, p.lat) for p in (draft.points[a], draft.points[b]))}) == 1
        length_m = 0.0 if one_place else round(rng.uniform(0, 5e4), 2)
        sides = (rng.randint(0, 2), rng.randint(0, 2)) if seed % 2 else (0, 0)
        gauges = rng.choice([(), (1520,), (1435, 1520)])
        ends = (a, b) if rng.random() < 0.5 else (b, a)
        draft.sections.append(
            SectionRow(*ends, length_m, "measured geometry", gauges, rng.randrange(2), inner=inner, sides=sides)
        )
    return Network(draft.encode())


@here
@pytest.mark.parametrize("name", ["small.geojson", "small.gpkg"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_stops_at_one_place_come_back_from_an_export(tmp_path: Path, name: str, seed: int) -> None:
    from railsight.files.exports import write_network
    from railsight.routing import distances_m

    network = crowded_network(seed)
    write_network(str(tmp_path / name), network, force=True)
    report = from_vector(tmp_path / name, tmp_path / "again.rsn", force=True)
    assert (report.partial, report.problems, report.warnings) == (False, (), ())
    again = open_network(tmp_path / "again.rsn")
    assert again.node_count == network.node_count
    spots = [[n.spot_at_node(node) for node in range(n.node_count)] for n in (network, again)]
    assert distances_m(again, spots[1], spots[1]) == distances_m(network, spots[0], spots[0])
    for section in range(network.section_count):
        assert again.section(section) == network.section(section)
        assert again.geometry(section) == network.geometry(section)


@here
@pytest.mark.parametrize("name", ["told.geojson", "told.gpkg"])
def test_what_a_network_says_of_itself_comes_back_from_an_export(tmp_path: Path, name: str) -> None:
    from railsight.files.exports import write_network

    told = {"title": "Ways", "source": "Ours", "licence": "CC0-1.0", "attribution": "© Ours", "caution": "By eye."}
    draft = Draft(lines=[LineRow("a", "Line A")], info={**told, "gauge_unverified": ["AA"]})
    draft.points = [PointRow("a", "Alpha", "station", *A), PointRow("b", "Beta", "station", *B)]
    draft.sections = [SectionRow(0, 1, 8000.0, "estimated", (1520,), 0)]
    write_network(str(tmp_path / name), Network(draft.encode()))
    from_vector(tmp_path / name, tmp_path / "again.rsn")
    info = open_network(tmp_path / "again.rsn").info
    assert {key: info[key] for key in told} == told
    assert info["gauge_unverified"] == ["AA"]


@here
@pytest.mark.parametrize("changed", ["a line more", "a station less"])
def test_an_export_that_was_changed_is_built_anew_and_says_so(tmp_path: Path, changed: str) -> None:
    from railsight.files.exports import write_network

    draft = Draft(lines=[LineRow("main", "Main")])
    draft.points = [PointRow("a", "Alpha", "station", *A), PointRow("b", "Beta", "halt", *B)]
    draft.points += [PointRow("b2", "Beta Harbour", "halt", *B), PointRow("c", "", "end", *C)]
    for i, metres in enumerate((9000.0, 0.0, 9000.0)):
        draft.sections.append(SectionRow(i, i + 1, metres, "official chainage", (1520,), 0))
    path = tmp_path / "x.geojson"
    write_network(str(path), Network(draft.encode()))
    whole = json.loads(path.read_text())
    if changed == "a line more":
        line = {"type": "LineString", "coordinates": [C, D]}
        whole["features"].append({"type": "Feature", "properties": {"line": "New"}, "geometry": line})
    else:
        whole["features"] = [f for f in whole["features"] if f["properties"].get("id") != "a"]
    path.write_text(json.dumps(whole))
    report = from_vector(path, tmp_path / "o.rsn")
    assert (report.partial, report.sections) == (False, 3 if changed == "a line more" else 2)
    (warning,) = report.warnings
    assert warning.startswith(f"1 of {4 if changed == 'a line more' else 3} lines")
    assert "the network is built anew" in warning
    network = open_network(tmp_path / "o.rsn")
    points = [network.point(n) for n in range(network.node_count)]
    assert len(points) == report.sections + 1
    assert {p.kind for p in points if not p.name} <= {"end", "junction"}
    assert "Main" in {line.name for line in network.lines()}


@here
def test_a_station_whose_sections_were_taken_out_of_an_export_is_left_out(tmp_path: Path) -> None:
    from railsight.files.exports import write_network

    draft = Draft(lines=[LineRow("main", "Main")])
    draft.points = [PointRow(x, x.title(), "station", *at) for x, at in (("alpha", A), ("beta", B), ("gamma", C))]
    for i in range(2):
        draft.sections.append(SectionRow(i, i + 1, 9000.0, "official chainage", (1520,), 0))
    path = tmp_path / "x.geojson"
    write_network(str(path), Network(draft.encode()))
    whole = json.loads(path.read_text())
    whole["features"] = [f for f in whole["features"] if f["properties"].get("to") != "Gamma"]
    path.write_text(json.dumps(whole))
    report = from_vector(path, tmp_path / "o.rsn")
    assert (report.points, report.warnings) == (2, ("on no line of the file, left out: 'Gamma'",))


def _but_line(section: Any) -> list[Any]:
    told = {k: getattr(section, k) for k in section.__slots__ if k != "line"}
    told["inner"] = tuple(told["inner"])
    return list(told.values())


@here
def test_points_with_a_name_are_stations(tmp_path: Path) -> None:
    middle, beside, far = (20.05, 50.0), (20.1003, 50.0002), (20.15, 51.0)
    path = written(
        tmp_path / "s.geojson",
        features(([A, B, C], {"name": "Line 1"})),
        *points(
            (A, {"name": "Alpha", "name:ru": "Альфа", "railway": "station"}),
            (middle, {"name": "Middle"}),
            (beside, {"railway": "halt", "name": "Beta"}),
            (far, {"name": "Far"}),
        ),
    )
    report = from_vector(path, tmp_path / "o.rsn")
    assert (report.partial, report.problems) == (False, ())
    assert "'Far'" in report.warnings[0]
    network = open_network(tmp_path / "o.rsn")
    found = {network.point_name(n): network.point(n) for n in range(network.node_count)}
    assert set(found) == {"Alpha", "Middle", "Beta", ""}
    assert found["Alpha"].names["ru"] == "Альфа"
    assert [found[name].kind for name in ("Alpha", "Middle", "Beta")] == ["station", "station", "halt"]
    assert report.sections == 3
    assert sum(s.length_m for s in map(network.section, range(3))) == pytest.approx(
        geodesic_m(*A, *B) + geodesic_m(*B, *C), rel=1e-4
    )


@here
def test_a_file_without_stations_says_where_they_go(tmp_path: Path) -> None:
    path = written(tmp_path / "l.geojson", features(([A, B], {"name": "Line 1"})))
    (warning,) = from_vector(path, tmp_path / "o.rsn").warnings
    assert "the network has no stations" in warning
    both = written(tmp_path / "b.geojson", features(([A, B], {"name": "Line 1"})), *points((A, {"name": "Alpha"})))
    assert from_vector(both, tmp_path / "p.rsn").warnings == ()


@here
@pytest.mark.parametrize("name", ["nom.geojson", "nom.gpkg"])
def test_columns_are_those_of_the_points_too(tmp_path: Path, name: str) -> None:
    gpd, geometry = pytest.importorskip("geopandas"), pytest.importorskip("shapely.geometry")
    path = tmp_path / name
    if path.suffix == ".gpkg":
        line, places = geometry.LineString([A, B]), [geometry.Point(*A), geometry.MultiPoint([B])]
        frame = gpd.GeoDataFrame({"libelle": ["Line 1"]}, geometry=[line], crs=4326)
        frame.to_file(path, layer="voies", driver="GPKG")
        stations = gpd.GeoDataFrame({"nom": ["Alpha", "Beta"]}, geometry=places, crs=4326)
        stations.to_file(path, layer="stations", driver="GPKG")
    else:
        written(path, features(([A, B], {"libelle": "Line 1"})), *points((A, {"nom": "Alpha"}), (B, {"nom": "Beta"})))
    (warning,) = from_vector(path, tmp_path / "o.rsn").warnings
    assert warning.startswith("2 points have no name")
    assert "--column name=COLUMN" in warning
    assert "nom" in warning.rpartition("(")[2]
    report = from_vector(path, tmp_path / "p.rsn", columns={"name": "nom"})
    assert (report.partial, report.problems, report.warnings) == (False, (), ())
    network = open_network(tmp_path / "p.rsn")
    assert {network.point_name(n) for n in range(network.node_count)} == {"Alpha", "Beta"}
    with pytest.raises(UsageError, match="no column 'name'"):
        from_vector(path, tmp_path / "q.rsn", columns={"name": "name"})


@here
def test_a_layer_of_points_that_is_not_read_is_named(tmp_path: Path) -> None:
    gpd, geometry = pytest.importorskip("geopandas"), pytest.importorskip("shapely.geometry")
    path = tmp_path / "g.gpkg"
    frame = gpd.GeoDataFrame({"name": ["Line 1"]}, geometry=[geometry.LineString([A, B])], crs=4326)
    frame.to_file(path, layer="voies", driver="GPKG")
    gares = gpd.GeoDataFrame({"name": ["Alpha"]}, geometry=[geometry.Point(*A)], crs=4326)
    gares.to_file(path, layer="gares", driver="GPKG")
    (warning,) = from_vector(path, tmp_path / "o.rsn").warnings
    assert "'gares'" in warning


@here
def test_the_name_of_a_point_may_stand_in_capitals_as_that_of_a_line(tmp_path: Path) -> None:
    path = written(tmp_path / "c.geojson", features(([A, B], {"NAME": "Line 1"})), *points((A, {"NAME": "Alpha"})))
    report = from_vector(path, tmp_path / "o.rsn")
    assert (report.stations, report.warnings) == (1, ())


@here
@pytest.mark.parametrize("name", ["mixed.gpkg", "mixed.fgb"])
def test_points_among_the_lines_of_one_layer_are_stations(tmp_path: Path, name: str) -> None:
    gpd, geometry = pytest.importorskip("geopandas"), pytest.importorskip("shapely.geometry")
    shapes = [geometry.LineString([A, B]), geometry.Point(*A), geometry.Point(*B)]
    frame = gpd.GeoDataFrame({"name": ["Line 1", "Alpha", "Beta"], "railway": [None, "halt", None]}, geometry=shapes)
    frame.set_crs(4326).to_file(tmp_path / name)
    report = from_vector(tmp_path / name, tmp_path / "o.rsn")
    assert (report.partial, report.warnings) == (False, ())
    network = open_network(tmp_path / "o.rsn")
    assert {(network.point(n).name, network.point(n).kind) for n in range(network.node_count)} == {
        ("Alpha", "halt"),
        ("Beta", "station"),
    }


@here
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_geopackage_without_a_reference_system_is_taken_for_degrees(tmp_path: Path) -> None:
    gpd, geometry = pytest.importorskip("geopandas"), pytest.importorskip("shapely.geometry")
    path = tmp_path / "n.gpkg"
    gpd.GeoDataFrame({"name": ["Line 1"]}, geometry=[geometry.LineString([A, B])]).to_file(path, layer="lines")
    report = from_vector(path, tmp_path / "o.rsn")
    assert report.sections == 1
    assert "WGS84 degrees are assumed" in report.warnings[0]


@here
def test_what_a_geopackage_holds_in_its_log_is_told_as_not_read(tmp_path: Path) -> None:
    gpd, geometry = pytest.importorskip("geopandas"), pytest.importorskip("shapely.geometry")
    path = tmp_path / "w.gpkg"
    gpd.GeoDataFrame({"name": ["Line 1"]}, geometry=[geometry.LineString([A, B])], crs=4326).to_file(path, layer="x")
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE notes (text)")
    base.commit()
    try:
        assert any("w.gpkg-wal" in told for told in from_vector(path, tmp_path / "o.rsn").warnings)
    finally:
        base.close()


@here
@pytest.mark.parametrize(
    ("name", "lines", "told"),
    [
        ("urn:ogc:def:crs:EPSG::3857", [[2226389.8, 6446275.8], [2237521.7, 6446275.8]], "converted from 3857"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", [A, B], ""),
        ("EPSG:4326", [A, B], ""),
        ("Mars", [A, B], "is ignored"),
    ],
)
def test_a_reference_system_that_an_older_geojson_names(tmp_path: Path, name: str, lines: Any, told: str) -> None:
    path = tmp_path / "c.geojson"
    written(
        path,
        features((lines, {}), crs={"type": "name", "properties": {"name": name}}),
        *points((lines[0], {"name": "Alpha"})),
    )
    report = from_vector(path, tmp_path / "o.rsn")
    assert report.kept_km == pytest.approx(geodesic_m(*A, *B) / 1000, rel=1e-3)
    assert report.stations == 1
    assert [told in warning for warning in report.warnings] == ([True] if told else [])


@here
def test_two_points_at_one_vertex_are_one_station_with_both_names(tmp_path: Path) -> None:
    path = written(
        tmp_path / "s.geojson",
        features(([A, B, C], {"name": "Line 1"})),
        *points(
            (A, {"name": "Alpha", "name:ru": "Альфа"}),
            (A, {"name": "Alpha Harbour", "name:ko": "알파", "alt_name": "Quay"}),
            (C, {"railway": "station"}),
            (C, {"name": "Gamma"}),
        ),
    )
    assert from_vector(path, tmp_path / "o.rsn").stations == 2
    network = open_network(tmp_path / "o.rsn")
    found = {network.point_name(n): n for n in range(network.node_count)}
    assert {"Alpha", "Gamma"} <= set(found)
    assert set(network.point_aliases(found["Alpha"])) == {"Alpha", "Альфа", "알파", "Alpha Harbour", "Quay"}


@here
def test_a_distance_between_stations_of_a_file_is_on_that_file(tmp_path: Path) -> None:
    import railsight as rs

    path = written(
        tmp_path / "s.geojson",
        features(([A, B, C], {"name": "Line 1"})),
        *points((A, {"name": "Alpha"}), (C, {"name": "Gamma"})),
    )
    from_vector(path, tmp_path / "o.rsn")
    found = rs.distance("Alpha", "Gamma", network=tmp_path / "o.rsn")
    assert (found.origin.name, found.target.name) == ("Alpha", "Gamma")
    assert found.snap_km == (0.0, 0.0)


WEST, EAST = (179.5, 65.0), (-179.5, 65.0)


@here
@pytest.mark.parametrize(
    "lines",
    [
        [[WEST, (180.0, 65.0)], [(-180.0, 65.0), EAST]],  # cut, as RFC 7946 asks
        [[WEST, EAST]],
        [[WEST, (179.99999, 65.0)], [(-179.99999, 65.0), EAST]],  # a gap of a metre
    ],
)
def test_lines_go_on_over_the_antimeridian(tmp_path: Path, lines: list[Any]) -> None:
    from railsight.network.islands import islands

    path = written(tmp_path / "x.geojson", features(*((line, {}) for line in [*lines, [EAST, (-179.0, 65.0)]])))
    from_vector(path, tmp_path / "o.rsn")
    network = open_network(tmp_path / "o.rsn")
    assert len(islands(network)) == 1
    assert network.section_count == 1
    assert network.section(0).length_m == pytest.approx(geodesic_m(*WEST, -179.0, 65.0), rel=1e-4)
    ends = sorted(network.point_lonlat(n) for n in range(2))
    assert ends == [pytest.approx((-179.0, 65.0), abs=1e-6), pytest.approx(WEST, abs=1e-6)]
    assert {finding.kind for finding in network.validate()} == {"long section"}


@pytest.mark.parametrize("form", ["geojson", "gpkg"])
def test_a_route_written_is_built_from_once_though_it_is_told_line_by_line_too(form: str, tmp_path: Path) -> None:
    from railsight.api.distances import distance
    from railsight.files.exports import write_paths

    way = distance("Khasan", "Ussuriysk").path
    write_paths(str(tmp_path / f"way.{form}"), [way])
    report = from_vector(tmp_path / f"way.{form}", tmp_path / "way.rsn")
    assert report.kept_km == pytest.approx(way.km, rel=0.2)
    assert report.stations > 10


def test_a_line_that_is_in_the_file_twice_is_counted_once(tmp_path: Path) -> None:
    shape = [[10.0, 50.0], [10.5, 50.1], [11.0, 50.0]]
    lines = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "LineString", "coordinates": course}}
        for name, course in (("A", shape), ("A", shape[::-1]), ("B", shape))
    ]
    source = tmp_path / "twice.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": lines}))
    report = from_vector(source, tmp_path / "twice.rsn")
    assert report.kept_km == pytest.approx(2 * 74.9, abs=0.5)
    assert "1 line is in the file twice: counted once" in report.warnings
