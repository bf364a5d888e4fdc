"""Places that stand for those who govern there: "Tokyo protested", "Kyiv accused Moscow of lying"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.model import Place
    from railsight.resolution.sentences.items import Item

LARGE = 500_000  # people of a town that may stand for its state: capitals are no less
# What capitals do to each other and what they say; what may stand before and behind one that is a subject.
_ADDRESSED = frozenset(
    {"accused", "accuses", "accusing", "blamed", "blames", "urged", "urges", "warned", "warns", "told", "called"}
    | {"calls", "criticised", "criticized", "condemned", "condemns", "asked", "asks", "thanked", "informed"}
)
_FEELS = frozenset(
    {"says", "vows", "denies", "denied", "insists", "fears", "hopes", "wants", "believes", "thinks", "knows"}
    | {"declined", "refuses", "replies", "vowed"}
)
_RECEIVES = frozenset({"welcomed", "greeted", "received", "hosted", "awaited", "witnessed", "cheered"})
_OPENS = frozenset({"", "and", "but", "while", "as", "that", "because", "although", "though", "after", "when"})
_LEADS_UP = frozenset({"on", "also", "has", "had", "have", "then", "later", "again", "itself"})


def stands_for_a_state(place: Place, items: list[Item], index: int) -> bool:
    """Whether a place only speaks, feels or is spoken to, as capitals do; never a small one."""
    return (place.population or 0) >= LARGE and _speaks(items, index)


def _speaks(items: list[Item], index: int) -> bool:
    """Whether a place is the subject of a verb that is no event, or the object of one of saying."""
    before = items[index - 1].low if index else ""
    if before in _ADDRESSED:
        return True
    if before not in _OPENS and (index == 0 or items[index - 1].kind not in ("mark", "time")):
        return False
    after = [x for x in items[index + 1 : index + 6] if x.time is None and x.low not in _LEADS_UP]
    if not after:
        return False
    verb = after[0]
    if [x.low for x in after[1:2]] == ["it"] and len(after) > 2 and after[2].low in ("through", "past", "by"):
        return False  # "X reported it through at noon"
    says = verb.low in words("speech") or verb.low in _ADDRESSED or verb.low in _FEELS
    acts = verb.kind == "word" and verb.low.endswith("ed") and verb.low not in events() and verb.low not in _RECEIVES
    told = says or acts
    return told and not any(x.time is not None and x.time.has_clock for x in items)  # an entry of a log has a clock
