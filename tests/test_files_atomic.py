"""Outputs are whole or not there, never overwritten unasked, and stay where they were asked to be."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from railsight.errors import OutputError, OutputExistsError, UsageError
from railsight.files import replacing, write_bytes, write_text
from railsight.files.atomic import MAX_NAME_BYTES, check_output


def leftovers(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name.startswith(".railsight-")]


def test_writes_and_refuses_to_overwrite(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    write_text(str(out), "one")
    with pytest.raises(OutputExistsError) as caught:
        write_text(str(out), "two")
    assert out.read_text() == "one"
    assert "--force" in caught.value.hint
    assert caught.value.exit_code == 2
    write_text(str(out), "two", force=True)
    assert out.read_text() == "two"
    assert leftovers(tmp_path) == []


def test_a_file_that_appears_in_between_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "map.html"

    def race() -> None:
        with replacing(str(out)) as temp:
            Path(temp).write_text("ours")
            out.write_text("theirs")

    with pytest.raises(OutputExistsError):
        race()
    assert out.read_text() == "theirs"
    assert leftovers(tmp_path) == []


def test_permissions_are_those_of_an_ordinary_file(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    write_text(str(out), "x")
    plain = tmp_path / "plain"
    plain.write_text("x")
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    out.chmod(0o640)
    write_text(str(out), "y", force=True)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    target, link = tmp_path / "precious", tmp_path / "out.html"
    target.write_text("precious")
    link.symlink_to(target)
    with pytest.raises(OutputExistsError):
        write_text(str(link), "new")
    write_text(str(link), "new", force=True)
    assert target.read_text() == "precious"
    assert link.read_text() == "new"
    assert not link.is_symlink()


def test_a_link_to_nowhere_counts_as_being_there(tmp_path: Path) -> None:
    link = tmp_path / "out.html"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputExistsError):
        write_text(str(link), "new")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "con",
        "NUL.html",
        "com1.geojson",
        "a\x00b",
        "a\nb.html",
        "folder/",
        "http://x.org/map.html",
        "/vsimem/x.gpkg",
    ],
)
def test_names_that_are_no_file_are_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        check_output(name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="devices of a Unix")
@pytest.mark.parametrize("force", [False, True])
def test_a_device_a_pipe_and_a_link_to_one_are_refused_as_such(tmp_path: Path, *, force: bool) -> None:
    """With ``force`` a link such as /dev/stdout was replaced by the file."""
    pipe, link = tmp_path / "pipe.html", tmp_path / "link.html"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for name in ("/dev/stdout", "/dev/null", "/dev/no-such.html", str(pipe), str(link)):
        with pytest.raises(UsageError, match="a device or a pipe") as caught:
            check_output(name, force=force)
        assert not isinstance(caught.value, OutputExistsError)
    assert link.is_symlink()
    assert check_output(str(tmp_path / "map.html"), force=force).endswith("map.html")


def test_too_long_a_name_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="longer"):
        check_output(str(tmp_path / ("ж" * MAX_NAME_BYTES)))
    with pytest.raises(UsageError, match="does not exist"):
        check_output(str(tmp_path / "nowhere" / "map.html"))
    with pytest.raises(UsageError, match="folder"):
        check_output(str(tmp_path))


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_whole(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "map.html"
    out.write_text("old")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", full)

    def write() -> None:
        with replacing(str(out), force=True) as temp:
            if step == "write":
                full()
            Path(temp).write_text("new")

    with pytest.raises(OutputError, match="No space left") as caught:
        write()
    assert "space" in caught.value.hint
    assert out.read_text() == "old"
    assert leftovers(tmp_path) == []


def test_a_real_full_disk(tmp_path: Path) -> None:
    """Under a limit on file size (the nearest thing to a full disk without one): an error, nothing left behind."""
    code = textwrap.dedent(
        """
        import resource, signal, sys
        sys.dont_write_bytecode = True  # what is compiled here would be kept cut off
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        from railsight.errors import OutputError
        from railsight.files import write_bytes
        try:
            write_bytes(sys.argv[1], b"x" * 5000, force=True)
        except OutputError as error:
            print("refused", error.message)
        """
    )
    out = tmp_path / "out.bin"
    out.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", code, str(out)], capture_output=True, text=True)
    assert done.stdout.startswith("refused"), done.stderr
    assert out.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


@pytest.mark.slow
def test_killed_while_writing_it_is_old_or_new(tmp_path: Path) -> None:
    """A child rewrites the file over and over and is killed at a random moment."""
    out = tmp_path / "out.txt"
    old, new = b"a" * 300_000, b"b" * 300_000
    out.write_bytes(old)
    code = (
        "import sys\nfrom railsight.files import write_bytes\nprint('go', flush=True)\n"
        "while True:\n    write_bytes(sys.argv[1], b'b' * 300000, force=True)\n"
        "    write_bytes(sys.argv[1], b'a' * 300000, force=True)\n"
    )
    for i in range(12):
        child = subprocess.Popen([sys.executable, "-c", code, str(out)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.003 + 0.0037 * i)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert out.read_bytes() in (old, new)


def test_surrogates_become_replacement_characters(tmp_path: Path) -> None:
    out = tmp_path / "x.txt"
    write_text(str(out), "a\ud800b😀")
    assert out.read_text(encoding="utf-8") == "a\ufffdb😀"


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    out = tmp_path / "x.bin"
    write_bytes(str(out), b"\x00\r\n\xff")
    assert out.read_bytes() == b"\x00\r\n\xff"
