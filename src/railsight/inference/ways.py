"""Distances between spots with what a time law needs: one search per spot, kept, continued only as far as asked.

The hard limits go by the shortest way; the likely way pays a fee for borders and breaks of gauge, so that nobody is
taken through a third country to save distance, and prefers main lines (``routing.costs``). The searches are those of
``trees``.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from itertools import pairwise
from threading import Lock, RLock
from typing import TYPE_CHECKING

from railsight.inference.kept import Kept
from railsight.inference.laws import Leg
from railsight.inference.trees import Tracks, Tree, nodes_of
from railsight.model import AREA_KINDS, Sentence, Spot
from railsight.routing.branches import branch_costs
from railsight.routing.costs import Costs
from railsight.routing.moves import sides_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from railsight.inference.absences import Absence
    from railsight.inference.areas import Near
    from railsight.inference.memory import Link
    from railsight.inference.ordering import Belief
    from railsight.inference.timing import Chain
    from railsight.inference.towns import Towns
    from railsight.inference.trees import Label, Track
    from railsight.model import Path, Place, Profile, Sighting, Step
    from railsight.network import Network

    _Key = tuple[int, int]  # of a spot

_TREES_KEPT = 160
_LABELS_KEPT = 500_000  # about 80 MB: bounds the memory on networks of hundreds of thousands of points
_GROWN = 5_000  # labels by which a search has grown before the bound is looked at again
_WAYS_KEPT = 4
_WITHIN_KEPT = 16  # sets of countries that searches were kept to: few trees each
_PLACES_KEPT = 4_000
# A town may have stations of railways that do not meet: within its extent, or this far beyond the nearest. So many are
# looked at.
_OTHER_STATION_M = 10_000.0
_STATIONS = 100
# Transitions kept, and the cells of their matrices together (32 MB): a journey of 60 sightings has some 11,000.
_LINKS_KEPT, _CELLS_KEPT = 40_000, 4_000_000
_METRES_KEPT = 100_000
_PATHS_KEPT = 200
_TOWNS_KEPT = 8  # lists of possible goals: one of all towns and facilities, and those of a few who ask at once
_LANDS_KEPT, _LAND_SPOTS_KEPT = 300, 100_000
_AROUND_KEPT = 400


class Ways:
    """Shortest ways on one network for one profile, with the searches kept for the next question.

    Every question changes what is kept. ``ways_of`` gives one and the same to all who ask, so whoever asks holds
    ``lock`` until the answer is whole: ``infer``, ``when_at``, ``position_at``, and what a journey works out later.
    """

    def __init__(self, network: Network, profile: Profile) -> None:
        self.lock = RLock()
        self.network = network
        self.profile = profile
        self.tracks = Tracks(network, profile)
        self.costs = Costs.likely(branch_costs(network, profile))
        self._labelled = not self.tracks.bound and network.has_labels and not network.has_sides
        self._trees: OrderedDict[tuple[int, int, bool], Tree] = OrderedDict()
        self._labels: Kept[tuple[Spot, Spot, bool], tuple[Label, int] | None] = Kept(_METRES_KEPT)
        self._metres: Kept[tuple[_Key, _Key, bool], float | None] = Kept(_METRES_KEPT)
        self._lands_on: Kept[tuple[_Key, _Key], tuple[str, ...] | None] = Kept(_METRES_KEPT)
        self._paths: Kept[tuple[object, ...], Path | None] = Kept(_PATHS_KEPT)
        self._alternatives: Kept[tuple[_Key, _Key, int], tuple[Path, ...]] = Kept(4 * _TREES_KEPT)
        self._within: Kept[tuple[str, ...], Ways] = Kept(_WITHIN_KEPT)
        self._near: Kept[Place, tuple[tuple[Spot, float], ...]] = Kept(_PLACES_KEPT)
        # What other modules work out of ways: transitions of the lattice, for the next lattice; places given as
        # possible goals, put on the network; ends of lines and junctions around a spot; the spots of a country and
        # those at its borders, and a few spread over it.
        self.links: Kept[tuple[object, ...], Link | None] = Kept(_LINKS_KEPT, weigh=_cells, heaviest=_CELLS_KEPT)
        self.towns: Kept[tuple[Place, ...], Towns | None] = Kept(_TOWNS_KEPT)
        self.around: Kept[_Key, Towns | None] = Kept(_AROUND_KEPT)
        self.lands: Kept[str, tuple[list[Spot], list[Spot]]] = Kept(
            _LANDS_KEPT, weigh=lambda land: len(land[0]) + len(land[1]), heaviest=_LAND_SPOTS_KEPT
        )
        self.spread: Kept[tuple[object, ...], Near] = Kept(_PLACES_KEPT)
        # What ``when_at`` last found believed, and of which sightings: one journey is asked for many places.
        self.last_believed: tuple[tuple[Sighting, ...], Belief, Chain, tuple[Absence, ...]] | None = None

    def kept_to(self, countries: AbstractSet[str]) -> Ways:
        """The ways of the same train through these countries only, as far as it may be in them anyway."""
        own = frozenset(self.profile.countries)
        allowed = tuple(sorted(own & countries if own else countries))
        return self._within.of(allowed, lambda: Ways(self.network, replace(self.profile, countries=allowed)))

    @property
    def of_gauge(self) -> str:
        """The gauges that the profile needs, in words that follow a noun; empty where it may use any."""
        gauges = " or ".join(map(str, self.profile.gauges_mm))
        return Sentence(" of gauge {gauges} mm", gauges=gauges) if gauges else ""

    def tree(self, spot: Spot, *, shortest: bool = False) -> Tree:
        """The search from a spot, as far as it has come: of the likely ways, or of the shortest."""
        key = (*self.key(spot), shortest)
        tree = self._trees.get(key)
        if tree is None:
            self._make_room()
            tree = self._trees[key] = Tree(self.tracks, spot, Costs.metric() if shortest else self.costs)
        else:
            self._trees.move_to_end(key)
        return tree

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
        return self._labels.of((a, b, shortest), self._last_label, a, b, shortest)

    def look_ahead(self, a: Spot, spots: Sequence[Spot]) -> None:
        """Find the ways from one spot to several while its search is at hand: large ones are soon forgotten."""
        for b in spots:
            self.last_label(a, b)

    def _last_label(self, a: Spot, b: Spot, shortest: bool) -> tuple[Label, int] | None:
        if not self.tracks.joined(a, b):
            return None
        tree = self.tree(a, shortest=shortest)
        nodes, had = nodes_of(self.network, b), tree.size
        tree.settle(nodes)
        if tree.size > had + _GROWN:
            self._make_room()
        if b.node is not None:
            return (tree.label(b.node), b.node) if b.node in tree.done else None
        track = self.tracks.of(b.section)
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

    def _into(self, tree: Tree, b: Spot, track: Track) -> tuple[Label, int] | None:
        """The best label of the way to a spot inside a section, of those settled, and the key of that at the node."""
        at = round(b.offset_m * 100)
        best: tuple[Label, int] | None = None
        for node, cm in zip(nodes_of(self.network, b), (at, self.network.section_cm(b.section) - at), strict=True):
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
            section = tree.section(key)
            out.append(Step(section, self._end_m(section, before % count), self._end_m(section, key % count)))
        if b.node is None:
            out.append(Step(b.section, self._end_m(b.section, last % count), b.offset_m))
        return tuple(step for step in out if step.length_m > 0)

    def lands_on(self, a: Spot, b: Spot) -> tuple[str, ...] | None:
        """The countries that the likely way from one spot to another runs through, in order; None without a way."""
        return self._lands_on.of((self.key(a), self.key(b)), self._found_lands, a, b)

    def _found_lands(self, a: Spot, b: Spot) -> tuple[str, ...] | None:
        found = self.last_label(a, b)
        if found is None:
            return None
        (label, last), tree = found, self.tree(a)
        if last < 0:
            return tree.lands_with((), b.section) if a.offset_m != b.offset_m else ()
        tree.settle((last,))  # the label is remembered for longer than the search that found it
        lands = tree.lands(last)
        return tree.lands_with(lands, b.section) if label.cm > tree.label(last).cm else lands

    def path(self, spots: Sequence[Spot], *, shortest: bool = False) -> Path | None:
        """The path through spots in order, kept for the next question; None where there is no way or no distance."""
        key = (*(self.key(s) for s in spots), shortest)
        return self._paths.of(key, self._found_path, spots, shortest)

    def _found_path(self, spots: Sequence[Spot], shortest: bool) -> Path | None:
        legs = [self.steps(a, b, shortest=shortest) for a, b in pairwise(spots)]
        steps = [step for leg in legs for step in leg or ()]
        return self.path_along(spots[0], spots[-1], steps) if steps and None not in legs else None

    def path_along(self, start: Spot, end: Spot, steps: Sequence[Step]) -> Path:
        """The path along steps that are already known."""
        from railsight.routing.paths import make_path

        return make_path(self.network, start, end, self.network.stretches(steps, start.node))

    def _end_m(self, section: int, node: int) -> float:
        """The offset of a section's end at a node."""
        return 0.0 if self.network.section_ends(section)[0] == node else self.network.section_cm(section) / 100

    def metres(self, a: Spot, b: Spot, *, shortest: bool = False) -> float | None:
        """Length of the likely way, or of the shortest, in metres; None when there is none."""
        return self._metres.of((self.key(a), self.key(b), shortest), self._found_metres, a, b, shortest)

    def _found_metres(self, a: Spot, b: Spot, shortest: bool) -> float | None:
        if shortest and self._labelled:
            cm = self._labelled_cm(a, b)
        else:
            found = self.last_label(a, b, shortest=shortest)
            cm = None if found is None else found[0].cm
        return None if cm is None else cm / 100

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
        return self._near.of(place, find, place)

    def goal(self, place: Place, here: Spot) -> Spot | None:
        """The spot of a place for a train that would go there: the nearest, or where no way leads to that one the
        nearest of the same town that one leads to; None where there is none.
        """
        near = self.network.spots_near(place, count=1)
        if not near or place.kind in AREA_KINDS or self.metres(here, near[0][0]) is not None:
            return near[0][0] if near else None
        reach_m = near[0][1] + max(place.radius_m, _OTHER_STATION_M)
        others = (spot for spot, gap in self.network.spots_near(place, count=_STATIONS) if gap <= reach_m)
        return next((spot for spot in others if self.metres(here, spot) is not None), near[0][0])

    def alternatives(self, a: Spot, b: Spot, count: int) -> tuple[Path, ...]:
        """Good ways from one spot to another, shortest first; kept for the next question. Raises NoRouteError."""
        from railsight.routing import k_paths

        key = (self.key(a), self.key(b), count)
        return self._alternatives.of(key, k_paths, self.network, a, b, count, profile=self.profile)

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


def _cells(link: Link | None) -> int:
    """How many cells the matrix of a transition has."""
    return 0 if link is None else int(link.matrix.size)


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
