"""Fixtures that several test files share."""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from railsight.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # so that tests may import builders and benchmarks
# What was compiled once need not be compiled by every process, whatever the shell says (the Makefile does the same):
# of a run of all tests the rewriting of their assertions and the modules of every child are a quarter.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.pop("COLUMNS", None)  # tables are as wide as without a terminal


# Of a run that is shared out by files these go first, the longest before the others: one that begins last ends alone.
LONGEST = [
    "test_notebooks.py",
    "test_packaging.py",
    "test_faults_surroundings.py",
    "test_browser_page.py",
    "test_cli.py",
    "test_serve.py",
    "test_inference_properties.py",
    "test_as_of.py",
    "test_api.py",
    "test_browser_access.py",
    "test_docs.py",
    "test_api_doors.py",
    "test_inference_absences.py",
    "test_webmap_stills.py",
    "test_webmap.py",
    "test_cli_many.py",
    "test_resolution_rules.py",
]


def pytest_configure(config: pytest.Config) -> None:
    """Files are shared out in the order of the collection, not by how many tests they have."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others as they were."""
    place = {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONGEST)))


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the garbage collector need not go through it again for every test.

    And it looks less often for what else there is: a sixteenth of the time of all tests went into that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Outside material some tests compare with; they skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "reference").is_dir():
        pytest.skip("outside reference material is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The bundled gazetteer."""
    from railsight.datasets import data_path
    from railsight.gazetteer import open_gazetteer

    return open_gazetteer(data_path("gazetteer.sqlite"))


@pytest.fixture(scope="session")
def seed_case() -> Path:
    return ROOT / "seeds" / "armoured-train-2023" / "case.yaml"


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline is the default: a test that reaches beyond this machine fails. Loopback and local sockets are allowed."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"{request.node.nodeid} tried to connect to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def built_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks are built in this process: the code that the limited child runs, without half a second to start it.

    For tests of what is built. What the child is there for has its own, without this.
    """
    from railsight.network.building import child, limits, osm, vector

    def run_here(task: str, arguments: Any, *, file: str, memory_mb: int, cpu_s: int, **_: Any) -> Any:
        answer = child.run({"task": task, "arguments": dict(arguments), "memory_mb": memory_mb})
        status = 0 if "result" in answer else 1
        return limits._answer(status, json.dumps(answer).encode(), b"", file, memory_mb, cpu_s)

    monkeypatch.setattr(osm, "run_limited", run_here)
    monkeypatch.setattr(vector, "run_limited", run_here)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium by Playwright. Without one the tests skip with the reason; under CI they fail."""
    from tests.find_browser import LAUNCH_ARGS, find_browser

    sync_api = pytest.importorskip("playwright.sync_api")
    path = find_browser()
    if path is None:
        reason = "no Chromium found: `make test` installs one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_api.sync_playwright() as play:
        # An empty string stands for the browser that Playwright itself installed.
        options = {"executable_path": path} if path else {}
        chromium = play.chromium.launch(args=LAUNCH_ARGS, **options)
        yield chromium
        chromium.close()
