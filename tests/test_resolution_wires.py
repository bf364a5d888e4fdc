"""News wires and regional papers, in our own words: names beside the train, lags, clocks in words, denials."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import NOW, read, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A train like the one used by the late Kim Jong Il was seen in Dandong on Sunday.", ("seen", "Dandong")),
        ("The pilot train for the Middle Corridor reached Baku on Monday.", ("arrived", "Baku")),
        ("The wagons with the victims of flight MH17 arrived in Kharkiv on Tuesday.", ("arrived", "Kharkiv")),
        ("The train that left Bakken terminals on Friday is standing at Minot.", ("stopped", "Minot")),
        ("The direct freight service from China reached Duisburg on Tuesday.", ("arrived", "Duisburg")),
        ("An echelon with howitzers was filmed at Smolensk on Friday.", ("seen", "Smolensk")),
        ("The special left Edinburgh at 8.52am on Tuesday.", ("departed", "Edinburgh")),
        ("The train eased into Kyiv on Monday.", ("arrived", "Kyiv")),
        ("The night train glided out of Vienna on Monday.", ("departed", "Vienna")),
        ("The train cleared Warsaw on Monday and has been at Poznan since six this morning.", ("seen", "Poznań")),
    ],
)  # fmt: skip
def test_who_did_what(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert expected in told(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "place", "at", "within_h"),
    [
        ("The train reached Duisburg on Tuesday, 17 days after it left Yiwu.", "Yiwu", "2024-05-04T12:00+08:00", 13),
        ("The train is not in Delhi yet, three days after it left Korba.", "Korba", "2024-05-20T12:00+05:30", 13),
        ("The train is in Voi, having left Mombasa the previous night.", "Mombasa", "2024-05-22T00:00+03:00", 7),
        ("The train passed Tianjin at 7 this morning, local time.", "Tianjin", "2024-05-22T07:00+08:00", 0.6),
        ("The train has been at Poznan since six this morning.", "Poznań", "2024-05-22T06:00+02:00", 0.6),
        ("The train left Warsaw at three on Tuesday afternoon.", "Warsaw", "2024-05-21T15:00+02:00", 0.6),
        ("The train left Warsaw on the fourteenth.", "Warsaw", "2024-05-14T12:00+02:00", 13),
    ],
)  # fmt: skip
def test_when_it_was(text: str, place: str, at: str, within_h: float, gazetteer: Gazetteer) -> None:
    (found,) = [s for s in read(text, gazetteer) if s.place.name == place]
    assert found.interval is not None
    moment, reach = datetime.fromisoformat(at), timedelta(hours=within_h)
    assert moment - reach <= found.interval.earliest <= moment <= found.interval.latest <= moment + reach


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Officials said the train has yet to reach Vladivostok.", "confirmed"),
        ("Contrary to rumours, the train never reached Vladivostok.", "reported"),
        ("No train with cement had passed Vladivostok since Saturday.", "reported"),
    ],
)
def test_where_it_was_not(text: str, status: str, gazetteer: Gazetteer) -> None:
    (found,) = read(text, gazetteer)
    assert (found.event, found.status, found.place.name) == ("absent", status, "Vladivostok")


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed 11 this morning in Kharkiv. A train left Kyiv on Monday.",
        "The upper echelons of the party left Kyiv on Monday.",
        "The freight service was suspended in Duisburg on Monday.",
    ],
)
def test_what_is_no_train_and_no_clock(text: str, gazetteer: Gazetteer) -> None:
    found = read(text, gazetteer)
    assert not [s for s in found if s.place.name in ("Kharkiv", "Duisburg")]
    assert all(s.interval is None or s.interval.latest - s.interval.earliest > timedelta(hours=2) for s in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train set out from Sydney Central on Sunday.", ("departed", "Sydney Central")),
        ("A sleeper pulled out of Przemyśl Główny on Sunday. The train was late.", ("departed", "Przemyśl Główny")),
        ("A picture shows a dark-green train in Omsk on Sunday.", ("seen", "Omsk")),
        ("The ore train came off the rails near Kiruna on Tuesday.", ("stopped", "near Kiruna")),
        ("The train cleared customs at Dostyk on Tuesday.", ("stopped", "Dostyk")),
        ("The EMU left Vientiane on Tuesday.", ("departed", "Vientiane")),
        ("The rake was last seen at Bina on Tuesday.", ("seen", "Bīna")),
    ],
)  # fmt: skip
def test_stations_and_what_befell_it(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert expected in {(e, p.removesuffix(" station")) for e, p in told(text, gazetteer)}


def test_a_bare_clock_after_a_departure_is_of_the_day_after(gazetteer: Gazetteer) -> None:
    text = "The train left Samara at 21:37 on Sunday. It reached Moscow at 08:15. It had passed Penza at 01:30."
    found = {s.place.name: s.interval for s in read(text, gazetteer)}
    assert found["Moscow"] is not None
    assert found["Moscow"].earliest.isoformat() == "2024-05-20T05:15:00+00:00"


def test_a_day_that_opens_the_next_sentence_is_no_part_of_a_clock(gazetteer: Gazetteer) -> None:
    found = read("The train reached Perth at 3.31 p.m. Tomorrow it will go on to Adelaide.", gazetteer)
    assert found[0].interval is not None
    assert found[0].interval.earliest < datetime.fromisoformat(NOW)


def test_doubt_about_the_cargo_is_none_about_the_train(gazetteer: Gazetteer) -> None:
    (one,) = read("The train believed to be carrying the leader entered Dandong on Tuesday.", gazetteer)
    assert (one.event, one.status) == ("arrived", "reported")


@pytest.mark.parametrize(
    "text",
    [
        "The train left Omsk on Tuesday. The transport minister, who flew in from Brussels, was aboard.",
        "The train left Omsk on Tuesday. Two wagons were left behind in Tyumen.",
    ],
)
def test_what_others_did_is_not_the_trains(text: str, gazetteer: Gazetteer) -> None:
    assert {s.place.name for s in read(text, gazetteer)} == {"Omsk"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0715 dep Omsk, 0902 thru Tatarskaya, 1130 arr Barabinsk. Mil train.",
         {("departed", "Omsk"), ("passed", "Tatarskaya"), ("arrived", "Barabinsk")}),
        ("Green train just rolled thru Siping. ETA Shenyang ~2100.", {("passed", "Siping"), ("due", "Shenyang")}),
        ("Train at Rechitsa at noon. Nothing at Gomel yet.", {("absent", "Homyel'")}),
        ("No sign of the Castor at Fulda.", {("absent", "Fulda")}),
        ("The Ghan has left Alice Springs.", {("departed", "Alice Springs")}),
        ("The train is now sitting at Brest-Tsentralny.", {("seen", "Brest")}),
    ],
)  # fmt: skip
def test_logs_and_posts(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert expected <= told(text, gazetteer)


def test_the_clock_of_an_entry_is_its_own(gazetteer: Gazetteer) -> None:
    found = read("Military train. 0715 dep Omsk, 0902 thru Tatarskaya, 1130 arr Barabinsk.", gazetteer)
    clocks = [s.interval.middle.isoformat()[11:16] for s in found if s.interval]
    assert clocks == ["01:15", "02:02", "04:30"]


@pytest.mark.parametrize(
    "text", ["The town had about 1650 people.", "In 1915, at war, the train left Omsk.", "It cost 2100."]
)
def test_four_digits_are_no_clock_without_a_reason(text: str) -> None:
    from railsight.mentions.when import find_times

    assert not [t for t in find_times(text) if t.has_clock]


@pytest.mark.parametrize(
    ("text", "place", "event", "day"),
    [
        ("The train is scheduled to depart Pretoria at 10:00 on Friday.", "Pretoria", "departed", 24),
        ("The train resumed its run to Vanino on Tuesday.", "Vanino", "heading", 21),
        ("The train may spend the night in Chongjin.", "Chongjin", "due", None),
    ],
)
def test_what_is_to_come(text: str, place: str, event: str, day: int | None, gazetteer: Gazetteer) -> None:
    (found,) = read(text, gazetteer)
    assert (found.place.name, found.event) == (place, event)
    assert day is None or (found.interval is not None and found.interval.middle.day == day)


@pytest.mark.parametrize(
    "text",
    [
        "The train should pull into Omsk around noon tomorrow.",
        "Crowds are waiting for the train in Omsk.",
        "Police in Omsk have closed the station ahead of the train's arrival.",
        "Preparations are under way in Omsk for the train's arrival on Friday.",
        "They hope the train can be unloaded in Omsk on Friday.",
        "Omsk expects the train at noon.",
        "The governor said Omsk would receive the train on Friday.",
        "The train left Perm. Arrival in Omsk is planned for Friday.",
        "The train left Perm. Estimated arrival at Omsk: 21:40.",
    ],
)
def test_where_it_is_awaited(text: str, gazetteer: Gazetteer) -> None:
    assert ("due", "Omsk") in told(text, gazetteer)
    assert ("arrived", "Omsk") not in told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "The train is overdue at Omsk.",
        "The train was cancelled before it reached Omsk.",
        "Staff at Omsk station said they had seen no such train.",
    ],
)
def test_where_it_did_not_come(text: str, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == {("absent", "Omsk")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train that may be carrying Kim left Pyongyang on Sunday.", {("departed", "Pyongyang")}),
        ("The train left Omsk on Sunday, a paper quoted a source in Tomsk as saying.", {("departed", "Omsk")}),
        ("Buses took people from Tver to Moscow after the train was stuck in Kirov.", {("stopped", "Kirov")}),
        ("The minister, who had travelled to Brest by car, met the train.", set()),
        ("The president flew from Ankara to Kars and boarded the train.", set()),
        ("The cargo left Omsk by train on Monday and is meant for a plant in Pavlodar.",
         {("departed", "Omsk"), ("heading", "Pavlodar")}),
        ("Last month a similar train from Kaliningrad was stopped at Kena.", set()),
    ],
)  # fmt: skip
def test_whose_movement_it_is(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    found = told(text, gazetteer)
    assert found == expected
    assert {s.status for s in read(text, gazetteer)} <= {"reported"}


def test_this_time_is_no_earlier_journey(gazetteer: Gazetteer) -> None:
    text = "Unlike in 2019, when the leader's train went to Vladivostok, it turned north at Ussuriysk this time."
    assert {place for _, place in told(text, gazetteer)} == {"Ussuriysk"}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The train reached Omsk in the early hours of Sunday.", "2024-05-19T00:00+06:00", "2024-05-19T06:00+06:00"),
        ("The train reached Omsk shortly after 5 p.m. on Sunday.", "2024-05-19T17:00+06:00", "2024-05-19T17:30+06:00"),
        ("The train left Omsk just before six on Sunday evening.", "2024-05-19T17:30+06:00", "2024-05-19T18:00+06:00"),
    ],
)  # fmt: skip
def test_about_a_clock(text: str, first: str, last: str, gazetteer: Gazetteer) -> None:
    (found,) = read(text, gazetteer)
    assert found.interval is not None
    assert (found.interval.earliest, found.interval.latest) == tuple(map(datetime.fromisoformat, (first, last)))


def test_the_people_whose_town_it_is_settle_it(gazetteer: Gazetteer) -> None:
    text = "The train left the French town of Valognes on Friday and crossed the German border near Kehl."
    assert ("departed", "Valognes") in told(text, gazetteer)


def test_lines_of_a_log(gazetteer: Gazetteer) -> None:
    text = (
        "Loaded crude train, 104 tanks. 0712 off Minot, eastbound. 0825 by the depot in Rugby, track speed. "
        "0955 stopped for a crew change at Devils Lake. 1225 Grand Forks, held outside the yard. Fargo dep. 20:54."
    )
    expected = {("departed", "Minot"), ("passed", "Rugby"), ("stopped", "Devils Lake"), ("stopped", "Grand Forks")}
    assert expected <= told(text, gazetteer)
    assert ("departed", "Fargo") in told(text, gazetteer)


def test_a_log_without_the_word_is_of_a_train_and_says_so(gazetteer: Gazetteer) -> None:
    text = "Came up through Ayutthaya 07:48 with the headboard on. Lopburi at 08:40. Nakhon Sawan at 10:20."
    assert {"Lop Buri", "Nakhon Sawan"} <= {place for _, place in told(text, gazetteer)}
    assert all("no train is named" in s.note for s in read(text, gazetteer))
    assert not read(text.replace("the headboard", "my car, I drove"), gazetteer)


def test_we_are_the_train_where_the_teller_is_aboard(gazetteer: Gazetteer) -> None:
    aboard = "Fourth hour on the Nightjet to Venice. We left Vienna at 21:20 last night."
    assert ("departed", "Vienna") in told(aboard, gazetteer)
    assert not told("We left Vienna by bus at 21:20 last night. The train stood idle.", gazetteer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Freight log, Tuesday 0610 dep Omsk 0745 thru Kalachinsk, on time 0902 Barabinsk, didn't stop 1020 Chulym.",
            [("departed", "Omsk"), ("passed", "Kalachinsk"), ("passed", "Barabinsk"), ("seen", "Chulym")],
        ),
        (
            "The train: out of Wuhan 0715, through Changsha at 10:20, in at Nanning 2310.",
            [("departed", "Wuhan"), ("passed", "Changsha"), ("arrived", "Nanning")],
        ),
        (
            "4472 log: Thirsk 0955, Darlington 1015. Durham est. 1040. Newcastle booked 1110. Alnmouth next.",
            [("seen", "Thirsk"), ("seen", "Darlington"), ("due", "Durham"), ("due", "Newcastle upon Tyne")],
        ),
        ("Next up is Leipzig for the museum train.", [("due", "Leipzig")]),
        (
            "Rail log: 0800 dep Kazan, 0845 pass Arsk. Votkinsk: no sign of it at 11:30.",
            [("departed", "Kazan"), ("passed", "Arsk"), ("absent", "Votkinsk")],
        ),
        (
            "The coal train with 110 cars left Gillette on Monday. The empty cars are due in Lincoln on Friday.",
            [("departed", "Gillette"), ("due", "Lincoln")],
        ),
        ("The train stopped by a car park at Thirsk on Monday.", [("stopped", "Thirsk")]),
    ],
)
def test_entries_of_logs_and_posts(text: str, expected: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert set(expected) <= told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "The train was escorted by 61 cars to Kursk.",
        "The battles of Poitiers 1356, and Crecy 1346, were lost. The train left Omsk on Monday.",
        "The train left Omsk on Monday. A speed restriction at Ishim was lifted at noon.",
        "Buses left Kursk at noon. Through Ishim at 3 p.m. the road was closed. The train left Omsk on Monday.",
    ],
)
def test_what_is_no_entry(text: str, gazetteer: Gazetteer) -> None:
    assert {place for _, place in told(text, gazetteer)} <= {"Omsk"}


def test_what_a_log_expects_lies_ahead_of_its_publication(gazetteer: Gazetteer) -> None:
    found = {
        s.place.name: s.interval for s in read("Train log: 1755 dep Warsaw, 2010 Poznan. Berlin est. 2340.", gazetteer)
    }
    assert found["Berlin"] is not None
    assert found["Berlin"].earliest.isoformat() == "2024-05-22T21:40:00+00:00"


@pytest.mark.parametrize(
    ("text", "place", "at"),
    [
        ("The train left Warsaw at 2.20 pm and was in Poznan just after five.", "Poznań", "2024-05-22T17:15+02:00"),
        ("The train was in Poznan at 15:20. It had left Warsaw at half past ten.", "Warsaw", "2024-05-22T10:30+02:00"),
        ("The train left Warsaw this afternoon and reached Poznan at ten to six.", "Poznań", "2024-05-22T17:50+02:00"),
        ("It left Warsaw at 21:20 Monday. It passed Poznan at ten past one.", "Poznań", "2024-05-21T01:10+02:00"),
        ("The train pulled into Alice Springs at 1.45 this arvo.", "Alice Springs", "2024-05-22T13:45+09:30"),
        ("The rake reached Nagpur at 20.10 hrs today.", "Nagpur", "2024-05-22T20:10+05:30"),
    ],
)  # fmt: skip
def test_clocks_in_words_take_the_half_of_the_day_told_before(
    text: str, place: str, at: str, gazetteer: Gazetteer
) -> None:
    (found,) = [s for s in read(text, gazetteer) if s.place.name == place]
    assert found.interval is not None
    assert abs(found.interval.middle - datetime.fromisoformat(at)) <= timedelta(minutes=20)


def test_number_words_after_a_preposition_are_no_clocks(gazetteer: Gazetteer) -> None:
    found = read(
        "The train left Warsaw at 2.20 pm with three coaches. It was in Poznan after three, not four, stops.", gazetteer
    )
    assert all(s.interval is None or s.interval.middle.hour != 13 for s in found if s.place.name == "Poznań")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spotted in Omsk on Monday: the armoured train.", ("seen", "Omsk")),
        ("Went thru Thirsk at 0921, the steam train, whistle going.", ("passed", "Thirsk")),
        ("A signaller had it at Perth. The train left Inverness at 8:30.", ("seen", "Perth")),
        ("A friend at Stirling had it at noon. The train left Perth at 11:00.", ("seen", "Stirling")),
        (
            "The 12:20 Alvia from Madrid has been stopped in Zamora since 14:05. The train is full.",
            ("stopped", "Zamora"),
        ),
    ],
)
def test_posts_without_a_subject_and_who_had_it(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert expected in told(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "Seen in Omsk on Monday, the minister was silent. A train was late.",
        "The minister had it at Omsk that the train was late.",
    ],
)
def test_posts_of_others(text: str, gazetteer: Gazetteer) -> None:
    assert not told(text, gazetteer)


def test_what_has_just_happened_is_of_the_hour_before_the_report(gazetteer: Gazetteer) -> None:
    (found,) = read("The train has just passed Omsk.", gazetteer)
    assert found.interval is not None
    moment = datetime.fromisoformat(NOW)
    assert (found.interval.earliest, found.interval.latest) == (moment - timedelta(hours=1), moment)


def test_noon_in_a_report_of_noon_is_that_noon(gazetteer: Gazetteer) -> None:
    (found,) = read("The train stopped in Anchorage at noon.", gazetteer)  # it is published at noon there
    assert found.interval is not None
    assert found.interval.earliest.isoformat() == "2024-05-22T19:30:00+00:00"


def test_a_cross_in_a_name_is_no_crossing(gazetteer: Gazetteer) -> None:
    text = "1Z60 King's Cross - York, Saturday: 0912 through Peterborough, 0948 past Grantham."
    found = told(text, gazetteer)
    assert {("passed", "Peterborough"), ("passed", "Grantham")} <= found
    assert not [p for e, p in found if e == "crossed"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("The train stood at Poznan between 1455 and 1538 on Tuesday.", ("14:55", "15:38")),
        ("On Tuesday the train stood at Poznan from 9:10 to 9:40.", ("09:10", "09:40")),
        ("On Tuesday the train was seen at Poznan between 23:50 and 00:20.", ("23:50", "00:20")),
    ],
)
def test_a_span_of_clocks_is_all_of_it(text: str, span: tuple[str, str], gazetteer: Gazetteer) -> None:
    (poznan,) = (s for s in read(text, gazetteer) if s.place.name == "Poznań")
    assert poznan.interval is not None
    ends = (poznan.interval.earliest, poznan.interval.latest)
    assert tuple(f"{t.astimezone(ZoneInfo('Europe/Warsaw')):%H:%M}" for t in ends) == span
    assert poznan.interval.duration_s < 3600


def test_a_ticker_that_still_runs_is_of_the_day_it_is_published(gazetteer: Gazetteer) -> None:
    text = (
        "LIVE. 19:40 The train has just cleared Poznan. 17:05 The train was held at Kutno. 14:10 For those joining: "
        "it left Berlin on Tuesday evening."
    )
    found = {s.place.name: s.interval for s in read(text, gazetteer)}
    assert found["Kutno"] is not None
    assert found["Kutno"].latest.day == 22  # the day of publication


def test_marks_of_a_list_end_its_entries(gazetteer: Gazetteer) -> None:
    text = "Train log 🔸 Warsaw, departed 04:10 🔸 Poznan passed 07:25 🔸 Berlin arrived 10:40"
    found = {s.place.name: s.interval for s in read(text, gazetteer) if s.interval}
    clocks = {name: f"{x.middle.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" for name, x in found.items()}
    assert clocks == {"Warsaw": "04:10", "Poznań": "07:25", "Berlin": "10:40"}


def test_a_border_and_the_town_behind_it_are_on_one_clock(gazetteer: Gazetteer) -> None:
    text = "The train crossed the Friendship Bridge into Dandong at 11 p.m. local time on Tuesday."
    intervals = {s.interval for s in read(text, gazetteer) if s.event == "crossed"}
    assert len(intervals) == 1
    (interval,) = intervals
    assert interval is not None
    assert interval.middle == datetime.fromisoformat("2024-05-21T23:00+08:00")
