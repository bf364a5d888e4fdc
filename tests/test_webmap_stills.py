"""Still pictures: without a browser, the same content, the same bytes."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from railsight import distance, webmap
from railsight.errors import UsageError
from railsight.model import RejectedSighting
from railsight.webmap import lettering, stills
from railsight.webmap.placing import besides, gather, mercator, spread
from tests import journey_fixture as story
from tests.hostile import PAYLOADS, TEMPLATES, poison

pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def png() -> bytes:
    return webmap.still(story.journey(), "png", reading=story.reading(), height_mm=200, dpi=100)


def colours(png: bytes) -> set[tuple[int, int, int]]:
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    return {colour for _, colour in image.getcolors(1_000_000) or []}


def test_a_png_has_the_size_asked_for_and_the_colours_of_the_page(png: bytes) -> None:
    from PIL import Image

    assert Image.open(io.BytesIO(png)).size == (708, 787)
    wanted = {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0x6B, 0x6B, 0x6B), (0xF5, 0xF3, 0xEE), (0xDB, 0xE8, 0xF0)}
    assert wanted <= colours(png)


@pytest.mark.parametrize(("form", "head"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_form_by_form_the_same_bytes_twice(form: str, head: bytes) -> None:
    made = webmap.still(story.journey(), form, dpi=40, width_mm=90, height_mm=80)
    assert made.startswith(head)
    assert len(made) < 800_000  # the basemap is as fine as the size of the picture asks for
    assert made == webmap.still(story.journey(), form, dpi=40, width_mm=90, height_mm=80)


def test_another_form_is_refused() -> None:
    with pytest.raises(UsageError, match="gif"):
        webmap.still(story.journey(), "gif")


def test_hostile_texts_are_only_drawn() -> None:
    texts = iter((PAYLOADS + TEMPLATES + ("$x^2$", "\\frac{", "$", "a\x00b\ud800")) * 200)
    journey = poison(story.journey(), lambda _: next(texts))
    svg = webmap.still(journey, "svg", title="<script>HIT()</script> $\\frac{$", dpi=50).decode()
    assert "<script" not in svg
    assert not re.search(r'(?:href|src)="(?!#)', svg)


def test_a_path_is_a_picture_and_axes_come_back() -> None:
    axes: Any = webmap.plot(story.path_of(story.POINTS))
    west, east = axes.get_xlim()
    assert west < 125.7
    assert east > 135.1
    assert "Route by rail" in [text.get_text() for text in axes.get_legend().get_texts()]


def test_labels_keep_clear_of_each_other() -> None:
    axes: Any = webmap.plot(story.journey())
    boxes = [t.get_window_extent() for t in axes.texts if t.get_text() and not t.get_text().isdigit()]
    labels = [b for b in boxes if b.width > 5]
    assert len(labels) > 8
    for i, a in enumerate(labels):
        for b in labels[i + 1 :]:
            assert not (a.x0 < b.x1 - 2 and b.x0 < a.x1 - 2 and a.y0 < b.y1 - 4 and b.y0 < a.y1 - 4)


def test_the_legend_has_the_signs_of_the_map() -> None:
    """Dotted, dashed, struck: what the badges on the map are."""
    from railsight.webmap.stills import BADGES

    axes: Any = webmap.plot(story.journey())
    legend = axes.get_legend()
    signs = {text.get_text(): box for text, box in zip(legend.get_texts(), legend.legend_handles, strict=True)}
    solid = signs["reported"].get_linestyle()
    assert BADGES["goal"][2] == "dotted"
    assert signs["possible destination"].get_linestyle() != solid
    assert [line for line in legend.findobj(lambda a: hasattr(a, "get_marker")) if line.get_marker() == LEVEL]


LEVEL, ASLANT = (2, 2, -90), (2, 2, -135)  # strokes: through what was rejected, and where the train was said not to be


def test_a_denial_is_struck_through_on_map_and_legend_as_on_the_page() -> None:
    journey = story.journey()
    denial = RejectedSighting(replace(story.S4, id="d", event="absent"), "says nothing of the way")
    plain, denied = [webmap.plot(replace(journey, rejected=(*journey.rejected, *more))) for more in ((), (denial,))]  # type: Any, Any
    marks = [line.get_marker() for line in denied.get_legend().findobj(lambda a: hasattr(a, "get_marker"))]
    assert marks.count(ASLANT) == 1
    strokes = [len([t for t in axes.texts if not t.get_text()]) for axes in (plain, denied)]
    assert strokes[1] == strokes[0] + 2  # half a stroke each


def test_the_scale_bar_keeps_clear_of_badges() -> None:
    axes: Any = webmap.plot(story.journey())
    frame, unit = axes.get_window_extent(), axes.figure.dpi / 72
    free = stills._scale_bar(axes, (120.0, 40.0, 140.0, 50.0), "lower right", "km", [])
    badge = (free[2] - 20 * unit, free[1], free[2], free[3])
    moved = stills._scale_bar(axes, (120.0, 40.0, 140.0, 50.0), "lower right", "km", [badge])
    assert moved[2] <= badge[0]
    assert moved[0] >= frame.x0
    assert moved[2] - moved[0] == pytest.approx(free[2] - free[0])


def test_small_marks_stand_beside_badges_and_each_other() -> None:
    boxes = [(0.0, 0.0, 30.0, 30.0), (32.0, 0.0, 62.0, 30.0)]
    found = besides([(30.0, 15.0), (31.0, 15.0), (200.0, 15.0)], 12.0, boxes)
    assert found[2] == (200.0, 15.0)
    for x, y in found:
        assert not any(x0 - 6 < x < x1 + 6 and y0 - 6 < y < y1 + 6 for x0, y0, x1, y1 in boxes)
    assert math.dist(found[0], found[1]) >= 12.0
    assert math.dist(found[0], (30.0, 15.0)) < 30.0


def test_a_label_stands_next_to_its_badge_on_whichever_side() -> None:
    """A short name above a long time: both end at the badge, and a time takes two lines."""
    axes: Any = webmap.plot(story.journey())
    figure = axes.figure
    long = {"type": "goal", "n": "Z", "name": "Z:", "named": True, "share": "50 %", "local": None, "lon": 0, "lat": 0,
            "more": ["between 03:00, Fri 17 Aug and 08:00, Sun 19 Aug (UTC+11)"]}  # fmt: skip
    frame = (0.0, 0.0, 400.0, 4000.0)
    before = len(axes.texts)
    assert lettering._place(axes, long, (380.0, 300.0), [], [], frame, figure.dpi / 72)
    name, time = [text.get_window_extent() for text in axes.texts[before:]]
    assert name.x1 == pytest.approx(time.x1, abs=2)
    assert time.height > 1.5 * name.height
    assert time.x1 < 380 - 9


def test_spread_parts_badges_and_leaves_lonely_ones() -> None:
    moved = spread([(0.0, 0.0), (2.0, 0.0), (500.0, 0.0)], 20.0)
    assert moved[2] == (500.0, 0.0)
    assert math.dist(moved[0], moved[1]) >= 19.9


def test_a_crowd_shares_badges_in_order_and_destinations_keep_their_own() -> None:
    row = [(float(x), 0.0) for x in (*range(0, 18, 2), *range(100, 118, 2), *range(200, 208, 2))]
    assert gather(row, [False] * 22, 20.0) == [(0, 8), (9, 17), (18, 21)]
    assert gather(row, [i == 4 for i in range(22)], 20.0) == [(0, 3), (4, 4), (5, 8), (9, 17), (18, 21)]
    assert gather(row[:20], [False] * 20, 20.0) == [(i, i) for i in range(20)]


def test_a_crowded_still_gathers_badges_as_the_page_does() -> None:
    journey = story.journey()
    crowd = tuple(
        replace(u, sighting=replace(u.sighting, id=f"{u.sighting.id}-{k}")) for u in journey.used for k in range(7)
    )
    axes: Any = webmap.plot(replace(journey, used=crowd))
    shown = [t.get_text() for t in axes.texts]
    assert [t for t in shown if re.fullmatch(r"\d+–\d+", t)] == ["1–7", "8–15", "16–29"]


def test_sightings_that_share_a_badge_share_a_name_on_a_still_too() -> None:
    journey = story.journey()
    crowd = tuple(
        replace(u, sighting=replace(u.sighting, id=f"{u.sighting.id}-{k}")) for u in journey.used for k in range(7)
    )
    axes: Any = webmap.plot(replace(journey, used=crowd))
    shown = [t.get_text() for t in axes.texts]
    names = [crowd[n].sighting.place.name for n in (14, 27)]
    assert shown.count(" – ".join(names)) == 1
    assert not [name for name in names if name in shown]


@pytest.mark.parametrize(("language", "said"), [("en", "Outside this view: "), ("ru", "За краем карты: ")])
def test_a_still_says_what_lies_outside_it_and_its_legend_has_no_sign_of_that(language: str, said: str) -> None:
    journey = story.journey()
    (aside, *_) = journey.rejected
    far = replace(aside.sighting.candidates[0], place=replace(aside.sighting.place, lon=20.0, lat=52.0))
    away = replace(aside, sighting=replace(aside.sighting, candidates=(far,)))
    near: Any = webmap.plot(journey, language=language)
    assert not [t for t in near.texts if t.get_text().startswith(said)]
    axes: Any = webmap.plot(replace(journey, rejected=(away,)), language=language)
    (note,) = [t for t in axes.texts if t.get_text().startswith(said)]
    marks = note.get_text().removeprefix(said).split(", ")
    assert len(marks) == 1
    assert marks[0] not in [t.get_text() for t in axes.texts]
    box = note.get_window_extent()
    assert axes.bbox.containsx(box.x0)
    assert axes.bbox.containsx(box.x1)
    assert not box.overlaps(axes.get_legend().get_window_extent())
    signs = [len(a.get_legend().get_texts()) for a in (near, axes)]
    assert signs[1] < signs[0]


@pytest.mark.parametrize("width", [5.0, 9.0])
def test_the_credit_stands_where_no_legend_is(width: float) -> None:
    from matplotlib.figure import Figure

    way = distance("Moscow", "Vladivostok").path
    axes: Any = webmap.plot(way, ax=Figure(figsize=(width, width / 2)).add_axes((0.02, 0.02, 0.96, 0.96)))
    (credit,) = [t for t in axes.texts if "OpenStreetMap" in t.get_text()]
    box = credit.get_window_extent()
    assert axes.bbox.containsx(box.x0)
    assert axes.bbox.containsx(box.x1)
    assert not box.overlaps(axes.get_legend().get_window_extent())


def test_no_badge_lies_under_the_legend() -> None:
    for language in ("en", "ru"):
        axes: Any = webmap.plot(story.journey(), language=language)
        box = axes.get_legend().get_window_extent()
        badges = [t.get_window_extent() for t in axes.texts if re.fullmatch(r"\d+|[A-Z]", t.get_text())]
        assert len(badges) == 7
        assert not [b for b in badges if b.overlaps(box)]


def jumps(axes: Any) -> list[float]:
    """Steps of more than ten degrees along anything drawn as a line of many points."""
    lines = [line.get_xdata() for line in axes.lines if line.get_transform() == axes.transData]
    return [b - a for xs in lines if len(xs) > 3 for a, b in pairwise(xs) if abs(b - a) > 10]


def test_a_way_that_leaves_the_picture_does_not_come_back_on_the_other_side() -> None:
    journey = story.journey()
    far = story.path_of(story.POINTS[-8:])
    west = replace(far, geometry=tuple((lon - 4.0 * i, lat) for i, (lon, lat) in enumerate(far.geometry)))
    goal = replace(journey.destinations[0], probability=0.05, path=west)
    assert jumps(webmap.plot(replace(journey, destinations=(goal,)))) == []


def test_a_way_across_the_antimeridian_stays_in_one_piece() -> None:
    axes: Any = webmap.plot(story.across_180())
    low, high = axes.get_xlim()
    assert high - low < 20
    assert jumps(axes) == []


def test_mercator_keeps_the_equator_and_stretches_the_north() -> None:
    assert mercator(0.0) == 0.0
    assert mercator(60.0) == pytest.approx(75.456, abs=0.01)


def test_a_name_is_not_written_nearer_to_anothers_badge_than_to_its_own() -> None:
    own, other = (0.0, 0.0, 15.0, 15.0), (60.0, 0.0, 75.0, 15.0)
    assert lettering._own_lead((18.0, 0.0, 40.0, 15.0), own, [own, other]) == 20.0 - 3.0
    assert lettering._own_lead((30.0, 0.0, 50.0, 15.0), own, [own, other]) == 10.0 - 15.0
    assert lettering._own_lead((30.0, 0.0, 50.0, 15.0), None, [own, other]) == math.inf


def clear(axes: Any) -> list[str]:
    """The names written in capitals that stand less than a letter from another name."""
    texts = [t for t in axes.texts if t.get_text().strip()]
    boxes = [(t, t.get_window_extent()) for t in texts]
    return [
        a.get_text()
        for a, p in boxes
        if a.get_text().isupper() and len(a.get_text()) > 3
        for b, q in boxes
        if a is not b and p.x0 - 8 < q.x1 and q.x0 < p.x1 + 8 and p.y0 < q.y1 and q.y0 < p.y1
    ]


def test_the_name_of_a_country_stands_over_its_place_and_clear_of_others() -> None:
    journey = story.journey()
    axes: Any = webmap.plot(journey)
    content = webmap.content_of(journey, webmap.Options(language="en"))
    places = {}
    for label in content["labels"]:
        if label["type"] == "country":
            places[label["name"].upper()] = [(lon, mercator(lat)) for lat, lon, _ in label["places"]]
    names = [t for t in axes.texts if t.get_text() in places]
    assert names
    assert clear(axes) == []
    for text in names:
        box = text.get_window_extent()
        spots = [axes.transData.transform(p) for p in places[text.get_text()]]
        assert any(box.x0 - 1 < x < box.x1 + 1 and box.y0 - 40 < y < box.y1 + 40 for x, y in spots), text.get_text()


def test_a_country_is_named_where_it_has_room_in_the_picture() -> None:
    """Not in a corner, be there ever so much of the country beyond it."""
    axes: Any = webmap.plot(story.journey())
    west, _, east, _ = axes.get_window_extent().extents
    for name in ("CHINA", "RUSSIA"):
        (box,) = [t.get_window_extent() for t in axes.texts if t.get_text() == name]
        assert 0.15 < ((box.x0 + box.x1) / 2 - west) / (east - west) < 0.85, name


def size_of(png: bytes) -> tuple[int, int]:
    from PIL import Image

    return Image.open(io.BytesIO(png)).size


def test_the_height_fits_what_is_shown_within_bounds() -> None:
    points = story.POINTS
    wide = replace(story.path_of(points), geometry=((60.0, 55.0), (90.0, 56.0)))
    high = replace(story.path_of(points), geometry=((60.0, 40.0), (61.0, 60.0)))
    (w, low), (_, tall) = (size_of(webmap.still(path, "png", dpi=40)) for path in (wide, high))
    assert low < 0.8 * w
    assert w < tall < 1.4 * w
    assert size_of(webmap.still(wide, "png", dpi=40, height_mm=200))[1] == int(200 / 25.4 * 40)


def test_a_long_title_is_written_as_a_whole() -> None:
    from railsight.webmap.stills import _Sheet

    title = (
        "A very long headline for a story about the special train of the chairman of the state affairs commission that"
    )
    page = webmap.content_of(story.journey(), webmap.Options("en", title=f"{title} was seen on the way"))
    sheet = _Sheet.of(page, 180.0)
    assert " ".join(sheet.title) == f"{title} was seen on the way"
    assert sheet.top_mm > _Sheet.of(page | {"title": "Short"}, 180.0).top_mm + 3
