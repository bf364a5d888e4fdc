"""Words for what was concluded: used and rejected sightings, warnings, and the lines of ``--explain``."""

from __future__ import annotations

import math
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from railsight.inference.areas import border_ahead
from railsight.inference.evidence import OFF_RAILWAY_M, denies, off_m, placed
from railsight.inference.goals import LAND_KINDS, is_in
from railsight.inference.transition import SAME_PLACE_M, opposed
from railsight.model import (
    Hypothesis,
    Name,
    RejectedSighting,
    Seen,
    Sentence,
    Share,
    Term,
    UsedSighting,
    When,
    joined,
)
from railsight.model.journeys import told_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from railsight.inference.absences import Absence
    from railsight.inference.evidence import Evidence, Observation
    from railsight.inference.ordering import Belief, Story
    from railsight.inference.passages import Route
    from railsight.inference.timing import Chain, Node
    from railsight.inference.ways import Ways
    from railsight.model import Alternative, Destination, Journey, Place, Sighting
    from railsight.model.sentences import Value

# A leg that took this many hours longer than a slow run with the usual dwells must have had a halt, which is told.
_HALT_SHOWN_H = 2.0
# A contradiction counts as settled if the other story is less likely than this.
_UNSETTLED = 0.05
# Beside a journey less likely than this, or than another story, that story is told of.
_LIKELIER_THAN_NOT = 0.5
# A sighting left out of the journey, though nothing contradicts it, is warned of if it is right with this probability
# or more; below that the list of sightings set aside says enough.
_OPEN = 0.2
# Two reports of one event at one place for different times, less than this apart, are taken to mean the same.
_ONE_EVENT_H = 24.0
# What is held right but believed less than this is warned of: it is hardly likelier right than wrong.
_LITTLE_SURE = 0.6
# What would be written as 0 % is not told.
_SHOWN = 0.005
# A change of a probability in the ranking by this much is told.
_MOVED = 0.1


# ---------------------------------------------------------------- used


def used_of(belief: Belief, route: Route, absences: Sequence[Absence]) -> tuple[UsedSighting, ...]:
    """Every sighting held right, copies after their original, in order along the path."""
    out = []
    for node, km in zip(belief.chain.nodes, route.node_km, strict=True):
        if node.index < 0:
            continue
        first, *copies = node.observation.members
        share = belief.beliefs[node.index]
        out.append(UsedSighting(placed(first, node.spot), node.spot, share, km, _why_used(node)))
        again = Sentence("repeats {sighting}, so it adds no certainty", sighting=Seen(first.id))
        out += [
            UsedSighting(placed(copy, node.spot), node.spot, share, km, again)
            for copy in sorted(copies, key=lambda s: s.id)
        ]
    for absence in absences:
        if absence.taken:
            out += [
                UsedSighting(s, absence.spot, s_right, None, absence.reason)
                for s in absence.observation.members
                for s_right in (absence.observation.right,)
            ]
    return tuple(out)


def _why_used(node: Node) -> Sentence:
    meant = _meant(node)
    return joined([_where_put(node), meant]) if meant is not None else _where_put(node)


def _meant(node: Node) -> Sentence | None:
    """How likely the place is meant at which a node is put, if its name may well mean another one."""
    here = node.observation.place
    rivals = [(share, place) for place, share in node.may_mean if place.id != here.id and share >= _UNSETTLED]
    if not rivals:
        return None
    other_share, other = max(rivals, key=lambda x: (x[0], x[1].id))
    share = sum(share for place, share in node.may_mean if place.id == here.id)
    form = "{place} is meant, {share} likely, or {other}, {other_share}"
    of: dict[str, Value] = {"share": Share(share), "other_share": Share(other_share)}
    return Sentence(form, place=Name(here.name), other=Name(other.name), **of)


