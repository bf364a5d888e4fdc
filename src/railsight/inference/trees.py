"""Searches on one network for one profile: the best ways from a spot, settled outward as far as is asked.

The search follows length, as ``routing.shortest_path`` does, over the sections the profile may use, and carries along
running hours, borders and breaks of gauge. What counts as more than its length ``routing.costs`` says: for the hard
limits nothing, for the likely way borders, breaks of gauge, branches and changes of ends. The cost of a search is
bounded by the nodes nearer than the farthest target.
"""

from __future__ import annotations

from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

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


class Track(NamedTuple):
    """What the search needs of a section: hours per cm, hours times log-spread per cm, country, gauges."""

    h_cm: float
    spread_cm: float
    country: str | None
    gauges: frozenset[int]


class Tracks:
    """The sections of a network as a profile runs on them."""

    def __init__(self, network: Network, profile: Profile) -> None:
        self.network = network
        self.profile = profile
        free = not (profile.gauges_mm or profile.countries or profile.electrified_only) and profile.break_of_gauge
        self.bound = not free  # to some tracks only
        self._alike: dict[int, Track | None] = {}  # by what a profile asks of a section, as one number
        self._laid: dict[tuple[int, ...], frozenset[int]] = {}  # each set of gauges once: mostly the same goes on
        self._sides: dict[tuple[int, int], tuple[int, int]] = {}
        self._gauges = frozenset(profile.gauges_mm)
        self._countries = frozenset(profile.countries)
        self._branches = branches_of(network, profile)
        self._sorts = sort_of_each(network, self._branches)
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
        alike = self._sorts[section]
        try:
            return self._alike[alike]
        except KeyError:
            made = self._alike[alike] = self._made(section)
            return made

    def _made(self, section: int) -> Track | None:
        laid = self.network.section_gauges(section)
        gauges = self._laid.setdefault(laid, frozenset(laid))
        country = self.network.section_country(section)
        if self._gauges and gauges and not gauges & self._gauges:
            return None
        if self._countries and country and country not in self._countries:
            return None
        if self.profile.electrified_only and self.network.section_electrified(section) is False:
            return None
        law = self.profile.speed(country, branch=section in self._branches)
        h_cm = 1e-5 / law.median_kmh
        return Track(h_cm, h_cm * law.sigma_log, country, gauges)

    def usable(self, spot: Spot) -> bool:
        """Whether the profile may use a section at a spot."""
        sections = [s for *_, s in self.network.adjacent(spot.node)] if spot.node is not None else [spot.section]
        return any(self.of(s) is not None for s in sections)


def nodes_of(network: Network, spot: Spot) -> tuple[int, ...]:
    """The nodes by which a spot is reached."""
    return (spot.node,) if spot.node is not None else network.section_ends(spot.section)


