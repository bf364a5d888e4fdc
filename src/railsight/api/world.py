"""The network and gazetteer a question is asked of, and looking a place up in them."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from railsight.api.asking import ask, asked_place
from railsight.api.given import PlaceLike as PlaceLike
from railsight.api.given import near_of, position_in, whole_number
from railsight.datasets import data_path
from railsight.errors import InputError, PlaceNotFoundError, UsageError
from railsight.gazetteer import asking
from railsight.model import Candidate, Place
from railsight.naming import bundled_gazetteer as bundled_gazetteer
from railsight.naming import gazetteer_of, is_bundled
from railsight.shown import told

if TYPE_CHECKING:
    from railsight.gazetteer import Gazetteer
    from railsight.geo import LonLat
    from railsight.model import Sighting
    from railsight.network import Network

DEFAULT_PROFILE = "armoured"
_HEAD_BYTES = 4096
_SURE, _LIKELY = 0.9, 0.5  # scores at which a misspelt name is taken, or listed
NetworkLike: TypeAlias = "Network | str | os.PathLike[str]"


def open_world(path: str | os.PathLike[str] | None = None) -> Network:
    """The network in a file, by default the bundled one; opened once, and again when the file was replaced.

    Networks never change, so sharing is safe.
    """
    if path is None:
        return _opened(None, None)
    from railsight.api.checked import state_of

    path = os.fspath(path)
    return _opened(path, state_of(path))


def world_of(network: NetworkLike | None) -> Network:
    """The network given, or the one in the file given; None is the bundled one."""
    if network is None or isinstance(network, str | os.PathLike):
        return open_world(network)
    if not hasattr(network, "spots_near"):
        raise UsageError(f"{network!r:.60} is no network", hint="give a network, its file, or None for the bundled one")
    return network


def file_of(network: NetworkLike | None) -> str | None:
    """The file of a network; None for the bundled one, and for one that was made in memory."""
    if network is None or isinstance(network, str | os.PathLike):
        return network if network is None else os.fspath(network)
    return network.name if not is_bundled(network) and os.path.isfile(network.name) else None  # noqa: PTH113


def another_network(used: str | None) -> str:
    """What to do about places out of reach of the network used (its file, or None for the bundled one)."""
    if used is not None:
        return f"the network used is {used}: another one may cover it: --network FILE, in Python network=FILE"
    return (
        "the network used is the bundled one, of trunk lines from Moscow to Korea and China: "
        "`railsight network build world -o world.rsn` makes a coarse one of the whole world, for --network world.rsn, "
        "in Python network='world.rsn'"
    )


def network_mark(network: str | os.PathLike[str] | None) -> str:
    """What the network in a file (None: the bundled one) is known by: the head of it, with the checksums of the rest.

    InputError where it cannot be read.
    """
    import hashlib

    path = data_path("network.rsn") if network is None else network
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.sha256(file.read(_HEAD_BYTES)).hexdigest()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", file=os.fspath(path)) from error


def line_names(network: Network) -> dict[str, str]:
    """The names of the lines of a network by their ids."""
    return {line.id: line.name for line in network.lines()}


@lru_cache(maxsize=4)
def _opened(path: str | None, _state: tuple[int, ...] | None) -> Network:
    if path is None:
        from railsight.network import open_network

        return open_network(data_path("network.rsn"))
    from railsight.api.checked import open_checked

    return open_checked(path)  # somebody else made it: its checksums may be right and its contents may not


@lru_cache(maxsize=1)
def possible_goals() -> tuple[Place, ...]:
    """The towns with a main station, and facilities: where a train may be going when nobody says where."""
    return (*bundled_gazetteer().served(), *bundled_gazetteer().facilities())


def region_of(place: Place) -> Place | None:
    """The region or state that a place lies in; None where none is known."""
    return bundled_gazetteer().get(f"admin1-{place.admin1}") if place.admin1 else None


# How far from what was seen goals are looked for on a network that is not the bundled one, degrees.
_AROUND_DEG = 12.0


def goals_around(sightings: Sequence[Sighting]) -> tuple[Place, ...]:
    """The larger towns around what was seen, and facilities: possible goals on a network of the user's own."""
    seen = [s.place for s in sightings if s.subject == "train" and s.place.kind not in ("country", "sea")]
    if not seen:
        return ()
    lons, lats = [p.lon for p in seen], [p.lat for p in seen]
    wide = _AROUND_DEG / max(0.2, math.cos(math.radians(sum(lats) / len(lats))))
    box = min(lons) - wide, min(lats) - _AROUND_DEG, max(lons) + wide, max(lats) + _AROUND_DEG
    return (*bundled_gazetteer().towns_in(*box), *bundled_gazetteer().facilities())


def place(
    what: PlaceLike,
    *,
    near: tuple[float, float] | None = None,
    country: str | None = None,
    kind: str | None = None,
) -> Place:
    """The one place meant by a name in any script, ``"lon,lat"``, ``(lon, lat)`` or a name with kind or country.

    ``near`` (lon, lat), ``country`` (ISO 3166 alpha-2) and ``kind`` (a word for one) help to settle a name. Raises
    PlaceNotFoundError with the nearest names, AmbiguousPlaceError with the candidates, UsageError for what is no name
    or not on earth. Inside ``with railsight.api.asking_online():`` a server is asked before giving up.
    """
    country, near = _code(country), near_of(near)
    try:
        if kind is not None and isinstance(what, str):
            return _of_kind(what, kind, near=near, country=country)
        return known_place(what, near=near, country=country)
    except PlaceNotFoundError as missing:
        return asked_place(missing, missing.name, country=country)


