"""Every error railsight raises on purpose.

::

    RailsightError
    ├── UsageError (ValueError)               a question put wrongly: exit 2
    │   └── OutputExistsError (FileExistsError)   an output is there and --force was not given
    ├── InputError (ValueError)               a file, report, case or table that cannot be read: exit 2
    │   ├── ReportFormatError                 a report: file, line
    │   ├── CaseFormatError                   a case file: file, line, key
    │   ├── NetworkFormatError                a network file or table: file, reason
    │   └── DataError                         a bundled or cached data set is missing or damaged
    ├── NoAnswerError (LookupError)           a good question without an answer: exit 1
    │   ├── PlaceNotFoundError                no such place; the nearest names are offered
    │   ├── AmbiguousPlaceError               several places; how to settle it is said
    │   ├── NoRouteError                      no way on the network: islands, gauge, border, reach
    │   └── InfeasibleJourneyError            sightings no train can satisfy
    ├── OutputError (OSError)                 an output could not be written; the old file is whole
    ├── MissingExtraError (ImportError)       an optional dependency is needed: which one to install
    └── ServiceError (ConnectionError)        an online service failed; never "not found"

A message says what came and what is allowed; ``hint`` says what to do next, and a traceback shows it below the message.
Errors carry the objects they concern, and travel with them between processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from railsight.model import Candidate, Place, Sighting


class RailsightError(Exception):
    """Root of the tree. ``message`` is one line, ``hint`` one line or empty, ``exit_code`` what the command returns."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = ""
        if hint:
            self.advise(hint)

    def advise(self, hint: str) -> None:
        """Say what to do next, beside what ``hint`` says already: it is a note too, which tracebacks show."""
        self.hint = f"{self.hint}; {hint}" if self.hint else hint
        self.add_note(hint)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as what it is, not as a call of its constructor: a worker's error is the same here."""
        return _rebuilt, (type(self), self.message, self.__dict__)


def _rebuilt(kind: type[RailsightError], message: str, held: Mapping[str, Any]) -> RailsightError:
    """An error as it was before it was pickled."""
    built_in: type = kind  # the one whose layout it has: an OSError cannot be made as the ValueError that it is too
    while built_in.__module__ != "builtins" and built_in.__base__ is not None:
        built_in = built_in.__base__
    new: Any = built_in.__new__
    error: RailsightError = new(kind)
    error.args = (message,)
    error.__dict__.update(held)
    return error


def no_file_hint(path: str) -> str:
    """What to do about a file that is not there: the names like it beside it, or the folder that is missing."""
    import os
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        beside = os.listdir(folder or ".")  # noqa: PTH208 - a path of any kind, even an impossible one
    except (OSError, ValueError):
        beside = []
        if folder and not os.path.isdir(folder):  # noqa: PTH112
            return f"there is no folder {folder[:200]}: check the path"
    like = get_close_matches(name[:200], beside[:10_000], 1)
    return f"did you mean {os.path.join(folder, like[0])[:200]}?" if like else "check the name and the folder"  # noqa: PTH118


class UsageError(RailsightError, ValueError):
    """A question put wrongly: an option, a value or a combination that is not allowed."""

    exit_code = 2


