"""The zones that clocks name: "05:15 Moscow time", "0900 HKT", "06:00 +0300"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

# Hours from UTC by abbreviation, where it fixes them (the list of the tz database and common use).
_HOURS: dict[str, float] = {
    **{"gmt": 0, "utc": 0, "z": 0, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "msd": 4, "trt": 3},
    **{"samt": 4, "yekt": 5, "omst": 6, "novt": 7, "krat": 7, "irkt": 8, "yakt": 9, "vlat": 10, "magt": 11},
    **{"sakt": 11, "sret": 11, "pett": 12, "anat": 12, "kst": 9, "jst": 9, "hkt": 8, "ulat": 8, "hovt": 7, "ict": 7},
    **{
        "sgt": 8,
        "myt": 8,
        "pht": 8,
        "wib": 7,
        "wita": 8,
        "wit": 9,
        "npt": 5.75,
        "pkt": 5,
        "uzt": 5,
        "tjt": 5,
        "tmt": 5,
    },
    **{"kgt": 6, "aft": 4.5, "irst": 3.5, "azt": 4, "get": 4, "amt": 4, "est": -5, "edt": -4, "cdt": -5, "mst": -7},
    **{"mdt": -6, "pst": -8, "pdt": -7, "eat": 3, "cat": 2, "sast": 2, "aest": 10, "aedt": 11, "awst": 8, "acst": 9.5},
    **{"nzst": 12, "nzdt": 13, "bst": 1, "ist": 5.5, "gst": 4},
}
# Abbreviations of several zones, the commonest first; the one nearest to the clock of the place is meant.
_SEVERAL: dict[str, tuple[float, ...]] = {
    "cst": (-6, 8),
    "pyt": (9, -4),
    "ast": (-4, 3),
}
_NAMES = {
    "moscow": "Europe/Moscow",
    "korean": "Asia/Seoul",
    "korea": "Asia/Seoul",
    "seoul": "Asia/Seoul",
    "pyongyang": "Asia/Pyongyang",
    "beijing": "Asia/Shanghai",
    "china": "Asia/Shanghai",
    "chinese": "Asia/Shanghai",
    "japan": "Asia/Tokyo",
    "japanese": "Asia/Tokyo",
    "tokyo": "Asia/Tokyo",
    "vladivostok": "Asia/Vladivostok",
    "khabarovsk": "Asia/Vladivostok",
    "irkutsk": "Asia/Irkutsk",
    "yakutsk": "Asia/Yakutsk",
    "london": "Europe/London",
    "uk": "Europe/London",
    "british": "Europe/London",
    "paris": "Europe/Paris",
    "berlin": "Europe/Berlin",
    "german": "Europe/Berlin",
    "kyiv": "Europe/Kyiv",
    "eastern": "America/New_York",
    "pacific": "America/Los_Angeles",
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "atlantic": "America/Halifax",
    "hawaii": "Pacific/Honolulu",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "samara": "Europe/Samara",
    "almaty": "Asia/Almaty",
    "astana": "Asia/Almaty",
    "tehran": "Asia/Tehran",
    "nzt": "Pacific/Auckland",
    "act": "Australia/Adelaide",
    "hanoi": "Asia/Ho_Chi_Minh",
    "mongolian": "Asia/Ulaanbaatar",
    "delhi": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "indian": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "mongolia": "Asia/Ulaanbaatar",
    "kazakhstan": "Asia/Almaty",
    "kazakh": "Asia/Almaty",
    "vietnam": "Asia/Ho_Chi_Minh",
    "vietnamese": "Asia/Ho_Chi_Minh",
    "kiev": "Europe/Kyiv",
    "ukrainian": "Europe/Kyiv",
    "petersburg": "Europe/Moscow",
    "ulan-ude": "Asia/Irkutsk",
    "yuzhno-sakhalinsk": "Asia/Sakhalin",
    "primorye": "Asia/Vladivostok",
    "transbaikal": "Asia/Chita",
    "ural": "Asia/Yekaterinburg",
    "washington": "America/New_York",
    "shenyang": "Asia/Shanghai",
    "dandong": "Asia/Shanghai",
    "harbin": "Asia/Shanghai",
}


# As written behind a clock.
ABBREVIATIONS = "|".join(sorted(word.upper() for word in (*_HOURS, *_SEVERAL) if word != "z"))


def zone_word(raw: str | None) -> str | None:
    """The zone of a clock as said, in lower case and without "time": "moscow", "new york", "+0900"."""
    if not raw:
        return None
    low = _MINUS.sub("-", raw.lower().replace("-time", " time"))
    words = " ".join(w for w in _SIGN.sub(r"\1", low).split() if w not in _NO_NAME)
    return _SPOKEN.get(words, words) or None


_MINUS = re.compile(r"[−–](?= ?\d)")
_SIGN = re.compile(r" ?([+-]) ?(?=\d)")


_NO_NAME = frozenset(("in", "the", "time", "standard", "summer", "winter", "daylight"))
_SPOKEN = {"central": "ct", "eastern": "et", "pacific": "pt", "mountain": "mt", "mtn": "mt"}
_SPOKEN |= {"greenwich mean": "gmt", "greenwich": "gmt", "coordinated universal": "utc", "universal": "utc"}
_SPOKEN |= {
    f"{east} {africa}": word for east, word in (("east", "eat"), ("central", "cat")) for africa in ("africa", "african")
}
_SPOKEN |= {
    "central european": "berlin",
    "eastern european": "athens",
    "western european": "lisbon",
    "south african": "sast",
}
_SPOKEN |= {"indochina": "ict", "west africa": "lagos", "west african": "lagos"}


def zone_named(word: str | None, *, beside: tzinfo | None = None, at: datetime | None = None) -> tzinfo | None:
    """The zone a clock word stands for ("moscow", "gmt", "+0900"); None for "local" and for words not known.

    An abbreviation of several zones is the one nearest to the clock ``beside`` it at a time, that of the place.
    """
    if not word or word == "local":
        return None
    for mark in "+-":
        head, sign, tail = word.partition(mark)
        from_h = _HOURS.get(head) if head else 0.0
        if sign and from_h is not None and (offset := _offset(tail, bare=not head)) is not None:
            return timezone(timedelta(hours=from_h) + (offset if sign == "+" else -offset))
    if word in _HOURS:
        return timezone(timedelta(hours=_HOURS[word]))
    if word in _SEVERAL:
        offsets = [timedelta(hours=h) for h in _SEVERAL[word]]
        here = at.astimezone(beside).utcoffset() if beside is not None and at is not None else None
        return timezone(offsets[0] if here is None else min(offsets, key=lambda offset: abs(offset - here)))
    name = _zone_name(word)
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


@lru_cache(maxsize=1000)
def _zone_name(word: str) -> str | None:
    """A name of the tz database for the words before "time": in our table, or a city of that database."""
    for part in (word, *reversed(word.split())):
        if part in _NAMES:
            return _NAMES[part]
    return _cities().get(word.replace("-", " "))


@cache
def _cities() -> dict[str, str]:
    """The zones of the tz database by the city that each is called after; "Brazil/East" and the like have none."""
    from zoneinfo import available_timezones

    named = (name.split("/") for name in sorted(available_timezones()))
    cities = ((area, *city) for area, *city in named if area in _AREAS and len(city) == 1 and city[0] not in _SIDES)
    return {city.replace("_", " ").replace("-", " ").lower(): f"{area}/{city}" for area, city in cities}


_AREAS = frozenset(("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"))
_SIDES = frozenset(("North", "South", "West"))  # of Australia


@lru_cache(maxsize=1000)
def _offset(digits: str, *, bare: bool) -> timedelta | None:
    """Hours and minutes of an offset: "8", "08", "8:30", "0830"; ``bare``, without a name before it, needs both. None
    for one that no clock has.
    """
    hours, colon, minutes = digits.partition(":")
    if not colon and len(digits) > 2:
        hours, minutes = digits[:-2], digits[-2:]
    if not hours.isdecimal() or not (minutes or "0").isdecimal() or (bare and not minutes) or len(hours + minutes) > 4:
        return None
    found = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return found if int(minutes or 0) < 60 and found <= timedelta(hours=_MOST_H) else None


_MOST_H = 14  # of Kiribati
