"""How well reports become sightings: ``python benchmarks/sightings.py [FILE.yaml ...] [--show]``.

Reads the reports of ``benchmarks/sightings`` (see its README), open and held half, and prints one JSON object last:
per half precision and recall of mention roles (each role and all), of sightings (place, event, status, subject, time
and where stated heading, direction) and of claims, and the recall of names in other languages. ``--show`` prints what
differs, for the open half only: the held half is counted, not looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.model import Claim, Place, Report, Sighting
from railsight.resolution import Reading, resolve
from railsight.times import zone_at

FOLDER = Path(__file__).parent / "sightings"
TOLERANCE = timedelta(minutes=35)
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


def load(path: Path) -> list[dict[str, Any]]:
    """The reports of one file."""
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
    text = " ".join(str(case["text"]).split())
    return resolve([Report(case["id"], text, published=published(case["published"]))], gazetteer)


def named(place: Place, wanted: str) -> bool:
    names = [place.name, *place.names.values(), *place.aliases]
    return any(
        n.casefold().startswith(w.casefold()) or w.casefold() in place.name.casefold()
        for w in wanted.split("|")
        for n in names
    )


def fits(s: Sighting, want: dict[str, Any]) -> bool:
    """Whether a sighting is the wanted one."""
    subject = want.get("subject", "train")
    if (s.subject == "train") != (subject == "train") or subject.casefold() not in s.subject.casefold():
        return False
    if not named(s.place, want["place"]) or s.event not in want["event"].split("|"):
        return False
    if s.status not in want["status"].split("|"):
        return False
    if want.get("heading") and s.heading != want["heading"]:
        return False
    if want.get("away_from") and (s.away_from is None or not named(s.away_from, want["away_from"])):
        return False
    return _on_time(s, want)


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
    said: list[str] = []
    if "names" in case:
        _names(case, reading, totals["names"], said)
    else:
        _roles(case, reading, totals["roles"], said)
        _sightings(case, reading, totals["sightings"], said)
        _claims(case, reading, totals["claims"], said)
    if show and said:
        print(case["id"], " ".join(str(case["text"]).split())[:400], file=sys.stderr)
        for line in said:
            print("   ", line, file=sys.stderr)


def _names(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    places = [m.place for m in reading.mentions if m.kind == "place" and m.place is not None]
    for wanted in case["names"]:
        if any(named(p, wanted) for p in places):
            score.right["found"] += 1
        else:
            score.missed["found"] += 1
            said.append(f"missed {wanted}: {[p.name for p in places]}")


def _roles(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    said_roles = case.get("roles", {}).items()
    wanted = {name.casefold(): v.split("|") for k, v in said_roles for name in k.split("|")}
    spellings = {name.casefold(): k.casefold().split("|") for k, _ in said_roles for name in k.split("|")}
    met: set[str] = set()
    for m in reading.mentions:
        if m.kind != "place":
            continue
        key = m.text.casefold()
        options = wanted.get(key)
        if options is None:
            if m.role in SIGHTED and not any(key in w or w in key for w in wanted) and not case.get("claims"):
                score.false[m.role] += 1
                said.append(f"role of {m.text}: {m.role} ({m.why}), none wanted")
            continue
        met.update(spellings[key])
        if m.role in options:
            score.right[m.role] += 1
        else:
            score.false[m.role] += 1
            score.missed[options[0]] += 1
            said.append(f"role of {m.text}: {m.role} ({m.why}), wanted {options}")
    for key in wanted.keys() - met:
        score.missed[wanted[key][0]] += 1
        said.append(f"no mention of {key}")


def _sightings(case: dict[str, Any], reading: Reading, score: Score, said: list[str]) -> None:
    if "sightings" not in case:
        return
    left = list(reading.sightings)
    for want in case["sightings"]:
        hit = next((s for s in left if fits(s, want)), None)
        if hit is None:
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
    return bool(ends) and c.stated_km == want["km"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    out: dict[str, Any] = {}
    for path in args.files or [FOLDER / "open.yaml", FOLDER / "held.yaml"]:
        totals = {"roles": Score(), "sightings": Score(), "claims": Score(), "names": Score()}
        cases = load(path)
        for case in cases:
            score_case(case, gazetteer, totals, args.show and path.stem != "held")
        roles = totals["roles"]
        everything = [sum(c.values()) for c in (roles.right, roles.false, roles.missed)]
        out[path.stem] = {
            "n": len(cases),
            "roles_precision": round(everything[0] / max(everything[0] + everything[1], 1), 3),
            "roles_recall": round(everything[0] / max(everything[0] + everything[2], 1), 3),
            **{k: v.summary() for k, v in totals.items()},
        }
    print(json.dumps(out))


if __name__ == "__main__":
    main()
