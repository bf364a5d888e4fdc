"""The page to try the service in: one file, its script and style allowed by their hashes and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def page() -> bytes:
    """The page, the same for everybody."""
    return (resources.files("railsight.serve") / "page.html").read_bytes()


@lru_cache(maxsize=1)
def page_policy() -> str:
    """Its Content-Security-Policy: it may ask this service, and run what it brought."""
    text = page().decode("utf-8")
    hashes = {tag: " ".join(_hashes(text, tag)) for tag in ("script", "style")}
    return (
        f"default-src 'none'; script-src {hashes['script']}; style-src {hashes['style']}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )


def _hashes(text: str, tag: str) -> list[str]:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" for part in found]
