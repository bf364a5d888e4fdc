"""``railsight track`` and ``railsight map``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from railsight.cli.options import (
    Moment,
    check_alone,
    check_streamed,
    force_option,
    json_option,
    jsonl_options,
    network_option,
    of_train_option,
    online_options,
    plugin_options,
    profile_option,
    published_option,
)
from railsight.cli.output import (
    LeftOut,
    check_file,
    check_page,
    emit,
    emit_json,
    emit_table,
    one_line,
    plain,
    say,
    warn,
    warn_of_folders,
)
from railsight.files.forms import JOURNEYS
from railsight.model.shares import LEAST, percent

if TYPE_CHECKING:
    from railsight.api.following import Followed
    from railsight.files.earlier import Earlier
    from railsight.layers import Aside
    from railsight.model import Case, Destination, Journey, Passage, Position, Profile, Report, Sighting

# How many passages a table for people shows between the observed ones.
_SHOWN_PASSAGES = 40


_until_option = click.option("--until", type=Moment(), help="Use only what was known by then.")
_to_option = click.option(
    "--to", multiple=True, metavar="PLACE", help="Weigh only this destination; may be given several times."
)


@click.command("map")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE.html", help="The page to write.")
@click.option("--png", metavar="FILE", help="A still picture (extra `plot`).")
@click.option("--svg", metavar="FILE", help="A still picture in vectors (extra `plot`).")
@click.option("--pdf", metavar="FILE", help="A still picture to print (extra `plot`).")
@click.option("--tiles", metavar="URL", help="Let the page ask this tile server ({z}/{x}/{y}) for a detailed basemap.")
@published_option
@of_train_option
@_until_option
@_to_option
@click.option("--title", help="Title of the page, in place of the case's.")
@click.option("--subtitle", help="A line below the title.")
@click.option("--credits", metavar="TEXT", help="Who made the map; addresses become links.")
@click.option("--notes", metavar="TEXT", help="Notes of your own, below the journey; addresses become links.")
@click.option("--language", metavar="CODE", help="Language of the page's own words: en, ru, ko.")
@online_options
@plugin_options
@network_option
@profile_option(None)
@force_option
def map_command(
    inputs: tuple[str, ...],
    output: str | None,
    png: str | None,
    svg: str | None,
    pdf: str | None,
    tiles: str | None,
    published: datetime | None,
    of_train: bool,
    until: datetime | None,
    to: tuple[str, ...],
    network: str | None,
    profile: str | Profile | None,
    recogniser: str | None,
    resolver: str | None,
    force: bool,
    notes: str | None,
    **said: str | None,
) -> None:
    """Draw the journey that reports tell of: one HTML page that needs nothing else.

    INPUT is a report (.txt, .md, - for standard input), a folder of reports, a case (.yaml), a table of sightings
    (.csv), a photo that says where it was taken (.jpg, .png, .webp), a channel exported from Telegram (.json), what
    `track` or `read` wrote (.json, .jsonl), or several of them.

    \b
    Examples:
      railsight map story.txt -o map.html --published 2023-09-12T21:00+09:00
      railsight map case.yaml later-report.txt -o map.html --force
      railsight map case.yaml -o as-known-then.html --until 2023-09-12T20:00+10:00
    """
    stills = [name for name in (png, svg, pdf) if name]
    if not output and not stills:
        from railsight.errors import UsageError

        raise UsageError("nothing to write", hint="name the page with -o map.html, or a still with --png map.png")
    check_page(output, force=force)
    for name, ending in ((png, ".png"), (svg, ".svg"), (pdf, ".pdf")):
        check_file(name, (ending,), force=force)
    warn_of_folders(inputs)
    from railsight.api.following import draw, follow
    from railsight.files import write_text

    left_out = LeftOut()
    followed = follow(
        inputs,
        published=published,
        of_train=of_train,
        until=until,
        to=to,
        profile=profile,
        network=network,
        recogniser=recogniser,
        resolver=resolver,
        on_error=left_out,
    )
    if output:
        write_text(output, draw(followed, notes=notes, tiles=tiles, **said), force=force)
    if stills:
        from railsight.api.following import write_still

        for name in stills:
            write_still(name, followed, force=force, **said)
    _summarise(followed)
    for written in filter(None, (output, *stills)):
        say(f"map: {written}")
    left_out.end()


def _summarise(followed: Followed) -> None:
    """The journey in a few lines on stderr."""
    from railsight.layers import named_ends
    from railsight.model.journeys import told_of_sightings

    journey = followed.journey
    if between := named_ends(journey):
        first, last = between
        sightings = told_of_sightings(journey)
        say(f"{plain(first.name)} - {plain(last.name)}: {_km_so_far(journey, digits=0)} by rail; {sightings}")
    for line in goals_in_brief(journey):
        say(line)
    _warn_of(followed)


def goals_in_brief(journey: Journey) -> list[str]:
    """Where it is heading, the likeliest places first; only the leading guess where none is likely enough."""
    from railsight.model.journeys import is_likely_goal

    goals = [d for d in journey.destinations[:3] if d.probability >= LEAST]
    if goals and is_likely_goal(journey, goals[0]):
        return [f"heading for {plain(d.place.name)}: {percent(d.probability)}{_eta(d, journey.as_of)}" for d in goals]
    guess = f"; leading guess {plain(goals[0].place.name)}, {percent(goals[0].probability)}" if goals else ""
    return [f"not known where it goes{guess}"] if journey.destinations else []


def _eta(d: Destination, as_of: datetime | None) -> str:
    if d.is_here:
        return ", last seen there"
    if d.passed:
        return ", left behind"
    if d.earliest is None or d.latest is None:
        return ""
    from railsight.times import local_span

    there = "should have been there" if d.is_overdue(as_of) else "there"
    return f", {there} {local_span(d.earliest, d.latest, d.place.lon, d.place.lat)}"


@click.command("track")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@published_option
@of_train_option
@_until_option
@click.option("--at", type=Moment(), help="Say where the train is at that time.")
@_to_option
@click.option("--history", is_flag=True, help="Show how the ranking of destinations changed with each report.")
@click.option("--explain", is_flag=True, help="Show what moved each conclusion.")
@click.option("--watch", is_flag=True, help="Keep the journey current as files change, until interrupted.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the journey: .json .geojson .gpkg .kml .gpx .czml .html .png ..., or its passages alone: .csv .parquet",
)
@json_option
@jsonl_options("reports and cases")
@online_options
@plugin_options
@network_option
@profile_option(None)
@force_option
def track_command(
    inputs: tuple[str, ...],
    published: datetime | None,
    of_train: bool,
    until: datetime | None,
    at: datetime | None,
    to: tuple[str, ...],
    history: bool,
    explain: bool,
    watch: bool,
    output: str | None,
    as_json: bool,
    jsonl: bool,
    network: str | None,
    profile: str | Profile | None,
    recogniser: str | None,
    resolver: str | None,
    force: bool,
    **streamed: Any,
) -> None:
    """The journey: where the train went, where it is, where it may be going and when.

    INPUT is a report, a folder of reports, a case (.yaml), a table of sightings (.csv), a photo that says where it was
    taken (.jpg, .png, .webp), a channel exported from Telegram (.json), what `read` or `track` wrote (.json, .jsonl),
    or several of them. Together they are one journey; with --jsonl each is one of its own. A journey is inferred again
    from the sightings in it, with the destinations, train and title it was made with, so that they may be corrected
    there.

    \b
    Examples:
      railsight track case.yaml
      railsight track case.yaml --at 2023-09-13T06:00+10:00 --json
      railsight track reports/ --to Vladivostok --to "Vostochny, cosmodrome"
      railsight track cases/ --jsonl -o journeys.jsonl --cluster
    """
    warn_of_folders(inputs, cases=jsonl)
    if jsonl:
        check_alone(json=as_json, history=history, explain=explain, watch=watch)
        from railsight.api.reading import as_said

        asked = {"until": until, "at": at, "to": to, "profile": profile, "network": network}
        asked |= {"recogniser": recogniser, "resolver": resolver}
        said = partial(as_said, published=published, of_train=of_train)
        _track_each(inputs, asked, said, output=output, force=force, **streamed)
        return
    check_streamed(**streamed)
    check_file(output, JOURNEYS, force=force)
    from railsight.api.following import follow
    from railsight.cli.watching import KeptRecogniser

    asked_of = KeptRecogniser(recogniser) if watch else recogniser

    def once() -> None:
        left_out = LeftOut()
        followed = follow(
            inputs,
            published=published,
            of_train=of_train,
            until=until,
            at=at,
            to=to,
            profile=profile,
            network=network,
            recogniser=asked_of,
            resolver=resolver,
            on_error=left_out,
        )
        if output:
            _write_journey(followed, output, force=force or watch)
        if as_json:
            emit_json(followed.to_record())
        else:
            _print_journey(followed, history=history, explain=explain)
        _warn_of(followed)
        left_out.end()

    if watch:
        from railsight.cli.watching import watch_inputs

        watch_inputs(inputs, once)
    else:
        once()


def _track_each(
    inputs: tuple[str, ...],
    asked: dict[str, Any],
    said: Callable[[Report], Report],
    *,
    output: str | None,
    resume: bool,
    cluster: str | None,
    force: bool,
) -> None:
    """The journey of every report and case by itself; ``said`` adds to a report what the options say of it."""
    from railsight.api.batches import Tracking, each_item, track_each
    from railsight.cli.streaming import stream
    from railsight.model import Report

    def lines(items: Iterable[Report | Case | Earlier]) -> Iterator[str]:
        told = (said(x) if isinstance(x, Report) else x for x in items)
        return track_each(told, Tracking(**asked), cluster=cluster)

    what = "reports and cases"
    items = partial(each_item, inputs, network=asked["network"])
    stream(what, lambda refuse: items(on_error=refuse), lines, output, resume=resume, force=force)


def _where(p: Position) -> str:
    """Where the train is, in words."""
    if p.unknown:
        return f"not known, {plain(p.unknown)}" + (f" ({plain(p.assumes)})" if p.assumes else "")
    standing = "standing" if p.standing else "moving"
    band = f"80%, {plain(p.assumes)}" if p.assumes else "80%"
    spot = f"{p.lon:.3f}, {p.lat:.3f}"
    at = f"near {plain(p.near)} ({spot})" if p.near else f"at {spot}"
    said = "forecast: likely" if p.forecast else "likely"
    return f"{said} {at}, {standing};\n  km {p.km_low:,.0f} to {p.km_high:,.0f} along the route ({band})"


def _write_journey(followed: Followed, output: str, *, force: bool) -> None:
    from railsight.api.following import save_followed

    warn(filter(None, [save_followed(followed, output, force=force)]))
    say(f"written: {output}")


# ---------------------------------------------------------------- words for people


def _km_so_far(journey: Journey, *, digits: int = 1) -> str:
    """The kilometres of the way, from least to most where it begins or ends somewhere in an area."""
    from railsight.layers import told_km

    least, most = told_km(journey)
    return f"{most:,.{digits}f} km" if most - least < 1.0 else f"{least:,.0f} to {most:,.0f} km"


def _print_journey(followed: Followed, *, history: bool, explain: bool) -> None:
    from railsight.model.journeys import told_apart

    journey = followed.journey
    if journey.path:
        emit(f"{plain(journey.title or journey.case or 'journey')}: {_km_so_far(journey)} by rail so far")
    if followed.position is not None:
        p = followed.position
        count = len(p.reachable)
        emit(f"at {_when(p)}: {_where(p)}; {count} stretch{'es' if count != 1 else ''} in reach")
    _print_passages(journey.passages)
    _print_sightings(journey)
    _print_destinations(journey)
    if len(ways := told_apart(journey.alternatives)) > 1:
        rows = [
            (percent(a.probability), f"{a.path.km:,.0f}", ", ".join(a.via) or a.why or ("by other lines" if i else ""))
            for i, a in enumerate(ways)
        ]
        emit_table(
            (("chance", "right"), ("km", "right"), ("by way of", "left")), rows, title="Routes it may have taken"
        )
    if history:
        _print_history(journey)
    if explain:
        for line in journey.explanation:
            emit(f"- {one_line(line)}")


def _when(p: Position) -> str:
    """The moment of a position on the clock there, where it is known where, and in UTC."""
    from railsight.times import local_span

    utc = f"{p.at:%Y-%m-%d %H:%M} UTC"
    return utc if p.unknown else f"{local_span(p.at, p.at, p.lon, p.lat)} ({utc})"


def _print_passages(passages: tuple[Passage, ...]) -> None:
    from railsight.times import local_span

    shown = _thinned(passages)
    rows = [
        (_place(p), f"{p.km:,.0f}", local_span(p.earliest, p.latest, p.lon, p.lat), "seen" if p.told else "inferred")
        for p in shown
    ]
    left = f", {len(shown)} of {len(passages)}: all with --json or -o FILE.csv" if len(shown) < len(passages) else ""
    if rows:
        heads = (("station", "left"), ("km", "right"), ("between, local clock", "whole"), ("", "left"))
        emit_table(heads, rows, title=f"Passages{left}", below=2)


def _place(p: Passage) -> str:
    """Where a passage is; a sighting in an area names no station."""
    from railsight.model import inside

    return f"{inside(p.within)}, likely near {p.name}" if p.within else p.name


def _thinned(passages: tuple[Passage, ...]) -> list[Passage]:
    """All passages with a sighting and, of each even run of the others, the one at the largest town or station."""
    from railsight.api.world import bundled_gazetteer, possible_goals

    inhabitants = {town.served_by or town.id: town.population or 0 for town in possible_goals()}

    def size(passage: Passage) -> tuple[int, bool]:
        place = bundled_gazetteer().get(passage.id)
        own = (place.population or 0, place.kind == "station") if place else (0, False)
        return max(own, (inhabitants.get(passage.id, 0), True))

    inferred = [p for p in passages if not p.told]
    run = max(1, -(-len(inferred) // _SHOWN_PASSAGES))
    kept = {id(max(inferred[at : at + run], key=size)) for at in range(0, len(inferred), run)}
    return [p for p in passages if p.told or id(p) in kept]


_ASIDE: dict[Aside, str] = {
    "statement": "a goal",
    "denial": "set aside",
    "guess": "a guess",
    "contested": "contested",
    "contradicted": "set aside",
    "unplaced": "not placed",
}


def _print_sightings(journey: Journey) -> None:
    from railsight.api.views import belief_words
    from railsight.layers import why_aside

    def row(s: Sighting, status: str, belief: str, why: str) -> tuple[object, ...]:
        return s.event, s.place.name, s.local_time, status, belief, s.source or s.report, why

    rows = [row(u.sighting, u.sighting.status, percent(u.belief), u.why) for u in journey.used]
    rows += [row(r.sighting, _ASIDE[why_aside(r, journey)], belief_words(r), r.reason) for r in journey.rejected]
    heads = (("event", "left"), ("place", "left"), ("when, local", "whole"), ("status", "left"), ("belief", "right"))
    if rows:
        emit_table((*heads, ("source", "left"), ("why", "left")), rows, title="Sightings", below=2)


def _print_destinations(journey: Journey) -> None:
    rows = [
        (
            d.place.name,
            percent(d.probability),
            "" if d.rail_km_left is None else f"{d.rail_km_left:,.0f}",
            _eta(d, journey.as_of).removeprefix(", ").removeprefix("there "),
            d.why,
        )
        for d in journey.destinations
    ]
    if journey.elsewhere >= 0.005:
        rest = f"where no report and no list says {percent(journey.elsewhere - journey.unlisted)}"
        lesser = f"lesser places weighed too {percent(journey.unlisted)}, {rest}"
        why = lesser if journey.unlisted >= 0.005 else "where no report and no list of towns says"
        rows.append(("elsewhere", percent(journey.elsewhere), "", "", why))
    heads = (("destination", "left"), ("chance", "right"), ("km left", "right"), ("arrival, local (80%)", "whole"))
    if rows:
        emit_table((*heads, ("why", "left")), rows, title="Where it may be going", below=1)


def _print_history(journey: Journey) -> None:
    rows = [
        (f"{r.known_at:%d %b %Y %H:%M} UTC", r.sighting, ", ".join(f"{name} {percent(p)}" for name, p in r.ranking[:4]))
        for r in journey.history
    ]
    if rows:
        emit_table(
            (("known", "left"), ("sighting", "left"), ("ranking", "left")), rows, title="How the ranking changed"
        )


def _warn_of(followed: Followed) -> None:
    """What a reader should know before trusting the journey, and what to do about places off the network."""
    from railsight.inference.evidence import OFF_NETWORK

    warnings = (*followed.notes, *followed.journey.warnings)
    warn(warnings)
    if any(OFF_NETWORK in text for text in warnings):
        from railsight.api.world import another_network

        warn([another_network(followed.network)])