class Tree:
    """Best ways from one spot, settled outward step by step: the shortest, or the likely ones, which shun borders.

    ``done`` has the best label of every node. Where a break of gauge, or a change of ends, costs something or is not to
    be had, a longer way that comes there by another gauge, or on the other side of a junction, may be the better one to
    go on by: such are ``others``, under keys beyond the nodes.
    """

    __slots__ = (
        "_best",
        "_costs",
        "_gauged",
        "_heap",
        "_lands",
        "_many",
        "_tracks",
        "_turns",
        "done",
        "others",
        "spot",
    )

    def __init__(self, tracks: Tracks, spot: Spot, costs: Costs) -> None:
        self._tracks = tracks
        self.spot = spot
        self._costs = costs
        self._turns = tracks.network.has_sides and costs.reversal_cm > 0
        self._gauged = len(tracks.network.gauges()) > 1 and bool(costs.break_cm or not tracks.profile.break_of_gauge)
        self._many = self._gauged or self._turns
        self.done: dict[int, Label] = {}
        self.others: dict[int, Label] = {}
        self._best: dict[object, int] = {}  # the costs of the labels that wait in the heap
        self._lands: dict[int, tuple[str, ...]] = {}
        self._heap: list[tuple[int, int, Label]] = []
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
        """How many labels are settled."""
        return len(self.done) + len(self.others)

    def _offer(self, node: int, label: Label) -> None:
        state = (node, label.gauges, label.side) if self._many else node
        known = self._best.get(state)
        if known is None or label.cost < known:
            self._best[state] = label.cost
            heappush(self._heap, (label.cost, node, label))

    def settle(self, nodes: Iterable[int]) -> None:
        """Search until every one of the nodes is settled or nothing is left."""
        wanted = {n for n in nodes if n not in self.done and n not in self.others}
        while wanted and self._heap:
            wanted.discard(self._step())

    def settle_within(self, cost_cm: float, *, most: int | None = None) -> None:
        """Search until every node whose way costs no more than this is settled, or ``most`` nodes are.

        The cost of a shortest way is its length; that of a likely one counts a border as 300 km, and branches more.
        """
        while self._heap and self._heap[0][0] <= cost_cm and (most is None or len(self.done) < most):
            self._step()

    def settle_dear(self, cost: int | None) -> bool:
        """Search until no label of whatever sort is nearer than this, or none is left; whether any was found."""
        had = len(self.others)
        while self._many and self._heap and (cost is None or self._heap[0][0] < cost):
            self._step()
        return len(self.others) > had

    def labels(self, node: int) -> list[tuple[int, Label]]:
        """The settled labels of a node with their keys, the best first."""
        if node not in self.done:
            return []
        count = self._tracks.network.node_count
        found, key = [(node, self.done[node])], node + count
        while key in self.others:
            found.append((key, self.others[key]))
            key += count
        return found

    def _serves(self, node: int, cost: int, gauges: frozenset[int], side: int) -> bool:
        """Whether a settled label of a node is as good to go on by as one of this cost, or more, would be."""
        kept = self.done[node]
        if (kept.gauges is gauges and not self._turns) or self._is_as_good(kept, cost, gauges, side):
            return True
        return bool(self.others) and any(self._is_as_good(x, cost, gauges, side) for _, x in self.labels(node)[1:])

    def _is_as_good(self, kept: Label, cost: int, gauges: frozenset[int], side: int) -> bool:
        """Whether a label, no dearer than this cost, goes on by every gauge that another would, and the same way."""
        if self._gauged and kept.gauges and not (gauges and gauges <= kept.gauges):
            return False
        return not self._turns or kept.side in (0, side) or kept.cost + self._costs.reversal_cm <= cost

    def label(self, key: int) -> Label:
        """A settled label by its key."""
        return self.done[key] if key in self.done else self.others[key]

    def _step(self) -> int:
        cost, node, label = heappop(self._heap)
        self._best.pop((node, label.gauges, label.side) if self._many else node, None)
        key = node
        if node in self.done:
            if not self._many or self._serves(node, cost, label.gauges, label.side):
                return node
            key = self.labels(node)[-1][0] + self._tracks.network.node_count
            self.others[key] = label
        else:
            self.done[node] = label
        best, done, tracks, sides = self._best, self.done, self._tracks.of, (0, 0)
        for other, length, section in self._tracks.network.adjacent(node):
            # straight back leads nowhere, unless it is to leave a node on its other side
            if other in done and (not self._many or (section == label.via and not self._turns)):
                continue
            track = tracks(section)
            if track is None:
                continue
            state: object = other
            if self._many:
                if self._turns:
                    sides = self._tracks.sides(section, node)
                onward = label.gauges
                if onward is not track.gauges:
                    onward = gauges_after(onward, track.gauges)
                if other in done and self._serves(other, cost + length, onward, sides[1]):
                    continue
                state = other, onward, sides[1]
            known = best.get(state)
            if known is not None and cost + length >= known:
                continue
            extended = self._extend(label, length, section, key, track, other, sides)
            if extended.breaks and not self._tracks.profile.break_of_gauge:
                continue
            if known is None or extended.cost < known:
                best[state] = extended.cost
                heappush(self._heap, (extended.cost, other, extended))
        return key

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
        return any(not label.gauges or label.gauges & track.gauges for _, label in self.labels(node))

    def chain(self, key: int) -> list[int]:
        """The keys of the labels from the root to a settled one."""
        out = [key]
        while (before := self.label(out[-1]).before) >= 0:
            out.append(before)
        return out[::-1]

    def lands(self, key: int) -> tuple[str, ...]:
        """The countries that the way to a settled label runs through, in order, as far as they are known."""
        asked = []
        while key >= 0 and key not in self._lands:
            asked.append(key)
            key = self.label(key).before
        found = self._lands[key] if key >= 0 else ()
        for one in reversed(asked):
            label = self.label(one)
            if label.cm > (self.label(label.before).cm if label.before >= 0 else 0):
                found = self.lands_with(found, label.via)
            self._lands[one] = found
        return found

    def lands_with(self, lands: tuple[str, ...], section: int) -> tuple[str, ...]:
        """The countries of a way that goes on by a section."""
        land = self._tracks.network.section_country(section)
        return lands if land is None or lands[-1:] == (land,) else (*lands, land)
