"""The rail network: operating points, sections, lines and geometry in one mapped file.

``open_network(path)`` opens one; ``compile_tables(folder)`` makes one from tables; every builder fills a ``Draft``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from railsight.network.reader import Network, open_network

if TYPE_CHECKING:
    from railsight.network.draft import Draft
    from railsight.network.tables import compile_tables
    from railsight.network.validation import Finding

__all__ = ["Draft", "Finding", "Network", "compile_tables", "open_network"]

_LATER = {
    "Draft": "railsight.network.draft",
    "Finding": "railsight.network.validation",
    "compile_tables": "railsight.network.tables",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LATER[name]), name)
