"""Starting is cheap: what a distance imports, and how long it takes beside its peers in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
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
    assert {m for m in done.stdout.split() if m.startswith("railsight")} == {"railsight"}


def best_of(command: list[str], tries: int) -> float:
    times = []
    for _ in range(tries):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.slow
def test_cold_distance_beside_importing_click() -> None:
    """At most three times `python -c "import click"`, the best of several runs of each, taken in turn."""
    click, distance = 9.0, 9.0
    for _ in range(5):
        click = min(click, best_of([sys.executable, "-c", "import click"], 1))
        distance = min(distance, best_of([sys.executable, "-m", "railsight", "distance", "Khasan", "Ussuriysk"], 1))
    assert distance <= 3 * click, f"{distance * 1000:.0f} ms beside {click * 1000:.0f} ms"


@pytest.mark.slow
def test_importing_railsight_beside_nothing() -> None:
    """Less than 50 ms over `python -c pass`."""
    nothing, ours = 9.0, 9.0
    for _ in range(5):
        nothing = min(nothing, best_of([sys.executable, "-c", "pass"], 1))
        ours = min(ours, best_of([sys.executable, "-c", "import railsight"], 1))
    assert ours - nothing < 0.05, f"{(ours - nothing) * 1000:.0f} ms"
