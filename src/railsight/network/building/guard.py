"""The border: what a path may be, what a file is by its first bytes, and writing that is never torn.

Outside files are given to large C++ libraries that open URLs, other formats and other files when a name or a header
tells them to. Nothing reaches them before it passed here.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from pathlib import Path

from railsight.errors import NetworkFormatError, OutputError, OutputExistsError, UsageError, no_file_hint

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")  # two letters at least: C:\ is a drive
_HEAD = 512


def local_file(path: str | os.PathLike[str]) -> str:
    """The absolute path of an ordinary local file.

    Raises NetworkFormatError for a URL, a virtual path (``/vsizip/``, ``CSV:``), a device, a pipe, a folder or nothing.
    """
    text = os.fspath(path)
    if not isinstance(text, str) or not text or "\x00" in text or any(0xD800 <= ord(c) < 0xE000 for c in text):
        raise NetworkFormatError("this is not the name of a file", file=repr(text)[:200])
    if _SCHEME.match(text) or "://" in text or text.replace("\\", "/").lstrip("/").lower().startswith("vsi"):
        raise NetworkFormatError(
            "addresses and virtual paths are not opened, only files on this machine",
            file=text[:200],
            hint="download the file first and give its name (for a file named so, write ./ before it)",
        )
    full = os.path.abspath(text)  # noqa: PTH100 - resolve() would follow links that the message should name
    try:
        kind = os.stat(full).st_mode  # noqa: PTH116
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NetworkFormatError(f"cannot be opened: {reason}", file=text[:200], hint=no_file_hint(text)) from error
    if not stat.S_ISREG(kind):
        raise NetworkFormatError("this is not an ordinary file", file=text[:200])
    return full


def first_bytes(path: str) -> bytes:
    """The first 512 bytes of a file. Raises NetworkFormatError when it cannot be read or is empty."""
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise NetworkFormatError(f"cannot be read: {error.strerror or error}", file=path) from error
    if not head:
        raise NetworkFormatError("the file is empty", file=path)
    return head


def known_as(head: bytes) -> str:
    """What the first bytes show a file to be, in words; empty when nothing is recognised."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = text[:256].lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<!doctype xhtml")) or b"<html" in lower:
        return "a web page"
    for magic, words in _MAGIC:
        if head.startswith(magic):
            return words
    if lower.startswith((b"<osm", b"<?xml")):
        return "an OSM XML or other XML file" if b"<osm" in lower or b"<?xml" in lower else "XML"
    if lower.startswith(b"{"):
        return "a JSON file"
    return ""


_MAGIC = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format 3\x00", "an SQLite file"),
    (b"%PDF", "a PDF"),
    (b"\x89RSN", "a railsight network file already"),
)


def check_out(out: str | os.PathLike[str], *, force: bool, source: str | None = None) -> str:
    """The absolute path to write to. Raises UsageError when it is the ``source``, by whatever name, and
    OutputExistsError when it is taken and not ``force``."""
    full = os.path.abspath(os.fspath(out))  # noqa: PTH100
    if source is not None and Path(full).exists() and Path(full).samefile(source):
        raise UsageError(f"{os.fspath(out)} is what is built from", hint="choose another output name")
    if os.path.lexists(full) and not force:
        raise OutputExistsError(os.fspath(out))
    if Path(full).is_dir():
        raise OutputError(f"{os.fspath(out)} is a folder", hint="give the name of a file")
    return full


def write_whole(out: str, data: bytes) -> None:
    """Write a file so that at every moment the old one or the new one stands there. Raises OutputError."""
    folder = os.path.dirname(out)  # noqa: PTH120
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".railsight-", suffix=".part", dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)  # noqa: PTH101
        os.replace(temporary, out)  # noqa: PTH105
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        raise OutputError(
            f"{out} cannot be written: {error.strerror or error}", hint="check the folder and the space left"
        ) from error
