"""Which place a name means: candidates, a prior, and the votes of the other names of the same report.

Simple additive evidence in the unit of natural logarithms, turned into probabilities; no training. Evidence: how much
the world speaks of a place, votes of countries and first-level divisions, nearness to other names, "X, Y" commas, the
kind a head noun asks for ("X River"), the railway in a train story, and longer forms of the same name in the report.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.mentions.names import DEMONYM, RAIL_KINDS, SHORT, Names
from railsight.mentions.scripts import nominative
from railsight.mentions.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.mentions.names import Row

# Weights, in natural logarithms. Round numbers; every one stands on a plateau (benchmarks/geoparsing.py).
PRIOR = 0.8  # per e-fold of how much the world speaks of the place
COUNTRY_VOTE = 2.5
ADMIN_VOTE = 2.5
NEAR_VOTE = 2.5
NAME_TYPES = {1: -1.5, 4: -3.0}  # another name than the main one; a name that only sounds alike
NEAR_M = 150_000.0  # distance at which nearness to another name counts half
COMMA = 6.0
KIND = 5.0
ON_RAILWAY = 3.0
LONGER_FORM = 4.0
SAME_SENSE = 5.0
NAMESAKE = 2.5  # against a region when its chief town bears the same name
BORROWED = 0.4
AREA_KINDS = frozenset({"country", "continent", "region", "area", "sea", "ocean"})
MOST_CANDIDATES = 24

# Head nouns and the kinds of place they ask for.
HEAD_KINDS: dict[str, frozenset[str]] = {
    "river": frozenset({"river", "river crossing", "stream"}),
    "spaceport": frozenset({"spaceport"}),
    "cosmodrome": frozenset({"spaceport"}),
    "station": frozenset({"station", "halt", "junction"}),
    "port": frozenset({"port"}),
    "harbor": frozenset({"port"}),
    "harbour": frozenset({"port"}),
    "airport": frozenset({"airport"}),
    "bridge": frozenset({"bridge", "river crossing", "border"}),
    "oblast": frozenset({"region"}),
    "krai": frozenset({"region"}),
    "region": frozenset({"region", "area"}),
    "province": frozenset({"region"}),
    "state": frozenset({"region"}),
    "county": frozenset({"county", "region"}),
    "lake": frozenset({"lake"}),
    "sea": frozenset({"sea"}),
    "ocean": frozenset({"ocean", "sea"}),
    "island": frozenset({"island"}),
}
_LAUNCH = {"launch", "space", "rocket", "spaceport", "cosmodrome"}
_HEADS = re.compile(
    r" (?:international airport|airport|railway station|train station|station|cosmodrome|spaceport|bridge|friendship bridge"
    r"|river|street|county|province|region|oblast|krai|port|city|district|university|avenue|road|prefecture|state|island"
    r"|peninsula|metropolitan area|area|valley|borough|suburb)$",
    re.IGNORECASE,
)
_FRONTS = re.compile(
    r"^(?:the |city of |port of |town of |state of |republic of |county |greater |downtown |central |inner |lake |mount |mt\.? "
    r"|(?:north|south|east|west)(?:ern|[ -]?east(?:ern)?|[ -]?west(?:ern)?)?[ -]|university of |gulf of |bay of )+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Name:
    """A name to resolve: where it stands in the text and, after ``weigh``, its rows with probabilities."""

    start: int
    end: int
    surface: str
    rows: Sequence[Row] = ()
    scores: list[float] = field(default_factory=list)  # natural logs, same order as rows
    chances: list[float] = field(default_factory=list)
    reasons: list[list[str]] = field(default_factory=list)
    within: Name | None = None  # the name after a comma: "Arlington, Virginia"
    wanted: frozenset[str] = frozenset()
    partial: bool = False  # looked up without its head noun: the place is near, not exact

    @property
    def best(self) -> int | None:
        return max(range(len(self.chances)), key=lambda i: (self.chances[i], self.rows[i].id)) if self.chances else None

    @property
    def row(self) -> Row | None:
        best = self.best
        return None if best is None else self.rows[best]


@dataclass(slots=True)
class _Votes:
    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    admins: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    points: list[tuple[float, float, float, str]] = field(default_factory=list)  # lon, lat, weight, surface


def weigh(
    text: str, spans: Sequence[tuple[int, int]], names: Names, *, train: bool, home: str | None = None
) -> list[Name]:
    """Every span with its candidate places and their probabilities, all spans of one report together.

    ``train``: the report is about a train, so places on the railway weigh more. ``home``: ISO code of the publisher's
    country, a faint vote. Spans without any candidate come back with no rows.
    """
    found = [_candidates(text, a, b, names) for a, b in spans]
    _link_commas(text, found)
    for name in found:
        _prior(name, train)
    _settle_outer(found)
    _same_sense(found)
    for _ in range(2):
        votes = _votes(found, home)
        for name in found:
            _context(name, votes, train)
        _settle_outer(found)
        _same_sense(found)
    _longer_forms(found)
    _borrow(found)
    return found


# ---------------------------------------------------------------- candidates


def _candidates(text: str, start: int, end: int, names: Names) -> Name:
    surface = " ".join(text[start:end].split())
    name = Name(start, end, surface, wanted=_wanted(text, start, end))
    rows = names.rows(surface)
    if not rows and not surface.isascii():
        form = nominative(surface, names)
        rows = names.rows(form) if form else ()
    if not rows:
        rows, name.partial = _without_heads(surface, names)
    if name.wanted and not any(r.kind in name.wanted for r in rows):
        rows = tuple(rows) + tuple(r for r in _with_head(text, start, end, names) if r.kind in name.wanted)
    kept = sorted(rows, key=lambda r: (-r.weight, r.id))
    rail = [r for r in kept[MOST_CANDIDATES:] if r.kind in RAIL_KINDS or r.kind in name.wanted]
    name.rows = kept[:MOST_CANDIDATES] + rail[:MOST_CANDIDATES]
    return name


def _wanted(text: str, start: int, end: int) -> frozenset[str]:
    """The kinds that the head noun of the span, or the words right after it, ask for."""
    words = text[start:end].casefold().replace("-", " ").split()
    if len(words) > 1 and words[-1] in HEAD_KINDS:
        return HEAD_KINDS[words[-1]]
    if len(words) > 1 and words[0] in ("lake", "port", "river"):
        return HEAD_KINDS[words[0]]
    after = re.match(r" (?:railway |train |rail |space )?([a-zA-Z]+)", text[end : end + 40])
    if after and after[1].casefold() in HEAD_KINDS and after[1].casefold() != "state":
        return HEAD_KINDS[after[1].casefold()]
    if after and after.group().casefold().split()[0] in _LAUNCH:
        return HEAD_KINDS["spaceport"]
    before = re.search(
        r"\b(river|station|port|cosmodrome|spaceport|province|region|lake|county|state)(?: of)? $",
        text[max(0, start - 24) : start],
    )
    return HEAD_KINDS.get(before[1], frozenset()) if before else frozenset()


def _with_head(text: str, start: int, end: int, names: Names) -> Sequence[Row]:
    """Rows of the name with the head noun that follows it in lower case: "the Vostochny spaceport"."""
    after = re.match(r" (?:railway |train |rail )?[a-zA-Z]+", text[end : end + 40])
    if after:
        word = after.group().split()[-1].casefold()
        for head in {word, *({"cosmodrome"} if word in _LAUNCH else set())}:
            rows = names.rows(f"{text[start:end]} {head}")
            if rows:
                return rows
    return ()


def _without_heads(surface: str, names: Names) -> tuple[Sequence[Row], bool]:
    """Rows of the name without its head noun or its fore-words, and whether anything was left off."""
    for pattern in (_HEADS, _FRONTS):
        short = pattern.sub("", surface).strip()
        if short and short != surface:
            rows = names.rows(short)
            if rows:
                return rows, pattern is _HEADS
            again = (_FRONTS if pattern is _HEADS else _HEADS).sub("", short).strip()
            if again and again != short and (rows := names.rows(again)):
                return rows, True
    words = surface.split()
    if len(words) > 1:
        heads = lexicon("facilities") | lexicon("organisations")
        for size in range(len(words) - 1, 0, -1):
            for i in range(len(words) - size + 1):
                piece = " ".join(words[i : i + size])
                if size > 1 or (piece.casefold() not in heads and piece.casefold() not in lexicon("common")):
                    rows = names.rows(piece)
                    if rows and piece[:1].isupper():
                        return rows, True
    return (), False


def _link_commas(text: str, found: Sequence[Name]) -> None:
    """Tell a name the one after its comma: "Arlington, Virginia", "TROY, N.C.", "Paris, France"."""
    for a, b in pairwise(found):
        gap = text[a.end : b.start]
        if gap in (", ", ",", " (", ", in ", ", in the ") or (gap == " " and any(r.name_type == SHORT for r in b.rows)):
            a.within = b


# ---------------------------------------------------------------- evidence


def _prior(name: Name, train: bool) -> None:
    name.scores, name.reasons = [], []
    for row in name.rows:
        score = PRIOR * math.log(row.weight + 30.0) + NAME_TYPES.get(row.name_type, 0.0)
        why: list[str] = []
        if name.wanted and row.kind in name.wanted:
            score += KIND
            why.append(f"the text asks for a {row.kind}")
        if train and row.kind in RAIL_KINDS:
            score += ON_RAILWAY
            why.append("on the railway of a train story")
        if name.within is not None:
            link = _contained(row, name.within)
            if link:
                score += COMMA
                why.append(f"named with {link}")
        if (
            row.kind == "region"
            and row.name_type == 0
            and any(o.kind == "town" and o.admin1 == row.admin1 and o.weight >= 0.2 * row.weight for o in name.rows)
        ):
            score -= NAMESAKE
        if row.name_type == DEMONYM and name.surface[:1].islower():
            score -= 3.0
        name.scores.append(score)
        name.reasons.append(why)
    _normalise(name)


def _contained(row: Row, outer: Name) -> str | None:
    """The name of the area that holds the row, when the outer name may mean it."""
    for area in outer.rows:
        if area.kind not in AREA_KINDS or area.id == row.id:
            continue
        if area.kind == "country" and area.country == row.country and row.kind != "country":
            return outer.surface
        if area.admin1 and row.admin1 and area.admin1 == row.admin1 and area.country == row.country:
            return outer.surface
    return None


def _normalise(name: Name) -> None:
    if not name.scores:
        name.chances = []
        return
    top = max(name.scores)
    parts = [math.exp(s - top) for s in name.scores]
    total = sum(parts)
    name.chances = [p / total for p in parts]


def _votes(found: Sequence[Name], home: str | None) -> _Votes:
    """What the names of the report say together, each surface form once, each by its probabilities."""
    votes = _Votes()
    if home:
        votes.countries[home] += 0.5
    seen: dict[str, int] = defaultdict(int)
    for name in found:
        if not name.chances:
            continue
        seen[name.surface.casefold()] += 1
        again = seen[name.surface.casefold()]
        share = 1.0 if again == 1 else 0.25 if again < 5 else 0.0
        if not share:
            continue
        for row, chance in zip(name.rows, name.chances, strict=True):
            if chance < 0.05:
                continue
            if row.country:
                votes.countries[row.country] += share * chance
            if row.admin1 and row.country:
                votes.admins[row.country, row.admin1] += share * chance * (1.5 if row.kind in AREA_KINDS else 1.0)
            if row.kind not in AREA_KINDS and again == 1:
                votes.points.append((row.lon, row.lat, chance, name.surface.casefold()))
    return votes


def _context(name: Name, votes: _Votes, train: bool) -> None:
    """Scores with the votes of the other names; a name's own votes are taken out."""
    if not name.rows:
        return
    base = Name(name.start, name.end, name.surface, name.rows, within=name.within, wanted=name.wanted)
    _prior(base, train)
    own_country: dict[str, float] = defaultdict(float)
    own_admin: dict[tuple[str, str], float] = defaultdict(float)
    for row, chance in zip(name.rows, name.chances, strict=True):
        if chance >= 0.05 and row.country:
            own_country[row.country] += chance
            if row.admin1:
                own_admin[row.country, row.admin1] += chance
    total = sum(votes.countries.values()) or 1.0
    key = name.surface.casefold()
    points = [p for p in votes.points if p[3] != key][:60]
    for i, row in enumerate(name.rows):
        why = name.reasons[i] = base.reasons[i]
        score = base.scores[i]
        if row.country:
            votes_left = max(0.0, votes.countries.get(row.country, 0.0) - own_country[row.country])
            if votes_left > 0:
                score += COUNTRY_VOTE * votes_left / (votes_left + 0.25 * total + 0.5)
                if votes_left > 0.8:
                    why.append(
                        f"{votes_left:.0f} other names in {row.country}"
                        if votes_left >= 1.5
                        else f"another name in {row.country}"
                    )
            if row.admin1 and row.kind not in ("country", "continent"):
                left = max(0.0, votes.admins.get((row.country, row.admin1), 0.0) - own_admin[row.country, row.admin1])
                score += ADMIN_VOTE * left / (left + 1.0)
        if row.kind not in AREA_KINDS and points:
            near = sum(w / (1.0 + (approx_m(row.lon, row.lat, x, y) / NEAR_M) ** 2) for x, y, w, _ in points)
            score += NEAR_VOTE * near / (near + 0.7)
            if near > 0.5:
                why.append("near other places named")
        name.scores[i] = score
    _normalise(name)


