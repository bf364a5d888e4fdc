"""Reports are read as they are, or refused in one clear line."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import railsight as rs
from railsight.api.batches import each_item
from railsight.errors import InputError, ReportFormatError, UsageError
from railsight.files import MAX_REPORT_BYTES, read_jsonl, read_report, read_reports
from railsight.files.headers import header_fields, make_report
from railsight.files.records import report_from_record, report_record
from railsight.files.texts import decode
from railsight.times import known_from, parse_published

STORY = "The train left Pyongyang on Sunday.\nIt reached Khasan on Tuesday.\n"


def put(folder: Path, data: bytes | str, name: str = "story.txt") -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def test_text_is_never_altered(tmp_path: Path) -> None:
    report = read_report(put(tmp_path, STORY))
    assert report.text == STORY
    assert report.id == "story"


@pytest.mark.parametrize(
    "encoded",
    [STORY.encode("utf-8-sig"), STORY.encode("utf-16"), b"\xfe\xff" + STORY.encode("utf-16-be")],
    ids=["utf-8 with mark", "utf-16", "utf-16 big-endian"],
)
def test_marked_encodings_are_read(encoded: bytes, tmp_path: Path) -> None:
    assert read_report(put(tmp_path, encoded)).text == STORY


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("Москва и Владивосток".encode("cp1251"), "not UTF-8"),
        ("caf\u00e9 in Vladivostok".encode("latin-1"), "not UTF-8"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"text with a NUL \x00 in it", "NUL"),
        (bytes(range(1, 32)) * 20, "control"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x1f\x8b\x08.....", "gzip"),
        (b"<!DOCTYPE html><html><body>story</body></html>", "web page"),
        (STORY.encode("utf-32"), "UTF-32"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_what_is_not_text_is_refused_in_one_line(data: bytes, said: str, tmp_path: Path) -> None:
    path = put(tmp_path, data)
    with pytest.raises(ReportFormatError, match=said) as caught:
        read_report(path)
    assert path in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2


def test_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError) as caught:
        read_report(put(tmp_path, b"one\ntwo\nthr\xe9e\n"))
    assert caught.value.line == 3


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as f:
        f.truncate(50_000_000_000)  # sparse: reading it whole would take far longer than this test may
    start = time.process_time()
    with pytest.raises(ReportFormatError, match="1 MB"):
        read_report(str(path))
    assert time.process_time() - start < 1.0


def test_the_cap_is_exact(tmp_path: Path) -> None:
    assert len(read_report(put(tmp_path, "a" * MAX_REPORT_BYTES)).text) == MAX_REPORT_BYTES
    with pytest.raises(ReportFormatError, match="1 MB"):
        read_report(put(tmp_path, "a" * (MAX_REPORT_BYTES + 1)))


@pytest.mark.parametrize("name", ["http://example.org/story.txt", "/vsicurl/http://x/y", "file:///etc/passwd"])
def test_addresses_are_not_files(name: str) -> None:
    with pytest.raises(UsageError, match="not a local file"):
        read_report(name)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError, match="No such file"):
        read_report(str(tmp_path / "nothing.txt"))
    with pytest.raises(UsageError, match="folder"):
        read_report(str(tmp_path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    report = read_report("-")
    assert (report.id, report.text) == ("stdin", STORY)


# ---------------------------------------------------------------- header and dates


def test_header_fields_are_read_and_stay_in_the_text(tmp_path: Path) -> None:
    text = f"Title: A train\nPublished: 2023-09-12T18:30+09:00\nSource: Yonhap\n\n{STORY}"
    report = read_report(put(tmp_path, text))
    assert report.text == text
    assert report.title == "A train"
    assert report.source == "Yonhap"
    assert report.published == datetime(2023, 9, 12, 9, 30, tzinfo=UTC)
    assert report.published_assumed is None


FRONT = """---
title: "Train: at Khasan"  # as it was sent
date: 2023-09-12T18:30+09:00
author: 'Kim''s desk'
tags: [a, b]
more:
  - nested: thing
