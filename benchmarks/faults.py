"""Faults on purpose: ``python benchmarks/faults.py [--kills 1000] [--flips 1000] [--seed 7]``

Three trials, each counted and printed as one JSON object last; nothing but a temporary folder is written to.

- *kills*: a process writes the same output over and over, in two versions, and is killed (SIGKILL) at a random moment.
  The file must be one of the two, to the byte. Forms take turns. A temp file of the dead process may stay beside it.
- *full*: every form is written over an old file with room for the first k bytes only, k from 0 to one less than
  needed. Wanted: OutputError, the old file whole, nothing left beside it.
- *flips*: one bit of a bundled file is flipped, at random places and (for the gazetteer, of which a question reads
  little) around the records that the questions are about. Wanted: refused, or the same answers; never others.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from railsight.datasets import data_path, seed_path
from railsight.errors import OutputError, RailsightError

if TYPE_CHECKING:
    from collections.abc import Iterator

Write = Callable[[str], object]
JOURNEY_FORMS = (".json", ".geojson", ".kml", ".gpx", ".csv", ".gpkg", ".parquet")
SAMPLE = "armoured-train-2023/case.yaml"
NAMES = ("Khasan", "Vostochny", "Хасан", "하산", "Ussuriysk", "Vladivostk")
TRIPS = (("Khasan", "Ussuriysk"), ("Moscow", "Vladivostok"), ("Pyongyang", "Ulaanbaatar"), ("Beijing", "Novosibirsk"))
_LEFT = ".railsight-*"


# ---------------------------------------------------------------- what is written


def writers(forms: Iterable[str]) -> dict[str, tuple[Write, Write]]:
    """Form to two writers of that form: two versions of the sample's journey, its page, a table of distances."""
    import railsight
    from railsight.files import write_text
    from railsight.files.exports import write_journey
    from railsight.files.tables import write_pairs

    first = railsight.track(seed_path(SAMPLE))
    second = replace(first, title="another title", warnings=(*first.warnings, "a longer file " * 50))

    def journey(value: Any) -> Write:
        return lambda path: write_journey(path, value, force=True)

    def page(value: Any) -> Write:
        html = railsight.render(value)
        return lambda path: write_text(path, html, force=True)

    def pairs(km: float) -> Write:
        names = [f"place {i}" for i in range(40)]
        return lambda path: write_pairs(path, names, [[[km] * 40 for _ in names]], force=True)

    makers: dict[str, tuple[Callable[[Any], Write], Any, Any]] = dict.fromkeys(JOURNEY_FORMS, (journey, first, second))
    makers[".html"] = (page, first, second)
    makers["pairs.csv"] = makers["pairs.parquet"] = (pairs, 1.0, 2.0)
    return {form: (makers[form][0](makers[form][1]), makers[form][0](makers[form][2])) for form in forms}


ALL_FORMS = (*JOURNEY_FORMS, ".html", "pairs.csv", "pairs.parquet")


# ---------------------------------------------------------------- kill -9


def killed(folder: Path, write: tuple[Write, Write], form: str, *, kills: int, rng: random.Random) -> Counter[str]:
    """Outcomes of killing a writer: ``whole`` or ``torn``, and ``left`` for temp files of the dead."""
    out = folder / f"killed{form if form.startswith('.') else '-' + form}"
    write[0](str(out))
    one = out.read_bytes()
    began = time.perf_counter()
    write[1](str(out))
    two, cycle_s = out.read_bytes(), 2 * (time.perf_counter() - began)
    found: Counter[str] = Counter()
    for _ in range(kills):
        ready, begun = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(begun, b"!")
            _write_for_ever(write, str(out))
        os.read(ready, 1)  # a fork takes longer than a small file
        os.close(ready)
        os.close(begun)
        time.sleep(rng.uniform(0.0, 2.0 * cycle_s))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found["whole" if out.read_bytes() in (one, two) else "torn"] += 1
        for left in folder.glob(_LEFT):
            found["left"] += 1
            left.unlink()
    return found


def _write_for_ever(write: tuple[Write, Write], path: str) -> None:
    """What the child does until it is killed; never returns into the parent's code."""
    with suppress(BaseException):
        while True:
            write[0](path)
            write[1](path)
    os._exit(3)


