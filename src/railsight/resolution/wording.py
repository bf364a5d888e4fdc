"""The word lists of resolution, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"


def _lines(name: str) -> list[str]:
    return [s for s in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines() if s and s[0] != "#"]


@cache
def events() -> dict[str, str]:
    """Word form to event word (an ``EventKind``, or move, air, due)."""
    return {form: line.partition(":")[0] for line in _lines("events") for form in line.partition(":")[2].split()}


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
