"""Crossings: a river as the places where railways cross it, a country as the borders by which it is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.model import AIM_EVENTS, Candidate
from railsight.resolution.told import TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Mention, Place
    from railsight.resolution.told import Told
    from railsight.times import Interval

_MOST = 50  # countries of a report that are looked at


def crossings_of(told: Told, mention: Mention) -> tuple[Candidate, ...]:
    """A river as the places where railways cross it, likelier the nearer they are to the other places of the report."""
    assert mention.place is not None
    ranked = _ranked(told, mention, told.crossings(mention.place), "where a railway crosses the river")
    return ranked or mention.candidates


def _ranked(told: Told, mention: Mention, places: Sequence[Place], why: str) -> tuple[Candidate, ...]:
    """Places one of which is meant, likelier the nearer they are to the other places of the report."""
    others = {m.place.id: m.place for m in told.mentions[:200] if m.place and m.place.kind not in TOO_LARGE}
    if mention.place is not None:
        others.pop(mention.place.id, None)
    weights = [_nearness(p, list(others.values())) for p in places]
    total = sum(weights)
    ranked = sorted(zip(weights, places, strict=True), key=lambda x: (-x[0], x[1].id))
    return tuple(Candidate(p, w / total * mention.score, (why,)) for w, p in ranked[:6])


def _nearness(place: Place, others: Sequence[Place]) -> float:
    return 0.02 + sum(1.0 / (1.0 + (approx_m(place.lon, place.lat, o.lon, o.lat) / 50_000.0) ** 2) for o in others)


def borders_of(told: Told, mention: Mention) -> tuple[Candidate, ...]:
    """Where railways enter a country: those from the other countries the report names, else all, likelier the nearer
    they are to its places. Where none is known the country itself.
    """
    assert mention.place is not None
    ways_in = {p.id: p for p in told.crossings(mention.place)}
    others = {m.place.id: m.place for m in told.mentions[:200] if m.place and m.place.kind == "country"}
    others.pop(mention.place.id, None)
    shared = {p.id: p for other in others.values() for p in told.crossings(other) if p.id in ways_in}
    ranked = _ranked(told, mention, list((shared or ways_in).values()), "where a railway crosses the border")
    return ranked or mention.candidates


def add_countries(told: Told) -> None:
    """Tell of the first country crossed into and the first headed for, unless another sighting tells the same."""
    ours = [s for s in told.sightings if s.subject == "train"]
    aims = [s for s in ours if s.event in AIM_EVENTS]
    seen = [s for s in ours if s.event not in AIM_EVENTS and s.event != "absent"]
    for country, told_of in told.of_countries[:_MOST]:
        if told_of.event in AIM_EVENTS:
            if all(a.place.country not in (None, country) for a in aims):
                aims.append(told_of)
                told.sightings.append(told_of)
            continue
        if told_of.event == "absent" and any(s.event == "absent" and s.quote == told_of.quote for s in ours):
            continue  # "did not cross into Russia at X"
        same = [s for s in seen if s.event == "crossed" or s.place.country == country or s.quote == told_of.quote]
        if not any(s.event == "crossed" or _overlap(s.interval, told_of.interval) for s in same):
            seen.append(told_of)
            told.sightings.append(told_of)


def _overlap(a: Interval | None, b: Interval | None) -> bool:
    return a is None or b is None or a.intersection(b) is not None
