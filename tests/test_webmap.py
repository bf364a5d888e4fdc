"""The page as bytes: safe, small, the same every time. What it does is in test_browser_*.py."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from railsight.errors import UsageError
from railsight.model import LANGUAGES, Candidate, Case, Name, Place, Reach, Report, Seen, Sentence, Share, Term, When
from railsight.times import Interval
from railsight.webmap import basemap, explore, render, render_path, render_reach
from railsight.webmap.content import Options, journey_page
from railsight.webmap.escape import Code, clean, data_block, element, markup_text
from railsight.webmap.story import milestones, paragraphs
from railsight.webmap.strings import words_of
from railsight.webmap.told import Told
from railsight.webmap.wording import Wording, linked
from tests import journey_fixture as story
from tests.hostile import PAYLOADS, TEMPLATES, poison

PAGE = Path(__file__).parents[1] / "src" / "railsight" / "webmap" / "page"


def block_of(html: str) -> str:
    found = re.search(r'<script type="application/json" id="railsight-data">(.*?)</script>', html, re.S)
    assert found is not None
    return found.group(1)


# ---------------------------------------------------------------- escaping


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.text(max_size=10))
@example("</script>\\\"'{{x}}", "\\")
@example('\\"', '\\\\"{')
def test_any_text_survives_the_data_block_and_cannot_leave_it(text: str, key: str) -> None:
    block = data_block({"a": [text], "k": {key: text + "\\"}})
    read = json.loads(block)
    assert read["a"] == [clean(text)]
    assert read["k"] == {clean(key): clean(text + "\\")}
    inside = re.sub(r'[{}](?=(?:[^"]*"[^"]*")*[^"]*$)', "", block)  # braces of the JSON itself
    assert not set("<>&'`$\u2028\u2029{}") & set(inside)


@pytest.mark.parametrize("text", PAYLOADS + TEMPLATES)
def test_hostile_texts_read_the_same_after_the_block(text: str) -> None:
    assert json.loads(data_block({text: text})) == {clean(text): clean(text)}
    if "\u2028" not in text:
        assert clean(text) == text


def test_controls_surrogates_and_nul_become_replacement_characters() -> None:
    assert clean("a\x00b\x07c\ud800d\x9be\ufffff") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"
    assert clean("line\nbreak\ttab") == "line\nbreak\ttab"


def test_bidi_controls_are_named() -> None:
    assert clean("abc\u202etxt.exe\u2069") == "abc[U+202E]txt.exe[U+2069]"


def test_marks_that_only_tell_a_direction_are_dropped() -> None:
    """They are in every title written from right to left by hand; an override or an isolate is still named."""
    assert clean("القطار: \u200fأين هو؟") == "القطار: أين هو؟"
    assert clean("a\u200eb\u061cc\u202bd") == "abc[U+202B]d"


def test_long_texts_are_cut() -> None:
    assert len(clean("x" * 1_000_000)) == 4001
    assert clean("x" * 1_000_000).endswith("…")


def test_code_takes_nothing_but_base64() -> None:
    assert Code("abc+/1==").text == "abc+/1=="
    for text in ("<b>", "a b", "ä", "{{", '"'):
        with pytest.raises(ValueError, match="base64"):
            Code(text)


def test_nan_and_infinity_become_null() -> None:
    assert json.loads(data_block([float("nan"), float("inf"), 1.5])) == [None, None, 1.5]


def test_markup_text_escapes_markup_and_braces() -> None:
    shown = markup_text("<b>&\"'{{x}}")
    assert not set("<>\"'{}") & set(shown)


def test_an_element_is_made_of_text_and_leads_nowhere_else() -> None:
    made = element("p", "<b>", element("a", "{{x}}", href="https://example.org/?a=1&b='2'"[:27]), class_='"x"').html
    assert made == (
        '<p class="&quot;x&quot;">&lt;b&gt;<a href="https://example.org/?a=1&amp;b=">&#123;&#123;x&#125;&#125;</a></p>'
    )
    for address in (
        "javascript:HIT()",
        "data:text/html,x",
        "//example.org",
        "https://a b",
        "https://a'b",
        " https://a",
    ):
        with pytest.raises(ValueError, match="http"):
            element("a", "x", href=address)
    for name in ("onclick", "style", "src", "x y"):
        with pytest.raises(ValueError, match="attribute"):
            element("p", **{name: "x"})
    for tag in ("script", "style", "p onclick", "P"):
        with pytest.raises(ValueError, match="element"):
            element(tag)


def test_nothing_else_touches_markup() -> None:
    """In the page's own scripts no way from text to markup or code exists, and one place makes links."""
    scripts = {p.name: p.read_text(encoding="utf-8") for p in PAGE.glob("*.js")}
    assert len(scripts) >= 6
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|srcdoc|setHTML"
    for name, script in scripts.items():
        assert not re.search(ways, script), name
        if name != "notebook.js":  # its one use reads markup that the notebook's author gave to folium
            assert "createContextualFragment" not in script, name
    everything = "\n".join(scripts.values())
    assert everything.count("href: ") == 2  # the source link, and the skip link to the page's own text
    assert len(re.findall(r'rel: "noopener noreferrer"', everything)) == 1
    assert not re.search(r"\bfetch\b|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(", everything)


