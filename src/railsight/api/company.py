"""What the names of a case mean in each other's company, as far as the others were known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from railsight.api.spots import place_on, taken_notes
from railsight.api.world import PlaceLike, bundled_gazetteer, region_of
from railsight.errors import AmbiguousPlaceError, PlaceNotFoundError
from railsight.gazetteer.lookup import SETTLED
from railsight.geo import apart_m
from railsight.inference.evidence import known
from railsight.model import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from railsight.model import Case, Journey, Place, Profile, Sighting, Spot
    from railsight.network import Network

_CLEAR, _ELSEWHERE = 0.9, 0.1  # share of a clear country; weight of a country that the clear ones are not in
_AS_LIKELY = 0.5  # of a name that nothing settles the readings at least so likely as the first are weighed


def in_company(sightings: Sequence[Sighting], as_of: datetime | None = None) -> tuple[Sighting, ...]:
    """Candidates weighed by the company they are in: a country that no clear sighting names counts less.

    Only sightings known by ``as_of`` are company: what became known later must not say what an earlier one meant.
    """
    clear = clear_countries(known(sightings, as_of))
    return tuple(replace(s, candidates=weighed(s.candidates, clear)) for s in sightings)


def clear_countries(sightings: Sequence[Sighting]) -> frozenset[str | None]:
    """The countries that some sighting is in whichever of its places is meant."""
    return frozenset(s.place.country for s in sightings if _share(s, s.place.country) >= _CLEAR)


def weighed(candidates: Sequence[Candidate], clear: frozenset[str | None]) -> tuple[Candidate, ...]:
    """Candidates, best first, those out of the clear countries counting less; as they were where none is in one."""
    weights = [
        c.score * (1.0 if c.place.country in clear or c.place.country is None else _ELSEWHERE) for c in candidates
    ]
    total, before = sum(weights), sum(c.score for c in candidates)
    if not clear or total <= 0:
        return tuple(candidates)
    scored = [replace(c, score=min(1.0, w / total * before)) for c, w in zip(candidates, weights, strict=True)]
    ranked = tuple(sorted(scored, key=lambda c: -c.score))
    return ranked if ranked[0].place.country in clear else tuple(candidates)


def _left_open(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Of candidates, best first, those about as likely as the first; none where that is settled to be meant."""
    first = candidates[0].score
    if first >= SETTLED * sum(c.score for c in candidates):
        return ()
    return tuple(c for c in candidates if c.score >= _AS_LIKELY * first)


def _share(sighting: Sighting, country: str | None) -> float:
    """How sure it is that a sighting is in a country, whichever of its places there is meant."""
    return sum(c.score for c in sighting.candidates if c.place.country == country)


# ---------------------------------------------------------------- what a name was taken for


def settled_notes(case: Case, told: Sequence[Sighting], journey: Journey, network: Network) -> tuple[str, ...]:
    """For each name of a case that may mean several places, of a sighting of the train: which it was taken for.

    ``told`` are the sightings that were known. A name said to be of a kind or a country is settled by that, unless
    several are left.
    """
    sightings = {s.id: s for s in told if s.subject == "train"}
    put = {used.sighting.id: used.spot for used in journey.used}
    notes: list[str] = []
    for named in case.named:
        sighting = sightings.get(named.sighting)
        if sighting is None:
            continue
        taken, spot = named.candidates[0].place, None
        if named.key == "place":
            taken, spot = sighting.place, put.get(sighting.id)
            if spot is not None:
                taken = _nearest(sighting, spot)
        likely = [c.place for c in _left_open(named.candidates)]
        among = [c.place for c in named.candidates] if named.narrowed else None
        found = taken_notes(network, named.name, taken, spot, likely=likely, among=among, alone=False)
        notes += [f"{named.where}: {note}" for note in found]
    return tuple(notes)


def _nearest(sighting: Sighting, spot: Spot) -> Place:
    return min((c.place for c in sighting.candidates), key=lambda p: apart_m(p, spot))


# ---------------------------------------------------------------- destinations


@dataclass(frozen=True, slots=True)
class Destinations:
    """The only places to weigh as destinations, each with a prior or None, and what a reader should know of them."""

    places: tuple[tuple[Place, float | None], ...]
    warnings: tuple[str, ...] = ()


