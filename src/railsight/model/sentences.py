"""Sentences about a journey that keep what they were made of, so that a page need not read them again.

A ``Sentence`` is its English text, as JSON, tables and the command line show it. Its ``form`` is that with names in
place of the values, by which a page finds how another language says it; its ``values`` are what a page tells in its own
way: a time on the clock of the place, a sighting by its badge, a probability as the language writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from railsight.model.checks import check_aware, check_position, check_share
from railsight.model.shares import percent

WhenKind = Literal["reported", "inferred", "limit", "announced"]
TermKind = Literal["event", "status", "direction", "kind", "subject"]


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a place."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class When:
    """A moment or a window, to be told on the clock of a place (lon, lat in degrees); in English text in UTC.

    ``kind``: as reported, as worked out (80 %), a moment that is a limit only ("by", "before"), or as announced.
    """

    earliest: datetime
    latest: datetime
    lon: float
    lat: float
    kind: WhenKind = "reported"

    def __post_init__(self) -> None:
        check_position(self.lon, self.lat)
        check_aware("earliest", self.earliest)
        check_aware("latest", self.latest)

    def __str__(self) -> str:
        first, last = (f"{at:{_DAY if self.kind == 'announced' else _CLOCK}}" for at in (self.earliest, self.latest))
        if self.earliest == self.latest:
            return f"{first} UTC"
        return f"{first} UTC to {last} UTC" if self.kind == "reported" else f"{first} to {last} UTC"


_CLOCK, _DAY = "%d %b %H:%M", "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Share:
    """A probability (0..1)."""

    probability: float

    def __post_init__(self) -> None:
        check_share("probability", self.probability)

    def __str__(self) -> str:
        return percent(self.probability)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sighting, by its id."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Term:
    """One of a few words that railsight has in every language: an event, a status, a compass point, a kind of place,
    whose movement it is."""

    kind: TermKind
    word: str

    def __str__(self) -> str:
        return self.word


Value = str | int | float | Name | When | Share | Seen | Term  # a plain str is outside text or a Sentence of its own


class Sentence(str):
    """An English sentence, made of a form such as "it had left {place} by {when}" and the values it names.

    It is a ``str`` and compares, hashes and is written as one; what is put together of it without ``joined`` is not
    a Sentence any more. Forms are constants of the program, never outside text.
    """

    __slots__ = ("form", "values")
    form: str
    values: Mapping[str, Value]

    def __new__(cls, form: str, /, **values: Value) -> Sentence:
        made = super().__new__(cls, form.format(**values))
        made.form, made.values = form, values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (self.form, dict(self.values))


def _made(form: str, values: Mapping[str, Value]) -> Sentence:
    return Sentence(form, **values)


def joined(parts: Iterable[Value], between: str = "; ", end: str = "") -> Sentence:
    """Sentences, or other values, one after the other, as one sentence."""
    values = {f"part{n}": part for n, part in enumerate(parts)}
    return Sentence(between.join(f"{{{name}}}" for name in values) + end, **values)
