"""The gazetteer together with places of one's own, such as the operating points of a network of one's own.

Under a name of theirs they stand beside what the gazetteer has, without the namesakes that cannot be meant: who brings
a network speaks of what is on it. Nothing is written: the names are held in memory beside the bundled file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from railsight.gazetteer import asking, ranking
from railsight.gazetteer.folding import fold, latinised, sound
from railsight.gazetteer.lookup import Gazetteer
from railsight.gazetteer.store import NAME, OTHER_NAME, Row, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from railsight.model import Place

FIRST = 1 << 40  # numbers of places of one's own begin here: above those of any gazetteer
OWN_WEIGHT = 30_000.0  # what a station of the bundled network weighs


class JoinedGazetteer(Gazetteer):
    """A gazetteer that holds places of one's own too. ``may_be_meant`` says which namesakes of theirs are kept."""

    def __init__(
        self, bundled: Gazetteer, places: Iterable[Place], may_be_meant: Callable[[Place], bool] = lambda _: True
    ) -> None:
        store = _JoinedStore(bundled._store, list(places), lambda n: may_be_meant(bundled._place(n)))
        super().__init__(store)
        self._own = store

    def __reduce__(self) -> tuple[object, tuple[str]]:
        raise TypeError("a gazetteer with places of one's own is made where it is used")

    def own(self, text: str) -> tuple[Place, ...]:
        """The places of one's own that a name, perhaps with a kind or a country, is the name of.

        A name that none of them is written by may be one of theirs in another script: "Kazreti" for კაზრეთი.
        """
        asked = asking.question(text)
        for named in (self._own_written, self._own_latinised):
            found = named(text)
            if not found and (asked.kinds or asked.within):
                found = self._narrowed(named(asked.name), None, asked)
            if found:
                break
        return tuple(self._place(m.n) for m in ranking.best_per_place(found))

    def _own_written(self, name: str) -> list[ranking.Match]:
        return [m for m in self._written(name) if m.n >= FIRST]

    def _own_latinised(self, name: str) -> list[ranking.Match]:
        return [ranking.exact(n, self._own.row(n))._replace(own=True) for n in self._own.latinised(name)]

    def _sounding(self, name: str) -> list[ranking.Match]:
        same = set(self._own.latinised(name))
        return [ranking.as_romanised(m, sure=False) if m.n in same else m for m in super()._sounding(name)]

    def _place(self, n: int) -> Place:
        return self._own.places[n - FIRST] if n >= FIRST else super()._place(n)

    def _matches(self, text: str, country: str | None, kind: str | None) -> list[ranking.Match]:
        """Those of the gazetteer; of a name with a kind or a country, places of one's own before its longer names."""
        found = super()._matches(text, country, kind)
        asked = asking.question(text)
        if not (asked.kinds or asked.within) or any(m.n >= FIRST for m in found):
            return found
        own = [m for m in self._narrowed(self._named(asked.name), country, asked) if m.n >= FIRST]
        return own + [m for m in found if not own or self._own.is_kept(m.n)]

    def _narrowed(
        self, matches: list[ranking.Match], country: str | None, asked: asking.Question
    ) -> list[ranking.Match]:
        """Of places of one's own those of exactly the kind asked for, where there are any: a halt is no station."""
        found = super()._narrowed(matches, country, asked)
        said = {m.row.kind for m in found if m.n >= FIRST and m.row.kind in asked.said}
        return [m for m in found if m.n < FIRST or m.row.kind in said] if said else found


