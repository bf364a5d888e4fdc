"""From frames to sightings: event, status, time, direction and subject of each place, with the role and its reason."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from railsight.geo import approx_m
from railsight.mentions.when import TimePhrase, interval_of, is_whole_day
from railsight.model import Candidate, Claim, Mention, Sighting
from railsight.resolution import spatial
from railsight.resolution.items import attribution
from railsight.resolution.status import status_of
from railsight.times import zone_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from railsight.mentions.phrases import DirectionPhrase
    from railsight.model import EventKind, Place, Report, Role
    from railsight.resolution.frames import Frame
    from railsight.resolution.items import Sentence
    from railsight.times import Interval

_REVISED = re.compile(
    r"\bearlier (?:version|report|story)s?\b[^.\n]{0,60}\b(?:said|stated|misstated|gave|had)\b", re.IGNORECASE
)
_BORDERS = frozenset({"border", "bridge", "river", "river crossing"})
TOO_LARGE = frozenset({"country", "continent", "ocean", "sea"})
_EARLIER_WORDS = (
    "last met",
    "last meeting",
    "last visit",
    "previous",
    "earlier trip",
    "earlier visit",
    "his father",
    "years ago",
    "earlier this month",
    "earlier this year",
    "on the way out",
    "outbound journey",
)
_EARLIER_DAYS = 25  # a time this long before publication belongs to an earlier journey
_AT = frozenset(
    {"in", "at", "near", "outside", "around", "on", "inside", "within", "by", "", "past", "along", "beyond", "over"}
)


@dataclass(slots=True)
class Told:
    """One report being told: what is known of its text so far."""

    report: Report
    text: str
    published: datetime
    sentences: Sequence[Sentence]
    directions: Sequence[DirectionPhrase]
    mentions: list[Mention]  # place mentions, by index
    claims_of: dict[int, str]  # place mentions that a figure refers to, and how
    crossings: Callable[[Place], Sequence[Place]] = lambda _: ()  # of a river with the railways
    story_day: TimePhrase | None = None
    last: Interval | None = None  # the train event told before
    sightings: list[Sighting] = field(default_factory=list)
    reasons: dict[int, tuple[Role, str]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    origins: dict[tuple[str, int], Place] = field(default_factory=dict)  # by other subject and sentence


def tell(told: Told, frames: Sequence[Frame]) -> None:
    """Fill ``sightings`` and ``reasons`` (role and why, by place mention) from the frames in reading order."""
    told.story_day = _story_day(told)
    number = -1
    made: list[tuple[Frame, int]] = []
    for frame in frames:
        if frame.sentence != number:
            _directions(told, made)
            made, number = [], frame.sentence
        sighting = _consider(told, frame, made)
        if sighting is not None:
            made.append((frame, len(told.sightings)))
            told.sightings.append(sighting)
    _directions(told, made)


# ---------------------------------------------------------------- one place of a sentence


def _consider(told: Told, frame: Frame, made: list[tuple[Frame, int]]) -> Sighting | None:
    mention = told.mentions[frame.place]
    sentence = told.sentences[frame.sentence]
    reason = _no_sighting(told, frame, mention, sentence, made)
    if reason is not None:
        told.reasons.setdefault(frame.place, reason)
        if reason[0] == "negated" and made:
            _turn_away(told, made, mention)
        return None
    subject, why = _subject(told, frame, sentence)
    if subject is None:
        told.reasons[frame.place] = ("background", why)
        return None
    event, role = _event(frame)
    if event is None:
        told.reasons[frame.place] = ("background", "no movement of the train is told here")
        return None
    if subject != "train":
        return _other(told, frame, mention, subject, event)
    earlier = _earlier(told, frame, sentence, mention)
    if earlier:
        told.reasons[frame.place] = ("background", earlier)
        return None
    return _train_sighting(told, frame, mention, event, role)


def _no_sighting(
    told: Told, frame: Frame, mention: Mention, sentence: Sentence, made: list[tuple[Frame, int]]
) -> tuple[Role, str] | None:
    """Role and reason of a place that cannot be a sighting whatever the verb."""
    if mention.role in ("dateline", "clock", "agency"):
        return mention.role, mention.why
    if mention.place is None:
        return "background", "no place is known well enough" if mention.candidates else "not in the gazetteer"
    if frame.place in told.claims_of:
        return "background", told.claims_of[frame.place]
    if frame.preposition == "away" or _away(sentence, frame):
        return "negated", "the train moves away from it"
    if frame.qualifies:
        return "background", "says where another place is"
    if made and _tells_where(frame, made[-1][0], told):
        return "background", "says where the train crossed"
    if _REVISED.search(told.text, sentence.start, sentence.end):
        return "background", "what the report corrects"
    if mention.why.startswith("names the people"):
        return "agency", mention.why
    if mention.place.kind in TOO_LARGE:
        return "background", f"a {mention.place.kind} is too large to place a train"
    if frame.modifies:
        return "background", "only modifies the noun after it"
    return None


def _tells_where(frame: Frame, before: Frame, told: Told) -> bool:
    """ "Crossed the Tumen River at Khasan": the second place says where on the first."""
    if frame.verb_at is None or frame.verb_at != before.verb_at or frame.event != "crossed":
        return False
    first = told.mentions[before.place].place
    return (
        first is not None
        and first.kind in ("river", "canal", "bridge", "border", "river crossing")
        and (frame.preposition in ("at", "near", "by", "outside", "between"))
    )


def _away(sentence: Sentence, frame: Frame) -> bool:
    words = [x.low for x in sentence.items[max(0, frame.item - 4) : frame.item]]
    return "away" in words and "from" in words


def _turn_away(told: Told, made: list[tuple[Frame, int]], mention: Mention) -> None:
    _, index = made[-1]
    told.sightings[index] = replace(told.sightings[index], away_from=mention.place)


def _subject(told: Told, frame: Frame, sentence: Sentence) -> tuple[str | None, str]:
    """``train``, a carrier's name, or None with the reason."""
    if frame.event is None:
        return None, "no movement of the train is told here"
    mover = frame.mover
    if mover == "train":
        return "train", ""
    if mover == "parties":
        return "train", ""
    if mover == "pronoun":
        return _pronoun(sentence, frame)
    if mover == "other":
        return None, f"told of {frame.mover_text}, not of the train"
    if mover is None:
        whole = {x.who for x in sentence.items if x.kind == "mover"}
        if "train" in whole:
            return "train", ""
        if any(w not in ("?", "pronoun", "parties") for w in whole):
            return next(w for w in sorted(whole) if w not in ("?", "pronoun", "parties")), ""
        if whole or frame.event not in ("seen", "crossed", "passed", "move", "arrived", "departed"):
            return None, "nobody said to move here is the train"
        return ("train", "") if told.sightings else (None, "nobody said to move here is the train")
    return mover, ""


