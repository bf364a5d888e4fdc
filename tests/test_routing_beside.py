"""Ways over the one or the other track of a railway are one way; a line with stations of its own is another."""

from __future__ import annotations

from railsight.geo import M_PER_DEG, approx_m
from railsight.inference import infer
from railsight.model import Path
from railsight.network import Draft, Network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.routing import k_paths, shortest_path
from railsight.routing.beside import runs_beside
from tests.inference_world import seen, train

# 100 km and, from a junction to another, four tracks 900 m apart at most, and a line 11 km north of them.
_POINTS = [
    *(("A", 100.0, 50.0), ("", 100.2, 50.0), ("", 101.2, 50.0), ("B", 101.4, 50.0)),
    *(("", 100.7, 50.002), ("", 100.7, 50.006), ("", 100.7, 50.008), ("", 100.7, 50.1)),
]


def world(*, station: str = "") -> Network:
    """The network; ``station`` names the point on the third track."""
    draft = Draft()
    for i, (name, lon, lat) in enumerate(_POINTS):
        name = station if i == 6 else name
        draft.points.append(PointRow(f"s{i}", name, "station" if name else "junction", lon, lat, country="AA"))
    draft.lines.append(LineRow("l", "Line"))
    for a, b in [(0, 1), (2, 3), *((end, middle) for middle in (4, 5, 6, 7) for end in (1, 2))]:
        length = approx_m(*_POINTS[a][1:], *_POINTS[b][1:])
        draft.sections.append(SectionRow(a, b, length, "official chainage", (1520,), 0, country="AA"))
    return Network(draft.encode(), name="test")


def north_m(way: Path) -> int:
    """How far north of the straight line a way comes, in metres."""
    return round(max(lat - 50.0 for _, lat in way.geometry) * M_PER_DEG)


def test_only_a_way_that_differs_on_the_map_or_by_its_stations_is_another() -> None:
    network = world()
    a, b = network.spot_at_node(0), network.spot_at_node(3)
    ways = k_paths(network, a, b, 4)
    assert [north_m(way) for way in ways] == [222, 11_120]
    named = k_paths(world(station="C"), a, b, 4)
    assert [north_m(way) for way in named] == [222, 890, 11_120]


def test_beside_is_from_end_to_end() -> None:
    network = world()
    spots = [network.spot_at_node(i) for i in (0, 3, 5, 7)]
    whole, north = (shortest_path(network, spots[0], spots[1], via=[via]) for via in spots[2:])
    assert runs_beside(whole, shortest_path(network, spots[0], spots[1]))
    assert not runs_beside(north, whole)


def test_a_journey_is_not_the_less_certain_for_a_second_track() -> None:
    network = world()
    alternatives = infer([seen(network, 0, 0.0), seen(network, 3, 2.2)], network, train()).alternatives
    assert [north_m(a.path) for a in alternatives] == [222, 11_120]
