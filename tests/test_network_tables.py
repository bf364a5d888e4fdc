"""The bundled network tables against outside truth, and the builder's own steps."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.network import checks, names
from builders.network.chainage import fit_line, needed_km
from builders.network.joining import trim_shared_runs
from builders.network.report import published_results
from builders.network.tables import simplify
from builders.network.world import Line, Point, Stop, World
from railsight.geo import geodesic_m, nearest_on_line

FOLDER = Path(__file__).resolve().parent.parent / "data" / "network"


@pytest.fixture(scope="module")
def tables() -> checks.Tables:
    return checks.read_tables(FOLDER)


def test_shipped_tables_pass_every_check(tables: checks.Tables) -> None:
    assert checks.find_faults(tables) == []
    assert "**Passed.**" in (FOLDER / "VALIDATION.md").read_text(encoding="utf-8")


def test_checks_find_what_is_wrong(tables: checks.Tables) -> None:
    first = tables.sections[0]
    bad = checks.Section(
        line=first.line, seq=9999, a=first.a, b=first.b, km=first.great_circle_km * 0.9,
        great_circle_km=first.great_circle_km, drawn_km=1.0, drawn=False,
        country="", gauges="", note="", kind="estimated",
    )  # fmt: skip
    long = checks.Section(
        line="other", seq=1, a="ru-980003", b="ru-988306", km=112.0, great_circle_km=77.0, drawn_km=80.0, drawn=False,
        country="RU", gauges="1520", note="", kind="official chainage",
    )  # fmt: skip
    nowhere = replace(long, seq=2, b=long.a, great_circle_km=0.0, drawn_km=0.0)
    broken = checks.Tables(tables.points, tables.lines, [*tables.sections, bad, long, nowhere], tables.size)
    faults = checks.find_faults(broken)
    assert any("shorter than the great circle" in f for f in faults)
    assert any("without a reason" in f for f in faults)
    assert any("gauge or country is missing" in f for f in faults)
    assert "other 2 ru-980003–ru-980003: both ends are at one place" in faults
    loose = checks.Tables(tables.points, tables.lines, [s for s in tables.sections if s.line != "ru-bam"], tables.size)
    assert any("not accounted for" in f for f in checks.find_faults(loose))


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ("ru-987002", "ru-988306", 260),  # Khasan-Ussuriysk
        ("ru-988306", "ru-953307", 1412),  # Ussuriysk-Ledyanaya
        ("ru-980003", "ru-988306", 112),  # Vladivostok-Ussuriysk
        ("ru-953307", "ru-985929", 1689),  # Ledyanaya-Vostochny Port
        ("ru-970406", "ru-980003", 765),  # Khabarovsk-Vladivostok
    ],
)
def test_tariff_distances(tables: checks.Tables, start: str, end: str, km: float) -> None:
    assert checks.shortest_km(tables, start, end) == pytest.approx(km, rel=0.001)


def test_published_distances_where_one_line_only(tables: checks.Tables) -> None:
    results = published_results(tables)
    only = [(row, km) for row, km in results if row["only_way"] == "yes"]
    assert len(only) >= 18
    for row, km in results:
        assert km is not None, row
    for row, km in only:
        assert km == pytest.approx(float(row["km"]), rel=0.015), row


@pytest.mark.parametrize(
    ("line", "start", "point", "km"),
    [
        ("cn-jinghu", "cn-beijing", "cn-jinan", 495),  # 497 commonly printed
        ("cn-xianggui", "cn-hengyang", "cn-guilin", 362),
        ("cn-hukun", "cn-shanghaixi", "cn-zhuzhou", 1150),
        ("cn-hukun", "cn-shanghaixi", "cn-kunming", 2685),
    ],
)
def test_cities_of_china_lie_on_their_line(tables: checks.Tables, line: str, start: str, point: str, km: float) -> None:
    own = [s for s in tables.sections if s.line == line]
    at = {own[0].a: 0.0}
    for s in own:
        at[s.b] = at[s.a] + s.km
    before = {"cn-beijing": 17.0}.get(start, 0.0)  # Beijing to Fengtai is on the line to Guangzhou
    assert at[point] + before == pytest.approx(km, abs=1.5)


def test_both_western_trans_siberians_and_the_whole_chainage(tables: checks.Tables) -> None:
    by_line: dict[str, float] = {}
    for s in tables.sections:
        by_line[s.line] = by_line.get(s.line, 0.0) + s.km
    assert by_line["ru-transsib"] == pytest.approx(9298, abs=0.01)
    assert by_line["ru-transsib-south"] == pytest.approx(810, abs=0.01)
    assert by_line["kp-pyongra"] == pytest.approx(782.8, abs=0.01)


def test_pyongyang_to_tumangang_stays_in_korea(tables: checks.Tables) -> None:
    inside = checks.shortest_km(tables, "kp-pyongyang", "kp-tumangang", countries=frozenset({"KP"}))
    anywhere = checks.shortest_km(tables, "kp-pyongyang", "kp-tumangang")
    assert inside is not None
    assert inside == anywhere
    assert 820 < inside < 900


@pytest.mark.parametrize(
    "pair",
    [
        ("kp-tumangang", "ru-987002"), ("kp-sinuiju-chongnyon", "cn-dandong"), ("kp-namyang", "cn-tumen"),
        ("ru-946801", "cn-manzhouli"), ("ru-989205", "cn-suifenhe"), ("ru-936903", "mn-sukhbaatar"),
        ("mn-zamyn-uud", "cn-erlian"), ("ru-979608", "cn-huichun"), ("cn-pingxiang", "vn-dong-dang"),
    ],
)  # fmt: skip
def test_every_border_changes_country_at_a_border_point(tables: checks.Tables, pair: tuple[str, str]) -> None:
    line = next(s.line for s in tables.sections if s.a == pair[0] or s.b == pair[0] if _joins(tables, s.line, pair))
    own = [s for s in tables.sections if s.line == line]
    change = [s.a for s, before in zip(own[1:], own, strict=False) if s.country != before.country]
    assert len(change) == 1
    assert tables.points[change[0]]["kind"] == "border"


def _joins(tables: checks.Tables, line: str, pair: tuple[str, str]) -> bool:
    return set(pair) <= {p for s in tables.sections if s.line == line for p in (s.a, s.b)}


def test_gauges(tables: checks.Tables) -> None:
    at: dict[str, set[str]] = {}
    for s in tables.sections:
        for p in (s.a, s.b):
            at.setdefault(p, set()).add(s.gauges)
    assert at["kp-tumangang"] == {"1435+1520"}
    assert at["ru-988306"] == {"1520"}
    assert at["kp-pyongyang"] == {"1435"}
    assert "1435+1520" in at["kp-rajin"]
    assert at["cn-erlian"] == {"1435", "1520"}  # the break of gauge is at the station
    assert at["vn-dong-dang"] == {"1435", "1000+1435"}


@pytest.mark.parametrize(
    ("point", "lon", "lat", "within_km"),
    [
        ("ru-987002", 130.645278, 42.428056, 1.0),  # Khasan, ru.wikipedia
        ("ru-988402", 131.927222, 43.645556, 0.5),  # Baranovsky, ru.wikipedia
        ("border-khasan-tumangang", 130.641271, 42.415217, 0.1),
        ("border-sinuiju-dandong", 124.392329, 40.115133, 0.1),
        ("kp-tumangang", 130.6081, 42.4156, 1.0),
        ("cn-beijing", 116.4213, 39.9022, 1.0),
        ("cn-dandong", 124.3866, 40.1236, 1.0),
    ],
)
def test_known_positions(tables: checks.Tables, point: str, lon: float, lat: float, within_km: float) -> None:
    row = tables.points[point]
    assert geodesic_m(float(row["lon"]), float(row["lat"]), lon, lat) < within_km * 1000


def test_kilometre_posts_with_gps_lie_by_the_line() -> None:
    """Three posts of the Trans-Siberian with GPS, from a train driver's route file."""
    track = _track("ru-transsib")
    for lon, lat in ((110.462016, 51.359412), (113.619818, 51.940295), (117.004039, 52.50174)):
        assert nearest_on_line(lon, lat, track)[0] < 2000


