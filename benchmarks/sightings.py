"""How well reports become sightings: ``python benchmarks/sightings.py [FILE.yaml ...] [--show]``.

Reads the reports of ``benchmarks/sightings`` (see its README), open and held halves, and prints one JSON object last:
per half precision and recall of mention roles (each role and all), of sightings (place, event, status, subject, time,
stated direction), of claims and of points (mentions put within 100 km), and the recall of names in other languages.
``--show`` prints what differs, for the open halves only: the held ones are counted, not looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.geo import geodesic_m
from railsight.model import Claim, Mention, Place, Report, Sighting
from railsight.resolution import Reading, resolve
from railsight.times import zone_at

FOLDER = Path(__file__).parent / "sightings"
# By ten authors, one for a genre: odd numbers open, even ones held.
NUMBERED = (
    *("blind_osint", "blind_fans", "blind_leaders", "blind_officials", "blind_local", "blind_freight"),
    *("blind_press", "blind_trackside", "blind_records", "blind_channels"),
)
FILES = (
    "open",
    "nothing_told",
    "held",
    "blind",
    "blind_wire",
    "blind_posts",
    "blind_mixed",
    *NUMBERED,
    "languages_open",
    "languages_held",
    "languages_fresh",
    "languages_wild",
    "languages_blind",
    "blind_november",
    "languages_november",
    "blind_late",
    "languages_late",
    "blind_winter",
)
# Of these odd numbers are open, even ones held.
HALVED = frozenset({"blind", "blind_mixed", "blind_november", "blind_late", "blind_winter", *NUMBERED})
HALVED_LANGUAGES = frozenset({"languages_wild", "languages_blind", "languages_november", "languages_late"})
_STATION = r"(?:기차역|역|항|火车站|火車站|车站|車站|站|駅|口岸|港)"
STATION_WORD, STATION_WORD_LAST = re.compile(_STATION), re.compile(f"(?<=..){_STATION}$")
TOLERANCE = timedelta(minutes=35)
POINT_KM = 100.0
SPELT_M = 15_000.0
SIGHTED = frozenset({"seen", "origin", "destination", "speculated", "crossing", "expected", "negated"})


class Score:
    """Right, false and missed by class."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.false: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    def summary(self) -> dict[str, dict[str, float | int | None]]:
        out: dict[str, dict[str, float | int | None]] = {}
        for key in sorted({*self.right, *self.false, *self.missed}):
            r, f, m = self.right[key], self.false[key], self.missed[key]
            out[key] = {
                "n": r + m,
                "precision": round(r / (r + f), 3) if r + f else None,
                "recall": round(r / (r + m), 3) if r + m else None,
            }
        return out


@cache
def load(path: Path) -> list[dict[str, Any]]:
    """The reports of one file; they are parsed once, so nobody may change them."""
    from ruamel.yaml import YAML

    found: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found


def published(value: object) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    moment = datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read(case: dict[str, Any], gazetteer: Gazetteer) -> Reading:
    text = str(case["text"]).strip()
    return resolve([Report(case["id"], text, published=published(case["published"]))], gazetteer)


def named(place: Place, wanted: str) -> bool:
    names = [fold(n) for n in (place.name, *place.names.values(), *place.aliases)]
    return any(n.startswith(w) or w in names[0] for w in map(fold, wanted.split("|")) for n in names)


def fold(name: str) -> str:
    """A name without case and accents: the gazetteer writes "Sinŭiju", the report "Sinuiju"."""
    return "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c))


def near(place: Place, point: list[float]) -> bool:
    return geodesic_m(place.lon, place.lat, point[0], point[1]) <= POINT_KM * 1000


def fits(s: Sighting, want: dict[str, Any]) -> bool:
    """Whether a sighting is the wanted one."""
    subject = want.get("subject", "train")
    if (s.subject == "train") != (subject == "train"):
        return False
    if subject != "other" and subject.casefold() not in s.subject.casefold():
        return False
    if "near" in want and not near(s.place, want["near"]):
        return False
    if not (named(s.place, want["place"]) or _there(s.place, want)) or s.event not in want["event"].split("|"):
        return False
    if s.status not in want["status"].split("|"):
        return False
    if want.get("heading") and s.heading != want["heading"]:
        return False
    if want.get("away_from") and (s.away_from is None or not named(s.away_from, want["away_from"])):
        return False
    return _on_time(s, want)