def _where_put(node: Node) -> Sentence:
    at, spots = node.spot.name, len(node.observation.spots)
    if at and at != node.observation.name:
        if spots > 1:
            return Sentence("placed at {place}, one of {spots} spots it may mean", place=Name(at), spots=spots)
        return Sentence("placed at {place}", place=Name(at))
    if spots > 1:
        return Sentence("on the network, one of {spots} spots it may mean", spots=spots)
    return Sentence("on the network")


# ---------------------------------------------------------------- rejected


def rejected_of(belief: Belief, evidence: Evidence, absences: Sequence[Absence]) -> tuple[RejectedSighting, ...]:
    """Every sighting set aside, with the reason and the one it conflicts with."""
    right = {n.index for n in belief.chain.nodes}
    out = []
    for i, o in enumerate(belief.observations):
        if i in right:
            continue
        reason, other = _why_denied(o, absences) or _why_rejected(o, belief.chain)
        out += [RejectedSighting(s, reason, other, belief.beliefs[i]) for s in o.members]
    for absence in absences:
        if not absence.taken:
            said = absence.reason, absence.conflicts_with
            doubt = _doubt(belief, absence) if absence.conflicts_with is not None else None
            out += [RejectedSighting(s, *said, doubt) for s in absence.observation.members]
    out += [RejectedSighting(s, reason) for s, reason in evidence.unplaced]
    aim = Sentence("a statement about where it goes, weighed with the destinations")
    out += [RejectedSighting(s, aim) for s in evidence.aims]
    return tuple(out)


def withdrawn_of(told: Sequence[Sighting], as_of: datetime | None) -> tuple[RejectedSighting, ...]:
    """The sightings of the train that had been withdrawn or corrected by a moment."""
    form = "a later report withdrew or corrected it: {report}"
    gone = (s for s in told if s.subject == "train" and s.is_withdrawn(as_of))
    return tuple(RejectedSighting(s, Sentence(form, report=s.withdrawn_by)) for s in gone)


def _doubt(belief: Belief, absence: Absence) -> float:
    """The probability that an absence is right after all: that the sighting it conflicts with is wrong."""
    against = (n.index for n in belief.chain.nodes if n.index >= 0 and _id_of(n) == absence.conflicts_with)
    return max((1.0 - belief.beliefs[i] for i in against), default=0.0)


def _why_denied(o: Observation, absences: Sequence[Absence]) -> tuple[Sentence, str] | None:
    """The reason and the id of the absence, if one that is taken up says that the train was not there then."""
    denied = next((a.observation for a in absences if a.taken and denies(a.observation, o)), None)
    if denied is None:
        return None
    form = "the train was not at {place} then ({when}), {sighting} says"
    place, when = denied.told_place, denied.told_when
    return Sentence(form, place=place, when=when, sighting=Seen(denied.key)), denied.members[0].id


def _why_rejected(o: Observation, chain: Chain) -> tuple[Sentence, str | None]:
    """The reason, and the id of the sighting that it conflicts with or that fits better."""
    seen = [n for n in chain.nodes if n.index >= 0]
    worst = _worst_conflict(o, seen, chain.ways)
    if worst is not None and worst[0] > chain.profile.max_kmh:
        needed, metres, node = worst
        return _too_far(o, node.observation, metres / 1000, needed, chain.profile.max_kmh), _id_of(node)
    if worst is None and all(_apart_m(n, o, chain.ways) is None for n in seen):
        first = chain.nodes[0]
        form, other = "no way by rail{of_gauge} leads between {place} and {other}", first.observation.told_place
        return Sentence(form, of_gauge=chain.ways.of_gauge, place=o.told_place, other=other), _id_of(first)
    if (twin := _same_event(o, seen, chain.ways)) is not None:
        form = "tells the same event at {place} for another time: {when} fits better"
        return Sentence(form, place=o.told_place, when=twin.observation.told_when), _id_of(twin)
    if o.guessed:
        form = "a guess about where it was, which nobody claims to have seen: it counts as far as it is believed"
        return Sentence(form), None
    near = min(seen, key=lambda n: abs(_middle_h(n.observation) - _middle_h(o)), default=None)
    if near is None:
        return Sentence("fits no other sighting"), None
    nearest = Sentence("nearest: {sighting}", sighting=near.observation.told)
    return joined([Sentence("the others fit better without it"), nearest]), _id_of(near)


