"""A Journey put together by hand: the September 2023 story as the map should tell it, without network or inference.

Coordinates and chainages of Russian stations follow the operator's tables; those of the Korean part are approximate.
Everything drawn can be checked against the lists below.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from railsight.model import (
    Alternative,
    BorderPassed,
    Candidate,
    Claim,
    Destination,
    GaugeBreak,
    Journey,
    LineRun,
    Passage,
    Path,
    PathPoint,
    Place,
    Position,
    Profile,
    Reach,
    RejectedSighting,
    Report,
    Revision,
    Sighting,
    SpeedLaw,
    Spot,
    Step,
    UsedSighting,
)
from railsight.times import Interval

# id, name, local names, country, kind, lon, lat, km
POINTS: list[tuple[str, str, dict[str, str], str, str, float, float, float]] = [
    ("kp-pyongyang", "Pyongyang", {"ko": "평양", "ru": "Пхеньян"}, "KP", "station", 125.738, 39.006, 0.0),
    ("kp-sunchon", "Sunchon", {"ko": "순천"}, "KP", "station", 125.935, 39.425, 60.0),
    ("kp-yangdok", "Yangdok", {"ko": "양덕"}, "KP", "station", 126.650, 39.215, 150.0),
    ("kp-kowon", "Kowon", {"ko": "고원"}, "KP", "station", 127.240, 39.440, 213.0),
    ("kp-hamhung", "Hamhung", {"ko": "함흥", "ru": "Хамхын"}, "KP", "station", 127.535, 39.835, 280.0),
    ("kp-tanchon", "Tanchon", {"ko": "단천"}, "KP", "station", 128.910, 40.460, 440.0),
    ("kp-kimchaek", "Kimchaek", {"ko": "김책"}, "KP", "station", 129.200, 40.670, 490.0),
    ("kp-kilju", "Kilju", {"ko": "길주"}, "KP", "station", 129.328, 40.960, 530.0),
    ("kp-chongjin", "Chongjin", {"ko": "청진", "ru": "Чхонджин"}, "KP", "station", 129.784, 41.781, 660.0),
    ("kp-rajin", "Rajin", {"ko": "라진"}, "KP", "station", 130.290, 42.250, 745.0),
    ("kp-hongui", "Hongui", {"ko": "홍의"}, "KP", "junction", 130.531, 42.370, 787.0),
    ("kp-tumangang", "Tumangang", {"ko": "두만강", "ru": "Туманган"}, "KP", "border", 130.608, 42.416, 797.0),
    ("ru-khasan", "Khasan", {"ru": "Хасан", "ko": "하산"}, "RU", "border", 130.645, 42.430, 801.0),
    ("ru-makhalino", "Makhalino", {"ru": "Махалино"}, "RU", "station", 130.777, 42.703, 842.0),
    ("ru-sukhanovka", "Sukhanovka", {"ru": "Сухановка"}, "RU", "station", 131.124, 42.722, 874.0),
    ("ru-poyma", "Poyma", {"ru": "Пойма"}, "RU", "halt", 131.243, 42.877, 902.0),
    ("ru-barsovy", "Barsovy", {"ru": "Барсовый"}, "RU", "halt", 131.643, 43.178, 962.0),
    ("ru-post40", "Post 40 km", {"ru": "Пост 40 км"}, "RU", "siding", 131.742, 43.386, 998.0),
    ("ru-baranovsky", "Baranovsky", {"ru": "Барановский"}, "RU", "junction", 131.926, 43.647, 1038.0),
    ("ru-ussuriysk", "Ussuriysk", {"ru": "Уссурийск", "ko": "우수리스크"}, "RU", "station", 131.981, 43.802, 1060.0),
    ("ru-sibirtsevo", "Sibirtsevo", {"ru": "Сибирцево"}, "RU", "station", 132.439, 44.205, 1129.0),
    ("ru-lesozavodsk", "Lesozavodsk", {"ru": "Лесозаводск"}, "RU", "station", 133.379, 45.455, 1299.0),
    ("ru-lastochka", "Lastochka", {"ru": "Ласточка"}, "RU", "station", 134.116, 46.398, 1423.0),
    ("ru-vyazemskaya", "Vyazemskaya", {"ru": "Вяземская"}, "RU", "station", 134.750, 47.538, 1586.0),
    ("ru-khabarovsk", "Khabarovsk", {"ru": "Хабаровск", "ko": "하바롭스크"}, "RU", "station", 135.073, 48.497, 1714.0),
    ("ru-birobidzhan", "Birobidzhan", {"ru": "Биробиджан"}, "RU", "station", 132.950, 48.800, 1886.0),
    ("ru-obluchye", "Obluchye", {"ru": "Облучье"}, "RU", "station", 131.060, 49.011, 2047.0),
    ("ru-arkhara", "Arkhara", {"ru": "Архара"}, "RU", "station", 130.090, 49.420, 2148.0),
    ("ru-bureya", "Bureya", {"ru": "Бурея"}, "RU", "station", 129.811, 49.811, 2208.0),
    ("ru-tur", "Tur", {"ru": "Тур"}, "RU", "station", 129.338, 50.190, 2264.0),
    ("ru-tola", "Tola", {"ru": "Тола"}, "RU", "siding", 128.816, 50.676, 2332.0),
    ("ru-belogorsk", "Belogorsk", {"ru": "Белогорск"}, "RU", "station", 128.475, 50.920, 2368.0),
    ("ru-ust-pera", "Ust-Pera", {"ru": "Усть-Пера"}, "RU", "station", 128.135, 51.450, 2437.0),
    ("ru-ledyanaya", "Ledyanaya", {"ru": "Ледяная"}, "RU", "station", 128.100, 51.790, 2472.0),
]
TO_VLADIVOSTOK = [
    ("ru-baranovsky", "Baranovsky", {"ru": "Барановский"}, "RU", "junction", 131.926, 43.647, 22.0),
    ("ru-kiparisovo", "Kiparisovo", {"ru": "Кипарисово"}, "RU", "station", 131.951, 43.451, 54.0),
    ("ru-ugolnaya", "Ugolnaya", {"ru": "Угольная"}, "RU", "station", 132.061, 43.304, 78.0),
    ("ru-sedanka", "Sedanka", {"ru": "Седанка"}, "RU", "halt", 131.952, 43.218, 94.0),
    (
        "ru-vladivostok",
        "Vladivostok",
        {"ru": "Владивосток", "ko": "블라디보스토크"},
        "RU",
        "station",
        131.882,
        43.111,
        112.0,
    ),
]
BY_CHINA = [
    ("kp-chongjin", "Chongjin", {"ko": "청진"}, "KP", "station", 129.784, 41.781, 0.0),
    ("kp-hoeryong", "Hoeryong", {"ko": "회령"}, "KP", "station", 129.750, 42.440, 92.0),
    ("kp-namyang", "Namyang", {"ko": "남양"}, "KP", "border", 129.854, 42.948, 170.0),
    ("cn-tumen", "Tumen", {"zh": "图们"}, "CN", "border", 129.831, 42.966, 173.0),
    ("cn-hunchun", "Hunchun", {"zh": "珲春"}, "CN", "border", 130.360, 42.860, 236.0),
    ("ru-makhalino", "Makhalino", {"ru": "Махалино"}, "RU", "station", 130.777, 42.703, 290.0),
]


@dataclass(frozen=True)
class Reading:
    """What the map needs of a reading."""

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 9, day, hour, minute, tzinfo=UTC)


def place(name: str, lon: float, lat: float, *, kind: str = "station", country: str = "RU", **names: str) -> Place:
    return Place(
        id=f"{country.lower()}-{name.lower().replace(' ', '-')}",
        name=name,
        kind=kind,
        lon=lon,
        lat=lat,
        country=country,
        names=names,
    )


def path_of(rows: list[tuple[str, str, dict[str, str], str, str, float, float, float]]) -> Path:
    base = rows[0][7]
    points = tuple(
        PathPoint(i, id_, name, kind, lon, lat, km - base, country, names)
        for i, (id_, name, names, country, kind, lon, lat, km) in enumerate(rows)
    )
    borders = tuple(
        BorderPassed(b.name, a.country or "", b.country or "", b.km)
        for a, b in itertools.pairwise(points)
        if a.country != b.country
    )
    breaks = tuple(GaugeBreak(b.at, 1435, 1520, b.km) for b in borders if b.target == "RU")
    ends = [Spot(0, 0.0, p.lon, p.lat, name=p.name, node=p.node) for p in (points[0], points[-1])]
    return Path(
        start=ends[0],
        end=ends[1],
        steps=(Step(0, 0.0, points[-1].km * 1000),),
        length_m=points[-1].km * 1000,
        length_kind="official chainage",
        points=points,
        lines=(LineRun("line", points[0].name, points[-1].name, points[-1].km),),
        borders=borders,
        gauge_breaks=breaks,
        geometry=tuple((p.lon, p.lat) for p in points),
        sources=("Operator's chainage tables, Railway of Russia 2019",),
    )


PYONGYANG = place("Pyongyang", 125.738, 39.006, country="KP", kind="town", ko="평양", ru="Пхеньян")
KHASAN = place("Khasan", 130.645, 42.430, ru="Хасан", ko="하산")
BRIDGE = place("Razdolnaya rail bridge", 131.960, 43.700, kind="river crossing", ru="Мост через Раздольную")
USSURIYSK = place("Ussuriysk", 131.981, 43.802, ru="Уссурийск", ko="우수리스크")
VOSTOCHNY = place(
    "Vostochny Cosmodrome", 128.333, 51.884, kind="spaceport", ru="Космодром Восточный", ko="보스토치니 우주기지"
)
VLADIVOSTOK = place("Vladivostok", 131.882, 43.111, ru="Владивосток", ko="블라디보스토크")

REPORTS = (
    Report(
        id="wire",
        text="The train stopped at Khasan and then headed north over the Razdolnaya, away from Vladivostok.",
        published=utc(12, 12, 0),
        source="Example Wire",
        title="Armoured train crosses into Russia",
        url="https://example.org/wire/train?id=12&lang=en",
    ),
    Report(
        id="photo", text="A photo shows the train in Ussuriysk.", published=utc(12, 9, 30), source="Example Photo Desk"
    ),
)


def sighting(
    id_: str, where: Place, event: str, status: str, first: datetime, last: datetime, **more: object
) -> Sighting:
    return Sighting(
        id=id_,
        candidates=(Candidate(where, 0.95, ("only one near the border",)),),
        event=event,  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
        interval=Interval(first, last),
        **more,  # type: ignore[arg-type]
    )


S1 = sighting(
    "s1",
    PYONGYANG,
    "departed",
    "confirmed",
    utc(10, 3),
    utc(10, 9),
    report="wire",
    source="KCNA, by way of Example Wire",
    quote_text="left the capital on Sunday",
    known_at=utc(11, 20),
)
S2 = sighting(
    "s2",
    KHASAN,
    "stopped",
    "confirmed",
    utc(11, 19),
    utc(11, 23),
    report="wire",
    source="Example Wire, video on social media",
    quote_text="The train stopped at Khasan",
    known_at=utc(12, 1),
)
S3 = sighting(
    "s3",
    BRIDGE,
    "crossed",
    "confirmed",
    utc(12, 1, 30),
    utc(12, 4),
    report="wire",
    source="RIA, by way of Example Wire",
    quote_text="headed north over the Razdolnaya, away from Vladivostok",
    heading="N",
    known_at=utc(12, 4, 30),
)
S4 = sighting(
    "s4",
    USSURIYSK,
    "seen",
    "reported",
    utc(12, 2),
    utc(12, 5),
    report="photo",
    source="Example Photo Desk",
    quote_text="A photo shows the train in Ussuriysk",
    known_at=utc(12, 9, 30),
)
S5 = sighting(
    "s5",
    KHASAN,
    "arrived",
    "conflict",
    utc(12, 2, 0),
    utc(12, 3, 0),
    source="Live page, https://example.net/live?page=3",
    note="says an hour ago; contradicts the others",
    known_at=utc(12, 3, 25),
)
FLIGHT = sighting(
    "s6",
    VLADIVOSTOK,
    "arrived",
    "reported",
    utc(12, 0),
    utc(12, 12),
    subject="Air Koryo An-148",
    source="Flight tracker data",
    origin=PYONGYANG,
    report="wire",
    quote_text="a plane of the state airline flew to Vladivostok",
)

PROFILE = Profile("armoured", "Armoured train", 60.0, {"*": SpeedLaw(38.0, 0.3)}, {})


def _km_spot(km: float) -> tuple[float, float, str]:
    for a, b in itertools.pairwise(POINTS):
        if a[7] <= km <= b[7]:
            t = (km - a[7]) / (b[7] - a[7])
            return a[5] + t * (b[5] - a[5]), a[6] + t * (b[6] - a[6]), (a if t < 0.5 else b)[1]
    return POINTS[-1][5], POINTS[-1][6], POINTS[-1][1]


def _between(low: float, high: float) -> tuple[tuple[float, float], ...]:
    inner = [(p[5], p[6]) for p in POINTS if low < p[7] < high]
    return (_km_spot(low)[:2], *inner, _km_spot(high)[:2])


def _positions() -> tuple[Position, ...]:
    anchors = [
        (utc(10, 6), 0.0),
        (utc(11, 21), 801.0),
        (utc(12, 1), 801.0),
        (utc(12, 3, 30), 1060.0),
        (utc(13, 20), 2472.0),
    ]
    out, at = [], anchors[0][0]
    while at <= anchors[-1][0]:
        for (t0, k0), (t1, k1) in itertools.pairwise(anchors):
            if t0 <= at <= t1:
                share = (at - t0) / (t1 - t0)
                km, spread = k0 + share * (k1 - k0), 140 * share * (1 - share) * (t1 - t0).total_seconds() / 86400 + 5
        low, high = max(0.0, km - spread), min(2472.0, km + spread)
        lon, lat, near = _km_spot(km)
        reach = _between(max(0.0, low - 60), min(2472.0, high + 60))
        out.append(
            Position(
                at,
                lon,
                lat,
                near,
                km,
                low,
                high,
                reachable=(Reach("west", "east", "line", reach, high - low + 120),),
                spread=((0.8, _between(low, high)),),
                standing=km == 801.0,
            )
        )
        at += timedelta(hours=1)
    return tuple(out)


def _passage(
    index: int, first: datetime, last: datetime, *, observed: bool = False, dwell: float | None = None
) -> Passage:
    id_, name, names, country, _, lon, lat, km = POINTS[index]
    return Passage(name, id_, lon, lat, km, first, first + (last - first) / 2, last, observed, country, names, dwell)


def journey() -> Journey:
    main, onward = path_of(POINTS[:20]), path_of(POINTS[19:])
    china = path_of(
        [*POINTS[:9], *[(*r[:7], r[7] + 660.0) for r in BY_CHINA[1:]], *[(*r[:7], r[7] + 108.0) for r in POINTS[14:20]]]
    )
    spots = {s.id: Spot(0, 0, s.place.lon, s.place.lat, name=s.place.name) for s in (S1, S2, S3, S4)}
    return Journey(
        case="story",
        title="An armoured train into Russia",
        profile=PROFILE,
        path=main,
        passages=(
            _passage(0, utc(10, 3), utc(10, 9), observed=True),
            _passage(4, utc(10, 12), utc(10, 22)),
            _passage(8, utc(11, 5), utc(11, 15)),
            _passage(11, utc(11, 16), utc(11, 20), dwell=2.0),
            _passage(12, utc(11, 19), utc(11, 23), observed=True, dwell=5.0),
            _passage(18, utc(12, 1), utc(12, 4)),
            _passage(19, utc(12, 2), utc(12, 5), observed=True),
        ),
        used=(
            UsedSighting(S1, spots["s1"], 0.97, 0.0, "the capital's main station"),
            UsedSighting(S2, spots["s2"], 0.98, 801.0),
            UsedSighting(S3, spots["s3"], 0.9, 1046.0, "rail crossing of the river"),
            UsedSighting(S4, spots["s4"], 0.88, 1060.0),
        ),
        rejected=(
            RejectedSighting(
                S5, "needs 246 km/h from here to the river crossing; the train's limit is 60 km/h", "s3", 0.08
            ),
        ),
        alternatives=(Alternative(0.96, main, ("Tumangang",)), Alternative(0.04, china, ("Namyang", "Hunchun"))),
        destinations=(
            Destination(
                VOSTOCHNY,
                0.72,
                1412.0,
                utc(13, 2),
                utc(13, 9),
                utc(14, 1),
                "passed Baranovsky without turning south",
                onward,
            ),
            Destination(
                VLADIVOSTOK,
                0.09,
                112.0,
                utc(12, 5),
                utc(12, 8),
                utc(12, 16),
                "headed away from it",
                path_of([(*POINTS[19][:7], 0.0), *TO_VLADIVOSTOK]),
            ),
        ),
        positions=_positions(),
        history=(
            Revision(utc(11, 20), "s1", (("Vladivostok", 0.61), ("Vostochny Cosmodrome", 0.2))),
            Revision(utc(12, 1), "s2", (("Vladivostok", 0.64), ("Vostochny Cosmodrome", 0.21))),
            Revision(utc(12, 4, 30), "s3", (("Vostochny Cosmodrome", 0.66), ("Vladivostok", 0.12))),
            Revision(utc(12, 9, 30), "s4", (("Vostochny Cosmodrome", 0.72), ("Vladivostok", 0.09))),
        ),
        others=(FLIGHT,),
        as_of=utc(12, 12),
        warnings=("The Korean part of the line has estimated chainage.",),
        explanation=("The river crossing north of Baranovsky leaves Vladivostok behind.",),
    )


def reading() -> Reading:
    return Reading(
        reports=REPORTS,
        claims=(
            Claim(
                "wire",
                0,
                10,
                "about 60 kilometers (about 40 miles) north of Vladivostok",
                "distance",
                VLADIVOSTOK,
                USSURIYSK,
                stated_km=60.0,
                stated_direction="N",
                geodesic_km=75.9,
                rail_km=112.0,
                bearing_deg=4.0,
                verdict="differs",
                why="75.9 km as the crow flies, 112 km by rail",
            ),
            Claim(
                "wire",
                0,
                10,
                "about 900 kilometers northwest of Ussuriysk",
                "distance",
                USSURIYSK,
                VOSTOCHNY,
                stated_km=900.0,
                stated_direction="NW",
                geodesic_km=939.0,
                rail_km=1412.0,
                bearing_deg=344.0,
                verdict="rounded",
                why="939 km as the crow flies, rounded down",
            ),
        ),
    )


def across_180() -> Path:
    """The first stations put on the far side of the world, either side of 180 degrees."""
    way = path_of(POINTS[:6])
    points = tuple(
        replace(p, lon=(176.0 + 1.5 * i + 180.0) % 360.0 - 180.0, lat=62.0 + 0.5 * i) for i, p in enumerate(way.points)
    )
    return replace(way, points=points, geometry=tuple((p.lon, p.lat) for p in points), borders=(), gauge_breaks=())
