"""Faults of the machine while writing: a full disk at any byte, kill -9, folders nobody may write to, many writers.

The trials themselves are those of ``benchmarks/faults.py``, which runs them a thousand times.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import faults
from railsight.errors import OutputError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a POSIX system")


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[faults.Write, faults.Write]]:
    pytest.importorskip("pyarrow")
    return faults.writers(faults.ALL_FORMS)


@pytest.mark.parametrize("form", faults.ALL_FORMS)
def test_a_full_disk_at_any_byte_leaves_the_old_file(
    form: str, made: dict[str, tuple[faults.Write, faults.Write]], tmp_path: Path
) -> None:
    found = faults.filled(tmp_path, made[form][0], form, steps=8)
    assert set(found) == {"refused"}, found
    assert found["refused"] >= 9


@pytest.mark.parametrize("form", faults.ALL_FORMS)
def test_killed_while_exporting_it_is_old_or_new(
    form: str, made: dict[str, tuple[faults.Write, faults.Write]], tmp_path: Path
) -> None:
    found = faults.killed(tmp_path, made[form], form, kills=5, rng=random.Random(form))
    assert found["torn"] == 0
    assert found["whole"] == 5


def test_the_trial_of_killing_does_see_torn_files(tmp_path: Path) -> None:
    """A plain ``open(..., "w")`` is found out by the same trial: else it would show nothing."""

    def slowly(letter: bytes) -> faults.Write:
        def write(path: str) -> None:
            with Path(path).open("wb", buffering=0) as out:
                for _ in range(200):
                    out.write(letter * 1000)

        return write

    found = faults.killed(tmp_path, (slowly(b"a"), slowly(b"b")), ".bin", kills=30, rng=random.Random(1))
    assert found["torn"] > 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 128 KB, where the machine lets us make one."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip("this machine does not let us make a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_really_is_full(made: dict[str, tuple[faults.Write, faults.Write]], tiny_disk: Path) -> None:
    old = {form: f"old{form}".encode() for form in (".json", ".html", ".gpkg")}
    for form, content in old.items():
        out = tiny_disk / f"out{form}"
        out.write_bytes(content)
        with pytest.raises(OutputError) as caught:
            made[form][0](str(out))
        assert "cannot write" in caught.value.message
    assert {p.name: p.read_bytes() for p in tiny_disk.iterdir()} == {f"out{f}": c for f, c in old.items()}


def as_nobody(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run Python as somebody without rights: root may write anywhere."""
    if os.getuid() == 0:
        code = "import os; os.setgid(65534); os.setuid(65534)\n" + code
    # Modules are imported before the rights are given up: nobody may not be allowed to read the checkout.
    early = "import railsight.files.atomic, railsight.errors, tempfile, errno\n"
    return subprocess.run([sys.executable, "-c", early + code, *args], capture_output=True, text=True)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that others may enter; those of pytest are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


# A folder that may be read, and one that may not even be entered.
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_one_may_not_write_to(mode: int, public: Path) -> None:
    folder = public / "closed"
    folder.mkdir()
    (folder / "old.txt").write_text("old")
    folder.chmod(mode)
    code = (
        "import sys\nfrom railsight.errors import OutputError\nfrom railsight.files.atomic import write_text\n"
        "for name in ('old.txt', 'new.txt'):\n"
        "    try:\n        write_text(sys.argv[1] + '/' + name, 'new', force=True)\n"
        "    except OutputError as error:\n        print(error.message, '|', error.hint)\n"
    )
    done = as_nobody(code, str(folder))
    folder.chmod(0o755)
    lines = done.stdout.splitlines()
    assert len(lines) == 2, done.stderr
    assert all("Permission denied" in line and "choose a folder you may write to" in line for line in lines)
    assert [p.name for p in folder.iterdir()] == ["old.txt"]
    assert (folder / "old.txt").read_text() == "old"


def test_eight_writers_of_one_file(tmp_path: Path) -> None:
    """Whoever wins, the file is one of theirs, whole; with no --force exactly one of them wins."""
    out = tmp_path / "out.txt"
    code = (
        "import sys\nfrom railsight.errors import OutputExistsError\nfrom railsight.files import write_text\n"
        "mine, force = sys.argv[2] * 200_000, sys.argv[3] == 'force'\n"
        "print('ready', flush=True)\nsys.stdin.readline()\n"
        "try:\n    [write_text(sys.argv[1], mine, force=force) for _ in range(10 if force else 1)]\n"
        "    print('won')\nexcept OutputExistsError:\n    print('refused')\n"
    )
    for force in ("force", "no"):
        out.unlink(missing_ok=True)
        children = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(out), letter, force],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for letter in "abcdefgh"
        ]
        for child in children:  # each has said that it is ready
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        ends = Counter(child.communicate()[0].strip() for child in children)
        assert ends == ({"won": 8} if force == "force" else {"won": 1, "refused": 7})
        text = out.read_text()
        assert len(text) == 200_000
        assert len(set(text)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]