def test_only_one_python_function_writes_data_into_a_page() -> None:
    folder = PAGE.parent
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name != "escape.py":
            assert "html.escape" not in text, path.name
            assert "Markup(" not in text, path.name
            assert "json.dumps" not in text, path.name


# ---------------------------------------------------------------- the page


def test_same_input_same_bytes_in_another_process() -> None:
    here = render(story.journey(), reading=story.reading())
    code = (
        "import sys; from tests import journey_fixture as s; from railsight.webmap import render; "
        "sys.stdout.buffer.write(render(s.journey(), reading=s.reading()).encode())"
    )
    root = Path(__file__).parents[1]
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            cwd=root,
            env={"PYTHONHASHSEED": seed, "TZ": "America/New_York", "PATH": ""},
            check=True,
        )
        assert done.stdout == here.encode()


def test_the_page_stays_under_its_size() -> None:
    assert len(render(story.journey(), reading=story.reading()).encode()) < 700_000


def test_nothing_points_outside_but_source_links() -> None:
    html = render(story.journey(), reading=story.reading())
    block = block_of(html)
    without = html.replace(block, "")
    linked = re.findall(r'<a href="https?://[^"<>]*" rel="noopener noreferrer" target="_blank">', without)
    assert linked  # the sources, for readers without script
    for link in linked:
        without = without.replace(link, "")
    assert not re.search(r"""(?:src|href|action|srcset)\s*=\s*["']?(?:https?:)?//""", without)
    assert "url(" not in re.search(r"<style>(.*?)</style>", without, re.S).group(1)  # type: ignore[union-attr]
    assert "sourceMappingURL" not in without
    assert "sourceMappingURL" not in block


@pytest.mark.parametrize("text", [*PAYLOADS, *TEMPLATES, "\ud800\x00", "x" * 1_000_000])
def test_hostile_texts_anywhere_never_stop_a_page(text: str) -> None:
    journey, reading = poison(story.journey(), lambda _: text), poison(story.reading(), lambda _: text)
    case = poison(Case("c", "t", reports=story.REPORTS, subtitle="s", credits="c", notes="n"), lambda _: text)
    html = render(journey, reading=reading, case=replace(case, language="en"))
    assert json.loads(block_of(html))["title"].startswith(clean(text)[:200])
    assert html.count("</script>") == 2
    assert len(html.encode()) < 2_500_000


@pytest.mark.parametrize("text", [*PAYLOADS, *TEMPLATES])
def test_hostile_names_in_reach_stay_names(text: str) -> None:
    stretch = Reach(text, text, text, ((130.0, 42.0), (131.0, 43.0)), 130.0)
    place = Place("p", text, "station", 130.0, 42.0)
    html = render_reach([stretch, replace(stretch, partial=True)], place, 6, line_names={text: text}, sources=[text])
    assert json.loads(block_of(html))["labels"][0]["name"] == clean(text)
    assert html.count("</script>") == 2


def test_the_towns_in_reach_are_told_with_the_hours_to_each() -> None:
    stretch = Reach("A", "B", "line", ((130.0, 42.0), (131.0, 43.0)), 130.0)
    place = Place("p", "A", "station", 130.0, 42.0)
    near, far = (Place(n, n, "station", 131.0, 43.0) for n in ("Near", "Far"))
    told = [(place, 0.0), (near, 0.7), (far, 5.4)]
    page = json.loads(block_of(render_reach([stretch], place, 6, line_names={}, stations=told)))
    rows = [(name["o"], when["t"]) for (name,), (when,) in page["passages"]]
    assert [name for name, _ in rows] == ["Near", "Far"]
    assert re.fullmatch(r"0\sh\s40\smin", rows[0][1])
    assert rows[1][1].startswith("about 5")
    assert [label["more"] for label in page["labels"] if label["name"] in ("Near", "Far")] == [[t] for _, t in rows]
    bare = json.loads(block_of(render_reach([stretch], place, 6, line_names={})))
    assert bare["passages"] == []  # whoever gives no stations has the railways alone
    assert len(bare["railways"]) == 1


def test_what_is_in_reach_has_the_kind_of_its_railway() -> None:
    stretch = Reach("A", "B", "line", ((130.0, 42.0), (131.0, 43.0)), 130.0, length_kind="measured geometry")
    estimated = replace(stretch, line="other", length_kind="estimated")
    place = Place("p", "A", "station", 130.0, 42.0)
    for stretches, kinds in (([stretch], {"measured"}), ([stretch, estimated], {"measured", "estimated", "mixed"})):
        page = json.loads(block_of(render_reach(stretches, place, 6, line_names={}, sources=[])))
        told = [part for text in (*page["story"], *(row[1] for row in page["railways"])) for part in text]
        assert {part["k"] for part in told if isinstance(part, dict) and "k" in part} == kinds


