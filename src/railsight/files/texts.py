"""From the bytes of a file to text: capped, decoded, or refused in one clear line."""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from railsight.errors import RailsightError, ReportFormatError, UsageError, no_file_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NAME_SHOWN = 100  # characters of a name in a message
_WORDS_OF_A_NAME = 3  # a name of a file with more blanks, and no ending, is a text that was meant to be read


def read_text(path: str, *, limit: int = MAX_REPORT_BYTES, wanted: str = "the text of the report") -> str:
    """The text of any input file, at most ``limit`` bytes. ReportFormatError says what it is instead.

    ``wanted`` is what the file should hold, in words.
    """
    return decode(read_bytes(path, limit), "standard input" if path == "-" else path, wanted)


def read_stdin(*, json_limit: int) -> tuple[str, bool]:
    """The text of standard input, and whether it begins as a JSON object does: only then it may be longer."""
    data = read_bytes("-", MAX_REPORT_BYTES, json_limit)
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    return decode(data, "standard input"), is_json


def read_bytes(name: str, limit: int = MAX_REPORT_BYTES, json_limit: int = 0) -> bytes:
    """At most one byte more than the cap, so that a file of any size costs no more than that.

    With ``json_limit`` that is the cap of what begins as a JSON object does.
    """
    with opened(name) as f:
        data = f.read(limit + 1)
        if json_limit and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            data, limit = data + f.read(max(0, json_limit + 1 - len(data))), json_limit
    check_size(name, len(data), limit)
    return data


@contextlib.contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file of this machine, or standard input for ``"-"``, to be read. ReportFormatError when that fails."""
    check_local(name)
    if name == "-" and sys.stdin is None:
        raise ReportFormatError("cannot be read: it is closed", file="standard input", hint="leave out <&-")
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as f:
            yield f
    except IsADirectoryError:
        raise UsageError(f"{name} is a folder", hint="give its files") from None
    except RailsightError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        told = "\n" in name or (name.count(" ") > _WORDS_OF_A_NAME and not _ENDING.search(name))
        hint = "a text itself goes in as railsight.Report(text=...), or on standard input with -" if told else ""
        if not told and isinstance(error, FileNotFoundError):
            hint = no_file_hint(name)
        shown = name if len(name) <= _NAME_SHOWN else f"{name[:_NAME_SHOWN]}…"
        raise ReportFormatError(f"cannot be read: {reason}", file=shown, hint=hint) from error


def check_size(name: str, size: int, limit: int) -> None:
    """ReportFormatError for a file of more bytes than its cap."""
    if size > limit:
        reason = "a report may have 1 MB at most" if limit == MAX_REPORT_BYTES else f"more than {limit // 10**6} MB"
        hint = "cut it to the story itself" if limit == MAX_REPORT_BYTES else "divide it"
        raise ReportFormatError(reason, file=name, hint=hint)


def check_local(name: str) -> None:
    """UsageError for what is no file of this machine: a URL, or a path GDAL would fetch."""
    if not name:
        raise UsageError("an empty file name was given", hint="is a variable of the shell not set?")
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


_XML = re.compile(r"\s*<(\?xml|kml|gpx|svg|rss|feed|osm)\b", re.IGNORECASE)
_XML_KINDS = {"kml": "KML", "gpx": "GPX", "svg": "a picture (SVG)"}
_NAMES = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_INSTEAD = "give the text of the report; of a journey, journey.json as `track -o journey.json` writes it"


def check_prose(text: str, file: str | None = None) -> None:
    """ReportFormatError for what is plainly no report that people read: XML, JSON, a table of figures."""
    kind = _data_kind(text)
    if kind:
        raise ReportFormatError(f"{kind}, not the text of a report", file=file, hint=_INSTEAD)


def _data_kind(text: str) -> str:
    """What a text for programs is, in words; empty for prose."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "<" and _XML.match(text.lstrip("\ufeff")):
        root = re.search(r"<([A-Za-z]\w*)", text)
        return f"this is {_XML_KINDS.get(root[1].lower() if root else '', 'XML')}"
    if start in ("{", "["):
        try:
            document = strict_json(text.lstrip("\ufeff").strip().partition("\n")[0] if is_lines(text) else text)
        except (ValueError, RecursionError):
            return ""
        from railsight.files.kinds import is_earlier, kind_of

        return "this is a record (.json) of an earlier command" if is_earlier(document) else kind_of(document)
    return "this is a table (CSV)" if _is_table(text) else ""


def is_lines(text: str) -> bool:
    """Whether a text is JSON Lines: more than one line, the first an object by itself."""
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    if first[:1] != "{" or first.rstrip()[-1:] != "}" or not rest.strip():
        return False
    try:
        strict_json(first)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(text: str) -> bool:
    """Whether a text is a CSV of data: a header of plain names, rows as long as it is, a column of nothing but figures.

    A log that people keep ("06:00, Khasan, arrived") has no such column.
    """
    first, _, rest = text.lstrip("\ufeff \t\n").partition("\n")
    mark = next((m for m in ",;\t" if first.count(m) >= 2), None)
    if mark is None or not all(_NAMES.fullmatch(name.strip().strip('"')) for name in first.split(mark)):
        return False
    import csv

    try:
        rows = list(csv.reader(rest[:20_000].rpartition("\n")[0].splitlines() or [rest], delimiter=mark))[:50]
    except csv.Error:
        return False
    wide = first.count(mark) + 1
    if not rows or any(len(row) != wide for row in rows):
        return False
    return any(all(_is_figure(row[k]) for row in rows) for k in range(wide))


def _is_figure(cell: str) -> bool:
    return re.fullmatch(r"\s*[-+]?\d+(\.\d+)?\s*", cell) is not None


def stem_of(name: str) -> str:
    """The name of a file without folder and ending: the id of its report.

    Of a name that is no UTF-8 the bytes that are none become ``?``.
    """
    return Path(name).stem.encode("utf-8", "replace").decode("utf-8") or "report"


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