class _JoinedStore(Store):
    """The rows of a store and those of places of one's own."""

    def __init__(self, store: Store, places: Sequence[Place], may_be_meant: Callable[[int], bool]) -> None:
        self.__dict__.update(store.__dict__)
        self._store, self.places, self._may_be_meant = store, places, may_be_meant
        self._numbers = {place.id: FIRST + i for i, place in enumerate(places)}
        self._posts: dict[str, dict[str, dict[int, int]]] = {"name": defaultdict(dict), "sound": defaultdict(dict)}
        self._tiles: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._kept: dict[int, bool] = {}
        for n, place in enumerate(places, FIRST):
            named = [(name, NAME) for name in (place.name, *place.names.values())]
            for name, name_type in (*named, *((alias, OTHER_NAME) for alias in place.aliases)):
                self._posts["name"][fold(name)].setdefault(n, name_type)
            self._tiles[int(place.lon // 1), int(place.lat // 1)].append(n)
        self._posts["name"].pop("", None)
        self._keys = sorted(self._posts["name"])
        self.longest_words = max([store.longest_words, *(key.count(" ") + 1 for key in self._keys)])
        self._sounds_made = False
        self._latinised: dict[bool, dict[str, set[int]]] = {}

    def knows(self, key: str) -> bool:
        return key in self._posts["name"] or self._store.knows(key)

    def starts(self, key: str) -> bool:
        at = bisect_right(self._keys, key + " ")
        return (at < len(self._keys) and self._keys[at].startswith(key + " ")) or self._store.starts(key)

    def posts(self, key: str, *, table: str = "name") -> list[tuple[int, int]]:
        if table == "sound":
            self._make_sounds()
        found = self._store.posts(key, table=table)
        own = self._posts[table].get(key)
        if not own:
            return found
        named = table == "name" and NAME in own.values()
        return [*own.items(), *(post for post in found if not named or self.is_kept(post[0]))]

    def is_kept(self, n: int) -> bool:
        if n not in self._kept:
            self._kept[n] = self._may_be_meant(n)
        return self._kept[n]

    def _make_sounds(self) -> None:
        """The keys by sound, when one is first asked for."""
        if not self._sounds_made:
            for key, posts in self._posts["name"].items():
                self._posts["sound"][sound(key)].update(posts)
            self._sounds_made = True

    def latinised(self, name: str) -> list[int]:
        """The places of one's own that a name in another script is the name of.

        Latin letters were compared already: of an ASCII name only names in other scripts are asked.
        """
        plain = name.isascii()
        if plain not in self._latinised:
            table: dict[str, set[int]] = defaultdict(set)
            for key, posts in self._posts["name"].items():
                if not (plain and key.isascii()):
                    table[latinised(key)] |= posts.keys()
            self._latinised[plain] = table
        return sorted(self._latinised[plain].get(latinised(name), ()))

    def row(self, n: int, name_type: int = NAME) -> Row:
        if n < FIRST:
            return self._store.row(n, name_type)
        p = self.places[n - FIRST]
        return Row(p.id, p.kind, p.lon, p.lat, p.country, p.admin1, 0, name_type, OWN_WEIGHT, p.name)

    def number(self, place_id: str) -> int | None:
        return self._numbers.get(place_id) or self._store.number(place_id)

    def more(self, n: int) -> Mapping[str, object]:
        return {"names": self.places[n - FIRST].names} if n >= FIRST else self._store.more(n)

    def rings(self, n: int) -> tuple[tuple[tuple[float, float], ...], ...]:
        return self.places[n - FIRST].area if n >= FIRST else self._store.rings(n)

    def links(self, n: int, kind: str) -> list[int]:
        return [] if n >= FIRST else self._store.links(n, kind)

    def keys_of_length(self, shortest: int, longest: int) -> list[str]:
        return [k for k in self._keys if shortest <= len(k) <= longest] + self._store.keys_of_length(shortest, longest)

    def around(self, west: float, south: float, east: float, north: float) -> list[int]:
        tiles = [
            ((x + 180) % 360 - 180, y)
            for y in range(int(south // 1), int(north // 1) + 1)
            for x in range(int(west // 1), int(east // 1) + 1)
        ]
        own = [n for tile in tiles for n in self._tiles.get(tile, ())]
        return own + self._store.around(west, south, east, north)