def _settle_outer(found: Sequence[Name]) -> None:
    """The name after a comma is the area that holds the one before: "New York" in "Albany, New York" is the state."""
    for name in found:
        outer, row = name.within, name.row
        if outer is None or row is None or not outer.rows:
            continue
        if not any("named with" in w for w in name.reasons[name.best or 0]):
            continue
        for i, area in enumerate(outer.rows):
            holds = area.kind in AREA_KINDS and area.id != row.id and area.country == row.country
            if holds and (area.kind == "country" or area.admin1 == row.admin1):
                outer.scores[i] += COMMA
        _normalise(outer)


def _same_sense(found: Sequence[Name]) -> None:
    """One sense a report: a name settled once by a comma means the same place wherever it stands alone."""
    settled: dict[str, str] = {}
    for name in found:
        best = name.best
        if best is not None and name.chances[best] > 0.5 and any("named with" in w for w in name.reasons[best]):
            settled.setdefault(name.surface.casefold(), name.rows[best].id)
    for name in found:
        wanted = settled.get(name.surface.casefold())
        if wanted is None or name.best is None or any("named with" in w for w in name.reasons[name.best]):
            continue
        for i, row in enumerate(name.rows):
            if row.id == wanted:
                name.scores[i] += SAME_SENSE
                name.reasons[i].append("said in full elsewhere in the report")
        _normalise(name)


