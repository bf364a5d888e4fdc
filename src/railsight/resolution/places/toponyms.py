"""Which place a name means: candidates, a prior, and the votes of the other names of the same report.

Simple additive evidence in the unit of natural logarithms, turned into probabilities; no training. Evidence: how much
the world speaks of a place, votes of countries and first-level divisions, nearness to other names, "X, Y" commas, the
kind a head noun asks for ("X River"), the railway in a train story, and longer forms of the same name in the report.
Names said alike are weighed once: the work grows with the number of different names, each against at most
``MOST_POINTS`` others.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from railsight.geo import MEAN_RADIUS_M
from railsight.mentions.names import DEMONYM, RAIL_KINDS, SHORT, Names
from railsight.model import FACILITY_KINDS
from railsight.resolution.places.candidates import (
    HOLDING_KINDS,
    MOST_CANDIDATES,
    WIDE_KINDS,
    Name,
    candidates,
    link_commas,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.mentions.names import Row
    from railsight.resolution.places.homes import Home

# Weights, in natural logarithms. Round numbers; every one stands on a plateau (benchmarks/geoparsing.py).
PRIOR = 0.8  # per e-fold of how much the world speaks of the place
HOME_PRIOR = 0.3  # the same for the town of a publisher: small towns have papers too
COUNTRY_VOTE = 2.5
ADMIN_VOTE = 3.0
NEAR_VOTE = 3.0
NAME_TYPES = {1: -1.5, 4: -3.0}  # another name than the main one; a name that only sounds alike
NEAR_M = 150_000.0  # distance at which nearness to another name counts half
COMMA = 6.0
KIND = 5.0
ON_RAILWAY = 3.0
ALONG = 1.0  # lost per e-fold of the distance to the nearest other name of a train's story: its places make one way
ALONG_M = 300_000.0  # from here on
FARTHEST_ALONG = ALONG * math.log(1.0 + math.pi * MEAN_RADIUS_M / ALONG_M)
LONGER_FORM = 4.0
SAME_SENSE = 5.0
NAMESAKE = 2.5  # against a region when its chief town bears the same name
FILED_FROM = 3.0  # against a country where a dateline stands: reports are filed from towns
UNLISTED = 4.0  # score of a place without an entry before any vote, as of a candidate
MOST_LOCAL = 6  # countries and divisions among which the report's own is looked for
FAR_APART = 2.5  # what that loses in a report of a train, whose places seldom lie in one area
LOCAL_VOTES = 1.8  # votes of one country and one division from which a report has an area of its own
BORROWED = 0.55
BORROWED_WHY = "not in the gazetteer"
OF_STATION_WHY = "the town, for a part of it that the gazetteer does not have"
ELSEWHERE_WHY = "places of this name are elsewhere"
MOST_KEPT = 4  # namesakes elsewhere that stay behind a place that is taken
WELL_KNOWN = 100_000.0
KNOWN = 0.97  # share of names that mean a place the gazetteer holds (measured: benchmarks/geoparsing.py)
MOST_POINTS = 60
LEAST_VOTE = 0.05  # a place less likely than this has no vote
BEYOND_HOPE = 9.0  # a row this far behind by its prior cannot be lifted by the votes: they add at most 8.5
_TOWNS = frozenset({"town", "station"})
_NATURAL_KINDS = frozenset({"river", "lake", "sea", "island"})  # often named for the state or the country they lie in
_SAME_SPOT = (20_000.0 / MEAN_RADIUS_M) ** 2 / 2.0
_LARGEST_M = MEAN_RADIUS_M * math.sqrt(2.0)
_NEAR_SCALE = 2.0 / (NEAR_M / MEAN_RADIUS_M) ** 2


K = TypeVar("K")
_Point = tuple[float, float, float, float]  # a unit vector and its weight


@dataclass(slots=True)
class _Own:
    """What one name has given to the countries and first-level divisions."""

    countries: dict[str, float] = field(default_factory=dict)
    admins: dict[tuple[str, str], float] = field(default_factory=dict)


@dataclass(slots=True)
class _Votes:
    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    admins: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    points: list[_Point] = field(default_factory=list)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # of points, by name
    own: dict[int, _Own] = field(default_factory=dict)  # by the id of a Name, what it has given itself
    total: float = 1.0  # of the countries
    most_countries: list[tuple[str, float]] = field(default_factory=list)  # those with most votes
    most_admins: list[tuple[tuple[str, str], float]] = field(default_factory=list)
    wide: bool = False  # a journey is told: its places lie far apart
    has_area: bool = False  # whether the report may have one: votes enough for one country and one division

    def points_of_others(self, key: str) -> list[_Point]:
        """The points that other names than this one have given."""
        out: list[_Point] = []
        last = 0
        for start, end in self.spans.get(key, ()):
            out += self.points[last:start]
            last = end
        return out + self.points[last:] if last else self.points


def weigh(
    text: str,
    spans: Sequence[tuple[int, int]],
    names: Names,
    *,
    train: bool,
    home: Home | None = None,
    in_full: Callable[[str], bool] = lambda _: False,
) -> list[Name]:
    """Every span with its candidate places and their probabilities, all spans of one report together.

    ``train``: the report is about a train, so places on the railway weigh more. ``home``: the
    publisher's, a vote among the others. ``in_full`` says of the id of a place whether an earlier report of the
    journey names it in full (``named_in_full``). Spans without any candidate come back with no rows.
    """
    every = [candidates(text, a, b, names, train=train) for a, b in spans]
    link_commas(text, every)
    found, alike = _different(every)
    for name in found:
        _begin(name, names, train)
    towns = [_town_of_home(town, names) for town in home.towns] if home else []
    _settle_outer(found)
    _same_sense(found)
    voters = [*found, *towns]
    priors = [n.scores.copy() for n in voters]
    for _ in range(2):
        votes = _votes(voters, home)
        votes.wide = train
        for name, prior in zip(voters, priors, strict=True):
            _context(name, prior, votes)
        _settle_outer(found)
        _same_sense(found)
    _longer_forms(found, in_full)
    for name in found:
        _one_spot(name)
    _borrow(found)
    return [alike[i] for i in range(len(every))]


def named_in_full(text: str, spans: Sequence[tuple[int, int]], names: Names, *, train: bool) -> frozenset[str]:
    """The ids of the places that a report says in full: "Vostochny Cosmodrome", "Tumen, China"."""
    every = [candidates(text, a, b, names, train=train) for a, b in spans]
    link_commas(text, every)
    out = set()
    for name in every:
        if name.partial or not (name.wanted or name.within):
            continue
        _begin(name, names, train)
        if name.best is None or name.chances[name.best] <= 0.5:
            continue
        if name.held[name.best] or name.rows[name.best].kind in name.wanted:
            out.add(name.rows[name.best].id)
    return frozenset(out)


def _town_of_home(town: str, names: Names) -> Name:
    """A town in the publisher's domain as one more name of the report: which of its namesakes follows from the text."""
    name = Name(0, 0, town, [r for r in names.rows(town) if r.kind not in WIDE_KINDS and r.name_type == 0])
    name.key = f"home {town}"
    name.scores = [HOME_PRIOR * math.log(row.weight + 30.0) for row in name.rows]
    name.told = name.reasons = [()] * len(name.rows)
    name.held = [False] * len(name.rows)
    _normalise(name)
    return name


