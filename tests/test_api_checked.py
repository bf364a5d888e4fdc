"""Network files are checked whole when they are first seen, and again when they change."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from railsight.api import checked
from railsight.errors import NetworkFormatError
from railsight.network import Network, compile_tables
from railsight.network.container import pack
from tests.small_network import write_tables


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The names of the networks that were checked, the cache being empty at first."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(checked, "cache_folder", lambda: str(tmp_path / "cache" / "railsight" / "checked"))
    seen: list[str] = []
    check = Network.check

    def counting(self: Network) -> None:
        seen.append(self.name)
        check(self)

    monkeypatch.setattr(Network, "check", counting)
    return seen


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.rsn"
    path.write_bytes(compile_tables(write_tables(tmp_path)))
    return path


def later(file: Path) -> None:
    """As if the file had been checked ten seconds after it was written."""
    at = file.stat().st_ctime_ns + 10**10
    os.utime(checked.note_of(str(file)), ns=(at, at))


def test_a_file_is_checked_once(file: Path, counted: list[str]) -> None:
    checked.open_checked(str(file))
    later(file)
    for _ in range(3):
        assert checked.open_checked(str(file)).node_count
    assert len(counted) == 1


def test_a_changed_file_is_checked_again_whatever_its_time_says(file: Path, counted: list[str]) -> None:
    checked.open_checked(str(file))
    later(file)
    times = file.stat()
    network = Network(file.read_bytes())
    beyond = memoryview(b"\xff" * 4 * network.section_count).cast("I")
    blocks = {**network.blocks(), "section_a": beyond}
    time.sleep(0.05)  # more than a tick of the file system's clock
    file.write_bytes(pack(network.info, blocks))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # the time of change cannot be set back
    for _ in range(2):
        with pytest.raises(NetworkFormatError, match="points beyond"):
            checked.open_checked(str(file))
    assert len(counted) == 3


def test_a_file_checked_as_soon_as_it_was_written_is_checked_again(file: Path, counted: list[str]) -> None:
    """It may have been written once more within the same tick of the clock."""
    checked.open_checked(str(file))
    checked.open_checked(str(file))
    assert len(counted) == 2


def test_a_cache_that_cannot_be_written_is_done_without(
    file: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "no folder").write_text("")
    monkeypatch.setattr(checked, "cache_folder", lambda: str(tmp_path / "no folder" / "checked"))
    for _ in range(2):
        assert checked.open_checked(str(file)).node_count
    assert len(counted) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked")
def test_the_cache_is_where_platformdirs_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from platformdirs import user_cache_dir

    for value in ("", str(tmp_path)):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert checked.cache_folder() == os.path.join(user_cache_dir("railsight"), "checked")  # noqa: PTH118