def _track(line: str) -> list[tuple[float, float]]:
    points = {r["id"]: (float(r["lon"]), float(r["lat"])) for r in _rows("points.csv")}
    inner = {r["seq"]: r["points"] for r in _rows("geometry.csv") if r["line"] == line}
    out: list[tuple[float, float]] = []
    for row in _rows("line_points.csv"):
        if row["line"] == line:
            out.append(points[row["point"]])
            for pair in filter(None, inner.get(row["seq"], "").split(";")):
                lon, lat = pair.split()
                out.append((float(lon), float(lat)))
    return out


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_names_in_scripts(tables: checks.Tables) -> None:
    def row(i: str) -> tuple[str, str]:
        return tables.points[i]["name"], tables.points[i]["names"]

    assert row("ru-987002") == ("Khasan", "ru=Хасан")
    assert row("kp-tumangang")[0] == "Tumangang"
    assert "ko=두만강" in row("kp-tumangang")[1]
    assert row("cn-jiningnan") == ("Jining South", "zh=集宁南")
    assert "Jiningnan" in tables.points["cn-jiningnan"]["aliases"]
    assert tables.points["kp-chongjin-chongnyon"]["name"] == "Chongjin Chongnyon"
    assert "Ch'ŏngjin Ch'ŏngnyŏn" in tables.points["kp-chongjin-chongnyon"]["aliases"]
    assert not [p["id"] for p in tables.points.values() if "(" in p["name"] and p["kind"] != "border"]


