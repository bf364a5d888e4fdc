"""Words for what was concluded: used and rejected sightings, warnings, and the lines of ``--explain``."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.inference.areas import border_ahead
from railsight.inference.evidence import OFF_NETWORK, denies, span_of
from railsight.inference.goals import LAND_KINDS, is_in
from railsight.inference.transition import SAME_PLACE_M, opposed
from railsight.model import AREA_KINDS, Hypothesis, RejectedSighting, UsedSighting
from railsight.model.shares import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.inference.absences import Absence
    from railsight.inference.evidence import Evidence, Observation
    from railsight.inference.ordering import Belief, Story
    from railsight.inference.passages import Route
    from railsight.inference.timing import Chain, Node
    from railsight.inference.ways import Ways
    from railsight.model import Alternative, Candidate, Destination, Journey, Place, Sighting, Spot

# A leg that took this many hours longer than a slow run with the usual dwells must have had a halt, which is told.
_HALT_SHOWN_H = 2.0
# If the edge of a place is farther than this from the spot taken, another candidate that is nearer is the place meant.
_BY_THE_SPOT_M = 30_000.0
# A contradiction counts as settled if the other story is less likely than this.
_UNSETTLED = 0.05
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
        out.append(UsedSighting(_as_placed(first, node.spot), node.spot, share, km, _why_used(node)))
        out += [
            UsedSighting(
                _as_placed(copy, node.spot), node.spot, share, km, f"repeats {first.id}, so it adds no certainty"
            )
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


def _as_placed(sighting: Sighting, spot: Spot) -> Sighting:
    """The sighting with the candidate first that its spot belongs to: of two "Dalay" the one by the railway."""
    first, *others = sighting.candidates
    if not others or first.place.kind in AREA_KINDS or _gap_m(first, spot) <= _BY_THE_SPOT_M:
        return sighting
    meant = min(sighting.candidates, key=lambda c: _gap_m(c, spot))
    return replace(sighting, candidates=(meant, *(c for c in sighting.candidates if c is not meant)))


def _gap_m(candidate: Candidate, spot: Spot) -> float:
    """Metres from the edge of a place to a spot."""
    place = candidate.place
    return max(0.0, approx_m(place.lon, place.lat, spot.lon, spot.lat) - place.radius_m)


def _why_used(node: Node) -> str:
    at = node.spot.name
    place = node.observation.name
    where = f"placed at {at}" if at and at != place else "on the network"
    if len(node.observation.spots) > 1:
        where += f", one of {len(node.observation.spots)} spots it may mean"
    return where


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
    out += [
        RejectedSighting(s, "a statement about where it goes, weighed with the destinations") for s in evidence.aims
    ]
    return tuple(out)


def _doubt(belief: Belief, absence: Absence) -> float:
    """The probability that an absence is right after all: that the sighting it conflicts with is wrong."""
    against = (n.index for n in belief.chain.nodes if n.index >= 0 and _id_of(n) == absence.conflicts_with)
    return max((1.0 - belief.beliefs[i] for i in against), default=0.0)


def _why_denied(o: Observation, absences: Sequence[Absence]) -> tuple[str, str | None] | None:
    """The reason and the id of the absence, if one that is taken up says that the train was not there then."""
    denied = next((a.observation for a in absences if a.taken and denies(a.observation, o)), None)
    if denied is None:
        return None
    return f"the train was not at {denied.name} then ({span_of(denied)}), {denied.key} says", denied.members[0].id


def _why_rejected(o: Observation, chain: Chain) -> tuple[str, str | None]:
    """The reason, and the id of the sighting that it conflicts with or that fits better."""
    seen = [n for n in chain.nodes if n.index >= 0]
    worst = _worst_conflict(o, seen, chain.ways)
    if worst is not None and worst[0] > chain.profile.max_kmh:
        needed, metres, node = worst
        takes = f"that takes {needed:.0f} km/h" if needed < 2000 else "the train would have to be at both at once"
        return (
            f"{o.name} ({span_of(o)}) and {node.observation.name} ({span_of(node.observation)}) are "
            f"{metres / 1000:,.0f} km apart: {takes}, and {chain.profile.max_kmh:.0f} km/h is the most it can do",
            _id_of(node),
        )
    if worst is None and all(_apart_m(n, o, chain.ways) is None for n in seen):
        first = chain.nodes[0]
        return f"no way by rail{chain.ways.of_gauge} leads between {o.name} and {first.observation.name}", _id_of(first)
    if (twin := _same_event(o, seen, chain.ways)) is not None:
        better = span_of(twin.observation)
        return f"tells the same event at {o.name} for another time: {better} fits better", _id_of(twin)
    if o.guessed:
        return "a guess about where it was, which nobody claims to have seen: it counts as far as it is believed", None
    middle = (o.lo + o.hi) / 2
    near = min(seen, key=lambda n: abs((n.observation.lo + n.observation.hi) / 2 - middle), default=None)
    if near is None:
        return "fits no other sighting", None
    return (
        f"the others fit better without it; nearest: {near.observation.name} ({span_of(near.observation)})",
        _id_of(near),
    )


def _worst_conflict(o: Observation, seen: Sequence[Node], ways: Ways) -> tuple[float, float, Node] | None:
    """The node at another place that asks for the highest speed, with that in km/h and the metres between."""
    worst: tuple[float, float, Node] | None = None
    for node in seen:
        metres = _apart_m(node, o, ways)
        if metres is None or metres < 1.0:
            continue
        time_h = max(node.observation.hi - o.lo, o.hi - node.observation.lo)
        needed = metres / 1000.0 / max(time_h, 1e-3)
        if worst is None or needed > worst[0]:
            worst = needed, metres, node
    return worst


def _apart_m(node: Node, o: Observation, ways: Ways) -> float | None:
    """Metres of the shortest route from a node to a spot of an observation; None if there is none."""
    return min((m for s in o.spots if (m := ways.metres(node.spot, s, shortest=True)) is not None), default=None)


def _same_event(o: Observation, seen: Sequence[Node], ways: Ways) -> Node | None:
    """The first node that tells of the same event at the same place, not much before or after."""
    for node in seen:
        same = any((m := ways.metres(node.spot, s)) is not None and m < SAME_PLACE_M for s in o.spots)
        told = node.observation.event == o.event and not opposed(node.observation, o)
        if same and told and max(o.lo - node.observation.hi, node.observation.lo - o.hi) < _ONE_EVENT_H:
            return node
    return None


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


def if_right(belief: Belief, story: Story) -> str:
    """The condition under which a story is true, in words; empty for the likely one."""
    names = _distinct_names(belief.observations)
    right, wrong = (_listed([names[i] for i in some]) for some in (story.right, story.wrong))
    if not right:
        return f"if {wrong} is not right" if wrong else ""
    return f"if {right} is right and {wrong} is not" if wrong else f"if {right} is right too"


def _distinct_names(seen: Sequence[Observation]) -> list[str]:
    """The names of observations, with the time where several have the same name."""
    counts = Counter(o.name for o in seen)
    return [f"{o.name} ({span_of(o)})" if counts[o.name] > 1 else o.name for o in seen]


def _listed(names: Sequence[str]) -> str:
    """Names as a list in words, each once, at most three."""
    each = list(dict.fromkeys(names))
    return ", ".join(each[:3]) + (" ..." if len(each) > 3 else "")


def _unsettled(belief: Belief) -> list[str]:
    """A line for every other story that contradicts the journey, or adds to it, and is far from ruled out."""
    likely, *others = belief.stories
    seen = belief.observations
    out = []
    for story in others:
        told, against = (
            _listed([f"{seen[i].name} ({span_of(seen[i])})" for i in some]) for some in (story.wrong, story.right)
        )
        odds = f"{percent(likely.probability)} to {percent(story.probability)}"
        if told and against and story.probability >= _UNSETTLED:
            out.append(f"nothing settles between {told} and {against}: the journey follows the first, {odds}")
        elif against and not told and story.probability >= _OPEN:
            out.append(f"nothing settles whether {against} is right too: the journey leaves it out, {odds}")
    return out


# ---------------------------------------------------------------- warnings and explanation


def warnings_of(
    belief: Belief,
    evidence: Evidence,
    goals: Sequence[Place],
    ways: Ways,
    absences: Sequence[Absence],
    *,
    ranked: bool = True,
) -> tuple[str, ...]:
    """What a reader should know before trusting the journey. ``ranked`` is whether any destination has a rank."""
    out = [f"{s.id}: {reason}" for s, reason in evidence.unplaced]
    out += [f"told to be absent from {a.observation.name}: {a.reason}" for a in absences if a.conflicts_with]
    here = belief.chain.nodes[-1]
    named = {s.place.id: s.place for s in evidence.aims if s.toward is None and s.place.kind not in LAND_KINDS}
    for place in {**{p.id: p for p in goals}, **named}.values():
        if place.kind == "country" and is_in(belief.chain, place):
            out.append(f"the train is in {place.name} already: give a place there")
            continue
        near = ways.network.spots_near(place, count=1)
        spot = near[0][0] if near else None
        if place.kind == "country":
            spot = border_ahead(here.spot, place.country or "", ways)
        if not near:
            share = "its share is elsewhere" if ranked else "no destination is left to weigh"
            out.append(f"destination {place.name} {OFF_NETWORK}: {share}")
        elif spot is None or ways.metres(here.spot, spot) is None:
            out.append(f"no way by rail{ways.of_gauge} leads from {here.observation.name} to {place.name}: left out")
    if sum(node.index >= 0 for node in belief.chain.nodes) == 1:
        told = len(belief.observations)
        only = "one sighting only" if told == 1 else f"of {told} sightings one only is held right"
        out.append(f"{only}: no path, only where the train may have gone since")
    out += [
        f"no time is told of {node.observation.name}: whether it came before or after the others, and when, is reckoned"
        for node in belief.chain.nodes
        if node.index >= 0 and all(s.interval is None for s in node.observation.members)
    ]
    out += _unsettled(belief)
    disputed = {i for story in belief.stories if story.probability >= _UNSETTLED and story.right for i in story.wrong}
    out += [
        f"{node.observation.name} ({span_of(node.observation)}) is held right with little certainty"
        for node in belief.chain.nodes
        if node.index >= 0 and node.index not in disputed and belief.beliefs[node.index] < _LITTLE_SURE
    ]
    return tuple(out)


def explanation_of(journey: Journey, belief: Belief, evidence: Evidence) -> tuple[str, ...]:
    """The lines of ``--explain``: what each conclusion rests on."""
    chain = belief.chain
    out = [_node_line(n, belief) for n in chain.nodes if n.index >= 0]
    out += [_leg_line(chain, k) for k in range(len(chain.legs)) if chain.legs[k].length_m >= 1000.0]
    for r in journey.rejected:
        how = "set aside" if r.belief is not None else "not part of the route"
        out.append(f"{how}: {r.sighting.id} ({r.sighting.place.name}): {r.reason}")
    out += [f"another story, {percent(s.probability)}: {if_right(belief, s)}" for s in belief.stories[1:]]
    for a in journey.alternatives[1:4]:
        out.append(f"another route, {percent(a.probability)}: {_way_in_words(a)}, {a.path.km:,.0f} km")
    out += [
        f"destination {d.place.name} {percent(d.probability)}: {_left(d)}; {d.why or 'a candidate'}"
        for d in journey.destinations[:5]
    ]
    if journey.elsewhere >= _SHOWN:
        line = f"elsewhere on the network {percent(journey.elsewhere)}: "
        if journey.unlisted >= _SHOWN:
            rest = journey.elsewhere - journey.unlisted
            lesser = f"lesser places weighed too {percent(journey.unlisted)}"
            line += f"{lesser}, where no report and no list says {percent(rest)}"
        else:
            line += "the train may go where no report and no list says"
        out.append(line)
    out += [
        f"absent from {u.sighting.place.name}: {u.why}" for u in journey.used if u.sighting.event == "absent" and u.why
    ]
    out += _history_lines(journey)
    if evidence.others:
        names = sorted({s.subject for s in evidence.others})
        out.append(f"not the train, kept apart: {', '.join(names)}")
    return tuple(out)


def _way_in_words(a: Alternative) -> str:
    return f"by {', '.join(a.via)}" if a.via else a.why or "by other lines"


def _left(d: Destination) -> str:
    if d.is_here:
        return "it was there"
    left = f"{d.rail_km_left:,.0f} km left" if d.rail_km_left is not None else "no way"
    when = f", arrival {d.earliest:%d %b %H:%M} to {d.latest:%d %b %H:%M} UTC" if d.earliest and d.latest else ""
    return left + when


def _node_line(node: Node, belief: Belief) -> str:
    o = node.observation
    more = len(o.members) - 1
    copies = f", {more} more report{' says' if more == 1 else 's say'} the same" if more else ""
    return f"{o.event} {o.name} ({span_of(o)}): belief {percent(belief.beliefs[node.index])}{copies}"


def _leg_line(chain: Chain, k: int) -> str:
    a, b, leg = chain.nodes[k], chain.nodes[k + 1], chain.legs[k]
    took = chain.spreads[k + 1][1] - chain.spreads[k][1]
    line = (
        f"{_name(a)} to {_name(b)}: {leg.length_m / 1000:,.0f} km, running {leg.run_h:.1f} h, took about {took:.1f} h"
    )
    if leg.borders:
        line += f", {leg.borders} border{'s' if leg.borders > 1 else ''}"
    least = b.observation.lo - a.observation.hi
    slow = leg.run_h * 1.3 + leg.borders * 2.0
    if least - slow > _HALT_SHOWN_H:
        stood = [_name(a)] if a.observation.stands else []
        stood += [_name(b)] if b.observation.event == "departed" else []
        at = f"at {' or '.join(stood)} or on the way" if stood else "on the way"
        line += f"; it must have stood {least - slow:.0f} h or more {at}"
    return line


def _name(node: Node) -> str:
    """The name of a node: the place named; if it stands for a negative sighting, the name of its spot."""
    return node.observation.name if node.index >= 0 else node.spot.name or node.observation.name


def _history_lines(journey: Journey) -> list[str]:
    out = []
    before: dict[str, float] = {}
    for revision in journey.history:
        now = dict(revision.ranking)
        moved = [(abs(now.get(n, 0.0) - before.get(n, 0.0)), n) for n in now | before] if before else []
        most, name = max(moved, default=(0.0, ""))
        if most >= _MOVED:
            was, is_now = (percent(of[name]) if name in of else "among the unlisted" for of in (before, now))
            verb = "rose" if now.get(name, 0.0) > before.get(name, 0.0) else "fell"
            out.append(f"with {revision.sighting} {name} {verb} from {was} to {is_now}")
        before = now
    return out
