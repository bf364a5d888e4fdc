"""Reading a case's tree against its schema: every problem is gathered with file, line and key before one is raised."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime

from railsight.errors import CaseFormatError
from railsight.files.strictyaml import Mapping, Node, Scalar, Sequence
from railsight.times import from_iso, in_years

MAX_TEXT = 20_000
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_BARE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Problems:
    """What is wrong with a case, in order of line. ``raise_any`` turns it into one error that lists the rest."""

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.found: list[tuple[int, str, str]] = []

    def add(self, line: int, key: str, reason: str) -> None:
        """Note what is wrong at a line and a key."""
        self.found.append((line, key, reason))

    def told(self, line: int, key: str, reason: str) -> str:
        """What is to be said of a key without refusing the case: with file and line, as an error says it."""
        where = f"{self.file}:{line}" if self.file else f"line {line}"
        return f"{where}: {key}: {reason}"

    def raise_any(self) -> None:
        """Raise all that was noted as one error; nothing when all is well."""
        if not self.found:
            return
        (line, key, reason), *rest = sorted(self.found)
        more = "; ".join(f"line {n}, {k}: {r}" for n, k, r in rest[:4])
        hint = f"{len(rest)} more: {more}" if rest else ""
        raise CaseFormatError(f"{key}: {reason}", file=self.file, line=line, key=key, hint=hint)


class Fields:
    """One mapping of the case. Each getter reads one key as one type; unknown keys are problems from the start."""

    def __init__(self, node: Node, key: str, allowed: Collection[str], problems: Problems) -> None:
        self.key = key
        self.problems = problems
        self.line = node.line
        self.items: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        if not isinstance(node, Mapping):
            problems.add(node.line, key or "case", f"a mapping with keys was expected ({', '.join(sorted(allowed))})")
            return
        for name, value in node.items.items():
            if name not in allowed:
                reason = f"unknown key{_nearest(name, allowed)}; allowed are {', '.join(sorted(allowed))}"
                problems.add(node.key_lines[name], self.path(name), reason)
            elif not (isinstance(value, Scalar) and value.empty):
                self.items[name] = value
                self.lines[name] = node.key_lines[name]

    def path(self, name: str) -> str:
        """A key with those it stands under, as messages name it."""
        name = " ".join(name.split())  # a key may run over several lines, a message may not
        return f"{self.key}.{name}" if self.key else name

    def refuse(self, name: str, reason: str) -> None:
        """Record a problem with one key, or with the mapping where the key is absent."""
        node = self.items.get(name)
        self.problems.add(node.line if node is not None else self.line, self.path(name), reason)

    def text(self, name: str, *, required: bool = False, limit: int = MAX_TEXT) -> str | None:
        """Text as written. Too long or not a scalar is a problem."""
        node = self.items.get(name)
        if node is None:
            if required:
                self.refuse(name, "is missing")
            return None
        if not isinstance(node, Scalar):
            self.refuse(name, "text was expected")
            return None
        if len(node.text) > limit or (required and not node.text.strip()):
            self.refuse(name, f"longer than {limit} characters" if node.text.strip() else "is empty")
            return None
        return node.text

    def number(self, name: str, *, low: float, high: float, whole: bool = False) -> float | None:
        """A decimal number in [low, high]; ``1_000``, ``0x10``, ``1e999`` and ``nan`` are problems."""
        text = self.text(name)
        if text is None:
            return None
        value = float(text) if _NUMBER.fullmatch(text) and len(text) < 40 else math.nan
        if not low <= value <= high or (whole and not value.is_integer()):
            self.refuse(name, f"{text[:40]!r} is not a {'whole ' * whole}number from {low:g} to {high:g}")
            return None
        return value

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        """One of some words."""
        text = self.text(name)
        if text is None:
            return default
        if text not in allowed:
            self.refuse(name, f"{text[:40]!r} is not one of {', '.join(sorted(allowed))}")
            return default
        return text

    def when(self, name: str, *, local: bool = False) -> datetime | date | None:
        """A time with offset (kept in that offset), or a bare date; with ``local`` a time without offset will do."""
        text = self.text(name)
        if text is None:
            return None
        try:
            moment = from_iso(text)
        except ValueError:
            self.refuse(name, f"{text[:40]!r} is not a time: write it like 2023-09-12T06:00+10:00 or 2023-09-12")
            return None
        try:
            in_years(moment)
        except ValueError as error:
            self.refuse(name, str(error))
            return None
        if _BARE_DATE.fullmatch(text):
            return moment.date()
        if moment.tzinfo is None and not local:
            self.refuse(name, f"{text[:40]!r} has no UTC offset: write it like 2023-09-12T06:00+10:00")
            return None
        return moment

    def moment(self, name: str) -> datetime | None:
        """A time with offset, as UTC; a bare date is a problem."""
        value = self.when(name)
        if value is None:
            return None
        if not isinstance(value, datetime):
            self.refuse(name, "a time with offset was expected, not a bare date")
            return None
        return value.astimezone(UTC)

    def each(self, name: str, limit: int = 5000) -> tuple[Node, ...]:
        """The items of a list; empty when the key is absent."""
        node = self.items.get(name)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.refuse(name, "a list was expected (lines that begin with -)")
            return ()
        if len(node.items) > limit:
            self.refuse(name, f"more than {limit} items")
            return ()
        return node.items

    def fields(self, name: str, allowed: Collection[str]) -> Fields | None:
        """A mapping inside this one."""
        node = self.items.get(name)
        return Fields(node, self.path(name), allowed, self.problems) if node is not None else None

    def read(self, name: str, reader: Callable[[str], str]) -> str | None:
        """Text turned into something by ``reader``, whose ValueError is the problem."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return reader(text)
        except ValueError as error:
            self.refuse(name, str(error))
            return None


def _nearest(name: str, allowed: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name[:40], list(allowed), 1)
    return f" (is it {near[0]}?)" if near else ""
