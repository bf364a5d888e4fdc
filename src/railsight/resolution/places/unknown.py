"""Names of a report that the gazetteer does not know, looked up by a function that is given: such as a place server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.resolution.places.candidates import WIDE_KINDS
from railsight.resolution.places.toponyms import BORROWED_WHY
from railsight.resolution.rules import ENOUGH, RuleResolver

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.gazetteer import Gazetteer
    from railsight.model import Candidate, Mention, Place, Report
    from railsight.resolution import Resolver

MOST_ASKED = 20  # different names of one report
NEAR_M = 300_000.0  # from another place of the report: here an answer counts half as much as beside it
SURE = 0.9  # an answer is never surer than this


class AskingResolver:
    """Another resolver, and for the names it knows nothing of what ``look_up`` answers. Only names are passed on."""

    def __init__(self, look_up: Callable[[str], Sequence[Candidate]], resolver: Resolver | None = None) -> None:
        self.look_up = look_up
        self.resolver = resolver or RuleResolver()

    def place(self, report: Report, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """Mentions with candidates and place; errors of the look-up are not caught."""
        placed = self.resolver.place(report, mentions, gazetteer)
        unknown = dict.fromkeys(" ".join(m.text.split()) for m in placed if _is_unknown(m))
        if not unknown:
            return placed
        known = [m.place for m in placed if m.place and not _is_unknown(m) and m.place.kind not in WIDE_KINDS]
        answers = {name: _ranked(self.look_up(name), known) for name in list(unknown)[:MOST_ASKED]}
        return tuple(_answered(m, answers.get(" ".join(m.text.split()), ())) if _is_unknown(m) else m for m in placed)


def _is_unknown(mention: Mention) -> bool:
    """Whether nothing bundled has the name of a place that is meant as one."""
    if mention.kind != "place" or mention.role in ("agency", "clock"):
        return False
    return not mention.candidates or any(why.startswith(BORROWED_WHY) for why in mention.candidates[0].why)


def _ranked(found: Sequence[Candidate], known: Sequence[Place]) -> tuple[Candidate, ...]:
    """The answers by their own score and by how near they are to the other places of the report."""
    weights = [c.score * (1.0 + 4.0 * _nearness(c.place, known)) for c in found]
    total = sum(weights)
    if not total:
        return ()
    shared = [replace(c, score=round(SURE * w / total, 4)) for c, w in zip(found, weights, strict=True)]
    return tuple(sorted(shared, key=lambda c: (-c.score, c.place.id)))


def _nearness(place: Place, known: Sequence[Place]) -> float:
    gaps = [approx_m(place.lon, place.lat, k.lon, k.lat) for k in known]
    return 1.0 / (1.0 + (min(gaps) / NEAR_M) ** 2) if gaps else 0.0


def _answered(mention: Mention, found: tuple[Candidate, ...]) -> Mention:
    if not found:
        return mention
    best = found[0]
    return replace(
        mention, candidates=found, score=best.score, place=best.place if best.score >= ENOUGH else None, why=""
    )
