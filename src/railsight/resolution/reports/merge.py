"""Several reports of one journey become one reading: same events are one, copies add nothing, conflicts stay.

- A report whose words are nearly those of an earlier one is a copy (a syndicated text): its sightings are left out.
- The same event at the same place told again is one sighting: its interval is what all tellings allow, its sources are
  listed, its status is that of the best telling. Repetition makes nothing surer, and a guess nothing closer
  (``retellings``).
- A report that corrects or withdraws wins over what it corrects, wherever it stands in the order; what it corrects is
  kept beside, with the moment until which it was known (``corrections``).
- A goal that a later report says the train is not going to has the status ``conflict``.
- Tellings of one event that cannot both be true are both kept, with status ``conflict`` and each other's source.

What later reports change is kept as it stood before (``stood``): the sightings of any moment are those that the reports
published until then give by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from railsight.resolution.reading import Reading
from railsight.resolution.reports.settled import corrections_of, settle
from railsight.resolution.reports.stood import as_they_stood
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Mention
    from railsight.resolution.reports.stood import Telling
    from railsight.resolution.told import Told

_COPY_SHARE = 0.8  # shared word runs from which a report is a copy of another
_WORDS = re.compile(r"\w+")
_USED = frozenset({"seen", "origin", "destination", "speculated", "crossing", "expected"})


def merge(told: Sequence[Told], mentions: Sequence[Mention], before: Sequence[Telling] = ()) -> Reading:
    """The reading of all reports. Order of the reports does not matter.

    ``before`` is how some of them were told while other reports were not there yet.
    """
    warnings = [f"{t.report.id}: {t.report.published_assumed}" for t in told if _assumed(t)]
    originals = _without_copies(told, warnings)
    warnings += [w for t in originals for w in t.warnings]
    stood = as_they_stood(settle(originals, warnings), originals, before)
    warnings += [f"{s.report}: {s.event} at {s.place.name} is corrected by {s.withdrawn_by}" for s in stood.withdrawn]
    unplaced = tuple(
        (m, m.why or "no sighting is told of it") for m in mentions if m.kind == "place" and m.role not in _USED
    )
    claims = tuple(c for t in originals for c in t.claims)
    return Reading(
        tuple(t.report for t in told),
        tuple(mentions),
        stood.sightings,
        claims,
        unplaced,
        tuple(warnings),
        withdrawn=stood.withdrawn,
        corrections=corrections_of(originals).by,
        retold=stood.retold,
    )


def _assumed(told: Told) -> bool:
    return bool(told.report.published_assumed and "assumed" in told.report.published_assumed)


# ---------------------------------------------------------------- copies


def _without_copies(told: Sequence[Told], warnings: list[str]) -> list[Told]:
    """The reports in the order in which they became known, without those whose text is nearly that of an earlier one:
    they add no certainty.
    """
    if len(told) == 1:
        return list(told)
    kept: list[Told] = []
    sizes: list[int] = []
    holding: dict[tuple[str, ...], list[int]] = {}  # the kept reports that hold a run of words
    for t in sorted(told, key=lambda t: (known_from(t.published), t.published, t.report.id)):
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
