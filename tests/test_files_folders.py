"""What a name or a folder stands for, whatever the file system says of it: one clear line, and the rest is read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import railsight as rs
from railsight.cli import main
from railsight.errors import InputError, ReportFormatError, UsageError
from railsight.files import folders
from railsight.files.reports import read_reports

STORY = "The armoured train passed Bikin on 12 September 2023 at 09:00 local time."
PASTED = f"{STORY} " * 5  # longer than any file name
LEFT_OUT = 2


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    for number in range(9):
        (tmp_path / f"r{number}.txt").write_text(STORY.replace("09:00", f"09:0{number}"), encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    return tmp_path


@pytest.mark.parametrize("verb", [rs.read, rs.track, rs.read_report])
def test_a_text_given_for_a_file_is_told_how_to_go_in(verb: Callable[[str], object]) -> None:
    with pytest.raises(ReportFormatError, match="cannot be read") as refused:
        verb(PASTED)
    assert "Report(text=...)" in refused.value.hint
    assert len(refused.value.message) < len(PASTED)


@pytest.mark.parametrize("command", ["read", "track", "map", "network build"])
def test_a_text_given_to_a_command_is_wrong_use(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), PASTED]) == LEFT_OUT
    assert "fault" not in capsys.readouterr().err


def test_an_empty_name_is_said_to_be_empty() -> None:
    with pytest.raises(UsageError, match="an empty file name"):
        rs.read("")


def test_of_several_files_those_that_can_be_read_are(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder and the names of all its files say the same."""
    for inputs in ([str(ten)], sorted(map(str, ten.iterdir())), [*map(str, ten.glob("r*.txt")), str(ten / "none.txt")]):
        assert main(["read", *inputs, "--json"]) == LEFT_OUT
        said = capsys.readouterr()
        assert said.out.count('"published_assumed"') == 9
        assert said.err.count("left out: ") == 1
    with pytest.raises(InputError):  # a program decides by itself
        rs.read([ten / "r1.txt", ten / "bad.txt"])


def test_what_is_no_file_of_a_folder_is_named(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (ten / "gone.txt").symlink_to("nowhere")
    (ten / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(ten / "pipe.txt")
    assert main(["read", str(ten)]) == LEFT_OUT
    said = capsys.readouterr().err
    assert [said.count(what) for what in ("leads nowhere", "a pipe or a device", "binary")] == [2, 1, 1]
    assert "files in" not in said  # none of them is of another kind


@pytest.fixture
def closed(ten: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may not be looked into; the tests may run as a user for whom modes do not apply."""
    usual = Path.iterdir

    def refused(path: Path) -> object:
        if path == ten:
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    return ten


@pytest.mark.parametrize("command", [("read",), ("track",), ("read", "--jsonl"), ("track", "--jsonl")])
def test_a_folder_that_may_not_be_looked_into_is_said_to_be(
    command: tuple[str, ...], closed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, str(closed)]) == LEFT_OUT
    assert "Permission denied" in capsys.readouterr().err


def test_a_watch_outlives_what_it_cannot_look_into(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from railsight.cli.watching import state_of, watch_inputs

    assert state_of([str(closed)]) == ()

    def once() -> None:
        raise RecursionError

    watch_inputs([str(closed)], once, rounds=2)
    assert "a fault of railsight itself: RecursionError" in capsys.readouterr().err


def test_a_pipe_given_by_itself_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(STORY,), daemon=True)
    writer.start()
    (report,) = read_reports([pipe])
    assert report.text == STORY
    writer.join(5)


def test_hidden_files_are_not_listed(ten: Path) -> None:
    (ten / ".hidden.txt").write_text(STORY, encoding="utf-8")
    assert [p.name for p in folders.listed(ten)] == ["bad.txt", *(f"r{n}.txt" for n in range(9))]
