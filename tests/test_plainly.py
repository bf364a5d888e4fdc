"""Reports are read as they are seen, and quoted as they came."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from railsight.datasets import data_path
from railsight.gazetteer import open_gazetteer
from railsight.model import Report
from railsight.resolution import Reading, resolve
from railsight.resolution.sentences.plainly import plainly

GAZETTEER = open_gazetteer(data_path("gazetteer.sqlite"))
PUBLISHED = datetime(2023, 9, 12, 12, tzinfo=UTC)
SENTENCE = "The train arrived in Vladivostok at 08:00 on 12 September 2023, 690 km from Pyongyang."


def reading_of(text: str, **more: object) -> Reading:
    return resolve([Report("r", text, PUBLISHED, **more)], GAZETTEER)  # type: ignore[arg-type]


def told(reading: Reading) -> list[tuple[object, ...]]:
    return [(s.place.name, s.event, s.status, s.interval) for s in reading.sightings]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE.replace("divo", "di\u00advo"),
        SENTENCE.replace("o", "o\u200b"),
        SENTENCE.replace(" ", "\u00a0"),
        SENTENCE.replace(" ", "\u202f\u2060"),
        SENTENCE.replace("Vladivostok", "\u2068Vladivostok\u2069").replace("September", "Sep\u00adtem\u00adber"),
        SENTENCE.replace("Vladivostok", "ＶＬＡＤＩＶＯＳＴＯＫ").replace("08:00", "０８：００"),
        SENTENCE.replace("train", "tr\u0430in").replace("ostok", "\u043est\u043ek"),
    ],
    ids=["soft hyphen", "unseen blanks", "firm blanks", "narrow blanks", "isolated", "wide", "other alphabet"],
)
def test_what_looks_alike_reads_alike(text: str) -> None:
    plain, reading = reading_of(SENTENCE), reading_of(text)
    assert told(plain)
    assert told(reading) == told(plain)
    assert [c.verdict for c in reading.claims] == [c.verdict for c in plain.claims]
    assert reading.reports[0].text == text
    for found in (*reading.mentions, *reading.claims):
        assert text[found.start : found.end] == found.text
    for s in reading.sightings:
        assert s.quote is not None
        assert text[slice(*s.quote)] == s.quote_text


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("Поезд прибыл во Владивосто\u0301к в 8:00.", "Поезд прибыл во Владивосток в 8:00."),
        ("Поезд прибыл в Xасан в 8:00.", "Поезд прибыл в Хасан в 8:00."),
        (unicodedata.normalize("NFD", "열차는 오전 8시 하산역에 도착했다."), "열차는 오전 8시 하산역에 도착했다."),
        (unicodedata.normalize("NFD", "The train left Ch\u014fngjin."), "The train left Ch\u014fngjin."),
    ],
    ids=["stress", "mixed word", "Korean sounds", "accents"],
)
def test_letters_are_put_together(text: str, looks: str) -> None:
    assert plainly([Report("r", text)])[0][0].text == looks
    assert told(reading_of(text)) == told(reading_of(looks)) != []


@pytest.mark.parametrize(
    "text",
    ["Ли́ния RЖД-1", "第３次列车（平壤）", "Поїзд прибув до Києва, й ё", "NATO и РФ", "Café, Łódź, Köln", "plain"],
)
def test_what_is_one_script_stays(text: str) -> None:
    text = unicodedata.normalize("NFC", text.replace("\u0301", "").replace("３", "3"))
    assert plainly([Report("r", text)])[0][0].text == text
    assert not plainly([Report("r", text)])[1]


def test_reports_of_one_id_stay_as_they_are() -> None:
    reports = [Report("r", SENTENCE.replace(" ", "\u00a0")), Report("r", SENTENCE)]
    assert plainly(reports) == (reports, {})


PIECES = st.sampled_from(
    ["a", "о", "o\u0301", "\u00ad", "\u200b", "\u00a0", "\n", "７", "：", "3", "ᄒ", "ᅡ", "ᆫ", "한", "\U0001f682"]
)


@settings(max_examples=300)
@given(st.lists(PIECES, min_size=1).map("".join))
@example("７\u00ad：７")  # a clock with a soft hyphen in it
def test_every_span_is_one_of_the_report(text: str) -> None:
    report, changed = plainly([Report("r", text)])
    plain = report[0].text
    assert plainly(report)[0][0].text == plain  # nothing is left to be done
    for received, (known, found) in [(text, c) for c in changed.values()]:
        assert known.text == received
        assert len(found.at) == len(plain)
        assert all(a < b for a, b in zip(found.at, found.at[1:], strict=False))
        for i in range(len(plain)):
            start, end = found.span(i, i + 1)
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("letter", ["ы", "a", "ыa"])
def test_a_word_without_an_end_is_gone_through_once(letter: str) -> None:
    """Begun anew at each of its letters it would take longer than a test may."""
    assert reading_of(f"{letter * 200_000} ы").sightings == ()
