"""What a sentence names without telling it: called false, asked, supposed, said of any train, or taken back later."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from railsight.mentions.text import Gated
from railsight.resolution.refusals.denials import CORRECTED, says_that_it_was
from railsight.resolution.refusals.services import end_named, of_a_service
from railsight.resolution.sentences.acts import is_train
from railsight.resolution.sentences.moods import is_infinitive
from railsight.resolution.tellers.correspondents import told_from
from railsight.resolution.wording import words

if TYPE_CHECKING:
    from railsight.model import Role
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence

_TIDINGS = (
    r"(?:reports?|rumou?rs?|claims?|posts?|messages?|photos?|photographs?|pictures?|images?|videos?|footage|clips?"
    r"|stor(?:y|ies)|statements?|news|alerts?|announcements?|recordings?|screenshots?)"
)
_UNTRUE = (
    r"(?:false|fake|faked|bogus|hoax|fabricated|doctored|manipulated|forged|falsified|staged|made-up|invented"
    r"|photoshopped|AI-generated|debunked|lies?|fabrication|invention|myth|nonsense)"
)
_TELLS = (
    r"(?: [\w’'-]+){0,3}? (?:that|which|about|claim(?:s|ed|ing)|sa(?:ys|id|ying)|show(?:s|ed|ing)|purport(?:s|ed|ing)"
    r"|alleg(?:es|ed|ing)|stat(?:es|ed|ing)|suggest(?:s|ed|ing)|depict(?:s|ed|ing)"
    r"|of (?:an? |the |his |its )?(?:[\w-]+ ){0,3}(?:trains?|convoys?|wagons|locomotives?|transports?))\b"
)
_WORDS_OF_UNTRUTH = (
    *("false", "fake", "bogus", "hoax", "fabricated", "doctored", "manipulated", "forged", "falsified", "staged"),
    *("made-up", "invented", "photoshopped", "ai-generated", "debunked", "lie", "fabrication", "invention", "myth"),
    "nonsense",
)
_FALSE = Gated(rf"\b(?:{_UNTRUE} (?:[\w-]+ )?{_TIDINGS}|hoax){_TELLS}[^.;\n]{{0,120}}$", *_WORDS_OF_UNTRUTH)
_TIDINGS_OF_IT = re.compile(rf"\b{_TIDINGS}{_TELLS}[^.;\n]{{0,120}}$", re.IGNORECASE)
_FOUND_FALSE = Gated(
    rf"\b(?:was|were|is|are|been|be|as|proved|turned out|called)\b(?: [a-z]+){{0,2}}? (?:an? )?{_UNTRUE}\b",
    *_WORDS_OF_UNTRUTH,
)
_SAID_BEFORE = Gated(
    r"\b(?:we|i|this (?:channel|page|paper)|it was|was|were|been|reports?) (?:had |have |has )?"
    r"(?:(?:earlier|previously|first|initially|originally|wrongly|mistakenly) )*"
    r"(?:said|wrote|written|reported|posted|stated|told|thought|believed|understood)\b"
    r"|\b(?:thought|believed|reported|said|understood|rumou?red) to have\b",
    *("said", "wrote", "written", "reported", "posted", "stated", "told", "thought", "believed", "understood"),
)
_IN_FACT = (
    r"(?:in (?:actual )?fact|actually|in reality|in truth|it (?:has )?(?:since |later |now )?turn(?:s|ed) out that"
    r"|(?:that|this|it)(?: report| claim| story| information| message)? (?:was|is) (?:wrong|incorrect|false|untrue"
    r"|inaccurate|mistaken|not (?:so|right|true|correct))|we were (?:wrong|mistaken))\b"
)
_BUT_IN_FACT = Gated(
    rf"(?:[;,:–—]|-|\bbut|\band|\bwas|\bhad|\bis) ?(?:but )?{_IN_FACT}",
    *("fact", "actually", "reality", "truth", "turn", "wrong", "mistaken", "incorrect", " not ", "false", "untrue"),
)
_THEN_IN_FACT = re.compile(rf"[\s\"”]{{0,4}}(?:but )?{_IN_FACT}", re.IGNORECASE)
_ASKS = re.compile(
    r"[\W_]{0,9}(?:(?:so|and|but|or|then|now),? )?(?:has|have|had|did|does|do|is|was|were|are|hasn['’]t|didn['’]t"
    r"|wasn['’]t|isn['’]t)\b",
    re.IGNORECASE,
)
_ASKED_OF_IT = Gated(
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|quer(?:y|ies|ied)"
    r"|(?:doesn['’]t|didn['’]t|don['’]t|not|nobody|who) kn[eo]ws?"
    r"|(?:can['’]t|cannot|can not|won['’]t|wouldn['’]t|would not) (?:say|tell)|no idea)\b[^.;\n]{0,70}?"
    r"\b(?:whether|if)\b[^.;,\n]{0,110}$",
    *("whether ", " if "),
)
_PERHAPS = ("perhaps", "maybe", "possibly")
_GUESSED_AT = re.compile(
    rf"\b(?:{'|'.join(_PERHAPS)})[, ]{{1,2}}"
    r"(?:it|she|he|they|the|that|at|in|near|on|still|already|by|via|through|from|as far)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\W{0,4}(?:whoever|(?:those|people|any(?:one|body)|every(?:one|body)|the (?:ones?|person|readers?|man|woman)) who)"
    r"\b[^.;:\n]{0,30}?\b(?:told|wr[io]tes?|written|writing|sa(?:id|ys?|ying)|claim(?:s|ed)?|post(?:s|ed)|thinks?|thought"
    r"|believes?|believed|report(?:s|ed)?|insists?|insisted|spread(?:s|ing)?)\b[^.;:\n]{0,40}?\bthat "
    r"(?!they (?:saw|had seen|heard|watched))[^.;:\n]{0,120}",
    re.IGNORECASE,
)
_ANY_TIME = Gated(
    r"\b(?:(?:when|which)ever(?! possible)|(?:every|each|any) time)\b(?:(?!, but\b)[^;\n]){0,240}$", "ever ", "time"
)
_HAD_IT = re.compile(
    r"[\W_]{0,9}(?:(?:and|but|so),? )?(?:had|were)\b[^?;,]{0,150},[^?;]{0,150}?\b(?:would|could|might)\b", re.IGNORECASE
)
_THEN_IT_WOULD = re.compile(r",[^,]*\b(?:would|could|might)\b(?: not)?(?: have\b)?", re.IGNORECASE)
_WOULD = re.compile(r"\b(?:would|could|might)(?: not|n['’]t)? have\b", re.IGNORECASE)
_HAD_IT_NOT = Gated(r",? (?:had (?:the|it|he|she|they|this|that|his|her|not)|if)\b[^.;\n]{0,80}", " had ", " if ")
_WOULD_HAVE = Gated(
    r"\b(?:would|could|might)(?: not|n['’]t)? have\b[^.,;\n]{0,60}\bhad (?:the|an?|it|he|she|they|this|that|his|her)\b"
    r"[^.;\n]{0,60}$",
    " have ",
)
_IDLE_TALK = Gated(
    r"\b(?:talk|rumou?rs?|speculation|suggestions?|theor(?:y|ies)|ideas?|notions?|whispers?) (?:of|about|that)\b"
    r"[^.;\n]{0,160}$",
    *("talk ", "rumor", "rumour", "speculation ", "suggestion", "theor", "idea", "notion", "whisper"),
)
_NO_SENSE = re.compile(
    r"\b(?:makes? (?:little|no) sense|(?:is|are|was|were) (?:nonsense|baseless|groundless|unfounded|far-fetched|idle"
    r"|absurd|wrong|implausible)|does(?: not|n['’]t) (?:hold|add) (?:up|water)|can be (?:dismissed|ruled out))\b",
    re.IGNORECASE,
)
_AIMS = frozenset({"move", "nearing", "due"})  # events that lead on to a place
_ANY = frozenset({"any", "every", "each", "whichever"})
_DOUBTS = frozenset({"if", "whether", "without", "no", "not", "never", "deny", "denies", "denied", "denying"})
_MOST_BEFORE_TRAIN = 4  # words between "any" and the train
_REACH = 240  # characters about a place that are searched
_NEXT = 60  # characters of the next sentence in which a correction begins


def untold(text: str, sentence: Sentence, named: Item, frame: Frame) -> tuple[Role, str] | None:
    """Role and reason of a place of which a sentence does not tell that the train was there; None where it may."""
    low, high = max(sentence.start, named.start - _REACH), min(sentence.end, named.end + _REACH)
    found_false = _FOUND_FALSE.search(text, named.end, high) and (
        _TIDINGS_OF_IT.search(text, low, named.start) or says_that_it_was(text, sentence, named)
    )
    if not frame.negated and (found_false or _FALSE.search(text, low, named.start)):
        return "background", "what the report calls false"
    if _IDLE_TALK.search(text, low, named.start) and _NO_SENSE.search(text, named.end, high):
        return "background", "what the report calls unlikely"
    if told_from(text, sentence, named, frame):
        return "background", "where those are who tell it"
    if _is_option(sentence, frame):
        return "background", "an option, not told as done"
    if _is_corrected(text, low, named, high, sentence.end):
        return "background", CORRECTED
    if _ASKED_OF_IT.search(text, low, named.start):
        return "speculated", "what is asked, or not known"
    if _OF_OTHERS.fullmatch(text, sentence.start, named.start):
        return "background", "what others are said to have told"
    if _is_one_of_several_guesses(text, sentence):
        return "speculated", "one of several guesses"
    if _asks(text, sentence) and (frame.clause[0] <= 1 or frame.event in _AIMS):
        return "speculated", "the report asks it"
    if _ANY_TIME.search(text, low, named.start) or _of_any_train(sentence, frame):
        return "background", "told of any train, not of this one"
    if of_a_service(sentence.items, frame.item):
        return "background", "a service, not one train"
    end = end_named(text, sentence.items, frame.item)
    if end is not None:
        return end, "an end of its run in the name of the train"
    if _is_supposed(text, sentence, low, named, high):
        return "background", "only supposed"
    return None


def _is_supposed(text: str, sentence: Sentence, low: int, named: Item, high: int) -> bool:
    """ "Had it passed X, ...", "we would have seen it had it passed X", "it would have passed X had it not ..."."""
    if _HAD_IT.match(text, sentence.start, sentence.end):
        told = _THEN_IT_WOULD.search(text, low, named.start)
        return told is None or told.group().endswith(" have")
    if _WOULD_HAVE.search(text, low, named.start):
        return True
    return _HAD_IT_NOT.search(text, named.end, high) is not None and _WOULD.search(text, low, named.start) is not None


def _is_one_of_several_guesses(text: str, sentence: Sentence) -> bool:
    """ "Perhaps it turned off at X, perhaps it never left Y": of such guesses one at most is true."""
    if sum(sentence.low.count(word) for word in _PERHAPS) < 2:
        return False
    found = _GUESSED_AT.finditer(text, sentence.start, sentence.end)
    return next(found, None) is not None and next(found, None) is not None


def _is_option(sentence: Sentence, frame: Frame) -> bool:
    """ "Options: wait, or turn it back to X": a verb without a subject behind "or" is what may be done."""
    verb = frame.verb_at
    items = sentence.items
    if verb is None or verb > frame.item or not is_infinitive(items[verb].low):
        return False
    return items[verb - 1].low == "or" and not any(
        x.kind == "mover" and x.who != "?" for x in items[frame.clause[0] : verb]
    )


def _is_corrected(text: str, low: int, named: Item, high: int, end: int) -> bool:
    """ "Earlier we said that it passed X. In fact it passed Y": X is taken back."""
    if not _SAID_BEFORE.search(text, low, named.start) or _BUT_IN_FACT.search(text, low, named.start):
        return False  # the second: what is told in its stead
    return bool(_BUT_IN_FACT.search(text, named.end, high) or _THEN_IN_FACT.match(text, end, end + _NEXT))


def _asks(text: str, sentence: Sentence) -> bool:
    """Whether a sentence asks if something is so: it begins with its verb and ends with the mark."""
    mark = text[max(sentence.start, sentence.end - 6) : sentence.end].rstrip(' \n"”’)').endswith("?")
    return mark and _ASKS.match(text, sentence.start, sentence.end) is not None


def _of_any_train(sentence: Sentence, frame: Frame) -> bool:
    """Whether who moves is no certain train: "every freight train that stops at X"; not "denied that any train did"."""
    items, at = sentence.items, frame.mover_at
    if at is None or frame.negated or not is_train(items[at]) or items[min(at + 1, len(items) - 1)].low == "of":
        return False
    near = [items[at].low.split()[0], *(x.low for x in reversed(items[max(0, at - _MOST_BEFORE_TRAIN) : at]))]
    ends = words("prepositions") | {"of", ","}
    phrase = itertools.takewhile(lambda w: w not in ends, near)
    return any(w in _ANY for w in phrase) and not any(x.low in _DOUBTS for x in items[:at])
