"""Errors as the service says them: a status and ``{"error", "message", "hint"}``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from railsight.errors import (
    AmbiguousPlaceError,
    DataError,
    InputError,
    MissingExtraError,
    NoAnswerError,
    NoRouteError,
    OutputError,
    PlaceNotFoundError,
    RailsightError,
    ServiceError,
    UsageError,
)

MAX_MESSAGE = 1_500
JSON_TYPE = b"application/json"
HTML_TYPE = b"text/html; charset=utf-8"

# The first that fits: 400 the question is put wrongly, 404 there is no such place or way, 422 what came is understood
# and cannot be settled or read, 503 something of the service is missing.
_STATUSES: tuple[tuple[type[RailsightError], int], ...] = (
    (PlaceNotFoundError, 404),
    (NoRouteError, 404),
    (AmbiguousPlaceError, 422),
    (NoAnswerError, 422),
    (DataError, 503),
    (MissingExtraError, 503),
    (ServiceError, 503),
    (OutputError, 503),
    (InputError, 422),
    (UsageError, 400),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, bytes and their type, and further headers."""

    status: int
    body: bytes
    kind: bytes = JSON_TYPE
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Refusal(Exception):  # noqa: N818 - not an error of railsight: how the service says no
    """A request that is refused before any verb is asked."""

    def __init__(
        self, status: int, error: str, message: str, *, hint: str = "", headers: tuple[tuple[bytes, bytes], ...] = ()
    ) -> None:
        super().__init__(message)
        self.answer = Answer(status, error_body(error, message, hint), headers=headers)


def to_bytes(record: Any) -> bytes:
    """JSON in one line of UTF-8; lone surrogates, which it cannot carry, become question marks, as on the screen."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace")


def cut(message: str) -> str:
    """A message of a length that can be shown."""
    return message if len(message) <= MAX_MESSAGE else message[: MAX_MESSAGE - 1] + "…"


def error_body(error: str, message: str, hint: str = "", **more: Any) -> bytes:
    """The JSON of an error; an overlong message is cut."""
    return to_bytes({"error": error, "message": cut(message), "hint": hint[:MAX_MESSAGE], **more})


# Options of the commands that are parameters here, under the same names.
_PARAMETERS = frozenset(("via", "avoid", "require", "profile", "published", "until", "at", "to", "title", "language"))
_OPTION = re.compile(r"--([a-z][a-z-]*)")
_HINTS = {
    400: "see /openapi.json for what may be asked",
    404: "ask /place what a name may mean, or give lon,lat",
    422: "see /openapi.json for what may be sent",
    503: "whoever runs this service can mend it",
}


def hint_here(hint: str, status: int) -> str:
    """A hint of railsight's for somebody who asks over HTTP: options by the names of parameters.

    One that speaks of a command, a file, or another option means nothing here and gives way to a general one.
    """
    told = _OPTION.sub(lambda option: option[1] if option[1] in _PARAMETERS else option[0], hint)
    elsewhere = "--" in told or "`" in told or " case " in told or " file" in told
    return _HINTS.get(status, "") if not told or elsewhere else told


def error_answer(error: RailsightError) -> Answer:
    """What a typed error is over HTTP, with the names near an unknown one and the places an ambiguous one may mean."""
    status = next((number for kind, number in _STATUSES if isinstance(error, kind)), 500)
    more: dict[str, Any] = {}
    if isinstance(error, PlaceNotFoundError):
        more["suggestions"] = list(error.suggestions)
    elif isinstance(error, AmbiguousPlaceError):
        from railsight.files.records import candidate_record

        more["candidates"] = [candidate_record(c) for c in error.candidates[:10]]
    hint = hint_here(error.hint, status)
    return Answer(status, error_body(type(error).__name__, error.message, hint, **more))
