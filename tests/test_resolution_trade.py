"""Turns of the trade press and of regional papers: where a train was, and when, over several sentences."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import Told, in_turn

TURNS: list[tuple[str, list[Told]]] = [
    (
        "The special train left Omsk on Monday. Its arrival in the inland port of Chita is expected on 14 March.",
        [("departed", "Omsk", "Mon 00:00"), ("due", "Chita", "Sat 00:00")],
    ),
    (
        "The turbine is made in Omsk, and it was from Omsk that the special train departed on 9 March.",
        [("departed", "Omsk", "Mon 00:00")],
    ),
    (
        "A clerk said that the train left Mogocha on Monday and was accepted at Chita at 13:00 on Tuesday.",
        [("departed", "Mogocha", "Mon 00:00"), ("arrived", "Chita", "Tue 13:00")],
    ),
    (
        "The newest entry, from 06:10 on Tuesday, places the train at Chita.",
        [("seen", "Chita", "Tue 06:10")],
    ),
    (
        "The train left Omsk on 5 March. On the 8th it was noted in Chita, on the 9th in Mogocha.",
        [("departed", "Omsk", "Thu 00:00"), ("seen", "Chita", "Sun 00:00"), ("seen", "Mogocha", "Mon 00:00")],
    ),
    (
        "The train had been filmed by a boy waiting at a crossing in Chita shortly after ten on Tuesday.",
        [("seen", "Chita", "Tue 10:00")],
    ),
    (
        "The special train reached Mogocha, the railhead for Chita, at 12:30 on Tuesday.",
        [("arrived", "Mogocha", "Tue 12:30")],
    ),
    (
        "The train ends at Chita, where the yards are; it is due there at about half past eleven.",
        [("due", "Chita", "Thu 11:00")],
    ),
    (
        "The train left Omsk on Monday. In Mogocha, later on Tuesday morning, its coaches were washed, and from the "
        "bridge at Chita it was filmed at 2:32 in the afternoon.",
        [("departed", "Omsk", "Mon 00:00"), ("seen", "Mogocha", "Tue 06:00"), ("seen", "Chita", "Tue 14:32")],
    ),
    (
        "The circus train left Omsk on Sunday. At dawn on Monday a doctor came aboard in Mogocha, and on Monday "
        "evening the papers were signed.",
        [("departed", "Omsk", "Sun 00:00"), ("seen", "Mogocha", "Mon 04:00")],
    ),
    (
        "On Tuesday the train departed Mogocha at 03:40, and at 08:15 the same day was handed over to other drivers at "
        "Chita.",
        [("departed", "Mogocha", "Tue 03:40"), ("seen", "Chita", "Tue 08:15")],
    ),
    (
        "The train left Omsk on Monday. In Chita, where the line meets the river, a guard had stepped out to smoke at "
        "about one in the morning when it went by.",
        [("departed", "Omsk", "Mon 00:00"), ("passed", "Chita", "Tue 00:00")],
    ),
    (
        "At Chita some two hundred people waited at the fence until midnight on Tuesday and then went home; there was "
        "still no train.",
        [("absent", "Chita", "Mon 22:00")],
    ),
    (
        "Guards came on Wednesday morning. The train left Chita at ten minutes to six, the clerk said.",
        [("departed", "Chita", "Wed 05:50")],
    ),
    (
        "The train stood in Chita on Tuesday, overtaken by the first passenger service.",
        [("stopped", "Chita", "Tue 00:00")],
    ),
    (
        "The train pulled out of Chita in the first minutes of Tuesday. In Mogocha it was logged at 2:15.",
        [("departed", "Chita", "Tue 00:00"), ("seen", "Mogocha", "Tue 02:15")],
    ),
    (
        "The train left Mogocha shortly after seven in the evening on Monday. A student saw it in Chita at three that "
        "night.",
        [("departed", "Mogocha", "Mon 19:00"), ("seen", "Chita", "Tue 02:30")],
    ),
    (
        "Only on Tuesday morning did the wagons get under way again from Chita; at about two in the afternoon, a clerk "
        "told us, the train was in Mogocha.",
        [("departed", "Chita", "Tue 06:00"), ("seen", "Mogocha", "Tue 13:00")],
    ),
    (
        "A log shows the train through Chita at 05.50 on Tuesday.",
        [("passed", "Chita", "Tue 05:50")],
    ),
    (
        "The train got as far as Chita on Monday evening. It stood there all night, said the clerk, who saw the train "
        "off on Tuesday at about eleven in the morning.",
        [("arrived", "Chita", "Mon 17:00"), ("stopped", "Chita", "Mon 20:00"), ("departed", "Chita", "Tue 10:00")],
    ),
    (
        "The train stood in Chita on Sunday evening. It came at 9:25, while guests waited in the hall, and at ten it "
        "left in an easterly direction.",
        [("stopped", "Chita", "Sun 17:00"), ("arrived", "Chita", "Sun 21:25"), ("departed", "Chita", "Sun 21:30")],
    ),
    (
        "The train pulled into Chita at 6:40 on Tuesday morning. Twenty minutes later it was gone, and the hall was "
        "opened.",
        [("arrived", "Chita", "Tue 06:40"), ("departed", "Chita", "Tue 06:55")],
    ),
    (
        "The train is going to Chita, for a fair, and is expected on Friday.",
        [("heading", "Chita", ""), ("due", "Chita", "Fri 00:00")],
    ),
    (
        "The train left Mogocha at 07:10 today for Chita; colleagues expect it this evening.",
        [("departed", "Mogocha", "Thu 07:10"), ("heading", "Chita", "Thu 07:10"), ("due", "Chita", "Thu 17:00")],
    ),
    (
        "The train left Mogocha on Tuesday. In Chita it is expected on Friday.",
        [("departed", "Mogocha", "Tue 00:00"), ("due", "Chita", "Fri 00:00")],
    ),
    (
        "OMSK - The train reached Omsk on Sunday. But Galina, who sells seeds beside the station in Chita, knew it: "
        '"It stood here on Monday, the whole afternoon."',
        [("arrived", "Omsk", "Sun 00:00"), ("stopped", "Chita", "Mon 12:00")],
    ),
    (
        "For half an hour on Sunday evening the first platform in Chita belonged to a train. It came at 9:25.",
        [("stopped", "Chita", "Sun 17:00"), ("arrived", "Chita", "Sun 21:25")],
    ),
    (
        "The train left Omsk on Monday. The president had spent the weekend near Chita.",
        [("departed", "Omsk", "Mon 00:00")],
    ),
    (
        "The unit came to a stand at Chita station at 10.20 on Tuesday, the train crew said.",
        [("arrived", "Chita-1", "Tue 10:20")],
    ),
    (
        "The railwaymen took their time and brought a reactor through Chita on Tuesday. It came in at 7:20 in the "
        "morning, said the train driver, and was off again at nine.",
        [("passed", "Chita", "Tue 00:00"), ("arrived", "Chita", "Tue 07:20"), ("departed", "Chita", "Tue 08:30")],
    ),
    (
        "Only on Tuesday morning did the wagons get under way again from Mogocha; at about two in the afternoon, a "
        "clerk told us, they were in Chita.",
        [("departed", "Mogocha", "Tue 06:00"), ("stopped", "Chita", "Tue 13:00")],
    ),
    (
        "The train left Omsk on Sunday. People in Mogocha heard it at two in the night, and in Chita it stood at 8:15 "
        "on Tuesday morning.",
        [("departed", "Omsk", "Sun 00:00"), ("seen", "Mogocha", "Mon 01:30"), ("stopped", "Chita", "Tue 08:15")],
    ),
    (
        "The train stood in Mogocha on Tuesday. It is expected on Friday.",
        [("stopped", "Mogocha", "Tue 00:00")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TURNS)
def test_what_is_told(text: str, expected: list[Told], gazetteer: Gazetteer) -> None:
    assert in_turn(text, gazetteer) == expected


@pytest.mark.parametrize("text", [text for text, _ in TURNS])
def test_a_text_cut_off_anywhere_is_read(text: str, gazetteer: Gazetteer) -> None:
    for end in range(1, len(text), 3):
        in_turn(text[:end], gazetteer)


def test_about_an_hour_at_which_it_is_printed_is_that_of_the_night(gazetteer: Gazetteer) -> None:
    text = "In Chita a nurse saw the train pass at about two o'clock, local time, on Thursday."
    assert in_turn(text, gazetteer, "2026-03-12T14:00+09:00") == [("passed", "Chita", "Thu 01:00")]
    assert in_turn(text, gazetteer, "2026-03-12T18:00+09:00") == [("passed", "Chita", "Thu 13:00")]
