"""Small random networks and made-up sightings for the tests of inference."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from railsight.geo import approx_m
from railsight.inference.lattice import Lattice
from railsight.inference.memory import At
from railsight.inference.position import schedule_of
from railsight.model import Candidate, DwellLaw, EventKind, Journey, Place, Profile, Sighting, SpeedLaw, Status
from railsight.network import Draft, Network
from railsight.network.draft import LineRow, PointRow, SectionRow
from railsight.times import Interval

START = datetime(2023, 9, 10, tzinfo=UTC)


def train(max_kmh: float = 100.0) -> Profile:
    """A train with simple laws."""
    return Profile(
        name="test",
        title="Test train",
        max_kmh=max_kmh,
        speeds={"*": SpeedLaw(50.0, 0.15)},
        dwells={
            "border": DwellLaw(1.0, 0.6),
            "gauge": DwellLaw(2.0, 0.6),
            "halt": DwellLaw(6.0, 0.8, 0.2),
            "stop": DwellLaw(0.7, 0.8),
            "stay": DwellLaw(24.0, 0.9, 0.3),
        },
        for_morning=1.0,
    )


def network_of(
    points: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    *,
    factor: float = 1.1,
    countries: Sequence[str] = (),
    gauges_mm: Sequence[int] = (),
) -> Network:
    """A network of stations ``s0``, ``s1``, ... at positions, joined by edges ``factor`` times the great circle.

    All is in the country AA, or each station and the edges that begin there in that of ``countries``; all is of
    1520 mm, or each edge of its own of ``gauges_mm``.
    """
    lands = countries or ["AA"] * len(points)
    draft = Draft()
    for i, (lon, lat) in enumerate(points):
        draft.points.append(PointRow(f"s{i}", f"S{i}", "station", lon, lat, country=lands[i]))
    for number, (a, b) in enumerate(edges):
        draft.lines.append(LineRow(f"l{number}", f"Line {number}"))
        gauge = gauges_mm[number] if gauges_mm else 1520
        length = approx_m(*points[a], *points[b]) * factor
        draft.sections.append(SectionRow(a, b, length, "official chainage", (gauge,), number, country=lands[a]))
    return Network(draft.encode(), name="test")


def line_network(count: int = 6, *, step_deg: float = 1.0) -> Network:
    """Stations in a row on the equator, about 122 km of rail apart for one degree."""
    points = [(100.0 + i * step_deg, 0.0) for i in range(count)]
    return network_of(points, [(i, i + 1) for i in range(count - 1)])


def random_network(seed: int, count: int = 7, extra: int = 2) -> Network:
    """A connected network: a random tree with a few more edges."""
    rng = random.Random(seed)
    points = [(100.0 + rng.uniform(0, 4), 40.0 + rng.uniform(0, 3)) for _ in range(count)]
    edges = {(rng.randrange(i), i) for i in range(1, count)}
    while len(edges) < count - 1 + extra:
        a, b = sorted(rng.sample(range(count), 2))
        edges.add((a, b))
    return network_of(points, sorted(edges), factor=rng.uniform(1.0, 1.4))


def station(network: Network, i: int) -> Place:
    p = network.point(i)
    return Place(p.id, p.name, "station", p.lon, p.lat, country=p.country)


def seen(
    network: Network,
    i: int,
    at_h: float,
    *,
    event: EventKind = "passed",
    status: Status = "confirmed",
    wide_h: float = 0.0,
    name: str = "",
    known_h: float | None = None,
    heading: str | None = None,
    away_from: Place | None = None,
    words: str = "",
) -> Sighting:
    """A sighting at station ``i``, ``at_h`` hours after ``START``, in an interval ``wide_h`` hours wide."""
    moment = START + timedelta(hours=at_h)
    return Sighting(
        name or f"x{i}-{at_h:g}-{event}",
        (Candidate(station(network, i), 1.0),),
        event,
        status,
        Interval(moment, moment + timedelta(hours=wide_h)),
        heading=heading,
        away_from=away_from,
        quote_text=words,
        known_at=None if known_h is None else START + timedelta(hours=known_h),
    )


def random_sightings(network: Network, seed: int, count: int, *, doubtful: float = 0.0) -> list[Sighting]:
    """Sightings of a walk that may contradict one another: true, wide, wrong and copied ones mixed.

    Of each this share may have been at another station as well.
    """
    rng = random.Random(seed)
    at, here = 0.0, rng.randrange(network.node_count)
    out = []
    for k in range(count):
        if k:
            there = rng.randrange(network.node_count)
            a, b = network.point(here), network.point(there)
            at += approx_m(a.lon, a.lat, b.lon, b.lat) / 1000 / rng.uniform(25, 70) + rng.choice([0, 0, 1.5, 8])
            here = there
        wrong = rng.random() < 0.15
        event: EventKind = rng.choice(["passed", "seen", "arrived", "departed", "crossed", "stopped"])
        out.append(
            seen(
                network,
                rng.randrange(network.node_count) if wrong else here,
                round(max(0.0, at - (rng.uniform(0, 4) if rng.random() < 0.5 else 0.0)), 2),
                event=event,
                status=rng.choice(["confirmed", "reported", "reported", "conflict"]),
                wide_h=rng.choice([0.0, 0.0, 1.0, 6.0, 12.0]),
                name=f"n{k}",
            )
        )
    return [_perhaps_elsewhere(s, network, rng) if rng.random() < doubtful else s for s in out]


def _perhaps_elsewhere(sighting: Sighting, network: Network, rng: random.Random) -> Sighting:
    """The same with another station as its second candidate."""
    other = station(
        network, rng.choice([i for i in range(network.node_count) if station(network, i) != sighting.place])
    )
    score = rng.uniform(0.5, 0.8)
    return replace(sighting, candidates=(Candidate(sighting.place, score), Candidate(other, 1.0 - score)))


def spot_on_path(journey: Journey, network: Network, km: float) -> tuple[int, float] | None:
    """Section and offset in metres of the likely place at a km of the journey; None when it has no path."""
    rails = schedule_of(journey).rails
    rail = next((r for r in reversed(rails) if km >= r.start_km - 1e-9), rails[0] if rails else None)
    return None if rail is None else rail.at(network, km)


def weighed(lattice: Lattice, right: Sequence[At], *, fees: bool = True) -> float:
    """Log weight of a hypothesis by the definition, minus infinity if it is impossible; with the fees for turning round
    or without."""
    held = [i for i, _ in right]
    log = lattice.first(held[0]) + sum(lattice.prior(i, s) for i, s in right)
    log += _left_out(lattice, held)
    cells = np.full(lattice.links.cells[held[0]].n, 1.0 / lattice.links.cells[held[0]].n)
    for at, (here, there) in enumerate(itertools.pairwise(right)):
        link = lattice.links.between(here, there)
        if link is None:
            return -math.inf
        came = _last_elsewhere(lattice, right[: at + 1]) if fees else None
        log += link.log + (lattice.turning.fee(came, here, there) if came is not None else 0.0)
        cells = cells @ link.matrix / lattice.links.cells[there.observation].n
    total = float(cells.sum())
    return log + math.log(total) if total > 0 else -math.inf


def _left_out(lattice: Lattice, held: Sequence[int]) -> float:
    """Log weight of all others being wrong: of the times without any report, all count in which not both neighbours
    are right, but the longest between two right ones."""
    every = range(len(lattice.observations))
    log = sum(lattice.wrong(i) for i in every if i not in held)
    gaps = {k: lattice.quiet(k, k + 1) for k in every[:-1]}
    counted = set(gaps)
    for a, b in itertools.pairwise(sorted(held)):
        counted.discard(min(range(a, b), key=lambda k: gaps[k]))
    return log + sum(gaps[k] for k in counted)


def _last_elsewhere(lattice: Lattice, right: Sequence[At]) -> At | None:
    """Where the train came to the last of some observations from, looked for backwards."""
    *before, after = right
    for back in reversed(before):
        if lattice.links.metres(back, after) >= 2_000.0:
            return back
        if lattice.turning._came_again(back, after):
            return None
        after = back
    return None
