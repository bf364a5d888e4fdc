"""What OpenStreetMap tags mean here: which tracks are kept, and what is read of them.

Tagging: https://wiki.openstreetmap.org/wiki/OpenRailwayMap/Tagging. The rules:

- kept: ``railway=rail`` or ``narrow_gauge`` with ``usage`` main, branch, freight or none, and without ``service``;
  ``service=crossover``, since it joins running lines.
- kept only with ``industrial``: ``usage`` industrial, military, tourism, test, scientific; ``service`` spur, yard,
  siding.
- stations: nodes, outlines and relations of ``railway=station`` or ``halt`` (and ``public_transport=station`` with
  ``train=yes``), and where none is near also named ``railway=stop`` and ``stop_area`` on the track (``osm_stations``);
  none that is marked as out of use.
- left out, with their km: tram, subway, light_rail, monorail, funicular, miniature, preserved; disused, abandoned,
  razed, demolished, construction, proposed, whether as a value (``railway=disused``), as a prefix
  (``disused:railway=rail``) or as a mark (``disused=yes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

RAIL = frozenset(("rail", "narrow_gauge"))
OTHER_RAIL = frozenset(("tram", "subway", "light_rail", "monorail", "funicular", "miniature", "preserved"))
OUT_OF_USE = ("disused", "abandoned", "razed", "demolished", "construction", "proposed", "dismantled", "planned")
RAILWAY_KEYS = ("railway", *(f"{x}:railway" for x in OUT_OF_USE))
MINOR_USAGE = frozenset(("industrial", "military", "tourism", "test", "scientific"))
MINOR_SERVICE = frozenset(("spur", "yard", "siding"))
MAJOR_USAGE = frozenset(("main", "branch", "freight"))
_USAGES = MINOR_USAGE | MAJOR_USAGE
URBAN = frozenset(("subway", "light_rail", "tram", "monorail", "funicular", "miniature"))
# Nodes that become operating points, and the kind they become.
POINT_KINDS = {
    "station": "station",
    "halt": "halt",
    "junction": "junction",
    "spur_junction": "junction",
    "crossover": "junction",
    "service_station": "siding",
    "site": "siding",
    "yard": "siding",
    "passing_loop": "siding",
    "border": "border",
    "level_crossing": "crossing",
    "railway_crossing": "crossing",
}
_MPH = 1.609344
_TEXT = 200
_GAUGE = re.compile("[0-9]{1,4}")
_THOUSAND = re.compile(r"(?<!\d)(\d)[,. '](\d{3})(?!\d)")
_NOTED = 5  # gauges that are none are listed so many at most


class Tags(Protocol):
    """What a look-up of tags offers: a mapping, or the library's own list of tags."""

    def get(self, key: str, /) -> str | None: ...


def track_class(tags: Tags) -> tuple[bool, str]:
    """Whether a way is a railway to keep when minor ones are wanted too, and its class.

    The class is ``main``, ``branch``, ``freight`` or ``""`` for the running lines; ``industrial``, ``yard``, ... for
    minor ones; else why it is left out. ``(False, "")`` when the way is no railway.
    """
    value = tags.get("railway")
    if value in RAIL:
        if word := out_of_use(tags):
            return False, word
        if tags.get("railway:preserved") == "yes":
            return False, "preserved"
        return True, _usage(tags)
    if value in OTHER_RAIL or value in OUT_OF_USE:
        return False, value
    for word in OUT_OF_USE:
        if tags.get(f"{word}:railway") in RAIL or tags.get(f"{word}:railway") in OTHER_RAIL:
            return False, word
    return False, ""


def out_of_use(tags: Tags) -> str:
    """The mark that says that something is not, or not yet, in use (``disused=yes``); empty where there is none."""
    return next((word for word in OUT_OF_USE if tags.get(word) in ("yes", "true", "1")), "")


def _usage(tags: Tags) -> str:
    """The first value known here of ``service``, which counts more, or of ``usage``: both may be lists."""
    service, usage = _parts(tags.get("service")), _parts(tags.get("usage"))
    return next((x for x in service if x in MINOR_SERVICE), "") or next((x for x in usage if x in _USAGES), "")


def _parts(text: str | None) -> list[str]:
    """The values of a tag, which may be a list such as ``siding;yard``."""
    return [part.strip() for part in (text or "")[:_TEXT].split(";")]


def is_minor(usage: str) -> bool:
    """Whether a class of track is kept only on demand."""
    return usage in MINOR_USAGE or usage in MINOR_SERVICE


