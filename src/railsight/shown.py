"""What a value shows of itself in a notebook: methods that ask the public door, so that values stay light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from folium import Map
    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes


class Shown:
    """What a value shows of itself in a notebook. The work is done behind the public door, loaded on first use."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(_show("to_html", self))

    def to_gdf(self, *, kind: str | None = None) -> GeoDataFrame:
        """A GeoDataFrame in WGS84 (EPSG:4326), times in UTC. ``kind`` chooses among several tables.

        A path: ``sections`` (default) or ``stations``. A journey: ``passages`` (default), ``path``, ``sightings``,
        ``destinations`` or ``positions``. A reading: ``sightings`` (default), ``mentions`` or ``claims``. What is in
        reach: ``stretches``. UsageError lists the kinds there are.
        """
        return _show("to_gdf", self, kind=kind)

    def explore(self) -> Map:
        """An interactive ``folium.Map``; further folium layers may be added to it."""
        drawn: Map = _show("explore", self)
        return drawn

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """A still on matplotlib Axes (extra ``plot``), new ones unless given; returned for more drawing."""
        axes: Axes = _show("plot", self, ax=ax)
        return axes


def _show(view: str, value: object, **options: object) -> Any:
    """Ask the public door for a view of a value: the one way in which a value reaches what lies above it."""
    import railsight

    return railsight.show(view, value, **options)
