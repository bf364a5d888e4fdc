"""Many questions in one file: each answered by itself, a bad row named, no good one lost."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.api.batches import Measuring, Naming, measure_each, name_each
from railsight.errors import InputError
from railsight.files.questions import Asked, read_pairs
from railsight.network import compile_tables
from tests.small_network import write_tables
from tests.test_cli import one_line
from tests.test_cli import run as run
from tests.test_cli_resume import interrupt

TABLE = """id;from;to;via
a;Khasan;Ussuriysk;
b;;Ussuriysk;
c;Хасан;131.95,43.8;
d;Ussuriysk;Khabarovsk;Vladivostok | Dalnerechensk
e;Khasan;Qwxyzzy;
f;Vostochny;Khasan;
"""
LINES = [
    {"id": 1, "from": "Khasan", "to": "Ussuriysk"},
    {"from": "Khasan"},
    {"from": [131.95, 43.8], "to": "Khasan", "via": "Ussuriysk"},
    {"from": "Omsk", "to": 5},
    {"from": "Omsk", "to": "Chita", "via": ["Irkutsk"], "id": "x"},
]


def _answers(done: Any) -> list[Any]:
    return [json.loads(line) for line in done.out.splitlines()]


def test_pairs_of_a_table_are_answered_as_each_alone_is(run: Any, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(TABLE, encoding="utf-8")
    done = run("distance", "--jsonl", str(tmp_path / "pairs.csv"))
    assert done.status == 2
    assert "pairs.csv:3: from is missing" in done.err
    assert done.err.splitlines()[-1] == "railsight: one of the pairs could not be read and was left out"
    answers = _answers(done)
    assert [a["asked"]["id"] for a in answers] == ["a", "c", "d", "e", "f"]
    assert [a["asked"]["at"] for a in answers] == [f"pairs.csv:{line}" for line in (2, 4, 5, 6, 7)]
    for answer in answers[:3]:
        asked = answer.pop("asked")
        vias = [part for place in asked["via"] for part in ("--via", place)]
        assert answer == run("distance", asked["from"], asked["to"], *vias, "--json").json
    assert answers[2]["via"][0]["name"] == "Vladivostok"
    assert [a["error"]["type"] for a in answers[3:]] == ["PlaceNotFoundError", "AmbiguousPlaceError"]
    assert all(a["error"]["hint"] for a in answers[3:])


def test_pairs_of_json_lines(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join([*map(json.dumps, LINES), "{bad", "[1]", ""]), encoding="utf-8")
    done = run("distance", str(file), "--jsonl", "--profile", "freight")
    assert done.status == 2
    for said in ("pairs.jsonl:2: to is missing", ":4: to is 5", ":6: '{bad'", ":7: a list came"):
        assert said in done.err
    answers = _answers(done)
    assert [a["asked"].get("id") for a in answers] == [1, None, "x"]
    assert {a["profile"] for a in answers} == {"freight"}
    assert answers[1]["asked"]["from"] == "131.95,43.8"
    assert answers[2]["rail_km"] == pytest.approx(rs.distance("Omsk", "Chita", via="Irkutsk").rail_km, abs=0.1)


@pytest.mark.parametrize(
    "header",
    ["from,to", "Origin,Destination", "from_station,to_station", "откуда,куда", "From station,To station"],
)
def test_the_columns_of_pairs_are_known_by_their_words(header: str, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(f"{header}\nKhasan,Ussuriysk\n", encoding="utf-8")
    assert [a.places for a in read_pairs(str(tmp_path / "p.csv"), on_error=_none)] == [("Khasan", "Ussuriysk")]


def test_pairs_of_positions_in_columns(tmp_path: Path) -> None:
    table = "from_lon,from_lat,to_lon,to_lat,to\n130.64,42.43,131.95,43.8,there\n130.64,42.43,,,Omsk\n"
    (tmp_path / "p.csv").write_text(table)
    found = [a.places for a in read_pairs(str(tmp_path / "p.csv"), on_error=_none)]
    assert found == [("130.64,42.43", "131.95,43.8"), ("130.64,42.43", "Omsk")]


def _none(error: InputError) -> None:
    raise error


@pytest.mark.parametrize("table", ["name,country\nOmsk,RU\n", "Khasan,Omsk\n", "from,when\nOmsk,now\n", ""])
def test_a_table_without_pairs_is_refused(table: str, run: Any, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(table)
    refused = run("distance", "--jsonl", str(tmp_path / "p.csv"))
    assert refused.status == 2
    assert "p.csv" in one_line(refused)


@pytest.mark.parametrize("header", ["from,to", "id,origin,destination", "to_name,from_name", "from_lon,from_lat,to"])
def test_a_matrix_refuses_a_table_of_pairs(header: str, run: Any, tmp_path: Path) -> None:
    """Of which it would take one end alone, and square it."""
    import pandas as pd

    width = header.count(",") + 1
    (tmp_path / "p.csv").write_text(f"{header}\n{','.join(['1', '2', 'Omsk'][-width:])}\n")
    refused = one_line(run("matrix", str(tmp_path / "p.csv")))
    assert "a table of pairs" in refused
    assert "distance --jsonl" in refused
    with pytest.raises(InputError, match="a table of pairs"):
        rs.matrix(pd.DataFrame([["Omsk"] * width], columns=header.split(",")))


def test_a_table_of_places_may_say_where_from(run: Any, tmp_path: Path) -> None:
    for table in ("station,from,to\nKhasan,x,y\nOmsk,z,w\n", "from\nKhasan\nOmsk\n"):
        (tmp_path / "p.csv").write_text(table)
        assert run("matrix", str(tmp_path / "p.csv")).status == 0


def test_routes_and_names_are_streamed_too(run: Any, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("from,to\nKhasan,Ussuriysk\n")
    (tmp_path / "names.csv").write_text("name,country\nTumen,CN\n,RU\nQwxyzzy,\n")
    (tmp_path / "names.jsonl").write_text('{"name": "Tumen", "country": "CN", "id": 3}\n{"name": 5}\n')
    (answer,) = _answers(run("route", "--jsonl", str(tmp_path / "pairs.csv"), "--alternatives", "2"))
    del answer["asked"]
    assert answer == run("route", "Khasan", "Ussuriysk", "--alternatives", "2", "--json").json
    done = run("place", "--jsonl", str(tmp_path / "names.csv"), str(tmp_path / "names.jsonl"), "--limit", "2")
    assert done.status == 2
    assert "names.csv:3: no place in this row" in done.err
    assert "names.jsonl:2: name is 5" in done.err
    first, second, third = _answers(done)
    assert first["places"] == run("place", "Tumen, CN", "--json", "--limit", "2").json
    assert second["error"]["type"] == "PlaceNotFoundError"
    assert third["places"] == run("place", "Tumen", "--country", "CN", "--json", "--limit", "2").json
    assert third["asked"]["id"] == 3


def test_pairs_are_taken_up_again_and_never_with_others(run: Any, tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.jsonl"
    pairs.write_text(TABLE, encoding="utf-8")
    whole = run("distance", "--jsonl", str(pairs)).out
    interrupt(out, 2, "distance", "--jsonl", str(pairs))
    again = ("distance", "--jsonl", str(pairs), "-o", str(out), "--resume")
    assert "--profile" not in run(*again, "--profile", "freight").err
    pairs.write_text(TABLE.replace("131.95", "131.90"), encoding="utf-8")
    for other in ([], ["--profile", "freight"]):
        assert "was made of other inputs" in run(*again, *other).err.splitlines()[-1]
    pairs.write_text(TABLE, encoding="utf-8")
    assert "3 pairs read, 2 were done before" in run(*again).err
    assert out.read_text() == whole


@pytest.mark.parametrize(
    "command",
    [
        ("distance", "--jsonl", "x.csv", "--json"),
        ("distance", "--jsonl", "x.csv", "--map", "m.html"),
        ("distance", "Khasan", "Omsk", "-o", "x.jsonl"),
        ("distance", "Khasan", "Omsk", "--resume"),
        ("distance", "Khasan"),
        ("distance", "Nizhny", "Novgorod", "Omsk"),
        ("place", "Nizhny", "Novgorod"),
        ("place", "Omsk", "--resume"),
        ("read", "x.txt", "--jsonl", "--json"),
        ("track", "x.txt", "--jsonl", "--json"),
        ("track", "x.txt", "--jsonl", "--watch"),
        ("track", "x.txt", "--jsonl", "--history"),
        ("track", "x.txt", "--jsonl", "--explain"),
    ],
)
def test_options_that_do_not_go_together_are_refused(command: tuple[str, ...], run: Any) -> None:
    refused = run(*command)
    assert refused.status == 2
    assert len(one_line(refused)) > 20


@pytest.mark.parametrize("verb", ["read", "track"])
@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_lines_on_standard_input_lose_no_good_one(verb: str, form: str, tmp_path: Path) -> None:
    told = ("left Omsk on 12 May 2024", "arrived in Chita on 16 May 2024")
    good = [f'{{"text": "The train {what}."}}' for what in told]
    (tmp_path / "in.jsonl").write_text("\n".join([good[0], "{bad", good[1]]))
    command = [sys.executable, "-m", "railsight", verb, "-", form]
    with (tmp_path / "in.jsonl").open() as lines:
        done = subprocess.run(command, stdin=lines, capture_output=True, text=True)
    assert done.returncode == 2
    assert "standard input:2" in done.stderr
    assert "standard input-1" in done.stdout
    assert "standard input-3" in done.stdout


def test_what_is_asked_can_be_sent_to_a_worker() -> None:
    pair, name = Asked("p:1", ("Khasan", "Ussuriysk"), 5), Asked("n:1", ("Omsk",))
    (line,) = measure_each(pickle.loads(pickle.dumps([pair])), pickle.loads(pickle.dumps(Measuring())))
    assert json.loads(line)["asked"] == {"id": 5, "from": "Khasan", "to": "Ussuriysk", "via": [], "at": "p:1"}
    (line,) = name_each([name], pickle.loads(pickle.dumps(Naming(limit=1))))
    assert json.loads(line)["places"][0]["name"] == "Omsk"


def test_what_is_in_reach_of_many_places_is_what_is_of_each(run: Any, tmp_path: Path) -> None:
    places = tmp_path / "places.csv"
    places.write_text("id,name,country\na,Khasan,\nb,Tumen,CN\nc,Qwxyzzy,\n", encoding="utf-8")
    out = tmp_path / "reached.jsonl"
    done = run("reach", "--jsonl", str(places), "2", "--fastest", "-o", str(out))
    assert done.status == 0, done.err
    first, second, none = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert [first.pop("asked")["at"], second.pop("asked")["at"]] == ["places.csv:2", "places.csv:3"]
    assert first == run("reach", "Khasan", "2", "--fastest", "--json").json
    assert second == run("reach", "Tumen, CN", "2", "--fastest", "--json").json
    assert none["error"]["type"] == "PlaceNotFoundError"
    interrupted = tmp_path / "again.jsonl"
    interrupt(interrupted, 1, "reach", "--jsonl", str(places), "2", "--fastest")
    again = ("-o", str(interrupted), "--resume")
    assert "was made of other inputs" in run("reach", "--jsonl", str(places), "3", "--fastest", *again).err
    assert run("reach", "--jsonl", str(places), "2", "--fastest", *again).status == 0
    assert interrupted.read_text(encoding="utf-8") == out.read_text(encoding="utf-8")


@pytest.mark.parametrize("hours", ["0", "1e9"])
def test_hours_that_cannot_be_asked_for_are_refused_before_any_place(hours: str, run: Any, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name\nKhasan\n", encoding="utf-8")
    refused = run("reach", "--jsonl", str(tmp_path / "p.csv"), hours)
    assert refused.status == 2
    assert "can be asked for" in one_line(refused)


def test_the_points_of_a_network_are_among_the_places_of_a_name(run: Any, tmp_path: Path) -> None:
    world, names = tmp_path / "own.rsn", tmp_path / "names.csv"
    world.write_bytes(compile_tables(write_tables(tmp_path)))
    assert run("place", "Theta", "--json").status == 1
    found = run("place", "Theta", "--network", str(world), "--json").json
    assert [place["id"] for place in found] == ["aa-theta"]
    assert run("distance", "Theta", "Beta", "--network", str(world), "--json").json["from"]["id"] == "aa-theta"
    names.write_text("name\nTheta\n", encoding="utf-8")
    (answer,) = _answers(run("place", "--jsonl", str(names), "--network", str(world)))
    assert answer["places"] == found
