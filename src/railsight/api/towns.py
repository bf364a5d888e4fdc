"""The town that is meant where the land or the river around it has its name too.

Who asks of the railway asks for a place where a train can be: Karaganda is the city and not its region, Дніпро is no
river. Who means the land says so: "Karaganda, region".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from railsight.gazetteer.asking import question
from railsight.gazetteer.folding import fold, latinised
from railsight.gazetteer.lookup import SETTLED, SETTLED_KINDS
from railsight.naming import bundled_gazetteer

if TYPE_CHECKING:
    from railsight.model import Candidate, Place

# People from which a town may be meant rather than the land, and their share of the land's from which a town that is
# only known by the name may be, as Dnipro is by "Dnipropetrovsk". Judgements.
_A_TOWN, _CHIEF_TOWN = 50_000, 0.1
_LANDS, _WATERS = frozenset({"region", "country"}), frozenset({"river", "lake"})


def town_meant(what: str, found: Place) -> Place | None:
    """The town (its main station) of a name that was found to be that of the land or river around it; else None."""
    if found.kind not in _LANDS | _WATERS or question(what).kinds:
        return None
    towns = (c.place for c in bundled_gazetteer().find(what, fuzzy=False) if c.place.kind in SETTLED_KINDS)
    town = next((p for p in towns if _is_town_of(what, p, found)), None)
    return town and (bundled_gazetteer().get(town.served_by or "") or town)


def settled_without_lands(what: str, candidates: Sequence[Candidate]) -> Place | None:
    """The place that an ambiguous name means once the lands and rivers around a town among them are left aside."""
    around = [c for c in candidates if any(_is_town_of(what, other.place, c.place) for other in candidates)]
    left = [c for c in candidates if c not in around]
    settled = around and left and left[0].score >= SETTLED * sum(c.score for c in left)
    return left[0].place if settled else None


def _is_town_of(what: str, town: Place, land: Place) -> bool:
    """Whether a place is a town of some size in a land, or of a river's country, that is called as is asked for."""
    people, name = town.population or 0, what.partition(",")[0]
    if town.kind not in SETTLED_KINDS or people < _A_TOWN or town.country != land.country:
        return False
    if land.kind in _WATERS:
        return _has_name(town, name)
    inside = land.kind == "country" or (land.kind == "region" and town.admin1 == land.admin1)
    return inside and (_has_name(town, name) or people >= _CHIEF_TOWN * (land.population or people))


def _has_name(town: Place, name: str) -> bool:
    """Whether a town is called so in one of its languages, in whatever regular romanisation."""
    wanted = {fold(name), latinised(name)}
    return any(fold(one) in wanted or latinised(one) in wanted for one in (town.name, *town.names.values()))
