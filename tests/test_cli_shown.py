"""What the commands show to people: answers first, tables that can be read on a narrow terminal, what to do next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import railsight as rs
from railsight.cli import main
from railsight.shown import in_brief

Run = Callable[..., str]

OFF = """case: off
sightings:
  - {place: Paris, event: departed, at: 2023-09-12T18:00+02:00}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: str, status: int = 0, err: bool = False) -> str:
        capsys.readouterr()
        assert main(list(args)) == status
        caught = capsys.readouterr()
        return caught.err if err else caught.out

    return call


# ---------------------------------------------------------------- off the network


def test_of_a_train_off_the_network_it_is_said_which_one_that_is_and_how_to_get_another(
    run: Run, tmp_path: Path
) -> None:
    case = tmp_path / "off.yaml"
    case.write_text(OFF, encoding="utf-8")
    said = run("track", str(case), status=1, err=True)
    assert "on the network: Paris is not within reach of the network (the network used is the bundled one" in said
    assert "`railsight network build world -o world.rsn`" in said
    assert "--network world.rsn" in said


def test_of_a_place_off_the_network_beside_others_it_is_said_too(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "off.yaml"
    case.write_text(OFF + "  - {place: Omsk, event: passed, at: 2023-09-14T18:00+06:00}\n", encoding="utf-8")
    assert "note: the network used is the bundled one" in run("track", str(case), err=True)


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_what_to_do_next_is_said_once(run: Run, debug: tuple[str, ...]) -> None:
    said = run(*debug, "distance", "Kabarovsk", "Khasan", status=1, err=True)
    assert said.count("did you mean Khabarovsk") == 1
    assert ("Traceback" in said) == bool(debug)


# ---------------------------------------------------------------- tables

STORY = """Published: 2023-09-12T20:00+10:00
Source: The Khasan Herald

The armoured train left Khasan at 6 a.m. on Tuesday, Sept. 12, and passed through Ussuriysk at 1 p.m., two railway
workers and a shopkeeper who had watched the grey carriages roll by without a stop told the Herald in the evening.
The station at Khasan is some 60 kilometres from Ussuriysk. It is heading for Khabarovsk.
"""


@pytest.fixture
def story(tmp_path: Path) -> str:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    return str(tmp_path / "story.txt")


@pytest.fixture
def at_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command at a terminal of 80 columns, without its colours."""

    def call(*args: str) -> str:
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        return re.sub(r"\x1b\[[\d;]*m", "", run(*args))

    return call


def test_at_a_narrow_terminal_the_words_are_below_their_row(at_terminal: Run, story: str) -> None:
    lines = at_terminal("read", story).splitlines()
    assert max(map(len, lines)) <= 80
    at = next(k for k, line in enumerate(lines) if re.search(r"departed +Khasan +12 Sep 2023 05:30", line))
    assert lines[at + 1].startswith("    The armoured train left Khasan at 6 a.m. on Tuesday, Sept. 12, and passed")
    assert lines[1].split() == ["who", "event", "place", "when,", "local", "status"]
    assert lines[2].strip() == "words"


def test_a_narrow_terminal_breaks_no_time(at_terminal: Run, story: str) -> None:
    shown = at_terminal("track", story)
    whens = re.findall(r"\d\d \w{3} 2023 \d\d:\d\d(?: - (?:\d\d \w{3} )?\d\d:\d\d)? \+10", shown)
    assert len(whens) == len(re.findall(r"\d\d \w{3} 2023 \d\d:\d\d", shown)) > 20


def test_columns_asked_for_count_without_a_terminal_and_no_word_is_split(
    run: Run, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for shown in (run("track", story), run("data", "status")):
        assert max(map(len, shown.splitlines())) <= 80  # what is said above a table is one line
        assert all(len(line) <= 60 for line in shown.splitlines() if not line[:1].isalpha() or ":" not in line)
    assert re.search(r"\n +12 Sep 2023 \d\d:\d\d - \d\d:\d\d \+10 - inferred *\n", run("track", story))
    status = run("data", "status")
    assert re.search(r"^manifest\.json|^gazetteer\.sqlite +whole +[\d.]+ +\d{4}-\d\d-\d\d *$", status, re.MULTILINE)


@pytest.mark.parametrize("asked", ["", "wide", "0", "-5", "9" * 30])
def test_what_says_no_columns_leaves_the_width(
    run: Run, story: str, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    before = run("read", story)
    monkeypatch.setenv("COLUMNS", asked)
    assert run("read", story) == before


def test_words_are_cut_between_words(run: Run, story: str) -> None:
    cut = re.findall(r"(\S+)…", run("read", story))
    assert cut
    assert set(cut) <= set(re.findall(r"[\w.]+", STORY))


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("short", 10, "short"),
        ("at 05:15 Moscow time", 12, "at 05:15…"),
        ("at 05:15, Moscow", 10, "at 05:15…"),
        ("one two three", 8, "one two…"),
        ("列车开往哈尔滨", 4, "列车开…"),
        ("two\n lines", 20, "two lines"),
    ],
)
def test_a_text_in_brief(text: str, most: int, told: str) -> None:
    assert in_brief(text, most) == told
    assert len(told) <= most


def test_the_answer_comes_before_the_stations(run: Run, story: str) -> None:
    lines = run("track", story, "--at", "2023-09-12T10:00+10:00").splitlines()
    assert lines[1].startswith("at 12 Sep 2023 10:00 +10 (2023-09-12 00:00 UTC): likely near ")
    assert sum(line.startswith("at 12 Sep") for line in lines) == 1


def test_a_sighting_of_a_journey_has_its_source(run: Run, story: str) -> None:
    shown = run("track", story)
    assert re.search(r"belief +source +why", shown)
    assert re.search(r"departed +Khasan .* The Khasan Herald ", shown)


def test_the_summary_of_a_map_says_what_each_sighting_is_for(run: Run, story: str, tmp_path: Path) -> None:
    said = run("map", story, "-o", str(tmp_path / "map.html"), err=True)
    assert "2 sightings used, 0 set aside, 1 that says where it is going" in said


def test_what_nothing_settles_is_contested_and_not_set_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two reports of one evening, 4,000 km apart: the page, the terminal and a notebook say so in one word."""
    case = tmp_path / "fork.yaml"
    seen = (
        ("Irkutsk", "2024-05-01T08:00+08:00"),
        ("Khabarovsk", "2024-05-04T20:00+10:00"),
        ("Krasnoyarsk", "2024-05-04T20:00+07:00"),
    )
    lines = "".join(f"- {{place: {place}, event: seen, at: {at}}}\n" for place, at in seen)
    case.write_text(f"case: fork\nsightings:\n{lines}", encoding="utf-8")
    assert main(["track", str(case)]) == 0
    (row,) = (
        line
        for line in capsys.readouterr().out.splitlines()
        if "Krasnoyarsk" in line and "20:00" in line and "seen" in line
    )
    assert "contested" in row
    assert "contested" in rs.track(case)._repr_html_()
