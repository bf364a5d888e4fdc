"""How fast reports are read: ``python benchmarks/speed_reading.py [CORPUS.jsonl ...]``.

Processor time of one process, so that what else the machine does counts little; best of several rounds, once the names
are warm. Texts: the bundled sample (a story dense with movements of a train), the short news of
``tests/snippets/places.txt``, these joined to one report of 1 MB and of a quarter of it (time should be linear), and
any corpus given (one JSON object with ``text`` a line, ``domain`` where known). Megabytes of UTF-8 a second for
recognition alone and for the whole reading; beside them a single pass of a regular expression over the same text.
``first_mb_per_s`` is a text read by a process that has read none before, its names not yet looked up. Prints one JSON
object last.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from railsight.api.batches import read_each
from railsight.datasets import data_path, seed_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.mentions import find_mentions
from railsight.model import Report
from railsight.resolution import resolve

SNIPPETS = Path(__file__).resolve().parent.parent / "tests" / "snippets" / "places.txt"
DAY = datetime(2023, 9, 12, 12, 30, tzinfo=UTC)
ROUNDS = 5
LONG = 1_000_000  # characters of the longest report that is read
# The texts by name; of those that are one long report its characters.
TEXTS = {"story": None, "short_news": None, "one_report_of_250_kb": LONG // 4, "one_report_of_1_mb": LONG}
PLAIN = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Processor time of the best round."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def megabytes(reports: Sequence[Report]) -> float:
    return sum(len(r.text.encode()) for r in reports) / 1e6


def first_rate(reports: Sequence[Report], gazetteer: Gazetteer) -> float:
    """Megabytes a second of reading each report by itself, once, and of equal ones one."""
    reports = list({r.text: r for r in reports}.values())
    return round(megabytes(reports) / seconds(lambda: [resolve([r], gazetteer) for r in reports], rounds=1), 3)


def first_apart(name: str) -> float:
    """``first_rate`` of a text or corpus by a process that reads nothing else."""
    command = [sys.executable, __file__, "--first", name]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def rates(name: str, gazetteer: Gazetteer, rounds: int = ROUNDS) -> dict[str, float]:
    """Megabytes a second of recognition, of the whole reading and of a plain pass; each report by itself."""
    reports = reports_of(name)
    size = megabytes(reports)
    whole = seconds(lambda: [resolve([r], gazetteer) for r in reports], rounds)
    return {
        "mb": round(size, 3),
        "first_mb_per_s": first_apart(name),
        "recognition_mb_per_s": round(
            size / seconds(lambda: [find_mentions(r, gazetteer) for r in reports], rounds), 3
        ),
        "reading_mb_per_s": round(size / whole, 3),
        "over_regex_pass": round(whole / seconds(lambda: [PLAIN.findall(r.text) for r in reports]), 1),
    }


def snippets() -> list[str]:
    """The short news of the tests, without what is expected of them."""
    lines = SNIPPETS.read_text(encoding="utf-8").splitlines()
    return [s for s in lines if s and not s.startswith("#") and not re.search(r" = \S+$", s)]


def corpus(path: Path) -> list[Report]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Report(f"c{i}", row["text"], published=DAY, source=row.get("domain")) for i, row in enumerate(rows)]


def records(text: str, count: int = 100) -> dict[str, float]:
    """Reports a second from text to lines of JSON, and how long a line is."""
    many = [Report(f"r{i}", text, published=DAY) for i in range(count)]
    return {
        "reports_per_s": round(count / seconds(lambda: list(read_each(many)), 3), 1),
        "bytes": len(next(read_each(many[:1]))),
        "brief_bytes": len(next(read_each(many[:1], brief=True))),
    }


def sample() -> str:
    return Path(seed_path("armoured-train-2023/report.txt")).read_text(encoding="utf-8")


def reports_of(name: str) -> list[Report]:
    """The reports of a text of ``TEXTS``, else of a corpus in a file."""
    if name not in TEXTS:
        return corpus(Path(name))
    if name == "story":
        return [Report(f"s{i}", sample(), published=DAY) for i in range(20)]
    short = snippets()
    if name == "short_news":
        return [Report(f"n{i}", text, published=DAY) for i, text in enumerate(short)]
    joined = "\n\n".join(short)
    long = "\n\n".join([joined] * (LONG // len(joined) + 1))
    return [Report("r", long[: TEXTS[name]], published=DAY)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="*", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--first", metavar="NAME", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    if wanted.first:
        print(first_rate(reports_of(wanted.first), gazetteer))
        return
    found: dict[str, Any] = {name: rates(name, gazetteer, 3) for name in TEXTS}
    found |= {path.name: rates(str(path), gazetteer) for path in wanted.corpora}
    found["records"] = records(sample())
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    for name, figures in found.items():
        print(f"{name}: {json.dumps(figures)}")
    print(json.dumps({"benchmark": "speed_reading", **found}))


if __name__ == "__main__":
    main()
