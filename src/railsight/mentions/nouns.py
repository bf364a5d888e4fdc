"""Place names in German, where every noun has a capital letter: the words before a name and the gazetteer decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.languages import table
from railsight.mentions.names import DEMONYM, RAIL_KINDS, STRONG
from railsight.mentions.page import Found

if TYPE_CHECKING:
    from railsight.mentions.languages import Language
    from railsight.mentions.names import Names

_WORD = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞĆČĎŁŃŇŘŚŠŤŹŻŽ][\wäöüß’']*(?:-[A-ZÄÖÜ]?[\wäöüß]+)*")
_JOINS = re.compile(r" |-|/| (?:am|an der|im|in der|ob der|bei|auf der|vor der|am|de|la|do|le) ")
_BESIDE = re.compile(r" \([A-Z][a-zäöüß]+\)")
_SHORTEST_RESPELT = 5  # letters of a name that is looked up in another spelling
# How names of the East are spelt in German, and how in English; each may be so or not.
_RESPELT = (
    *(
        (re.compile(r"(?<!s)ch"), "kh"),
        (re.compile("tsch"), "ch"),
        (re.compile("^sch"), "zh"),
        (re.compile("sch"), "sh"),
    ),
    *((re.compile("w"), "v"), (re.compile("^ds"), "z")),
    *((re.compile("j"), "y"), (re.compile("^s"), "z"), (re.compile("ai"), "ay")),
)
_SHORTEST_BARE = 4  # letters of a name that an ending may be taken from: "Kurs" is no form of "Kur"
_LONGEST = 4  # words of a name that are tried
_BEFORE = re.compile(r"([\wäöüß.]+)([^\w]*)$")
_REACH = 40  # characters before a name in which the word before it is looked for
_IS_IN = re.compile(
    r" in (?:der |dem )?([A-ZÄÖÜ][a-zäöüß]{2,})"
)  # "in Berg in der Steiermark": a name, whatever else it means
_LISTED = frozenset({"und", "oder", "sowie"})
_NATURE = frozenset(
    {"river", "canal", "mountain", "lake", "sea", "ocean", "region", "area", "bridge", "border", "strait"}
)
_NUMBERED = re.compile(r" (?:\d|[A-Z]\b|am )")
_THRESHOLD = 1.5
_CLOCK = re.compile(r"\d:[0-5]\d $")  # of an entry of a log
_LOGGED = re.compile(
    r"(?: (?:an|ab|durch|Durchfahrt|Ankunft|Abfahrt|Ein|Aus)| (?:Hbf|Gbf|Rbf|Süd|Nord|Ost|West)(?: (?:an|ab|durch))?)?"
    r"(?:[:,]| [–—-])? ?(?:um )?(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?!\.\d)"
)
_KNOWN_IN_A_LOG = 2.5  # log10 of the weight of a name that may stand before a clock
_KNOWN = 4.0  # log10 of the weight of a name that may open a sentence
_OF_A_PLACE = re.compile(
    r" (?:lag|liegt|war|ist|wurde|wird|hatte|hat|blieb|folgte|sollte|soll"
    r"|passierte|erreichte|durchfuhr|durchquerte|verließ|bleibt|habe|haben|dürfte|könnte|würde|will|sah|sahen|kam|nahm"
    r"|ließ|umfuhr|durchrollte|meldet|meldete|soll|muss|kann)\b"
)
STATION_OF_A_TOWN = re.compile(r" (?:(?:[A-Z][a-zö]+)?(?:[Bb]ahnhof|[Hh]afen)s?|Hbf)\b")  # behind "Nürnberger"
# What ends a dateline, or the place of one: "Kufstein, 10. Februar."
_FILED = re.compile(
    r"(?:[.:/]| ?\([A-Za-z/ .-]{2,20}\)| [–-]) ?"
    r"|, (?:den |am )?\d{1,2}\. ?(?:\d|Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)"
    r"|, (?:am )?(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|, (?:am )?(?:Mittwoch|Sonnabend)"
    r"|, (?:vor)?gestern\b|, heute\b|, in der Nacht\b|, vor \w+ Tagen\b"
)
_KINDS_OF_PLACE = (
    *("bahnhof", "bahnhofs", "hafen", "hafens", "terminal", "terminals", "lager", "lagers", "werk", "werks"),
    *("ort", "orts", "stadt", "dorf", "dorfs"),
)
_PARTS = ("vormittag", "nachmittag", "abend", "mitternacht", "morgen", "mittag", "nacht", "morgengrauen")
# "verließ der Zug X", "passierte er X"; "im südhessischen X", "aus dem britischen X".
_TELLING = re.compile(
    r"\b(?:ha(?:t|tte|be|ben|tten)|soll(?:te)?|wird|will|würde|dürfte|muss|kann|könnte|verließ|verlässt|verlasse|passierte?|passiert|erreichte?|erreicht|durchfuhr|durchquerte)"
    r" (?:er|es|sie|(?:der|dieser|sein|ihr|das|die) [A-ZÄÖÜ][\w-]+) $"
)
# "Verließ der Zug mit der Delegation ": a verb of places and who is told of, up to a noun.
_VERB_AND_SUBJECT = re.compile(
    r"\b(?:verließ|verlässt|passierte?|erreichte?|durchfuhr|durchquerte)"
    r" (?:er|der|die|das|dieser|am|um|gegen|vor|in|gestern|vorgestern|[A-ZÄÖÜ]\w+)"
    r" (?:[\w.-]+ ){1,9}$"
)
_SUBJECT_REACH = 90  # characters
_OF_OBJECT = re.compile(
    r"(?: (?:[^,;:–!?]|:(?=\d)){0,60}?)? (?:verlassen|verließ(?:en)?|passiert(?:en?)?|erreicht(?:en?)?"
    r"|durchfahren|durchfuhr|durchquert(?:e)?)\b"
)
_ADJECTIVE = re.compile(
    r"\b(?:[Ii]m|[Aa]m|[Dd]em|[Dd]er|[Vv]om|[Zz]um|[Bb]eim|[Nn]ach|[Dd]as|[Ii]n) [a-zäöüß]+(?:ischen|ische|ischer) $"
)


def find_noun_places(text: str, names: Names) -> list[Found]:
    """Spans taken for place names in German text, in order."""
    german = table("de")
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    out: list[Found] = []
    i = 0
    while i < len(words):
        j, surface, name = _longest(text, words, i, names)
        if not j:
            i += 1
            continue
        start, end = words[i][0], words[i][0] + len(surface)
        end -= surface == name + "s"  # the name alone of "Wladiwostoks"
        if text.startswith(" Zeit", end) and surface.endswith("er"):  # "Moskauer Zeit"
            out.append(Found(start, end, surface, "clock", "a clock", _THRESHOLD))
            i = j
            continue
        evidence, why = _evidence(text, start, end, name, names, german, out[-1] if out else None)
        if evidence >= _THRESHOLD:
            out.append(Found(start, end, name, "name", why, evidence))
            i = j
        else:
            i += 1
    return out


def _longest(text: str, words: list[tuple[int, int]], i: int, names: Names) -> tuple[int, str, str]:
    """The longest known name that begins at word i: the index after it, its surface and the form that is known."""
    start = words[i][0]
    last = i
    most = min(len(words), i + _LONGEST)
    while last + 1 < most and _JOINS.fullmatch(text, words[last][1], words[last + 1][0]):
        last += 1
    beside = _BESIDE.match(text, words[i][1])
    if beside and names.rows(text[start : beside.end()]):  # "Frankfurt (Oder)"
        return i + 2, text[start : beside.end()], text[start : beside.end()]
    for k in range(last, i - 1, -1):
        surface = text[start : words[k][1]]
        for form in (surface, surface.removesuffix("s"), surface.removesuffix("er")):  # of "Wladiwostoks", "Moskauer"
            if form + "er" == surface and not (
                text.startswith(" Zeit", words[k][1]) or STATION_OF_A_TOWN.match(text, words[k][1])
            ):
                continue
            shortest = 2 if form == surface else _SHORTEST_BARE
            if len(form) > shortest and names.rows(form):
                return k + 1, surface, form
    surface = text[start : words[i][1]]
    head, dash, _ = surface.partition("-")  # "die Yalu-Brücke"
    if dash and len(head) > 3 and names.rows(head):
        return i + 1, head, head
    end = words[i][1]
    placed = _after_place_word(text, start) or _is_object(text, start, end) or _opens_a_dateline(text, start, end)
    name = respelt(surface, names) if placed else None
    return (i + 1, surface, name) if name else (0, "", "")


def _is_object(text: str, start: int, end: int) -> bool:
    """Whether a word without an article is what a verb of places is told of: "hat der Zug X um neun passiert",
    "verließ der Zug mit Panzern X".
    """
    found = _BEFORE.search(text, max(0, start - _REACH), start)
    german = table("de")
    if found is None or found[2] not in (" ", ", "):
        return False
    if found[2] == " " and german.role_of(found[1].lower()) in ("article", "place"):
        return False
    if _VERB_AND_SUBJECT.search(text, max(0, start - _SUBJECT_REACH), start):
        return True
    return _OF_OBJECT.match(text, end) is not None


def _opens_a_dateline(text: str, start: int, end: int) -> bool:
    return (not start or text[start - 1] == "\n") and _FILED.match(text, end) is not None


def _after_place_word(text: str, start: int) -> bool:
    """Whether a word that only places follow stands right before: "in", "nach"; not "im"."""
    found = _BEFORE.search(text, max(0, start - _REACH), start)
    low = found[1].lower() if found and found[2] == " " else ""
    german = table("de")
    return german.role_of(low) == "place" and low not in german.articles.split()


def respelt(surface: str, names: Names) -> str | None:
    """The name that a word no entry has is in German spelling: "Sainschand" Sainshand, "Bagachangai" Bagakhangai."""
    if len(surface) < _SHORTEST_RESPELT or surface.lower() in table("de").not_names:
        return None
    forms = [surface.lower()]
    for german, english in _RESPELT:
        forms += [german.sub(english, form) for form in forms if german.search(form)]
    for form in forms[1:]:
        if any(r.kind in RAIL_KINDS for r in names.rows(form)) or names.strength(form) >= _KNOWN:
            return form.title()
    return surface if names.by_sound(surface) else None


def _evidence(
    text: str, start: int, end: int, name: str, names: Names, german: Language, last: Found | None
) -> tuple[float, str]:
    """For a name: a preposition, a verb or a head noun before it. Against it: an article, a common noun."""
    rows = names.rows(name)
    strength = names.strength(name)
    common = name.lower() in german.not_names  # not in folded case: that writes ss for ß
    if name.lower() in german.also_towns and _after_place_word(text, start):
        common = _NUMBERED.match(text, end) is not None  # "in Halle", not "in Halle 3"
    region = _IS_IN.match(text, end) if common else None
    if (
        (common and not (region and names.rows(region[1])))
        or german.role_of(name.lower())
        or all(r.name_type == DEMONYM for r in rows)
    ):
        return -2.0, "a common word"
    if text[start:end] != name and STATION_OF_A_TOWN.match(text, end):
        return 2.0, "a station of the town"
    score = 0.5 if any(r.kind in RAIL_KINDS for r in rows) else 0.0
    score += 0.5 if strength >= STRONG else 0.0
    found = _BEFORE.search(text, max(0, start - _REACH), start)
    word, gap = (found[1], found[2]) if found else ("", ".")
    low = word.lower()
    if gap.strip() and gap.strip() not in ("(", ",", "„", "»", "–", "-"):
        low = ""  # the sentence begins here
    role = german.role_of(low)
    if low.endswith(_KINDS_OF_PLACE) and gap == " ":
        return score + 2.0, f"after '{low}'"  # "im Verladebahnhof Dannenberg"
    if _opens_a_dateline(text, start, end):
        return score + 1.5, "opens a dateline"
    if role == "place" and gap == " ":
        return score + 2.0, f"after '{low}'"
    if _is_object(text, start, end):
        return score + 1.5, "what a verb of places is told of"
    if role == "article" and " " not in name:
        nature = any(r.kind in _NATURE for r in rows) or text[end : end + 1] == "-"
        return (score + 1.5, f"a landmark after '{low}'") if nature else (-1.0, "a noun with its article")
    if german.role_of(name.split()[0].lower()) == "head":
        return score + 2.0, "begins with what it is"
    if role == "auxiliary" and gap == " ":
        return score + 1.5, f"after '{low}'"
    if _TELLING.search(text, max(0, start - _REACH), start) or _ADJECTIVE.search(text, max(0, start - _REACH), start):
        return score + 1.5, "after a verb and its subject, or an adjective of places"
    if role in ("head", "event"):
        return score + 2.0, f"after '{low}'"
    if (
        last is not None
        and last.end + len(gap) + (len(word) if low in _LISTED else 0) + 2 >= start
        and (low in _LISTED or text[last.end : start] in (", ", " - ", " – "))
    ):
        return score + 1.5, "in a list of places"
    if not low and strength >= _KNOWN and _OF_A_PLACE.match(text, end):
        return score + 1.5, "opens a sentence, a verb behind it"
    dated = low.startswith((*german.weekdays, *german.months, "uhr", "samstag", "sonnabend", *_PARTS))
    if gap == " " and (dated or _CLOCK.search(text, max(0, start - _REACH), start)):
        return score + 1.5, "after a time"
    if _LOGGED.match(text, end) and strength >= _KNOWN_IN_A_LOG:
        return score + 1.5, "before a clock, as in a log"
    if word[:1].isupper() and gap == " " and role != "train":
        return score - 2.0, "after another noun"
    return score + (1.0 if strength >= STRONG else 0.0) + (0.5 if not low or role == "train" else 0.0), "known name"