def _different(every: Sequence[Name]) -> tuple[list[Name], list[Name]]:
    """The different names (surface, name after the comma, kind asked for), and for every span the one it is."""
    firsts: dict[tuple[object, ...], Name] = {}
    alike: list[Name] = []
    for name in every:
        outer = name.within.key if name.within is not None else None
        first = firsts.setdefault((name.key, outer, name.wanted, name.dateline), name)
        if first is not name:
            first.count += 1
        alike.append(first)
    by_id = {id(n): f for n, f in zip(every, alike, strict=True)}
    for first in firsts.values():
        if first.within is not None:
            first.within = by_id[id(first.within)]
    return list(firsts.values()), alike


# ---------------------------------------------------------------- evidence


def _begin(name: Name, names: Names, train: bool) -> None:
    """Scores and chances of a name before any vote."""
    if name.plain and name.within is None:
        first = _plain(names, name.surface, train)
        name.scores, name.told, name.held = first.scores.copy(), first.told, first.held
        name.reasons, name.chances, name.best = first.told.copy(), first.chances, first.best
    else:
        _prior(name, names, train)


@lru_cache(maxsize=8_192)
def _plain(names: Names, surface: str, train: bool) -> Name:
    """A name of which the text says nothing more, before any vote; its lists are not to be changed."""
    name = Name(0, 0, surface, names.likeliest(surface, MOST_CANDIDATES))
    _prior(name, names, train)
    return name


