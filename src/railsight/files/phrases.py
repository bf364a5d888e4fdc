"""What a person writes as a place in a case: a name, or a name with words around it.

"Razdolnaya river rail bridge near Ussuriysk" is the bridge by that town; "north of Ussuriysk" is an area there;
"Beijing Station" may stand in the gazetteer as "Beijing". Exact names win; words are taken away only when nothing fits.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.gazetteer import fold
from railsight.gazetteer.asking import KIND_WORDS
from railsight.gazetteer.relations import COMPASS, between, offset
from railsight.geo import approx_m
from railsight.model import AREA_KINDS, Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.gazetteer import Gazetteer

_DIRECTED = re.compile(
    r"(?i)^(?:(?P<km>\d{1,4}(?:\.\d+)?)\s*(?:km|kilomet(?:er|re)s?)\s+)?(?:just\s+|to the\s+)?"
    r"(?P<way>north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?\s+(?:side\s+)?of\s+(?P<rest>.+)$"
)
_BETWEEN = re.compile(r"(?i)^(?:somewhere\s+)?between\s+(?P<a>.{1,80}?)\s+and\s+(?P<b>.{1,80})$")
_NEAR = re.compile(r"(?i)^(?P<head>.+?)[,\s(]+(?:near|by|close to|outside)\s+(?P<rest>[^()]+?)\)?$")
_LEADING = re.compile(r"(?i)^(?:near|around|close to|outside|unstated|unnamed|somewhere in|the)\s+")
# Words that say what sort of thing it is, tried away one after the other from the end.
_TRAILING = re.compile(
    r"(?i)\s+(?:rail(?:way)?|train|station|stop|border|crossing|bridge|area|city|town|oblast|krai|kray|province|junction)$"
)
# "the junction of the Komsomolsk branch": the name says where a line leads, not where the place is.
_BRANCH_JUNCTION = re.compile(
    r"(?i)\bjunction\s+(?:of|for|with|to|on)\s+(?:the\s+)?(?P<goal>.{1,80}?)(?:\s+(?:rail(?:way)?\s+)?(?:branch|line|railway))?$"
    r"|^(?:the\s+)?(?P<to>.{1,80}?)\s+(?:branch|line|railway)\s+junction$"
)
_LEADS_ELSEWHERE = re.compile(r"(?i)\b(?:branch|line|railway)\b")
_BRACKETS = re.compile(r"\([^)]*\)?")  # closed or not
# A word for an area: without it a town is meant rather than the region of the same name.
_AREA_WORD = re.compile(
    r"(?i)\b(?:oblast|krai|kray|province|region|republic|state|area|district|river|country)\b|область|край"
)
_BRIDGE = re.compile(r"(?i)\b(?:bridge|crossing)\b")
_CROSSES = "railway crossing of the river"
_OVER = re.compile(r"(?i)^.{0,60}\b(?:over|across)\s+(?:the\s+)?")
MIN_SCORE = 0.05
_LIKELY = 0.3  # a name that only sounds alike needs this score, or to be the only one and on the railway
_ON_RAILS = frozenset(("station", "halt", "junction", "border", "siding"))
_IN_IT_M = 150_000.0
_SAME_TOWN_M = 20_000.0  # a town and its station
_JUNCTION_M = 10_000.0  # the curves of a junction that lead to all sides lie about so far apart


def resolve_phrase(text: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Candidates for a place phrase, best first; empty when nothing fits."""
    text = " ".join(text.split())[:200]
    if directed := _DIRECTED.match(text):
        return _directed(directed, text, gazetteer)
    if pair := _BETWEEN.match(text):
        return _between(pair["a"], pair["b"], text, gazetteer)
    if found := _exact(text, gazetteer):
        return _over_rivers(found, gazetteer)
    if near := _NEAR.match(text):
        anchor = resolve_phrase(near["rest"], gazetteer)
        where = (anchor[0].place.lon, anchor[0].place.lat) if anchor else None
        if crossed := _crossings(near["head"], gazetteer, where):
            return crossed
        if junctions := _branch_junctions(near["head"], gazetteer, where):
            return junctions
        if _LEADS_ELSEWHERE.search(near["head"]):
            return _exact(near["head"], gazetteer, where) or anchor
        return _stripped(near["head"], gazetteer, where) or anchor
    if contradicted(text, gazetteer):
        return ()
    return (
        _crossings(text, gazetteer, None)
        or _branch_junctions(text, gazetteer, None)
        or _stripped(text, gazetteer, None)
    )


