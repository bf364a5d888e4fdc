"""From the bytes of a file to text: capped, decoded, or refused in one clear line."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from railsight.errors import ReportFormatError, UsageError

MAX_REPORT_BYTES = 1_000_000
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_WEB = re.compile(rb"^\s*(<!doctype\s+html|<html)", re.IGNORECASE)
_REMOTE = re.compile(r"(?i)^[a-z][a-z0-9+.-]+://|^/vsi")


def read_text(path: str, *, limit: int = MAX_REPORT_BYTES, wanted: str = "the text of the report") -> str:
    """The text of any input file, at most ``limit`` bytes. ReportFormatError says what it is instead.

    ``wanted`` is what the file should hold, in words.
    """
    return decode(_read_capped(path, limit), "standard input" if path == "-" else path, wanted)


def _read_capped(name: str, limit: int = MAX_REPORT_BYTES) -> bytes:
    """At most one byte more than the cap, so that a file of any size costs no more than that."""
    check_local(name)
    try:
        if name == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(name).open("rb") as f:
                data = f.read(limit + 1)
    except IsADirectoryError:
        raise UsageError(f"{name} is a folder", hint="give its files") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportFormatError(f"cannot be read: {reason}", file=name) from error
    if len(data) > limit:
        reason = "a report may have 1 MB at most" if limit == MAX_REPORT_BYTES else f"more than {limit // 10**6} MB"
        hint = "cut it to the story itself" if limit == MAX_REPORT_BYTES else "divide it"
        raise ReportFormatError(reason, file=name, hint=hint)
    return data


def check_local(name: str) -> None:
    """UsageError for what is no file of this machine: a URL, or a path GDAL would fetch."""
    if _REMOTE.match(name):
        raise UsageError(f"{name} is not a local file", hint="save the text first: nothing is fetched from the web")


def decode(data: bytes, file: str, wanted: str = "the text of the report") -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark. Line ends become ``\\n``, as Python reads text.

    Raises ReportFormatError for anything else, saying what it looks like.
    """
    if not data.strip():
        raise ReportFormatError("the file is empty", file=file, hint=f"give a file with {wanted}")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReportFormatError(f"this is {what}, not text", file=file, hint="save it as plain text")
    if _WEB.match(data[:200]):
        raise ReportFormatError("this is a web page, not text", file=file, hint="save it as plain text")
    text = _decode_utf16(data, file) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _decode_utf8(data, file)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise ReportFormatError("this is binary (a NUL byte), not text", file=file, line=line)
    controls = sum(map(text.count, map(chr, (*range(1, 9), *range(14, 32)))))
    if controls > 8 and controls > len(text) / 200:
        raise ReportFormatError("this is binary (control characters), not text", file=file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_utf16(data: bytes, file: str) -> str:
    if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        raise ReportFormatError("UTF-32 is not read", file=file, hint="save the file as UTF-8")
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        raise ReportFormatError("broken UTF-16", file=file, hint="save the file as UTF-8") from None


def _decode_utf8(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise ReportFormatError("this is binary (a NUL byte), not text", file=file) from None
        line = data.count(b"\n", 0, error.start) + 1
        raise ReportFormatError(
            f"not UTF-8 (byte 0x{data[error.start]:02x})", file=file, line=line, hint="save the file as UTF-8"
        ) from None


def stem_of(name: str) -> str:
    """The name of a file without folder and ending: the id of its report."""
    return Path(name).stem or "report"


def strict_json(text: str) -> Any:
    """JSON without what JSON does not have: NaN, Infinity and repeated keys are ValueErrors."""
    import json

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found:
                raise ValueError(f"the key {key[:40]!r} occurs twice")
            found[key] = value
        return found

    def constant(name: str) -> float:
        raise ValueError(f"{name} is not JSON")

    return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)


def clean_surrogates(text: str) -> str:
    """The text with lone surrogates, which no encoding can carry, as U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
