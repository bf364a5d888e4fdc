"""What is denied of a time or a stop alone: "did not stop at X at 03:30" ran past, "not before Friday" comes then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.phrases.doings import BY
from railsight.resolution.times.halts import STOPS
from railsight.resolution.wording import events

if TYPE_CHECKING:
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_ENDS_A_TIME = frozenset({"by", "until", "till", "til", "before", "since", "from", "after"})
_DENIES = frozenset({"not", "never", "without", "nor", "neither"})
_ANY_TRAINS = frozenset({"trains", "services"})
_GONE_ON = frozenset({"move", "passed"})


def ran_past(items: list[Item], frame: Frame, told: list[tuple[int, TimePhrase]]) -> bool:
    """Whether a train that did not stop at a place went through it: "did not stop at X at 03:30", "did not stop at X
    on Tuesday", "did not stop at X but ran on".
    """
    verb = frame.verb_at
    if frame.event != "stopped" or frame.verb not in STOPS or frame.modal is not None or verb is None:
        return False
    if frame.mover_at is not None and items[frame.mover_at].low in _ANY_TRAINS:
        return False
    aside = items[verb - 1].low == "without"  # the times before it are those of what it went through
    if not any(x.low in _DENIES or x.low.endswith(("n't", "n’t")) for x in items[max(0, verb - 3) : verb]):
        return False  # "stopped in Y, not in X"
    first = not aside and not any(x.low in events() for x in items[:verb])
    near = [(i, t) for i, t in told if t in frame.times[:1] and t.kind == "moment" and (i > verb or not aside)]
    own = [i for i, t in near if t.has_clock or t.part or (t.granularity == "day" and (i > verb or first))]
    if any(items[i - 1].low not in _ENDS_A_TIME for i in own if i):
        return True
    after = [x.low for x in items[frame.item + 1 : frame.item + 5] if x.low != ","]
    return after[:1] == ["but"] and any(events().get(w) in _GONE_ON for w in after[1:])


def as_it_went(items: list[Item], frame: Frame) -> bool:
    """ "Did not stop at X when it went through at noon"."""
    at = frame.item + 1
    if at + 3 >= len(items) or items[at].low not in ("when", "as", "while"):
        return False
    passed = events().get(items[at + 2].low)
    return items[at + 1].kind == "mover" and (passed == "passed" or (passed == "move" and items[at + 3].low in BY))


def put_off(items: list[Item], frame: Frame, told: list[tuple[int, TimePhrase]]) -> bool:
    """Whether what is denied is only that it happens sooner: "will not reach X before Friday", "left not until"; not
    "never passed X before noon", which tells nothing of later.
    """
    if frame.event not in ("arrived", "departed", "passed", "crossed", "due") and frame.modal != "future":
        return False
    behind = frame.verb_at if frame.verb_at is not None else frame.item
    ahead = frame.modal is not None or frame.event == "due"
    ahead = ahead or items[max(0, behind - 1)].low in ("cannot", "can't", "can’t")
    ends = ((_before_about(items, i), i) for i, t in told if i and t in frame.times[:2])
    led = ((items[k].low, items[max(0, k - 1)].low, i) for k, i in ends if items[k].low in ("before", "until", "till"))
    return any(before == "not" or (i > behind and (ahead or word != "before")) for word, before, i in led)


def _before_about(items: list[Item], i: int) -> int:
    """The item before a time and the words that make it less exact: "until" of "until about seven"."""
    i -= 1
    while i > 0 and items[i].low in ("about", "around", "shortly", "just", "well", "roughly", "nearly"):
        i -= 1
    return i
