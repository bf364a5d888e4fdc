"""The network file and its accessors."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.errors import NetworkFormatError, UsageError
from railsight.network import Draft, Network, compile_tables, open_network
from railsight.network.container import CHUNK, Container, pack
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.network.islands import island_of_each, islands
from tests.small_network import LINE_POINTS, POINTS, small_network, write_tables


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return compile_tables(write_tables(tmp_path_factory.mktemp("tables")))


@pytest.fixture(scope="module")
def network(data: bytes) -> Network:
    return Network(data)


def node(network: Network, key: str) -> int:
    found = network.node_of(key)
    assert found is not None
    return found


def test_points_come_back_as_they_were_given(network: Network) -> None:
    alpha = network.point(node(network, "aa-alpha"))
    assert (alpha.name, alpha.kind, alpha.lon, alpha.lat, alpha.country) == ("Alpha", "station", 130.0, 45.0, "AA")
    assert alpha.names == {"ru": "Альфа"}
    assert alpha.quality == "surveyed"
    assert set(network.point_aliases(alpha.node)) == {"Alpha", "Альфа", "Alfa", "A-Town"}
    assert network.point(node(network, "ab-border")).country is None
    assert network.node_of("no-such") is None


def test_sections_have_chainage_gauge_country_and_line(network: Network) -> None:
    beta, gamma = node(network, "aa-beta"), node(network, "aa-gamma")
    main = next(s for s in network.sections_at(beta) if network.other_end(s, beta) == gamma)
    section = network.section(main)
    assert (section.length_m, section.chainage_a_m, section.chainage_b_m) == (40_000.0, 140_000.0, 180_000.0)
    assert (section.gauges_mm, section.country, section.line) == ((1520,), "AA", "main")
    assert section.length_kind == "official chainage"
    assert network.line("main").names == {"ru": "Главный ход"}
    assert [x.id for x in network.lines()] == ["main", "loop", "cross", "isle"]
    assert len(network.sections_at(beta)) == 3


def test_descending_chainage_and_kind_of_one_section(network: Network) -> None:
    last = network.section(network.line_sections("cross")[-1])
    assert last.length_kind == "estimated"
    assert last.gauges_mm == (1435, 1520)


def test_geometry_runs_from_a_to_b(network: Network) -> None:
    first = network.line_sections("main")[0]
    assert network.geometry(first) == ((130.0, 45.0), (130.2, 45.02), (130.4, 45.02), (130.5, 45.0))


def test_info_counts(network: Network) -> None:
    assert network.info["points"] == 10
    assert network.info["length_km"] == pytest.approx(120 + 53 + 56 + 16)
    assert network.node_count == 10
    assert network.section_count == 9


@pytest.mark.parametrize("km", [100.0, 100.01, 123.456, 140.0, 199.99, 220.0])
def test_chainage_to_spot_to_chainage(network: Network, km: float) -> None:
    spot = network.spot_at_chainage("main", km * 1000)
    assert spot.chainage_m == pytest.approx(km * 1000, abs=0.01)
    assert spot.line == "main"


def test_no_such_chainage_says_what_there_is(network: Network) -> None:
    with pytest.raises(UsageError, match="from 100 to 220 km"):
        network.spot_at_chainage("main", 99_000)
    with pytest.raises(UsageError):
        network.line("nowhere")


def test_spot_at_the_end_of_a_section_is_the_operating_point(network: Network) -> None:
    first = network.line_sections("main")[0]
    assert network.spot_at(first, 0.0).name == "Alpha"
    assert network.spot_at(first, 40_000.0).name == "Beta"
    assert network.spot_at(first, 20_000.0).node is None
    with pytest.raises(UsageError):
        network.spot_at(first, 40_001.0)
    with pytest.raises(UsageError):
        network.spot_at(10_000, 0.0)


def test_same_tables_give_the_same_bytes(data: bytes, tmp_path: Path) -> None:
    assert compile_tables(write_tables(tmp_path)) == data


def test_a_file_is_mapped(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "n.rsn"
    path.write_bytes(data)
    network = open_network(path)
    network.check()
    assert network.point(0).name == "Alpha"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not a network at all, and long enough to hold a prologue", "not a railsight network"),
        (b"\x89RSN\n\x1a\n" + b"\0" * 100, "transferred as text"),
    ],
)
def test_what_is_not_a_network_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "n.rsn"
    path.write_bytes(content)
    with pytest.raises(NetworkFormatError, match=message):
        open_network(path)


def test_missing_file_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(NetworkFormatError, match="cannot be opened"):
        open_network(tmp_path / "absent.rsn")


def test_another_version_is_named(data: bytes) -> None:
    with pytest.raises(NetworkFormatError, match="version 2"):
        Network(data[:8] + b"\2" + data[9:])


@given(st.integers(0, 10**9), st.integers(0, 7))
@settings(max_examples=300, deadline=None)
def test_every_flipped_bit_is_found(data: bytes, at: int, bit: int) -> None:
    damaged = bytearray(data)
    damaged[at % len(data)] ^= 1 << bit
    with pytest.raises(NetworkFormatError):
        Network(bytes(damaged)).check()


@given(st.integers(0, 10**9))
@settings(max_examples=50, deadline=None)
def test_every_cut_is_found(data: bytes, at: int) -> None:
    with pytest.raises(NetworkFormatError):
        Network(data[: at % len(data)])
    with pytest.raises(NetworkFormatError):
        Network(data + b"\0")


@pytest.mark.parametrize(
    ("block", "value", "message"),
    [
        ("section_b", 10, "section_b points beyond"),
        ("around", 9, "around points beyond"),
        ("point_text_at", 10**6, "does not cut up"),
        ("section_line", 4, "holds a number above 3"),
        ("point_slot", 99, "point_slot points beyond"),
    ],
)
def test_a_file_with_right_checksums_and_wrong_numbers_is_refused(
    network: Network, block: str, value: int, message: str
) -> None:
    from array import array

    blocks = dict(network.blocks())
    wrong = array(blocks[block].format, blocks[block])
    wrong[1] = value
    blocks[block] = memoryview(wrong)
    with pytest.raises(NetworkFormatError, match=message):
        Network(pack(network.info, blocks)).check()


def test_blocks_of_unequal_length_are_refused_at_once(network: Network) -> None:
    blocks = dict(network.blocks())
    blocks["section_b"] = blocks["section_b"][:-1]
    with pytest.raises(NetworkFormatError, match="do not agree"):
        Network(pack(network.info, blocks))


def test_large_blocks_are_checked_when_touched() -> None:
    from array import array

    count = 20 * CHUNK // 4
    good = pack({}, {"numbers": array("I", range(count))})
    damaged = bytearray(good)
    damaged[-5] ^= 1
    column = Container(bytes(damaged), "x").column("numbers")
    assert column[7] == 7
    assert list(column[3:6]) == [3, 4, 5]
    with pytest.raises(NetworkFormatError, match="damaged"):
        column[count - 2]
    with pytest.raises(NetworkFormatError, match="damaged"):
        column[-1]
    with pytest.raises(NetworkFormatError):
        Container(bytes(damaged), "x").whole("numbers")
    assert Container(good, "x").column("numbers")[-1] == count - 1


names = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
lonlats = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(st.tuples(names, lonlats), min_size=2, max_size=12), st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read(points: list[tuple[str, tuple[float, float]]], drawn: st.DataObject) -> None:
    draft = Draft(lines=[LineRow("l", "Line", {"xx": "名"}, "source", "note")])
    draft.points = [PointRow(f"id{i}", name, "station", *at, "AA") for i, (name, at) in enumerate(points)]
    for i in range(len(points) - 1):
        inner = drawn.draw(st.lists(lonlats, max_size=3))
        length = drawn.draw(st.floats(0, 1e7))
        draft.sections.append(SectionRow(i, i + 1, length, "estimated", (1435,), 0, "AA", None, None, inner))
    network = Network(draft.encode())
    network.check()
    for i, (name, (lon, lat)) in enumerate(points):
        assert network.point(i).name == name
        assert network.point_lonlat(i) == pytest.approx((lon, lat), abs=1e-7)
        assert network.node_of(f"id{i}") == i
    for i, row in enumerate(draft.sections):
        assert network.section(i).length_m == pytest.approx(row.length_m, abs=0.006)
        assert len(network.geometry(i)) == len(row.inner) + 2
        for found, given_ in zip(network.geometry(i)[1:-1], row.inner, strict=True):
            assert found == pytest.approx(given_, abs=1e-7)


@pytest.mark.parametrize(
    ("changed", "messages"),
    [
        ({"points": POINTS.replace("130.5,45.0", "130.5,95.0")}, ["points.csv:3", "line_points.csv:3"]),
        ({"points": POINTS + "aa-alpha,Again,station,1,1,AA,,,,\n"}, ["points.csv:12: id aa-alpha stands twice"]),
        (
            {"line_points": LINE_POINTS.replace("isle,2,cc-islet,16", "isle,2,cc-islet,2606060606060")},
            ["line_points.csv:14: chainage_km '2606060606060': no line is longer than 20,000 km"],
        ),
        ({"points": POINTS.replace("Beta,station", "Beta,depot")}, ["kind 'depot'"]),
        ({"line_points": LINE_POINTS.replace("main,2,aa-beta,140", "main,2,aa-beta,240")}, ["turns back at km 180"]),
        ({"line_points": LINE_POINTS.replace("0,1067", "0,wide")}, ["gauges_mm 'wide'"]),
        ({"line_points": LINE_POINTS + "ghost,1,aa-beta,0,,,,\n"}, ["line_points.csv:15: line 'ghost'"]),
        ({"geometry": "line,seq,points\nmain,1,130.2\n"}, ["geometry.csv:2"]),
        ({"geometry": "line,seq,points\nmain,5,130.2 45.0\n"}, ["no section that begins at seq 5"]),
        ({"lines": "id,names\n"}, ["lines.csv:1: columns are missing: name"]),
    ],
)
def test_every_problem_of_the_tables_is_listed(changed: dict[str, str], messages: list[str], tmp_path: Path) -> None:
    with pytest.raises(NetworkFormatError) as caught:
        compile_tables(write_tables(tmp_path, **changed))
    for message in messages:
        assert message in str(caught.value)


def test_missing_table_is_named(tmp_path: Path) -> None:
    write_tables(tmp_path)
    (tmp_path / "lines.csv").unlink()
    with pytest.raises(NetworkFormatError, match=r"lines\.csv:1: the file is missing"):
        compile_tables(tmp_path)


def test_missing_chainage_is_measured_on_the_map(tmp_path: Path) -> None:
    tables = LINE_POINTS.replace("isle,2,cc-islet,16", "isle,2,cc-islet,")
    network = Network(compile_tables(write_tables(tmp_path, line_points=tables)))
    section = network.section(network.line_sections("isle")[0])
    assert section.length_kind == "measured geometry"
    assert section.length_m == pytest.approx(15_768, rel=0.01)  # 0.2 degrees of longitude at 45 degrees north


def test_validation_finds_islands_and_lengths(tmp_path: Path) -> None:
    tables = LINE_POINTS.replace("main,2,aa-beta,140", "main,2,aa-beta,110")
    network = Network(compile_tables(write_tables(tmp_path, line_points=tables)))
    kinds = {f.kind: f for f in network.validate()}
    assert set(kinds["island"].nodes) == {network.node_of("cc-isle"), network.node_of("cc-islet")}
    assert "Alpha to Beta" in kinds["shorter than possible"].message


def test_validation_finds_a_section_that_is_one_point(tmp_path: Path) -> None:
    points = POINTS.replace("cc-islet,Islet,station,140.2,45.0", "cc-islet,Islet,station,140.0,45.0")
    network = Network(compile_tables(write_tables(tmp_path, points=points)))
    (found,) = (f for f in network.validate() if f.kind == "no extent")
    assert found.message == "Isle to Islet (isle): both ends are at one place"
    assert found.sections == network.line_sections("isle")


def test_every_section_of_the_bundled_network_can_be_drawn() -> None:
    bundled = open_network(data_path("network.rsn"))
    assert all(len(set(bundled.geometry(section))) > 1 for section in range(bundled.section_count))


def test_a_sound_network_has_only_its_island(tmp_path: Path) -> None:
    assert [f.kind for f in small_network(tmp_path).validate()] == ["island"]


def test_reading_needs_no_array_library() -> None:
    code = (
        "import sys, railsight.network, railsight.routing\n"
        "heavy = ('numpy', 'pandas', 'shapely', 'folium', 'rich', 'csv', 'geographiclib')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bundled_file_is_compiled_from_the_bundled_tables(root: Path) -> None:
    assert compile_tables(root / "data" / "network") == (root / "data" / "network.rsn").read_bytes(), (
        "run `python -m builders.compile_network`"
    )


def test_nodes_are_found_by_any_of_their_names_also_in_a_file_without_the_table(network: Network) -> None:
    info = {key: value for key, value in network.info.items() if key != "blocks"}
    older = Network(pack(info, {name: block for name, block in network.blocks().items() if name != "name_slot"}))
    for one in (network, older):
        assert [one.point(n).id for n in one.nodes_named(" АЛЬФА ")] == ["aa-alpha"]
        assert one.nodes_named("Nowhere") == one.nodes_named("") == ()


def test_the_box_of_a_network_across_the_antimeridian_is_in_degrees_of_the_globe(tmp_path: Path) -> None:
    """West of it by RFC 7946: a box from 178 to -178, and not to 182."""
    east = POINTS.replace(",13", ",17").replace(",140.0,", ",-180.0,").replace(",140.2,", ",-179.8,")
    assert Network(compile_tables(write_tables(tmp_path, points=east))).info["bbox"] == [170.0, 45.0, -179.8, 45.15]


@pytest.mark.parametrize("seed", range(8))
def test_islands_are_what_a_walk_from_node_to_node_finds(seed: int) -> None:
    rng = random.Random(seed)
    draft = Draft(lines=[LineRow("l", "L")])
    draft.points = [PointRow(f"p{i}", f"P{i}", "station", 100.0 + i, 0.0) for i in range(40)]
    pairs = {tuple(sorted(rng.sample(range(40), 2))) for _ in range(30)}
    draft.sections = [SectionRow(a, b, 200_000.0, "official chainage", (1520,), 0) for a, b in sorted(pairs)]
    network = Network(draft.encode())
    first = island_of_each(network)
    for node in range(40):
        walked = [node]
        for here in walked:
            walked += [far for far, _, _ in network.adjacent(here) if far not in walked]
        assert sorted(walked) == [other for other in range(40) if first[other] == first[node]]
        assert sorted(walked) in islands(network)


def test_a_folder_without_tables_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "lines.shp").write_bytes(b"")
    with pytest.raises(NetworkFormatError, match="no tables in this folder") as caught:
        compile_tables(tmp_path)
    assert "GeoPackage" in (caught.value.hint or "")