def _prior(name: Name, names: Names, train: bool) -> None:
    name.scores, name.told, name.held = [], [], []
    for row in name.rows:
        score = PRIOR * math.log(row.weight + 30.0) + NAME_TYPES.get(row.name_type, 0.0)
        why: list[str] = [OF_STATION_WHY] if name.at_station else []
        if name.wanted and row.kind in name.wanted:
            score += KIND
            why.append(f"the text asks for a {row.kind}")
        if train and _is_on_railway(row, names):
            score += ON_RAILWAY
            why.append("on the railway of a train story")
        held = name.within is not None and _contained(row, name.within)
        if held and name.within is not None:
            score += COMMA
            why.append(f"named with {name.within.surface}")
        if name.dateline and row.kind in WIDE_KINDS:
            score -= FILED_FROM
        if row.kind == "region" and row.name_type == 0 and _has_namesake(row, name.rows):
            score -= NAMESAKE
        name.scores.append(score)
        name.told.append(tuple(why))
        name.held.append(held)
    name.reasons = name.told.copy()
    _normalise(name)


def _is_on_railway(row: Row, names: Names) -> bool:
    """Whether a place is a point of the railway, or a cosmodrome, a port or a plant that has a station of its own."""
    return row.kind in RAIL_KINDS or (row.kind in FACILITY_KINDS and names.place(row).served_by is not None)


def _has_namesake(region: Row, rows: Sequence[Row]) -> bool:
    """Whether a town of the same name is a large part of its region: "New York"."""
    return any(o.kind == "town" and o.admin1 == region.admin1 and o.weight >= 0.2 * region.weight for o in rows)


def _contained(row: Row, outer: Name) -> bool:
    """Whether the outer name may mean an area that holds the row."""
    for area in outer.rows:
        if area.kind not in HOLDING_KINDS or area.id == row.id or area.country != row.country:
            continue
        if area.kind == "country" and row.kind != "country":
            return True
        if area.admin1 and area.admin1 == row.admin1:
            return True
    return False


def _normalise(name: Name) -> None:
    if not name.scores:
        name.chances, name.best = [], None
        return
    if len(name.scores) == 1:
        name.chances, name.best = [KNOWN], 0
        return
    top = max(name.scores)
    parts = [math.exp(s - top) for s in name.scores]
    total = sum(parts)
    name.chances = [KNOWN * p / total for p in parts]
    name.best = _first_best(parts, name.rows)


def _first_best(parts: list[float], rows: Sequence[Row]) -> int:
    """Index of the largest part, of equal ones that of the first id."""
    top = max(parts)
    if parts.count(top) == 1:
        return parts.index(top)
    return min((i for i, p in enumerate(parts) if p == top), key=lambda i: rows[i].id)


def _share(name: Name) -> float:
    """What a name counts among the votes: once in full, three more times a quarter."""
    return 1.0 + 0.25 * min(3, name.count - 1)


def _unit(row: Row) -> tuple[float, float, float]:
    return _unit_at(row.lon, row.lat)


