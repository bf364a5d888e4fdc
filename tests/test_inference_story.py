"""The September 2023 journey on the bundled network: what the sightings alone must lead to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from railsight.api import track
from railsight.datasets import data_path
from railsight.inference import infer, position_at
from railsight.model import Candidate, EventKind, Journey, Place, Sighting, Status
from railsight.network import Network, open_network
from railsight.routing import profile
from railsight.times import Interval, parse_iso

IDS = {"Pyongyang": "kp-pyongyang", "Khasan": "ru-987002", "Ussuriysk": "ru-988306", "Vladivostok": "ru-980003"}
COSMODROME = "ru-953307"  # station Ledyanaya


@pytest.fixture(scope="module")
def network() -> Network:
    return open_network(data_path("network.rsn"))


def place(network: Network, point_id: str, name: str = "", kind: str = "station") -> Place:
    node = network.node_of(point_id)
    assert node is not None, point_id
    p = network.point(node)
    return Place(point_id if kind == "station" else f"f-{name}", name or p.name, kind, p.lon, p.lat, served_by=point_id)


def told(
    network: Network, name: str, event: EventKind, start: str, end: str, status: Status = "confirmed", **more: object
) -> Sighting:
    return Sighting(
        name,
        (Candidate(place(network, IDS[name]), 1.0),),
        event,
        status,
        Interval(parse_iso(start), parse_iso(end)),
        **more,  # type: ignore[arg-type]
    )


def crossing(network: Network) -> Sighting:
    """Over the Razdolnaya by Baranovsky, heading north, away from Vladivostok."""
    bridge = Place("x", "Razdolnaya rail bridge", "river crossing", 131.905, 43.640, country="RU")
    at = Interval(parse_iso("2023-09-12T00:00+10:00"), parse_iso("2023-09-12T22:00+10:00"))
    away = place(network, IDS["Vladivostok"])
    return Sighting("Razdolnaya", (Candidate(bridge, 1.0),), "crossed", "reported", at, heading="N", away_from=away)


def story(network: Network, count: int = 4) -> Journey:
    """The first ``count`` sightings of the story, whole days as news tells them."""
    sightings = [
        told(network, "Pyongyang", "departed", "2023-09-10T00:00+09:00", "2023-09-10T23:59+09:00"),
        told(network, "Khasan", "stopped", "2023-09-12T00:00+10:00", "2023-09-12T22:00+10:00"),
        crossing(network),
        told(network, "Ussuriysk", "seen", "2023-09-12T00:00+10:00", "2023-09-12T22:00+10:00", "reported"),
    ]
    goals = [
        (place(network, IDS["Vladivostok"]), None),
        (place(network, COSMODROME, "Vostochny Cosmodrome", "spaceport"), None),
    ]
    return infer(sightings[:count], network, profile("armoured"), destinations=goals)


def test_the_path_stays_out_of_china(network: Network) -> None:
    journey = story(network)
    assert journey.path is not None
    names = [p.name for p in journey.path.points]
    order = [names.index(n) for n in ("Pyongyang", "Tumangang", "Khasan", "Baranovsky", "Ussuriysk")]
    assert order == sorted(order)
    assert {p.country for p in journey.path.points} - {None} == {"KP", "RU"}
    assert [(b.origin, b.target) for b in journey.path.borders] == [("KP", "RU")]


def test_a_way_is_not_its_own_alternative(seed_case: Path) -> None:
    """A crossing within a section, told to a fraction of a centimetre."""
    journey = track(seed_case)
    assert journey.path is not None
    assert all(other.via and other.path.steps != journey.path.steps for other in journey.alternatives[1:])


def test_sightings_of_one_day_are_put_in_the_order_of_the_way(network: Network) -> None:
    journey = story(network)
    assert [u.sighting.id for u in journey.used] == ["Pyongyang", "Khasan", "Razdolnaya", "Ussuriysk"]
    assert not journey.rejected
    kms = {u.sighting.id: u.km for u in journey.used}
    assert kms["Khasan"] is not None
    assert kms["Ussuriysk"] is not None
    assert kms["Ussuriysk"] - kms["Khasan"] == pytest.approx(260, rel=0.01)


def test_vladivostok_leads_before_the_crossing_and_vostochny_after(network: Network) -> None:
    shares = [{d.place.name: d.probability for d in story(network, n).destinations} for n in (1, 2, 3, 4)]
    assert [max(s, key=lambda k: s[k]) for s in shares] == ["Vladivostok"] * 2 + ["Vostochny Cosmodrome"] * 2
    assert shares[3]["Vladivostok"] < shares[1]["Vladivostok"]
    history = story(network).history
    assert [r.ranking[0][0] for r in history][-1] == "Vostochny Cosmodrome"


def test_arrival_windows_are_intervals_that_hold_the_truth(network: Network) -> None:
    first = story(network).destinations[0]
    assert first.rail_km_left == pytest.approx(1412, rel=0.01)
    assert first.earliest is not None
    assert first.latest is not None
    assert first.earliest < parse_iso("2023-09-13T13:00+09:00") < first.latest
    assert first.path is not None
    assert first.path.points[-1].id == COSMODROME


def test_the_prism_shrinks_towards_a_sighting(network: Network) -> None:
    journey = story(network)
    khasan = next(p for p in journey.passages if p.name == "Khasan")
    wide = position_at(journey, network, khasan.likely - timedelta(hours=20))
    narrow = position_at(journey, network, khasan.likely - timedelta(hours=1))
    assert wide.reachable
    assert sum(r.km for r in narrow.reachable) > 0
    assert wide.km < narrow.km <= khasan.km


def test_positions_span_the_journey_for_a_slider(network: Network) -> None:
    journey = story(network)
    assert 40 <= len(journey.positions) <= 80
    times = [p.at for p in journey.positions]
    assert times == sorted(times)
    assert times[0] <= journey.passages[0].likely
    assert times[-1] >= journey.passages[-1].likely
    assert all(p.reachable for p in journey.positions)


def test_the_same_input_gives_the_same_journey(network: Network) -> None:
    assert story(network) == story(network)


def test_asked_for_days_after_the_last_sighting_a_warning_says_so(tmp_path: Path) -> None:
    from railsight.api import follow

    case = tmp_path / "case.yaml"
    case.write_text(
        "case: t\nsightings:\n- {place: Khasan, event: arrived, at: '2023-09-12T06:00+10:00', status: confirmed}\n"
    )
    assert not [w for w in follow(str(case), at=parse_iso("2023-09-13T00:00Z")).journey.warnings if "days after" in w]
    (warning,) = [w for w in follow(str(case), at=parse_iso("2023-09-20T00:00Z")).journey.warnings if "days after" in w]
    assert "8 days" in warning