def _pronoun(sentence: Sentence, frame: Frame) -> tuple[str | None, str]:
    """A pronoun is the train or its passenger unless the sentence names another mover before it."""
    at = frame.mover_at if frame.mover_at is not None else frame.item
    low = frame.mover_text
    others = [x for x in sentence.items[:at] if x.kind == "mover" and x.who not in ("pronoun", "parties")]
    if not others or low in ("they", "them"):
        return "train", ""
    last = others[-1]
    if last.who == "train":
        return "train", ""
    if last.who == "?":
        speaking = _speaks(sentence, last.end)
        if speaking or low == "it":
            return "train", ""
        return None, f"told of {last.low}, not of the train"
    return last.who, ""


_SPEECH = frozenset(
    [
        "said",
        "says",
        "reported",
        "reports",
        "confirmed",
        "added",
        "told",
        "wrote",
        "claims",
        "claimed",
        "announced",
        "later",
        "also",
        "published",
        "quoted",
        "speculate",
        "speculated",
        "had",
    ]
)


def _speaks(sentence: Sentence, end: int) -> bool:
    following = [x.low for x in sentence.items if x.start >= end][:4]
    return any(w in _SPEECH for w in following)


def _event(frame: Frame) -> tuple[EventKind | None, Role]:
    """Event and role from verb and preposition."""
    raw, prep = frame.event, frame.preposition
    if raw is None:
        return None, "background"
    if raw in ("move", "air"):
        return _moved(frame)
    if raw == "departed":
        return ("heading", "destination") if prep in ("for", "to", "toward", "towards") else ("departed", "origin")
    if raw == "arrived":
        if prep == "from":
            return "departed", "origin"
        kind: EventKind = "due" if frame.modal else "arrived"
        return ("absent", "negated") if frame.negated else (kind, "expected" if frame.modal else "seen")
    if raw in ("passed", "crossed"):
        if frame.modal:
            return "due", "expected"
        if raw == "crossed":
            return _crossed(frame)
        return ("absent", "negated") if frame.negated else ("passed", "seen")
    if raw == "due":
        return _due(frame)
    if prep in ("for", "to", "toward", "towards"):
        return "heading", "destination"
    if prep == "from":
        return "departed", "origin"
    if prep not in _AT and prep not in ("across", "through", "between", "of"):
        return None, "background"
    if frame.negated:
        return "absent", "negated"
    if frame.modal:
        return "due", "expected"
    return ("stopped" if raw == "stopped" else "seen"), "seen"