def _of_kind(what: str, kind: str, *, near: LonLat | None, country: str | None) -> Place:
    """The one place of a name that is of a kind. UsageError where the word for the kind is none."""
    try:
        return known_place(f"{what}, {kind}", near=near, country=country)
    except PlaceNotFoundError:
        if asking.is_kind(kind):
            raise
        words = ", ".join(asking.KINDS_ASKED)
        raise UsageError(f"kind {kind!r:.60} is no kind of place that can be asked for", hint=f"give {words}") from None


def known_place(what: PlaceLike, *, near: tuple[float, float] | None = None, country: str | None = None) -> Place:
    """``place`` by the bundled gazetteer alone, no server asked."""
    if isinstance(what, Place):
        return what
    if not isinstance(what, str):
        position = position_in(what)
        if position is None:
            raise UsageError(f"{told(what)} is no place", hint="give a name, 'lon,lat', (lon, lat), a point or a Place")
        called = getattr(what, "name", None)  # of a spot, a row of a table
        return asking.position(*position, name=called if isinstance(called, str) else "")
    what = as_typed(what)
    found = bundled_gazetteer().one(what, near=near, country=country)
    if found.id != what and found.kind != "position" and not _spelt_right(what, bundled_gazetteer(), found):
        guesses = bundled_gazetteer().find(what, near=near, country=country, limit=3)
        if not guesses or guesses[0].score < _SURE:
            raise PlaceNotFoundError(what, [c.place.name for c in guesses])
    return found


def as_typed(name: str) -> str:
    """A name without what nobody sees; bytes of it that the locale could not read are read as UTF-8."""
    if name.isascii():
        return name
    from railsight.gazetteer.folding import visible
    from railsight.model.checks import clean_surrogates

    return visible(clean_surrogates(name))


def _spelt_right(text: str, gazetteer: Gazetteer, found: Place) -> bool:
    """Whether a name (what follows a comma left aside) stands in the gazetteer in some spelling or romanisation, also
    when it says what it is ("Moscow Yaroslavsky station"), or is a name of what was found in other letters and figures:
    Хабаровск-2 is Khabarovsk-2, in Russian Хабаровск II.
    """
    from railsight.gazetteer.folding import latinised
    from railsight.gazetteer.lookup import plainer

    names = {text.partition(",")[0], text}
    names |= {rest for name in names for rest, _ in plainer(name)}
    if any(map(gazetteer.spells, names)):
        return True
    return not {latinised(name) for name in names}.isdisjoint(map(latinised, (found.name, *found.names.values())))


def places(
    name: str,
    *,
    near: tuple[float, float] | None = None,
    country: str | None = None,
    kind: str | None = None,
    limit: int = 10,
    network: NetworkLike | None = None,
) -> tuple[Candidate, ...]:
    """All places that a name may mean, best first, each with a probability and the reasons; perhaps none.

    A name that is only like others gives them when one of them is likelier than not. Inside
    ``with railsight.api.asking_online():`` a server is asked for a name that has none. A position (``"lon,lat"``) is
    itself, and near a town. The points of a ``network`` (or of its file) other than the bundled one are among the
    places, as for ``read``. UsageError for a ``limit`` below 1, a ``country`` of other than two letters, and for
    ``near`` (lon, lat) when it is not on earth.
    """
    if not isinstance(name, str):
        raise UsageError(f"{name!r:.60} is no name", hint="give a text; `place` takes positions and places too")
    limit = whole_number("limit", limit, 1)
    name, country, near = as_typed(name), _code(country), near_of(near)
    position = asking.lonlat(name)
    if position is not None:
        return (_at(position),)
    known = _names_on(network)
    found = known.find(name, near=near, country=country, kind=kind, limit=limit)
    if found and (found[0].score >= _LIKELY or _spelt_right(name, known, found[0].place)):
        return found
    return ask(name, country=country, limit=limit)


def _names_on(network: NetworkLike | None) -> Gazetteer:
    return bundled_gazetteer() if network is None else gazetteer_of(world_of(network))


def no_place(name: str, *, country: str | None = None, network: NetworkLike | None = None) -> PlaceNotFoundError:
    """The error for a name that ``places`` found nothing for: the nearest names, or the countries it is known in."""
    name = as_typed(name)
    found = places(name, network=network) if country else ()
    elsewhere = dict.fromkeys(c.place.country for c in found if c.place.country)
    if not elsewhere:
        return PlaceNotFoundError(name, _names_on(network).suggest(name))
    hint = f"it is known in {', '.join(elsewhere)}"
    return PlaceNotFoundError(f"{name}, {_code(country)}", hint=hint)


def _code(country: str | None) -> str | None:
    """A country's code in capitals; UsageError for what is none."""
    if country is None or (len(country) == 2 and country.isascii() and country.isalpha()):
        return country and country.upper()
    raise UsageError(f"country {country!r}: two letters of ISO 3166 are wanted", hint="such as RU, CN or KP")


def _at(position: LonLat) -> Candidate:
    """A position as what it is, with the town or station it is near."""
    near = bundled_gazetteer().nearest(*position)
    return Candidate(
        asking.position(*position), 1.0, ("a position", *(f"{gap / 1000:.0f} km from {p.name}" for p, gap in near))
    )
