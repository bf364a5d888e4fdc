"""A train that its own report says to be another: "the train seen in X was a suburban train", "was not the
delegation's", "turned out to be a freight train".

What kind of train it was is said of the train told of as well ("the train seen in X was a freight train of forty
wagons"): a kind sets apart only where it runs by the timetable, or where it comes as a surprise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.wording import words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence

_ADVERBS = r"(?:later |since |in fact |actually |really |in reality |apparently |simply |clearly )*"
_BY_TIMETABLE = r"(?:suburban|commuter|local|ordinary|regular|scheduled|routine|stopping)(?!-)"
_ANY_KIND = (
    rf"(?:{_BY_TIMETABLE}|freight|goods|cargo|coal|oil|ore|grain|container|passenger|tourist|works|different|other)"
)
_ONE = r"(?: (?:[\w-]+ ){0,2}?(?:train|service|one|unit|set)s?)?\b(?! (?:carrying|with|of|loaded|laden|full|bearing)\b)"
_OURS = (
    r"(?:(?:his|hers|theirs|ours)\b|(?:[\w’'-]+ ){0,3}?[\w-]+(?:['’]s|s['’])"
    r"(?: (?:armou?red |special |private |own |official )?(?:train|special|convoy))?"
    r"(?= *(?:[.,;:)\"”]|$| but\b| and\b))"
    r"|(?:the|that) (?:train|one|convoy) (?:carrying|with|bringing|bearing|used|of)\b"
    r"|(?:the|that) (?:armou?red|presidential|royal|special|right|same) (?:train|one)\b|that of\b)"
)
_PREDICATE = re.compile(
    rf"(?:was|were|is|are) {_ADVERBS}(?:(?:not|never) {_ADVERBS}{_OURS}"
    rf"|an? (?:[\w-]+ )?{_BY_TIMETABLE} (?:[\w-]+ )?(?:train|service|one|unit|set|electric)\b"
    rf"|(?:only|just|merely|nothing but) an? (?:[\w-]+ )?{_ANY_KIND}{_ONE}"
    rf"|(?:another|an? (?:quite |completely |wholly |very )?(?:different|other|separate)) (?:one|train)\b)"
    rf"|(?:was|were) in fact an? (?:[\w-]+ )?{_ANY_KIND}{_ONE}"
    rf"|(?:has |have |had )?{_ADVERBS}(?:turn(?:s|ed) out|proved|proves|was found|was identified)"
    rf" (?:to (?:be|have been)|as) (?:an? (?:[\w-]+ )?{_ANY_KIND}{_ONE}|another\b|(?:only |just )?{_OURS})",
    re.IGNORECASE,
)
_IN_THE_NEXT = re.compile(r"[\s\"”]{0,4}(?:it|that|this) ", re.IGNORECASE)
_ABROAD = re.compile(
    r"оказал\w* (?:\w+ ){0,2}?(?:пригородн|грузов|товарн|обычн|пассажирск|рейсов|друг)\w*"
    r"|был\w* (?:всего лишь |просто )(?:\w+ )?(?:пригородн|грузов|товарн|обычн|пассажирск|рейсов)\w*"
    r"|(?:был\w* не|не был\w*) (?:тем|той|(?:\w+ )?поездом (?:делегации|лидера|президента))\b"
    r"|war (?:nur|lediglich|bloß|in Wirklichkeit|tatsächlich) eine? (?:\w+ )?(?:Güter|Personen)\w*"
    r"|war (?:nur |lediglich |bloß )?eine? (?:\w+ )?(?:Vorort|Nahverkehrs|Regional|S-Bahn|anderer)\w*"
    r"|(?:stellte|erwies) sich (?:später )?als (?:\w+ ){0,2}?(?:Güter|Vorort|Nahverkehrs|Regional|Personen|ander)\w*"
    r"|war nicht (?:der|derjenige|jener) (?:der|des|mit|,)"
    r"|(?:原来|其实|实际上|其實)是?一?[列趟辆]?(?:货运?列?车|貨運?列車|通勤|市郊|普通|另)|不是(?:代表团|[^，。]{1,8}的)(?:专列|列车)"
    r"|(?:화물|통근|교외|일반|다른) ?열차로 (?:밝혀|확인|드러)|(?:통근|교외) ?열차였"
    r"|(?:貨物|近郊|通勤|普通|別の)(?:列車|電車)と(?:判明|分か)|(?:近郊|通勤|普通|別の)(?:列車|電車)(?:だった|でした)",
    re.IGNORECASE,
)
_REACH = 100  # characters behind a sentence in which it is said of "it"
_LINKS = words("prepositions") | {",", "the", "early", "late", "this", "last", "and", "(", ")"}


def is_another(text: str, sentence: Sentence, frame: Frame) -> bool:
    """Whether the report says of a train that is told of at a place that it is another one."""
    items = sentence.items
    if sentence.language is not None:
        return _ABROAD.search(text, items[frame.item].end, sentence.end) is not None
    at = _behind(items, frame.item)
    if at is not None and _PREDICATE.match(text, items[at].start, sentence.end):
        return True
    led = _IN_THE_NEXT.match(text, sentence.end, sentence.end + _REACH)
    return led is not None and _PREDICATE.match(text, led.end(), led.end() + _REACH) is not None


def _behind(items: list[Item], place: int) -> int | None:
    """The item that follows a place and its time: where the verb of "the train seen in X on Monday was" stands."""
    return next(
        (i for i in range(place + 1, len(items)) if items[i].kind != "time" and items[i].low not in _LINKS), None
    )