def test_case_and_arguments_name_the_page() -> None:
    case = Case("c", title="By the case", subtitle="sub", credits="Graphics: us", language="ru")
    data = json.loads(block_of(render(story.journey(), case=case)))
    assert (data["title"], data["subtitle"], data["lang"]) == ("By the case", "sub", "ru")
    assert data["credits"][0] == [{"o": "Graphics: us"}]
    data = json.loads(block_of(render(story.journey(), case=case, title="Given", language="ko")))
    assert (data["title"], data["lang"]) == ("Given", "ko")


def test_figures_say_where_they_come_from() -> None:
    data = json.loads(block_of(render(story.journey(), reading=story.reading())))
    told = [part for paragraph in data["story"] for part in paragraph if isinstance(part, dict)]
    assert {"t": "1,060\u00a0km", "k": "official"} in told
    assert any(part.get("k") == "reported" for part in told)
    assert data["goals"][0]["probability"] == [{"t": "72%", "k": "inferred"}]
    assert data["pairs"]["rail"][1][0] == "245\u00a0km"


def test_an_empty_journey_is_a_page_too() -> None:
    bare = replace(
        story.journey(), path=None, used=(), rejected=(), alternatives=(), destinations=(), positions=(), passages=(),
        others=(), history=(),
    )  # fmt: skip
    data = json.loads(block_of(render(bare)))
    assert data["stops"] == []
    assert data["paths"] == []


def test_a_path_of_fifty_thousand_points_is_a_page_in_time() -> None:
    path = story.path_of(story.POINTS)
    dense = []
    for (x1, y1), (x2, y2) in pairwise(path.geometry):
        dense += [(x1 + (x2 - x1) * i / 1600, y1 + (y2 - y1) * i / 1600) for i in range(1600)]
    long = replace(path, geometry=(*dense[:50_000], path.geometry[-1]))
    html = render_path(long)
    assert len(html.encode()) < 700_000


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    english, other = words_of("en"), words_of(language)
    assert other.keys() == english.keys()
    for key, value in english.items():
        if isinstance(value, dict):
            assert other[key].keys() == value.keys()  # type: ignore[attr-defined]
        elif isinstance(value, list):
            assert len(other[key]) == len(value)  # type: ignore[arg-type]
        else:
            assert str(other[key]).count("#") == str(value).count("#"), key


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="xx"):
        render(story.journey(), language="xx")


def test_times_are_told_in_words_on_the_local_clock() -> None:
    w = Wording("en")
    khasan = story.KHASAN
    window = w.window(story.utc(11, 18), story.utc(11, 23), khasan.lon, khasan.lat, "reported")
    assert window == [{"t": "between 04:00 and 09:00, Tue 12 Sep (UTC+10)", "k": "reported"}]
    day = w.window(story.utc(11, 14), story.utc(12, 13, 59), khasan.lon, khasan.lat, "reported")
    assert day == [{"t": "on Tue 12 Sep (UTC+10)", "k": "reported"}]
    assert "сен" in Wording("ru").moment(story.utc(12, 2), khasan.lon, khasan.lat)
    assert Wording("ko").date(story.utc(12, 2)) == "9월 12일(화)"


def test_inferred_times_have_no_false_precision() -> None:
    found = Wording("en").window(story.utc(12, 1, 17), story.utc(12, 6, 41), 0.0, 51.5, "inferred")
    assert found == [{"t": "between 02:00 and 08:00, Tue 12 Sep (UTC+1)", "k": "inferred"}]


def test_addresses_in_sources_become_links_and_nothing_else_does() -> None:
    parts = linked("BBC, https://a.example/x?y=1; javascript:alert(1) file:///etc/passwd")
    assert [p["h"] for p in parts if isinstance(p, dict) and "h" in p] == ["https://a.example/x?y=1"]


# ---------------------------------------------------------------- basemap


def test_a_line_survives_its_code() -> None:
    points = [(130.645, 42.43), (-179.9999, -10.5), (0.0, 0.0)]
    (shape,) = basemap.decode(basemap.encode_line(points).text)
    assert [(x / 10_000, y / 10_000) for x, y in shape] == points


def test_the_basemap_knows_land_from_sea() -> None:
    from railsight.geo import in_ring

    def on_land(lon: float, lat: float) -> bool:
        area = (lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2)
        shapes = list(basemap.shapes(area, budget=basemap.BUDGET))
        return any(in_ring(lon, lat, ring) for kind, ring in shapes if kind == "land") and not any(
            in_ring(lon, lat, ring) for kind, ring in shapes if kind == "lake"
        )

    for place in ((131.95, 43.80), (125.74, 39.02), (37.6, 55.75), (116.4, 39.9), (128.3, 51.9), (-3.7, 40.4)):
        assert on_land(*place), place
    for place in ((133.0, 41.0), (140.0, 48.2), (108.2, 53.5), (123.0, 36.0), (0.0, 0.0)):
        assert not on_land(*place), place


