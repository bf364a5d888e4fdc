"""How surely news items are read: ``python -m benchmarks.items [FILE.yaml] [--count N] [--seed N] [--show]``.

Items of two to seven sentences about one train are put together at random from the pieces of ``items.yaml``, or of
``items_press.yaml`` and ``items_local.yaml`` by other authors: where it was first, what it did later that day, hours
later or on the next day, what it had done days before, where it is awaited, and sentences that tell nothing of where it
was. Prints one JSON object: of how many items all is told as it should be, and of how many sentences of each kind.
``--show`` prints the others.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.plain import Case, Time, Wanted, asked, faults, pieces, published, sentence
from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer

PIECES = Path(__file__).with_name("items.yaml")
PLACES = ("Khasan", "Ussuriysk", "Khabarovsk", "Komsomolsk-on-Amur", "Spassk-Dalny", "Vladivostok")
FOLLOWING = ("clock", "later", "next", "untimed")
KINDS = ("opener", *FOLLOWING, "flashback", "outlook", "noise")


class Told(NamedTuple):
    """A sentence of an item, of which kind it is and what it tells, if anything."""

    kind: str
    text: str
    wanted: Wanted | None


class Item(NamedTuple):
    """A news item."""

    told: tuple[Told, ...]
    published: datetime

    @property
    def text(self) -> str:
        return " ".join(t.text.replace("..", ".") for t in self.told)


class _Teller:
    """Puts an item together: the places not yet used, and the moment of what was told last."""

    def __init__(self, rng: random.Random, path: Path) -> None:
        self.rng, self.all, self.path = rng, pieces(path), path
        self.zone = published(path).tzinfo
        self.places = iter(rng.sample(PLACES, len(PLACES)))
        told, at, within_h = rng.choice(self.all["times"])
        self.time = Time(told, self._moment(at), within_h)
        self.since_h: float | None = within_h  # of the event told last: how sure its moment is; None, it has none
        self.pronoun = "it"

    def _moment(self, at: str) -> datetime:
        return datetime.fromisoformat(at).replace(tzinfo=self.zone)

    def opener(self) -> Told:
        text, events = self.rng.choice(self.all["openers"])
        place = next(self.places)
        text = text.format(s=self.rng.choice(self.all["subjects"]), p=place, t=self.time.told)
        return Told("opener", sentence(text), Wanted(place, frozenset(events.split("|")), self.time))

    def follow(self, kind: str) -> Told | None:
        """What it did next; None where that cannot be told here."""
        text, events, *when = self.rng.choice(self.all[f"follow_{kind}"])
        at: Time | None = getattr(self, f"_{kind}")(*when)
        if at is None:
            return None
        place = next(self.places)
        said = sentence(text.format(it=self.pronoun, q=place, c=at.told))
        if kind == "untimed":
            self.since_h = None
            return Told(kind, said, Wanted(place, frozenset(events.split("|"))))
        self.time, self.since_h = at, at.within_h
        return Told(kind, said, Wanted(place, frozenset(events.split("|")), at))

    def _untimed(self) -> Time:
        return self.time

    def _clock(self) -> Time | None:
        within = timedelta(hours=0 if self.time.within_h == 24 else self.time.within_h)
        at = self.time.at + within + timedelta(minutes=5 * self.rng.randint(12, 60))
        if at.date() != self.time.at.date():
            return None
        half_day = f"{at:%I:%M} {'a.m.' if at.hour < 12 else 'p.m.'}".lstrip("0")
        return Time(self.rng.choice([f"{at:%H:%M}", half_day]), at, 0)

    def _later(self, hours: float) -> Time | None:
        if self.since_h is None or self.since_h == 24 or self.pronoun != "it":
            return None  # hours after what is not said
        return Time("", self.time.at + timedelta(hours=hours), max(self.since_h, 1))

    def _next(self, clock: str, within_h: float) -> Time | None:
        day = self.time.at.date() + timedelta(days=1)
        at = datetime.combine(day, time.fromisoformat(clock), tzinfo=self.zone)
        return Time("", at, within_h) if day < published(self.path).date() else None

    def flashback(self) -> Told:
        text, events, at, within_h = self.rng.choice(self.all["flashbacks"])
        place = next(self.places)
        when = Time("", self._moment(at), within_h)
        return Told(
            "flashback",
            sentence(text.format(it=self.pronoun, r=place)),
            Wanted(place, frozenset(events.split("|")), when),
        )

    def outlook(self) -> Told:
        (text,) = self.rng.choice(self.all["outlooks"])
        place = next(self.places)
        return Told(
            "outlook", sentence(text.format(it=self.pronoun, x=place)), Wanted(place, frozenset({"due", "heading"}))
        )

    def noise(self) -> Told:
        (text,) = self.rng.choice(self.all["noise"])
        return Told("noise", sentence(text), None)


def _item(rng: random.Random, path: Path) -> Item:
    teller = _Teller(rng, path)
    told: list[Any] = [teller.opener()]
    for _ in range(rng.randint(1, 3)):
        if rng.random() < 0.3:
            told.append(teller.noise() if rng.random() < 0.6 else _once(told, teller))
            told = [t for t in told if t is not None]
        teller.pronoun = "it" if told[-1].kind in ("opener", *FOLLOWING) else "the train"
        told.append(teller.follow(rng.choice(_following(told))))
        told = [t for t in told if t is not None]
    teller.pronoun = "the train"
    told += [_once(told, teller)] if rng.random() < 0.3 else []
    told += [teller.outlook()] if rng.random() < 0.4 else []
    told += [teller.noise()] if rng.random() < 0.4 else []
    return Item(tuple(t for t in told if t is not None), published(path))


def _following(told: list[Told]) -> tuple[str, ...]:
    """What can be told next: behind "it had left X on Sunday" a clock may be of that Sunday."""
    return ("untimed",) if any(t.kind == "flashback" for t in told) else FOLLOWING


def _once(told: list[Told], teller: _Teller) -> Told | None:
    teller.pronoun = "the train"
    return None if any(t.kind == "flashback" for t in told) else teller.flashback()


def items(count: int, seed: int, path: Path = PIECES) -> Iterator[Item]:
    """So many items of the pieces of a file, the same ones for a seed."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _item(rng, path)


def item_faults(item: Item, gazetteer: Gazetteer) -> list[str]:
    """What is told otherwise than it should be; empty where all is right."""
    wanted = tuple(t.wanted for t in item.told if t.wanted is not None)
    return faults(Case("item", item.text, wanted, item.published), gazetteer)


def is_of(told: Told, fault: str) -> bool:
    """Whether a fault is of this sentence of its item."""
    if told.wanted is not None:
        return fault.startswith(f"{told.wanted.place}: ")
    return fault.startswith("besides") and fault.rpartition(" in ")[2] in told.text


def main() -> None:
    args = asked(__doc__, PIECES, 1000)
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    right, whole, kinds = 0, Counter[str](), Counter[str]()
    for item in items(args.count, args.seed, args.pieces):
        wrong = item_faults(item, gazetteer)
        right += not wrong
        whole.update(told.kind for told in item.told)
        kinds.update(told.kind for told in item.told if not any(is_of(told, fault) for fault in wrong))
        if wrong and args.show:
            print(f"{'; '.join(wrong)} | {item.text}")
    shares = {kind: {"sentences": whole[kind], "right": kinds[kind]} for kind in KINDS}
    items_right = {"items": args.count, "right": right}
    print(json.dumps({"benchmark": "items", "pieces": args.pieces.stem, "seed": args.seed, **items_right, **shares}))


if __name__ == "__main__":
    main()
