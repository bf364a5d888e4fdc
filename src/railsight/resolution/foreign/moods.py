"""How a verb of another language than English is meant: done, to come, possible or denied; and how sure that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.languages import EVENTS
from railsight.resolution.foreign.clauses import Clause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from railsight.model import Status
    from railsight.resolution.foreign.clauses import Spoken
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item


_THAT = frozenset({"dass", "wonach", "что"})
_COULD = frozenset({"мог", "могла", "могли", "могло"})
_AS = frozenset({"wie", "als"})  # "wie erwartet", "anders als geplant"
_BY_WHICH = frozenset("乘坐搭")  # "will go by train": no mover of its own
_STOPS = frozenset(",;，；、")
_STATES = ("在", "着", "著")  # ends of Chinese verbs that tell a state: what "may stand" at a place is there already
_PIECE_MARKS = frozenset(",;:–—")
_OUT_OF_OFFICE = (
    *("журналист", "политик", "лидер", "politiker", "journalist", "delegation", "記者", "记者", "议员"),
    # and who only saw it or lives there
    *("жител", "очевид", "свидетел", "прохож", "пассажир", "водител", "рыбак", "пользовател", "блогер", "читател"),
    *("anwohner", "bewohner", "augenzeug", "zeug", "passant", "reisende", "fahrgäst", "nutzer"),
    *("居民", "市民", "村民", "网友", "目击", "乘客", "住民", "乗客", "目撃", "주민", "시민", "목격", "승객", "네티즌"),
)
BY_FORM: tuple[Status, str] = ("expected", "in the future")  # told by the form of the verb alone
PAST_FORM = re.compile(r"^(?!был)[а-яё]+л[аои]?(?:с[ья])?\b")  # "прибыл", "по расписанию" or not
_PRETERITE = re.compile(r"(?:[^e]ten?|ließ(?:en)?|fuhr|lief|stand|kam|traf|hielt|zog|brach)$")  # the finite verb itself
_PARTICIPLE = re.compile(r"^(?:\w{2,9})?ge\w+(?:t|en)$|^(?:er|ver|be|ent|zer|über|durch)\w+(?:t|en)$|^passiert$")
_WAS_TO = frozenset({"wurde", "wurden", "sollte", "sollten", "war", "waren", "был", "были"})
_TURNS_DOWN = frozenset({"wies", "wiesen", "weist", "weisen"})
_TURNS_OUT = ("оказал", "stellte", "entpuppt", "erwies")
_NEXT = ("следующ", "nächst")
_HAVE_DONE = frozenset(("ist", "sind", "war", "waren", "hat", "haben", "hatte", "hatten", "wurde", "wurden", "sei"))
# What is told of an arrival or a departure that is yet to be, mostly at another time: "перенесено на субботу".
_TO_COME = re.compile(
    r"\b(?:перенес[её]н|перенесли|отложен|отложили|отсроч|сдвинут|сдвинули)\w*|\bожида(?:ется|лось)\b|\b(?:verschoben|vertagt|vorgezogen)\b"
    r"|推[迟遲]|延[后後期]|改期|提前[到至](?![达達站])|연기|미뤄|미루|앞당|先送り|前倒し|繰り上げ|繰り下げ",
    re.IGNORECASE,
)
_LEAD_MOST = 300  # characters at the beginning of a report that tell whose it is


def mood(told: Spoken, clause: Clause, verb: tuple[int, str]) -> str | None:
    """future, possible or None for what has happened: by the verb's form, words of its clause or a verb it leans on."""
    at, event = verb
    if event[-1] not in "~!" and told.follows("goes_on_after", at):  # "を経由して、...に到着する"
        later = next(((c, v) for c in told.clauses for v in c.verbs if v[0] > at), None)
        if later is not None:
            return mood(told, *later)
    if told.follows("perceived_after", at) or told.follows("hearsay_after", at):
        return None  # "橋を渡るのを確認した", "will ihn gesehen haben": what was watched has happened
    if _is_to_come(told, clause, at) or told.follows("expected_after", at):
        return "future"
    cues = _of_the_verb(told, clause) + told.cues(_lead_of(told, clause))
    table = told.table
    if any(x.low in _COULD for x in told.items[clause.low : clause.high]):
        return None  # "мог выехать": of what may have been done
    unfinished = event[-1] in "~!" or told.follows("unfinished_after", at)
    if not unfinished and _is_past(told, clause, at):
        return None
    if "possible" in cues:
        return "possible"
    awaited = unfinished and any(cue.endswith("!") for _, cue in clause.verbs)  # "прибытия ожидают"
    if (
        "future" in cues
        or event[-1] == "!"
        or awaited
        or table.verb == "marked"
        or (unfinished and table.unfinished_after)
    ):
        return "future"
    planned = unfinished and any(x.cue == "future" for x in told.items)
    return "future" if planned and "past" not in cues else None


