"""Searches on one network for one profile: the best ways from a spot, settled outward as far as is asked.

The search follows length, as ``routing.shortest_path`` does, over the sections the profile may use. What counts as
more than its length ``routing.costs`` says: for the hard limits nothing, for the likely way borders, breaks of gauge,
branches and changes of ends. The cost of a search is bounded by the nodes nearer than the farthest target. Running
hours, borders and the like are worked out along the ways that are asked for: few of those that a search finds.
"""

from __future__ import annotations

from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from railsight.network.islands import island_of_each
from railsight.network.sorts import sort_of_each
from railsight.routing.branches import branches_of
from railsight.routing.moves import breaks_gauge, gauges_after, is_border, reverses, sides_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from railsight.model import Profile, Spot
    from railsight.network import Network
    from railsight.routing.costs import Costs

_EARLY_CM = 2_500_000
_ENDLESS = 2**62  # more than any way costs, and than there are nodes
_KEPT_EVERY = 16  # of the nodes on the way to one asked for: those that lead on from there begin at the nearest
_SIDES_KEPT = 200_000  # ends of sections whose sides are remembered: some 50 MB


class Label(NamedTuple):
    """A way from a tree's root to a node. ``via`` is the last section, ``before`` the key of the label before it or -1.

    ``cost`` is what the search keeps small: ``cm``, plus a fee for every border and break of gauge in a likely way.
    ``early`` is the first node at least 25 km out, or -1: it tells in which direction the way leaves.
    """

    cost: int
    cm: int
    run_h: float
    run_spread: float
    borders: int
    breaks: int
    via: int
    before: int
    early: int
    gauges: frozenset[int]
    country: str | None  # the last one known
    side: int  # of the node, by which the train came in, as ``routing.moves`` tells sides; 0: none


_label = partial(tuple.__new__, Label)  # what ``Label(*values)`` makes, in half the time: a search makes very many


# A node as a search settled it: cost, node, last section, key of what was settled before it or -1, number of the gauges
# it came by, last country known, side of the node. A plain tuple: a search makes very many, and the heap orders them.
Settled = tuple[int, int, int, int, int, "str | None", int]


class Track(NamedTuple):
    """What the search needs of a section: hours per cm, hours times log-spread per cm, country, gauges.

    ``laid`` is the number of the gauges among all sets of them (``Gauges``).
    """

    h_cm: float
    spread_cm: float
    country: str | None
    gauges: frozenset[int]
    laid: int


class Gauges:
    """Sets of gauges by number, 0 for the empty one, and what comes of going from one to another, worked out once."""

    def __init__(self) -> None:
        self._sets: list[frozenset[int]] = [frozenset()]
        self._numbers: dict[frozenset[int], int] = {frozenset(): 0}
        self._onward: dict[tuple[int, int], tuple[int, bool]] = {}
        self._covers: dict[tuple[int, int], bool] = {}

    def number(self, gauges: frozenset[int]) -> int:
        """The number of a set."""
        if gauges not in self._numbers:
            self._numbers[gauges] = len(self._sets)
            self._sets.append(gauges)
        return self._numbers[gauges]

    def of(self, number: int) -> frozenset[int]:
        """The set of a number."""
        return self._sets[number]

    def onward(self, came: int, laid: int) -> tuple[int, bool]:
        """The gauges that a train may be on along a section, and whether it must change to run there."""
        try:
            return self._onward[came, laid]
        except KeyError:
            a, b = self._sets[came], self._sets[laid]
            found = self._onward[came, laid] = self.number(gauges_after(a, b)), breaks_gauge(a, b)
            return found

    def covers(self, kept: int, other: int) -> bool:
        """Whether a train goes on by the gauges of the first number wherever it would by those of the other."""
        if kept == other or not kept:
            return True
        try:
            return self._covers[kept, other]
        except KeyError:
            a, b = self._sets[kept], self._sets[other]
            found = self._covers[kept, other] = bool(b) and b <= a
            return found


