"""Sightings between which nothing decides are believed alike: beliefs follow the evidence, never names or order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import railsight
from railsight.inference import infer
from railsight.model import EventKind, Journey, Sighting, Status
from railsight.network import Network
from tests.inference_world import network_of, seen, station, train

TRAIN = train()
HALF = 4  # stations of either half; S0 and S1 lie on the axis


def mirrored_network(seed: int) -> Network:
    """S0 and S1 on the equator in mid-ocean, where both sides have one clock, and two halves that mirror each other."""
    rng = random.Random(seed)
    north = [(-31.5 + rng.uniform(0, 2.5), rng.uniform(0.5, 2.5)) for _ in range(HALF)]
    within = [(rng.randrange(i), i) for i in range(1, HALF)]
    points = [(-33.0, 0.0), (-32.0, 0.0), *north, *((lon, -lat) for lon, lat in north)]
    edges = [(0, 1), (1, 2), (1, 2 + HALF)]
    for half in (2, 2 + HALF):
        edges += [(half + a, half + b) for a, b in within]
    return network_of(points, edges)


def mirror(at: int) -> int:
    """The station that mirrors one."""
    return at if at < 2 else at + HALF if at < 2 + HALF else at - HALF


def rivals(network: Network, seed: int) -> list[tuple[Sighting, Sighting]]:
    """Sightings in one half, each with its mirror image: at the same time, told as well."""
    rng = random.Random(seed)
    out = []
    at_h = 0.0
    for n in range(rng.choice((1, 1, 2))):
        at_h += rng.uniform(4.0, 12.0)
        where = 2 + rng.randrange(HALF)
        event: EventKind = rng.choice(("passed", "seen", "arrived", "departed"))
        status: Status = rng.choice(("confirmed", "reported", "conflict"))
        told = {"event": event, "status": status, "wide_h": rng.choice((0.0, 1.0, 6.0))}
        out.append(
            (
                seen(network, where, at_h, name=f"north{n}", **told),  # type: ignore[arg-type]
                seen(network, mirror(where), at_h, name=f"south{n}", **told),  # type: ignore[arg-type]
            )
        )
    return out


def beliefs(journey: Journey) -> dict[str, float]:
    """The belief in each sighting, by its id."""
    told = {u.sighting.id: u.belief for u in journey.used}
    return told | {r.sighting.id: r.belief for r in journey.rejected if r.belief is not None}


def tracked(network: Network, told: Sequence[Sighting]) -> Journey:
    goals = [(station(network, at), None) for at in (HALF + 1, mirror(HALF + 1))]
    return infer(told, network, TRAIN, destinations=goals)


@pytest.mark.parametrize("seed", range(40))
def test_mirror_images_are_believed_alike(seed: int) -> None:
    network = mirrored_network(seed)
    pairs = rivals(network, seed)
    start = seen(network, 0, -6.0, name="start")
    journey = tracked(network, [start, *(s for pair in pairs for s in pair)])
    found = beliefs(journey)
    for north, south in pairs:
        assert found[north.id] == pytest.approx(found[south.id], abs=1e-6)
    shares = {d.place.id: d.probability for d in journey.destinations}
    assert shares[f"s{HALF + 1}"] == pytest.approx(shares[f"s{mirror(HALF + 1)}"], abs=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_names_and_order_decide_nothing(seed: int) -> None:
    """Two rivals anywhere, their ids and the moments at which they became known exchanged: so are their beliefs."""
    network = mirrored_network(seed)
    rng = random.Random(seed)
    start = seen(network, 0, -6.0, name="start")
    (first, _), *_ = rivals(network, seed)
    other = rng.choice([at for at in range(2, 2 + 2 * HALF) if f"s{at}" != first.place.id])
    told_at = first.interval.latest if first.interval else None
    assert told_at is not None
    a = replace(first, id="a", known_at=told_at + timedelta(hours=1))
    b = replace(seen(network, other, 9.0, status=first.status), id="b", known_at=told_at + timedelta(hours=30))
    b = replace(b, event=first.event, interval=first.interval)
    told = beliefs(tracked(network, [start, a, b]))
    swapped = [replace(b, id="a", known_at=b.known_at), replace(a, id="b", known_at=a.known_at), start]
    again = beliefs(tracked(network, swapped))
    assert told["a"] == pytest.approx(again["b"], abs=1e-9)
    assert told["b"] == pytest.approx(again["a"], abs=1e-9)


def test_what_only_the_running_times_set_apart_is_said_without_contradicting_itself(tmp_path: Path) -> None:
    case = tmp_path / "fork.yaml"
    case.write_text(
        "case: fork\nsightings:\n"
        "  - {place: Chita, event: passed, at: 2025-03-04T15:20+09:00, status: confirmed}\n"
        "  - {place: Karymskaya, event: passed, at: 2025-03-04T18:00+09:00}\n"
        "  - {place: Borzya, event: seen, at: 2025-03-05T06:00+09:00}\n"
        "  - {place: Mogocha, event: seen, at: 2025-03-05T06:00+09:00}\n"
    )
    (said,) = (w for w in railsight.track(case).warnings if "cannot both be right" in w)
    assert "and neither is reported better: only the running times speak for the first" in said
