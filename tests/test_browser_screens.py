"""The page as seen: screenshots compared with reviewed ones by a measure that forgives fonts and edges.

The reviewed pictures are ``tests/screens/*.png``, half size. After a wanted change, look at the new ones and keep them:
``RAILSIGHT_KEEP_SCREENS=1 pytest tests/test_browser_screens.py``.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from railsight.webmap import render
from tests import journey_fixture as story
from tests.pages import opened

pytestmark = pytest.mark.browser
SCREENS = Path(__file__).parent / "screens"
SIZES = {"wide": (1200, 800, "light"), "phone": (390, 844, "light"), "dark": (1000, 700, "dark")}
# Mean difference of grey levels (0..255) after blurring, over the picture and in its worst tile of 8 by 8.
MEAN, TILE = 4.0, 20.0


def differences(a: Any, b: Any) -> tuple[float, float]:
    """Mean grey difference of two pictures of one size: overall, and in the tile that differs most."""
    from PIL import ImageChops, ImageFilter

    blur = ImageFilter.GaussianBlur(3)
    gap = ImageChops.difference(a.convert("L").filter(blur), b.convert("L").filter(blur))
    tiles = gap.resize((8, 8), 4)  # 4: box, the mean of each tile
    values = list(tiles.tobytes())
    return sum(values) / len(values), float(max(values))


@pytest.mark.parametrize("name", SIZES)
def test_the_page_looks_as_reviewed(browser: Any, tmp_path: Path, name: str) -> None:
    image = pytest.importorskip("PIL.Image")
    width, height, scheme = SIZES[name]
    html = render(story.journey(), reading=story.reading())
    with opened(browser, html, tmp_path, width=width, height=height, color_scheme=scheme) as watched:
        watched.page.wait_for_timeout(200)
        shot = image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")
    shot = shot.resize((width // 2, height // 2), 4)
    reviewed = SCREENS / f"{name}.png"
    if os.environ.get("RAILSIGHT_KEEP_SCREENS"):
        SCREENS.mkdir(exist_ok=True)
        shot.quantize(128).save(reviewed, optimize=True)
    mean, tile = differences(shot, image.open(reviewed).convert("RGB"))
    assert mean < MEAN, f"the picture differs by {mean:.1f} grey levels on average"
    assert tile < TILE, f"one part differs by {tile:.1f} grey levels"


def test_the_measure_sees_a_missing_map() -> None:
    """The tolerance is not so wide that a blank map would pass."""
    image = pytest.importorskip("PIL.Image")
    whole = image.open(SCREENS / "wide.png").convert("RGB")
    blank = whole.copy()
    blank.paste((255, 255, 255), (0, 0, 400, 360))
    assert differences(whole, blank)[0] > MEAN
    without_legend = whole.copy()
    without_legend.paste((0xDB, 0xE8, 0xF0), (230, 260, 395, 362))
    mean, tile = differences(whole, without_legend)
    assert tile > 8.0
    assert mean > 0.3
