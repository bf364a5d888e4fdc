"""The published page against hostile text, in a real browser with every request refused and watched."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from railsight.model import Case
from railsight.webmap import explore, render, render_path
from railsight.webmap.escape import clean
from tests import journey_fixture as story
from tests.hostile import PAYLOADS, TEMPLATES, poison
from tests.pages import opened

pytestmark = pytest.mark.browser
CASE = Case("case", "title", subtitle="subtitle", credits="credits", notes="notes", reports=story.REPORTS)
LONG_S = 20  # a second where nothing else runs; what grows with the square takes minutes


def hostile_page(texts: Iterator[str], **options: Any) -> str:
    def text(_: str) -> str:
        return next(texts)

    case = replace(poison(CASE, text), language="en")
    return render(poison(story.journey(), text), reading=poison(story.reading(), text), case=case, **options)


def prod(page: Any) -> None:
    """Open, hover and choose everything there is, so that all text is written out."""
    page.evaluate(
        """() => {
          for (const box of document.querySelectorAll('details')) box.open = true;
          for (const node of document.querySelectorAll('.leaflet-interactive, .mark, .stop, .way')) {
            for (const kind of ['mouseover', 'mousemove', 'focus', 'click']) {
              node.dispatchEvent(new MouseEvent(kind, {bubbles: true, clientX: 300, clientY: 300}));
            }
          }
          for (const button of document.querySelectorAll('.stop-button')) button.click();
          const known = document.getElementById('as-known');
          if (known) known.click();
          for (const select of document.querySelectorAll('select')) {
            select.selectedIndex = 1; select.dispatchEvent(new Event('change', {bubbles: true}));
          }
        }"""
    )
    page.wait_for_timeout(150)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("turn", range(4))
def test_no_payload_runs_in_any_field(browser: Any, tmp_path: Path, turn: int) -> None:
    """Every field gets another payload in every turn, so that each field meets many."""
    order = (PAYLOADS[(i * 7 + turn * 9) % len(PAYLOADS)] for i in count())
    with opened(browser, hostile_page(order), tmp_path) as watched:
        prod(watched.page)
        watched.clean()


def test_all_payloads_at_once_in_every_field_read_the_same(browser: Any, tmp_path: Path) -> None:
    joined = " ".join(PAYLOADS)
    with opened(browser, hostile_page(iter(lambda: joined, None)), tmp_path) as watched:
        prod(watched.page)
        shown = squeezed(watched.page.evaluate("document.querySelector('.panel').textContent"))
        assert shown.count(squeezed(clean(joined))) > 12  # names are cut, addresses in lists shortened
        watched.clean()


@pytest.mark.parametrize("payload", PAYLOADS[::12])
def test_a_payload_as_the_title_is_the_title(browser: Any, tmp_path: Path, payload: str) -> None:
    with opened(browser, render(story.journey(), title=payload), tmp_path) as watched:
        assert watched.page.evaluate("document.querySelector('h1').textContent") == clean(payload)
        assert squeezed(watched.page.title()).strip() == squeezed(clean(payload)).strip()
        watched.clean()


def test_template_marks_are_plain_text(browser: Any, tmp_path: Path) -> None:
    joined = " ".join(TEMPLATES)
    with opened(browser, hostile_page(iter(lambda: joined, None)), tmp_path) as watched:
        prod(watched.page)
        assert watched.page.evaluate("document.querySelector('h1').textContent") == joined
        watched.clean()


def test_the_folium_map_is_as_safe(browser: Any, tmp_path: Path) -> None:
    order = (f"{PAYLOADS[i % len(PAYLOADS)]} {TEMPLATES[i % len(TEMPLATES)]}" for i in count())
    m = explore(poison(story.journey(), lambda _: next(order)), title="{{7*7}} </script>")
    with opened(browser, m.get_root().render(), tmp_path) as watched:
        assert watched.page.evaluate("document.querySelector('h1').textContent") == "{{7*7}} </script>"
        watched.clean()


def test_opened_from_disk_offline_it_draws_and_asks_nothing(browser: Any, tmp_path: Path) -> None:
    html = render(story.journey(), reading=story.reading())
    with opened(browser, html, tmp_path, offline=True) as watched:
        assert watched.page.locator(".stop").count() == 5
        ink = """() => { const c = document.querySelector('.leaflet-base-pane canvas');
            const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
            const seen = new Set();
            for (let i = 0; i < d.length; i += 400) seen.add(d[i] + ',' + d[i+1]);
            return seen.size; }"""
        assert watched.page.evaluate(ink) > 3
        watched.clean()


def test_the_policy_is_there_and_holds(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render(story.journey()), tmp_path) as watched:
        policy = watched.page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        watched.page.evaluate(
            """async () => {
              const add = (tag, props) => document.body.append(Object.assign(document.createElement(tag), props));
              add('script', {textContent: 'HIT()'});
              add('img', {src: 'https://outside.invalid/a.png'});
              add('link', {rel: 'stylesheet', href: 'https://outside.invalid/a.css'});
              add('iframe', {src: 'https://outside.invalid/'});
              await fetch('https://outside.invalid/').catch(() => {});
              try { new WebSocket('wss://outside.invalid/'); } catch {}
            }"""
        )
        watched.page.wait_for_timeout(200)
        assert watched.requests == []
        assert watched.page.evaluate("window.hits") == 0
        assert any("Content Security Policy" in line for line in watched.console)


def test_only_sources_are_links_and_they_tell_nobody(browser: Any, tmp_path: Path) -> None:
    with opened(browser, render(story.journey(), reading=story.reading()), tmp_path) as watched:
        links = watched.page.eval_on_selector_all(
            "a[href]", "all => all.map(a => [a.getAttribute('href'), a.rel, a.className])"
        )
        outside = [link for link in links if not link[0].startswith("#")]
        assert outside
        assert {link[1] for link in outside} == {"noopener noreferrer"}
        assert {link[0] for link in outside} == {
            "https://example.org/wire/train?id=12&lang=en",
            "https://example.net/live?page=3",
        }
        with_src = watched.page.eval_on_selector_all("[src]", "all => all.length")
        assert with_src == 0


BAD_ADDRESSES = [
    "javascript:HIT()", "JaVaScRiPt:HIT()", " javascript:HIT()", "java\nscript:HIT()", "data:text/html,x",
    "file:///etc/passwd", "vbscript:x", "blob:x", "//outside.invalid/x", "about:blank", "ftp://outside.invalid/",
]  # fmt: skip


def test_other_addresses_are_not_links(browser: Any, tmp_path: Path) -> None:
    reading = story.reading()
    bad = tuple(
        replace(reading.reports[0], id=f"bad{i}", url=address, source=f"see {address}")
        for i, address in enumerate(BAD_ADDRESSES)
    )
    html = render(story.journey(), reading=replace(reading, reports=bad), credits=" ".join(BAD_ADDRESSES))
    with opened(browser, html, tmp_path) as watched:
        assert watched.page.locator(".sources li").count() == len(BAD_ADDRESSES)
        hrefs = watched.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        assert {h for h in hrefs if not h.startswith("#")} == {"https://example.net/live?page=3"}
        watched.clean()


def test_bidi_controls_are_isolated_and_visible(browser: Any, tmp_path: Path) -> None:
    hostile = "abc\u202egpj.exe\u2066 \u05d0\u05d1"
    with opened(browser, hostile_page(iter(lambda: hostile, None)), tmp_path) as watched:
        text = watched.page.evaluate("document.documentElement.textContent")
        assert "[U+202E]" in watched.page.evaluate("document.querySelector('h1').textContent")
        shown = watched.page.evaluate("document.querySelector('.panel').textContent")
        assert not set("\u202e\u2066") & set(shown)
        assert text
        loose = """() => { const panel = document.querySelector('.panel');
            const walk = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
            let n = 0; while (walk.nextNode()) if (walk.currentNode.data.includes('gpj') &&
              !walk.currentNode.parentElement.closest('bdi, option')) n++; return n; }"""
        assert watched.page.evaluate(loose) == 0
        watched.clean()


def test_surrogates_and_controls_are_replaced(browser: Any, tmp_path: Path) -> None:
    with opened(browser, hostile_page(iter(lambda: "a\ud800b\x00c\x1bd", None)), tmp_path) as watched:
        assert watched.page.evaluate("document.querySelector('h1').textContent") == "a\ufffdb\ufffdc\ufffdd"
        watched.clean()


def test_a_name_of_a_megabyte_is_cut_and_quick(browser: Any, tmp_path: Path) -> None:
    huge = "W" * 1_000_000
    journey, reading = poison(story.journey(), lambda _: huge), poison(story.reading(), lambda _: huge)
    start = time.perf_counter()
    html = render(journey, reading=reading)
    with opened(browser, html, tmp_path) as watched:
        assert time.perf_counter() - start < LONG_S
        watched.clean()


def test_fifty_thousand_points_are_drawn_in_time(browser: Any, tmp_path: Path) -> None:
    path = story.path_of(story.POINTS)
    lons = [125.7 + 6 * i / 50_000 for i in range(50_000)]
    dense = tuple((lon, 39.0 + 12 * i / 50_000 + 0.01 * (i % 2)) for i, lon in enumerate(lons))
    html = render_path(replace(path, geometry=dense))
    start = time.perf_counter()
    with opened(browser, html, tmp_path) as watched:
        assert time.perf_counter() - start < LONG_S
        watched.clean()


def test_with_tiles_only_their_server_is_asked_and_the_page_says_so(browser: Any, tmp_path: Path) -> None:
    html = render(story.journey(), tiles="https://tile.invalid/{z}/{x}/{y}.png")
    with opened(browser, html, tmp_path) as watched:
        watched.page.wait_for_timeout(300)
        assert watched.requests
        assert all(address.startswith("https://tile.invalid/") for address in watched.requests)
        assert "tile.invalid" in watched.page.locator(".map-note").inner_text()
        assert watched.errors == []
