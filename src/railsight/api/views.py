"""What values show of themselves: HTML in a notebook, frames, maps to explore, pages and stills."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from railsight.api.distances import Distance
from railsight.api.given import aware
from railsight.api.matrices import Matrix
from railsight.api.reaching import Reached, by_line
from railsight.api.world import NetworkLike, PlaceLike, file_of, line_names, world_of
from railsight.errors import UsageError
from railsight.layers import why_aside
from railsight.model import Destination, Journey, Path, Place, Position, RejectedSighting, Times
from railsight.model.journeys import sightings_of, told_of_sightings
from railsight.model.shares import percent
from railsight.naming import gazetteer_of
from railsight.shown import Shown

if TYPE_CHECKING:
    from railsight.network import Network
    from railsight.resolution import Reading


_SAME_DEG = 1e-4  # records round positions
_ASIDE: Mapping[str, str] = {
    "statement": "where it goes",
    "denial": "set aside",
    "guess": "a guess",
    "contested": "contested",
    "contradicted": "set aside",
    "unplaced": "not placed",
}


def to_gdf(value: Any, *, kind: str | None = None) -> Any:
    """A GeoDataFrame of a value; ``kind`` as of ``Shown.to_gdf``."""
    from railsight.files.frames import to_gdf as framed

    return framed(value.path if isinstance(value, Distance) else value, kind=kind)


def position_of(journey: Journey, at: datetime | str, *, network: NetworkLike | None = None) -> Position:
    """Where the train of a journey is at a moment; see ``Journey.at``."""
    from railsight.inference import position_at

    when = aware("the time", at)
    if when is None:
        raise UsageError("no time is given", hint="the times of .passages are those of the journey")
    return position_at(journey, _world_of(journey, network, "at(time, network=...)"), when)


def when_at_place(
    journey: Journey,
    where: PlaceLike,
    *,
    event: str,
    after: datetime | str | None,
    before: datetime | str | None,
    network: NetworkLike | None,
) -> Times | None:
    """When the train of a journey was or will be at a place; see ``Journey.when_at``."""
    from railsight.api.spots import place_on
    from railsight.inference import when_at
    from railsight.inference.position import goal_assumes

    after, before = aware("after", after), aware("before", before)
    world = _world_of(journey, network, "when_at(place, network=...)")
    told = sightings_of(journey)
    there = place_on(world, where)
    found = when_at(told, world, journey.profile, there, event=event, after=after, before=before, as_of=journey.as_of)
    if found is None or not found.forecast or event != "arrived":
        return found
    goal = next((d for d in journey.destinations if _is_at(d, there, world) and not d.is_here), None)
    if goal is None or goal.earliest is None or goal.likely is None or goal.latest is None:
        return found
    if (after is not None and after >= goal.earliest) or (before is not None and before <= goal.latest):
        return found
    return Times((goal.earliest, goal.likely, goal.latest), goal_assumes(journey, goal), forecast=True)


def _is_at(goal: Destination, there: Place, world: Network) -> bool:
    """Whether a destination is a place, or ends at the operating point that it is."""
    node = world.node_of(there.id)
    ends = goal.path.points[-1].node if goal.path is not None and goal.path.points else None
    return goal.place.id == there.id or (node is not None and node == ends)


def save_journey(
    journey: Journey, path: str | os.PathLike[str], *, network: NetworkLike | None = None, force: bool = False
) -> str:
    """Write a journey in the form the ending names; see ``Journey.save``."""
    from railsight import webmap
    from railsight.files.atomic import write_as
    from railsight.files.exports import write_journey
    from railsight.files.forms import JOURNEYS

    return write_as(
        path,
        JOURNEYS,
        page=lambda: webmap.render(journey),
        still=lambda form: webmap.still(journey, form),
        data=lambda name: write_journey(name, journey, line_names=_lines_of(journey, network), force=force),
        force=force,
    )


def _lines_of(journey: Journey, network: NetworkLike | None) -> dict[str, str] | None:
    """The names of the lines that a journey may run on, where its network is known."""
    world = world_of(network)
    return line_names(world) if network is not None or _is_on(world, journey) else None


def save_routes(found: Sequence[Distance], path: str | os.PathLike[str], *, force: bool = False) -> str:
    """Write ways, the best of them first, in the form the ending names; see ``Distance.save``."""
    from railsight import webmap
    from railsight.files.atomic import write_as
    from railsight.files.exports import write_paths
    from railsight.files.forms import WAYS

    names = {line: name for way in found for line, name in way.line_names.items()}
    facts = [{"profile": way.profile, "warnings": "; ".join(way.warnings)} for way in found]
    paths = [way.path for way in found]
    return write_as(
        path,
        WAYS,
        page=lambda: distance_page(found[0], found[1:]),
        still=lambda form: webmap.still(found[0].path, form),
        data=lambda name: write_paths(name, paths, line_names=names, facts=facts, force=force),
        force=force,
    )


def save_reached(reached: Reached, path: str | os.PathLike[str], *, force: bool = False) -> str:
    """Write what is in reach in the form the ending names; see ``Reached.save``."""
    from railsight import webmap
    from railsight.files import write_text
    from railsight.files.atomic import write_as
    from railsight.files.exports import write_reach
    from railsight.files.forms import REACHES
    from railsight.files.jsontext import json_text

    def data(name: str) -> str:
        if name.lower().endswith(".json"):
            write_text(name, json_text(reached.to_record(), indent=1) + "\n", force=force)
            return ""
        title = f"{reached.origin.name}, {reached.hours:g} h"
        return write_reach(name, reached.stretches, title=title, line_names=reached.line_names, force=force)

    return write_as(
        path,
        REACHES,
        page=lambda: reached_page(reached),
        still=lambda form: webmap.still(reached, form),
        data=data,
        force=force,
    )


def reached_page(reached: Reached) -> str:
    """The page of what is in reach: one self-contained HTML file."""
    from railsight.webmap import render_reach

    return render_reach(
        reached.stretches,
        reached.origin,
        reached.hours,
        line_names=reached.line_names,
        sources=reached.sources,
        attribution=reached.attribution,
        stations=reached.stations,
        subtitle=f"{reached.profile} train {reached.how}",
    )


def save_matrix(matrix: Matrix, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a table of distances as one row a pair; see ``Matrix.save``."""
    from railsight.files import check_output
    from railsight.files.forms import TABLES, check_form
    from railsight.files.tables import write_pairs

    check_form(path, TABLES)
    write_pairs(check_output(path, force=force), matrix.called, [matrix.km], targets=matrix.target_labels, force=force)


