"""Runs: stretches of sections without a junction, each taken as one, so that a search has little to do.

Nearly every node of a rail network joins just two sections. A run ends where a way can part, and where anything changes
that a question may ask for (line, country, gauge, power, usage). ``Runs`` shows a network as its runs, with the same
calls, so that a search works on either; ``lift`` brings a spot to the runs, ``lower`` brings steps back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from railsight.model import Step

if TYPE_CHECKING:
    from railsight.model import Spot
    from railsight.network.reader import Adjacent, Network

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
        self._at, self._sections, self._cm = column("run_at"), column("run"), column("run_cm")
        self._first, self._last = column("run_first"), column("run_last")
        self._run_of, self._begins = column("section_run"), column("section_run_cm")
        self._near: dict[int, Adjacent] = {}
        self._steps: dict[tuple[int, bool], tuple[Step, ...]] = {}
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

    def test(self, allowed: Callable[[int], bool] | None) -> Callable[[int], bool] | None:
        """A test of sections as one of runs. Right when it asks for nothing that changes within a run."""
        return None if allowed is None else lambda run: allowed(self.first_section(run))

    def costs(self, stretch: Mapping[int, float] | None) -> dict[int, float] | None:
        """Factors of sections as factors of runs. Right when they are the same all along each run."""
        if not stretch:
            return None
        firsts = ((run, self.first_section(run)) for run in range(len(self)))
        return {run: stretch[first] for run, first in firsts if first in stretch}

    def lift(self, spot: Spot) -> Spot:
        """The same spot on the runs: at a node that ends runs, or within one."""
        place = self._run_of[spot.section]
        run, backward = place >> 1, place & 1
        offset = round(spot.offset_m * 100)
        along = self._begins[spot.section] + (self._network.section_cm(spot.section) - offset if backward else offset)
        at_end = spot.node is not None and along in (0, self._cm[run])
        return replace(spot, section=run, offset_m=along / 100, node=spot.node if at_end else None)

    def lower(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        """Steps along runs as steps along sections."""
        found: list[Step] = []
        for step in steps:
            low, high = sorted((round(step.from_m * 100), round(step.to_m * 100)))
            forward = step.to_m >= step.from_m
            if low == 0 and high == self._cm[step.section]:
                found += self._whole(step.section, forward)
            elif high > low:
                found += self._part(step.section, low, high, forward)
        return tuple(found)

    def _whole(self, run: int, forward: bool) -> tuple[Step, ...]:
        steps = self._steps.get((run, forward))
        if steps is None:
            sections = self._sections[self._at[run] : self._at[run + 1]]
            ahead = [self._step(s, 0, self._network.section_cm(s)) for s in sections]
            self._steps[run, True] = tuple(ahead)
            self._steps[run, False] = tuple(Step(s.section, s.to_m, s.from_m) for s in reversed(ahead))
            steps = self._steps[run, forward]
        return steps

    def _part(self, run: int, low: int, high: int, forward: bool) -> Sequence[Step]:
        """The steps from ``low`` to ``high`` centimetres along a run."""
        whole = self._whole(run, True)
        begins = [self._begins[s.section] for s in whole]
        first = bisect_right(begins, low) - 1
        last = bisect_left(begins, high) - 1
        steps = list(whole[first : last + 1])
        for k in {0, len(steps) - 1}:
            section = steps[k].section
            at, length = self._begins[section], self._network.section_cm(section)
            if low > at or high < at + length:
                steps[k] = self._step(section, max(0, low - at), min(length, high - at))
        return steps if forward else [Step(s.section, s.to_m, s.from_m) for s in reversed(steps)]

    def _step(self, section: int, start: int, end: int) -> Step:
        """The step from ``start`` to ``end`` centimetres of a section, counted the way the run passes it."""
        if self._run_of[section] & 1:
            length = self._network.section_cm(section)
            start, end = length - start, length - end
        return Step(section, start / 100, end / 100)
