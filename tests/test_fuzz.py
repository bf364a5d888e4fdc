"""Whatever a reader is given, it returns or raises an error of railsight's own tree, in one line and in linear time.

The targets are those of ``benchmarks/fuzz.py``, which runs them a million times; here a few hundred times with
hypothesis, which shrinks what it finds, and through the command line, where a failure is one line and a status.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import fuzz
from railsight.cli import main
from railsight.errors import RailsightError

QUICK = settings(max_examples=40, deadline=None, derandomize=True)
FEW = settings(max_examples=12, deadline=None, derandomize=True)
SHARED = settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
SLOW_TARGETS = {"report", "case", "name"}


def changed(seeds: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    """Seeds with pieces put in, cut out and overwritten; hypothesis can shrink every step."""
    step = st.tuples(st.integers(0, 600), st.integers(0, 40), st.sampled_from(fuzz.TOKENS) | st.binary(max_size=6))

    def apply(seed: bytes, steps: list[tuple[int, int, bytes]]) -> bytes:
        data = bytearray(seed)
        for at, cut, piece in steps:
            at %= len(data) + 1
            data[at : at + cut] = piece
        return bytes(data)

    return st.builds(apply, st.sampled_from(seeds), st.lists(step, max_size=5))


def survives(target: fuzz.Target, data: bytes) -> None:
    """The input is answered or refused by an error of ours whose message is one line that says something."""
    try:
        target(data)
    except RailsightError as error:
        problem = not error.message.strip() or "\n" in error.message or len(error.message) >= 2000
        if problem:
            raise AssertionError(f"a poor message: {error.message!r}") from error


@pytest.mark.parametrize("name", [n for n in fuzz.TARGETS if n not in SLOW_TARGETS])
def test_quick_readers(name: str) -> None:
    target, seeds, _ = fuzz.TARGETS[name]
    made = seeds()

    @QUICK
    @given(changed(made) | st.binary(max_size=60))
    def check(data: bytes) -> None:
        survives(target, data)

    check()


@pytest.mark.parametrize("name", sorted(SLOW_TARGETS))
def test_slower_readers(name: str) -> None:
    target, seeds, _ = fuzz.TARGETS[name]
    made = seeds()

    @FEW
    @given(changed(made))
    def check(data: bytes) -> None:
        survives(target, data)

    check()


def test_the_targets_do_read_their_seeds() -> None:
    """A target that refuses everything tests nothing."""
    for name, (target, seeds, _) in fuzz.TARGETS.items():
        answered = 0
        for seed in seeds():
            try:
                target(seed)
                answered += 1
            except RailsightError:
                pass
        assert answered, name


def test_the_long_job_counts_faults() -> None:
    """A reader that breaks is told from one that refuses."""
    tally = fuzz.Tally()

    def breaks(data: bytes) -> None:
        raise KeyError(data)

    fuzz.attempt(breaks, b"x", tally)
    fuzz.attempt(fuzz.TARGETS["time"][0], b"no time", tally)
    assert tally.runs == 2
    assert [fault["count"] for fault in tally.faults.values()] == [1]
    assert sum(tally.refused.values()) == 1


def test_the_seeded_mutator_repeats_itself() -> None:
    seeds = fuzz.TARGETS["records"][1]()
    one, two = ([fuzz.mutated(seeds, random.Random(3)) for _ in range(20)] for _ in range(2))
    assert one == two
    assert len({fuzz.mutated(seeds, random.Random(n)) for n in range(20)}) > 10


# ---------------------------------------------------------------- through the command line


def run(capsys: pytest.CaptureFixture[str], *args: str) -> int:
    """Status of a command after looking at what it left: 0, 1 or 2, and at most one line of error."""
    capsys.readouterr()
    status = main(list(args))
    err = capsys.readouterr().err
    assert status in {0, 1, 2}, err
    assert "Traceback" not in err
    errors = [line for line in err.splitlines() if line.startswith("railsight: ")]
    assert len(errors) <= 1, err
    if status:
        assert errors or args[0] in {"network", "data"}, err
    return status


ODD_TEXT = st.text(max_size=40) | st.sampled_from([t.decode("utf-8", "replace") for t in fuzz.TOKENS])


@SHARED
@given(name=ODD_TEXT, other=ODD_TEXT)
def test_odd_names_on_the_command_line(name: str, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "place", "--json", "--", name)
    run(capsys, "distance", "--json", "--", name, other)
    run(capsys, "distance", name, "Khasan")  # perhaps an option


@SHARED
@given(lon=st.floats(allow_nan=True), lat=st.floats(allow_nan=True) | st.integers(-100, 100))
def test_odd_positions_on_the_command_line(lon: float, lat: float, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(capsys, "distance", "--json", f"{lon},{lat}", "Khasan")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        assert status in {1, 2}


@SHARED
@given(when=ODD_TEXT)
def test_odd_times_on_the_command_line(when: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("The train was seen at Khasan on Tuesday.", encoding="utf-8")
    run(capsys, "read", str(story), f"--published={when}", "--json")


@SHARED
@given(
    data=changed((fuzz.REPORT, fuzz.CASE, fuzz.RECORDS)), ending=st.sampled_from([".txt", ".yaml", ".json", ".jsonl"])
)
def test_odd_files_on_the_command_line(
    data: bytes, ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also a file whose ending lies."""
    file = tmp_path / f"input{ending}"
    file.write_bytes(data)
    run(capsys, "track", str(file), "--json")


