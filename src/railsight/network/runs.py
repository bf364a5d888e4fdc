"""Runs: stretches of sections without a junction, each taken as one, so that a search has little to do.

Nearly every node of a rail network joins just two sections. A run ends where a way can part, and where anything changes
that a question may ask for (line, country, gauge, power, usage). ``Runs`` shows a network as its runs, with the same
calls, so that a search works on either; ``lift`` brings a spot to the runs, ``lower`` brings steps back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from railsight.model import Step
from railsight.network.stretches import Stretch, section_stretch

if TYPE_CHECKING:
    from railsight.model import LengthKind, Spot
    from railsight.network.reader import Adjacent, Network, Onward

# The blocks of a section that do not change within a run; the later ones only where a file has them.
_ALIKE = ("section_line", "section_country", "section_gauges", "section_power", "section_usage")


def run_blocks(blocks: Mapping[str, Any]) -> dict[str, Any]:
    """The blocks that store the runs, from the other blocks of a network file: the same blocks give the same runs.

    ``run`` holds the sections of all runs in order, cut up by ``run_at``; ``run_first``, ``run_last`` and ``run_cm``
    are the end nodes and the length of each; ``section_run`` is twice the run of each section, plus 1 when the run
    passes it from b to a; ``section_run_cm`` is where on the run the section begins, seen from the run's first node.
    """
    import numpy as np

    a, b, cm = (np.asarray(blocks[name]) for name in ("section_a", "section_b", "section_cm"))
    at, sections, entered = (np.array(x, dtype=np.int64) for x in _walks(blocks, a, b, cm))
    size = np.diff(at)
    backward = a[sections] != entered
    left = np.where(backward, a[sections], b[sections])
    total = np.concatenate([[0], np.cumsum(cm[sections], dtype=np.uint64)]).astype(np.uint64)
    of, begins = np.zeros(len(a), dtype=np.uint32), np.zeros(len(a), dtype=np.uint64)
    of[sections] = 2 * np.repeat(np.arange(len(size)), size) + backward
    begins[sections] = total[:-1] - np.repeat(total[at[:-1]], size)
    return {
        "run_at": at.astype(np.uint32),
        "run": sections.astype(np.uint32),
        "run_first": entered[at[:-1]].astype(np.uint32),
        "run_last": left[at[1:] - 1].astype(np.uint32),
        "run_cm": np.diff(total[at]),
        "section_run": of,
        "section_run_cm": begins,
    }


def _walks(blocks: Mapping[str, Any], a: Any, b: Any, cm: Any) -> tuple[list[int], list[int], list[int]]:
    """Where runs begin (one more than there are), their sections, and the node each of these is entered at.

    A run that comes back to its first node is parted in two.
    """
    import numpy as np

    around_at, around = np.asarray(blocks["around_at"]).astype(np.int64), np.asarray(blocks["around"])
    nodes = np.repeat(np.arange(len(around_at) - 1), np.diff(around_at))
    onward = _onward(blocks, nodes, a, b, cm)
    first = np.flatnonzero(onward < 0)
    starts = list(zip(nodes[first].tolist(), around[first].tolist(), strict=True))
    # what a section leads on to at either end
    beyond_a, beyond_b = np.full(len(a), -1), np.full(len(b), -1)
    for beyond, end in ((beyond_a, a), (beyond_b, b)):
        here = end[around] == nodes
        beyond[around[here]] = onward[here]
    froms, tos, on_a, on_b = a.tolist(), b.tolist(), beyond_a.tolist(), beyond_b.tolist()
    taken = bytearray(len(a))
    at, sections, entered = [0], [], []
    circles = ((froms[section], section) for section in range(len(a)))  # of what no start leads to
    for start, section in chain(starts, circles):
        if taken[section]:
            continue
        node = start
        while section >= 0 and not taken[section]:
            taken[section] = 1
            sections.append(section)
            entered.append(node)
            if froms[section] == node:
                node, section = tos[section], on_b[section]
            else:
                node, section = froms[section], on_a[section]
        half = (len(sections) - at[-1]) // 2
        if node == start and half:
            at.append(at[-1] + half)
        at.append(len(sections))
    return at, sections, entered


def _onward(blocks: Mapping[str, Any], nodes: Any, a: Any, b: Any, cm: Any) -> Any:
    """For each section around each node the other section that a run leads on to, or -1."""
    import numpy as np

    around_at, around = np.asarray(blocks["around_at"]).astype(np.int64), np.asarray(blocks["around"]).astype(np.int64)
    onward = np.full(len(around), -1)
    pairs = around_at[:-1][np.diff(around_at) == 2]
    one, other = around[pairs], around[pairs + 1]
    joins = (cm[one] > 0) & (cm[other] > 0)
    for name in _ALIKE:
        if name in blocks:
            kind = np.asarray(blocks[name])
            joins &= kind[one] == kind[other]
    if "section_sides" in blocks:
        sides = np.asarray(blocks["section_sides"])
        node = nodes[pairs]
        side, beside = (np.where(a[s] == node, sides[s], sides[s] >> 2) & 3 for s in (one, other))
        joins &= (side == 0) | (side != beside)
    onward[pairs] = np.where(joins & (a[other] != b[other]), other, -1)
    onward[pairs + 1] = np.where(joins & (a[one] != b[one]), one, -1)
    return onward


class Runs:
    """A network as its runs: where the calls of ``Network`` take or give a section, these take or give a run."""

    def __init__(self, network: Network, column: Callable[[str], Any]) -> None:
        self._network = network
        # whole blocks, checked at once: a search touches them all over
        self._at, self._sections, self._cm = (column(name)[:] for name in ("run_at", "run", "run_cm"))
        self._first, self._last = (column(name)[:] for name in ("run_first", "run_last"))
        self._run_of, self._begins = (column(name)[:] for name in ("section_run", "section_run_cm"))
        self._near: dict[int, Adjacent] = {}
        self._passages: dict[tuple[int, bool], _Passage] = {}
        self._branches: frozenset[int] | None = None
        self.onward: dict[int, Onward] = {}
        self.has_sides = network.has_sides
        self.has_labels = False
        self.has_runs = False

    def __len__(self) -> int:
        return len(self._first)

    def first_section(self, run: int) -> int:
        """The section a run begins with: what holds of it holds of all."""
        return int(self._sections[self._at[run]])

    def adjacent(self, node: int) -> Adjacent:
        """For each run at a node that ends runs: the node at its other end, its length in centimetres, and the run."""
        found = self._near.get(node)
        if found is None:
            runs = dict.fromkeys(self._run_of[s] >> 1 for s in self._network.sections_at(node))
            found = self._near[node] = tuple((self.other_end(r, node), self._cm[r], r) for r in runs)
        return found

    def section_ends(self, run: int) -> tuple[int, int]:
        """First and last node of a run."""
        return self._first[run], self._last[run]

    def other_end(self, run: int, node: int) -> int:
        """The node at the other end of a run."""
        first = self._first[run]
        return int(self._last[run] if node == first else first)

    def section_cm(self, run: int) -> int:
        """Length of a run in centimetres."""
        return int(self._cm[run])

    def section_gauges(self, run: int) -> tuple[int, ...]:
        """Gauges laid on a run in mm; empty when not known."""
        return self._network.section_gauges(self.first_section(run))

    def section_sides(self, run: int) -> tuple[int, int]:
        """The sides of the junctions at its ends that a run lies on; see ``Network.section_sides``."""
        if not self.has_sides:
            return 0, 0
        first, last = self._sections[self._at[run]], self._sections[self._at[run + 1] - 1]
        begin, end = self._network.section_sides(first), self._network.section_sides(last)
        return begin[self._run_of[first] & 1], end[1 - (self._run_of[last] & 1)]

    def section_country(self, run: int) -> str | None:
        """Country a run lies in, ISO 3166 alpha-2."""
        return self._network.section_country(self.first_section(run))

    def section_line(self, run: int) -> str:
        """Id of the line a run belongs to."""
        return self._network.section_line(self.first_section(run))

    def section_electrified(self, run: int) -> bool | None:
        """Whether a run is electrified, None when not known."""
        return self._network.section_electrified(self.first_section(run))

    def gauges(self) -> tuple[int, ...]:
        """Every gauge laid anywhere on the network, in mm, ascending."""
        return self._network.gauges()

    def branch_sections(self) -> frozenset[int]:
        """The runs of lines that the makers of the network call branches."""
        if self._branches is None:
            self._branches = frozenset(self._run_of[s] >> 1 for s in self._network.branch_sections())
        return self._branches

    def lift(self, spot: Spot) -> Spot:
        """The same spot on the runs: at a node that ends runs, or within one."""
        place = self._run_of[spot.section]
        run, backward = place >> 1, place & 1
        offset = round(spot.offset_m * 100)
        along = self._begins[spot.section] + (self._network.section_cm(spot.section) - offset if backward else offset)
        at_end = spot.node is not None and along in (0, self._cm[run])
        return replace(spot, section=run, offset_m=along / 100, node=spot.node if at_end else None)

    def stretches(self, steps: Iterable[Step], before: int | None) -> list[Stretch]:
        """What each step along runs passes, of a path that starts at the node ``before``."""
        found: list[Stretch] = []
        for step in steps:
            start, end = round(step.from_m * 100), round(step.to_m * 100)
            forward = start < end or (start == end and self._first[step.section] == before)
            found += self._passage(step.section, forward).part(start, end)
            before = found[-1].last if found else before
        return found

    def lower(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        """Steps along runs as steps along sections."""
        return tuple(step for stretch in self.stretches(steps, None) for step in stretch.steps)

    def _passage(self, run: int, forward: bool) -> _Passage:
        found = self._passages.get((run, forward))
        if found is None:
            sections = self._sections[self._at[run] : self._at[run + 1]].tolist()
            steps = [self._step(s, forward) for s in (sections if forward else reversed(sections))]
            found = _Passage(self._network, steps, self.section_ends(run)[0 if forward else 1], forward)
            self._passages[run, forward] = found
        return found

    def _step(self, section: int, forward: bool) -> Step:
        """The step over a whole section, as the run passes it or the other way."""
        length = self._network.section_cm(section) / 100
        return Step(section, 0.0, length) if forward != self._run_of[section] & 1 else Step(section, length, 0.0)


class _Passage:
    """A run as it is passed in one direction, section by section."""

    def __init__(self, network: Network, steps: Sequence[Step], first: int, forward: bool) -> None:
        self._network = network
        self._forward = forward
        self._steps = tuple(steps)
        self._nodes = list(accumulate((s.section for s in steps), lambda n, s: network.other_end(s, n), initial=first))
        self._begins = list(accumulate((network.section_cm(s.section) for s in steps), initial=0))
        names = [network.point_name(node) for node in self._nodes[1:]]
        self._names = tuple(filter(None, names))
        self._named = list(accumulate(map(bool, names), initial=0))  # how many names come before each section
        self._kinds = [network.section_length_kind(s.section) for s in steps]
        self._of_one_kind = len(set(self._kinds)) == 1
        self._alike = network.section_line(steps[0].section), network.section_country(steps[0].section)
        self._gauges_mm = network.section_gauges(steps[0].section)
        self._whole = self._sections(0, len(steps))

    def part(self, start: int, end: int) -> Iterator[Stretch]:
        """From ``start`` to ``end``, in centimetres from the run's first node, in as few stretches as can be."""
        begins = self._begins
        total = begins[-1]
        low, high = (start, end) if self._forward else (total - start, total - end)
        if low == 0 and high == total:
            yield self._whole
        elif low < high:
            first, last = bisect_right(begins, low) - 1, bisect_left(begins, high)
            if low > begins[first]:
                yield self._cut(first, low, min(high, begins[first + 1]))
                first += 1
            whole = last - 1 if high < begins[last] else last
            if first < whole:
                yield self._sections(first, whole)
            if first <= whole < last:
                yield self._cut(whole, begins[whole], high)

    def _sections(self, first: int, last: int) -> Stretch:
        """The sections from one to before another as one."""
        cm = self._begins[last] - self._begins[first]
        return Stretch(
            self._nodes[first],
            self._nodes[last],
            cm,
            *self._alike,
            self._gauges_mm,
            ((self._kinds[first], cm),) if self._of_one_kind else self._by_kind(first, last),
            self._names[self._named[first] : self._named[last]],
            self._steps[first:last],
        )

    def _by_kind(self, first: int, last: int) -> tuple[tuple[LengthKind, int], ...]:
        found: dict[LengthKind, int] = {}
        for part in range(first, last):
            kind = self._kinds[part]
            found[kind] = found.get(kind, 0) + self._begins[part + 1] - self._begins[part]
        return tuple(found.items())

    def _cut(self, part: int, low: int, high: int) -> Stretch:
        """A part of one section."""
        step = self._steps[part]
        ahead = 1 if step.to_m > step.from_m else -1
        origin = round(step.from_m * 100) - ahead * self._begins[part]
        cut = Step(step.section, (origin + ahead * low) / 100, (origin + ahead * high) / 100)
        return section_stretch(self._network, cut, None)
