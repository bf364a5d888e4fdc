"""Packing entries into ``data/gazetteer.sqlite``: same entries, same bytes (see ``railsight.gazetteer.store``)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from builders.gazetteer_entries import SCRIPT_COUNTRIES, Entry
from railsight.gazetteer.folding import fold, script, sound
from railsight.gazetteer.store import (
    CHECKSUM_AT,
    CODED_FROM,
    DEMONYM,
    DIGEST_BLANK,
    FORMAT,
    POST,
    SHORT,
    SOUND,
    checksum_of,
)

SOUND_FROM = 50_000  # inhabitants from which a town outside the rail countries is found by sound
NEAR_FROM = 1_000  # inhabitants from which its name is open to fuzzy look-up
# The language whose name of a place comes first.
HOME_LANGUAGE = {"RU": "ru", "KP": "ko", "KR": "ko", "CN": "zh", "JP": "ja", "MN": "mn", "VN": "vi", "DE": "de"}
SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE word(n INTEGER PRIMARY KEY, word TEXT);
CREATE TABLE place(n INTEGER PRIMARY KEY, ref TEXT, name TEXT, kind INT, lon INT, lat INT, country TEXT, admin1 INT,
                   population INT, weight REAL);
CREATE TABLE more(n INTEGER PRIMARY KEY, json TEXT);
CREATE TABLE area(n INTEGER PRIMARY KEY, rings TEXT);
CREATE TABLE name(key TEXT PRIMARY KEY, posts BLOB) WITHOUT ROWID;
CREATE TABLE sound(key TEXT PRIMARY KEY, posts BLOB) WITHOUT ROWID;
CREATE TABLE near(length INTEGER PRIMARY KEY, keys BLOB);
CREATE TABLE code(ref TEXT PRIMARY KEY, n INT) WITHOUT ROWID;
CREATE TABLE link(a INT, kind TEXT, b INT, PRIMARY KEY(a, kind, b)) WITHOUT ROWID;
CREATE TABLE tile(t INTEGER PRIMARY KEY, ns BLOB);
"""


def number(entries: Sequence[Entry]) -> None:
    """Give every entry without a GeoNames number one of its own, in the order of refs."""
    coded = sorted((e for e in entries if e.ref), key=lambda e: str(e.ref))
    for i, e in enumerate(coded):
        e.n = CODED_FROM + i


def _postings(entries: Iterable[Entry]) -> tuple[dict[str, dict[int, int]], dict[str, dict[int, int]], set[str]]:
    names: dict[str, dict[int, int]] = defaultdict(dict)
    sounds: dict[str, dict[int, int]] = defaultdict(dict)
    near: set[str] = set()
    for e in entries:
        assert e.n is not None
        by_sound = e.ref is not None or e.country in SCRIPT_COUNTRIES or e.population >= SOUND_FROM
        for text, kind in e.keys:
            key = fold(text)
            if not key:
                continue
            names[key][e.n] = min(kind, names[key].get(e.n, 9))
            if kind in (SHORT, DEMONYM) or e.by_name_only:
                continue
            if by_sound and script(text) in ("latin", "cyrillic", "hangul", "kana"):
                sounds[sound(text)].setdefault(e.n, SOUND)
            if len(key) >= 4 and (e.ref is not None or e.population >= NEAR_FROM):
                near.add(key)
    sounds.pop("", None)
    return names, sounds, near


def _blob(posts: Mapping[int, int]) -> bytes:
    return b"".join(POST.pack(n, kind) for n, kind in sorted(posts.items(), key=lambda p: (p[1], p[0])))


def _more(e: Entry) -> str | None:
    out: dict[str, object] = {}
    if e.names:
        home = HOME_LANGUAGE.get(e.country or "", "ru")
        out["names"] = dict(sorted(e.names.items(), key=lambda p: (p[0] != home, p[0])))
    if e.ref is not None:
        seen = {fold(e.name), *(fold(v) for v in e.names.values())}
        told = (t for t, kind in e.keys if kind != DEMONYM and script(t) != "other")
        aliases = [t for t in told if fold(t) not in seen]
        if aliases:
            out["aliases"] = list(dict.fromkeys(aliases))[:24]
        out["source"] = e.source
    out |= {key: value for key, value in (("radius_m", e.radius_m), ("served_by", e.served_by)) if value}
    if e.serves and not e.population:
        out["serves"] = e.serves
    return json.dumps(out, ensure_ascii=False, separators=(",", ":")) if out else None


