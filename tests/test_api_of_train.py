"""Reports that name no train, given by somebody who knows that they are of one."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import railsight as rs
from railsight.cli import main
from railsight.errors import NoAnswerError
from railsight.files.records import report_from_record, report_record
from railsight.model import Case, Report

PUBLISHED = datetime(2023, 9, 13, 6, tzinfo=UTC)
CARRIED = Report(
    "leaflet", "A second night aboard. Khabarovsk at 9 this morning, stretching our legs.", published=PUBLISHED
)


def test_without_a_word_for_a_train_nothing_is_told_and_the_error_says_what_to_do() -> None:
    assert rs.read(CARRIED).sightings == ()
    with pytest.raises(NoAnswerError, match="no report names a train") as error:
        rs.track(CARRIED)
    assert "--of-train" in str(error.value.hint)


def test_said_to_be_of_a_train_it_is_read_as_of_one() -> None:
    told = rs.read(CARRIED, of_train=True).sightings
    assert [s.place.name for s in told] == ["Khabarovsk"]
    assert "no train is named" in told[0].note
    assert rs.track(CARRIED, of_train=True).passages[-1].name.startswith("Khabarovsk")


def test_reports_of_a_case_are_of_its_train() -> None:
    assert rs.track(Case("tour", reports=(CARRIED,))).passages


def test_beside_a_report_that_names_the_train_the_others_are_read_as_company_of_it() -> None:
    named = Report("wire", "The train left Ussuriysk on Tuesday evening.", published=PUBLISHED)
    people = Report("people", "The ambassador arrived in Khabarovsk at 9 this morning.", published=PUBLISHED)
    told = rs.read([named, people], of_train=True).sightings
    assert [s.place.name for s in told if s.subject == "train"] == ["Ussuriysk"]


class Asked(NamedTuple):
    """What a command said."""

    status: int
    out: str
    err: str


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Asked]:
    def asked(command: str, *options: str, given: str, name: str = "given.jsonl") -> Asked:
        (tmp_path / name).write_text(given, encoding="utf-8")
        return Asked(main([command, str(tmp_path / name), *options]), *capsys.readouterr())

    return asked


def line(**more: object) -> str:
    return json.dumps({"text": CARRIED.text, "published": PUBLISHED.isoformat(), **more})


@pytest.mark.parametrize("command", ["read", "track"])
def test_the_command_line_takes_it(command: str, ask: Callable[..., Asked]) -> None:
    asked = ask(command, "--of-train", "--published", "2023-09-13T16:00+10:00", given=CARRIED.text, name="a.txt")
    assert asked.status == 0, asked.err
    assert "Khabarovsk" in asked.out


@pytest.mark.parametrize(("command", "key"), [("read", "sightings"), ("track", "used")])
def test_in_lines_too(command: str, key: str, ask: Callable[..., Asked]) -> None:
    for options, told in ((("--of-train",), True), ((), False)):
        asked = ask(command, "--jsonl", *options, given=line())
        assert bool(json.loads(asked.out).get(key)) == told, asked.out


def test_a_line_may_say_so_itself_and_a_record_keeps_it(ask: Callable[..., Asked]) -> None:
    asked = ask("read", "--jsonl", given=line(of_train=True))
    assert [s["place"]["name"] for s in json.loads(asked.out)["sightings"]] == ["Khabarovsk"]
    bad = ask("read", "--jsonl", given=line(of_train="yes"))
    assert "of_train is 'yes': true or false was expected" in bad.err + bad.out
    assert report_from_record(report_record(Report("r", "x", of_train=True), full=True)).of_train