def test_twins_are_folded(tables: checks.Tables) -> None:
    assert "ru-987106" not in tables.points  # Khasan (export) is Khasan
    assert "Хасан (эксп.)" in tables.points["ru-987002"]["aliases"].split("|")
    seen: dict[tuple[str, str, str], str] = {}
    for p in tables.points.values():
        key = (p["name"], p["lon"], p["lat"])
        assert key not in seen, (p["id"], seen[key])
        seen[key] = p["id"]


@pytest.mark.parametrize(
    ("raw", "ru", "kind", "service"),
    [
        ("ОП Лось", "Лось", "halt", False),
        ("Штурм (рзд)", "Штурм", "siding", False),
        ("Хасан (эксп.)", "Хасан", "station", True),
        ("Хмыловский (рзд) (перев.)", "Хмыловский", "siding", True),
        ("ОП Ост. Пункт 43 км", "43 км", "halt", False),
        ("Блокпост 1560 км", "Блокпост 1560 км", "siding", False),
        ("ОП ДАРЬИНО ОЗЕРО", "Дарьино Озеро", "halt", False),
    ],
)
def test_russian_names(raw: str, ru: str, kind: str, service: bool) -> None:
    read = names.read_russian(raw)
    assert (read.ru, read.kind, read.service) == (ru, kind, service)


def test_other_names() -> None:
    assert names.english_russian("Khabarovsk I", "Хабаровск I") == "Khabarovsk-1"
    assert names.english_russian("Ost. Punkt 43 km", "43 км") == "43 km"
    assert names.plain("Đồng Đăng") == "Dong Dang"
    assert names.slug("P'yŏngyang") == "pyongyang"


def test_pinyin() -> None:
    pytest.importorskip("pypinyin")
    assert names.chinese_names("西安")[0] == "Xi'an"
    assert names.chinese_names("北京南") == ("Beijing South", ["Beijingnan", "Beijing Nan"])
    assert names.chinese_names("济南")[0] == "Jinan"


