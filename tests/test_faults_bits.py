"""One bit flipped in a bundled file: noticed, or without effect; never another answer and never an untyped error."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import faults
from railsight.datasets import data_path, read_bundled
from railsight.errors import DataError, NetworkFormatError

MANIFEST = data_path("manifest.json")


def test_a_bit_of_the_network(tmp_path: Path) -> None:
    source = data_path("network.rsn")
    rng = random.Random(38)
    places = [rng.randrange(Path(source).stat().st_size) for _ in range(120)]
    found = faults.flipped(tmp_path, source, faults.ask_network, places=places, rng=rng)
    assert set(found) <= {"refused", "same"}, found
    assert found["refused"] > 60, "most of the file is read by these questions"


def test_every_bit_of_the_beginning_of_a_network(tmp_path: Path) -> None:
    """What says where everything else is: each byte of it."""
    source = data_path("network.rsn")
    found = faults.flipped(tmp_path, source, faults.ask_network, places=range(64), rng=random.Random(1))
    assert found == {"refused": 64}


def test_a_bit_of_the_gazetteer(tmp_path: Path) -> None:
    """Around the records that are asked for: elsewhere little is read."""
    source = data_path("gazetteer.sqlite")
    rng = random.Random(38)
    told = faults.near_records(Path(source).read_bytes(), [n.casefold() for n in faults.NAMES] + list(faults.NAMES))
    assert len(told) > 10_000
    places = [rng.choice(told) for _ in range(150)]
    found = faults.flipped(tmp_path, source, faults.ask_gazetteer, places=places, rng=rng)
    assert set(found) <= {"refused", "same"}, found


@pytest.mark.parametrize("name", ["profiles.csv", "basemap.json"])
def test_a_bit_of_what_is_read_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(data_path(name)).read_bytes()
    monkeypatch.setattr("railsight.datasets._HERE", str(tmp_path))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "manifest.json").write_bytes(Path(MANIFEST).read_bytes())
    rng = random.Random(38)
    for place in [0, len(data) - 1, *(rng.randrange(len(data)) for _ in range(20))]:
        flipped = bytearray(data)
        flipped[place] ^= 1 << rng.randrange(8)
        (tmp_path / "data" / name).write_bytes(flipped)
        with pytest.raises(DataError, match="damaged"):
            read_bundled(name)
    (tmp_path / "data" / name).write_bytes(data)
    assert read_bundled(name) == data


@pytest.mark.parametrize("keep", [0, 1, 39, 40, 4096, -4096, -1])
def test_a_file_cut_off(keep: int, tmp_path: Path) -> None:
    for name, ask, error in (
        ("network.rsn", faults.ask_network, NetworkFormatError),
        ("gazetteer.sqlite", faults.ask_gazetteer, DataError),
    ):
        data = Path(data_path(name)).read_bytes()
        cut = tmp_path / name
        cut.write_bytes(data[:keep] if keep >= 0 else data[: len(data) + keep])
        with pytest.raises(error):
            ask(str(cut))


def test_a_web_page_in_place_of_the_data(tmp_path: Path) -> None:
    page = tmp_path / "x.bin"
    page.write_text("<!doctype html><title>404</title>" * 2000)
    with pytest.raises(NetworkFormatError):
        faults.ask_network(str(page))
    with pytest.raises(DataError):
        faults.ask_gazetteer(str(page))