def test_the_world_behind_is_good_to_what_it_says() -> None:
    """Ports lie on the coast, as drawn on the coarsest level too."""
    from railsight.geo import nearest_on_line

    level: Any = basemap.for_page([(100.0, 30.0, 150.0, 60.0)], budget=0)["levels"][0]
    coast = [
        [(west + x / level["steps"], south + y / level["steps"]) for x, y in ring]
        for west, south, kinds in level["tiles"] if "land" in kinds for ring in basemap.decode(kinds["land"].text)
    ]  # fmt: skip
    ports = ((131.88, 43.11), (150.78, 59.55), (158.64, 53.01), (140.28, 48.97), (127.45, 39.17), (120.31, 36.07),
             (106.72, 20.87), (30.24, 59.92), (37.79, 44.72), (128.87, 71.64), (127.67, 26.21))  # fmt: skip
    for lon, lat in ports:
        near = [r for r in coast if min(abs(x - lon) for x, _ in r) < 2 and min(abs(y - lat) for _, y in r) < 2]
        off_m = min(nearest_on_line(lon, lat, [*ring, ring[0]])[0] for ring in near)
        assert off_m < 1000 * level["km"], (lon, lat)


def test_tiles_run_on_past_the_antimeridian() -> None:
    page = basemap.for_page([(170.0, 60.0, 195.0, 70.0)])
    west = [tile[0] for tile in page["levels"][1]["tiles"]]  # type: ignore[index]
    assert min(west) == 170
    assert max(west) == 190


def test_a_wide_map_takes_a_coarser_level_within_the_budget() -> None:
    for area in ((20.0, 10.0, 150.0, 72.0), (100.0, 20.0, 150.0, 60.0), (130.0, 42.0, 133.0, 45.0)):
        block = data_block(basemap.for_page([area]))
        assert len(block) < basemap.BUDGET + 130_000


# ---------------------------------------------------------------- tiles from a server, notebooks


def test_show_everything_has_ground_for_any_window() -> None:
    """A rejected sighting far away: the finer basemap goes on to where a wide or a tall window ends."""
    journey = story.journey()
    rejected = journey.rejected[0]
    chita = replace(rejected.sighting.place, name="Chita", lon=113.5, lat=52.0)
    far = replace(rejected.sighting, candidates=(replace(rejected.sighting.candidates[0], place=chita),))
    data = json.loads(block_of(render(replace(journey, rejected=(replace(rejected, sighting=far),)))))
    west, south, east, north = data["whole"]
    assert west <= 113.5
    wide, tall = (east - west) * math.cos(math.radians((south + north) / 2)), north - south
    for width, height in ((1.9, 1.0), (0.8, 1.0)):
        scale = max(wide / width, tall / height) / 0.75  # of the picture, less what furniture takes
        cover = data["basemap"]["levels"][1]["cover"]
        middle = (west + east) / 2, (south + north) / 2
        half = scale * width / 2 / math.cos(math.radians(middle[1])), scale * height / 2
        assert cover[0] <= middle[0] - half[0]
        assert cover[2] >= middle[0] + half[0]
        assert cover[1] <= middle[1] - half[1]
        assert cover[3] >= min(85.0, middle[1] + half[1])


def test_two_levels_of_basemap_share_their_room() -> None:
    near = (120.0, 40.0, 140.0, 55.0)

    def levels(far: tuple[float, float, float, float]) -> list[dict[str, Any]]:
        found: Any = basemap.for_page([near, far])["levels"]
        written = (code for level in found[1:] for *_, kinds in level["tiles"] for code in kinds.values())
        assert sum(len(code.text) for code in written) <= basemap.BUDGET
        return found[1:]  # type: ignore[no-any-return]

    one = levels((118.0, 40.0, 140.0, 55.0))
    assert len(one) == 1
    below, above = levels((30.0, 30.0, 150.0, 70.0))
    assert below["cover"][0] <= 30.0 < 115.0 <= above["cover"][0]
    assert above["size"] < below["size"]
    (only,) = levels((-170.0, -60.0, 170.0, 80.0))  # nothing finer than the world has room for that
    assert only["cover"][0] >= 115.0


def test_places_outside_the_first_view_stand_on_the_finest_ground() -> None:
    """Of what may be chosen: a sighting set aside in Perm, a destination across the antimeridian."""

    def tile(data: dict[str, Any], lon: float, lat: float) -> str:
        """The land under a place as drawn: of the last level that has a tile there."""
        at = [
            (level, kinds) for level in data["basemap"]["levels"] for west, south, kinds in level["tiles"]
            if west <= lon < west + level["size"] and south <= lat < south + level["size"]
        ]  # fmt: skip
        level, kinds = at[-1]
        assert (level["size"], level["km"]) == (5, 1), (lon, lat)
        return str(kinds["land"])

    journey = story.journey()
    rejected, goal = journey.rejected[0], journey.destinations[0]
    perm = replace(rejected.sighting.place, name="Perm", lon=56.25, lat=58.0)
    far = replace(rejected.sighting, candidates=(replace(rejected.sighting.candidates[0], place=perm),))
    nome = replace(goal, place=replace(goal.place, id="nome", name="Nome", lon=-165.4, lat=64.51), path=None)
    told = replace(journey, rejected=(replace(rejected, sighting=far),), destinations=(*journey.destinations, nome))
    html = render(told)
    data = json.loads(block_of(html))
    assert tile(data, 56.25, 58.0) != tile(data, 360 - 165.4, 64.51)
    assert len(html.encode()) < 700_000
    assert sum(level.get("least", 0) > 0 for level in json.loads(block_of(render(journey)))["basemap"]["levels"]) == 0


