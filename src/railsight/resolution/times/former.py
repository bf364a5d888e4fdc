"""Words that put what is told on an earlier journey, or before what the report tells."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from railsight.mentions.intervals import interval_of
from railsight.mentions.text import Gated
from railsight.resolution.times.spans import is_since
from railsight.resolution.times.vantage import ANY_ZONE
from railsight.resolution.times.zones import zone_named, zone_of
from railsight.resolution.told import TOO_LARGE

if TYPE_CHECKING:
    from railsight.model import Mention
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence
    from railsight.resolution.told import Told

_TRIPS = r"(?:plan|timetable|trip|visit|journey|run|meeting|voyage)s?"
_SEEN = r"(?:seen|spotted|sighted|reported|heard|photographed|filmed|known|located)"
_NOT_TRIPS = (  # after "previous"
    r"(?!(?:day|morning|afternoon|evening|night|week|stop|halt|station|report|post|note|message|update|bulletin|dispatch"
    r"|statement|assessment|summary|entry)s?\b)"
)
_EARLIER = re.compile(
    rf"\b(?:last (?:met|month|year|meetings?|visits?)|similar trains?|previous {_NOT_TRIPS}|previous$"
    rf"|(?:earlier|original|initial) {_TRIPS}|years ago|earlier this (?:month|year)|on the way out"
    rf"|out(?:bound|ward) {_TRIPS}|(?<!like )(?<!as )(?<!and )his (?:late )?(?:father|grandfather|predecessor))\b"
)
_KIND = r"(?:[a-z-]+ ){1,3}(?:like (?:it|this)|of (?:its|this) kind)"
_DONE = r"(?:came|visited|went|travelled|traveled|crossed|passed|left|arrived|stopped|rode|made)"
# "The last such transport went via X", "when Kim last came to X"; "the last time it was seen" is of this journey.
_THE_LAST = Gated(
    rf"[\W_]{{0,9}}(?:the last (?:such|time(?! [^.,;]{{0,40}}\b{_SEEN}\b)|{_KIND}"
    rf"|(?:leader|president|premier|ruler|visitor|dignitary)s? (?:to|who))\b|when\b[^.,;]{{0,40}}? last {_DONE}\b)",
    "the last ",
    "when ",
)
_PAST_OPENING = 90  # characters at the start of a sentence in which it says so
_BEFORE = frozenset({"previously", "formerly"})


_OF_A_YEAR = re.compile(rf"\b((?:19|20)\d\d) (?:state )?{_TRIPS}\b")


def earlier_words(piece: str, year: int) -> str | None:
    """The words of a clause, in lower case, that put it on a journey before that of a year: "on our 2011 trip"."""
    found = _EARLIER.search(piece)
    of_a_year = _OF_A_YEAR.search(piece)
    if found is None and of_a_year is not None and int(of_a_year[1]) < year:
        found = of_a_year
    return found.group().strip() if found else None


def tells_of_the_last(text: str, sentence: Sentence) -> str | None:
    """The words that open a sentence and say that it tells of the last journey of the kind."""
    found = _THE_LAST.search(text, sentence.start, min(sentence.end, sentence.start + _PAST_OPENING))
    return found.group().strip().lower() if found and found.start() == sentence.start else None


def seen_before(items: list[Item], frame: Frame) -> bool:
    """Whether the verb of a place says that it was before: "the train, previously seen in X, passed Y"."""
    return frame.verb_at is not None and any(x.low in _BEFORE for x in items[max(0, frame.verb_at - 2) : frame.verb_at])


_THIS_TIME = re.compile(r"[^.;]*?\bthis (?:time|year|week)\b")
_EARLIER_DAYS = 25  # a time this long before publication belongs to an earlier journey


def earlier_journey(told: Told, frame: Frame, sentence: Sentence, mention: Mention) -> str | None:
    """Why a frame belongs to an earlier journey, or None."""
    if frame.earlier is not None:
        return f"an earlier journey ('{frame.earlier}')"
    low, high = frame.clause
    span = sentence.items[low].start, sentence.items[high - 1].end
    piece = told.text[span[0] : span[1]].lower()
    following = told.mentions[frame.place + 1].start if frame.place + 1 < len(told.mentions) else sentence.end
    if _THIS_TIME.match(told.text, mention.end, min(sentence.end, mention.end + 40, following)):
        return None  # "unlike in 2019 it turned north at X this time"
    word = earlier_words(piece, told.published.year) or tells_of_the_last(told.text, sentence)
    if word is not None:
        return f"an earlier journey ('{word}')"
    if seen_before(sentence.items, frame):
        return "where the train was before, at a time that is not told"
    assert mention.place is not None
    for phrase in frame.times:
        if phrase.kind != "moment" or phrase.is_near or not span[0] <= phrase.start < span[1]:
            continue
        if is_since(told, frame, phrase):
            continue  # "has stood there since January": it still does
        # of a country the day will do, whatever its zone; the map of zones costs 50 ms and 15 MB when first asked
        zone = zone_named(ANY_ZONE) if mention.place.kind in TOO_LARGE else zone_of(mention.place)
        interval = interval_of(phrase, told.vantage, zone, tense="future" if frame.modal else "past")
        if interval and (told.vantage - interval.latest) > timedelta(days=_EARLIER_DAYS):
            return f"an earlier journey ({phrase.text})"
    return None
