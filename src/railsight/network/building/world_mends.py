"""What is known to be wrong in the coarse world arrays: breaks on railways in use, each with its source.

A break is given by the places of its two ends (lon, lat) and the length of track between them. It is closed only when
both ends are found within a kilometre of where they are said to be. Gaps over water without a fixed link (Messina,
Helsingborg to Helsingor) are in no table and never closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from railsight.geo import LonLat


@dataclass(frozen=True, slots=True)
class Break:
    """A gap in the arrays on a railway in use. ``km`` is the track between its ends, by ``source``."""

    name: str
    a: LonLat
    b: LonLat
    km: float
    source: str


_MUMBAI = "distance between the ends; with all five New Delhi - Mumbai agrees with the published 1,384 km"
_BERGEN = "distance between the ends; with both Honefoss - Bergen is 365 km of the published 371"
_SHORE = "distance between the ends, along the shore"
_NORDLAND = "distance between the ends; with all nine Trondheim - Bodo is 708 km of the published 729"

BREAKS = (
    Break(
        "Petrozavodsk - Murmansk, north of Segezha",
        (34.238, 63.954),
        (34.250, 63.936),
        2.1,
        "distance between the ends; with it Petrozavodsk - Murmansk agrees with the published 1,027 km",
    ),
    Break(
        "Naushki - Ulaanbaatar, south of Sukhbaatar",
        (106.152, 50.247),
        (106.139, 49.837),
        55.0,
        "what the published 404 km Naushki - Ulaanbaatar leave for it",
    ),
    Break(
        "Vadodara - Surat, at Kosamba",
        (72.964, 21.485),
        (72.977, 21.531),
        5.3,
        _MUMBAI,
    ),
    Break("Surat - Udhna", (72.850, 21.176), (72.860, 21.135), 4.7, _MUMBAI),
    Break("Saphale - Vaitarna", (72.846, 19.556), (72.850, 19.523), 3.7, _MUMBAI),
    Break("Naigaon - Bhayandar, Vasai Creek bridges", (72.851, 19.337), (72.852, 19.313), 2.7, _MUMBAI),
    Break("Borivali - Kandivali", (72.857, 19.231), (72.851, 19.198), 3.7, _MUMBAI),
    Break(
        "Malmo - Copenhagen, Oresund fixed link",
        (12.904, 55.566),
        (12.677, 55.631),
        16.4,
        "bridge, island and tunnel between the two shores, 15.9 km (Oresundsbro Konsortiet), and the approaches",
    ),
    Break(
        "Okayama - Takamatsu, Great Seto Bridge",
        (133.808, 34.437),
        (133.761, 34.278),
        18.1,
        "Kojima - Utazu 18.1 km (line table of the Honshi-Bisan Line)",
    ),
    Break("Bergen line, at Trengereid", (5.626, 60.430), (5.540, 60.423), 4.8, _BERGEN),
    Break("Bergen line, Arna - Bergen, Ulriken tunnel", (5.466, 60.420), (5.334, 60.390), 8.0, _BERGEN),
    Break("Tbilisi", (44.851, 41.687), (44.799, 41.722), 5.9, "distance between the ends, within the city"),
    Break("Makhachkala", (47.515, 42.983), (47.498, 42.991), 1.7, "distance between the ends, within the city"),
    Break("Hakodate line, Mori - Yakumo", (140.569, 42.110), (140.376, 42.217), 20.5, _SHORE),
    Break("Muroran line, south-west of Toya", (140.793, 42.517), (140.912, 42.380), 19.5, _SHORE),
    Break("Nordland line, Ranheim - Vikhammar", (10.570, 63.433), (10.600, 63.442), 1.8, _NORDLAND),
    Break("Nordland line, at Verdal", (11.427, 63.836), (11.425, 63.836), 0.1, _NORDLAND),
    Break("Nordland line, south of Steinkjer", (11.436, 63.985), (11.469, 63.998), 2.2, _NORDLAND),
    Break("Nordland line, Elsfjord - Bjerka", (13.563, 66.113), (13.755, 66.17), 10.8, _NORDLAND),
    Break("Nordland line, north of Finneidfjord", (13.79, 66.203), (13.816, 66.214), 1.7, _NORDLAND),
    Break("Nordland line, south of Mo i Rana", (13.856, 66.228), (14.039, 66.28), 10.1, _NORDLAND),
    Break("Nordland line, south of Rognan", (15.391, 67.092), (15.431, 67.099), 1.9, _NORDLAND),
    Break("Nordland line, east of Saltdal fjord, first", (15.448, 67.131), (15.467, 67.155), 2.8, _NORDLAND),
    Break("Nordland line, east of Saltdal fjord, second", (15.42, 67.214), (15.423, 67.227), 1.5, _NORDLAND),
)