def _moved(frame: Frame) -> tuple[EventKind | None, Role]:
    prep = frame.preposition
    if prep in ("for", "to", "toward", "towards"):
        done = ("flew", "went", "travelled", "traveled", "came", "returned")
        if prep == "to" and frame.verb in done and not frame.modal:
            return ("absent", "negated") if frame.negated else ("arrived", "seen")
        return ("heading", "destination") if not frame.negated else ("absent", "negated")
    if prep in ("from", "out", "off"):
        return "departed", "origin"
    if frame.verb in ("landed", "landing", "land"):
        return ("due", "expected") if frame.modal else ("arrived", "seen")
    if prep in ("through", "via", "past", "by", "along", "beyond"):
        return ("due", "expected") if frame.modal else ("passed", "seen")
    if prep in ("into", "onto"):
        return ("due", "expected") if frame.modal else ("arrived", "seen")
    if prep in ("across", "over"):
        return "crossed", "crossing"
    if prep in ("in", "at", "near", "outside", "around", "between", "of", "on"):
        return ("due", "expected") if frame.modal else ("seen", "seen")
    return None, "background"


def _crossed(frame: Frame) -> tuple[EventKind | None, Role]:
    if frame.preposition in ("from",):
        return "departed", "origin"
    if frame.negated:
        return "absent", "negated"
    if frame.preposition in ("at", "near", "in", "over", "across", "into", "", "through", "between"):
        return "crossed", "crossing"
    return ("heading", "destination") if frame.preposition in ("to", "toward", "towards") else (None, "background")


def _due(frame: Frame) -> tuple[EventKind | None, Role]:
    if frame.verb.startswith(("met", "held")) and frame.modal is None:
        return None, "background"
    if frame.preposition in ("in", "at", "to", "into", "on", "near", "for"):
        return "due", "expected"
    return None, "background"


def _earlier(told: Told, frame: Frame, sentence: Sentence, mention: Mention) -> str | None:
    """Why a frame belongs to an earlier journey, or None."""
    low, high = frame.clause
    span = sentence.items[low].start, sentence.items[high - 1].end
    piece = told.text[span[0] : span[1]].lower()
    for word in _EARLIER_WORDS:
        if word in piece:
            return f"an earlier journey ('{word}')"
    assert mention.place is not None
    for phrase in frame.times:
        if phrase.kind != "moment" or not span[0] <= phrase.start < span[1]:
            continue
        interval = interval_of(phrase, told.published, zone_at(mention.place.lon, mention.place.lat))
        if interval and (told.published - interval.latest) > timedelta(days=_EARLIER_DAYS):
            return f"an earlier journey ({phrase.text})"
    return None


# ---------------------------------------------------------------- building


