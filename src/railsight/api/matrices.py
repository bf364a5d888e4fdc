"""A table of rail distances as a value."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from railsight.api.given import position_in
from railsight.api.world import PlaceLike
from railsight.errors import UsageError
from railsight.model import Place
from railsight.shown import told

if TYPE_CHECKING:
    from pandas import DataFrame


class PlacesAndKm(NamedTuple):
    """The two parts of a ``Matrix``."""

    places: tuple[Place, ...]
    km: list[list[float | None]]


class Matrix(PlacesAndKm):
    """Kilometres by rail from each of some places (rows) to each (columns); None where there is no way.

    It is the pair of both: ``places, km = rs.matrix(...)``. ``labels`` are what the places were called when they were
    asked for, which may be other words than their names: ``Moscow`` is Moscow Yaroslavsky. ``targets`` are the places
    of the columns and ``target_labels`` their labels: those of the rows unless others were asked for.
    """

    labels: tuple[str, ...] = ()
    _across: tuple[tuple[Place, ...], tuple[str, ...]] | None = None

    @classmethod
    def labelled(
        cls,
        places: Sequence[Place],
        labels: Sequence[str],
        km: list[list[float | None]],
        *,
        across: tuple[tuple[Place, ...], tuple[str, ...]] | None = None,
    ) -> Matrix:
        """A table of places that have labels of their own; ``across`` are those of the columns where they differ."""
        made = cls(tuple(places), km)
        made.labels = tuple(labels)
        made._across = across
        return made

    @property
    def targets(self) -> tuple[Place, ...]:
        """The places of the columns."""
        return self.places if self._across is None else self._across[0]

    @property
    def target_labels(self) -> tuple[str, ...]:
        """What the places of the columns were called when they were asked for."""
        return tuple(self.called) if self._across is None else self._across[1]

    def between(self, origin: PlaceLike, target: PlaceLike) -> float | None:
        """Kilometres between two of the places: as they were asked for, by name in any language, or as places.

        UsageError for one that is not among them.
        """
        return self.km[_row(origin, self.places, self.labels)][_row(target, self.targets, self.target_labels)]

    def to_frame(self) -> DataFrame:
        """A pandas table, kilometres by the labels of the places; NaN where there is no way."""
        import pandas as pd

        rows, columns = pd.Index(self.called, name="from"), pd.Index(self.target_labels, name="km to")
        frame = pd.DataFrame(self.km, index=rows, columns=columns)
        return frame.astype(float)

    def to_record(self) -> dict[str, Any]:
        """The places with their labels, and kilometres from each (rows) to each, null where there is no way."""
        from railsight.files.records import place_record, round_km

        return {
            "places": [place_record(place) for place in self.places],
            "labels": self.called,
            "targets": [place_record(place) for place in self.targets],
            "target_labels": list(self.target_labels),
            "rail_km": [[None if km is None else round_km(km) for km in row] for row in self.km],
        }

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write it to a file, whole or not at all, as ``matrix -o`` does: a row a pair, as .csv or .parquet.

        UsageError for another ending, OutputExistsError when the file is there and ``force`` is False.
        """
        import_module("railsight.api.views").save_matrix(self, path, force=force)

    @property
    def called(self) -> list[str]:
        """The labels of the places, or their names where they have none."""
        return list(self.labels) or [place.name for place in self.places]

    def __repr__(self) -> str:
        count = f"{len(self.places)} place{'' if len(self.places) == 1 else 's'}"
        to = "" if self._across is None else f" to {len(self.targets)}"
        missing = sum(cell is None for row in self.km for cell in row)
        without = f", {missing} cells without a way" if missing else ""
        return f"<Matrix of km by rail, {count}{to}: {_in_brief(self.called)}{without}>"

    def _repr_html_(self) -> str:
        return str(import_module("railsight.api.views").to_html(self))


def _in_brief(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _row(what: PlaceLike, places: Sequence[Place], labels: Sequence[str]) -> int:
    """The row of a place: the words it was asked for in come first, then what names it, then its other names."""
    if isinstance(what, Place):
        rows = [row for row, place in enumerate(places) if what == place or what.id == place.id]
    elif (position := position_in(what)) is not None:
        rows = [row for row, place in enumerate(places) if (place.lon, place.lat) == position]
    else:
        rows = [row for row, label in enumerate(labels) if label == what]
        rows += [row for row, place in enumerate(places) if what in (place.name, place.id)]
        rows += [row for row, place in enumerate(places) if what in place.names.values()]
    if rows:
        return rows[0]
    names = ", ".join(list(labels or [place.name for place in places])[:10])
    raise UsageError(f"{told(getattr(what, 'name', what))} is not in the table", hint=f"it holds {names}")
