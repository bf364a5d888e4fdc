"""The layers of ARCHITECTURE.md hold: imports go downward only, heavy packages load lazily, one door per concern."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
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
# datasets only says where files are: anything above may ask it; errors, what can go wrong: anything at all.
LEAVES = {"datasets": ("errors", "geo", "times", "model"), "errors": ()}
FORBIDDEN = {
    "inference": {"gazetteer", "mentions", "resolution", "naming", "datasets"},  # its world is sightings and a network
    "resolution": {"network", "routing", "naming"},  # and its world is text and a gazetteer
}
# The one way up: a value that shows itself, or says where its train is, asks the views when it is called.
UPWARD = {(asks, "railsight.api.views") for asks in ("shown", "model", "resolution")}
# What asks for the package itself: where it lies, and its version.
ASK_WHOLE = {"cli/doctor.py", "network/building/limits.py"}
# Circles between modules of one package, by imports within functions. None may join them.
CIRCLES = [
    {
        "resolution.sentences.items",
        "resolution.foreign.clauses",
        "resolution.sentences.echoes",
        "resolution.sentences.leavings",
    }
]
HEAVY = frozenset(
    ("numpy", "pandas", "geopandas", "shapely", "folium", "scipy", "matplotlib", "rich", "pyogrio", "numba", "osmium")
)
Nodes = tuple[ast.AST, ...]


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


@pytest.fixture(scope="module")
def nodes_of() -> Mapping[Path, Nodes]:
    """Every node of every module, read once for all tests here."""
    return {path: tuple(ast.walk(ast.parse(path.read_text()))) for path in modules()}


def top_of(path: Path) -> str:
    rel = path.relative_to(SRC)
    return rel.parts[0].removesuffix(".py")


def typing_only(nodes: Nodes) -> set[int]:
    """The ids of all nodes that only a type checker sees."""
    return {
        id(node)
        for branch in nodes
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test)
        for node in ast.walk(branch)
    }


def railsight_imports(nodes: Nodes, *, package: str) -> set[str]:
    """Top-level railsight modules that a module imports anywhere, lazily included; type-only imports left out."""
    skipped = typing_only(nodes)
    found = set()
    for node in nodes:
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


def asked_by_name(nodes: Nodes) -> set[str]:
    """Modules that are imported by a name in a string."""
    return {
        node.args[0].value
        for node in nodes
        if isinstance(node, ast.Call)
        and node.args
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("import_module", "__import__")
        and isinstance(node.args[0], ast.Constant)
        and str(node.args[0].value).startswith("railsight")
    }


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


def module_imports(path: Path, nodes: Nodes, known: set[str]) -> set[str]:
    """The modules of railsight that a module imports anywhere, to the file; type-only imports left out."""
    skipped, found = typing_only(nodes), set()
    for node in nodes:
        if (
            id(node) in skipped
            or not isinstance(node, ast.ImportFrom)
            or not (node.module or "").startswith("railsight")
        ):
            continue
        module = (node.module or "").removeprefix("railsight").removeprefix(".")
        for alias in node.names:
            inner = f"{module}.{alias.name}".removeprefix(".")
            found.add(inner if inner in known else module)
    return (found & known) - {name_of(path)}


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """The groups of modules of which each leads to each."""
    reach: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for other in graph.get(todo.pop(), set()) - seen:
                seen.add(other)
                todo.append(other)
        reach[start] = seen
    groups = [{n for n in reach if n in reach[m] and m in reach[n]} for m in sorted(reach) if m in reach[m]]
    return [group for i, group in enumerate(groups) if group not in groups[:i]]


def imports_of(nodes: Nodes) -> set[str]:
    """Top-level packages that a module imports anywhere, lazily included; type-only imports left out."""
    skipped, found = typing_only(nodes), set()
    for node in nodes:
        if id(node) not in skipped and isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
        elif id(node) not in skipped and isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found


def test_every_module_has_a_level() -> None:
    assert {top_of(p) for p in modules()} <= set(LEVELS) | OUTSIDE


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_imports_go_downward_only(path: Path, nodes_of: Mapping[Path, Nodes]) -> None:
    top = top_of(path)
    if top in OUTSIDE:
        return
    for other in railsight_imports(nodes_of[path], package=top) - {top}:
        if other in LEAVES and top not in LEAVES[other]:
            continue
        assert LEVELS[other] < LEVELS[top], f"{top} (level {LEVELS[top]}) imports {other} (level {LEVELS[other]})"
        assert other not in FORBIDDEN.get(top, set()), f"{top} must never import {other}"


def test_only_webmap_imports_folium(nodes_of: Mapping[Path, Nodes]) -> None:
    for path, nodes in nodes_of.items():
        if top_of(path) != "webmap":
            assert "folium" not in imports_of(nodes), f"{path} imports folium"


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


def test_the_package_is_not_asked_as_a_whole(nodes_of: Mapping[Path, Nodes]) -> None:
    """``import railsight`` would reach everything from anywhere, past the layers."""
    for path, nodes in nodes_of.items():
        if top_of(path) in OUTSIDE or str(path.relative_to(SRC)) in ASK_WHOLE:
            continue
        whole = [n for n in nodes if isinstance(n, ast.Import) and any(a.name == "railsight" for a in n.names)]
        assert not whole, f"{path} imports railsight itself"


def test_names_in_strings_go_downward_too(nodes_of: Mapping[Path, Nodes]) -> None:
    for path, nodes in nodes_of.items():
        top = top_of(path)
        for asked in asked_by_name(nodes):
            other = asked.split(".")[1]
            assert other == top or LEVELS[other] < LEVELS[top] or (top, asked) in UPWARD, f"{path} asks {asked}"


def test_no_module_comes_back_to_itself(nodes_of: Mapping[Path, Nodes]) -> None:
    """Imports within functions count: they hide a circle and do not undo it."""
    known = {name_of(p) for p in modules()}
    graph = {name_of(p): module_imports(p, ns, known) for p, ns in nodes_of.items() if top_of(p) not in OUTSIDE}
    doors = {name_of(p) for p in modules() if p.name == "__init__.py"}  # a door names what lies behind it
    graph = {name: {o for o in others if o not in doors} for name, others in graph.items() if name not in doors}
    assert circles(graph) == CIRCLES


def test_only_geo_knows_how_large_the_earth_is(nodes_of: Mapping[Path, Nodes]) -> None:
    for path, nodes in nodes_of.items():
        if top_of(path) == "geo":
            continue
        figures = (n.value for n in nodes if isinstance(n, ast.Constant))
        known = [f for f in figures if type(f) in (int, float) and (6_300_000 < f < 6_400_000 or 110_000 < f < 112_000)]
        assert not known, f"{path} has {known}: geo has MEAN_RADIUS_M, M_PER_DEG and what is worked out with them"


def test_what_a_package_keeps_to_itself_is_not_imported_elsewhere(nodes_of: Mapping[Path, Nodes]) -> None:
    for path, nodes in nodes_of.items():
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("railsight."):
                if (node.module or "").split(".")[1] == top_of(path):
                    continue
                private = [a.name for a in node.names if a.name.startswith("_") and not a.name.startswith("__")]
                assert not private, f"{path} imports {private} of {node.module}"
