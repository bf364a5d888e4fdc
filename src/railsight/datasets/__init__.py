"""Where the bundled data is and whether it is whole. The only module that may download, and only when asked to.

``data/manifest.json`` lists every bundled file with its SHA-256, size, source, licence and attribution. ``fetch``
downloads an OpenStreetMap extract of a region (``extracts``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from railsight.doors import lazy_door
from railsight.errors import DataError

if TYPE_CHECKING:
    from railsight.datasets.extracts import Extract, FetchStep, fetch

__all__ = [
    "Dataset",
    "Extract",
    "FetchStep",
    "data_path",
    "fetch",
    "file_sha256",
    "manifest",
    "network_credit",
    "read_bundled",
    "seed_path",
    "status",
]

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib costs a cold start 5 ms


@dataclass(frozen=True, slots=True)
class Dataset:
    """One bundled file. ``state`` is ``whole``, ``missing`` or ``damaged``; ``path`` is None when missing."""

    name: str
    state: str
    path: str | None
    size_bytes: int
    sha256: str
    source: str
    licence: str
    attribution: str
    built: str


def data_path(name: str) -> str:
    """Path of a bundled file such as ``network.rsn``: beside the package in a wheel, at the top of a checkout."""
    for root in (os.path.join(_HERE, "data"), os.path.join(_HERE, "..", "..", "data")):  # noqa: PTH118
        path = os.path.normpath(os.path.join(root, name))  # noqa: PTH118
        if os.path.exists(path):  # noqa: PTH110
            return path
    raise DataError(f"bundled data file {name} is missing", hint="reinstall railsight; in a checkout run `make data`")


def read_bundled(name: str) -> bytes:
    """The bytes of a bundled file that is read whole. Raises DataError when they are not those of the manifest."""
    import hashlib

    path = data_path(name)
    with open(path, "rb") as file:  # noqa: PTH123
        data = file.read()
    if hashlib.sha256(data).hexdigest() != manifest()[name]["sha256"]:
        raise DataError(
            "damaged: its checksum is not that of the manifest",
            file=path,
            hint="reinstall railsight; after a change of your own run `python -m builders.manifest`",
        )
    return data


def seed_path(name: str) -> str:
    """Path of a bundled sample such as ``armoured-train-2023/case.yaml``."""
    for root in (os.path.join(_HERE, "seeds"), os.path.join(_HERE, "..", "..", "seeds")):  # noqa: PTH118
        path = os.path.normpath(os.path.join(root, name))  # noqa: PTH118
        if os.path.exists(path):  # noqa: PTH110
            return path
    raise DataError(f"bundled sample {name} is missing", hint="reinstall railsight")


def manifest() -> Mapping[str, Mapping[str, str]]:
    """What the bundled files should be: name -> sha256, bytes, source, licence, attribution, built."""
    import json

    with open(data_path("manifest.json"), encoding="utf-8") as file:  # noqa: PTH123
        listed: dict[str, dict[str, str]] = json.load(file)
    return listed


def file_sha256(path: str) -> str:
    """SHA-256 of a file, hexadecimal, read in blocks."""
    import hashlib

    with open(path, "rb") as file:  # noqa: PTH123
        return hashlib.file_digest(file, "sha256").hexdigest()


def status() -> tuple[Dataset, ...]:
    """Every bundled file, checked against its checksum, in order of name."""
    found = []
    for name, entry in sorted(manifest().items()):
        try:
            path: str | None = data_path(name)
        except DataError:
            path = None
        state = "missing" if path is None else "whole" if file_sha256(path) == entry["sha256"] else "damaged"
        found.append(
            Dataset(
                name=name,
                state=state,
                path=path,
                size_bytes=int(entry["bytes"]),
                sha256=entry["sha256"],
                source=entry["source"],
                licence=entry["licence"],
                attribution=entry["attribution"],
                built=entry["built"],
            )
        )
    return tuple(found)


__getattr__, __dir__ = lazy_door(
    __name__, {"Extract": "extracts", "FetchStep": "extracts", "fetch": "extracts"}, __all__
)


def network_credit(info: Mapping[str, object], name: str) -> str:
    """Whose a network file is and under which licence: as its ``info`` says, of the bundled one as the manifest does.

    A file without an attribution is credited to its source; empty where it tells neither. ``name`` is that of the file.
    """
    if not info.get("attribution") and _is_bundled_network(name):
        return _bundled_credit()
    whose, licence = (str(info.get(key) or "") for key in ("attribution", "licence"))
    told = (whose or str(info.get("source") or ""), "" if licence and licence in whose else licence)
    return ", ".join(filter(None, told))


@cache
def _bundled_credit() -> str:
    return manifest()["network.rsn"]["attribution"]


@cache
def _is_bundled_network(name: str) -> bool:
    return os.path.realpath(name) == os.path.realpath(data_path("network.rsn"))
