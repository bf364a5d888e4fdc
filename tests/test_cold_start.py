"""Starting is cheap: what a command imports. The time itself is measured in ``benchmarks/speed.py``."""

from __future__ import annotations

import json
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
    "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\nsys.exit(status)\n"
)


def packages_after(*args: str) -> set[str]:
    return {module.partition(".")[0] for module in modules_after(*args)}


def modules_after(*args: str) -> set[str]:
    """Every module that a command has loaded when it is done."""
    done = subprocess.run([sys.executable, "-c", LISTING, *args], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("more", [(), ("--json",), ("--via", "Baranovsky")])
def test_a_distance_imports_nothing_heavy(more: tuple[str, ...]) -> None:
    assert not packages_after("distance", "Khasan", "Ussuriysk", *more) & HEAVY


def test_help_imports_nothing_heavy() -> None:
    assert not packages_after("--help") & HEAVY


def test_reading_imports_no_frames() -> None:
    seed = Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "report.txt"
    assert not packages_after("read", str(seed), "--json") & (HEAVY - {"tzfpy", "ruamel", "rapidfuzz", "numpy"})


def test_importing_railsight_does_no_work() -> None:
    code = "import sys; before = set(sys.modules); import railsight; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {m for m in done.stdout.split() if m.startswith("railsight")} == {"railsight", "railsight.doors"}


def test_a_distance_loads_few_modules() -> None:
    """What a cold start costs is what it imports; the time itself is measured in ``benchmarks/speed.py``."""
    of_the_machine = {"sitecustomize", "usercustomize"}  # which some systems give their Python
    loaded = modules_after("distance", "Khasan", "Ussuriysk") - of_the_machine
    assert len(loaded) < 190  # `import click` alone loads about 100
