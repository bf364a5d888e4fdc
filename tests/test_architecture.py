"""The layers of ARCHITECTURE.md hold: imports go downward only, heavy packages load lazily, one door per concern."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "railsight"

LEVELS = {
    "clusters": 1,
    "doors": 0,
    "errors": 0,
    "geo": 0,
    "times": 0,
    "shown": 0,
    "model": 1,
    "gazetteer": 2,
    "network": 2,
    "datasets": 2,
    "mentions": 3,
    "naming": 3,
    "routing": 3,
    "resolution": 4,
    "inference": 4,
    "layers": 5,
    "files": 5,
    "webmap": 6,
    "api": 7,
    "serve": 8,
    "cli": 9,
}
# Modules that stand outside the ladder: the public door and `python -m railsight`.
OUTSIDE = {"__init__", "__main__"}
# datasets only says where files are: anything may ask it.
LEAVES = {"datasets": "errors"}
FORBIDDEN = {
    "inference": {"gazetteer", "mentions", "resolution"},
    "resolution": {"network", "routing"},
}
HEAVY = frozenset(
    ("numpy", "pandas", "geopandas", "shapely", "folium", "scipy", "matplotlib", "rich", "pyogrio", "numba", "osmium")
)


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def top_of(path: Path) -> str:
    rel = path.relative_to(SRC)
    return rel.parts[0].removesuffix(".py")


def typing_only(tree: ast.AST) -> set[int]:
    """The ids of all nodes that only a type checker sees."""
    return {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test)
        for node in ast.walk(branch)
    }


def railsight_imports(tree: ast.AST, *, package: str) -> set[str]:
    """Top-level railsight modules that a tree imports anywhere, lazily included; type-only imports left out."""
    skipped = typing_only(tree)
    found = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{package}: relative imports hide the layer"
            if node.module == "railsight":
                found |= {alias.name for alias in node.names if alias.name in LEVELS}
            elif node.module and node.module.startswith("railsight."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("railsight.")}
    return found


def imports_of(tree: ast.AST) -> set[str]:
    """Top-level packages that a tree imports anywhere, lazily included; type-only imports left out."""
    skipped, found = typing_only(tree), set()
    for node in ast.walk(tree):
        if id(node) not in skipped and isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
        elif id(node) not in skipped and isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found


def test_every_module_has_a_level() -> None:
    assert {top_of(p) for p in modules()} <= set(LEVELS) | OUTSIDE


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_imports_go_downward_only(path: Path) -> None:
    top = top_of(path)
    if top in OUTSIDE:
        return
    for other in railsight_imports(ast.parse(path.read_text()), package=top) - {top}:
        if other in LEAVES and top not in ("errors", "geo", "times", "model"):
            continue
        assert LEVELS[other] < LEVELS[top], f"{top} (level {LEVELS[top]}) imports {other} (level {LEVELS[other]})"
        assert other not in FORBIDDEN.get(top, set()), f"{top} must never import {other}"


def test_only_webmap_imports_folium() -> None:
    for path in modules():
        if top_of(path) != "webmap":
            assert "folium" not in imports_of(ast.parse(path.read_text())), f"{path} imports folium"


@pytest.mark.parametrize("name", LEVELS)
def test_each_module_imports_alone_and_lightly(name: str) -> None:
    """In a fresh process: no circle, nothing printed, and no heavy package, which load where they are needed."""
    if not ((SRC / name).is_dir() or (SRC / f"{name}.py").is_file()):
        pytest.fail(f"ARCHITECTURE.md names a module {name} that is not there")
    code = f"import railsight.{name}, sys; sys.exit(' '.join({set(HEAVY)} & sys.modules.keys()) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == "", f"railsight.{name} loads {done.stderr}"
    assert done.stdout == ""


def test_no_module_outgrows_its_file() -> None:
    long = {str(p.relative_to(SRC)): n for p in modules() if (n := len(p.read_text().splitlines())) > 600}
    assert not long, f"split into a package: {long}"
