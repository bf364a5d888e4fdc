"""The commands as a user meets them: what goes to stdout and stderr, exit status, one line for an error."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from railsight.cli import cli, main
from railsight.cli.frame import COMMANDS

PLACE_KEYS = {"name", "names", "lon", "lat", "country", "kind", "radius_m", "source", "id"}
STORY = (
    "Published: 2023-09-12T21:30+09:00\n\nSEOUL: The armoured train departed Pyongyang on Sunday. It arrived at Khasan "
    "at 6 a.m. local time on Tuesday. Later it was seen in Ussuriysk, about 60 km north of Vladivostok.\n"
)


class Done:
    """What a command left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*args: str) -> Done:
        capsys.readouterr()
        status = main(list(args))
        caught = capsys.readouterr()
        return Done(status, caught.out, caught.err)

    return call


def one_line(done: Done) -> str:
    """The only line on stderr, nothing on stdout."""
    assert done.out == ""
    lines = done.err.strip().splitlines()  # click ends the line of a ^C
    assert len(lines) == 1, done.err
    assert lines[0].startswith("railsight: ")
    return lines[0]


# ---------------------------------------------------------------- distance


def test_distance_for_people(run: Any) -> None:
    done = run("distance", "Khasan", "Ussuriysk")
    assert done.status == 0
    assert "260.0 km by rail (official chainage)" in done.out
    assert done.err == ""


@pytest.mark.parametrize(
    ("origin", "target", "km"),
    [("Khasan", "Ussuriysk", 260), ("Ussuriysk", "Ledyanaya", 1412), ("Vladivostok", "Ussuriysk", 112)],
)
def test_distances_of_the_story(origin: str, target: str, km: float, run: Any) -> None:
    record = run("distance", origin, target, "--json").json
    assert record["rail_km"] == pytest.approx(km, rel=0.01)
    assert record["rail_km_kind"] == "official chainage"


def test_distance_json_holds_the_contract(run: Any) -> None:
    record = run("distance", "Pyongyang", "Ussuriysk", "--via", "Khasan", "--json").json
    assert set(record) >= {
        *("from", "to", "via", "rail_km", "rail_km_kind", "geodesic_km", "circuity", "snap_km", "running_time_h"),
        *("profile", "path", "sources", "warnings"),
    }
    assert set(record["from"]) >= PLACE_KEYS
    assert set(record["via"][0]) >= PLACE_KEYS
    assert set(record["running_time_h"]) == {"earliest", "likely", "latest"}
    assert record["running_time_h"]["earliest"] <= record["running_time_h"]["likely"]
    assert len(record["snap_km"]) == 2
    path = record["path"]
    assert path["stations"][0] == record["from"]["name"]
    assert sum(line["km"] for line in path["lines"]) == pytest.approx(record["rail_km"], abs=0.5)
    assert {"line", "from", "to", "km"} <= set(path["lines"][0])
    assert {"at", "from", "to"} <= set(path["borders"][0])
    assert (path["borders"][0]["from"], path["borders"][0]["to"]) == ("KP", "RU")
    assert all({"at", "from_mm", "to_mm"} <= set(g) for g in path["gauge_breaks"])
    assert record["circuity"] == pytest.approx(record["rail_km"] / record["geodesic_km"], abs=0.01)


@pytest.mark.parametrize(("origin", "target"), [("Hongui", "Rajin"), ("Seoul", "Busan"), ("Khasan", "Ussuriysk")])
def test_the_kind_of_kilometres_is_one_of_three_and_estimates_are_counted(origin: str, target: str, run: Any) -> None:
    record = run("distance", origin, target, "--json").json
    assert record["rail_km_kind"] in {"official chainage", "measured geometry", "mixed"}
    assert (record["estimated_km"] > 0) == any("are estimated lengths" in w for w in record["warnings"])
    assert record["estimated_km"] in {0.0, record["rail_km"]}
    assert (record["rail_km_kind"] == "mixed") == (record["estimated_km"] > 0)


def test_names_in_any_script_mean_the_same(run: Any) -> None:
    answers = {
        name: run("distance", name, "Ussuriysk", "--json").json["rail_km"] for name in ("Khasan", "Хасан", "하산")
    }
    assert len(set(answers.values())) == 1, answers


def test_via_is_additive(run: Any) -> None:
    whole = run("distance", "Khasan", "Vladivostok", "--via", "Ussuriysk", "--json").json["rail_km"]
    parts = [
        run("distance", *p, "--json").json["rail_km"] for p in (("Khasan", "Ussuriysk"), ("Ussuriysk", "Vladivostok"))
    ]
    assert whole == pytest.approx(sum(parts), abs=0.2)


def test_a_position_says_how_far_the_railway_is(run: Any) -> None:
    record = run("distance", "131.0,43.0", "Ussuriysk", "--json").json
    assert record["snap_km"][0] > 0.5
    assert record["snap_km"][1] == 0.0
    shown = run("distance", "131.0,43.0", "Ussuriysk").out
    assert f"off the railway, not counted: 131,43 by {record['snap_km'][0]} km\n" in shown


def test_a_way_shorter_than_the_gap_that_is_not_counted_is_not_compared_with_the_straight_line(run: Any) -> None:
    shown = run("distance", "132.17,44.2", "Pereletny").out
    assert "as the crow flies: 17.6 km\n" in shown
    assert "off the railway, not counted: 132.17,44.2 by 16.5 km\n" in shown
    assert "times as far" in run("distance", "Khasan", "Ussuriysk").out


def test_a_running_time_is_rounded_as_on_the_page(run: Any, tmp_path: Path) -> None:
    page = tmp_path / "way.html"
    shown = run("distance", "Pyongyang", "Moscow", "--via", "Khabarovsk", "--map", str(page)).out
    assert "running time: 8 d 22 h (7 d 11 h to 10 d 15 h), armoured train" in shown
    told = page.read_text(encoding="utf-8")
    assert all(span in told for span in ("8 d 22 h", "7 d 11 h", "10 d 15 h"))


def test_a_western_position_is_a_place_not_an_option(run: Any) -> None:
    said = one_line(run("distance", "-0.1,51.5", "Khasan"))
    assert "No such option" not in said
    assert run("distance", "-0.1,51.5", "Khasan").status == 1
    assert run("place", "Khasan", "--near", "-0.1,51.5", "--json").status == 0


def test_an_option_that_is_none_is_still_refused(run: Any) -> None:
    done = run("distance", "--jsno", "Khasan", "Ussuriysk")
    assert done.status == 2
    assert "--jsno" in one_line(done)


def test_avoid_and_require(run: Any) -> None:
    def km(*more: str) -> float:
        return float(run("distance", "Moscow", "Beijing", *more, "--json").json["rail_km"])

    through_mongolia = km()
    assert km("--avoid", "MN") > through_mongolia
    assert km("--require", "Harbin") > through_mongolia
    assert km("--require", "Ulaanbaatar") == through_mongolia
    barred = run("distance", "Khasan", "Pyongyang", "--avoid", "KP")
    assert barred.status == 1
    one_line(barred)


