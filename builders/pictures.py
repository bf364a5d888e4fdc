"""Makes the pictures of README and docs from the seed case: ``python -m builders.pictures [--browser PATH]``.

Pages are photographed in a headless Chromium that may reach nothing; stills are drawn by matplotlib. Same input, same
pictures, as far as the machine's fonts allow.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "images"
CASE = ROOT / "seeds" / "armoured-train-2023" / "case.yaml"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

# name: language, width, height, scheme, part of the address, what to open before the picture
SHOTS: dict[str, tuple[str, int, int, str, str, str]] = {
    "map": ("en", 1200, 800, "light", "", ""),
    "map-evidence": ("en", 1200, 800, "light", "#stop=4", "#stops"),
    "map-phone": ("en", 390, 844, "light", "", ""),
    "map-dark": ("en", 1200, 800, "dark", "", ""),
    "map-korean": ("ko", 1200, 800, "light", "", ""),
}


def small(png: bytes, *, exact: int = 160, colours: int = 256) -> bytes:
    """The picture in few colours: the commonest as they are, the rest (edges, small marks) by their likeness."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    found: Any = image.getcolors(image.width * image.height) or []
    counted = [colour for _, colour in sorted(found, reverse=True)]
    rest = Image.new("RGB", (max(1, len(counted) - exact), 1))
    rest.putdata(counted[exact:] or counted[:1])
    alike = rest.quantize(colours - exact, method=Image.Quantize.MEDIANCUT).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(channel for colour in counted[:exact] for channel in colour), *alike][: 3 * colours])
    out = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def photograph(browser: Any, html: str, shot: tuple[str, int, int, str, str, str], folder: Path) -> bytes:
    _, width, height, scheme, fragment, show = shot
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, offline=True)
    page.goto(file.as_uri() + fragment)
    page.wait_for_selector("[data-ready=true]")
    if show:
        page.evaluate("name => document.querySelector(name).scrollIntoView()", show)
    page.wait_for_timeout(700)  # the map glides to a chosen stop
    png: bytes = page.screenshot()
    page.close()
    return png


def main() -> None:
    from tempfile import TemporaryDirectory

    from playwright.sync_api import sync_playwright

    from railsight import webmap
    from railsight.api.following import follow

    sys.path.insert(0, str(ROOT))
    from tests.find_browser import find_browser

    options = argparse.ArgumentParser(description="Make the pictures of README and docs.")
    options.add_argument("--browser", default=find_browser(), help="path of a Chromium")
    chosen = options.parse_args()
    followed = follow([str(CASE)])
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play, TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=chosen.browser or None, args=ARGS)
        for name, shot in SHOTS.items():
            html = webmap.render(followed.journey, reading=followed.reading, case=followed.case, language=shot[0])
            (OUT / f"{name}.png").write_bytes(small(photograph(browser, html, shot, Path(folder))))
        browser.close()
    still = webmap.still(followed.journey, "png", reading=followed.reading, case=followed.case, dpi=150)
    (OUT / "still.png").write_bytes(small(still))
    for file in sorted(OUT.glob("*.png")):
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
