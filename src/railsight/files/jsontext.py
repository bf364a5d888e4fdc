"""JSON text for people and programs: objects and lists over lines, numbers that belong together on one line.

Text is made by the compiled encoder of the standard library, of which ``indent`` alone would make a slow one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

_Encode = Callable[[Any], str]


def json_text(record: Any, *, indent: int, ensure_ascii: bool = False) -> str:
    """A record as text, each level ``indent`` blanks deeper. A list of numbers, as a place of a line, is one line.

    NaN and infinity are refused with ValueError; keys are strings.
    """
    out: list[str] = []
    _lay(record, "\n", " " * indent, _encoder(ensure_ascii), out.append)
    return "".join(out)


def json_pieces(
    lists: Mapping[str, Iterable[Any]], *, indent: int | None = None, ensure_ascii: bool = True
) -> Iterator[str]:
    """As ``json_text`` of an object whose values are lists, piece by piece, each item asked for when it is its turn.

    What is written is never in memory as a whole. Without ``indent`` it is one line. Raises as ``json_text``.
    """
    encode = _encoder(ensure_ascii)
    comma, line, deeper, step = ", ", "", "", ""
    if indent is not None:
        step = " " * indent
        comma, line, deeper = ",", "\n" + step, "\n" + 2 * step
    yield "{"
    for n, (key, items) in enumerate(lists.items()):
        yield f"{comma if n else ''}{line}{encode(key)}: ["
        filled = False
        for item in items:
            out = [f"{comma if filled else ''}{deeper}"]
            if step:
                _lay(item, deeper, step, encode, out.append)
            else:
                out.append(encode(item))
            yield "".join(out)
            filled = True
        yield line + "]" if filled else "]"
    yield "\n}" if indent is not None else "}"


def _encoder(ensure_ascii: bool) -> _Encode:
    return json.JSONEncoder(ensure_ascii=ensure_ascii, allow_nan=False, check_circular=False).encode


def _lay(value: Any, line: str, step: str, encode: _Encode, put: Callable[[str], None]) -> None:
    """Put the text of a value that stands on a line begun by ``line``, a break and blanks."""
    if not value or not isinstance(value, (dict, list, tuple)):
        put(encode(value))
        return
    deeper = line + step
    if isinstance(value, dict):
        before = "{"
        for key, inner in value.items():
            put(f"{before}{deeper}{encode(key)}: ")
            _lay(inner, deeper, step, encode, put)
            before = ","
        put(line + "}")
        return
    text = _numbers(value, deeper, line, encode)
    if text is not None:
        put(text)
        return
    before = "["
    for inner in value:
        put(before + deeper)
        _lay(inner, deeper, step, encode, put)
        before = ","
    put(line + "]")


def _numbers(values: Any, deeper: str, line: str, encode: _Encode) -> str | None:
    """Numbers on one line, or lists of numbers on a line each; None of anything else."""
    first = values[0]
    listed = isinstance(first, (list, tuple)) and len(first) > 0
    if not isinstance(first[0] if listed else first, (int, float)):
        return None
    text = encode(values)
    if '"' in text or "{" in text or text.rfind("[[") > 0 or (not listed and "[" in text[1:]):
        return None
    return f"[{deeper}{text[1:-1].replace('], [', f'],{deeper}[')}{line}]" if listed else text