class Tracks:
    """The sections of a network as a profile runs on them."""

    def __init__(self, network: Network, profile: Profile) -> None:
        self.network = network
        self.profile = profile
        free = not (profile.gauges_mm or profile.countries or profile.electrified_only) and profile.break_of_gauge
        self.bound = not free  # to some tracks only
        self.alike: dict[int, Track | None] = {}  # those asked for, by the sort of the section
        self.gauges = Gauges()
        self._sides: dict[tuple[int, int], tuple[int, int]] = {}
        self._gauges = frozenset(profile.gauges_mm)
        self._countries = frozenset(profile.countries)
        self._branches = branches_of(network, profile)
        self.sorts = sort_of_each(network, self._branches)  # what a profile asks of each section, as one number
        self._islands: Sequence[int] | None = None

    def sides(self, section: int, node: int) -> tuple[int, int]:
        """As ``routing.moves.sides_of`` tells them, remembered."""
        try:
            return self._sides[section, node]
        except KeyError:
            if len(self._sides) >= _SIDES_KEPT:
                self._sides.clear()
            found = self._sides[section, node] = sides_of(self.network, section, node)
            return found

    def joined(self, a: Spot, b: Spot) -> bool:
        """Whether any tracks, usable or not, join two spots: where none do, no search need find that out."""
        if self._islands is None:
            self._islands = island_of_each(self.network)
        one, other = (nodes_of(self.network, spot)[0] for spot in (a, b))
        return self._islands[one] == self._islands[other]

    def of(self, section: int) -> Track | None:
        """What running over a section asks; None when the profile may not use it."""
        alike = self.sorts[section]
        try:
            return self.alike[alike]
        except KeyError:
            made = self.alike[alike] = self._made(section)
            return made

    def _made(self, section: int) -> Track | None:
        laid = self.network.section_gauges(section)
        number = self.gauges.number(frozenset(laid))
        gauges = self.gauges.of(number)
        country = self.network.section_country(section)
        if self._gauges and gauges and not gauges & self._gauges:
            return None
        if self._countries and country and country not in self._countries:
            return None
        if self.profile.electrified_only and self.network.section_electrified(section) is False:
            return None
        law = self.profile.speed(country, branch=section in self._branches)
        h_cm = 1e-5 / law.median_kmh
        return Track(h_cm, h_cm * law.sigma_log, country, gauges, number)

    def usable(self, spot: Spot) -> bool:
        """Whether the profile may use a section at a spot."""
        sections = [s for *_, s in self.network.adjacent(spot.node)] if spot.node is not None else [spot.section]
        return any(self.of(s) is not None for s in sections)


def nodes_of(network: Network, spot: Spot) -> tuple[int, ...]:
    """The nodes by which a spot is reached."""
    return (spot.node,) if spot.node is not None else network.section_ends(spot.section)


