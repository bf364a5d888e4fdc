"""Ways through what is required, and where a train can be after so many hours."""

from __future__ import annotations

import random
from heapq import heappop, heappush

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.api.spots import spot_on
from railsight.datasets import data_path
from railsight.errors import NoRouteError, UsageError
from railsight.model import DwellLaw
from railsight.network import Draft, Network, open_network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import Avoid, Require, distances_m, profile, reachable, shortest_path
from railsight.routing.require import cheapest_fulfilling
from tests.small_network import small_network
from tests.test_routing import at, random_network, random_spots, train
from tests.test_routing_sides import fork, with_sides


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return small_network(tmp_path_factory.mktemp("tables"))


def test_require_a_place_a_line_a_country(network: Network) -> None:
    a, b = at(network, "Alpha"), at(network, "Delta")
    theta = network.node_of("aa-theta")
    assert theta is not None
    assert shortest_path(network, a, b, require=Require(nodes=frozenset({theta}))).length_m == 125_000
    assert shortest_path(network, a, b, require=Require(lines=frozenset({"loop"}))).length_m == 125_000
    there_and_back = shortest_path(network, a, b, require=Require(countries=frozenset({"BB"})))
    assert there_and_back.length_m == 112_000 + 2 * (8_000 + 8_000)
    assert [p.name for p in there_and_back.points][-4:] == ["Delta bridge", "Epsilon", "Delta bridge", "Delta"]


def test_what_cannot_be_fulfilled_is_said(network: Network) -> None:
    a, b = at(network, "Alpha"), at(network, "Delta")
    with pytest.raises(NoRouteError, match="country CC"):
        shortest_path(network, a, b, require=Require(countries=frozenset({"CC"})))
    with pytest.raises(UsageError, match="at most 6"):
        shortest_path(network, a, b, require=Require(nodes=frozenset(range(7))))
    with pytest.raises(NoRouteError, match="no way runs along Border line without turning back on it") as caught:
        shortest_path(network, a, b, require=Require(lines=frozenset({"cross"})))
    assert "name a place" in (caught.value.hint or "")


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_one_required_place_is_the_same_as_via(seed: int) -> None:
    network, _ = random_network(seed)
    a, b, _ = random_spots(network, seed, 3)
    node = next(i for i in range(network.node_count) if network.sections_at(i))
    try:
        by_via = shortest_path(network, a, b, via=(network.spot_at_node(node),)).length_m
    except NoRouteError:
        with pytest.raises(NoRouteError):
            shortest_path(network, a, b, require=Require(nodes=frozenset({node})))
        return
    assert shortest_path(network, a, b, require=Require(nodes=frozenset({node}))).length_m == pytest.approx(
        by_via, abs=0.02
    )


def test_a_line_is_run_along_and_never_out_and_back(network: Network) -> None:
    beta, gamma = at(network, "Beta"), at(network, "Gamma")
    loop = Require(lines=frozenset({"loop"}))
    assert [p.name for p in shortest_path(network, beta, gamma, require=loop).points] == ["Beta", "Theta", "Gamma"]
    round_way = shortest_path(network, beta, beta, require=loop)
    assert round_way.length_m == 93_000
    assert len({s.section for s in round_way.steps}) == len(round_way.steps)
    # the place asks for the way back over the line, and that is no fault of the line's
    both = Require(lines=frozenset({"cross"}), nodes=frozenset({at(network, "Epsilon").node or 0}))
    assert shortest_path(network, at(network, "Alpha"), at(network, "Delta"), require=both).length_m == 144_000


def test_required_things_may_lie_on_any_leg(network: Network) -> None:
    alpha, beta, gamma, delta = (at(network, name) for name in ("Alpha", "Beta", "Gamma", "Delta"))
    by_loop = shortest_path(network, alpha, delta, via=(gamma,), require=Require(lines=frozenset({"loop"})))
    assert by_loop.length_m == 125_000
    back = shortest_path(network, alpha, beta, via=(delta,), require=Require(lines=frozenset({"loop"})))
    assert back.length_m == 112_000 + 32_000 + 53_000
    middle = network.spot_at_chainage("main", 150_000)
    theta = Require(nodes=frozenset({at(network, "Theta").node or 0}))
    assert (
        shortest_path(network, alpha, delta, via=(middle,), require=theta).length_m == 145_000
    )  # to the middle, back, and by the loop


