"""What a page says of times, kilometres and guesses: nothing surer, narrower or other than what was worked out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import railsight as rs
from railsight.api import distance
from railsight.cli.journeys import goals_in_brief
from railsight.inference.announced import Announcement
from railsight.inference.evidence import hours
from railsight.inference.goals import naming_of
from railsight.layers import DOUBT, SHORT_H, SHORT_KM
from railsight.model import (
    LANGUAGES,
    Candidate,
    Claim,
    EventKind,
    Hypothesis,
    Journey,
    LineRun,
    Name,
    Path,
    RejectedSighting,
    Report,
    RunningTime,
    Seen,
    Sentence,
    Share,
    Sighting,
    When,
    joined,
)
from railsight.model.journeys import followed
from railsight.model.shares import percent
from railsight.times import Interval
from railsight.webmap.content import Options, journey_page
from railsight.webmap.marking import marks_of
from railsight.webmap.pairs import pairs
from railsight.webmap.plain import plain
from railsight.webmap.routes import path_page
from railsight.webmap.story import ends, last_seen, milestones, otherwise, paragraphs, passages, stays, to_go
from railsight.webmap.strings import words_of
from railsight.webmap.told import Told
from railsight.webmap.wording import Wording
from tests import journey_fixture as story

EN = Wording("en")
BEGAN = datetime(2023, 9, 12, tzinfo=UTC)


def page_of(journey: Journey, language: str = "en", **more: Any) -> Any:
    return journey_page(journey, more.get("reading"), None, Options(language=language, title=""))


def text_of(parts: Any, language: str = "en") -> str:
    return Wording(language).text(parts)


# ---------------------------------------------------------------- guesses stay guesses


@pytest.mark.parametrize(
    ("status", "teller", "kind", "shown"),
    [
        ("speculated", "Daily Report", "town", "speculated: Daily Report says that it may be the goal"),
        ("speculated", "", "country", "speculated: a report says that Khasan may be the goal"),
        ("expected", "Kommersant", "town", "expected: Kommersant names it as the goal"),
        ("conflict", "X", "country", "conflicting: X names Khasan as the goal"),
    ],
)
def test_who_names_a_goal_is_shown_with_the_status(status: Any, teller: str, kind: str, shown: str) -> None:
    goal = replace(story.KHASAN, kind=kind)
    named = naming_of(Sighting("x", (Candidate(goal, 1.0),), "heading", status, source=teller))
    assert named == f"{status}: {teller or 'a report'} names {'it' if kind == 'town' else 'Khasan'} as the goal"
    assert Told(EN, {}).line(named) == shown
    for language in ("ru", "ko"):
        word = words_of(language)["statuses"][status]  # type: ignore[index]
        assert str(word) in Told(Wording(language), {}).line(named)


def test_a_plan_to_arrive_is_due_and_has_the_letter_of_its_goal() -> None:
    """The town of an announcement and the station that is the goal are one place to the reader."""
    journey = story.journey()
    goal = journey.destinations[0].place
    town = replace(goal, id="town", name="Uglegorsk", kind="town", lon=goal.lon + 0.2, served_by=goal.id)
    plan = replace(
        story.S4, id="plan", event="arrived", status="expected",
        candidates=(replace(story.S4.candidates[0], place=town),),
    )  # fmt: skip
    planned = replace(journey, rejected=(RejectedSighting(plan, "weighed"),))
    assert marks_of(planned)[-1].shown == "A"
    assert page_of(planned)["stops"][-1]["event"] == "due"
    other = replace(town, served_by="another")
    plan = replace(plan, candidates=(replace(plan.candidates[0], place=other),))
    assert marks_of(replace(journey, rejected=(RejectedSighting(plan, "weighed"),)))[-1].shown == "C"


# ---------------------------------------------------------------- times


@given(st.integers(0, 500_000), st.integers(0, 500_000))
def test_a_rounded_window_holds_the_whole_of_it(start_s: int, width_s: int) -> None:
    first = BEGAN + timedelta(seconds=start_s)
    last = first + timedelta(seconds=width_s)
    told = text_of(EN.window(first, last, 0.0, 51.5, "inferred"))
    found = re.findall(r"(\d\d):(\d\d)(?:, \w{3} (\d+) Sep)?", told)
    days = [int(day) for *_, day in found if day]
    if len(found) == 2 and all(9 < day < 31 for day in days):
        clocks = [
            datetime(2023, 9, days[0] if i == 0 else days[-1], int(hour), int(minute), tzinfo=UTC) - timedelta(hours=1)
            for i, (hour, minute, _) in enumerate(found)
        ]  # British summer time
        assert clocks[0] <= first
        assert clocks[1] >= last
        assert clocks[1] - clocks[0] <= (last - first) * 1.25 + timedelta(minutes=20)


def test_the_report_comes_before_what_was_inferred_from_it_and_the_level_is_said() -> None:
    journey = story.journey()
    last = journey.used[-1]
    span = Interval(story.utc(11, 14), story.utc(12, 12))
    wide = replace(journey, used=(*journey.used[:-1], replace(last, sighting=replace(last.sighting, interval=span))))
    told = next(text for p in paragraphs(wide, EN) if (text := text_of(p)).startswith("Last seen"))
    reported, inferred = told.split("; ")
    assert "between 00:00 and 22:00, Tue 12 Sep" in reported
    assert inferred.startswith("likely between 12:00 and 15:00")
    assert "80%" in inferred
    for language in LANGUAGES:
        assert "80" in page_of(wide, language)["level"]


def test_a_guess_is_not_what_was_last_seen() -> None:
    journey = story.journey()
    guess = replace(journey.used[-1], sighting=replace(journey.used[-1].sighting, status="speculated"))
    told = text_of(
        next(p for p in paragraphs(replace(journey, used=(*journey.used[:-1], guess)), EN) if "Last" in p[0])
    )
    assert journey.used[-2].sighting.place.name in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_arrival_that_is_over_is_told_as_what_would_have_been(language: str) -> None:
    journey = story.journey()
    before, after = str(words_of(language)["goalPast"]).split("#")
    vladivostok = journey.destinations[1]
    assert vladivostok.latest is not None
    late = replace(journey, as_of=vladivostok.latest)
    early = replace(journey, as_of=vladivostok.latest - timedelta(seconds=1))
    told = [text_of(page_of(one, language)["goals"][1]["text"], language) for one in (late, early)]
    assert before in told[0]
    assert told[0].endswith(after)
    assert after not in told[1]
    labels = [
        label["more"] for one in (late, early) for label in page_of(one, language)["labels"] if label.get("n") == "A"
    ]
    assert all(labels)


@pytest.mark.parametrize(("event", "word"), [("arrived", "may stay"), ("seen", "may stay"), ("departed", "come back")])
def test_a_goal_where_it_is_has_no_way_left(event: Any, word: str) -> None:
    journey = story.journey()
    last = replace(journey.used[-1], sighting=replace(journey.used[-1].sighting, event=event))
    here = replace(journey.destinations[0], place=last.sighting.place, rail_km_left=0.0)
    at = replace(journey, used=(*journey.used[:-1], last), destinations=(here, journey.destinations[1]))
    told = text_of(page_of(at)["goals"][0]["text"])
    assert "to go" not in told
    assert "arrival" not in told
    assert word in told
    label = next(label for label in page_of(at)["labels"] if label["type"] == "goal" and label["n"] == "A")
    assert not any("between" in line for line in label["more"])


def test_an_announced_hour_is_told_on_the_clock_of_the_goal() -> None:
    journey = story.journey()
    told = Told.of(journey, EN)
    goal = journey.destinations[0].place
    first_h, last_h = hours(story.utc(12, 20)), hours(story.utc(13, 2))
    said = Announcement(first_h, last_h, 0.8).words(goal, soonest=first_h)
    assert said == "announced there for 2023-09-12 20:00 to 2023-09-13 02:00 UTC"
    assert told.line(joined([Sentence("given as a candidate"), said])) == (
        "given as a candidate; arrival announced between 05:00 and 11:00, Wed 13 Sep (UTC+9)"
    )
    soon = Announcement(first_h, first_h, 0.8).words(goal, soonest=last_h)
    assert soon == "announced there for 2023-09-12 20:00 UTC, sooner than such a train can be there"
    assert told.line(soon) == "arrival announced at 05:00, Wed 13 Sep (UTC+9), sooner than such a train can be there"


# ---------------------------------------------------------------- stays


def test_a_stay_of_days_is_told_with_its_arrival_and_departure() -> None:
    journey = story.journey()
    khasan = next(p for p in journey.passages if p.dwell_h == 5.0)
    came = replace(khasan, dwell_h=99.4)
    left = replace(
        khasan, earliest=khasan.earliest + timedelta(days=4), likely=khasan.likely + timedelta(days=4),
        latest=khasan.latest + timedelta(days=4), dwell_h=None,
    )  # fmt: skip
    at = journey.passages.index(khasan)
    stood = replace(journey, passages=(*journey.passages[:at], came, left, *journey.passages[at + 1 :]))
    assert [(s.came, s.left, s.hours) for s in stays(stood)] == [(came, left, 99.4)]
    assert "It stood about 4 days at Khasan." in [text_of(p) for p in paragraphs(stood, EN)]
    rows = [text_of(when) for name, _, when in passages(stood, EN) if name == [{"o": "Khasan"}]]
    assert rows[0].startswith("Stopped: between")  # what the sighting there says
    assert rows[0].endswith("; stood about 4 days")
    assert rows[1].startswith("Departed: between")
    assert EN.hours(30.2) == "about 30 h"
    assert EN.hours(60) == "about 2.5 days"
    inferred = replace(came, observed=False)  # a halt that nobody saw
    assert stays(replace(journey, passages=(*journey.passages[:at], inferred, *journey.passages[at + 1 :]))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stay_that_nobody_saw_both_ends_of_is_told_as_likely(language: str) -> None:
    """Or may have been on the way, as the steps below say too."""
    journey, w = story.journey(), Wording(language)
    khasan = next(p for p in journey.passages if p.dwell_h == 5.0)
    came = replace(khasan, dwell_h=11.2)
    left = replace(khasan, earliest=khasan.latest, likely=khasan.latest, observed=False, dwell_h=None)
    at = journey.passages.index(khasan)
    for pair, seen in (
        ((came, left), False),
        ((replace(came, observed=False), replace(left, observed=True)), False),
        ((replace(came, away_chance=0.5), replace(left, observed=True)), False),
        ((came, replace(left, observed=True)), True),
    ):
        stood = replace(journey, passages=(*journey.passages[:at], *pair, *journey.passages[at + 1 :]))
        told = [text_of(p, language) for p in paragraphs(stood, w)]
        before, guessed = (str(words_of(language)[key]).split("#")[0] for key in ("storyStays", "storyStaysGuess"))
        assert any(text.startswith(before if seen else guessed) for text in told)
        assert not any(text.startswith(guessed if seen else before) for text in told)
        if language == "en":
            assert ("It probably stood about 11 h, at Khasan or on the way." in told) is not seen
            rows = [text_of(when) for name, _, when in passages(stood, EN) if name == [{"o": "Khasan"}]]
            assert rows[0].endswith("; stood about 11 h" if seen else "; probably stood about 11 h")


def test_a_departure_is_not_shown_to_begin_before_the_arrival() -> None:
    """A wide window is rounded to the hour, the narrow one before it to ten minutes: it still holds all of itself."""
    journey = story.journey()
    khasan = next(p for p in journey.passages if p.dwell_h == 5.0)
    came = replace(
        khasan, earliest=story.utc(11, 19, 10), likely=story.utc(11, 20), latest=story.utc(11, 20, 35), dwell_h=None
    )
    left = replace(came, earliest=story.utc(11, 19, 12), latest=story.utc(12, 1, 30), observed=False)
    at = journey.passages.index(khasan)
    rows = passages(replace(journey, passages=(*journey.passages[:at], came, left, *journey.passages[at + 1 :])), EN)
    told = [text_of(when) for name, _, when in rows if name == [{"o": "Khasan"}]]
    assert told[0].startswith("Stopped: between 05:10 and 06:40, Tue 12 Sep")
    assert told[1].startswith("Departed: between 05:10 and 11:30, Tue 12 Sep")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_passing_time_says_whether_it_was_seen_or_inferred(language: str) -> None:
    journey, w = story.journey(), Wording(language)
    told = [text_of(km, language).split("\n")[1] for _, km, _ in passages(journey, w)]
    words = {True: w.word("passageSeen"), False: w.word("passageInferred")}
    assert told == [words[p.told] for p in journey.passages]
    assert len(set(told)) == 2
    html = plain(page_of(journey, language)).html
    assert html.count(f"\n{words[False]}</td>") == told.count(words[False])


# ---------------------------------------------------------------- where it was, and where it goes


def test_the_text_begins_with_where_it_was_last_seen_and_where_it_goes() -> None:
    journey = story.journey()
    told = [text_of(p) for p in paragraphs(journey, EN)]
    leading = journey.destinations[0]
    assert told[0].startswith("Last seen: Ussuriysk, between 12:00 and 15:00, Tue 12 Sep (UTC+10)")
    assert told[1].startswith(f"Most likely heading for {leading.place.name}, {percent(leading.probability)}; arrival ")
    assert told[2].startswith("The likely route runs from")
    over = replace(journey, as_of=leading.latest)
    assert text_of(paragraphs(over, EN)[1]).endswith(f"{percent(leading.probability)}.")


@pytest.mark.parametrize(("event", "word"), [("arrived", "Most likely stays at"), ("departed", "comes back to")])
def test_a_goal_where_it_was_seen_is_told_as_such_at_the_beginning(event: Any, word: str) -> None:
    journey = story.journey()
    last = replace(journey.used[-1], sighting=replace(journey.used[-1].sighting, event=event))
    here = replace(journey.destinations[0], place=last.sighting.place, rail_km_left=0.0)
    at = replace(journey, used=(*journey.used[:-1], last), destinations=(here, journey.destinations[1]))
    assert f"{word} Ussuriysk, {percent(here.probability)}." in text_of(paragraphs(at, EN)[1])


def unlikely(journey: Journey, *shares: float) -> Journey:
    goals = zip(journey.destinations, shares, strict=False)
    return replace(journey, destinations=tuple(replace(d, probability=share) for d, share in goals))


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_goal_is_likely_enough_none_is_announced(language: str) -> None:
    """As ``track --at`` does: the leading guess is less likely than all places not listed."""
    journey = unlikely(story.journey(), 0.17, 0.05)
    leading, w = journey.destinations[0], Wording(language)
    assert followed(journey) is None
    before = str(words_of(language)["storyNoGoal"]).split("#")[0]
    told = text_of(paragraphs(journey, w)[1], language)
    assert told.startswith(before)
    assert text_of([w.share(0.17)], language) in told
    if language == "en":
        assert told == f"Not known where it goes; leading guess {leading.place.name}, 17%."
    assert goals_in_brief(journey) == [f"not known where it goes; leading guess {leading.place.name}, 17%"]
    assert repr(journey).endswith(f"leading guess {leading.place.name} 17%>")


def test_the_summary_announces_no_goal_below_one_per_cent() -> None:
    journey = unlikely(story.journey(), 0.93, 0.004)
    (line,) = goals_in_brief(journey)
    assert line.startswith(f"heading for {journey.destinations[0].place.name}: 93%, there ")
    assert goals_in_brief(unlikely(journey, 0.004)) == ["not known where it goes"]
    assert goals_in_brief(unlikely(journey)) == []


# ---------------------------------------------------------------- clocks and sources


def test_all_that_is_said_of_a_sighting_is_on_the_clock_of_its_place() -> None:
    journey = story.journey()
    stop = page_of(journey, reading=story.reading())["stops"][1]
    source, known = text_of(stop["source"]), text_of(stop["known"])
    assert source.endswith("22:00, Tue 12 Sep 2023 (UTC+10)")
    assert known.endswith("(UTC+10)")
    assert "UTC," not in source
    listed = page_of(journey, reading=story.reading())["sources"]
    assert any("12:00 UTC, Tue 12 Sep 2023" in text_of(parts) for parts in listed)  # a report has no place


def test_a_sighting_set_aside_has_its_moment_too() -> None:
    """When it is said to have been; none where that is before or after all that the slider has."""
    journey = story.journey()
    page = page_of(journey)
    aside = page["stops"][len(journey.used)]
    assert page["times"][aside["moment"]]["t"].startswith("2023-09-12T02")
    rejected = journey.rejected[0]
    late = replace(rejected.sighting, interval=Interval(BEGAN + timedelta(days=90), BEGAN + timedelta(days=91)))
    moved = page_of(replace(journey, rejected=(replace(rejected, sighting=late),)))
    assert moved["stops"][len(journey.used)]["moment"] is None


@pytest.mark.parametrize("language", ["ru", "ko"])
def test_who_tells_on_what_another_said_is_told_in_the_language_of_the_page(language: str) -> None:
    told = Told(Wording(language), {}).line("also Interfax, as told by Global Ticker")
    assert "as told by" not in told
    assert "Interfax" in told
    assert "Global Ticker" in told


# ---------------------------------------------------------------- short halts


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (("stopped",), ["Stopped", "Departed"]),
        (("seen", "seen"), ["Seen", "Seen", "Departed"]),
        (("arrived",), ["Arrived", "Departed"]),
        (("seen",), ["Arrived", "Seen", "Departed"]),
        ((), ["Arrived", "at", "Departed"]),
    ],
)
def test_of_a_place_told_several_times_each_row_says_what_was_seen(
    events: tuple[EventKind, ...], words: list[str]
) -> None:
    """A sighting has its own word; what was not seen is called arrival and departure at the ends alone."""
    journey = story.journey()
    khasan = next(p for p in journey.passages if p.dwell_h == 5.0)
    used = next(u for u in journey.used if u.sighting.place.name == "Khasan")
    seen = range(len(words) - 1 - len(events), len(words) - 1)
    at = journey.passages.index(khasan)
    hours = [khasan.likely + timedelta(hours=i) for i in range(len(words))]
    run = [
        replace(khasan, earliest=t, likely=t, latest=t, observed=i in seen, within="", dwell_h=None)
        for i, t in enumerate(hours)
    ]
    said = [
        replace(used, sighting=replace(used.sighting, id=f"k{i}", event=event, interval=Interval(hours[i], hours[i])))
        for i, event in zip(seen, events, strict=True)
    ]
    others = [u for u in journey.used if u is not used]
    stood = replace(
        journey,
        passages=(*journey.passages[:at], *run, *journey.passages[at + 1 :]),
        used=(*others, *said),
    )
    rows = [text_of(when) for name, _, when in passages(stood, EN) if name == [{"o": "Khasan"}]]
    assert [row.split(": ")[0].split(" ")[0] for row in rows] == words


def test_a_short_halt_told_twice_says_which_is_the_arrival() -> None:
    journey = story.journey()
    khasan = next(p for p in journey.passages if p.dwell_h == 5.0)
    came, left = replace(khasan, dwell_h=1.4), replace(khasan, dwell_h=None)
    at = journey.passages.index(khasan)
    halted = replace(journey, passages=(*journey.passages[:at], came, left, *journey.passages[at + 1 :]))
    rows = [text_of(when) for name, _, when in passages(halted, EN) if name == [{"o": "Khasan"}]]
    assert [row.split(": ")[0] for row in rows] == ["Stopped", "Departed"]
    once = [text_of(when) for name, _, when in passages(journey, EN) if name == [{"o": "Khasan"}]]
    assert not any("Arrived" in row for row in once)


def test_another_vehicle_seen_once_is_told() -> None:
    alone = replace(story.FLIGHT, id="x", origin=None, subject="a convoy")
    told = [text_of(p) for p in paragraphs(replace(story.journey(), others=(alone,)), EN)]
    assert any(line.startswith("a convoy: Arrived, Vladivostok, between") for line in told)


def test_a_goal_of_another_story_was_last_seen_when_that_story_has_it() -> None:
    journey = story.journey()
    last = last_seen(journey)
    assert last is not None
    seen = replace(
        story.S4, id="other", event="arrived", interval=Interval(BEGAN + timedelta(days=9), BEGAN + timedelta(days=9))
    )
    goal = replace(journey.destinations[0], reached=True)
    two = Hypothesis(0.6), Hypothesis(0.4, ("other",), (last.sighting.id,))
    told = replace(journey, hypotheses=two, rejected=(*journey.rejected, RejectedSighting(seen, "contradicted")))
    assert "21 Sep" not in text_of(to_go(told, goal, EN))
    assert "21 Sep" in text_of(to_go(told, replace(goal, hypothesis=1), EN))


# ---------------------------------------------------------------- kilometres


def in_runs(path: Path, *kinds: Any) -> Path:
    """A path of equal runs, each of a kind."""
    runs = tuple(LineRun(f"L{i}", "a", "b", path.km / len(kinds), kind) for i, kind in enumerate(kinds))
    return replace(path, lines=runs, length_kind="mixed" if len(set(kinds)) > 1 else kinds[0])


def test_kilometres_are_of_the_kinds_of_the_runs_they_lie_on() -> None:
    path = story.journey().path
    assert path is not None
    path = in_runs(path, "official chainage", "estimated")
    half = path.km / 2
    assert list(path.length_kinds(0, half)) == ["official chainage"]
    assert list(path.length_kinds(path.km, half)) == ["estimated"]
    assert list(path.length_kinds(half - 1, half + 1)) == ["official chainage", "estimated"]
    assert list(path.length_kinds(3, 3)) == ["official chainage"]
    assert EN.km_of(5, path.length_kinds(0, path.km))["k"] == "mixed"
    assert EN.km_of(5, ())["k"] == "inferred"


def test_the_distance_box_is_no_surer_than_the_way_beyond() -> None:
    """From a sighting to a destination the way there counts too, and on a round trip the turn is shown first."""
    journey = story.journey()
    path, goal = journey.path, journey.destinations[0]
    assert path is not None
    assert goal.path is not None
    official = replace(journey, path=in_runs(path, "official chainage"))
    onward = replace(goal, path=in_runs(goal.path, "official chainage", "estimated"))
    box: Any = pairs(replace(official, destinations=(onward,)), EN)
    names = box["names"]
    assert box["railKind"][0][-1] == "mixed"
    assert box["railKind"][0][names.index("2. Khasan") - 1] == "official"
    assert box["first"] == (0, len(journey.used) - 1)
    back = replace(journey.used[0], km=path.km)
    round_trip: Any = pairs(replace(official, used=(*journey.used, back), destinations=(goal,)), EN)
    assert round_trip["first"] == (0, len(journey.used) - 1)
    alone: Any = pairs(replace(official, path=None, used=journey.used[-1:], destinations=(goal,)), EN)
    assert alone["first"] == (0, 1)


def test_a_checked_figure_says_what_it_was_measured_by() -> None:
    claim = Claim("r", 0, 1, "about 60 km", "distance", rail_km=112.0, rail_length_kind="official chainage")
    reading = replace(story.reading(), claims=(claim, replace(claim, rail_length_kind=None)))
    told = page_of(story.journey(), reading=reading)["claims"]
    assert [one["checked"][0]["k"] for one in told] == ["official", "inferred"]


def test_a_checked_figure_names_both_ends_of_what_was_measured() -> None:
    ends = {"origin": rs.place("Khasan"), "target": rs.place("Ussuriysk")}
    claim = Claim("r", 0, 1, "about 60 km", "distance", geodesic_km=187.0, rail_km=260.0, **ends)  # type: ignore[arg-type]
    told = page_of(story.journey(), reading=replace(story.reading(), claims=(claim,)))["claims"]
    assert told[0]["checked"][:4] == [{"o": "Khasan"}, " – ", {"o": "Ussuriysk"}, ": "]


# ---------------------------------------------------------------- words


def test_a_way_does_not_go_by_way_of_the_town_of_its_own_end() -> None:
    journey = story.journey()
    end = journey.used[-1]
    town = replace(end.sighting.place, id="t", name="Nikolsk-Ussuriysky", kind="town")
    there = replace(end, sighting=replace(end.sighting, candidates=(replace(end.sighting.candidates[0], place=town),)))
    assert journey.path is not None
    assert end.km == pytest.approx(journey.path.km)
    assert "Nikolsk-Ussuriysky" not in [
        name for name, _ in milestones(replace(journey, used=(*journey.used[:-1], there)))
    ]


def test_of_many_sightings_those_named_are_spread_over_the_whole_way() -> None:
    journey = story.journey()
    assert journey.path is not None
    inner = [p for p in journey.path.points if p.name not in ("Pyongyang", "Ussuriysk")]
    seen = story.S2.candidates[0]
    at_each = [(p, replace(story.KHASAN, name=p.name)) for p in inner]
    told = [replace(story.S2, id=p.id, candidates=(replace(seen, place=at),)) for p, at in at_each]
    used = [replace(journey.used[0], km=p.km, sighting=one) for p, one in zip(inner, told, strict=True)]
    names = [name for name, _ in milestones(replace(journey, used=tuple(used)))]
    km = {p.name: p.km for p in inner}
    stops = [0.0, *(km[name] for name in names), journey.path.km]
    assert len(names) == 7 < len(used)
    assert stops == sorted(stops)
    assert max(b - a for a, b in pairwise(stops)) < journey.path.km / 4


@pytest.mark.parametrize(
    ("probability", "said"), [(0.0, "<1%"), (0.004, "<1%"), (0.5, "50%"), (0.9938, ">99%"), (1.0, ">99%")]
)
def test_nothing_is_told_as_certain_and_everywhere_alike(probability: float, said: str) -> None:
    """The command line, a value in a notebook, a line of the explanation and the page."""
    journey = story.journey()
    goal = replace(journey.destinations[0], probability=probability)
    sure = replace(journey, destinations=(goal,), used=tuple(replace(u, belief=probability) for u in journey.used))
    assert percent(probability) == said
    assert f"{'heading for' if probability > 0.4 else 'leading guess'} {goal.place.name} {said}>" in repr(sure)
    facts = sure._repr_html_()
    assert facts.count(said.replace("<", "&lt;").replace(">", "&gt;")) == len(sure.used) + 1
    assert text_of([EN.share(probability)]) == said
    there = Sentence("destination {place} {share}: it was there", place=Name(goal.place.name), share=Share(probability))
    assert there == f"destination {goal.place.name} {said}: it was there"
    for language in LANGUAGES:
        shown = text_of([Wording(language).share(probability)], language)
        about = Told.of(sure, Wording(language)).line(there)
        assert f" {shown}" in about
        assert language == "en" or "destination" not in about


@pytest.mark.parametrize(
    ("language", "form", "told"),
    [
        ("en", "it had left {place} by {when}", "by 20:00, Mon 11 Sep"),
        ("en", "not at {place} before {when}", "before 20:00, Mon 11 Sep"),
        ("ru", "it had left {place} by {when}", "к 20:00, пн 11"),
        ("ru", "not at {place} before {when}", "до 20:00, пн 11"),
        ("ko", "it had left {place} by {when}", "20:00"),
    ],
)
def test_a_limit_in_time_is_told_once(language: str, form: str, told: str) -> None:
    """Not "by at 20:00"."""
    by = When(story.utc(11, 10), story.utc(11, 10), 131.95, 43.8, "limit")
    line = Told.of(story.journey(), Wording(language)).line(Sentence(form, place=Name("Ussuriysk"), when=by))
    assert told in line
    assert not re.search(r"by at|before at|к в |до в ", line)


def test_a_section_is_told_by_the_names_of_its_ends() -> None:
    names = {"Baranovsky": {"ru": "Барановский"}, "Olenevod": {"ru": "Оленевод"}}
    put = Sentence("placed at {place}", place=Name("Baranovsky – Olenevod"))
    assert Told(Wording("ru", names), {}).line(put) == "отнесено к месту Барановский – Оленевод"
    assert Wording("ru", names).name("Baranovsky – Olenevod", {}) == "Барановский – Оленевод"


def test_who_denies_is_told_beside_what_is_denied() -> None:
    """ "Not there" is not said twice: behind it stands how sure that is."""
    journey = story.journey()
    denial = replace(story.S4, id="s9", event="absent", status="confirmed")
    page = page_of(replace(journey, used=(*journey.used[:-1], replace(journey.used[-1], sighting=denial))))
    assert "Not there · confirmed" in plain(page).html


def test_a_report_without_a_title_goes_by_its_source() -> None:
    journey = story.journey()
    report = Report("english", "text", published=story.utc(12, 9), source="Daily Report")
    seen: Sighting = replace(journey.used[0].sighting, report="english", source="Xinhua, as told by Daily Report")
    reading = replace(story.reading(), reports=(report,), claims=())
    page = page_of(replace(journey, used=(replace(journey.used[0], sighting=seen), *journey.used[1:])), reading=reading)
    assert text_of(page["stops"][0]["source"]).startswith("Xinhua, as told by Daily Report, ")
    assert page["stops"][0]["sourceName"] == "Xinhua: Daily Report"
    assert text_of(page["sources"][0]).startswith("Daily Report, ")


def test_what_is_said_of_a_sighting_is_told_behind_its_number() -> None:
    journey = story.journey()
    off = Sentence("{place} is not within reach of the network", place=Name("Spassk"))
    line = Sentence("{sighting}: {reason}", sighting=Seen(journey.used[1].sighting.id), reason=off)
    assert Told.of(journey, Wording("ru")).line(line) == "сообщение 2: место Spassk вне железнодорожной сети"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_when_a_stretch_counts_as_confirmed(language: str) -> None:
    rule = page_of(story.journey(), language)["worked"][-1]
    for figure in (f"{SHORT_H:.0f}", f"{SHORT_KM:.0f}", f"{DOUBT:.0%}".rstrip("%")):
        assert figure in rule


# ---------------------------------------------------------------- routes


def test_a_route_says_what_the_command_says() -> None:
    """The gap that is not counted, the running time, the names of lines, borders and breaks of gauge."""
    found = distance("Pyongyang", "Vostochny, cosmodrome")
    page: Any = path_page(found.path, (), Options(), found)
    told = [text_of(p) for p in page["story"]]
    assert "Vostochny Cosmodrome lies 23.6\u00a0km from the railway, which are not counted." in told
    assert any(t.startswith("Running time: 2 d ") and "80%" in t for t in told)
    for run in found.path.lines:
        assert any(found.line_names[run.line] in t for t in told)
    assert any(t.startswith("Border North Korea – Russia: ") for t in told)
    assert any(t.startswith("Break of gauge 1435 / 1520 mm at Khasan, ") for t in told)
    assert page["warnings"] == list(found.warnings)
    kinds = [m["type"] for m in page["marks"]]
    assert kinds == ["border", "gauge", "end", "end", "place"]
    place = page["marks"][-1]
    assert (place["lon"], place["lat"]) == (found.target.lon, found.target.lat)
    assert "Vostochny Cosmodrome" in [label["name"] for label in page["labels"]]
    assert {entry["mark"] for entry in page["legend"] if "mark" in entry} == {*kinds, "station"}
    south, north = page["area"][1], page["area"][3]
    assert south < found.target.lat <= north


def test_a_place_on_the_railway_has_no_mark_beside_its_end() -> None:
    found = distance("Khasan", "Ussuriysk")
    page: Any = path_page(found.path, (), Options(), found)
    assert [m["type"] for m in page["marks"]] == ["end", "end"]
    assert not any("not counted" in text_of(p) for p in page["story"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_and_its_window_are_told_in_the_same_units_and_no_finer_than_known(language: str) -> None:
    w = Wording(language)
    units = [re.sub(r"\d+", "#", told) for told in w.spans(RunningTime(28.7, 41.48, 59.3))]
    assert len(set(units)) == 1
    for run, told in (
        (RunningTime(28.7, 41.48, 59.3), [[1, 17], [1, 4], [2, 12]]),
        (RunningTime(178.6, 213.7, 254.2), [[8, 22], [7, 10], [10, 15]]),
        (RunningTime(7.97, 10.3, 13.2), [[10], [7], [14]]),
        (RunningTime(3.02, 3.41, 4.03), [[3, 25], [3, 0], [4, 5]]),
        (RunningTime(0.03, 0.034, 0.05), [[0, 2], [0, 1], [0, 3]]),
    ):
        assert [figures(span) for span in w.spans(run)] == told
        said = [figures(span) for span in run.in_words()]  # as the command line says it
        assert said == ([pair[1:] for pair in told] if run.latest_h < 1 else told)


def figures(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def test_a_way_from_between_two_stations_is_not_told_as_from_one() -> None:
    """The disc stands where the way begins; the text says how far from the station that is."""
    found = distance("131.95,43.80", "Tumen, China")
    page: Any = path_page(found.path, (), Options(), found)
    first = found.path.points[0]
    assert 1.0 < first.km < 2.0
    told = [text_of(p) for p in page["story"]]
    near = f"near Ussuriysk ({first.km:.1f}\u00a0km before it)"
    assert told[0] == f"From {near} to Tumen: {found.path.km:.0f}\u00a0km by rail."
    assert not any("Limichevka" in t for t in told)
    disc = next(m for m in page["marks"] if m["type"] == "end")
    assert (disc["lon"], disc["lat"]) == found.path.geometry[0]
    assert page["labels"][0]["name"].startswith("near Ussuriysk (")


def test_a_route_is_nothing_confirmed() -> None:
    """Nobody travelled it: another style, and no footer about confirmed lines."""
    found = distance("Khasan", "Ussuriysk")
    page: Any = path_page(found.path, (), Options(), found)
    assert {way["style"] for way in page["paths"]} == {"route"}
    assert "confirmed" not in " ".join(text_of(line) for line in page["credits"])
    assert "confirmed" in " ".join(text_of(line) for line in page_of(story.journey())["credits"])
    assert [entry["text"] for entry in page["legend"]] == ["Route by rail", "station", "start or end of the route"]


def test_the_length_of_another_way_is_of_the_whole() -> None:
    way = story.path_of(story.POINTS)
    other = replace(way, points=(*way.points[:5], *way.points[7:]), length_m=9_159_000.0)
    page: Any = path_page(way, (other,), Options())
    told = [text_of(p) for p in page["story"] if text_of(p).startswith("Another route")]
    assert told[0].endswith("; the whole route is then 9,159\u00a0km.")


def test_the_legend_has_no_sign_of_what_stands_at_a_letter() -> None:
    """What was only said about a destination has no disc of its own, and none in the legend."""
    journey = story.journey()
    goal = journey.destinations[0].place
    said = replace(story.S4, id="s9", event="heading", status="speculated",
                   candidates=(replace(story.S4.candidates[0], place=goal),))  # fmt: skip
    journey = replace(journey, rejected=(*journey.rejected, RejectedSighting(said, "an aim")))
    looks = {stop["look"] for stop in page_of(journey)["stops"] if not stop["goal"]}
    shown = {entry["status"] for entry in page_of(journey)["legend"] if "status" in entry}
    assert shown == looks | {"goal"}
    assert "speculated" not in shown


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "between Bamovskaya and Tayshet by way of Tynda, Novy Uoyan"),
        (2, "between Izvestkovaya and Moscow Yaroslavsky by way of Novy Urgal, Yaroslavl-Glavny"),  # two detours
    ],
)
def test_a_way_that_leaves_another_twice_is_told_by_a_place_of_each_stretch(number: int, told: str) -> None:
    best, *others = rs.route("Khasan", "Moscow", alternatives=3)
    assert text_of(otherwise(best.path, others[number - 1].path, EN)) == told


def test_what_bears_a_date_alone_is_told_by_its_date() -> None:
    day, end = datetime(2023, 9, 12, tzinfo=UTC), datetime(2023, 9, 12, 23, 59, tzinfo=UTC)
    assert [EN.known_by(at, year=True) for at in (day, end)] == ["Tue 12 Sep 2023"] * 2
    assert EN.known_by(datetime(2023, 9, 12, 21, 30, tzinfo=UTC)) == "21:30 UTC, Tue 12 Sep"


def test_other_tracks_within_one_place_and_a_halt_named_by_its_kilometre_are_told_as_such() -> None:
    journey = story.journey()
    assert journey.path is not None
    points = journey.path.points
    same = tuple(replace(p, name="Chita-2", names={}) for p in points)
    other = replace(journey.path, points=(same[0], replace(same[1], id="elsewhere", kind="junction x"), *same[2:]))
    told = otherwise(replace(journey.path, points=same), other, EN)
    assert text_of(told) == "through Chita-2 by other tracks"
    halt = replace(journey.path, points=(*points[:-1], replace(points[-1], name="6713 km", names={})))
    assert ends(replace(journey, path=halt), EN) == (points[0].name, "the halt “6713 km”")


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_that_contradict_each_other_are_told_behind_the_answer(language: str) -> None:
    journey, w = story.journey(), Wording(language)
    used, other = journey.used[-1].sighting, journey.rejected[0].sighting
    disputed = replace(
        journey,
        hypotheses=(
            Hypothesis(0.51, (), ()),
            Hypothesis(0.46, (other.id,), (used.id,)),
            Hypothesis(0.03, (), (used.id,)),
        ),
    )
    begins = str(words_of(language)["storyDisputed"]).split("#")[0]
    told = [text_of(p, language) for p in paragraphs(disputed, w)]
    line = told[2]  # behind where it was last seen and where it goes
    assert line.startswith(begins)
    assert "51" in line
    assert "46" in line
    assert not any(text_of(p, language).startswith(begins) for p in paragraphs(journey, w))
