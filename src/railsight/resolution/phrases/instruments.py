"""Places told by an instrument or a paper that goes with the train: "its tracker last reported from X at noon", "the
waybill gives X as the exit point".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.resolution.wording import carriers, events, words

if TYPE_CHECKING:
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

_INSTRUMENTS = frozenset(
    {"tracker", "trackers", "transponder", "beacon", "beacons", "gps", "glonass", "sensor", "sensors", "telemetry"}
    | {"transmitter", "airtag", "airtags", "logger", "telematics", "ping", "pings", "signal", "device", "tag", "seal"}
)
_SENDS = frozenset(
    {"reported", "reports", "pinged", "pings", "transmitted", "transmits", "sent", "sends", "came", "checked"}
    | {"answered", "responded", "signalled", "signaled", "registered", "received", "updated", "surfaced"}
    | {"woke", "broadcast"}
)
_NOT_SENT = frozenset({"not", "never", "no", "nothing", "stopped", "ceased", "without"})
_AT = frozenset({"from", "at", "in", "near", "outside"})
_REACH = 12  # items between an instrument and the place

_PAPERS = frozenset(
    {"waybill", "waybills", "manifest", "papers", "paperwork", "document", "documents", "note", "notes", "bill"}
    | {"booking", "order", "orders", "permit", "label", "labels", "declaration", "invoice", "form", "sheet", "consist"}
)
_GIVE = frozenset(
    {"gives", "give", "gave", "giving", "names", "name", "named", "naming", "lists", "list", "listed"}
    | {"listing", "shows", "show", "showed", "showing", "states", "state", "stated", "stating", "has", "have"}
    | {"had", "puts", "put"}
)
_ENDS = frozenset(
    {"destination", "terminus", "exit", "discharge", "delivery", "unloading", "receiving", "final", "arrival", "goal"}
)
_PAPER_REACH = 5  # items between a paper and its verb
_END_REACH = 6  # items behind the place in which it is told what it is


def by_instrument(items: list[Item], index: int, frame: Frame) -> Frame:
    """Where an instrument on the train told that it was, at a time of its own."""
    if frame.preposition not in _AT:
        return frame
    low = max(frame.clause[0], index - _REACH)
    at = next((i for i in range(index - 1, low - 1, -1) if items[i].low in _SENDS and items[i].kind == "word"), None)
    if at is None or any(x.kind == "place" for x in items[at:index]):
        return frame
    before = items[max(frame.clause[0], at - _REACH) : at]
    of_another = any(x.who.startswith("another") or x.low in carriers() for x in before)
    if of_another or not any(x.low in _INSTRUMENTS for x in before) or any(x.low in _NOT_SENT for x in before):
        return frame
    if any(x.time is not None and x.time.kind == "moment" for x in items[frame.clause[0] : frame.clause[1]]):
        return frame._replace(
            event="seen",
            verb=items[at].low,
            verb_at=at,
            mover="parties",
            preposition="near" if frame.preposition in ("near", "outside") else "at",
        )
    return frame


def is_by_instrument(frame: Frame) -> bool:
    """Whether ``by_instrument`` found what a frame tells: nobody is there who tells it."""
    return frame.event == "seen" and frame.mover == "parties" and frame.verb in _SENDS


def by_paper(items: list[Item], index: int, frame: Frame) -> Frame:
    """Where a paper that goes with the train says that it goes: "gives X as the exit point", "is consigned to X"."""
    if frame.preposition:
        return _billed(items, index, frame)
    light = words("light") | {"only", "simply"}
    verb = index - 1
    while verb > frame.clause[0] and items[verb].low in light and items[verb].low not in _GIVE:
        verb -= 1
    if verb <= 0 or items[verb].low not in _GIVE:
        return frame
    if not any(x.low in _PAPERS for x in items[max(frame.clause[0], verb - _PAPER_REACH) : verb]):
        return frame
    after = [x.low for x in items[index + 1 : index + 1 + _END_REACH]]
    if after[:1] == ["as"] and not _ENDS.isdisjoint(after):
        # no time told beside it is its own
        return frame._replace(event="nearing", verb=items[verb].low, verb_at=verb, mover="parties", rode=True)
    return frame


_BILLED = frozenset({"booked", "consigned", "billed", "waybilled", "manifested", "addressed"})
_WHERE_TO = frozenset({"to", "for"})
_BILLED_REACH = 8  # items between such a word and the place: "is booked to the fuel terminal in X"
_WAS = frozenset({"is", "are", "was", "were", "been", "being", ",", "("})


def _billed(items: list[Item], index: int, frame: Frame) -> Frame:
    """Of "is booked to X", "consigned to the terminal in X", said of a train."""
    low = max(frame.clause[0], index - _BILLED_REACH)
    at = next((i for i in range(index - 2, low - 1, -1) if items[i].low in _BILLED), 0)
    through = int(items[at + 1].low == "through")  # "booked through to X"
    if not at or items[at - 1].low not in _WAS or items[at + 1 + through].low not in _WHERE_TO:
        return frame
    aim = items[at + 2 + through : index]
    if any(x.kind != "word" or x.low in events() for x in aim):
        return frame
    if frame.preposition in _WHERE_TO or any(x.low in _FACILITIES for x in aim):
        return frame._replace(event="nearing", verb=items[at].low, verb_at=at, preposition="to", rode=True)
    return frame


_FACILITIES = words("facility-after") | {
    *("terminal", "port", "yard", "depot", "station", "works", "plant", "refinery", "mill", "base", "siding", "store"),
    *("arsenal", "warehouse", "dump", "dock", "docks", "berth", "pier", "range", "factory", "consignee"),
}
