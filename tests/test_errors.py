"""Errors travel: a worker process that meets one hands on all of it, and loses nothing else of the pool."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import railsight as rs
from railsight import errors
from railsight.model import Candidate, Sighting
from railsight.network import Network
from tests.small_network import small_network

PLACE = rs.Place("ru-1", "Khasan", "station", 130.64, 42.43, "RU", names={"ru": "Хасан"})
CANDIDATE = Candidate(PLACE, 0.5, ("a station",))
SEEN = Sighting("s", (CANDIDATE,), "seen", "reported")

SAMPLES: list[errors.RailsightError] = [
    errors.RailsightError("what", hint="next"),
    errors.UsageError("what", hint="next"),
    errors.OutputExistsError("map.html"),
    errors.InputError("what", file="a.txt", line=3, key="place", hint="next"),
    errors.ReportFormatError("what", file="a.txt", line=3),
    errors.CaseFormatError("what", file="a.yaml", line=3, key="place"),
    errors.NetworkFormatError("what", file="a.rsn"),
    errors.DataError("what"),
    errors.NoAnswerError("what", hint="next"),
    errors.PlaceNotFoundError("Khasn", ["Khasan"], where="a.yaml:3"),
    errors.AmbiguousPlaceError("Vostochny", [CANDIDATE]),
    errors.NoRouteError("what", why="gauge", hint="next"),
    errors.InfeasibleJourneyError("what", sightings=[SEEN], needed_kmh=300.0, possible_kmh=100.0, hint="next"),
    errors.OutputError("what", hint="next"),
    errors.MissingExtraError("a map", "plot"),
    errors.ServiceError("what", hint="next"),
]


def _tree(kind: type[errors.RailsightError]) -> Iterator[type[errors.RailsightError]]:
    yield kind
    for under in kind.__subclasses__():
        yield from _tree(under)


def test_every_error_of_the_tree_is_tried() -> None:
    assert {type(error) for error in SAMPLES} == {
        kind for kind in _tree(errors.RailsightError) if "railsight.errors" in kind.__module__
    }


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_after_it_was_sent_to_another_process(error: errors.RailsightError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert vars(again) == vars(error)
        assert (str(again), again.args, again.exit_code) == (str(error), (error.message,), error.exit_code)


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_a_traceback_shows_once_what_to_do_next(error: errors.RailsightError) -> None:
    for one in (error, pickle.loads(pickle.dumps(error))):
        shown = traceback.format_exception_only(one)
        assert shown[1:] == ([f"{error.hint}\n"] if error.hint else [])
        assert not error.hint or error.hint not in shown[0]


def test_a_second_hint_is_shown_too() -> None:
    error = errors.InputError("what", hint="next")
    error.advise("or so")
    assert error.hint == "next; or so"
    assert traceback.format_exception_only(error)[1:] == ["next\n", "or so\n"]


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda: rs.place("Kabarovsk"), "did you mean Khabarovsk"),
        (lambda: rs.place("Vostochny"), 'write "Vostochny, spaceport"'),
        (lambda: rs.track("The train left Khasan on Monday."), "railsight.Report(text=...)"),
    ],
)
def test_a_traceback_of_a_real_question_ends_with_what_to_do_next(ask: Callable[[], object], hint: str) -> None:
    with pytest.raises(errors.RailsightError) as caught:
        ask()
    assert hint in traceback.format_exception(caught.value)[-1]


@pytest.mark.parametrize("question", [("Vostochny", "Khasan"), ("Khasan", "Sapporo"), ("Qwxyzzy", "Khasan")])
def test_an_error_of_a_real_question_is_the_same_too(question: tuple[str, str]) -> None:
    with pytest.raises(errors.NoAnswerError) as caught:
        rs.distance(*question)
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is type(caught.value)
    assert vars(again) == vars(caught.value)


def test_a_network_can_be_sent_to_another_process(tmp_path: Path) -> None:
    network = small_network(tmp_path)
    again = pickle.loads(pickle.dumps(network))
    assert isinstance(again, Network)
    assert again.name == network.name
    assert [again.point(node) for node in range(again.node_count)] == [
        network.point(n) for n in range(network.node_count)
    ]


def test_places_called_alike_are_told_apart_by_their_regions_or_where_they_are() -> None:
    from railsight.errors import AmbiguousPlaceError
    from railsight.model import Candidate, Place

    def found(key: str, lon: float, kind: str = "town") -> Candidate:
        return Candidate(Place(key, "Springfield", kind, lon, 40.0, "US"), 0.2)

    twins = found("a", -93.3), found("b", -72.59), found("c", -89.6), found("d", -89.7), found("e", 1.0, "station")
    regions = {"a": "Missouri", "c": "Illinois", "d": "Illinois", "e": "Ohio"}
    error = AmbiguousPlaceError("Springfield", twins, regions=regions)
    assert error.message.partition(": ")[2].split("; ") == [
        "Springfield, Missouri, town, US",
        "Springfield, town, US",
        "Springfield, -89.60,40.00, town, US",
        "Springfield, -89.70,40.00, town, US",
        "Springfield, station, US",
    ]


def test_the_regions_of_the_gazetteer_tell_namesakes_apart() -> None:
    import railsight as rs
    from railsight.errors import AmbiguousPlaceError

    with pytest.raises(AmbiguousPlaceError, match=r"Springfield, Missouri, town, US; Springfield, Massachusetts, town"):
        rs.place("Springfield")