class _Named(NamedTuple):
    """A destination as named, the place it may be, and its prior or its share of one."""

    name: str
    place: Place
    prior: float | None


def destinations_of(
    case: Case | None, to: Sequence[PlaceLike], sightings: Sequence[Sighting], network: Network, profile: Profile
) -> Destinations:
    """The destinations asked for, else those of the case: of a name that neither it nor the company of ``sightings``
    settles every likely reading, with its share of the prior; names of one station count together. A town is meant by
    the terminus to which the way leads.

    Raises PlaceNotFoundError, of those asked for AmbiguousPlaceError too.
    """
    from railsight.api.termini import aimed_at

    def aimed(name: PlaceLike, place: Place) -> Place:
        return aimed_at(network, name, place, sightings, profile)

    if to or case is None:
        return Destinations(tuple((aimed(name, place_on(network, name)), None) for name in to))
    clear = clear_countries(sightings)
    found: list[_Named] = []
    notes: list[str] = []
    for name, prior in case.destinations:
        readings, note = _readings(network, name, clear)
        whole = sum(c.score for c in readings)
        found += [
            _Named(_said(name), aimed(name, c.place), None if prior is None else prior * c.score / whole)
            for c in readings
        ]
        notes += [note] if note else []
    stations = _by_station(found, network)
    return replace(stations, warnings=(*notes, *stations.warnings))


def _said(name: str | Place) -> str:
    return name if isinstance(name, str) else name.name


def _readings(network: Network, name: str | Place, clear: frozenset[str | None]) -> tuple[tuple[Candidate, ...], str]:
    """The places that a destination may be, and a note where the name does not settle it.

    A train goes where the network does: a namesake that lies off it counts for nothing where another lies on it.
    """
    if not isinstance(name, str):
        return (Candidate(name, 1.0),), ""
    try:
        return (Candidate(place_on(network, name), 1.0),), ""
    except AmbiguousPlaceError as error:
        doubt = error
    except PlaceNotFoundError:
        from railsight.files.phrases import resolve_phrase

        found = resolve_phrase(name, bundled_gazetteer())
        if not found:
            raise
        doubt = AmbiguousPlaceError(name, found)
    ranked = weighed(doubt.candidates, clear)
    kept = _left_open(ranked) or ranked[:1]
    kept = tuple(c for c in kept if network.spots_near(c.place, count=1)) or kept
    regions = [region_of(c.place) for c in kept]
    told = (
        (c.place.name, (region.name if region else None, c.place.kind, c.place.country))
        for c, region in zip(kept, regions, strict=True)
    )
    taken = " and ".join(f"{name} ({', '.join(filter(None, more))})" for name, more in told)
    note = f"destination {doubt.message}: weighed as {taken}; to mean one place, {doubt.hint}"
    return kept, note if len(ranked) > 1 else ""


def _by_station(goals: Sequence[_Named], network: Network) -> Destinations:
    """Goals that are one spot of the network as one, whose prior is the sum; the others as they are."""
    groups: dict[object, list[tuple[float, _Named]]] = {}
    for goal in goals:
        near = network.spots_near(goal.place, count=1)
        spot, gap = near[0] if near else (None, 0.0)
        key = spot and spot.key(to_m=1.0)
        groups.setdefault(goal.place.id if key is None else key, []).append((gap, goal))
    places: list[tuple[Place, float | None]] = []
    notes: list[str] = []
    for group in groups.values():
        nearest = min(group, key=lambda x: (x[0], x[1].place.id))[1].place
        priors = [goal.prior for _, goal in group if goal.prior is not None]
        places.append((nearest, sum(priors) if priors else None))
        if len(group) > 1:
            names = " and ".join(sorted(goal.name for _, goal in group))
            notes.append(f"destinations {names} are one station, {nearest.name}: they count as one, priors together")
    most = max((prior for _, prior in places if prior is not None), default=0.0)
    if most > 1.0 and all(prior is not None for _, prior in places):  # where all have one, only how they compare counts
        places = [(place, prior and prior / most) for place, prior in places]
    return Destinations(tuple(places), tuple(notes))
