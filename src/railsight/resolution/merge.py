"""Several reports of one journey become one reading: same events are one, copies add nothing, conflicts stay.

- A report whose words are nearly those of an earlier one is a copy (a syndicated text): its sightings are left out.
- The same event at the same place told again is one sighting: its interval is what all tellings allow, its sources are
  listed, its status is that of the best telling. Repetition makes nothing surer.
- A report that corrects or withdraws wins over what it corrects, wherever it stands in the order; what it corrects is
  kept beside, with the moment until which it was known (``corrections``).
- A goal that a later report says the train is not going to has the status ``conflict``.
- Tellings of one event that cannot both be true are both kept, with status ``conflict`` and each other's source.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from railsight.model import AIM_EVENTS
from railsight.resolution.corrections import as_corrected, corrects, rival
from railsight.resolution.reading import Reading
from railsight.resolution.taken_back import without_what_is_taken_back
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Mention, Sighting
    from railsight.resolution.told import Told

_ORDER = ("confirmed", "reported", "expected", "speculated", "conflict")
_COPY_SHARE = 0.8  # shared word runs from which a report is a copy of another
_WORDS = re.compile(r"\w+")
_MOST_RIVALS = 60
_USED = frozenset({"seen", "origin", "destination", "speculated", "crossing", "expected"})


def merge(told: Sequence[Told], mentions: Sequence[Mention]) -> Reading:
    """The reading of all reports. Order of the reports does not matter."""
    warnings = [f"{t.report.id}: {t.report.published_assumed}" for t in told if _assumed(t)]
    originals = _without_copies(told, warnings)
    events: dict[tuple[str, str, str], list[Sighting]] = {}
    for t in originals:
        for s in (_unless_refuted(s, t, originals) for s in t.sightings):
            _add(events.setdefault((s.subject, s.place.id, s.event), []), s)
        warnings += t.warnings
    sightings = [s for told_alike in events.values() for s in told_alike]
    correcting = {t.report.id: known_from(t.published) for t in originals if t.sightings and corrects(t.text)}
    sightings, withdrawn = as_corrected(sightings, correcting)
    sightings, taken_back = without_what_is_taken_back(sightings, originals, warnings)
    withdrawn += taken_back
    warnings += [f"{s.report}: {s.event} at {s.place.name} is corrected by {s.withdrawn_by}" for s in withdrawn]
    sightings = _conflicts(sightings)
    unplaced = tuple(
        (m, m.why or "no sighting is told of it") for m in mentions if m.kind == "place" and m.role not in _USED
    )
    claims = tuple(c for t in originals for c in t.claims)
    return Reading(
        tuple(t.report for t in told),
        tuple(mentions),
        tuple(sightings),
        claims,
        unplaced,
        tuple(warnings),
        withdrawn=tuple(withdrawn),
        corrections=correcting,
    )


def _unless_refuted(s: Sighting, told: Told, others: Sequence[Told]) -> Sighting:
    """A goal that a later report says the train is not going to is in conflict with that."""
    if s.event not in AIM_EVENTS or s.subject != "train":
        return s
    against = [t for t in others if t.published > told.published and s.place.id in t.not_goals]
    if not against:
        return s
    said = f"{against[0].report.source or against[0].report.id} says that it is not going there"
    return replace(s, status="conflict", note=f"{s.note}; {said}" if s.note else said)


def _assumed(told: Told) -> bool:
    return bool(told.report.published_assumed and "assumed" in told.report.published_assumed)


# ---------------------------------------------------------------- copies


def _without_copies(told: Sequence[Told], warnings: list[str]) -> list[Told]:
    """Reports whose text is nearly that of an earlier one are left out: they add no certainty."""
    if len(told) == 1:
        return list(told)
    kept: list[Told] = []
    sizes: list[int] = []
    holding: dict[tuple[str, ...], list[int]] = {}  # the kept reports that hold a run of words
    for t in sorted(told, key=lambda t: (t.published, t.report.id)):
        words = [w.casefold() for w in _WORDS.findall(t.text)]
        shingles = frozenset(zip(words, words[1:], words[2:], words[3:], strict=False)) or frozenset([tuple(words)])
        shared = Counter(k for run in shingles for k in holding.get(run, ()))
        alike = (k for k, count in shared.items() if count / max(len(shingles), sizes[k]) >= _COPY_SHARE)
        copy = min(alike, default=None)
        if copy is not None:
            warnings.append(f"{t.report.id} repeats {kept[copy].report.id}: it adds no certainty")
            continue
        for run in shingles:
            holding.setdefault(run, []).append(len(kept))
        kept.append(t)
        sizes.append(len(shingles))
    return kept


# ---------------------------------------------------------------- one event told twice


def _add(sightings: list[Sighting], new: Sighting) -> None:
    """Put a sighting in, or into the one that tells the same event already."""
    for i, old in enumerate(sightings):
        if _same_event(old, new):
            sightings[i] = _joined(old, new)
            return
    sightings.append(new)


def _joined(old: Sighting, new: Sighting) -> Sighting:
    better = min(old, new, key=lambda s: (_ORDER.index(s.status), -s.certainty))
    interval = old.interval or new.interval
    if old.interval is not None and new.interval is not None:
        interval = old.interval.intersection(new.interval)
    other = new if better is old else old
    note = better.note
    if other.source != better.source and other.source not in note:
        note = f"{note}; also {other.source}" if note else f"also {other.source}"
    return replace(
        better,
        interval=interval,
        heading=old.heading or new.heading,
        toward=old.toward or new.toward,
        away_from=old.away_from or new.away_from,
        known_at=min((k for k in (old.known_at, new.known_at) if k), default=None),
        note=note,
    )


def _same_event(a: Sighting, b: Sighting) -> bool:
    if a.subject != b.subject or a.place.id != b.place.id or a.event != b.event:
        return False
    if a.event == "heading" and a.known_at != b.known_at:
        return False  # it is told anew that the train goes there: what was said before it stood somewhere is past
    if a.interval is None or b.interval is None:
        return True
    return a.interval.intersection(b.interval) is not None


# ---------------------------------------------------------------- conflicts


def _conflicts(sightings: list[Sighting]) -> list[Sighting]:
    """Rival tellings marked: the lesser one, or both when they are equal, with the other's source in the note."""
    out = list(sightings)
    by_place: dict[tuple[str, str], list[int]] = {}
    for i, s in enumerate(sightings):
        by_place.setdefault((s.subject, s.place.id), []).append(i)
    for group in by_place.values():
        for i, j in combinations(group[:_MOST_RIVALS], 2):
            a, b = sightings[i], sightings[j]
            if rival(a, b):
                rank_a, rank_b = _ORDER.index(a.status), _ORDER.index(b.status)
                out[i] = _contradicted(out[i], b, loses=rank_a >= rank_b)
                out[j] = _contradicted(out[j], a, loses=rank_b >= rank_a)
    return out


def _contradicted(s: Sighting, rival: Sighting, *, loses: bool) -> Sighting:
    when = rival.interval.middle.strftime("%d %b %H:%M UTC") if rival.interval else ""
    note = f"contradicted by {rival.source} ({rival.event} {when})"
    return replace(s, status="conflict" if loses else s.status, note=f"{s.note}; {note}" if s.note else note)
