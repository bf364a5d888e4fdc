"""Lines that some moments of the slider show: written once, near the railway, and small."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from railsight.datasets import data_path
from railsight.geo import LonLat, approx_m, nearest_on_line, simplified
from railsight.inference import infer
from railsight.inference.prism import SKETCH_M
from railsight.model import Candidate, Journey, Place, Sighting
from railsight.network import Network, open_network
from railsight.routing import profile
from railsight.times import Interval
from railsight.webmap import basemap
from railsight.webmap.drawing import Lines
from railsight.webmap.spans import FINENESS_M, spans

ZIGZAG = [(130.0 + 0.1 * i, 45.0 + 0.1 * (i % 2)) for i in range(60)]
BRANCH = [ZIGZAG[20], (132.0, 46.0), (132.3, 46.4), (132.2, 47.0)]


def edges(points: list[LonLat]) -> set[frozenset[LonLat]]:
    """The stretches of a line, in either direction the same."""
    return {frozenset((points[i], points[i + 1])) for i in range(len(points) - 1)}


def drawn_at(pieces: list[list[int]], lines: Lines, moment: int) -> list[list[LonLat]]:
    """What the page draws at a moment."""
    found = []
    for line, *ranges in pieces:
        if any(first <= moment <= last for first, last in zip(ranges[::2], ranges[1::2], strict=True)):
            (shape,) = basemap.decode(lines.codes[line].text)
            found.append([(x / 10_000, y / 10_000) for x, y in shape])
    return found


def test_every_moment_shows_its_own_lines_and_none_is_written_twice() -> None:
    moments: list[list[list[LonLat]]] = [
        [ZIGZAG[5:30]],
        [ZIGZAG[3:40][::-1], BRANCH],
        [],
        [ZIGZAG[:22], ZIGZAG[21:50], BRANCH[:3]],
        [ZIGZAG[5:30]],
    ]
    lines = Lines()
    pieces = spans(moments, lines, 10_000)
    for moment, shown in enumerate(moments):
        wanted = {frozenset((round(x, 4), round(y, 4)) for x, y in e) for line in shown for e in edges(line)}
        got = [edge for line in drawn_at(pieces, lines, moment) for edge in edges(line)]
        assert len(got) == len(set(got))
        assert set(got) == wanted
    written = [e for line, *_ in pieces for e in edges(drawn_at([[line, 0, 0]], lines, 0)[0])]
    assert len(written) == len(set(written))


def test_where_there_is_no_room_lines_are_coarser_and_then_left_out() -> None:
    line = [(130.0 + 0.001 * i, 45.0 + 0.004 * (i % 2)) for i in range(400)]  # 440 m to and fro
    fine, coarse = Lines(), Lines()
    spans([[line]], fine, 10_000)
    assert spans([[line]], coarse, 100)
    assert sum(len(c.text) for c in coarse.codes) <= 100 < sum(len(c.text) for c in fine.codes)
    assert spans([[line]], Lines(), 5) == []


def test_a_simplified_line_stays_near_and_keeps_its_ends() -> None:
    line = [(130.0 + 0.01 * i, 45.0 + 0.0005 * ((i * 7) % 5)) for i in range(200)]
    few = simplified(line, 100.0)
    assert len(few) < len(line)
    assert (few[0], few[-1]) == (line[0], line[-1])
    assert max(nearest_on_line(*p, few)[0] for p in line) <= 101.0
    assert simplified(line[:2], 1e9) == line[:2]
    across = [(179.9, 60.0), (-179.95, 60.0), (-179.8, 60.0)]
    assert simplified(across, 100.0) == [across[0], across[2]]


# ---------------------------------------------------------------- on the bundled network


@pytest.fixture(scope="module")
def network() -> Network:
    return open_network(data_path("network.rsn"))


def seen(id_: str, name: str, day: int, hour: int, event: str, network: Network) -> Sighting:
    (node, *_) = network.nodes_named(name)
    point = network.point(node)
    place = Place(point.id, point.name, "station", point.lon, point.lat, point.country, {})
    at = datetime(2023, 9, day, hour, tzinfo=UTC)
    return Sighting(id_, (Candidate(place, 1.0),), event, "confirmed", Interval(at, at))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def stay(network: Network) -> Journey:
    """To Khabarovsk, four days there, and back: half a continent in reach meanwhile."""
    told = (("a", "Khasan", 12, 0, "departed"), ("b", "Khabarovsk-1", 12, 20, "arrived"),
            ("c", "Khabarovsk-1", 16, 23, "departed"), ("d", "Khasan", 17, 20, "arrived"))  # fmt: skip
    return infer([seen(*one, network) for one in told], network, profile("armoured"))


CELL = 0.2  # degrees


class Rails:
    """Every stretch of the network's full geometry, to measure how far off a point lies."""

    def __init__(self, network: Network) -> None:
        self.cells: dict[tuple[int, int], list[tuple[LonLat, LonLat]]] = {}
        for section in range(network.section_count):
            for a, b in pairwise(network.geometry(section)):
                (west, east), (south, north) = sorted((a[0], b[0])), sorted((a[1], b[1]))
                for x in range(int(west / CELL) - 1, int(east / CELL) + 2):
                    for y in range(int(south / CELL) - 1, int(north / CELL) + 2):
                        self.cells.setdefault((x, y), []).append((a, b))

    def off_m(self, points: Sequence[LonLat]) -> float:
        """How far, at most, a drawn line lies from the railways, looked at every two kilometres."""
        worst = 0.0
        for a, b in pairwise(points):
            steps = max(1, int(approx_m(*a, *b) / 2_000))
            for i in range(steps):
                at = a[0] + (b[0] - a[0]) * (i + 0.5) / steps, a[1] + (b[1] - a[1]) * (i + 0.5) / steps
                near = self.cells.get((int(at[0] / CELL), int(at[1] / CELL)), ())
                worst = max(worst, min((nearest_on_line(*at, rail)[0] for rail in near), default=99_999.0))
        return worst