def test_finest_ground_stays_within_its_room() -> None:
    near = [(30.0 + 9 * i, 55.0) for i in range(12)]
    for room in (0, 40_000, 1_000_000):
        found: Any = basemap.for_page([(20.0, 10.0, 150.0, 72.0)], budget=0, near=near, room=room)["levels"][1:]
        written = sum(len(code.text) for level in found for *_, kinds in level["tiles"] for code in kinds.values())
        assert written <= min(room, basemap.CLOSE_BUDGET)
        assert bool(found) == (room > 0)


def test_where_it_may_be_heading_has_fine_ground_around_it_before_far_places_have_any() -> None:
    """Pyongyang lies by the edge of a tile: the coast north of it is as fine, however many places there are."""
    near = [(125.7, 39.9), (104.3, 52.3), *((30.5 + 6 * i, 57.0) for i in range(12))]
    found: Any = basemap.for_page([(20.0, 30.0, 150.0, 72.0)], budget=0, near=near, room=30_000)["levels"][-1]
    assert found["least"]
    tiles = [(west, south) for west, south, _ in found["tiles"]]
    assert {(125, 35), (125, 40)} <= set(tiles)
    assert (65, 55) not in tiles  # for that there was no room


def test_ground_is_wanted_first_where_a_reader_looks_first() -> None:
    from railsight.webmap.content import _most_looked_at

    journey = story.journey()
    page: Any = journey_page(journey, None, None, Options(title="x"))
    wanted = _most_looked_at(page)
    assert wanted[0]["n"] == "A"
    assert wanted[1]["n"] == page["stops"][len(journey.used) - 1]["n"]
    assert len(wanted) == len(page["stops"]) + len(page["goals"])


def test_online_tiles_are_a_choice_and_said_so() -> None:
    html = render(story.journey(), tiles="https://{s}.tile.example.org/{z}/{x}/{y}.png")
    assert "img-src data: blob: https://*.tile.example.org;" in html
    assert "tile.example.org" in json.loads(block_of(html))["tiles"]["note"]
    assert "https://*." not in render(story.journey())


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x/{z}/{x}/{y}",
        "https://x/{z}/{x}",
        "https://x y/{z}/{x}/{y}",
        "https://a;script-src *//{z}/{x}/{y}",
        "//x/{z}/{x}/{y}",
        "https://\"'/{z}/{x}/{y}",
    ],
)
def test_a_tile_address_cannot_change_the_policy(address: str) -> None:
    with pytest.raises(UsageError):
        render(story.journey(), tiles=address)


@pytest.mark.parametrize("text", ["{{7*7}}", "{% for", "{#", "</script>", "${x}"])
def test_templates_of_folium_never_see_outside_text(text: str) -> None:
    m = explore(poison(story.journey(), lambda _: text), title=text)
    html = m.get_root().render()
    assert text not in re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.search(r'(?:src|href)="https?://', html)


def test_a_folium_map_takes_further_layers() -> None:
    import folium

    m = explore(story.journey())
    folium.CircleMarker([45.0, 135.0]).add_to(m)
    assert "circleMarker" in m.get_root().render()
    assert m._repr_html_()


# ---------------------------------------------------------------- what is drawn


def drawn_segments(data: dict[str, object], styles: set[str], *, over: int) -> list[frozenset[tuple[int, int]]]:
    """Every stretch drawn in some styles, in either direction the same; ``over`` a surer one, or on its own."""
    found = []
    for path in data["paths"]:  # type: ignore[attr-defined]
        if path["style"] in styles:
            for number in (n for n, above in zip(path["lines"], path["over"], strict=True) if above == over):
                (shape,) = basemap.decode(data["lines"][number])  # type: ignore[index]
                found += [frozenset(pair) for pair in pairwise(shape)]
    return found


def test_a_stretch_passed_twice_is_drawn_once() -> None:
    """Out and back over the same rails: dashes over dashes would look solid."""
    there = story.POINTS[12:20]
    back = [(*row[:7], 1060.0 + (1060.0 - row[7])) for row in reversed(there[:-1])]
    path = story.path_of([*story.POINTS[:20], *back])
    journey = replace(story.journey(), path=path, destinations=(), alternatives=())
    data = json.loads(block_of(render(journey)))
    segments = drawn_segments(data, {"confirmed", "inferred", "speculated"}, over=0)
    assert len(segments) == len(set(segments))
    for style in ("inferred", "speculated"):  # beneath is a surer one, seen on both sides of it
        above = drawn_segments(data, {style}, over=1)
        assert len(above) == len(set(above))
        assert set(above) <= set(segments)
    assert not drawn_segments(data, {"confirmed", "alternative"}, over=1)


