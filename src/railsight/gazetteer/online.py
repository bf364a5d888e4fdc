"""Online look-up by Nominatim, through geopy: only when the user asks for it, never by itself.

The usage policy of the public server is kept across processes: one request a second (a lock file holds the time of the
last one), an honest user agent, answers cached on disk. A failure raises ServiceError and is never cached and never
mistaken for "not found"; an empty answer of the server is an answer and is cached like any other.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from railsight.errors import ServiceError, UsageError
from railsight.gazetteer.folding import MAX_NAME
from railsight.geo import M_PER_DEG
from railsight.model import Candidate, Place

PUBLIC_SERVER = "https://nominatim.openstreetmap.org"
INTERVAL_S = 1.0
TIMEOUT_S = 15.0
CACHE_DAYS = 180
NONE_OF_THESE = 0.2  # share of belief kept for "none of the answers", in units of Nominatim's importance
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_KINDS = {
    ("railway", "station"): "station", ("railway", "halt"): "halt", ("railway", "junction"): "junction",
    ("waterway", "river"): "river", ("aeroway", "aerodrome"): "airport", ("amenity", "university"): "university",
    ("natural", "peak"): "mountain", ("man_made", "bridge"): "bridge", ("place", "island"): "island",
    ("place", "sea"): "sea", ("place", "ocean"): "sea", ("natural", "water"): "lake",
}  # fmt: skip
_TOWNS = frozenset({"city", "town", "village", "hamlet", "municipality", "borough", "locality"})


def find_online(
    name: str,
    *,
    country: str | None = None,
    limit: int = 5,
    server: str = PUBLIC_SERVER,
    cache: Path | None = None,
    language: str = "en",
) -> tuple[Candidate, ...]:
    """Places of a name according to a Nominatim server, best first; empty when the server knows none.

    ``country`` is an ISO 3166 alpha-2 code, ``server`` the base URL (https, or http on this machine), ``cache`` a
    folder (the user's cache folder otherwise). Scores follow the server's importance and sum to less than 1.
    ServiceError when the server cannot be reached, refuses or answers nonsense; UsageError for a bad server or name.
    """
    name = " ".join(name.split())[:MAX_NAME]
    if not name:
        raise UsageError("there is no name to look up")
    scheme, domain = _checked(server)
    folder = cache if cache is not None else _user_cache()
    question = {
        "name": name,
        "country": (country or "").lower(),
        "server": f"{scheme}://{domain}",
        "language": language,
    }
    kept = _cached(folder, question)
    if kept is not None:
        return _candidates(kept, domain)[:limit]
    records = _ask(scheme, domain, question, folder)
    found = _candidates(records, domain)  # before it is kept: nonsense must not be
    _keep(folder, question, records)
    return found[:limit]


def _checked(server: str) -> tuple[str, str]:
    parts = urlsplit(server if "://" in server else f"https://{server}")
    domain = parts.netloc + parts.path.rstrip("/")
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.query:
        raise UsageError(f"{server!r} is no server", hint=f"give a base URL such as {PUBLIC_SERVER}")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise UsageError(f"{server} is not encrypted", hint="use https; plain http is for this machine only")
    return parts.scheme, domain


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("railsight") / "nominatim"


# ---------------------------------------------------------------- asking, one request a second


def _ask(scheme: str, domain: str, question: Mapping[str, str], folder: Path) -> list[dict[str, Any]]:
    from geopy.exc import GeocoderRateLimited, GeopyError
    from geopy.geocoders import Nominatim

    from railsight import __version__

    agent = f"railsight/{__version__} (train tracking from reports)"
    coder = Nominatim(user_agent=agent, domain=domain, scheme=scheme, timeout=TIMEOUT_S)
    with _turn(folder):
        try:
            found = coder.geocode(
                question["name"], exactly_one=False, limit=10, language=question["language"],
                country_codes=question["country"] or None, namedetails=True,
            )  # fmt: skip
        except GeocoderRateLimited as e:
            raise ServiceError(f"{domain} asks for fewer requests", hint="wait a while before asking again") from e
        except (GeopyError, OSError, ValueError, LookupError, TypeError, AttributeError) as e:
            what = str(e).splitlines()[0][:200] if str(e) else type(e).__name__
            raise ServiceError(
                f"online look-up at {domain} failed: {what}", hint="try again later, or without --online"
            ) from e
    records = [place.raw for place in found or ()]
    if not all(isinstance(r, dict) for r in records):
        raise ServiceError(f"{domain} answered something that is not a list of places")
    return [_plain(r) for r in records]


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait until a second has passed since the last request of any process, and hold the turn meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "last-request").open("a+", encoding="ascii") as f:
        _lock(f.fileno())
        try:
            f.seek(0)
            last = _number(f.read(40))
            wait = last + INTERVAL_S - time.time()
            if 0 < wait <= INTERVAL_S:  # a clock set back must not hold us up
                time.sleep(wait)
            yield
        finally:
            f.seek(0)
            f.truncate()
            f.write(repr(time.time()))
            f.flush()


def _lock(descriptor: int) -> None:
    """An exclusive lock that ends with the file: waits for it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def _number(text: object) -> float:
    try:
        value = float(str(text))
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


# ---------------------------------------------------------------- the cache


def _file(folder: Path, question: Mapping[str, str]) -> Path:
    import hashlib

    key = json.dumps(dict(question), sort_keys=True, ensure_ascii=False)
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def _cached(folder: Path, question: Mapping[str, str]) -> list[dict[str, Any]] | None:
    try:
        kept = json.loads(_file(folder, question).read_text(encoding="utf-8"))
        if kept["question"] == question and time.time() - kept["asked"] < CACHE_DAYS * 86_400:
            return [r for r in kept["records"] if isinstance(r, dict)]
    except (OSError, ValueError, LookupError, TypeError):
        pass  # no answer kept, or a damaged one: ask again
    return None


def _keep(folder: Path, question: Mapping[str, str], records: list[dict[str, Any]]) -> None:
    path = _file(folder, question)
    part = path.with_suffix(f".{os.getpid()}.part")
    text = json.dumps({"question": question, "asked": time.time(), "records": records}, ensure_ascii=False)
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)  # a full or read-only disk costs the cache, not the answer


