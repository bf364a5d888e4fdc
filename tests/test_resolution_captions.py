"""Places that head what is told, captions, premises at a place, trains set apart, and lines named by their ends."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from railsight.resolution.sentences.ways import names_a_line
from tests.telling import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ishim: a schoolboy saw the special train pass at 20:00 on Monday.", ("passed", "Ishim")),
        ("18:15 – Ishim: a reader sees the special train pass in the dark.", ("passed", "Ishim")),
        ("Ishim: the special train stood on track 2 at 20:00 on Monday.", ("stopped", "Ishim")),
        ("Ishim: residents watched the special train roll in at 20:00 on Monday.", ("arrived", "Ishim")),
        ("Caption: The unannounced train at Ishim, near Omsk, at 06:40 on 20 May.", ("seen", "Ishim")),
        ("In the picture: the green train at Ishim, shortly after noon on Monday.", ("seen", "Ishim")),
        ("A driver met the special train at Ishim at five in the morning on Monday.", ("seen", "Ishim")),
        ("A train driver met the special at Ishim at five in the morning on Monday.", ("seen", "Ishim")),
        ("The special train did not stop in Ishim when it went through at 12:50 on Monday.", ("passed", "Ishim")),
        ("Ishim: a reporter in Omsk saw the special train pass at 20:00 on Monday.", ("seen", "Omsk")),
        ("ISHIM: The special train left Omsk at 20:00 on Monday.", ("departed", "Omsk")),
    ],
)
def test_what_is_told_of_the_place_that_heads_it(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "The train left Perm on Monday. On Monday the yard at Omsk was closed to wagons for most of the afternoon.",
        "The train left Perm on Monday. The villa on the river near Omsk, often named as its aim, was empty all week.",
        "The train left Perm on Monday. It is an exhibition. It opens in Omsk on Friday.",
        "The train left Perm on Monday. The office in Omsk says that no guests are expected there today.",
        "The train left Perm on Monday. The coal train that stood at Omsk at noon has nothing to do with it.",
        "The train left Perm on Monday. The train filmed at Omsk at noon is unrelated.",
        "The train left Perm on Monday. It stood beside the ordinary train from Omsk, which has nothing to do with it.",
        "The train left Perm on Monday. The train photographed at Omsk was a different one.",
        "The train left Perm on Monday. It runs on the Omsk – Tyumen railway line.",
    ],
)
def test_no_train_is_told_of_there(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("departed", "Perm")}


def test_a_train_that_has_nothing_to_do_with_its_cause_is_told_of(gazetteer: Gazetteer) -> None:
    text = "The train that passed Omsk at 9:00 on Monday has nothing to do with the summit, the railway says."
    assert told(text, gazetteer) == {("passed", "Omsk")}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("along the Baikal–Amur line", "Baikal", True),
        ("along the Baikal–Amur line", "Amur", True),
        ("on the Chita – Zabaykalsk railway line", "Chita", True),
        ("over the Moscow-Kazan railway", "Moscow", True),
        ("the Moscow–Beijing train", "Moscow", False),
        ("from Omsk to Tyumen by the old line", "Tyumen", False),
        ("passed Omsk – the line was closed", "Omsk", False),
    ],
)
def test_a_line_is_named_by_its_ends(text: str, name: str, expected: bool) -> None:
    start = text.index(name)
    assert names_a_line(text, start, start + len(name)) is expected
