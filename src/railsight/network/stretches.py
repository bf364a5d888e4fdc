"""What a path passes: sections, or whole runs of them, each with all that is told of it in one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from railsight.model import LengthKind, Step
    from railsight.network.reader import Network

_END_M = 0.005  # an offset this near to an end of a section is at it


class Stretch(NamedTuple):
    """A section, a part of one, or a run, as a path passes it: from one node to another (None within a section).

    ``kinds`` holds the centimetres by kind of length, ``names`` the names of the points passed, the last one included
    and the first one not; ``steps`` the sections. Line, country and gauges (mm) are the same throughout.
    """

    first: int | None
    last: int | None
    cm: int
    line: str
    country: str | None
    gauges_mm: tuple[int, ...]
    kinds: tuple[tuple[LengthKind, int], ...]
    names: tuple[str, ...]
    steps: tuple[Step, ...]


def step_cm(step: Step) -> int:
    """The length of a step in whole centimetres."""
    return abs(round(step.to_m * 100) - round(step.from_m * 100))


def section_stretch(network: Network, step: Step, before: int | None) -> Stretch:
    """A section or part of one. ``before`` is the node a path comes from: it tells the ends of one without length."""
    section, cm = step.section, step_cm(step)
    a, b = network.section_ends(section)
    length = network.section_cm(section) / 100
    offsets = (step.from_m, step.to_m) if length else (0.0, 1.0) if before != b else (1.0, 0.0)
    first, last = (a if at <= _END_M else b if at >= length - _END_M else None for at in offsets)
    name = network.point_name(last) if last is not None else ""
    return Stretch(
        first=first,
        last=last,
        cm=cm,
        line=network.section_line(section),
        country=network.section_country(section),
        gauges_mm=network.section_gauges(section),
        kinds=((network.section_length_kind(section), cm),),
        names=(name,) if name else (),
        steps=(step,),
    )


def section_stretches(network: Network, steps: Iterable[Step], before: int | None) -> Iterator[Stretch]:
    """The stretch of each step of a path that starts at the node ``before``."""
    for step in steps:
        found = section_stretch(network, step, before)
        before = found.last
        yield found


def marks(network: Network, stretches: Iterable[Stretch], cm: int = 0) -> Iterator[tuple[int | None, int]]:
    """The node (None within a section) at the end of each section, and the centimetres to it: ``cm`` to the first."""
    for stretch in stretches:
        node = stretch.first
        for step in stretch.steps[:-1]:
            node = network.other_end(step.section, node) if node is not None else None
            cm += step_cm(step)
            yield node, cm
        cm += step_cm(stretch.steps[-1])
        yield stretch.last, cm
