"""Joins the lines: the run that two lines share is kept on one of them only."""

from __future__ import annotations

from builders.network.world import Line, World

_SLACK_KM = 1.6  # whole kilometres on either line, at both ends


def trim_shared_runs(world: World) -> None:
    """Let every line begin and end where it leaves the lines before it, so that no section is there twice."""
    where: dict[str, dict[str, float]] = {}
    for line in world.lines:
        _trim(world, line, where, from_start=True)
        _trim(world, line, where, from_start=False)
        where[line.id] = {s.point.id: s.given_km for s in line.stops if s.given_km is not None}
    world.lines = [line for line in world.lines if len(line.stops) > 1]


def shared_inside(world: World) -> list[tuple[str, str, str, str]]:
    """Sections that stand on two lines even so: (line, other line, point, point)."""
    seen: dict[frozenset[str], str] = {}
    found = []
    for line in world.lines:
        for a, b in zip(line.stops, line.stops[1:], strict=False):
            key = frozenset((a.point.id, b.point.id))
            if key in seen:
                found.append((line.id, seen[key], a.point.id, b.point.id))
            seen[key] = line.id
    return found


def _trim(world: World, line: Line, where: dict[str, dict[str, float]], *, from_start: bool) -> None:
    while len(line.stops) > 1:
        end, following = (0, 1) if from_start else (-1, -2)
        a, b = line.stops[end], line.stops[following]
        if a.given_km is None or b.given_km is None:
            return
        length = abs(a.given_km - b.given_km)
        owner = next(
            (
                other
                for other, kms in where.items()
                if a.point.id in kms
                and b.point.id in kms
                and abs(abs(kms[a.point.id] - kms[b.point.id]) - length) <= _SLACK_KM
            ),
            None,
        )
        if owner is None:
            return
        world.trimmed.append((line.id, f"{a.point.name}–{b.point.name} is on {owner}"))
        line.stops.pop(end)
