"""Ways between spots: the same lengths as routing, with and without labels, and what the likely way shuns."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, groupby

import pytest

from railsight.datasets import data_path
from railsight.errors import NoRouteError
from railsight.inference.laws import leg_law
from railsight.inference.trees import Tracks, Tree
from railsight.inference.ways import Ways, ways_of
from railsight.model import DwellLaw, Spot
from railsight.network import Draft, Network, open_network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import profile, reachable, running_time, shortest_path
from tests.inference_world import network_of, random_network, train
from tests.test_routing_branches import of_rows

TRAIN = train()


def spots_on(network: Network, seed: int, count: int = 6) -> list[Spot]:
    rng = random.Random(seed)
    found = [network.spot_at_node(n) for n in range(network.node_count)][: count // 2]
    for _ in range(count - len(found)):
        section = rng.randrange(network.section_count)
        found.append(network.spot_at(section, rng.random() * network.section_cm(section) / 100))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_lengths_and_steps_are_those_of_routing(seed: int) -> None:
    network = random_network(seed)
    ways = Ways(network, TRAIN)
    spots = spots_on(network, seed)
    for a in spots:
        for b in spots:
            path = shortest_path(network, a, b)
            for shortest in (True, False):  # one country: the likely way is the shortest
                metres = ways.metres(a, b, shortest=shortest)
                assert metres is not None
                assert metres == pytest.approx(path.length_m, abs=0.02)
            steps = ways.steps(a, b)
            assert steps is not None
            assert sum(s.length_m for s in steps) == pytest.approx(path.length_m, abs=0.02)
            made = ways.path((a, b))
            assert made is None if not steps else made is not None


@pytest.mark.parametrize("seed", range(6))
def test_lands_on_a_way_are_those_of_its_sections(seed: int) -> None:
    rng = random.Random(seed)
    points = [(100.0 + rng.uniform(0, 4), 40.0 + rng.uniform(0, 3)) for _ in range(9)]
    edges = [(rng.randrange(i), i) for i in range(1, 9)]
    network = network_of(points, edges, countries=[rng.choice(["AA", "BB", "CC"]) for _ in points])
    ways = Ways(network, TRAIN)
    spots = [*spots_on(network, seed, 8), network.spot_at(0, 0.0), network.spot_at(0, 1_000.0)]
    for a in spots:
        for b in spots:
            steps = ways.steps(a, b)
            assert steps is not None
            lands = [network.section_country(step.section) for step in steps]
            assert ways.lands_on(a, b) == tuple(land for land, _ in groupby(lands))


def test_no_search_is_made_for_what_no_track_joins() -> None:
    apart = network_of([(100.0, 0.0), (101.0, 0.0), (110.0, 0.0), (111.0, 0.0)], [(0, 1), (2, 3)])
    ways = Ways(apart, TRAIN)
    assert ways.leg(apart.spot_at_node(0), apart.spot_at(1, 500.0)) is None
    assert ways.tree(apart.spot_at_node(0)).size == 0


@pytest.mark.parametrize("seed", range(4))
def test_labels_give_the_same_lengths(seed: int) -> None:
    pytest.importorskip("numba")
    from railsight.network.labels import with_labels

    plain = random_network(seed)
    labelled = Network(with_labels(plain))
    assert labelled.has_labels
    searched, looked_up = Ways(plain, TRAIN), Ways(labelled, TRAIN)
    spots = spots_on(plain, seed)
    for a in spots:
        for b in spots:
            expected = searched.metres(a, b, shortest=True)
            assert looked_up.metres(a, b, shortest=True) == pytest.approx(expected, abs=0.02)


def two_countries() -> Network:
    """From A to B: 400 km at home, or 300 km by way of a neighbour."""
    draft = Draft()
    draft.points = [
        PointRow("a", "A", "station", 100.0, 0.0, country="AA"),
        PointRow("n", "N", "station", 101.0, 1.0, country="BB"),
        PointRow("b", "B", "station", 102.0, 0.0, country="AA"),
        PointRow("h", "H", "station", 101.0, -1.0, country="AA"),
    ]
    draft.lines = [LineRow("abroad", "Abroad"), LineRow("home", "Home")]
    for a, b, km, line, country in [
        (0, 1, 160, 0, "BB"),
        (1, 2, 160, 0, "BB"),
        (0, 3, 200, 1, "AA"),
        (3, 2, 200, 1, "AA"),
    ]:
        draft.sections.append(SectionRow(a, b, km * 1000.0, "official chainage", (1520,), line, country=country))
    draft.points.append(PointRow("w", "W", "station", 99.0, 0.0, country="AA"))
    draft.points.append(PointRow("e", "E", "station", 103.0, 0.0, country="AA"))
    draft.sections.append(SectionRow(4, 0, 112_000.0, "official chainage", (1520,), 1, country="AA"))
    draft.sections.append(SectionRow(2, 5, 112_000.0, "official chainage", (1520,), 1, country="AA"))
    return Network(draft.encode(), name="two")


def test_the_likely_way_shuns_a_third_country_and_the_hard_limit_does_not() -> None:
    network = two_countries()
    ways = Ways(network, TRAIN)
    west, east = (network.spot_at_node(network.node_of(x) or 0) for x in ("w", "e"))
    likely, hard = ways.leg(west, east), ways.leg(west, east, shortest=True)
    assert likely is not None
    assert hard is not None
    assert (likely.length_m, likely.borders) == (624_000.0, 0)
    assert (hard.length_m, hard.borders) == (544_000.0, 2)


def test_no_way_is_none() -> None:
    network = two_countries()
    ways = ways_of(network, TRAIN)
    lonely = Draft(list(_points(network)), [LineRow("l", "L")], [])
    lonely.sections = [
        SectionRow(0, 1, 200_000.0, "official chainage", (1520,), 0),
        SectionRow(2, 3, 200_000.0, "official chainage", (1520,), 0),
    ]
    split = Network(lonely.encode(), name="split")
    other = Ways(split, TRAIN)
    a, b = split.spot_at_node(0), split.spot_at_node(2)
    assert other.metres(a, b) is None
    assert other.path((a, b)) is None
    with pytest.raises(NoRouteError):
        other.alternatives(a, b, 2)
    assert ways_of(network, TRAIN) is ways


def _points(network: Network) -> list[PointRow]:
    found = [network.point(n) for n in range(4)]
    return [PointRow(p.id, p.name, p.kind, p.lon, p.lat) for p in found]


def test_a_path_is_told_though_the_search_that_found_it_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("railsight.inference.ways._TREES_KEPT", 1)
    network = random_network(3)
    ways = Ways(network, TRAIN)
    a, *others = spots_on(network, 3)
    for b in others:
        expected = Ways(network, TRAIN).path((a, b))
        assert ways.last_label(a, b) is not None
        ways.last_label(b, a)  # another search, and the first is gone
        found = ways.path((a, b))
        assert found is not None
        assert expected is not None
        assert found.steps == expected.steps


@pytest.mark.parametrize("change", [{}, {"border": DwellLaw(4.0, 0.3)}, {"border": DwellLaw(4.0, 0.3, 0.0)}], ids=str)
def test_distance_and_journey_count_the_same_waits(change: dict[str, DwellLaw]) -> None:
    """One rule for what stands in no row of the train, and for how often a wait happens at all."""
    network = two_countries()
    own = replace(TRAIN, name="own", dwells=change)
    a, b = (network.spot_at_node(network.node_of(x) or 0) for x in ("w", "n"))
    path = shortest_path(network, a, b)
    assert len(path.borders) == 1
    leg = Ways(network, own).leg(a, b)
    assert leg is not None
    plain = leg_law(replace(leg, borders=0), own)
    waited = leg_law(leg, own).quantile(0.5) - plain.quantile(0.5)
    without = running_time(replace(path, borders=()), own)
    assert running_time(path, own).likely_h - without.likely_h == pytest.approx(waited, abs=0.35)
    law = own.dwell("border")
    assert waited == pytest.approx(law.median_h * law.share, abs=0.6)
    spelt_out = replace(own, dwells={"border": law})
    in_reach = [reachable(network, a, path.km / 50.0 - 1.0, profile) for profile in (own, spelt_out)]
    assert in_reach[0] == in_reach[1]


def test_a_likely_search_ends_at_a_cost_and_a_shortest_one_at_a_length() -> None:
    network = two_countries()
    ways = Ways(network, TRAIN)
    west = network.spot_at_node(network.node_of("w") or 0)
    for shortest in (True, False):
        tree, far = ways.tree(west, shortest=shortest), ways.tree(west, shortest=shortest)
        tree.settle_within(40_000_000)
        settled = {n: tree.label(n) for n in tree.done}
        far.settle(range(network.node_count))
        labels = {n: far.label(n) for n in far.done}
        assert settled == {n: label for n, label in labels.items() if label.cost <= 40_000_000}
        abroad = network.node_of("n") or 0
        assert (abroad in settled) == shortest  # 272 km away, and beyond a border


@pytest.mark.parametrize("seed", range(30))
def test_there_costs_what_back_costs_though_both_begin_on_a_branch(seed: int) -> None:
    rng = random.Random(seed)
    edges = [(rng.randrange(i), i) for i in range(1, 6)] + [tuple(rng.sample(range(6), 2)) for _ in range(3)]
    usages = [rng.choice(("main", "branch")) for _ in edges]
    rows = [(a, b, rng.uniform(1e3, 9e4), usage, (1520,)) for (a, b), usage in zip(edges, usages, strict=True)]
    network = of_rows(6, rows)
    ways = Ways(network, TRAIN)
    sections = [rng.randrange(network.section_count) for _ in range(6)]
    spots = [network.spot_at(s, rng.random() * network.section_cm(s) / 100) for s in sections]
    for a, b in combinations([*spots, network.spot_at_node(0)], 2):
        there, back = ways.last_label(a, b), ways.last_label(b, a)
        assert there is not None
        assert back is not None
        assert abs(there[0].cost - back[0].cost) <= 2
        assert there[0].cm == back[0].cm
        assert there[0].cm / 100 == pytest.approx(shortest_path(network, a, b, profile=TRAIN).length_m, abs=0.02)


def test_what_a_train_is_on_a_section_is_worked_out_once_for_each_sort(monkeypatch: pytest.MonkeyPatch) -> None:
    world = open_network(data_path("network.rsn"))
    ways, asked = Ways(world, profile("armoured")), []
    made = Tracks._made
    monkeypatch.setattr(Tracks, "_made", lambda tracks, section: (asked.append(section), made(tracks, section))[1])
    tracks = [ways.tracks.of(section) for section in range(world.section_count)]
    assert len(asked) <= 60 < world.section_count
    for section, track in enumerate(tracks):
        assert track == made(ways.tracks, section)


def test_what_else_is_known_of_a_way_is_worked_out_for_the_ways_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    world = open_network(data_path("network.rsn"))
    ways, extended = Ways(world, profile("armoured")), []
    made = Tree._extend
    monkeypatch.setattr(Tree, "_extend", lambda tree, *of: (extended.append(of[3]), made(tree, *of))[1])
    a, b = (world.spot_at_node(world.nodes_named(name)[0]) for name in ("Khasan", "Tumangang"))
    far = world.spot_at_node(world.nodes_named("Khabarovsk-1")[0])
    assert ways.leg(a, far) is not None
    tree = ways.tree(a)
    way = len(tree.chain(far.node or 0))
    assert len(tree.done) > 2 * way
    assert len(extended) == way - 1
    assert ways.leg(a, far) is not None
    assert ways.leg(a, b) is not None
    assert len(extended) <= way - 1 + len(tree.chain(b.node or 0))


def test_of_the_labels_on_a_way_few_are_kept_and_those_beyond_begin_at_them(monkeypatch: pytest.MonkeyPatch) -> None:
    world = open_network(data_path("network.rsn"))
    ways = Ways(world, profile("armoured"))
    a, far = (world.spot_at_node(world.nodes_named(name)[0]) for name in ("Khasan", "Khabarovsk-1"))
    assert ways.leg(a, far) is not None
    tree = ways.tree(a)
    chain = tree.chain(far.node or 0)
    settled = len(tree.done) + len(tree.others)
    assert len(chain) > 32
    assert tree.size - settled <= len(chain) / 16 + 2
    extended: list[int] = []
    made = Tree._extend
    monkeypatch.setattr(Tree, "_extend", lambda tree, *of: (extended.append(of[3]), made(tree, *of))[1])
    assert tree.label(chain[-2]).cm < tree.label(far.node or 0).cm
    assert len(extended) < 16