def _too_far(o: Observation, other: Observation, km: float, needed_kmh: float, most_kmh: float) -> Sentence:
    """That no train can have been at both places."""
    of: dict[str, Value] = {"one": o.told, "other": other.told, "km": km, "most_kmh": most_kmh}
    if needed_kmh < 2000:
        form = (
            "{one} and {other} are {km:,.0f} km apart: "
            "that takes {kmh:,.0f} km/h, and {most_kmh:.0f} km/h is the most it can do"
        )
        return Sentence(form, kmh=math.ceil(needed_kmh), **of)  # above what it can do in words too
    form = (
        "{one} and {other} are {km:,.0f} km apart: "
        "the train would have to be at both at once, and {most_kmh:.0f} km/h is the most it can do"
    )
    return Sentence(form, **of)


def _worst_conflict(o: Observation, seen: Sequence[Node], ways: Ways) -> tuple[float, float, Node] | None:
    """The node at another place that asks for the highest speed, with that in km/h and the metres between."""
    worst: tuple[float, float, Node] | None = None
    for node in seen:
        metres = _apart_m(node, o, ways)
        if metres is None or metres < 1.0:
            continue
        needed = _needed_kmh(node, o, ways)
        if worst is None or needed > worst[0]:
            worst = needed, metres, node
    return worst


def _needed_kmh(node: Node, o: Observation, ways: Ways) -> float:
    """The speed that it takes to be seen at both; 0 where they are at one place, or no way leads between."""
    metres = _apart_m(node, o, ways)
    if metres is None or metres < 1.0:
        return 0.0
    time_h = max(node.observation.hi - o.lo, o.hi - node.observation.lo)
    return metres / 1000.0 / max(time_h, 1e-3)


def _apart_m(node: Node, o: Observation, ways: Ways) -> float | None:
    """Metres of the shortest route from a node to a spot of an observation; None if there is none."""
    return min((m for s in o.spots if (m := ways.metres(node.spot, s, shortest=True)) is not None), default=None)


def _same_event(o: Observation, seen: Sequence[Node], ways: Ways) -> Node | None:
    """The first node that tells of the same event at the same place, not much before or after, the train not having
    been elsewhere between."""

    def here(node: Node) -> bool:
        return any((m := ways.metres(node.spot, s)) is not None and m < SAME_PLACE_M for s in o.spots)

    for node in seen:
        told = node.observation.event == o.event and not opposed(node.observation, o)
        if not (told and here(node) and max(o.lo - node.observation.hi, node.observation.lo - o.hi) < _ONE_EVENT_H):
            continue
        first, last = sorted((_middle_h(o), _middle_h(node.observation)))
        if not any(first < _middle_h(n.observation) < last and not here(n) for n in seen):
            return node
    return None


def _middle_h(o: Observation) -> float:
    return (o.lo + o.hi) / 2


def _id_of(node: Node) -> str:
    return node.observation.members[0].id


# ---------------------------------------------------------------- contradictions


def hypotheses_of(belief: Belief) -> tuple[Hypothesis, ...]:
    """What may have happened, the journey first; empty where nothing but the journey is believed."""
    if len(belief.stories) == 1:
        return ()
    seen = belief.observations

    def ids(some: Sequence[int]) -> tuple[str, ...]:
        return tuple(sorted(s.id for i in some for s in seen[i].members))

    return tuple(Hypothesis(s.probability, ids(s.right), ids(s.wrong)) for s in belief.stories)


