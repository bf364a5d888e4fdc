"""Words and units both sides of a network file agree on."""

from __future__ import annotations

import zlib

LENGTH_KINDS = ("official chainage", "measured geometry", "estimated", "mixed")
DEGREE = 10_000_000  # coordinates are stored in 1e-7 degrees: about a centimetre
NO_CHAINAGE = -(2**31)
NO_TURN = 255  # in a label: the hub itself, or a turn that is not known
FIELD, ITEM = "\x1f", "\x1e"
# What a network says of itself that goes with it wherever it is written.
ABOUT = ("title", "source", "licence", "attribution", "caution", "gauge_unverified")

OFF_TRACK = "off_network"  # in what a network says of itself: names of stations of its source that no track is near

# What is said of every answer that a network gives of which a part could not be built.
PARTIAL = "the network is partial: not all of its source could be used when it was built"
# The layer of an export that tells a way again, line by line: what reads exports as a network leaves it out.
RUNS_LAYER = "line_runs"


def name_key(name: str) -> str:
    """What two names have in common that are one but for case: the form under which a name is filed."""
    return name.strip().casefold()


def id_hash(key: str) -> int:
    """The hash under which a point id, or the key of a name, is filed."""
    return zlib.crc32(key.encode("utf-8", "replace"))
