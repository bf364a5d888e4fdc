"""One picture of each notebook for ``docs/notebooks.md``: ``python -m builders.notebook_pictures``.

The notebooks are kept without outputs: those are large and new with every change. What a reader should see of them
before running them is one picture each, small, and held to be true by ``tests/test_notebooks.py``.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PICTURES = ROOT / "docs" / "images"
SHOWN = {"01": 1, "02": 0, "03": 1, "04": 1, "05": 0}  # which of its pictures stands for a notebook
WIDTH = 640  # pixels


def picture_file(notebook: Path) -> Path:
    """Where the picture of a notebook is kept."""
    return PICTURES / f"notebook-{notebook.stem[:2]}.png"


def picture_of(notebook: Path, cells: Sequence[Any]) -> Any:
    """The picture that stands for an executed notebook, small and in few colours."""
    from PIL import Image

    outputs = [o.get("data", {}) for c in cells if c.cell_type == "code" for o in c.outputs]
    found = [data["image/png"] for data in outputs if "image/png" in data][SHOWN[notebook.stem[:2]]]
    image = Image.open(io.BytesIO(base64.b64decode(found))).convert("RGB")
    image.thumbnail((WIDTH, 2 * WIDTH), Image.Resampling.LANCZOS)
    return image.quantize(48)


def main() -> None:
    import nbclient
    import nbformat

    for path in NOTEBOOKS:
        notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        nbclient.NotebookClient(notebook, timeout=120).execute()
        file = picture_file(path)
        picture_of(path, notebook.cells).save(file, optimize=True)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
