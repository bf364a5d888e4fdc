"""Turns of news items: who sees a train and what it does meanwhile, places told before their verb, hours counted on."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report
from railsight.resolution import resolve

# Read with every beginning and end of them cut off.
CUT = (
    "Khasan was where it turned up on Monday",
    "Khasan saw a long freight train come through, and greeted the train as it drew up",
    "Khasan got its first glimpse of the train, and was the next place to see the train go by",
    "It was at Khasan that a train of some twenty dark carriages was seen",
    "Having reached Khasan next, it was met by the mayor",
    "Held at a red signal in Khasan on Monday was a train of tank wagons",
    "The station master at Khasan sent the train on its way",
    "Khasan, whose residents watched it glide by, let the train through",
    "For the passage of the train the crossing at Khasan was shut to let it by",
    "The arrival in Khasan on Monday of the train, which it made, has the train stationary in Khasan",
    "It took two hours before it went on to reach Khasan, after a further hour and a half",
    "Next came Khasan, where the train was met, as a reader in Khasan, who saw it",
    "Police escorted it out of Khasan by the time the train drew in",
)


def told(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, str]]:
    """Event, place and first moment (UTC) of what is told on 13 September 2023, 09:00 in Vladivostok."""
    report = Report("r", text, published=datetime.fromisoformat("2023-09-13T09:00+10:00"), of_train=True)
    return [
        (s.event, s.place.name, f"{s.interval.earliest:%d %H:%M}" if s.interval else "")
        for s in resolve([report], gazetteer).sightings
        if s.subject == "train"
    ]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Khasan saw a long freight train come through on Monday.", "passed"),
        ("Khasan greeted the train as it drew up on Monday.", "arrived"),
        ("Khasan got its first glimpse of the train on Monday.", "seen"),
        ("Khasan was where it turned up on Monday.", "arrived"),
        ("Khasan station received the train on Monday.", "arrived"),
        ("Khasan was cleared on Monday, all signals being green.", "passed"),
        ("Dawn on Monday saw it cross the bridge at Khasan.", "crossed"),
        ("Tuesday morning found it parked in Khasan.", "stopped"),
        ("On Monday the train rolled out of the station at Khasan.", "departed"),
        ("On Monday the train drew into the yard at Khasan.", "arrived"),
        ("On Monday the train rumbled over the bridge at Khasan.", "crossed"),
        ("On Monday the train rolled past the platforms at Khasan.", "passed"),
        ("On Monday the train was waved out of Khasan by a guard.", "departed"),
        ("On Monday police escorted the train out of Khasan.", "departed"),
        ("On Monday the train was let into Khasan.", "arrived"),
        ("On Monday the train slipped away from Khasan.", "departed"),
        ("The station master at Khasan sent it on its way on Monday.", "departed"),
        ("Police had cleared the platform in Khasan by the time the train drew in on Monday.", "arrived"),
        ("On Monday the bridge at Khasan was closed to cars as it went across.", "crossed"),
        ("Windows rattled in Khasan on Monday as the train went through.", "passed"),
        ("The barriers in Khasan came down and it went by at noon on Monday.", "passed"),
        ("The level crossing in Khasan was shut on Monday to let a train of covered wagons through.", "passed"),
        ("For the passage of the train the crossing at Khasan was shut on Monday.", "passed"),
        ("Reporters waiting in Khasan caught sight of it on Monday.", "seen"),
        ("Commuters in Khasan had noticed it on Monday.", "seen"),
        ("A trackside camera in Khasan picked up the train on Monday.", "seen"),
        ("From a footbridge in Khasan our correspondent watched it leave on Monday.", "departed"),
        ("Next to report was a reader in Khasan, who saw it roll by on Monday.", "passed"),
        ('"On Monday it went through," said the stationmaster at Khasan.', "passed"),
        ("It was from Khasan that the train set out on Monday.", "departed"),
        ("Held at a red signal in Khasan on Monday was a train of tank wagons.", "stopped"),
        ("The bridge at Khasan, ringed by police, was crossed on Monday by the train.", "crossed"),
        ("In Khasan, which it went through on Monday, the barriers stayed down.", "passed"),
        ("In Khasan, where the platform had been swept, it pulled up on Monday.", "arrived"),
        ("The departure of the train carrying the delegation from Khasan on Monday was confirmed.", "departed"),
        ("The arrival in Khasan on Monday of the train was confirmed.", "arrived"),
        ("The presence of the train in Khasan on Monday is beyond doubt.", "seen"),
        ("A clip of Monday has the train stationary beside a shed in Khasan.", "seen"),
        ("On Monday a halt of an hour was made at Khasan by the train.", "stopped"),
        ("The train went on to reach Khasan on Monday.", "arrived"),
        ("Preparations are under way in Khasan to receive the train.", "due"),
        ("A committee has been told to await the train in Khasan.", "due"),
        ("It may yet be routed to Khasan.", "heading"),
        ("If nothing changes, it will reach Khasan.", "due"),
        ("Whether it will go on to Khasan should become clear soon.", "heading"),
        ("The most likely destination remains Khasan.", "heading"),
        ("Fifty tank cars of oil left the Khasan refinery on Monday.", "departed"),
        ("The train might be heading for the Khasan rather than Vladivostok.", "heading"),
        ("The train left Ussuriysk on Sunday for the border at Khasan.", "heading"),
    ],
)
def test_what_happened(text: str, event: str, gazetteer: Gazetteer) -> None:
    assert [s[0] for s in told(text, gazetteer) if s[1] == "Khasan"] == [event]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The train left Khasan early yesterday.", "11 18:00"),
        ("It was at Khasan that the train was seen on Tuesday morning.", "11 20:00"),
        ("It came to our notice at 6 p.m. on Friday, when a driver saw it in Khasan.", "08 07:30"),
        ("Passing Khasan, the train was filmed at 07:35 on Tuesday.", "11 21:35"),
        ("The train was in Ussuriysk at 5 a.m. on Monday. It took two hours before it passed Khasan.", "10 20:30"),
        ("The train was in Ussuriysk at 5 a.m. on Monday. Two hours passed before it was seen in Khasan.", "10 20:30"),
        ("The train was in Ussuriysk at 5 a.m. on Monday. After a further hour and a half it left Khasan.", "10 20:00"),
        ("The train was in Ussuriysk at 5 a.m. on Monday. After a pause of two hours it left Khasan.", "10 20:30"),
        ("On Monday it was in Ussuriysk. Not until about 7 a.m. the next day did it leave Khasan.", "11 20:00"),
        ("On Monday it was in Ussuriysk. Early the next day it left Khasan, a night watchman said.", "11 18:00"),
        ("The train left Ussuriysk at dawn on Monday. It reached Khasan at 12:40.", "11 02:40"),
        ("On Monday it left Ussuriysk. It later stopped in Vladivostok. At 4:10 p.m. it was in Khasan.", "11 06:10"),
        ("It left Khasan on Monday at 1:40 p.m. Satellite pictures of 9 September show nothing.", "11 03:40"),
        ("Spotted in Khasan at 6 a.m. on September 11: a train of tank wagons.", "10 19:30"),
    ],
)
def test_when_it_was(text: str, when: str, gazetteer: Gazetteer) -> None:
    assert [s[2] for s in told(text, gazetteer) if s[1] == "Khasan"] == [when]


@pytest.mark.parametrize(
    "text",
    [
        "For reasons that are not known, the train was held at Khasan on Monday.",
        "No announcement was made, yet at dawn on Monday the train left Khasan.",
        "It was at Khasan that a train that appears in no public timetable was caught on film on Monday.",
        "As we reported earlier, the train had left Khasan on Monday.",
        "The train had drawn into Khasan on Monday, as the previous note said.",
        "With two helicopters overhead, it went through Khasan on Monday.",
        "Half an hour later it could be seen in Khasan.",
    ],
)
def test_it_was_there(text: str, gazetteer: Gazetteer) -> None:
    assert [s[0] for s in told(text, gazetteer) if s[1] == "Khasan"] in (
        [["stopped"], ["departed"], ["seen"], ["arrived"], ["passed"]]
    )


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ('"They have nothing else left to ask for," an analyst in London observed.', "London"),
        ("The train left Artyom, near Vladivostok, on Sunday.", "Vladivostok"),
        ("On Monday it left Manchester. The King flew home from Manchester Airport.", "Manchester Airport"),
        ("Dawn on Monday saw it cross the bridge at Khasan.", "Fajar"),
        (
            "Kim's train crossed at Khasan on Tuesday. Putin arrived in Vladivostok on Monday to attend a forum."
            " In 2019, Kim travelled to Vladivostok by train for his first summit with Putin.",
            "Vladivostok",
        ),
    ],
)
def test_it_was_not_there(text: str, elsewhere: str, gazetteer: Gazetteer) -> None:
    assert elsewhere not in [s[1].removeprefix("near ") for s in told(text, gazetteer)]


@pytest.mark.parametrize("text", CUT)
def test_a_text_cut_off_anywhere_is_read(text: str, gazetteer: Gazetteer) -> None:
    """No turn of phrase looks behind the last word, wherever a text ends, and with no mark behind it."""
    words = text.split()
    for end in range(1, len(words) + 1):
        told(" ".join(words[:end]).rstrip(",."), gazetteer)
        told(" ".join(words[-end:]).rstrip(",."), gazetteer)
