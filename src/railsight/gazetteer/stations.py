"""What the name of a station adds to that of its town: "Kanpur Central", "Poznań Główny", "Gare de Dijon".

The words are in ``stations.txt``, in the languages of railways. A place that has the whole name always comes first.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 4  # words of what is added
_MOST_DIGITS = 2


@cache
def station_words() -> tuple[frozenset[str], frozenset[str]]:
    """What stands behind the name of a town, and what before it, as keys; read when a name is first not found."""
    behind: set[str] = set()
    before: set[str] = set()
    with open(__file__.removesuffix("py") + "txt", encoding="utf-8") as f:  # noqa: PTH123 - as in store
        for line in f:
            if not line.startswith("#"):
                words = (word.replace("_", " ") for word in line.removeprefix("<").split())
                (before if line.startswith("<") else behind).update(words)
    return frozenset(behind), frozenset(before)


def towns_of_station(key: str) -> Iterator[str]:
    """The key of the town whose station a key may name, the longest first; its words are left off one after the other.

    >>> list(towns_of_station("sofia central station")), list(towns_of_station("almaty 2"))
    (['sofia central', 'sofia'], ['almaty'])
    """
    yield from dict.fromkeys(_towns(key))


def _towns(key: str) -> Iterator[str]:
    """As ``towns_of_station``; a town comes once for each way of leaving off the words."""
    behind, before = station_words()
    words = key.split()
    for size in range(1, min(_LONGEST, len(words) - 1) + 1):
        tail = " ".join(words[-size:])
        if tail in behind or (size == 1 and tail.isdigit() and len(tail) <= _MOST_DIGITS):
            town = words[:-size]
            yield " ".join(town)
            if size == 1:
                yield from _towns(" ".join(town))
    for size in range(1, min(_LONGEST, len(words) - 1) + 1):
        if " ".join(words[:size]) in before:
            yield " ".join(words[size:])
