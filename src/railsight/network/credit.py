"""Whose data a network is, as it is to be said wherever the network is shown."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from railsight.datasets import data_path, manifest

if TYPE_CHECKING:
    from railsight.network.reader import Network


def attribution_of(network: Network) -> str:
    """Whose a network is and under which licence: as its file says, of the bundled one as the manifest does.

    A file without an attribution is credited to its source; empty where it tells neither.
    """
    info = network.info
    if not info.get("attribution") and _is_bundled(network.name):
        return manifest()["network.rsn"]["attribution"]
    whose, licence = (str(info.get(key) or "") for key in ("attribution", "licence"))
    told = (whose or str(info.get("source") or ""), "" if licence and licence in whose else licence)
    return ", ".join(filter(None, told))


@cache
def _is_bundled(name: str) -> bool:
    return os.path.realpath(name) == os.path.realpath(data_path("network.rsn"))
