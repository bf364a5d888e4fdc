"""The default way from reports to a reading."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from railsight.gazetteer import fold
from railsight.geo import approx_m
from railsight.mentions import filed_on, find_mentions, published_in, stated_date
from railsight.mentions.names import DEMONYM, Names, names_of
from railsight.mentions.rules import BORDER_WHY
from railsight.mentions.scan import LOG_ENTRIES, SHORT, scan
from railsight.mentions.text import Gated
from railsight.model import Candidate, Mention
from railsight.resolution.foreign.frames import read_foreign_frames
from railsight.resolution.foreign.scenes import heading_of
from railsight.resolution.models.implied import comes_to_a_station, implies_train, reads_like_a_log
from railsight.resolution.phrases.frames import read_frames
from railsight.resolution.places.candidates import Name
from railsight.resolution.places.figures import check_speeds, read_figures
from railsight.resolution.places.homes import DOMAIN_VOTE, LEAST_REPORTS, Publishers, publisher_of
from railsight.resolution.places.stations import against_their_country, stations_of_others
from railsight.resolution.places.toponyms import named_in_full, weigh
from railsight.resolution.reading import Reading
from railsight.resolution.reports.corrections import corrects
from railsight.resolution.reports.merge import merge
from railsight.resolution.reports.together import Text, tell_in_company
from railsight.resolution.sentences.items import itemise
from railsight.resolution.sentences.plainly import as_received, plainly
from railsight.resolution.sightings import tell
from railsight.resolution.tellers.outlets import published_at
from railsight.resolution.tellers.voices import speaks_for_an_office
from railsight.resolution.told import TOO_LARGE, Told
from railsight.times import known_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from railsight.gazetteer import Gazetteer
    from railsight.mentions import Recogniser
    from railsight.mentions.scan import Scan
    from railsight.model import Place, Report, Role
    from railsight.resolution import Resolver
    from railsight.resolution.frame import Frame
    from railsight.resolution.reports.together import Company
    from railsight.resolution.sentences.items import Sentence

ENOUGH = 0.35  # below this the likeliest place is not taken: the mention abstains
MARGIN = 0.6  # without a train, one under a half is not taken either when the next one has this share of its score
BORDER_REACH_M = 600_000.0  # how far from a place of the report "the border" is looked for
_AT_BORDER_M = 60_000.0  # how far from a border the place may be that is named where it was crossed
CLAIM_REACH = 60  # characters between a figure and a place it may be about
MOST_PLACES = 30_000  # places a report may name: one of 1 MB that is written by people names 20,000 at most
MOST_SHOWN = 5  # candidates kept with a mention
LEAST_SHOWN = 0.005  # probability of such a candidate


class InFull:
    """Which places reports name in full, and since when: of each the two reports that did so first."""

    def __init__(self) -> None:
        self._first: dict[str, list[tuple[datetime, str]]] = {}

    def note(self, report: Report, ids: Iterable[str]) -> None:
        """Keep the ids of the places that a report names in full."""
        assert report.published is not None
        at = known_from(report.published)
        for place in ids:
            known = self._first.setdefault(place, [])
            known.append((at, report.id))
            known.sort()
            del known[2:]

    def before(self, report: Report) -> Callable[[str], bool]:
        """Says of the id of a place whether another report, known no later than this one, names it in full."""
        if report.published is None or not self._first:
            return lambda _: False
        at, own = known_from(report.published), report.id
        return lambda place: any(by != own and t <= at for t, by in self._first.get(place, ()))


class RuleResolver:
    """Prior and votes (``toponyms``). ``home`` is the ISO code of the publisher's country; ``publishers`` what the
    other reports of each publisher name; ``of_train`` the ids of reports that others of the journey show to be of a
    train; ``in_full`` what the reports of the journey name in full.
    """

    def __init__(
        self,
        home: str | None = None,
        publishers: Publishers | None = None,
        of_train: frozenset[str] = frozenset(),
        in_full: InFull | None = None,
    ) -> None:
        self.home = home
        self.publishers = publishers or Publishers()
        self.of_train = of_train
        self.in_full = in_full or InFull()

    def place(self, report: Report, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """Mentions with candidates and place; those without any candidate are unchanged."""
        named = _named(mentions)
        train = report.of_train or report.id in self.of_train or any(m.kind == "train" for m in mentions)
        train = train or _implied(scan(report.text), named)
        spans = [(m.start, m.end) for m in named]
        names = names_of(gazetteer)
        home = self.publishers.home(report, names)
        if self.home:
            home.countries = {self.home: DOMAIN_VOTE}
        weighed = weigh(report.text, spans, names, train=train, home=home, in_full=self.in_full.before(report))
        shown = {id(n): _shown(n, names) for n in weighed}  # names said alike are one
        placed = iter([_placed(m, n, shown[id(n)], train=train) for m, n in zip(named, weighed, strict=True)])
        out = [next(placed) if m.kind == "place" and m.why != BORDER_WHY else m for m in mentions]
        out = stations_of_others(report.text, against_their_country(report.text, out))
        return tuple(_border(m, out, gazetteer) if m.why == BORDER_WHY else m for m in out)


def _named(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of places that have a name."""
    return [m for m in mentions if m.kind == "place" and m.why != BORDER_WHY]