def lined_network(seed: int) -> tuple[Network, random.Random]:
    """Up to nine points and twelve sections; three at most are of the line that is asked for."""
    rng = random.Random(seed)
    count = rng.randint(3, 9)
    draft = Draft(lines=[LineRow("other", "Other"), LineRow("asked", "Asked"), LineRow("too", "Asked too")])
    draft.points = [PointRow(f"p{i}", f"P{i}", "station", 10 + i / 10, 50) for i in range(count)]
    lines = [1, *(rng.choice((0, 0, 1, 2)) for _ in range(rng.randint(2, 11)))]
    for i, line in enumerate(lines):
        a, b = rng.sample(range(count), 2)
        line = line if lines[:i].count(line) < 3 else 0
        draft.sections.append(SectionRow(a, b, rng.randint(0, 5000), "estimated", (1435,), line))
    return Network(draft.encode()), rng


_State = tuple[int, frozenset[tuple[int, bool]]]


def run_along(network: Network, stops: list[int], lines: frozenset[str]) -> int | None:
    """Centimetres of the shortest walk that runs on the lines, and on none of their sections both ways: all are tried.

    Dijkstra's over node and every section of the lines passed so far with its direction.
    """
    heap: list[tuple[int, int, _State]] = [(0, 0, (stops[0], frozenset()))]
    settled: set[_State] = set()
    pushed = 0
    while heap:
        cost, _, state = heappop(heap)
        if state in settled:
            continue
        settled.add(state)
        node, passed = state
        if node == stops[1] and lines <= {network.section_line(s) for s, _ in passed}:
            return cost
        for far, cm, section in network.adjacent(node):
            way = section, network.section_ends(section)[0] == node
            if (section, not way[1]) in passed:
                continue
            of_line = network.section_line(section) in lines
            pushed += 1
            heappush(heap, (cost + cm, pushed, (far, passed | {way} if of_line else passed)))
    return None