class Tree:
    """Best ways from one spot, settled outward step by step: the shortest, or the likely ones, which shun borders.

    ``done`` has every node settled, with its best way. Where a break of gauge, or a change of ends, costs something or
    is not to be had, a longer way that comes there by another gauge, or on the other side of a junction, may be the
    better one to go on by: such are ``others``, under keys beyond the nodes. What else there is to know of a way its
    ``label`` tells, worked out when asked for.
    """

    __slots__ = (
        "_best",
        "_costs",
        "_gauged",
        "_heap",
        "_labels",
        "_lands",
        "_many",
        "_roots",
        "_tracks",
        "_turns",
        "done",
        "others",
        "spot",
    )

    holds_up: ClassVar[bool] = (
        False  # whether a train may have to wait on its way: then ``_beyond`` says what that costs
    )

    def __init__(self, tracks: Tracks, spot: Spot, costs: Costs) -> None:
        self._tracks = tracks
        self.spot = spot
        self._costs = costs
        self._turns = tracks.network.has_sides and costs.reversal_cm > 0
        self._gauged = len(tracks.network.gauges()) > 1 and bool(costs.break_cm or not tracks.profile.break_of_gauge)
        self._many = self._gauged or self._turns
        self.done: dict[int, Settled] = {}
        self.others: dict[int, Settled] = {}
        self._best: dict[object, int] = {}  # the costs of what waits in the heap
        self._labels: dict[int, Label] = {}  # those asked for, and some on the way there
        self._roots: dict[tuple[int, int], Label] = {}  # by node and side of it
        self._lands: dict[int, tuple[str, ...]] = {}
        self._heap: list[Settled] = []
        if spot.node is not None:
            self._offer(spot.node, Label(0, 0, 0.0, 0.0, 0, 0, -1, -1, -1, frozenset(), None, 0))
            return
        track = tracks.of(spot.section)
        if track is None:
            return
        to_a = round(spot.offset_m * 100)
        lengths = to_a, tracks.network.section_cm(spot.section) - to_a
        sides = tracks.network.section_sides(spot.section) if self._turns else (0, 0)
        for node, cm, side in zip(tracks.network.section_ends(spot.section), lengths, sides, strict=True):
            self._offer(node, self.along(cm, spot.section, track, side))

    def along(self, cm: int, section: int, track: Track, side: int = 0) -> Label:
        """The label of a way within one section, to its end on a side of the node there or to somewhere inside."""
        cost = self._costs.of(section, cm)
        run_h, spread = cm * track.h_cm, cm * track.spread_cm
        return Label(cost, cm, run_h, spread, 0, 0, section, -1, -1, track.gauges, track.country, side)

    @property
    def size(self) -> int:
        """How much is kept: the nodes settled, and the labels worked out."""
        return len(self.done) + len(self.others) + len(self._labels)

    def _offer(self, node: int, label: Label) -> None:
        """A node where the search begins."""
        known = self._roots.get((node, label.side))
        if known is None or label.cost < known.cost:
            self._roots[node, label.side] = label
            came = self._tracks.gauges.number(label.gauges) if self._gauged else 0
            self._best[self._state(node, came, label.side)] = label.cost
            heappush(self._heap, (label.cost, node, label.via, -1, came, label.country, label.side))

    def _state(self, node: int, came: int, side: int) -> object:
        """What is settled once: a node, as it was come to as far as that makes a difference."""
        if self._turns:
            return node, came, side
        return node + came * self._tracks.network.node_count

    def settle(self, nodes: Iterable[int]) -> None:
        """Search until every one of the nodes is settled or nothing is left."""
        wanted = {n for n in nodes if n not in self.done and n not in self.others}
        if wanted:
            self._search(wanted)

    def settle_within(self, cost_cm: float, *, most: int | None = None) -> None:
        """Search until every node whose way costs no more than this is settled, or ``most`` nodes are.

        The cost of a shortest way is its length; that of a likely one counts a border as 300 km, and branches more.
        """
        self._search(set(), cost_cm, _ENDLESS if most is None else most)

    def settle_dear(self, cost: int | None) -> bool:
        """Search until no label of whatever sort is nearer than this, or none is left; whether any was found."""
        had = len(self.others)
        if self._many:
            self._search(set(), _ENDLESS if cost is None else cost - 1)
        return len(self.others) > had

    def keys(self, node: int) -> list[int]:
        """The keys of what is settled of a node, the best first."""
        if node not in self.done:
            return []
        count = self._tracks.network.node_count
        found, key = [node], node + count
        while key in self.others:
            found.append(key)
            key += count
        return found

    def labels(self, node: int) -> list[tuple[int, Label]]:
        """The labels of what is settled of a node with their keys, the best first."""
        return [(key, self.label(key)) for key in self.keys(node)]

    def _serves(self, node: int, cost: int, came: int, side: int) -> bool:
        """Whether a settled way to a node is as good to go on by as one of this cost, or more, would be."""
        if self._is_as_good(self.done[node], cost, came, side):
            return True
        return bool(self.others) and any(
            self._is_as_good(self.others[key], cost, came, side) for key in self.keys(node)[1:]
        )

    def _is_as_good(self, kept: Settled, cost: int, came: int, side: int) -> bool:
        """Whether a way, no dearer than this cost, goes on by every gauge that another would, and the same way."""
        kept_cost, _, _, _, gauges, _, kept_side = kept
        if self._gauged and not self._tracks.gauges.covers(gauges, came):
            return False
        return not self._turns or kept_side in (0, side) or kept_cost + self._costs.reversal_cm <= cost

    def _settled(self, key: int) -> Settled:
        return self.done[key] if key in self.done else self.others[key]

    def label(self, key: int) -> Label:
        """The label of what is settled, by its key: worked out along the way there from the last one kept."""
        labels, asked, at = self._labels, [], key
        while at not in labels:
            _, node, _, before, _, _, side = settled = self._settled(at)
            if before < 0:
                labels[at] = self._roots[node, side]
                break
            asked.append((at, settled))
            at = before
        label, network = labels[at], self._tracks.network
        for left in range(len(asked) - 1, -1, -1):
            at, (_, node, section, before, *_) = asked[left]
            track = self._tracks.of(section)
            assert track is not None
            sides = self._tracks.sides(section, before % network.node_count) if self._turns else (0, 0)
            label = self._extend(label, network.section_cm(section), section, before, track, node, sides)
            if left % _KEPT_EVERY == 0:
                labels[at] = label
        return label

    def section(self, key: int) -> int:
        """The last section of the way to what is settled, by its key."""
        return self._settled(key)[2]

    def _search(self, wanted: set[int], within: float = _ENDLESS, most: int = _ENDLESS) -> None:
        """Settle what is nearest, until all that is ``wanted`` is settled, what is left costs more, or so many are."""
        heap, best, done, many, gauged, turns = self._heap, self._best, self.done, self._many, self._gauged, self._turns
        costs, factors, border_cm, holds_up = self._costs, self._costs.factors, self._costs.border_cm, self.holds_up
        tracks, alike, sorts, passes = self._tracks, self._tracks.alike, self._tracks.sorts, self._tracks.gauges.onward
        count, adjacent, may_break = tracks.network.node_count, tracks.network.adjacent, tracks.profile.break_of_gauge
        state: object
        leaves = enters = 0
        while heap and heap[0][0] <= within and len(done) < most:
            settled = heappop(heap)
            cost, node, via, _, came, country, side = settled
            best.pop((node, came, side) if turns else node + came * count, None)
            key = node
            if node not in done:
                done[node] = settled
            elif not many or self._serves(node, cost, came, side):
                continue
            else:
                key = self.keys(node)[-1] + count
                self.others[key] = settled
            for other, length, section in adjacent(node):
                near = done.get(other)
                # straight back leads nowhere, unless it is to leave a node on its other side
                if near is not None and (not many or (section == via and not turns)):
                    continue
                track = alike[sort] if (sort := sorts[section]) in alike else tracks.of(section)
                if track is None:
                    continue
                new = cost + (round(length * factors[section]) if section in factors else length)
                onward, land = came, track.country
                if gauged and came != track.laid:
                    onward, breaks = passes(came, track.laid)
                    if breaks and not may_break:
                        continue
                    new += breaks * costs.break_cm
                if near is not None and not turns and near[4] == onward:
                    continue
                if border_cm and land is not country:
                    new += is_border(country, land) * border_cm
                    land = land or country
                if turns:
                    leaves, enters = tracks.sides(section, node)
                    new += reverses(side, leaves) * costs.reversal_cm
                if holds_up:
                    new = self._beyond(cost, length, section, key, other)
                if near is not None and self._serves(other, new, onward, enters):
                    continue
                state = (other, onward, enters) if turns else other + onward * count
                known = best.get(state)
                if known is None or new < known:
                    best[state] = new
                    heappush(heap, (new, other, section, key, onward, land, enters))
            if key in wanted:
                wanted.discard(key)
                if not wanted:
                    return

    def _beyond(self, cost: int, length: int, section: int, key: int, far: int) -> int:
        """The cost of a way that goes on from what is settled over a section to its other end: for trains held up."""
        raise NotImplementedError

    def _extend(
        self, label: Label, length: int, section: int, key: int, track: Track, far: int, sides: tuple[int, int]
    ) -> Label:
        """The label ``far`` along a section, or part of one, for one with a key.

        ``sides`` are those of the node that it is left and of ``far`` that it is entered by.
        """
        costs, factors = self._costs, self._costs.factors
        cost, cm, run_h, spread, borders, breaks, _, _, early, gauges, country, side = label
        cost += round(length * factors[section]) if section in factors else length
        if track.country is not country:
            crossed = is_border(country, track.country)
            borders += crossed
            cost += crossed * costs.border_cm
            country = track.country or country
        if track.gauges is not gauges:
            changed = breaks_gauge(gauges, track.gauges)
            breaks += changed
            cost += changed * costs.break_cm
            gauges = gauges_after(gauges, track.gauges)
        if self._turns and reverses(side, sides[0]):
            cost += costs.reversal_cm
        cm += length
        if early < 0 and cm >= _EARLY_CM:
            early = far
        run_h += length * track.h_cm
        spread += length * track.spread_cm
        return _label((cost, cm, run_h, spread, borders, breaks, section, key, early, gauges, country, sides[1]))

    def may_enter(self, node: int, section: int) -> bool:
        """Whether a train that came to a node may go on into a section there."""
        track = self._tracks.of(section)
        if track is None:
            return False
        if self._tracks.profile.break_of_gauge or not track.gauges:
            return True
        came = (self._tracks.gauges.of(self._settled(key)[4]) for key in self.keys(node))
        return any(not gauges or gauges & track.gauges for gauges in came)

    def chain(self, key: int) -> list[int]:
        """The keys of the labels from the root to a settled one."""
        out = [key]
        while (before := self._settled(out[-1])[3]) >= 0:
            out.append(before)
        return out[::-1]

    def lands(self, key: int) -> tuple[str, ...]:
        """The countries that the way to a settled label runs through, in order, as far as they are known."""
        asked = []
        while key >= 0 and key not in self._lands:
            asked.append(key)
            key = self._settled(key)[3]
        found = self._lands[key] if key >= 0 else ()
        for one in reversed(asked):
            _, _, section, before, *_ = self._settled(one)
            if (self._tracks.network.section_cm(section) if before >= 0 else self.label(one).cm) > 0:
                found = self.lands_with(found, section)
            self._lands[one] = found
        return found

    def lands_with(self, lands: tuple[str, ...], section: int) -> tuple[str, ...]:
        """The countries of a way that goes on by a section."""
        land = self._tracks.network.section_country(section)
        return lands if land is None or lands[-1:] == (land,) else (*lands, land)
