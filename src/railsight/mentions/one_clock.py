"""The clock that a text names for all its times: "all times Moscow", "in UTC because ...", "everything by Kyiv".

Without such words a clock is that of the place; one with a zone of its own beside it keeps that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from railsight.mentions.clock_zones import zone_named, zone_word
from railsight.mentions.text import Gated

if TYPE_CHECKING:
    from railsight.mentions.time_phrase import TimePhrase

# "UTC", "MSK", "Moscow time"; the name of a place alone only behind words that leave nothing else.
_LETTERS = r"(Z|[A-Z]{2,5})\b|([A-Z][a-z]{2,15})(?: summer| standard)?[ -][Tt]ime\b"
_ZONE = rf"(?:{_LETTERS})"
_ZONE_OR_PLACE = rf"(?:{_LETTERS}|([A-Z][a-z]{{2,15}})\b(?! [a-z]+(?:ed|s)\b))"
_OF_ALL = r"(?i:times|clocks|figures|hours|timestamps|timings|entries)"
_LEADS = r"(?:all |still |given |shown |kept |set |in |by |on |to |the )*"
_ENDS = r"(?=[.,;:)\]\n]| (?:if|unless|because|except|to|until|till)\b)"
_DECLARED = (
    Gated(
        rf"\b(?:[Aa]ll|[Ee]very|[Oo]ur|[Mm]y|[Tt]he|[Tt]hese) (?:[a-z]{{1,12}} ){{0,2}}{_OF_ALL}\b[^.;\n\d]{{0,60}}?"
        rf"\b(?:(?:are|is|by|say|show|keep) {_LEADS}{_ZONE_OR_PLACE}|(?:in|on|to) (?:the )?{_ZONE})",
        *("times", "clocks", "figures", "hours", "stamps", "timings", "entries"),
        ignore_case=False,
    ),
    Gated(
        rf"(?:^|[(\n.;,:] ?)[Tt]imes?(?: (?:are|is|by|given|all)|:| =)+ {_LEADS}{_ZONE_OR_PLACE}"
        rf"|(?:^|[(\n.;,:] ?)[Tt]imes? in (?:the )?{_ZONE}",
        "time",
        ignore_case=False,
    ),
    Gated(
        rf"\b(?i:all) (?:the |our |my )?(?:{_OF_ALL} {_ZONE_OR_PLACE}|{_ZONE}){_ENDS}",
        "all ",
        ignore_case=False,
    ),
    Gated(
        rf"\b(?:[Ee]verything|[Aa]ll (?:we|I) (?:write|post|give|list|quote)) (?:here )?"
        rf"(?:is (?:in |by |on )?|in |by |on ){_ZONE_OR_PLACE}",
        *("everything", "all we ", "all i "),
        ignore_case=False,
    ),
    Gated(
        rf"(?:^|[,(–—-] ?|\n)(?:[Ii]n |[Bb]y )?{_ZONE} (?:because|throughout|unless|except|if not|for everything)\b",
        *(" because", " throughout", " unless", " except", " if not", " for everything"),
        ignore_case=False,
    ),
)
_ANY_DAY = datetime(2024, 1, 1)  # noqa: DTZ001  # to compare zones on


def one_clock(text: str) -> tuple[str, tuple[int, int]] | None:
    """The zone that a text declares for its clocks, as said, and where its name stands; None where it names none, or
    several.
    """
    found: dict[timedelta | None, tuple[str, tuple[int, int]]] = {}
    for pattern in _DECLARED:
        at = 0
        while (said := pattern.search(text, at)) is not None:
            at = said.end()
            group = next(k for k, name in enumerate(said.groups(), start=1) if name)
            word = zone_word(said[group])
            zone = zone_named(word)
            if word is not None and zone is not None:
                found[zone.utcoffset(_ANY_DAY)] = word, said.span(group)
    return next(iter(found.values())) if len(found) == 1 else None


def on_one_clock(times: list[TimePhrase], zone: str) -> list[TimePhrase]:
    """The times of a text with those clocks that name no zone of their own on the one it declares for all."""
    return [_with_zone(t, zone) for t in times]


def _with_zone(phrase: TimePhrase, zone: str) -> TimePhrase:
    if not phrase.has_clock or phrase.zone is not None:
        return phrase
    either = None if phrase.either is None else _with_zone(phrase.either, zone)
    return replace(phrase, zone=zone, either=either)
