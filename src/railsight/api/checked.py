"""Network files of others are checked whole once: which files were, and have not changed since, is kept in the cache.

A file is known by where it is, its size, its numbers in the file system and its times; the time of its last change
cannot be set back by a program. Whatever is damaged later is still found when it is touched: see ``network.container``.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.network import Network

_FORM = 1  # of the checks: with more of them files have to be checked again
_SETTLED_NS = 2_000_000_000  # a file may change twice within one tick of the clock: one this young is not remembered


def open_checked(path: str) -> Network:
    """Open a network file that somebody else made. Raises NetworkFormatError when anything in it is wrong."""
    from railsight.network import open_network

    before = _mark(path)
    network = open_network(path)
    if before is None or _known(path) != before:
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


def _mark(path: str) -> str | None:
    """What a file is known by; None when it cannot be told or is too young."""
    try:
        full = os.path.realpath(path)
        s = os.stat(full)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    if time.time_ns() - s.st_ctime_ns < _SETTLED_NS:
        return None
    return f"{_FORM} {s.st_dev} {s.st_ino} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns} {full}"


def _note(path: str) -> str:
    full = os.path.realpath(path)
    return os.path.join(cache_folder(), f"{zlib.crc32(os.fsencode(full)):08x}")  # noqa: PTH118


def _known(path: str) -> str | None:
    try:
        with open(_note(path), encoding="utf-8", errors="surrogateescape") as note:  # noqa: PTH123
            return note.read()
    except (OSError, ValueError):
        return None


def _remember(path: str, mark: str) -> None:
    """Keep a mark, where the cache can be written."""
    from railsight.errors import OutputError
    from railsight.files import write_bytes

    with contextlib.suppress(OSError, OutputError):
        os.makedirs(cache_folder(), exist_ok=True)  # noqa: PTH103
        write_bytes(_note(path), mark.encode("utf-8", "surrogateescape"), force=True)
