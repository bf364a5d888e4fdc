"""What the names of a case mean in each other's company, as far as the others were known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.inference.evidence import known

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from railsight.model import Candidate, Sighting

_CLEAR, _ELSEWHERE = 0.9, 0.1  # share of a clear country; weight of a country that the clear ones are not in


def in_company(sightings: Sequence[Sighting], as_of: datetime | None = None) -> tuple[Sighting, ...]:
    """Candidates weighed by the company they are in: a country that no clear sighting names counts less.

    Only sightings known by ``as_of`` are company: what became known later must not say what an earlier one meant.
    """
    clear = clear_countries(known(sightings, as_of))
    return tuple(replace(s, candidates=weighed(s.candidates, clear)) for s in sightings)


def clear_countries(sightings: Sequence[Sighting]) -> frozenset[str | None]:
    """The countries that some sighting is in whichever of its places is meant."""
    return frozenset(s.place.country for s in sightings if _share(s, s.place.country) >= _CLEAR)


def weighed(candidates: Sequence[Candidate], clear: frozenset[str | None]) -> tuple[Candidate, ...]:
    """Candidates, best first, those out of the clear countries counting less; as they were where none is in one."""
    weights = [
        c.score * (1.0 if c.place.country in clear or c.place.country is None else _ELSEWHERE) for c in candidates
    ]
    total, before = sum(weights), sum(c.score for c in candidates)
    if not clear or total <= 0:
        return tuple(candidates)
    scored = [replace(c, score=min(1.0, w / total * before)) for c, w in zip(candidates, weights, strict=True)]
    ranked = tuple(sorted(scored, key=lambda c: -c.score))
    return ranked if ranked[0].place.country in clear else tuple(candidates)


def _share(sighting: Sighting, country: str | None) -> float:
    """How sure it is that a sighting is in a country, whichever of its places there is meant."""
    return sum(c.score for c in sighting.candidates if c.place.country == country)
