"""Which of the times of a sentence in another language than English are those of a place."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from railsight.mentions.time_phrase import TimePhrase
from railsight.resolution.foreign.moods import mood
from railsight.resolution.foreign.places import names_whose_train

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.resolution.foreign.clauses import Clause, Spoken
    from railsight.resolution.sentences.items import Item

BUT = frozenset({"а", "sondern", "而是", "而在"})  # behind what was not so
_AND = frozenset({"и", "und"})
_MARKS = frozenset("，、,;；")
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")


def times_of(told: Spoken, clause: Clause, index: int, verb: tuple[int, str] | None) -> list[TimePhrase]:
    """Times of a place: those of its clause, in a language with the verb last those before its own verb, nearest first;
    without one the days told before, and their clocks as well when no other place had them.
    """
    items = told.items
    beside = _in_brackets(items, index)
    if not beside and verb is not None and told.table.verb == "after":
        beside = _in_brackets(items, verb[0])  # "X 도착(12일)"
    if beside:
        return beside
    low, high = clause.low, clause.high
    spans = [(low, high)]
    goes_on = verb is not None and any(v > verb[0] for v, _ in clause.verbs)
    if told.table.verb == "after" and verb is not None:
        low = max((v for v, event in clause.verbs if v < index and not _leads_on(told, v, event)), default=low - 1) + 1
        high = max(verb[0], index) + 1
        spans = [(low, high)] if goes_on else [(low, high), (high, clause.high)]  # "X到着は水曜日の予定"
        last = clause.verbs[-1][0] if clause.verbs else verb[0]
        spans += [(last, clause.high)] if goes_on and told.follows("dated_after", last) else []
    for a, b in spans:
        found = [(i, t) for i in range(a, b) if (t := items[i].time) is not None]
        if found:  # those of the place's own piece first: "八王子7:40、大月は9:10に通過"
            pieces = list(accumulate((x.kind == "mark" and x.low in _MARKS for x in items), initial=0))
            found.sort(key=lambda p: (abs(pieces[p[0]] - pieces[index]), abs(p[0] - index), p[0]))
            own = [t for i, t in found if pieces[i] == pieces[index]]
            if any(t.has_date and (t.has_clock or t.part) for t in own):
                return own  # "10日未明にXを、12日3時にYを通過"
            if found[0][1].shift_h is not None and found[0][1].after_event:
                return [found[0][1]]  # "an hour later": counted from what was told before, whatever else is told
            return [t for _, t in found] + _day_of_the_sentence(items, low, [t for _, t in found])
    elsewhere = any(x.kind == "place" and not names_whose_train(items, i) for i, x in enumerate(items[:low]))
    right_then = verb is not None and verb[1] == "headed" and items[low].low in _AND
    right_then = right_then or (items[low].low in BUT and not clause.verbs)
    if elsewhere and right_then:  # "прошёл X в 14:20 и взял курс на Y", "остановился в 14:20 не в X, а в Y"
        then = next((x.time for x in reversed(items[:low]) if x.time is not None), None)
        return [] if then is None else [replace(then, approximate=True)]
    if elsewhere and verb is not None and items[verb[0]].low in told.table.present.split():
        here = items[verb[0]]
        return [TimePhrase(here.start, here.end, here.low, shift_days=0)]  # "steht in X": today
    before = [t for i in range(low - 1, -1, -1) if (t := items[i].time) is not None and t.kind == "moment"]
    instead = items[clause.low].low in BUT  # "抵达的不是X，而是Y"
    if not elsewhere or instead or _sets_out(told, clause, verb):  # "в 10:40 пересёк границу и прибыл в X": about then
        return [t if t.has_date else replace(t, approximate=True) for t in before if t.has_date or t.has_clock]
    return [_day_alone(t) for t in before if t.has_date]


def _sets_out(told: Spoken, clause: Clause, verb: tuple[int, str] | None) -> bool:
    """Whether a verb only tells where to it left in the clause before: "10時にXを出発し、Yに向かった"."""
    before = next((c for c in told.clauses if c.high in (clause.low, clause.low - 1)), None)
    leaves = before is not None and bool(before.verbs) and before.verbs[-1][1] in ("departed", "left")
    return leaves and verb is not None and verb[1] in ("headed", "move")


def _in_brackets(items: Sequence[Item], index: int) -> list[TimePhrase]:
    """The times in brackets right behind a place, which are its own: "X(도착 12일 6시)", "X（三天前）和Y（昨天）"."""
    own = items[slice(*brackets(items, index))]
    return [] if any(x.place is not None for x in own) else [x.time for x in own if x.time is not None]


def brackets(items: Sequence[Item], index: int) -> tuple[int, int]:
    """From where to where the words in brackets right behind a place go; the same where there are none."""
    low = index + 2
    if index + 1 == len(items) or items[index + 1].low not in _OPENING:
        return low, low
    return low, next((i for i in range(low, len(items)) if items[i].low in _CLOSING), len(items))


def _day_of_the_sentence(items: Sequence[Item], low: int, own: Sequence[TimePhrase]) -> list[TimePhrase]:
    """The day told last before a clock without one, if it was told without a clock, which may be of the evening before:
    "24日は日本海側を回り、17時に新潟を通過".
    """
    if any(t.has_date or t.shift_h is not None for t in own) or not any(t.has_clock for t in own):
        return []
    last = next((t for x in reversed(items[:low]) if (t := x.time) is not None and t.kind == "moment"), None)
    if last is None or not last.has_date or last.has_clock or last.part or last.after_event:
        return []
    return [last]


def _day_alone(t: TimePhrase) -> TimePhrase:
    """The day of a time that another place had; "the day before" was counted there, and is the same day here."""
    if t.shift_h is not None:
        return t
    shift = 0 if t.after_event and t.shift_days is not None else t.shift_days
    return replace(t, hour=None, minute=None, part=None, zone=None, shift_days=shift)


def of_the_saying(told: Spoken, time: TimePhrase) -> bool:
    """Whether a time is when what is to come was said: "发言人27日表示，...将抵达X"."""
    at = _item_of(told, time)
    return at is not None and told.follows("said_after", at)


def _item_of(told: Spoken, time: TimePhrase) -> int | None:
    return next((i for i, x in enumerate(told.items) if x.time is not None and x.start == time.start), None)


def of_the_past(told: Spoken, clause: Clause, time: TimePhrase, verb: int) -> bool:
    """Whether a time is of a clause or a verb before that tells what has happened: "has stood in X since Friday and may
    go", "X를 12일 통과한 열차는 Y로 갈 예정이다".
    """
    found = _item_of(told, time)
    at = clause.low if found is None else found
    own = next((c for c in told.clauses if c.low <= at < c.high), clause)
    verbs = [v for v in own.verbs if own is not clause or at < v[0] < verb]
    return bool(verbs) and all(mood(told, own, v) is None for v in verbs)


def _leads_on(told: Spoken, verb: int, event: str) -> bool:
    """Whether a verb of crossing goes on into the next at the same time: "다리를 건너 X에 도착했다"."""
    of_train = any(x.who == "train" for x in told.items[verb + 1 : verb + 4])  # "다리를 건너온 열차가 X를 지나갔다"
    return event in ("crossed", "passed") and (of_train or told.follows("goes_on_after", verb))
