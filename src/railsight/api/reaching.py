"""Where can a train have come to: the railway in reach within some hours."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from numbers import Real
from typing import TYPE_CHECKING, Any

from railsight.api.given import several
from railsight.api.spots import measured_notes, spot_on, taken_notes
from railsight.api.wishes import avoid_of, check_wishes
from railsight.api.world import DEFAULT_PROFILE, NetworkLike, PlaceLike, world_of
from railsight.datasets import network_credit
from railsight.errors import NoRouteError, UsageError
from railsight.model import Place, Reach
from railsight.network.layout import PARTIAL
from railsight.network.snapping import spots_of_station
from railsight.shown import Shown

if TYPE_CHECKING:
    from railsight.model import Profile
    from railsight.network import Network

MAX_HOURS = 24 * 60.0
_LESSER = ("halt", "siding")  # operating points that are not listed with the hours to them


@dataclass(frozen=True, slots=True)
class Reached(Shown):
    """The railway in reach of a place within some hours: stretches of sections, those at the rim only in part.

    ``snap_km`` is the gap between the place and the network; the time it takes is not counted. ``stations`` are those
    in reach, halts left out, with the hours (0 to ``hours``) after which the train can be at each, the nearest first.
    """

    origin: Place
    hours: float
    profile: str
    fastest: bool
    stretches: tuple[Reach, ...]
    snap_km: float
    line_names: Mapping[str, str] = field(default_factory=dict, hash=False)
    sources: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    attribution: str = ""  # of its network: what is to be said wherever it is shown
    stations: tuple[tuple[Place, float], ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        return (
            f"<Reached {self.origin.name}, {self.hours:g} h{', fastest' if self.fastest else ''}, {self.profile}: "
            f"{self.rail_km:,.1f} km of line in {len(self.stretches)} stretches>"
        )

    @property
    def rail_km(self) -> float:
        """Kilometres of line in reach."""
        return sum(one.km for one in self.stretches)

    @property
    def how(self) -> str:
        """At which speeds it is reached, in words."""
        return "at top speed, without waiting" if self.fastest else "at its usual speeds and waits"

    @property
    def rim(self) -> tuple[Reach, ...]:
        """The stretches within which the train would be at the end of the time."""
        return tuple(one for one in self.stretches if one.partial)

    def to_record(self) -> dict[str, Any]:
        """What ``reach --json`` prints."""
        from railsight.files.records import place_record, round_km

        return {
            "from": place_record(self.origin),
            "hours": self.hours,
            "profile": self.profile,
            "fastest": self.fastest,
            "snap_km": round_km(self.snap_km),
            "rail_km": round_km(self.rail_km),
            "reachable": [
                {
                    "from": r.origin,
                    "to": r.target,
                    "line": self.line_names.get(r.line, r.line),
                    "line_id": r.line,
                    "km": round_km(r.km),
                    "partial": r.partial,
                }
                for r in self.stretches
            ],
            "warnings": list(self.warnings),
        }

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> str:
        """Write it to a file, whole or not at all, in the form that the ending names: as ``reach -o`` does.

        .geojson, .gpkg, .kml and .gpx are for maps, .csv and .parquet are the stretches, .json is the record; .html is
        the page; .png, .svg and .pdf are stills. A sentence on what that form leaves out comes back, empty when
        nothing. UsageError for another ending, OutputExistsError when the file is there and ``force`` is False.
        """
        left_out: str = import_module("railsight.api.views").save_reached(self, path, force=force)
        return left_out


def by_line(reached: Reached) -> list[tuple[str, float, int]]:
    """Name, kilometres in reach and number of ends within the line, for each line, the longest first."""
    km, rims = Counter[str](), Counter[str]()
    for one in reached.stretches:
        km[one.line] += one.km  # type: ignore[assignment]
        rims[one.line] += one.partial
    return [(reached.line_names.get(line, line), far, rims[line]) for line, far in km.most_common()]


def hours_of(hours: float) -> float:
    """Hours that can be asked for; UsageError for others."""
    if not isinstance(hours, Real) or isinstance(hours, bool):
        raise UsageError(f"{hours!r:.60} is no number of hours", hint="such as 6 or 1.5")
    if not 0 < hours <= MAX_HOURS:
        raise UsageError(f"{hours:g} hours: more than 0 and at most {MAX_HOURS:g} can be asked for")
    return float(hours)


def reach(
    origin: PlaceLike,
    hours: float,
    *,
    fastest: bool = False,
    avoid: str | Sequence[str] | None = (),
    profile: str | Profile = DEFAULT_PROFILE,
    network: NetworkLike | None = None,
) -> Reached:
    """The railway that a train can have reached within ``hours`` (up to 60 days) of leaving a place.

    At the usual speeds and waits of the profile; with ``fastest`` at its top speed without any wait, beyond which
    nothing is possible. ``avoid``, ``network`` and errors as of ``distance``.
    """
    from railsight.routing import profile as named_profile
    from railsight.routing.reach import reached

    hours = hours_of(hours)
    train = named_profile(profile)
    world = world_of(network)
    where, spot, gap_m = spot_on(world, origin)
    barred = avoid_of(world, several(avoid))
    check_wishes(world, barred, None, (spot,))
    stops = spots_of_station(world, spot)
    found, first = reached(world, stops, hours, train, fastest=fastest, avoid=barred)
    if not found and barred:
        raise NoRouteError(
            f"every way from {where.name} begins on what is to be avoided", why="constraint", hint="avoid less"
        )
    lines = [world.line(line) for line in sorted({one.line for one in found})]
    names, sources = {line.id: line.name for line in lines}, sorted({line.source for line in lines if line.source})
    return Reached(
        origin=where,
        hours=hours,
        profile=train.name,
        fastest=fastest,
        stretches=found,
        snap_km=gap_m / 1000.0,
        line_names=names,
        sources=tuple(sources),
        attribution=network_credit(world.info, world.name),
        stations=tuple(_stations(world, first)),
        warnings=(
            *taken_notes(world, origin, where, spot),
            *measured_notes(world, where, spot, gap_m),
            *((PARTIAL,) if world.info.get("partial") else ()),
        ),
    )


def _stations(network: Network, first: Mapping[int, float]) -> Iterator[tuple[Place, float]]:
    """The stations of some nodes as places, with the hours to each, the nearest first."""
    for node, hours in sorted(first.items(), key=lambda one: (one[1], one[0])):
        if network.point_kind(node) not in _LESSER and network.point_name(node):
            yield network.point(node).place(), hours
