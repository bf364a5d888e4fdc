"""Earlier journeys without a year are not this one, and words that only look like theirs are no earlier journey."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import told


@pytest.mark.parametrize(
    "sentence",
    [
        "The last such transport went via Hamm and Rheine, and was stopped near Emsdetten.",
        "The last time such a train left, it went to Beijing via Dandong and Shenyang.",
        "When Kim last came to Vladivostok by train, he stayed two days.",
        "The last leader to come here by train stopped at Razdolnoye.",
        "The last shipment of its kind passed Hamm without a stop.",
        "On its previous trip the train stopped in Chita.",
        "Before the invasion similar trains passed through Bryansk and stopped at Klintsy.",
        "His father crossed at Khasan by train.",
    ],
)
def test_the_last_journey_is_not_this_one(sentence: str, gazetteer: Gazetteer) -> None:
    assert told(f"The armoured train left Tver on Tuesday. {sentence}", gazetteer) == {("departed", "Tver")}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("A previously unannounced armoured train passed Khabarovsk on Monday.", ("passed", "Khabarovsk")),
        ("The train, previously seen in Chita, passed Khabarovsk on Monday.", ("passed", "Khabarovsk")),
        ("Like his father, Kim crossed into Russia by train at Khasan on Monday.", ("crossed", "Khasan")),
        ("Unlike his grandfather, Kim left Tver by train on Monday.", ("departed", "Tver")),
        ("The last train left Omsk at 22:00 on Monday.", ("departed", "Omsk")),
        ("The train was last seen in Tver on Monday.", ("seen", "Tver")),
        ("The last time the train was seen, it was in Tver on Monday.", ("seen", "Tver")),
        ("The train reached Tver the previous day.", ("arrived", "Tver")),
    ],
)
def test_words_of_this_journey_stay_its_own(text: str, seen: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {seen}
