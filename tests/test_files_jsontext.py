"""JSON text holds what was given, is laid out to be read, and is the same written whole or piece by piece."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from railsight.files.jsontext import json_pieces, json_text

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@unhurried
@given(VALUES | st.lists(st.lists(NUMBERS)), st.integers(0, 2), st.booleans())
def test_the_text_holds_what_was_given(value: Any, indent: int, escaped: bool) -> None:
    text = json_text(value, indent=indent, ensure_ascii=escaped)
    assert json.loads(text) == value
    assert text.isascii() or not escaped


@unhurried
@given(
    st.dictionaries(st.text(), st.lists(VALUES, max_size=3), min_size=1, max_size=3),
    st.sampled_from([None, 2]),
    st.booleans(),
)
def test_pieces_hold_what_was_given(lists: dict[str, list[Any]], indent: int | None, escaped: bool) -> None:
    lazy = {key: iter(items) for key, items in lists.items()}
    text = "".join(json_pieces(lazy, indent=indent, ensure_ascii=escaped))
    assert json.loads(text) == lists
    if indent is None:
        assert "\n" not in text


def test_levels_are_lines_and_numbers_that_belong_together_share_one() -> None:
    record = {"name": "Хасан [1, 2]", "span": [3, 9], "line": [[130.5, 42.25], [131, None]], "none": [], "of": {"a": 1}}
    assert json_text(record, indent=1) == (
        '{\n "name": "Хасан [1, 2]",\n "span": [3, 9],\n "line": [\n  [130.5, 42.25],\n  [131, null]\n ],\n'
        ' "none": [],\n "of": {\n  "a": 1\n }\n}'
    )


@pytest.mark.parametrize("value", [[[1], ["], ["]], [1, "a"], [1, {"b": 2}], [[1], [[2], [3]]], [[1], 2], [[[1, 2]]]])
def test_a_list_that_only_begins_with_numbers_is_whole(value: Any) -> None:
    assert json.loads(json_text(value, indent=2)) == value


def test_the_same_as_a_whole_and_in_pieces() -> None:
    lists: dict[str, list[Any]] = {"a": [{"at": [1.5, 2], "b": None}], "c": []}
    assert "".join(json_pieces(lists, indent=2)) == json_text(lists, indent=2, ensure_ascii=True)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(wrong: float) -> None:
    for value in (wrong, [wrong], [[wrong]], {"a": wrong}):
        with pytest.raises(ValueError, match="JSON"):
            json_text(value, indent=1)
    with pytest.raises(ValueError, match="JSON"):
        list(json_pieces({"a": [wrong]}))