@given(st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_required_line_agrees_with_trying_all(seed: int, two: bool) -> None:
    network, rng = lined_network(seed)
    lines = frozenset({"asked", "too"} if two and len(network.line_sections("too")) else {"asked"})
    nodes = [i for i in range(network.node_count) if network.sections_at(i)]
    stops = rng.choices(nodes, k=2)
    expected = run_along(network, stops, lines)
    found = cheapest_fulfilling(network, [network.spot_at_node(i) for i in stops], Require(lines=lines))
    assert (None if found is None else sum(leg.cost for leg in found)) == expected


def test_the_shortest_of_all_is_taken_where_it_runs_along_the_line() -> None:
    bundled = open_network(data_path("network.rsn"))
    ends = at(bundled, "Tayshet"), at(bundled, "Khabarovsk-1")
    bam = Require(lines=frozenset({"ru-bam"}))
    shortest = shortest_path(bundled, *ends)
    assert any(run.line == "ru-bam" for run in shortest.lines)
    asked = shortest_path(bundled, *ends, require=bam, profile=profile("armoured"))
    assert asked.steps == shortest.steps
    assert not any("shorter" in warning for warning in asked.warnings)
    # from Chita the shortest does not: the way joins the line and leaves it elsewhere
    along = shortest_path(bundled, at(bundled, "Chita-1"), ends[1], require=bam, profile=profile("armoured"))
    assert max(run.km for run in along.lines if run.line == "ru-bam") > 900
    assert len({step.section for step in along.steps}) == len(along.steps)


def test_reach_grows_with_time_and_stops_at_the_limit(network: Network) -> None:
    start = at(network, "Alpha")
    kind = train()  # 50 km/h median, 100 km/h at most
    one = reachable(network, start, 1.0, kind)
    assert sum(r.km for r in one) == pytest.approx(40 + 10 + 10)  # to Beta, then 10 km on both ways
    assert {(r.origin, r.target, round(r.km)) for r in one} == {
        ("Alpha", "Beta", 40),
        ("Beta", "Gamma", 10),
        ("Beta", "Theta", 10),
    }
    hard = reachable(network, start, 1.0, kind, fastest=True)
    assert sum(r.km for r in hard) == pytest.approx(40 + 40 + 26 + 27 + 20)  # the loop is run through in 93 km
    assert reachable(network, start, 0.0, kind) == ()
    with pytest.raises(UsageError):
        reachable(network, start, float("nan"), kind)


def test_reach_from_within_a_section_and_dwell_at_the_border(network: Network) -> None:
    middle = network.spot_at_chainage("main", 120_000)
    assert sum(r.km for r in reachable(network, middle, 0.2, train())) == pytest.approx(20)
    delta = at(network, "Delta")
    open_border = reachable(network, delta, 0.2, train())
    closed = reachable(network, delta, 0.2, train(dwells={"border": DwellLaw(5.0, 0.5)}))
    east = {"Delta bridge", "Epsilon"}
    assert any(r.origin in east and r.target in east for r in open_border)
    assert not any(r.origin in east and r.target in east for r in closed)
    home = reachable(network, delta, 10.0, train(), avoid=Avoid(countries=frozenset({"BB"})))
    assert all(r.line != "cross" for r in home)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_hard_reach_is_the_ball_of_the_distance(seed: int) -> None:
    network, _ = random_network(seed)
    (a,) = random_spots(network, seed, 1)
    hours = 0.03  # 3 km at 100 km/h
    covered = {}
    for r in reachable(network, a, hours, train(), fastest=True):
        covered[r.geometry[0]] = covered[r.geometry[-1]] = True
    nodes = [network.spot_at_node(i) for i in range(network.node_count) if network.sections_at(i)]
    for spot, metres in zip(nodes, distances_m(network, [a], nodes)[0], strict=True):
        if metres is not None and 1 < metres < 2_999:
            assert (spot.lon, spot.lat) in covered
        if metres is None or metres > 3_001:
            assert (spot.lon, spot.lat) not in covered


def directed(network: Network, rng: random.Random) -> tuple[Network, nx.DiGraph]:
    """The network with random sides, and a graph of its own: a vertex is a section run through in a direction."""
    sides = [rng.randrange(3) | rng.randrange(3) << 2 for _ in range(network.section_count)]
    network = with_sides(network, sides)
    graph = nx.DiGraph()
    ways = [
        (s, *network.section_ends(s)[::d], *network.section_sides(s)[::d]) for s in range(len(sides)) for d in (1, -1)
    ]
    for s, a, b, _, came in ways:
        graph.add_edge(("from", a), (s, a, b), cm=network.section_cm(s), back=False, sided=True)
        graph.add_edge((s, a, b), ("to", b), cm=0, back=False, sided=True)
        for t, c, d, leaves, _ in ways:
            if c == b:
                back = came == leaves != 0
                graph.add_edge((s, a, b), (t, c, d), cm=network.section_cm(t), back=back, sided=leaves != 0)
    return network, graph


@given(st.integers(0, 2**32 - 1), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_required_place_obeys_the_sides_of_junctions(seed: int, rng: random.Random) -> None:
    network, graph = directed(random_network(seed)[0], rng)
    a, b, middle = (rng.choice([n for n in range(network.node_count) if network.sections_at(n)]) for _ in range(3))
    wished = nx.DiGraph()
    for u, v, data in graph.edges(data=True):
        back = data["back"] or (u[0] == v[0] and not data["sided"])  # back by the same section where no side is known
        cost = data["cm"] + (500_000 if back else 0)
        for done in (0, 1):
            at_it = middle == (u[1] if u[0] == "from" else u[-1]) or middle == v[-1]
            wished.add_edge((u, done), (v, 1 if at_it else done), cm=cost)
    source, targets = (("from", a), 0), [(("to", b), 1)]
    expected = 0 if a == b == middle else None
    if expected is None and source in wished:
        costs = nx.single_source_dijkstra_path_length(wished, source, weight="cm")
        expected = min((costs[t] for t in targets if t in costs), default=None)
    spots = network.spot_at_node(a), network.spot_at_node(b)
    found = cheapest_fulfilling(network, spots, Require(nodes=frozenset({middle})))
    assert (None if found is None else sum(leg.cost for leg in found)) == expected


@given(st.integers(0, 2**32 - 1), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_reach_obeys_the_sides_of_junctions(seed: int, rng: random.Random) -> None:
    network, graph = directed(random_network(seed)[0], rng)
    start = rng.choice([n for n in range(network.node_count) if network.sections_at(n)])
    for u, v, data in graph.edges(data=True):
        back = data["back"] or (u[0] == v[0] and not data["sided"])  # back by the same section where no side is known
        data["hours"] = data["cm"] / 5_000_000 + (1 / 6 if back else 0)  # 50 km/h, ten minutes
    costs = nx.single_source_dijkstra_path_length(graph, ("from", start), weight="hours")
    hours = 0.25
    ends = {
        p
        for r in reachable(network, network.spot_at_node(start), hours, train())
        for p in (r.geometry[0], r.geometry[-1])
    }
    for node in range(network.node_count):
        reached, sections = costs.get(("to", node)), network.sections_at(node)
        if node == start or not sections or not all(map(network.section_cm, sections)):
            continue  # a section of no length is no stretch
        spot = network.spot_at_node(node)
        if reached is not None and reached < hours - 1e-6:
            assert (spot.lon, spot.lat) in ends
        if reached is None or reached > hours + 1e-6:
            assert (spot.lon, spot.lat) not in ends


def test_a_train_that_must_change_ends_comes_less_far_and_the_hard_limit_ignores_it() -> None:
    network = fork(round_km=10)
    left = network.spot_at_node(2)
    kind = train()  # 50 km/h: 10 km to the switch take 12 minutes
    targets = {r.target for r in reachable(network, left, 0.3, kind)} | {
        r.origin for r in reachable(network, left, 0.3, kind)
    }
    assert "Right" not in targets
    assert "Stem" in targets
    assert any("Right" in (r.origin, r.target) for r in reachable(network, left, 0.3, kind, fastest=True))
    assert any("Right" in (r.origin, r.target) for r in reachable(network, left, 0.4, kind))


def test_a_way_within_one_section_fulfils_a_wish_for_its_line(network: Network) -> None:
    a, b = (network.spot_at_chainage("main", m) for m in (101_000, 103_000))
    assert shortest_path(network, a, b, require=Require(lines=frozenset({"main"}))).length_m == 2_000


@pytest.mark.parametrize(
    ("start", "goal", "name"),
    [
        *(("Borzya", "Hailar", "armoured"), ("Borzya", "Hailar", "freight")),
        *(("Ussuriysk", "Chongjin", "armoured"), ("Hailar", "Borzya", "freight")),
    ],
)
def test_reach_counts_the_break_of_gauge_behind_a_stretch_of_both_gauges(start: str, goal: str, name: str) -> None:
    """At the borders of the bundled network both gauges lie for a while: the change is no less one."""
    world, train = open_network(data_path("network.rsn")), profile(name)
    a, b = (spot_on(world, point)[1] for point in (start, goal))
    way = shortest_path(world, a, b, profile=train)
    assert way.gauge_breaks
    moving = sum(km / min(train.speed(country).median_kmh, train.max_kmh) for country, km in way.country_km)
    waiting = len(way.borders) * train.dwells["border"].median_h + train.dwells["gauge"].median_h
    reached = [
        any((b.lon, b.lat) in (r.geometry[0], r.geometry[-1]) for r in reachable(world, a, moving + waited, train))
        for waited in (0.95 * waiting, 1.01 * waiting)
    ]
    assert reached == [False, True]
