"""What ways and goals are called beside others: by which of its own stations, junctions, towns or lines a way leads,
and in which region a goal lies that shares its name with another.

Networks drawn from tracks know few stations by name, or none: then it is the towns that a way comes by.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from railsight.geo import M_PER_DEG
from railsight.inference.towns import HERE_M

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from railsight.model import Path, Place
    from railsight.network import Network

    PlaceKey = tuple[str, float, float]
    RegionOf = Callable[[Place], Place | None]

_KINDS = (frozenset({"station", "border"}), frozenset({"junction"}))
_MOST = 3
# A way leads by a town so near its middle, and another way does not where it keeps so far from it.
_BY_M, _PAST_M = HERE_M, 2 * HERE_M


def via(way: Path, instead: Path | None, towns: Sequence[Place], network: Network) -> tuple[str, ...]:
    """What tells a way from the likely one: a few named stations, evenly spaced, that the other does not pass; without
    any junctions, the largest of the ``towns``, the lines.
    """
    passed = {p.id for p in instead.points} if instead else set()
    for kinds in _KINDS:
        names = [p.name for p in way.points if p.name and p.kind in kinds and p.id not in passed]
        if names:
            return _spaced(names)
    return _towns_by(way, instead, towns) or _own_lines(way, instead, network)


def _spaced(names: Sequence[str]) -> tuple[str, ...]:
    if len(names) <= _MOST:
        return tuple(names)
    return tuple(names[round(i * (len(names) - 1) / 4)] for i in (1, 2, 3))


def _towns_by(way: Path, instead: Path | None, towns: Sequence[Place]) -> tuple[str, ...]:
    """The largest towns that a way comes by, and the other does not, in their order; not those at its ends."""
    import numpy as np

    peopled = sorted((t for t in towns if t.population), key=lambda t: (-(t.population or 0), t.id))
    line = np.array(way.geometry)
    if len(line) < 2 or not peopled:
        return ()
    other = None if instead is None else np.array(instead.geometry)
    reach = 2 * _PAST_M / M_PER_DEG
    low, high = line[:, 1].min() - reach, line[:, 1].max() + reach
    found: list[tuple[int, str]] = []
    for town in peopled:
        if not low <= town.lat <= high:
            continue
        far_m, at = _off_m(town, line)
        ends_m = min(_off_m(town, line[[i, i]])[0] for i in (0, -1))
        if far_m > _BY_M or ends_m < _PAST_M or (other is not None and _off_m(town, other)[0] < _PAST_M):
            continue
        found.append((at, town.name))
        if len(found) == _MOST:
            break
    return tuple(name for _, name in sorted(found))


def _off_m(town: Place, line: Any) -> tuple[float, int]:
    """How many metres a town lies off a line (lon, lat), on its local plane, and at which piece of it."""
    import numpy as np

    east = ((line[:, 0] - town.lon + 180.0) % 360.0 - 180.0) * np.cos(np.radians(town.lat))
    spots = np.stack([east, line[:, 1] - town.lat], axis=1) * M_PER_DEG
    begin, step = spots[:-1], np.diff(spots, axis=0)
    square = (step * step).sum(axis=1)
    share = np.clip(-(begin * step).sum(axis=1) / np.where(square > 0.0, square, 1.0), 0.0, 1.0)
    off = np.hypot(*(begin + share[:, None] * step).T)
    at = int(off.argmin())
    return float(off[at]), at


def _own_lines(way: Path, instead: Path | None, network: Network) -> tuple[str, ...]:
    """The names of the lines that a way runs on and the other does not."""
    others = {run.line for run in instead.lines} if instead else set()
    names = (network.line(run.line).name for run in way.lines if run.line and run.line not in others)
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST]


def key_of(place: Place) -> PlaceKey:
    """What a goal is known by, whatever it is called."""
    return place.id, place.lon, place.lat


def called_apart(
    places: Iterable[Place], region: RegionOf | None = None, known: Mapping[PlaceKey, Place] | None = None
) -> dict[PlaceKey, Place]:
    """Places, by their keys, under names that tell them apart: of those that share one each is called by its region
    too, else by its country, its kind, or where it is. Those ``known`` keep the names they have.
    """
    apart = {key_of(p): p for p in places}
    often = Counter(p.name for p in apart.values())
    out = {}
    for key, place in apart.items():
        others = [p for k, p in apart.items() if p.name == place.name and k != key] if often[place.name] > 1 else []
        out[key] = (known or {}).get(key) or (_with_more(place, others, region) if others else place)
    return out


def _with_more(place: Place, others: Sequence[Place], region: RegionOf | None) -> Place:
    """A place under its name and what tells it from others of that name."""

    def land(p: Place) -> Place | None:
        found = region(p) if region is not None else None
        return found if found is not None and found.id != p.id else None

    own = land(place)
    if own is not None and all((there := land(p)) is None or there.name != own.name for p in others):
        names = {language: f"{name} ({own.names.get(language, own.name)})" for language, name in place.names.items()}
        return replace(place, name=f"{place.name} ({own.name})", names=names)
    for told in (place.country, place.kind, f"{place.lon:.2f},{place.lat:.2f}"):
        if told and all(told not in (p.country, p.kind) for p in others):
            break
    names = {language: f"{name} ({told})" for language, name in place.names.items()}
    return replace(place, name=f"{place.name} ({told})", names=names)
