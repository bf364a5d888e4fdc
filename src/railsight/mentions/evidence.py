"""Evidence that words name a place: simple sums, no training; weights are round numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.names import RAIL_KINDS, SHORT, STRONG
from railsight.mentions.page import FILED, beside
from railsight.mentions.text import Word, lexica, lexicon

if TYPE_CHECKING:
    from railsight.mentions.names import Entry
    from railsight.mentions.page import Known, Page, Run

_LOWER_HEADS = frozenset(
    [
        "river",
        "station",
        "bridge",
        "region",
        "oblast",
        "krai",
        "province",
        "county",
        "district",
        "cosmodrome",
        "spaceport",
        "airport",
        "volcano",
        "island",
        "islands",
        "valley",
        "delta",
        "mountains",
        "peninsula",
        "glacier",
        "reservoir",
        "strait",
    ]
)
# What a railway or its customers have at a place, in a text of trains: "the Dannevirke platform", "the Rajpura plant".
_RAIL_HEADS = re.compile(
    r" (?:[a-z]+ )?(?:platforms?|depot|yards?|sidings?|loop|terminal|junction|signal box|plant|refinery|mine|quarry"
    r"|mill|port|docks?|steelworks|viaduct|tunnel|border|gate|crossing)\b"
)
_PREPOSITIONS, _WHERE = lexicon("prepositions"), lexicon("where")
# Before a place that a train has to do with, in a text of trains: "snaked past Bergün", "dep Connolly".
TRAINS_DO = frozenset(
    {
        "past",
        "passed",
        "passing",
        "departed",
        "departing",
        "dep",
        "arrived",
        "arriving",
        "arr",
        "ex",
        "cleared",
        "clearing",
    }
    | {"thro", "thru", "approaching", "nearing", "until", "till", "via", "leaves", "passes", "reaches"}
)
_COMMON, _NEVER = lexicon("common"), lexicon("never")
_SURNAMES, _GIVEN_OR_TITLES = lexicon("surnames"), lexica("given", "titles")
_INSTITUTIONS = lexica("organisations", "facilities")
_BEFORE_PLACES = lexica("organisations", "facilities", "directions")  # words that may stand before a name of a place
_LEAST_STRENGTH = 2.5  # of a name in a text of trains: as of a hamlet of 300, where nobody was counted
_OPENS_RAIL = 0.5  # for a name that opens a sentence of a text of trains: "Taihape for pies."
_RAIL = frozenset({"railway", "train", "rail", "space", "border"})
_KIN = re.compile(
    r"\b(?:son|daughter|brother|sister|wife|husband|widow|widower|niece|nephew|cousin|grandson|granddaughter|stepson"
    r"|stepdaughter|fianc[eé]e?|mother|father|baby|named|nicknamed|called)s?,? $"
)
# Ships bear the names of people and towns: "the freighter Lady R. Orlova", "the icebreaker Kapitan Dranitsyn".
_SHIP = re.compile(
    r"\b(?:ships?|vessels?|freighter|(?:oil |gas )?tanker|bulk(?: |-)?carrier|bulker|icebreaker|destroyer|frigate"
    r"|cruiser|corvette|trawler|steamer|container ship|cargo ship|tugboat|coaster) [\"“«]?(?:[A-Z][\w.]{0,12} ){0,2}$"
)
_TOLD_AFTER = re.compile(
    r" (?:man|woman|couple|teen|teenager|boy|girl|native|residents?|police|soldier|family|firefighters|officers|suburb"
    r"|area|neighbou?rhood|district|villagers)\b"
    r"|, (?:the|an?) (?:[a-z]+ ){0,2}(?:capital|county seat|city|town|village|suburb|port|hamlet|community)\b"
)
_CALLS = (" at ", " reached ", " passed ", " left ", " departed ", " from ", " into ", " out of ")
_WHEN_OR_STATION = re.compile(
    r" (?:(?:railway |border |train )?station\b|on [A-Z][a-z]+day\b|(?:at|by|around|about|before|after|shortly|just) "
    r"(?:\d|noon\b|midnight\b|dawn\b|dusk\b|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b))"
)
_TO_PLACE = re.compile(r" (?:to|via|through) [A-Z][a-z]")
_STATES = frozenset({"US", "UK", "EU", "UAE", "USA", "U.S.", "U.K.", "U.A.E.", "DPRK", "DRC", "PRC", "ROK"})


def evidence_of(run: Run, name: Known, page: Page) -> tuple[float, str]:
    """Sum of the evidence that the words of a known name mean a place, and its largest parts in words."""
    i, j, entry = name
    score = min(3.0, max(entry.strength, _LEAST_STRENGTH if page.rail else 0.0) / 2.0)
    why = ["known name"]
    if entry.rows[0].kind in RAIL_KINDS:
        score += 0.8
        why.append("on the railway")
    if j - i > 1:
        score += 0.7
    score += _neighbours(run, name, page, why)
    if page.rail and page.is_timed(run.words[i].start, run.words[j - 1].end):
        score += 1.0
        why.append("beside a clock")
    score += _person_evidence(run, i, j, page, entry.is_big, why)
    if j - i == 1:
        score += _shape(run.words[i], entry, page, len(run.words) == 1, why)
    return score, ", ".join(why)


def _neighbours(run: Run, name: Known, page: Page, why: list[str]) -> float:
    """Evidence of the words beside: prepositions, a comma with a larger place, unknown capitalised neighbours."""
    i, j, entry = name
    words, start, end = run.words, run.words[i].start, run.words[j - 1].end
    score = _preceded(page, start, why) if i == 0 else 0.0
    if j == len(words) and page.text.startswith(", ", end) and _known_after_comma(page, end + 2):
        score += 1.5
        why.append("before a comma and a larger place")
    elif i == 0 and page.text.endswith(", ", 0, start) and _known_before_comma(page, start):
        score += 0.8
        why.append("in a list of places")
    if j == len(words) and (_head_follows(page.after(end, 30)) or _is_of_rails(page, words[i].start, end)):
        score += 1.0
        why.append("before a word for a kind of place")
    elif j == len(words) and _TOLD_AFTER.match(page.text, end):
        score += 1.0
        why.append("as the place of people or a kind of place")
    if j == len(words) and i == 0 and words[i].text.isupper() and _opens_dateline(page, words[i], end):
        score += 2.0
        why.append("opens a dateline")
    if j < len(words) and _lies_in_next(run, name, page):
        score += 1.0
        why.append("before the land it lies in")
    elif j < len(words) and words[j].bare in _INSTITUTIONS:
        score += 0.3
    elif j < len(words) and not entry.is_big and _goes_on(run, j, page):
        score -= 0.8 if entry.strength >= STRONG else 1.5
    if i > 0 and not entry.is_big and not any(n.end == i for n in run.names):
        gap = page.text[words[i - 1].end : start]
        if gap == " " and words[i - 1].bare not in _BEFORE_PLACES:
            broadcaster = words[i - 1].text.isupper() and len(words[i - 1].text) <= 4
            opening = i == 1 and _sentence_start(page, words[0].start)
            score -= 0.3 if broadcaster or opening else 0.8 if entry.strength >= STRONG else 1.5
    return score


def _lies_in_next(run: Run, name: Known, page: Page) -> bool:
    """Whether the next name of the run is a division in which a town of this one lies: "Bryan Ohio"."""
    behind = next((n for n in run.names if n.first == name.end), None)
    if behind is None or not beside(run, name.end, page):
        return False
    lands = {r.admin1 for r in behind.entry.rows if r.kind == "region"}
    return any(r.kind == "town" and r.admin1 in lands for r in name.entry.rows)


def _goes_on(run: Run, j: int, page: Page) -> bool:
    """Whether an unknown word follows on a blank that may be of the name, and no number: "Chester P4"."""
    numbered = page.rail and any(c.isdigit() for c in run.words[j].text)
    return beside(run, j, page) and not numbered and not any(n.first == j for n in run.names)


def _preceded(page: Page, start: int, why: list[str]) -> float:
    """Evidence of a preposition before a name."""
    before = page.before(start)
    last = before.rstrip().rsplit(None, 1)[-1:] if before[-1:] in (" ", "\n") else []
    word = last[0].casefold() if last else ""
    if not word or not (word in _PREPOSITIONS or (page.rail and word in TRAINS_DO)):
        return 0.0
    why.append(f"after '{word}'")
    return 1.0


def _opens_dateline(page: Page, first: Word, end: int) -> bool:
    """Whether a name in capitals that ends at ``end`` opens a line and a dash follows: "WARREN (AP) —"."""
    opens = first.start == 0 or page.text[first.start - 1] == "\n"
    return opens and first.text.isupper() and bool(FILED.match(page.text, end))


def _head_follows(after: str) -> bool:
    """Whether the text goes on with a head noun in lower case: "the Razdolnaya river", "Khasan station"."""
    words = [w.strip(".,;:)") for w in after.split(None, 2)[:2]] if after.startswith(" ") else []
    if len(words) == 2 and words[0] in _RAIL:
        return words[1] in _LOWER_HEADS
    return bool(words) and words[0] in _LOWER_HEADS


def _is_of_rails(page: Page, start: int, end: int) -> bool:
    """Whether the text goes on with what trains go to: "the Dannevirke platform"."""
    return page.rail and page.before(start, 4).casefold() == "the " and _RAIL_HEADS.match(page.text, end) is not None


def _known_after_comma(page: Page, at: int) -> bool:
    piece = page.text[at : at + 24].split()
    if not piece:
        return False
    one = piece[0].strip(",;:)")
    two = " ".join(piece[:2]).rstrip(",;:)")
    return page.names.entry(two).may_be_big or page.names.entry(one).may_be_big


def _known_before_comma(page: Page, at: int) -> bool:
    piece = page.text[max(0, at - 20) : at - 2].split()
    return bool(piece) and piece[-1][:1].isupper() and page.names.strength(piece[-1].strip(",;:()")) >= 4.0


def _person_evidence(run: Run, i: int, j: int, page: Page, big: bool, why: list[str]) -> float:
    words = run.words
    if run.is_person(i) and (not big or i in run.addressed):
        why.append("part of a person's name")
        return -4.0
    if j - i == 1 and words[i].text in page.surnames and not big:
        why.append("a person of this report")
        return -2.5
    if i == 0 and not big and _KIN.search(page.before(words[0].start)):
        why.append("a relative's name")
        return -4.0
    if not big and _SHIP.search(page.before(words[0].start, 40)):
        why.append("a ship's name")
        return -4.0
    after = page.after(words[j - 1].end, 8)
    if after.startswith((" said", " says")) and not big and page.names.strength(words[i].text) < STRONG:
        before = page.before(words[i].start, 12).rsplit(None, 1)[-1:]
        if before not in (["of"], ["in"], ["from"], ["near"], ["at"]):
            return -1.5
    if after[:2] == ", " and after[2:4].isdigit() and after[4:5] == ",":
        return -3.0
    return 0.0


def _shape(word: Word, entry: Entry, page: Page, alone: bool, why: list[str]) -> float:
    """Evidence of the word's own shape: common words, two capital letters, position in the sentence."""
    text, bare, best = word.text, word.bare, entry.rows[0]
    if text in _STATES:
        return 1.0
    if best.name_type == SHORT and page.after(word.end, 1) == "." and page.before(word.start, 2) == ", ":
        return 1.0  # "Wilmington, Del."
    if bare in _COMMON:
        why.append("a common word")
        if page.rail and bare not in _NEVER and _is_called_at(page, word):
            return -1.0  # "stopped at Chop on Tuesday"
        return -4.0 if bare in _NEVER or not _said_where(page, word) else -1.5
    if text.isupper() and len(text) <= 3 and "." not in text:
        if best.name_type != SHORT and best.kind != "country":
            return -2.0
        if best.kind != "country" and not page.before(word.start, 2).endswith(", "):
            return -4.0
    if len(text) <= 2 and not text.isupper():
        return -4.0
    if bare in _GIVEN_OR_TITLES:
        return -1.2 if entry.strength >= STRONG or _said_where(page, word) else -2.0
    if bare in _SURNAMES and entry.strength < 5.5 and not _said_where(page, word):
        why.append("a family name")
        return -1.2
    if not entry.is_big and page.in_lower_case(bare):
        why.append("also a plain word here")
        return -2.0
    if bare in _BEFORE_PLACES:
        return -4.0
    if not entry.is_big and page.before(word.start, 4).casefold() == "the ":
        return 0.0 if entry.takes_article or _is_of_rails(page, word.start, word.end) else -1.0
    if alone and _sentence_start(page, word.start):
        return _OPENS_RAIL if page.rail else -0.4
    return 0.0


def _said_where(page: Page, word: Word) -> bool:
    """Whether the word before says where, and the name stands there by itself or with a time: "in Commerce." """
    before = page.before(word.start, 12).rsplit(None, 1)[-1:] if page.before(word.start, 1) == " " else []
    if not before or before[0] not in _WHERE:
        return False
    return page.after(word.end, 2)[:1] in ".,;:)" or (page.rail and bool(_WHEN_OR_STATION.match(page.text, word.end)))


def _is_called_at(page: Page, word: Word) -> bool:
    """Whether a name stands where trains call: "at" before it, the time or "station" behind it; "from X to Y"."""
    if page.text.endswith(" from ", 0, word.start) and _TO_PLACE.match(page.text, word.end):
        return True
    return page.text.endswith(_CALLS, 0, word.start) and _WHEN_OR_STATION.match(page.text, word.end) is not None


def _sentence_start(page: Page, at: int) -> bool:
    before = page.before(at, 3).rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:;•"