def _there(place: Place, want: dict[str, Any]) -> bool:
    """Whether a place spelt otherwise is the wanted one: within 15 km of the position given for it."""
    return any(geodesic_m(place.lon, place.lat, lon, lat) <= SPELT_M for lon, lat in want.get("positions", ()))


def _on_time(s: Sighting, want: dict[str, Any]) -> bool:
    if "at" in want:
        moment = published(want["at"])
        return (
            s.interval is not None
            and s.interval.earliest - TOLERANCE <= moment <= s.interval.latest + TOLERANCE
            and (s.interval.duration_s <= 3 * 3600)
        )
    if "day" in want:
        if s.interval is None:
            return False
        zone = zone_at(s.place.lon, s.place.lat)
        local = s.interval.middle.astimezone(zone).date()
        return str(local) == str(want["day"]) and s.interval.duration_s <= 26 * 3600
    return True


def score_case(case: dict[str, Any], gazetteer: Gazetteer, totals: dict[str, Score], show: bool) -> None:
    reading = read(case, gazetteer)
    if "sightings" in case:
        case = case | {"sightings": [want | {"positions": _positions(case, want)} for want in case["sightings"]]}
    said: list[str] = []
    if "names" in case:
        _names(case, reading, totals["names"], said)
    else:
        _roles(case, reading, totals["roles"], said)
        _sightings(case, reading, totals["sightings"], said)
        _claims(case, reading, totals["claims"], said)
        _points(case, reading, totals["points"], said)
    if show and said:
        print(case["id"], " ".join(str(case["text"]).split())[:400], file=sys.stderr)
        for line in said:
            print("   ", line, file=sys.stderr)


def _positions(case: dict[str, Any], want: dict[str, Any]) -> list[list[float]]:
    """The positions that a report gives for the place of a wanted sighting."""
    names = [n.casefold() for n in want["place"].split("|")]
    points = case.get("points", {}).items()
    return [at for surface, at in points if any(x.casefold().startswith(n) for x in surface.split("|") for n in names)]


