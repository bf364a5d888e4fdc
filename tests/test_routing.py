"""Ways on a small network, and what must hold on every network."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.errors import InputError, NoRouteError, UsageError
from railsight.model import DEFAULT_DWELLS, DwellLaw, Place, Profile, SpeedLaw, Spot
from railsight.network import Draft, Network, open_network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import Avoid, distances_m, k_paths, profile, profiles, reasons, running_time, shortest_path, snap
from railsight.routing.trains import read_profile
from tests.small_network import small_network


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return small_network(tmp_path_factory.mktemp("tables"))


def at(network: Network, name: str) -> Spot:
    node = next(i for i in range(network.node_count) if network.point_name(i) == name)
    return network.spot_at_node(node)


# No time is lost anywhere: what takes time is running alone.
NO_WAIT = {kind: DwellLaw(1.0, 0.5, 0.0) for kind in ("border", "gauge")}


def train(**changes: object) -> Profile:
    speeds = {"*": SpeedLaw(50.0, 0.2)}
    return replace(Profile(name="test", title="Test", max_kmh=100.0, speeds=speeds, dwells=NO_WAIT), **changes)  # type: ignore[arg-type]


def test_a_path_says_everything(network: Network) -> None:
    path = shortest_path(network, at(network, "Alpha"), at(network, "Zeta I"))
    assert path.km == 120 + 56
    assert [p.name for p in path.points] == ["Alpha", "Beta", "Gamma", "Delta", "Delta bridge", "Epsilon", "Zeta I"]
    assert [p.km for p in path.points] == [0, 40, 80, 112, 120, 128, 176]
    assert [(r.line, r.origin, r.target, r.km) for r in path.lines] == [
        ("main", "Alpha", "Delta bridge", 120),
        ("cross", "Delta bridge", "Zeta I", 56),
    ]
    assert [(b.at, b.origin, b.target, b.km) for b in path.borders] == [("Delta bridge", "AA", "BB", 120)]
    assert [(g.at, g.from_mm, g.to_mm) for g in path.gauge_breaks] == [("Delta", 1520, 1435)]
    assert path.geometry[0] == (130.0, 45.0)
    assert path.geometry[-1] == (132.2, 45.0)
    assert path.sources == ("Guide of AA", "Guide of BB")
    assert path.length_kind == "mixed"
    assert path.warnings == ("8.0 of 176.0 km are estimated lengths",)
    assert path.country_km == (("AA", 120.0), ("BB", 56.0))


def test_the_same_path_backward(network: Network) -> None:
    path = shortest_path(network, at(network, "Zeta I"), at(network, "Alpha"))
    assert [(b.origin, b.target, b.km) for b in path.borders] == [("BB", "AA", 56)]
    assert [(g.from_mm, g.to_mm) for g in path.gauge_breaks] == [(1435, 1520)]
    assert path.geometry == shortest_path(network, at(network, "Alpha"), at(network, "Zeta I")).geometry[::-1]


def test_within_one_section_and_across(network: Network) -> None:
    a, b = network.spot_at_chainage("main", 110_000), network.spot_at_chainage("main", 131_500)
    path = shortest_path(network, a, b)
    assert path.length_m == pytest.approx(21_500)
    assert path.points == ()
    assert path.geometry[0] == (a.lon, a.lat)
    assert path.geometry[-1] == (b.lon, b.lat)
    c = network.spot_at_chainage("main", 200_000)
    longer = shortest_path(network, c, a)
    assert longer.length_m == pytest.approx(90_000)
    assert [p.name for p in longer.points] == ["Gamma", "Beta"]
    assert [p.km for p in longer.points] == pytest.approx([20, 60])
    assert shortest_path(network, a, a).length_m == 0
    assert shortest_path(network, a, at(network, "Alpha")).length_m == pytest.approx(10_000)
    assert shortest_path(network, at(network, "Beta"), a).length_m == pytest.approx(30_000)


def test_via_adds_up(network: Network) -> None:
    a, b, via = at(network, "Alpha"), at(network, "Delta"), at(network, "Theta")
    path = shortest_path(network, a, b, via=(via,))
    legs = shortest_path(network, a, via).length_m + shortest_path(network, via, b).length_m
    assert path.length_m == legs == 125_000
    assert "Theta" in [p.name for p in path.points]
    there_and_back = shortest_path(network, a, a, via=(via,))
    assert [p.name for p in there_and_back.points] == ["Alpha", "Beta", "Theta", "Beta", "Alpha"]


def test_avoid_a_place_a_line_a_country(network: Network) -> None:
    a, b = at(network, "Alpha"), at(network, "Delta")
    main = network.line_sections("main")[1]
    by_theta = shortest_path(network, a, b, avoid=Avoid(sections=frozenset({main})))
    assert by_theta.length_m == 125_000
    with pytest.raises(NoRouteError, match=r"line Main line") as caught:
        shortest_path(network, a, b, avoid=Avoid(lines=frozenset({"main"})))
    assert caught.value.why == "constraint"
    with pytest.raises(NoRouteError, match="BB"):
        shortest_path(network, a, at(network, "Zeta I"), avoid=Avoid(countries=frozenset({"BB"})))
    with pytest.raises(NoRouteError, match="Gamma"):
        shortest_path(network, a, b, avoid=Avoid(nodes=frozenset({network.node_of("aa-gamma") or 0})))
    gamma = at(network, "Gamma")
    assert shortest_path(network, a, gamma, avoid=Avoid(nodes=frozenset({gamma.node or 0}))).length_m == 80_000


def test_islands_are_named(network: Network) -> None:
    with pytest.raises(NoRouteError, match=r"Alpha and Isle lie on separate networks: one of 8 points, one of 2") as e:
        shortest_path(network, at(network, "Alpha"), at(network, "Isle"))
    assert e.value.why == "islands"


def test_that_islands_are_not_joined_is_told_without_searching_all_of_them(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasons, "shortest", lambda *_: pytest.fail("searched"))
    with pytest.raises(NoRouteError, match="one of 8 points, one of 2"):
        shortest_path(network, at(network, "Alpha"), at(network, "Isle"), profile="passenger")


def test_gauge_says_which_change_is_needed(network: Network) -> None:
    fixed = train(break_of_gauge=False)
    with pytest.raises(NoRouteError, match=r"Delta \(1520 to 1435 mm\)") as caught:
        shortest_path(network, at(network, "Alpha"), at(network, "Zeta I"), profile=fixed)
    assert caught.value.why == "gauge"
    assert shortest_path(network, at(network, "Alpha"), at(network, "Epsilon"), profile=fixed).km == 128
    assert shortest_path(network, at(network, "Zeta I"), at(network, "Delta"), profile=fixed).gauge_breaks == ()
    with pytest.raises(NoRouteError) as caught:
        shortest_path(network, at(network, "Alpha"), at(network, "Beta"), profile=train(gauges_mm=(1435,)))
    assert caught.value.why == "gauge"


def test_a_profile_may_be_bound_to_countries(network: Network) -> None:
    with pytest.raises(NoRouteError, match="country BB") as caught:
        shortest_path(network, at(network, "Alpha"), at(network, "Zeta I"), profile=train(countries=("AA",)))
    assert caught.value.why == "constraint"


def place(name: str, kind: str, lon: float, lat: float, **more: object) -> Place:
    return Place(id=str(more.pop("id", "x")), name=name, kind=kind, lon=lon, lat=lat, **more)  # type: ignore[arg-type]


def test_places_snap_to_what_they_mean(network: Network) -> None:
    spot, gap = snap(network, place("Alpha", "station", 130.0, 45.0, id="aa-alpha"))
    assert (spot.name, gap) == ("Alpha", 0.0)
    spot, gap = snap(network, place("Cosmodrome", "spaceport", 130.2, 45.5, served_by="aa-theta"))
    assert spot.name == "Theta"
    assert gap == pytest.approx(58_000, rel=0.05)
    # a town goes to the point of its own name, not to the nearer halt
    spot, gap = snap(network, place("Delta", "town", 131.18, 45.0, country="AA"))
    assert spot.name == "Delta"
    assert snap(network, place("Somewhere", "town", 131.18, 45.0, country="AA"))[0].name == "Gamma"
    assert snap(network, place("Zeta", "town", 132.1, 45.1))[0].name == "Zeta I"
    # a crossing is put on the section
    spot, gap = snap(network, place("River", "river crossing", 130.3, 45.05))
    assert spot.node is None
    assert spot.line == "main"
    assert gap == pytest.approx(3_340, rel=0.02)


def test_areas_hold_the_points_inside(network: Network) -> None:
    ring = ((129.5, 44.5), (130.6, 44.5), (130.6, 45.5), (129.5, 45.5), (129.5, 44.5))
    found = network.spots_near(place("West", "region", 130.4, 45.0, area=(ring,)))
    assert [(s.name, gap) for s, gap in found] == [("Beta", 0.0), ("Alpha", 0.0)]
    river = place("Stream", "river", 131.41, 45.05, radius_m=200_000.0)
    assert [(s.line, round(gap, -2)) for s, gap in network.spots_near(river, count=1)] == [("main", 5_600)]
    by_radius = network.spots_near(place("Round", "region", 130.0, 45.0, radius_m=45_000.0))
    assert [s.name for s, _ in by_radius] == ["Alpha", "Beta"]


def test_out_of_reach_says_what_is_nearest(network: Network) -> None:
    far = place("Far", "town", 130.0, 46.0)
    assert network.spots_near(far) == ()
    with pytest.raises(NoRouteError, match=r"within 30 km of Far: the nearest is .* 1\d\d km away") as caught:
        snap(network, far)
    assert caught.value.why == "reach"
    assert snap(network, far, limit_m=120_000)[0].name == "Theta"


def test_no_extent_makes_up_for_a_railway_that_is_far_off(network: Network) -> None:
    for kind in ("river", "mountain", "region", "sea"):
        wide = place("Wide", kind, 130.0, 46.0, radius_m=1_500_000.0 if kind != "region" else 70_000.0)
        with pytest.raises(NoRouteError, match=r"within 60 km of the middle of Wide: the nearest .* from its middle"):
            snap(network, wide)


def test_a_country_is_where_its_points_are(network: Network) -> None:
    far = place("Land", "country", 140.0, 45.0, country="BB", radius_m=500_000.0)
    spot, gap = snap(network, far)
    assert (network.point_country(spot.node or 0), gap) == ("BB", 0.0)
    near = place("Other Land", "country", 138.0, 45.0, country="XX", radius_m=200_000.0)
    with pytest.raises(NoRouteError, match=r"no point in Other Land \(country, XX\): the nearest is Isle, 158 km"):
        snap(network, near)


def test_alternatives_differ(network: Network) -> None:
    ways = k_paths(network, at(network, "Beta"), at(network, "Gamma"), 5)
    assert [w.length_m for w in ways] == [40_000, 53_000]
    assert len(k_paths(network, at(network, "Delta"), at(network, "Zeta I"), 3)) == 1
    with pytest.raises(UsageError):
        k_paths(network, at(network, "Beta"), at(network, "Gamma"), 0)


def test_tables_agree_with_paths(network: Network) -> None:
    spots = [at(network, n) for n in ("Alpha", "Theta", "Zeta I", "Isle")]
    spots += [network.spot_at_chainage("main", c) for c in (110_000, 120_000, 200_000)]
    table = distances_m(network, spots, spots)
    for i, a in enumerate(spots):
        for j, b in enumerate(spots):
            value = table[i][j]
            if value is None:
                assert "Isle" in (a.name, b.name)
            else:
                assert value == pytest.approx(shortest_path(network, a, b).length_m, abs=0.01)
    fixed = distances_m(network, spots[:1], spots[:3], profile=train(break_of_gauge=False))
    assert fixed[0][:2] == [0.0, 66_000.0]
    assert fixed[0][2] is None


def test_running_time_is_an_interval_and_never_too_fast(network: Network) -> None:
    path = shortest_path(network, at(network, "Alpha"), at(network, "Zeta I"))
    for kind in profiles():
        time = running_time(path, kind)
        assert path.km / kind.max_kmh <= time.earliest_h <= time.likely_h <= time.latest_h
    simple = running_time(path, train())
    assert simple.likely_h == pytest.approx(176 / 50)
    assert simple.latest_h / simple.likely_h == pytest.approx(simple.likely_h / simple.earliest_h)
    assert simple.latest_h / simple.likely_h == pytest.approx(1.2921, rel=0.001)  # exp(1.2816 * 0.2)
    here = at(network, "Alpha")
    assert running_time(shortest_path(network, here, here), train()).latest_h == 0


def test_profiles_are_data_with_sources() -> None:
    assert {"armoured", "passenger", "freight", "nuclear-waste"} <= {p.name for p in profiles()}
    armoured = profile("armoured").dwells
    assert {k: replace(law, source="") for k, law in armoured.items()} == dict(DEFAULT_DWELLS)
    assert all(law.source for p in profiles() for law in p.speeds.values())
    assert all(law.source for p in profiles() for law in p.dwells.values())
    assert profile("armoured").max_kmh < profile("passenger").max_kmh
    with pytest.raises(UsageError, match="no profile 'rocket'"):
        profile("rocket")


# ---------------------------------------------------------------- on random networks

graphs = st.integers(0, 2**32 - 1)


def random_network(seed: int, extra: bool = False) -> tuple[Network, nx.MultiGraph]:
    """Twelve points and up to sixteen sections of whole metres; ``extra`` adds one more line."""
    rng = random.Random(seed)
    count = rng.randint(2, 12)
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [
        PointRow(f"p{i}", f"P{i}", "station", rng.uniform(10, 11), rng.uniform(50, 51)) for i in range(count)
    ]
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(count))
    for _ in range(rng.randint(1, 16)):
        a, b = rng.sample(range(count), 2)
        draft.sections.append(SectionRow(a, b, rng.randint(0, 5000), "estimated", (1435,), 0))
    if extra:
        a, b = rng.sample(range(count), 2)
        draft.sections.append(SectionRow(a, b, rng.randint(0, 5000), "estimated", (1435,), 0))
    for s in draft.sections:
        graph.add_edge(s.a, s.b, weight=s.length_m)
    return Network(draft.encode()), graph


def random_spots(network: Network, seed: int, count: int) -> list[Spot]:
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        section = rng.randrange(network.section_count)
        length = network.section(section).length_m
        found.append(network.spot_at(section, rng.choice((0.0, length, round(rng.uniform(0, length), 2)))))
    return found


def rail_m(network: Network, a: Spot, b: Spot, **options: object) -> float | None:
    try:
        return shortest_path(network, a, b, **options).length_m  # type: ignore[arg-type]
    except NoRouteError:
        return None


@given(graphs)
@settings(max_examples=80, deadline=None)
def test_agrees_with_networkx(seed: int) -> None:
    network, graph = random_network(seed)
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph))
    nodes = [i for i in range(network.node_count) if network.sections_at(i)]
    spots = [network.spot_at_node(i) for i in nodes]
    table = distances_m(network, spots, spots)
    for i, a in zip(nodes, spots, strict=True):
        for j, b in zip(nodes, spots, strict=True):
            assert rail_m(network, a, b) == table[nodes.index(i)][nodes.index(j)] == lengths[i].get(j)


@given(graphs)
@settings(max_examples=80, deadline=None)
def test_there_is_back_and_no_detour_is_shorter(seed: int) -> None:
    network, _ = random_network(seed)
    a, b, c = random_spots(network, seed, 3)
    ab, ba, ac, cb = (rail_m(network, *pair) for pair in ((a, b), (b, a), (a, c), (c, b)))
    assert ab == ba
    if ac is not None and cb is not None:
        assert ab is not None
        assert ab <= ac + cb + 0.03  # spots within a section are rounded to a centimetre
        assert rail_m(network, a, b, via=(c,)) == pytest.approx(ac + cb, abs=0.02)


@given(graphs)
@settings(max_examples=60, deadline=None)
def test_a_line_more_never_lengthens(seed: int) -> None:
    network, _ = random_network(seed)
    more, _ = random_network(seed, extra=True)
    a, b = random_spots(network, seed, 2)
    before, after = rail_m(network, a, b), rail_m(more, a, b)
    if before is not None:
        assert after is not None
        assert after <= before


@given(graphs)
@settings(max_examples=60, deadline=None)
def test_steps_connect_and_add_up(seed: int) -> None:
    network, _ = random_network(seed)
    a, b = random_spots(network, seed, 2)
    try:
        path = shortest_path(network, a, b)
    except NoRouteError:
        return
    assert sum(s.length_m for s in path.steps) == pytest.approx(path.length_m)
    here: set[object] = {a.node} if a.node is not None else {(a.section, round(a.offset_m, 2))}
    for step in path.steps:
        assert here & _places(network, step.section, step.from_m)
        here = _places(network, step.section, step.to_m)
    if path.steps:
        assert here & ({b.node} | {(b.section, round(b.offset_m, 2))})
    assert [p.km for p in path.points] == sorted(p.km for p in path.points)


def _places(network: Network, section: int, offset_m: float) -> set[object]:
    found: set[object] = {(section, round(offset_m, 2))}
    first, last = network.section_ends(section)
    if offset_m <= 0.005:
        found.add(first)
    if offset_m >= network.section(section).length_m - 0.005:
        found.add(last)
    return found


@given(graphs)
@settings(max_examples=40, deadline=None)
def test_alternatives_are_sorted_and_distinct(seed: int) -> None:
    network, _ = random_network(seed)
    a, b = random_spots(network, seed, 2)
    try:
        ways = k_paths(network, a, b, 4)
    except NoRouteError:
        return
    assert [w.length_m for w in ways] == sorted(w.length_m for w in ways)
    assert len({tuple(s.section for s in w.steps) for w in ways}) == len(ways)
    assert ways == k_paths(network, a, b, 4)


def test_nothing_changes_across_the_antimeridian() -> None:
    def shifted(by: float) -> Network:
        draft = Draft(lines=[LineRow("l", "Line")])
        draft.points = [PointRow(f"p{i}", f"P{i}", "station", (by + i + 180) % 360 - 180, 60.0) for i in range(4)]
        draft.sections = [SectionRow(i, i + 1, 60_000, "estimated", (), 0) for i in range(3)]
        return Network(draft.encode())

    for by in (10.0, 178.3):
        network = shifted(by)
        lon = (by + 1.5 + 180) % 360 - 180
        spot, gap = snap(network, place("x", "position", lon, 60.1))
        assert spot.section == 1
        assert spot.offset_m == pytest.approx(30_000, abs=10)
        assert gap == pytest.approx(11_120, rel=0.01)


def test_agrees_with_scipy_on_the_bundled_network() -> None:
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    network = open_network(data_path("network.rsn"))
    ends = np.array([network.section_ends(i) for i in range(network.section_count)])
    cm = np.array([network.section_cm(i) for i in range(network.section_count)], float)
    order = np.lexsort((cm, ends.max(1), ends.min(1)))  # of parallel sections scipy is to see the shortest
    low, high = ends.min(1)[order], ends.max(1)[order]
    first = np.concatenate(([True], (np.diff(low) != 0) | (np.diff(high) != 0)))
    size = (network.node_count, network.node_count)
    matrix = csr_matrix((np.maximum(cm[order][first], 1e-3), (low[first], high[first])), shape=size)
    rng = random.Random(5)
    nodes = [rng.randrange(network.node_count) for _ in range(12)]
    truth = dijkstra(matrix, directed=False, indices=nodes)[:, nodes]
    table = distances_m(network, [network.spot_at_node(n) for n in nodes], [network.spot_at_node(n) for n in nodes])
    for row, wanted in zip(table, truth, strict=True):
        for metres, centimetres in zip(row, wanted, strict=True):
            if metres is None:
                assert np.isinf(centimetres)
            else:
                assert metres == pytest.approx(centimetres / 100, abs=0.02)


def test_lengths_of_the_bundled_network_stand_up_to_its_geometry() -> None:
    network = open_network(data_path("network.rsn"))
    assert {f.kind for f in network.validate()} <= {"island", "long section"}


def test_points_without_a_name_are_named_by_where_they_are() -> None:
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [
        PointRow(f"p{i}", "", "junction", 10.0 + i / 10, -50.0, c) for i, c in enumerate(("AA", "BB", "BB"))
    ]
    draft.sections = [
        SectionRow(0, 1, 8000.0, "estimated", (1435,), 0, "AA"),
        SectionRow(1, 2, 8000.0, "estimated", (1520,), 0, "BB"),
    ]
    network = Network(draft.encode())
    path = shortest_path(network, network.spot_at_node(0), network.spot_at_node(2))
    assert path.borders[0].at == path.gauge_breaks[0].at == "50.000 S, 10.100 E"
    assert path.points == ()
    assert path.lines[0].origin == "50.000 S, 10.000 E"
    assert network.spot_at(0, 10.0).name == ""


def test_sections_of_no_length_are_run_through_both_ways() -> None:
    draft = Draft(lines=[LineRow("l", "Line")])
    draft.points = [PointRow(n, n, "station", 10.0, 50.0 + i / 100) for i, n in enumerate("ABC")]
    draft.sections = [SectionRow(0, 1, 0.0, "estimated", (), 0), SectionRow(1, 2, 1000.0, "estimated", (), 0)]
    network = Network(draft.encode())
    there = shortest_path(network, network.spot_at_node(0), network.spot_at_node(2))
    back = shortest_path(network, network.spot_at_node(2), network.spot_at_node(0))
    assert "".join(p.name for p in there.points) == "ABC"
    assert "".join(p.name for p in back.points) == "CBA"


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_chainage_is_where_it_says_on_every_bundled_line(drawn: st.DataObject) -> None:
    network = open_network(data_path("network.rsn"))
    line = drawn.draw(st.sampled_from(network.lines())).id
    section = network.section(drawn.draw(st.sampled_from(network.line_sections(line))))
    share = drawn.draw(st.floats(0.01, 0.99))
    if section.chainage_a_m is None or section.chainage_b_m is None:
        return
    chainage = section.chainage_a_m + share * (section.chainage_b_m - section.chainage_a_m)
    spot = network.spot_at_chainage(line, chainage)
    assert spot.section == section.index
    assert spot.chainage_m == pytest.approx(chainage, abs=0.02)
    assert shortest_path(network, spot, network.spot_at_node(section.a)).length_m <= share * section.length_m + 0.02


TRAIN = """profile,title,max_kmh,gauges_mm,countries,break_of_gauge,electrified_only,kind,key,median,sigma_log,source
mine,Mine,90,{gauges},{countries},{breaks},{power},speed,*,50,0.2,me
mine,Mine,90,,{again},,,speed,RU,50,0.2,me
"""


def _train(tmp_path: Path, **said: str) -> Profile:
    cells = {"gauges": "", "countries": "", "breaks": "", "power": "", "again": ""} | said
    (tmp_path / "mine.csv").write_text(TRAIN.format(**cells))
    return read_profile(str(tmp_path / "mine.csv"))


def test_yes_and_no_of_a_train_are_read_in_any_case(tmp_path: Path) -> None:
    for word in ("no", "No", "NO "):
        assert not _train(tmp_path, breaks=word).break_of_gauge
    for word in ("yes", "Yes"):
        assert _train(tmp_path, power=word).electrified_only
    plain = _train(tmp_path)
    assert (plain.break_of_gauge, plain.electrified_only, plain.countries) == (True, False, ())
    assert _train(tmp_path, countries="ru|kp").countries == ("RU", "KP")


def test_the_custom_of_a_train_of_ones_own_is_read(tmp_path: Path) -> None:
    head = "profile,title,max_kmh,gauges_mm,countries,break_of_gauge,kind,key,median,sigma_log,share,source"
    table = f"{head}\nmine,Mine,90,,,,speed,*,50,0.2,,me\nmine,Mine,90,,,,custom,morning,,,{{share}},me\n"
    (tmp_path / "mine.csv").write_text(table.format(share="0.5"))
    assert read_profile(tmp_path / "mine.csv").for_morning == 0.5
    (tmp_path / "mine.csv").write_text(table.format(share=""))
    with pytest.raises(InputError, match="mine"):
        read_profile(tmp_path / "mine.csv")


@pytest.mark.parametrize(
    "said",
    [
        {"breaks": "false"},
        {"breaks": "forbidden"},
        {"power": "true"},
        {"power": "1"},
        {"countries": "RU", "again": "CN"},
    ],
)
def test_what_a_train_may_not_do_is_never_misread_in_silence(tmp_path: Path, said: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"yes, no or nothing|in the first row"):
        _train(tmp_path, **said)


def test_of_the_ways_that_join_alternatives_none_is_searched_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    from railsight.routing import alternatives

    world = open_network(data_path("network.rsn"))
    a, b = (world.spot_at_node(world.nodes_named(name)[0]) for name in ("Moscow Yaroslavsky", "Vladivostok"))
    searched: list[tuple[object, ...]] = []
    plain = alternatives._Finder._steps

    def counted(finder: Any, start: Spot, end: Spot, costs: Any) -> Any:
        if costs is finder.costs and (start, end) != (a, b):
            searched.append((id(finder), start.key(), end.key()))
        return plain(finder, start, end, costs)

    monkeypatch.setattr(alternatives._Finder, "_steps", counted)
    k_paths(world, a, b, 5, profile="armoured")
    assert searched
    assert len(searched) == len(set(searched))
