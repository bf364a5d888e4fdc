"""The rail network: operating points, sections, lines and geometry in one mapped file.

``open_network(path)`` opens one; ``compile_tables(folder)`` makes one from tables; every builder fills a ``Draft``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door
from railsight.network.reader import Network, open_network
from railsight.network.runs import Runs

if TYPE_CHECKING:
    from railsight.network.draft import Draft
    from railsight.network.tables import compile_tables
    from railsight.network.validation import Finding

__all__ = ["Draft", "Finding", "Network", "Runs", "compile_tables", "open_network"]

_HOMES = {
    "Draft": "draft",
    "Finding": "validation",
    "compile_tables": "tables",
}

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
