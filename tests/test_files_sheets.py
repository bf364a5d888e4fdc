"""A spreadsheet of sightings is read as people keep it; what is wrong with a row costs that row and is said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

import railsight as rs
from railsight.errors import InputError, UsageError
from railsight.files.sheets import read_sheet
from railsight.model import Case


def sheet(folder: Path, text: str, name: str = "seen.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def starts(case: Case) -> list[datetime | None]:
    return [s.interval.middle.astimezone(UTC) if s.interval else None for s in case.sightings]


@pytest.mark.parametrize(
    "text",
    [
        "place,at,event\nKhasan,2023-09-12T06:05+10:00,arrived\n",
        "Station;Date;Time;Event\nKhasan;12.09.2023;6:05;Arrived\n",
        "Event\tDatum\tUhrzeit\tOrt\narrived\t2023-09-12\t06:05\tKhasan\n",
        "место,дата,время,событие\nХасан,12.09.2023,06:05,arrived\n",
        "lon,lat,timestamp,event,name\n130.6437,42.4285,2023-09-12 06:05,arrived,Khasan\n",
    ],
)
def test_columns_go_by_the_words_that_people_write(tmp_path: Path, text: str) -> None:
    case = read_sheet(sheet(tmp_path, text))
    (s,) = case.sightings
    assert (s.event, s.place.country in ("RU", None)) == ("arrived", True)
    assert starts(case) == [datetime(2023, 9, 11, 20, 5, tzinfo=UTC)]
    assert case.warnings == ()


def test_a_time_without_an_offset_is_on_the_clock_of_its_place(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "place,at\nKhasan,2023-09-12 06:00\nMoscow,2023-09-12 06:00\n"))
    assert starts(case) == [datetime(2023, 9, 11, 20, tzinfo=UTC), datetime(2023, 9, 12, 3, tzinfo=UTC)]


def test_every_key_of_a_case_has_its_column(tmp_path: Path) -> None:
    text = (
        "id,place,earliest,latest,event,status,heading,source,known_at,comment,certainty,quote\n"
        "a,Ussuriysk,2023-09-12 10:00,2023-09-12 12:00,passed,confirmed,"
        "north,TASS,2023-09-12T15:00Z,seen by two,0.8,it ran\n"
    )
    (s,) = read_sheet(sheet(tmp_path, text)).sightings
    assert (s.id, s.status, s.heading, s.source, s.note) == ("a", "confirmed", "N", "TASS", "seen by two")
    assert (s.certainty, s.quote_text, s.known_at) == (0.8, "it ran", datetime(2023, 9, 12, 15, tzinfo=UTC))
    assert s.interval is not None
    assert s.interval.duration_s == 7200.0


def test_what_is_wrong_costs_its_row_and_names_its_line(tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        "place,at,event,colour\n"
        "Khasan,2023-09-12T06:00+10:00,departed,green\n"
        "Nowhereville,2023-09-12,seen,\n"
        "Ussuriysk,09/12/2023,seen,\n"
        "Ussuriysk,2023-09-12 25:00,seen,\n"
        "Ussuriysk,2023-09-12,stoped,\n"
        "Ussuriysk,2023-09-12T11:00+10:00,passed,\n",
    )
    case = read_sheet(file)
    assert [s.place.name for s in case.sightings] == ["Khasan", "Ussuriysk"]
    said = "\n".join(case.warnings)
    assert f"{file}: not used: 'colour'" in said
    for line, what in ((3, "Nowhereville"), (4, "09/12/2023"), (5, "25:00"), (6, "stoped")):
        assert any(w.startswith(f"{file}:{line}: ") and what in w for w in case.warnings), (line, said)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("day,weather\nMonday,rain\n", "no column of places"),
        ("place,at\n", "no sighting in this table"),
        ("place,at\nNowhereville,2023-09-12\n", "no sighting in this table"),
        ("from,to\nKhasan,Moscow\n", "no column of places"),
    ],
)
def test_what_is_no_table_of_sightings_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_sheet(sheet(tmp_path, text))


def test_a_cell_that_a_spreadsheet_would_run_is_text_like_any_other(tmp_path: Path) -> None:
    (s,) = read_sheet(sheet(tmp_path, "place,at,note\nKhasan,2023-09-12,'=1+1\n")).sightings
    assert s.note == "=1+1"


def test_two_rows_of_one_id_are_not_both_kept(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "id,place,at\na,Khasan,2023-09-12\na,Ussuriysk,2023-09-13\n"))
    assert len(case.sightings) == 1
    assert "used twice" in case.warnings[0]


def test_a_table_makes_a_journey_and_adds_to_one(tmp_path: Path) -> None:
    table = sheet(tmp_path, "place,at,event\nKhasan,2023-09-12 06:00,departed\nUssuriysk,2023-09-12 11:30,passed\n")
    story = sheet(tmp_path, "The train stopped in Khabarovsk at 7:30 a.m. on 13 September 2023.\n", "story.txt")
    assert rs.track(table).path.km == pytest.approx(260, abs=3)
    both = rs.track([table, story])
    assert {u.sighting.place.name for u in both.used} >= {"Khasan", "Ussuriysk"}
    assert both.path.km > 800
    with pytest.raises(UsageError, match="no report text"):
        rs.read(table)


def test_a_photo_is_no_place_that_a_way_goes_by(tmp_path: Path) -> None:
    from railsight.webmap.story import milestones

    table = sheet(tmp_path, "place,at\nKhasan,2023-09-12 06:00\nKhabarovsk,2023-09-13 06:00\n")
    positions = "lon,lat,kind,name,at\n133.5,45.9,position,photo a,2023-09-12 20:00\n"
    journey = rs.track([table, sheet(tmp_path, positions, "b.csv")])
    assert any(u.sighting.place.name == "photo a" for u in journey.used)
    assert "photo a" not in [name for name, _ in milestones(journey)]


def test_a_row_whose_country_contradicts_its_name_is_left_out(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, 'place,at\n"Khabarovsk, China",2023-09-12\nKhasan,2023-09-11\n'))
    assert [s.place.name for s in case.sightings] == ["Khasan"]
    assert any("no place named 'Khabarovsk, China'" in w and w.endswith("left out") for w in case.warnings)


def test_one_fault_of_many_rows_is_told_once(tmp_path: Path) -> None:
    rows = "Nowhereville,2023-09-12\n" * 300
    case = read_sheet(sheet(tmp_path, f"place,at\nKhasan,2023-09-11\n{rows}"))
    assert len(case.sightings) == 1
    (warning,) = case.warnings
    assert "seen.csv:3: row.place: no place named 'Nowhereville'" in warning
    assert warning.endswith("(and in 299 more rows)")


def test_cells_without_a_column_are_told(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "place,at\nKhasan,2023-09-11,the green, one\nBikin,2023-09-12,,\n"))
    assert len(case.sightings) == 2
    assert [w.partition(": ")[2] for w in case.warnings] == [
        "row: more cells than columns, not used: is a comma not quoted?"
    ]


def test_a_cell_of_any_length_has_one_plain_word(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a cell of more than 131,072 characters"):
        read_sheet(sheet(tmp_path, f"place,at,note\nKhasan,2023-09-11,{'x' * 200_000}\n"))


TABLE = pd.DataFrame(
    {
        "station": ["Khasan", "Ussuriysk"],
        "at": ["2023-09-12 06:00", pd.Timestamp("2023-09-12 14:30")],
        "remark": [None, "late"],
    }
)


def test_a_table_of_pandas_is_the_sheet_it_would_be_as_a_file(tmp_path: Path) -> None:
    TABLE.to_csv(tmp_path / "table.csv", index=False)
    of_file, of_table = rs.track(tmp_path / "table.csv"), rs.track(TABLE)
    assert [u.sighting.place.name for u in of_table.used] == ["Khasan", "Ussuriysk"]
    assert [u.sighting for u in of_table.used] == [u.sighting for u in of_file.used]
    assert of_table.path == of_file.path


def test_points_of_geopandas_are_where_it_was_seen() -> None:
    places = [rs.place(name) for name in TABLE["station"]]
    at = gpd.GeoSeries.from_xy([p.lon for p in places], [p.lat for p in places], crs=4326).to_crs(3857)
    table = gpd.GeoDataFrame(TABLE.assign(station=["one", "two"]), geometry=at)
    seen = [u.sighting.place for u in rs.track(table).used]
    assert [p.name for p in seen] == ["one", "two"]
    assert [p.lon for p in seen] == pytest.approx([p.lon for p in places])


@pytest.mark.parametrize("given", [{"a": 1}, {"place": ["Khasan"]}])
def test_a_mapping_is_no_input(given: Any) -> None:
    with pytest.raises(UsageError, match="nothing that can be read") as refused:
        rs.track(given)
    assert "pandas.DataFrame" in refused.value.hint
