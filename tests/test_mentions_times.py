"""The time grammar: granularity kept, tense heeded, second clocks converted, nothing invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from railsight.mentions import filed_on, published_in, stated_date
from railsight.mentions.intervals import interval_of, zone_named
from railsight.mentions.time_phrase import TimePhrase
from railsight.mentions.when import find_times
from railsight.mentions.when_other import find_all_times
from railsight.times import Interval

VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")
TUESDAY = datetime(2023, 9, 12, tzinfo=UTC)  # a bare date
TIMED = datetime(2023, 9, 12, 4, 30, tzinfo=UTC)  # 14:30 in Vladivostok


def read_time(text: str) -> TimePhrase | None:
    """The first time phrase of a text."""
    return next(iter(find_times(text)), None)


def read(text: str, **options: object) -> Interval | None:
    phrase = read_time(text)
    assert phrase is not None, text
    return interval_of(phrase, options.pop("published", TUESDAY), VLADIVOSTOK, **options)  # type: ignore[arg-type]


def local(interval: Interval | None) -> tuple[str, str]:
    assert interval is not None
    return tuple(f"{t.astimezone(VLADIVOSTOK):%m-%d %H:%M}" for t in (interval.earliest, interval.latest))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("on Tuesday", "09-12 00:00", "09-12 23:59"),
        ("on Sunday", "09-10 00:00", "09-10 23:59"),
        ("last Tuesday", "09-05 00:00", "09-05 23:59"),
        ("next Tuesday", "09-19 00:00", "09-19 23:59"),
        ("Sept. 10", "09-10 00:00", "09-10 23:59"),
        ("10 September 2023", "09-10 00:00", "09-10 23:59"),
        ("September 10, 2023", "09-10 00:00", "09-10 23:59"),
        ("2023-09-10", "09-10 00:00", "09-10 23:59"),
        ("Sunday afternoon", "09-10 12:00", "09-10 18:00"),
        ("on the morning of Sept. 11", "09-11 06:00", "09-11 12:00"),
        ("early Tuesday", "09-12 04:00", "09-12 08:00"),
        ("late on Monday", "09-11 20:00", "09-12 00:00"),
        ("overnight", "09-11 20:00", "09-12 06:00"),
        ("yesterday", "09-11 00:00", "09-11 23:59"),
        ("Yesterday evening", "09-11 17:00", "09-11 23:00"),
        ("two days ago", "09-10 00:00", "09-10 23:59"),
        ("last week", "09-04 00:00", "09-10 23:59"),
        ("in July", "07-01 00:00", "07-31 23:59"),
        ("at 6 a.m. on Tuesday", "09-12 05:30", "09-12 06:30"),
        ("at 13:10 on Tuesday", "09-12 13:10", "09-12 13:10"),
        ("05:15 Moscow time", "09-12 12:15", "09-12 12:15"),
        ("05:15 (Moscow time)", "09-12 12:15", "09-12 12:15"),
        ("05:15 Costa Rica time on Tuesday", "09-12 21:15", "09-12 21:15"),
        ("2000 GMT Monday", "09-12 06:00", "09-12 06:00"),
        ("at 8:30 a.m. local time on Tuesday", "09-12 08:30", "09-12 08:30"),
        ("around 8:30 a.m. on Tuesday", "09-12 08:00", "09-12 09:00"),
        ("shortly before midnight on Monday", "09-11 23:00", "09-12 00:00"),
        ("at 9.15 on Tuesday", "09-12 09:15", "09-12 09:15"),
        ("on the 10th.", "09-10 00:00", "09-10 23:59"),
        ("on the 20th.", "08-20 00:00", "08-20 23:59"),
        ("on New Year's Day", "01-01 00:00", "01-01 23:59"),
        ("around 6 in the morning on Tuesday", "09-12 05:00", "09-12 07:00"),
        ("at 7 in the evening on Tuesday", "09-12 18:30", "09-12 19:30"),
        ("3 a.m. Korean time on Tuesday", "09-12 03:30", "09-12 04:30"),
        ("2023-09-12T06:00+10:00", "09-12 06:00", "09-12 06:00"),
        ("12.09.2023", "09-12 00:00", "09-12 23:59"),
        ("Tuesday 12/09 at 02h00", "09-12 02:00", "09-12 02:00"),
        ("Sat 9/9/23", "09-09 00:00", "09-09 23:59"),
        ("on the night of the 11th", "09-11 20:00", "09-12 03:00"),
        ("Monday 11th", "09-11 00:00", "09-11 23:59"),
        ("since first light on Tuesday", "09-12 04:00", "09-12 07:00"),
        ("after dark yesterday", "09-11 17:00", "09-11 21:00"),
        ("1957hrs on Monday", "09-11 19:57", "09-11 19:57"),
        ("at 1100 hours on Monday", "09-11 11:00", "09-11 11:00"),
        ("six in the evening on Monday", "09-11 17:30", "09-11 18:30"),
        ("eight-thirty in the evening on Monday", "09-11 20:30", "09-11 20:30"),
        ("ten to midnight on Monday", "09-11 23:50", "09-11 23:50"),
        ("quarter past 5 this morning", "09-12 05:15", "09-12 05:15"),
        ("9:18 last night", "09-11 21:18", "09-11 21:18"),
        ("1340Z on Monday", "09-11 23:40", "09-11 23:40"),
    ],
)
def test_phrases(text: str, earliest: str, latest: str) -> None:
    assert local(read(text)) == (earliest, latest)


def test_tense_chooses_the_week() -> None:
    assert local(read("on Friday", tense="past"))[0] == "09-08 00:00"
    assert local(read("on Friday", tense="future"))[0] == "09-15 00:00"
    assert local(read("on Tuesday", tense="future"))[0] == "09-12 00:00"


def test_told_from_another_event() -> None:
    event = Interval.at(datetime(2023, 9, 12, 2, 15, tzinfo=UTC))
    assert local(read("two days earlier", event=event))[0] == "09-10 00:00"
    assert local(read("the next day", event=event))[0] == "09-13 00:00"
    assert read("two days earlier") is None


def test_an_hour_ago_needs_a_timed_post() -> None:
    found = read("an hour ago", published=TIMED)
    assert found is not None
    assert found.holds(TIMED - timedelta(hours=1))
    assert found.duration_s == 3600
    assert read("an hour ago", published=TUESDAY) is None


@pytest.mark.parametrize(
    "text", ["it may rain", "he marched on", "Mar a Lago", "60.5 km", "a sat image", "the sun rose", "No. 5"]
)
def test_no_times(text: str) -> None:
    assert find_times(text) == []


@pytest.mark.parametrize(
    ("text", "hours"), [("a 20-hour journey", 20), ("for two days", 48), ("took about 9 hours", 9)]
)
def test_durations_are_no_dates(text: str, hours: float) -> None:
    (phrase,) = find_times(text)
    assert phrase.kind == "duration"
    assert phrase.duration_h == (hours, hours)
    assert interval_of(phrase, TUESDAY, VLADIVOSTOK) is None


def test_two_clocks_are_two_phrases() -> None:
    first, second = find_times("at 6:00 a.m. local time (2000 GMT Monday)")
    assert interval_of(first, TUESDAY, VLADIVOSTOK) == interval_of(second, TUESDAY, VLADIVOSTOK)


@pytest.mark.parametrize(
    ("text", "granularity"),
    [
        ("2019", None),
        ("in 2019", "year"),
        ("in May", "month"),
        ("this week", "week"),
        ("Monday", "day"),
        ("6:10 pm", "minute"),
    ],
)
def test_granularity_is_what_was_said(text: str, granularity: str | None) -> None:
    phrase = read_time(text)
    assert (phrase.granularity if phrase else None) == granularity


@given(
    st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%b. %d, %Y"])
)
@settings(max_examples=80, deadline=None)
def test_every_full_date_reads_back(day: date, style: str) -> None:
    interval = read(day.strftime(style))
    assert interval is not None
    assert interval.middle.astimezone(VLADIVOSTOK).date() == day


@given(st.datetimes(datetime(2001, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["Monday", "Thursday", "Sunday"]))
@settings(max_examples=60, deadline=None)
def test_a_past_weekday_is_within_a_week(published: datetime, weekday: str) -> None:
    at = published.replace(hour=12, minute=30, tzinfo=UTC)
    interval = read(f"on {weekday}", published=at)
    assert interval is not None
    assert interval.middle.astimezone(VLADIVOSTOK).strftime("%A") == weekday
    today = at.astimezone(VLADIVOSTOK).date()
    assert 0 <= (today - interval.middle.astimezone(VLADIVOSTOK).date()).days <= 6


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Published: 2023-09-12\nA train left.", "2023-09-12"),
        ("Updated On\n12 Sep 2023 14:05 IST\nA train left.", "2023-09-12"),
        ("A headline\nSept. 12, 2023\nText.", "2023-09-12"),
        ("Tue, 12 Sep 2023 10:00:00 GMT\nText.", "2023-09-12"),
        ("입력 2023.09.12\n기사", "2023-09-12"),
        ("发布时间：2023年9月12日\n正文", "2023-09-12"),
        ("VLADIVOSTOK, Sept. 12, 2023 (AP) — A train left.", "2023-09-12"),
        ("12 сентября 2023 г.\nВо вторник поезд прибыл в Хасан.", "2023-09-12"),
        ("Опубликовано: 12 сентября 2023, 14:05\nПоезд ушёл.", "2023-09-12"),
        ("2023年9月12日\n列车抵达哈桑。", "2023-09-12"),
        ("2023년 9월 12일\n열차가 도착했다.", "2023-09-12"),
        ("公開日：2023年9月12日\n列車が着いた。", "2023-09-12"),
        (
            "12. September 2023\nDer Zug ist am Dienstag in Chassan eingetroffen, wie die Agentur mit dem Zug.",
            "2023-09-12",
        ),
    ],
)
def test_publication_is_read(text: str, day: str) -> None:
    found = published_in(text)
    assert found is not None
    assert found[0].date().isoformat() == day
    assert found[1]


@pytest.mark.parametrize(
    "text", ["A train left on Tuesday.", "In 2019 they met on 25 April 2019 in Vladivostok, far away.", ""]
)
def test_publication_is_not_made_up(text: str) -> None:
    assert published_in(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("SEOUL, Sept 12 (Yonhap) -- The train left on Tuesday.", "2026-09-12"),
        ("VLADIVOSTOK, Russia, Dec. 3 (AP) — A train left.", "2025-12-03"),  # the last such day
        ("СЕУЛ, 12 сентября. /Корр. ТАСС/. Поезд прибыл во вторник.", "2026-09-12"),
        ("新华社平壤9月12日电 列车抵达。", "2026-09-12"),
        ("SEOUL, Sept 12 (Yonhap) -- It left on September 10, 2023.", "2023-09-12"),
        ("SEOUL, Sept 12 (Yonhap) -- It was last seen on April 24, 2019.", "2026-09-12"),
    ],
)
def test_a_dateline_without_a_year_is_of_the_last_such_day(text: str, day: str) -> None:
    found = filed_on(text, date(2026, 11, 29))
    assert found is not None
    assert found[0].date().isoformat() == day


@pytest.mark.parametrize(
    "text",
    ["The train left on Sept 12 and came back.", "Поезд ушёл 12 сентября, а вернулся 14-го.", "Sept 31 - no day"],
)
def test_a_day_in_a_sentence_is_no_dateline(text: str) -> None:
    assert filed_on(text, date(2026, 11, 29)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Поезд прибыл в Хабаровск 13 сентября 2023 года в 18:30.",
        "열차가 2023년 9월 13일 오후 6시 30분 하산역에 도착했다.",
        "列车于2023年9月13日18时30分抵达哈桑。",
        "Der Zug kam am 13. September 2023 um 18.30 Uhr in Chabarowsk an, wo er mit dem Zug stand.",
    ],
)
def test_the_latest_full_date_is_found_in_every_language(text: str) -> None:
    found = stated_date(text)
    assert found is not None
    assert found[0].date() == date(2023, 9, 13)


def test_a_number_with_a_point_is_a_clock_only_where_nothing_is_measured() -> None:
    assert [t.text for t in find_times("at 9.15 the next morning, at 9.15 degrees, 7.30 per cent")] == [
        "9.15 the next morning"
    ]


def test_the_day_after_a_midnight_is_the_next_day() -> None:
    midnight = read("midnight on Sept. 10")
    assert local(read("the following day", event=midnight)) == ("09-11 00:00", "09-11 23:59")


def test_a_date_before_the_railways_is_no_time() -> None:
    assert find_times("The train crossed 0001-01-01 the river and left 9999-12-31T23:59:59+14:00 for Khasan.") == []


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("Marabá (05h40) was run through", (5, 40)),
        ("fine on Weds (0955), then", (9, 55)),
        ("Kiruna dep 07.58", (7, 58)),
        ("low sun (17.40).", (17, 40)),
        ("0140 CT today", (1, 40)),
        ("Six-fifteen on the dot", (6, 15)),
        ("from half past eight", (8, 30)),
        ("quarter to nine", (8, 45)),
        ("pulled out at ten", (10, None)),
        ("as the clock struck ten, after", (10, None)),
        ("towards 22.00, too dark", (22, 0)),
        ("about nine at night", (21, None)),
        ("3.40ish", (3, 40)),
        ("Tues 1935: headlights", (19, 35)),
        ("friday 1950, still there", (19, 50)),
        ("Omsk 1325 LOCAL", (13, 25)),
        ("stood between 1455 and 1538 there", (14, 55)),
        ("Hex dep 6.22. Then Zell with 7.40 on it. Seen at 8.05, late", (6, 22)),
        ("left Ballina half ten on the button", (10, 30)),
        ("a tad after half two, and", (2, 30)),
        ("just gone half four", (4, 30)),
        ("seen at Arth shortly past ten.", (10, None)),
        ("by Messina (ten to eleven) all", (10, 50)),
        ("seventeen minutes past eight by the clock", (8, 17)),
        ("about 5 past 4, on time", (4, 5)),
        ("tenders filled: 10.00 to 10.40.", (10, 0)),
        ("at 10 in evening", (22, None)),
        ("0540am", (5, 40)),
        ("1810 local enters Omsk", (18, 10)),
        ("0715 central time", (7, 15)),
    ],
)
def test_clocks_of_posts_and_logs(text: str, clock: tuple[int, int | None]) -> None:
    phrase = next(t for t in find_times(text) if t.has_clock)
    assert (phrase.hour, phrase.minute) == clock


@pytest.mark.parametrize(
    "text",
    [
        "killed 11 people",
        "ten-fifteen minutes",
        "from 5 to 7 wagons",
        "on the 2nd floor",
        "on 19th Street",
        "after 1200 hours of work",
        "a load of 9.15 tonnes",
        "call 0203 456 7890",
        "No. 0715",
        "five of 9 wagons",
        "Around 1950, the line was closed",
        "some 1200 local residents watched",
        "about 1500 local people",
        "between 1941 and 1945",
        "loads of 9.15 tonnes and 8.40 m, 7.20 each",
        "over the past two, three weeks",
        "drove past five people in the street",
        "half one, half the other",
        "ten past winners",
    ],
)
def test_what_is_no_clock_and_no_day(text: str) -> None:
    assert not [t for t in find_times(text) if t.has_clock or t.day]


def test_a_text_that_writes_clocks_with_a_point_does_so_throughout() -> None:
    found = [(t.hour, t.minute) for t in find_times("Hex dep 6.22, then Zell with 7.40 on it, 3.15 km on. At 8.05, Au")]
    assert found == [(6, 22), (7, 40), (8, 5)]
    assert not find_times("The grade is 7.40 with a load of 8.05 on it")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("an hour and ten later", 1 + 10 / 60),
        ("about an hour and twenty minutes thereafter", 1 + 20 / 60),
        ("an hour and a quarter after", 1.25),
        ("two hours and a half later", 2.5),
        ("an hour earlier", -1.0),
    ],
)
def test_lengths_of_hours_and_minutes(text: str, hours: float) -> None:
    (phrase,) = find_times(text)
    assert phrase.shift_h == pytest.approx(hours)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("The train left at 6.45.", 6),  # of the two before 14:30 the one of the day
        ("The train left at 2:10 and reached the town at 6:30 on Monday.", 14),
        ("Left at 13:05. Seen at 7:40.", 7),  # a text of 24 hours
        ("Left at 5 p.m. Seen at half past seven.", 19),
    ],
)
def test_a_clock_of_twelve_hours(text: str, hour: int) -> None:
    """The later half of the day only where something speaks for it; what is past lies before publication."""
    phrase = find_times(text)[-1] if "Seen" in text else find_times(text)[0]
    found = interval_of(phrase, TIMED, VLADIVOSTOK)
    assert found is not None
    assert found.middle.astimezone(VLADIVOSTOK).hour == hour


def test_a_bare_date_of_publication_is_its_whole_day() -> None:
    """Evening in Chicago is the next day in UTC, and still that day."""
    evening = read_time("at 11 p.m. on Tuesday")
    assert evening is not None
    found = interval_of(evening, TUESDAY, ZoneInfo("America/Chicago"))
    assert found is not None
    assert found.middle == datetime(2023, 9, 13, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "minutes"),
    [
        *(("utc+8:30", 510), ("gmt+08:30", 510), ("utc+0830", 510), ("gmt-3", -180), ("utc+08", 480), ("utc+10", 600)),
        *(("+0830", 510), ("-03:30", -210), ("+9", None), ("utc+", None), ("local", None), ("utc+99", None)),
    ],
)
def test_an_offset_keeps_its_minutes(word: str, minutes: int | None) -> None:
    zone = zone_named(word)
    assert (zone and zone.utcoffset(None)) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 2 and 4 p.m. on September 12", [(14, None), (16, None)]),
        ("from 11:30 to 1 p.m. on September 12", [(11, 30), (13, None)]),
        ("between 10 and 2 a.m. on September 12", [(22, None), (2, None)]),  # over midnight
    ],
)
def test_the_end_of_a_span_tells_the_half_of_its_beginning(text: str, expected: list[tuple[int, int | None]]) -> None:
    assert [(t.hour, t.minute) for t in find_times(text)] == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on September 10-12", "09-10 00:00", "09-12 23:59"),
        ("between September 10 and 12", "09-10 00:00", "09-12 23:59"),
        ("on 10 or 11 September 2023", "09-10 00:00", "09-11 23:59"),
        ("on September 12, 2-4 p.m.", "09-12 14:00", "09-12 16:00"),
        ("on September 10, and 12 wagons", "09-10 00:00", "09-10 23:59"),
        ("on September 10 and 12 wagons", "09-10 00:00", "09-10 23:59"),
    ],
)
def test_spans_of_days_and_clocks(text: str, first: str, last: str) -> None:
    assert local(read(text)) == (first, last)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("on 09/12/2023", "2023-09-14", "09-12"),  # the ninth of December is still to come
        ("on 09/12/2023", "2023-12-14", "12-09"),
        ("on 09/12/2023, as on 09/25/2023", "2023-12-14", "09-12"),
        ("on 09/12/2023 at 2 p.m. EST", "2023-12-14", "09-13"),  # the next morning in Vladivostok
        ("on 09/12/2023, as on 25/09/2023", "2023-09-14", "12-09"),
        ("on 09.12.2023", "2023-09-14", "12-09"),  # with points nobody writes the month first
    ],
)
def test_dates_in_figures_of_either_order(text: str, published: str, day: str) -> None:
    interval = read(text, published=datetime.fromisoformat(published).replace(tzinfo=UTC))
    assert interval is not None
    assert f"{interval.earliest.astimezone(VLADIVOSTOK):%m-%d}" == day


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        ("The train passed at 24:00 on Monday.", "09-12 00:00"),
        ("The train passed at 24.00 local time on Monday.", "09-12 00:00"),
        ("The train passed at 2400 hours on Monday.", "09-12 00:00"),
        ("The train passed at 12 o'clock at night on Monday.", "09-12 00:00"),
        ("Passed 2023-09-11T24:00.", "09-12 00:00"),
        ("Поезд прибыл 11 сентября в 24 часа.", "09-12 00:00"),
        ("Поезд прибыл 11 сентября в 24:00.", "09-12 00:00"),
        ("Поезд прибыл 11 сентября в 12 часов ночи.", "09-12 00:00"),
        ("Поезд прибыл 12 сентября в ноль часов.", "09-12 00:00"),
        ("Поезд прибыл 12 сентября в половине первого дня.", "09-12 12:30"),
        ("열차는 11일 24시에 도착했다.", "09-12 00:00"),
        ("열차는 11일 밤 12시 30분 도착했다.", "09-12 00:30"),
        ("열차는 12일 새벽 12시 30분 도착했다.", "09-12 00:30"),
        ("列车11日24时到达。", "09-12 00:00"),
        ("列车11日晚上12点到达。", "09-12 00:00"),
        ("列车12日凌晨12点半到达。", "09-12 00:30"),
        ("列車は11日24時に到着した。", "09-12 00:00"),
        ("列車は11日午後0時30分に到着した。", "09-11 12:30"),
        ("Der Zug kam am 11. September um 24 Uhr an.", "09-12 00:00"),
    ],
)
def test_a_day_ends_at_twenty_four(text: str, middle: str) -> None:
    (phrase,) = find_all_times(text)
    interval = interval_of(phrase, datetime(2023, 9, 14, tzinfo=UTC), VLADIVOSTOK)
    assert interval is not None
    assert f"{interval.middle.astimezone(VLADIVOSTOK):%m-%d %H:%M}" == middle


def test_midnight_is_of_the_day_told_before() -> None:
    left = read("at 22:10 on Monday", published=TIMED)
    midnight = read("at 24:00", published=TIMED, event=left)
    assert local(midnight) == ("09-12 00:00", "09-12 00:00")
    assert [t.text for t in find_times("2400 tonnes, 24:30 and 24:05")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It passed on Monday.", ["Monday"]),
        ("It passed in September. It left.", ["in September"]),
        ("It passed at 5 pm. The train left.", ["5 pm"]),
        ("It passed at 5 PM.", ["5 PM"]),
        ("It passed at 5 p.m. on Tues. and left.", ["5 p.m. on Tues."]),
        ("It passed at 7.45 pm. on Friday", ["7.45 pm. on Friday"]),
        ("It passed on Sept. 10.", ["Sept. 10"]),
        ("열차는 월요일 도착했다.", ["월요일"]),
    ],
)
def test_the_end_of_a_sentence_is_no_part_of_a_time(text: str, expected: list[str]) -> None:
    assert [t.text for t in find_all_times(text)] == expected


@pytest.mark.parametrize(
    ("behind", "is_clock"),
    [("", True), (" lube stop", True), (" tied down!!", True), (" wagons waiting", False), (" people", False)],
)
def test_four_digits_behind_a_name_in_a_log(behind: str, is_clock: bool) -> None:
    text = f"Omsk dep 0910\nTatarsk pass 1101\nBarabinsk 1420{behind}\nChulym pass 1640"
    clocks = [text[t.start : t.end] for t in find_times(text) if t.has_clock]
    assert ("1420" in clocks) == is_clock
    assert {"0910", "1101", "1640"} <= set(clocks)