def test_a_way_back_of_another_kind_is_drawn_over_the_way_out() -> None:
    """Confirmed out, inferred back: the legend promises both, so both are on the map, in the still too."""
    journey = story.journey()
    there = story.POINTS[12:20]
    back = [(*row[:7], 1060.0 + (1060.0 - row[7])) for row in reversed(there[:-1])]
    path = story.path_of([*there, *back])
    first, last = journey.used[1], journey.used[3]
    hours = Interval(story.utc(11, 20), story.utc(11, 21)), Interval(story.utc(12, 3), story.utc(12, 4))
    used = tuple(
        replace(one, km=km, sighting=replace(one.sighting, status=status, interval=span))
        for one, km, status, span in (
            (first, 0.0, "confirmed", hours[0]),
            (last, 259.0, "confirmed", hours[1]),
            (first, 518.0, "reported", Interval(story.utc(13, 3), story.utc(13, 4))),
        )
    )
    data = json.loads(block_of(render(replace(journey, path=path, used=used, destinations=(), alternatives=()))))
    out, above = drawn_segments(data, {"confirmed"}, over=0), drawn_segments(data, {"inferred"}, over=1)
    assert set(out) == set(above)
    assert {"confirmed", "inferred"} <= {entry.get("style") for entry in data["legend"]}


def test_unlikely_destinations_beyond_the_first_are_told_but_not_drawn() -> None:
    journey = story.journey()
    first = journey.destinations[1]
    more = tuple(
        replace(first, place=replace(first.place, id=f"d{i}", name=f"Elsewhere {i}", lon=120.0 + i), probability=p)
        for i, p in enumerate((0.05, 0.04, 0.01, 0.002))
    )
    data = json.loads(block_of(render(replace(journey, destinations=(*journey.destinations, *more)))))
    assert [g["drawn"] for g in data["goals"]] == [True, True, True, True, False, False]
    assert [g["n"] for g in data["goals"]] == ["A", "B", "C", "D", "E", "F"]
    goals = {label["n"]: label["share"] for label in data["labels"] if label["type"] == "goal"}
    assert goals["F"] == "<1%"  # shown when it is chosen
    assert not any(path["text"].startswith("Elsewhere 3") for path in data["paths"])
    assert [piece[1:] for piece in data["stretches"]["ways"]] == [[4, 5]]  # both by one way, written once


def test_a_long_journey_gives_up_detail_of_the_basemap_before_it_outgrows_its_page() -> None:
    journey = story.journey()
    assert journey.path is not None
    (x1, y1), (x2, y2) = (30.0, 60.0), (140.0, 45.0)
    shape = tuple((x1 + (x2 - x1) * i / 9000, y1 + (y2 - y1) * i / 9000 + 0.02 * (i % 3)) for i in range(9000))
    wide = replace(journey, path=replace(journey.path, geometry=shape))
    many = tuple(
        replace(p, reachable=tuple(replace(p.reachable[0], geometry=shape[i * 40 : i * 40 + 900]) for _ in range(2)))
        for i, p in enumerate(wide.positions)
    )
    assert len(render(replace(wide, positions=many)).encode()) < 700_000


# ---------------------------------------------------------------- lines of the inference, and the way told


def test_sentences_of_the_inference_tell_local_time_numbers_and_shares() -> None:
    told = Told.of(story.journey(), Wording("en"))
    seen = When(story.utc(11, 19, 30), story.utc(11, 20, 30), story.KHASAN.lon, story.KHASAN.lat)
    of = {"sighting": Sentence("{place} ({when})", place=Name("Khasan"), when=seen), "copies": ""}
    line = Sentence(
        "{event} {sighting}: belief {share}{copies}", event=Term("event", "arrived"), share=Share(1.0), **of
    )
    assert line == "arrived Khasan (11 Sep 19:30 UTC to 11 Sep 20:30 UTC): belief >99%"
    assert told.line(line) == "arrived Khasan (between 05:30 and 06:30, Tue 12 Sep (UTC+10)): belief >99%"
    due = When(story.utc(12, 4, 25), story.utc(12, 5, 38), 131.9, 43.1, "inferred")
    goal = Sentence(", arrival {when}", when=due)
    assert goal == ", arrival 12 Sep 04:25 to 12 Sep 05:38 UTC"
    assert told.line(goal) == ", arrival between 14:20 and 15:40, Tue 12 Sep (UTC+10)"
    assert told.line("Khasan (11 Sep 19:30 UTC)") == "Khasan (11 Sep 19:30 UTC)"  # nothing is read out of plain text


