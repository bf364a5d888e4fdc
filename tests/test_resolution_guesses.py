"""What is guessed where no rule reads a place: marked, less certain, silent where it should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from benchmarks.sightings import reports_digest
from railsight.datasets import read_bundled
from railsight.files.records import sighting_from_record, sighting_record
from railsight.gazetteer import Gazetteer
from railsight.inference.evidence import RIGHT, gather
from railsight.inference.ways import ways_of
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.resolution.models import guesses
from tests.inference_world import line_network, seen, train
from tests.telling import NOW, read

LOG = """Grain empties, engine 2TE116
Tyumen shed, wheels rolling 06:10
a breather in Ishim till 9.40
Omsk goods avoider, 14:55, flat out
"""


def guessed(found: list[Sighting]) -> list[Sighting]:
    return [s for s in found if s.certainty < 1.0]


def test_beside_other_reports_no_movement_is_guessed_without_a_time(gazetteer: Gazetteer) -> None:
    at = datetime.fromisoformat(NOW)
    one = Report("one", "Armoured train: Omsk, engine change and off again", published=at)
    other = Report("other", "The armoured train left Perm on Tuesday at nine.", published=at)
    alone = guessed([*resolve([one], gazetteer).sightings])
    assert [s.place.name for s in alone] == ["Omsk"]
    together = resolve([one, other], gazetteer)
    assert [s.place.name for s in together.sightings] == ["Perm"]
    assert {m.text: m.role for m in together.mentions if m.kind == "place"} == {"Omsk": "background", "Perm": "origin"}


def test_places_of_a_log_in_words_no_rule_knows_are_guessed_and_say_so(gazetteer: Gazetteer) -> None:
    found = guessed(read(LOG, gazetteer))
    assert {"Tyumen", "Ishim", "Omsk"} <= {s.place.name for s in found}
    for s in found:
        assert 0.0 < s.certainty < 1.0
        assert s.note.startswith("guessed from the words around (")
        assert s.interval is not None


def test_what_a_rule_reads_is_certain(gazetteer: Gazetteer) -> None:
    (left,) = read("The train left Omsk at noon on Tuesday.", gazetteer)
    assert left.certainty == 1.0
    assert "guessed" not in left.note


@pytest.mark.parametrize(
    "text",
    [
        "The train left Omsk on Tuesday. A firm in Tyumen built the couplings, and the mayor of Ishim spoke of jobs.",
        "The train left Omsk on Tuesday. Moscow would not comment, and nobody in Beijing wanted to be named.",
        "The train left Omsk on Tuesday. Its driver was born in Tara and went to school in Tobolsk.",
    ],
)
def test_prose_beside_the_point_puts_no_train_there(text: str, gazetteer: Gazetteer) -> None:
    assert {s.place.name for s in read(text, gazetteer)} == {"Omsk"}


def test_a_report_without_a_train_is_not_guessed_at(gazetteer: Gazetteer) -> None:
    assert not read("A breather in Ishim, then lunch in Omsk. The hotel was full.", gazetteer)


def test_other_languages_are_left_to_their_rules(gazetteer: Gazetteer) -> None:
    assert not guessed(read("Поезд вышел из Омска. В Тюмени говорили о погоде, в Ишиме о ценах.", gazetteer))


def test_certainty_is_a_probability_and_round_trips(gazetteer: Gazetteer) -> None:
    s = guessed(read(LOG, gazetteer))[0]
    assert sighting_from_record(sighting_record(s, full=True)) == s
    assert sighting_record(s)["certainty"] == s.certainty
    for wrong in (0.0, -0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="certainty"):
            replace(s, certainty=wrong)


def test_what_is_guessed_weighs_less() -> None:
    line = line_network()
    ways = ways_of(line, train())
    sure, guess = seen(line, 1, 5), replace(seen(line, 3, 9), certainty=0.5)
    first, second = gather([sure, guess], ways).passages
    assert first.right == pytest.approx(RIGHT[sure.status])
    assert second.right == pytest.approx(RIGHT[guess.status] / 2)


def test_the_table_is_that_of_the_reports() -> None:
    """Who changes the opened reports of benchmarks/sightings runs ``python -m builders.guesses`` again."""
    first, *lines = read_bundled(guesses.TABLE).decode().splitlines()
    assert first == f"# {reports_digest()}"
    assert all(len(line.split("\t")) == 1 + len(guesses.KINDS) for line in lines)
    assert len(guesses.table()) == len(lines)


def test_chances_are_probabilities_and_unknown_words_change_nothing() -> None:
    known = guesses.table()
    plain = guesses.chances_of([], known)
    assert all(0.0 < chance < 1.0 for chance in plain.values())
    assert guesses.chances_of(["l1 xyzzy"], known) == plain


def test_guessing_is_linear_in_the_length_of_a_sentence(gazetteer: Gazetteer) -> None:
    """Only words near a place count: a sentence of names alone makes no more features for each of them."""
    from railsight.resolution import sightings as telling

    def most(n: int) -> int:
        counts = []

        def watched(told: object, frame: object) -> None:
            counts.append(len(guesses.features(told, frame)))  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(telling, "guess", watched)
            read("The train, " + "Omsk hmm Tyumen ah " * n, gazetteer)
        assert len(counts) >= n
        return max(counts)

    assert most(60) <= most(30) + 10
