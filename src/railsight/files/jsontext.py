"""JSON text of an object of long lists, piece by piece: what is written is never in memory as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def json_pieces(
    lists: Mapping[str, Iterable[Any]], *, indent: int | None = None, ensure_ascii: bool = True
) -> Iterator[str]:
    """The text that ``json.dumps`` makes of an object whose values are lists, each item asked for when it is its turn.

    NaN and infinity are refused with ValueError.
    """
    encode = json.JSONEncoder(ensure_ascii=ensure_ascii, allow_nan=False, check_circular=False, indent=indent).encode
    comma, line, deeper = ", ", "", ""
    if indent is not None:
        comma, line, deeper = ",", "\n" + " " * indent, "\n" + " " * (2 * indent)
    yield "{"
    for n, (key, items) in enumerate(lists.items()):
        yield f"{comma if n else ''}{line}{encode(key)}: ["
        filled = False
        for item in items:
            text = encode(item)
            yield f"{comma if filled else ''}{deeper}{text.replace(chr(10), deeper) if deeper else text}"
            filled = True
        yield line + "]" if filled else "]"
    yield "\n}" if indent is not None else "}"
