"""What the words right behind a name say of where it is: "Kazan station in Moscow", "Keles station in Uzbekistan"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.geo import approx_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Candidate, Mention, Place

_ELSEWHERE_M = 40_000.0  # a town this far from another does not hold its station
_STATION = r"(?: (?:rail|railway|train|main))? (?:station|terminus)"
_STATION_IN = re.compile(rf".{{2,40}}{_STATION},? in (?:the )?(?:centre of |center of |central )?", re.IGNORECASE)
_IN_COUNTRY = re.compile(
    rf"(?:{_STATION})?,? in (?:the )?(?:(?:north|south|east|west|far|central)[a-z]*[ -]){{0,2}}(?:of )?"
)
_ITS_STATION = re.compile(rf"['’]s? ?.{{2,40}}{_STATION}\b", re.IGNORECASE)
_LARGE = 50_000  # people
_TOWNS = frozenset({"town", "station", "junction", "halt"})
_MOST_BETWEEN = 60  # characters from a name to the next in which such words are looked for


def stations_of_others(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the place of the town that holds it for a station called after another town."""
    out = list(mentions)
    places = [i for i, m in enumerate(out) if m.kind == "place" and m.place is not None]
    for i, j in pairwise(places):
        a, b = out[i], out[j]
        if a.place is None or b.place is None or b.start - a.start > _MOST_BETWEEN or not _apart(a.place, b.place):
            continue
        if _lends_its_name(a.place) and _STATION_IN.fullmatch(text, a.start, b.start):
            out[i] = _in_town(a, b)
        elif _lends_its_name(b.place) and b.start - a.end <= 3 and _ITS_STATION.match(text, a.end):
            out[j] = _in_town(b, a)
    return out


def against_their_country(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, without a place where the gazetteer has the name only outside the country that is said to hold it.

    A large town is left alone: "the train from Minsk in Russia" may be a train that is in Russia.
    """
    out = list(mentions)
    for i, j in pairwise(k for k, m in enumerate(out) if m.kind == "place"):
        a, b = out[i], out[j]
        if a.place is None or b.place is None or b.place.kind != "country" or b.start - a.end > _MOST_BETWEEN:
            continue
        elsewhere = all(c.place.country != b.place.country and not _lends_its_name(c.place) for c in a.candidates)
        its_own = not text.endswith((" of ", " from "), 0, a.start)  # "the statue of Gregory of Narek in the Vatican"
        if elsewhere and its_own and a.place.kind in _TOWNS and _IN_COUNTRY.fullmatch(text, a.end, b.start):
            out[i] = replace(a, candidates=(), place=None, score=0.0, why=f"not in the gazetteer in {b.text}")
    return out


def ends_a_station(text: str, town: Mention, name: Mention) -> bool:
    """Whether a name stands right behind a town, as that of its station: "Marseille Saint-Charles"."""
    beside = name.start - town.end == 1 and text[town.end] == " " and text[town.start].isupper()
    return beside and not town.text.isupper() and town.place is not None and town.place.kind in ("town", "station")


def _lends_its_name(town: Place) -> bool:
    """Whether stations elsewhere may be called after a town: a large one, to which trains run from there."""
    return (town.population or 0) >= _LARGE


def _apart(a: Place, b: Place) -> bool:
    return a.kind in _TOWNS and b.kind in _TOWNS and approx_m(a.lon, a.lat, b.lon, b.lat) > _ELSEWHERE_M


def _in_town(station: Mention, town: Mention) -> Mention:
    """The mention of a station at the place of its town."""
    why = f"a station in {town.text}"
    candidates = tuple(_because(c, why) for c in town.candidates)
    return replace(station, candidates=candidates, place=town.place, score=town.score)


def _because(candidate: Candidate, why: str) -> Candidate:
    return replace(candidate, why=(why, *candidate.why))
