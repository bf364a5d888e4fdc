"""Work on a Dask cluster: the same answers in the same order, and a worker that dies costs nothing."""

from __future__ import annotations

import csv
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from railsight.api.batches import Tracking, each_item, read_each, track_each
from railsight.clusters import in_order
from railsight.errors import ServiceError, UsageError
from railsight.files import parts
from railsight.files.resuming import partial_name
from railsight.files.tables import rows_done, write_pairs
from railsight.model import Report

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
STORY = """The train left Pyongyang on Sunday afternoon. It arrived in Khasan at {hour} a.m. on Tuesday and later passed
Ussuriysk."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("dask")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "local_directory": str(folder)}
    failures = {"distributed.scheduler.allowed-failures": 1}
    with dask.config.set(failures), distributed.LocalCluster(host="127.0.0.1", **options) as cluster:
        yield cluster


def reports(count: int) -> list[Report]:
    from datetime import UTC, datetime

    day = datetime(2023, 9, 12, 12, tzinfo=UTC)
    return [Report(id=f"r{i:03}", text=STORY.format(hour=1 + i % 11), published=day) for i in range(count)]


def test_reading_and_tracking_give_the_same_there_as_here(cluster: Any) -> None:
    many = reports(20)
    assert list(read_each(many, cluster=cluster.scheduler_address)) == list(read_each(many))
    assert list(track_each(many[:2], cluster=cluster.scheduler_address)) == list(track_each(many[:2]))


def _die_once(number: int, mark: str) -> int:
    """Work that takes its worker with it the first time piece 7 is tried."""
    if number == 7 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.005)
    return number * number


def test_a_worker_killed_midway_costs_nothing(cluster: Any, tmp_path: Path) -> None:
    mark = tmp_path / "died"
    pieces = ((i, str(mark)) for i in range(40))
    found = list(in_order(cluster.scheduler_address, _die_once, pieces, what="squares"))
    assert mark.exists()
    assert found == [i * i for i in range(40)]


def _die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_work_that_kills_every_worker_is_given_up_and_said(cluster: Any) -> None:
    with pytest.raises(ServiceError, match="workers of the cluster were lost"):
        list(in_order(cluster.scheduler_address, _die, [(1,)], what="squares"))


def test_every_item_has_one_line_answer_or_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Published: 2023-09-12\n\n" + STORY.format(hour=6))
    (tmp_path / "b.txt").write_text("Nothing moved.")
    (tmp_path / "c.yaml").write_text(
        "case: c\nsightings:\n- place: Khasan\n  event: seen\n  at: 2023-09-12T06:00+10:00\n"
    )
    lines = [json.loads(line) for line in track_each(each_item([str(tmp_path)]), Tracking(to=("Vladivostok",)))]
    assert [line["case"] for line in lines] == ["c", "a", "b"]
    assert lines[0]["passages"][0]["station"] == "Khasan"
    assert lines[1]["destinations"][0]["place"]["name"] == "Vladivostok"
    assert lines[2]["error"]["type"] == "NoAnswerError"
    assert lines[2]["error"]["message"]


def test_a_table_is_taken_up_where_it_was_broken_off(tmp_path: Path) -> None:
    names = ["A", "B, C", "=D"]
    rows = [[0.0, 1.5, None], [1.5, 0.0, 2.0], [None, 2.0, 0.0]]
    whole, out = str(tmp_path / "whole.csv"), str(tmp_path / "out.csv")
    write_pairs(whole, names, [rows])
    lines = Path(whole).read_text().splitlines(keepends=True)
    for kept in range(1, len(lines) + 1):
        Path(partial_name(out)).write_text("".join(lines[:kept]) + "torn")
        done = rows_done(out, names)
        assert done == (kept - 1) // 3
        write_pairs(out, names, [rows[done:]] if done < 3 else [], done=done, force=True)
        assert Path(out).read_text() == "".join(lines)
    Path(partial_name(out)).write_text("".join(lines[:5]))
    with pytest.raises(UsageError, match="other places"):
        rows_done(out, ["A", "X", "=D"])
    assert next(csv.reader(lines)) == ["from", "to", "rail_km"]


def test_a_parquet_table_is_taken_up_where_it_was_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parts, "GROUP_ROWS", 5)
    names = ["A", "B, C", "=D", "E"]
    rows = [[None if a == b == 2 else 1.5 * abs(a - b) for b in range(4)] for a in range(4)]
    whole, out = str(tmp_path / "whole.parquet"), str(tmp_path / "out.parquet")
    write_pairs(whole, names, [rows])
    expected = [{"from": a, "to": b, "rail_km": rows[i][j]} for i, a in enumerate(names) for j, b in enumerate(names)]
    assert pq.read_table(whole).to_pylist() == expected

    def broken_after(count: int) -> Iterator[list[list[float | None]]]:
        for row in rows[:count]:
            yield [row]
        raise KeyboardInterrupt

    for count in range(5):
        with pytest.raises(KeyboardInterrupt):
            write_pairs(out, names, broken_after(count))
        assert not Path(out).exists()
        folder = Path(partial_name(out))
        if count == 3:
            (folder / "000000002.parquet").write_bytes(b"torn")
        with pytest.raises(UsageError, match="unfinished"):
            write_pairs(out, names, [rows])
        done = rows_done(out, names)
        assert done == min(count, 2 if count == 3 else 4)
        if done:
            with pytest.raises(UsageError, match="other places"):
                rows_done(out, ["A", "X", "=D", "E"])
        write_pairs(out, names, [rows[done:]] if done < 4 else [], done=done)
        assert Path(out).read_bytes() == Path(whole).read_bytes()
        assert not folder.exists()
        Path(out).unlink()


def test_a_folder_of_other_things_is_not_cleared(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "out.parquet"
    folder = Path(partial_name(str(out)))
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="other things"):
        write_pairs(str(out), ["A"], [[[0.0]]], force=True)
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_table_of_labels_with_line_breaks_is_taken_up_again(tmp_path: Path) -> None:
    names = ["A\u2028B", "C\x85D", "E\nF", "G\r\nH"]
    rows = [[float(a * b) for b in range(4)] for a in range(4)]
    whole = str(tmp_path / "whole.csv")
    write_pairs(whole, names, [rows])
    table = Path(whole).read_text(encoding="utf-8")
    assert len(table.splitlines()) == 17
    assert table.splitlines()[2] == "A B,C D,0.0"
    out = tmp_path / "out.csv"
    Path(f"{out}.partial").write_text("".join(table.splitlines(keepends=True)[:10]), encoding="utf-8")
    assert rows_done(str(out), names) == 2
    write_pairs(str(out), names, [rows[2:]], done=2)
    assert out.read_text(encoding="utf-8") == table