def _line(line_id: str, stops: list[tuple[str, float, float]]) -> Line:
    line = Line(line_id, line_id, "", "RU", "1520", "official chainage", "", "")
    for i, (point_id, km, lon) in enumerate(stops):
        kind = "station" if i in (0, len(stops) - 1) else "halt"
        point = Point(point_id, point_id, kind, "RU", "", at=(lon, 50.0), trust="surveyed")
        line.stops.append(Stop(point, km, "1520", "RU", "official chainage", km=km))
    for a, b in zip(line.stops, line.stops[1:], strict=False):
        assert a.point.at is not None
        assert b.point.at is not None
        a.track = [a.point.at, b.point.at]
    return line


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(min_value=0.3, max_value=30.0), min_size=2, max_size=12), st.data())
def test_fitted_chainage_is_never_shorter_than_the_map_nor_moves_far(gaps: list[float], data: st.DataObject) -> None:
    """For whole kilometres of a straight line, whatever the rounding."""
    degree = geodesic_m(100.0, 50.0, 101.0, 50.0) / 1000.0
    stops, at = [("p0", 0.0, 100.0)], 0.0
    for i, gap in enumerate(gaps):
        at += gap
        stops.append((f"p{i + 1}", float(round(at * 1.02)), 100.0 + at / degree))
    last = stops[-1]
    stops[-1] = (last[0], float(int(at * 1.02) + 1 + data.draw(st.integers(0, 2))), last[2])
    line = _line("x", stops)
    world = World(lines=[line], points={s.point.id: s.point for s in line.stops})
    fit_line(world, line, set(), frozenset())
    assert line.stops[0].km == stops[0][1]
    assert line.stops[-1].km == pytest.approx(stops[-1][1])
    for a, b in zip(line.stops, line.stops[1:], strict=False):
        assert b.km - a.km >= needed_km(a, b) - 0.002
    for s in line.stops:
        assert s.given_km is not None
        assert abs(s.km - s.given_km) <= 4.5


def test_shared_runs_stay_on_one_line() -> None:
    first = _line("first", [("a", 0, 100.0), ("b", 8, 100.1), ("c", 17, 100.2), ("d", 30, 100.3)])
    second = _line("second", [("a", 100, 100.0), ("b", 108, 100.1), ("c", 116, 100.2), ("e", 140, 100.4)])
    world = World(lines=[first, second])
    trim_shared_runs(world)
    assert [s.point.id for s in second.stops] == ["c", "e"]
    assert len(world.trimmed) == 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(100, 101), st.floats(50, 51)), min_size=2, max_size=30))
def test_simplified_track_keeps_ends_and_stays_near(track: list[tuple[float, float]]) -> None:
    short = simplify(track, 0.01)
    assert short[0] == track[0]
    assert short[-1] == track[-1]
    assert all(p in track for p in short)
    for p in track:
        assert nearest_on_line(*p, short)[0] < 0.012 * 111_320


def test_tables_agree_with_the_published_pairs(tables: checks.Tables, shared: Path) -> None:
    """Every published pair on one line only in this part of the world has its row in the builder's own list."""
    with (shared / "reference" / "pairs" / "published_distances.csv").open(encoding="utf-8", newline="") as file:
        wanted = {(float(r["km"])) for r in csv.DictReader(file) if r["unambiguous_only_line"] == "yes"}
    known = {float(row["km"]) for row, _ in published_results(tables)}
    europe = {227.9, 232.8, 481.2, 145.5, 230.8, 728.75, 371.0}
    assert wanted - europe <= known


def test_compiles_into_a_valid_network(tmp_path: Path) -> None:
    """What is shipped can be compiled, and the network's own checks find no fault in it."""
    from railsight.network import compile_tables, open_network

    path = tmp_path / "network.rsn"
    path.write_bytes(compile_tables(FOLDER))
    network = open_network(path)
    assert network.node_count == sum(1 for _ in _rows("points.csv"))
    assert network.node_of("ru-987002") is not None


@pytest.mark.slow
def test_builder_gives_the_shipped_tables_again(tmp_path: Path) -> None:
    """The same sources give the same bytes (needs the packages of the build)."""
    pytest.importorskip("scgraph_data")
    pytest.importorskip("pypinyin")
    from builders.network.build import build_world
    from builders.network.tables import write_tables

    write_tables(build_world(), tmp_path)
    for name in ("points.csv", "lines.csv", "line_points.csv", "geometry.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name
