"""Several reports of one journey become one reading: same events are one, copies add nothing, conflicts stay."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.resolution.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Mention, Sighting
    from railsight.resolution.sightings import Told

_ORDER = ("confirmed", "reported", "expected", "speculated", "conflict")
_COPY_SHARE = 0.8  # shared word runs from which a report is a copy of another
_WORDS = re.compile(r"\w+")


def merge(told: Sequence[Told], mentions: Sequence[Mention]) -> Reading:
    """The reading of all reports. Order of the reports does not matter."""
    warnings = [f"{t.report.id}: {t.report.published_assumed}" for t in told if _assumed(t)]
    originals = _without_copies(told, warnings)
    sightings: list[Sighting] = []
    for t in originals:
        for s in t.sightings:
            _add(sightings, s)
        warnings += t.warnings
    used = {"seen", "origin", "destination", "speculated", "crossing", "expected"}
    unplaced = tuple(
        (m, m.why or "no sighting is told of it") for m in mentions if m.kind == "place" and m.role not in used
    )
    claims = tuple(c for t in originals for c in t.claims)
    return Reading(tuple(t.report for t in told), tuple(mentions), tuple(sightings), claims, unplaced, tuple(warnings))


def _assumed(told: Told) -> bool:
    return bool(told.report.published_assumed and "assumed" in told.report.published_assumed)


def _without_copies(told: Sequence[Told], warnings: list[str]) -> list[Told]:
    """Reports whose text is nearly that of an earlier one are left out: they add no certainty."""
    if len(told) == 1:
        return list(told)
    kept: list[tuple[Told, frozenset[tuple[str, ...]]]] = []
    for t in sorted(told, key=lambda t: (t.published, t.report.id)):
        words = [w.casefold() for w in _WORDS.findall(t.text)]
        shingles = frozenset(zip(words, words[1:], words[2:], words[3:], strict=False))
        copy = next((k for k, s in kept if s and shingles and _share(shingles, s) >= _COPY_SHARE), None)
        if copy is not None:
            warnings.append(f"{t.report.id} repeats {copy.report.id}: it adds no certainty")
            continue
        kept.append((t, shingles))
    return [t for t, _ in kept]


def _share(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    return len(a & b) / min(len(a), len(b))


def _add(sightings: list[Sighting], new: Sighting) -> None:
    """Put a sighting in, or into the one that tells the same event already."""
    for i, old in enumerate(sightings):
        if not _same_event(old, new):
            continue
        better = old if _ORDER.index(old.status) <= _ORDER.index(new.status) else new
        interval = old.interval
        if old.interval is not None and new.interval is not None:
            interval = old.interval.intersection(new.interval)
        elif interval is None:
            interval = new.interval
        other = new if better is old else old
        note = better.note
        if other.source != better.source and other.source not in note:
            note = f"{note}; also {other.source}" if note else f"also {other.source}"
        sightings[i] = replace(
            better,
            interval=interval,
            heading=old.heading or new.heading,
            toward=old.toward or new.toward,
            away_from=old.away_from or new.away_from,
            known_at=min((k for k in (old.known_at, new.known_at) if k), default=None),
            note=note,
        )
        return
    sightings.append(new)


def _same_event(a: Sighting, b: Sighting) -> bool:
    if a.subject != b.subject or a.place.id != b.place.id or a.event != b.event:
        return False
    if a.interval is None or b.interval is None:
        return True
    return a.interval.intersection(b.interval) is not None
