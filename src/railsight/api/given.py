"""Arguments of the verbs as they were meant: one where several may be, a time with its zone, a place on earth.

Where a place is, other things than a name say too: two numbers, labelled values, geometries, what has lon and lat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set, Sized
from datetime import date, datetime
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, overload

from railsight.errors import RailsightError, UsageError
from railsight.geo import check_lonlat
from railsight.model import Place
from railsight.model.checks import check_aware
from railsight.shown import in_brief, told

if TYPE_CHECKING:
    from pandas import DataFrame

    from railsight.geo import LonLat

_LABELS = "label them lon and lat, x and y, or longitude and latitude; or give (lon, lat)"
_INSIDE = "ask for one point of it, such as its .representative_point()"


class Pair(Protocol):
    """Longitude and latitude in degrees, in this order: a tuple, a list, an array."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[float]: ...


class Located(Protocol):
    """What has a longitude and a latitude in degrees, as a ``Spot`` has."""

    @property
    def lon(self) -> float:
        """Longitude in degrees."""
        ...

    @property
    def lat(self) -> float:
        """Latitude in degrees."""
        ...


class GeoPoint(Protocol):
    """A geometry in degrees, such as a shapely Point."""

    @property
    def __geo_interface__(self) -> Any: ...


# A name, a place, or where it is: lon, lat, a row with these labels, a point, whatever has .lon and .lat.
PlaceLike = str | Place | Pair | Mapping[str, float] | Located | GeoPoint


def position_in(value: object) -> LonLat | None:
    """The position in degrees that a value is, of whatever kind; None for what is none.

    What has numbers as ``.lon`` and ``.lat`` is at these, a geometry that is a point (``__geo_interface__``) at that;
    labelled values, such as a row of a table, go by their labels and by nothing else; two numbers are lon, lat.
    UsageError for labelled values of which it cannot be told which is which, and for geometries that are no points.
    """
    if isinstance(value, str | bytes | Set):
        return None
    found = _numbers((getattr(value, "lon", None), getattr(value, "lat", None)))
    if found is not None:
        return found
    geometry = getattr(value, "__geo_interface__", None)
    if isinstance(geometry, Mapping) and "features" not in geometry:
        return _of_geometry(geometry)
    labelled = _labelled(value)
    if labelled is not None:
        return _by_labels(value, labelled)
    if not isinstance(value, Iterable) or not isinstance(value, Sized) or len(value) != 2:
        return None
    return _numbers(tuple(value))


def in_degrees(value: Any) -> Any:
    """Geometries that say what their coordinates are (``crs``) in longitude and latitude; anything else as it is."""
    known = hasattr(value, "to_crs") and getattr(value, "crs", None) is not None
    return value.to_crs(4326) if known else value


def is_table(given: object) -> TypeGuard[DataFrame]:
    """Whether it is a table of pandas, which need not be loaded to tell."""
    return hasattr(given, "columns") and hasattr(given, "itertuples")


def cells_of(table: DataFrame) -> tuple[list[object], Iterable[Sequence[object]]]:
    """The headings and rows of a table; where it has geometries (geopandas) their positions as its first two columns,
    lon and lat, so that no other is taken for the position. UsageError as of ``points_of``.
    """
    points = points_of(table)
    if points is None:
        return list(table.columns), table.itertuples(index=False)
    plain = table.drop(columns=[table.geometry.name])
    rows = zip(points, plain.itertuples(index=False), strict=True)
    return ["lon", "lat", *plain.columns], [(*point, *row) for point, row in rows]


def points_of(table: Any) -> list[LonLat] | None:
    """Where the rows of a table with geometries (geopandas) are, in degrees; None for a table without.

    UsageError for geometries of which none is active, for what is no point, and for a row without one.
    """
    geometries = getattr(table, "geometry", None)
    if geometries is None or not hasattr(geometries, "index"):
        if any(str(kind) == "geometry" for kind in getattr(table, "dtypes", ())):
            raise UsageError(
                "none of the geometries of the table is the active one", hint="say which: .set_geometry(column)"
            )
        return None
    points: list[LonLat] = []
    for row, geometry in enumerate(in_degrees(geometries), 1):
        if geometry is None or not hasattr(geometry, "__geo_interface__"):
            raise UsageError(f"row {row} of the table has no geometry", hint="leave such rows out")
        try:
            found = position_in(geometry)
        except UsageError as error:
            hint = ".set_geometry(table.representative_point()) makes points of them" if error.hint == _INSIDE else ""
            raise UsageError(f"row {row} of the table: {error.message}", hint=hint or error.hint) from None
        if found is not None:
            points.append(_on_earth(found, row))
    return points


def _on_earth(found: LonLat, row: int) -> LonLat:
    try:
        check_lonlat(*found)
    except ValueError as error:
        hint = ".set_crs(...) says what the coordinates are, if they are no degrees"
        raise UsageError(f"row {row} of the table: {error}", hint=hint) from None
    return found