@SHARED
@given(data=changed((b"\x89RSN\r\n\x1a\n" + bytes(80),)))
def test_odd_networks_on_the_command_line(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "odd.rsn"
    file.write_bytes(data)
    assert run(capsys, "distance", "Khasan", "Ussuriysk", "--network", str(file)) == 2


# ---------------------------------------------------------------- linear time


def seconds(action: Callable[[], object], enough: float = 0.0) -> float:
    """Best of three, or the first below ``enough``: what the machine does beside is not the reader's doing."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - began)
        if best < enough:
            break
    return best


# What makes a careless reader quadratic: long words, open brackets and quotes, repeated beginnings, blanks, digits.
PATTERNS = (
    "a", "A ", "Khasan ", "on Tuesday ", "12 ", "1", '"', "(", "-", " ", "\n", "The train was seen at Khasan. ",
    "not ", "Хасан", "하산에서 ", "north of ", "Published: x\n", "e\u0301", "about 60 km north of ", "- ", ", ",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
def test_twice_the_report_takes_no_more_than_twice_the_time(pattern: str) -> None:
    """Generously: three times, and half a second to spare. A quadratic reader takes four times, from a second up."""
    from railsight.api.world import bundled_gazetteer
    from railsight.files.headers import make_report
    from railsight.mentions import find_mentions

    gazetteer = bundled_gazetteer()

    def read(size: int, enough: float = 0.0) -> float:
        text = (pattern * (size // len(pattern) + 1))[:size]
        if not text.strip():
            text = f"x{text}x"
        report = make_report(text, default_id="r")
        return seconds(lambda: find_mentions(report, gazetteer), enough)

    read(2_000)  # what is loaded once is loaded
    half = read(10_000)
    whole = read(20_000, min(3 * half + 0.5, 5.0))
    assert whole < 3 * half + 0.5, f"{half:.3f} s, {whole:.3f} s"
    assert whole < 5


@pytest.mark.parametrize(
    "pattern", ["a: ", "- ", "[", "{", "a", '"', "#", " ", "  - x\n", "k: v\n", "|\n", "&a ", "? "]
)
def test_twice_the_case_takes_no_more_than_twice_the_time(pattern: str) -> None:
    from railsight.files.strictyaml import parse_yaml

    def read(size: int, enough: float = 0.0) -> float:
        text = "case: c\n" + (pattern * (size // len(pattern) + 1))[:size]

        def attempt() -> None:
            with contextlib.suppress(RailsightError):
                parse_yaml(text)

        return seconds(attempt, enough)

    half = read(5_000)
    whole = read(10_000, 3 * half + 0.5)
    assert whole < 3 * half + 0.5, f"{half:.3f} s, {whole:.3f} s"
