"""Sentences about a journey as JSON and back: by their text, with the form and values that a page tells them from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

from railsight.files.records import Record
from railsight.model import Journey, Name, Seen, Sentence, Share, Term, When
from railsight.model.sentences import TermKind, Value, WhenKind

# A form from a file is a text with plain names and figures: nothing that looks into a value or makes it long.
_FORM = re.compile(r"(?:[^{}]|\{[a-z][a-z_0-9]{0,30}(?::,?\.\d[fg])?\})*")
_LONGEST = 10_000  # characters of a sentence read back, and of its form


def sentences_record(journey: Journey) -> Record:
    """Every sentence of a journey by its text."""
    return {str(s): _record(s) for s in _texts(journey) if isinstance(s, Sentence) and s}


def _texts(journey: Journey) -> Iterator[str]:
    yield from (u.why for u in journey.used)
    yield from (r.reason for r in journey.rejected)
    yield from (a.why for a in journey.alternatives)
    yield from (d.why for d in journey.destinations)
    yield from (text for p in journey.positions for text in (p.assumes, p.unknown))
    yield from journey.warnings
    yield from journey.explanation


def _record(value: Value) -> Any:
    match value:
        case Sentence():
            return {"form": value.form, "values": {name: _record(inner) for name, inner in value.values.items()}}
        case Name():
            return {"place": value.text}
        case Seen():
            return {"sighting": value.id}
        case Share():
            return {"share": value.probability}
        case Term():
            return {"term": value.word, "kind": value.kind}
        case When():
            ends = {"earliest": value.earliest.isoformat(), "latest": value.latest.isoformat()}
            return {**ends, "lon": value.lon, "lat": value.lat, "kind": value.kind}
    return value


def sentences_from_record(record: Mapping[str, Any]) -> dict[str, Sentence]:
    """The sentences by their text. KeyError, TypeError and ValueError for what are none."""
    found = {text: _sentence(r) for text, r in record.items()}
    for text, sentence in found.items():
        if text != sentence:
            raise ValueError(f"the sentence {text[:60]!r} does not come of its form")
    return found


def _sentence(record: Mapping[str, Any]) -> Sentence:
    form = record["form"]
    if len(form) > _LONGEST or not _FORM.fullmatch(form):
        raise ValueError(f"{form[:60]!r} is no form of a sentence")
    sentence = Sentence(form, **{name: _value(value) for name, value in record["values"].items()})
    if len(sentence) > _LONGEST:
        raise ValueError(f"a sentence of {len(sentence)} characters: {_LONGEST} are the most")
    return sentence


def _value(value: Any) -> Value:
    if isinstance(value, str | int | float):
        return value
    if "form" in value:
        return _sentence(value)
    if "place" in value:
        return Name(str(value["place"]))
    if "sighting" in value:
        return Seen(str(value["sighting"]))
    if "share" in value:
        return Share(value["share"])
    if "term" in value:
        return Term(_one_of(TermKind, value["kind"]), str(value["term"]))
    earliest, latest = (datetime.fromisoformat(value[key]).astimezone(UTC) for key in ("earliest", "latest"))
    return When(earliest, latest, value["lon"], value["lat"], _one_of(WhenKind, value["kind"]))


def _one_of(kinds: Any, kind: Any) -> Any:
    if kind not in get_args(kinds):
        raise ValueError(f"{str(kind)[:60]!r} is none of {', '.join(get_args(kinds))}")
    return kind
