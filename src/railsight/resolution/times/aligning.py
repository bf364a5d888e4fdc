"""Sightings of one sentence, set right by one another once all are told: their clocks, and their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.resolution.times.zones import zone_of

if TYPE_CHECKING:
    from railsight.model import Sighting
    from railsight.resolution.told import Told

_BESIDE_M = 20_000.0  # how far a crossing of a border is from the town it leads to
_ZONES_APART_H = 3.0


def on_one_clock(told: Told) -> None:
    """ "Crossed the bridge into Dandong at 11 p.m. local time": on the clock of the town, not of the other bank."""
    for i, j in pairwise(range(len(told.sightings))):
        a, b = told.sightings[i], told.sightings[j]
        if a.quote != b.quote or a.interval is None or b.interval is None:
            continue
        shift_h = (b.interval.earliest - a.interval.earliest).total_seconds() / 3600.0
        same = a.interval.duration_s == b.interval.duration_s and 0 < abs(shift_h) <= _ZONES_APART_H
        if (
            not same
            or _clock(a) != _clock(b)
            or approx_m(a.place.lon, a.place.lat, b.place.lon, b.place.lat) > _BESIDE_M
        ):
            continue
        at_it = a.place.kind in ("bridge", "border", "river crossing")
        if a.event == "crossed" and (at_it or (a.place.kind == "station" and b.event == "arrived")):
            told.sightings[i] = replace(a, interval=b.interval)


def _clock(s: Sighting) -> time | None:
    """The clock of a sighting at its place: two that were told by one have the same."""
    return None if s.interval is None else s.interval.earliest.astimezone(zone_of(s.place)).time()


def in_order(told: Told) -> None:
    """A weekday of departure that would lie after the arrival told with it is the one a week before."""
    by_sentence: dict[object, list[int]] = {}
    for i, s in enumerate(told.sightings):
        if s.subject == "train" and s.interval:
            by_sentence.setdefault(s.quote, []).append(i)
    for here in by_sentence.values():
        arrivals = [s for i in here if (s := told.sightings[i]).event == "arrived" and s.interval]
        for i in here:
            s = told.sightings[i]
            ends = [x.interval.latest for x in arrivals if x.interval and x.place.id != s.place.id]
            if s.event != "departed" or s.status == "expected" or s.interval is None or not ends:
                continue
            if timedelta() < s.interval.earliest - min(ends) < timedelta(days=7):
                told.sightings[i] = replace(s, interval=s.interval.shift(-7 * 86400.0))