---
"""


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_front_matter_is_the_header_and_no_part_of_the_text(tmp_path: Path, mark: str) -> None:
    report = read_report(put(tmp_path, f"{mark}{FRONT}{STORY}"))
    assert report.text == STORY
    assert (report.title, report.source) == ("Train: at Khasan", "Kim's desk")
    assert report.published == datetime(2023, 9, 12, 9, 30, tzinfo=UTC)
    reading = rs.read(report)
    assert [STORY[m.start : m.end] for m in reading.mentions] == [m.text for m in reading.mentions]
    assert reading.sightings == rs.read(replace(report, text=STORY)).sightings


def test_a_source_of_front_matter_wins_over_its_author(tmp_path: Path) -> None:
    report = read_report(put(tmp_path, f"---\nauthor: [A. Kim, B. Li]\nsource: Yonhap\n...\n{STORY}"))
    assert report.source == "Yonhap"
    assert read_report(put(tmp_path, f"---\nauthor: [A. Kim, 'B. Li']\n---\n{STORY}")).source == "A. Kim, B. Li"


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe train left.\n---\nMore.",
        "---\nsource: Yonhap\nno end",
        "---\ncolour: green\n---\n",
        "--- x\ndate: 1\n---\n",
    ],
)
def test_what_only_looks_like_front_matter_stays_in_the_text(text: str) -> None:
    assert make_report(text, default_id="a").text == text


def test_front_matter_alone_is_no_report_and_its_faults_name_their_line(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError, match="empty below its front matter"):
        read_report(put(tmp_path, FRONT))
    with pytest.raises(ReportFormatError) as caught:
        read_report(put(tmp_path, f"---\ntitle: x\ndate: next week\n---\n{STORY}"))
    assert caught.value.line == 3


@pytest.mark.parametrize("text", ["Moscow: the train left.\n\nMore.", "Source: Yonhap\nno blank line", "Title: only"])
def test_a_story_that_begins_with_a_colon_has_no_header(text: str) -> None:
    assert header_fields(text) == {}


def test_a_wrong_published_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError, match="published") as caught:
        read_report(put(tmp_path, f"Title: A train\nPublished: next week\n\n{STORY}"))
    assert caught.value.line == 2


@pytest.mark.parametrize(
    "header",
    [
        "Date: 12 September 2023",
        "Published: Sept 12, 2023",
        "Date: Tuesday, September 12, 2023",
        "Date: 2023년 9월 12일",
    ],
)
def test_a_date_in_the_header_may_be_written_as_people_write_it(tmp_path: Path, header: str) -> None:
    report = read_report(put(tmp_path, f"{header}\n\n{STORY}"))
    assert report.published == datetime(2023, 9, 12, tzinfo=UTC)
    assert report.published == read_report(put(tmp_path, f"{header}\n{STORY}")).published


def test_given_published_wins_over_a_header_nobody_can_read(tmp_path: Path) -> None:
    file = put(tmp_path, f"Published: next week\n\n{STORY}")
    with pytest.raises(ReportFormatError, match="next week"):
        rs.read(file)
    (report,) = rs.read(file, published=date(2023, 9, 12)).reports
    assert report.published is not None
    assert report.published.date() in {date(2023, 9, 11), date(2023, 9, 12)}


def test_given_published_wins(tmp_path: Path) -> None:
    given_time = datetime(2024, 1, 1, tzinfo=UTC)
    text = f"Published: 2023-09-12\n\n{STORY}"
    assert read_report(put(tmp_path, text), published=given_time).published == given_time


@pytest.mark.parametrize(
    ("text", "moment", "assumed"),
    [
        ("2023-09-12T18:30+09:00", datetime(2023, 9, 12, 9, 30, tzinfo=UTC), False),
        ("2023-09-12T18:30Z", datetime(2023, 9, 12, 18, 30, tzinfo=UTC), False),
        ("2023-09-12 18:30", datetime(2023, 9, 12, 18, 30, tzinfo=UTC), True),
        ("2023-09-12", datetime(2023, 9, 12, 0, 0, tzinfo=UTC), True),
        ("Tue, 12 Sep 2023 18:30:00 +0900", datetime(2023, 9, 12, 9, 30, tzinfo=UTC), False),
    ],
)
def test_forms_of_publication_times(text: str, moment: datetime, assumed: bool) -> None:
    found, said = parse_published(text)
    assert found == moment
    assert (said is not None) == assumed


@pytest.mark.parametrize("text", ["", "tomorrow", "2023-13-40", "12:30", "2023-02-30T10:00Z", "x" * 5000])
def test_what_is_no_time_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        parse_published(text)


# ---------------------------------------------------------------- many


def test_folder_in_order_of_name_and_jsonl(tmp_path: Path) -> None:
    put(tmp_path, "Second.", "b.txt")
    put(tmp_path, "First.", "a.md")
    put(tmp_path, "hidden", ".c.txt")
    put(tmp_path, b"\x00", "picture.png")
    lines = [{"id": "x", "text": "Third.", "published": "2023-09-12", "extra": [1]}, {"text": "Fourth."}]
    put(tmp_path, "\n".join(map(json.dumps, lines)) + "\n\n", "z.jsonl")
    reports = read_reports([str(tmp_path)])
    assert [r.text for r in reports] == ["First.", "Second.", "Third.", "Fourth."]
    assert [r.id for r in reports] == ["a", "b", "x", "z-2"]


def test_ids_are_made_unique(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    paths = [put(tmp_path / "one", "First."), put(tmp_path / "two", "Second.")]
    assert [r.id for r in read_reports(paths)] == ["story", "story-2"]


def test_a_folder_without_reports_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError, match="no reports"):
        read_reports([str(tmp_path)])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1, 2]", "a list came, not an object"),
        ('{"id": "x"}', "an object without a text came, with id"),
        ('{"text": 5}', "text is 5, not a text"),
        ("[" * 100_000, "too deep"),
        ('{"text": "a", "text": "b"}', "twice"),
        ('{"text": "a", "n": NaN}', "NaN"),
        ('{"text": "a"', "not one JSON"),
        ("[" * 200_000, "not one JSON"),
        ('{"text": "a", "published": "soon"}', "published"),
        ('{"text": "a", "title": {"b": 1}}', "title"),
        ('{"text": "  "}', "empty"),
    ],
)
def test_bad_lines_are_named(line: str, said: str, tmp_path: Path) -> None:
    path = put(tmp_path, '{"text": "fine"}\n' + line + "\n", "r.jsonl")
    with pytest.raises(ReportFormatError, match=said) as caught:
        list(read_jsonl(path))
    assert "r.jsonl:2" in caught.value.message


def test_a_line_without_a_text_is_told_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError) as caught:
        list(read_jsonl(put(tmp_path, '{"id": "x"}\n', "r.jsonl")))
    assert '{"id": "a", "text":' in caught.value.hint


# ---------------------------------------------------------------- never anything but a report or a typed error


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_text_or_a_typed_error(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except ReportFormatError as error:
        text = error.message
        assert len(text) < 200
    assert "\x00" not in text
    assert "\r" not in text


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_makes_a_report_or_a_typed_error(text: str) -> None:
    try:
        report = make_report(text, default_id="x")
    except ReportFormatError:
        return
    assert report.text == text


def test_decoding_is_linear() -> None:
    def seconds(n: int) -> float:
        data = ("word " * n).encode()
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            decode(data, "x")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(160_000) < 6 * seconds(80_000) + 0.02


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59+14:00", "1799-12-31"])
def test_a_year_without_railways_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not one of 1800 to 2200"):
        parse_published(text)


MORNING = "The armoured train arrived at Khasan at 6 a.m. on Tuesday."


@pytest.mark.parametrize(
    ("published", "known_at"),
    [
        ("2024-07-02T09:00+09:00", "2024-07-02T00:00+00:00"),  # an hour, though it is midnight in Greenwich
        ("2024-07-02T09:01+09:00", "2024-07-02T00:01+00:00"),
        ("2024-07-02", "2024-07-02T23:59+00:00"),
        ("2024-07-02T00:00Z", "2024-07-02T23:59+00:00"),
    ],
)
def test_nine_in_seoul_is_an_hour_and_no_date(published: str, known_at: str, tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(f"Published: {published}\n\n{MORNING}\n", encoding="utf-8")
    report = read_report(path)
    assert report.published is not None
    assert known_from(report.published) == datetime.fromisoformat(known_at)
    again = report_from_record(json.loads(json.dumps(report_record(report))))
    assert again.published is not None
    assert known_from(again.published) == datetime.fromisoformat(known_at)


@pytest.mark.parametrize(("raw", "id_"), [(b"r\xff", "r?"), (b"\xd2\xe5\xea\xf1\xf2", "?????"), (b"a\xe9", "a?")])
def test_a_file_name_that_is_no_utf8_gives_an_id_that_can_be_written(tmp_path: Path, raw: bytes, id_: str) -> None:
    put(tmp_path, STORY, os.fsdecode(raw + b".txt"))
    (report,) = read_reports([tmp_path])
    assert report.id == id_
    assert [s.report for s in rs.read(tmp_path, published=date(2024, 3, 13)).sightings] == [id_, id_]


@pytest.mark.parametrize("name", ["link.txt", "link.jsonl", "case.yaml"])
@pytest.mark.parametrize("to", ["outside.txt", "../../outside.txt"])
def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path, name: str, to: str) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    put(tmp_path, STORY, "outside.txt")
    put(folder, STORY)
    (folder / name).symlink_to(to if to.startswith("..") else tmp_path / to)
    with pytest.raises(ReportFormatError, match="a link out of its folder"):
        rs.read(folder)
    bad: list[InputError] = []
    assert len(list(each_item([str(folder)], on_error=bad.append))) == 1
    assert [e.file for e in bad] == [str(folder / name)]


def test_a_link_within_a_folder_is_read(tmp_path: Path) -> None:
    put(tmp_path, STORY)
    (tmp_path / "same.txt").symlink_to("story.txt")
    assert [r.id for r in read_reports([tmp_path])] == ["same", "story"]


def test_what_stops_a_folder_says_how_to_read_the_rest(tmp_path: Path) -> None:
    put(tmp_path, STORY)
    put(tmp_path, b"\x00\x01\x02", "binary.txt")
    with pytest.raises(ReportFormatError) as caught:
        read_reports([tmp_path])
    assert "--jsonl, which leaves it out" in caught.value.hint
    with pytest.raises(ReportFormatError) as caught:
        read_reports([tmp_path / "binary.txt"])
    assert "--jsonl" not in caught.value.hint


@pytest.mark.parametrize("name", ["R.JSONL", "r.JsonL", "r.jsonl"])
@pytest.mark.parametrize("whole_folder", [True, False])
def test_lines_of_json_are_known_by_their_ending_whatever_its_case(
    tmp_path: Path, name: str, whole_folder: bool
) -> None:
    put(tmp_path, json.dumps({"id": "x", "text": STORY}), name)
    assert [r.id for r in read_reports([tmp_path if whole_folder else tmp_path / name])] == ["x"]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("NEW DELHI: A train was seen in Agra on Monday.", "NEW DELHI"),
        ("VLADIVOSTOK, March 5 (Test) - The train reached Khasan on Monday.", "VLADIVOSTOK"),
        ("Dateline: Harbin\n\nBEIJING: The train reached Dandong on Monday.", "Harbin"),
        ("The train reached Dandong on Monday.", None),
    ],
)
def test_the_dateline_found_in_a_text_is_given(text: str, dateline: str | None) -> None:
    (report,) = rs.read(make_report(text, default_id="a"), published=date(2024, 3, 13)).reports
    assert report.dateline == dateline


def test_a_text_in_the_place_of_a_file_is_told_where_it_goes() -> None:
    with pytest.raises(ReportFormatError) as caught:
        read_report("The armoured train left Khasan on 12 September 2023 and reached Ussuriysk.")
    assert "Report(text=...)" in caught.value.hint
    with pytest.raises(ReportFormatError) as caught:
        read_report("no such file.txt")
    assert caught.value.hint == "check the name and the folder"
