"""Cases: strict YAML, every problem named with file, line and key, places and times as written on the page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.errors import CaseFormatError, PlaceNotFoundError, RailsightError
from railsight.files import read_case
from railsight.files.case import case_from_text
from railsight.files.strictyaml import MAX_YAML_BYTES, Mapping, Scalar, parse_yaml
from railsight.gazetteer import Gazetteer
from railsight.geo import geodesic_m
from tests.telling import read

KHASAN = "{lon: 130.6451, lat: 42.4299, name: Khasan}"


def sighting_case(lines: str) -> str:
    return f"case: t\nsightings:\n- place: {KHASAN}\n{lines}"


def one(lines: str) -> object:
    return case_from_text(sighting_case(lines)).sightings[0]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


# ---------------------------------------------------------------- strict YAML


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("a: 1\nb: *a\n", "aliases", 2),
        ("a: &x 1\n", "aliases", 1),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "tags", 2),
        ("a: !!int 3\n", "tags", 1),
        ("a: 1\n<<: {b: 2}\n", "merges", 2),
        ("a: 1\nb: 2\na: 3\n", "lines 1 and 3", 3),
        ("a: {b: 1,\n b: 2}\n", "lines 1 and 2", 2),
        ("a: 1\n---\nb: 2\n", "one document", 2),
        ("a: [1, 2\n", "not YAML", None),
        ("a: b: c\n", "not YAML", 1),
        ("? [a]\n: 1\n", "plain text", 1),
        ("", "empty", None),
        ("\x00", "not YAML", None),
        ("[" * 100_000, "deep", 1),
        ("{a: " * 100_000, "deep", 1),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "aliases", 1),
    ],
)
def test_what_surprises_or_attacks_is_refused(text: str, said: str, line: int | None) -> None:
    start = time.process_time()
    with pytest.raises(CaseFormatError, match=said) as caught:
        parse_yaml(text, file="case.yaml")
    assert time.process_time() - start < 1.0
    assert caught.value.message.startswith("case.yaml")
    if line is not None:
        assert caught.value.line == line


def test_scalars_stay_text() -> None:
    tree = parse_yaml("a: 22:15\nb: NO\nc: 0612345\nd: 1_000\ne: 1e999\nf: '~'\ng: ~\n")
    assert isinstance(tree, Mapping)
    got = {k: v.text for k, v in tree.items.items() if isinstance(v, Scalar)}
    assert got == {"a": "22:15", "b": "NO", "c": "0612345", "d": "1_000", "e": "1e999", "f": "~", "g": "~"}
    assert not tree.items["f"].empty  # type: ignore[union-attr]
    assert tree.items["g"].empty  # type: ignore[union-attr]


def test_ten_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text("case: x\nnote: |\n" + "  word\n" * (10 * MAX_YAML_BYTES // 7))
    start = time.process_time()
    with pytest.raises(CaseFormatError, match="1 MB"):
        read_case(path)
    assert time.process_time() - start < 1.0


@given(st.text(alphabet="abc:-[]{}&*!|>'\"#%@`, \n\t?<~0", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_tree_or_a_typed_error(text: str) -> None:
    try:
        line = parse_yaml(text, file="x").line
    except CaseFormatError as error:
        line = error.line or 1
    assert 1 <= line <= text.count("\n") + 2


# ---------------------------------------------------------------- the schema


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("case: t\nsightngs: []\n", 2, "sightngs"),
        ("title: t\n", 1, "case"),
        ("case: t\ntrain:\n  profil: x\n", 3, "train.profil"),
        ("case: t\ntrain:\n  max_kmh: fast\n", 3, "train.max_kmh"),
        ("case: t\ntrain:\n  max_kmh: 1_000\n", 3, "train.max_kmh"),
        ("case: t\ntrain:\n  gauge_mm: 1e999\n", 3, "train.gauge_mm"),
        ("case: t\nreports:\n- id: a\n", 3, "reports[0].text"),
        ("case: t\nreports:\n- text: hello\n  published: soon\n", 4, "reports[0].published"),
        ("case: t\nreports:\n- text: hello\n  text_file: b.txt\n", 3, "reports[0].text"),
        ("case: t\nreports:\n- text: a\n  id: r\n- text: b\n  id: r\n", 6, "reports[1].id"),
        ("case: t\nreports:\n- text: a\n- text: b\n  id: report-1\n", 5, "reports[1].id"),
        (sighting_case("  report: nope\n"), 4, "sightings[0].report"),
        ("case: t\nreports:\n- text: a\nsightings:\n- place: Khasan\n  report: nope\n", 6, "sightings[0].report"),
        ("case: t\nsightings:\n  place: Khasan\n", 3, "sightings"),
        ("case: t\nsightings:\n- event: seen\n", 3, "sightings[0].place"),
        ("case: t\nsightings:\n- place: {lon: 200, lat: 0}\n", 3, "sightings[0].place.lon"),
        ("case: t\nsightings:\n- place: {lon: 20}\n", 3, "sightings[0].place.lon"),
        (sighting_case("  event: vanished\n"), 4, "sightings[0].event"),
        (sighting_case("  status: maybe\n"), 4, "sightings[0].status"),
        (sighting_case("  heading: up\n"), 4, "sightings[0].heading"),
        (sighting_case("  at: 22:15\n"), 4, "sightings[0].at"),
        (sighting_case("  at: 2023-09-12T06:00\n"), 4, "sightings[0].at"),
        (sighting_case("  at: 2023-02-30\n"), 4, "sightings[0].at"),
        (sighting_case("  at: 2023-09-12\n  precision: minute\n"), 4, "sightings[0].at"),
        (sighting_case("  at: 2023-09-12\n  precision: weekly\n"), 5, "sightings[0].precision"),
        (sighting_case("  at: 2023-09-12\n  precision: part-of-day\n"), 3, "sightings[0].part_of_day"),
        (sighting_case("  at: 2023-09-12\n  part_of_day: teatime\n"), 5, "sightings[0].part_of_day"),
        (sighting_case("  earliest: 2023-09-12T06:00+10:00\n"), 4, "sightings[0].earliest"),
        (
            sighting_case("  earliest: 2023-09-12T06:00Z\n  latest: 2023-09-11T06:00Z\n"),
            4,
            "sightings[0].earliest",
        ),
        (sighting_case("  known_at: 2023-09-12\n"), 4, "sightings[0].known_at"),
        (
            sighting_case("  at: 2023-09-12T06:00Z\n  precision: minute\n  part_of_day: day\n"),
            6,
            "sightings[0].part_of_day",
        ),
        (sighting_case("  precision: hour\n"), 4, "sightings[0].precision"),
        (
            sighting_case("  earliest: 2023-09-12\n  latest: 2023-09-13\n  precision: hour\n"),
            6,
            "sightings[0].precision",
        ),
        ("case: t\nsightings:\n- place: ''\n", 3, "sightings[0].place"),
        ("case: t\nsightings:\n- place: {name: Khasan, country: RUS}\n", 3, "sightings[0].place.country"),
        ("case: t\nsightings:\n- place: {name: Khasan, kind: [port]}\n", 3, "sightings[0].place.kind"),
        ("case: t\nsightings:\n- place: {name: Khasan, radius_m: far}\n", 3, "sightings[0].place.radius_m"),
        ("case: t\ntrain:\n  gauge_mm: 1520.7\n", 3, "train.gauge_mm"),
        ("case: t\ntrain:\n  profile: maglev\n", 3, "train.profile"),
        ("case: t\nlanguage: klingon\n", 2, "language"),
        ("case: t\nnetwork: nowhere.rsn\n", 2, "network"),
        ("case: t\ndestinations:\n- place: Moscow\n  prior: 2\n", 4, "destinations[0].prior"),
        ("case: t\ndestinations:\n- place: Moscow\n  name: Chita\n", 4, "destinations[0].name"),
        ("case: t\ndestinations:\n- {name: Chita, prior: 0}\n- {name: Moscow, prior: 0}\n", 3, "destinations[0].prior"),
    ],
)
def test_a_problem_is_named_with_file_line_and_key(text: str, line: int, key: str) -> None:
    with pytest.raises(CaseFormatError) as caught:
        case_from_text(text, file="case.yaml")
    assert (caught.value.line, caught.value.key) == (line, key)
    assert caught.value.message.startswith(f"case.yaml:{line}: {key}: ")
    assert caught.value.exit_code == 2


def test_a_destination_that_is_no_place_has_no_answer_as_elsewhere() -> None:
    with pytest.raises(PlaceNotFoundError, match=r"line 4: destinations\[1\]: no place named 'Qwxyzzy'"):
        case_from_text("case: t\ndestinations:\n- Moscow\n- Qwxyzzy\n")
    with pytest.raises(CaseFormatError, match="prior"):  # what is wrong with the file comes first
        case_from_text("case: t\ndestinations:\n- Qwxyzzy\n- {name: Moscow, prior: 2}\n")


@pytest.mark.parametrize("said", ["    text_file: stroy.txt\n", "    text_file: no/story.txt\n"])
def test_a_file_that_is_not_there_comes_with_what_to_do(said: str, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("The train arrived at Khasan.")
    (tmp_path / "case.yaml").write_text(f"case: t\nreports:\n  - id: a\n{said}")
    with pytest.raises(CaseFormatError, match=r"did you mean .*story\.txt|there is no folder"):
        read_case(tmp_path / "case.yaml")


def test_all_problems_are_gathered() -> None:
    with pytest.raises(CaseFormatError) as caught:
        case_from_text(sighting_case("  evnt: seen\n  at: noon\n  status: maybe\n"))
    assert "is it event?" in caught.value.message
    assert caught.value.hint.startswith("2 more")
    assert "sightings[0].at" in caught.value.hint
    assert "sightings[0].status" in caught.value.hint


def test_truth_is_never_read() -> None:
    assert case_from_text("case: t\ntruth: {anything: [goes, {here: 1}]}\n").sightings == ()


# ---------------------------------------------------------------- times


def test_a_clock_time_is_a_moment() -> None:
    s = one("  at: 2023-09-12T06:00+10:00\n")
    assert (s.interval.earliest, s.interval.latest) == (utc(2023, 9, 11, 20), utc(2023, 9, 11, 20))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("precision", "minutes"), [("minute", 0), ("half-hour", 60), ("hour", 120)])
def test_precision_widens_it(precision: str, minutes: int) -> None:
    s = one(f"  at: 2023-09-12T06:00+10:00\n  precision: {precision}\n")
    assert s.interval.duration_s == 60 * minutes  # type: ignore[attr-defined]


def test_a_bare_date_is_on_the_clock_of_the_place() -> None:
    s = one("  at: 2023-09-12\n")  # Khasan is ten hours ahead of UTC
    assert s.interval.earliest == utc(2023, 9, 11, 14)  # type: ignore[attr-defined]
    assert s.interval.latest == utc(2023, 9, 12, 13, 59, 59)  # type: ignore[attr-defined]


def test_a_bare_date_in_a_country_is_that_day_on_any_of_its_clocks() -> None:
    case = case_from_text(
        "case: t\nsightings:\n- {place: Russia, at: 2023-09-12}\n- {place: North Korea, at: 2023-09-12}\n"
    )
    russia, korea = (s.interval for s in case.sightings)
    assert russia is not None
    assert korea is not None
    assert russia.earliest == utc(2023, 9, 11, 12)  # Kamchatka is twelve hours ahead of UTC, Kaliningrad two
    assert russia.latest == utc(2023, 9, 12, 21, 59, 59)
    assert korea.earliest == utc(2023, 9, 11, 15)


def test_a_part_of_day_follows_the_clock_that_is_given() -> None:
    by_place = one("  at: 2023-09-12\n  precision: part-of-day\n  part_of_day: afternoon\n")
    assert by_place.interval.earliest == utc(2023, 9, 12, 2)  # type: ignore[attr-defined]
    by_moscow = one("  at: 2023-09-12T12:00+03:00\n  precision: part-of-day\n  part_of_day: afternoon\n")
    assert by_moscow.interval.earliest == utc(2023, 9, 12, 9)  # type: ignore[attr-defined]


def test_earliest_and_latest() -> None:
    s = one("  earliest: 2023-09-12T06:00+10:00\n  latest: 2023-09-13\n")
    assert s.interval.earliest == utc(2023, 9, 11, 20)  # type: ignore[attr-defined]
    assert s.interval.latest == utc(2023, 9, 13, 13, 59, 59)  # type: ignore[attr-defined]


def test_midnight_may_be_written_as_the_end_of_the_day() -> None:
    s = one("  earliest: 2023-09-12T22:00+10:00\n  latest: 2023-09-12T24:00+10:00\n")
    assert s.interval.latest == utc(2023, 9, 12, 14)  # type: ignore[attr-defined]


def test_no_time_is_no_interval() -> None:
    assert one("  event: heading\n").interval is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("word", "point"),
    [
        *(("north", "N"), ("North-East", "NE"), ("SW", "SW"), ("westward", "W"), ("eastbound", "E")),
        *(("NNE", "N"), ("ese", "E"), ("west-south-west", "W"), ("south-southeast", "S")),
    ],
)
def test_headings(word: str, point: str) -> None:
    assert one(f"  heading: {word}\n").heading == point  # type: ignore[attr-defined]


# ---------------------------------------------------------------- places and files


def test_places_by_name_and_what_surrounds_it() -> None:
    text = "case: t\nsightings:\n" + "".join(
        f"- place: {name}\n  at: 2023-09-12\n"
        for name in (
            "Khasan",
            "Razdolnaya river rail bridge near Ussuriysk",
            "north of Ussuriysk",
            "Amur oblast",
            "Khasan border",
            "Beijing Station",
            "Nowhere-at-all-zzz",
        )
    )
    case = case_from_text(text)
    found = {s.id: s.place for s in case.sightings}
    assert (found["t-1"].country, found["t-1"].kind) == ("RU", "station")
    assert found["t-2"].kind in {"river crossing", "bridge"}
    assert abs(found["t-2"].lat - 43.6) < 0.4
    assert found["t-3"].lat > 43.9
    assert found["t-4"].kind == "region"
    assert abs(found["t-5"].lon - 130.6) < 0.3
    assert found["t-6"].country == "CN"
    assert len(case.sightings) == 6
    assert "Nowhere-at-all-zzz" in case.warnings[0]
    assert "line 15" in case.warnings[0]


@pytest.mark.parametrize("where", ["north of Ussuriysk", "60 km north of Ussuriysk", "between Khasan and Ussuriysk"])
def test_the_same_words_mean_the_same_place_in_a_case_and_in_a_report(where: str, gazetteer: Gazetteer) -> None:
    (told,) = read(f"The train was seen {where} at 13:10.", gazetteer)
    written = case_from_text(f"case: t\nsightings:\n- {{place: {where}, at: 2023-09-12}}\n").sightings[0].place
    apart_m = geodesic_m(told.place.lon, told.place.lat, written.lon, written.lat)
    assert apart_m < 5_000  # a report may mean the town, a case its station
    assert written.radius_m == pytest.approx(told.place.radius_m, rel=0.05)


def test_between_two_countries_is_in_neither(gazetteer: Gazetteer) -> None:
    (told,) = read("The train was seen between Zabaykalsk and Manzhouli.", gazetteer)
    text = "case: t\nsightings:\n- {place: between Zabaykalsk and Manzhouli, at: 2023-09-12}\n"
    assert told.place.country is None
    assert case_from_text(text).sightings[0].place.country is None


@pytest.mark.parametrize("name", ["Razdolnaya", "the Razdolnaya River", "Yalu River"])
def test_at_a_river_a_train_is_where_the_railway_crosses_it(name: str) -> None:
    case = case_from_text(f"case: t\nsightings:\n- {{place: {name}, event: crossed, at: 2023-09-12}}\n")
    assert case.sightings[0].place.kind in {"river crossing", "bridge", "border"}


def test_a_river_leaves_the_towns_of_its_name_their_share() -> None:
    case = case_from_text("case: t\nsightings:\n- {place: Tumen, at: 2023-09-12}\n")
    found = case.sightings[0].candidates
    assert (found[0].place.kind, found[0].place.country) == ("station", "CN")
    assert {"border", "town"} <= {c.place.kind for c in found}
    assert sum(c.score for c in found) <= 1.0


@pytest.mark.parametrize(
    ("what", "kind", "country"),
    [
        ("name: Vostochny, kind: port", "port", "RU"),
        ("name: Vostochny, kind: cosmodrome", "spaceport", "RU"),
        ("name: Tumen, country: CN", "station", "CN"),
        ("name: Tumen, country: ru", "station", "RU"),
        ("name: north of Ussuriysk, country: RU", "area", "RU"),
    ],
)
def test_a_name_with_what_settles_it(what: str, kind: str, country: str) -> None:
    case = case_from_text(f"case: t\nsightings:\n- {{place: {{{what}, radius_m: 9000}}, at: 2023-09-12}}\n")
    found = case.sightings[0].candidates
    assert (found[0].place.kind, {c.place.country for c in found}) == (kind, {country})
    assert {c.place.radius_m for c in found} == {9000.0}


def test_a_name_that_is_not_what_it_must_be_is_left_out_with_a_reason() -> None:
    case = case_from_text("case: t\nsightings:\n- place: {name: Ussuriysk, country: KP}\n", file="c.yaml")
    assert case.warnings == ("c.yaml:3: sightings[0].place: no place named 'Ussuriysk' in KP: left out",)


@pytest.mark.parametrize(
    ("phrase", "junction"),
    [
        ("TSR junction of the Komsomolsk branch (near Khabarovsk krai)", "Dezhnevka"),
        ("junction for Khasan", "Baranovsky"),
        ("the Blagoveshchensk branch junction", "Belogorsk"),
    ],
)
def test_the_junction_of_a_branch_is_where_its_line_leaves_another(phrase: str, junction: str) -> None:
    case = case_from_text(f"case: t\nsightings:\n- {{place: {phrase}, at: 2023-09-12}}\n")
    assert (case.sightings[0].place.name, case.sightings[0].place.kind) == (junction, "junction")


def test_a_station_called_junction_is_itself() -> None:
    case = case_from_text("case: t\nsightings:\n- {place: Volochayevka-1 junction, at: 2023-09-12}\n")
    assert case.sightings[0].place.name == "Volochayevka-1"


def test_between_two_places_is_an_area_that_holds_both() -> None:
    case = case_from_text("case: t\nsightings:\n- {place: between Chita and Skovorodino, at: 2023-09-12}\n")
    place = case.sightings[0].place
    assert (place.country, place.kind) == ("RU", "area")
    for lon, lat in ((113.5, 52.03), (123.94, 53.98)):
        assert geodesic_m(place.lon, place.lat, lon, lat) < place.radius_m + 30_000


def test_a_place_by_position_needs_no_gazetteer() -> None:
    case = case_from_text("case: t\nsightings:\n- place: {name: A bridge, lon: 131.5, lat: 43.5, radius_m: 500}\n")
    place = case.sightings[0].place
    assert (place.name, place.lon, place.lat, place.radius_m) == ("A bridge", 131.5, 43.5, 500.0)


def test_report_files_lie_beside_the_case(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("The train left Pyongyang.\n")
    (tmp_path / "case.yaml").write_text("case: t\nreports:\n- id: r\n  text_file: story.txt\n  source: KCNA\n")
    report = read_case(tmp_path / "case.yaml").reports[0]
    assert (report.id, report.text, report.source) == ("r", "The train left Pyongyang.\n", "KCNA")


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "http://x.org/a.txt", "link.txt"])
def test_a_case_cannot_pull_other_files_into_a_page(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "case.yaml").write_text(f"case: t\nreports:\n- text_file: {name}\n")
    with pytest.raises(CaseFormatError, match="own folder"):
        read_case(folder / "case.yaml")


def test_ids_are_unique() -> None:
    with pytest.raises(CaseFormatError, match="twice"):
        case_from_text(f"case: t\nsightings:\n- {{id: a, place: {KHASAN}}}\n- {{id: a, place: {KHASAN}}}\n")


def test_the_maker_s_own_words() -> None:
    text = "case: t\ntitle: A\nsubtitle: B\ncredits: C\nlanguage: ko\nnotes: |\n  One.\n\n  Two.\n"
    case = case_from_text(text)
    assert (case.title, case.subtitle, case.credits, case.language) == ("A", "B", "C", "ko")
    assert case.notes.split() == ["One.", "Two."]
    with pytest.raises(CaseFormatError, match="8000"):
        case_from_text(f"case: t\nnotes: {'x' * 8001}\n")


def test_the_seed_case(seed_case: Path) -> None:
    case = read_case(seed_case)
    assert case.name == "armoured-train-2023"
    assert case.reports[0].published == utc(2023, 9, 12, 12, 30)
    assert [d[0] for d in case.destinations] == ["Vladivostok", "Vostochny, cosmodrome"]


def test_the_reference_cases_are_read_without_loss(shared: Path) -> None:
    """Every sighting of the four journeys finds its place; none is in a country the train was not in."""
    counts = {"kji-2001": 12, "kju-2019-vladivostok": 4, "kju-2023-russia": 13, "kju-2025-beijing": 3}
    for name, count in counts.items():
        case = read_case(shared / "cases" / f"{name}.yaml")
        assert len(case.sightings) == count, case.warnings
        assert {s.place.country for s in case.sightings} <= {"RU", "KP", "CN", None}


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_case_or_a_typed_error(text: str) -> None:
    with pytest.raises(RailsightError):
        case_from_text(f"case: t\nsightings:\n- place: {KHASAN}\n  at: {text!r}\n  nonsense: 1\n")


def test_a_key_over_several_lines_is_named_on_one(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("case: c\nsightings:\n- place: {name: X, lat\n\n43.8, lon: 1}\n  event: seen\n", encoding="utf-8")
    with pytest.raises(CaseFormatError, match=r"place.lat 43.8: unknown key") as caught:
        read_case(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("place", ["Vostoc(ny, cosmodrome", "Khasan (", "((((", "Ussuriysk (the station", "("])
def test_an_open_bracket_ends(place: str, tmp_path: Path) -> None:
    """A bracket that is not closed is taken away like one that is, or the name is not known: it never goes round."""
    file = tmp_path / "c.yaml"
    file.write_text(f"case: c\nsightings:\n  - {{place: {place!r}, event: seen, at: 2023-09-12T06:00+10:00}}\n")
    try:
        found = read_case(file)
    except CaseFormatError:
        return
    assert all(s.candidates for s in found.sightings)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("key", ["network: {pipe}", "reports:\n- text_file: pipe.txt"])
def test_a_pipe_in_a_case_is_refused_and_not_waited_for(key: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    case = tmp_path / "case.yaml"
    case.write_text(sighting_case(key.format(pipe=pipe)) if "network" in key else f"case: t\n{key}\n")
    code = f"from railsight.files import read_case; read_case({str(case)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "regular file" in done.stderr
    assert "CaseFormatError" in done.stderr


def test_an_empty_case_asks_for_a_case(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    with pytest.raises(CaseFormatError, match="the file is empty") as caught:
        read_case(tmp_path / "empty.yaml")
    assert "a case" in caught.value.hint


@pytest.mark.parametrize("name", ["Khabarovsk, China", "Harbin, Russia", "Khabarovsk, banana"])
def test_a_name_that_its_country_or_kind_contradicts_is_refused(name: str) -> None:
    """As ``distance`` and ``place`` do, with file, line and key; a known name is not taken for it."""
    sightings = f"case: t\nsightings:\n- {{place: Chita, event: seen}}\n- {{place: '{name}', event: seen}}\n"
    with pytest.raises(
        PlaceNotFoundError, match=rf"^c.yaml:4: sightings\[1\].place: no place named '{name}'"
    ) as raised:
        case_from_text(sightings, file="c.yaml")
    assert raised.value.suggestions
    with pytest.raises(PlaceNotFoundError, match=rf"^c.yaml:4: destinations\[0\]: no place named '{name}'"):
        case_from_text(sighting_case(f"destinations: ['{name}']\n"), file="c.yaml")


def test_a_position_with_latitude_first_is_told_so() -> None:
    with pytest.raises(
        CaseFormatError, match=r"sightings\[0\].place: .* lon is -180..180 and lat -90..90, in this order"
    ):
        case_from_text("case: t\nsightings:\n- {place: '42.43, 130.64', event: seen}\n")


def test_a_part_of_a_word_is_no_name() -> None:
    case = case_from_text("case: t\nsightings:\n- {place: km 1875 of the Trans-Siberian, event: seen}\n")
    assert not case.sightings
    assert case.warnings == ("line 3: sightings[0].place: no place named 'km 1875 of the Trans-Siberian': left out",)


def test_the_empty_cell_of_a_table_is_nothing_written() -> None:
    """pandas writes it as .nan, which is no town of that name."""
    with pytest.raises(CaseFormatError, match="place"):
        case_from_text("case: t\nsightings:\n- {place: .nan, event: seen, at: 2024-05-01}\n")
    case = case_from_text("case: t\nsightings:\n- {place: Khasan, event: seen, at: 2024-05-01, note: .nan}\n")
    assert case.sightings[0].note == ""
