"""Asking a place server on the internet for names that nothing bundled knows: only where the user says so.

``with asking_online():`` holds for the calls inside it. Names are all that is asked: never the text of a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from railsight.errors import AmbiguousPlaceError, PlaceNotFoundError

if TYPE_CHECKING:
    from railsight.model import Candidate, Place
    from railsight.resolution import Resolver

_server: ContextVar[str | None] = ContextVar("railsight_online_server", default=None)


@contextmanager
def asking_online(server: str | None = None) -> Iterator[None]:
    """Allow look-ups at a Nominatim server (a base URL; the public one otherwise) until the block ends.

    At most one request a second whatever the number of processes; answers are kept on disk.
    """
    from railsight.gazetteer.online import PUBLIC_SERVER

    token = _server.set(server or PUBLIC_SERVER)
    try:
        yield
    finally:
        _server.reset(token)


def ask(name: str, *, country: str | None = None, limit: int = 5) -> tuple[Candidate, ...]:
    """Places of a name by the server, best first; empty when it knows none, and when nobody allowed to ask.

    ServiceError when the server fails: never mistaken for "not found".
    """
    server = _server.get()
    if server is None or not name.strip():
        return ()
    from railsight.gazetteer.online import find_online

    return find_online(name, country=country, limit=limit, server=server)


def asked_place(missing: PlaceNotFoundError, name: str, *, country: str | None = None) -> Place:
    """The one place of a name by the server; AmbiguousPlaceError for several, the given error for none."""
    found = ask(name, country=country)
    if not found:
        raise missing
    from railsight.gazetteer.lookup import SETTLED

    if found[0].score < SETTLED * sum(c.score for c in found):
        raise AmbiguousPlaceError(name, found, hint="add a region or a country after a comma, or give lon,lat")
    return found[0].place


def asking_resolver() -> Resolver | None:
    """The resolver that asks for the names of reports which the gazetteer does not know; None when not allowed."""
    if _server.get() is None:
        return None
    from railsight.resolution.places.unknown import AskingResolver

    return AskingResolver(ask)
