"""Opening a made page in a browser that may reach nothing, and watching what it tries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Watched:
    """A page with what it asked for and what went wrong in it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def clean(self) -> None:
        """Raise unless the page loaded nothing, ran nothing of others and had no error."""
        assert self.requests == []
        assert self.errors == []
        assert self.console == []
        assert self.dialogs == []
        assert self.page.evaluate("window.hits || 0") == 0


def until(page: Any, expression: str, *, seconds: float = 5.0) -> None:
    """Wait until a script expression holds. The page's policy forbids Playwright's own way of waiting for one."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"still not: {expression}"
        page.wait_for_timeout(30)


@contextmanager
def opened(
    browser: Any, html: str, folder: Path, *, width: int = 1200, height: int = 800, fragment: str = "", **context: Any
) -> Iterator[Watched]:
    """The page from disk, every request but the file itself recorded and refused. ``window.HIT`` counts break-ins."""
    file = folder / "page.html"
    file.write_bytes(html.encode())
    session = browser.new_context(viewport={"width": width, "height": height}, **context)
    page = session.new_page()
    watched = Watched(page)
    address = file.as_uri()

    def route(found: Any) -> None:
        if found.request.url.split("#")[0] == address:
            found.continue_()
        else:
            watched.requests.append(found.request.url)
            found.abort()

    page.add_init_script("window.hits = 0; window.HIT = window.alert = () => { window.hits++; };")
    session.route("**/*", route)
    page.on("pageerror", lambda e: watched.errors.append(str(e)))
    page.on("console", lambda m: watched.console.append(m.text))
    page.on("dialog", lambda d: (watched.dialogs.append(d.message), d.dismiss()))
    page.goto(address + fragment)
    page.wait_for_selector("[data-ready=true]", timeout=15_000)
    try:
        yield watched
    finally:
        session.close()
