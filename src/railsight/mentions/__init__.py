"""Recognition: a report to the spans that name something. Nothing seen is dropped; roles come with reasons.

The default is made of rules; another is given to ``find_mentions``, ``resolve`` or a verb. ``recogniser(name)``
makes one that an installed package offers by the entry point group ``railsight.recognisers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from railsight.errors import UsageError
from railsight.mentions.published import filed_on, published_in, stated_date
from railsight.mentions.rules import RuleRecogniser
from railsight.model import Report
from railsight.model.checks import check_made
from railsight.shown import told

if TYPE_CHECKING:
    from railsight.gazetteer import Gazetteer
    from railsight.model import Mention

__all__ = [
    "ENTRY_POINTS",
    "Recogniser",
    "RuleRecogniser",
    "filed_on",
    "find_mentions",
    "published_in",
    "recogniser",
    "stated_date",
]

ENTRY_POINTS = "railsight.recognisers"


class Recogniser(Protocol):
    """Finds mentions in one report. Settings go to the constructor; the call must not change the report."""

    def find_mentions(self, report: Report, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """Mentions in order of their start. Roles may be preliminary: resolution settles them."""
        ...


def find_mentions(report: Report, gazetteer: Gazetteer, *, using: Recogniser | None = None) -> tuple[Mention, ...]:
    """The spans of a report that name places, times, trains, directions and claims, in order of their start.

    Linear in the length of the text. Roles are what the span and its neighbours show (dateline, agency, clock, else
    background); ``resolve`` settles the others. ``using`` is another recogniser than the rules.
    """
    check_made(report, Report, "railsight.Report(id, text) is a report of a text")
    if not hasattr(gazetteer, "knows"):
        raise UsageError(f"{told(gazetteer)} is no gazetteer", hint="railsight.open_gazetteer() is the bundled one")
    return (using or RuleRecogniser()).find_mentions(report, gazetteer)


def recogniser(name: str) -> Recogniser:
    """The recogniser an installed package offers under a name (entry point group ``railsight.recognisers``).

    Raises UsageError when nothing offers it.
    """
    if name == "rules":
        return RuleRecogniser()
    from importlib.metadata import entry_points

    offered = entry_points(group=ENTRY_POINTS)
    for point in offered:
        if point.name == name:
            made: Recogniser = point.load()()
            return made
    known = ", ".join(sorted({"rules", *(p.name for p in offered)}))
    raise UsageError(f"no recogniser named {name!r}", hint=f"installed: {known}")