def test_ids_of_sightings_become_their_numbers() -> None:
    journey = story.journey()
    used = replace(journey.used[0], sighting=replace(story.S1, id="seed-08b6e537"))
    told = Told.of(replace(journey, used=(used, *journey.used[1:])), Wording("en"))
    assert told.line("tells the same as seed-08b6e537 and adds") == "tells the same as sighting 1 and adds"
    assert told.line("seed-08b6e537x") == "seed-08b6e537x"
    repeats = "repeats {sighting}, so it adds no certainty"
    assert told.line(Sentence(repeats, sighting=Seen("seed-08b6e537"))) == "repeats sighting 1, so it adds no certainty"
    assert told.line(Sentence(repeats, sighting=Seen(story.S2.id))) == "repeats sighting 2, so it adds no certainty"


def test_words_of_ours_are_not_taken_for_the_id_of_a_report() -> None:
    """A file report.txt has the id "report", which every other sentence of ours has as a word."""
    reports = {i: Report(id=i, text="", title="Where to?") for i in ("report", "report-2")}
    told = Told.of(story.journey(), Wording("en"), reports)
    more = Sentence(", {more} more report says the same", more=1)
    assert told.line(more) == more
    assert told.line("stated by the report") == "stated by the report"
    assert told.line("also report-2") == "“Where to?” tells it too"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_line_can_be_told(text: str) -> None:
    told = Told.of(story.journey(), Wording("en"))
    assert told.line(text) is not None
    assert told.line(f"Khasan ({text})").startswith("Khasan (")
    sentence = Sentence("speculated: {teller} names {place} as the goal", teller=text, place=Name(text))
    assert told.line(sentence) == f"speculated: {text} says that {text} may be the goal"


def test_the_way_is_told_by_what_was_seen_and_large_places_in_the_gaps() -> None:
    journey = story.journey()
    names = [name for name, _ in milestones(journey)]
    km = {row[1]: row[7] for row in story.POINTS} | {"Razdolnaya rail bridge": 1046.0}
    assert {"Khasan"} <= set(names)
    assert not {"Pyongyang", "Ussuriysk"} & set(names)
    assert [km[n] for n in names] == sorted(km[n] for n in names)
    stops = [0.0, *(km[n] for n in names), 1060.0]
    assert max(b - a for a, b in pairwise(stops)) < 1060 / 2
    vague = replace(
        journey.used[1],
        sighting=replace(
            story.S2,
            candidates=(
                replace(story.S2.candidates[0], place=replace(story.KHASAN, kind="region", name="Primorsky Krai")),
            ),
        ),
    )
    assert "Primorsky Krai" not in [n for n, _ in milestones(replace(journey, used=(journey.used[0], vague)))]


def test_stations_that_tell_the_way_have_a_name_in_the_language_of_the_page() -> None:
    """Where there are any such: of two about as large, the one that a reader can read."""
    journey = story.journey()
    assert journey.path is not None
    few = replace(journey, used=(journey.used[0], journey.used[-1]))
    assert "Hamhung" in [name for name, _ in milestones(few, Wording("ko"))]
    points = tuple(
        replace(p, names={"ru": "Хамхын", "zh": "咸兴"} if p.name == "Hamhung" else {"ko": p.names["ko"], "zh": "高原"})
        if p.name in ("Hamhung", "Kowon")
        else p
        for p in journey.path.points
    )
    named = milestones(replace(few, path=replace(journey.path, points=points)), Wording("ko"))
    assert "Hamhung" not in [name for name, _ in named]
    assert all(names.get("ko") for _, names in named)
    assert "Hamhung" in [name for name, _ in milestones(replace(few, path=replace(journey.path, points=points)))]


# ---------------------------------------------------------------- other ways, and networks that name no stations


def test_another_way_is_told_by_where_it_parts() -> None:
    journey = story.journey()
    w = Wording("en")
    told = next(text for p in paragraphs(journey, w) if "route runs" in (text := w.text(p)))
    assert re.search(r"It may also have gone between Chongjin and Makhalino by way of \w+(, \w+)? \(4%\)", told)
    gone = re.search(r"by way of (\w+)(?:, (\w+))? \(", told)
    assert gone
    assert set(filter(None, gone.groups())) <= {"Hoeryong", "Namyang", "Tumen", "Hunchun"}
    assert "?" not in told


def test_ways_that_no_station_tells_apart_count_together() -> None:
    journey = story.journey()
    path = replace(journey.path or story.path_of(story.POINTS), points=())
    shapes = (path.geometry[1:], path.geometry[2:])
    others = tuple(replace(journey.alternatives[1], path=replace(path, geometry=g), probability=0.2) for g in shapes)
    w = Wording("en")
    paths = [w.text(p) for p in paragraphs(replace(journey, path=path, alternatives=others), w)]
    (told,) = [text for text in paths if text.startswith("The likely route runs from Pyongyang to Ussuriysk: ")]
    assert told.endswith("It may also have gone by other tracks (40%).")


def test_a_place_far_from_the_train_does_not_say_where_it_is() -> None:
    journey = story.journey()
    away = tuple(replace(p, lon=100.0, lat=20.0, near="") for p in journey.positions)
    assert {t["where"] for t in journey_page(replace(journey, positions=away), None, None, Options())["times"]} == {""}