def _border(mention: Mention, others: Sequence[Mention], gazetteer: Gazetteer) -> Mention:
    """ "The border" as the border points of the network near the place named beside it; "the Russian border" as those
    of that country, however far they are."""
    placed = [m for m in others if m.place is not None and m.place.kind not in TOO_LARGE and m.role != "dateline"]
    beside = min(placed, key=lambda m: abs(m.start - mention.start), default=None)
    if beside is None or beside.place is None:
        return mention
    near = _borders_of(mention.text, gazetteer, beside.place)
    if near is None:
        a_distance_from_it = mention.text.startswith("the ")  # else a crossing
        reach_m = BORDER_REACH_M if a_distance_from_it else _AT_BORDER_M
        at, kinds = (beside.place.lon, beside.place.lat), frozenset({"border"})
        near = gazetteer.nearest(*at, kinds=kinds, limit=MOST_SHOWN, limit_m=reach_m)
    weights = [1.0 / (50_000.0 + gap) for _, gap in near]
    why = (f"the border point {round(gap / 1000)} km from {beside.place.name}" for _, gap in near)
    candidates = tuple(
        Candidate(place, w / sum(weights), (reason,)) for (place, _), w, reason in zip(near, weights, why, strict=True)
    )
    if not candidates:
        return mention
    return replace(mention, candidates=candidates, place=candidates[0].place, score=candidates[0].score)


def _borders_of(text: str, gazetteer: Gazetteer, beside: Place) -> tuple[tuple[Place, float], ...] | None:
    """The crossings of the countries in "the Russian border", nearest first with metres; None if none is named."""
    said = text.removeprefix("the ").rpartition(" ")[0]
    countries = _countries(said, gazetteer) or [c for word in said.split("-") for c in _countries(word, gazetteer)]
    if not countries:
        return None
    ways_in = [{p.id: p for p in gazetteer.crossings_of(country)} for country in countries]
    shared = [p for key, p in ways_in[0].items() if all(key in others for others in ways_in)]
    ranked = sorted((approx_m(beside.lon, beside.lat, p.lon, p.lat), p.id, p) for p in shared)
    return tuple((p, gap) for gap, _, p in ranked[:MOST_SHOWN])


def _countries(word: str, gazetteer: Gazetteer) -> list[Place]:
    """The country that an adjective is of, if it is known."""
    return [gazetteer.place(row) for row in gazetteer.rows(fold(word)) if row.kind == "country"][:1] if word else []


def _shown(name: Name, names: Names) -> tuple[Candidate, ...]:
    """The likeliest places of a name."""
    likely = [(-chance, name.rows[i].id, i) for i, chance in enumerate(name.chances) if chance >= LEAST_SHOWN]
    return tuple(
        Candidate(names.place(name.rows[i]), min(1.0, -chance), name.reasons[i])
        for chance, _, i in sorted(likely)[:MOST_SHOWN]
    )


def _placed(mention: Mention, name: Name, candidates: tuple[Candidate, ...], *, train: bool) -> Mention:
    """The mention with its likeliest place. In a report of a ``train`` one of two that are hardly less likely is taken
    all the same: a sighting keeps both, and which is meant follows from the journey.
    """
    m = mention
    if not candidates:
        return replace(m, why=m.why or "not in the gazetteer")
    score = candidates[0].score
    people = name.row is not None and name.row.name_type == DEMONYM
    role, why = m.role, m.why
    if people and role == "background":
        role, why = "agency", "names the people or the state, not the place"
    second = candidates[1].score if len(candidates) > 1 else 0.0
    sure = train or score >= 0.5 or second < MARGIN * score
    place = candidates[0].place if score >= ENOUGH and sure else None
    return Mention(m.report, m.start, m.end, m.text, m.kind, role, candidates, place, score, why, m.interval, m.heading)


def _in_role(m: Mention, role: Role, why: str) -> Mention:
    """The mention in another role: ``replace`` costs several times as much, and there are many."""
    return Mention(
        m.report, m.start, m.end, m.text, m.kind, role, m.candidates, m.place, m.score, why, m.interval, m.heading
    )


