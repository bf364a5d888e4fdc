"""YAML 1.2 for cases, with everything left out that surprises or attacks.

No aliases, anchors, merges or tags; no repeated keys; one document; bounded size and nesting. Scalars stay the text
that was written (``22:15``, ``NO``, ``0612345``, ``1_000``): whoever reads the schema decides what they mean. Built on
ruamel.yaml's event stream, so that nothing is constructed before it was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from railsight.errors import CaseFormatError
from railsight.model.checks import clean_surrogates

MAX_YAML_BYTES = 1_000_000
MAX_DEPTH = 16
MAX_EVENTS = 200_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written; ``quoted`` tells ``"null"`` from ``null``. ``line`` counts from 1."""

    text: str
    line: int
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Nothing written: empty, ``~``, ``null``, or the ``.nan`` of a table's empty cell, without quotes."""
        return not self.quoted and self.text in {"", "~", "null", "Null", "NULL", ".nan", ".NaN", ".NAN"}


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in the order written; ``key_lines`` says where each stands."""

    items: dict[str, Node]
    key_lines: dict[str, int]
    line: int


Node = Scalar | Sequence | Mapping


def parse_yaml(text: str, *, file: str | None = None) -> Node:
    """The one document in ``text``. CaseFormatError names file and line for whatever is not allowed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if len(text) > MAX_YAML_BYTES:
        raise CaseFormatError("a case file may have 1 MB at most", file=file, hint="keep texts in own files")
    reader = YAML(typ="safe", pure=True)
    try:
        return _Builder(reader.parse(text), file).document()
    except CaseFormatError:
        raise
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = mark.line + 1 if mark is not None else None
        raise CaseFormatError(f"not YAML: {reason}", file=file, line=line) from error
    except (ValueError, RecursionError, IndexError) as error:
        raise CaseFormatError(f"not YAML: {str(error)[:80]}", file=file) from error


class _Builder:
    """Turns events into nodes, refusing what is not allowed on sight."""

    def __init__(self, events: Iterator[Any], file: str | None) -> None:
        self._events = events
        self._file = file
        self._count = 0

    def document(self) -> Node:
        root: Node | None = None
        while (event := self._next()) is not None:
            kind = type(event).__name__
            if kind in {"StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"}:
                continue
            if kind == "DocumentStartEvent":
                if root is not None:
                    raise self._refuse("only one document is allowed", event)
                if getattr(event, "tags", None):
                    raise self._refuse("%TAG directives are not allowed", event)
                continue
            root = self._node(event, 1)
        if root is None:
            raise CaseFormatError("the file is empty", file=self._file)
        return root

    def _next(self) -> Any:
        self._count += 1
        if self._count > MAX_EVENTS:
            raise CaseFormatError(f"more than {MAX_EVENTS} values", file=self._file)
        return next(self._events, None)

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event).__name__
        self._check(event, kind, depth)
        line = event.start_mark.line + 1
        if kind == "ScalarEvent":
            return Scalar(clean_surrogates(str(event.value)), line, event.style is not None)
        if kind == "SequenceStartEvent":
            return self._sequence(line, depth)
        return self._mapping(line, depth)

    def _check(self, event: Any, kind: str, depth: int) -> None:
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise self._refuse("anchors and aliases (& and *) are not allowed", event, "write the value out")
        if kind not in {"ScalarEvent", "SequenceStartEvent", "MappingStartEvent"}:
            raise self._refuse("not a value", event)
        if getattr(event, "tag", None) is not None:
            raise self._refuse("tags (!...) are not allowed", event, "leave the tag out")
        if depth > MAX_DEPTH:
            raise self._refuse(f"nested more than {MAX_DEPTH} deep", event)

    def _sequence(self, line: int, depth: int) -> Sequence:
        items: list[Node] = []
        while type(event := self._next()).__name__ != "SequenceEndEvent":
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), line)

    def _mapping(self, line: int, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while type(event := self._next()).__name__ != "MappingEndEvent":
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self._refuse("a key is plain text", event)
            if key.text == "<<" and not key.quoted:
                raise self._refuse("merges (<<) are not allowed", event, "write the values out")
            if key.text in items:
                raise CaseFormatError(
                    f"the key {key.text!r} stands twice, in lines {lines[key.text]} and {key.line}",
                    file=self._file,
                    line=key.line,
                    key=key.text,
                    hint="keep one of them",
                )
            items[key.text] = self._node(self._next(), depth + 1)
            lines[key.text] = key.line
        return Mapping(items, lines, line)

    def _refuse(self, reason: str, event: Any, hint: str = "") -> CaseFormatError:
        return CaseFormatError(reason, file=self._file, line=event.start_mark.line + 1, hint=hint)
