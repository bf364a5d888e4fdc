"""Distances between spots with what a time law needs: one search per spot, kept, continued only as far as asked.

The search follows length, as ``routing.shortest_path`` does, over the sections the profile may use, and carries along
running hours, borders and breaks of gauge. The hard limits go by the shortest way; the likely way pays a fee for
borders and breaks of gauge, so that nobody is taken through a third country to save distance, and prefers main lines as
``routing.branches`` does. The cost of a search is
bounded by the nodes nearer than the farthest target.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from heapq import heappop, heappush
from itertools import groupby, pairwise
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from railsight.inference.laws import Leg
from railsight.model import Spot
from railsight.routing.branches import branch_costs, branches_of
from railsight.routing.costs import Costs
from railsight.routing.moves import breaks_gauge, gauges_after, is_border, reverses, sides_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from railsight.model import Path, Place, Profile, Step
    from railsight.network import Network

_TREES_KEPT = 160
_LABELS_KEPT = 500_000  # about 300 MB: bounds the memory on networks of hundreds of thousands of points
_GROWN = 5_000  # labels by which a search has grown before the bound is looked at again
_WAYS_KEPT = 4
_WITHIN_KEPT = 16  # sets of countries that searches were kept to: few trees each
_EARLY_CM = 2_500_000
_PLACES_KEPT = 4_000
# Transitions kept, and the cells of their matrices together (32 MB): a journey of 60 sightings has some 11,000.
_LINKS_KEPT, _CELLS_KEPT = 40_000, 4_000_000
_METRES_KEPT = 100_000
_PATHS_KEPT = 200


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


class _Track(NamedTuple):
    """What the search needs of a section: hours per cm, hours times log-spread per cm, country, gauges."""

    h_cm: float
    spread_cm: float
    country: str | None
    gauges: frozenset[int]


class Tree:
    """Best ways from one spot, settled outward step by step: the shortest, or the likely ones, which shun borders.

    ``done`` has the best label of every node. Where a break of gauge, or a change of ends, costs something or is not to
    be had, a longer way that comes there by another gauge, or on the other side of a junction, may be the better one to
    go on by: such are ``others``, under keys beyond the nodes.
    """

    __slots__ = ("_best", "_costs", "_gauged", "_heap", "_many", "_turns", "_ways", "done", "others", "spot")

    def __init__(self, ways: Ways, spot: Spot, costs: Costs) -> None:
        self._ways = ways
        self.spot = spot
        self._costs = costs
        self._turns = ways.network.has_sides and costs.reversal_cm > 0
        self._gauged = len(ways.network.gauges()) > 1 and bool(costs.break_cm or not ways.profile.break_of_gauge)
        self._many = self._gauged or self._turns
        self.done: dict[int, Label] = {}
        self.others: dict[int, Label] = {}
        self._best: dict[object, int] = {}
        self._heap: list[tuple[int, int, Label]] = []
        if spot.node is not None:
            self._offer(spot.node, Label(0, 0, 0.0, 0.0, 0, 0, -1, -1, -1, frozenset(), None, 0))
            return
        track = ways.track(spot.section)
        if track is None:
            return
        to_a = round(spot.offset_m * 100)
        lengths = to_a, ways.network.section_cm(spot.section) - to_a
        sides = ways.network.section_sides(spot.section) if self._turns else (0, 0)
        for node, cm, side in zip(ways.network.section_ends(spot.section), lengths, sides, strict=True):
            self._offer(node, self.along(cm, spot.section, track, side))

    def along(self, cm: int, section: int, track: _Track, side: int = 0) -> Label:
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
        count = self._ways.network.node_count
        found, key = [(node, self.done[node])], node + count
        while key in self.others:
            found.append((key, self.others[key]))
            key += count
        return found

    def _serves(self, node: int, cost: int, gauges: frozenset[int], side: int) -> bool:
        """Whether a settled label of a node is as good to go on by as one of this cost, or more, would be."""
        if self._is_as_good(self.done[node], cost, gauges, side):
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
        key = node
        if node in self.done:
            if not self._many or self._serves(node, cost, label.gauges, label.side):
                return node
            key = self.labels(node)[-1][0] + self._ways.network.node_count
            self.others[key] = label
        else:
            self.done[node] = label
        best, done, tracks, sides = self._best, self.done, self._ways.track, (0, 0)
        for other, length, section in self._ways.network.adjacent(node):
            if other in done and not self._many:
                continue
            track = tracks(section)
            if track is None:
                continue
            state: object = other
            if self._many:
                if self._turns:
                    sides = sides_of(self._ways.network, section, node)
                onward = gauges_after(label.gauges, track.gauges)
                state = other, onward, sides[1]
                if other in done and self._serves(other, cost + length, onward, sides[1]):
                    continue
            known = best.get(state)
            if known is not None and cost + length >= known:
                continue
            extended = self._extend(label, length, section, key, track, other, sides)
            if extended.breaks and not self._ways.profile.break_of_gauge:
                continue
            if known is None or extended.cost < known:
                best[state] = extended.cost
                heappush(self._heap, (extended.cost, other, extended))
        return key

    def _extend(
        self, label: Label, length: int, section: int, key: int, track: _Track, far: int, sides: tuple[int, int]
    ) -> Label:
        """The label ``far`` along a section, or part of one, for one with a key.

        ``sides`` are those of the node that it is left and of ``far`` that it is entered by.
        """
        crossed, changed = is_border(label.country, track.country), breaks_gauge(label.gauges, track.gauges)
        costs = self._costs
        fees = crossed * costs.border_cm + changed * costs.break_cm
        if self._turns and reverses(label.side, sides[0]):
            fees += costs.reversal_cm
        return Label(
            label.cost + round(length * costs.factors.get(section, 1.0)) + fees,
            label.cm + length,
            label.run_h + length * track.h_cm,
            label.run_spread + length * track.spread_cm,
            label.borders + crossed,
            label.breaks + changed,
            section,
            key,
            label.early if label.early >= 0 or label.cm + length < _EARLY_CM else far,
            gauges_after(label.gauges, track.gauges),
            track.country or label.country,
            sides[1],
        )

    def chain(self, key: int) -> list[int]:
        """The keys of the labels from the root to a settled one."""
        out = [key]
        while (before := self.label(out[-1]).before) >= 0:
            out.append(before)
        return out[::-1]


class Ways:
    """Shortest ways on one network for one profile, with the searches kept for the next question.

    Every question changes what is kept. ``ways_of`` gives one and the same to all who ask, so whoever asks holds
    ``lock`` until the answer is whole: ``infer``, ``when_at``, ``position_at``, and what a journey works out later.
    """

    def __init__(self, network: Network, profile: Profile) -> None:
        self.lock = RLock()
        self.network = network
        self.profile = profile
        self._tracks: dict[int, _Track | None] = {}
        self._trees: OrderedDict[tuple[int, int, bool], Tree] = OrderedDict()
        self._alternatives: dict[tuple[int, ...], tuple[Path, ...]] = {}
        self._labels: dict[tuple[Spot, Spot, bool], tuple[Label, int] | None] = {}
        self._metres: dict[tuple[tuple[int, int], tuple[int, int], bool], float | None] = {}
        self._near: dict[tuple[object, ...], tuple[tuple[Spot, float], ...]] = {}
        self._paths: dict[tuple[object, ...], Path | None] = {}
        self._passed: dict[tuple[tuple[int, int], tuple[int, int]], tuple[str, ...] | None] = {}
        self._within: dict[tuple[str, ...], Ways] = {}
        self.towns: dict[tuple[object, ...], Any] = {}  # places given as possible goals, put on the network
        self.lands: dict[object, Any] = {}  # countries: spots spread over them and at their borders
        self.around: dict[tuple[int, int], Any] = {}  # ends of lines and junctions around a spot
        self.links: dict[tuple[object, ...], Any] = {}  # transitions of the lattice, for the next lattice
        self._cells = 0
        self.costs = Costs.likely(branch_costs(network, profile))
        self._gauges = frozenset(profile.gauges_mm)
        free = not (profile.gauges_mm or profile.countries or profile.electrified_only) and profile.break_of_gauge
        self.bound = not free  # to some tracks only
        self._labelled = free and network.has_labels and not network.has_sides
        self._countries = frozenset(profile.countries)
        self._branches = branches_of(network, profile)

    def track(self, section: int) -> _Track | None:
        """What running over a section asks; None when the profile may not use it."""
        try:
            return self._tracks[section]
        except KeyError:
            found = self._tracks[section] = self._make_track(section)
            return found

    def _make_track(self, section: int) -> _Track | None:
        gauges = frozenset(self.network.section_gauges(section))
        country = self.network.section_country(section)
        if self._gauges and gauges and not gauges & self._gauges:
            return None
        if self._countries and country and country not in self._countries:
            return None
        if self.profile.electrified_only and self.network.section_electrified(section) is False:
            return None
        law = self.profile.speed(country, branch=section in self._branches)
        h_cm = 1e-5 / law.median_kmh
        return _Track(h_cm, h_cm * law.sigma_log, country, gauges)

    def may_enter(self, tree: Tree, node: int, section: int) -> bool:
        """Whether a train that came to a node by a tree may go on into a section there."""
        track = self.track(section)
        if track is None:
            return False
        if self.profile.break_of_gauge or not track.gauges:
            return True
        return any(not label.gauges or label.gauges & track.gauges for _, label in tree.labels(node))

    def usable(self, spot: Spot) -> bool:
        """Whether the profile may use a section at a spot."""
        sections = [s for *_, s in self.network.adjacent(spot.node)] if spot.node is not None else [spot.section]
        return any(self.track(s) is not None for s in sections)

    def kept_to(self, countries: AbstractSet[str]) -> Ways:
        """The ways of the same train through these countries only, as far as it may be in them anyway."""
        allowed = tuple(sorted(self._countries & countries if self._countries else countries))
        if allowed not in self._within:
            if len(self._within) >= _WITHIN_KEPT:
                self._within.clear()
            self._within[allowed] = Ways(self.network, replace(self.profile, countries=allowed))
        return self._within[allowed]

    @property
    def of_gauge(self) -> str:
        """The gauges that the profile needs, in words that follow a noun; empty where it may use any."""
        return f" of gauge {' or '.join(map(str, self.profile.gauges_mm))} mm" if self.profile.gauges_mm else ""

    def tree(self, spot: Spot, *, shortest: bool = False) -> Tree:
        """The search from a spot, as far as it has come: of the likely ways, or of the shortest."""
        key = (*self.key(spot), shortest)
        tree = self._trees.get(key)
        if tree is None:
            self._make_room()
            tree = self._trees[key] = Tree(self, spot, Costs.metric() if shortest else self.costs)
        else:
            self._trees.move_to_end(key)
        return tree

    def at_border(self, spot: Spot) -> bool:
        """Whether a spot is a border station: a border point, or with a border on the next section or the one after."""
        return spot.node is not None and (
            self.network.point_kind(spot.node) == "border" or len(self.lands_at(spot)) > 1
        )

    def on_border(self, spot: Spot) -> bool:
        """Whether a spot is where the railway crosses from one country into another."""
        next_to = self.network.adjacent(spot.node) if spot.node is not None else ()
        return len({land for *_, s in next_to if (land := self.network.section_country(s)) is not None}) > 1

    def lands_at(self, spot: Spot) -> set[str]:
        """The countries of the sections next to the node of a spot and of those after them; none within a section."""
        next_to = self.network.adjacent(spot.node) if spot.node is not None else ()
        after = [step for other, _, _ in next_to for step in self.network.adjacent(other)]
        return {land for _, _, s in (*next_to, *after) if (land := self.network.section_country(s)) is not None}

    def ends(self, spot: Spot) -> tuple[int, ...]:
        """The nodes by which a spot is reached."""
        return (spot.node,) if spot.node is not None else self.network.section_ends(spot.section)

    def leg(self, a: Spot, b: Spot, *, shortest: bool = False) -> Leg | None:
        """The likely way from one spot to another, or the shortest; None when there is none."""
        found = self.last_label(a, b, shortest=shortest)
        if found is None:
            return None
        label, _ = found
        sigma = label.run_spread / label.run_h if label.run_h > 0 else self.profile.speed(None).sigma_log
        return Leg(label.cm / 100, label.run_h, sigma, label.borders, label.breaks, shortest=shortest)

    def _make_room(self) -> None:
        """Forget the searches asked for longest ago while there are too many, or too much in them."""
        labels = sum(tree.size for tree in self._trees.values())
        while len(self._trees) >= _TREES_KEPT or (labels > _LABELS_KEPT and len(self._trees) > 1):
            _, oldest = self._trees.popitem(last=False)
            labels -= oldest.size

    def last_label(self, a: Spot, b: Spot, *, shortest: bool = False) -> tuple[Label, int] | None:
        """The label of the way to a spot and the key of that at the node before (-1: both lie on one section)."""
        key = (a, b, shortest)
        try:
            return self._labels[key]
        except KeyError:
            if len(self._labels) > _METRES_KEPT:
                self._labels.clear()
            found = self._labels[key] = self._last_label(a, b, shortest=shortest)
            return found

    def look_ahead(self, a: Spot, spots: Sequence[Spot]) -> None:
        """Find the ways from one spot to several while its search is at hand: large ones are soon forgotten."""
        for b in spots:
            self.last_label(a, b)

    def _last_label(self, a: Spot, b: Spot, *, shortest: bool) -> tuple[Label, int] | None:
        tree = self.tree(a, shortest=shortest)
        nodes, had = self.ends(b), tree.size
        tree.settle(nodes)
        if tree.size > had + _GROWN:
            self._make_room()
        if b.node is not None:
            label = tree.done.get(b.node)
            return None if label is None else (label, b.node)
        track = self.track(b.section)
        if track is None:
            return None
        at = round(b.offset_m * 100)
        best = self._into(tree, b, track)
        if tree.settle_dear(None if best is None else best[0].cost):
            best = self._into(tree, b, track)
        if a.node is None and a.section == b.section:
            label = tree.along(abs(round(a.offset_m * 100) - at), b.section, track)
            if best is None or label.cost <= best[0].cost:
                best = label, -1
        return best

    def _into(self, tree: Tree, b: Spot, track: _Track) -> tuple[Label, int] | None:
        """The best label of the way to a spot inside a section, of those settled, and the key of that at the node."""
        at = round(b.offset_m * 100)
        best: tuple[Label, int] | None = None
        for node, cm in zip(self.ends(b), (at, self.network.section_cm(b.section) - at), strict=True):
            sides = sides_of(self.network, b.section, node)
            for key, label in tree.labels(node):
                if best is not None and label.cost + cm >= best[0].cost:
                    continue
                end = tree._extend(label, cm, b.section, key, track, -1, sides)
                allowed = self.profile.break_of_gauge or not end.breaks
                if allowed and (best is None or end.cost < best[0].cost):
                    best = end, key
        return best

    def steps(self, a: Spot, b: Spot, *, shortest: bool = False) -> tuple[Step, ...] | None:
        """The sections run through on the way, in the form of ``Path.steps``; None without a way."""
        from railsight.model import Step

        found = self.last_label(a, b, shortest=shortest)
        if found is None:
            return None
        _, last = found
        if last < 0:
            return (Step(b.section, a.offset_m, b.offset_m),) if a.offset_m != b.offset_m else ()
        tree = self.tree(a, shortest=shortest)
        tree.settle((last,))  # the label is remembered for longer than the search that found it
        keys, count = tree.chain(last), self.network.node_count
        out: list[Step] = []
        if a.node is None:
            out.append(Step(a.section, a.offset_m, self._end_m(a.section, keys[0] % count)))
        for before, key in pairwise(keys):
            section = tree.label(key).via
            out.append(Step(section, self._end_m(section, before % count), self._end_m(section, key % count)))
        if b.node is None:
            out.append(Step(b.section, self._end_m(b.section, last % count), b.offset_m))
        return tuple(step for step in out if step.length_m > 0)

    def lands_on(self, a: Spot, b: Spot) -> tuple[str, ...] | None:
        """The countries that the likely way from one spot to another runs through, in order; None without a way."""
        key = (self.key(a), self.key(b))
        if key not in self._passed:
            if len(self._passed) > _METRES_KEPT:
                self._passed.clear()
            steps = self.steps(a, b)
            lands = [land for s in steps or () if (land := self.network.section_country(s.section)) is not None]
            self._passed[key] = None if steps is None else tuple(land for land, _ in groupby(lands))
        return self._passed[key]

    def path(self, spots: Sequence[Spot], *, shortest: bool = False) -> Path | None:
        """The path through spots in order, kept for the next question; None where there is no way or no distance."""
        key = (*(self.key(s) for s in spots), shortest)
        if key not in self._paths:
            if len(self._paths) > _PATHS_KEPT:
                self._paths.clear()
            legs = [self.steps(a, b, shortest=shortest) for a, b in pairwise(spots)]
            steps = [step for leg in legs for step in leg or ()]
            self._paths[key] = self.path_along(spots[0], spots[-1], steps) if steps and None not in legs else None
        return self._paths[key]

    def path_along(self, start: Spot, end: Spot, steps: Sequence[Step]) -> Path:
        """The path along steps that are already known."""
        from railsight.routing.paths import make_path

        return make_path(self.network, start, end, self.network.stretches(steps, start.node))

    def _end_m(self, section: int, node: int) -> float:
        """The offset of a section's end at a node."""
        return 0.0 if self.network.section_ends(section)[0] == node else self.network.section_cm(section) / 100

    def metres(self, a: Spot, b: Spot, *, shortest: bool = False) -> float | None:
        """Length of the likely way, or of the shortest, in metres; None when there is none."""
        key = (self.key(a), self.key(b), shortest)
        try:
            return self._metres[key]
        except KeyError:
            if len(self._metres) > _METRES_KEPT:
                self._metres.clear()
            if shortest and self._labelled:
                cm = self._labelled_cm(a, b)
            else:
                found = self.last_label(a, b, shortest=shortest)
                cm = None if found is None else found[0].cm
            metres = self._metres[key] = None if cm is None else cm / 100
            return metres

    def _labelled_cm(self, a: Spot, b: Spot) -> int | None:
        """Length of the shortest way from the hub labels of the network, without a search."""
        from railsight.routing.hubs import meet
        from railsight.routing.search import direct_cm, seeds

        found = [
            cm[0] + before + after
            for first, before in seeds(self.network, a)
            for last, after in seeds(self.network, b)
            if (cm := meet(self.network, first, last)) is not None
        ]
        direct = direct_cm(a, b)
        return min((*found, *(() if direct is None else (direct,))), default=None)

    def near(
        self, place: Place, find: Callable[[Place], tuple[tuple[Spot, float], ...]]
    ) -> Sequence[tuple[Spot, float]]:
        """The spots of a place as ``find`` gives them, remembered."""
        key = (place.id, place.name, place.kind, place.lon, place.lat, place.radius_m, place.served_by, len(place.area))
        if key not in self._near:
            if len(self._near) > _PLACES_KEPT:
                self._near.clear()
            self._near[key] = find(place)
        return self._near[key]

    def alternatives(self, a: Spot, b: Spot, count: int) -> tuple[Path, ...]:
        """Good ways from one spot to another, shortest first; kept for the next question. Raises NoRouteError."""
        from railsight.routing import k_paths

        key = (*self.key(a), *self.key(b), count)
        if key not in self._alternatives:
            if len(self._alternatives) > 4 * _TREES_KEPT:
                self._alternatives.clear()
            self._alternatives[key] = k_paths(self.network, a, b, count, profile=self.profile)
        return self._alternatives[key]

    def remember(self, key: tuple[object, ...], link: Any) -> None:
        """Keep a transition; all are dropped when there are too many."""
        if len(self.links) >= _LINKS_KEPT or self._cells > _CELLS_KEPT:
            self.links.clear()
            self._cells = 0
        self.links[key] = link
        self._cells += 0 if link is None else link[1].size

    key = staticmethod(Spot.key)  # to the centimetre, so that no answer depends on one before it

    def early(self, a: Spot, b: Spot) -> int | None:
        """The first node at least 25 km out on the way from ``a`` to ``b``; None for a shorter way, or none at all."""
        found = self.last_label(a, b)
        return found[0].early if found is not None and found[0].early >= 0 else None

    def towards(self, a: Spot, b: Spot) -> tuple[float, float] | None:
        """Where the way from ``a`` to ``b`` has come after about 25 km, lon, lat; None without a way."""
        found = self.last_label(a, b)
        if found is None:
            return None
        label, _ = found
        return self.network.point_lonlat(label.early) if label.early >= 0 else (b.lon, b.lat)


_kept: list[Ways] = []
_keeping = Lock()


def ways_of(network: Network, profile: Profile) -> Ways:
    """The ways of a network for a profile; the last few are kept, so that a second journey finds the searches made.

    Several threads may be given the same: hold its ``lock`` while asking.
    """
    with _keeping:
        for i, known in enumerate(_kept):
            if known.network is network and known.profile == profile:
                _kept.insert(0, _kept.pop(i))
                return known
        made = Ways(network, profile)
        _kept.insert(0, made)
        del _kept[_WAYS_KEPT:]
        return made
