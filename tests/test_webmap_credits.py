"""Whose data a map shows stands in its footer and on the map, as DATA.md promises."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

import railsight as rs
from railsight import webmap
from railsight.datasets import data_path, network_credit
from railsight.files.journeys import path_from_record
from railsight.files.records import path_record
from railsight.model import Place
from railsight.network import Network, open_network
from railsight.webmap import content_of
from railsight.webmap.content import Options
from railsight.webmap.wording import Wording
from tests import journey_fixture as story

BUNDLED = ("OpenStreetMap", "ODbL", "GeoNames", "CC BY 4.0", "Trainline EU", "UN/LOCODE")
REPORT = (
    "Published: 2024-05-14T18:00+09:00\n"
    "A train was seen at Khasan station on Monday evening. It left Ussuriysk on Sunday."
)


def footer(page: dict[str, Any]) -> str:
    return "\n".join(Wording("en").text(line) for line in page["credits"])


@pytest.fixture(scope="module")
def world() -> Network:
    return open_network(data_path("network.rsn"))


def test_a_journey_a_route_and_what_is_in_reach_credit_network_and_gazetteer(tmp_path: Any) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT)
    values: list[Any] = [rs.track(str(report)), rs.reach("Khasan", 3), rs.read(str(report))]
    for value in values:
        page = content_of(value, Options(""))
        assert all(name in footer(page) for name in BUNDLED), footer(page)
        assert "DATA.md" not in footer(page)
        assert page["credit"] == "\N{COPYRIGHT SIGN} OpenStreetMap contributors · GeoNames · Trainline EU"
    route = rs.distance("Khasan", "Ussuriysk")
    assert all(name in webmap.render_path(route.path, asked=route) for name in BUNDLED)
    assert "OpenStreetMap" in footer(content_of(route.path, Options("")))


def test_the_page_of_a_network_credits_it(world: Network) -> None:
    html = webmap.render_network(world)
    assert "OpenStreetMap contributors, ODbL 1.0" in html
    assert "GeoNames (geonames.org)" not in html  # none of its places is drawn


def test_another_network_is_credited_by_its_own_file() -> None:
    def told(**info: str) -> str:
        return network_credit(info, "mine.rsn")

    assert told(attribution="(c) Surveyors", licence="CC0") == "(c) Surveyors, CC0"
    assert told(attribution="(c) Surveyors, CC0", licence="CC0") == "(c) Surveyors, CC0"
    assert told(source="own survey") == "own survey"
    assert told() == ""
    way = story.journey().path
    assert way is not None
    journey = replace(story.journey(), path=replace(way, attribution="(c) Surveyors <b>, CC0"))
    page = content_of(journey, Options(""))
    assert "(c) Surveyors <b>, CC0" in footer(page)
    assert page["credit"].startswith("(c) Surveyors <b>")
    svg = webmap.still(journey, "svg", dpi=40)
    assert len(svg) > len(webmap.still(story.journey(), "svg", dpi=40))


def test_a_path_keeps_its_attribution_in_its_record() -> None:
    way = rs.distance("Khasan", "Ussuriysk").path
    assert "OpenStreetMap" in way.attribution
    assert path_from_record(json.loads(json.dumps(path_record(way, full=True)))).attribution == way.attribution
    old = {k: v for k, v in path_record(way, full=True).items() if k != "attribution"}
    assert path_from_record(old).attribution == ""


def test_places_given_by_position_credit_nobody() -> None:
    from railsight.webmap.credits import short_credit

    mine = Place("@1,2", "a spot", "position", 1.0, 2.0, source="given")
    assert short_credit("", [mine], Wording("en")) == ""
    assert "GeoNames" in short_credit("", [mine, replace(mine, source="GeoNames")], Wording("ko"))
