"""Where a train still is, is no longer, or is by its instruments and papers; where only its load is from."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.mentions.phrases import find_trains
from railsight.resolution.models.implied import implies_train
from tests.telling import read, told


@pytest.mark.parametrize(
    ("text", "event", "place", "at"),
    [
        (
            "The train was in Omsk on Monday. It was still there on Tuesday at 10:55.",
            "seen",
            "Omsk",
            "2024-05-21T10:55+06:00",
        ),
        (
            "A convoy train reached Bratsk at noon on Monday and was still there at 16:30.",
            "seen",
            "Bratsk",
            "2024-05-20T16:30+08:00",
        ),
        (
            "The train arrived in Omsk at noon on Monday from Ishim. It was still there at 16:00.",
            "seen",
            "Omsk",
            "2024-05-20T16:00+06:00",
        ),
        (
            "The coal train left Omsk on Monday. It is booked to Ishim and should be there by noon on Friday.",
            "due",
            "Ishim",
            "2024-05-24T12:00+05:00",
        ),
        (
            "The train arrived in Uyar on Sunday. At 14:00 on Monday it was not there any more.",
            "absent",
            "Uyar",
            "2024-05-20T14:00+07:00",
        ),
        (
            "The train left Chita on Sunday. By 9:00 on Tuesday it was no longer there.",
            "absent",
            "Chita",
            "2024-05-21T09:00+09:00",
        ),
        (
            "The train stood at Uyar on Sunday. At 06:00 on Monday the siding was empty.",
            "absent",
            "Uyar",
            "2024-05-20T06:00+07:00",
        ),
        (
            "The train arrived at Zima on Sunday. The tracks were already empty at 08:00 on Tuesday, imagery shows.",
            "absent",
            "Zima",
            "2024-05-21T08:00+08:00",
        ),
        (
            "The train stood in Uyar on Sunday evening. By 06:00 on Monday it was gone.",
            "absent",
            "Uyar",
            "2024-05-20T06:00+07:00",
        ),
        (
            "Pictures show the train at Omsk at 9:00 on Sunday. It had disappeared by 11:00 on Tuesday.",
            "absent",
            "Omsk",
            "2024-05-21T11:00+06:00",
        ),
        (
            "The train was parked at Borzya on Sunday. It had not moved by Monday at 14:00.",
            "stopped",
            "Borzya",
            "2024-05-20T14:00+09:00",
        ),
        (
            "The train arrived in Zima at 10:00 on Sunday. At 15:30 it was still in the yard.",
            "stopped",
            "Zima",
            "2024-05-19T15:30+08:00",
        ),
        (
            "The train reached Kansk at noon on Monday. Two hours later it was still standing at platform 2.",
            "stopped",
            "Kansk",
            "2024-05-20T14:00+07:00",
        ),
        (
            "The siding at Uyar was empty at 06:00 on Monday. The train has not been seen since.",
            "absent",
            "Uyar",
            "2024-05-20T06:00+07:00",
        ),
        (
            "The train is missing. Its transponder last reported from Kansk at 03:20 on Monday.",
            "seen",
            "Kansk",
            "2024-05-20T03:20+07:00",
        ),
        (
            "The train left Omsk on Sunday. The tracker of one box reported from Zima at 18:45 on Monday.",
            "seen",
            "Zima",
            "2024-05-20T18:45+08:00",
        ),
        (
            "The last signal from the wagons came from Ishim at 09:15 on Tuesday.",
            "seen",
            "Ishim",
            "2024-05-21T09:15+05:00",
        ),
        (
            "A train of tank cars went through Kansk without stopping at 01:30 on Tuesday.",
            "passed",
            "Kansk",
            "2024-05-21T01:30+07:00",
        ),
        (
            "KANSK, Tue 21 May. Two engines and a train of tank cars, no placards, off to the east at 05:40.",
            "departed",
            "Kansk",
            "2024-05-21T05:40+07:00",
        ),
        (
            "KANSK, Tue 21 May. 3ES5K and a train of coal hoppers, through on the middle road at 14:25.",
            "passed",
            "Kansk",
            "2024-05-21T14:25+07:00",
        ),
        (
            "The train left Omsk on Sunday. It was still standing in a siding at Ishim at 9:00 on Tuesday.",
            "stopped",
            "Ishim",
            "2024-05-21T09:00+05:00",
        ),
        (
            "A train loaded with trucks was in Omsk at 08:10 on Tuesday.",
            "seen",
            "Omsk",
            "2024-05-21T08:10+06:00",
        ),
    ],
)
def test_it_was_there_then(text: str, event: str, place: str, at: str, gazetteer: Gazetteer) -> None:
    found = [s for s in read(text, gazetteer) if (s.event, s.place.name) == (event, place) and s.interval is not None]
    assert any(
        s.interval is not None and s.interval.earliest <= datetime.fromisoformat(at) <= s.interval.latest for s in found
    )
    assert not [s for s in found if s.certainty < 1.0]


@pytest.mark.parametrize(
    ("text", "not_told"),
    [
        ("The train reached Kansk on Monday. It was there that the engine failed at 14:00.", "seen"),
        ("The train passed Zima at noon on Monday. The platform was empty of passengers at the time.", "absent"),
        ("The minister met the train in Omsk at 9:00 on Tuesday. She was gone by ten.", "absent"),
        ("The train stopped in Omsk at 9:00 on Tuesday. The protesters were gone by ten.", "absent"),
        ("The train is due in Omsk at 9:00 on Friday. By noon it was gone.", "absent"),
        ("The train stopped in Omsk at 9:00 on Tuesday, but at ten it had gone by another track.", "absent"),
        ("The train passed Omsk at 9:00 on Tuesday. Passengers were still standing at the doors at noon.", "stopped"),
        ("The train was in Omsk at 9:00 on Tuesday. It had gone by Ishim at 4:40.", "absent"),
        ("The train reached Zima on Monday. The upper berth was empty by nine.", "absent"),
        ("The mayor spoke in Zima. The train passed Kansk at 9:00 on Monday. Ivanov is still there.", "seen"),
        ("The train left Omsk on Monday. Our correspondent reported from Chita at 18:45 the same day.", "seen"),
        ("The train was in Daegu. The ship's transponder reported from Busan at 10:00 on Monday.", "arrived"),
    ],
)
def test_and_of_others_nothing_is_told(text: str, not_told: str, gazetteer: Gazetteer) -> None:
    assert not_told not in {s.event for s in read(text, gazetteer) if s.certainty == 1.0 and s.place.name != "Daegu"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The freight train is under way. The waybill gives Dostyk as the exit point.", "Dostyk"),
        ("The freight train left Omsk. Its papers list Chita as the final station, and it pays on 2 June.", "Chita"),
        ("The tank train left Omsk on Monday and is booked to the fuel terminal in Nakhodka.", "Nakhodka"),
        ("The wagons, consigned to the refinery at Angarsk, left Omsk on Monday.", "Angarsk"),
    ],
)
def test_its_papers_say_where_it_goes(text: str, place: str, gazetteer: Gazetteer) -> None:
    found = [s for s in read(text, gazetteer) if s.event == "heading"]
    assert [(s.place.name, s.interval) for s in found] == [(place, None)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The train passed Kansk on Monday. Workers say that it comes from Borzya.", "Borzya"),
        ("The train left Omsk on Monday. The tanks came from the depot at Ishim.", "Ishim"),
        ("The flatcars left Krasnoyarsk on Monday. The boats came off a river exercise at Divnogorsk.", "Divnogorsk"),
        ("The train left Xi'an on Monday. The forwarder's claim that it went to Chengdu is wrong.", "Chengdu"),
        ("The train left Xi'an on Monday. Rumours that it was heading for Chengdu proved untrue.", "Chengdu"),
        (
            "The train had gone by Shanhaiguan, where the Great Wall meets the sea, at 1:40 a.m. on Monday.",
            "Great Wall",
        ),
        ("Passed Kansk at 9:00 on Monday: the coal train. Also seen: 76 Moscow-Neryungri, on time.", "Moscow"),
    ],
)
def test_no_sighting_is_made_of_it(text: str, place: str, gazetteer: Gazetteer) -> None:
    named = {name for _, name in told(text, gazetteer)}
    assert named
    assert not [name for name in named if name.startswith(place)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The white tank rake left Zima.", "tank rake"),
        ("A rake of 45 hopper wagons went by.", "rake"),
        ("That rake stood in the yard.", "rake"),
        ("Same rake went through at nine.", "rake"),
        ("He left the rake in the shed.", None),
        ("A garden rake was found.", None),
        ("They rake in millions.", None),
        ("A rake of leaves.", None),
    ],
)
def test_a_rake_is_a_train_unless_it_is_a_tool(text: str, words: str | None) -> None:
    found = [text[a:b] for a, b in find_trains(text)]
    assert found[:1] == ([words] if words else [])


@pytest.mark.parametrize(
    ("text", "of_train"),
    [
        (
            "got it, two 8200s on the front, Zima 07:31, slow through the freight track, six flats, one escort coach",
            True,
        ),
        ("Stood at the crossing in Zima at 8:20 today, 30 flats with pontoons and boats, heading east", True),
        ("18 flats under tarps, Ishim, 09:50, slow, two escort coaches", True),
        ("Counted 42 hoppers at the crossing in Barabinsk around 6pm, going west", True),
        ("The council says 30 flats in Zima were sold at 8:20 this morning.", False),
        ("Boats with pontoons left the pier at 8:20, heading east, thirty people aboard.", False),
    ],
)
def test_wagons_counted_at_the_track_are_of_a_train(text: str, *, of_train: bool) -> None:
    assert implies_train(text) is of_train
