"""The bundled data is what the manifest says, and damage is noticed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from railsight import datasets
from railsight.errors import DataError


def test_every_bundled_file_is_listed_and_whole(root: Path) -> None:
    listed = {d.name: d for d in datasets.status()}
    there = {
        p.relative_to(root / "data").as_posix()
        for p in (root / "data").rglob("*")
        if p.is_file() and p.name != "manifest.json"
    }
    assert set(listed) == there, "run python -m builders.manifest"
    assert {d.name: d.state for d in listed.values() if d.state != "whole"} == {}


def test_the_checksums_in_the_documentation_are_those_of_the_files(root: Path) -> None:
    from builders.manifest import checksum_table, listing

    assert checksum_table(listing()) in (root / "DATA.md").read_text(), "run python -m builders.manifest"


def test_a_table_beside_the_code_has_its_checksum_in_the_documentation_too(root: Path) -> None:
    found = re.search(r"`(src/[\w/]+\.txt)`, SHA-256 `([0-9a-f]{64})`", (root / "DATA.md").read_text())
    assert found is not None
    assert hashlib.sha256((root / found[1]).read_bytes()).hexdigest() == found[2]


def test_every_data_set_says_where_it_comes_from() -> None:
    for d in datasets.status():
        assert d.source, d.name
        assert d.licence, d.name
        assert d.attribution, d.name


def test_missing_data_is_a_typed_error_with_a_hint() -> None:
    with pytest.raises(DataError, match="no-such-file") as caught:
        datasets.data_path("no-such-file")
    assert "reinstall" in caught.value.hint


def test_damage_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"railsight" * 1000)
    before = datasets.file_sha256(str(file))
    file.write_bytes(b"railsighu" + b"railsight" * 999)
    assert datasets.file_sha256(str(file)) != before
