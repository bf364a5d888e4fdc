"""Starting is cheap: what a distance imports, and how long it takes beside its peers in the same run."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *("numpy", "pandas", "geopandas", "shapely", "folium", "scipy", "matplotlib", "rich", "rapidfuzz", "tzfpy"),
    *("ruamel", "pyogrio", "numba", "pyarrow", "branca", "jinja2", "requests"),
}
LISTING = (
    "import json, sys\nfrom railsight.cli import main\nstatus = main(sys.argv[1:])\n"
    "print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})), file=sys.stderr)\nsys.exit(status)\n"
)


def modules_after(*args: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LISTING, *args], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("more", [(), ("--json",), ("--via", "Baranovsky")])
def test_a_distance_imports_nothing_heavy(more: tuple[str, ...]) -> None:
    assert not modules_after("distance", "Khasan", "Ussuriysk", *more) & HEAVY


def test_help_imports_nothing_heavy() -> None:
    assert not modules_after("--help") & HEAVY


def test_reading_imports_no_frames() -> None:
    seed = Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "report.txt"
    assert not modules_after("read", str(seed), "--json") & (HEAVY - {"tzfpy", "ruamel", "rapidfuzz", "numpy"})


def test_importing_railsight_does_no_work() -> None:
    code = "import sys; before = set(sys.modules); import railsight; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {m for m in done.stdout.split() if m.startswith("railsight")} == {"railsight", "railsight.doors"}


def cpu_s(command: list[str]) -> float:
    """Processor time of one run. Both peers are one thread that never waits, so that it is the time on a quiet machine,
    and another test beside it does not matter."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best_in_turn(*commands: list[str], rounds: int = 7) -> list[float]:
    """The least time of each command, run in turn."""
    return [min(times) for times in zip(*([cpu_s(c) for c in commands] for _ in range(rounds)), strict=True)]


@pytest.mark.slow
def test_cold_distance_beside_importing_click() -> None:
    """At most three times `python -c "import click"` in the same run."""
    ours = [sys.executable, "-m", "railsight", "distance", "Khasan", "Ussuriysk"]
    click, distance = best_in_turn([sys.executable, "-c", "import click"], ours)
    assert distance <= 3 * click, f"{distance * 1000:.0f} ms beside {click * 1000:.0f} ms"


@pytest.mark.slow
def test_importing_railsight_beside_nothing() -> None:
    """Less than 50 ms over `python -c pass`."""
    nothing, ours = best_in_turn([sys.executable, "-c", "pass"], [sys.executable, "-c", "import railsight"])
    assert ours - nothing < 0.05, f"{(ours - nothing) * 1000:.0f} ms"
