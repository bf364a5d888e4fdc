"""Zone, locale, home, hash seed and clock are not part of the question: the same answer, to the byte."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "HOME": "/nonexistent", "TZ": "UTC"}
HERE |= {key: os.environ[key] for key in ("PYTHONPATH",) if key in os.environ}
# Name, what is set, and what is taken away.
SURROUNDINGS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("New York in plain C", {"TZ": "America/New_York", "LC_ALL": "C"}, ()),
    ("half an hour, Turkish", {"TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}, ()),
    ("no such zone, German", {"TZ": "Nowhere/Else", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "12345"}, ()),
    ("no home, no cache", {"XDG_CACHE_HOME": "/nonexistent/cache"}, ("HOME",)),
)


def railsight(out: Path, env: dict[str, str], *command: str) -> tuple[int, bytes]:
    """Exit status, and everything the command printed and wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "railsight", *command], env=env, cwd=out, capture_output=True, timeout=100
    )
    files = b"".join(p.name.encode() + b"\0" + p.read_bytes() for p in sorted(out.iterdir()))
    for p in out.iterdir():
        p.unlink()
    return done.returncode, done.stdout + done.stderr + files


# Several commands in one process: what is looked at is what surrounds it, not how it starts.
EVERYTHING = """
import json, sys
from railsight.cli import main
for command in json.loads(sys.argv[1]):
    status = main(command)
    for stream in (sys.stdout, sys.stderr):
        stream.write(f"\\0{status}\\0")
        stream.flush()
"""


def everything(case: Path, out: Path, env: dict[str, str]) -> dict[str, tuple[int, bytes]]:
    """Of each command the exit status, and everything it printed; with the last everything that is written."""
    out.mkdir()
    commands = {
        "distance": ["distance", "Хасан", "Ussuriysk", "--json"],
        "unknown": ["distance", "Khasan", "ISTANBULLLL IIII"],
        "track": ["track", str(case), "--json"],
        "map": ["map", str(case), "-o", "map.html"],
    }
    run = [sys.executable, "-c", EVERYTHING, json.dumps([*commands.values()])]
    done = subprocess.run(run, env=env, cwd=out, capture_output=True, timeout=100)
    told, notes = (stream.split(b"\0")[:-1] for stream in (done.stdout, done.stderr))
    assert done.returncode == 0, done.stderr
    assert len(told) == len(notes) == 2 * len(commands)
    found = {n: (int(told[2 * k + 1]), told[2 * k] + notes[2 * k]) for k, n in enumerate(commands)}
    files = b"".join(p.name.encode() + b"\0" + p.read_bytes() for p in sorted(out.iterdir()))
    return found | {"map": (found["map"][0], found["map"][1] + files)}


@pytest.fixture(scope="module")
def usual(seed_case: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, bytes]]:
    found = everything(seed_case, tmp_path_factory.mktemp("usual") / "out", HERE)
    assert {name: status for name, (status, _) in found.items()} == {"distance": 0, "unknown": 1, "track": 0, "map": 0}
    assert len(found["map"][1]) > 100_000
    return found


@pytest.mark.parametrize(("what", "given", "taken"), SURROUNDINGS, ids=[s[0] for s in SURROUNDINGS])
def test_the_surroundings_change_nothing(
    what: str,
    given: dict[str, str],
    taken: tuple[str, ...],
    usual: dict[str, tuple[int, bytes]],
    seed_case: Path,
    tmp_path: Path,
) -> None:
    env = {key: value for key, value in {**HERE, **given}.items() if key not in taken}
    found = everything(seed_case, tmp_path / "out", env)
    assert {name: found[name] == usual[name] for name in usual} == dict.fromkeys(usual, True), what


def test_a_terminal_that_knows_only_ascii(tmp_path: Path) -> None:
    """Nothing is lost to an exception: JSON is escaped, words are shown as far as they can be."""
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    env |= {"PYTHONIOENCODING": "ascii"}
    status, out = railsight(tmp_path, env, "distance", "Khasan", "Ussuriysk", "--json")
    assert status == 0
    assert out.isascii()
    status, out = railsight(tmp_path, env, "place", "Khasan")
    assert status == 0
    assert b"Traceback" not in out


@pytest.fixture(scope="module")
def code(root: Path) -> list[tuple[str, list[ast.AST]]]:
    """Every module of ours by name, with all there is in it."""
    folder = root / "src" / "railsight"
    files = ((f.relative_to(folder).as_posix(), f.read_text(encoding="utf-8")) for f in folder.rglob("*.py"))
    return [(name, list(ast.walk(ast.parse(text)))) for name, text in files]


def test_nothing_asks_the_clock_but_for_a_report_without_a_date(code: list[tuple[str, list[ast.AST]]]) -> None:
    """Also the clock set back a day changes nothing, since nobody looks at it; the exceptions are named here."""
    allowed = {
        "api/checked.py",  # a network file that changed just now is checked again the next time
        "datasets/extracts.py",  # the date of a download in its record
        "gazetteer/online.py",  # one request a second, and how old a kept answer is
        "cli/watching.py",  # when a watch saw a change, which it says
        "resolution/rules.py",  # a report without any date is assumed of today, which the map says
    }
    asking = set()
    for file, nodes in code:
        for node in nodes:
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.endswith((".now", ".today", ".utcnow", "time.time", "time_ns", "localtime")):
                asking.add(file)
    assert asking <= allowed


def test_nothing_runs_what_it_reads(code: list[tuple[str, list[ast.AST]]]) -> None:
    """No pickle, no evaluation, no shell: a planted file cannot run (cases 23, 40)."""
    forbidden = {"eval", "exec", "compile", "pickle.load", "pickle.loads", "marshal.loads", "os.system", "__import__"}
    modules = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}
    found = []
    for file, nodes in code:
        for node in nodes:
            if isinstance(node, ast.Call) and ast.unparse(node.func) in forbidden:
                found.append(f"{file}:{node.lineno} {ast.unparse(node.func)}")
            if isinstance(node, ast.Import):
                found += [f"{file}:{node.lineno} {a.name}" for a in node.names if a.name.split(".")[0] in modules]
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in modules:
                found.append(f"{file}:{node.lineno} {node.module}")
            if isinstance(node, ast.keyword) and node.arg in {"shell", "allow_pickle"}:
                found.append(f"{file}:{node.value.lineno} {node.arg}=")
    assert found == []
