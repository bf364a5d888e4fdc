"""Where a report is published: by the ending and the town in its domain, and by the places its publisher writes about.

A faint vote among the others of ``toponyms``: a local paper means the namesake next door, a world paper says little.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from railsight.mentions.text import lexica, lexicon
from railsight.resolution.places.candidates import WIDE_KINDS
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from railsight.mentions.names import Names
    from railsight.model import Mention, Place, Report

DOMAIN_VOTE = 0.5  # of a country that the domain ends in, in names of the report
PUBLISHER_VOTES = 4.0  # of what a publisher's other reports name, all together
LEAST_REPORTS = 2  # others of a publisher, from which they say something
LEAST_NAMES = 3  # of different local places
MOST_POINTS = 100
LEAST_SCORE = 0.6  # of a place that counts for its publisher
_SHORTEST_TOWN = 5  # letters of a town in a domain
_NOT_COUNTRIES = frozenset(
    {"com", "org", "net", "edu", "gov", "mil", "int", "info", "news", "tv", "io", "co", "me", "eu"}
)
_DOMAIN = re.compile(r"(?:https?://)?(?P<labels>(?:[\w-]+\.)+)(?P<top>[a-z]{2,6})(?:[:/?#].*)?$", re.IGNORECASE)


@dataclass(slots=True)
class Home:
    """Votes of the publisher: by country, by first-level division, and the names of towns in its domain."""

    countries: dict[str, float] = field(default_factory=dict)
    admins: dict[tuple[str, str], float] = field(default_factory=dict)
    points: list[tuple[float, float, float]] = field(default_factory=list)  # lon, lat, weight
    towns: tuple[str, ...] = ()


def home_of(report: Report, names: Names) -> Home:
    """What the report's own source or URL says: "abc.net.au" a country, "thevillagetimes.com" a town."""
    for text in (report.url, report.source):
        found = _DOMAIN.match(text.strip()[:300]) if text else None
        if found is None:
            continue
        top = found["top"].lower()
        code = "GB" if top == "uk" else top.upper()
        countries = {code: DOMAIN_VOTE} if len(top) == 2 and top not in _NOT_COUNTRIES else {}
        return Home(countries, towns=_towns(found["labels"].lower(), names))
    return Home()


def _towns(labels: str, names: Names) -> tuple[str, ...]:
    """Towns that the labels of a domain are made of, newspaper words left off."""
    towns: dict[str, None] = {}
    for label in labels.split("."):
        for piece in label.split("-"):
            town = next((t for t in _cores(piece) if _is_town(t, names)), None)
            if town:
                towns.setdefault(town)
    return tuple(towns)


@lru_cache(maxsize=1024)
def _cores(label: str) -> tuple[str, ...]:
    """What may be left of a label when newspaper words are taken from its ends, longest first."""
    words = lexicon("newspapers")
    left, right = {0}, {len(label)}
    for _ in range(3):
        left |= {a + len(w) for a in left for w in words if label.startswith(w, a)}
        right |= {b - len(w) for b in right for w in words if label.endswith(w, 0, b)}
    spans = sorted({(a, b) for a in left for b in right if b - a >= _SHORTEST_TOWN}, key=lambda s: (s[0] - s[1], s))
    return tuple(label[a:b] for a, b in spans)


def _is_town(word: str, names: Names) -> bool:
    if word in lexica("common", "newspapers", "never", "organisations", "given") or not word.isascii():
        return False
    return any(r.kind not in WIDE_KINDS and r.name_type == 0 for r in names.rows(word))


# ---------------------------------------------------------------- by what a publisher writes about


class Publishers:
    """What the reports of each publisher name, so that a report may be read by the others of its publisher.

    Only what was published until a report is known speaks of where it is published, so that it is read as it was then.
    A name counts once however often a publisher writes it: a namesake read wrongly does not speak for itself.
    """

    def __init__(self) -> None:
        self._reports: dict[str, dict[str, datetime | None]] = defaultdict(dict)
        self._names: dict[str, dict[str, dict[str, Place]]] = defaultdict(lambda: defaultdict(dict))

    def note(self, report: Report, placed: Iterable[Mention]) -> None:
        """Remember the local places of one report."""
        key = publisher_of(report)
        if key is None:
            return
        self._reports[key][report.id] = report.published and known_from(report.published)
        for m in placed:
            if m.kind == "place" and m.place and m.score >= LEAST_SCORE and m.place.kind not in WIDE_KINDS:
                self._names[key][m.text.casefold()].setdefault(report.id, m.place)

    def home(self, report: Report, names: Names) -> Home:
        """The home of a report: its domain, and what the other reports of its publisher name."""
        home = home_of(report, names)
        key = publisher_of(report) or ""
        by = report.published and known_from(report.published)
        others = [
            one
            for one, known in sorted(self._reports.get(key, {}).items())
            if one != report.id and (by is None or known is None or known <= by)
        ]
        if len(others) < LEAST_REPORTS:
            return home
        named = (by_report for _, by_report in sorted(self._names[key].items()))
        places = [next((by_report[one] for one in others if one in by_report), None) for by_report in named]
        local = [p for p in places if p is not None and p.admin1]
        if len(local) < LEAST_NAMES:
            return home
        counts = Counter((p.country or "", p.admin1 or "") for p in local)
        shares = {admin: n / len(local) for admin, n in counts.items()}
        for admin, share in shares.items():
            votes = PUBLISHER_VOTES * share * share  # a publisher that keeps to one division says more of it
            home.admins[admin] = votes
            home.countries[admin[0]] = home.countries.get(admin[0], 0.0) + votes
        weight = PUBLISHER_VOTES * sum(s * s for s in shares.values()) / len(local)
        home.points = [(p.lon, p.lat, weight) for p in local[:MOST_POINTS]]
        return home


def publisher_of(report: Report) -> str | None:
    """Under which name the reports of one publisher are known: the host of the URL or source, else the source."""
    for text in (report.url, report.source):
        if text:
            found = _DOMAIN.match(text.strip()[:300])
            return (found["labels"] + found["top"]).lower().removeprefix("www.") if found else text.strip().casefold()
    return None