# ---------------------------------------------------------------- answers as candidates


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an answer."""
    names = record.get("namedetails")
    kept = {k: str(v)[:MAX_NAME] for k, v in names.items() if k.startswith("name:")} if isinstance(names, dict) else {}
    fields = ("osm_type", "osm_id", "lon", "lat", "class", "category", "type", "addresstype", "importance", "name")
    out = {k: record[k] for k in (*fields, "display_name", "boundingbox") if k in record}
    return {**out, "names": dict(sorted(kept.items())[:80])}


def _candidates(records: list[dict[str, Any]], domain: str) -> tuple[Candidate, ...]:
    found: dict[str, tuple[float, Place]] = {}
    for r in records:
        try:
            place = _place(r, domain)
        except (ValueError, LookupError, TypeError):
            continue  # one broken record does not spoil the others
        found.setdefault(place.id, (max(0.01, min(1.0, _number(r.get("importance")))), place))
    if records and not found:
        raise ServiceError(f"{domain} answered without a usable position")
    total = sum(weight for weight, _ in found.values()) + NONE_OF_THESE
    ranked = sorted(found.values(), key=lambda f: (-f[0], f[1].id))
    return tuple(Candidate(place, round(weight / total, 4), ("online look-up",)) for weight, place in ranked)


def _place(r: dict[str, Any], domain: str) -> Place:
    shown = str(r.get("display_name") or "")[: 3 * MAX_NAME]
    name = str(r.get("name") or shown.split(",")[0])[:MAX_NAME]
    names = {
        k.removeprefix("name:"): v for k, v in r.get("names", {}).items() if k in ("name:ru", "name:ko", "name:zh")
    }
    kind_of = str(r.get("class") or r.get("category") or "")
    return Place(
        f"osm-{str(r['osm_type'])[:10]}-{int(r['osm_id'])}",
        name,
        _kind(kind_of, str(r.get("type") or ""), str(r.get("addresstype") or "")),
        float(r["lon"]),
        float(r["lat"]),
        names=names,
        radius_m=_radius_m(r.get("boundingbox")),
        source=f"OpenStreetMap (ODbL) by {domain}: {shown}",
    )


def _kind(group: str, kind: str, address: str) -> str:
    if (group, kind) in _KINDS:
        return _KINDS[group, kind]
    if address in _TOWNS or (group == "place" and kind in _TOWNS):
        return "town"
    if address == "country":
        return "country"
    if group == "boundary":
        return "region"
    return (kind or group or "place").replace("_", " ")[:40]


def _radius_m(box: object) -> float:
    """Half the diagonal of a bounding box ``[south, north, west, east]``; 0 without one."""
    if not isinstance(box, list) or len(box) != 4:
        return 0.0
    south, north, west, east = (_number(v) for v in box)
    width = (east - west) * math.cos(math.radians(max(-89.0, min(89.0, (south + north) / 2))))
    return round(M_PER_DEG * math.hypot(north - south, width) / 2, -1)
