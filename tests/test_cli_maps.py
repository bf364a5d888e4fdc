"""``railsight map``: every option as it shows in what is written, and every way to use it wrongly."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from railsight.cli import main

HEADS = {"html": b"<!DOCTYPE html>", "png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
ONE = """case: one
train: {profile: armoured}
sightings:
  - {id: a, place: Khasan, event: seen, at: "2023-09-12T06:00+10:00", status: reported, source: me}
"""


@pytest.fixture
def case(tmp_path: Path) -> str:
    file = tmp_path / "one.yaml"
    file.write_text(ONE)
    return str(file)


def data_of(page: Path) -> Any:
    """What a page holds for its script."""
    found = re.search(
        r'<script type="application/json" id="railsight-data">(.*?)</script>', page.read_text("utf-8"), re.S
    )
    assert found
    return json.loads(found[1])


def plain(parts: Any) -> str:
    return "".join(p if isinstance(p, str) else p.get("t") or p["o"] for p in parts)


def test_title_subtitle_notes_credits_and_language_are_on_the_page(case: str, tmp_path: Path) -> None:
    page = tmp_path / "m.html"
    said = ("--title", "Заголовок <b>", "--subtitle", "Below", "--notes", "First.\nSee https://example.org/a.")
    status = main(["map", case, "-o", str(page), *said, "--credits", "Desk, https://example.org", "--language", "ru"])
    assert status == 0
    data = data_of(page)
    assert data["title"] == "Заголовок <b>"
    assert data["subtitle"] == "Below"
    assert data["lang"] == "ru"
    assert [plain(p) for p in data["notes"]] == ["First.", "See example.org/a."]
    assert data["notes"][1][1]["h"] == "https://example.org/a"
    assert data["credits"][0][1]["h"] == "https://example.org"
    assert data["tiles"] is None
    assert "<title>Заголовок &lt;b&gt;</title>" in page.read_text("utf-8")


TWO = f"{ONE}  - {{id: b, place: Ussuriysk, event: seen, at: '2023-09-12T13:10+10:00', status: reported, source: me}}\n"


def test_a_page_of_what_was_known_then(case: str, tmp_path: Path) -> None:
    Path(case).write_text(TWO)
    now, then = tmp_path / "now.html", tmp_path / "then.html"
    assert main(["map", case, "-o", str(now)]) == 0
    assert main(["map", case, "-o", str(then), "--until", "2023-09-12T08:00+10:00"]) == 0
    assert "03:10 UTC, Tue 12 Sep 2023" in data_of(now)["asOf"]
    assert "22:00 UTC, Mon 11 Sep 2023" in data_of(then)["asOf"]
    assert [len(data_of(page)["stops"]) for page in (now, then)] == [2, 1]


def test_a_page_of_the_goals_asked_for(case: str, tmp_path: Path) -> None:
    page = tmp_path / "m.html"
    assert main(["map", case, "-o", str(page), "--to", "Khabarovsk", "--to", "Vladivostok"]) == 0
    assert {goal["name"].removesuffix("-1") for goal in data_of(page)["goals"]} == {"Khabarovsk", "Vladivostok"}


def test_options_win_over_the_case(case: str, tmp_path: Path) -> None:
    Path(case).write_text(ONE.replace("case: one", "case: one\ntitle: Of the case\nlanguage: ko\nnotes: Its note"))
    page = tmp_path / "m.html"
    assert main(["map", case, "-o", str(page)]) == 0
    assert (data_of(page)["title"], data_of(page)["lang"]) == ("Of the case", "ko")
    assert [plain(p) for p in data_of(page)["notes"]] == ["Its note"]
    assert main(["map", case, "-o", str(page), "--title", "Mine", "--language", "en", "--force"]) == 0
    assert (data_of(page)["title"], data_of(page)["lang"]) == ("Mine", "en")


def test_tiles_are_named_on_the_page_and_allowed_nothing_else(case: str, tmp_path: Path) -> None:
    page = tmp_path / "m.html"
    assert main(["map", case, "-o", str(page), "--tiles", "https://tile.example.org/{z}/{x}/{y}.png"]) == 0
    assert "tile.example.org" in data_of(page)["tiles"]["note"]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
    assert policy
    assert "img-src data: blob: https://tile.example.org;" in policy[1]
    assert "default-src 'none'" in policy[1]


def test_a_page_and_stills_in_one_run(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outs = {form: tmp_path / f"m.{form}" for form in HEADS}
    args = ["map", case, "-o", str(outs["html"]), *(a for f in ("png", "svg", "pdf") for a in (f"--{f}", str(outs[f])))]
    assert main(args) == 0
    assert all(out.read_bytes().startswith(HEADS[form]) for form, out in outs.items())
    caught = capsys.readouterr()
    assert caught.out == ""
    assert all(f"map: {out}" in caught.err for out in outs.values())


@pytest.mark.parametrize("form", HEADS)
def test_nothing_is_written_when_one_output_exists(form: str, case: str, tmp_path: Path) -> None:
    outs = {name: tmp_path / f"m.{name}" for name in HEADS}
    outs[form].write_bytes(b"kept")
    args = ["map", case, "-o", str(outs["html"]), *(a for f in ("png", "svg", "pdf") for a in (f"--{f}", str(outs[f])))]
    assert main(args) == 2
    assert outs[form].read_bytes() == b"kept"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["one.yaml", f"m.{form}"])


def test_force_replaces_what_exists(case: str, tmp_path: Path) -> None:
    out = tmp_path / "m.html"
    out.write_text("old")
    assert main(["map", case, "-o", str(out), "--force"]) == 0
    assert out.read_bytes().startswith(HEADS["html"])


WRONG = [
    (("--language", "xx"), "en, ru, ko"),
    (("--tiles", "https://tile.example.org/a.png"), "{z}"),
    (("--tiles", "javascript:alert(1)/{z}/{x}/{y}"), "{z}"),
    (("--tiles", 'https://a"onload=x/{z}/{x}/{y}'), "{z}"),
    (("--profile", "hovercraft"), "hovercraft"),
    (("--network", "nowhere.rsn"), "nowhere.rsn"),
    (("--published", "yesterday"), "yesterday"),
    (("--png", "picture.jpg"), ".png"),
    (("--svg", "no/such/folder/m.svg"), "no/such/folder"),
    (("--pdf", "."), "."),
    (("-o", "page.txt"), ".html"),
    (("-o", "no/such/folder/m.html"), "no/such/folder"),
]


@pytest.mark.parametrize(("args", "said"), WRONG, ids=[" ".join(args) for args, _ in WRONG])
def test_wrong_use_is_one_line_and_leaves_nothing(
    args: tuple[str, ...], said: str, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    output = () if "-o" in args else ("-o", "m.html")
    assert main(["map", case, *output, *args]) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert len(caught.err.strip().splitlines()) == 1, caught.err
    assert said in caught.err
    assert [p.name for p in tmp_path.iterdir()] == ["one.yaml"]


@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "gpx", "czml", "csv", "parquet", "json", "html"])
def test_a_journey_without_a_path_is_exported_in_every_form(form: str, case: str, tmp_path: Path) -> None:
    out = tmp_path / f"j.{form}"
    assert main(["track", case, "-o", str(out)]) == 0
    before = out.read_bytes()
    assert len(before) > 100
    assert main(["track", case, "-o", str(out)]) == 2
    assert out.read_bytes() == before
    assert main(["track", case, "-o", str(out), "--force"]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([out.name, "one.yaml"])
