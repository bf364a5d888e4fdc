"""How far the scores of bare names can be trusted: ``python benchmarks/gazetteer.py CORPUS.jsonl...``

For every name of a corpus with coordinates, once a document and place, the gazetteer is asked without any context and
its best candidate compared with the gold position (161 km). Printed per corpus as one JSON object: share answered and
right, Brier score, expected calibration error over ten bins, and the bins themselves (count, mean score, share right).
The constants of ``railsight.gazetteer.ranking`` were chosen by this script; nothing else was fitted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.geo import geodesic_m

NEAR_M = 161_000.0


def trials(path: Path, gazetteer: Gazetteer) -> list[tuple[float | None, bool]]:
    """Score of the best candidate (None without any) and whether it is right, per name, document and place."""
    out: list[tuple[float | None, bool]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        seen: set[tuple[str, float, float]] = set()
        for t in json.loads(line)["toponyms"]:
            if t.get("lat") is None or (key := (t["phrase"], round(t["lat"], 1), round(t["lon"], 1))) in seen:
                continue
            seen.add(key)
            found = gazetteer.find(t["phrase"], limit=1, fuzzy=False)
            if not found:
                out.append((None, False))
                continue
            place = found[0].place
            out.append((found[0].score, geodesic_m(t["lon"], t["lat"], place.lon, place.lat) <= NEAR_M))
    return out


def summary(results: list[tuple[float | None, bool]]) -> dict[str, object]:
    """The figures of one corpus."""
    answered = [(p, ok) for p, ok in results if p is not None]
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for p, ok in answered:
        bins[min(9, int(p * 10))].append((p, ok))
    table = [(len(b), sum(p for p, _ in b) / len(b), sum(ok for _, ok in b) / len(b)) for b in bins if b]
    n = max(1, len(answered))
    return {
        "n": len(results),
        "answered": len(answered),
        "right_of_answered": round(sum(ok for _, ok in answered) / n, 4),
        "brier": round(sum((p - ok) ** 2 for p, ok in answered) / n, 4),
        "calibration_error": round(sum(c * abs(p - ok) for c, p, ok in table) / n, 4),
        "bins": [(c, round(p, 3), round(ok, 3)) for c, p, ok in table],
    }


def main() -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    print(json.dumps({Path(p).stem: summary(trials(Path(p), gazetteer)) for p in sys.argv[1:]}))


if __name__ == "__main__":
    main()
