"""What a value can be made into: a journey saved, drawn, tracked again; a table of places; a text that is no file."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.errors import OutputExistsError, ReportFormatError, UsageError

STORY = (
    "Published: 2023-09-12T21:30+09:00\n\nThe armoured train departed Pyongyang on Sunday. It arrived at Khasan "
    "at 6 a.m. local time on Tuesday. Later it was seen in Ussuriysk. It is heading for Vostochny cosmodrome.\n"
)


@pytest.fixture(scope="module")
def journey() -> Any:
    return rs.track(rs.Report("story", STORY))


@pytest.mark.parametrize(
    "ending", ["json", "geojson", "kml", "gpx", "czml", "csv", "gpkg", "parquet", "html", "png", "svg", "pdf"]
)
def test_a_journey_is_saved_in_every_form_of_the_command(journey: Any, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"j.{ending}"
    journey.save(path)
    assert path.stat().st_size > 100
    with pytest.raises(OutputExistsError):
        journey.save(str(path))


def test_a_saved_journey_names_its_lines_and_is_tracked_again(journey: Any, tmp_path: Path) -> None:
    journey.save(tmp_path / "j.json")
    assert '"line": "Baranovsky–Khasan"' in (tmp_path / "j.json").read_text(encoding="utf-8")
    again = rs.track(tmp_path / "j.json")
    assert again.path is not None
    assert again.path.km == pytest.approx(journey.path.km)
    assert rs.track(journey).path.km == pytest.approx(journey.path.km)
    with pytest.raises(UsageError, match=r"the ending says the form: \.json, .*\.html, .*\.png"):
        journey.save(tmp_path / "j.docx")


def test_a_map_is_of_a_journey_too_and_has_the_form_of_its_name(journey: Any, tmp_path: Path) -> None:
    assert rs.map(journey, tmp_path / "j.html").case == journey.case
    rs.map(journey, tmp_path / "j.png")
    assert (tmp_path / "j.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="the ending says the form"):
        rs.map(journey, tmp_path / "j.jpg")
    with pytest.raises(UsageError, match="drawn as it is: to would"):
        rs.map(journey, tmp_path / "k.html", to="Vladivostok")


def test_a_journey_says_when_it_is_at_a_place(journey: Any) -> None:
    earliest, likely, latest = journey.when_at("Khabarovsk")
    assert journey.passages[-1].earliest < earliest < likely < latest
    assert journey.when_at(rs.place("Khabarovsk")) == (earliest, likely, latest)


TWO_WAYS = """
case: two
train: {profile: freight}
sightings:
  - {place: Harbin, event: departed, at: 2024-03-01T06:00+08:00, status: confirmed}
  - {place: Qiqihar, event: passed, at: 2024-03-01T12:00+08:00}
  - {place: Manzhouli, event: arrived, earliest: 2024-03-02T01:00+08:00, latest: 2024-03-02T05:00+08:00}
  - {place: Mudanjiang, event: seen, at: 2024-03-01T13:00+08:00}
  - {place: Suifenhe, event: seen, at: 2024-03-01T18:00+08:00}
