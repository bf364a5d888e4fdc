"""How a verb of another language than English is meant: done, to come, possible or denied; and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from railsight.model import Status
    from railsight.resolution.clauses import Clause, Spoken
    from railsight.resolution.frames import Frame


def mood(told: Spoken, clause: Clause, verb: tuple[int, str]) -> str | None:
    """future, possible or None for what has happened: by the verb's form, words of its clause or a verb it leans on."""
    at, event = verb
    if told.follows("goes_on_after", at):  # "を経由して、...に到着する"
        later = next(((c, v) for c in told.clauses for v in c.verbs if v[0] > at), None)
        if later is not None:
            return mood(told, *later)
    if told.follows("perceived_after", at):
        return None  # "橋を渡るのを確認した": what was watched has happened
    cues = told.cues(clause)
    table = told.table
    unfinished = event[-1] in "~!" or told.follows("unfinished_after", at)
    if not unfinished and _is_past(told, clause, at):
        return None
    if "possible" in cues:
        return "possible"
    if "future" in cues or event[-1] == "!" or table.verb == "marked" or (unfinished and table.unfinished_after):
        return "future"
    planned = unfinished and any(x.cue == "future" for x in told.items)
    return "future" if planned and "past" not in cues else None


def _is_past(told: Spoken, clause: Clause, verb: int) -> bool:
    """Whether a verb without an ending that says otherwise tells what has happened, whatever hedges stand by it."""
    items = told.items
    before = items[clause.low : verb]
    if told.table.verb == "marked":  # no tense in the verb: words before it, or one right after it, tell
        ahead = any(x.cue in ("future", "possible") for x in before) or _ahead_before(told, clause.low)
        done = any(x.cue == "past" for x in [*before[-3:], *items[verb + 1 : verb + 2]])
        return done or not ahead or items[verb].low.endswith("了") or items[verb].low.startswith("已")
    if told.table.verb == "clause":  # an auxiliary decides: "wird ... erwartet", "soll ... erreichen"
        return "future" not in told.cues(clause)
    return told.table.verb == "after" or not any(x.cue == "future" for x in before)


def _ahead_before(told: Spoken, low: int) -> bool:
    """Whether what the clause before told, with the same mover, is yet to come: "将途经X，于14日抵达Y"."""
    for x in reversed(told.items[:low]):
        if x.cue == "past" or x.kind == "mover":
            return False
        if x.cue == "future":
            return True
    return False


def is_negated(told: Spoken, clause: Clause, verb: int) -> bool:
    """Whether a verb is denied: by its ending, or by a word before it, in German anywhere in its clause."""
    if told.follows("negated_after", verb) or "denied" in told.cues(clause) or _denied_after(told, clause):
        return True
    said = [i for i in range(clause.low, clause.high) if told.items[i].cue == "negated"]
    if told.table.verb == "clause":
        return bool(said)
    verbs = [v for v, _ in clause.verbs]
    return any(i < verb and not any(i < v < verb for v in verbs) for i in said)


def _denied_after(told: Spoken, clause: Clause) -> bool:
    """Whether the next clause tells nothing but that it is not so: "..., 铁路部门否认"."""
    following = next((c for c in told.clauses if c.low >= clause.high), None)
    return following is not None and not following.verbs and "denied" in told.cues(following)


def said_as(told: Spoken, frame: Frame) -> tuple[Status, str]:
    """How sure the statement is, by the words of its clause."""
    low, high = frame.clause
    words = {x.cue: x.low for x in reversed(told.items[low:high]) if x.cue}
    if "possible" in words:
        return "speculated", f"'{words['possible']}'"
    if frame.modal == "future":
        return "expected", f"'{words['future']}'" if "future" in words else "in the future"
    if "claimed" in words:
        return "reported", f"'{words['claimed']}'"
    if "official" in words and frame.modal is None and frame.event != "move":
        return "confirmed", f"said by officials ('{words['official']}')"
    return "reported", "stated by the report"
