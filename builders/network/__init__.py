"""Compiles the tables of the bundled network from the cleaned facts in ``builders/sources/rail``.

``python -m builders.network`` writes ``data/network/*.csv`` and ``VALIDATION.md``, and fails when the tables do not
pass. Steps: read and fold (``sources``, ``names``), join the lines (``joining``), place the points and draw the track
along OpenStreetMap's rails (``railgraph``, ``placing``), fit the chainage (``chainage``), write (``tables``), check
(``checks``) and report (``report``).
"""

from __future__ import annotations

from builders.network.build import main

__all__ = ["main"]