def contradicted(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is known, but not as what stands after its comma: "Khabarovsk, China"."""
    head, _, qualifier = text.partition(",")
    return bool(qualifier.strip() and not _qualified(text, gazetteer) and gazetteer.find(head, fuzzy=False))


def resolve_named(
    name: str, gazetteer: Gazetteer, *, country: str | None = None, kind: str | None = None
) -> tuple[Candidate, ...]:
    """As ``resolve_phrase``, of a country (two letters) and a kind (or a word for one: "cosmodrome") alone."""
    if country is None and kind is None:
        return resolve_phrase(name, gazetteer)
    found = gazetteer.find(name, country=country, kind=kind, fuzzy=False)
    if exact := tuple(c for c in found if c.score >= MIN_SCORE):
        return _over_rivers(exact, gazetteer)
    kinds = KIND_WORDS.get(fold(kind), frozenset()) | {kind} if kind else frozenset()
    fits = (c for c in resolve_phrase(name, gazetteer) if not kinds or c.place.kind in kinds)
    return tuple(c for c in fits if country is None or c.place.country in (country, None))


def _branch_junctions(text: str, gazetteer: Gazetteer, near: tuple[float, float] | None) -> tuple[Candidate, ...]:
    """The junction of a branch named by where it leads: where the line to that place leaves another on the network."""
    named = _BRANCH_JUNCTION.search(text)
    goal = _exact(named["goal"] or named["to"], gazetteer, near) if named else ()
    if not goal:
        return ()
    from railsight.datasets import data_path
    from railsight.network import open_network
    from railsight.network.junctions import branch_junctions

    led_to = goal[0].place
    points = branch_junctions(open_network(data_path("network.rsn")), led_to)
    points = tuple(p for p in points if p.country == led_to.country) or points
    places = [
        Place(p.id, p.name, "junction", p.lon, p.lat, p.country, p.names, radius_m=_JUNCTION_M, source="network")
        for p in points
    ]
    return _weighed(places, near or (led_to.lon, led_to.lat), f"where the line to {led_to.name} leaves another")


def _crossings(text: str, gazetteer: Gazetteer, near: tuple[float, float] | None) -> tuple[Candidate, ...]:
    """A bridge or crossing of a river: where the railway crosses it, those near the place named counting more."""
    if not _BRIDGE.search(text):
        return ()
    name = _BRIDGE.sub("", _OVER.sub("", text))
    while (shorter := _LEADING.sub("", _TRAILING.sub("", name.strip()))) != name:
        name = shorter
    return _weighed(gazetteer.crossings_of(name), near, _CROSSES)


def _over_rivers(found: Sequence[Candidate], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Candidates with the crossings of a river in its place: a train is seen at one where the railway crosses it."""
    out: list[Candidate] = []
    for c in found:
        crossed = _weighed(gazetteer.crossings_of(c.place), None, _CROSSES) if c.place.kind == "river" else ()
        out += [replace(x, score=x.score * c.score) for x in crossed] or [c]
    return tuple(sorted(out, key=lambda c: -c.score))


def _weighed(places: Sequence[Place], near: tuple[float, float] | None, why: str) -> tuple[Candidate, ...]:
    """Crossings or junctions, those near a point counting more."""
    gaps = [approx_m(*near, p.lon, p.lat) / 1000.0 if near else 0.0 for p in places]
    weights = [1.0 / (20.0 + gap) ** 2 for gap in gaps]
    total = sum(weights) / 0.9  # a tenth is left for one that is not known
    found = [Candidate(p, w / total, (why,)) for p, w in zip(places, weights, strict=True)]
    return tuple(sorted(found, key=lambda c: (-c.score, c.place.id))[:8])


def _exact(text: str, gazetteer: Gazetteer, near: tuple[float, float] | None = None) -> tuple[Candidate, ...]:
    if text.partition(",")[2].strip():
        return _qualified(text, gazetteer)
    found = tuple(c for c in gazetteer.find(text, near=near, fuzzy=False) if c.score >= MIN_SCORE)
    return found if _AREA_WORD.search(text) else _towns_first(found)


def _qualified(text: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """A name with its kind or country: the one it means, and behind it the others it may mean ("Ji'an, China")."""
    from railsight.errors import RailsightError

    found = [c for c in gazetteer.find(text, fuzzy=False) if c.score >= MIN_SCORE]
    total = sum(c.score for c in found)
    why = "named with its kind or country"
    try:
        meant = gazetteer.one(text)
    except RailsightError:
        return tuple(replace(c, score=c.score / total, why=(*c.why, why)) for c in found)
    apart = [c for c in found if approx_m(meant.lon, meant.lat, c.place.lon, c.place.lat) > _SAME_TOWN_M]
    others = [replace(c, score=c.score / total) for c in apart]
    share = 1.0 - sum(c.score for c in others)
    return (Candidate(meant, share, (why,)), *others)


def _towns_first(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """A region gives way to the town of the same name in it: a train is at a town."""
    if not found or found[0].place.kind not in {"region", "area"}:
        return found
    region = found[0].place
    for i, c in enumerate(found[1:], 1):
        if c.place.kind not in AREA_KINDS and approx_m(region.lon, region.lat, c.place.lon, c.place.lat) < _IN_IT_M:
            town = replace(c, score=found[0].score, why=(*c.why, "the town rather than the region"))
            return (town, replace(found[0], score=c.score), *found[1:i], *found[i + 1 :])
    return found


def _stripped(text: str, gazetteer: Gazetteer, near: tuple[float, float] | None) -> tuple[Candidate, ...]:
    """Fewer and fewer words until a name is found; then spelling is forgiven; at last the places inside the phrase."""
    tries = [text]
    while len(tries) < 8:
        shorter = _TRAILING.sub("", _LEADING.sub("", tries[-1]))
        if shorter == tries[-1] or not shorter:
            break
        tries.append(shorter)
    for attempt in tries:
        if found := _exact(attempt, gazetteer, near):
            return found
    if "(" in text and (found := _stripped(_BRACKETS.sub("", text).strip(), gazetteer, near)):
        return found
    for attempt in tries:
        found = gazetteer.find(attempt, near=near, fuzzy=True)
        alone = len(found) == 1 and found[0].place.kind in _ON_RAILS
        if found and (alone or found[0].score >= _LIKELY):
            return tuple(c for c in found if alone or c.score >= _LIKELY)
    return _inside(text, gazetteer, near)


def _inside(text: str, gazetteer: Gazetteer, near: tuple[float, float] | None) -> tuple[Candidate, ...]:
    """The longest run of capitalised words within the phrase that is a name."""
    words = re.findall(r"[^\s,()]+", text)
    for length in range(min(4, len(words)), 0, -1):
        for i in range(len(words) - length + 1):
            run = words[i : i + length]
            if run[0][:1].isupper() and (found := _exact(" ".join(run), gazetteer, near)):
                return tuple(replace(c, why=(*c.why, f"the name within {text!r}")) for c in found)
    return ()


def _directed(match: re.Match[str], text: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """An area on one side of a place, the same that these words mean in a report."""
    way = COMPASS[match["way"].lower().replace("-", "")]
    out_m = float(match["km"]) * 1000 if match["km"] else None
    return tuple(
        replace(c, place=replace(offset(c.place, way, out_m), name=text), why=(*c.why, f"{way} of {c.place.name}"))
        for c in resolve_phrase(match["rest"], gazetteer)
    )


def _between(a: str, b: str, text: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The area between two places: a circle that holds both."""
    second = resolve_phrase(b, gazetteer)
    near = (second[0].place.lon, second[0].place.lat) if second else None
    first = _exact(a, gazetteer, near) or resolve_phrase(a, gazetteer)
    if not first or not second:
        return first or second
    p, q = first[0].place, second[0].place
    where = replace(between(p, q), name=text)
    return (Candidate(where, min(first[0].score, second[0].score), (f"between {p.name} and {q.name}",)),)
