"""Example plugin: names written as hashtags, and a resolver that takes the place most spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from railsight.gazetteer import Gazetteer, fold
from railsight.mentions import RuleRecogniser
from railsight.model import Candidate, Mention, Report

_HASHTAG = re.compile(r"#(\w{3,40})")


class HashtagRecogniser:
    """What the rules find, and every hashtag that is a name of the gazetteer."""

    def __init__(self) -> None:
        self.rules = RuleRecogniser()

    def find_mentions(self, report: Report, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """Mentions in order of their start."""
        found = list(self.rules.find_mentions(report, gazetteer))
        taken = {(m.start, m.end) for m in found if m.kind == "place"}
        for tag in _HASHTAG.finditer(report.text):
            start, end = tag.span(1)
            if (start, end) not in taken and gazetteer.knows(fold(tag[1])):
                found.append(Mention(report.id, start, end, tag[1], "place", "background", score=0.6, why="a hashtag"))
        return tuple(sorted(found, key=lambda m: (m.start, m.end, m.kind)))


class BestKnownResolver:
    """Always the place the world speaks of most: no context."""

    def place(self, report: Report, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The mentions with their most spoken-of place; the rest of the report is not asked."""
        del report
        out = []
        for m in mentions:
            rows = gazetteer.rows(fold(m.text)) if m.kind == "place" else []
            if rows:
                best = max(rows, key=lambda r: (r.weight, r.id))
                chosen = Candidate(gazetteer.place(best), 0.7, ("most spoken of",))
                m = replace(m, candidates=(chosen,), place=chosen.place, score=0.7)
            out.append(m)
        return tuple(out)
