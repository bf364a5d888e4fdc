"""Which event a verb and a preposition tell, and the role of the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.frame import TOWARDS
from railsight.resolution.phrases.goals import GOALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from railsight.model import EventKind, Role
    from railsight.resolution.frame import Frame

_AT = frozenset(
    {"in", "at", "near", "outside", "around", "on", "inside", "within", "by", "", "past", "along", "beyond", "over"}
)


_PLACES_OF_WAY = _AT | {"through", "via", "into", "onto", "across"}


_DONE = frozenset(
    {"flew", "brought", "towed", "hauled", "shunted", "went", "travelled", "traveled", "came", "returned"}
)
_DONE |= {"dragged", "pushed", "pulled"}
_GOES = frozenset({"go", "run", "travel", "return", "come"})


Told = tuple["EventKind | None", "Role"]


def event_of(frame: Frame) -> Told:
    """Event and role from verb and preposition."""
    raw = frame.event
    if frame.preposition == "since" and frame.negated and raw in ("seen", "stopped"):
        return "seen", "seen"  # "not seen since X": last seen there
    if raw is None or frame.habit:
        return None, "background"
    if raw == "skipped" or (frame.acted and frame.negated):
        return None, "negated"  # "was not looted at X": it may have been there
    if frame.perhaps_done and not frame.negated:
        frame = frame._replace(modal=None)
    found = _OF_VERBS.get(raw, _was_there)(frame)
    if found[0] == "absent" and frame.not_to_come:
        return None, "negated"
    return found


def denies_a_goal(frame: Frame) -> bool:
    """Whether a denied verb is one of going somewhere: "is not bound for X", "will not go to X"."""
    leads = frame.event in ("move", "departed") and frame.preposition in TOWARDS
    return frame.negated and (leads or frame.event in ("nearing", "due"))


def _was_there(frame: Frame) -> Told:
    """Of a verb of being, standing or being seen: there, unless the preposition leads on or back."""
    prep, happened = frame.preposition, not frame.modal and not frame.negated
    if prep == "to" and frame.verb == "taken" and happened:
        return "arrived", "seen"
    if frame.verb in ("traced", "tracked") and happened and prep in ("to", ""):
        return ("seen", "seen") if prep else (None, "background")
    if prep in TOWARDS:
        return "heading", "destination"
    if prep == "from" and frame.event == "stopped":
        return None, "background"  # "waiting for an engineer from X"
    if prep == "from":
        return "departed", "origin"
    if prep not in _AT and prep not in ("across", "through", "between", "of"):
        return None, "background"
    if frame.negated:
        return "absent", "negated"
    if frame.modal:
        return "due", "expected"
    return ("stopped" if frame.event == "stopped" else "seen"), "seen"


def _acted(frame: Frame) -> Told:
    return (None, "background") if frame.negated or frame.modal else ("seen", "seen")


def _nearing(frame: Frame) -> Told:
    before = frame.verb_at is not None and frame.verb_at < frame.item
    if frame.negated and before and frame.verb in GOALS:
        return None, "negated"  # "the destination is not X": nobody says that it was not there
    return ("absent", "negated") if frame.negated else ("heading", "destination")


def _arrived(frame: Frame) -> Told:
    if frame.preposition == "from":
        return "departed", "origin"
    if frame.negated:
        return "absent", "negated"
    return ("due", "expected") if frame.modal else ("arrived", "seen")


def _passed(frame: Frame) -> Told:
    if frame.preposition in ("to", "toward", "towards"):  # "passed X in direction of Y"
        return ("heading", "destination") if not frame.negated else (None, "negated")
    if frame.modal:
        return (None, "negated") if frame.negated else ("due", "expected")
    return ("absent", "negated") if frame.negated else ("passed", "seen")


def _departed(frame: Frame) -> Told:
    if frame.negated and frame.preposition in ("", "from"):
        return (None, "negated") if frame.modal else ("stopped", "seen")  # "did not leave X": it is there
    if frame.preposition in TOWARDS:
        return "heading", "destination"
    if frame.preposition in ("via", "through"):
        return ("due", "expected") if frame.modal else ("passed", "seen")  # "left via X"
    return "departed", "origin"


def _moved(frame: Frame) -> Told:
    prep = frame.preposition
    if prep in TOWARDS:
        if prep == "to" and frame.verb in _DONE and not frame.modal:
            return ("absent", "negated") if frame.negated else ("arrived", "seen")
        if frame.negated:
            return (None, "negated") if frame.modal else ("absent", "negated")
        planned = prep == "to" and frame.verb in _GOES and frame.modal == "future"
        if planned and any(t.kind == "moment" for t in frame.times):
            return "due", "expected"  # "will run to X on Friday"
        return "heading", "destination"
    if prep in ("from", "out", "off"):
        return "departed", "origin"
    if frame.negated and not frame.modal and prep in _PLACES_OF_WAY:
        return "absent", "negated"
    if frame.verb in ("landed", "landing", "land"):
        return ("due", "expected") if frame.modal else ("arrived", "seen")
    if frame.negated and prep in _PLACES_OF_WAY:
        return None, "negated"  # "will not go through X"
    if prep in ("through", "via", "past", "by", "along", "beyond"):
        return ("due", "expected") if frame.modal else ("passed", "seen")
    if prep in ("into", "onto"):
        return ("due", "expected") if frame.modal else ("arrived", "seen")
    if prep in ("across", "over"):
        return "crossed", "crossing"
    if prep in ("in", "at", "near", "outside", "around", "between", "of", "on"):
        return ("due", "expected") if frame.modal else ("seen", "seen")
    return None, "background"


def _crossed(frame: Frame) -> Told:
    if frame.modal:
        return (None, "negated") if frame.negated else ("due", "expected")
    if frame.preposition in ("from",):
        return "departed", "origin"
    if frame.negated:
        return "absent", "negated"
    if frame.preposition in ("at", "near", "in", "over", "across", "into", "", "through", "between", "via", "by", "to"):
        return "crossed", "crossing"  # also "crossed from X to Y"
    return ("heading", "destination") if frame.preposition in ("toward", "towards") else (None, "background")


def _due(frame: Frame) -> Told:
    if frame.verb == "held" and frame.mover == "train" and frame.modal is None:
        return ("absent", "negated") if frame.negated else ("stopped", "seen")  # "the train was held at X"
    if _met_the_train(frame):
        return "seen", "seen"
    if frame.verb.startswith(("met", "held")) and frame.modal is None:
        return None, "background"
    if frame.negated:
        return None, "negated"
    if frame.preposition in ("in", "at", "to", "into", "on", "near", "for"):
        return "due", "expected"
    if frame.preposition == "" and (frame.verb in ("eta", "due") or frame.echo) and frame.verb_at == frame.item - 1:
        return "due", "expected"  # "ETA Shenyang 21:00", "is expected there at nine"
    return None, "background"


def _met_the_train(frame: Frame) -> bool:
    """ "An engine driver met the train at X": who meets it saw it there."""
    if (
        frame.verb != "met"
        or frame.modal is not None
        or frame.negated
        or frame.preposition not in _AT - {"", "on", "by"}
    ):
        return False
    behind = frame.mover_at is not None and frame.verb_at is not None and frame.mover_at > frame.verb_at
    return behind and (frame.mover == "train" or frame.mover_text == "it")


_OF_VERBS: dict[str, Callable[[Frame], Told]] = {
    "act": _acted,
    "nearing": _nearing,
    "move": _moved,
    "air": _moved,
    "departed": _departed,
    "arrived": _arrived,
    "passed": _passed,
    "crossed": _crossed,
    "due": _due,
}