def _lead_of(told: Spoken, clause: Clause) -> Clause:
    """The clause without a place that leads in "dass ...": "Beobachter halten es für möglich, dass ..."; else an empty
    one.
    """
    before = next((c for c in reversed(told.clauses) if c.high <= clause.low), None)
    saying = before is not None and before.verbs and all(cue == "none" for _, cue in before.verbs)  # "teilte mit, ..."
    if before is None or not (saying or told.items[clause.low].low in _THAT):
        return Clause(clause.low, clause.low)
    if any(x.place or x.who == "train" for x in told.items[before.low : before.high]):
        return Clause(clause.low, clause.low)
    return before


def _is_to_come(told: Spoken, clause: Clause, at: int) -> bool:
    """Whether an arrival or a departure is told to be yet to come, or put off, by words of its clause, behind it where
    verbs stand last; not "прибыл", whatever was put off before.
    """
    low, last = told.items[at].low, told.items[clause.high - 1]
    if PAST_FORM.search(low) or _PRETERITE.search(low):
        return False
    start = told.items[at].end if told.table.verb in ("marked", "after") else told.items[clause.low].start
    return _TO_COME.search(told.text, start, last.end) is not None


def _of_the_verb(told: Spoken, clause: Clause) -> list[str]:
    """The classes of the words of a clause, without hedges that are of the train itself and without "as expected"."""
    items = told.items
    own = [
        i
        for i in range(clause.low, clause.high)
        if not _hedges_the_train(told, i) and not (i and items[i].cue == "future" and items[i - 1].low in _AS)
    ]
    return [told.items[i].cue for i in own]


def _hedges_the_train(told: Spoken, index: int) -> bool:
    """Whether a hedge tells who may be aboard, not what the train did: "要人を乗せたとみられる列車"."""
    return told.items[index].cue == "possible" and told.follows("hedged_train_after", index)


def _is_past(told: Spoken, clause: Clause, verb: int) -> bool:
    """Whether a verb without an ending that says otherwise tells what has happened, whatever hedges stand by it."""
    items = told.items
    before = items[clause.low : verb]
    if told.table.verb == "marked":  # no tense in the verb: words before it, or one right after it, tell
        hedges = ("future",) if items[verb].low.endswith(_STATES) else ("future", "possible")
        ahead = any(x.cue in hedges for x in before) or _ahead_before(told, clause.low)
        since = max((v + 1 for v, _ in clause.verbs if v < verb), default=clause.low)
        done = any(x.cue == "past" for x in [*items[since:verb], *items[verb + 1 : verb + 2]])
        return done or not ahead or items[verb].low.endswith("了") or items[verb].low.startswith("已")
    if told.table.verb == "clause":  # an auxiliary decides: "wird ... erwartet", "soll ... erreichen"
        return _PRETERITE.search(items[verb].low) is not None or "future" not in _of_the_verb(told, clause)
    if told.table.verb == "after" or PAST_FORM.search(items[verb].low):
        return True
    return not any(x.cue == "future" for x in before)