def _train_sighting(told: Told, frame: Frame, mention: Mention, event: EventKind, role: Role) -> Sighting:
    sentence = told.sentences[frame.sentence]
    status, why = status_of(frame, event, sentence, told.text)
    if status == "speculated" and event in ("heading", "due", "arrived", "seen"):
        role = "speculated"
    assert mention.place is not None
    candidates = _where(told, frame, mention)
    interval, note = when_of(told, frame, mention.place, event)
    if interval is not None and event not in ("heading", "due"):
        told.last = interval
    told.reasons[frame.place] = (role, f"{event}: {why}")
    return _build(told, frame, "train", candidates, event, status, interval, "; ".join(x for x in (why, note) if x))


def _build(
    told: Told,
    frame: Frame,
    subject: str,
    candidates: tuple[Candidate, ...],
    event: EventKind,
    status: str,
    interval: Interval | None,
    note: str,
) -> Sighting:
    sentence = told.sentences[frame.sentence]
    agency = attribution(told.text, sentence.start, sentence.end)
    source = (
        f"{agency}, as told by {told.report.source or told.report.id}"
        if agency
        else told.report.source or told.report.id
    )
    digest = hashlib.sha1(
        f"{told.report.id}|{sentence.start}|{frame.item}|{event}".encode(), usedforsecurity=False
    ).hexdigest()[:8]
    return Sighting(
        id=f"{told.report.id}-{digest}",
        candidates=candidates,
        event=event,
        status=status,  # type: ignore[arg-type]
        interval=interval,
        subject=subject,
        report=told.report.id,
        quote=(sentence.start, sentence.end),
        quote_text=told.report.text[sentence.start : sentence.end],
        source=source,
        note=note,
        known_at=known_at(told.published),
    )


def known_at(published: datetime) -> datetime:
    """When a report became known: its publication, or the end of its day when only the day is said."""
    return published + timedelta(hours=23, minutes=59) if is_whole_day(published) else published


def _where(told: Told, frame: Frame, mention: Mention) -> tuple[Candidate, ...]:
    """The candidates, moved to "north of", "near" or "between" as the sentence says."""
    if frame.between is not None and told.mentions[frame.between].place is not None:
        other = told.mentions[frame.between].place
        assert other is not None
        assert mention.place is not None
        pair = sorted((mention.place, other), key=lambda p: p.id)
        return (Candidate(spatial.between(pair[0], pair[1]), mention.score, ("said to be between the two",)),)
    if frame.offset is not None:
        return tuple(
            replace(c, place=spatial.offset(c.place, frame.offset or "N", frame.distance_m)) for c in mention.candidates
        )
    if frame.distance_m is not None:
        return tuple(replace(c, place=spatial.around(c.place, frame.distance_m or 0.0)) for c in mention.candidates)
    if frame.preposition in ("near", "outside", "around", "beyond"):
        return tuple(replace(c, place=spatial.near(c.place)) for c in mention.candidates)
    if mention.place is not None and mention.place.kind in ("river", "canal"):
        return _crossings(told, mention)
    return mention.candidates


def _crossings(told: Told, mention: Mention) -> tuple[Candidate, ...]:
    """A river as the places where railways cross it, likelier the nearer they are to the other places of the report."""
    assert mention.place is not None
    places = told.crossings(mention.place)
    if not places:
        return mention.candidates
    others = {m.place.id: m.place for m in told.mentions[:200] if m.place and m.place.kind not in TOO_LARGE}
    others.pop(mention.place.id, None)
    weights = [_nearness(p, list(others.values())) for p in places]
    total = sum(weights)
    ranked = sorted(zip(weights, places, strict=True), key=lambda x: (-x[0], x[1].id))
    why = ("where a railway crosses the river",)
    return tuple(Candidate(p, w / total * mention.score, why) for w, p in ranked[:6])


def _nearness(place: Place, others: Sequence[Place]) -> float:
    return 0.02 + sum(1.0 / (1.0 + (approx_m(place.lon, place.lat, o.lon, o.lat) / 50_000.0) ** 2) for o in others)


