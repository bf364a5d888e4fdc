"""What the names along a way mean when they are weighed together: how well known a place is, and how near the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from railsight.gazetteer.ranking import NEAR_M
from railsight.geo import apart_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Candidate, Place

_FAR_M = 1_000_000.0  # from here on a neighbour tells nothing. A judgement.
_PLAINLY = 0.75  # share of the belief in all ways to read the names from which a name is settled. A judgement.
Weighed = list[tuple["Place", float]]


def weighed_together(named: Sequence[Sequence[Candidate]]) -> list[Place | None]:
    """The place that each name along a way plainly means, not far from what one beside it means; else None.

    ``named`` are the candidates of each name in order, one where it is settled. Each way to read all the names weighs
    as the scores of its places, each less by the square of the distance to the next one, as ``gazetteer.ranking``
    weighs a place by its distance from a point. The share of a place is summed over all ways (the forward-backward
    algorithm).
    """
    names = [_without_regions_of_towns(candidates) for candidates in named]
    behind, ahead = _told_along(names), _told_along(names[::-1])[::-1]
    out: list[Place | None] = []
    for here, back, on in zip(names, behind, ahead, strict=True):
        shares = [score * b * a for (_, score), b, a in zip(here, back, on, strict=True)]
        best = max(range(len(here)), key=lambda k: (shares[k], -k), default=None)
        plain = best is not None and shares[best] > 0.0 and shares[best] >= _PLAINLY * sum(shares)
        out.append(here[best][0] if plain and best is not None else None)
    return [place if _is_near_a_neighbour(out, i) else None for i, place in enumerate(out)]


def _told_along(names: Sequence[Weighed]) -> list[list[float]]:
    """What the names before tell of each place of a name: nothing of the first one's, or behind one without places."""
    told: list[list[float]] = [[1.0] * len(names[0])]
    for before, here in pairwise(names):
        weighed = [(place, score * weight) for (place, score), weight in zip(before, told[-1], strict=True)]
        told.append([sum(w * _joined(place, other) for other, w in weighed) if weighed else 1.0 for place, _ in here])
    return told


def _is_near_a_neighbour(meant: Sequence[Place | None], i: int) -> bool:
    here, around = meant[i], (meant[k] for k in (i - 1, i + 1) if 0 <= k < len(meant))
    return here is not None and any(other is not None and apart_m(here, other) < _FAR_M for other in around)


def _joined(a: Place, b: Place) -> float:
    """How much nearness speaks for two places named beside each other: 1 at one spot, a half at ``NEAR_M``."""
    return 1.0 / (1.0 + (apart_m(a, b) / NEAR_M) ** 2)


def _without_regions_of_towns(candidates: Sequence[Candidate]) -> Weighed:
    """Places and scores; a region counts for the town of its name in it, which is where its railway is measured."""
    towns = {c.place.admin1: c.place.id for c in reversed(candidates) if c.place.kind in ("town", "station")}
    out: dict[str, tuple[Place, float]] = {c.place.id: (c.place, c.score) for c in candidates}
    for c in candidates:
        town = towns.get(c.place.admin1) if c.place.kind in ("region", "county") and c.place.admin1 else None
        if town is not None:
            out[town] = (out[town][0], out[town][1] + c.score)
            del out[c.place.id]
    return list(out.values())
