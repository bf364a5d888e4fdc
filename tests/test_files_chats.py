"""The messages of an exported channel are reports: each published when it was sent, by whoever wrote it first."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.errors import InputError

SENT = datetime(2023, 9, 12, 1, 40, tzinfo=UTC)


def message(number: int, text: Any, **more: Any) -> dict[str, Any]:
    unix = str(int(SENT.timestamp()) + 60 * number)
    return {"id": number, "type": "message", "date": "2023-09-12T11:40:00", "date_unixtime": unix, "text": text} | more


def chat(folder: Path, *messages: Any) -> Path:
    file = folder / "result.json"
    document = {"name": "Rails of Primorye", "type": "public_channel", "id": 17, "messages": list(messages)}
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def test_every_message_with_words_is_a_report(tmp_path: Path) -> None:
    file = chat(
        tmp_path,
        {"id": 1, "type": "service", "action": "pin_message", "text": ""},
        message(2, ["The train ", {"type": "bold", "text": "left Khasan"}, " at 6 a.m. today."], **{"from": "Ann"}),
        message(3, "", photo="photos/1.jpg"),
        message(4, "Green train through Ussuriysk at 11:30.", forwarded_from="Ussuri Live"),
        "no message",
    )
    first, second = rs.read_reports([file])
    assert (first.id, first.text) == ("result-2", "The train left Khasan at 6 a.m. today.")
    assert first.source == "Rails of Primorye: Ann"
    assert first.published == datetime(2023, 9, 12, 1, 42, tzinfo=UTC)
    assert (second.id, second.source) == ("result-4", "Ussuri Live")
    journey = rs.track(file)
    assert [u.sighting.place.name for u in journey.used][:1] == ["Khasan"]
    assert journey.path.km == pytest.approx(260, abs=5)


def test_an_older_export_names_no_zone_which_is_said(tmp_path: Path) -> None:
    bare = message(2, "The train left Khasan at 6 a.m.")
    del bare["date_unixtime"]
    (report,) = rs.read_reports([chat(tmp_path, bare)])
    assert report.published == datetime(2023, 9, 12, 11, 40, tzinfo=UTC)
    assert report.published_assumed == "the export names no zone: read as UTC"


@pytest.mark.parametrize("when", ["", "-99999999999", "9" * 30, "soon", None, True])
def test_a_message_sent_at_no_time_is_read_all_the_same(tmp_path: Path, when: Any) -> None:
    odd = message(2, "The train left Khasan at 6 a.m.", date_unixtime=when, date=when)
    (report,) = rs.read_reports([chat(tmp_path, odd)])
    assert report.published is None


def test_a_message_for_programs_loses_no_other(tmp_path: Path) -> None:
    file = chat(tmp_path, message(2, '{"a": 1}'), message(3, "x" * 1_000_001), message(4, "The train left Khasan."))
    assert [r.id for r in rs.read_reports([file])] == ["result-4"]


def test_a_chat_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no message of this chat has a text"):
        rs.track(chat(tmp_path, message(2, "")))


def test_what_was_forwarded_twice_counts_once(tmp_path: Path) -> None:
    text = "The train stopped at Ussuriysk at 11:30 on 12 September."
    once = rs.track(chat(tmp_path, message(2, text, forwarded_from="Ussuri Live")))
    twice = rs.track(chat(tmp_path, *(message(n, text, forwarded_from="Ussuri Live") for n in (2, 3, 4))))
    assert [u.belief for u in twice.used] == [u.belief for u in once.used]


def test_what_is_nested_deeper_than_any_message_is_none(tmp_path: Path) -> None:
    deep: Any = "The train was seen at Khasan."
    for _ in range(400):
        deep = [deep]
    (report,) = rs.read_reports([chat(tmp_path, message(1, deep), message(2, "Train through Ussuriysk at 11:30."))])
    assert report.id == "result-2"


def test_a_whole_account_is_refused_with_what_to_export(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_text(json.dumps({"about": "", "chats": {"about": "", "list": [{"messages": []}, {"messages": []}]}}))
    for verb in (rs.track, rs.read, rs.read_reports):
        with pytest.raises(InputError, match="a whole account, with 2 chats") as refused:
            verb([file])
        assert "export one chat" in refused.value.hint