def _other(told: Told, frame: Frame, mention: Mention, subject: str, event: EventKind) -> Sighting | None:
    """A movement of another carrier: its start is kept as the origin of where it went."""
    assert mention.place is not None
    if event == "departed":
        told.reasons[frame.place] = ("background", f"where {subject} set out, not the train")
        told.mentions[frame.place] = replace(mention, why=f"origin of {subject}")
        told.origins[subject, frame.sentence] = mention.place
        return None
    told.reasons[frame.place] = ("background", f"told of {subject}, not of the train")
    sentence = told.sentences[frame.sentence]
    status, why = status_of(frame, event, sentence, told.text)
    interval, note = when_of(told, frame, mention.place, event)
    built = _build(
        told, frame, subject, mention.candidates, event, status, interval, "; ".join(x for x in (why, note) if x)
    )
    return replace(built, origin=told.origins.get((subject, frame.sentence)))


def _directions(told: Told, made: list[tuple[Frame, int]]) -> None:
    """Give compass words of a sentence to its last sighting of the train that has a place behind it."""
    behind = [
        (f, i)
        for f, i in made
        if told.sightings[i].event not in ("heading", "due") and told.sightings[i].subject == "train"
    ]
    if not behind:
        return
    sentence = told.sentences[behind[0][0].sentence]
    first = bisect_left(told.directions, sentence.start, key=lambda d: d.start)
    for d in told.directions[first:]:
        if d.start >= sentence.end:
            break
        if not d.of and not d.adjective and not _of_place(told, d):
            _, index = behind[-1]
            told.sightings[index] = replace(told.sightings[index], heading=d.heading)
    for f, i in made:
        if told.sightings[i].event == "heading" and f.verb_at is not None:
            _, index = behind[-1]
            if told.sightings[index].toward is None and told.sightings[i].status != "speculated":
                told.sightings[index] = replace(told.sightings[index], toward=told.sightings[i].place)


def _of_place(told: Told, d: DirectionPhrase) -> bool:
    """Whether a compass word belongs to a name or a noun: "in the north", "north Korean"."""
    after = told.text[d.end : d.end + 12]
    before = told.text[max(0, d.start - 8) : d.start]
    return before.endswith(("in the ", "the far ")) or after.startswith((" coast", " side", " bank", " end"))


# ---------------------------------------------------------------- time


def _story_day(told: Told) -> TimePhrase | None:
    """The day of the story: the first dated time in a sentence that tells of the train, else of the text's opening."""
    of_train = [s for s in told.sentences if any(x.kind == "mover" and x.who == "train" for x in s.items)]
    for sentence in [*of_train, *told.sentences[:4]]:
        for item in sentence.items:
            t = item.time
            if t and t.kind == "moment" and t.has_date and t.granularity not in ("week", "month", "year"):
                zone = zone_at(0.0, 51.5)
                interval = interval_of(t, told.published, zone)
                if (
                    interval
                    and told.published - interval.latest < timedelta(days=4)
                    and interval.earliest < told.published + timedelta(days=1)
                ):
                    return t
    return None


def when_of(told: Told, frame: Frame, place: Place, event: EventKind) -> tuple[Interval | None, str]:
    """The interval of an event and what was assumed, in words."""
    zone = zone_at(place.lon, place.lat)
    tense = "future" if event == "due" or (event == "heading" and frame.modal) else "past"
    moments = [t for t in frame.times if t.kind == "moment"]
    dated = [t for t in moments if t.has_date]
    anchor = _anchor(told, zone)
    post = None if frame.post is None else interval_of(frame.post, told.published, zone, event=anchor)
    published = post.latest if post is not None else told.published
    both, note = _two_clocks(told, [t for t in moments if t.has_clock], place, zone, anchor)
    if both is not None:
        return _not_after(told, both, event), note
    for phrase in sorted(moments, key=lambda t: (not t.has_clock, moments.index(t))):
        if event in ("heading", "due") and phrase.granularity in ("week", "month", "year"):
            continue
        base = anchor
        if not phrase.has_date and dated and dated[0] is not phrase:
            base = interval_of(dated[0], published, zone, tense=tense, event=anchor) or anchor
        interval = interval_of(phrase, published, zone, tense=tense, event=base)
        if interval is not None:
            if frame.lag_h is not None:
                interval = _widened(interval.shift(3600 * frame.lag_h), 1800)
                note = f"{note}; reckoned from '{phrase.text}'" if note else f"reckoned from '{phrase.text}'"
            return _not_after(told, interval, event), note
    if event in ("heading", "due"):
        return None, note
    if post is not None and frame.post is not None:
        return _interval(
            post.earliest - timedelta(hours=3), post.latest
        ), f"no time stated: posted at {frame.post.text}"
    return _assumed_time(told, anchor, zone, event)


