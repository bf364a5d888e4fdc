"""Whole journeys from texts alone: trains each told by a few short reports, read and tracked by the tool.

``python benchmarks/stories.py [FILE] [--show]``

Each story of ``stories.yaml`` beside, or of another file (see ``stories.md``), is given to ``read`` and ``track`` as
it stands, and the answer is compared with what a careful reader wrote down. A sighting is right when its place lies
within 15 km, its event is the same and its interval, widened by 35 minutes either way, meets the expected one;
leniently, a train that was seen, one that stopped and one that passed are the same. ``heading``, and ``due`` without
any time, say where it goes and are no sightings here. ``whole`` is a story with nothing missed and nothing false
(leniently), its path through the stations named in their order, its goal first, where texts tell one, and its latest
sighting right. Odd numbers are open; ``--show`` says what differs in them, never in even ones. In a file that says
``held: none`` all are open, in one that says ``held: all`` none is.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import railsight as rs
from railsight.errors import RailsightError
from railsight.geo import geodesic_m
from railsight.model import Journey

LonLat = tuple[float, float]
STORIES = Path(__file__).with_name("stories.yaml")
PLACE_KM, THROUGH_KM = 15.0, 10.0
SLACK = timedelta(minutes=35)
WHERE_IT_WAS = frozenset({"departed", "arrived", "stopped", "passed", "crossed", "seen"})
EVENTS = WHERE_IT_WAS | {"absent", "due"}
_ALIKE = frozenset({"seen", "passed", "stopped"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting, expected or found; the times are None where nothing says when.

    An expected ``event`` may be several joined by ``|``, any of which will do.
    """

    name: str
    at: LonLat
    event: str
    earliest: datetime | None
    latest: datetime | None
    status: str
    optional: bool = False

    def __str__(self) -> str:
        def told(moment: datetime | None) -> str:
            return f"{moment.astimezone(UTC):%m-%d %H:%MZ}" if moment else "?"

        return f"{self.name} {self.event} {told(self.earliest)}..{told(self.latest)} {self.status}"


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one train and what a careful reader makes of them; no ``goals`` where the texts leave it open."""

    number: int
    language: str
    reports: tuple[rs.Report, ...]
    sightings: tuple[Seen, ...]
    through: tuple[tuple[str, LonLat], ...]
    goals: tuple[LonLat, ...]
    not_goals: tuple[LonLat, ...]
    last_place: LonLat
    last_at: datetime
    rejects: int
    held: str = "even"

    @property
    def is_open(self) -> bool:
        return self.held == "none" or (self.held == "even" and self.number % 2 == 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the tool says of a story; ``goal`` and ``last`` are None where it says nothing, ``error`` why."""

    sightings: tuple[Seen, ...] = ()
    passages: tuple[LonLat, ...] = ()
    goal: tuple[str, LonLat] | None = None
    last: Seen | None = None
    rejects: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """How an answer compares with a story: the sightings that differ strictly and leniently, and what is right."""

    wanted: int
    missed: tuple[Seen, ...]
    missed_lenient: tuple[Seen, ...]
    false: tuple[Seen, ...]
    false_lenient: tuple[Seen, ...]
    status_right: int
    path: bool
    goal: bool | None  # None: not known, not counted
    not_goal: bool
    last_seen: bool
    rejects: bool

    @property
    def whole(self) -> bool:
        sightings = not self.missed_lenient and not self.false_lenient
        return sightings and self.path and self.goal is not False and self.last_seen


