"""What a value shows of itself in a notebook: methods that ask ``railsight.api.views``, so that values stay light.

This is the one way in which a value reaches what lies above it; nothing is loaded until a method is called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from folium import Map
    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes


class Shown:
    """What a value shows of itself in a notebook. The work is done above it, loaded on first use."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(_views().to_html(self))

    def to_record(self) -> dict[str, Any]:
        """What the command prints with ``--json``, as a dictionary."""
        record: dict[str, Any] = _views().record_of(self)
        return record

    def to_gdf(self, kind: str | None = None) -> GeoDataFrame:
        """A GeoDataFrame in WGS84 (EPSG:4326), times in UTC. ``kind`` chooses among several tables.

        A path: ``sections`` (default) or ``stations``. A journey: ``passages`` (default), ``path``, ``sightings``,
        ``destinations``, ``alternatives`` or ``positions``. A reading: ``sightings`` (default), ``mentions`` or
        ``claims``. What is in reach: ``stretches``. UsageError lists the kinds there are.
        """
        return _views().to_gdf(self, kind=kind)

    def explore(self, *, m: Map | None = None, name: str | None = None) -> Map:
        """An interactive ``folium.Map``; further folium layers may be added to it.

        With a map ``m`` of your own, such as a GeoDataFrame's ``explore`` gives, ways and badges are added to that as
        one layer, called ``name`` in a layer control; it comes back, its tiles and its view as they were. UsageError
        where ``m`` is no folium map, and where there is nothing to draw.
        """
        drawn: Map = _views().explore(self, m=m, name=name)
        return drawn

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """A still on matplotlib Axes (extra ``plot``), new ones unless given; returned for more drawing."""
        axes: Axes = _views().plot(self, ax=ax)
        return axes


def in_brief(text: str, most: int) -> str:
    """A text in one line of at most so many characters: what is left out is whole words, where it has blanks."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    words = head if line[most - 1] == " " else head.rpartition(" ")[0]
    return f"{(words if len(words) > most // 2 else head).rstrip(' ,;:')}…"


def told(value: object) -> str:
    """A value as a message names it: what it is written as, or what kind of thing it is where that is long."""
    written = repr(value)
    return written if len(written) <= 60 and "\n" not in written else f"this {type(value).__name__}"


def _views() -> Any:
    return import_module("railsight.api.views")
