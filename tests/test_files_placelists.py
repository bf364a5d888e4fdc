"""Lists of places as people have them: headers in many words, other delimiters, names with positions."""

from __future__ import annotations

from pathlib import Path

import pytest

import railsight as rs
from railsight.api.distances import matrix, matrix_notes
from railsight.errors import InputError
from railsight.files.placelists import read_places

PLACES = {"Khasan", "Ussuriysk", "Vladivostok", "Tumen, China", "Moscow", "Хасан"}


def listed(tmp_path: Path, text: str) -> tuple[list[tuple[str, str]], str]:
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    found, header = read_places(str(tmp_path / "p.csv"), known=PLACES.__contains__)
    return [(one.label, one.where) for one in found], header


@pytest.mark.parametrize(
    "head",
    ["City", "town", "stop", "origin", "from", "Station_name", "StationName", "Stop (main)", "станция", "地点", "역명"],
)
def test_a_header_is_known_by_its_words(head: str, tmp_path: Path) -> None:
    found, header = listed(tmp_path, f"{head}\nKhasan\nUssuriysk\n")
    assert found == [("Khasan", "Khasan"), ("Ussuriysk", "Ussuriysk")]
    assert repr(head) in header


def test_a_word_over_places_is_a_header_and_a_place_is_not(tmp_path: Path) -> None:
    assert listed(tmp_path, "Gizmo\nKhasan\nUssuriysk\n")[0] == [(n, n) for n in ("Khasan", "Ussuriysk")]
    assert len(listed(tmp_path, "Gizmo\nKhasan\nGizmo\n")[0]) == 3, "no more unknown than what is below it"
    assert len(listed(tmp_path, "Khasan\nGizmo\nUssuriysk\n")[0]) == 3
    found, note = listed(tmp_path, "Moscow,city\nKhasan,town\n")
    assert found[0] == ("Moscow", "Moscow")
    assert note == "no header: the first column is taken"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str, tmp_path: Path) -> None:
    rows = (("Place", "note"), ("Khasan", "a b"), ("Ussuriysk", ""))
    text = "".join(delimiter.join(row) + "\n" for row in rows)
    assert listed(tmp_path, text)[0] == [("Khasan", "Khasan"), ("Ussuriysk", "Ussuriysk")]


def test_a_comma_in_a_column_of_its_own_divides_nothing(tmp_path: Path) -> None:
    assert listed(tmp_path, "place\nTumen, China\nKhasan\n")[0] == [(n, n) for n in ("Tumen, China", "Khasan")]
    assert listed(tmp_path, '"Tumen, China"\nKhasan\n')[0] == [(n, n) for n in ("Tumen, China", "Khasan")]


@pytest.mark.parametrize(
    "text",
    [
        "name,lon,lat\nMoscow,-117.0,46.73\nKhasan,,\n",
        "Latitude;Longitude;Name\n46,73;-117,0;Moscow\n;;Khasan\n",
        "долгота\tширота\tместо\n-117.0\t46.73\tMoscow\n\t\tKhasan\n",
    ],
)
def test_positions_count_and_names_are_labels(text: str, tmp_path: Path) -> None:
    assert listed(tmp_path, text)[0] == [("Moscow", "-117.0,46.73"), ("Khasan", "Khasan")]


@pytest.mark.parametrize("head", ["longitude,latitude\n", "lon (deg),lat (deg)\n", "x,y\n", ""])
def test_positions_alone(head: str, tmp_path: Path) -> None:
    assert listed(tmp_path, f"{head}130.645,42.43\n")[0] == [("130.645,42.43", "130.645,42.43")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty (give a file with a place in each row)"),
        ("place\n", "only the header 'place'"),
        ('place\nKhasan\n"Ussuriysk\nMoscow\n', 'p.csv:3: a quote (") is opened and never closed'),
    ],
)
def test_what_is_no_list_is_said(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        listed(tmp_path, text)
    assert said in f"{refused.value.message} ({refused.value.hint})"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,lon,lat\nKhasan,east,42\nMoscow,37.6,55.7\n", "p.csv:2: 'east' is no longitude"),
        ("name,lon,lat\nKhasan,nan,42\nMoscow,37.6,55.7\n", "p.csv:2: 'nan' is no longitude"),
        ("name,lon,lat\nKhasan\nMoscow,37.6,55.7\n", "p.csv:2: too few columns"),
    ],
)
def test_what_is_wrong_with_one_row_loses_no_other(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    (bad, good), _ = read_places(str(tmp_path / "p.csv"), known=lambda _: True)
    assert bad.error is not None
    assert said in bad.error.message
    assert (bad.label, good.label, good.where, good.error) == ("Khasan", "Moscow", "37.6,55.7", None)


@pytest.mark.parametrize("head", ["place,country", "Station;Kind", "станция\tстрана"])
def test_a_column_of_countries_or_kinds_settles_the_names(tmp_path: Path, head: str) -> None:
    mark = next(c for c in ",;\t" if c in head)
    found, note = listed(tmp_path, f"{head}\nTumen{mark}China\nKhasan{mark}\n")
    assert found == [("Tumen, China", "Tumen, China"), ("Khasan", "Khasan")]
    assert "not used" not in note


@pytest.mark.parametrize(("head", "unused"), [("from,when", "'when'"), ("place,note,km", "'note', 'km'")])
def test_columns_that_are_not_used_are_told(tmp_path: Path, head: str, unused: str) -> None:
    _, note = listed(tmp_path, f"{head}\nKhasan,Moscow,1\n")
    assert note.endswith(f"; not used: {unused}")


def test_a_matrix_tells_what_its_kilometres_leave_out() -> None:
    names = ["Primorye", "Vostochny, cosmodrome", "131.6,43.8", "Khasan"]
    notes = matrix_notes(names, matrix(names)[0])
    warnings = [note for name in names[:3] for note in rs.distance(name, "Khasan").warnings]
    each = [note for note in warnings if "measured at" in note or "from the railway" in note]
    assert len(each) == 3
    assert set(each) <= set(notes)