def _numbers(pair: tuple[object, ...]) -> LonLat | None:
    lon, lat = pair
    if not isinstance(lon, Real) or not isinstance(lat, Real) or isinstance(lon, bool) or isinstance(lat, bool):
        return None
    return float(lon), float(lat)


def _of_geometry(geometry: Mapping[Any, Any]) -> LonLat | None:
    """Where a geometry or a feature of GeoJSON is. UsageError for one that is no point."""
    if geometry.get("type") == "Feature":
        geometry = geometry.get("geometry") or {}
    kind, at = geometry.get("type"), tuple(geometry.get("coordinates") or ())
    if kind != "Point":
        raise UsageError(f"a {kind or 'feature without a geometry'} is no position", hint=_INSIDE)
    found = _numbers(at[:2]) if len(at) >= 2 else None
    if found is None:
        raise UsageError("an empty point is no position", hint="leave it out")
    return found


def _labelled(value: object) -> Mapping[Any, Any] | None:
    """Values by their labels: of a mapping, of a row of a table; None for what has no labels."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        fields: dict[str, object] = value._asdict()
        return fields if _pairs(fields) else None
    if isinstance(value, list | tuple) or not (hasattr(value, "index") and hasattr(value, "to_dict")):
        return None
    if hasattr(value, "columns") or not all(isinstance(label, str) for label in value.index):
        return None
    return dict(value.to_dict())


def _by_labels(value: object, labelled: Mapping[Any, Any]) -> LonLat | None:
    """The position among labelled values. UsageError for two numbers of other labels, and for a mapping without."""
    if labelled.get("type") in ("Point", "Feature") and ("coordinates" in labelled or "geometry" in labelled):
        return _of_geometry(labelled)
    for lon, lat in _pairs(labelled):
        found = _numbers((labelled[lon], labelled[lat]))
        if found is not None:
            return found
    for one in labelled.values():
        if isinstance(getattr(one, "__geo_interface__", None), Mapping):
            return position_in(one)
    if isinstance(value, Mapping) or _numbers_only(labelled):
        labels = in_brief(", ".join(map(str, labelled)), 60) or "nothing"
        raise UsageError(f"of values labelled {labels} it is not known which are lon and lat", hint=_LABELS)
    return None


def _numbers_only(labelled: Mapping[Any, Any]) -> bool:
    return len(labelled) == 2 and _numbers(tuple(labelled.values())) is not None


def _pairs(labelled: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """The labels that say longitude and latitude, both of them."""
    from railsight.files.placelists import headings

    words = headings()
    lons, lats = ([k for k in labelled if str(k).strip().casefold() in words[axis]] for axis in ("lon", "lat"))
    return list(zip(lons, lats, strict=False))


# ---------------------------------------------------------------- one, several, figures and times


@overload
def several(value: str | Iterable[str] | None) -> tuple[str, ...]: ...


@overload
def several(value: PlaceLike | Iterable[PlaceLike] | None) -> tuple[PlaceLike, ...]: ...


@overload
def several(value: Iterable[PlaceLike | RailsightError]) -> tuple[PlaceLike | RailsightError, ...]: ...


def several(value: Any) -> tuple[Any, ...]:
    """Many as they are; one name, place or position as one, and not letter by letter; none at all for None.

    Geometries that say what their coordinates are come in degrees.
    """
    if value is None:
        return ()
    if isinstance(value, str | Place) or position_in(value):
        return (value,)
    if not isinstance(value, Iterable) or hasattr(value, "columns"):
        raise UsageError(f"{told(value)} is no name, place or position, nor several of them")
    return tuple(in_degrees(value))


def whole_number(what: str, value: object, least: int, most: int | None = None) -> int:
    """A whole number of whatever kind within its bounds. UsageError for any other."""
    allowed = f"{least} to {most}" if most is not None else f"{least} or more"
    whole = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None
    if whole is None or whole < least or (most is not None and whole > most):
        raise UsageError(f"{what} is {value!r:.60}: a whole number, {allowed}, is wanted")
    return whole


def aware(what: str, given: datetime | str | None) -> datetime | None:
    """A time with its zone, or ISO 8601 with an offset. UsageError for one without, whose moment nobody can know, and
    for what is no time.
    """
    from railsight.times import as_moment

    moment = as_moment(what, given)
    if moment is not None:
        check_aware(what, moment)
    return moment


def published_at(given: datetime | date | str | None) -> datetime | None:
    """A time of publication; a bare date is its whole day. UsageError for a time without a zone."""
    from railsight.times import given_published

    return aware("published", given_published(given))


def near_of(near: LonLat | None) -> LonLat | None:
    """A position to prefer places near. UsageError when it is none on earth."""
    if near is None:
        return None
    position = position_in(near)
    if position is None:
        raise UsageError(f"near is {told(near)}: lon, lat in degrees are wanted", hint="such as (131.9, 43.1)")
    try:
        check_lonlat(*position)
    except ValueError as error:
        raise UsageError(f"near: {error}", hint="such as (131.9, 43.1)") from None
    return position
