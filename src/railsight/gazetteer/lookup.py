"""The gazetteer itself: ``find`` lists what a name may mean, ``one`` settles on a single place or says why it cannot.

Ambiguity rule of ``one``: candidates that are one place (a town and its main station) count together; the best must
hold at least ``SETTLED`` of the probability that all candidates share, else AmbiguousPlaceError. Neither does a place
settle a name that it is only known by when an operating point is called so (Seoul, once 경성, and Kyongsong). Fuzzy
matches never settle anything: they are offered as suggestions.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from railsight.datasets import data_path
from railsight.errors import AmbiguousPlaceError, PlaceNotFoundError
from railsight.gazetteer import asking, ranking
from railsight.gazetteer.folding import MAX_NAME, called, fold, latinised, romanised, script, sound
from railsight.gazetteer.store import DEMONYM, SHORT, SOUND, Row, Store
from railsight.geo import M_PER_DEG, apart_m, approx_m
from railsight.model import FACILITY_KINDS, Candidate, Place

if TYPE_CHECKING:
    from railsight.geo import LonLat

SETTLED = 0.6  # share of the candidates' probability that makes an answer unambiguous
TRIFLE = 0.002  # candidates below this probability are not listed
SAME_TOWN_M = 12_000.0
SETTLED_KINDS = frozenset({"town"}) | ranking.RAIL_KINDS
# Words for a first-level division, whichever of them a text or the gazetteer writes.
_AREA_WORDS = (
    *("oblast", "region", "province", "krai", "kray", "voblasts", "prefecture", "republic", "territory", "state"),
)
_LONGEST_WITH_LAND = 5  # words of a town and of the land behind it
_SHORTEST_LAND = 3  # letters, but for capitals: "Bryan OH"
_SPELT_KEPT = 4_096  # names whose likes are remembered
_CHIEF_TOWN = 0.1  # share of a region's people from which a town may have given it its name
_LEAST_CONSONANTS = 2  # of a Latin name that is looked up by its sound or its likeness
_ALIKE = 4  # consonants that a town and the region called after it share
# Words around a name that say what it is: tried without them when the whole is no key.
_TAILS = (
    ("railway station", "station"), ("train station", "station"), ("station", "station"), ("вокзал", "station"),
    ("станция", "station"), ("역", "station"), ("站", "station"), ("駅", "station"), ("border", "border"),
    ("border crossing", "border"), ("cosmodrome", "cosmodrome"), ("spaceport", "cosmodrome"), ("city", "town"),
    ("town", "town"), ("river", "river"), ("airport", "airport"), ("port", "port"), ("bridge", "bridge"),
    *((word, "region") for word in _AREA_WORDS),
)  # fmt: skip
_SIDES = ("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central")
_HEADS = (
    ("the", ""), ("city of", "town"), ("town of", "town"), ("port of", "port"), ("река", "river"),
    ("станция", "station"), ("город", "town"), ("republic of", "country"), ("greater", ""), ("downtown", ""),
    *((side, "") for side in _SIDES),
)  # fmt: skip


# The same before a Russian name, shortened as timetables and addresses do: "ст. Хасан", "г.Чита", "ж/д вокзал Чита".
_SHORTENED = re.compile(
    r"\s*(?:(?P<station>(?:ж\.?\s?[/-]?\s?д\.?)\s*(?:станция|вокзал|ст)?|ст)|(?P<town>г|гор|пос|пгт|дер)|[псд](?=\.))"
    r"(?:\.\s*|\s+)(?P<name>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# Ends of the names of stations, shortened likewise: "Новосибирск-Гл.", "Irkutsk-Pass."
_ENDS = {
    "гл": ("главный", "главная"), "пасс": ("пассажирский", "пассажирская"), "тов": ("товарный", "товарная"),
    "сорт": ("сортировочный", "сортировочная"), "gl": ("glavny", "glavnaya"),
    "pass": ("passazhirsky", "passazhirskaya"), "sort": ("sortirovochny", "sortirovochnaya"),
}  # fmt: skip


class _Group(NamedTuple):
    """Candidates that are one place: their probability, the place that stands for them, the row of the best.

    ``own`` says that one of them is called by the name, ``point`` that one of these is an operating point.
    """

    score: float
    n: int
    row: Row
    own: bool
    point: bool


def open_gazetteer(path: str | os.PathLike[str] | None = None) -> Gazetteer:
    """The gazetteer in a file, by default the bundled one; DataError when it is missing, damaged or of another format.

    What is read of it is kept with it: open it once.
    """
    return Gazetteer(Store(os.fspath(data_path("gazetteer.sqlite") if path is None else path)))


class Gazetteer:
    """Immutable look-up from names to places. Safe to share between threads; pickles as its path."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._spelt_like = lru_cache(maxsize=_SPELT_KEPT)(self._spelt_like_uncached)
        self.path = store.path
        self.longest_words = store.longest_words

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return open_gazetteer, (self.path,)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.path}: {int(self.info.get('places', 0)):,} places>"

    @property
    def info(self) -> Mapping[str, str]:
        """Format, counts and digest of the file."""
        return dict(self._store.meta)

    def verify(self) -> None:
        """Compare the whole file with its checksum; DataError when it is damaged."""
        self._store.verify()

    # ---- raw access, for inner loops

    def knows(self, key: str) -> bool:
        """Whether a folded key has an entry."""
        return self._store.knows(key)

    def spells(self, name: str) -> bool:
        """Whether a place has this name, in a spelling of its own or in another regular romanisation."""
        return self.knows(fold(name)) or any(m.worth > ranking.MATCH[SOUND] for m in self._sounding(name))

    def starts(self, key: str) -> bool:
        """Whether some key goes on after this one and a space."""
        return self._store.starts(key)

    def rows(self, key: str) -> list[Row]:
        """Every place under a folded key, names before other names before abbreviations before demonyms."""
        store = self._store
        return [store.row(n, name_type) for n, name_type in store.posts(key)]

    def sound_rows(self, name: str) -> list[Row]:
        """Every place that sounds like a name in any script, of type SOUND."""
        return [m.row for m in self._sounding(name)]

    def areas(self, name: str) -> list[Row]:
        """Regions that a name means before a word for one: "Bryansk" Bryansk Oblast, "Gomel" the region of Homyel'.

        That is the regions whose name is this one with any word for a region; else the one called after the town.
        """
        key = fold(name)
        keyed = [m.row for word in _AREA_WORDS for m in self._keyed(f"{key} {word}")]
        found = {row.id: row for row in keyed if row.kind == "region"}
        return list(found.values()) or self._called_after(key)

    def _called_after(self, key: str) -> list[Row]:
        """The region of the largest town under a key, where the region is called after it."""
        towns = [r for r in self.rows(key) if r.kind in SETTLED_KINDS and r.admin1]
        town = max(towns, key=lambda r: (r.weight, r.id), default=None)
        n = self._store.number(f"admin1-{town.admin1}") if town is not None else None
        if town is None or n is None:
            return []
        region = self._store.row(n)
        bones = _bones(region.name)
        called_after = any(bones.startswith(_bones(name)[:_ALIKE]) for name in (key, town.name))
        return [region] if called_after and town.weight >= _CHIEF_TOWN * region.weight else []

    def place(self, row: Row) -> Place:
        """The full Place of a row."""
        found = self.get(row.id)
        assert found is not None, row.id
        return found

    # ---- for people

    def get(self, place_id: str) -> Place | None:
        """The place of an id, None when there is none."""
        n = self._store.number(place_id)
        return None if n is None else self._place(n)

    def find(
        self,
        name: str,
        *,
        near: LonLat | None = None,
        country: str | None = None,
        kind: str | None = None,
        limit: int = 10,
        fuzzy: bool = True,
    ) -> tuple[Candidate, ...]:
        """Places that a name may mean, best first; scores are probabilities and sum to at most 1.

        ``country`` is an ISO 3166 alpha-2 code, ``kind`` a kind of place (or a word for one: "cosmodrome"), ``near`` a
        point that the place is more likely to be close to. With ``fuzzy``, misspelt names are tried when nothing
        matches. An empty tuple when nothing does.
        """
        matches = self._matches(name, country, kind)
        if not matches and fuzzy and not _says_little(name):
            matches = self._narrowed(self._fuzzy(name), country, asking.Question(name, _kinds(kind), ()))
        ranked = [r for r in ranking.scored(matches, near)[:limit] if r[0] >= TRIFLE]
        return tuple(Candidate(self._place(m.n), round(p, 4), ranking.reasons(m, near)) for p, m in ranked)

    def one(self, text: str, *, near: LonLat | None = None, country: str | None = None) -> Place:
        """The one place that a text means: a name in any script, "lon,lat", "Vostochny, cosmodrome", "Tumen, China".

        A town comes back as its main station where it has one, so that distances go by official chainage.
        PlaceNotFoundError offers near names; AmbiguousPlaceError carries the candidates.
        """
        position = asking.lonlat(text)
        if position is not None:
            return asking.position(*position)
        found = self.get(text)
        if found is not None:
            return found
        groups = self._grouped(ranking.scored(self._matches(text, country, None), near))
        if not groups:
            raise PlaceNotFoundError(text[:MAX_NAME], self.suggest(text))
        if not _settled(groups):
            total = sum(g.score for g in groups)
            worth = [g for g in groups[:6] if g.score >= 0.02 * total]
            worth += [g for g in groups if g.point and g not in worth][:1]
            candidates = {g: Candidate(self._place(g.n), round(g.score, 4)) for g in worth}
            offered = worth if groups[0].own else sorted(worth, key=lambda g: (g != groups[0], not g.point))
            hint = self._how_to_settle(text, [candidates[g].place for g in offered])
            regions = self.regions_of([c.place for c in candidates.values()])
            raise AmbiguousPlaceError(text[:MAX_NAME], tuple(candidates.values()), hint=hint, regions=regions)
        return self._place(groups[0].n)

    def regions_of(self, places: Iterable[Place]) -> dict[str, str]:
        """The names of the regions that some places lie in, by their ids, where they are known."""
        found = ((p.id, self.get(f"admin1-{p.admin1}")) for p in places if p.admin1)
        return {key: region.name for key, region in found if region}

    def suggest(self, name: str, *, limit: int = 3) -> tuple[str, ...]:
        """Near names, best first: what may have been meant by a name that no key has."""
        out: dict[str, None] = {}
        for _, m in ranking.scored(self._fuzzy(asking.question(name).name or name), None):
            out.setdefault(m.row.name)
            if len(out) == limit:
                break
        return tuple(out)

    def offer(self, text: str, place: Place) -> str | None:
        """What settles on a place that a text may mean, tried before it is offered; None when nothing does."""
        name = asking.question(text).name or text[:MAX_NAME]
        region = self.get(f"admin1-{place.admin1}") if place.admin1 else None
        tries = [f"{name}, {place.kind}", f"{name}, {place.country}"]
        tries += [f"{name}, {region.name}, {place.kind}"] if region else []
        for offer in (*tries, place.name, *place.names.values()):
            groups = self._grouped(ranking.scored(self._matches(offer, None, None), None))
            if groups and _settled(groups) and self._store.row(groups[0].n).id == place.id:
                return offer
        return None

    def crossings_of(self, place: Place | str) -> tuple[Place, ...]:
        """Where the bundled network crosses a river or a country's border, by id; empty when it is not known to."""
        if isinstance(place, str):
            numbers = [m.n for m in self._named(place) if m.row.kind in ("river", "canal", "country")]
        else:
            n = self._store.number(place.id)
            numbers = [] if n is None else [n]
        found = sorted({b for n in numbers for b in self._store.links(n, "crossing")})
        return tuple(self._place(b) for b in found)

    def served(self) -> tuple[Place, ...]:
        """Towns of 50,000 inhabitants and more that have a station, the town or the station of its name; largest first.

        A town has the id of its main station in ``served_by``.
        """
        found = [p for n in self._store.mains() if (p := self._place(n)).kind in ("station", "town", "halt")]
        return tuple(
            sorted((p for p in found if (p.population or 0) >= 50_000), key=lambda p: (-(p.population or 0), p.id))
        )

    def towns_in(
        self, west: float, south: float, east: float, north: float, *, least: int = 100_000, limit: int = 600
    ) -> tuple[Place, ...]:
        """Towns of at least so many inhabitants in a box of degrees, with a station or without, largest first."""
        found = [self._place(n) for n in self._store.largest(least, (west, south, east, north), limit)]
        return tuple(p for p in found if p.kind in SETTLED_KINDS)

    def facilities(self) -> tuple[Place, ...]:
        """Places off the railway of their own kind to which trains go (spaceports, ports, plants), best known first."""
        rows = [(self._store.row(n), n) for n in self._store.of_kinds(FACILITY_KINDS)]
        return tuple(self._place(n) for row, n in sorted(rows, key=lambda x: (-x[0].weight, x[0].id)))

    def nearest(
        self,
        lon: float,
        lat: float,
        *,
        kinds: frozenset[str] = SETTLED_KINDS,
        limit: int = 1,
        limit_m: float = 100_000.0,
    ) -> tuple[tuple[Place, float], ...]:
        """The nearest places of some kinds with their distance in metres, nearest first, within ``limit_m``."""
        import math

        dy = limit_m / M_PER_DEG
        dx = min(180.0, dy / max(0.02, math.cos(math.radians(min(89.0, abs(lat) + dy)))))
        found = []
        for n in self._store.around(lon - dx, max(-90.0, lat - dy), lon + dx, min(90.0, lat + dy)):
            row = self._store.row(n)
            if row.kind in kinds:
                gap = approx_m(lon, lat, row.lon, row.lat)
                if gap <= limit_m:
                    found.append((gap, row.id, n))
        return tuple((self._place(n), gap) for gap, _, n in sorted(found)[:limit])

    # ---- inside

    def _place(self, n: int) -> Place:
        row, more = self._store.row(n), cast("dict[str, Any]", self._store.more(n))
        return Place(
            id=row.id,
            name=row.name,
            kind=row.kind,
            lon=row.lon,
            lat=row.lat,
            country=row.country,
            names=more.get("names", {}),
            radius_m=float(more.get("radius_m") or _radius_m(row)),
            source=more.get("source", "GeoNames"),
            admin1=row.admin1,
            population=row.population or more.get("serves"),
            served_by=more.get("served_by"),
            aliases=tuple(more.get("aliases", ())),
            area=self._store.rings(n),
        )

    def _matches(self, text: str, country: str | None, kind: str | None) -> list[ranking.Match]:
        """Exact, partly stripped and sounding matches of a text, commas understood."""
        whole = asking.Question(text, _kinds(kind), ())
        found = self._narrowed(self._written(text), country, whole)
        asked = asking.question(text)
        if not found and (asked.kinds or asked.within):
            asked = asked._replace(kinds=asked.kinds | _kinds(kind))
            found = self._narrowed(self._named(asked.name), country, asked)
        return found or self._narrowed(self._named(text), country, whole)

    def _keyed(self, key: str) -> list[ranking.Match]:
        return [ranking.exact(n, self._store.row(n, t)) for n, t in self._store.posts(key)]

    def _written(self, name: str) -> list[ranking.Match]:
        """Matches of the key of a name; what agrees to the accent is worth more.

        What is only known by a name that an operating point is called by gives way to it.
        """
        found = [m._replace(own=m.row.name_type == SHORT or self._called(m, name)) for m in self._keyed(fold(name))]
        if any(m.own and m.row.kind in ranking.RAIL_KINDS for m in found):
            found = [m if m.own else ranking.as_alias(m) for m in found]
        return found if name.isascii() else [ranking.as_written(m, name) for m in found]

    def _called(self, match: ranking.Match, name: str) -> bool:
        """Whether a place is called so in one of its languages."""
        names = cast("Mapping[str, str]", self._store.more(match.n).get("names", {}))
        return called(name, (match.row.name, *names.values()))

    def _named(self, name: str) -> list[ranking.Match]:
        """Matches of a plain name: its key, its sound, and without a word that says what it is."""
        key = fold(name)
        found = self._written(name)
        if not any(m.worth > ranking.MATCH[SOUND] * 4 for m in found) or not key.isascii():
            found += self._sounding(name)
        if found:
            return found
        for rest, word in plainer(name):
            wanted = asking.KIND_WORDS.get(word, frozenset())
            named = self._named(rest)
            found = [m for m in named if not wanted or m.row.kind in wanted] or (named if word in ("", "town") else [])
            if word == "region" and not found:
                areas = {self._store.number(row.id): row for row in self.areas(rest)}
                found = [ranking.exact(n, row)._replace(own=True) for n, row in areas.items() if n is not None]
            if found:
                return found
        return self._of_station(name)

    def at_station(self, name: str) -> list[Row]:
        """The towns in the name of a station or quarter that has no entry: of "Kanpur Central", and of "Bryan Ohio"."""
        return [m.row for m in ranking.best_per_place(self._of_station(name))]

    def _of_station(self, name: str) -> list[ranking.Match]:
        """Matches of a town before a word for one of its stations, or before the land that it lies in."""
        from railsight.gazetteer.stations import towns_of_station

        for key in towns_of_station(fold(name)):
            if towns := self._towns(key):
                return [ranking.as_station(m) for m in towns]
        words = name.split()[-_LONGEST_WITH_LAND:]
        for size in range(1, len(words)):
            town, land = " ".join(words[:-size]), " ".join(words[-size:])
            if (len(land) >= _SHORTEST_LAND or land.isupper()) and (towns := self._towns(town)):
                towns = self._narrowed(towns, None, asking.Question(town, frozenset(), (land,)))
                if towns:
                    return towns
        return []

    def _towns(self, name: str) -> list[ranking.Match]:
        """Matches of a name that means a town above all: not of "China"."""
        found = self._written(name)
        largest = max(found, key=lambda m: m.row.weight, default=None)
        return [m for m in found if m.row.kind in SETTLED_KINDS and largest and largest.row.kind in SETTLED_KINDS]

    def _sounding(self, name: str) -> list[ranking.Match]:
        """Matches by sound; another regular romanisation of a name is worth more."""
        if _says_little(name):
            return []
        wanted = romanised(name)
        keys = dict.fromkeys((sound(name), sound(re.sub("i(?=[aeou])", "y", fold(name)))))
        numbers = dict.fromkeys(n for key in keys for n, _ in self._store.posts(key, table="sound"))
        found = [ranking.exact(n, self._store.row(n, SOUND)) for n in numbers]
        return [
            ranking.as_romanised(m, sure=self._in_cyrillic(m, wanted)) if romanised(m.row.name) == wanted else m
            for m in found
        ]

    def _in_cyrillic(self, match: ranking.Match, wanted: str) -> bool:
        """Whether a place has a name in Cyrillic letters of which this is the regular romanisation."""
        names = cast("Mapping[str, str]", self._store.more(match.n).get("names", {}))
        return any(script(name) == "cyrillic" and latinised(name) == wanted for name in names.values())

    def _narrowed(
        self, matches: list[ranking.Match], country: str | None, asked: asking.Question
    ) -> list[ranking.Match]:
        """Matches of the kinds, in the country and the further names asked for."""
        if country is not None:
            matches = [m for m in matches if m.row.country == country.upper()]
        if asked.kinds:
            matches = [m for m in matches if m.row.kind in asked.kinds]
        for name in asked.within:
            countries, admin1s = self._lands(name)
            matches = [m for m in matches if m.row.country in countries or m.row.admin1 in admin1s]
        return matches

    def _lands(self, name: str) -> tuple[set[str], set[str]]:
        """Country codes and admin1 codes that a name may mean."""
        countries = {name.upper()} if len(name) == 2 and name.isascii() else set()
        admin1s: set[str] = set()
        for m in self._named(name):
            row = m.row
            if row.name_type == DEMONYM:
                continue
            if row.kind == "country" and row.country:
                countries.add(row.country)
            elif (row.kind in ("region", "county") or row.name_type == SHORT) and row.admin1:
                admin1s.add(row.admin1)
        return countries, admin1s

    def _fuzzy(self, name: str) -> list[ranking.Match]:
        """Matches by likeness of spelling: two edits in ten letters at most."""
        key = fold(name)
        if len(key) < 4:
            return []
        out = []
        for other, distance in self._spelt_like(key):
            for m in self._keyed(other):
                worth = ranking.FUZZY_WORTH * m.worth * 0.05 ** (distance - 1)
                out.append(m._replace(worth=worth, how=f"spelt like {other!r} ({int(distance)} letters differ)"))
        return out

    def _spelt_like_uncached(self, key: str) -> tuple[tuple[str, float], ...]:
        """Keys spelt like another, and by how many letters they differ: 30 to 50 ms, so what was asked is kept."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slack = 1 if len(key) < 6 else 2
        keys = self._store.keys_of_length(len(key) - slack, len(key) + slack)
        near = process.extract(key, keys, scorer=OSA.distance, score_cutoff=slack, limit=30)
        return tuple((other, distance) for other, distance, _ in near)

    def _grouped(self, ranked: list[tuple[float, ranking.Match]]) -> list[_Group]:
        """Candidates that are one place put together, best first; stations for towns."""
        groups: list[_Group] = []
        for p, m in ranked:
            main = self._store.links(m.n, "main")
            stands = main[0] if main else m.n
            point = m.own and m.row.kind in ranking.RAIL_KINDS
            for i, g in enumerate(groups):
                if self._same(g.row, m.row) or g.n == stands:
                    n = stands if main and g.row.kind == "town" else g.n
                    groups[i] = _Group(g.score + p, n, g.row, own=g.own or m.own, point=g.point or point)
                    break
            else:
                groups.append(_Group(p, stands, m.row, own=m.own, point=point))
        return sorted(groups, key=lambda g: -g.score)

    def _how_to_settle(self, text: str, places: list[Place]) -> str:
        """What to write instead: names with a comma, tried before they are offered."""
        offers = [o for place in places[:3] if (o := self.offer(text, place))][:2]
        if not offers:
            return "add a kind, a region or a country after a comma, or give lon,lat"
        return "write " + " or ".join(f'"{o}"' for o in offers)

    @staticmethod
    def _same(a: Row, b: Row) -> bool:
        both = {a.kind, b.kind}
        return both <= SETTLED_KINDS and apart_m(a, b) < SAME_TOWN_M


def _kinds(kind: str | None) -> frozenset[str]:
    if not kind:
        return frozenset()
    return asking.KIND_WORDS.get(fold(kind), frozenset()) | {kind}


def _radius_m(row: Row) -> float:
    """Extent of a place that has none recorded: towns by their people, 2 km for what is in between."""
    if row.kind == "town":
        return round(max(500.0, 10.0 * row.population**0.5), -1) if row.population else 1_000.0
    if row.kind == "country":
        return 500_000.0
    return 0.0


def plainer(name: str) -> list[tuple[str, str]]:
    """A name without a word that says what it is, and that word for its kind, or with its last word written out."""
    key = fold(name)
    out = _stripped(key)
    if shortened := _SHORTENED.match(name):
        kind = "station" if shortened["station"] else "town"
        out.append((shortened["name"].strip(), kind))
    head, _, end = key.rpartition(" ")
    return out + [(f"{head} {full}", "") for full in _ENDS.get(end, ()) if head]


def _stripped(key: str) -> list[tuple[str, str]]:
    """The key without a word that says what it is, and that word for the kind."""
    out = []
    for tail, word in _TAILS:
        t = fold(tail)
        if key.endswith(" " + t) or (len(t) == 1 and key.endswith(t) and len(key) > 1):
            out.append((key[: -len(t)].strip(), word))
    for head, word in _HEADS:
        if key.startswith(fold(head) + " "):
            out.append((key[len(fold(head)) :].strip(), word))
    return out


def _says_little(name: str) -> bool:
    """Whether a Latin name has so few consonants that it is like too many others: "yyyy", "ooo"."""
    return name.isascii() and len(re.sub("[aeiou ]", "", sound(name))) < _LEAST_CONSONANTS


def _bones(name: str) -> str:
    """The consonants of the first word of a name as it sounds: of "Orël" and "Oryol oblast" the same."""
    return re.sub("[aeiou]", "", sound(name).partition(" ")[0])


def _settled(groups: list[_Group]) -> bool:
    """Whether the first group holds enough of the probability of all, and no operating point has a better claim."""
    best = groups[0]
    return best.score >= SETTLED * sum(g.score for g in groups) and (best.own or not any(g.point for g in groups))