# ---------------------------------------------------------------- a full disk


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes: as on a disk that fills up at that byte, for libraries in C as well."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    compiles, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # a module compiled here would be kept cut off
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        sys.dont_write_bytecode = compiles
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def filled(folder: Path, write: Write, form: str, *, steps: int) -> Counter[str]:
    """Outcomes of writing with too little room at ``steps`` sizes: ``refused``, or what went wrong."""
    out = folder / f"full{form if form.startswith('.') else '-' + form}"
    write(str(out))
    size = out.stat().st_size
    sizes = sorted({0, 1, size - 1, *(size * i // steps for i in range(1, steps))})
    found: Counter[str] = Counter()
    for room in sizes:
        out.write_bytes(b"old")
        found[_outcome(folder, out, write, room)] += 1
    out.unlink()
    return found


def _outcome(folder: Path, out: Path, write: Write, room: int) -> str:
    try:
        with room_for(room):
            write(str(out))
    except OutputError:
        if out.read_bytes() != b"old":
            return "old file lost"
        return "something left behind" if any(folder.glob(_LEFT)) else "refused"
    except Exception as error:  # noqa: BLE001 - whatever else comes out is what the trial looks for
        return f"untyped {type(error).__name__}"
    return "taken for written"


# ---------------------------------------------------------------- one bit flipped


def ask_gazetteer(path: str) -> str:
    """The answers of a gazetteer file to a few names, as text to compare."""
    from railsight.files.records import candidate_record
    from railsight.gazetteer import open_gazetteer

    gazetteer = open_gazetteer(path)
    return json.dumps([[candidate_record(c) for c in gazetteer.find(name)] for name in NAMES], ensure_ascii=False)


def ask_network(path: str) -> str:
    """The answers of a network file to a few distances."""
    from railsight.api.world import place
    from railsight.network import open_network
    from railsight.routing import shortest_path

    network = open_network(path)
    ways = []
    for pair in TRIPS:
        a, b = (network.spots_near(place(name))[0][0] for name in pair)
        way = shortest_path(network, a, b)
        ways.append((way.length_m, [p.name for p in way.points], list(way.geometry)))
    return json.dumps(ways, ensure_ascii=False)


def near_records(data: bytes, words: Sequence[str], reach: int = 160) -> list[int]:
    """Places in a file around each occurrence of the words: where the records of a question are."""
    found: set[int] = set()
    for word in words:
        key, at = word.encode(), -1
        while (at := data.find(key, at + 1)) >= 0 and len(found) < 200_000:
            found.update(range(max(0, at - reach), min(len(data), at + len(key) + reach)))
    return sorted(found)


def flipped(
    folder: Path, source: str, ask: Callable[[str], str], *, places: Sequence[int], rng: random.Random
) -> Counter[str]:
    """Outcomes of flipping one bit of a file, at each of the places in turn: ``refused``, ``same`` or what is wrong."""
    data = Path(source).read_bytes()
    copy = folder / Path(source).name
    copy.write_bytes(data)
    truth = ask(str(copy))
    found: Counter[str] = Counter()
    for at in places:
        _poke(copy, at, data[at] ^ 1 << rng.randrange(8))
        try:
            found["same" if ask(str(copy)) == truth else "another answer"] += 1
        except RailsightError:
            found["refused"] += 1
        except Exception as error:  # noqa: BLE001 - whatever else comes out is what the trial looks for
            found[f"untyped {type(error).__name__}"] += 1
        _poke(copy, at, data[at])
    return found


def _poke(file: Path, at: int, byte: int) -> None:
    with file.open("r+b") as f:
        f.seek(at)
        f.write(bytes([byte]))


def flip_trials(folder: Path, *, flips: int, rng: random.Random) -> dict[str, Counter[str]]:
    """The bundled network and gazetteer, ``flips`` each."""
    network, gazetteer = data_path("network.rsn"), data_path("gazetteer.sqlite")
    content = Path(gazetteer).read_bytes()
    told = near_records(content, [name.casefold() for name in NAMES] + list(NAMES))
    anywhere = [rng.randrange(len(content)) for _ in range(flips // 4)]
    return {
        "network.rsn": flipped(
            folder,
            network,
            ask_network,
            rng=rng,
            places=[rng.randrange(Path(network).stat().st_size) for _ in range(flips)],
        ),
        "gazetteer.sqlite": flipped(
            folder,
            gazetteer,
            ask_gazetteer,
            rng=rng,
            places=anywhere + [rng.choice(told) for _ in range(flips - len(anywhere))],
        ),
    }


def main(args: Sequence[str] | None = None) -> Mapping[str, Any]:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--flips", type=int, default=1000)
    options.add_argument("--steps", type=int, default=40, help="sizes of a full disk, per form")
    options.add_argument("--seed", type=int, default=7)
    given = options.parse_args(args)
    rng = random.Random(given.seed)
    began = time.perf_counter()
    made = writers(ALL_FORMS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        share = -(-given.kills // len(made))
        result: dict[str, Any] = {
            "full": {form: dict(filled(folder, w[0], form, steps=given.steps)) for form, w in made.items()},
            "kills": {form: dict(killed(folder, w, form, kills=share, rng=rng)) for form, w in made.items()},
            "flips": {file: dict(found) for file, found in flip_trials(folder, flips=given.flips, rng=rng).items()},
        }
    result["seconds"] = round(time.perf_counter() - began, 1)
    print(json.dumps(result, ensure_ascii=False))
    return result


if __name__ == "__main__":
    main(sys.argv[1:])
