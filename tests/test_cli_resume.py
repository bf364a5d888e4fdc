"""Long outputs that are taken up again: with what they were begun with, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.api.distances import matrix_blocks
from railsight.cli import main
from railsight.files.tables import rows_done, write_pairs
from railsight.routing.blocks import DEFAULT_ROWS
from tests.test_cli import STORY, one_line
from tests.test_cli import run as run


def test_json_lines_are_taken_up_after_an_interruption(run: Any, tmp_path: Path) -> None:
    folder, out = tmp_path / "reports", tmp_path / "out.jsonl"
    folder.mkdir()
    for i in range(4):
        (folder / f"{i}.txt").write_text(STORY)
    whole = run("read", str(folder), "--jsonl").out.splitlines()
    partial = interrupt(out, 2, "read", str(folder), "--jsonl")
    with partial.open("a") as torn:
        torn.write(whole[2][:50])  # cut off within the third
    refused = run("read", str(folder), "--jsonl", "-o", str(out))
    assert refused.status == 2
    assert "--resume" in one_line(refused)
    done = run("read", str(folder), "--jsonl", "-o", str(out), "--resume")
    assert done.status == 0, done.err
    assert "2 reports read, 2 were done before" in done.err
    assert out.read_text().splitlines() == whole
    assert sorted(tmp_path.iterdir()) == [out, folder]


def interrupt(out: Path, after: int, *command: str) -> Path:
    """Run a command with -o and end it after so many lines, as a kill does; the unfinished output."""
    from railsight.cli import streaming

    def broken(lines: Iterable[str], *_: object) -> Iterator[str]:
        yield from islice(lines, after)
        for held in (f"{out}.partial", f"{out}.partial.inputs"):  # a kill leaves what is on disk by now
            assert Path(held).read_bytes().count(b"\n") == after
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "_counted", broken)
        assert main([*command, "-o", str(out)]) == 130
    assert not out.exists()
    return Path(f"{out}.partial")


def _one_more(folder: Path) -> None:
    (folder / "0-before.txt").write_text(STORY)


def _another_text(folder: Path) -> None:
    (folder / "1.txt").write_text(STORY.replace("Khasan", "Ussuriysk"))


def _one_mended(folder: Path) -> None:
    (folder / "0-bad.txt").write_text(STORY)


def _most_gone(folder: Path) -> None:
    for name in ("1.txt", "2.txt", "3.txt"):
        (folder / name).unlink()


def _same(_folder: Path) -> None:
    """Nothing but the options is another."""


@pytest.mark.parametrize("verb", ["read", "track"])
@pytest.mark.parametrize(
    ("change", "more"),
    [
        (_one_more, []),
        (_another_text, []),
        (_one_mended, []),
        (_most_gone, []),
        (_same, ["--published", "2023-09-01"]),
    ],
)
def test_an_output_is_never_taken_up_with_other_inputs_or_options(
    verb: str, change: Callable[[Path], None], more: list[str], run: Any, tmp_path: Path
) -> None:
    folder, out = tmp_path / "reports", tmp_path / "out.jsonl"
    folder.mkdir()
    for i in range(4):
        (folder / f"{i}.txt").write_text(STORY)
    (folder / "0-bad.txt").write_bytes(b"\x00")
    partial = interrupt(out, 3, verb, str(folder), "--jsonl")
    kept = partial.read_text()
    change(folder)
    refused = run(verb, str(folder), "--jsonl", "-o", str(out), "--resume", *more)
    assert refused.status == 2
    assert "was made of other inputs or with other options" in refused.err.splitlines()[-1]
    assert "--force" in refused.err.splitlines()[-1]
    assert partial.read_text() == kept
    anew = run(verb, str(folder), "--jsonl", "-o", str(out), "--force", *more)
    assert anew.status == (0 if change == _one_mended else 2)
    assert out.read_text() == run(verb, str(folder), "--jsonl", *more).out


def test_what_is_lost_of_an_output_or_its_marks_is_answered_again(run: Any, tmp_path: Path) -> None:
    folder, out = tmp_path / "reports", tmp_path / "out.jsonl"
    folder.mkdir()
    for i in range(4):
        (folder / f"{i}.txt").write_text(STORY)
    whole = run("read", str(folder), "--jsonl").out
    marks = Path(f"{out}.partial.inputs")
    for lost in (lambda text: text[:-40], lambda _text: ""):
        partial = interrupt(out, 3, "read", str(folder), "--jsonl")
        marks.write_text(lost(marks.read_text()))
        done = run("read", str(folder), "--jsonl", "-o", str(out), "--resume")
        assert done.status == 0, done.err
        assert out.read_text() == whole
        out.unlink()
    partial = interrupt(out, 3, "read", str(folder), "--jsonl")
    marks.unlink()
    refused = run("read", str(folder), "--jsonl", "-o", str(out), "--resume")
    assert "does not say what it was made of" in one_line(refused)
    assert partial.exists()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_is_never_taken_up_for_another_train_or_other_places(ending: str, run: Any, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    places, out = tmp_path / "places.csv", tmp_path / f"out.{ending}"
    places.write_text("name,lon,lat\na,130.64,42.43\nb,131.95,43.8\nc,131.88,43.11\n")
    from railsight.api.gaps import Gaps

    def broken(_: Gaps, blocks: Iterable[list[list[float | None]]]) -> Iterator[list[list[float | None]]]:
        yield next(iter(blocks))[:2]
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gaps, "watched", broken)
        assert main(["matrix", str(places), "-o", str(out)]) == 130
    again = ("matrix", str(places), "-o", str(out), "--resume")
    for other in (["--profile", "freight"], []):
        if not other:
            sound = places.read_text()
            places.write_text(sound.replace("131.95", "131.94"))
        refused = run(*again, *other)
        assert refused.status == 2
        assert "was made of other inputs" in refused.err.splitlines()[-1]
    places.write_text(sound)
    done = run(*again)
    assert done.status == 0, done.err
    assert "6 were done before" in done.err
    assert sorted(tmp_path.iterdir()) == sorted([out, places])


def test_a_table_comes_in_blocks_however_few_places_are_on_the_railway() -> None:
    """So that it is written as it is worked out, and can be taken up."""
    names = ["0,0"] * 700 + ["Khasan"] + ["0,0"] * 300 + ["Ussuriysk", "0,0"]
    blocks = [list(block) for block in matrix_blocks(names)[1]]
    assert max(map(len, blocks)) <= DEFAULT_ROWS
    rows = [row for block in blocks for row in block]
    assert [k for k, row in enumerate(rows) if any(cell is not None for cell in row)] == [700, 1001]
    assert rows[700][1001] == pytest.approx(rs.distance("Khasan", "Ussuriysk").rail_km)
    assert [row for block in matrix_blocks(names, done=699)[1] for row in block] == rows[699:]


def test_the_rows_of_a_table_are_written_as_they_come(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    class Block(list[list[float | None]]):
        def __iter__(self) -> Iterator[list[float | None]]:
            yield [0.0, 1.0]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pairs(str(out), ["a", "b, c"], [Block()], mark="m")
    assert Path(f"{out}.partial").read_text() == 'from,to,rail_km\na,a,0.0\na,"b, c",1.0\n'
    assert rows_done(str(out), ["a", "b, c"], mark="m") == 1


def test_a_row_that_is_left_empty_is_told_by_its_line(run: Any, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name,country\nOmsk,\n,RU\nQwxyzzy,\nKhasan,\n")
    notes = [line for line in run("matrix", str(tmp_path / "p.csv")).err.splitlines() if "left empty" in line]
    assert "p.csv:3: no place in this row" in notes[0]
    assert "left empty: line 4: no place named 'Qwxyzzy'" in notes[1]
