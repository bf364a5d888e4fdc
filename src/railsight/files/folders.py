"""What is in a folder, and what a name stands for, whatever the file system says: an error is one clear line."""

from __future__ import annotations

import os
from pathlib import Path

from railsight.errors import ReportFormatError


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether a name is that of a folder; no for ``-``, a text given by mistake, and what may not be looked at."""
    return os.fspath(path) != "-" and os.path.isdir(path)  # noqa: PTH112 - of Path, too long a name is an error


def listed(folder: str | os.PathLike[str]) -> list[Path]:
    """Everything in a folder by name, hidden files left out. ReportFormatError where it may not be looked into."""
    try:
        return sorted(p for p in Path(folder).iterdir() if not p.name.startswith("."))
    except OSError as error:
        raise ReportFormatError(f"cannot be read: {error.strerror or error}", file=os.fspath(folder)) from error


def check_inside(file: str, folder: str) -> None:
    """ReportFormatError for what a folder holds that is no file of its own: a link that leads out of it, since one from
    elsewhere must not pull in other files, one that leads nowhere, a pipe or a device.
    """
    path = Path(file)
    try:
        inside = path.resolve().is_relative_to(Path(folder).resolve())
    except (OSError, RuntimeError):  # a link to itself
        inside = True
    if not inside:
        raise ReportFormatError("this is a link out of its folder", file=file, hint="give the file itself")
    if os.path.islink(file) and not os.path.exists(file):  # noqa: PTH110, PTH114
        raise ReportFormatError("this is a link that leads nowhere", file=file, hint="take it out of the folder")
    if os.path.exists(file) and not os.path.isfile(file):  # noqa: PTH110, PTH113
        raise ReportFormatError("this is a pipe or a device, not a file", file=file, hint="take it out of the folder")
