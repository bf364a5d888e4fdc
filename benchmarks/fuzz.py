"""Hostile input for every reader: ``python benchmarks/fuzz.py [--runs 1000000] [--engine auto] [TARGET...]``

Each target takes bytes and must return or raise an error of railsight's own tree; anything else (another exception,
more than two seconds of processor time) is a fault. With atheris installed (extra ``fuzz``) the inputs are guided by
coverage, else they are mutations of seeds by a seeded generator. Prints one JSON object last: runs, what was accepted
and refused, faults with an example each, and the slowest input of every target. Exit status 1 when there is a fault.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

Target = Callable[[bytes], object]
MAX_BYTES = 3000
SLOW_S = 2.0
# Pieces that matter to some reader; put in anywhere.
TOKENS = tuple(
    text.encode()
    for text in (
        *("Khasan", "Хасан", "하산", "Vostochny", "Vladivostok", "Tumen, China", "the border", "Razdolnaya River"),
        *("on Tuesday", "at 6 a.m. local time", "yesterday evening", "12 September 2023", "2023-09-12T21:30+09:00"),
        *("about 60 km north of ", "headed for ", "not ", "SEOUL (AP) - ", "the armoured train ", "will arrive "),
        *(
            "Published: ",
            "\n\n",
            "sightings:\n",
            "  - place: ",
            "    at: ",
            "reports:\n",
            "case: x\n",
            "&a ",
            "*a",
            "!!",
        ),
        *("<<: ", "%TAG ! x\n", "---\n", "- - - - -", "{", "}", "[", "]", '"', "'", "|\n ", "null", "~", ": ", "\t"),
        *("nan", "inf", "1e999", "-0", "95", "181,91", "130.64,42.43", "١٢٣", "１２３", "−5", "1,5", "²", "½", "٫"),
        *("99999999999999999999", "0001-01-01", "9999-12-31T23:59:59+14:00", "24:00", "-00:00", "T", "Z", "+99:99"),
        *(
            "\x00",
            "\x1b[2J",
            "\u202e",
            "\u200b",
            "\ufeff",
            "\u0301" * 20,
            "ﷺ",
            "İ",
            "ß",
            "ǆ",
            "\U0010ffff",
            "\r\n",
            "\r",
        ),
        *('{"sightings": [', '"place": ', '"text": ', "NaN", "Infinity", "1e400", "true", "\\ud800", "{}", "[]"),
    )
)
REPORT = (
    "Published: 2023-09-12T21:30+09:00\nSource: agency\n\nSEOUL: The armoured train departed Pyongyang on Sunday. It "
    "arrived at Khasan at 6 a.m. local time on Tuesday, officials said, and crossed the Razdolnaya River about 60 km "
    "north of Vladivostok. Позже поезд видели в Уссурийске. 열차는 하산에 도착했다. It may be headed for Vostochny.\n"
).encode()
CASE = (
    b"case: c\ntitle: T\ntrain:\n  profile: armoured\n  max_kmh: 80\nreports:\n  - id: r\n    text: Seen at Khasan.\n"
    b"    published: 2023-09-12T21:30+09:00\nsightings:\n  - place: Khasan\n    event: departed\n"
    b"    at: 2023-09-12T06:00+10:00\n    precision: hour\n    status: reported\n    heading: north\n"
    b"  - place: {name: X, lon: 131.9, lat: 43.8, radius_m: 500}\n    earliest: 2023-09-12\n    latest: 2023-09-13\n"
    b'destinations:\n  - Vladivostok\n  - {name: "Vostochny, cosmodrome", prior: 0.5}\n'
)
RECORDS = json.dumps(
    {
        "reports": [{"id": "r", "text": "x", "published": "2023-09-12T12:30:00+00:00"}],
        "sightings": [
            {
                "id": "s", "subject": "train", "event": "seen", "status": "reported", "report": "r", "quote": [0, 1],
                "earliest": "2023-09-12T00:00:00+00:00", "latest": "2023-09-12T06:00:00+00:00", "heading": "N",
                "place": {"id": "p", "name": "Khasan", "names": {}, "lon": 130.6, "lat": 42.4, "country": "RU",
                          "kind": "station", "radius_m": 300, "source": "x"},
                "candidates": [],
            }
        ],
    }
).encode()  # fmt: skip
POINTS = (
    "id,name,kind,lon,lat,country,quality,names,aliases,source\n"
    "a,A,station,130.6,42.4,RU,surveyed,ru=А,x|y,s\nb,B,station,131.9,43.8,RU,approximate,,,s\n"
)
LINES = "id,name,names,chainage_kind,source,note\nl,L,ru=Л,official chainage,s,\n"
LINE_POINTS = (
    "line,seq,point,chainage_km,gauges_mm,country,length_kind,note\n"
    "l,0,a,0,1520,RU,official chainage,\nl,1,b,260,1520,RU,official chainage,\n"
)
GEOMETRY = "line,seq,points\nl,0,131.2 43.0;131.8 43.5\n"
TABLES = "\x1e".join((POINTS, LINES, LINE_POINTS, GEOMETRY)).encode()


# ---------------------------------------------------------------- targets


@lru_cache(maxsize=1)
def _folder() -> Path:
    """A folder in memory where the system has one: readers open files."""
    memory = Path("/dev/shm")
    made = tempfile.mkdtemp(prefix="railsight-fuzz-", dir=memory if os.access(memory, os.W_OK) else None)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def _put(name: str, data: bytes) -> str:
    path = _folder() / name
    path.write_bytes(data)
    return str(path)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def report(data: bytes) -> None:
    """A report file through reading, recognition and resolution."""
    from railsight.api.reading import read

    read(_put("report.txt", data))


def report_file(data: bytes) -> None:
    """A report file, read only."""
    from railsight.files import read_report

    read_report(_put("file.txt", data))


def report_lines(data: bytes) -> None:
    """A file of JSON Lines."""
    from railsight.files import read_jsonl

    list(read_jsonl(_put("reports.jsonl", data)))


def case(data: bytes) -> None:
    """A case file with its places and times."""
    from railsight.files import read_case

    read_case(_put("case.yaml", data))


def records(data: bytes) -> None:
    """The output of ``read --json``, given back."""
    from railsight.files.earlier import read_earlier

    read_earlier(_text(data))


def journey(data: bytes) -> None:
    """A journey as JSON, changed."""
    from railsight.errors import UsageError
    from railsight.files.journeys import journey_from_record
    from railsight.files.texts import strict_json

    try:
        record = strict_json(_text(data))
    except (ValueError, RecursionError) as error:  # what is no JSON at all is not this reader's affair
        raise UsageError("not JSON") from error
    journey_from_record(record)


def name(data: bytes) -> None:
    """A place name, asked for one and for all."""
    from railsight.api.world import place, places

    places(_text(data))
    place(_text(data))


def coordinate(data: bytes) -> None:
    """A position as text."""
    from railsight.api.world import place
    from railsight.gazetteer.asking import lonlat

    if lonlat(_text(data)) is not None:  # else it is a name, which another target looks up
        place(_text(data))


def moment(data: bytes) -> None:
    """A time: an option, a header, a value of a case."""
    from railsight.errors import UsageError
    from railsight.times import iso, parse_iso, parse_published

    refused = []
    for parse in (parse_iso, lambda text: parse_published(text)[0]):
        try:
            iso(parse(_text(data)))
        except ValueError as error:  # documented: whoever asked knows the file and the line
            refused.append(str(error))
    if len(refused) == 2:
        raise UsageError(refused[0].splitlines()[0] if refused[0] else "")


def network(data: bytes) -> None:
    """A network file, damaged."""
    _ask_network(_put("damaged.rsn", data))


def network_forged(data: bytes) -> None:
    """A network file whose contents lie and whose checksums are right: the input pokes values into its blocks."""
    _ask_network(_put("forged.rsn", _forged(data)))


def tables(data: bytes) -> None:
    """Network tables of one's own."""
    from railsight.network import compile_tables

    parts = (*data.split(b"\x1e"), b"", b"", b"", b"")
    folder = _folder() / "tables"
    folder.mkdir(exist_ok=True)
    for file, content in zip(("points", "lines", "line_points", "geometry"), parts, strict=False):
        (folder / f"{file}.csv").write_bytes(content)
    _ask_network(_put("compiled.rsn", compile_tables(folder)))