def if_right(belief: Belief, story: Story) -> Sentence:
    """The condition under which a story is true, in words; empty for the likely one."""
    names = _distinct_names(belief.observations)
    right, wrong = (_listed([names[i] for i in some]) for some in (story.right, story.wrong))
    if right and wrong:
        return Sentence("if {right} is right and {wrong} is not", right=right, wrong=wrong)
    if right:
        if len({names[i] for i in story.right}) > 1:
            return Sentence("if {right} are right too", right=right)
        return Sentence("if {right} is right too", right=right)
    return Sentence("if {wrong} is not right", wrong=wrong) if wrong else Sentence("")


def _distinct_names(seen: Sequence[Observation]) -> list[Name | Sentence]:
    """The names of observations, with the time where several have the same name."""
    counts = Counter(o.name for o in seen)
    return [o.told if counts[o.name] > 1 else o.told_place for o in seen]


def _listed(names: Sequence[Name | Sentence]) -> Sentence:
    """Names as a list in words, each once, at most three."""
    each = list(dict.fromkeys(names))
    return joined(each[:3], ", ", end=" ..." if len(each) > 3 else "")


def _unsettled(belief: Belief) -> list[Sentence]:
    """A line for every other story that contradicts the journey, or adds to it, and is far from ruled out; for the
    likeliest other one, where the journey itself is hardly likely; and for every sighting set aside by one that is told
    no better.
    """
    likely, *others = belief.stories
    seen = belief.observations
    out = []
    told_of: set[int] = set()
    own = _places(likely)
    elsewhere = [story for story in others if _places(story) != own]
    drawn = sum(story.probability for story in belief.stories if _places(story) == own)
    next_to = max(elsewhere, key=lambda story: story.probability, default=likely)
    hardly = drawn < max(_LIKELIER_THAN_NOT, next_to.probability)
    for story in others:
        told, against = (_listed([seen[i].told for i in some]) for some in (story.wrong, story.right))
        odds = {"share": Share(likely.probability), "other_share": Share(story.probability)}
        if told and against and not _guesses_only(belief, story) and story.probability >= _UNSETTLED:
            form = (
                "nothing settles between {told} and {against}: the journey follows the first, {share} to {other_share}"
            )
            out.append(Sentence(form, told=told, against=against, **odds))
            told_of |= {*story.right}
        elif against and (not told or _guesses_only(belief, story)) and story.probability >= _OPEN:
            form = "nothing settles whether {against} is right too: the journey leaves it out, {share} to {other_share}"
            if len({seen[i].told for i in story.right}) > 1:
                form = (
                    "nothing settles whether {against} are right too: "
                    "the journey leaves them out, {share} to {other_share}"
                )
            out.append(Sentence(form, against=against, **odds))
        elif hardly and story is next_to:
            form = "the journey drawn is {share} likely; another story, {other_share}: {condition}"
            out.append(Sentence(form, condition=if_right(belief, story), **odds | {"share": Share(drawn)}))
    return [*out, *_by_fit_alone(belief, told_of)]


def _places(story: Story) -> tuple[object, ...]:
    """Where a story has the train, one after the other: which of several reports of one place are right is no other
    journey.
    """
    return tuple(key for key, _ in groupby(node.spot.key(to_m=1_000.0) for node in story.chain.nodes))


def _guesses_only(belief: Belief, story: Story) -> bool:
    """Whether a story differs from the likely one in guesses alone, which can all be right together."""
    seen, ways = belief.observations, belief.chain.ways
    if not all(seen[i].guessed for i in (*story.right, *story.wrong)):
        return False
    nodes = [n for n in belief.chain.nodes if n.index in story.wrong]
    return all(_needed_kmh(n, seen[i], ways) <= belief.chain.profile.max_kmh for n in nodes for i in story.right)


