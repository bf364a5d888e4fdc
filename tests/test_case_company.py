"""What the names of a case mean in each other's company, and that nothing known later has a say in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from railsight.api.company import in_company
from railsight.api.following import Followed, follow
from railsight.errors import CaseFormatError, UsageError
from railsight.files.case import case_from_text
from railsight.model import Case

DALAY = "{id: a, place: Dalay, event: seen, at: 2024-05-01T10:00+08:00}"
LATER = "{id: b, place: Ulaanbaatar, event: passed, at: 2024-05-05T10:00+08:00, known_at: 2024-05-06T00:00+00:00}"
BEFORE = datetime(2024, 5, 2, 23, tzinfo=UTC)


def told(*sightings: str, more: str = "", until: datetime | None = None) -> Followed:
    lines = "".join(f"- {line}\n" for line in sightings)
    return follow(case_from_text(f"case: t\nsightings:\n{lines}{more}"), until=until)


def test_a_name_is_not_settled_by_what_became_known_later() -> None:
    alone, with_later = told(DALAY, until=BEFORE).journey, told(DALAY, LATER, until=BEFORE).journey
    assert alone.used[0].sighting == with_later.used[0].sighting
    assert [d.probability for d in alone.destinations] == [d.probability for d in with_later.destinations]


def test_a_name_is_settled_by_what_was_known() -> None:
    case = case_from_text(f"case: t\nsightings:\n- {DALAY}\n- {LATER}\n")
    assert in_company(case.sightings)[0].place.country == "MN"
    assert in_company(case.sightings, BEFORE)[0] == case.sightings[0]
    earlier = [case.sightings[0], replace(case.sightings[1], known_at=BEFORE)]
    assert in_company(earlier, BEFORE)[0].place.country == "MN"


def notes(*sightings: str) -> list[str]:
    return [w for w in told(*sightings).journey.warnings if "is taken for" in w]


def test_what_an_ambiguous_name_of_a_sighting_was_taken_for_is_said() -> None:
    (note,) = notes("{place: Vostochny, event: seen, at: 2024-05-01T10:00+09:00}")
    assert note.startswith("line 3: sightings[0].place: 'Vostochny' is taken for Vostochny Cosmodrome")
    assert '"Vostochny, port" for Vostochny Port' in note
    (note,) = notes("{place: Suzhou, event: seen, at: 2024-05-01T10:00+08:00}")
    assert "苏州" in note
    assert 'write "Suzhou, Anhui, station" for Suzhou (宿州' in note
    # the place where the journey has it, not the first that the name may be
    ussuriysk = "{place: Ussuriysk, event: passed, at: 2024-05-01T05:00+10:00}"
    (note,) = notes(ussuriysk, "{place: Vostochny, event: seen, at: 2024-05-01T12:00+10:00}")
    assert note.startswith("line 4: sightings[1].place: 'Vostochny' is taken for Vostochny Port")
    assert '"Vostochny, spaceport" for Vostochny Cosmodrome' in note


@pytest.mark.parametrize("key", ["toward", "away_from"])
def test_what_an_ambiguous_direction_was_taken_for_is_said(key: str) -> None:
    (note,) = notes(f"{{place: Khabarovsk, event: passed, at: 2024-05-01T10:00+10:00, {key}: Vostochny}}")
    assert note.startswith(f"line 3: sightings[0].{key}: 'Vostochny' is taken for Vostochny Cosmodrome")
    assert '"Vostochny, port"' in note


@pytest.mark.parametrize(
    "place",
    ["Khabarovsk", '"Vostochny, port"', "{name: Vostochny, kind: port}", "{name: Suzhou, lon: 120.6, lat: 31.3}"],
)
def test_of_a_name_that_is_settled_nothing_is_said(place: str) -> None:
    assert notes(f"{{place: {place}, event: seen, at: 2024-05-01T10:00+09:00}}") == []
    assert notes("{place: Suzhou, event: seen, at: 2024-05-01T10:00+08:00, subject: other}", SEEN) == []


# ---------------------------------------------------------------- destinations

SEEN = "{place: Khabarovsk, event: passed, at: 2024-05-01T20:00+10:00}"


def ranked(*destinations: str) -> dict[str, float]:
    journey = told(SEEN, more="destinations:\n" + "".join(f"- {d}\n" for d in destinations)).journey
    return {d.place.name: d.probability for d in journey.destinations}


def test_an_ambiguous_destination_is_every_place_it_is_likely_to_be() -> None:
    followed = told(SEEN, more="destinations: [{name: Vostochny, prior: 0.5}, {name: Moscow, prior: 0.5}]\n")
    assert {"Vostochny Cosmodrome", "Vostochny Port"} < {d.place.name for d in followed.journey.destinations}
    (note,) = (w for w in followed.journey.warnings if "Vostochny" in w)
    assert "is ambiguous" in note
    assert '"Vostochny, port"' in note


def test_a_namesake_off_the_network_takes_no_share_from_the_one_on_it() -> None:
    """Komsomolsk is a station of the Far East, and a town of Ivanovo Oblast that no line of the network comes near."""
    journey = told(SEEN, more="destinations: [Komsomolsk, Vladivostok]\n").journey
    assert {d.place.name for d in journey.destinations} == {"Komsomolsk-on-Amur", "Vladivostok"}
    assert journey.elsewhere < 0.001
    (note,) = (w for w in journey.warnings if "Komsomolsk" in w)
    assert "weighed as Komsomolsk-on-Amur (Khabarovsk Krai, station, RU);" in note


def test_what_an_ambiguous_destination_is_weighed_as_is_told_with_its_region() -> None:
    followed = told(SEEN, more="destinations: [Troitsk, Khabarovsk]\n")
    (note,) = (w for w in followed.journey.warnings if "is ambiguous" in w)
    assert "weighed as Troitsk (Chelyabinsk Oblast, town, RU) and Troitsk (" in note


def test_two_names_of_one_station_count_together_in_any_order() -> None:
    names = "{name: Irkutsk, prior: 0.2}", "{name: Irkutsk-Passazhirsky, prior: 0.3}", "{name: Chita, prior: 0.5}"
    assert ranked(*names) == ranked(names[2], names[1], names[0])
    assert ranked(*names) == pytest.approx(ranked("{name: Irkutsk, prior: 0.5}", names[2]))


def test_priors_that_leave_nothing_are_refused() -> None:
    case = case_from_text(f"case: t\nsightings:\n- {SEEN}\n")
    made = Case("c", sightings=case.sightings, destinations=(("Chita", 0.0),))
    with pytest.raises(UsageError, match="prior of 0"):
        follow(made)


def test_a_prior_is_a_share_of_the_whole_and_the_others_share_the_rest() -> None:
    # all on the way east from Khabarovsk, so that what was observed tells them little apart
    names = "Ussuriysk", "Vladivostok", "Nakhodka"
    low = ranked("{name: Ussuriysk, prior: 0.1}", *names[1:])
    same = ranked(*(f"{{name: {name}, prior: 0.1}}" for name in names))
    high = ranked("{name: Ussuriysk, prior: 0.8}", *names[1:])
    assert low["Ussuriysk"] < same["Ussuriysk"] < high["Ussuriysk"]
    assert low["Ussuriysk"] == pytest.approx(0.1, abs=0.05)
    assert high["Ussuriysk"] == pytest.approx(0.8, abs=0.05)
    # those without are to one another as they are without it
    free = ranked(*names)
    assert low["Vladivostok"] / low["Nakhodka"] == pytest.approx(free["Vladivostok"] / free["Nakhodka"])
    whole = ranked("{name: Ussuriysk, prior: 0.1}", "{name: Vladivostok, prior: 0.45}", "{name: Nakhodka, prior: 0.45}")
    assert low["Ussuriysk"] == pytest.approx(whole["Ussuriysk"], abs=0.02)


def test_a_given_prior_is_said() -> None:
    goals = "destinations: [{name: Vladivostok, prior: 0.25}, Nakhodka]\n"
    why = {d.place.name: d.why for d in told(SEEN, more=goals).journey.destinations}
    assert "given as a candidate with a prior of 0.25" in why["Vladivostok"]
    assert "prior" not in why["Nakhodka"]


def test_priors_that_leave_nothing_for_one_without_are_refused() -> None:
    with pytest.raises(CaseFormatError, match=r"line 6: destinations\[1\]: it has no prior, and those of the others"):
        told(SEEN, more="destinations:\n- {name: Chita, prior: 1}\n- Irkutsk\n")
    case = case_from_text(f"case: t\nsightings:\n- {SEEN}\n")
    made = Case("c", sightings=case.sightings, destinations=(("Chita", 0.6), ("Irkutsk", 0.4), ("Omsk", None)))
    with pytest.raises(UsageError, match="nothing is left for Omsk"):
        follow(made)


def test_what_has_no_time_counts_at_any_and_that_is_said() -> None:
    aim = "{id: aim, place: Chita, event: heading}"
    until = datetime(2024, 5, 2, tzinfo=UTC)
    assert any(w.startswith("aim: neither its time") for w in told(SEEN, aim, until=until).journey.warnings)
    assert not any(w.startswith("aim: neither") for w in told(SEEN, aim).journey.warnings)


def test_sightings_of_two_cases_are_told_apart_though_they_have_one_id() -> None:
    """They contradict each other: each is named by an id of its own, and a name is noted for its own sighting only."""
    cases = [
        case_from_text(
            f"case: {name}\nsightings:\n- {{id: s1, place: {place}, event: passed, at: {at}, status: confirmed}}\n"
        )
        for name, place, at in (
            ("one", "Khasan", "2023-09-12T06:00+10:00"),
            ("two", "Bikin", "2023-09-12T15:00+10:00"),
            ("three", "Chita", "2023-09-12T15:05+10:00"),
        )
    ]
    journey = follow(cases[:2]).journey
    assert [u.sighting.id for u in journey.used] == ["s1", "s1-2"]
    assert not journey.warnings
    (rejected,) = follow(cases).journey.rejected
    assert rejected.conflicts_with not in (None, rejected.sighting.id)
