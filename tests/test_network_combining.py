"""Several networks as one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from railsight.errors import UsageError
from railsight.geo import approx_m
from railsight.network import Draft, Network
from railsight.network.combining import combine, draft_of
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import shortest_path
from tests.small_network import small_network
from tests.test_routing import at


def extract() -> Network:
    """A measured copy of Alpha - Beta - Gamma, 200 m to the south, with a branch to Omega that leaves at km 160."""
    draft = Draft(
        lines=[LineRow("main", "Copy", source="Map")], info={"title": "Extract", "licence": "ODbL", "caution": "coarse"}
    )
    draft.points = [
        PointRow("o1", "Alpha copy", "station", 130.001, 44.998, "AA"),
        PointRow("o2", "Beta copy", "station", 130.502, 44.998, "AA"),
        PointRow("o3", "Fork", "junction", 130.75, 44.998, "AA"),
        PointRow("o4", "Gamma copy", "halt", 131.001, 44.998, "AA"),
        PointRow("o5", "Omega", "station", 130.75, 44.5, "AA"),
        PointRow("o6", "Nowhere", "station", 150.0, 44.5, "AA"),
        PointRow("o7", "Nowhere else", "station", 150.2, 44.5, "AA"),
    ]
    inner = [(130.2, 45.018), (130.4, 45.018)]
    known = {"electrified": True, "max_kmh": 80, "tracks": 2, "usage": "branch", "sides": (1, 2)}
    for a, b, metres, shape in ((0, 1, 39_500, inner), (1, 2, 19_500, []), (2, 3, 19_500, []), (2, 4, 55_400, [])):
        draft.sections.append(SectionRow(a, b, metres, "measured geometry", (1520,), 0, "AA", inner=shape, **known))  # type: ignore[arg-type]
    draft.sections.append(SectionRow(5, 6, 15_900, "measured geometry", (1520,), 0, "AA"))
    return Network(draft.encode())


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return small_network(tmp_path_factory.mktemp("tables"))


def test_the_first_wins_and_branches_are_joined(base: Network) -> None:
    combined = combine([base, extract()])
    network = Network(combined.draft.encode())
    network.check()
    assert combined.covered_km == pytest.approx(78.5)
    assert combined.added_km == pytest.approx(55.4 + 15.9)
    assert [(j.name, j.base_name) for j in combined.joins] == [("Fork", "Beta \N{EN DASH} Gamma")]
    assert combined.joins[0].gap_m == pytest.approx(222, rel=0.02)
    path = shortest_path(network, at(network, "Alpha"), at(network, "Omega"))
    assert path.length_m == pytest.approx(60_000 + 55_400, abs=50)
    branch = path.steps[-1].section
    assert (network.section_max_kmh(branch), network.section_tracks(branch)) == (80, 2)
    assert network.section_usage(branch) == "branch"
    assert network.section_electrified(branch) is True
    assert network.section_sides(branch) == (0, 2)  # the fork is a point of the base now
    assert network.section_max_kmh(0) is None
    assert path.length_kind == "mixed"
    assert "coarse" in path.warnings
    assert "coarse" not in shortest_path(network, at(network, "Alpha"), at(network, "Beta")).warnings
    assert [p.name for p in path.points] == ["Alpha", "Beta", "Fork", "Omega"]
    assert shortest_path(network, at(network, "Alpha"), at(network, "Zeta I")).length_m == 176_000
    assert network.spot_at_chainage("main", 160_000).lon == pytest.approx(130.75, abs=0.01)
    assert [x.id for x in network.lines()] == ["main", "loop", "cross", "isle", "main+2"]
    assert network.info["licence"] == "ODbL"
    assert network.node_of("o6") is not None
    assert network.node_of("o2") is None


def test_an_own_network_named_first_wins_over_official_lengths(base: Network) -> None:
    combined = combine([extract(), base])
    network = Network(combined.draft.encode())
    assert combined.covered_km == pytest.approx(80.0)
    assert network.node_of("o2") is not None
    assert network.node_of("aa-beta") is None
    assert shortest_path(network, at(network, "Alpha copy"), at(network, "Beta copy")).length_m == 39_500
    assert shortest_path(network, at(network, "Gamma copy"), at(network, "Delta")).length_m == pytest.approx(32_000)


def test_an_official_chainage_that_the_map_believes_too_short_stays_whoever_is_the_base() -> None:
    ends = (PointRow("s", "S", "station", 30.0, 55.0), PointRow("t", "T", "station", 30.5, 55.0))
    official = draft_of(_of_points(*ends))
    official.sections[0] = replace(official.sections[0], length_m=31_000.0, length_kind="official chainage")
    here = _of_points(PointRow("p", "P", "station", 20.0, 50.0), PointRow("q", "Q", "end", 20.2, 50.0))
    (_, added) = combine([here, Network(official.encode())]).draft.sections
    assert (added.length_m, added.length_kind) == (31_000.0, "official chainage")


def test_what_is_doubtful_in_one_of_them_is_told_of_the_whole() -> None:
    def told(lon: float, **info: object) -> Network:
        network = draft_of(_of_points(PointRow("a", "A", "end", lon, 50.0), PointRow("b", "B", "end", lon + 0.5, 50.0)))
        network.info.update(info)
        return Network(network.encode())

    first = told(10.0, licence="ODbL-1.0", attribution="(c) Map", gauge_unverified=["AE"], left_out_km={"yard": 1.5})
    second = told(
        20.0, licence="CC0", source="Survey", gauge_unverified=["AE", "IN"], left_out_km={"yard": 1, "tram": 2}
    )
    third = told(
        30.0,
        licence="ODbL 1.0 (contains information)",
        attribution="(c) Map",
        partial=True,
        problems=["1 place is not"],
    )
    info = combine([first, second, third]).draft.info
    assert info["licence"] == "CC0; ODbL 1.0 (contains information)"
    assert info["attribution"] == "(c) Map; Survey"
    assert info["gauge_unverified"] == ["AE", "IN"]
    assert info["left_out_km"] == {"tram": 2, "yard": 2.5}
    assert info["partial"] is True
    assert info["problems"] == ["1 place is not"]
    again = combine([first, first]).draft.info
    assert again["licence"] == "ODbL-1.0"
    assert "partial" not in again


@pytest.mark.parametrize(("north_deg", "metres", "is_copy"), [(0.045, 9_300, True), (0.11, 14_600, False)])
def test_a_copy_that_lies_beside_is_left_out_and_another_way_is_not(
    base: Network, north_deg: float, metres: float, is_copy: bool
) -> None:
    draft = Draft(lines=[LineRow("x", "Copy")])
    places = [(130.5, 45.0), (130.6, 45.0), (130.7, 45.0 + north_deg), (130.8, 45.0), (131.0, 45.0)]
    draft.points = [PointRow(f"x{i}", f"X{i}", "junction", *at_) for i, at_ in enumerate(places)]
    for i, length in enumerate((7_900, metres, metres, 15_800)):
        draft.sections.append(SectionRow(i, i + 1, length, "measured geometry", (1520,), 0))
    combined = combine([base, Network(draft.encode())])
    network = Network(combined.draft.encode())
    assert combined.added_km == pytest.approx(0 if is_copy else 2 * metres / 1000)
    assert shortest_path(network, at(network, "Beta"), at(network, "Gamma")).length_m == 40_000
    assert (network.node_of("x2") is None) == is_copy
    if not is_copy:
        side = network.node_of("x2")
        assert side is not None
        there = shortest_path(network, at(network, "Beta"), network.spot_at_node(side))
        assert there.length_m == pytest.approx(8_000 + metres, abs=100)


def test_nothing_is_joined_beyond_the_tolerance(base: Network) -> None:
    combined = combine([base, extract()], tolerance_m=100)
    assert combined.joins == ()
    assert combined.covered_km == 0


def test_a_network_with_itself_is_itself(base: Network) -> None:
    combined = combine([base, base])
    assert combined.added_km == 0
    again = Network(combined.draft.encode())
    assert again.section_count == base.section_count
    assert [again.point(i) for i in range(again.node_count)] == [base.point(i) for i in range(base.node_count)]


def test_taken_apart_and_put_together(base: Network) -> None:
    again = Network(draft_of(base).encode())
    assert [again.section(i) for i in range(again.section_count)] == [base.section(i) for i in range(9)]
    assert again.point_aliases(0) == base.point_aliases(0)
    assert [again.geometry(i) for i in range(9)] == [base.geometry(i) for i in range(9)]


def test_wrong_questions(base: Network, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        combine([base])
    with pytest.raises(UsageError):
        combine([base, small_network(tmp_path)], tolerance_m=-1)


def test_a_section_that_came_to_end_at_a_surveyed_point_reaches_it(base: Network) -> None:
    """A track that ends 1.2 km beside Alpha becomes one with it, and no shorter than the way there."""
    draft = Draft(lines=[LineRow("x", "Side")])
    draft.points = [
        PointRow("p", "", "end", 129.985, 45.0, "AA"),
        PointRow("q", "Quay", "station", 129.985, 45.05, "AA"),
    ]
    draft.sections.append(SectionRow(0, 1, 5_557, "measured geometry", (1520,), 0, "AA"))
    network = Network(combine([base, Network(draft.encode())]).draft.encode())
    path = shortest_path(network, at(network, "Alpha"), at(network, "Quay"))
    assert path.length_m == pytest.approx(5_681, abs=10)
    assert path.length_kind == "estimated"
    assert not [f for f in network.validate() if f.kind == "shorter than possible"]


def _of_points(*rows: PointRow) -> Network:
    draft = Draft(lines=[LineRow("x", "Line")], points=list(rows))
    for i, (a, b) in enumerate(pairwise(rows)):
        metres = approx_m(a.lon, a.lat, b.lon, b.lat)
        draft.sections.append(SectionRow(i, i + 1, metres, "measured geometry", (1520,), 0))
    return Network(draft.encode())


def test_points_of_one_id_far_apart_stay_two() -> None:
    here = _of_points(PointRow("p1", "Alpha", "station", 20.0, 50.0), PointRow("v1", "", "end", 20.2, 50.0))
    there = _of_points(PointRow("p1", "Omega", "station", 30.0, 55.0), PointRow("v1", "", "end", 30.2, 55.0))
    combined = combine([here, there])
    assert combined.covered_km == pytest.approx(0)
    assert combined.added_km == pytest.approx(12.8, rel=0.01)
    network = Network(combined.draft.encode())
    found = {network.point(n).id: network.point_name(n) for n in range(network.node_count)}
    assert found == {"p1": "Alpha", "v1": "", "p1+2": "Omega", "v1+2": ""}
    assert not [f for f in network.validate() if f.kind == "shorter than possible"]


def test_points_of_one_id_and_name_are_one_though_not_at_the_same_place() -> None:
    here = _of_points(PointRow("a", "Alpha", "station", 20.0, 50.0), PointRow("b", "Beta", "station", 20.5, 50.0))
    there = _of_points(
        PointRow("b", "Бета", "station", 20.5, 50.1, names={"en": "BETA"}), PointRow("c", "", "end", 20.6, 50.3)
    )
    combined = combine([here, there])
    assert [p.id for p in combined.draft.points] == ["a", "b", "c"]
