"""Names along a way weighed together, and what the ends of a way that is none may mean instead."""

from __future__ import annotations

from pathlib import Path

import pytest

import railsight as rs
from railsight.api.together import weighed_together
from railsight.errors import AmbiguousPlaceError, NoRouteError
from railsight.model import Candidate, Place
from railsight.network import Network, compile_tables
from tests.small_network import write_tables


def town(name: str, lon: float, lat: float, score: float, admin1: str = "", kind: str = "town") -> Candidate:
    return Candidate(Place(f"{name}-{kind}", name, kind, lon, lat, admin1=admin1 or None), score)


BREST = [
    town("Brest, BY", 23.7, 52.1, 0.5, "BY.01"),
    town("Brest, FR", -4.5, 48.4, 0.3, "FR.53"),
    town("Brest, BY", 25.5, 52.4, 0.2, "BY.01", "region"),
]
GRANADA = [town("Granada, ES", -3.6, 37.2, 0.4), town("Granada, NI", -86.0, 11.9, 0.6)]
CORDOBA = [town("Cordoba, ES", -4.8, 37.9, 0.2), town("Cordoba, AR", -64.2, -31.4, 0.8)]
MINSK, PARIS, WARSAW = town("Minsk", 27.6, 53.9, 1), town("Paris", 2.3, 48.9, 1), town("Warsaw", 21.0, 52.2, 1)


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ([BREST, [MINSK]], ["Brest, BY", "Minsk"]),
        ([[PARIS], BREST], ["Paris", "Brest, FR"]),
        ([GRANADA, CORDOBA], ["Granada, ES", "Cordoba, ES"]),  # both ends ambiguous: the pair that is near
        ([[MINSK], BREST, [WARSAW]], ["Minsk", "Brest, BY", "Warsaw"]),
        ([BREST, [town("Omsk", 73.4, 55.0, 1)]], [None, None]),  # too far off to tell
        ([BREST, [PARIS], [MINSK]], ["Brest, FR", "Paris", None]),  # weighed by the next name, not by the last
        ([GRANADA, [town("Halfway", -45.0, 25.0, 1)]], [None, None]),
        ([[], [MINSK], [WARSAW]], [None, "Minsk", "Warsaw"]),
    ],
)
def test_what_names_plainly_mean_beside_each_other(named: list[list[Candidate]], meant: list[str | None]) -> None:
    assert [place and place.name for place in weighed_together(named)] == meant


def test_the_order_of_candidates_does_not_matter() -> None:
    assert weighed_together([BREST[::-1], [MINSK]]) == weighed_together([BREST, [MINSK]])


POINTS = """id,name,kind,lon,lat,country,quality,names,aliases,source
es-a,Chamartín junction,station,-3.70,40.42,ES,surveyed,,,made up
es-b,Compostela junction,station,-8.54,42.88,ES,surveyed,,,made up
cl-a,Alameda junction,station,-70.65,-33.46,CL,surveyed,,,made up
cl-b,Far junction,station,-71.00,-33.90,CL,surveyed,,,made up
"""
LINES = "id,name,names,chainage_kind,source,note\nes,Spain,,estimated,,\ncl,Chile,,estimated,,\n"
LINE_POINTS = """line,seq,point,chainage_km,gauges_mm,country,length_kind,note
es,1,es-a,0,1668,ES,,
es,2,es-b,600,,,,
cl,1,cl-a,0,1676,CL,,
cl,2,cl-b,80,,,,
"""


def test_a_namesake_that_has_rails_to_the_other_end_is_offered(tmp_path: Path) -> None:
    tables = write_tables(tmp_path, points=POINTS, lines=LINES, line_points=LINE_POINTS, geometry="line,seq,points\n")
    network = Network(compile_tables(tables), name="two islands")
    for names in (("Santiago", "Madrid"), ("Madrid", "Santiago")):
        with pytest.raises(NoRouteError, match=r"'Santiago' is taken for Santiago \([^)]*CL\); write .*Compostela"):
            rs.distance(*names, network=network)


def test_whether_the_port_or_the_cosmodrome_is_meant_is_not_told_by_nearness() -> None:
    with pytest.raises(AmbiguousPlaceError):
        rs.distance("Vostochny", "Ussuriysk")