def write(path: Path, entries: list[Entry], links: Iterable[tuple[str, str, str]], info: Mapping[str, str]) -> None:
    """Write the file. ``links`` are (ref or gn id, kind, ref); ``info`` goes into ``meta``.

    It is made beside its place and put there whole: whoever has the old file open keeps it.
    """
    number(entries)
    entries.sort(key=lambda e: e.n or 0)
    names, sounds, near = _postings(entries)
    kinds = Counter(e.kind for e in entries)  # the commonest first: sqlite stores small numbers shortest
    words = sorted(kinds, key=lambda k: (-kinds[k], k)) + sorted({e.admin1 for e in entries if e.admin1})
    index = {w: i for i, w in enumerate(words)}
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    db = sqlite3.connect(draft)
    db.execute("PRAGMA page_size = 4096")
    db.execute("PRAGMA journal_mode = OFF")
    db.executescript(SCHEMA)
    db.executemany("INSERT INTO word VALUES (?, ?)", enumerate(words))
    db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", (_place(e, index) for e in entries))
    db.executemany("INSERT INTO more VALUES (?, ?)", ((e.n, m) for e in entries if (m := _more(e))))
    db.executemany("INSERT INTO area VALUES (?, ?)", ((e.n, _rings(e)) for e in entries if e.rings))
    db.executemany("INSERT INTO name VALUES (?, ?)", ((k, _blob(p)) for k, p in sorted(names.items())))
    db.executemany("INSERT INTO sound VALUES (?, ?)", ((k, _blob(p)) for k, p in sorted(sounds.items())))
    db.executemany("INSERT INTO near VALUES (?, ?)", _by_length(near))
    db.executemany("INSERT INTO tile VALUES (?, ?)", _tiles(e for e in entries if not e.by_name_only))
    number_of = {e.ref or f"gn-{e.n}": e.n for e in entries}
    db.executemany("INSERT INTO code VALUES (?, ?)", sorted((e.ref, e.n) for e in entries if e.ref))
    db.executemany("INSERT INTO link VALUES (?, ?, ?)", sorted({(number_of[a], k, number_of[b]) for a, k, b in links}))
    meta = {
        **info,
        "format": FORMAT,
        "places": str(len(entries)),
        "keys": str(len(names)),
        "longest_words": str(max(len(k.split()) for k in names)),
        "digest": DIGEST_BLANK,
    }
    db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    db.commit()
    db.execute("VACUUM")
    db.close()
    content = draft.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if content.count(DIGEST_BLANK.encode()) != 1:
        raise RuntimeError("the blank digest does not stand exactly once in the file")
    content = content.replace(DIGEST_BLANK.encode(), digest.encode())
    checksum = checksum_of(content).to_bytes(4, "big")
    draft.write_bytes(content[:CHECKSUM_AT] + checksum + content[CHECKSUM_AT + 4 :])
    draft.replace(path)


def _place(e: Entry, index: Mapping[str, int]) -> tuple[object, ...]:
    return (
        e.n, e.ref, e.name, index[e.kind], round(e.lon * 1e5), round(e.lat * 1e5),
        None if e.admin1 and e.admin1[:2] == e.country else e.country,
        index[e.admin1] if e.admin1 else None, e.population or None, e.weight,
    )  # fmt: skip


def _rings(e: Entry) -> str:
    return json.dumps([[round(v * 1e3) for p in ring for v in p] for ring in e.rings], separators=(",", ":"))


def _by_length(keys: set[str]) -> list[tuple[int, bytes]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key in keys:
        groups[len(key)].append(key)
    return [(n, zlib.compress("\n".join(sorted(ks)).encode(), 9)) for n, ks in sorted(groups.items())]


def _tiles(entries: Iterable[Entry]) -> list[tuple[int, bytes]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for e in entries:
        groups[(int(e.lat // 1) + 90) * 360 + (int(e.lon // 1) + 180) % 360].append(e.n or 0)
    return [(t, struct.pack(f"<{len(ns)}I", *sorted(ns))) for t, ns in sorted(groups.items())]