def test_the_slider_says_what_a_position_rests_on() -> None:
    journey = story.journey()
    known, goal, away = (
        journey.positions[0],
        "if it stays at Khasan, which is 46% likely",
        "it left Khasan and came back there, and nothing tells where it was between",
    )
    samples = (known, replace(journey.positions[1], assumes=goal), replace(journey.positions[2], unknown=away))
    times = journey_page(replace(journey, positions=samples), None, None, Options())["times"]
    assert [t["known"] for t in times] == ["likely", "assumed", "unknown"]
    assert times[1]["rests"] == "if it stays at Khasan, which is 46% likely"
    assert (times[2]["where"], times[2]["rests"]) == ("place not known", away)


def test_after_the_last_sighting_the_slider_says_that_it_is_a_forecast() -> None:
    """However sure the goal is: with the stretch it may be on, by stations and how likely, and no train drawn as if
    it were known."""
    journey = story.journey()
    ahead = replace(journey.positions[-1], forecast=True, km_low=1949.0, km_high=2292.4, assumes="")
    times = journey_page(replace(journey, positions=(journey.positions[0], ahead)), None, None, Options())["times"]
    assert [t["ahead"] for t in times] == [False, True]
    stretch = "between Birobidzhan and Belogorsk, 80% (km 1,949 to 2,292 along the route)"
    assert times[1]["where"] == f"forecast: {stretch}"
    assert times[1]["known"] == "assumed"
    nameless = replace(journey, path=None, destinations=(), positions=(replace(ahead, near="", lon=100.0, lat=20.0),))
    (time,) = journey_page(nameless, None, None, Options())["times"]
    assert time["where"] == "forecast: 80% (km 1,949 to 2,292 along the route)"
    there = replace(ahead, km_low=1949.0, km_high=1949.0, near="")
    (time,) = journey_page(replace(journey, positions=(there,)), None, None, Options())["times"]
    assert "between" not in time["where"]
    assert "km 1,949 along the route" in time["where"]
    assert "forecast" not in times[0]["where"]


def test_the_title_of_a_way_into_an_area_names_the_area() -> None:
    journey = story.journey()
    assert journey.path is not None
    last = journey.path.points[-1]
    area = Place("r", "Some Oblast", "region", last.lon, last.lat, country="RU", radius_m=300_000.0)
    seen = replace(journey.used[-1].sighting, candidates=(Candidate(area, 1.0),))
    there = replace(journey.used[-1], sighting=seen, km=journey.path.km)
    page = journey_page(replace(journey, used=(*journey.used[:-1], there)), None, None, Options())
    told = str(page["story"])
    assert "Some Oblast" in told
    assert "official figure" not in told.partition("by way of")[0]


def test_a_coarse_sighting_is_shown_when_the_journey_has_the_train_there() -> None:
    """Choosing a photo that has only a date must not show the train where it was at noon of that date."""
    journey = story.journey()
    used = journey.used[-1]
    day = Interval(story.utc(11, 14), story.utc(12, 14))
    coarse = replace(used, sighting=replace(used.sighting, interval=day))
    narrow = next(p for p in journey.passages if p.observed and abs(p.km - (used.km or 0)) < 1)
    page: Any = journey_page(replace(journey, used=(*journey.used[:-1], coarse)), None, None, Options())
    moment, stop = datetime.fromisoformat, page["stops"][len(journey.used) - 1]
    shown = moment(page["times"][stop["moment"]]["t"])
    gap = min(abs((moment(t["t"]) - narrow.likely).total_seconds()) for t in page["times"])
    assert abs((shown - narrow.likely).total_seconds()) == gap
    assert abs((shown - day.middle).total_seconds()) > gap


def test_where_the_train_was_not_is_never_where_it_was_last_seen() -> None:
    journey = story.journey()
    last = journey.used[-1]
    later = Interval(story.utc(13, 1), story.utc(13, 2))
    denial = replace(last, km=None, sighting=replace(last.sighting, id="no", event="absent", interval=later))
    w = Wording("en")
    told = [w.text(p) for p in paragraphs(replace(journey, used=(*journey.used, denial)), w)]
    assert [p for p in told if p.startswith("Last seen: ")] == [
        w.text(p) for p in paragraphs(journey, w) if w.text(p).startswith("Last seen: ")
    ]


def test_a_page_without_title_or_path_is_named_by_its_place() -> None:
    journey = replace(story.journey(), path=None, title="", case="", used=story.journey().used[:1])
    assert "<title>Pyongyang</title>" in render(journey)
    assert "<title>평양</title>" in render(journey, language="ko")


def test_a_figure_of_several_kinds_says_so() -> None:
    w = Wording("en")
    assert [w.km(1.0, kind)["k"] for kind in ("official chainage", "measured geometry", "estimated", "mixed")] == [  # type: ignore[index]
        "official", "measured", "estimated", "mixed",
    ]  # fmt: skip
    for language in LANGUAGES:
        kinds = words_of(language)["kinds"]
        assert isinstance(kinds, dict)
        assert len(set(kinds.values())) == len(kinds) == 6
