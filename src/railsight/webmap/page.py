"""Puts a page together from its own files and the data block, by plain replacement: no template engine sees a page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from railsight import __version__
from railsight.errors import DataError, UsageError
from railsight.webmap.escape import data_block, markup_text
from railsight.webmap.plain import plain

_TILE_HOST = re.compile(r"https?://(?:\{s\}\.)?([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)/[\x21-\x7e]{0,500}")


@lru_cache(maxsize=1)
def leaflet() -> tuple[str, str]:
    """Leaflet's script, its licence before it, and its style sheet, from the package XStatic-Leaflet.

    What would point outside the file is left out.
    """
    import xstatic.pkg.leaflet

    folder = Path(xstatic.pkg.leaflet.BASE_DIR)
    try:
        script = (folder / "leaflet.js").read_text(encoding="utf-8")
        style = (folder / "leaflet.css").read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"Leaflet is missing: {error}", hint="reinstall XStatic-Leaflet") from None
    script = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", script)
    script = re.sub(r'<a href="https://leafletjs\.com"[^>]*>', "<a>", script)  # its signature, which is not shown
    style = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", style)  # rules with marker and layer images, which are not used
    terms = (resources.files("railsight.webmap") / "page" / "leaflet.txt").read_text(encoding="utf-8")
    return f"/*!\n{terms.strip()}\n*/\n{script}", style


@lru_cache(maxsize=1)
def own_files() -> tuple[str, str, str]:
    """Our numbered scripts joined, our style sheet, and the template."""
    folder = resources.files("railsight.webmap") / "page"
    scripts = sorted(f.name for f in folder.iterdir() if f.name.endswith(".js") and f.name[0].isdigit())
    script = "\n".join((folder / name).read_text(encoding="utf-8") for name in scripts)
    style = (folder / "page.css").read_text(encoding="utf-8")
    return script, style, (folder / "page.html").read_text(encoding="utf-8")


def start_line() -> str:
    """The script that starts a published page."""
    return (resources.files("railsight.webmap") / "page" / "start.js").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def tile_host(tiles: str) -> str:
    """Host of a tile address such as ``https://tile.example.org/{z}/{x}/{y}.png``, as a CSP source, or UsageError."""
    match = _TILE_HOST.fullmatch(tiles)
    if match is None or not all(mark in tiles for mark in ("{x}", "{y}", "{z}")):
        raise UsageError(
            "--tiles needs an address with {z}, {x} and {y}", hint="https://tile.example.org/{z}/{x}/{y}.png"
        )
    scheme = tiles.split("://")[0]
    return f"{scheme}://{'*.' if '{s}' in tiles.split('/')[2] else ''}{match.group(1)}"


def _described(content: Mapping[str, Any]) -> str:
    """What a page is about, for who links to it: its subtitle, else how its story begins."""
    if content["subtitle"]:
        return str(content["subtitle"])
    return "".join(p if isinstance(p, str) else p.get("t") or p.get("o", "") for p in next(iter(content["story"]), ()))


def page(content: dict[str, object], *, language: str, title: str, tiles: str | None = None) -> str:
    """One self-contained HTML page. Equal content gives equal bytes."""
    library, library_style = leaflet()
    own, own_style, template = own_files()
    script = f'"use strict";\n{library}\n(function () {{\n{own}\n{start_line()}}})();\n'
    style = f"{library_style}\n{own_style}"
    images = f"data: blob: {tile_host(tiles)}" if tiles else "data: blob:"
    csp = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )
    # The parts are put in one after the other into pieces of the template, never into each other.
    values = {
        "LANG": language,
        "CSP": csp,
        "VERSION": __version__,
        "TITLE": markup_text(title),
        "DESCRIPTION": markup_text(_described(content)),
        "STYLE": style,
        "NOSCRIPT": plain(content).html,
        "DATA": data_block(content),
        "SCRIPT": script,
    }
    pieces = re.split(r"@([A-Z]+)@", template)
    return "".join(values[piece] if i % 2 else piece for i, piece in enumerate(pieces))
