"""Trains that are none: services, timetables and tickets between places, and the two ends that name a train."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.resolution.sentences.acts import is_train
from railsight.resolution.wording import words

if TYPE_CHECKING:
    from railsight.model import Role
    from railsight.resolution.sentences.items import Item

# What is said of a service wherever the place stands, and what is said of one only when the place is on its route.
_WITHDRAWN = frozenset(
    {"suspended", "suspend", "suspends", "cancelled", "canceled", "cancel", "cancels", "cancelling", "canceling"}
    | {"resumed", "resume", "resumes", "restored", "restore", "replaced", "replace", "replaces", "replacing"}
    | {"curtailed", "ticket", "tickets", "timetable", "timetables"}
)
_HINDERED = frozenset(
    {"run", "runs", "running", "ran", "halted", "halt", "halts", "stopped", "stop", "stops", "delayed", "delay"}
    | {"delays", "disrupted", "disrupt", "disrupts", "diverted", "rerouted", "operate", "operates", "operating"}
    | {"traffic", "services", "fares", "commuters", "late", "full", "packed", "crowded", "sold", "sell", "cost"}
    | {"hit", "paralysed", "costs", "scheduled", "due", "added", "launched"}
)
_ROUTE = frozenset({"from", "to", "between", "and", "through", "via", "for", "on", "the", "line", "route", "towards"})
_ROUTE |= {"traffic", "tickets", "service", "services", "a", "per", "day", "week", "daily"}
_FROM_TRAIN = 8  # items between the trains and a place of their route
_NUMBER = re.compile(r"(?:no|nr|number|#|№)|[a-z]{0,3}\d[\w/-]{0,6}|[.#№]")
_LISTS = frozenset({":", ",", ";", "(", ".", "and", "by", "with"})
_MOST_DIGITS = 4  # items that the number of a train may be: "No . 325"
_BY_ITS_HOUR = re.compile(r"\b[Tt]he \d{1,2}[.:]\d\d (?:train )?(to|for|from) $")
_HOUR_REACH = 24  # characters before a place in which its train is called by its hour
_DASH = re.compile(r" ?[-–—‑] ?")
_DASH_AND_NAME = re.compile(r" ?[-–—‑] ?(?=[^\W\d_a-z])")


def of_a_service(items: list[Item], index: int) -> bool:
    """Whether a place is only on the route of trains told of as a service: "all trains to X were cancelled"."""
    trains = next((i for i, x in enumerate(items) if x.who == "train" and _are_trains(items, i)), None)
    if trains is None:
        return False
    low = {x.low for x in items}
    between = items[trains + 1 : index] if trains < index else []
    on_route = 0 < len(between) <= _FROM_TRAIN and all(x.kind in _NAMES or x.low in _ROUTE for x in between)
    alone = not any(is_train(x) and not x.low.endswith("s") for x in items)  # no train that the service made way for
    return (bool(low & _WITHDRAWN) and (alone or on_route)) or (on_route and bool(low & _HINDERED))


def _are_trains(items: list[Item], i: int) -> bool:
    """Whether an item is trains in general, or one train that was called off: "the train to X was cancelled"."""
    item = items[i]
    if not is_train(item):
        return False
    if item.low.endswith(("trains", "services")) or (i + 1 < len(items) and items[i + 1].low in ("traffic", "tickets")):
        return i == 0 or items[i - 1].low not in _COUNTED
    passed_over = _ROUTE | _BE
    after = range(i + 1, len(items))
    verb = next((k for k in after if items[k].kind not in _NAMES and items[k].low not in passed_over), i)
    behind = {x.low for x in items[verb + 1 : verb + 3]}
    return items[verb].low in ("cancelled", "canceled") and not behind & {"before", "after", "short", "when"}


_BE = frozenset({"was", "were", "been", "is", "are", "has", "have", "had"})
_NAMES = frozenset({"place", "time"})
_COUNTED = frozenset({"two", "three", "four", "both", "these", "those"})


def end_named(text: str, items: list[Item], index: int) -> Role | None:
    """Which end of its run a place is in the name of a train: "train 12 Moscow-Anapa stopped at X", "No. 7 X - Y", "the
    4.10 to X".
    """
    place = items[index]
    by_its_hour = _BY_ITS_HOUR.search(text, max(0, place.start - _HOUR_REACH), place.start)
    if by_its_hour is not None:
        return "origin" if by_its_hour[1] == "from" else "destination"
    if _DASH_AND_NAME.match(text, place.end) and _follows_a_train(items, index):
        return "origin"
    k = index - 1 - (index > 1 and items[index - 1].kind == "mark")
    joined = k >= 0 and items[k].kind in ("place", "mover") and _DASH.fullmatch(text, items[k].end, place.start)
    return "destination" if joined and _follows_a_train(items, k) else None


def _follows_a_train(items: list[Item], index: int) -> bool:
    """Whether a name stands right behind a word for a train or its number, or a number opens a piece of a list: "also
    seen: 76 X-Y".
    """
    k = index - 1
    while k >= 0 and index - k <= _MOST_DIGITS and _NUMBER.fullmatch(items[k].low):
        k -= 1
    if index - k == 2 and items[index - 1].kind == "word" and (k < 0 or items[k].low in _LISTS):
        return True
    return k >= 0 and is_train(items[k]) and items[k].low not in words("prepositions")
