"""What others contradict: settled, or open, and how the page says which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from railsight.layers import is_contested, look_of, why_aside
from railsight.model import Candidate, Journey, RejectedSighting
from railsight.model.journeys import Hypothesis
from railsight.times import Interval
from railsight.webmap.plain import plain
from tests import journey_fixture as story
from tests.test_webmap_marks import content_of


def contested(share: float = 0.14, *, far: bool = False) -> Journey:
    """A journey whose last sighting is wrong if the one set aside is right, which is so likely."""
    journey = story.journey()
    rival, last = journey.rejected[0], journey.used[-1]
    if far:
        perm = replace(rival.sighting.place, id="perm", name="Perm", lon=56.25, lat=58.0)
        rival = replace(rival, sighting=replace(rival.sighting, candidates=(Candidate(perm, 1.0),)))
    stories = (
        Hypothesis(1 - share),
        Hypothesis(share, right=(rival.sighting.id,), wrong=(last.sighting.id,)),
    )
    used = (*journey.used[:-1], replace(last, belief=1 - share))
    return replace(journey, rejected=(replace(rival, belief=share),), used=used, hypotheses=stories)


def told(page: dict[str, object]) -> str:
    parts = [p for paragraph in page["story"] for p in paragraph]  # type: ignore[attr-defined]
    return "".join(p if isinstance(p, str) else p.get("t") or p["o"] for p in parts)


@pytest.mark.parametrize(
    ("share", "aside", "look"), [(0.14, "contested", "contested"), (0.01, "contradicted", "rejected")]
)
def test_what_nothing_settles_is_not_set_aside(share: float, aside: str, look: str) -> None:
    journey = contested(share)
    rival = journey.rejected[0]
    assert why_aside(rival) == "contradicted"  # by itself, without what else may have happened
    assert why_aside(rival, journey) == aside
    assert look_of(rival.sighting, why_aside(rival, journey)) == look
    assert is_contested(journey, journey.used[-1].sighting.id) == (share > 0.03)


def test_a_contested_sighting_has_its_own_word_with_its_chance_and_no_stroke() -> None:
    page = content_of(contested())
    rival = next(s for s in page["stops"] if s.get("aside"))
    assert (rival["look"], rival["share"][0]["t"]) == ("contested", "14%")
    assert ', contradicted, <span class="figure" data-word="inferred">14%</span>' in plain(page).html
    assert {"contested"} == {label["type"] for label in page["labels"] if label.get("n") == rival["n"]}
    assert "contradicted" in [entry["text"] for entry in page["legend"]]


def test_last_seen_carries_its_chance_where_it_is_contested() -> None:
    assert "; 86% likely: another report contradicts it." in told(content_of(contested()))
    assert "contradicts it." not in told(content_of(contested(0.01)))
    assert "set aside" not in told(content_of(contested()))
    assert "set aside" in told(content_of(contested(0.01)))


def test_a_rival_worth_it_is_in_the_first_view() -> None:
    assert content_of(contested(0.14, far=True))["area"][0] < 57
    assert content_of(contested(0.05, far=True))["area"][0] > 100


def test_a_confirmed_report_that_was_set_aside_keeps_its_word_and_its_chance() -> None:
    """And the story says that one was: to the reader it is the strangest of all that was set aside."""
    journey = story.journey()
    rejected = journey.rejected[0]
    sure = replace(rejected, sighting=replace(rejected.sighting, status="confirmed"), belief=0.001)
    page = content_of(replace(journey, rejected=(sure,)))
    stop = next(s for s in page["stops"] if s.get("aside"))
    assert stop["belief"][0]["t"] == "<1%"
    assert "· confirmed, set aside" in plain(page).html
    assert "Confirmed, and set aside all the same: " in told(page)
    assert "set aside all the same" not in told(content_of(journey))


def test_all_sightings_are_numbered_in_the_order_of_time() -> None:
    """A guess told of the second day lies between those of the first and the third; what has no time comes last."""
    journey = story.journey()
    middles = [u.sighting.interval.middle for u in journey.used if u.sighting.interval is not None]
    between = Interval(middles[0], middles[1])
    guess = replace(story.S5, id="g", status="speculated", interval=between)
    timeless = replace(story.S5, id="t", interval=None)
    aside = (RejectedSighting(timeless, "no time"), RejectedSighting(guess, "a guess", None, 0.3))
    page = content_of(replace(journey, rejected=aside))
    assert [(s["n"], s["look"]) for s in page["stops"]][-2:] == [("6", "unplaced"), ("2", "speculated")]
    assert [s["n"] for s in page["stops"]][:4] == ["1", "3", "4", "5"]
    numbers = {label["n"]: label["name"] for label in page["labels"] if label.get("n", "").isdecimal()}
    assert numbers["3"] == journey.used[1].sighting.place.name