def _borrow(found: Sequence[Name]) -> None:
    """A landmark the gazetteer does not hold lies by the town named beside it, with little certainty."""
    towns = [n for n in found if n.row is not None and n.row.kind not in AREA_KINDS and not n.partial]
    areas = [
        n for n in found if n.row is not None and n.row.kind in ("region", "country") and n.row.name_type != DEMONYM
    ]
    for name in found:
        weak = name.partial and name.chances and name.row is not None and name.row.kind not in AREA_KINDS
        if name.rows and not weak:
            continue
        near = min(towns, key=lambda t: abs(t.start - name.start), default=None)
        if near is None or abs(near.start - name.start) > 600:
            near = min(towns or areas, key=lambda t: abs(t.start - name.start), default=near)
        if near is None or near.row is None:
            continue
        if weak and name.row is not None and _vouched(name, found):
            continue
        name.rows, name.scores = [near.row], [0.0]
        name.chances, name.reasons = (
            [BORROWED],
            [[f"not in the gazetteer: taken to be by {near.surface}, named near it"]],
        )
        name.partial = True


def _vouched(name: Name, found: Sequence[Name]) -> bool:
    """Whether the place of a part of a name ("Toronto" of "Toronto Airport") fits the rest of the report."""
    row = name.row
    assert row is not None
    if row.weight >= 100_000:
        return True
    others = [n.row for n in found if n is not name and n.row is not None and n.row.kind not in AREA_KINDS]
    return any(o.country == row.country and o.admin1 == row.admin1 for o in others)


def _longer_forms(found: Sequence[Name]) -> None:
    """A short form means what the longer form of the same report means: "Vostochny" after "Vostochny Cosmodrome"."""
    longer = [n for n in found if " " in n.surface or n.wanted]
    for name in found:
        if name.wanted or not name.rows or " " in name.surface:
            continue
        key = name.surface.casefold()
        for other in longer:
            if other is name or other.row is None or other.partial:
                continue
            row = other.row
            if other.surface.casefold().split()[0] == key and (other.wanted and row.kind in other.wanted):
                if all(r.id != row.id for r in name.rows):
                    name.rows = [*name.rows, row]
                    name.scores.append(max(name.scores))
                    name.reasons.append([])
                i = next(i for i, r in enumerate(name.rows) if r.id == row.id)
                name.scores[i] += LONGER_FORM
                name.reasons[i].append(f"named in full as {other.surface}")
                _normalise(name)
                break