def is_told_as_done(items: Sequence[Item], clause: tuple[int, int], verb: int) -> bool:
    """Whether the form of a verb says that it has happened: "прошёл", "rollte", "ist gerollt"; not "erreicht"."""
    own = items[slice(*clause)]
    if any(x.cue == "future" for x in own):
        return False
    low = items[verb].low
    done = PAST_FORM.search(low) is not None or _PRETERITE.search(low) is not None
    return done or (_PARTICIPLE.search(low) is not None and any(x.low in _HAVE_DONE for x in own))


def was_to_be(told: Spoken, clause: Clause, verb: int) -> bool:
    """Whether it was to come when it was waited for: "ждали", "wurde erwartet", "sollte eintreffen"."""
    if PAST_FORM.search(told.items[verb].low) is not None:
        return True
    return any(x.low in _WAS_TO for x in told.items[clause.low : clause.high])


def _ahead_before(told: Spoken, low: int) -> bool:
    """Whether what the clause before told, with the same mover, is yet to come: "将途经X，于14日抵达Y"."""
    for x in reversed(told.items[:low]):
        if x.cue == "past" or (x.kind == "mover" and told.text[x.start - 1 : x.start] not in _BY_WHICH):
            return False
        if x.cue == "future":
            return True
    return False


def is_negated(told: Spoken, clause: Clause, verb: int) -> bool:
    """Whether a verb is denied: by its ending, or by a word before it, in German anywhere in its clause."""
    before, start = told.table.pattern("negated_before"), told.items[verb].start
    if before is not None and before.search(told.text, max(0, start - 4), start):
        return True
    if told.follows("negated_after", verb) or _is_denied(told, clause, verb) or _denied_after(told, clause):
        return True
    said = [i for i in range(clause.low, clause.high) if told.items[i].cue == "negated"]
    if told.table.verb == "clause":
        said = [i for i in said if not _contrasts(told, i)]
        return any(_is_of_the_piece(told, clause, i, verb) for i in said)
    verbs = [v for v, _ in clause.verbs]
    return any(i < verb and not any(i < v < verb for v in verbs) and not _breaks(told, i, verb) for i in said)


def _contrasts(told: Spoken, said: int) -> bool:
    """Whether "not" is but of the place behind it, where another is told instead: "nicht in X, sondern in Y kam er"."""
    opposed = next((i for i in range(said, len(told.items)) if told.items[i].low == "sondern"), None)
    if opposed is None or not told.items[said + 1].cue.startswith("rel:"):
        return False
    return not any(x.cue == "finite" or x.cue.rstrip("~!") in EVENTS for x in told.items[said:opposed])


def _is_of_the_piece(told: Spoken, clause: Clause, said: int, verb: int) -> bool:
    """Whether "not" stands between the same marks as a verb, or as a place: not "ging nicht, ...: da fuhr er ein"."""
    number, pieces = 0, {}
    for i in range(clause.low, clause.high):
        number += told.items[i].kind == "mark" and told.items[i].low in _PIECE_MARKS
        pieces[i] = number
    piece = pieces[said]
    if piece == pieces.get(verb, piece):
        return True
    return any(told.items[i].kind == "place" and at == piece for i, at in pieces.items())


def _breaks(told: Spoken, said: int, verb: int) -> bool:
    """Whether a comma stands between "not" and a verb: "которого нет в расписании, прибыл", "未上下旅客；通过包头"."""
    return any(x.kind == "mark" and x.low in _STOPS for x in told.items[said:verb])


def _is_denied(told: Spoken, clause: Clause, verb: int) -> bool:
    """Whether a word of its clause denies a verb; what follows a colon is what is said instead."""
    denied = [i for i in range(clause.low, clause.high) if told.items[i].cue == "denied"]
    if _refutes(told, clause):
        return True
    return any(not any(x.low in ":：" for x in told.items[i:verb]) for i in denied)