def save_reading(
    reading: Reading, path: str | os.PathLike[str], *, network: NetworkLike | None = None, force: bool = False
) -> None:
    """Write a reading in the form the ending names; see ``Reading.save``."""
    from railsight.files import check_output, write_text
    from railsight.files.drafts import case_draft
    from railsight.files.forms import READINGS, check_form
    from railsight.files.jsontext import json_text
    from railsight.files.records import reading_record
    from railsight.files.texts import stem_of

    form, name = check_form(path, READINGS), check_output(path, force=force)
    if form == ".json":
        write_text(name, json_text(reading_record(reading), indent=2), force=force)
        return
    named = file_of(network)
    beside = None if named is None else os.path.relpath(named, os.path.dirname(name) or ".")  # noqa: PTH120
    names = gazetteer_of(world_of(network))
    draft = case_draft(reading, names, name=stem_of(name), file=os.path.basename(name), network=beside)  # noqa: PTH119
    write_text(name, draft, force=force)


def _world_of(journey: Journey, network: NetworkLike | None, how: str) -> Network:
    """The network of a journey. UsageError when it was inferred on another one."""
    world = world_of(network)
    if not _is_on(world, journey):
        raise UsageError(f"the journey was inferred on another network than {world!r}", hint=f"give it: journey.{how}")
    return world


