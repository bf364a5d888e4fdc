"""Words and units both sides of a network file agree on."""

from __future__ import annotations

import zlib

from railsight.errors import UsageError
from railsight.shown import told

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
    try:
        return name.strip().casefold()
    except AttributeError:
        raise _no_text("a name", name) from None


def id_hash(key: str) -> int:
    """The hash under which a point id, or the key of a name, is filed."""
    try:
        return zlib.crc32(key.encode("utf-8", "replace"))
    except AttributeError:
        raise _no_text("the id of a point", key) from None


def _no_text(what: str, given: object) -> UsageError:
    return UsageError(f"{told(given)} is no text, as {what} is", hint="a place has it as .id, and names as .name")
