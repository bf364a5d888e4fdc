"""A spreadsheet of sightings is read as people keep it; what is wrong with a row costs that row and is said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import railsight as rs
from railsight.errors import InputError, NoAnswerError, UsageError
from railsight.files.sheets import read_sheet
from railsight.files.timecells import told_of, zone_in_heading
from railsight.model import Case
from railsight.times import from_iso


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


UTC_AT_KHASAN = datetime(2023, 9, 11, 20, 5, tzinfo=UTC)  # 06:05 there


def spans(case: Case) -> list[tuple[str, str]]:
    """From when to when on the clock of UTC."""
    return [(f"{s.interval.earliest:%dT%H:%M}", f"{s.interval.latest:%dT%H:%M}") for s in case.sightings if s.interval]


@pytest.mark.parametrize("clock", ["06:45-07:30", "06:45 – 07:30", "6:45-7:30", "06.45-07.30", "06:45 to 07:30"])
def test_two_clocks_in_a_cell_are_a_span_and_no_offset(tmp_path: Path, clock: str) -> None:
    case = read_sheet(sheet(tmp_path, f"place,date,time\nKhasan,12.09.2023,{clock}\n"))
    assert spans(case) == [("11T20:45", "11T21:30")]
    assert case.warnings == ()


def test_a_span_may_run_over_midnight_and_an_offset_is_one_where_only_it_can_be(tmp_path: Path) -> None:
    text = "place,date,time\nKhasan,2023-09-12,23:30-00:30\n"
    assert spans(read_sheet(sheet(tmp_path, text))) == [("12T13:30", "12T14:30")]
    text = "place,at\nKhasan,2023-09-12 14:30-05:00\nKhasan,2023-09-12T06:45-07:00\nKhasan,2023-09-12 06:45-07:00\n"
    case = read_sheet(sheet(tmp_path, text))
    assert spans(case) == [("12T19:30", "12T19:30"), ("12T13:45", "12T13:45"), ("11T20:45", "11T21:00")]
    assert ["read as from 06:45 to 07:00" in w for w in case.warnings] == [True]


@pytest.mark.parametrize(
    "heading",
    [
        *("Time (UTC)", "Time UTC", "time_utc", "timeutc", "TimeUTC", "UTC time", "Time [Z]", "Time GMT"),
        *("Date/Time (UTC)", "Time +00:00", "Observed at (UTC)"),
    ],
)
def test_the_clock_that_a_heading_names_is_that_of_its_cells(tmp_path: Path, heading: str) -> None:
    assert starts(read_sheet(sheet(tmp_path, f"place,{heading}\nKhasan,2023-09-11 20:05\n"))) == [UTC_AT_KHASAN]
    text = f"place,date,{heading}\nKhasan,2023-09-11,20:05\nKhasan,2023-09-12,06:05+10:00\n"
    assert starts(read_sheet(sheet(tmp_path, text))) == [UTC_AT_KHASAN] * 2


@pytest.mark.parametrize("heading", ["Time (MSK)", "Moscow time", "время (МСК)", "Московское время", "Time (UTC+3)"])
def test_a_heading_may_name_another_clock_than_utc(tmp_path: Path, heading: str) -> None:
    text = f"place,date,{heading}\nKhasan,2023-09-11,23:05\n"
    assert starts(read_sheet(sheet(tmp_path, text))) == [UTC_AT_KHASAN]


@pytest.mark.parametrize("heading", ["Time zone", "Timezone", "UTC offset", "TZ"])
def test_a_column_may_name_the_clock_of_each_row(tmp_path: Path, heading: str) -> None:
    rows = ("2023-09-11,20:05,UTC", "2023-09-11,23:05,Europe/Moscow", "2023-09-12,06:05,", "2023-09-12,05:05,+09:00")
    file = sheet(
        tmp_path, "\n".join((f"place,date,time,{heading}", *(f"Khasan,{r}" for r in (*rows, "2023-09-12,6:05,A"))))
    )
    case = read_sheet(file)
    assert starts(case) == [UTC_AT_KHASAN] * 4
    assert case.warnings == (f"{file}:6: row.zone: 'A' is no time zone: write it like +10:00: left out",)


PIECES = (
    *("2023-09-12 ", "12/13/2023", "2023", "-", "–", "/", ".", "09", "13", "6", ":", "45", " ", "T", "Z", "+", "0060"),
    *("to", "Sep", "сентября", "年", "月", "日", "PM", "MSK", "CST", "UTC", "24:00", "(", ",", "morning", "٠٦", "9999"),
)
CELLS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@settings(deadline=None, max_examples=300)
@given(CELLS, st.sampled_from([None, True, False]), st.booleans())
def test_a_cell_is_a_time_that_a_case_may_have_or_a_value_error(cell: str, day_first: bool | None, apart: bool) -> None:
    zone_in_heading(cell)
    try:
        told = told_of(cell, day_first=day_first, clock_cell=apart)
    except ValueError:
        return
    assert not told.until or from_iso(told.at) <= from_iso(told.until)


def test_a_day_of_a_clock_that_its_heading_names_is_that_day_there(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "place,Date (UTC)\nKhasan,2023-09-11\n"))
    assert spans(case) == [("11T00:00", "11T23:59")]


def test_a_name_of_several_zones_in_a_heading_is_told(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "place,date,Time (CST)\nKhasan,2023-09-12,06:05\n"))
    assert starts(case) == [UTC_AT_KHASAN]
    assert "'CST' is the name of several zones" in case.warnings[0]


@pytest.mark.parametrize(
    "heading",
    [
        *("Date and Time", "Observed at", "Local time", "Sighted at", "When seen", "Local date/time", "Date/Time"),
        *("Time of sighting", "Дата и время", "日期时间", "Time (local)", "Date Time"),
    ],
)
def test_headings_of_times_as_people_write_them(tmp_path: Path, heading: str) -> None:
    assert starts(read_sheet(sheet(tmp_path, f"{heading},Station\n2023-09-12 06:05,Khasan\n"))) == [UTC_AT_KHASAN]


def test_without_a_column_of_times_the_table_says_so_and_what_it_did_not_use(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "place,Zeitstempel der Meldung\nKhasan,2023-09-12\n"))
    assert ["no column of times" in w or "not used: 'Zeitstempel" in w for w in case.warnings] == [True, True]
    with pytest.raises(NoAnswerError, match="has a time") as refused:
        rs.track(case)
    assert "not used: 'Zeitstempel der Meldung'" in refused.value.hint


@pytest.mark.parametrize(
    "cell",
    [
        *("2023/09/12 06:05", "12.09.2023 06.05", "12 Sep 2023 6:05", "12-Sep-2023 06:05:00", "Sept. 12, 2023 6:05 AM"),
        *("Tue, 12 September 2023 06:05", "12 сентября 2023 06:05", "12 сент. 2023 г. 6:05", "2023年9月12日 6時05分"),
        *(
            "2023년 9월 12일 6시 05분",
            "12. September 2023, 06:05 Uhr",
            "2023.09.12 0605",
            "20230912 06:05",
            "2023-9-12 6h05",
        ),
        *(
            "12 Sep 2023 11:05 pm MSK -",
            "2023-09-11 23:05 MSK",
            "2023-09-12 06:05 UTC+10",
            "2023-09-12 6:05 local time",
        ),
    ],
)
def test_days_and_clocks_as_spreadsheets_have_them(tmp_path: Path, cell: str) -> None:
    file = sheet(tmp_path, f"place\tat\nKhasan\t{cell}\nBikin\t2023-09-12\n", "seen.tsv")
    case = read_sheet(file)
    if cell.endswith("-"):  # what is no time is quoted as it was written
        assert case.warnings[0].startswith(f"{file}:2: row.at: {cell!r} is not a time")
        assert len(case.sightings) == 1
    else:
        assert starts(case)[0] == UTC_AT_KHASAN
        assert case.warnings == ()


@pytest.mark.parametrize(
    ("other", "day"),
    [("13/09/2023", (2023, 9, 12)), ("09/13/2023", (2023, 12, 9)), ("2023-09-13", None)],
)
def test_which_number_is_the_day_a_column_settles_or_nobody(
    tmp_path: Path, other: str, day: tuple[int, int, int] | None
) -> None:
    case = read_sheet(sheet(tmp_path, f"place,date,time\nKhasan,12/09/2023,16:00\nBikin,{other},11:00\n"))
    assert starts(case)[:-1] == ([datetime(*day, 6, tzinfo=UTC)] if day else [])
    assert starts(case)[-1] == datetime(2023, 9, 13, 1, tzinfo=UTC)
    assert ["'12/09/2023 16:00': which is the day and which the month?" in w for w in case.warnings] == [True] * (
        not day
    )


def test_a_clock_without_a_day_is_of_the_day_above_unless_it_is_earlier(tmp_path: Path) -> None:
    text = "place,date,time\nKhasan,2023-09-12,6:05\nUssuriysk,,11:30\nBikin,,1:00 pm\nKhabarovsk,,00:10\n"
    file = sheet(tmp_path, text)
    case = read_sheet(file)
    first, second, third, last = starts(case)
    assert (first, second) == (UTC_AT_KHASAN, datetime(2023, 9, 12, 1, 30, tzinfo=UTC))
    assert (third, last) == (datetime(2023, 9, 12, 3, tzinfo=UTC), None)
    assert case.warnings == (
        f"{file}:3: row.date: empty: '2023-09-12' of the row above is taken (and in 1 more rows)",
        f"{file}:5: row.date: empty, and the row above has a later clock: the time is not used",
    )


def test_no_time_of_a_row_is_lost_in_silence(tmp_path: Path) -> None:
    text = "place,date,time\nKhasan,,2023-09-12 06:05\nKhasan,,half past\nKhasan,,morning\n"
    file = sheet(tmp_path, text)
    case = read_sheet(file)
    assert starts(case) == [UTC_AT_KHASAN, None]
    assert case.warnings == (
        f"{file}:3: row.at: 'half past' is not a time: write it like 2023-09-12T06:00+10:00 or 2023-09-12: left out",
        f"{file}:4: row.date: empty, and no row above has one: the time is not used",
    )
    both = read_sheet(sheet(tmp_path, "place,when,time,precision\nKhasan,12.09.2023,06:05,minute\n"))
    assert starts(both) == [UTC_AT_KHASAN]
    long = read_sheet(sheet(tmp_path, f"place,at\nKhasan,2023-09-12\nKhasan,2023-09-12 06:05{' a' * 60_000}\n"))
    assert "is not a time" in long.warnings[0]
    exact = read_sheet(sheet(tmp_path, "place,date,time,precision\nKhasan,2023-09-12,06:45-07:30,minute\n"))
    assert spans(exact) == [("11T20:45", "11T21:30")]


def test_a_part_of_a_day_stands_for_a_clock(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "place,date,time\nKhasan,2023-09-12,Morning\n"))
    assert spans(case) == [("11T20:00", "12T02:00")]


def test_the_ends_of_a_span_are_clocks_of_the_day_beside_them(tmp_path: Path) -> None:
    case = read_sheet(sheet(tmp_path, "place,date,earliest,latest\nKhasan,2023-09-12,06:45,07:30\n"))
    assert spans(case) == [("11T20:45", "11T21:30")]


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


@pytest.mark.parametrize("mapping", [{"a": 1}, {"place": ["Khasan"]}])
def test_a_mapping_is_no_input(mapping: Any) -> None:
    with pytest.raises(UsageError, match="nothing that can be read") as refused:
        rs.track(mapping)
    assert "pandas.DataFrame" in refused.value.hint
