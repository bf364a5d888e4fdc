"""The documentation is true: its blocks run, its links lead somewhere, its reference is the program's own.

Shell blocks: every line that begins with ``railsight`` is run; a comment ``# exit 1`` says what status is expected.
Python blocks of a page share their names. A YAML block whose first line is ``# name.yaml`` is that file. Blocks marked
``text`` need something from outside and are not run.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from railsight.cli import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(p for p in (*(ROOT / "docs").glob("*.md"), ROOT / "README.md") if p.name != "reference.md")
PROSE = sorted((*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")))
LANGUAGES = {"sh", "python", "yaml", "text", "json", "csv", "html", "bibtex", "{toctree}", "{include}"}
_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_STATUS = re.compile(r"#\s*exit (\d+)\s*$")


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Language and text of each fenced block."""
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        yield match[1].strip().split(" ")[0], match[2]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed_case: Path) -> Path:
    """A folder with what the examples speak of: a story, a case, a table of places, the samples."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(seed_case.parent / "report.txt", tmp_path / "story.txt")
    case = next(text for language, text in blocks(ROOT / "docs" / "guide.md") if language == "yaml")
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    (tmp_path / "places.csv").write_text("place\nKhasan\nUssuriysk\nKhabarovsk\n", encoding="utf-8")
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_block_runs(page: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    for language, text in blocks(page):
        assert language in LANGUAGES, f"a block of {page.name} does not say its language ({language!r})"
        if language == "yaml":
            title = text.splitlines()[0]
            if title.startswith("# ") and title.endswith(".yaml"):
                (desk / title[2:]).write_text(text, encoding="utf-8")
        elif language == "python":
            exec(compile(text, f"{page.name}: {text.splitlines()[0]}", "exec"), names)
        elif language == "sh":
            for line in text.replace("\\\n", " ").splitlines():
                run_line(line, capsys)


def run_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A line of a shell block; what is not railsight is refused, so that nothing goes untested unnoticed."""
    if not line.strip() or line.lstrip().startswith("#"):
        return
    words = shlex.split(line, comments=True)
    assert words[0] == "railsight", f"mark a block that is not railsight's own as text: {line}"
    assert not {"|", ">", "<", "&&", ";"} & set(words), f"no shell in the examples: {line}"
    expected = _STATUS.search(line)
    capsys.readouterr()
    status = main(words[1:])
    err = capsys.readouterr().err
    if words[1:2] == ["doctor"] or words[1:3] == ["data", "status"]:
        assert status in {0, 1}  # what they find is for other tests
        return
    assert status == (int(expected[1]) if expected else 0), f"{line}\n{err}"


def test_the_shell_blocks_are_found() -> None:
    """Else the test above would pass without running anything."""
    lines = [
        line for page in PAGES for language, text in blocks(page) if language == "sh" for line in text.splitlines()
    ]
    assert len(lines) > 25
    commands = {shlex.split(line, comments=True)[1] for line in lines if line.startswith("railsight ")}
    assert {"map", "distance", "route", "matrix", "place", "read", "track", "data", "doctor"} <= commands


@pytest.mark.parametrize("page", PROSE, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"(?i)https?://", target):
            continue
        assert not target.startswith(("/", "~", "file:")), target
        assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PROSE, ids=lambda p: p.name)
def test_pages_speak_of_no_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for foreign in ("../" + "shared", "/work" + "/", "/tmp" + "/", "/home" + "/", "/root" + "/", "127.0.0.1:8"):
        assert foreign not in text or page.name == "serving.md", f"{page.name} names {foreign}"


def test_every_page_is_in_the_contents() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        if page.name != "index.md" and not page.name.startswith("_"):
            assert re.search(rf"^{page.stem}$", index, re.MULTILINE), f"{page.name} is not in docs/index.md"


def test_the_reference_is_current() -> None:
    from builders import reference

    made = reference.page()
    assert (ROOT / "docs" / "reference.md").read_text(encoding="utf-8") == made, "run python -m builders.reference"


def test_the_reference_can_be_used_alone() -> None:
    """Every type that a signature or a field speaks of has an entry, fields are listed, defaults are as written."""
    import builtins
    import collections.abc
    import datetime
    import typing

    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8").partition("## Python")[2]
    entries = set(re.findall(r"^### (?:rs\.)?(\w+)$", text, re.MULTILINE))
    wanted = {"Reached", "Position", "Candidate", "RunningTime", "Avoid", "Require", "Input", "PlaceLike", "Passage"}
    assert wanted <= entries
    foreign = {"None", "True", "False", "PathLike", "Map", "DataFrame", "GeoDataFrame", "Axes", "InputError"}
    for module in (builtins, collections.abc, datetime, typing):
        foreign |= set(dir(module))
    signatures = re.findall(r"^[a-z]\w*\((?:.*\) -> .*|\n(?:.*\n)*?\) -> .*)$", text, re.MULTILINE)
    fields = re.findall(r"^- `(\w+: .*?)`", text, re.MULTILINE)
    assert len(signatures) > 20
    assert len(fields) > 150
    spoken = {name for line in (*signatures, *fields) for name in re.findall(r"\b[A-Z]\w+", re.sub(r"'.*?'", "", line))}
    assert spoken - entries - foreign == set()
    assert "profile: str | Profile = 'armoured'" in text
    assert not re.search(r" = ?,$| =\)", text, re.MULTILINE)
    assert not re.search(r"^- `\..*`:\s*$", text, re.MULTILINE)
    for private in ("``follow``", "``gather``"):
        assert private not in text


def test_every_command_and_public_name_is_documented() -> None:
    import inspect

    import railsight
    from builders import reference

    for path, ctx in reference.commands():
        assert ctx.command.help, f"{path} has no help"
        undescribed = [p.name for p in ctx.command.params if isinstance(p, click.Option) and not p.help]
        assert undescribed == [], f"options of {path}"
    for name in railsight.__all__:
        if name not in {"__version__", "errors"}:
            assert inspect.getdoc(getattr(railsight, name)), f"rs.{name} has no docstring"


def test_every_error_is_in_the_tree() -> None:
    from railsight import errors

    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, errors.RailsightError):
            assert name in (errors.__doc__ or ""), f"{name} is not in the tree of errors.py"


def test_the_site_is_built(tmp_path: Path) -> None:
    """With the extra ``docs``; warnings count as errors."""
    pytest.importorskip("myst_parser")
    build = pytest.importorskip("sphinx.cmd.build")
    assert build.build_main(["-q", "-W", "-b", "html", str(ROOT / "docs"), str(tmp_path)]) == 0
    assert (tmp_path / "guide.html").is_file()
