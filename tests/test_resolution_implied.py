"""Reports that never name a train: which are taken to be of one."""

from __future__ import annotations

import pytest

from builders.implied import digest
from railsight.datasets import read_bundled
from railsight.gazetteer import Gazetteer
from railsight.mentions.scan import SHORT
from railsight.resolution.models import implied
from tests.telling import read

LOG = "Quiet night. 0612 Omsk, 0744 Tatarsk, 0931 Barabinsk, two electrics and the usual grey vans behind, held 5 min."
FLIGHT = (
    "Flight tracking, long evening. 06:12 off Omsk, 07:44 abeam Tatarsk at FL340, 09:31 handed over to Novosibirsk"
    " control, a grey transport plane and two escorts, landed at the airport without lights, parked on the far apron."
)


@pytest.mark.parametrize(("text", "taken"), [(LOG, True), (FLIGHT, False), (LOG + " x" * SHORT, False)])
def test_what_is_taken_to_be_of_a_train(text: str, taken: bool, gazetteer: Gazetteer) -> None:
    found = read(text, gazetteer)
    assert bool(found) is taken
    assert all("no train is named" in s.note for s in found)


def test_a_short_text_needs_a_turn_of_phrase() -> None:
    assert not implied.implies_train("The party left Kyiv on Monday.")
    assert not implied.implies_train("")


def test_the_table_is_that_of_the_texts() -> None:
    """Who changes the opened reports or benchmarks/unnamed.yaml runs ``python -m builders.implied`` again."""
    assert read_bundled(implied.TABLE).decode().splitlines()[0] == f"# {digest()}"


def test_chances_are_probabilities_and_unknown_words_change_nothing() -> None:
    known = implied.table()
    plain = implied.chance_of(set(), known)
    assert 0.0 < plain < 1.0
    assert implied.chance_of({"w xyzzy"}, known) == plain
