"""The notebooks run from top to bottom, within a minute each, and are kept without outputs; docs show a picture each.

They share one kernel, emptied before each: what costs seconds is its start and the libraries, not our cells.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders.notebook_pictures import picture_file, picture_of
from tests.test_browser_screens import differences

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
PICTURE_MEAN = 5.0  # grey levels by which a picture may differ from the one kept: fonts, and figures a little better
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    """From text to map, distances, a journey and its uncertainty, two hypotheses, a network from an extract."""
    assert len(NOTEBOOKS) == 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_are_stripped(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_documentation_shows_a_small_picture_of_it(path: Path) -> None:
    told = (FOLDER.parent / "docs" / "notebooks.md").read_text(encoding="utf-8")
    picture = picture_file(path)
    assert f"## {path.stem}\n" in told
    assert f"](images/{picture.name})" in told
    assert picture.stat().st_size < 40_000


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    """A kernel that works in an empty folder, and the folder."""
    manager = pytest.importorskip("jupyter_client").KernelManager()
    folder = tmp_path_factory.mktemp("notebooks")
    manager.start_kernel(cwd=str(folder))
    yield manager, folder
    manager.shutdown_kernel(now=True)


@pytest.mark.notebook
@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_runs_and_draws(path: Path, kernel: tuple[Any, Path]) -> None:
    manager, folder = kernel
    notebook = nbformat.read(path, as_version=4)
    cells = list(notebook.cells)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    start = time.perf_counter()
    nbclient.NotebookClient(notebook, km=manager, timeout=60).execute()
    assert time.perf_counter() - start < 60
    outputs: list[Any] = [o for c in cells if c.cell_type == "code" for o in c.outputs]
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    assert len(pictures) >= 2
    assert all(len(o.data["image/png"]) > 10_000 for o in pictures)
    kept = pytest.importorskip("PIL.Image").open(picture_file(path)).convert("RGB")
    drawn = picture_of(path, cells).convert("RGB").resize(kept.size)
    assert differences(kept, drawn)[0] < PICTURE_MEAN, "python -m builders.notebook_pictures draws it anew: look at it"
    assert not [o.text for o in outputs if o.get("name") == "stderr"]
    assert list(folder.iterdir()) == []


def test_the_kernel_is_emptied_between_notebooks(kernel: tuple[Any, Path]) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("left = 1")])
    nbclient.NotebookClient(notebook, km=kernel[0], timeout=20).execute()
    later = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("%reset -f"), nbformat.v4.new_code_cell("'left' in globals()")]
    )
    nbclient.NotebookClient(later, km=kernel[0], timeout=20).execute()
    assert later.cells[1].outputs[0].data["text/plain"] == "False"