def _ask_network(path: str) -> None:
    """What is done with a network file that a user names, and everything a question may touch."""
    from railsight.errors import NoRouteError
    from railsight.model import Place
    from railsight.network import open_network
    from railsight.routing import shortest_path

    opened = open_network(path)
    opened.check()
    ends = [opened.spot_at_node(n) for n in (0, opened.node_count - 1) if 0 <= n < opened.node_count]
    opened.spots_near(Place("p", "P", "town", 131.0, 43.0, country="RU", source="x"))
    for index in range(min(3, opened.section_count)):
        opened.section(index)
        opened.geometry(index)
    if len(ends) == 2:
        with contextlib.suppress(NoRouteError):
            shortest_path(opened, ends[0], ends[1])


@lru_cache(maxsize=1)
def small_network() -> bytes:
    """A compiled network of two stations."""
    from railsight.network import compile_tables

    folder = _folder() / "small"
    folder.mkdir(exist_ok=True)
    for file, content in (("points", POINTS), ("lines", LINES), ("line_points", LINE_POINTS), ("geometry", GEOMETRY)):
        (folder / f"{file}.csv").write_text(content, encoding="utf-8")
    return compile_tables(folder)


def _forged(data: bytes) -> bytes:
    """The small network with bytes of its data replaced (3 bytes of input a poke) and every checksum made right."""
    from railsight.network.container import CHUNK, MAGIC

    forged = bytearray(small_network())
    if bytes(forged[: len(MAGIC)]) != MAGIC:
        raise AssertionError("the layout of network files changed: bring this target up to date")
    data_at = int.from_bytes(forged[24:32], "little")
    chunks = int.from_bytes(forged[32:36], "little")
    room = len(forged) - data_at
    for i in range(0, min(len(data), 30) - 2, 3):
        forged[data_at + int.from_bytes(data[i : i + 2], "little") % room] = data[i + 2]
    table_at = data_at - (-(-4 * chunks // 8) * 8)
    for chunk in range(chunks):
        crc = zlib.crc32(forged[data_at + chunk * CHUNK : data_at + (chunk + 1) * CHUNK])
        forged[table_at + 4 * chunk : table_at + 4 * chunk + 4] = crc.to_bytes(4, "little")
    forged[36:40] = zlib.crc32(forged[40:data_at], zlib.crc32(forged[:36])).to_bytes(4, "little")
    return bytes(forged)


@lru_cache(maxsize=1)
def _journey_seed() -> bytes:
    """The sample's journey as JSON, every list of things cut to the first two."""
    import railsight
    from railsight.datasets import seed_path
    from railsight.files.journeys import journey_record

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: cut(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            many = all(isinstance(inner, dict | list | tuple) for inner in value)
            return [cut(inner) for inner in (value[:2] if many else value)]
        return value

    found = railsight.track(seed_path("armoured-train-2023/case.yaml"))
    return json.dumps(cut(journey_record(found, full=True)), ensure_ascii=False).encode()


def _plain(*texts: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(t.encode() for t in texts)


# Target to its function, its seeds, and its share of the runs.
TARGETS: dict[str, tuple[Target, Callable[[], tuple[bytes, ...]], float]] = {
    "report": (report, lambda: (REPORT, REPORT[38:]), 0.008),
    "report-file": (report_file, lambda: (REPORT, b"\xff\xfe" + REPORT.decode().encode("utf-16-le")), 0.22),
    "report-lines": (
        report_lines,
        lambda: (json.dumps({"text": "At Khasan."}).encode() + b"\n",),
        0.1,
    ),
    "case": (case, lambda: (CASE,), 0.015),
    "records": (records, lambda: (RECORDS,), 0.12),
    "journey": (journey, lambda: (_journey_seed(),), 0.02),
    "name": (name, _plain("Khasan", "Хасан", "Tumen, China", "Vostochny, cosmodrome", "하산", "Usuriisk"), 0.004),
    "coordinate": (coordinate, _plain("130.64,42.43", "-0.1, 51.5", "181,91", "1e3,nan", "130°38′,42°26′"), 0.2),
    "time": (moment, _plain("2023-09-12T18:30+09:00", "2023-09-12", "20230912T1830Z", "12 September 2023"), 0.25),
    "network": (network, lambda: (small_network(),), 0.04),
    "network-forged": (network_forged, lambda: (b"\x00\x00\xff\x10\x00\x7f", bytes(30)), 0.03),
    "tables": (tables, lambda: (TABLES,), 0.013),
}


# ---------------------------------------------------------------- running


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one target."""

    runs: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[str, dict[str, Any]] = field(default_factory=dict)
    slowest_s: float = 0.0
    seconds: float = 0.0

    def record(self) -> dict[str, Any]:
        return {
            "runs": self.runs,
            "accepted": self.accepted,
            "refused": dict(sorted(self.refused.items())),
            "faults": self.faults,
            "slowest_ms": round(self.slowest_s * 1e3, 1),
            "seconds": round(self.seconds, 1),
        }


def attempt(target: Target, data: bytes, tally: Tally) -> None:
    """One input. Nothing is raised: what is no error of ours is tallied as a fault, by type and place."""
    from railsight.errors import RailsightError

    tally.runs += 1
    began = time.process_time()  # what else the machine does is not the reader's doing
    try:
        target(data)
        tally.accepted += 1
    except RailsightError as error:
        tally.refused[type(error).__name__] += 1
        if "\n" in error.message or not error.message:
            _fault(tally, f"message of {type(error).__name__} is not one line", data)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        _fault(tally, _signature(error), data)
    took = time.process_time() - began
    tally.seconds += took
    tally.slowest_s = max(tally.slowest_s, took)
    if took > SLOW_S:
        _fault(tally, f"slower than {SLOW_S:.0f} s", data)


def _fault(tally: Tally, signature: str, data: bytes) -> None:
    found = tally.faults.setdefault(signature, {"count": 0, "example": repr(data[:400])})
    found["count"] += 1


def _signature(error: Exception) -> str:
    """Type and innermost line of railsight that raised; not the message, which differs with every input."""
    import traceback

    frames = [f for f in traceback.extract_tb(error.__traceback__) if "railsight" in f.filename]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where}"


def mutated(seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """A seed after one to six changes, of at most ``MAX_BYTES``."""
    data = bytearray(rng.choice(seeds))
    for _ in range(min(6, int(rng.paretovariate(1.5)))):
        a = rng.randint(0, len(data))
        b = min(len(data), a + int(rng.paretovariate(1.2)))
        what = rng.randrange(7)
        if what == 0:
            data[a:b] = rng.randbytes(b - a)
        elif what == 1:
            del data[a:b]
        elif what == 2:
            data[a:a] = rng.choice(TOKENS)
        elif what == 3:
            data[a:b] = rng.choice(TOKENS)
        elif what == 4:
            data[a:a] = bytes(data[a:b]) * rng.choice((1, 2, 30))
        elif what == 5 and data:
            at = rng.randrange(len(data))
            data[at] ^= 1 << rng.randrange(8)
        else:
            other = rng.choice(seeds)
            cut = rng.randint(0, len(other))
            data[a:b] = other[cut : cut + 200]
        del data[max(MAX_BYTES, 4 * max(map(len, seeds)) if len(seeds) == 1 else MAX_BYTES) :]
    return bytes(data)


def run_random(target: str, runs: int, seed: int) -> Tally:
    """A target under the seeded mutator."""
    function, seeds, _ = TARGETS[target]
    rng = random.Random(f"{target} {seed}")
    tally = Tally()
    made = seeds()
    for _ in range(runs):
        attempt(function, mutated(made, rng), tally)
    return tally


def run_guided(target: str, runs: int, seed: int) -> None:
    """A target under atheris, in this process, which ends with it. The tally is the last line of stdout."""
    import atheris

    with atheris.instrument_imports(include=["railsight"]), contextlib.redirect_stderr(io.StringIO()):
        import railsight.api.reading
        import railsight.files.case
        import railsight.files.headers
        import railsight.files.journeys
        import railsight.files.jsonlines
        import railsight.files.records
        import railsight.files.texts
        import railsight.gazetteer.asking
        import railsight.mentions
        import railsight.network.checking
        import railsight.network.tables
        import railsight.resolution
        import railsight.routing  # noqa: F401
    function, seeds, _ = TARGETS[target]
    corpus = _folder() / "corpus"
    corpus.mkdir()
    for number, data in enumerate((*seeds(), *(t for t in TOKENS if b"\x00" not in t))):
        (corpus / str(number)).write_bytes(data)
    tally = Tally()

    def one(data: bytes) -> None:
        attempt(function, data, tally)
        if tally.runs == runs:
            print(json.dumps(tally.record()), flush=True)
            shutil.rmtree(_folder(), ignore_errors=True)
            os._exit(0)

    atheris.Setup(
        [
            sys.argv[0],
            f"-runs={runs * 2}",
            f"-max_len={max(MAX_BYTES, 2 * max(map(len, seeds())))}",
            f"-seed={seed}",
            "-verbosity=0",
            "-timeout=60",
            str(corpus),
        ],
        one,
    )
    atheris.Fuzz()


def guided(target: str, runs: int, seed: int) -> dict[str, Any]:
    """A target under atheris in a process of its own."""
    command = [
        sys.executable,
        __file__,
        "--engine",
        "atheris",
        "--child",
        "--runs",
        str(runs),
        "--seed",
        str(seed),
        target,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    try:
        found: dict[str, Any] = json.loads(lines[-1])
    except (IndexError, ValueError):
        return {"runs": 0, "faults": {"the fuzzer itself ended": {"count": 1, "example": done.stderr[-400:]}}}
    return found


def main(args: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all by default")
    options.add_argument("--runs", type=int, default=1_000_000, help="in all, shared out by how quick a target is")
    options.add_argument("--engine", choices=("auto", "atheris", "random"), default="auto")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args(args)
    chosen = given.targets or list(TARGETS)
    if given.child:
        run_guided(chosen[0], given.runs, given.seed)
    engine = given.engine
    if engine == "auto":
        from importlib.util import find_spec

        engine = "atheris" if find_spec("atheris") else "random"
    whole = sum(TARGETS[t][2] for t in chosen)
    result: dict[str, Any] = {"engine": engine, "seed": given.seed, "targets": {}}
    for target in chosen:
        runs = max(1, round(given.runs * TARGETS[target][2] / whole))
        run: Mapping[str, Any]
        run = guided(target, runs, given.seed) if engine == "atheris" else run_random(target, runs, given.seed).record()
        result["targets"][target] = run
        print(f"{target}: {run['runs']} runs, {len(run['faults'])} kinds of fault", file=sys.stderr, flush=True)
    result["runs"] = sum(r["runs"] for r in result["targets"].values())
    result["faults"] = sum(len(r["faults"]) for r in result["targets"].values())
    print(json.dumps(result, ensure_ascii=False))
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
