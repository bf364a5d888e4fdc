"""How surely plain English is read: ``python benchmarks/plain.py [FILE.yaml] [--count N] [--seed N] [--show]``.

Sentences are put together at random from the pieces of ``plain.yaml``, or of ``plain_press.yaml`` and
``plain_regional.yaml`` by other authors: subject, aside, time, verb and who says so in any order that English allows,
each with what a reader would write down. Prints one JSON object: of how many sentences of each kind all is told as it
should be (place, event, time, status, nothing besides). ``--show`` prints the others. The files of other languages
(``plain_de.yaml`` and so on) have whole sentences with slots; every other one of them is held back, and never shown.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.model import AIM_EVENTS, Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

PIECES = Path(__file__).with_name("plain.yaml")
KINDS = ("one", "pairs", "statuses")
PARTS = ("open", "held")


class Time(NamedTuple):
    """A time as told, the moment it means on the clock of Vladivostok, and within how many hours; 24 is that day."""

    told: str
    at: datetime
    within_h: float


class Wanted(NamedTuple):
    """What is to be told of a place: events, time and statuses; no event where nothing is."""

    place: str
    events: frozenset[str]
    time: Time | None = None
    statuses: frozenset[str] = frozenset()


class Case(NamedTuple):
    """A sentence and what it tells."""

    kind: str
    text: str
    wanted: tuple[Wanted, ...]
    published: datetime


@cache
def pieces(path: Path) -> dict[str, Any]:
    """The pieces of a file, read once."""
    from ruamel.yaml import YAML

    found: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found


def published(path: Path = PIECES) -> datetime:
    """When all of it is told."""
    return datetime.fromisoformat(pieces(path)["published"])


def cases(count: int, seed: int, path: Path = PIECES) -> Iterator[Case]:
    """So many sentences of the pieces of a file, the same ones for a seed."""
    rng = random.Random(seed)
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        yield {"one": _one, "pairs": _pair, "statuses": _status}[kind](rng, path)


def _time(rng: random.Random, path: Path) -> Time:
    told, at, within_h = rng.choice(pieces(path)["times"])
    return Time(told, datetime.fromisoformat(at).replace(tzinfo=published(path).tzinfo), within_h)


def templates(path: Path, part: str) -> list[tuple[str, dict[str, Any]]]:
    """Whole sentences with slots, as files of other languages have them: every other one is open, the rest is held."""
    found = [(text, told) for text, told in pieces(path)["sentences"]]
    return found[PARTS.index(part) :: len(PARTS)]


def filled(count: int, seed: int, path: Path, part: str) -> Iterator[Case]:
    """So many sentences of the templates of a file, one after the other, the same ones for a seed."""
    rng = random.Random(seed)
    some = templates(path, part)
    for n in range(count):
        text, told = some[n % len(some)]
        by = dict(zip("pq", rng.sample(pieces(path)["places"], 2), strict=True))
        first, second = _two_times(rng, path)
        times = {"t": second, "t1": first, "t2": second, "": None}
        forms = {key: SimpleNamespace(**place["forms"]) for key, place in by.items()}
        slots = {"s": rng.choice(pieces(path)["subjects"]), "t": second.told, "t1": first.told, "t2": second.told}
        wanted = [_wanted(by[key]["name"], times, *what) for key, what in told.items()]
        yield Case(part, sentence(text.format(**slots, **forms)), tuple(wanted), published(path))


def _wanted(place: str, times: dict[str, Time | None], events: str = "", time: str = "", status: str = "") -> Wanted:
    if not events:
        return Wanted(place, frozenset())
    fitting = frozenset(events.split("|")) | (AIM_EVENTS if status == "expected" else frozenset())
    return Wanted(place, fitting, times[time], frozenset({status}) if status else frozenset())


def sentence(text: str) -> str:
    """With a capital and a full stop, where it has none yet."""
    return text[0].upper() + text[1:] + ("" if text[-1] in '.!?。”"»' else ".")


def _one(rng: random.Random, path: Path) -> Case:
    p, q = rng.sample(pieces(path)["places"], 2)
    verb, events = rng.choice(pieces(path)["verbs"])
    time, aside = _time(rng, path), rng.choice(pieces(path)["asides"])
    subject, said = rng.choice(pieces(path)["subjects"]) + aside, verb.format(p=p, q=q)
    orders = [f"{time.told}, {subject} {said}", f"{time.told} {subject} {said}", f"{subject} {said} {time.told}"]
    orders += [] if aside else [f"{subject} {time.told} {said}"]
    text = rng.choice(pieces(path)["leads"]) + rng.choice(orders) + rng.choice(pieces(path)["tails"])
    return Case("one", sentence(text), (Wanted(p, frozenset(events.split("|")), time),), published(path))


def _pair(rng: random.Random, path: Path) -> Case:
    text, told = rng.choice(pieces(path)["pairs"])
    p, q = rng.sample(pieces(path)["places"], 2)
    first, second = _two_times(rng, path)
    by = {"p": p, "q": q, "t1": first.told, "t2": second.told, "s": rng.choice(pieces(path)["subjects"])}
    times = {"t1": first, "t2": second, None: None}
    wanted = [Wanted(by[key], frozenset(events.split("|")), times[time]) for key, (events, time) in told.items()]
    return Case("pairs", sentence(text.format(**by)), tuple(wanted), published(path))


def _two_times(rng: random.Random, path: Path) -> tuple[Time, Time]:
    """An earlier and a later one, so far apart that neither is read as of the other's day."""
    first, second = sorted((_time(rng, path), _time(rng, path)), key=lambda t: t.at)
    while second.at - first.at < timedelta(hours=14):
        first, second = sorted((_time(rng, path), _time(rng, path)), key=lambda t: t.at)
    return first, second


