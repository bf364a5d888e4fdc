"""What people type to name one place: "lon,lat", a name, or a name with commas that settle it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from railsight.errors import UsageError
from railsight.gazetteer.folding import MAX_NAME, fold, visible
from railsight.geo import check_lonlat
from railsight.model import Place

if TYPE_CHECKING:
    from railsight.geo import LonLat

_DEGREES = (
    r"([+-]?\d{1,3}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?)"  # as a program prints the nearest number to 0.1 + 0.2 too
)
_NUMBERS = re.compile(rf"\s*{_DEGREES}\s*[,;]\s*{_DEGREES}\s*\Z")
# Words for kinds after a comma, in the languages of the reports; the values are kinds of the gazetteer.
KIND_WORDS: dict[str, frozenset[str]] = {
    fold(word): frozenset(kinds.split())
    for words, kinds in (
        ("station railway-station rail-station вокзал станция 역 站 駅 bahnhof", "station halt junction border siding"),
        ("halt платформа", "halt"),
        ("junction", "junction"),
        ("border border-crossing border-station граница", "border"),
        ("cosmodrome spaceport launch-site космодром 우주기지 航天发射场", "spaceport"),
        ("port harbour harbor порт 항 港", "port"),
        ("airport аэропорт 공항 机场", "airport"),
        ("bridge мост 다리 桥", "bridge"),
        ("crossing river-crossing", "crossing"),
        ("town city village город 시 市 stadt", "town station"),
        ("region province state krai oblast край область 도 省 county", "region county"),
        ("country страна 나라 国", "country"),
        ("river река 강 河 江", "river"),
        ("lake озеро 호 湖", "lake"),
        ("sea ocean море", "sea"),
        ("island остров 섬 岛", "island"),
        ("mountain mountains гора 산 山", "mountain"),
        ("university университет 대학교 大学", "university"),
    )
    for word in words.replace("-", "_").split()
    for word in [word.replace("_", " ")]
}
KIND_WORDS["crossing"] = KIND_WORDS["river crossing"] = frozenset({"river crossing", "bridge"})

KINDS_ASKED = tuple({kinds: word for word, kinds in reversed(KIND_WORDS.items())}.values())[::-1]  # a word for each


def is_kind(word: str) -> bool:
    """Whether a word stands for a kind of place."""
    return fold(word) in KIND_WORDS


class Question(NamedTuple):
    """A name and what was said to settle it."""

    name: str
    kinds: frozenset[str]
    within: tuple[str, ...]  # further names it lies in: country, region
    said: frozenset[str] = frozenset()  # the words for its kinds, as they were typed


def lonlat(text: str) -> LonLat | None:
    """``"131.9,43.1"`` as a position, None when the text is no pair of numbers; UsageError when it is off the earth."""
    m = _NUMBERS.match(visible(text))
    if m is None:
        return None
    lon, lat = float(m[1]), float(m[2])
    _check(lon, lat)
    return lon, lat


def position(lon: float, lat: float, *, name: str = "") -> Place:
    """A position that the user gave, as a place, called ``name`` if it has one. UsageError when it is off the earth."""
    _check(lon, lat)
    return Place(f"@{lon:.6f},{lat:.6f}", name or f"{lon:g},{lat:g}", "position", lon, lat, source="given")


def _check(lon: float, lat: float) -> None:
    try:
        check_lonlat(lon, lat)
    except ValueError as e:
        raise UsageError(str(e), hint="write longitude first, then latitude: 131.9,43.1") from e


def question(text: str) -> Question:
    """Split "Vostochny, cosmodrome" or "Tumen, Jilin, China" into the name and what settles it."""
    parts = [p.strip() for p in re.split(r"[,，、]", visible(text[:MAX_NAME])) if p.strip()]
    if not parts:
        return Question("", frozenset(), ())
    kinds, said = frozenset[str](), frozenset[str]()
    within = []
    for p in parts[1:]:
        found = KIND_WORDS.get(fold(p))
        if found:
            kinds, said = kinds | found, said | {fold(p)}
        else:
            within.append(p)
    return Question(parts[0], kinds, tuple(within), said)
