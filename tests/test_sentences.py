"""Sentences about a journey: English text that keeps its values, and a table that has every one in every language."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from railsight.errors import InputError
from railsight.files.journeys import journey_from_record, journey_record
from railsight.inference.evidence import OFF_NETWORK
from railsight.model import LANGUAGES, Name, Seen, Sentence, Share, Term, When, joined
from railsight.webmap.sentences import form_in, forms
from tests import journey_fixture as story

SRC = Path(__file__).resolve().parent.parent / "src" / "railsight"
AT = datetime(2023, 9, 11, 19, 30, tzinfo=UTC)
LEFT = Sentence("it had left {place} by {when}", place=Name("Khasan"), when=When(AT, AT, 130.6, 42.4, "limit"))


def test_a_sentence_is_its_english_text() -> None:
    assert LEFT == "it had left Khasan by 11 Sep 19:30 UTC"
    assert json.dumps([LEFT]) == '["it had left Khasan by 11 Sep 19:30 UTC"]'
    assert {LEFT: 1}[str(LEFT)] == 1
    whole = joined([LEFT, Sentence("{share} likely", share=Share(0.004)), "as {told}"])
    assert whole == "it had left Khasan by 11 Sep 19:30 UTC; <1% likely; as {told}"
    assert not joined([])
    of = {"who": Seen("s1"), "event": Term("event", "arrived"), "km": 1234.5}
    assert Sentence("{who} {event} {km:,.0f}", **of) == "s1 arrived 1,234"  # type: ignore[arg-type]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))])
def test_a_sentence_is_copied_with_its_values(again: object) -> None:
    """As a journey is that comes from another process."""
    other = again(joined([LEFT, "more"]))  # type: ignore[operator]
    assert type(other) is Sentence
    assert other == joined([LEFT, "more"])
    assert other.values["part0"].values == LEFT.values


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("reported", "11 Sep 19:30 UTC to 11 Sep 20:30 UTC"),
        ("inferred", "11 Sep 19:30 to 11 Sep 20:30 UTC"),
        ("announced", "2023-09-11 19:30 to 2023-09-11 20:30 UTC"),
    ],
)
def test_a_window_is_english_text_in_utc(kind: object, said: str) -> None:
    assert str(When(AT, AT.replace(hour=20), 130.6, 42.4, kind)) == said  # type: ignore[arg-type]


# ---------------------------------------------------------------- as JSON


def every_kind() -> Sentence:
    """One sentence with a value of every kind."""
    return Sentence(
        "{one} {share} {sighting} {event} {km:,.0f} {more} {text}",
        one=joined([LEFT, Name("Khasan")], ", "),
        share=Share(0.5),
        sighting=Seen("s1"),
        event=Term("event", "arrived"),
        km=1234.5,
        more=2,
        text="a {brace}",
    )


def test_a_journey_from_a_file_has_its_sentences_again() -> None:
    told = every_kind()
    journey = story.journey()
    goal, used = replace(journey.destinations[0], why=told), replace(journey.used[0], why=LEFT)
    aside = replace(journey.rejected[0], reason=told)
    at = replace(journey.positions[0], assumes=told, unknown=LEFT)
    other = replace(journey.alternatives[-1], why=LEFT)
    journey = replace(
        journey, destinations=(goal,), used=(used,), rejected=(aside,), positions=(at,), alternatives=(other,),
        warnings=(told, "as given"), explanation=(LEFT,),
    )  # fmt: skip
    record = json.loads(json.dumps(journey_record(journey, full=True)))
    back = journey_from_record(record)
    assert back == journey
    for text, mine in (
        (back.destinations[0].why, told), (back.used[0].why, LEFT), (back.rejected[0].reason, told),
        (back.positions[0].assumes, told), (back.positions[0].unknown, LEFT), (back.alternatives[0].why, LEFT),
        (back.warnings[0], told), (back.explanation[0], LEFT),
    ):  # fmt: skip
        assert isinstance(text, Sentence)
        assert (text.form, text.values) == (mine.form, mine.values)
    assert type(back.warnings[1]) is str
    del record["sentences"]  # as earlier versions wrote it
    assert type(journey_from_record(record).destinations[0].why) is str


def nested(depth: int) -> dict[str, object]:
    """A sentence that doubles with every step."""
    inner: object = "ten letter"
    for _ in range(depth):
        inner = {"form": "{a}{a}", "values": {"a": inner}}
    return {"form": "{a}", "values": {"a": inner}}


@pytest.mark.parametrize(
    "made",
    [
        *({"form": form, "values": {"a": "x"}} for form in ("{a.__class__}", "{a[0]}", "{a!r}", "{a:>99999999}", "{")),
        {"form": "{b}", "values": {"a": "x"}},
        {"form": "{a}", "values": {"a": {"share": 7}}},
        {"form": "{a}", "values": {"a": {"term": "arrived", "kind": "__class__"}}},
        {"form": "{a}", "values": {"a": {"lon": 0, "lat": 99, "earliest": AT.isoformat(), "latest": AT.isoformat()}}},
        {"form": "{a}", "values": {"a": "another text"}},
        {"form": "x" * 20_000, "values": {}},
        nested(40),
        nested(400),
        {"form": 3, "values": {}},
        "x",
    ],
)
def test_a_sentence_that_is_none_is_refused(made: object) -> None:
    record = journey_record(story.journey(), full=True) | {"sentences": {"x": made}}
    with pytest.raises(InputError):
        journey_from_record(record)


# ---------------------------------------------------------------- the table of languages


def makers() -> Iterator[ast.Module]:
    """The modules that make sentences."""
    for path in sorted(SRC.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(n, ast.ImportFrom) and any(a.name == "Sentence" for a in n.names) for n in ast.walk(tree)):
            yield tree


@cache
def made() -> frozenset[str]:
    """Every form that the program makes a sentence of: written in the call, or called ``form`` or ``_NAMES_GOAL``."""
    nodes: list[ast.expr] = []
    for tree in makers():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence":
                nodes.append(node.args[0])
            elif isinstance(node, ast.Assign):
                names = {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
                if "form" in names:  # also as the first of two
                    nodes.append(node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value)
                elif "_NAMES_GOAL" in names and isinstance(node.value, ast.Dict):
                    nodes += node.value.values
    found = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(form for form in found if any(c.isalpha() for text, *_ in Formatter().parse(form) for c in text))


def names_in(form: str) -> list[str]:
    return sorted({name for _, name, *_ in Formatter().parse(form) if name})


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_sentence_made_has_its_form_in_every_language_and_no_form_is_left_over(language: str) -> None:
    assert made() == set(forms(language).sentences)
    assert len(made()) > 100


def test_what_the_command_line_looks_for_is_said() -> None:
    """It tells what to do about a place off the network."""
    off = {form for form in made() if OFF_NETWORK in form}
    assert "{place} is not within reach of the network" in off
    assert sum(form.startswith("destination ") for form in off) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_tells_in_every_language_what_it_was_made_of(language: str) -> None:
    """All its values and no other; that it is speculated is said in words of its own, which hold the status."""
    for form in made():
        told = form_in(language, form)
        assert names_in(told) == names_in(form), (form, told)
        assert all(not spec for _, _, spec, _ in Formatter().parse(told)) or language == "en", told