def _assumed_time(told: Told, anchor: Interval | None, zone: ZoneInfo, event: EventKind) -> tuple[Interval | None, str]:
    """The time of an event without one: the day of the story, the time told before, the days before publication."""
    if told.story_day is not None:
        phrase = replace(told.story_day, hour=None, minute=None, part=None)
        day = interval_of(phrase, told.published, zone)
        if day is not None:
            return _not_after(told, day, event), f"no time stated here: '{told.story_day.text}' of the story is taken"
    if anchor is not None:
        return anchor, "no time stated here: the time told before is taken"
    day_before = told.published - timedelta(days=1)
    return _interval(day_before, known_at(told.published)), "no time stated: the day before publication is taken"


def _widened(interval: Interval, seconds: float) -> Interval:
    return _interval(interval.earliest - timedelta(seconds=seconds), interval.latest + timedelta(seconds=seconds))


def _interval(a: datetime, b: datetime) -> Interval:
    from railsight.times import Interval

    return Interval(a, b)


def _anchor(told: Told, zone: ZoneInfo) -> Interval | None:
    if told.story_day is not None:
        return interval_of(told.story_day, told.published, zone) or told.last
    return told.last


def _not_after(told: Told, interval: Interval, event: EventKind) -> Interval:
    """Cut what had happened at the publication: nothing told as past lies after it."""
    from railsight.times import Interval

    end = known_at(told.published)
    if event in ("heading", "due") or interval.latest <= end or interval.earliest >= end:
        return interval
    return Interval(interval.earliest, end)


def _two_clocks(
    told: Told, clocks: list[TimePhrase], place: Place, zone: ZoneInfo, anchor: Interval | None
) -> tuple[Interval | None, str]:
    """The time two clocks of one sentence give together; when they disagree, both are kept and words say so.

    At a border the local clock may be the neighbour's: there the clock with a zone of its own settles it.
    """
    if len(clocks) < 2 or abs(clocks[0].start - clocks[1].start) > 60 or clocks[0].zone == clocks[1].zone:
        return None, ""
    a, b = sorted(clocks[:2], key=lambda t: t.start)
    first = interval_of(a, told.published, zone, event=anchor)
    second = interval_of(b, told.published, zone, event=anchor)
    if b.has_date and not a.has_date and second is not None:
        first = interval_of(a, told.published, zone, event=second)
    elif a.has_date and not b.has_date and first is not None:
        second = _nearest_day(interval_of(b, told.published, zone, event=first), first)
    if first is None or second is None:
        return None, ""
    gap_h = abs((first.middle - second.middle).total_seconds()) / 3600
    if gap_h <= 0.05:
        return first.intersection(second) or second, ""
    if gap_h <= 1.05 and place.kind in _BORDERS:
        return second if b.zone not in (None, "local") else first, ""
    words = (
        f"two clocks disagree by {gap_h:g} h: '{a.text}' is {first.middle.astimezone(UTC):%H:%M} UTC,"
        f" '{b.text}' is {second.middle.astimezone(UTC):%H:%M} UTC"
    )
    warning = f"{told.report.id}: {words}"
    if warning not in told.warnings:
        told.warnings.append(warning)
    return first.hull(second), words


def _nearest_day(interval: Interval | None, other: Interval) -> Interval | None:
    """A clock without a date on the day that brings it nearest to the other clock."""
    if interval is None:
        return None
    shifts = [interval.shift(86400.0 * d) for d in (-1, 0, 1)]
    return min(shifts, key=lambda x: abs((x.middle - other.middle).total_seconds()))
