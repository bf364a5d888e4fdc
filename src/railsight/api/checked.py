"""Network files of others are checked whole once: which files were, and have not changed since, is kept in the cache.

A file is known by where it is, its size, its numbers in the file system and its times; the time of its last change
cannot be set back by a program. Whatever is damaged later is still found when it is touched: see ``network.container``.
"""

from __future__ import annotations

import contextlib
import os
import sys
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.network import Network

_FORM = 1  # of the checks: with more of them files have to be checked again
# A file may change twice within one tick of the file system's clock: only a check this much later counts.
_SETTLED_NS = 2_000_000_000


def open_checked(path: str) -> Network:
    """Open a network file that somebody else made. Raises NetworkFormatError when anything in it is wrong."""
    from railsight.network import open_network

    before = _mark(path)
    network = open_network(path)
    if before is None or not _known(path, before):
        network.check()
        if before is not None and _mark(path) == before:
            _remember(path, before)
    return network


def cache_folder() -> str:
    """Where the marks are kept: what ``platformdirs`` says, on Linux without the time its import takes."""
    if sys.platform == "linux":
        base = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")  # noqa: PTH111
        return os.path.join(base, "railsight", "checked")  # noqa: PTH118
    from platformdirs import user_cache_dir

    return os.path.join(user_cache_dir("railsight"), "checked")  # noqa: PTH118


def note_of(path: str) -> str:
    """The file that holds the mark of a network file."""
    full = os.path.realpath(path)
    return os.path.join(cache_folder(), f"{zlib.crc32(os.fsencode(full)):08x}")  # noqa: PTH118


def state_of(path: str) -> tuple[int, ...] | None:
    """What changes with a file, the time of its last change first; None when it cannot be told."""
    try:
        s = os.stat(path)  # noqa: PTH116 - pathlib costs a cold start 5 ms
    except (OSError, ValueError):
        return None
    return s.st_ctime_ns, s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns


def _mark(path: str) -> str | None:
    """What a file is known by; None when it cannot be told."""
    state = state_of(path)
    return None if state is None else " ".join(map(str, (*state, _FORM, os.path.realpath(path))))


def _known(path: str, mark: str) -> bool:
    try:
        with open(note_of(path), encoding="utf-8", errors="surrogateescape") as note:  # noqa: PTH123
            checked_at = os.fstat(note.fileno()).st_mtime_ns
            return note.read() == mark and checked_at - int(mark.partition(" ")[0]) > _SETTLED_NS
    except (OSError, ValueError):
        return False


def _remember(path: str, mark: str) -> None:
    """Keep a mark, where the cache can be written."""
    from railsight.errors import OutputError
    from railsight.files import write_bytes

    with contextlib.suppress(OSError, OutputError):
        os.makedirs(cache_folder(), exist_ok=True)  # noqa: PTH103
        write_bytes(note_of(path), mark.encode("utf-8", "surrogateescape"), force=True)
