"""Fetching OpenStreetMap extracts of regions, by an index in the form of Geofabrik's. Only when online was asked for.

A download can be broken off and taken up again: what came so far stays beside the target under ``.part`` with a note of
what it is part of. The finished file is checked against the published MD5 and gets a record of where it came from.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from railsight.datasets.transfer import Fetcher, FetchStep, Part
from railsight.errors import OutputError, ServiceError, UsageError

__all__ = ["Extract", "FetchStep", "fetch", "find_region"]

INDEX_URL = "https://download.geofabrik.de/index-v1-nogeom.json"
PROVIDER = "Geofabrik GmbH"
LICENCE = "ODbL-1.0"
ATTRIBUTION = "\N{COPYRIGHT SIGN} OpenStreetMap contributors"
_MAX_INDEX = 30_000_000
_MAX_MD5 = 4_096


@dataclass(frozen=True, slots=True)
class Extract:
    """A fetched extract: where it is and the record that lies beside it as ``FILE.json``."""

    path: str
    region: str
    name: str
    url: str
    size_bytes: int
    md5: str
    sha256: str
    fetched: str
    provider: str = PROVIDER
    licence: str = LICENCE
    attribution: str = ATTRIBUTION
    resumed_bytes: int = 0


def fetch(
    region: str,
    *,
    online: bool = False,
    folder: str | os.PathLike[str] | None = None,
    index_url: str = INDEX_URL,
    progress: Callable[[FetchStep], None] | None = None,
    stall_s: float = 30.0,
    limit_s: float = 6 * 3600.0,
    max_bytes: int = 100_000_000_000,
) -> Extract:
    """Download the extract of a region (``monaco``, ``KP``, ``North Korea``), taking up a part that is there already.

    ``folder`` is the user's data folder unless given. ``stall_s`` seconds without a byte, ``limit_s`` in all, or more
    than ``max_bytes`` end it; what came stays for the next time.

    Raises UsageError without ``online`` or for no such region, ServiceError when the service fails or the file does not
    match its checksum, OutputError when it cannot be written.
    """
    if not online:
        raise UsageError(f"fetching {region!r} needs the network", hint="give --online to allow it")
    fetcher = Fetcher(index_url, stall_s=stall_s, limit_s=limit_s)
    entry = find_region(region, _index(fetcher, index_url))
    url = str(entry["url"])
    name = _file_name(url)
    target = _folder(folder) / name
    md5 = _published_md5(fetcher, f"{url}.md5", name)
    part = Part(target.with_name(f"{name}.part"), url=url, checksum=md5)
    resumed = fetcher.download(url, part, max_bytes=max_bytes, progress=progress)
    return _finish(entry, part, target, md5, resumed)


def _folder(folder: str | os.PathLike[str] | None) -> Path:
    if folder is None:
        from platformdirs import user_data_path

        path = user_data_path("railsight") / "extracts"
    else:
        path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path} cannot be made: {error.strerror or error}", hint="choose another folder") from error
    return path


def _index(fetcher: Fetcher, url: str) -> list[Mapping[str, Any]]:
    raw = fetcher.small(url, limit=_MAX_INDEX)
    try:
        listed = json.loads(raw)["features"]
        found = [f["properties"] for f in listed if isinstance(f, dict) and isinstance(f.get("properties"), dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ServiceError(f"{url} is not an index of regions", hint="try again later") from error
    return [p for p in found if isinstance(p.get("urls"), dict) and isinstance(p["urls"].get("pbf"), str)]


def find_region(region: str, index: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The one entry a word means: by id, ISO 3166 code or name. Raises UsageError with what comes near, or is meant."""
    wanted = region.strip().casefold()
    for found in (
        [p for p in index if str(p.get("id", "")).casefold() == wanted],
        [p for p in index if _codes(p) == [wanted]],
        [p for p in index if str(p.get("name", "")).casefold() == wanted],
        [p for p in index if wanted in _codes(p)],
    ):
        if len(found) > 1:
            ids = ", ".join(sorted(str(p.get("id")) for p in found)[:8])
            raise UsageError(f"{region!r} is several regions", hint=f"name one of {ids}")
        if found:
            entry = found[0]
            return {"id": str(entry.get("id", "")), "name": str(entry.get("name", "")), "url": entry["urls"]["pbf"]}
    import difflib

    words = sorted({str(p.get("id", "")) for p in index} | {str(p.get("name", "")) for p in index})
    near = difflib.get_close_matches(region.strip(), words, n=3) or difflib.get_close_matches(wanted, words, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "regions are listed at the provider's site"
    raise UsageError(f"no region {region!r} in the index", hint=hint)


def _codes(entry: Mapping[str, Any]) -> list[str]:
    """ISO 3166 codes of an entry, folded."""
    codes = entry.get("iso3166-1:alpha2")
    return [str(c).casefold() for c in codes] if isinstance(codes, list) else []


def _file_name(url: str) -> str:
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.osm\.pbf", name):
        raise ServiceError(f"the index names a file {name[:80]!r}, which is no extract", hint="try again later")
    return name


def _published_md5(fetcher: Fetcher, url: str, name: str) -> str:
    text = fetcher.small(url, limit=_MAX_MD5).decode("ascii", "replace")
    match = re.match(r"([0-9a-fA-F]{32})\b", text.strip())
    if match is None:
        raise ServiceError(f"the checksum of {name} cannot be read", hint="try again later")
    return match.group(1).lower()


def _finish(entry: Mapping[str, Any], part: Part, target: Path, md5: str, resumed: int) -> Extract:
    """Check the file, put it in place, and write the record beside it."""
    one, two = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    try:
        with part.path.open("rb") as stream:
            while block := stream.read(1 << 20):
                one.update(block)
                two.update(block)
        if one.hexdigest() != md5:
            part.discard()
            raise ServiceError(
                f"{target.name} does not match its published checksum", hint="fetch it again: what came was thrown away"
            )
        size = part.path.stat().st_size
        os.replace(part.path, target)  # noqa: PTH105
        extract = Extract(
            path=str(target),
            region=str(entry["id"]),
            name=str(entry["name"]),
            url=str(entry["url"]),
            size_bytes=size,
            md5=md5,
            sha256=two.hexdigest(),
            fetched=datetime.now(UTC).isoformat(timespec="seconds"),
            resumed_bytes=resumed,
        )
        record = target.with_name(f"{target.name}.json")
        temporary = record.with_name(f".{record.name}.part")
        temporary.write_text(json.dumps(asdict(extract), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(temporary, record)  # noqa: PTH105
    except OSError as error:
        if isinstance(error, ServiceError):
            raise
        raise OutputError(
            f"{target} cannot be written: {error.strerror or error}", hint="check the space left"
        ) from error
    with contextlib.suppress(OSError):
        part.note.unlink()
    return extract
