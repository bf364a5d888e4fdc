"""How fast railsight is, each figure beside its peer in the same run: ``python benchmarks/speed.py [--all]``.

Cold starts are whole processes, medians of several; the rest is measured by the scripts beside this one, whose last
line is taken over: ``speed_reading`` (reports), ``speed_routing`` (warm distance, matrix), ``speed_journey``,
``speed_map`` (page), ``speed_build`` (a network of an extract of 40 MB, with ``--all`` of 140 MB), with ``--all`` also
``speed_cluster`` and the world-sized graph of ``speed_routing --world``. Prints one JSON object last. Ratios are what
to quote: clocks differ.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SEED = HERE.parent / "seeds" / "armoured-train-2023"


def wall_ms(command: Sequence[str], runs: int = 9) -> float:
    """Median wall time of a whole process, after one run that is not counted."""
    spent = []
    for i in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        if i:
            spent.append(time.perf_counter() - start)
    return 1000 * statistics.median(spent)


def cold_starts() -> dict[str, float]:
    """Whole processes: the bare interpreter, click, and ours."""
    python = sys.executable
    own = [python, "-m", "railsight"]
    bare = wall_ms([python, "-c", "pass"])
    click = wall_ms([python, "-c", "import click"])
    imported = wall_ms([python, "-c", "import railsight"])
    distance = wall_ms([*own, "distance", "Khasan", "Ussuriysk"])
    read = wall_ms([*own, "read", str(SEED / "report.txt"), "--json"], runs=5)
    with tempfile.TemporaryDirectory() as folder:
        page = wall_ms([*own, "map", str(SEED / "case.yaml"), "-o", f"{folder}/map.html", "--force"], runs=3)
    return {
        "pass_ms": bare,
        "import_click_ms": click,
        "import_railsight_over_pass_ms": imported - bare,
        "distance_ms": distance,
        "distance_over_import_click": distance / click,
        "read_one_report_ms": read,
        "map_story_ms": page,
    }


def beside(script: str, *options: str) -> Any:
    """The last line of another benchmark, as JSON; the reason in words where it could not run."""
    path = HERE / script
    if not path.exists():
        return {"not_run": f"{script} is not there"}
    done = subprocess.run([sys.executable, str(path), *options], capture_output=True, text=True)
    if done.returncode:
        return {"not_run": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--all", action="store_true", help="the long ones too: world-sized graph, larger extract, cluster"
    )
    wanted = parser.parse_args()
    result: dict[str, Any] = {"cold_start": cold_starts(), "reading": beside("speed_reading.py")}
    result["routing"] = beside("speed_routing.py", *(["--world"] if wanted.all else []))
    result["journey"] = beside("speed_journey.py")
    result["map"] = beside("speed_map.py")
    result["build"] = beside("speed_build.py", *([] if wanted.all else ["--megabytes", "40"]))
    if wanted.all:
        result["cluster"] = beside("speed_cluster.py")
    for part, figures in result.items():
        print(f"{part}: {json.dumps(figures, ensure_ascii=False)}")
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