def _names(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    places = [m.place for m in reading.mentions if m.kind == "place" and m.place is not None]
    for wanted in case["names"]:
        if any(named(p, wanted) for p in places):
            score.right["found"] += 1
        else:
            score.missed["found"] += 1
            said.append(f"missed {wanted}: {[p.name for p in places]}")


def _keyed(wanted: dict[str, Any]) -> dict[str, str]:
    """Each surface of the keys (``Kehl station|Kehl``) and its key."""
    return {surface: key for key in wanted for surface in key.split("|")}


def _key_of(m: Mention, text: str, surfaces: dict[str, str]) -> str | None:
    """The key a mention stands for; a word for a station right behind the name may belong to it or not ("하산역")."""
    behind = STATION_WORD.match(text, m.end)
    whole = f"{m.text}{behind.group() if behind else ''}".casefold()
    bare = STATION_WORD_LAST.sub("", m.text.casefold())
    return next((surfaces[x] for x in (whole, m.text.casefold(), bare) if x in surfaces), None)


def _roles(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    wanted: dict[str, list[str]] = {k.casefold(): v.split("|") for k, v in case.get("roles", {}).items()}
    surfaces = _keyed(wanted)
    met: set[str] = set()
    for m in reading.mentions:
        if m.kind != "place":
            continue
        text = m.text.casefold()
        key = _key_of(m, str(case["text"]).strip(), surfaces)
        if key is None:
            if m.role in SIGHTED and not any(text in w or w in text for w in surfaces) and not case.get("claims"):
                score.false[m.role] += 1
                said.append(f"role of {m.text}: {m.role} ({m.why}), none wanted")
            continue
        met.add(key)
        options = wanted[key]
        if m.role in options:
            score.right[m.role] += 1
        else:
            score.false[m.role] += 1
            score.missed[options[0]] += 1
            said.append(f"role of {m.text}: {m.role} ({m.why}), wanted {options}")
    for key in wanted.keys() - met:
        score.missed[wanted[key][0]] += 1
        said.append(f"no mention of {key}")


def _points(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    wanted = {k.casefold(): v for k, v in case.get("points", {}).items()}
    surfaces = _keyed(wanted)
    met: set[str] = set()
    for m in reading.mentions:
        key = _key_of(m, str(case["text"]).strip(), surfaces) if m.kind == "place" else None
        if key is None or m.place is None:
            continue
        met.add(key)
        if near(m.place, wanted[key]):
            score.right["all"] += 1
        else:
            score.false["all"] += 1
            score.missed["all"] += 1
            said.append(f"{m.text} put to {m.place.name}, {m.place.country} {m.place.lon:.1f},{m.place.lat:.1f}")
    for key in wanted.keys() - met:
        score.missed["all"] += 1
        said.append(f"not placed: {key}")


def _sightings(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    if "sightings" not in case:
        return
    left = list(reading.sightings)
    for want in sorted(case["sightings"], key=lambda w: w.get("optional", False)):
        hit = next((s for s in left if fits(s, want)), None)
        if want.get("optional"):
            if hit is not None:
                left.remove(hit)
        elif hit is None:
            score.missed["all"] += 1
            said.append(f"no sighting {want}")
        else:
            score.right["all"] += 1
            left.remove(hit)
    for s in left:
        score.false["all"] += 1
        when = s.interval and (s.interval.earliest.isoformat()[:16], s.interval.latest.isoformat()[:16])
        said.append(f"unwanted or wrong: {s.subject} {s.event} {s.place.name} {s.status} {when} {s.heading} {s.note}")


def _claims(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    left: list[Claim] = [c for c in reading.claims if c.origin is not None and c.target is not None]
    for want in case.get("claims", []):
        hit = next((c for c in left if _claim_fits(c, want)), None)
        if hit is None:
            score.missed["all"] += 1
            said.append(f"no claim {want}: {[(c.text, c.origin and c.origin.name, c.verdict) for c in reading.claims]}")
        else:
            score.right["all"] += 1
            left.remove(hit)


def _claim_fits(c: Claim, want: dict[str, Any]) -> bool:
    ends = c.origin and c.target and named(c.origin, want["from"]) and named(c.target, want["to"])
    return bool(ends) and c.stated_km is not None and abs(c.stated_km - want["km"]) <= want["km"] / 100


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    out: dict[str, Any] = {}
    for path in args.files or [FOLDER / f"{name}.yaml" for name in FILES]:
        for name, cases in halves(path).items():
            out[name] = summary(cases, gazetteer, args.show and "held" not in name)
    print(json.dumps(out))


def halves(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The reports of a file under its name; the blind ones by number: odd ones open, even ones held; those in other
    languages by language.
    """
    cases = load(path)
    if path.stem in HALVED_LANGUAGES:
        odd = [c for c in cases if int(c["id"][2:]) % 2]
        return {f"{path.stem}_open": odd, f"{path.stem}_held": [c for c in cases if c not in odd]}
    if path.stem.startswith("languages_"):
        codes = dict.fromkeys(c["id"][:2] for c in cases)
        return {f"{path.stem}_{code}": [c for c in cases if c["id"].startswith(code)] for code in codes}
    if path.stem not in HALVED:
        return {path.stem: cases}
    odd = [c for c in cases if int(c["id"][1:]) % 2]
    return {f"{path.stem}_open": odd, f"{path.stem}_held": [c for c in cases if c not in odd]}


def opened() -> dict[str, list[dict[str, Any]]]:
    """The reports in English that were looked at, by file: what the reader may learn from."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, cases in halves(path).items():
            if "held" not in name and not name.startswith("languages"):
                found[path.stem] = cases
    return found


def tells_of_a_train(case: dict[str, Any]) -> bool:
    """Whether an editor would take something of the train from a report."""
    return any(not w.get("optional") and w.get("subject") != "other" for w in case.get("sightings", ()))


def reports_digest() -> str:
    """SHA-256 of the opened reports: whether a table was made from them as they are."""
    text = json.dumps(opened(), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def summary(cases: list[dict[str, Any]], gazetteer: Gazetteer, show: bool) -> dict[str, Any]:
    totals = {key: Score() for key in ("roles", "sightings", "claims", "names", "points")}
    for case in cases:
        score_case(case, gazetteer, totals, show)
    roles = totals["roles"]
    right, false, missed = (sum(c.values()) for c in (roles.right, roles.false, roles.missed))
    return {
        "n": len(cases),
        "roles_precision": round(right / max(right + false, 1), 3),
        "roles_recall": round(right / max(right + missed, 1), 3),
        **{k: v.summary() for k, v in totals.items()},
    }


if __name__ == "__main__":
    main()
