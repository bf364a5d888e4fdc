"""What is said of a name that is taken for one of several places: the reading goes on, but not in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.geo import approx_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.model import Mention, Place
    from railsight.resolution.told import Told

_SURE = 0.75  # share of the likeliest place from which nothing is said
_RIVAL = 0.08  # probability from which another place is named
_APART_M = 100_000.0  # what is nearer is no other place for a journey
_MOST_NAMED = 2


def say_which(told: Told, mention: Mention) -> None:
    """Warn where a name may as well mean a place far from the one it is taken for."""
    if not mention.candidates or mention.place is None or mention.candidates[0].score >= _SURE:
        return
    taken = mention.place
    far = [
        c.place
        for c in mention.candidates
        if c.score >= _RIVAL and approx_m(c.place.lon, c.place.lat, taken.lon, taken.lat) > _APART_M
    ]
    if far:
        named = [taken, *far[:_MOST_NAMED]]
        alike = len(set(map(_in_words, named))) < len(named)
        meant, *others = (_in_words(p, position=alike) for p in named)
        told.warn(f"'{mention.text}' is taken for {meant}, not for {' or '.join(others)}")


def as_settled(notes: Sequence[str], settled: Iterable[tuple[str, Place, Place]]) -> tuple[str, ...]:
    """The notes, saying the place that a journey goes by where the railway settled it otherwise than the reading had:
    ``settled`` are the report's id, the place read and the place gone by.
    """
    out = list(notes)
    for report, read, gone_by in settled:
        for position in (False, True):
            taken, other = (_in_words(p, position=position) for p in (read, gone_by))
            for k, note in enumerate(out):
                lead, is_taken, others = note.partition(f" is taken for {taken}, not for ")
                if is_taken and lead.startswith(f"{report}: ") and other in others.split(" or "):
                    others = " or ".join(taken if x == other else x for x in others.split(" or "))
                    out[k] = f"{lead} is taken for {other}, not for {others}"
    return tuple(out)


def _in_words(place: Place, *, position: bool = False) -> str:
    """What tells a place from its namesakes: its kind and country, and the position where these are the same."""
    at = f"{place.lon:.2f},{place.lat:.2f}" if position else None
    return f"{place.name} ({', '.join(x for x in (place.kind, place.country, at) if x)})"