def _denied_after(told: Spoken, clause: Clause) -> bool:
    """Whether the next clause tells nothing but that it is not so: "..., 铁路部门否认"."""
    following = next((c for c in told.clauses if c.low >= clause.high), None)
    if following is None:
        return False
    own = told.items[following.low : following.high]
    turns_out = any(x.low.startswith(_TURNS_OUT) for x in own)  # "..., оказались ложными" of what is told before
    if (following.verbs and not turns_out) or any(x.place or x.time for x in own):
        return False
    return "denied" in told.cues(following) or _refutes(told, following)


def _refutes(told: Spoken, clause: Clause) -> bool:
    """Whether a clause says that somebody turns a report down: "wies ein Sprecher zurück"."""
    words = {x.low for x in told.items[clause.low : clause.high]}
    return "zurück" in words and not words.isdisjoint(_TURNS_DOWN)


def said_as(told: Spoken, frame: Frame) -> tuple[Status, str]:
    """How sure the statement is, by the words of its clause."""
    low, high = frame.clause
    low = min(low, _lead_of(told, Clause(low, high)).low)
    own = [i for i in range(low, high) if told.items[i].cue and not _hedges_the_train(told, i)]
    words = {told.items[i].cue: told.items[i].low for i in reversed(own)}
    awaited = frame.modal == "future" and frame.verb_at is not None and told.follows("expected_after", frame.verb_at)
    doubt = words.get("rumoured") or (None if awaited else words.get("possible"))
    if doubt is not None:
        return "speculated", f"'{doubt}'"
    if frame.modal == "future" or _is_next_stop(told, frame):
        return ("expected", f"'{words['future']}'") if "future" in words else BY_FORM
    if "claimed" in words:
        return "reported", f"'{words['claimed']}'"
    official = None if "unsure" in words else words.get("official")
    if official is None and "unsure" not in words:
        official = _said_beside(told, frame) or _said_of_all(told) or _leads_officially(told)
    if official and frame.modal is None and (frame.event != "move" or frame.preposition == "through"):
        return "confirmed", f"said by officials ('{official}')"
    return "reported", "stated by the report"


def _is_next_stop(told: Spoken, frame: Frame) -> bool:
    """Whether a place is told to be the next stop, which is planned: "следующая остановка — X", "nächster Halt: X"."""
    next_one = frame.verb_at is not None and told.items[frame.verb_at].low.startswith(_NEXT)
    return frame.verb == "goal" and next_one


def _said_beside(told: Spoken, frame: Frame) -> str | None:
    """The word for officials in a clause that tells no place: the one behind, or the one that opens the sentence:
    "..., это подтверждают документы", "В РЖД это подтвердили; ...".
    """
    behind = next((c for c in told.clauses if c.low >= frame.clause[1]), None)
    for clause in (behind, told.clauses[0] if told.clauses else None):
        own = told.items[clause.low : clause.high] if clause is not None and not clause.verbs else ()
        if clause is not None and own and not any(x.kind == "place" for x in own):
            return next((x.low for x in own if x.cue == "official"), None)
    return None


def _said_of_all(told: Spoken) -> str | None:
    """The word for officials in a last clause that tells who said all that stands before: "..., 밝혔다"."""
    if not told.clauses or any(x.cue in ("claimed", "agency") for x in told.items):
        return None
    last = told.clauses[-1]
    tail = last.tail or last.high
    for at in range(last.low, last.high):
        item = told.items[at]
        in_office = item.cue == "other" and at >= tail and not item.low.startswith(_OUT_OF_OFFICE)
        if item.cue == "official" or in_office:
            return item.low
    return None


def _leads_officially(told: Spoken) -> str | None:
    """The words at the beginning of a report that say officials tell it: "【…通报】", "JR東日本は…明らかにした"."""
    pattern = told.table.pattern("official_lead")
    found = pattern.search(told.text, 0, _LEAD_MOST) if pattern else None
    return found.group() if found and not any(x.cue == "claimed" for x in told.items) else None