def read_reports(
    reports: Sequence[Report],
    gazetteer: Gazetteer,
    *,
    rail_km: Callable[[Place, Place], float | None] | None = None,
    running_h: Callable[[Place, Place], tuple[float, float, float] | None] | None = None,
    home: str | None = None,
    recogniser: Recogniser | None = None,
    resolver: Resolver | None = None,
    now: datetime | None = None,
) -> Reading:
    """See ``railsight.resolution.resolve``."""
    plain, changed = plainly(sorted(reports, key=lambda r: (r.id, r.text)))
    read = [dated(report, now) for report in plain]
    scans = [scan(report.text) for report in read]  # held, so that recognition and resolution share them
    every = [(report, find_mentions(report, gazetteer, using=recogniser)) for report in read]
    too_many = {report.id for report, found in every if _capped(found) is not found}
    every = [(report, _capped(found)) for report, found in every]
    publishers = publishers_of(every, gazetteer)
    in_full = told_in_full(every, gazetteer)
    rails = Rails(gazetteer.crossings_of, rail_km, running_h)

    def tell(text: Text, company: Company) -> tuple[Told, list[Mention]]:
        report, seen = text.report, text.scan
        of_train = frozenset({report.id}) if company.in_company else frozenset[str]()
        chosen = resolver or RuleResolver(home, publishers, of_train, in_full)
        placed = chosen.place(report, company.mentions, gazetteer)

        def place(other: Report) -> Sequence[Mention]:
            return chosen.place(other, find_mentions(other, gazetteer, using=recogniser), gazetteer)

        home_town = None if seen.languages else published_at(report, placed, place)
        one, settled = read_report(
            report,
            seen,
            placed,
            rails,
            in_company=company.in_company,
            beside_others=company.beside_others,
            home_town=home_town,
        )
        if report.id in too_many:
            one.warnings.append(f"{report.id}: it names more than {MOST_PLACES:,} places: the rest is not read")
        return one, settled

    texts = [Text(report, seen, found) for (report, found), seen in zip(every, scans, strict=True)]
    every_told, before = tell_in_company(texts, tell)
    mentions = [m for _, settled in every_told for m in settled]
    return as_received(merge([told for told, _ in every_told], mentions, before), changed)