def _by_fit_alone(belief: Belief, told_of: set[int]) -> Iterator[Sentence]:
    """A line for every sighting, but those ``told_of``, that is set aside only because another, at one
    other place and told no better, fits the rest better: how fast a train runs settles little.
    """
    chain, held = belief.chain, {n.index for n in belief.chain.nodes}
    seen = [n for n in chain.nodes if n.index >= 0]
    for i, o in enumerate(belief.observations):
        if i in held or i in told_of or o.guessed:
            continue
        against = [n for n in seen if _needed_kmh(n, o, chain.ways) > chain.profile.max_kmh]
        if len({n.spot.key() for n in against}) != 1 or max(n.observation.right for n in against) > o.right:
            continue
        first = min(against, key=lambda n: belief.beliefs[n.index])
        form = (
            "{told} and {against} cannot both be right, and neither is reported better: only the running times speak "
            "for the first, which the journey follows, {share} to {other_share}"
        )
        odds = {"share": Share(belief.beliefs[first.index]), "other_share": Share(belief.beliefs[i])}
        yield Sentence(form, told=first.observation.told, against=o.told, **odds)


# ---------------------------------------------------------------- warnings and explanation


def warnings_of(
    belief: Belief,
    evidence: Evidence,
    goals: Sequence[Place],
    ways: Ways,
    absences: Sequence[Absence],
    *,
    ranked: bool = True,
) -> tuple[Sentence, ...]:
    """What a reader should know before trusting the journey. ``ranked`` is whether any destination has a rank."""
    out = [Sentence("{sighting}: {reason}", sighting=Seen(s.id), reason=reason) for s, reason in evidence.unplaced]
    out += [
        Sentence("told to be absent from {place}: {reason}", place=a.observation.told_place, reason=a.reason)
        for a in absences
        if a.conflicts_with
    ]
    here = belief.chain.nodes[-1]
    named = {s.place.id: s.place for s in evidence.aims if s.toward is None and s.place.kind not in LAND_KINDS}
    for place in {**{p.id: p for p in goals}, **named}.values():
        if place.kind == "country" and is_in(belief.chain, place):
            out.append(Sentence("the train is in {place} already: give a place there", place=Name(place.name)))
            continue
        near = spot = ways.goal(place, here.spot)
        if place.kind == "country":
            spot = border_ahead(here.spot, place.country or "", ways)
        if near is None and ranked:
            form = "destination {place} is not within reach of the network: its share is elsewhere"
            out.append(Sentence(form, place=Name(place.name)))
        elif near is None:
            form = "destination {place} is not within reach of the network: no destination is left to weigh"
            out.append(Sentence(form, place=Name(place.name)))
        elif spot is None or ways.metres(here.spot, spot) is None:
            form, goal = "no way by rail{of_gauge} leads from {place} to {goal}: left out", Name(place.name)
            out.append(Sentence(form, of_gauge=ways.of_gauge, place=here.observation.told_place, goal=goal))
    told = len(belief.observations)
    if told == 1:
        out.append(Sentence("one sighting only: no path, only where the train may have gone since"))
    elif sum(node.index >= 0 for node in belief.chain.nodes) == 1:
        form = "of {sightings} sightings one only is held right: no path, only where the train may have gone since"
        out.append(Sentence(form, sightings=told))
    form = "no time is told of {place}: whether it came before or after the others, and when, is reckoned"
    out += [
        Sentence(form, place=node.observation.told_place)
        for node in belief.chain.nodes
        if node.index >= 0 and all(s.interval is None for s in node.observation.members)
    ]
    out += [
        Sentence("{sighting}: {reason}", sighting=Seen(node.observation.members[0].id), reason=meant)
        for node in belief.chain.nodes
        if node.index >= 0 and (meant := _meant(node)) is not None
    ]
    out += _off_railway(belief.chain)
    out += _unsettled(belief)
    disputed = {i for story in belief.stories if story.probability >= _UNSETTLED and story.right for i in story.wrong}
    out += [
        Sentence("{sighting} is held right with little certainty", sighting=node.observation.told)
        for node in belief.chain.nodes
        if node.index >= 0 and node.index not in disputed and belief.beliefs[node.index] < _LITTLE_SURE
    ]
    return tuple(out)


