"""Whose a time is: of the event, of the verb of saying beside it, or of what was done ahead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_SAYS = (words("speech") - {"channel", "reports"}) | {"speaking", "stated", "warned", "according", "tweeted"}
_SAYS |= {"published", "posted", "released", "shared", "aired", "broadcast"}
_REACH = 7  # items between a verb of saying and its day: "told a group of reporters in X on Tuesday"
_NOUNS = frozenset({"arrival", "departure", "visit", "passage", "crossing", "stay"})
_AHEAD = (("ahead", "of"), ("before",), ("for",), ("awaiting",), ("prior", "to"))


def is_of_saying(items: list[Item], i: int) -> bool:
    """Whether a time says when something was said: "said on Tuesday", "told reporters late on Friday"."""
    for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
        item = items[k]
        if item.low in _SAYS:
            return True
        there = item.kind == "place" and items[k - 1].low in ("in", "at")
        if (item.kind != "word" and not there) or item.low in events() or item.low in _NOUNS or item.low == "that":
            return False
    return False


def of_what_is_told(items: list[Item]) -> list[tuple[int, TimePhrase]]:
    """The times of a sentence, by item, without those of no event; and, where others are told, without those at which
    it was said: "on Monday the train left X, the agency reported on Tuesday".
    """
    times = [(i, x.time) for i, x in enumerate(items) if x.time is not None and not _of_no_event(items, i)]
    said = {i for i, t in times if t.kind == "moment" and t.has_date and _is_said_behind(items, i)}
    others = any(t.kind == "moment" and t.has_date and i not in said for i, t in times)
    return [(i, t) for i, t in times if not (others and i in said)]


def _is_said_behind(items: list[Item], i: int) -> bool:
    """Whether a time ends a clause of saying behind what is said: ", the agency reported on Tuesday"."""
    said = next((k for k in range(i - 1, max(-1, i - 1 - _LED_BY), -1) if items[k].low in _SAYS), None)
    if said is None or any(x.kind != "word" for x in items[said + 1 : i]):
        return False
    comma = next((k for k in range(said - 1, max(-1, said - 1 - _REACH), -1) if items[k].low == ","), None)
    if comma is None or items[said - 1].low in _PASSIVE or any(x.low in events() for x in items[comma + 1 : said]):
        return False
    return not any(x.low in ("which", "who", "that", "and", "but") for x in items[comma + 1 : said])


_LED_BY = 4  # items between a verb of saying and its time: "said late on"
_PASSIVE = frozenset({"was", "were", "is", "been", "being", "be"})


def _opens_what_is_said(items: list[Item], i: int, verb: int) -> bool:
    """Whether a time before a verb is that of those who tell of it: "on Monday the ministry announced that ..."; not
    "on Monday, the ministry said, ...".
    """
    if any(x.kind == "place" for x in items[i:verb]):
        return False
    said = next((k for k in range(i + 1, verb) if items[k].low in _SAYS), None)
    if said is None or any(items[k].low in events() for k in range(i + 1, said)):
        return False
    return items[said + 1].low != ","


def _of_what_was_done(items: list[Item], i: int, noun: int) -> bool:
    """Whether a time is of what was done before an arrival: "closed on Monday ahead of the train's arrival"."""
    lows = [x.low for x in items[i + 1 : noun]]
    led = any(tuple(lows[k : k + len(a)]) == a for a in _AHEAD for k in range(len(lows)))
    to_come = any(x.low in words("future") for x in items[max(0, i - 12) : i])
    return led and not to_come


def lies_with_another(items: list[Item], i: int, frame: Frame) -> bool:
    """Whether a time is not that of an event to come, but of another verb of its sentence."""
    verb = frame.verb_at
    if is_of_saying(items, i):
        return True
    if verb is None or i > verb:
        return False
    if items[verb].kind == "word" and frame.verb in ("arrival", "departure", "passage"):
        return _of_what_was_done(items, i, verb)
    return _opens_what_is_said(items, i, verb)


def _of_no_event(items: list[Item], i: int) -> bool:
    """Whether a time is none of an event: "the first train since 2018", "the train, built in Mukden in 1930",
    "our 13:00 report".
    """
    item = items[i]
    following = items[i + 1].low if i + 1 < len(items) else ""
    if items[i - 1].low in _WHOSE and (following in _MESSAGES or _names_a_service(items, i)):
        return True
    if item.time is None or item.time.granularity != "year":
        return False
    return item.low.startswith("since") or any(x.low in _CAME_TO_BE for x in items[max(0, i - _MADE_REACH) : i])


def is_denied(items: list[Item], phrase: TimePhrase) -> bool:
    """Whether what is to come at a time is told not to: "they do not expect it before quarter to seven"."""
    return any(x.low in ("not", "never") or x.low.endswith(("n't", "n’t")) for x in items if x.end <= phrase.start)


def _names_a_service(items: list[Item], i: int) -> bool:
    """Whether a clock is what a train is called by: "the 21:15 sleeper service from X"."""
    clock = items[i].time
    if clock is None or not clock.has_clock or clock.has_date:
        return False
    if i + 1 < len(items) and items[i + 1].low in ("from", "to", "for"):
        return True
    for item in items[i + 1 : i + 1 + _NAME_REACH]:
        if item.who == "train" or item.low in _SERVICES:
            return True
        if item.kind != "word" or item.low in words("prepositions"):
            return False
    return False


_NAME_REACH = 4  # items between a clock and the word for the train that is called by it
_SERVICES = frozenset({"service", "sleeper", "express", "freight", "departure", "local", "stopper"})
_MESSAGES = frozenset(
    {"report", "despatch", "dispatch", "story", "message", "post", "bulletin", "item", "update", "alert"}
)
_WHOSE = frozenset({"our", "the", "its", "their", "my", "your", "a", "that"})
_MADE_REACH = 5  # items between what was made and the year of it
_CAME_TO_BE = frozenset(
    {"built", "made", "manufactured", "constructed", "introduced", "commissioned", "founded", "delivered", "ordered"}
    | {"designed", "renamed", "born", "dating", "dates", "rebuilt", "restored", "modernised", "modernized", "acquired"}
)
