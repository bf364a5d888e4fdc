"""Reports that name no train among reports of one: "Seen at Poronaysk at 3:45 pm, nobody got off".

The reports that are read together are of one journey. A short one that names no train, and no other carrier, is of the
train that the others name. Nothing but what is told without a subject ("Went through at noon"), or of "it", "they" and
"this thing", is taken for that train's: whoever is named in such a report goes on his own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from railsight.mentions.scan import SHORT
from railsight.resolution.models.implied import names_another_carrier
from railsight.resolution.sentences.bywords import VEHICLES
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.scan import Scan
    from railsight.model import Mention, Report
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_TOGETHER = timedelta(days=14)  # between the publications of reports of one journey


def kept_company(every: Sequence[tuple[Report, Sequence[Mention]]], scans: Sequence[Scan]) -> frozenset[str]:
    """The ids of the reports that are taken to be of a train because others of the same days name one."""
    naming = sorted(r.published for r, found in every if r.published and any(m.kind == "train" for m in found))
    return frozenset(
        report.id
        for (report, found), seen in zip(every, scans, strict=True)
        if len(seen.text) <= SHORT
        and not any(m.kind == "train" for m in found)
        and report.published is not None
        and bisect_left(naming, report.published - _TOGETHER) < bisect_right(naming, report.published + _TOGETHER)
        and not names_another_carrier(seen.text)
    )


# What may stand before the verb of a clause that names nobody: also "this thing", "two cars and a diesel".
_NOBODY = (
    words("light")
    | words("function")
    | words("prepositions")
    | VEHICLES
    | {"these", "those", "thing", "things", "one", "ones", "lot", "beast", "monster", "giants", "all", "again"}
    | {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "diesel", "diesels", "electric", "loco"}
    | {"locos", "engine", "engines", "car", "coach", "wagon", "were", "been", "have", "not", "yet", "whole", "then"}
    | {"finally", "never", "ever", "apparently", "first", "being", "could", "can", "did", "does", "do", "no"}
    | {"we", "i", "us", "nothing", "none", "unit", "units", "set", "stock", "ice", "ic", "ec"}
    | {"your", "our", "same", "guns", "howitzers", "tanks", "flats", "carriages", "missiles", "vehicles", "that", "is"}
    | {"special", "specials", "rake", "empties", "freight", "express", "sleeper"}
)


_SEEN = frozenset({"it", "them", "these", "those", "this"})


def names_nobody(items: Sequence[Item], frame: Frame) -> bool:
    """Whether the clause of a place tells of a movement without saying whose."""
    low, high = frame.clause
    verb = frame.verb_at if frame.verb_at is not None and low <= frame.verb_at < high else frame.item
    if frame.event == "seen" and any(x.low in _SEEN for x in items[verb + 1 : verb + 2]):
        return True  # "my brother saw them in X"
    if verb >= frame.item:  # an entry of a log: "six coaches, curtains drawn, X 16:20"
        low = max((i + 1 for i in range(low, frame.item) if items[i].low == ","), default=low)
    led = False  # by a preposition: "from my balcony"
    for item in items[low:verb]:
        if item.kind in ("mark", "time", "place"):
            led = False
        elif item.low in words("prepositions"):
            led = True
        elif item.kind == "mover":
            if not (led or item.who in ("train", "pronoun", "parties")):
                return False
        elif item.low in events():
            led = False
        elif not led and item.low not in _NOBODY and not item.low.isdigit() and not item.low.endswith("ly"):
            return False
    return True


# The same in other languages, of the words whose tables have no class for them.
_NOBODY_ABROAD = frozenset(
    {"что", "их", "его", "её", "это", "эти", "эту", "такое", "방금", "지금", "막", "이것", "这个"}
)


def names_nobody_abroad(items: Sequence[Item], frame: Frame) -> bool:
    """The same for a sentence in another language than English: every word before the verb has its class there, or is
    the ending of a place. Without a verb, as in a log, no word may stand behind the place either.
    """
    low, high = frame.clause
    verb = frame.verb_at if frame.verb_at is not None and items[frame.verb_at].cue else None
    return all(
        items[i].kind != "word"
        or items[i].cue != ""
        or items[i].low in _NOBODY_ABROAD
        or (i > low and items[i - 1].kind == "place")
        for i in range(low, high if verb is None else verb)
    )