@lru_cache(maxsize=16_384)
def _unit_at(lon_deg: float, lat_deg: float) -> tuple[float, float, float]:
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _votes(found: Sequence[Name], home: Home | None) -> _Votes:
    """What the names of the report and its publisher say together, by their probabilities."""
    votes = _Votes()
    if home:
        votes.countries.update(home.countries)
        votes.admins.update(home.admins)
        votes.points += [(*_unit_at(lon, lat), weight) for lon, lat, weight in home.points]
    most = MOST_POINTS + len(votes.points)
    for name in found:
        share = _share(name)
        own = votes.own[id(name)] = _Own()
        first = len(votes.points)
        for row, chance in zip(name.rows, name.chances, strict=True):
            if chance < LEAST_VOTE:
                continue
            if row.country:
                given = share * chance
                votes.countries[row.country] += given
                own.countries[row.country] = own.countries.get(row.country, 0.0) + given
                if row.admin1:
                    admin, given = (row.country, row.admin1), given * (1.5 if row.kind in WIDE_KINDS else 1.0)
                    votes.admins[admin] += given
                    own.admins[admin] = own.admins.get(admin, 0.0) + given
            if row.kind not in WIDE_KINDS and len(votes.points) < most:
                votes.points.append((*_unit(row), chance))
        if len(votes.points) > first:
            votes.spans[name.key].append((first, len(votes.points)))
    votes.total = sum(votes.countries.values()) or 1.0
    votes.most_countries = _most(votes.countries)
    votes.most_admins = _most(votes.admins)
    votes.has_area = all(most and most[0][1] >= LOCAL_VOTES for most in (votes.most_countries, votes.most_admins))
    return votes


def _most(votes: dict[K, float]) -> list[tuple[K, float]]:
    """Those with most votes, most first."""
    return sorted(votes.items(), key=itemgetter(1), reverse=True)[:MOST_LOCAL]


def _context(name: Name, prior: list[float], votes: _Votes) -> None:
    """Scores with the votes of the other names; a name's own votes are taken out.

    ``prior`` are the scores before any vote, by row.
    """
    if not name.rows:
        return
    own = votes.own[id(name)]
    by_country: dict[str, tuple[float, tuple[str, ...]]] = {}
    points = votes.points_of_others(name.key)
    hope = max(prior) - BEYOND_HOPE - (FARTHEST_ALONG if votes.wide else 0.0)
    scores, reasons = prior.copy(), name.told.copy()
    along: dict[int, float] = {}
    for i, row in enumerate(name.rows):
        score = prior[i]
        if score < hope:
            continue
        if row.country:
            if row.country not in by_country:
                by_country[row.country] = _of_country(row.country, own, votes)
            vote, why = by_country[row.country]
            score += vote
            reasons[i] += why
            if row.admin1:
                admin = (row.country, row.admin1)
                left = votes.admins.get(admin, 0.0) - own.admins.get(admin, 0.0)
                if left > 0.0:
                    score += ADMIN_VOTE * left / (left + 1.0)
        if points and row.kind not in WIDE_KINDS:
            near = _nearness(row, points)
            score += NEAR_VOTE * near / (near + 0.7)
            if votes.wide and (not name.wanted or row.kind in name.wanted):
                along[i] = _along(row, points)
            if near > 0.5:
                reasons[i] += ("near other places named",)
        scores[i] = score
    nearest = max(along.values(), default=1.0)
    for i, near in along.items():
        scores[i] += ALONG * math.log(near / nearest)
    name.scores, name.reasons = scores, reasons
    _normalise(name)
    _weigh_nowhere(name, votes, own, near=bool(points))


def _of_country(country: str, own: _Own, votes: _Votes) -> tuple[float, tuple[str, ...]]:
    """What the other names of the report say for a country, and words for it."""
    left = votes.countries.get(country, 0.0) - own.countries.get(country, 0.0)
    if left <= 0.0:
        return 0.0, ()
    vote = COUNTRY_VOTE * left / (left + 0.25 * votes.total + 0.5)
    if left <= 0.8:
        return vote, ()
    return vote, (f"{left:.0f} other names in {country}" if left >= 1.5 else f"another name in {country}",)


