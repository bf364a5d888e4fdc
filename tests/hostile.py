"""Hostile texts, and a way to put them into every text that outside words can reach."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

# Each tries to run script, to load something, or to break out of where text is put. HIT is what a success would call.
PAYLOADS = (
    "<script>HIT()</script>",
    "</script><script>HIT()</script>",
    "<!--<script>HIT()//",
    "<img src=x onerror=HIT()>",
    "<img src='https://outside.invalid/pixel.png'>",
    "<svg onload=HIT()>",
    "<svg><script>HIT()</script></svg>",
    "<iframe srcdoc='<script>parent.HIT()</script>'></iframe>",
    "<a href='javascript:HIT()'>x</a>",
    "<style>@import 'https://outside.invalid/x.css';</style>",
    "<link rel=stylesheet href=https://outside.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=https://outside.invalid/'>",
    "<base href='https://outside.invalid/'>",
    "<form action=https://outside.invalid/><button autofocus onfocus=HIT()>",
    "<details open ontoggle=HIT()>x</details>",
    "<video><source onerror=HIT()></video>",
    "<body onload=HIT()>",
    "<math><mtext></p><script>HIT()</script>",
    '" onmouseover="HIT()" x="',
    "' autofocus onfocus='HIT()' x='",
    "`;HIT();//",
    "${HIT()}",
    "'-HIT()-'",
    '"});HIT();//',
    "\\u003cscript\\u003eHIT()\\u003c/script\\u003e",
    "\\x3cimg src=x onerror=HIT()\\x3e",
    "&lt;script&gt;HIT()&lt;/script&gt;",
    "&#60;img src=x onerror=HIT()&#62;",
    "javascript:HIT()",
    "data:text/html,<script>HIT()</script>",
    "\u2028HIT()\u2029",
    "]]><script>HIT()</script>",
    "-->\n<script>HIT()</script>",
    "url(https://outside.invalid/x.png)",
)
TEMPLATES = (
    "{{7*7}}",
    "{% for x in y %}",
    "{# never closed",
    "{% raw %}",
    "${7*7}",
    "#{7*7}",
    "{{ ''.__class__.__mro__ }}",
    "{%",
    "{{",
    "}}",
    "@DATA@",
    "@SCRIPT@",
    "{0}{x}",
    "%(x)s",
)

# Fields that hold a word of a fixed list, a language code or machine structure: not text from outside.
_FIXED = {
    "status",
    "event",
    "kind",
    "length_kind",
    "verdict",
    "language",
    "geometry_type",
    "heading",
    "stated_direction",
}
_FIXED |= {"profile", "network"}


def poison(value: Any, text: Callable[[str], str]) -> Any:
    """A copy of a tree of values with every outside text replaced by ``text(old)``; keys of mappings gain a twin."""
    if isinstance(value, str):
        return text(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            f.name: poison(getattr(value, f.name), text)
            for f in dataclasses.fields(value)
            if f.name not in _FIXED and f.init
        }
        return dataclasses.replace(value, **changes)
    if isinstance(value, Mapping):
        kept = {k: poison(v, text) for k, v in value.items()}
        return {**kept, text("key"): text("value")} if all(isinstance(v, str) for v in value.values()) else kept
    if isinstance(value, tuple):
        return tuple(poison(v, text) for v in value)
    return value