def test_wishes_that_cannot_be_are_said(run: Any) -> None:
    no_country = run("distance", "Khasan", "Ussuriysk", "--avoid", "XX")
    assert no_country.status == 1
    assert "'XX' (the countries of this network are CN, KP" in one_line(no_country)
    assert run("distance", "Khasan", "Ussuriysk", "--require", "ZZ").status == 1
    for wishes in (
        ("--require", "Baranovsky", "--avoid", "Baranovsky"),
        ("--via", "Baranovsky", "--avoid", "Baranovsky"),
        ("--require", "RU", "--avoid", "Russia"),
    ):
        done = run("distance", "Khasan", "Ussuriysk", *wishes)
        assert done.status == 2
        assert "must be touched and avoided at once" in one_line(done)


def test_a_way_there_and_back_is_two_runs(run: Any) -> None:
    runs = run("distance", "Baranovsky", "Ussuriysk", "--via", "Vladivostok", "--json").json["path"]["lines"]
    told = [(one["line"], one["from"], one["to"]) for one in runs]
    assert told == [("Trans-Siberian", *ends) for ends in (("Baranovsky", "Vladivostok"), ("Vladivostok", "Ussuriysk"))]
    back = run("distance", "Khasan", "Khasan", "--via", "Ussuriysk", "--json").json["path"]["lines"]
    assert [one["km"] for one in back] == [one["km"] for one in reversed(back)]


# ---------------------------------------------------------------- no answer, wrong use


def test_unknown_place_offers_near_names(run: Any) -> None:
    done = run("distance", "Vladivostokk-Severny", "Khasan")
    assert done.status == 1
    assert "no place named" in one_line(done)


def test_ambiguous_place_lists_candidates_and_how_to_settle(run: Any) -> None:
    done = run("distance", "Vostochny", "Khasan")
    assert done.status == 1
    said = one_line(done)
    assert "ambiguous" in said
    assert "Cosmodrome" in said
    assert "Port" in said
    assert '"Vostochny, spaceport"' in said
    settled = run("distance", "Vostochny, spaceport", "Ussuriysk", "--json")
    assert settled.status == 0
    assert settled.json["to"]["name"] == "Ussuriysk"


def test_place_without_context_is_ambiguous(run: Any) -> None:
    done = run("place", "Vostochny", "--json")
    assert done.status == 0
    found = done.json
    kinds = [p["kind"] for p in found]
    assert {"spaceport", "port"} <= set(kinds)
    assert found[0]["score"] < 0.9
    assert [p["score"] for p in found] == sorted((p["score"] for p in found), reverse=True)
    assert all(PLACE_KEYS | {"score", "why"} <= set(p) for p in found)
    assert "ambiguous" in run("place", "Vostochny").err


def test_an_unknown_name_gives_an_empty_list_and_status_1(run: Any) -> None:
    done = run("place", "qzxwvjkqzxwvjk", "--json")
    assert done.status == 1
    assert done.json == []
    assert len(done.err.splitlines()) == 1


def test_a_misspelling_is_taken_only_when_it_is_plain(run: Any) -> None:
    assert run("distance", "Vladivostokk", "Ussuriysk", "--json").json["to"]["name"] == "Ussuriysk"
    done = run("distance", "Khassan", "Ussuriysk")
    assert done.status == 1
    assert "did you mean" in one_line(done)
    assert "Khasan" in one_line(done)


def test_nothing_within_reach_says_how_far(run: Any) -> None:
    done = run("distance", "Honolulu", "Khasan")
    assert done.status == 1
    assert "km" in one_line(done)


@pytest.mark.parametrize(
    "args",
    [
        ("distance", "Khasan"),
        ("nonsense",),
        ("route", "Khasan", "Ussuriysk", "--alternatives", "0"),
        ("route", "Khasan", "Ussuriysk", "-o", "way.docx"),
        ("distance", "Khasan", "Ussuriysk", "--profile", "hovercraft"),
        ("distance", "Khasan", "Ussuriysk", "--network", "nowhere.rsn"),
        ("track", "x.yaml", "--at", "noon"),
        ("place", "Khasan", "--near", "somewhere"),
        ("read", "/nowhere/story.txt"),
        ("read", "http://example.org/story"),
        ("map", "/nowhere/case.yaml", "-o", "x.html"),
    ],
)
def test_wrong_use_is_status_2_in_one_line(
    args: tuple[str, ...], run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*args)
    assert done.status == 2
    one_line(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"\x00\x01\xff" * 99, "Москва".encode("cp1251"), b"a" * 2_000_000])
def test_bad_reports_are_status_2_in_one_line(data: bytes, run: Any, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_bytes(data)
    for command in (("read",), ("track",), ("map", "-o", str(tmp_path / "m.html"))):
        done = run(command[0], str(tmp_path / "r.txt"), *command[1:])
        assert done.status == 2
        assert "r.txt" in one_line(done)
    assert not (tmp_path / "m.html").exists()


def test_debug_shows_the_traceback_and_the_line(run: Any) -> None:
    done = run("--debug", "distance", "qzxwvjkqzxwvjk", "Khasan")
    assert done.status == 1
    assert "Traceback" in done.err
    assert done.err.splitlines()[-1].startswith("railsight: no place named")


def test_a_hostile_name_cannot_drive_the_terminal(run: Any) -> None:
    said = one_line(run("distance", "\x1b[31mred\x07\u202e\n", "Khasan"))
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize(
    "name", ["", " ", "\udcff\udcfe", "Kh\udcffasan", "a" * 100_000, "nan,nan", "1e999,5", "999,999", ",", "\x00"]
)
def test_any_name_is_a_place_or_one_line(name: str, run: Any) -> None:
    done = run("distance", name, "Khasan")
    assert done.status in {0, 1, 2}
    if done.status:
        one_line(done)
    assert run("place", name).status in {0, 1, 2}


def test_lone_surrogates_in_a_report_are_replaced(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(
        '{"id": "x\\ud800", "text": "The train \\ud800 reached Khasan on Tuesday.", "published": "2023-09-12"}'
    )
    assert run("read", str(path), "--json").json["reports"][0]["id"] == "x\ufffd"
    assert run("read", str(path), "--jsonl").status == 0


def test_completion_of_commands() -> None:
    env = {**os.environ, "_RAILSIGHT_COMPLETE": "bash_complete", "COMP_WORDS": "railsight di", "COMP_CWORD": "1"}
    assert call(env=env).stdout.splitlines() == ["plain,distance"]


def test_a_hostile_report_cannot_drive_the_terminal(run: Any, tmp_path: Path) -> None:
    text = STORY.replace("Khasan", "\x1b[2JKhasan\x9b31m").replace("Ussuriysk", "Ussuriysk \u202egnp.exe [red]x[/red]")
    (tmp_path / "r.txt").write_text(text.replace("SEOUL", "Title: \x1b]0;owned\x07"))
    for args in (("read",), ("track", "--explain", "--history"), ("map", "-o", str(tmp_path / "m.html"))):
        done = run(args[0], str(tmp_path / "r.txt"), *args[1:])
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.out + done.err)


def test_a_fault_of_ours_is_one_line_too(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("oops")

    monkeypatch.setattr("railsight.api.distances.distance", broken)
    done = run("distance", "Khasan", "Ussuriysk")
    assert done.status == 70
    assert "--debug" in one_line(done)


# ---------------------------------------------------------------- route, matrix


def test_route_lists_lines_and_ways(run: Any) -> None:
    done = run("route", "Khasan", "Khabarovsk", "--json")
    assert done.json["rail_km"] == pytest.approx(260 + 657, rel=0.03)
    several = run("route", "Ussuriysk", "Harbin", "--alternatives", "3", "--json").json["routes"]
    kms = [r["rail_km"] for r in several]
    assert kms == sorted(kms)
    assert len({tuple(r["path"]["stations"]) for r in several}) == len(several)
    assert "km" in run("route", "Khasan", "Khabarovsk").out
    by_cost = run("route", "Moscow", "Khasan", "--alternatives", "3", "--json")
    kms = [r["rail_km"] for r in by_cost.json["routes"]]
    assert (kms != sorted(kms)) == ("the best route is first" in by_cost.err)


@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "gpx", "csv", "parquet", "html"])
def test_route_writes_every_form_once(form: str, run: Any, tmp_path: Path) -> None:
    out = tmp_path / f"way.{form}"
    assert run("route", "Khasan", "Ussuriysk", "-o", str(out)).status == 0
    before = out.read_bytes()
    assert len(before) > 300
    done = run("route", "Vladivostok", "Ussuriysk", "-o", str(out))
    assert done.status == 2
    assert "--force" in one_line(done)
    assert out.read_bytes() == before
    assert run("route", "Vladivostok", "Ussuriysk", "-o", str(out), "--force").status == 0
    assert out.read_bytes() != before