@dataclass(slots=True)
class Tally:
    """The counts of some stories."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, marks: Marks, failed: bool) -> None:
        more = {
            "stories": 1,
            "wanted": marks.wanted,
            "right": marks.wanted - len(marks.missed),
            "right_lenient": marks.wanted - len(marks.missed_lenient),
            "status_right": marks.status_right,
            "missed": len(marks.missed),
            "missed_lenient": len(marks.missed_lenient),
            "false": len(marks.false),
            "false_lenient": len(marks.false_lenient),
            "sightings_all_right": int(not marks.missed_lenient and not marks.false_lenient),
            "path": int(marks.path),
            "goals_known": int(marks.goal is not None),
            "goal": int(marks.goal is True),
            "not_goal_first": int(marks.not_goal),
            "last_seen": int(marks.last_seen),
            "rejects": int(marks.rejects),
            "no_journey": int(failed),
            "whole": int(marks.whole),
        }
        for key, count in more.items():
            self.counts[key] = self.counts.get(key, 0) + count


@cache
def read_stories(path: Path = STORIES) -> tuple[Story, ...]:
    """The stories of a file."""
    from ruamel.yaml import YAML

    loaded: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    places: dict[str, LonLat] = {name: (lon, lat) for name, (lon, lat) in loaded["places"].items()}
    return tuple(_story(one, places, loaded.get("held", "even")) for one in loaded["stories"])


def _story(one: Mapping[str, Any], places: Mapping[str, LonLat], held: str) -> Story:
    expect = one["expect"]
    goal = expect["goal"] if expect["goal_known"] else []
    return Story(
        number=one["id"],
        language=one["language"],
        reports=tuple(
            rs.Report(r["id"], r["text"], datetime.fromisoformat(r["published"]), r["source"]) for r in one["reports"]
        ),
        sightings=tuple(
            Seen(
                s["place"],
                places[s["place"]],
                s["event"],
                datetime.fromisoformat(s["earliest"]),
                datetime.fromisoformat(s["latest"]),
                s["status"],
                bool(s.get("optional", False)),
            )
            for s in expect["sightings"]
        ),
        through=tuple((name, places[name]) for name in expect["through"]),
        goals=tuple(places[name] for name in ([goal] if isinstance(goal, str) else goal)),
        not_goals=tuple(places[name] for name in expect.get("not_goals", ())),
        last_place=places[expect["last_seen"]["place"]],
        last_at=datetime.fromisoformat(expect["last_seen"]["at"]),
        rejects=expect["rejects"],
        held=held,
    )


def ask(story: Story) -> Answer:
    """What the tool answers, given the reports and nothing else."""
    try:
        reading = rs.read(story.reports)
    except RailsightError as error:
        return Answer(error=f"read: {error}")
    told = [s for s in reading.sightings if s.subject == "train" and s.event in EVENTS]
    found = tuple(_seen(s) for s in told if s.event != "due" or s.interval is not None)
    try:
        journey = rs.track(story.reports)
    except RailsightError as error:
        return Answer(found, error=f"track: {error}")
    return _answer(found, journey)


def _seen(s: rs.Sighting) -> Seen:
    earliest, latest = (s.interval.earliest, s.interval.latest) if s.interval else (None, None)
    return Seen(s.place.name, (s.place.lon, s.place.lat), s.event, earliest, latest, s.status)


def _answer(found: tuple[Seen, ...], journey: Journey) -> Answer:
    best = max(journey.destinations, key=lambda d: d.probability, default=None)
    used = [u.sighting for u in journey.used if u.sighting.event in WHERE_IT_WAS]
    timed = [(s.interval.middle, s.interval.latest, s.id, s) for s in used if s.interval]
    return Answer(
        sightings=found,
        passages=tuple((p.lon, p.lat) for p in journey.passages),
        goal=(best.place.name, (best.place.lon, best.place.lat)) if best else None,
        last=_seen(max(timed)[3]) if timed else None,
        rejects=sum(r.sighting.event in WHERE_IT_WAS for r in journey.rejected),
    )


def near(a: LonLat, b: LonLat, km: float) -> bool:
    return geodesic_m(*a, *b) <= km * 1000.0


def meets(found: Seen, earliest: datetime, latest: datetime) -> bool:
    """Whether what was found can be at the time expected, give or take the slack."""
    if found.earliest is None or found.latest is None:
        return False
    return found.earliest <= latest + SLACK and found.latest >= earliest - SLACK


def same(found: Seen, wanted: Seen, *, lenient: bool) -> bool:
    """Whether a sighting found is the one expected."""
    events = set(wanted.event.split("|"))
    alike = found.event in events or (lenient and found.event in _ALIKE and bool(events & _ALIKE))
    if not alike or wanted.earliest is None or wanted.latest is None:
        return False
    return near(found.at, wanted.at, PLACE_KM) and meets(found, wanted.earliest, wanted.latest)


def in_order(passages: Sequence[LonLat], through: Iterable[LonLat]) -> bool:
    """Whether a path passes the places in their order."""
    rest = iter(passages)
    return bool(passages) and all(any(near(p, place, THROUGH_KM) for p in rest) for place in through)


def score(story: Story, answer: Answer) -> Marks:
    """An answer beside what a careful reader wrote down. The same sighting told twice counts once."""
    wanted = [s for s in story.sightings if not s.optional]
    found = answer.sightings

    def missed(lenient: bool) -> tuple[Seen, ...]:
        return tuple(w for w in wanted if not any(same(f, w, lenient=lenient) for f in found))

    def false(lenient: bool) -> tuple[Seen, ...]:
        return tuple(f for f in found if not any(same(f, w, lenient=lenient) for w in story.sightings))

    def first_is(goals: Iterable[LonLat]) -> bool:
        return answer.goal is not None and any(near(answer.goal[1], goal, PLACE_KM) for goal in goals)

    return Marks(
        wanted=len(wanted),
        missed=missed(False),
        missed_lenient=missed(True),
        false=false(False),
        false_lenient=false(True),
        status_right=sum(any(same(f, w, lenient=True) and f.status == w.status for f in found) for w in wanted),
        path=in_order(answer.passages, [at for _, at in story.through]),
        goal=first_is(story.goals) if story.goals else None,
        not_goal=first_is(story.not_goals),
        last_seen=_last_right(story, answer.last),
        rejects=not answer.error and answer.rejects == story.rejects,
    )


def _last_right(story: Story, last: Seen | None) -> bool:
    """Whether the latest sighting is the expected one, or tells of the same stay there."""
    if last is None or not near(last.at, story.last_place, PLACE_KM):
        return False
    stay = [
        (s.earliest, s.latest)
        for s in story.sightings
        if s.earliest and s.latest and WHERE_IT_WAS.issuperset(s.event.split("|"))
        if near(s.at, story.last_place, PLACE_KM) and s.latest >= story.last_at
    ]
    return any(meets(last, *window) for window in [(story.last_at, story.last_at), *stay])


def differences(story: Story, answer: Answer, marks: Marks) -> list[str]:
    """What differs, a line each."""
    lines = [f"missed  {s}" for s in marks.missed_lenient]
    lines += [f"event   {s}" for s in marks.missed if s not in marks.missed_lenient]
    lines += [f"false   {s}" for s in marks.false_lenient]
    if answer.error:
        lines.append(f"error   {answer.error}")
    if not marks.path:
        lines.append(f"path    not by {', '.join(name for name, _ in story.through)}")
    if marks.goal is False:
        lines.append(f"goal    {answer.goal[0] if answer.goal else 'none'}")
    if not marks.last_seen:
        lines.append(f"last    {answer.last or 'none'}")
    if not marks.rejects:
        lines.append(f"rejects {answer.rejects}, expected {story.rejects}")
    return lines


def report(stories: Sequence[Story], *, show: bool = False) -> dict[str, Any]:
    """The counts of all stories, the open and the held half apart, and each language."""
    began = time.perf_counter()
    halves = {"open": Tally(), "held": Tally()}
    languages: dict[str, dict[str, Tally]] = {}
    for story in stories:
        answer = ask(story)
        marks = score(story, answer)
        half = "open" if story.is_open else "held"
        of_language = languages.setdefault(story.language, {"open": Tally(), "held": Tally()})
        for tally in (halves[half], of_language[half]):
            tally.add(marks, bool(answer.error))
        if show and story.is_open:
            print(f"story {story.number} ({story.language}): {'whole' if marks.whole else 'differs'}", file=sys.stderr)
            for line in differences(story, answer, marks):
                print(f"  {line}", file=sys.stderr)
    return {
        "benchmark": "stories",
        **{half: tally.counts for half, tally in halves.items()},
        "languages": {
            code: {half: tally.counts for half, tally in both.items()} for code, both in sorted(languages.items())
        },
        "seconds": round(time.perf_counter() - began, 1),
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", nargs="?", type=Path, default=STORIES)
    parser.add_argument("--show", action="store_true", help="what differs in the open half, on standard error")
    options = parser.parse_args(argv)
    print(json.dumps(report(read_stories(options.file), show=options.show), ensure_ascii=False))


if __name__ == "__main__":
    main()
