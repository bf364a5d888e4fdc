"""The one place where outside text is made safe for a page. Nothing else writes outside text into HTML.

Text enters a page inside one JSON block that the page's script reads and writes out as text nodes, and once more as
elements for readers without script. So safety here means: the block cannot be left, text cannot become markup, braces
cannot form a template, and no character can lie about the text around it.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Mapping

# Longer texts are cut with an ellipsis: a name of a megabyte is no name.
MAX_TEXT = 4000
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Marks that only say which way the text beside them runs: they turn nothing around, and nobody misses them.
_SILENT = frozenset("\u061c\u200e\u200f")
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&{}'`$\u2028\u2029\x7f"}


def clean(text: str, *, limit: int = MAX_TEXT) -> str:
    """Text as it may be shown: controls and lone surrogates become U+FFFD, bidi controls are named, length is capped.

    A bidi control is shown as ``[U+202E]``: it stays visible and turns nothing around; the marks of a direction, which
    cannot do that, are dropped. Line breaks and tabs remain.
    """
    cut = text[:limit]
    shown = cut if cut.isprintable() else "".join(_shown(c) for c in cut)
    return shown + "…" if len(text) > limit else shown


def _shown(c: str) -> str:
    if c in _BIDI:
        return f"[U+{ord(c):04X}]"
    if c in _SILENT:
        return ""
    if c in "\n\t":
        return c
    code = ord(c)
    if code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return c


def _plain(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Mapping):
        return {clean(str(k)): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


class Code:
    """Base64 of geometry made by railsight itself: exempt from the cap on texts. Refuses anything else."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        if not _is_code(text):
            raise ValueError("not base64")
        self.text = text


def _is_code(text: str) -> bool:
    return (text.isascii() and text.replace("+", "a").replace("/", "a").rstrip("=").isalnum()) or not text


def data_block(value: object) -> str:
    """A JSON block for a page: safe inside ``<script type="application/json">`` and inside any template.

    ``value`` is built of dicts, lists, strings, numbers, bools, None and ``Code``; strings and keys are cleaned; NaN
    and infinity become null. ``< > & { } ' ` $`` and U+2028/9 inside strings are written as ``\\u`` escapes.
    """
    parts = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _escape_strings(parts)


def _escape_strings(text: str) -> str:
    """Escapes inside the string literals of JSON text only: its own braces must stay.

    JSON written by ``json.dumps`` has a quote inside a literal only behind a backslash, so splitting on quotes that are
    not escaped finds the literals.
    """
    out = []
    inside = False
    for piece in text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022").split('"'):
        out.append(piece.translate(_ESCAPED) if inside else piece)
        inside = not inside
    return '"'.join(out)


def markup_text(text: str, *, limit: int = 300) -> str:
    """Text as it may stand between tags and in attributes: of the page template and of ``element``."""
    return html.escape(clean(text, limit=limit)).replace("{", "&#123;").replace("}", "&#125;")


class Markup:
    """HTML made by ``element`` and nothing else."""

    __slots__ = ("html",)

    def __init__(self, html: str) -> None:
        self.html = html


_NAME = re.compile(r"[a-z][a-z0-9-]*")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]{1,2000}", re.IGNORECASE)


def element(tag: str, *children: str | Markup | None, **attributes: str | None) -> Markup:
    """An HTML element. Strings become text, whatever they hold; an attribute of None is left out.

    An underscore at the end of an attribute's name is dropped (``class_``), another one is a hyphen. ``href`` may only
    lead to ``http`` and ``https``; ValueError for any other, and for names that are none.
    """
    written = []
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if _NAME.fullmatch(name) is None or name.startswith("on") or name in ("src", "style"):
            raise ValueError(f"not an attribute to write: {name}")
        if name == "href" and value is not None and not leads_out(value):
            raise ValueError("a link leads to http or https")
        written += [f' {name}="{markup_text(value, limit=MAX_TEXT)}"'] if value is not None else []
    if _NAME.fullmatch(tag) is None or tag in ("script", "style"):
        raise ValueError(f"not an element to write: {tag}")
    inside = (c.html if isinstance(c, Markup) else markup_text(c, limit=MAX_TEXT) for c in children if c is not None)
    return Markup(f"<{tag}{''.join(written)}>{''.join(inside)}</{tag}>")


def leads_out(address: str) -> bool:
    """Whether an address is one that a page may link to."""
    return _ADDRESS.fullmatch(address) is not None
