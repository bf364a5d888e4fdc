"""The benchmarks on other people's files: what they cannot measure they say, and print their JSON all the same."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks import backtest, distances, geoparsing, speed
from railsight.datasets import data_path
from railsight.gazetteer import open_gazetteer
from railsight.model import Candidate, Case, EventKind, Sighting
from railsight.network import open_network
from railsight.times import Interval

HEADER = ",".join((*distances.COLUMNS, "note"))
PAIR = "1,Khasan,,,Ussuriysk,,,260,yes,"


def pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str], *rows: str, encoding: str = "utf-8") -> dict[str, Any]:
    file = tmp_path / "pairs.csv"
    file.write_text("\n".join((HEADER, *rows)) + "\n", encoding=encoding)
    assert distances.main([str(file)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_pairs_with_a_byte_order_mark_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = pairs(tmp_path, capsys, PAIR, encoding="utf-8-sig")
    assert (found["all"]["n"], found["all"]["answered"], found["skipped"]) == (1, 1, [])


@pytest.mark.parametrize(
    ("km", "why"), [("", "no length"), ('"2,60"', "'2,60' is no number of km"), ("nan", "no length")]
)
def test_a_pair_without_a_length_is_left_out_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], km: str, why: str
) -> None:
    found = pairs(tmp_path, capsys, PAIR, f"2,Khasan,,,Omsk,,,{km},yes,")
    assert found["all"]["n"] == 1
    assert [(row["id"], row["why"]) for row in found["skipped"]] == [("2", why)]


def test_no_pairs_have_every_figure_that_pairs_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none, some = pairs(tmp_path, capsys)["all"], pairs(tmp_path, capsys, PAIR)["all"]
    assert none.keys() == some.keys()
    assert {value for key, value in none.items() if key not in ("n", "answered")} == {None}


def test_a_table_that_is_missing_or_another_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    for file, says in ((tmp_path / "none.csv", "No such file"), (other, "no column id")):
        assert distances.main([str(file)]) == 2
        assert says in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        distances.main(["--help"])
    assert ended.value.code == 0


def test_what_is_not_known_of_a_corpus_is_null(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "none.jsonl"
    corpus.write_text(json.dumps({"id": 1, "text": "Nothing is named.", "toponyms": []}) + "\n", encoding="utf-8-sig")
    monkeypatch.setattr(sys, "argv", ["geoparsing.py", str(corpus)])
    geoparsing.main()
    found = json.loads(capsys.readouterr().out)
    assert found["resolution"]["acc161_strict"] is None
    assert found["resolution"]["country"]["acc161_strict"] is None
    assert found["resolution"]["ceiling"] is None
    assert found["end_to_end"]["f1"] is None


@pytest.mark.parametrize(("options", "megabytes"), [([], ("--megabytes", "40")), (["--all"], ())])
def test_speed_measures_the_building_of_a_network(
    options: list[str], megabytes: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, tuple[str, ...]] = {}
    monkeypatch.setattr(speed, "cold_starts", dict)
    monkeypatch.setattr(speed, "beside", lambda script, *options: asked.setdefault(script, options))
    monkeypatch.setattr(sys, "argv", ["speed.py", *options])
    speed.main()
    assert asked["speed_build.py"] == megabytes
    assert "build" in json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize("code", ["COLD", "COLD_QUESTION"])
def test_the_code_of_a_cold_start_runs(code: str) -> None:
    """It stands in a string, where neither a type checker nor a linter sees a name that is gone."""
    from benchmarks import speed_routing

    asked = getattr(speed_routing, code).format(path=str(data_path("network.rsn")), a="Khasan", b="Ussuriysk")
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Baranovsky" in done.stdout


START = datetime(2023, 9, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> backtest.World:
    return backtest.World(open_network(data_path("network.rsn")), open_gazetteer(data_path("gazetteer.sqlite")), None)


def told(world: backtest.World, name: str, event: EventKind, at_h: float, until_h: float) -> Sighting:
    at, until = (START + timedelta(hours=h) for h in (at_h, until_h))
    return Sighting(
        f"{name}-{at_h:g}", (Candidate(world.gazetteer.one(name), 1.0),), event, "reported", Interval(at, until)
    )


def published(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "published.csv"
    head = "case,src,place,event,issued,said_earliest,said_latest,actual,note"
    file.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return file


def test_a_published_forecast_is_compared_with_what_was_known_when_it_was_issued(
    world: backtest.World, tmp_path: Path
) -> None:
    """A sighting of between 6:00 and 14:00 is not known at noon, though the middle of that is before."""
    at_noon = "2023-09-10T12:00+00:00,2023-09-10T20:00+00:00,2023-09-10T20:00+00:00,2023-09-10T22:00+00:00"
    table = published(tmp_path, f"one,paper,Khabarovsk,arrived,{at_noon},", "two,paper,Khabarovsk,arrived,,,,,no time")
    early, late = told(world, "Ussuriysk", "departed", 1, 1), told(world, "Bikin", "passed", 6, 14)
    found = []
    for sightings in ((early,), (early, late)):
        missed: list[str] = []
        found.append(backtest.published_rows(world, {"one": Case("one", sightings=sightings)}, missed, table))
        assert missed == []
    assert found[0] == found[1] != []


def test_published_forecasts_that_are_not_compared_are_listed(
    world: backtest.World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = ",".join(["2023-09-10T12:00+00:00"] * 4)
    table = published(tmp_path, f"one,paper,Khabarovsk,arrived,{times},", f"two,paper,Khabarovsk,arrived,{times},")
    monkeypatch.setattr(backtest, "when_hidden", lambda *_, **__: None)
    missed: list[str] = []
    assert backtest.published_rows(world, {"one": Case("one")}, missed, table) == []
    assert missed == ["published two: not among these cases", "published one paper: no way to Khabarovsk-1"]


def test_every_timed_sighting_is_predicted_twice_also_where_it_cannot_have_been_when_told(
    world: backtest.World,
) -> None:
    """The train is told to be back at Bikin, 230 km behind, minutes after it passed Khabarovsk: no miss is left out."""
    told_wrong = told(world, "Bikin", "seen", 11.0, 11.0)
    seen = [
        told(world, "Ussuriysk", "departed", 0, 0),
        told(world, "Bikin", "passed", 6.5, 6.5),
        told(world, "Khabarovsk", "passed", 10.9, 10.9),
        told(world, "Birobidzhan", "passed", 14.2, 14.2),
        told_wrong,
    ]
    missed: list[str] = []
    rows = backtest.case_rows(world, Case("one", sightings=tuple(seen)), missed)
    assert missed == []
    assert [(r.kind, r.inside) for r in rows if r.sighting == told_wrong.id] == [
        ("forecast", False),
        ("interpolation", False),
    ]


def test_the_train_of_a_case_has_its_gauge_and_top_speed(world: backtest.World) -> None:
    usual = world.profile_of(Case("one"))
    own = world.profile_of(Case("one", gauge_mm=1435, max_kmh=2 * usual.max_kmh))
    assert (own.gauges_mm, own.max_kmh) == ((1435,), 2 * usual.max_kmh)
    assert own.speed("RU").median_kmh == pytest.approx(2 * usual.speed("RU").median_kmh)


def test_baselines_are_summed_up_though_the_first_prediction_has_none(world: backtest.World) -> None:
    last, target = told(world, "Ussuriysk", "departed", 0, 0), told(world, "Khabarovsk", "arrived", 10, 10)
    times = (START, START + timedelta(hours=12), START + timedelta(hours=20))
    none, some = (backtest.row_of(Case("one"), target, last, "forecast", times, b) for b in ({}, {"naive": 4.0}))
    for rows in ([none, some], [some, none]):
        assert backtest.summary(rows)["baselines_median_share"] == {"naive": 0.4}