def test_distance_map(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "way.html"
    assert run("distance", "Khasan", "Ussuriysk", "--map", str(out)).status == 0
    assert out.read_text(encoding="utf-8").startswith("<!")


@pytest.mark.parametrize("header", ["place\n", "id,name\n", ""])
def test_matrix(header: str, run: Any, tmp_path: Path) -> None:
    names = ["Khasan", "Ussuriysk", "Vladivostok"]
    prefix = "1," if header == "id,name\n" else ""
    (tmp_path / "places.csv").write_text(header + "".join(f"{prefix}{n}\n" for n in names))
    done = run("matrix", str(tmp_path / "places.csv"))
    rows = {(r["from"], r["to"]): r["rail_km"] for r in csv.DictReader(io.StringIO(done.out))}
    assert len(rows) == 9
    assert float(rows["Khasan", "Ussuriysk"]) == pytest.approx(260, rel=0.01)
    assert rows["Khasan", "Ussuriysk"] == rows["Ussuriysk", "Khasan"]
    assert float(rows["Khasan", "Khasan"]) == 0


def test_matrix_by_position_to_parquet(run: Any, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    (tmp_path / "p.csv").write_text("lon,lat\n130.6451,42.4299\n131.98123,43.8016\n")
    out = tmp_path / "t.parquet"
    assert run("matrix", str(tmp_path / "p.csv"), "-o", str(out)).status == 0
    table = pq.read_table(out).to_pylist()
    assert table[1]["rail_km"] == pytest.approx(260, rel=0.01)


def test_matrix_goes_by_positions_and_says_its_header(run: Any, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name,lon,lat\nMoscow,131.98123,43.8016\nKhasan,130.6451,42.4299\n")
    done = run("matrix", str(tmp_path / "p.csv"))
    rows = {(r["from"], r["to"]): r["rail_km"] for r in csv.DictReader(io.StringIO(done.out))}
    assert float(rows["Moscow", "Khasan"]) == pytest.approx(260, rel=0.01)
    assert done.err == "note: taken as the header 'name', 'lon', 'lat'\n"


def test_matrix_names_all_that_are_unknown_when_too_few_are_left(run: Any, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("place\nqqqzzqq\nKhasan\nwwwzzww\n")
    done = run("matrix", str(tmp_path / "p.csv"))
    assert done.status == 0
    assert "qqqzzqq" in done.err
    assert "wwwzzww" in done.err


def test_an_unknown_train_may_be_in_a_table_of_ones_own(run: Any) -> None:
    for command in (("distance", "Khasan", "Ussuriysk"), ("reach", "Khasan", "6"), ("track", "nothing.txt")):
        done = run(*command, "--profile", "maglev")
        assert done.status == 2
        assert "no profile 'maglev' (choose one of armoured" in done.err
        assert "FILE.csv" in done.err


def test_matrix_names_the_place_that_is_unknown(run: Any, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("place\nqzxwvjkqzxwvjk\n")
    done = run("matrix", str(tmp_path / "p.csv"))
    assert done.status == 1
    assert "qzxwvjkqzxwvjk" in done.err.splitlines()[-1]
    assert done.out == ""
    (tmp_path / "p.csv").write_text("place\nKhasan\nqzxwvjkqzxwvjk\n")  # as a table of one place, it has one figure
    done = run("matrix", str(tmp_path / "p.csv"))
    assert done.status == 0
    assert [row["rail_km"] for row in csv.DictReader(io.StringIO(done.out))] == ["0.0", "", "", ""]


def test_matrix_says_once_why_pairs_are_empty(run: Any, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("place,lon,lat\nKhasan,130.645,42.43\nNowhere,nan,42\nSeoul,126.97,37.55\n")
    done = run("matrix", str(tmp_path / "p.csv"), "--profile", "passenger")
    rows = [row["rail_km"] for row in csv.DictReader(io.StringIO(done.out))]
    notes = [line for line in done.err.splitlines() if line.startswith("note: ")]
    assert done.status == 0
    assert len(rows) == 9
    assert any("left empty: Nowhere: p.csv:3: 'nan' is no longitude" in note for note in notes)
    assert sum("no way between" in note for note in notes) == (rows[2] == "")


def test_a_table_of_separate_networks_says_so(run: Any, tmp_path: Path) -> None:
    import json

    lines = [[[20.0, 50.0], [20.2, 50.0]], [[21.0, 50.0], [21.2, 50.0]]]
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": line}} for line in lines
    ]
    (tmp_path / "x.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert run("network", "build", str(tmp_path / "x.geojson"), "-o", str(tmp_path / "x.rsn")).status == 0
    (tmp_path / "p.csv").write_text("place,lon,lat\na,20.0,50.0\nb,20.2,50.0\nc,21.1,50.0\n")
    done = run("matrix", str(tmp_path / "p.csv"), "--network", str(tmp_path / "x.rsn"))
    said = [line for line in done.err.splitlines() if "no way between" in line]
    assert len(said) == 1
    assert "separate networks" in said[0]


def test_a_place_that_cannot_be_told_loses_no_other(run: Any, tmp_path: Path) -> None:
    names = ["Atlantis", "Khasan", "Vostochny", "qzxwvjkqzxwvjk", "Ussuriysk", "Vostochny"]
    (tmp_path / "p.csv").write_text("place\n" + "".join(f"{n}\n" for n in names))
    done = run("matrix", str(tmp_path / "p.csv"))
    rows = [(r["from"], r["to"], r["rail_km"]) for r in csv.DictReader(io.StringIO(done.out))]
    assert done.status == 0
    assert [row[:2] for row in rows] == [(a, b) for a in names for b in names]
    good = {"Khasan", "Ussuriysk"}
    assert {row[:2] for row in rows if row[2]} == {(a, b) for a in good for b in good}
    assert sum(line.startswith("note: left empty") for line in done.err.splitlines()) == 4


# ---------------------------------------------------------------- read, track, map


@pytest.mark.parametrize("command", ["read", "track"])
@pytest.mark.parametrize("folder", [True, False])
def test_what_cannot_be_read_among_many_loses_no_other(run: Any, tmp_path: Path, command: str, folder: bool) -> None:
    if folder:
        (tmp_path / "many").mkdir()
        (tmp_path / "many" / "a.txt").write_text(STORY)
        (tmp_path / "many" / "b.txt").write_bytes(b"%PDF-1.7")
        given = tmp_path / "many"
    else:
        import json

        given = tmp_path / "many.jsonl"
        given.write_text(json.dumps({"id": "a", "text": STORY}) + '\n{"id": "b"}\n')
    done = run(command, str(given), "--json")
    assert done.status == 2
    assert "Khasan" in done.out
    assert "note: left out: " in done.err
    assert "1 input could not be read and was left out" in done.err
    (tmp_path / "only.jsonl").write_text('{"id": "b"}\n')
    assert "only.jsonl:1: an object without a text came" in run(command, str(tmp_path / "only.jsonl")).err


def test_read_names_both_ends_of_what_was_measured(run: Any, tmp_path: Path) -> None:
    (tmp_path / "far.txt").write_text(
        "The train arrived in Dalian on Tuesday, roughly 1,800 km from the Russian border."
    )
    shown = " ".join(run("read", str(tmp_path / "far.txt")).out.split())
    assert "Friendship Bridge (Khasan–Tumangang) to Dalian: 1800 km stated" in shown


@pytest.mark.parametrize("command", ["distance", "route", "matrix"])
def test_help_says_which_way_is_measured(run: Any, command: str) -> None:
    said = " ".join(run(command, "--help").out.split())
    assert "the fewest breaks of gauge and, among those, the shortest when branch lines count 1.1 times" in said


def test_read_json_holds_the_contract(run: Any, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    done = run("read", str(tmp_path / "story.txt"), "--json")
    record = done.json
    assert {"reports", "mentions", "sightings", "claims"} <= set(record)
    assert {"id", "published", "dateline", "source"} <= set(record["reports"][0])
    for m in record["mentions"]:
        assert {"report", "start", "end", "text", "kind", "role", "place", "score", "candidates", "why"} <= set(m)
        assert STORY[m["start"] : m["end"]] == m["text"]
    seen = {(s["event"], s["place"]["name"]): s for s in record["sightings"]}
    assert ("departed", "Pyongyang") in seen
    arrived = seen["arrived", "Khasan"]
    six = "2023-09-11T20:00"  # 6 a.m. at Khasan
    assert arrived["earliest"] <= six <= arrived["latest"]
    assert arrived["latest"] < "2023-09-11T21:01"
    start, end = arrived["quote"]
    assert "Khasan" in STORY[start:end]
    claim = record["claims"][0]
    assert {"stated_km", "geodesic_km", "rail_km", "bearing_deg", "verdict", "why"} <= set(claim)
    assert claim["rail_km"] == pytest.approx(112, rel=0.01)


def test_read_from_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    record = run("read", "-", "--json").json
    assert record["reports"][0]["id"] == "stdin"


def test_an_assumed_date_is_said(run: Any, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("The armoured train arrived at Khasan on Tuesday.\n")
    done = run("read", str(tmp_path / "s.txt"), "--json")
    assert "assumed" in done.err
    assert done.json["reports"][0]["published_assumed"]
    told = run("read", str(tmp_path / "s.txt"), "--json", "--published", "2023-09-12T20:00Z")
    assert told.json["reports"][0]["published"].startswith("2023-09-12T20:00")
    assert told.json["sightings"][0]["earliest"] < "2023-09-12"


def test_read_a_folder_as_json_lines(run: Any, tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text(STORY)
    done = run("read", str(tmp_path), "--jsonl")
    records = [json.loads(line) for line in done.out.splitlines()]
    assert [r["reports"][0]["id"] for r in records] == ["0", "1", "2"]
    assert all(r["sightings"] for r in records)


def test_what_of_a_folder_is_not_read_is_said(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    for command in ("read", "track"):
        assert "not read" not in run(command, str(tmp_path)).err
    for name in ("b.pdf", "c.docx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "more").mkdir()
    (tmp_path / "d.yaml").write_text("")
    said = f"note: 3 files and 1 folder in {tmp_path} not read: only its .txt, .md, .text, .jsonl files are"
    for command in ("read", "track"):
        assert said in run(command, str(tmp_path)).err
    assert "note: 2 files and 1 folder" in run("track", str(tmp_path), "--jsonl").err


def test_a_brief_reading_keeps_its_places_and_sightings(run: Any, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    whole, brief = (run("read", str(tmp_path / "story.txt"), "--json", *o).json for o in ((), ("--brief",)))
    assert brief["sightings"] == whole["sightings"]
    assert brief["mentions"] == [m | {"candidates": []} for m in whole["mentions"]]
    assert [u["reason"] for u in brief["unplaced"]] == [u["reason"] for u in whole["unplaced"]]
    assert run("read", str(tmp_path / "story.txt"), "--brief").status == 2


def test_json_lines_go_on_past_what_cannot_be_read(run: Any, tmp_path: Path) -> None:
    folder, out = tmp_path / "reports", tmp_path / "out.jsonl"
    folder.mkdir()
    for i in range(3):
        (folder / f"{i}.txt").write_text(STORY)
    (folder / "1.txt").write_bytes(b"\x00")
    lines = [json.dumps({"id": "z", "text": STORY}), "nonsense", json.dumps({"text": STORY})]
    (folder / "z.jsonl").write_text("\n".join(lines))
    done = run("read", str(folder), "--jsonl", "-o", str(out))
    assert done.status == 2
    assert [json.loads(line)["reports"][0]["id"] for line in out.read_text().splitlines()] == ["0", "2", "z", "z-3"]
    assert "1.txt" in done.err
    assert "z.jsonl:2" in done.err
    assert "2 reports could not be read" in done.err.splitlines()[-1]


def test_a_cluster_that_does_not_answer_is_said(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("railsight.clusters._WAIT", "1s")
    (tmp_path / "a.txt").write_text(STORY)
    done = run("read", str(tmp_path), "--jsonl", "--cluster", "tcp://127.0.0.1:9")
    assert done.status == 1
    assert "no Dask scheduler" in done.err.splitlines()[-1]


@pytest.mark.parametrize("at", ["2020-01-01T00:00Z", "2023-09-01T12:00+09:00"])
def test_a_position_that_is_not_known_is_null_and_a_warning_says_why(run: Any, seed_case: Path, at: str) -> None:
    record = run("track", str(seed_case), "--at", at, "--json").json
    assert [record["position"][key] for key in ("likely", "km_low", "km_high")] == [None, None, None]
    assert any("is not known: before the first sighting" in w for w in record["warnings"])


def test_the_date_assumed_is_among_the_warnings_of_a_journey(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The train left Khasan on Monday. It reached Ussuriysk on Tuesday.")
    (tmp_path / "c.yaml").write_text("case: c\nreports:\n- {id: b, text: The train left Khasan on Monday.}\n")
    for name in ("a.txt", "c.yaml"):
        warnings = run("track", str(tmp_path / name), "--json").json["warnings"]
        assert any("assumed today" in w for w in warnings)
        assert len(set(warnings)) == len(warnings)


def test_track_json_holds_the_contract(run: Any, seed_case: Path) -> None:
    record = run("track", str(seed_case), "--at", "2023-09-12T10:00+10:00", "--json").json
    assert set(record) >= {
        *("case", "as_of", "profile", "path", "passages", "used", "rejected", "alternatives", "destinations"),
        *("position", "warnings"),
    }
    assert record["position"]["at"].startswith("2023-09-12T00:00")
    assert {"lon", "lat", "station", "km_from_start"} <= set(record["position"]["likely"])
    assert record["position"]["reachable"]
    stations = record["path"]["stations"]
    for name in ("Pyongyang", "Tumangang", "Khasan", "Baranovsky", "Ussuriysk"):
        assert name in stations
    for p in record["passages"]:
        assert p["earliest"] <= p["likely"] <= p["latest"]
    leading = record["destinations"][0]
    assert "Vostochny" in leading["place"]["name"]
    assert leading["eta"]["earliest"] < leading["eta"]["latest"]


def test_track_until_does_not_peek(run: Any, seed_case: Path, tmp_path: Path) -> None:
    done = run("track", str(seed_case), "--until", "2023-09-12T08:00+10:00", "--json")
    assert done.status == 1  # the only report is of the evening: nothing was known
    case = tmp_path / "case.yaml"
    case.write_text(
        "case: t\nsightings:\n- {place: Khasan, event: arrived, at: '2023-09-12T06:00+10:00', status: confirmed}\n"
        "- {place: Ussuriysk, event: seen, at: '2023-09-12T13:10+10:00', status: confirmed}\n"
    )
    early = run("track", str(case), "--until", "2023-09-12T08:00+10:00", "--json").json
    assert [u["place"]["name"] for u in early["used"]] == ["Khasan"]
    assert len(run("track", str(case), "--json").json["used"]) == 2


def test_track_to_weighs_only_those(run: Any, seed_case: Path) -> None:
    record = run("track", str(seed_case), "--to", "Khabarovsk", "--to", "Vladivostok", "--json").json
    assert {d["place"]["name"].partition("-")[0] for d in record["destinations"]} == {"Khabarovsk", "Vladivostok"}
    assert sum(d["probability"] for d in record["destinations"]) == pytest.approx(1, abs=0.01)


def test_track_for_people(run: Any, seed_case: Path) -> None:
    done = run("track", str(seed_case), "--history", "--explain", "--at", "2023-09-12T10:00+10:00")
    assert done.status == 0
    for words in ("Passages", "Where it may be going", "likely near", "How the ranking changed"):
        assert words in done.out
    count = len(run("track", str(seed_case), "--json").json["passages"])
    shown = re.search(r"Passages, (\d+) of (\d+): all with --json or -o FILE.csv", done.out)
    assert shown is not None
    assert int(shown[2]) == count > int(shown[1])


@pytest.mark.parametrize("form", ["json", "geojson", "gpkg", "kml", "gpx", "csv", "html"])
def test_track_writes_every_form(form: str, run: Any, seed_case: Path, tmp_path: Path) -> None:
    out = tmp_path / f"journey.{form}"
    assert run("track", str(seed_case), "-o", str(out)).status == 0
    assert out.stat().st_size > 500


def test_read_records_feed_track(run: Any, tmp_path: Path) -> None:
    """Each command reads and writes one level: what `read --json` prints, `track` takes."""
    (tmp_path / "story.txt").write_text(STORY)
    (tmp_path / "reading.json").write_text(run("read", str(tmp_path / "story.txt"), "--json").out)
    direct = run("track", str(tmp_path / "story.txt"), "--json").json
    by_record = run("track", str(tmp_path / "reading.json"), "--json").json
    assert by_record["path"]["rail_km"] == direct["path"]["rail_km"]
    assert len(by_record["used"]) == len(direct["used"])


def test_map_of_the_seed_case(run: Any, seed_case: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    done = run("map", str(seed_case), "-o", str(out))
    assert done.status == 0
    assert done.out == ""
    assert str(out) in done.err
    assert "Vostochny" in done.err
    page = out.read_text(encoding="utf-8")
    again = tmp_path / "again.html"
    run("map", str(seed_case), "-o", str(again))
    assert again.read_text(encoding="utf-8") == page
    refused = run("map", str(seed_case), "-o", str(out))
    assert refused.status == 2
    assert "--force" in one_line(refused)


def test_map_of_reports_from_standard_input(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    done = run("map", "-", "-o", str(tmp_path / "m.html"), "--title", "A & <b>", "--language", "ru")
    assert done.status == 0
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "<b>" not in page.partition("<body")[0]
    assert 'lang="ru"' in page


def test_no_sighting_is_status_1(run: Any, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("Published: 2023-09-12\n\nThe weather in Moscow was fine.\n")
    done = run("track", str(tmp_path / "s.txt"))
    assert done.status == 1
    assert "no sighting" in one_line(done)


def test_an_unknown_place_is_the_reason_when_nothing_is_left(run: Any, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("case: t\nsightings:\n- {place: Qwxyzzy, at: 2023-09-12}\n")
    done = run("track", str(case))
    assert done.status == 1
    assert f"{case}:3: sightings[0].place: no place named 'Qwxyzzy'" in one_line(done)


def test_what_is_wrong_with_a_time_is_said(run: Any, seed_case: Path) -> None:
    assert "the year 1 is not one of" in one_line(run("track", str(seed_case), "--at", "0001-01-01T00:00+00:00"))
    assert "'soon' is not a time" in one_line(run("track", str(seed_case), "--at", "soon"))
    assert "no UTC offset" in one_line(run("track", str(seed_case), "--until", "2023-09-12T10:00"))


def test_map_needs_an_output(run: Any, seed_case: Path) -> None:
    assert "nothing to write" in one_line(run("map", str(seed_case)))


def test_read_says_how_many_sightings_are_told_in_no_words(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.csv").write_text("place,at\nKhasan,2023-09-12 06:00\n")
    done = run("read", str(tmp_path / "a.txt"), str(tmp_path / "b.csv"))
    assert "not listed, being told in no words: 1 sighting of cases, tables and photos; `railsight track`" in done.err
    alone = one_line(run("read", str(tmp_path / "b.csv")))
    assert "the sightings of a case, a table or a photo go to `track` or `map`" in alone


def test_watching_reads_only_what_is_new(tmp_path: Path) -> None:
    from railsight.api import follow
    from railsight.cli.watching import KeptRecogniser
    from railsight.mentions import RuleRecogniser

    read: list[str] = []

    class Counting:
        def find_mentions(self, report: Any, gazetteer: Any) -> Any:
            read.append(report.id)
            return RuleRecogniser().find_mentions(report, gazetteer)

    kept = KeptRecogniser(Counting())
    (tmp_path / "a.txt").write_text(STORY)
    follow(tmp_path, recogniser=kept)
    (tmp_path / "b.txt").write_text(STORY.replace("Ussuriysk", "Khabarovsk"))
    both = follow(tmp_path, recogniser=kept).journey
    assert read == ["a", "b"]
    assert both == follow(tmp_path).journey


def test_watching_follows_what_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the same: once. A file more: again. An error does not end it."""
    from railsight.cli.watching import watch_inputs
    from railsight.errors import ReportFormatError

    (tmp_path / "a.txt").write_text("one")
    seen: list[int] = []

    def once() -> None:
        seen.append(len(list(tmp_path.iterdir())))
        if len(seen) == 1:
            (tmp_path / "b.txt").write_text("two")
            raise ReportFormatError("still being written")

    watch_inputs([str(tmp_path)], once, rounds=4)
    assert seen == [1, 2]
    told = [line for line in capsys.readouterr().err.splitlines() if re.match(r"\d\d:\d\d:\d\d: ", line)]
    assert [line[10:] for line in told] == ["1 file watched", f"new: {tmp_path / 'b.txt'}"]


@pytest.mark.parametrize("output", ["map.html", "journey.json", "passages.csv"])
def test_what_is_written_into_a_watched_folder_is_no_change(tmp_path: Path, output: str) -> None:
    from railsight.cli.watching import watch_inputs

    (tmp_path / "a.txt").write_text("one")
    seen: list[int] = []

    def once() -> None:
        seen.append(1)
        (tmp_path / output).write_text(f"round {len(seen)}{'.' * len(seen)}")

    watch_inputs([str(tmp_path)], once, rounds=4)
    assert seen == [1]


def test_watching_sees_the_files_that_a_case_names(tmp_path: Path) -> None:
    from railsight.cli.watching import state_of

    (tmp_path / "texts").mkdir()
    story = tmp_path / "texts" / "a.txt"
    story.write_text("one")
    case = tmp_path / "case.yaml"
    case.write_text("case: t\nreports:\n- {id: a, text_file: texts/a.txt}\n")
    states = [state_of([str(case)])]
    story.write_text("one and two")
    states.append(state_of([str(case)]))
    case.write_text("case: t\nreports: [\n")
    states.append(state_of([str(case)]))
    assert [len(s) for s in states] == [2, 2, 1]
    assert states[0] != states[1]


# ---------------------------------------------------------------- network, data, help


def test_network_info_and_validate(run: Any) -> None:
    facts = run("network", "info", "--json").json
    assert facts["points"] > 1000
    assert {"RU", "CN", "KP"} <= set(facts["km_by_country"])
    assert run("network", "validate").status == 0
    told = run("network", "info").out
    assert f"{facts['points']:,} points" in told
    assert "gauge: 1435 mm 35,3" in told
    assert "usage is known: branch, main" in told
    assert not set("[]{}'") & set(told), "raw values of the program are nothing to read"


def test_validate_tells_what_it_found_without_numbers_of_the_file(run: Any) -> None:
    done = run("network", "validate")
    assert "Korsakov" in done.out
    assert "found: island 2, long section" in done.err
    assert "(3495" not in done.out


def test_route_draws_a_map_beside_the_table(run: Any, tmp_path: Path) -> None:
    page, way = tmp_path / "way.html", tmp_path / "way.geojson"
    done = run("route", "Khasan", "Ussuriysk", "--map", str(page), "-o", str(way))
    assert done.status == 0
    assert "237.0" in done.out
    assert "<html" in page.read_text()[:200].lower()
    assert json.loads(way.read_text())["features"]
    assert run("route", "Khasan", "Ussuriysk", "--map", str(tmp_path / "x.png")).status == 2


def test_network_info_lists_the_lines(run: Any) -> None:
    lines = {x["id"]: x for x in run("network", "info", "--lines", "--json").json["line_list"]}
    assert lines["ru-baranovsky-khasan"]["km"] == pytest.approx(238, abs=1)
    assert lines["ru-baranovsky-khasan"]["gauges"] == "1520"
    assert "ru-baranovsky-khasan" in run("network", "info", "--lines").out


def test_lines_may_be_wished_for_by_any_of_their_names(run: Any) -> None:
    asked = ("distance", "Khasan", "Chita", "--json", "--require")
    by_name = [run(*asked, name).json["rail_km"] for name in ("Baikal-Amur Mainline", "baikal–amur mainline", "ru-bam")]
    assert by_name[0] == by_name[1] == by_name[2] > 3243
    assert run(*asked, "Транссибирская магистраль").json["rail_km"] == 3243.0
    unknown = run("distance", "Khasan", "Chita", "--avoid", "Transsib")
    assert unknown.status == 1
    assert "did you mean Trans-Siberian" in one_line(unknown)


TRAINS = """profile,title,max_kmh,gauges_mm,countries,break_of_gauge,kind,key,median,sigma_log,share,source
fixed,No change of gauge,80,,,no,speed,*,40,0.2,,mine
home,Home only,80,1520,RU|MN,no,speed,*,40,0.2,,mine
"""


def test_a_train_of_ones_own_and_why_there_is_no_way_for_it(run: Any, tmp_path: Path) -> None:
    table = tmp_path / "trains.csv"
    table.write_text(TRAINS)
    done = run("distance", "Pyongyang", "Vladivostok", "--profile", f"{table}:fixed")
    assert done.status == 1
    assert "a change of gauge at Khasan (1435 to 1520 mm)" in one_line(done)
    done = run("distance", "Khabarovsk", "Harbin", "--profile", f"{table}:home")
    assert done.status == 1
    assert "country CN" in one_line(done)
    record = run("distance", "Khasan", "Ussuriysk", "--profile", f"{table}:home", "--json").json
    assert record["profile"] == "home"
    assert record["running_time_h"]["likely"] == pytest.approx(260 / 40, abs=0.1)
    assert "home" in one_line(run("distance", "Khasan", "Ussuriysk", "--profile", str(table)))
    table.write_text(TRAINS.replace(",40,", ",fast,"))
    broken = run("distance", "Khasan", "Ussuriysk", "--profile", f"{table}:home")
    assert broken.status == 2
    assert "trains.csv:2" in one_line(broken)
    assert run("distance", "Khasan", "Ussuriysk", "--profile", str(tmp_path / "none.csv")).status == 2


def test_reach_within_hours(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "reach.geojson"
    usual = run("reach", "Khasan", "6", "--json", "-o", str(out)).json
    hard = run("reach", "Khasan", "6", "--fastest", "--json").json
    line = [r for r in usual["reachable"] if r["line_id"] == "ru-baranovsky-khasan"]
    assert sum(r["km"] for r in line) == pytest.approx(237, abs=0.5)
    assert 0 < usual["rail_km"] < hard["rail_km"]
    rim = [(r["from"], r["to"]) for r in usual["reachable"] if r["partial"]]
    assert ("Vtoraya Rechka", "Morgorodok") in rim, "6 h at 53 km/h are 318 km: Khasan to Vladivostok is 326"
    features = json.loads(out.read_text())["features"]
    assert len(features) == len(usual["reachable"])
    assert sum(f["properties"]["km"] for f in features) == pytest.approx(usual["rail_km"], abs=0.1)
    told = run("reach", "Khasan", "6")
    assert "between Vtoraya Rechka and Morgorodok" in told.out
    assert "km of line in reach" in told.out
    page = tmp_path / "reach.html"
    assert f"map: {page}" in run("reach", "Khasan", "6", "--map", str(page)).err
    assert "armoured train at its usual speeds and waits" in page.read_text("utf-8")
    assert run("reach", "Khasan", "6", "--map", str(tmp_path / "reach.png")).status == 2
    home = run("reach", "Khasan", "6", "--avoid", "KP", "--json").json
    assert not any(r["line_id"].startswith("kp-") for r in home["reachable"])
    assert run("reach", "Khasan", "0").status == 2
    assert "-6 hours: more than 0" in run("reach", "Khasan", "-6").err
    assert run("reach", "Khasan", "6", "-o", str(tmp_path / "x.doc")).status == 2


def test_network_build_from_tables(run: Any, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "n.rsn"
    built = run("network", "build", str(root / "data" / "network"), "-o", str(out), "--json").json
    assert built["kept_km"] == run("network", "info", "--json").json["length_km"]
    assert (built["out"], built["stations"] > 1000) == (str(out), True)
    record = run("distance", "Khasan", "Ussuriysk", "--network", str(out), "--json").json
    assert record["rail_km"] == pytest.approx(260, rel=0.01)


@pytest.mark.parametrize(
    ("source", "option"),
    [
        ("x.osm.pbf", ("--column", "name=nom")),
        ("x.osm.pbf", ("--snap-m", "50")),
        ("world", ("--layer", "lines")),
        ("x.geojson", ("--industrial",)),
    ],
)
def test_an_option_of_another_kind_of_source_is_refused(
    source: str, option: tuple[str, ...], run: Any, tmp_path: Path
) -> None:
    path = source if source == "world" else str(tmp_path / source)
    (tmp_path / source).write_text(LINES)
    done = run("network", "build", path, *option, "-o", str(tmp_path / "n.rsn"))
    assert done.status == 2
    assert option[0] in one_line(done)


def test_network_prepare_stores_labels_and_answers_alike(run: Any, tmp_path: Path) -> None:
    plain, labelled = tmp_path / "n.rsn", tmp_path / "l.rsn"
    assert run("network", "build", str(tmp_path / "lines.geojson"), "-o", str(plain)).status == 2, "nothing is there"
    (tmp_path / "lines.geojson").write_text(LINES)
    assert run("network", "build", str(tmp_path / "lines.geojson"), "-o", str(plain)).status == 0
    assert run("network", "prepare", str(plain), "-o", str(labelled)).status == 0
    assert run("network", "prepare", str(plain), "-o", str(labelled)).status == 2, "it is there already"
    asked = ("distance", "10,50", "11,50", "--json", "--network")
    searched, looked_up = (run(*asked, str(file)).json for file in (plain, labelled))
    assert searched == looked_up
    assert "distances: searched" in run("network", "info", str(plain)).out
    assert run("network", "prepare", str(plain)).status == 0
    assert plain.read_bytes() == labelled.read_bytes()
    assert "looked up in hub labels" in run("network", "info", str(plain)).out


def test_network_map(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "network.html"
    assert run("network", "info", "--map", str(out)).status == 0
    assert out.stat().st_size > 100_000
    wrong = run("network", "info", "--map", str(tmp_path / "network.pdf"))
    assert wrong.status == 2
    assert ".html" in wrong.err


LINES = """{"type": "FeatureCollection", "features": [{"type": "Feature",
"properties": {"name": "A line", "SPUR": "1435"},
"geometry": {"type": "LineString", "coordinates": [[10, 50], [10.5, 50.2], [11, 50]]}}]}"""


def test_network_build_from_lines(run: Any, tmp_path: Path) -> None:
    (tmp_path / "lines.geojson").write_text(LINES)
    out = tmp_path / "n.rsn"
    done = run("network", "build", str(tmp_path / "lines.geojson"), "--column", "gauge=SPUR", "-o", str(out), "--json")
    assert [x["name"] for x in run("network", "info", str(out), "--lines", "--json").json["line_list"]] == ["A line"]
    assert done.status == 0, done.err
    assert done.json["kept_km"] == pytest.approx(84.3, abs=0.2)
    assert run("network", "info", str(out), "--json").json["km_by_gauge_mm"] == {"1435": 84.3}
    record = run("distance", "10,50", "11,50", "--network", str(out), "--json").json
    assert (record["rail_km"], record["rail_km_kind"]) == (84.3, "measured geometry")
    nowhere = run("distance", "10,50", "10,50", "--network", str(out), "--json").json
    assert (nowhere["rail_km"], nowhere["rail_km_kind"]) == (0.0, "measured geometry")
    again = run("network", "build", str(tmp_path / "lines.geojson"), "-o", str(out))
    assert again.status == 2
    assert "--force" in one_line(again)


@pytest.mark.parametrize("name", ["kp.osm", "kp.osm.gz", "kp.opl", "kp.dat"])
def test_an_extract_in_another_form_is_told_which_one_is_read(name: str, run: Any, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"n1 v1 x130.6 y42.4")
    done = run("network", "build", str(tmp_path / name), "-o", str(tmp_path / "n.rsn"))
    assert done.status == 2
    assert ".osm.pbf" in one_line(done)


def test_a_station_only_the_network_knows(run: Any, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "points.csv").write_text(
        "id,name,kind,lon,lat,country,quality,names,aliases,source\n"
        "x-a,Qzxwa Halt,halt,10,50,DE,surveyed,ru=Кзхва,,test\nx-b,Qzxwb Halt,halt,11,50,DE,surveyed,,,test\n"
    )
    (tables / "lines.csv").write_text("id,name,names,chainage_kind,source,note\nx,Test line,,official chainage,test,\n")
    (tables / "line_points.csv").write_text(
        "line,seq,point,chainage_km,gauges_mm,country,length_kind,note\n"
        "x,1,x-a,0,1435,DE,official chainage,\nx,2,x-b,75,,,,\n"
    )
    out = tmp_path / "n.rsn"
    done = run("network", "build", str(tables), "-o", str(out))
    assert done.status == 0, done.err
    record = run("distance", "Кзхва", "Qzxwb Halt", "--network", str(out), "--json").json
    assert record["rail_km"] == 75.0
    assert run("distance", "Кзхва", "Qzxwb Halt").status == 1


def test_fetching_needs_to_be_allowed(run: Any) -> None:
    done = run("network", "fetch", "monaco")
    assert done.status == 2
    assert "--online" in one_line(done)


def test_network_combine(run: Any, tmp_path: Path) -> None:
    """A network combined with itself adds next to nothing and answers the same."""
    out = tmp_path / "both.rsn"
    done = run("network", "combine", "bundled", "bundled", "-o", str(out))
    assert done.status == 0, done.err
    assert "added to bundled" in done.err
    added, covered = (float(n.replace(",", "")) for n in re.findall(r"([\d,]+) km", done.err))
    assert added < 0.01 * covered
    record = run("distance", "Khasan", "Ussuriysk", "--network", str(out), "--json").json
    assert record["rail_km"] == pytest.approx(260, rel=0.01)


def test_data_status(run: Any) -> None:
    found = run("data", "status", "--json").json
    assert {"network.rsn", "gazetteer.sqlite"} <= {d["name"] for d in found}


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_examples(name: str, run: Any) -> None:
    done = run(name, "--help")
    assert done.status == 0
    assert done.out.startswith("Usage: railsight ")
    if name not in {"network", "data"}:
        assert "Examples:" in done.out


def test_every_option_says_what_it_does() -> None:
    import click

    ctx = click.Context(cli)

    def walk(group: click.Group) -> list[click.Command]:
        found = []
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            assert command is not None
            found += walk(command) if isinstance(command, click.Group) else [command]
        return found

    for command in walk(cli):
        assert command.help, command.name
        for param in command.params:
            assert not isinstance(param, click.Option) or param.help, f"{command.name} {param.name}"


def test_no_arguments_shows_help(run: Any) -> None:
    done = run()
    assert done.status == 2
    assert "Usage: railsight" in done.err
    assert run("--version").out.startswith("railsight ")


# ---------------------------------------------------------------- an output that is an input


def test_no_input_is_written_over(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.csv").write_text("place\nKhasan\nUssuriysk\n")
    Path("t.osm.pbf").write_bytes(b"an extract")
    Path("own.html").write_text(STORY)
    Path("own.json").write_text("{}")
    Path("reports").mkdir()
    Path("reports/a.jsonl").write_text("")
    Path("train.csv").write_text("")
    Path("link.csv").symlink_to("own.csv")
    before = {p: p.read_bytes() for p in Path().rglob("*") if p.is_file()}
    for args in (
        ("matrix", "own.csv", "-o", "own.csv"),
        ("matrix", "own.csv", "-o", "./reports/../own.csv"),
        ("matrix", "link.csv", "-o", "own.csv"),
        ("matrix", "own.csv", "-o", "link.csv"),
        ("map", "own.html", "-o", "own.html"),
        ("track", "own.json", "-o", str(tmp_path / "own.json")),
        ("read", "reports", "--jsonl", "-o", "reports/a.jsonl"),
        ("route", "Khasan", "Ussuriysk", "--network", "own.csv", "-o", "own.csv"),
        ("network", "build", "t.osm.pbf", "-o", "t.osm.pbf"),
        ("network", "combine", "t.osm.pbf", "bundled", "-o", "t.osm.pbf"),
    ):
        for force in ((), ("--force",)):
            done = run(*args, *force)
            assert done.status == 2
            assert "is an input" in one_line(done)
    assert {p: p.read_bytes() for p in before} == before


def test_a_page_beside_the_reports_may_be_made_anew(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    for _ in range(2):
        assert run("map", str(tmp_path), "-o", str(tmp_path / "map.html"), "--force").status == 0


# ---------------------------------------------------------------- as a process


def call(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "railsight", *args], capture_output=True, text=True, **options)


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("place", "하산", "--json"), 0),
        (("distance", "하산", "Ussuriysk", "--avoid", "Байкало-Амурская магистраль", "--json"), 0),
        (("place", "하산가"), 1),
    ],
)
def test_a_name_is_read_in_a_locale_that_knows_no_utf_8(args: tuple[str, ...], status: int) -> None:
    done = call(*args, env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == status, done.stderr
    assert "\\udc" not in done.stderr
    if status == 0:
        found = json.loads(done.stdout)
        assert (found[0] if isinstance(found, list) else found["from"])["name"] == "Khasan"


def test_module_and_status() -> None:
    done = call("place", "qzxwvjkqzxwvjk")
    assert done.returncode == 1
    assert done.stdout == ""


def test_a_broken_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m railsight place Vostochny --json --limit 50 | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].lstrip("[") in {"0", "141"}


def test_a_reader_who_goes_away_at_once_is_no_failure() -> None:
    command = f"{sys.executable} -m railsight network info --lines | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in {"0", "141"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    "args",
    [("place", "Khasan"), ("distance", "Khasan", "Ussuriysk", "--json"), ("network", "info"), ("--help",)],
)
def test_a_full_disk_behind_stdout_is_one_line(args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "railsight", *args], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert re.fullmatch(r"railsight: the output could not be written: .*\n", done.stderr)


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
@pytest.mark.parametrize(
    ("closed", "args", "status", "says"),
    [
        (">&-", "place Khasan", 2, "standard output is closed"),
        (">&-", "distance Khasan Ussuriysk --json", 2, "standard output is closed"),
        (">&-", "network info", 2, "standard output is closed"),
        (">&-", "--version", 2, "standard output is closed"),
        ("<&-", "read - --json", 2, "standard input: cannot be read"),
        ("<&-", "place Khasan", 0, ""),
        ("2>&-", "place qzxwvjkqzxwvjk", 1, ""),
    ],
)
def test_a_closed_stream_is_one_line(closed: str, args: str, status: int, says: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m railsight {args} {closed}"], capture_output=True, text=True
    )
    assert done.returncode == status
    assert "fault" not in done.stderr
    assert says in done.stderr
    assert done.stderr.count("\n") == bool(says)


def test_interrupt_is_one_line(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("railsight.api.distances.distance", interrupted)
    done = run("distance", "Khasan", "Ussuriysk")
    assert done.status == 130
    assert "interrupted" in one_line(done)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_cannot_show_it_still_gets_valid_json(encoding: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = call("place", "Хасан", "--json", env=env)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["names"]["ru"] == "Хасан"
    assert call("place", "Хасан", env=env).returncode == 0


@pytest.mark.parametrize("locale", ["C", "tr_TR.UTF-8"])
def test_locale_and_zone_change_nothing(locale: str) -> None:
    plain = call("distance", "Khasan", "Ussuriysk", "--json").stdout
    moved = call("distance", "Khasan", "Ussuriysk", "--json", env={**os.environ, "LC_ALL": locale, "TZ": "Asia/Tokyo"})
    assert json.loads(moved.stdout) == json.loads(plain)


def test_it_works_without_a_home(tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in {"HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}}
    done = call("distance", "Khasan", "Ussuriysk", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Springfield", "San Antonio"])
def test_a_list_of_places_says_when_there_are_more(run: Any, name: str) -> None:
    assert "more places are called so" in run("place", name).err
    assert len(run("place", name, "--json").json) == 10
    assert "more places" not in run("place", "Khasan").err


def test_an_arrival_that_should_have_been_is_told_as_such(run: Any, tmp_path: Path) -> None:
    """The train was to be there hours before the last that is known: in words and in JSON, and on the way it is not."""
    case = tmp_path / "case.yaml"
    seen = "case: x\nsightings:\n- {place: Khasan, event: passed, at: 2024-05-14T05:40+10:00, status: reported}\n"
    gone = "- {place: Vladivostok, event: absent, at: 2024-05-15T20:00+10:00, status: reported}\n"
    for told, past in ((seen, False), (seen + gone.replace("Vladivostok", "Omsk"), True)):
        case.write_text(told, encoding="utf-8")
        record = json.loads(run("track", str(case), "--to", "Vladivostok", "--json").out)
        assert record["destinations"][0]["overdue"] is past
        assert ("should have been there" in run("track", str(case), "--to", "Vladivostok").out) is past