def _off_railway(chain: Chain) -> Iterator[Sentence]:
    """A line for every sighting at a place far off the spot at which the journey puts it."""
    form = "{sighting}: {place} is put at {station}, {km:,.0f} km away and well beyond its radius"
    for node in chain.nodes:
        if node.index < 0:
            continue
        sighting, spot = placed(node.observation.members[0], node.spot), node.spot
        off = off_m(sighting.place, spot, chain.ways.network)
        if off > OFF_RAILWAY_M:
            yield Sentence(
                form,
                sighting=Seen(sighting.id),
                place=Name(sighting.place.name),
                station=Name(spot.name) if spot.name else Sentence("the railway"),
                km=(off + sighting.place.radius_m) / 1000.0,
            )


def explanation_of(journey: Journey, belief: Belief, evidence: Evidence) -> tuple[Sentence, ...]:
    """The lines of ``--explain``: what each conclusion rests on."""
    chain = belief.chain
    out = [_node_line(n, belief) for n in chain.nodes if n.index >= 0]
    out += [_leg_line(chain, k) for k in range(len(chain.legs)) if chain.legs[k].length_m >= 1000.0]
    out += [_aside_line(r) for r in journey.rejected]
    form = "another story, {share}: {condition}"
    out += [Sentence(form, share=Share(s.probability), condition=if_right(belief, s)) for s in belief.stories[1:]]
    out += [_way_line(a) for a in told_apart(journey.alternatives)[1:4]]
    out += [joined([_goal_line(d), d.why or Sentence("a candidate")]) for d in journey.destinations[:5]]
    out += _elsewhere_lines(journey)
    out += [
        Sentence("absent from {place}: {why}", place=Name(u.sighting.place.name), why=u.why)
        for u in journey.used
        if u.sighting.event == "absent" and u.why
    ]
    out += _history_lines(journey)
    if evidence.others:
        subjects = joined([Term("subject", name) for name in sorted({s.subject for s in evidence.others})], ", ")
        out.append(Sentence("not the train, kept apart: {subjects}", subjects=subjects))
    return tuple(out)


def _aside_line(r: RejectedSighting) -> Sentence:
    of: dict[str, Value] = {
        "sighting": Seen(r.sighting.id),
        "place": Name(r.sighting.place.name),
        "reason": r.reason,
    }
    if r.belief is None:
        return Sentence("not part of the route: {sighting} ({place}): {reason}", **of)
    return Sentence("set aside: {sighting} ({place}): {reason}", **of)


def _way_line(a: Alternative) -> Sentence:
    share, km = Share(a.probability), a.path.km
    if a.via:
        via = joined(map(Name, a.via), ", ")
        return Sentence("another route, {share}: by {via}, {km:,.0f} km", share=share, via=via, km=km)
    way = a.why or Sentence("by other lines")
    return Sentence("another route, {share}: {way}, {km:,.0f} km", share=share, way=way, km=km)


def _goal_line(d: Destination) -> Sentence:
    of: dict[str, Value] = {"place": Name(d.place.name), "share": Share(d.probability), "arrival": ""}
    if d.is_here:
        return Sentence("destination {place} {share}: it was there", **of)
    if d.earliest and d.latest:
        when = When(d.earliest, d.latest, d.place.lon, d.place.lat, "inferred")
        of["arrival"] = Sentence(", arrival {when}", when=when)
    if d.rail_km_left is None:
        return Sentence("destination {place} {share}: no way{arrival}", **of)
    return Sentence("destination {place} {share}: {km:,.0f} km left{arrival}", km=d.rail_km_left, **of)


def _elsewhere_lines(journey: Journey) -> list[Sentence]:
    if journey.elsewhere < _SHOWN:
        return []
    share = Share(journey.elsewhere)
    if journey.unlisted < _SHOWN:
        form = "elsewhere on the network {share}: the train may go where no report and no list says"
        return [Sentence(form, share=share)]
    form = (
        "elsewhere on the network {share}: lesser places weighed too {lesser}, where no report and no list says {rest}"
    )
    rest = Share(max(0.0, journey.elsewhere - journey.unlisted))
    return [Sentence(form, share=share, lesser=Share(journey.unlisted), rest=rest)]


