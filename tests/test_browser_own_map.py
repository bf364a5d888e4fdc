"""``explore(m=...)``: a journey as one layer of a map of the author's own, as safe there as on a page of ours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.errors import UsageError
from railsight.webmap import explore
from railsight.webmap.page import leaflet
from tests import journey_fixture as story
from tests.hostile import PAYLOADS, TEMPLATES, poison

folium = pytest.importorskip("folium")
browsed = pytest.mark.browser


def own_map() -> Any:
    """A map as its author may have it, but with Leaflet inside: nothing is to be had from elsewhere."""
    from branca.element import Element

    script, style = leaflet()
    m = folium.Map(location=[44, 131], zoom_start=5, tiles=None)
    m.default_js, m.default_css = [], []
    inside = f"{{% raw %}}<script>{script}</script><style>{style}</style>{{% endraw %}}"
    m.get_root().header.add_child(Element(inside), name="leaflet")
    folium.Circle([46, 135], radius=9000).add_to(m)
    return m


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Iterator[Any]:
    m = own_map()
    assert explore(story.journey(), reading=story.reading(), m=m, name="Train") is m
    folium.LayerControl(collapsed=False).add_to(m)
    page = browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="dark")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    m.save(str(tmp_path / "own.html"))
    page.goto((tmp_path / "own.html").as_uri())
    page.wait_for_selector(".stop")
    yield page
    assert errors == []
    page.close()


@browsed
def test_ways_badges_and_legend_lie_on_the_map_which_stays_as_it_was(shown: Any) -> None:
    assert shown.locator(".stop").count() == 5
    assert shown.locator(".goal-stop").count() == 2
    assert shown.locator(".way").count() > 2
    assert shown.locator(".panel, .time, .locator, .leaflet-base-pane canvas").count() == 0
    name = next(name for name in shown.evaluate("Object.keys(window)") if name.startswith("map_"))
    assert shown.evaluate(f"[{name}.getZoom(), Math.round({name}.getCenter().lat)]") == [5, 44]
    # light colours on light tiles, whatever the reader's setting
    assert shown.locator(".way-inferred").first.get_attribute("stroke") == "#d55e00"
    legend = shown.locator(".legend")
    assert legend.locator("summary").inner_text() == "Legend: Train"
    legend.locator("summary").click()
    assert "Inferred" in legend.inner_text()
    assert "moment" not in legend.inner_text()  # there is no clock


@browsed
def test_a_badge_tells_its_evidence(shown: Any) -> None:
    shown.locator(".stop").nth(3).click()
    told = shown.locator(".leaflet-popup-content").inner_text()
    sighting = story.journey().used[3].sighting
    assert sighting.place.name in told
    assert sighting.quote_text
    assert sighting.quote_text in told
    shown.keyboard.press("Escape")
    shown.locator(".goal-stop").first.click()
    shown.wait_for_timeout(300)
    assert "Vostochny Cosmodrome" in shown.locator(".leaflet-popup-content").last.inner_text()


@browsed
def test_the_layer_goes_and_comes_back_as_one(shown: Any) -> None:
    box = shown.get_by_label("Train")
    for on in (False, True):
        box.set_checked(on)
        assert shown.locator(".stop").count() == (5 if on else 0)
        assert shown.locator(".legend").count() == int(on)
        assert (shown.locator(".way").count() > 0) is on


@browsed
def test_badges_of_one_place_lie_beside_each_other(shown: Any) -> None:
    spots = [(b["x"], b["y"]) for b in (mark.bounding_box() for mark in shown.locator(".stop, .goal-stop").all())]
    for i, (x, y) in enumerate(spots):
        assert all((x - a) ** 2 + (y - b) ** 2 > 24**2 for a, b in spots[i + 1 :])
    signs = [mark.bounding_box() for mark in shown.locator(".leaflet-marker-icon.mark").all()]
    assert len(signs) == 2
    for box in signs:
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert not [(a, b) for a, b in spots if a - 8 < x < a + 36 and b - 8 < y < b + 36]  # nor borders under badges


@browsed
def test_outside_text_on_a_map_of_ones_own_stays_text(browser: Any, tmp_path: Path) -> None:
    order = (f"{PAYLOADS[i % len(PAYLOADS)]} {TEMPLATES[i % len(TEMPLATES)]}" for i in count())
    m = explore(
        poison(story.journey(), lambda _: next(order)), m=own_map(), name="{{7*7}} </script><img onerror=HIT()>"
    )
    folium.LayerControl(collapsed=False).add_to(m)
    m.save(str(tmp_path / "own.html"))
    page = browser.new_page()
    page.add_init_script("window.hits = 0; window.HIT = window.alert = () => { window.hits++; };")
    page.goto((tmp_path / "own.html").as_uri())
    page.wait_for_selector(".stop")
    for mark in page.locator(".stop").all():
        mark.dispatch_event("click")
    assert page.locator(".leaflet-control-layers").inner_text().strip() == "{{7*7}} </script><img onerror=HIT()>"
    assert page.evaluate("window.hits") == 0
    page.close()


@browsed
def test_far_out_the_stations_of_a_long_way_alone_are_hidden(browser: Any, tmp_path: Path) -> None:
    long, short = rs.distance("Khasan", "Khabarovsk"), rs.distance("Khasan", "Baranovsky")
    for first, second in ((long, short), (short, long)):
        m = own_map()
        first.explore(m=m)
        second.explore(m=m)
        m.save(str(tmp_path / "own.html"))
        page = browser.new_page()
        page.goto((tmp_path / "own.html").as_uri())
        page.wait_for_selector(".way")
        panes = page.locator("[class*=leaflet-railsight-dots]")
        assert sorted(panes.evaluate_all("them => them.map(({ style }) => style.display)")) == ["", "none"]
        page.close()


@browsed
def test_a_layer_on_a_map_of_ours_leaves_the_clock_free(browser: Any, tmp_path: Path) -> None:
    m = story.journey().explore()
    rs.distance("Khasan", "Ussuriysk").explore(m=m, name="rails")
    m.save(str(tmp_path / "both.html"))
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto((tmp_path / "both.html").as_uri())
    page.wait_for_selector(".own-map .legend")
    clock = page.locator(".time").bounding_box()
    for piece in (page.locator(".own-map .legend"), page.locator(".leaflet-control-attribution")):
        box = piece.bounding_box()
        assert box["y"] + box["height"] <= clock["y"]
    page.close()


def test_whatever_can_be_explored_can_be_added_to_a_map() -> None:
    m = folium.Map()
    journey = story.journey()
    rails = rs.distance("Khasan", "Ussuriysk")
    for value in (journey, journey.path, rails, rs.reach("Khasan", 3)):
        assert value.explore(m=m) is m
    named = [child.layer_name for child in m._children.values() if getattr(child, "overlay", False)]
    assert len(named) == 4
    html = m.get_root().render()
    assert html.count("railsightOnMap(") == 4
    loaded = [name for name in m.get_root().header._children if name.startswith("railsight")]
    assert loaded == ["railsight-own-map.js"]  # scripts once, however many layers


@pytest.mark.parametrize("wrong", ["map", 3, [folium.Map()]])
def test_only_a_folium_map_will_do(wrong: Any) -> None:
    with pytest.raises(UsageError, match=r"folium\.Map, not a"):
        story.journey().explore(m=wrong)


@browsed
def test_whose_data_it_is_stands_on_the_map(browser: Any, tmp_path: Path) -> None:
    m = own_map()
    rs.distance("Khasan", "Ussuriysk").explore(m=m)
    m.save(str(tmp_path / "own.html"))
    page = browser.new_page()
    page.goto((tmp_path / "own.html").as_uri())
    page.wait_for_selector(".way")
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()
    page.close()
