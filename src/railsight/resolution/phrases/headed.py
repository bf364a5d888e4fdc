"""Entries headed by where and on which day they were written: "KANSK, Sun 2 Aug. Coal train, off east at 05:40"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.phrases.logs import entry_event
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_CLOCK_REACH = 8  # items between what happened and its clock
_TOWARD = frozenset({"to", "toward", "towards", "for", "direction"})


def headed_entry(items: list[Item], index: int, frame: Frame) -> Frame:
    """What happened to the train at the place that heads an entry, where a bare word and a clock tell it."""
    opening = next((i for i in range(index + 1, len(items)) if items[i].kind != "mark"), len(items))
    day = items[opening].time if index == 0 and index + 1 < opening < len(items) else None
    if day is None or not day.has_date or day.has_clock:
        return frame
    train = next((i for i in range(opening, len(items)) if items[i].who == "train"), None)
    if train is None or _tells_of_another_place(items, opening):
        return frame
    for i in range(train + 1, len(items)):
        event = entry_event([items[i].low]) if _is_bare(items, i) else None
        clock = _clock_behind(items, i) if event is not None else None
        if event is not None and clock is not None:
            return frame._replace(
                event=event,
                verb=items[i].low,
                verb_at=i,
                own=clock,
                mover="train",
                mover_at=train,
                preposition="from" if event == "departed" else "at",
            )
    return frame


def _tells_of_another_place(items: list[Item], opening: int) -> bool:
    """Whether a place is told of that is not the one it goes on to."""
    after = range(opening, len(items))
    return any(items[i].kind == "place" and not items[i].cue and items[i - 1].low not in _TOWARD for i in after)


def _is_bare(items: list[Item], i: int) -> bool:
    """Whether a word has no subject or auxiliary of its own: it follows a comma, a direction or the train itself."""
    before = items[i - 1]
    return before.kind == "mark" or before.who == "train" or before.low.endswith("bound")


def _clock_behind(items: list[Item], i: int) -> TimePhrase | None:
    """The clock of what the word at ``i`` tells: the next time, no other event before it."""
    for item in items[i + 1 : i + 1 + _CLOCK_REACH]:
        if item.time is not None:
            return item.time if item.time.has_clock else None
        if item.kind in ("mark", "mover") or item.low in events():
            return None
    return None
