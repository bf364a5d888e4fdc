"""How far is it by rail: one distance, the ways there, and tables of many."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import accumulate, chain, islice, pairwise, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from railsight.api.given import cells_of, is_table, several, whole_number
from railsight.api.spots import (
    OnNetwork,
    is_one_station,
    measured_notes,
    namesakes_joined,
    nearer_namesakes,
    spot_on,
    spots_on,
    taken_notes,
)
from railsight.api.wishes import avoid_of, check_wishes, require_of
from railsight.api.world import DEFAULT_PROFILE, NetworkLike, PlaceLike, file_of, world_of
from railsight.errors import InputError, NoAnswerError, NoRouteError, RailsightError, UsageError
from railsight.geo import geodesic_m
from railsight.model import Path, Place, Profile, RunningTime, Spot, Step
from railsight.network.layout import PARTIAL
from railsight.network.snapping import spots_of_station
from railsight.shown import Shown

if TYPE_CHECKING:
    from pandas import DataFrame

    from railsight.api.matrices import Matrix
    from railsight.network import Network
    from railsight.routing import Avoid, Require

MAX_ALTERNATIVES = 20
# Of 18,364 pairs of stations in Russia, where hardly a line is missing, 1.2 % lie further round than this, all with
# Lake Baikal, a mountain range or a border between; of the published distances none (the most is 1.9).
_FAR_ROUND = 2.5
_FAR_ROUND_KM = 60.0  # and by at least so many kilometres
# In the coarse network of the world many lines are missing. Of 167 published distances that it was held against four
# lie further round than this, in mountains or round a bay.
_COARSE_ROUND = 1.7
_CIRCUITY_LEAST = 0.995  # 1.00 as it is written: lengths are rounded
_ONE_PLACE_KM = 5.0  # from here on two places are too far apart for one station to stand for both


@dataclass(frozen=True, slots=True)
class Distance(Shown):
    """A rail distance: the path, what it is measured from, and the straight-line distance. Kilometres and hours.

    ``line_names`` gives the names of the lines run on by their ids. ``snap_km`` holds the gaps between the two places
    and the network, ``via_snap_km`` those of the places on the way; they are never part of ``rail_km``.
    """

    origin: Place
    target: Place
    via: tuple[Place, ...]
    path: Path
    geodesic_km: float
    snap_km: tuple[float, float]
    running_time: RunningTime
    profile: str
    line_names: Mapping[str, str] = field(default_factory=dict, hash=False)
    sources: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    via_snap_km: tuple[float, ...] = ()

    def __repr__(self) -> str:
        ends = " - ".join(p.name for p in (self.origin, *self.via, self.target))
        crow = f"{self.geodesic_km:,.1f} km as the crow flies"
        return f"<Distance {ends}: {self.rail_km:,.1f} km by rail ({self.path.length_kind}), {crow}, {self.profile}>"

    @property
    def rail_km(self) -> float:
        """Length of the path in kilometres."""
        return self.path.km

    @property
    def circuity(self) -> float | None:
        """Rail kilometres over crow-fly kilometres; None for a place to itself, and where what is not counted, the ways
        from the places to the railway, makes the rail the shorter of the two."""
        ratio = self.path.km / self.geodesic_km if self.geodesic_km > 0.01 else 0.0
        return ratio if ratio >= _CIRCUITY_LEAST else None

    def to_record(self) -> dict[str, Any]:
        """What ``distance --json`` prints."""
        from railsight.files.records import path_record, place_record, round_km

        path = path_record(self.path, line_names=self.line_names)
        hours = self.running_time
        return {
            "from": place_record(self.origin),
            "to": place_record(self.target),
            "via": [place_record(p) for p in self.via],
            "rail_km": path.pop("rail_km"),
            "rail_km_kind": path.pop("rail_km_kind"),
            "estimated_km": path.pop("estimated_km"),
            "geodesic_km": round_km(self.geodesic_km),
            "circuity": round(self.circuity, 2) if self.circuity is not None else None,
            "snap_km": [round_km(km) for km in self.snap_km],
            "via_snap_km": [round_km(km) for km in self.via_snap_km],
            "running_time_h": {
                "earliest": round(hours.earliest_h, 1),
                "likely": round(hours.likely_h, 1),
                "latest": round(hours.latest_h, 1),
            },
            "profile": self.profile,
            "path": path,
            "sources": list(self.sources),
            "warnings": list(self.warnings),
        }

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> str:
        """Write it to a file, whole or not at all, in the form that the ending names: as ``route -o`` does.

        .geojson, .gpkg, .kml, .gpx and .czml are for maps, .csv and .parquet are the stations, .json is the path with
        all it is made of; .html is the page; .png, .svg and .pdf are stills. A sentence on what that form leaves out
        comes back, empty when nothing. UsageError for another ending, OutputExistsError when the file is there and
        ``force`` is False.
        """
        left_out: str = import_module("railsight.api.views").save_routes((self,), path, force=force)
        return left_out


def routes_record(found: Sequence[Distance]) -> dict[str, Any]:
    """What ``route --json`` prints: the best way as a distance, and all of them under ``routes``."""
    told = ("rail_km", "rail_km_kind", "estimated_km", "circuity", "running_time_h", "path", "warnings")
    records = [way.to_record() for way in found]
    return records[0] | {"routes": [{key: record[key] for key in told} for record in records]}


def distance(
    origin: PlaceLike,
    target: PlaceLike,
    *,
    via: PlaceLike | Sequence[PlaceLike] | None = (),
    avoid: str | Sequence[str] | None = (),
    require: str | Sequence[str] | None = (),
    profile: str | Profile = DEFAULT_PROFILE,
    network: NetworkLike | None = None,
) -> Distance:
    """The shortest way by rail, through the ``via`` places (one or several) in the order given.

    ``avoid`` and ``require`` name places, lines (by name or id) or countries (two letters) that it must not or must
    touch, the latter in whatever order is shortest, on any leg; one may be given as it is. A required line is run
    along, never out and back for its own sake.
    ``profile`` names the train (gauge, countries, speeds); ``network`` is a network, its file, or None for the bundled
    one. Raises PlaceNotFoundError, AmbiguousPlaceError, NoRouteError; UsageError for what must be touched and avoided
    at once.
    """
    return route(origin, target, via=via, avoid=avoid, require=require, profile=profile, network=network)[0]


def route(
    origin: PlaceLike,
    target: PlaceLike,
    *,
    via: PlaceLike | Sequence[PlaceLike] | None = (),
    avoid: str | Sequence[str] | None = (),
    require: str | Sequence[str] | None = (),
    alternatives: int = 1,
    profile: str | Profile = DEFAULT_PROFILE,
    network: NetworkLike | None = None,
) -> tuple[Distance, ...]:
    """The best way and up to ``alternatives - 1`` distinct other ways, best first.

    Raises as ``distance``; UsageError for other ``alternatives`` than 1 to 20.
    The best has the fewest breaks of gauge and, of those, is the shortest when branch lines count 1.1 times: a way with
    more of either comes later though it may be shorter.
    """
    from railsight.routing import profile as named_profile

    alternatives = whole_number("alternatives", alternatives, 1, MAX_ALTERNATIVES)
    via, avoid, require = several(via), several(avoid), several(require)
    train = named_profile(profile)
    world = world_of(network)
    named = (origin, *via, target)
    barred, wanted = avoid_of(world, avoid), require_of(world, require)
    found = spots_on(world, named)
    if not all(is_one_station(world, what, one) for what, one in zip(named, found, strict=True)):
        from railsight.api.termini import at_termini

        found = at_termini(world, named, found, avoid=barred, require=wanted, profile=train)
    if any(len(spots_of_station(world, spot)) > 1 for _, spot, _ in found):
        from railsight.api.stops import at_best_nodes

        found = at_best_nodes(world, found, avoid=barred, require=wanted, profile=train)
    if not via:
        _check_told_apart(found)
    check_wishes(world, barred, wanted, (spot for _, spot, _ in found))
    wish = _Wish(world, alternatives, train, barred, wanted)
    said: tuple[str, ...] = ()
    try:
        paths = wish.paths(found)
    except NoRouteError as error:
        from railsight.api.stops import not_joined, on_one_part

        moved = on_one_part(world, found) if error.why == "islands" else None
        if moved is None:
            error = not_joined(world, found, error) if error.why == "islands" else error
            joined = namesakes_joined(world, named, found) if error.why == "islands" and not via else ()
            told = "; ".join((error.message, *dict.fromkeys((*joined, *_notes(world, named, found)))))
            raise NoRouteError(told, why=error.why, hint=error.hint) from error
        found, said = moved
        paths = wish.paths(found)
    round_about: tuple[str, ...] = ()
    if not (via or avoid or require) and (round_about := _detour_notes(world, found, paths[0])):
        from railsight.api.stops import by_other_railways

        moved = by_other_railways(world, found, paths[0].length_m, train)
        if moved is not None:
            found, said = moved[0], (*said, *moved[1])
            paths = wish.paths(found)
            round_about = _detour_notes(world, found, paths[0])
    notes = [*said, *_notes(world, named, found), *round_about]
    _, *between, _ = (spot for _, spot, _ in found)
    turns = [_turn_notes(p, between) if require else () for p in paths]
    return tuple(_answer(p, found, train, world, (*notes, *told)) for p, told in zip(paths, turns, strict=True))


class _Wish(NamedTuple):
    """What is asked of the ways through some places."""

    world: Network
    alternatives: int
    train: Profile
    avoid: Avoid | None
    require: Require | None

    def paths(self, found: Sequence[OnNetwork]) -> tuple[Path, ...]:
        """The best ways; NoRouteError."""
        first, *between, last = (spot for _, spot, _ in found)
        wishes: dict[str, Any] = {"avoid": self.avoid, "require": self.require, "profile": self.train}
        if self.alternatives > 1:
            from railsight.routing import k_paths

            return k_paths(self.world, first, last, self.alternatives, via=between, **wishes)
        from railsight.routing import shortest_path

        return (shortest_path(self.world, first, last, via=between, **wishes),)


def _notes(world: Network, named: Sequence[PlaceLike], found: Sequence[OnNetwork]) -> list[str]:
    """For what the names along a way were taken, and what its length leaves out."""
    notes = [
        n
        for i, (what, (where, spot, _)) in enumerate(zip(named, found, strict=True))
        for n in taken_notes(world, what, where, spot, likely=nearer_namesakes(world, named, found, i))
    ]
    return notes + [n for where, spot, gap_m in found for n in measured_notes(world, where, spot, gap_m)]


def _check_told_apart(found: Sequence[OnNetwork]) -> None:
    """Refuse two places far apart that the network has one station for: 0 km would be an answer to another question."""
    (origin, first, _), (target, last, _) = found
    apart_km = geodesic_m(origin.lon, origin.lat, target.lon, target.lat) / 1000.0
    if first.key() == last.key() and apart_km >= _ONE_PLACE_KM:
        raise NoRouteError(
            f"{origin.name} and {target.name} are {apart_km:.1f} km apart, and the network has one place for both"
            + (f": {first.name}" if first.name else ""),
            why="reach",
            hint="a network with the line between them may answer: --network FILE, in Python network=FILE",
        )


def _detour_notes(world: Network, found: Sequence[OnNetwork], best: Path) -> tuple[str, ...]:
    """That a nearer line may be missing, where the best way is as far round as hardly a complete network leads."""
    far_round = _COARSE_ROUND if world.info.get("coarse") else _FAR_ROUND
    first, last = found[0][1], found[-1][1]
    crow_km = geodesic_m(first.lon, first.lat, last.lon, last.lat) / 1000.0
    if best.km <= far_round * crow_km or best.km - crow_km < _FAR_ROUND_KM:
        return ()
    times = f"{best.km / crow_km:.1f}" if crow_km > 0.01 else "many"
    return (f"the route is {times} times as long as the straight line: a nearer line may be missing from the network",)


def _turn_notes(path: Path, between: Sequence[Spot]) -> tuple[str, ...]:
    """Where the train runs out and back to touch what is required, through which no way leads that is as short."""
    steps, stops, notes = path.steps, {spot.name for spot in between}, []
    runs = (before.target for before, after in pairwise(path.lines) if before.line == after.line)
    turns = (at for at, (came, goes) in enumerate(pairwise(steps), 1) if _is_way_back(came, goes))
    for where, at in zip(runs, turns, strict=False):
        back = takewhile(lambda pair: _is_way_back(*pair), zip(reversed(steps[:at]), steps[at:], strict=False))
        km = sum(step.length_m for _, step in back) / 1000.0
        if where not in stops:
            notes.append(f"the train turns round at {where} and runs {km:,.1f} km back the way it came")
    return tuple(notes)


def _is_way_back(came: Step, goes: Step) -> bool:
    return came.section == goes.section and (came.to_m - came.from_m) * (goes.to_m - goes.from_m) < 0


def _answer(path: Path, found: Sequence[OnNetwork], train: Profile, world: Network, notes: Sequence[str]) -> Distance:
    from railsight.routing import running_time

    (origin, _, first_m), *between, (target, _, last_m) = found
    return Distance(
        origin=origin,
        target=target,
        via=tuple(where for where, *_ in between),
        path=path,
        geodesic_km=geodesic_m(origin.lon, origin.lat, target.lon, target.lat) / 1000.0,
        snap_km=(first_m / 1000.0, last_m / 1000.0),
        via_snap_km=tuple(gap_m / 1000.0 for *_, gap_m in between),
        running_time=running_time(path, train),
        profile=train.name,
        line_names={run.line: world.line(run.line).name for run in path.lines},
        sources=path.sources or _sources_at(found, world),
        warnings=(*dict.fromkeys(notes), *path.warnings),
    )


def _sources_at(found: Sequence[OnNetwork], world: Network) -> tuple[str, ...]:
    """Where the lines are from that the places lie on, for a way of no length."""
    lines = dict.fromkeys(spot.line for _, spot, _ in found if spot.line)
    return tuple(dict.fromkeys(source for line in lines if (source := world.line(line).source)))


def matrix(
    names: Iterable[PlaceLike] | DataFrame,
    targets: Iterable[PlaceLike] | DataFrame | None = None,
    *,
    profile: str | Profile = DEFAULT_PROFILE,
    network: NetworkLike | None = None,
) -> Matrix:
    """Rail kilometres between all pairs of places, None where there is no way. Raises as ``distance`` for a place.

    ``names`` are places, or a table of them (pandas) with the columns that the command knows: names, or ``lon`` and
    ``lat``, or both, and then the names are labels. Of a table with geometries (geopandas) the active ones, which must
    be points, are the positions. Whatever words a place was asked for in are its label. With ``targets``, which may be
    told in the same ways, from each of ``names`` to each of these.
    """
    from railsight.api.matrices import Matrix

    world = world_of(network)
    origins, labels = _asked_of(names, world)
    across, across_labels = ([], None) if targets is None else _asked_of(targets, world)
    found, blocks = matrix_blocks([*origins, *across], profile=profile, network=network)
    placed = []
    for one in found:
        if isinstance(one, RailsightError):
            raise one
        placed.append(one)
    rows = [*islice(chain.from_iterable(blocks), len(origins))]
    at = len(origins)
    sides = (_called(origins, placed[:at], labels), _called(across, placed[at:], across_labels))
    if targets is None:
        return Matrix.labelled(*sides[0], rows)
    return Matrix.labelled(*sides[0], [row[at:] for row in rows], across=sides[1])


def _asked_of(given: Iterable[PlaceLike] | DataFrame, network: Network) -> tuple[list[PlaceLike], list[str] | None]:
    """Places that are asked for, and what they are called where a table says so."""
    if is_table(given):
        return _of_table(given, network)
    if given is None:
        raise UsageError("no places are given")
    return [*several(given)], None


def _called(
    asked: Sequence[PlaceLike], placed: Sequence[Place], labels: Sequence[str] | None
) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """Places with their labels: those of a table, which positions have for names, else the words they were asked in."""
    if labels is None:
        told = (name if isinstance(name, str) else place.name for name, place in zip(asked, placed, strict=True))
        return tuple(placed), tuple(told)
    named = zip(placed, labels, strict=True)
    return tuple(replace(one, name=label) if one.kind == "position" else one for one, label in named), tuple(labels)


def _of_table(table: DataFrame, network: Network) -> tuple[list[PlaceLike], list[str]]:
    """The places of a pandas table, and what they are called there. Raises what is wrong with a row."""
    from functools import partial

    from railsight.api.spots import is_known
    from railsight.files.placelists import places_in

    listed = places_in(*cells_of(table), known=partial(is_known, network))
    for one in listed:
        if one.error is not None:
            raise one.error
    return [one.where for one in listed], [one.label for one in listed]


def matrix_blocks(
    names: Sequence[PlaceLike | RailsightError],
    *,
    profile: str | Profile = DEFAULT_PROFILE,
    network: NetworkLike | None = None,
    cluster: str | None = None,
    done: int = 0,
) -> tuple[tuple[Place | RailsightError, ...], Iterator[list[list[float | None]]]]:
    """As ``matrix``, but rows come in blocks, so that a table may be larger than memory.

    A place that is unknown, ambiguous or off the network loses no other: the error stands in its place, and its cells
    are None; so it is with an error given instead of a name.
    ``cluster`` is the address of a Dask scheduler whose workers do the work, or ``"local"``; they open the
    same network file. The first ``done`` rows are left out.
    """
    from railsight.datasets import data_path
    from railsight.routing import cluster_blocks, distance_blocks
    from railsight.routing import profile as named_profile

    world = world_of(network)
    if cluster is not None and world is network:
        raise UsageError("a cluster needs the network as a file", hint="give its path")
    listed: tuple[PlaceLike | RailsightError, ...] = several(names)
    found = [_placed(world, name) for name in listed]
    nodes = [spots_of_station(world, spot) for _, spot in found if spot is not None]
    first = sum(spot is not None for _, spot in found[:done])
    spots, sources = [*chain.from_iterable(nodes)], [*chain.from_iterable(nodes[first:])]
    train = named_profile(profile)
    if cluster is None:
        blocks = distance_blocks(world, sources, spots, profile=train)
    else:
        file = file_of(network) or data_path("network.rsn")
        blocks = cluster_blocks(cluster, file, sources, spots, profile=train)
    placed = [spot is not None for _, spot in found]
    rows: Iterator[list[list[float | None]]] = (block for _, block in blocks)
    if len(spots) > len(nodes):
        rows = _least_of_each(rows, [len(own) for own in nodes], first)
    return tuple(where for where, _ in found), _spread(rows, placed, done)


def matrix_notes(
    names: Sequence[PlaceLike | RailsightError],
    found: Sequence[Place | RailsightError],
    *,
    network: NetworkLike | None = None,
) -> tuple[str, ...]:
    """For which of several places of its name each of the places that ``matrix_blocks`` found was taken, and what its
    figures leave out: the way to the railway, and where in an area they were measured.
    """
    from railsight.api.termini import terminus_note

    world = world_of(network)
    notes: list[str] = []
    for name, where in zip(names, found, strict=True):
        if isinstance(where, Place) and not isinstance(name, RailsightError):
            _, spot, gap_m = spot_on(world, name)
            notes += (*taken_notes(world, name, where, spot), *measured_notes(world, where, spot, gap_m))
            notes += terminus_note(world, name, where)
    if world.info.get("partial"):
        notes.append(PARTIAL)
    return tuple(dict.fromkeys(notes))


def _placed(world: Network, name: PlaceLike | RailsightError) -> tuple[Place | RailsightError, Spot | None]:
    if isinstance(name, RailsightError):
        return name, None
    try:
        where, spot, _ = spot_on(world, name)
        return where, spot
    except (NoAnswerError, InputError, UsageError) as error:
        return error, None


def _least_of_each(
    blocks: Iterable[list[list[float | None]]], nodes: Sequence[int], first: int
) -> Iterator[list[list[float | None]]]:
    """Blocks of metres between the nodes of some stations, so many each, as rows between the stations: the least. The
    rows begin with those of the ``first`` station.
    """
    rows, ends = chain.from_iterable(blocks), [*accumulate(nodes, initial=0)]
    for count in nodes[first:]:
        own = [row for _, row in zip(range(count), rows, strict=False)]
        cells = ((row[k] for row in own for k in range(low, high)) for low, high in pairwise(ends))
        yield [[min((metres for metres in cell if metres is not None), default=None) for cell in cells]]


def _spread(
    blocks: Iterable[list[list[float | None]]], placed: Sequence[bool], done: int
) -> Iterator[list[list[float | None]]]:
    """Blocks of metres between the placed ones as blocks of kilometres between all, None at those that are not."""
    from railsight.routing.blocks import DEFAULT_ROWS

    rows = _spread_rows(chain.from_iterable(blocks), placed, done)
    while block := list(islice(rows, DEFAULT_ROWS)):  # as many as are worked out at once, however few are placed
        yield block


def _spread_rows(rows: Iterable[list[float | None]], placed: Sequence[bool], done: int) -> Iterator[list[float | None]]:
    columns = [k for k, here in enumerate(placed) if here]
    nothing: list[float | None] = [None] * len(placed)
    found = iter(rows)
    for origin in range(done, len(placed)):
        if not placed[origin]:
            yield nothing
            continue
        full = nothing.copy()
        for column, metres in zip(columns, next(found), strict=True):
            full[column] = None if metres is None else metres / 1000.0
        yield full
