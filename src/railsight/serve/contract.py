"""What can be asked: the questions, their parameters and bounds. Requests are checked and the OpenAPI written by it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from railsight.serve.refusals import Refusal

MAX_QUERY = 8_000
MAX_NAME = 300
Given = dict[str, Any]  # parameter to a text, or to a list of texts when it may be repeated


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query. ``most`` above 1 lets it be repeated; ``pattern`` must match the whole of a value."""

    name: str
    says: str
    example: str = ""
    required: bool = False
    most: int = 1
    pattern: str = ""
    longest: int = MAX_NAME
    default: str = ""
    choices: tuple[str, ...] = ()
    whole: tuple[int, int] | None = None
    form: str = ""  # a format of JSON Schema


@dataclass(frozen=True, slots=True)
class Question:
    """One question: by GET from its parameters alone, by POST from the text of reports and its parameters."""

    name: str
    method: str
    path: str
    title: str  # what it does, in a few words
    says: str
    parameters: tuple[Parameter, ...]
    answer: str  # the schema of the answer, or "html"

    @property
    def reads(self) -> bool:
        """Whether it takes the text of reports."""
        return self.method == "POST"


_PLACE = "a name in any script, lon,lat, or a name with a kind or country after a comma"
_TIME = "ISO 8601 with an offset, such as 2023-09-12T18:30+09:00"
_NAMED_PROFILE = Parameter("profile", "what sort of train it is", "armoured", longest=60)
_WAY = (
    Parameter("from", f"where it starts: {_PLACE}", "Khasan", required=True),
    Parameter("to", f"where it ends: {_PLACE}", "Ussuriysk", required=True),
    Parameter("via", "go through this place; repeated in order; not with require", "Baranovsky", most=10),
    Parameter("avoid", "keep away from this station, line or country (two letters)", "MN", most=20),
    Parameter("require", "go by way of this station, line or country, in whatever order; not with via", most=10),
    Parameter("profile", "what sort of train it is", "armoured", default="armoured", longest=60),
)
_PUBLISHED = Parameter(
    "published", f"when the report was published, if it does not say: {_TIME}, or a date", "2023-09-12", longest=60
)
_UNTIL = Parameter(
    "until", f"use only what was known by then: {_TIME}", "2023-09-13T00:00:00+00:00", longest=60, form="date-time"
)
_AT = Parameter(
    "at", f"say where the train is at that time: {_TIME}", "2023-09-13T06:00:00+10:00", longest=60, form="date-time"
)
_TO = Parameter("to", "weigh only this destination; may be repeated", "Vladivostok", most=20)
_NUMBER = r"[-+]?\d{1,3}(\.\d{1,40})?"

QUESTIONS = (
    Question(
        "distance", "GET", "/distance", "How far by rail", "How far it is by rail, and by which way.", _WAY, "Distance"
    ),
    Question(
        "place",
        "GET",
        "/place",
        "What a name means",
        "Which places a name may mean, best first, with probabilities and reasons.",
        (
            Parameter("name", _PLACE, "Vostochny", required=True),
            Parameter("near", "prefer places near this lon,lat", "131.9,43.1", pattern=rf"{_NUMBER}, ?{_NUMBER}"),
            Parameter("country", "only this country (two letters)", "RU", pattern="[A-Za-z]{2}"),
            Parameter("limit", "list at most so many", "10", whole=(1, 50), default="10"),
        ),
        "Places",
    ),
    Question(
        "distance_map", "GET", "/map", "Map of a way", "The way between two places as a page with a map.", _WAY, "html"
    ),
    Question(
        "read",
        "POST",
        "/read",
        "Read reports",
        "What reports say: mentions, sightings and checked claims.",
        (_PUBLISHED,),
        "Reading",
    ),
    Question(
        "track",
        "POST",
        "/track",
        "Follow a train",
        "The journey that reports tell of: where the train went, is, and may be going.",
        (_PUBLISHED, _UNTIL, _AT, _TO, _NAMED_PROFILE),
        "Journey",
    ),
    Question(
        "map",
        "POST",
        "/map",
        "Map of a journey",
        "The journey that reports tell of as a page with a map.",
        (
            _PUBLISHED,
            Parameter("title", "title of the page", "Khasan, September 2023"),
            Parameter("language", "language of the page's own words", "en", choices=("en", "ru", "ko")),
            _NAMED_PROFILE,
        ),
        "html",
    ),
)
BY_ROUTE: Mapping[tuple[str, str], Question] = {(q.method, q.path): q for q in QUESTIONS}
PATHS = frozenset(q.path for q in QUESTIONS)
OWN_PATHS = frozenset(("/", "/health", "/openapi.json"))


def parse_query(question: Question, query: bytes) -> Given:
    """The parameters of a query string, blanks around values taken off. Refusal (400) names what is not allowed."""
    if len(query) > MAX_QUERY:
        raise _bad(f"the query is longer than {MAX_QUERY} bytes")
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=100
        )
    except UnicodeDecodeError:
        raise _bad("the query is not percent-encoded UTF-8") from None
    except ValueError:
        raise _bad("more than 100 parameters") from None
    known = {p.name: p for p in question.parameters}
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            raise _bad(f"unknown parameter {name[:40]!r}", hint=f"{question.path} takes {', '.join(known)}")
        if value.strip():
            found.setdefault(name, []).append(_checked(known[name], value.strip()))
    given: Given = {}
    for parameter in question.parameters:
        values = found.get(parameter.name, [])
        if len(values) > parameter.most:
            many = "once" if parameter.most == 1 else f"{parameter.most} times"
            raise _bad(f"{parameter.name} may be given {many} at most")
        if parameter.required and not values:
            raise _bad(f"{parameter.name} is missing", hint=f"for example {parameter.name}={parameter.example}")
        if values:
            given[parameter.name] = values if parameter.most > 1 else values[0]
        elif parameter.default:
            given[parameter.name] = parameter.default
    return given


def key_of(question: Question, given: Given) -> bytes:
    """The same for every way of putting the same question."""
    settled = given | {name: sorted(set(given[name])) for name in ("avoid", "require") if name in given}
    return json.dumps([question.name, sorted(settled.items())], ensure_ascii=True).encode("ascii")


def _checked(parameter: Parameter, value: str) -> str:
    name = parameter.name
    if len(value) > parameter.longest:
        raise _bad(f"{name} is longer than {parameter.longest} characters")
    if parameter.pattern and not re.fullmatch(parameter.pattern, value, re.ASCII):
        raise _bad(f"{name}={value[:40]!r} is not allowed", hint=f"for example {name}={parameter.example}")
    if parameter.choices and value not in parameter.choices:
        raise _bad(f"{name}={value[:40]!r} is not one of {', '.join(parameter.choices)}")
    if parameter.whole is not None:
        low, high = parameter.whole
        if not re.fullmatch(r"[0-9]{1,4}", value) or not low <= int(value) <= high:
            raise _bad(f"{name}={value[:40]!r} is not a whole number from {low} to {high}")
        return str(int(value))
    return value


def _bad(message: str, *, hint: str = "") -> Refusal:
    return Refusal(400, "BadRequest", message, hint=hint or "see /openapi.json")