def _is_on(world: Network, journey: Journey) -> bool:
    """Whether the spots of a journey are spots of a network: the same numbers at the same places."""
    spots = [used.spot for used in journey.used] + ([journey.path.start, journey.path.end] if journey.path else [])
    for spot in spots:
        if spot.section >= world.section_count or spot.offset_m > world.section_cm(spot.section) / 100 + 0.01:
            return False
        there = world.spot_at(spot.section, spot.offset_m)
        if abs(there.lon - spot.lon) > _SAME_DEG or abs(there.lat - spot.lat) > _SAME_DEG:
            return False
    return True


def record_of(value: Any) -> dict[str, Any]:
    """What ``--json`` prints of a journey, a path, a reading or a position."""
    from railsight.files.journeys import journey_record, position_record
    from railsight.files.records import path_record, reading_record

    if isinstance(value, Journey):
        return journey_record(value, line_names=_lines_of(value, None))
    if isinstance(value, Position):
        return position_record(value, line_names=line_names(world_of(None)))
    if isinstance(value, Path):
        return path_record(value, line_names=_names_of(value))
    return reading_record(value)


# ---------------------------------------------------------------- notebooks


def to_html(value: Any) -> str:
    """A small table of what a value says, escaped by the one function that does so."""
    from railsight.webmap.escape import markup_text

    head, headings, rows = _facts(value)

    def line(row: Sequence[object], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{markup_text(str(cell))}</{tag}>" for cell in row) + "</tr>"

    cells = (line(headings, "th") if headings and rows else "") + "".join(line(row, "td") for row in rows[:60])
    more = f"<p>and {len(rows) - 60} more</p>" if len(rows) > 60 else ""
    return f"<div><p><b>{markup_text(head)}</b></p><table>{cells}</table>{more}</div>"


Facts: TypeAlias = "tuple[str, tuple[str, ...], list[tuple[object, ...]]]"  # a title, headings if any, and rows


def _facts(value: Any) -> Facts:
    if isinstance(value, Distance):
        rows: list[tuple[object, ...]] = [
            ("by rail", f"{value.rail_km:,.1f} km", value.path.length_kind),
            ("as the crow flies", f"{value.geodesic_km:,.1f} km", ""),
        ]
        likely, earliest, latest = value.running_time.in_words()
        rows.append(("running time", likely, f"{earliest} to {latest}"))
        return f"{value.origin.name} - {value.target.name}", (), [*rows, *_path_facts(value.path, value.line_names)]
    if isinstance(value, Path):
        ends = f"{value.points[0].name} - {value.points[-1].name}" if value.points else "Path"
        return f"{ends}: {value.km:,.1f} km ({value.length_kind})", (), _path_facts(value)
    if isinstance(value, Journey):
        return _journey_facts(value)
    if isinstance(value, Matrix):
        cells = [("" if km is None else f"{km:,.1f}" for km in row) for row in value.km]
        table = [(name, *row) for name, row in zip(value.called, cells, strict=True)]
        return "km by rail", ("", *value.target_labels), [*table]
    if isinstance(value, Reached):
        stretches: list[tuple[object, ...]] = [
            (name, f"{km:,.1f} km", "as a whole" if not rim else f"ends on the way: {rim}")
            for name, km, rim in by_line(value)
        ]
        return f"{value.origin.name}, {value.hours:g} h: {value.rail_km:,.1f} km of line in reach", (), stretches
    if hasattr(value, "sightings"):
        counted = ((value.reports, "report"), (value.mentions, "mention"), (value.claims, "claim"))
        said = ", ".join(f"{len(some)} {word}{'' if len(some) == 1 else 's'}" for some, word in counted)
        seen = [(s.subject, s.event, s.place.name, s.local_time, s.status_words) for s in value.sightings]
        return said, ("who", "event", "place", "when, local clock", "status"), [*seen]
    return str(value), (), []


def _path_facts(path: Path, names: Mapping[str, str] | None = None) -> list[tuple[object, ...]]:
    named = names or _names_of(path)
    return [
        *((named.get(r.line, r.line), f"{r.km:,.1f} km", f"{r.origin} - {r.target}") for r in path.lines),
        *(("border", f"km {b.km:,.0f}", f"{b.at}, {b.origin} to {b.target}") for b in path.borders),
        *(("gauge", f"km {g.km:,.0f}", f"{g.at}, {g.from_mm} to {g.to_mm} mm") for g in path.gauge_breaks),
    ]


def _names_of(path: Path) -> Mapping[str, str]:
    """The names of the lines of a path that knows them by their ids alone: those of the bundled network."""
    known = line_names(world_of(None))
    return known if all(run.line in known for run in path.lines) else {}


def _journey_facts(journey: Journey) -> Facts:
    title = journey.title or journey.case or "Journey"
    km = f": {journey.path.km:,.0f} km" if journey.path else ""
    rows: list[tuple[object, ...]] = [
        (u.sighting.event, u.sighting.place.name, u.sighting.local_time, percent(u.belief), u.why) for u in journey.used
    ]
    rows += [
        (_ASIDE[why_aside(r, journey)], r.sighting.place.name, r.sighting.local_time, belief_words(r), r.reason)
        for r in journey.rejected
    ]
    rows += [("heading for", d.place.name, d.local_time, percent(d.probability), d.why) for d in journey.destinations]
    headings = ("event", "place", "when, local clock", "chance", "why")
    return f"{title}{km}; {told_of_sightings(journey)}", headings, rows


def belief_words(rejected: RejectedSighting) -> str:
    """How likely a sighting set aside is right all the same; empty where that was not judged."""
    return "" if rejected.belief is None else percent(rejected.belief)


# ---------------------------------------------------------------- maps


def explore(value: Any, *, m: Any = None, name: str | None = None) -> Any:
    """A ``folium.Map`` of a journey, a path, a distance, a reading or what is in reach, or a layer of the map ``m``."""
    from railsight import webmap

    if isinstance(value, Distance):
        return webmap.explore(value.path, title=_distance_title(value), m=m, name=name)
    _check_drawn(value)
    return webmap.explore(value, m=m, name=name)


def plot(value: Any, *, ax: Any = None) -> Any:
    """The same on matplotlib Axes, new ones unless given; MissingExtraError without matplotlib."""
    from railsight import webmap

    drawn = value.path if isinstance(value, Distance) else value
    _check_drawn(drawn)
    return webmap.plot(drawn, ax)


def _check_drawn(value: Any) -> None:
    """UsageError for what has no map, and for a reading with nothing to draw."""
    if not isinstance(value, Journey | Path | Shown):
        raise UsageError(f"{type(value).__name__} has no map", hint="railsight.track(...) makes a journey of reports")
    if getattr(value, "sightings", True) == ():
        raise UsageError("nothing was seen in these reports: there is nothing to draw", hint="see .unplaced for why")


def _distance_title(found: Distance) -> str:
    return f"{found.origin.name} – {found.target.name}: {found.rail_km:,.0f} km by rail"


_LENGTHS = {
    "official chainage": "official chainage",
    "measured geometry": "measurement on the map",
    "estimated": "estimate",
    "mixed": "official chainage in part, the rest measured or estimated",
}


def distance_page(found: Distance, others: Sequence[Distance] = ()) -> str:
    """The page of a distance and other ways: one self-contained HTML file."""
    from railsight.webmap import render_path

    crow = f"length by {_LENGTHS[found.path.length_kind]}; {found.geodesic_km:,.0f} km as the crow flies"
    ways = [d.path for d in others]
    return render_path(found.path, others=ways, asked=found, title=_distance_title(found), subtitle=crow)
