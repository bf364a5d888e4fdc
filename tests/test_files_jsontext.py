"""JSON written piece by piece is what ``json.dumps`` writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from railsight.files.jsontext import json_pieces

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(), st.lists(VALUES, max_size=3), min_size=1, max_size=3),
    st.sampled_from([None, 2]),
    st.booleans(),
)
def test_pieces_make_the_text_of_dumps(lists: dict[str, list[Any]], indent: int | None, escaped: bool) -> None:
    lazy = {key: iter(items) for key, items in lists.items()}
    text = "".join(json_pieces(lazy, indent=indent, ensure_ascii=escaped))
    assert text == json.dumps(lists, indent=indent, ensure_ascii=escaped)


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        list(json_pieces({"a": [float("nan")]}))
