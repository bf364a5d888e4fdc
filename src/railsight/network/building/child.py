"""The child process of ``limits``: sets its own limits, runs one task, prints one JSON answer."""

from __future__ import annotations

import contextlib
import gc
import json
import sys
from typing import Any

from railsight.errors import RailsightError

# What may be run, and nothing else.
TASKS = {
    "pbf": ("railsight.network.building.osm", "build_pbf"),
    "vector": ("railsight.network.building.vector", "build_vector"),
}


def limit(memory_mb: int, cpu_s: int) -> None:
    """Bound this process, where the system can: its memory, its processor time, and no dump when it crashes."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    size = memory_mb * 1024 * 1024
    # Memory mapped from files (a large table of node places on disk) does not count as data.
    for what, value in ((resource.RLIMIT_DATA, size), (resource.RLIMIT_CPU, cpu_s), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(what)
            top = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(what, (top, hard))


def run(order: dict[str, Any]) -> dict[str, Any]:
    """The answer to one order: ``{"result": ...}`` or ``{"error", "message", "hint"}``."""
    from importlib import import_module

    module, name = TASKS[order["task"]]
    try:
        return {"result": getattr(import_module(module), name)(**order["arguments"])}
    except RailsightError as error:
        return {"error": type(error).__name__, "message": error.message, "hint": error.hint}
    except MemoryError:
        return {"error": "", "message": f"it needs more than {order['memory_mb']} MB of memory", "hint": ""}
    except Exception as error:  # noqa: BLE001 - whatever a library raises becomes one typed error in the parent
        return {"error": "", "message": f"{type(error).__name__}: {error}"[:500], "hint": ""}


def main() -> int:
    """Read an order from stdin and answer on stdout. Status 0 when there is a result, else 1."""
    order = json.loads(sys.stdin.buffer.read())
    limit(order["memory_mb"], order["cpu_s"])
    gc.disable()  # a build makes a million small values and no circles of them
    answer = run(order)
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    return 0 if "result" in answer else 1


if __name__ == "__main__":
    sys.exit(main())