def _capped(found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions up to the last place that is read: a text may name so many that they fill the memory."""
    places = [i for i, m in enumerate(found) if m.kind == "place"]
    return found[: places[MOST_PLACES]] if len(places) > MOST_PLACES else found


def publishers_of(every: Sequence[tuple[Report, Sequence[Mention]]], gazetteer: Gazetteer) -> Publishers:
    """What each publisher of several reports writes about: a first reading of its reports, each by itself."""
    counts = Counter(publisher_of(report) for report, _ in every)
    publishers = Publishers()
    alone = RuleResolver()
    for report, found in every:
        key = publisher_of(report)
        if key is not None and counts[key] > LEAST_REPORTS:
            publishers.note(report, alone.place(report, found, gazetteer))
    return publishers


def told_in_full(every: Sequence[tuple[Report, Sequence[Mention]]], gazetteer: Gazetteer) -> InFull:
    """The places that the reports of a journey name in full, if it has several."""
    told = InFull()
    names = names_of(gazetteer)
    for report, found in every if len(every) > 1 else ():
        spans = [(m.start, m.end) for m in _named(found)]
        told.note(report, named_in_full(report.text, spans, names, train=any(m.kind == "train" for m in found)))
    return told


@dataclass(frozen=True, slots=True)
class Rails:
    """What is asked of railways while a report is told: see ``railsight.resolution.resolve``."""

    crossings: Callable[[Place], Sequence[Place]]  # of a river, or a country's border, with railways
    rail_km: Callable[[Place, Place], float | None] | None = None
    running_h: Callable[[Place, Place], tuple[float, float, float] | None] | None = None


def read_report(
    report: Report,
    seen: Scan,
    placed: Sequence[Mention],
    rails: Rails,
    *,
    in_company: bool = False,
    beside_others: bool = False,
    home_town: Mention | None = None,
) -> tuple[Told, list[Mention]]:
    """One report told: its sightings and claims, and its mentions with their roles. ``in_company`` is one of a train
    that only other reports name, ``beside_others`` one that is not read alone; ``home_town`` where it is published, if
    it tells of it without its name.
    """
    text = seen.text
    places = [*([] if home_town is None else [home_town]), *(m for m in placed if m.kind == "place")]
    trains = [m for m in placed if m.kind == "train"]
    assert report.published is not None
    told = Told(report, text, report.published, (), (), places, {}, rails.crossings)
    told.teller_aboard = bool(trains) and _ABOARD.search(text) is not None
    told.official = speaks_for_an_office(text)
    told.corrects = corrects(text)
    told.implied = not trains and _implied(seen, places)
    told.in_company = in_company and not told.implied
    told.implied |= in_company or (report.of_train and not trains)
    told.beside_others = beside_others
    if trains or told.implied or _states_distances(placed, places):
        told.sentences = itemise(seen, places, trains)
        told.directions = seen.directions
        frames: list[Frame] = []
        home = heading_of(told.sentences, places) if seen.languages else None
        for number, s in enumerate(told.sentences):
            apart = number - frames[-1].sentence if s.language is not None and frames else 0
            follows = apart == 1 or (1 < apart <= _TOLD_ON and s.may_name_train)
            at_home = home is not None and home.sentence <= number and s.language is not None
            if s.may_name_place or follows or at_home:
                before = frames.pop() if follows else None
                frames += _frames(s, number, told, before, home if at_home else None)
        frames = read_figures(told, seen.figures, frames, rails.rail_km, rails.running_h)
        if trains or told.implied:
            tell(told, frames)
        check_speeds(told, rails.rail_km)
        told.sentences = ()  # the largest part of a long report, and told now
    settled = iter([_in_role(m, *told.reasons[i]) if i in told.reasons else m for i, m in enumerate(places)])
    if home_town is not None:
        next(settled)  # it is no word of the text
    return told, [_as_written(next(settled) if m.kind == "place" else m, report.text) for m in placed]


def _as_written(m: Mention, text: str) -> Mention:
    """The mention with its words as the report has them: a name over two lines was read as one on one line."""
    words = text[m.start : m.end]
    return m if words == m.text else replace(m, text=words)


def _frames(sentence: Sentence, number: int, told: Told, before: Frame | None, home: Frame | None) -> list[Frame]:
    """The frames of a sentence in the language it is written in, behind the one ``before`` it that it tells on of;
    ``home`` is the place that heads the report.
    """
    if sentence.language is not None:
        spots = {i for i, m in enumerate(told.mentions) if m.place is not None and m.place.kind in _SPOTS}
        return read_foreign_frames(sentence, number, told.text, sentence.language, before, home, spots)
    return read_frames(sentence, number)


_SPOTS = frozenset(
    {"town", "station", "junction", "halt", "siding", "border", "port", "bridge", "yard", "river", "canal"}
)


_TOLD_ON = 3  # sentences after that of a place in which "half an hour later the train left" is told of it

_ABOARD = Gated(
    r"\b(?:(?:on|aboard) (?:the|this|our|my) (?:[A-Za-z]+ ){0,2}?(?:train|nightjet|sleeper|express|verandah)"
    r"|our (?:train|coach|carriage|compartment|conductor|attendant)|(?:the )?(?:conductor|attendant)(?:'s)? "
    r"(?:says|thinks|said|best))\b",
    *("train", "nightjet", "sleeper", "express", "verandah", "our ", "conductor", "attendant"),
)


def _implied(seen: Scan, places: Sequence[Mention]) -> bool:
    """Whether a report that names no train is taken to be of one; in other languages than English where it is a log."""
    if len(seen.text) > SHORT:
        return False
    if comes_to_a_station(seen.text):
        return True
    if not seen.languages:
        return implies_train(seen.text)
    named = sum(m.role not in ("agency", "dateline") for m in places)
    return named >= LOG_ENTRIES and reads_like_a_log(seen.text)


def _states_distances(placed: Sequence[Mention], places: Sequence[Mention]) -> bool:
    """Whether some figure stands beside a place: then its claim is checked in a report without a train too."""
    starts = [m.start for m in places]
    for m in placed:
        if m.kind == "claim":
            i = bisect_left(starts, m.start - CLAIM_REACH)
            if i < len(starts) and starts[i] < m.end + CLAIM_REACH:
                return True
    return False


def dated(report: Report, now: datetime | None) -> Report:
    """The report with its publication time: given, stated in the text, or assumed with words that say so."""
    if report.published is not None:
        return report
    stated = published_in(report.text)
    if stated:
        return replace(report, published=stated[0], published_assumed=f"read from {stated[1]}")
    today = datetime.combine((now or datetime.now(UTC)).date(), time(), UTC)
    filed = filed_on(report.text, today.date())
    if filed:
        words = f"no publication date: assumed {filed[0].date()}, by the dateline ({filed[1]!r}, without a year)"
        return replace(report, published=filed[0], published_assumed=words)
    inside = stated_date(report.text)
    if inside:
        words = f"no publication date: assumed {inside[0].date()}, the latest date in the text ({inside[1]!r})"
        return replace(report, published=inside[0], published_assumed=words)
    words = f"no publication date in the text: assumed today, {today.date()}, for its weekdays (give --published)"
    return replace(report, published=today, published_assumed=words)
