"""A table of rail distances as a value."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from railsight.errors import UsageError
from railsight.model import Place

if TYPE_CHECKING:
    from pandas import DataFrame


class Matrix(NamedTuple):
    """Kilometres by rail from each of some places (rows) to each (columns); None where there is no way.

    It is the pair of both: ``places, km = rs.matrix(...)``.
    """

    places: tuple[Place, ...]
    km: list[list[float | None]]

    def between(self, origin: str | Place, target: str | Place) -> float | None:
        """Kilometres between two of the places, by name or as places. UsageError for one that is not among them."""
        return self.km[self._row(origin)][self._row(target)]

    def to_frame(self) -> DataFrame:
        """A pandas table, kilometres by the names of the places; NaN where there is no way."""
        import pandas as pd

        names = [place.name for place in self.places]
        frame = pd.DataFrame(self.km, index=pd.Index(names, name="from"), columns=pd.Index(names, name="km to"))
        return frame.astype(float)

    def _row(self, what: str | Place) -> int:
        for row, place in enumerate(self.places):
            if what in (place, place.name, place.id):
                return row
        names = ", ".join(place.name for place in self.places[:10])
        raise UsageError(f"{getattr(what, 'name', what)!r:.60} is not in the table", hint=f"it holds {names}")

    def __repr__(self) -> str:
        names = ", ".join(place.name for place in self.places[:3])
        more = f" and {len(self.places) - 3} more" if len(self.places) > 3 else ""
        missing = sum(cell is None for row in self.km for cell in row)
        without = f", {missing} cells without a way" if missing else ""
        return f"<Matrix of km by rail, {len(self.places)} places: {names}{more}{without}>"

    def _repr_html_(self) -> str:
        return str(import_module("railsight.api.views").to_html(self))
