"""Where the names of countries stand on a map: ``python -m builders.countries`` (about a minute).

Writes ``src/railsight/webmap/countries.csv``: a row a country, its name in the languages of a page, and places for it,
the best first: where there is most room between borders and coasts, then ever further from those before, so that one
lies in whatever part of the country is shown. Each has its room, in degrees upward. Which country a place is in is
asked of the time zones of tzfpy (outlines of timezone-boundary-builder, OpenStreetMap, ODbL), which hold the waters
along a coast too: what is land is asked of the bundled basemap. Names are those of ``sources/gazetteer/countries.csv``
(Unicode CLDR) but for a few that maps write shorter.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import distance_transform_edt

from builders.gazetteer_entries import read_table
from railsight.network.building.countries import country_at
from railsight.webmap.basemap import shapes

OUT = Path(__file__).resolve().parent.parent / "src" / "railsight" / "webmap" / "countries.csv"
STEP = 0.2  # degrees between the places asked
FINER = 5  # times as finely coasts are looked at
SOUTH, NORTH = -56.0, 78.0
WIDE = 2.5  # a name is so many times as wide as high: room to its sides counts less
MOST, LEAST_ROOM, ENOUGH_ROOM = 500, 0.35, 0.3  # places of a country; room beside that of the best; degrees that do
APART, SHARE = 0.6, 0.035  # degrees between them, and as a share of how wide the country is
SHORTER = {
    "RU": ("Russia", "Россия", "러시아"),
    "CN": ("China", "Китай", "중국"),
    "KP": ("North Korea", "КНДР", "북한"),
    "KR": ("South Korea", "Республика Корея", "대한민국"),
    "VN": ("Vietnam", "Вьетнам", "베트남"),
    "TR": ("Turkey", "Турция", "튀르키예"),
    "US": ("United States", "США", "미국"),
    "MM": ("Myanmar", "Мьянма", "미얀마"),
    "KG": ("Kyrgyzstan", "Киргизия", "키르기스스탄"),
}


def grid() -> tuple[Any, list[str]]:
    """Rows from south to north of the numbers of countries, -1 at sea, and their codes."""
    codes: dict[str, int] = {}
    rows = []
    for i in range(round((NORTH - SOUTH) / STEP)):
        lat = SOUTH + (i + 0.5) * STEP
        found = (country_at(-180 + (j + 0.5) * STEP, lat) for j in range(round(360 / STEP)))
        rows.append([-1 if code is None else codes.setdefault(code, len(codes)) for code in found])
    return np.array(rows), list(codes)


def land() -> Any:
    """Which cells of the grid are land at their middle."""
    fine = STEP / FINER
    picture = Image.new("1", (round(360 / fine), round((NORTH - SOUTH) / fine)))
    pen = ImageDraw.Draw(picture)
    for kind, ring in shapes((-180.0, -90.0, 180.0, 90.0), budget=10**9):
        if kind == "land":  # a lake may have a name across it
            corners = [((lon + 180) / fine - 0.5, (lat - SOUTH) / fine - 0.5) for lon, lat in ring]
            pen.polygon(corners, fill=1)
    return np.array(picture)[FINER // 2 :: FINER, FINER // 2 :: FINER]


def places(mine: Any) -> list[tuple[float, float, float]]:
    """Where to write the name of the country that these cells of the grid are, best first: lon, lat, room there."""
    across = mine.any(axis=0)
    turn = int(np.argmin(across)) if not across.all() else 0  # a country across 180 degrees stays in one piece
    mine = np.roll(mine, -turn, axis=1)
    rows, columns = np.flatnonzero(mine.any(axis=1)), np.flatnonzero(mine.any(axis=0))
    low, left = rows[0], columns[0]
    part = np.pad(mine[low : rows[-1] + 1, left : columns[-1] + 1], 1)
    squeeze = math.cos(math.radians(SOUTH + STEP * (low + rows[-1]) / 2))
    room = distance_transform_edt(part, sampling=(STEP, STEP * squeeze / WIDE))[1:-1, 1:-1]
    at = np.argwhere(part[1:-1, 1:-1] & (room >= min(ENOUGH_ROOM, LEAST_ROOM * room.max())))
    lats, lons = at[:, 0] * STEP, at[:, 1] * STEP * squeeze
    rooms = room[at[:, 0], at[:, 1]]
    apart = np.full(len(at), np.inf)
    chosen: list[int] = [int(np.argmax(rooms))]
    least = max(APART, SHARE * STEP * math.sqrt(part.sum() * squeeze))
    while len(chosen) < MOST:
        last = chosen[-1]
        apart = np.minimum(apart, np.hypot(lats - lats[last], lons - lons[last]))
        worth = np.where(apart < least, 0.0, apart * (rooms / rooms.max()) ** 0.6)
        following = int(np.argmax(worth))
        if worth[following] == 0.0:
            break
        chosen.append(following)
    first = -180 + (turn + left + 0.5) * STEP
    return [
        (
            round((first + at[i, 1] * STEP + 180) % 360 - 180, 1),
            round(SOUTH + (low + at[i, 0] + 0.5) * STEP, 1),
            float(rooms[i]),
        )
        for i in chosen
    ]


def rows() -> Iterator[tuple[str, ...]]:
    """The rows of the table, its head first."""
    yield ("code", "en", "ru", "ko", "places")
    cells, codes = grid()
    cells[~land()] = -1
    for r in read_table("countries.csv"):
        own = dict(pair.split("=", 1) for pair in r["names"].split("|") if pair)
        names = SHORTER.get(r["code"], (r["name"], own.get("ru", r["name"]), own.get("ko", r["name"])))
        mine = cells == (codes.index(r["code"]) if r["code"] in codes else len(codes))
        found = places(mine) if mine.any() else [(float(r["lon"]), float(r["lat"]), STEP / 2)]
        yield (r["code"], *names, ";".join(f"{lon:g} {lat:g} {room:.2g}" for lon, lat, room in found))


def main() -> None:
    table = list(rows())
    with OUT.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(table)
    print(f"{OUT.name}: {OUT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
