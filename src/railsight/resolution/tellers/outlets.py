"""Where a report is published that tells of its own town without naming it: "Poronaysk Today", "Red Banner (Glazov)".

A town in the name of a page, or behind the name of a local paper, is where "our station" and "here" are. Agencies and
offices report from everywhere: theirs says nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from railsight.mentions.text import Gated
from railsight.resolution.told import NO_SPOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from railsight.model import Mention, Report

_LONGEST_SOURCE = 120  # characters
_LONGEST_TEXT = 1_500  # of what is told of its own town
_EVERYWHERE = re.compile(
    r"\b(?:agency|wire|ministry|embassy|service|bureau|correspondent|citing|from a source|reuters|press office|network"
    r"|analyst|imagery|institute|university|government|administration|railways|desk)\b",
    re.IGNORECASE,
)
# Words that tell of the town where a text is written.
_AT_HOME = Gated(
    r"\b(?:our (?:station|town|platform|village|crossing|depot|yard)|(?:past|through) us|my window|our window"
    r"|at the station|on platform|into the station|still here|(?:is|are|was|were) here|came in)\b",
    *("our ", " us", "my window", "the station", "platform", "here", "came in"),
)
PUBLISHED_THERE = "where the report is published"


def published_at(
    report: Report, mentions: Sequence[Mention], place: Callable[[Report], Sequence[Mention]]
) -> Mention | None:
    """The town in the name of a report's source, as a mention of role dateline at the head of its text, if the report
    tells of it. ``place`` reads and places the names of a report.
    """
    source = report.source
    if not source or len(source) > _LONGEST_SOURCE or len(report.text) > _LONGEST_TEXT or not report.text[:1].strip():
        return None
    if _EVERYWHERE.search(source) or any(m.role == "dateline" for m in mentions):
        return None
    if not _AT_HOME.search(report.text):
        return None
    head = f"{source}.\n"
    found = [m for m in place(replace(report, text=head + report.text)) if m.kind == "place" and m.start < len(head)]
    if len(found) != 1 or found[0].place is None or found[0].place.kind in NO_SPOT:
        return None
    return replace(found[0], start=0, end=1, text=report.text[0], role="dateline", why=PUBLISHED_THERE)