def test_reach_and_belief_lie_on_their_railways(stay: Journey, network: Network) -> None:
    """A few pixels of a page zoomed in as far as it goes (51 m each there), not a chord across a bend."""
    rails = Rails(network)
    position = max(stay.positions, key=lambda p: sum(r.km for r in p.reachable))
    assert sum(r.km for r in position.reachable) > 2_000
    lines = Lines()
    pieces = spans([[r.geometry for r in position.reachable if len(r.geometry) > 1]], lines, 120_000)
    worst = max(rails.off_m(line) for line in drawn_at(pieces, lines, 0))
    assert worst < SKETCH_M + FINENESS_M[0] + 20.0
    for moment in stay.positions[::5]:
        for _, line in moment.spread:
            assert rails.off_m(line) < SKETCH_M + 20.0


def test_a_stretch_of_belief_is_as_long_as_it_says(stay: Journey) -> None:
    for position in stay.positions[1:-1:5]:
        drawn_km = sum(approx_m(*a, *b) for _, g in position.spread for a, b in pairwise(g)) / 1000
        assert drawn_km == pytest.approx(position.km_high - position.km_low, rel=0.25, abs=2.0)


def test_all_moments_have_room_in_a_page_as_finely_as_can_be(stay: Journey) -> None:
    lines = Lines()
    spans([[r.geometry for r in p.reachable if len(r.geometry) > 1] for p in stay.positions], lines, 10**9)
    assert sum(len(code.text) for code in lines.codes) < 120_000


def test_the_slider_ends_where_all_is_known(stay: Journey, network: Network) -> None:
    """A report of the last sighting that came a day later: only then is the final state reached."""
    assert stay.as_of is not None
    assert stay.positions[-1].at >= stay.as_of
    told = [seen("a", "Khasan", 12, 0, "departed", network), seen("b", "Khabarovsk-1", 12, 20, "arrived", network)]
    late = Sighting(**{f: getattr(told[1], f) for f in ("id", "candidates", "event", "status", "interval")},
                    known_at=datetime(2023, 9, 15, 7, tzinfo=UTC))  # fmt: skip
    journey = infer([told[0], late], network, profile("armoured"))
    assert journey.positions[-1].at >= datetime(2023, 9, 15, 7, tzinfo=UTC)