def _node_line(node: Node, belief: Belief) -> Sentence:
    o = node.observation
    more = len(o.members) - 1
    copies: str = ""
    if more == 1:
        copies = Sentence(", {more} more report says the same", more=more)
    elif more:
        copies = Sentence(", {more} more reports say the same", more=more)
    event, share = Term("event", o.event), Share(belief.beliefs[node.index])
    return Sentence(
        "{event} {sighting}: belief {share}{copies}", event=event, sighting=o.told, share=share, copies=copies
    )


def _leg_line(chain: Chain, k: int) -> Sentence:
    a, b, leg = chain.nodes[k], chain.nodes[k + 1], chain.legs[k]
    borders: str = ""
    if leg.borders == 1:
        borders = Sentence(", {borders} border", borders=leg.borders)
    elif leg.borders:
        borders = Sentence(", {borders} borders", borders=leg.borders)
    line = Sentence(
        "{place} to {other}: {km:,.0f} km, running {run_h:.1f} h, took about {took_h:.1f} h{borders}",
        place=_name(a),
        other=_name(b),
        km=leg.length_m / 1000,
        run_h=leg.run_h,
        took_h=chain.spreads[k + 1][1] - chain.spreads[k][1],
        borders=borders,
    )
    stood_h = b.observation.lo - a.observation.hi - (leg.run_h * 1.3 + leg.borders * 2.0)
    return joined([line, _halt(a, b, stood_h)]) if stood_h > _HALT_SHOWN_H else line


def _halt(a: Node, b: Node, hours: float) -> Sentence:
    """That the train stood for some hours between two nodes, and where that may have been."""
    stood = [_name(a)] if a.observation.stands else []
    stood += [_name(b)] if b.observation.event == "departed" else []
    if len(stood) == 2:
        form = "it must have stood {hours:.0f} h or more at {place} or {other} or on the way"
        return Sentence(form, hours=hours, place=stood[0], other=stood[1])
    if stood:
        return Sentence(
            "it must have stood {hours:.0f} h or more at {place} or on the way", hours=hours, place=stood[0]
        )
    return Sentence("it must have stood {hours:.0f} h or more on the way", hours=hours)


def _name(node: Node) -> Name:
    """The name of a node: the place named; if it stands for a negative sighting, the name of its spot."""
    return Name(node.observation.name if node.index >= 0 else node.spot.name or node.observation.name)


def _history_lines(journey: Journey) -> list[Sentence]:
    out = []
    before: dict[str, float] = {}
    for revision in journey.history:
        now = dict(revision.ranking)
        moved = [(abs(now.get(n, 0.0) - before.get(n, 0.0)), n) for n in now | before] if before else []
        most, name = max(moved, default=(0.0, ""))
        if most >= _MOVED:
            out.append(_moved(revision.sighting, name, before.get(name), now.get(name)))
        before = now
    return out


def _moved(sighting: str, name: str, before: float | None, now: float | None) -> Sentence:
    """How a sighting changed the probability of a goal; None where it was, or is, not listed."""
    of: dict[str, Value] = {"sighting": Seen(sighting), "place": Name(name)}
    if before is None and now is not None:
        return Sentence("with {sighting} {place} rose from among the unlisted to {now}", now=Share(now), **of)
    if now is None and before is not None:
        return Sentence("with {sighting} {place} fell from {before} to among the unlisted", before=Share(before), **of)
    was, is_now = Share(before or 0.0), Share(now or 0.0)
    if is_now.probability > was.probability:
        return Sentence("with {sighting} {place} rose from {before} to {now}", before=was, now=is_now, **of)
    return Sentence("with {sighting} {place} fell from {before} to {now}", before=was, now=is_now, **of)
