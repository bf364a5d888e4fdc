"""Tiny OpenStreetMap files for tests, written with pyosmium. Coordinates are metres east and north of one place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LON0, LAT0 = 24.0, 52.0
M = 111_195.0
BIG = 13_500_000_000  # real node ids have reached this
Tags = Mapping[str, str]


def lonlat(east: float, north: float) -> tuple[float, float]:
    """Degrees of a place in metres from the origin."""
    return LON0 + east / (M * math.cos(math.radians(LAT0))), LAT0 + north / M


@dataclass
class Town:
    """Nodes and ways to be."""

    nodes: dict[int, tuple[tuple[float, float], Tags]] = field(default_factory=dict)
    ways: list[tuple[Sequence[int], Tags]] = field(default_factory=list)
    relations: list[tuple[Sequence[tuple[str, int, str]], Tags]] = field(default_factory=list)

    def node(self, number: int, east: float, north: float, **tags: str) -> int:
        self.nodes[BIG + number] = (lonlat(east, north), {k.replace("__", ":"): v for k, v in tags.items()})
        return BIG + number

    def way(self, nodes: Sequence[int], **tags: str) -> None:
        plain = {"railway": "rail"} | {k.replace("__", ":"): v for k, v in tags.items()}
        self.ways.append(([BIG + n for n in nodes], plain))

    def outline(self, first: int, east: float, north: float) -> int:
        """A bare way round a place, over new nodes numbered from ``first``; gives its id."""
        corners = [(-50.0, -20.0), (50.0, -20.0), (50.0, 20.0), (-50.0, 20.0)]
        numbers = [self.node(first + i, east + x, north + y) for i, (x, y) in enumerate(corners)]
        self.ways.append(([*numbers, numbers[0]], {}))
        return len(self.ways)

    def relation(self, *members: tuple[str, int], **tags: str) -> None:
        """A relation of members: ``("n", number of a node)`` or ``("w", id of a way)``."""
        whole = [(kind, BIG + ref if kind == "n" else ref, "") for kind, ref in members]
        self.relations.append((whole, {k.replace("__", ":"): v for k, v in tags.items()}))

    def straight(self, first: int, points: Sequence[tuple[float, float]], **tags: str) -> list[int]:
        """A way over new nodes numbered from ``first``."""
        numbers = list(range(first, first + len(points)))
        for number, (east, north) in zip(numbers, points, strict=True):
            self.node(number, east, north)
        self.way(numbers, **tags)
        return numbers

    def write(self, path: Path, *, ways_first: bool = False) -> Path:
        import osmium
        from osmium.osm.mutable import Node, Relation, Way

        path.unlink(missing_ok=True)
        writer = osmium.SimpleWriter(str(path))
        nodes = [Node(id=i, location=at, tags=dict(tags)) for i, (at, tags) in sorted(self.nodes.items())]
        ways = [Way(id=i + 1, nodes=list(n), tags=dict(tags)) for i, (n, tags) in enumerate(self.ways)]
        if ways_first:
            for way in ways:
                writer.add_way(way)
        for node in nodes:
            writer.add_node(node)
        if not ways_first:
            for way in ways:
                writer.add_way(way)
        for i, (members, tags) in enumerate(self.relations):
            writer.add_relation(Relation(id=i + 1, members=list(members), tags=dict(tags)))
        writer.close()
        return path