class OutputExistsError(UsageError, FileExistsError):
    """The output is there already and overwriting was not asked for."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists already", hint="give --force to overwrite it, or another name with -o")
        self.path = path

    def __str__(self) -> str:
        return self.message


class InputError(RailsightError, ValueError):
    """Something given to read cannot be read. ``file``, ``line`` (from 1) and ``key`` say where, as far as known."""

    exit_code = 2

    def __init__(
        self, message: str, *, file: str | None = None, line: int | None = None, key: str | None = None, hint: str = ""
    ) -> None:
        where = file or ""
        if line is not None:
            where += f":{line}" if where else f"line {line}"
        super().__init__(f"{where}: {message}" if where else message, hint=hint)
        self.file = file
        self.line = line
        self.key = key


class ReportFormatError(InputError):
    """A report that is empty, binary, too large or not text."""


class CaseFormatError(InputError):
    """A case file with a wrong key, value or structure."""


class NetworkFormatError(InputError):
    """A network file or line table that is damaged, of another version, or not a network."""


class DataError(InputError):
    """A data set of railsight itself is missing or does not match its checksum."""


class NoAnswerError(RailsightError, LookupError):
    """The question was understood and has no answer."""


class PlaceNotFoundError(NoAnswerError):
    """No place of that name. ``suggestions`` are near names, best first, perhaps empty."""

    def __init__(self, name: str, suggestions: Sequence[str] = (), *, hint: str = "", where: str = "") -> None:
        said, do = f"no place named {name!r}", "try another spelling, or lon,lat"
        if not name.strip():
            said, do = "the name of the place is empty", "give a name in any script, or lon,lat"
        if not hint:
            hint = f"did you mean {', '.join(suggestions)}?" if suggestions else do
        super().__init__(f"{where}{': ' if where else ''}{said}", hint=hint)
        self.name = name
        self.suggestions = tuple(suggestions)


class AmbiguousPlaceError(NoAnswerError):
    """Several places bear the name and nothing settles which. ``candidates`` are best first.

    ``regions`` are the names of the regions that they lie in by their ids, to tell those apart that are called alike.
    """

    def __init__(
        self, name: str, candidates: Sequence[Candidate], *, hint: str = "", regions: Mapping[str, str] | None = None
    ) -> None:
        listed = "; ".join(_told_apart([c.place for c in candidates[:5]], regions or {}))
        super().__init__(f"{name!r} is ambiguous: {listed}", hint=hint or "add a kind or a country after a comma")
        self.name = name
        self.candidates = tuple(candidates)


def _told_apart(places: Sequence[Place], regions: Mapping[str, str]) -> list[str]:
    """Places by name, kind and country; of those that are alike in these with their region, or where they are."""

    def told(place: Place, more: str = "") -> str:
        return ", ".join(part for part in (place.name, more, place.kind, place.country) if part)

    said = [told(p) for p in places]
    said = [
        told(p, regions.get(p.id, "")) if said.count(text) > 1 else text for p, text in zip(places, said, strict=True)
    ]
    alike = {text for text in said if said.count(text) > 1}
    return [
        told(p, f"{p.lon:.2f},{p.lat:.2f}") if text in alike else text for p, text in zip(places, said, strict=True)
    ]


class NoRouteError(NoAnswerError):
    """No way on the network between two places. ``why`` is one of ``islands``, ``gauge``, ``constraint``, ``reach``."""

    def __init__(self, message: str, *, why: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.why = why


class InfeasibleJourneyError(NoAnswerError):
    """No journey satisfies the sightings. Speeds are km/h: what the two named sightings need and what is possible."""

    def __init__(
        self,
        message: str,
        *,
        sightings: Sequence[Sighting] = (),
        needed_kmh: float | None = None,
        possible_kmh: float | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.sightings = tuple(sightings)
        self.needed_kmh = needed_kmh
        self.possible_kmh = possible_kmh


class OutputError(RailsightError, OSError):
    """An output could not be written. What stood there before is untouched."""

    exit_code = 2

    def __str__(self) -> str:
        return self.message


class MissingExtraError(RailsightError, ImportError):
    """A feature needs an optional dependency. ``extra`` names what to install: ``railsight[extra]``."""

    exit_code = 2

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an optional dependency", hint=f"pip install 'railsight[{extra}]'")
        self.feature = feature
        self.extra = extra

    def __str__(self) -> str:
        return self.message


class ServiceError(RailsightError, ConnectionError):
    """An online service failed or gave nonsense. This never means that a place does not exist."""

    def __str__(self) -> str:
        return self.message
