"""What one language needs to be read: a table of words and short patterns.

Rules that hold for every language are in ``mentions.when_other`` and ``resolution.foreign``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_LETTER = r"(?![\u3041-\u30fe\u3400-\u9fff\uac00-\ud7a3])"
Verb = Literal["after", "before", "marked", "clause"]

# Classes of words that tell an event; "none" is of verbs that tell of something else. "~" after one marks forms that
# tell what is not done yet, "!" the future.
EVENTS = (
    *("arrived", "departed", "left", "passed", "crossed", "stopped", "seen", "move", "headed", "goal"),
    *("empty", "vain", "landed", "tookoff", "air", "shown", "entered", "border", "skipped", "came", "none"),
)
# Classes of words that are no events.
CUES = (
    *(
        "negated",
        "possible",
        "rumoured",
        "future",
        "claimed",
        "official",
        "past",
        "earlier",
        "train",
        "pronoun",
        "parties",
        "carrier",
    ),
    *(
        "other",
        "clause",
        "light",
        "adverb",
        "finite",
        "river",
        "witness",
        "unsure",
        "another",
        "denied",
        "copula",
        "agency",
        "lacking",
    ),
)
RELATIONS = ("from", "to", "toward", "in", "near", "through", "object", "away", "instead", "at")


def month_and_day(weekday: str, between: str = "/") -> str:
    """The pattern of a date in figures, the month first, with its weekday in brackets or a clock behind it, or both:
    "9/11(월)", "9/11 16:45"; without them figures may tell of anything.
    """
    beside = rf" ?[(（](?:周|星期)?(?P<wd>[{weekday}])(?:曜日?)?[)）]"
    figures = rf"(?<![\d/.:])(?:(?P<year>(?:19|20)\d\d){between})?(?P<month>\d{{1,2}}){between}(?P<day>\d{{1,2}})"
    clock = r"(?: (?P<hour>\d{1,2})[:：](?P<minute>[0-5]\d)(?!\d))?"
    return rf"{figures}\.?(?:{beside}|(?= \d{{1,2}}[:：]\d\d)){clock}"


@dataclass(frozen=True)
class Language:
    """A table. Words stand in one string, apart by blanks; ``_`` in a word is a blank of the text.

    ``cues`` maps a class (``EVENTS`` with ``~`` or ``!``, ``CUES``) to its words. In a spaced language a word stands
    for every word that begins with it, and one that ends in ``$`` for itself alone; in others it is found anywhere.
    """

    code: str
    name: str
    spaced: bool
    verb: Verb  # where the verb of a place stands: after it, before it, as its preposition says, or in its clause
    cues: Mapping[str, str]
    before: Mapping[str, str] = field(default_factory=dict)  # relation to words before a name: "from": "из с"
    after: Mapping[str, str] = field(default_factory=dict)  # relation to endings or words right after a name
    name_tail: str = ""  # pattern of what may stand between a name and the word after it: "역", "駅"
    separable: Mapping[str, str] = field(default_factory=dict)  # finite verb to "prefix=event ...", German
    departs_in: str = "from"  # what "in" means beside a verb of leaving
    moves_in: str = "in"  # what "in" means beside a verb of moving
    goes_on_after: str = ""  # pattern right after a verb whose tense the next verb tells
    unfinished_after: str = ""  # pattern right after a verb that tells of what is to come
    perceived_after: str = ""  # pattern right after a verb that somebody watched being done
    expected_after: str = ""  # pattern right after a verb that is expected to be done, by a hedge: "するとみられる"
    hearsay_after: str = ""  # pattern right after a verb that others say has been done: "gesehen haben" of "will"
    hedged_train_after: str = ""  # pattern right after a hedge that is of the train itself: "とみられる列車"
    official_lead: str = ""  # pattern of a beginning that says the whole report is told by officials
    filed: str = ""  # pattern of what stands right after a name and its date where an agency filed the text
    teller_before: str = ""  # pattern that ends right before a name where those are who tell it: "корреспондент во"
    of_there_after: str = ""  # pattern right after a name of the place somebody is from: "에 본사를 둔", "在住の"
    teller_after: str = ""  # the same that begins right after it: " 특파원"
    of_people_after: str = ""  # pattern right after a verb of what people did: "待機していた5人"
    negated_before: str = ""  # pattern right before a verb that denies it: "안 "
    clause_ends: str = ""  # pattern of the end of a word with which a clause ends without a mark: "-는데"
    habit_after: str = (
        ""  # pattern right after a verb that tells how the place behind it was known before: "지나던 단둥"
    )
    comes_from_after: str = ""  # pattern right after a name from where what is told of has come: "에서 올라온 열차"
    tells_when: str = ""  # pattern of a sentence that tells but when it was, without its time: "это было в"
    present: str = ""  # verbs that tell where the train is at the time of publication
    negated_after: str = ""  # pattern right after a verb that denies it
    told_aside: str = ""  # pattern of an aside that tells when something was said: "wie gestern gemeldet"
    said_after: str = ""  # pattern right after a time at which something is said: "27日表示"
    scene: str = ""  # pattern of words for the station or town that a report is told from: "на станцию", "hier"
    scenery_before: str = ""  # pattern right before a name that is only looked at: "виден берег X"
    list_marks: str = ""  # marks that join a list where a comma ends a clause
    trains: str = ""  # pattern of words for a train
    halts: str = ""  # beginnings of verbs of halting: a train that did not do so at a time ran through
    dated_after: str = ""  # pattern right after a verb where what follows tells when it was: "-ㄴ 것은", "-たのは"
    not_the_train: str = ""  # pattern of words that say it was another train: "특별열차가 아니었다", "并不是该专列"
    skipped_after: str = ""  # pattern right after a denied verb that only says how the next one was done
    subject: str = ""  # pattern of a subject in the text: group "who" is it
    no_subject: str = ""  # pattern of the beginning of a subject so found that moves with the train or is no subject
    passenger: str = ""  # pattern of "the train of X": groups "who" is X, "title" what else X is called
    compass: Mapping[str, str] = field(default_factory=dict)  # word to letters
    directions: str = ""  # pattern of a direction of travel: groups "a" and "b" are words of ``compass``
    offset_before: str = ""  # pattern of "north of" before a name: groups "a" and "b"
    offset_after: str = ""  # the same after a name
    goes_on: str = ""  # pattern of the end of a piece that a full stop does not end: "am 12."
    # times
    times: tuple[str, ...] = ()  # patterns; groups are fields, with a digit to tell them apart ("day", "day2")
    glue: str = " ?"  # pattern of what may stand between two pieces of one time
    by_twelve: str = ""  # pattern of the word behind an hour that may be of either half of the day: "点", not "时"
    numbers: Mapping[str, float] = field(default_factory=dict)  # with those that only count: "полтора"
    months: tuple[str, ...] = ()  # beginnings, "|" between two of one month
    weekdays: tuple[str, ...] = ()  # the same, Monday first
    days: Mapping[str, str] = field(default_factory=dict)  # word to "shift" or "shift part"
    parts: Mapping[str, str] = field(default_factory=dict)  # beginning to a part of the day
    modifiers: Mapping[str, str] = field(default_factory=dict)  # "上": "last"
    one_clock: str = ""  # pattern that says by which clock all times of a text are; groups "zone"
    zones: Mapping[str, str] = field(default_factory=dict)  # beginning to a zone of ``mentions.intervals``
    # names
    particles: str = ""  # endings that stick to a name, longest first, Korean
    endings: tuple[tuple[str, tuple[str, ...]], ...] = ()  # case endings and what the nominative may have, Russian
    articles: str = ""  # words before a noun that is no name
    auxiliaries: str = ""  # verbs right after which a bare noun is a name: "hatte Dannenberg erreicht"
    also_towns: frozenset[str] = frozenset()  # nouns of ``not_names`` that are towns behind "in"
    not_names: frozenset[str] = frozenset()  # words that the gazetteer holds as names and that mean something else

    @cached_property
    def lexer(self) -> tuple[re.Pattern[str], tuple[str, ...]]:
        """One pattern for every cue in lower-case text, longest words first, and the class of each of its groups."""
        classes = {**self.cues, **{f"rel:{r}": w for r, w in self.before.items()}}
        if self.separable:
            classes["finite"] = " ".join(f"{w}$" for w in self.separable)
        words = [(w, name) for name, line in classes.items() for w in line.split()]
        words.sort(key=lambda p: (p[0][0], -len(p[0].rstrip("$")), p[1]))
        letters = []  # words by their first letter: one look at it leaves out all others
        for letter, group in groupby(words, key=lambda p: p[0][0]):
            rests = (f"({re.escape(w[1:].rstrip('$').replace('_', ' '))}){self._ending(w)}" for w, _ in group)
            letters.append(f"{re.escape(letter.replace('_', ' '))}(?:{'|'.join(rests)})")
        start = r"(?<!\w)" if self.spaced else ""
        return re.compile(f"{start}(?:{'|'.join(letters)})"), tuple(name for _, name in words)

    def _ending(self, word: str) -> str:
        if not self.spaced:
            return _NO_LETTER if word.endswith("$") else ""  # "発" of "13:45発", not of "発表"
        return r"(?!\w)" if word.endswith("$") else r"\w*"

    @cached_property
    def time_patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(p) for p in self.times)

    def pattern(self, name: str) -> re.Pattern[str] | None:
        """The compiled pattern of a field, or None when the table leaves it empty."""
        return _compiled(self, name)

    def role_of(self, word: str) -> str:
        """What a word before a name says of it: place (a preposition), article, head (a noun such as "Bahnhof"),
        event (a verb), train, or "" when it says nothing.
        """
        return self._roles.get(word, "")

    @cached_property
    def _roles(self) -> Mapping[str, str]:
        out: dict[str, str] = dict.fromkeys(self.articles.split(), "article")
        out |= dict.fromkeys(self.auxiliaries.split(), "auxiliary")
        for name, line in [*self.cues.items(), ("finite", " ".join(self.separable))]:
            role = {"light": "head", "river": "head", "finite": "event", "train": "train"}.get(name) or (
                "event" if name.rstrip("~!") in EVENTS else ""
            )
            for word in line.split() if role else ():
                out.setdefault(word.rstrip("$"), role)
        out |= {w.rstrip("$").rpartition("_")[2]: "place" for line in self.before.values() for w in line.split()}
        return out

    def letters(self, *words: str | None) -> str:
        """Compass words as letters, north and south first: "东", "北" to "NE"."""
        found = {letter for w in words if w for letter in self.compass[w.lower()]}
        return "".join(letter for letter in "NSEW" if letter in found)


_patterns: dict[tuple[str, str], re.Pattern[str] | None] = {}


def _compiled(table: Language, name: str) -> re.Pattern[str] | None:
    key = (table.code, name)
    if key not in _patterns:
        text: str = getattr(table, name)
        _patterns[key] = re.compile(text, 0 if name == "passenger" else re.IGNORECASE) if text else None
    return _patterns[key]
