"""Reports told in the company of others: each as it is told beside all of them, and as it was beside the first ones.

What is read of a text depends on the reports that are known with it: by which words they tell of the train
(``bywords``), whether they show that it is of a train at all (``company``), and whether it stands alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from railsight.resolution.reports.company import kept_company
from railsight.resolution.reports.stood import Telling
from railsight.resolution.sentences.bywords import introduced, with_bywords
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from railsight.mentions.scan import Scan
    from railsight.model import Mention, Report
    from railsight.resolution.told import Told


class Text(NamedTuple):
    """A report with what was found in its text alone."""

    report: Report
    scan: Scan
    mentions: tuple[Mention, ...]

    @property
    def known(self) -> datetime:
        assert self.report.published is not None
        return known_from(self.report.published)


class Company(NamedTuple):
    """What the reports beside it make of a text: its mentions, with those of what the train is told of by, whether it
    is of a train by the others alone, and whether there are any.
    """

    mentions: tuple[Mention, ...]
    in_company: bool
    beside_others: bool

    @property
    def key(self) -> tuple[int, bool]:
        """What tells it from the company of other moments: bywords only become more."""
        return len(self.mentions), self.in_company


_Told = tuple["Told", "list[Mention]"]


def tell_in_company(texts: Sequence[Text], tell: Callable[[Text, Company], _Told]) -> tuple[list[_Told], list[Telling]]:
    """The texts told beside all others, and how those that this changed were told before, each report in turn."""
    nouns = [frozenset(introduced(text.scan)) for text in texts]
    companies = _companies(texts, frozenset[str]().union(*nouns))
    now = [tell(text, company) for text, company in zip(texts, companies, strict=True)]
    plain = [c.key == (len(t.mentions), False) for t, c in zip(texts, companies, strict=True)]
    naming = [any(m.kind == "train" for m in company.mentions) for company in companies]
    still = {i for i, (told, _) in enumerate(now) if not plain[i] or told.left_to_others}  # that may be told otherwise
    found: dict[tuple[object, ...], Told] = {}
    before: list[Telling] = []
    for at, until in pairwise(sorted({text.known for text in texts}) if still else ()):
        known = [i for i, text in enumerate(texts) if text.known <= at]
        asked = [i for i in known if i in still]
        beside = [texts[i]._replace(mentions=companies[i].mentions) for i in known if naming[i] and i not in still]
        told_of = frozenset[str]().union(*(nouns[i] for i in known))
        for i, company in zip(asked, _companies([texts[i] for i in asked], told_of, beside), strict=True):
            beside_others = len(known) > 1
            if company.key == companies[i].key and (beside_others or not now[i][0].left_to_others):
                still.discard(i)  # the others only become more, and what they show with them
                continue
            told = (i, company.key, beside_others)
            if told not in found:
                found[told] = tell(texts[i], company._replace(beside_others=beside_others))[0]
            before.append(Telling(found[told], at, until))
    return now, before


def _companies(texts: Sequence[Text], nouns: frozenset[str], beside: Sequence[Text] = ()) -> list[Company]:
    """What some texts, and others ``beside`` that name a train, make of them; by ``nouns`` they tell of the train."""
    every = with_bywords([(text.report, text.mentions) for text in texts], [text.scan for text in texts], nouns)
    others = [(text.report, text.mentions) for text in beside]
    together = kept_company([*every, *others], [text.scan for text in (*texts, *beside)])
    return [Company(mentions, report.id in together, len(texts) > 1) for report, mentions in every]
