"""Write ``data/zones.csv``: countries and first-order divisions that keep one time zone: ``python -m builders.zones``.

An area is listed when tzfpy's map puts every place of the bundled gazetteer that lies in it into one zone: a country
alone where that holds for the whole of it, else its divisions. So the table answers for these places as the map does,
but for some that stand on a border: the map is simplified, and puts a few of them into the neighbour's zone. Where the
law knows one time only (``has_one_time``), the zone of most places is taken for all.
"""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import tzfpy

DATA = Path(__file__).resolve().parent.parent / "data"


def places(path: Path) -> Iterator[tuple[str, str, str]]:
    """Country, division (or the country again) and zone of every place that lies in a country."""
    db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    word = [w for (w,) in db.execute("SELECT word FROM word ORDER BY n")]
    for lon, lat, country, division in db.execute("SELECT lon, lat, country, admin1 FROM place"):
        admin1 = None if division is None else word[division]
        land = country or (admin1[:2] if admin1 else None)
        if land:
            yield land, admin1 or land, tzfpy.get_tz(lon / 1e5, lat / 1e5)


@cache
def countries_of_one_zone() -> frozenset[str]:
    """The countries that the tz database gives one zone (``zone.tab`` of the package tzdata)."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    countries = Counter(line.split("\t")[0] for line in table.splitlines() if not line.startswith("#"))
    return frozenset(country for country, zones in countries.items() if zones == 1)


def has_one_time(area: str) -> bool:
    """Whether a country or division keeps one time by law: countries of one zone in the tz database, Russia's divisions
    but for Sakha (Federal Law 107-FZ of 3 June 2011, article 5; Sakhalin is left out, for it has several zones by
    name), China's but Xinjiang.
    """
    if area.startswith(("RU.", "CN.")):
        return area not in ("RU.63", "RU.64", "CN.13")
    return area in countries_of_one_zone()


def areas(path: Path) -> dict[str, list[str]]:
    """Zone to the areas that keep it and no other."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for country, division, zone in places(path):
        counts[country][zone] += 1
        if division != country:
            counts[division][zone] += 1
    kept = {area for area, zones in counts.items() if len(zones) == 1 or has_one_time(area)}
    by_zone: dict[str, list[str]] = defaultdict(list)
    for area in sorted(a for a in kept if "." not in a or a[:2] not in kept):
        by_zone[counts[area].most_common(1)[0][0]].append(area)
    return by_zone


def main() -> None:
    found = areas(DATA / "gazetteer.sqlite")
    with (DATA / "zones.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("zone", "areas"))
        rows.writerows((zone, " ".join(found[zone])) for zone in sorted(found))
    print(f"zones.csv: {sum(map(len, found.values()))} areas in {len(found)} zones")


if __name__ == "__main__":
    main()
