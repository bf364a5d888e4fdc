"""From postings to scored candidates: how likely each place is meant by a name, and why.

Without context the prior of a place is its weight (people who live there, or what stands for them), damped by how the
name matched and by distance from ``near``. Scores are shares of the priors, with a remainder for "none of these".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from railsight.gazetteer.store import DEMONYM, NAME, NAME_TYPES, OTHER_NAME, SHORT, SOUND, Row
from railsight.geo import approx_m

if TYPE_CHECKING:
    from collections.abc import Iterable

    from railsight.geo import LonLat

# What a match is worth against a match on the name itself.
MATCH = {NAME: 1.0, OTHER_NAME: 0.1, SHORT: 0.8, DEMONYM: 0.9, SOUND: 0.05}
SAME_ACCENTS = 4.0
AT_STATION = 0.3  # of a town by the name of one of its stations
PART_OF_TOWN = "the town, for a part of it that the gazetteer does not have"
FUZZY_WORTH = 0.02
POWER = 0.7  # damping of people; calibrated by benchmarks/gazetteer.py, flat between 0.6 and 0.8
FLOOR = 300.0  # a hamlet still counts for this many people
NONE_OF_THESE = 1_500.0  # weight of "a place the gazetteer does not hold"
NEAR_M = 150_000.0  # a place this far from ``near`` has half the weight of one beside it
RAIL_KINDS = frozenset({"station", "halt", "junction", "siding", "border"})


class Match(NamedTuple):
    """One way a place was found: ``worth`` is 1 for its own name, less for weaker matches.

    ``own`` says that the place itself is called so, in one of its languages, and not only known by that name.
    """

    n: int
    row: Row
    worth: float
    how: str
    own: bool = False


def exact(n: int, row: Row) -> Match:
    """A match on a key as written, or by sound."""
    how = {NAME: "name matches", SOUND: "sounds alike"}.get(row.name_type, NAME_TYPES[row.name_type])
    return Match(n, row, MATCH[row.name_type], how)


def as_romanised(match: Match, *, sure: bool) -> Match:
    """A match by sound that is the same name in another regular romanisation: worth as much as another name, or, where
    it is ``sure`` that its name in Cyrillic is written so as well, nearly as much as the name."""
    return match._replace(worth=MATCH[SHORT if sure else OTHER_NAME], how=f"another spelling of {match.row.name}")


def as_alias(match: Match) -> Match:
    """The match of a place known by a name that others are called by: worth no more than another name."""
    return match._replace(worth=min(match.worth, MATCH[OTHER_NAME]))


def as_station(match: Match) -> Match:
    """The match of a town for a station or quarter of it that has no entry: worth less than a name."""
    how = f"{PART_OF_TOWN} ({match.how})"
    return match._replace(worth=match.worth * AT_STATION, how=how)


def as_written(match: Match, name: str) -> Match:
    """The match, worth more when the name agrees to the accent: Bodø is not Bodó."""
    if match.row.name.casefold() != name.casefold():
        return match
    return match._replace(worth=match.worth * SAME_ACCENTS, how="name matches to the letter")


def prior(match: Match, near: LonLat | None) -> float:
    """Unnormalised belief in a match."""
    weight = (match.row.weight + FLOOR) ** POWER * match.worth
    if near is not None:
        gap = approx_m(near[0], near[1], match.row.lon, match.row.lat)
        weight /= 1.0 + (gap / NEAR_M) ** 2
    return float(weight)


def best_per_place(matches: Iterable[Match]) -> list[Match]:
    """One match a place: the strongest."""
    best: dict[int, Match] = {}
    for m in matches:
        if m.n not in best or m.worth > best[m.n].worth:
            best[m.n] = m
    return list(best.values())


def scored(matches: Iterable[Match], near: LonLat | None) -> list[tuple[float, Match]]:
    """Matches with their probabilities, best first; ties by id. The rest to 1 is "none of these"."""
    priors = [(prior(m, near), m) for m in best_per_place(matches)]
    strongest = max((m.worth for _, m in priors), default=1.0)
    total = sum(p for p, _ in priors) + (NONE_OF_THESE**POWER) * max(strongest, 0.2)
    ranked = [(p / total, m) for p, m in priors]
    return sorted(ranked, key=lambda r: (-r[0], r[1].row.id))


def reasons(match: Match, near: LonLat | None) -> tuple[str, ...]:
    """Why a candidate stands where it stands, in words."""
    row = match.row
    out = [match.how]
    if row.kind in RAIL_KINDS:
        out.append("on the rail network")
    if row.population:
        out.append(f"population {row.population:,}")
    if near is not None:
        out.append(f"{approx_m(near[0], near[1], row.lon, row.lat) / 1000:.0f} km from the point given")
    return tuple(out)
