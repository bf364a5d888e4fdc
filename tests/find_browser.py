"""Find a Chromium for the browser tests, or install one: ``python tests/find_browser.py``.

An installed one is taken first, else the system's package where it may be installed (root and apt-get), else
Playwright's own download. The shell without windows is preferred: it draws the same pages for half the computing.
The result is said; a failure here is left to the tests, which say what is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]


def find_browser() -> str | None:
    """Path of a Chromium, an empty string for Playwright's own, None if there is none."""
    named = os.environ.get("RAILSIGHT_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return "" if _playwright_has_one() else None


def _playwright_has_one() -> bool:
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as play:
            return os.path.exists(play.chromium.executable_path)  # noqa: PTH110
    except Exception:  # noqa: BLE001 - whatever is wrong with Playwright, the answer is no
        return False


def _run(*command: str, seconds: int = 600) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return (
            subprocess.run(command, env=env, timeout=seconds, capture_output=True, stdin=subprocess.DEVNULL).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def install_browser() -> str | None:
    """Install a Chromium by the first way that works; its path as ``find_browser`` gives it."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "update")
        # CJK and Korean fonts, so that place names in local scripts are drawn and not boxes.
        for browser in (SHELL, "chromium"):  # not every system has a package of the shell
            if _run("apt-get", "install", "-y", "--no-install-recommends", browser, "fonts-noto-cjk"):
                break
    if find_browser() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find_browser()


if __name__ == "__main__":
    found = find_browser()
    if found is None:
        print("looking for a browser for the tests: installing Chromium ...", flush=True)
        found = install_browser()
    print(f"browser for the tests: {found or ('the one of Playwright' if found == '' else 'none')}")
