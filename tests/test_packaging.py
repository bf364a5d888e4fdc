"""What is released: wheel and sdist are reproducible, whole, small enough, and work where there is no checkout.

Everything here is built by hatchling from a copy of the tree and needs no network: dependencies of the installed wheel
are those of the running environment, and a hook in it refuses every name look-up and connection.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("hatchling", reason="hatchling is in the extra `test`")

# What a release is made of. The rest of a checkout (caches, builds, other people's files) must not matter.
PARTS = ("LICENSES", "src", "data", "seeds", "tests", "notebooks", "builders", "benchmarks", "docs", "requirements")
MAX_WHEEL_BYTES = 40_000_000
# Refuses the network at the lowest level Python has; loopback included, for nothing here needs it.
NO_NETWORK = """
import sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise RuntimeError(f"the network was used: {event} {args[1:]}")
sys.addaudithook(refuse)
"""


def copied(source: Path, target: Path) -> Path:
    """The releasable part of a tree."""
    target.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache", ".ipynb_checkpoints", ".railsight-*")
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=ignored)
    for file in source.iterdir():
        if file.is_file() and (file.suffix in {".md", ".toml"} or file.name in {"LICENSE", "Makefile", ".gitignore"}):
            shutil.copy2(file, target / file.name)
    return target


def start_build(tree: Path, **env: str) -> subprocess.Popen[str]:
    wanted = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1700000000", **env}
    command = [sys.executable, "-m", "hatchling", "build", "-d", "built"]
    return subprocess.Popen(
        command, cwd=tree, env=wanted, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, umask=0o022
    )


@pytest.fixture(scope="module")
def trees(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same tree twice, built in different places, at different times of its files, by different people."""
    folder = tmp_path_factory.mktemp("release")
    first = copied(root, folder / "one")
    second = copied(first, folder / "two, 둘")
    for number, file in enumerate(sorted(second.rglob("*"))):
        os.utime(file, (1_000_000_000 + number, 1_000_000_000 + number))
        if file.is_file():
            file.chmod(0o600)
    builds = (
        start_build(first, TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C"),
        start_build(second, TZ="Asia/Vladivostok", PYTHONHASHSEED="2", LC_ALL="C.UTF-8"),
    )
    for build in builds:
        _, err = build.communicate(timeout=100)
        assert build.returncode == 0, err
    return first, second


@pytest.fixture(scope="module")
def wheel(trees: tuple[Path, Path]) -> Path:
    (found,) = (trees[0] / "built").glob("*.whl")
    return found


@pytest.fixture(scope="module")
def sdist(trees: tuple[Path, Path]) -> Path:
    (found,) = (trees[0] / "built").glob("*.tar.gz")
    return found


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("ending", ["*.whl", "*.tar.gz"])
def test_built_twice_it_is_the_same_to_the_byte(ending: str, trees: tuple[Path, Path]) -> None:
    one, two = (sorted((tree / "built").glob(ending)) for tree in trees)
    assert [f.name for f in one] == [f.name for f in two]
    assert [sha256(f) for f in one] == [sha256(f) for f in two]


def test_the_wheel_holds_code_data_samples_and_the_mark_of_types(wheel: Path, trees: tuple[Path, Path]) -> None:
    tree = trees[0]
    wanted = {
        f"railsight/{part}{file.relative_to(folder).as_posix()}": file
        for part, folder in (("", tree / "src" / "railsight"), ("data/", tree / "data"), ("seeds/", tree / "seeds"))
        for file in folder.rglob("*")
        if file.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if not name.split("/")[0].endswith("-info")}
        notes = [name for name in archive.namelist() if name.split("/")[0].endswith("-info")]
    assert set(held) == set(wanted)
    assert [name for name, file in wanted.items() if held[name] != file.read_bytes()] == []
    assert "railsight/py.typed" in held
    assert any(name.endswith("licenses/LICENSE") for name in notes)


def test_every_licence_is_named_and_its_text_goes_along(wheel: Path, trees: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("licenses/")[2] for name in archive.namelist() if "dist-info/licenses/" in name}
        metadata = next(archive.read(n).decode() for n in archive.namelist() if n.endswith("METADATA"))
    (expression,) = re.findall(r"^License-Expression: (.+)$", metadata, re.MULTILINE)
    told = set(expression.split(" AND "))
    assert told - {"MIT"} == {name.removeprefix("LICENSES/").removesuffix(".txt") for name in names if "/" in name}
    table = (trees[0] / "DATA.md").read_text().partition("<!-- end of checksums")[0]
    of_files = set(re.findall(r"\b(?:ODbL|CC-BY|LGPL|GPL|Apache|Unicode)-[\d.]+(?:-or-later)?\b", table))
    assert of_files
    assert of_files <= told


def test_the_wheel_is_small_enough_and_holds_nothing_else(wheel: Path) -> None:
    assert wheel.stat().st_size < MAX_WHEEL_BYTES
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        content = {name: archive.read(name) for name in names if name.endswith((".py", ".json", ".yaml", "METADATA"))}
    tops = {name.split("/")[0] for name in names}
    assert tops == {"railsight", next(t for t in tops if t.endswith(".dist-info"))}
    assert [n for n in names if "__pycache__" in n or n.endswith((".pyc", ".pkl", ".npy"))] == []
    home = str(Path.home()).encode()
    assert [n for n, text in content.items() if len(home) > 5 and home in text] == []


def test_the_sdist_holds_all_it_takes_to_test_and_to_build_again(sdist: Path, trees: tuple[Path, Path]) -> None:
    with tarfile.open(sdist) as archive:
        members = archive.getmembers()
    names = {m.name.partition("/")[2] for m in members}
    tree = trees[0]
    for part in PARTS:
        for file in (tree / part).rglob("*"):
            if file.is_file():
                assert file.relative_to(tree).as_posix() in names
    assert {"pyproject.toml", "LICENSE", "README.md", "Makefile"} <= names
    assert {m.mtime for m in members} == {1_700_000_000}
    assert all(not m.name.startswith("/") and ".." not in m.name.split("/") for m in members)


# ---------------------------------------------------------------- installed elsewhere


class Installed:
    """The wheel in an environment of its own, outside the checkout."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
        self.python = folder / "env" / "bin" / "python"
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", self.python, "install", "--no-deps", "--no-index",
             "--no-compile", "--quiet", "--disable-pip-version-check", wheel],
            check=True,
        )  # fmt: skip
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        asked = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True)
        site = Path(asked.stdout.strip())
        # Dependencies only: a path in a .pth file does not bring that folder's own .pth files (our editable install).
        (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
        (site / "no_network.py").write_text(NO_NETWORK)
        (site / "no_network.pth").write_text("import no_network\n")  # a system may have a sitecustomize of its own
        self.work = folder / "elsewhere"
        self.work.mkdir()

    def run(self, *command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
        wanted = {"PATH": os.environ["PATH"], "HOME": str(self.work), "PYTHONUTF8": "1", **env}
        return subprocess.run(
            command, cwd=self.work, env=wanted, capture_output=True, text=True, encoding="utf-8", timeout=100
        )

    def railsight(self, *args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
        return self.run(self.folder / "env" / "bin" / "railsight", *args, **env)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    pytest.importorskip("pip")
    return Installed(tmp_path_factory.mktemp("installed"), wheel)


def test_it_is_the_installed_one_that_runs(installed: Installed) -> None:
    done = installed.run(installed.python, "-c", "import railsight; print(railsight.__file__)")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(installed.folder)


def test_the_hook_does_refuse_the_network(installed: Installed) -> None:
    """Else the other tests here would show nothing."""
    done = installed.run(installed.python, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 1)")
    assert "the network was used" in done.stderr


def test_every_module_imports_without_the_network(installed: Installed) -> None:
    code = (
        "import importlib, pkgutil, railsight\n"
        "names = [m.name for m in pkgutil.walk_packages(railsight.__path__, 'railsight.')]\n"
        "for name in names:\n"
        "    if not name.endswith('__main__'):\n"
        "        importlib.import_module(name)\n"
        "print(len(names))\n"
    )
    done = installed.run(installed.python, "-c", code)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50


def test_a_distance_from_the_wheel(installed: Installed) -> None:
    done = installed.railsight("distance", "Khasan", "Ussuriysk")
    assert done.returncode == 0, done.stderr
    assert "260.0 km by rail" in done.stdout
    assert done.stderr == ""
    record = json.loads(installed.railsight("distance", "Хасан", "Уссурийск", "--json").stdout)
    assert record["rail_km"] == pytest.approx(260.0)


def test_the_data_in_the_wheel_is_whole(installed: Installed) -> None:
    done = installed.railsight("data", "status", "--json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert {d["state"] for d in found} == {"whole"}
    assert {"network.rsn", "gazetteer.sqlite", "basemap.json", "profiles.csv"} <= {d["name"] for d in found}
    assert all(Path(d["path"]).is_relative_to(installed.folder) for d in found)


def test_the_sample_in_the_wheel_becomes_a_map(installed: Installed) -> None:
    code = "from railsight.datasets import seed_path; print(seed_path('armoured-train-2023/case.yaml'))"
    case = installed.run(installed.python, "-c", code).stdout.strip()
    done = installed.railsight("map", case, "-o", "map.html")
    assert done.returncode == 0, done.stderr
    page = (installed.work / "map.html").read_text(encoding="utf-8")
    assert "Ussuriysk" in page
    assert len(page) > 100_000


def test_the_version_is_the_same_everywhere(installed: Installed, wheel: Path, root: Path) -> None:
    import tomllib

    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    assert installed.railsight("--version").stdout.strip() == f"railsight {version}"
    assert wheel.name.split("-")[1] == version
    assert f"## {version}" in (root / "CHANGELOG.md").read_text()


def test_every_extra_that_an_error_names_is_there(root: Path) -> None:
    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    asked = set()
    for file in (root / "src").rglob("*.py"):
        asked |= set(re.findall(r"MissingExtraError\([^)]*, \"(\w+)\"\)", file.read_text(encoding="utf-8")))
    assert {"parquet", "plot", "osm"} <= asked <= set(extras)


@pytest.mark.skipif(not os.environ.get("CI"), reason="on a machine of one's own a part of the extra may do")
def test_nothing_is_skipped_in_ci_for_want_of_a_package(root: Path) -> None:
    """Tests that need a package skip themselves without it: where it counts, all of the extra `test` must be there."""
    from importlib.metadata import PackageNotFoundError, version

    from packaging.requirements import Requirement

    missing = []
    for line in tomllib.loads((root / "pyproject.toml").read_text())["project"]["optional-dependencies"]["test"]:
        wanted = Requirement(line)
        try:
            if wanted.marker is None or wanted.marker.evaluate():
                version(wanted.name)
        except PackageNotFoundError:
            missing.append(wanted.name)
    assert not missing
