"""What a train is told of by without a word for it: "the saloons", "the barred coaches", "the transformers".

A report that has told of "a train of four saloon cars" or of "transformers on twelve-axle wagons" goes on with the
vehicles or the load alone, and other reports of the same journey do so from their first word. Such nouns count from
the phrases that introduce them on; people do not, for they leave a train and go on without it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from railsight.mentions.text import Hits, search_near
from railsight.model import Mention
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from railsight.mentions.scan import Scan
    from railsight.model import Report

BYWORD = "byword"  # the cue of such words among the items of a sentence
BYWORD_WHY = "what the train is told of by"
VEHICLES = frozenset(
    {"cars", "coaches", "carriages", "wagons", "waggons", "saloons", "sleepers", "tankers", "flatcars", "boxcars"}
    | {"hoppers", "railcars", "flats", "cisterns", "gondolas", "vans", "containers", "tanks", "multiple-units"}
)
# Nouns before "cars" and the like that stand for the vehicle themselves: "four saloon cars" are saloons.
_KINDS_OF_CARS = frozenset({"saloon", "sleeper", "tank", "hopper", "flat", "gondola", "container"})
# Who or what a train has aboard or about it, and no part or load that is told of as the train.
_NO_BYWORD = frozenset(
    {"passengers", "soldiers", "troops", "guards", "officers", "police", "workers", "tourists", "prisoners", "inmates"}
    | {"children", "people", "women", "men", "families", "refugees", "evacuees", "delegates", "officials", "reporters"}
    | {"journalists", "diplomats", "experts", "engineers", "pilgrims", "fans", "students", "members", "guests", "crews"}
    | {"conscripts", "recruits", "wounded", "staff", "crew", "escorts", "windows", "doors", "lights", "curtains"}
    | {"blinds", "markings", "numbers", "plates", "flags", "colours", "colors", "gifts", "supplies", "goods", "items"}
    | {"things", "others", "hours", "minutes", "days", "weeks", "months", "years", "times", "miles", "tonnes", "tons"}
    | {"kilometres", "kilometers", "metres", "meters", "dogs", "belongings", "bodies", "sources", "sides", "ways"}
    | {"locals", "residents", "travellers", "travelers", "commuters", "volunteers", "migrants", "settlers", "fighters"}
    | {"mercenaries", "marines", "sailors", "cadets", "athletes", "leaders", "ministers", "dignitaries", "trains"}
)
_ENDS_A_PHRASE = (
    words("prepositions")
    | words("boundaries")
    | words("speech")
    | words("future")
    | {"and", "or", "but", "that", "was", "were", "is", "are", "has", "had", "have", "of", "with", "at", "as", "not"}
    | {"the", "to", "be", "been", "being", "this", "these", "those", "when", "which", "then", "all", "apparently"}
)
_WORD = re.compile(r"\s?([A-Za-z][\w’'-]*|\d[\d,.]*\d|\d)")
_LONGEST_PHRASE = 8  # words of "about twenty old dark green saloon cars"
_LEADS = re.compile(
    r" (?:(?P<part>of|with|made up of|consisting of|comprising|hauling|pulling)"
    r"|(?P<load>carrying|loaded with|laden with|transporting|bringing)) "
)
# What stands on wagons: "transformers on twelve-axle wagons", "tanks chained to flatcars"; or goes by rail.
_ON_WAGONS = re.compile(
    r"\b(?P<load>[a-z]{4,}) (?:(?:were|was|are|is|being|been) )?"
    r"(?:(?:loaded|lashed|strapped|chained|carried|placed|sitting|riding|mounted|hoisted|lifted) )?"
    r"(?:on|onto|to|aboard) (?:[\w-]+ ){0,4}?(?:wagons|flat ?cars|rail ?cars)\b"
    r"|\b(?P<sent>[a-z]{4,}) (?:(?:were|was|are|is|being|been|have been|has been) )?"
    r"(?:moved|shipped|transported|hauled|sent|delivered|carried|travelling|traveling|coming|going) by rail\b"
    r"|\b(?P<coupled>[a-z]{4,}) (?:were|was|have been|had been|are) (?:coupled|attached|added|hitched|hooked)(?: up)? "
    r"(?:to|on)\b"
)
_ON_WAGONS_HIT = Hits("wagons", "cars", " by rail", "coupled", "attached", "added", "hitched", "hooked")
_ONE = re.compile(r"\b(?:[Aa]|[Aa]n|[Oo]ne|[Tt]he) (?:[\w-]+ ){0,3}$")
_LEAST = 4  # letters of such a noun


def with_bywords(
    every: Sequence[tuple[Report, tuple[Mention, ...]]], scans: Sequence[Scan], nouns: frozenset[str]
) -> list[tuple[Report, tuple[Mention, ...]]]:
    """The mentions of the reports of one journey, what the train is told of by (``nouns``) among them."""
    if not nouns:
        return list(every)
    return [
        (report, _added(report, found, seen.text, nouns)) for (report, found), seen in zip(every, scans, strict=True)
    ]


def introduced(seen: Scan) -> Iterator[str]:
    """The nouns that a text introduces as the parts or the load of a train."""
    text = seen.text
    for _, end in seen.trains:
        lead = _LEADS.match(text, end)
        if lead is None:
            continue
        phrase = list(_phrase(text, lead.end()))
        if phrase and (lead["load"] or phrase[-1] in VEHICLES):
            yield from _nouns(phrase)
    for found in search_near(_ON_WAGONS, text, _ON_WAGONS_HIT, 80, 10):
        noun = found[found.lastgroup or 0]
        if found.lastgroup != "coupled" or noun in VEHICLES:
            yield from _nouns(["one" if _ONE.search(text, max(0, found.start() - 40), found.start()) else "", noun])


def _phrase(text: str, at: int) -> Iterator[str]:
    """The words of a noun phrase from a place in a text on, in lower case."""
    for _ in range(_LONGEST_PHRASE):
        found = _WORD.match(text, at)
        if found is None or found[1].lower() in _ENDS_A_PHRASE or found[1].lower() in events():
            return
        yield found[1].lower()
        at = found.end()


def _nouns(phrase: Sequence[str]) -> Iterator[str]:
    """The nouns that stand for what a phrase introduces: its last word, if it can be told of as a train."""
    noun = phrase[-1]
    several = noun.endswith("s") and not noun.endswith("ss")
    one = not several and phrase[0] in ("a", "an", "one")
    if len(noun) < _LEAST or not noun.isalpha() or noun in _NO_BYWORD or noun in events() or not (several or one):
        return
    if noun.endswith(("ed", "ing")) or f"{noun}s" in _NO_BYWORD:
        return
    yield noun
    if noun == "cars" and len(phrase) > 1 and phrase[-2] in _KINDS_OF_CARS:
        yield f"{phrase[-2]}s"


_TOLD_OF = re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Tt]his|[Tt]hat|[Bb]oth|[Aa]ll(?: the)?)(?= [a-z\d])")
_NEXT = re.compile(r" ([a-z\d-]+)(?!['’\w-])")
_OTHER_HEADS = re.compile(r" (?:factory|plant|works|maker|yard|depot|park)\b")
_MOST_BETWEEN = 2  # words between "the" and such a noun


def _added(report: Report, found: tuple[Mention, ...], text: str, nouns: frozenset[str]) -> tuple[Mention, ...]:
    """The mentions with those of such nouns, where no train or place is mentioned already."""
    taken = sorted((m.start, m.end) for m in found if m.kind in ("train", "place"))
    starts = [start for start, _ in taken]
    more = []
    for told in _TOLD_OF.finditer(text):
        end = _end_of_noun(text, told.end(), nouns)
        if end is None:
            continue
        k = bisect_left(starts, end) - 1
        if k < 0 or taken[k][1] <= told.start():
            more.append(
                Mention(report.id, told.start(), end, text[told.start() : end], "train", "background", why=BYWORD_WHY)
            )
    return tuple(sorted((*found, *more), key=lambda m: (m.start, m.end, m.kind))) if more else found


def _end_of_noun(text: str, at: int, nouns: frozenset[str]) -> int | None:
    """Where the noun ends that a phrase of at most a few words tells of, if it is one of these."""
    for _ in range(_MOST_BETWEEN + 1):
        word = _NEXT.match(text, at)
        if word is None or word[1] in _ENDS_A_PHRASE:
            return None
        if word[1] in nouns:
            return None if _OTHER_HEADS.match(text, word.end()) else word.end()
        if word[1] in events():
            return None
        at = word.end()
    return None