def gauges(text: str | None) -> tuple[int, ...]:
    """Gauges in mm of a ``gauge`` tag such as ``1435``, ``1,435`` or ``1520;1435``, ascending; others are left out."""
    return tuple(sorted({gauge for gauge in _gauges(text or "") if gauge is not None}))


def gauge_notes(texts: Iterable[str]) -> list[str]:
    """What to say of ``gauge`` tags of which something is no gauge: nothing, or one note."""
    odd = sorted({clean(text) for text in texts if None in _gauges(text)})
    if not odd:
        return []
    more = f" and {len(odd) - _NOTED} more" if len(odd) > _NOTED else ""
    return [f"no gauge in mm, left out: {', '.join(map(repr, odd[:_NOTED]))}{more}"]


def _gauges(text: str) -> list[int | None]:
    """Each part of a ``gauge`` tag, None for one that is no gauge."""
    whole = _THOUSAND.sub(r"\1\2", text[:_TEXT])
    parts = (part.strip().removesuffix("mm").strip() for part in re.split("[,;|/+]", whole))
    return [int(part) if _GAUGE.fullmatch(part) and 300 <= int(part) <= 3000 else None for part in parts if part]


def electrified(text: str | None) -> bool | None:
    """Whether a line is electrified; None when the tag is absent or says nothing known."""
    parts = set(_parts(text))
    if parts & {"contact_line", "rail", "yes", "4th_rail", "ground-level_power_supply"}:
        return True
    return False if parts & {"no", "none"} else None


def speed_kmh(text: str | None) -> int:
    """A ``maxspeed`` in whole km/h, 0 when not known or beyond 1..600."""
    if not text:
        return 0
    first = text[:_TEXT].split(";")[0].strip().lower()
    number, mph = (first.removesuffix("mph").strip(), True) if first.endswith("mph") else (first, False)
    for unit in ("km/h", "kmh", "kph"):
        number = number.removesuffix(unit).strip()
    if not (number.isascii() and number.replace(".", "", 1).isdigit() and len(number) <= 6):
        return 0
    value = float(number) * (_MPH if mph else 1.0)
    return round(value) if 1 <= value <= 600 else 0


def track_count(tags: Tags) -> int:
    """Tracks one way stands for (``tracks``, else ``passenger_lines``), 0 when not known."""
    text = tags.get("tracks") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0


def clean(text: str | None, longest: int = _TEXT) -> str:
    """A tag's text without control characters, ``longest`` characters at most."""
    if not text:
        return ""
    return "".join(
        c if ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000 and ord(c) != 127 else " " for c in text[:longest]
    ).strip()


def names_of(tags: Mapping[str, str]) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """The main name, the names by language, and further names (international, official, old, short, alternative)."""
    name = clean(tags.get("name")) or clean(tags.get("int_name")) or clean(tags.get("name:en"))
    by_language: dict[str, str] = {}
    more: list[str] = []
    for key in sorted(tags):
        text = clean(tags[key])
        if not text:
            continue
        if key.startswith("name:") and _language(key[5:]):
            by_language[key[5:]] = text
            name = name or text
        elif key in _MORE_NAMES:
            more.extend(part.strip() for part in text.split(";") if part.strip())
    return name, by_language, tuple(dict.fromkeys(m for m in more if m != name))


_MORE_NAMES = frozenset(("int_name", "official_name", "alt_name", "old_name", "short_name", "loc_name", "uic_name"))


def _language(code: str) -> bool:
    """``ru``, ``zh-Hant``, ``ja_rm``, ``sr-Latn``; not ``left``, ``etymology`` or ``prefix``."""
    head = code.replace("_", "-").split("-")[0]
    return 2 <= len(head) <= 3 and head.isascii() and head.islower() and len(code) <= 12


def point_kind(tags: Tags) -> str | None:
    """The kind of operating point a node is, None when it is none."""
    value = tags.get("railway") or ""
    kind = POINT_KINDS.get(value)
    if value == "stop":
        kind = None if tags.get("train") != "yes" and any(tags.get(word) == "yes" for word in URBAN) else "halt"
    elif not value and tags.get("public_transport") == "station" and tags.get("train") == "yes":
        kind = "station"
    if kind is None or out_of_use(tags):
        return None
    if tags.get("station") in URBAN or (tags.get("subway") == "yes" and tags.get("train") != "yes"):
        return None
    return kind