def _weigh_nowhere(name: Name, votes: _Votes, own: _Own, *, near: bool) -> None:
    """The probability that the name is that of a small place where the report plays, which the gazetteer lacks.

    It has the votes of the likeliest country and division, and stands against candidates that fit the report badly.
    """
    name.nowhere = 0.0
    if not votes.has_area or any(name.held):
        return
    country = max((v - own.countries.get(c, 0.0) for c, v in votes.most_countries), default=0.0)
    admin = max((v - own.admins.get(a, 0.0) for a, v in votes.most_admins), default=0.0)
    if country < LOCAL_VOTES or admin < LOCAL_VOTES:
        return
    total = votes.total
    score = UNLISTED + COUNTRY_VOTE * country / (country + 0.25 * total + 0.5) + ADMIN_VOTE * admin / (admin + 1.0)
    score += (NEAR_VOTE / 1.7 if near else 0.0) - (FAR_APART if votes.wide else 0.0)
    top = max(name.scores)
    known = sum(math.exp(s - top) for s in name.scores)
    other = math.exp(min(50.0, score - top))
    name.nowhere = other / (known + other)
    name.chances = [c * (1.0 - name.nowhere) for c in name.chances]


def _nearness(row: Row, points: Sequence[_Point]) -> float:
    """Sum over the other places of a weight that halves at ``NEAR_M`` (chord lengths: exact enough for a vote)."""
    x, y, z = _unit_at(row.lon, row.lat)
    near = 0.0
    for px, py, pz, weight in points:
        near += weight / (1.0 + _NEAR_SCALE * (1.0 - x * px - y * py - z * pz))
    return near


def _along(row: Row, points: Sequence[_Point]) -> float:
    """How well a place lies on the way that the others make (0..1]: less with the distance to the nearest."""
    x, y, z = _unit_at(row.lon, row.lat)
    far = _LARGEST_M / ALONG_M
    return max(
        weight / (1.0 + far * math.sqrt(max(0.0, 1.0 - x * px - y * py - z * pz))) for px, py, pz, weight in points
    )


def _settle_outer(found: Sequence[Name]) -> None:
    """The name after a comma is the area that holds the one before: "New York" in "Albany, New York" is the state."""
    for name in found:
        outer, row = name.within, name.row
        if outer is None or row is None or not outer.rows or not name.held[name.best or 0]:
            continue
        for i, area in enumerate(outer.rows):
            holds = area.kind in HOLDING_KINDS and area.id != row.id and area.country == row.country
            if holds and (area.kind == "country" or area.admin1 == row.admin1):
                outer.scores[i] += COMMA
        _normalise(outer)


def _same_sense(found: Sequence[Name]) -> None:
    """One sense a report: a name settled once by a comma means the same place wherever it stands alone."""
    settled: dict[str, str] = {}
    for name in found:
        if name.best is not None and name.chances[name.best] > 0.5 and name.held[name.best]:
            settled.setdefault(name.key, name.rows[name.best].id)
    for name in found:
        wanted = settled.get(name.key)
        if wanted is None or name.best is None or name.held[name.best]:
            continue
        for i, row in enumerate(name.rows):
            if row.id == wanted:
                name.scores[i] += SAME_SENSE
                name.reasons[i] += ("said in full elsewhere in the report",)
        _normalise(name)


def _one_spot(name: Name) -> None:
    """Entries of one spot (a town, its station, its district) are one answer: the likeliest gets their chances."""
    if name.best is None or name.chances[name.best] > 0.96:
        return
    best = name.rows[name.best]
    if best.kind == "country":
        return
    x, y, z = _unit(best)
    for i, row in enumerate(name.rows):
        if i == name.best or name.chances[i] < 0.01:
            continue
        px, py, pz = _unit(row)
        if 1.0 - x * px - y * py - z * pz < _SAME_SPOT:
            name.chances[name.best] += name.chances[i]
            name.chances[i] = 0.0


def _longer_forms(found: Sequence[Name], in_full: Callable[[str], bool]) -> None:
    """A short form means what the longer form of the same report means, else of an earlier one: "Vostochny" after
    "Vostochny Cosmodrome".
    """
    longer: dict[str, Name] = {}
    for name in found:
        if name.wanted and name.row is not None and name.row.kind in name.wanted and not name.partial:
            longer.setdefault(name.key.split()[0], name)
    for name in found:
        if name.wanted or not name.rows:
            continue
        other = longer.get(name.key)
        if other is not None and other.row is not None:
            row = other.row
            if not _may_be_short_for(name, row):
                continue
            if all(r.id != row.id for r in name.rows):
                name.rows = [*name.rows, row]
                name.scores.append(max(name.scores))
                name.reasons.append(())
                name.held = [*name.held, False]
            _lengthen(name, {row.id}, f"named in full as {other.surface}")
        elif name.within is None:
            meant = {r.id for r in name.rows if in_full(r.id) and _may_be_short_for(name, r)}
            if meant:
                _lengthen(name, meant, "named in full in an earlier report")