def _status(rng: random.Random, path: Path) -> Case:
    text, status = rng.choice(pieces(path)["statuses"])
    past, infinitive, gerund, present = rng.choice(pieces(path)["forms"])
    p, time, subject = rng.choice(pieces(path)["places"]), _time(rng, path), rng.choice(pieces(path)["subjects"])
    forms = {"past": past, "infinitive": infinitive, "gerund": gerund, "present": present}
    said = text.format(s=subject, t=time.told, **{key: form.format(p=p) for key, form in forms.items()})
    if status == "none":
        return Case("statuses", sentence(said), (Wanted(p, frozenset()),), published(path))
    events = {"arrived", "passed", "crossed", *(AIM_EVENTS if status == "expected" else ())}
    wanted = Wanted(p, frozenset(events), None if status == "expected" else time, frozenset({status}))
    return Case("statuses", sentence(said), (wanted,), published(path))


def faults(case: Case, gazetteer: Gazetteer) -> list[str]:
    """What is told otherwise than it should be; empty where all is right."""
    report = Report("plain", case.text, published=case.published, of_train=True)
    told = [s for s in resolve([report], gazetteer).sightings if s.subject == "train"]
    out = []
    for wanted in case.wanted:
        here = [s for s in told if _is_at(s, wanted.place)]
        if not wanted.events:
            out += [f"{s.event} {s.status} in {wanted.place}" for s in here if s.event != "absent"]
            continue
        fitting = [s for s in here if s.event in wanted.events]
        if not fitting:
            out.append(f"{wanted.place}: {here[0].event if here else 'nothing told'}")
        elif wanted.time is not None and not _on_time(fitting[0], wanted.time):
            out.append(f"{wanted.place}: told for {fitting[0].interval}")
        elif wanted.statuses and fitting[0].status not in wanted.statuses:
            out.append(f"{wanted.place}: {fitting[0].status}")
    known = [w.place for w in case.wanted]
    there = [s for s in told if s.event not in AIM_EVENTS and s.event != "absent"]
    others = [s for s in there if not any(_is_at(s, place) for place in known)]
    return out + [f"besides: {s.event} in {s.place.name}" for s in others]


def _is_at(s: Sighting, place: str) -> bool:
    return place in s.place.name or place in s.place.names.values()


def _on_time(s: Sighting, time: Time) -> bool:
    if s.interval is None:
        return False
    zone = zone_at(s.place.lon, s.place.lat)
    if time.within_h == 24:
        return s.interval.middle.astimezone(zone).date() == time.at.date() and s.interval.duration_s <= 26 * 3600
    margin = timedelta(minutes=20) + timedelta(hours=time.within_h / 2)
    longest_s = 3600 * (13 if time.within_h > 1 else 3)
    return s.interval.earliest - margin <= time.at <= s.interval.latest + margin and s.interval.duration_s <= longest_s


def asked(doc: str | None, path: Path, count: int) -> argparse.Namespace:
    """Which pieces are asked for, how many texts of them, the seed, and whether the wrong ones are shown."""
    parser = argparse.ArgumentParser(description=(doc or "").splitlines()[0])
    parser.add_argument("pieces", nargs="?", type=Path, default=path)
    parser.add_argument("--count", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    return parser.parse_args()


def made(count: int, seed: int, path: Path) -> Iterator[Case]:
    """So many sentences of a file, of whichever kind it is."""
    if "sentences" not in pieces(path):
        return cases(count, seed, path)
    return chain.from_iterable(filled(count // len(PARTS), seed, path, part) for part in PARTS)


def main() -> None:
    args = asked(__doc__, PIECES, 3000)
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    right, whole = Counter[str](), Counter[str]()
    for case in made(args.count, args.seed, args.pieces):
        wrong = faults(case, gazetteer)
        whole[case.kind] += 1
        right[case.kind] += not wrong
        if wrong and args.show and case.kind != "held":
            print(f"{'; '.join(wrong)} | {case.text}")
    shares = {kind: {"sentences": whole[kind], "right": right[kind]} for kind in whole}
    print(json.dumps({"benchmark": "plain", "pieces": args.pieces.stem, "seed": args.seed, **shares}))


if __name__ == "__main__":
    main()
