"""``--watch``: run again when an input changes. Polls names, sizes and times: works on every file system."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from railsight.api.plugins import recogniser_of
from railsight.cli.output import one_line, plain, say
from railsight.errors import InputError, RailsightError, UsageError
from railsight.inference.kept import Kept
from railsight.mentions import RuleRecogniser

if TYPE_CHECKING:
    from railsight.api.plugins import RecogniserLike
    from railsight.gazetteer import Gazetteer
    from railsight.model import Mention, Report

POLL_S = 1.0
_MOST_KEPT = 2_000  # readings of reports: a report that changes again and again is one more each time
_State = tuple[tuple[str, int, int], ...]


class KeptRecogniser:
    """A recogniser that reads each report once: a report that has not changed is not read again."""

    def __init__(self, recogniser: RecogniserLike | None = None) -> None:
        self._recogniser = recogniser_of(recogniser) or RuleRecogniser()
        self._kept: Kept[tuple[Report, Gazetteer], tuple[Mention, ...]] = Kept(_MOST_KEPT)

    def find_mentions(self, report: Report, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The mentions of a report, from memory when it was read before."""
        return self._kept.of((report, gazetteer), self._recogniser.find_mentions, report, gazetteer)


def state_of(inputs: Sequence[str]) -> _State:
    """Name, size and change time of every file the inputs stand for, and of those that their cases name."""
    listed = _stated(file for name in inputs for file in _files_of(Path(name)))
    named = _stated(Path(name) for state in listed for name in _named_in(state))
    return tuple(dict.fromkeys((*listed, *named)))


def _files_of(path: Path) -> list[Path]:
    """Of a folder what is read: what is written into it, such as the map, is no change."""
    from railsight.files.folders import is_folder, listed
    from railsight.files.photos import PHOTO_SUFFIXES
    from railsight.files.reports import READ_SUFFIXES

    if not is_folder(path):
        return [path]
    try:
        inside = listed(path)
    except InputError:  # gone since, or not to be looked into: reading it says so
        return []
    return [file for file in inside if file.suffix.lower() in (*READ_SUFFIXES, *PHOTO_SUFFIXES)]


def _stated(files: Iterable[Path]) -> _State:
    states = []
    for file in files:
        try:
            found = file.stat()
        except OSError:  # not there, or gone since it was listed
            continue
        if not file.name.startswith("."):
            states.append((str(file), found.st_size, found.st_mtime_ns))
    return tuple(states)


@lru_cache(maxsize=1_000)
def _named_in(state: tuple[str, int, int]) -> tuple[str, ...]:
    """The files that a case names; read again only when the case has changed."""
    from railsight.files.case import named_files
    from railsight.files.reports import CASE_SUFFIXES

    return named_files(state[0]) if state[0].lower().endswith(CASE_SUFFIXES) else ()


_NAMED = 5  # files that a line of changes names


def _changed(before: _State | None, now: _State) -> str:
    """What of the files has changed, in words."""
    if before is None:
        return f"{len(now)} file{'' if len(now) == 1 else 's'} watched"
    old, new = ({name: state for name, *state in files} for files in (before, now))
    kinds = (
        ("new", [name for name in new if name not in old]),
        ("changed", [name for name in new if name in old and new[name] != old[name]]),
        ("gone", [name for name in old if name not in new]),
    )
    told = [
        f"{kind}: {', '.join(names[:_NAMED])}{', …' if len(names) > _NAMED else ''}" for kind, names in kinds if names
    ]
    return plain("; ".join(told) or "in another order")


def watch_inputs(inputs: Sequence[str], once: Callable[[], None], *, rounds: int | None = None) -> None:
    """Call ``once`` now and after every change, until interrupted (or for ``rounds`` polls). Errors do not end it.

    A line before each tells the clock and what has changed.
    """
    if "-" in inputs:
        raise UsageError("standard input cannot be watched")
    seen: _State | None = None
    while rounds is None or rounds > 0:
        now = state_of(inputs)
        if now != seen:
            say(f"{datetime.now().astimezone():%H:%M:%S}: {_changed(seen, now)}")
            seen = now
            try:
                once()
            except RailsightError as error:
                say(f"railsight: {one_line(error.message, error.hint)}")
            except Exception as error:  # noqa: BLE001 - a watch of days goes on: the next change may read well
                say(f"railsight: a fault of railsight itself: {type(error).__name__}")
            say("watching; stop with Ctrl-C")
        if rounds is not None:
            rounds -= 1
        time.sleep(POLL_S if rounds is None else 0.0)