destinations: [{name: Chita, prior: 0.5}, Vladivostok, Irkutsk]
"""


def test_a_destination_is_reached_when_it_says_and_what_that_assumes_is_told(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(TWO_WAYS, "utf-8")
    journey = rs.track(tmp_path / "two.yaml")
    assert {d.hypothesis for d in journey.destinations} == {0, 1}
    for goal in journey.destinations:
        for asked in (goal.place, goal.place.name):
            when = journey.when_at(asked)
            assert when == (goal.earliest, goal.likely, goal.latest)
            assert when.forecast
            assert f"if it goes to {goal.place.name}, which is" in when.assumes
            told_of = "Qiqihar, Manzhouli" if goal.hypothesis else "Mudanjiang, Suifenhe"
            assert f"if what is told of {told_of} is right" in when.assumes
    goal = journey.destinations[0]
    later = journey.when_at(goal.place, after=goal.likely)
    assert later[0] >= goal.likely
    assert journey.when_at(goal.place, event="departed")[0] > goal.earliest
    elsewhere = journey.when_at("Novosibirsk")
    assert elsewhere.assumes.startswith("if it goes to Novosibirsk")
    assert journey.when_at("Harbin").assumes == ""
    assert not journey.when_at("Harbin").forecast
    again = pickle.loads(pickle.dumps(elsewhere))
    assert (again, again.assumes) == (elsewhere, elsewhere.assumes)


def test_what_says_where_it_goes_is_not_set_aside(journey: Any) -> None:
    goals = [r for r in journey.rejected if r.sighting.event == "heading"]
    assert len(goals) == 1
    assert "0 set aside, 1 that says where it is going" in repr(journey)
    assert "where it goes" in journey._repr_html_()
    assert "<td>set aside</td>" not in journey._repr_html_()


def test_a_distance_in_a_notebook_says_what_the_command_says() -> None:
    shown = rs.distance("Khasan", "Ussuriysk")._repr_html_()
    assert "Baranovsky–Khasan" in shown
    assert "ru-baranovsky" not in shown
    assert " min" in shown
    assert "1 report," in rs.read(rs.Report("story", STORY))._repr_html_()


def test_a_text_is_a_report_and_no_file() -> None:
    said = "The train was seen at Khasan on Monday."
    with pytest.raises(ReportFormatError) as refused:
        rs.read(said)
    assert "Report(text=...)" in refused.value.hint
    assert rs.read(rs.Report(text=said)).reports[0].id == "report"
    with pytest.raises(UsageError, match="as the id of a report"):
        rs.Report(said)


def test_a_matrix_of_a_pandas_table() -> None:
    import pandas as pd

    names = rs.matrix(pd.DataFrame({"town": ["Khasan", "Ussuriysk"], "people": [1, 2]}))
    assert names.between("Khasan", "Ussuriysk") == pytest.approx(260.0)
    at = rs.matrix(pd.DataFrame({"name": ["here", "there"], "lon": [130.645, 131.98], "lat": [42.43, 43.80]}))
    assert at.between("here", "there") == pytest.approx(260.0, abs=1.0)
    assert list(at.to_frame()) == ["here", "there"]
    with pytest.raises(ValueError, match="no longitude"):
        rs.matrix(pd.DataFrame({"name": ["here"], "lon": ["east"], "lat": [42.43]}))


@pytest.mark.parametrize("name", ["Omsk", "Moscow", "Омск", "하산", "131.95,43.8", "Tumen, China"])
def test_a_matrix_keeps_the_words_it_was_asked_with(name: str) -> None:
    import pickle

    import pandas as pd

    whole = rs.distance(name, "Ussuriysk").rail_km
    for asked in (["Ussuriysk", name], pd.DataFrame({"name": ["Ussuriysk", name]}), pd.Series(["Ussuriysk", name])):
        table = rs.matrix(asked)
        assert table.between("Ussuriysk", name) == pytest.approx(whole)
        assert list(table.to_frame()) == list(table.to_frame().index) == ["Ussuriysk", name]
        assert name in table._repr_html_()
        assert pickle.loads(pickle.dumps(table)).between(name, "Ussuriysk") == pytest.approx(whole)


def test_a_matrix_is_asked_by_every_name_of_its_places() -> None:
    table = rs.matrix(["Omsk", (131.95, 43.8), rs.place("Khasan")])
    places, km = table
    assert km[0][2] is not None
    for omsk in ("Omsk", places[0].name, places[0].id, places[0], places[0].names["ru"]):
        for khasan in ("Khasan", "Хасан", "하산", rs.place("Khasan"), places[2].id):
            assert table.between(omsk, khasan) == km[0][2]
    assert table.between((131.95, 43.8), [131.95, 43.8]) == 0.0
    with pytest.raises(UsageError, match="'Perm' is not in the table") as caught:
        table.between("Omsk", "Perm")
    assert "Omsk" in caught.value.hint


def test_of_two_rows_the_one_asked_for_in_these_words_is_meant() -> None:
    station = rs.place("Omsk")
    table = rs.matrix([station, "Khasan", rs.Place("x", "Omsk", "town", 131.95, 43.8)])
    assert table.between("Omsk", "Khasan") == table.km[2][1]
    assert table.between(station, "Khasan") == table.km[0][1]