def _may_be_short_for(name: Name, row: Row) -> bool:
    """Whether a name by itself may mean what its longer form does: "Kentucky" beside Kentucky Lake is the state,
    "Bryansk" beside "the Bryansk region" the town, and so is "Manchester" beside its airport.
    """
    own = name.row
    if own is None:
        return True
    if row.kind in _NATURAL_KINDS and own.kind in WIDE_KINDS:
        return False
    return not (row.kind in ("region", "airport") and own.kind in _TOWNS)


def _lengthen(name: Name, meant: set[str], why: str) -> None:
    for i, row in enumerate(name.rows):
        if row.id in meant:
            name.scores[i] += LONGER_FORM
            name.reasons[i] += (why,)
    _normalise(name)


def _borrow(found: Sequence[Name]) -> None:
    """A landmark the gazetteer does not hold lies by the town named beside it, with little certainty."""
    placed = [n for n in found if n.row is not None]
    towns = [n for n in placed if n.row and n.row.kind not in WIDE_KINDS and not n.partial]
    areas = [n for n in placed if n.row and n.row.kind in ("region", "country") and n.row.name_type != DEMONYM]
    anchors = sorted([n for n in towns if n.nowhere <= 0.5] or areas, key=lambda n: n.start)
    starts = [n.start for n in anchors]
    regions: dict[tuple[str | None, str | None], int] = defaultdict(int)
    for n in placed:
        if n.row and n.row.kind not in WIDE_KINDS:
            regions[n.row.country, n.row.admin1] += 1
    for name in found:
        row = name.row
        weak = name.partial and row is not None and row.kind not in WIDE_KINDS | name.wanted
        lost = name.nowhere > 0.5
        outer = name.within
        if outer is not None and name.rows and not any(name.held) and _must_hold(name, outer):
            _lend(name, outer)
            continue
        if not anchors or (name.rows and not weak and not lost):
            continue
        # Part of a name ("Toronto" of "Toronto Airport") stands when it is well known or fits the rest of the report.
        if weak and not lost and row is not None and (row.weight >= WELL_KNOWN or regions[row.country, row.admin1] > 1):
            continue
        i = bisect_left(starts, name.start)
        near = min(anchors[max(0, i - 1) : i + 1], key=lambda n: abs(n.start - name.start))
        _lend(name, near)


def _must_hold(name: Name, outer: Name) -> bool:
    """Whether the name before a comma can only lie in the area after it: a county, one said shortly, or a state that
    ends the name and shares its own with no town of note. "Boston, New York" may be a list.
    """
    row, area = name.row, outer.row
    if area is None or area.kind == "county" or (area.kind == "region" and area.name_type == SHORT):
        return area is not None
    if not name.closed or row is None or row.kind in WIDE_KINDS or area.kind != "region":
        return False
    return all(r.kind in WIDE_KINDS or r.weight < 0.1 * area.weight for r in outer.rows)


def _lend(name: Name, other: Name) -> None:
    """Give a name the place of another one, with little certainty; namesakes elsewhere stay behind it."""
    if other.row is None:
        return
    kept = (
        sorted(zip(name.chances, name.rows, strict=True), key=lambda c: (-c[0], c[1].id)) if name.nowhere > 0.5 else []
    )
    kept = [(chance, row) for chance, row in kept[:MOST_KEPT] if row.id != other.row.id]
    share = (1.0 - BORROWED) / max(1.0 - BORROWED, sum(chance for chance, _ in kept))
    why = ELSEWHERE_WHY if kept else BORROWED_WHY
    name.rows = [other.row, *(row for _, row in kept)]
    name.chances = [BORROWED, *(share * chance for chance, _ in kept)]
    name.reasons = [(f"{why}: taken to be by {other.surface}, named near it",), *(() for _ in kept)]
    name.scores, name.held = [0.0] * len(name.rows), [False] * len(name.rows)
    name.best, name.partial = 0, True
