"""The word lists of resolution, read once."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"
_ENDINGS = ("ing", "ied", "ed", "es", "s")


@lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """A word in lower case without its ending, so that its forms count together."""
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) > len(e) + 3), "")
    return word[: -len(ending)] if ending else word


def _lines(name: str) -> list[str]:
    return [s for s in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines() if s and s[0] != "#"]


@cache
def events() -> dict[str, str]:
    """Word form to event word (an ``EventKind``, or move, air, due), the commonest ones misspelt too."""
    known = {form: line.partition(":")[0] for line in _lines("events") for form in line.partition(":")[2].split()}
    return {wrong: known[right] for right in words("often-misspelt") for wrong in _misspelt(right)} | known


def _misspelt(word: str) -> set[str]:
    """A word with one letter left out, one doubled, or two neighbours changed over; its first letter stays.

    Other letters put for right ones are left alone: "stepped", "posed" and "deported" are words of their own.
    """
    inner = range(1, len(word))
    out = {word[:i] + word[i + 1 :] for i in inner}
    out |= {word[:i] + word[i] + word[i:] for i in inner}
    out |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    return out - {word} - words("no-misspelling")


@cache
def cues(name: str) -> frozenset[str]:
    """The words of one cue: speculated, expected, confirmed, negated, earlier, habit."""
    return next(frozenset(line.partition(":")[2].split()) for line in _lines("cues") if line.startswith(name + ":"))


@cache
def words(name: str) -> frozenset[str]:
    """The small words of one class of ``lexicon/grammar.txt``."""
    return next(frozenset(line.partition(":")[2].split()) for line in _lines("grammar") if line.startswith(name + ":"))


@cache
def carriers() -> frozenset[str]:
    return frozenset(w for line in _lines("carriers") for w in line.split())


@cache
def agencies() -> tuple[str, ...]:
    """Names of news organisations, longest first."""
    return tuple(sorted((a for line in _lines("agencies") for a in line.split("|")), key=lambda a: (-len(a), a)))
