"""How right the journeys are: every timed sighting forecast from the earlier ones, and hidden and interpolated.

``python benchmarks/backtest.py CASES_DIR [--network FILE] [--profile NAME] [--plot FILE.png]``

Reads every case of a folder (the tool's own reader, which never sees ``truth``), and prints a table and, last, one
JSON object. A timed sighting is one whose interval is at most two hours wide. Errors are hours, and shares of the hours
since the last sighting before the one in question. Baselines: constant 50 km/h, the last average speed, and the
shortest path at the profile's running speeds without any dwell. Published forecasts are those of
``published_forecasts.csv`` beside.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from railsight.api.reading import train_of
from railsight.api.world import possible_goals
from railsight.datasets import data_path
from railsight.errors import AmbiguousPlaceError, NoAnswerError, RailsightError
from railsight.files import read_case
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.geo import apart_m, geodesic_m
from railsight.inference import infer
from railsight.inference.evidence import PASSAGE_EVENTS, gather
from railsight.inference.laws import Leg, Standing, leg_law
from railsight.inference.ordering import believe
from railsight.inference.transition import Cells, cut, fit, standing_at
from railsight.inference.visits import when_hidden
from railsight.inference.ways import ways_of
from railsight.model import Case, Place, Profile, Sighting
from railsight.network import Network, open_network
from railsight.routing import profile as named_profile
from railsight.routing import shortest_path

Times = tuple[datetime, datetime, datetime]
TIMED_H = 2.0
TRUSTED = ("confirmed", "reported")
PUBLISHED = Path(__file__).with_name("published_forecasts.csv")


@dataclass(frozen=True, slots=True)
class Row:
    """One prediction beside what happened. Hours; ``share`` is of the elapsed time since the last sighting."""

    case: str
    sighting: str
    place: str
    event: str
    status: str
    kind: str
    elapsed_h: float
    likely_h: float
    low_h: float
    high_h: float
    error_h: float
    share: float
    inside: bool
    width_h: float
    baselines_h: dict[str, float]


@dataclass(frozen=True, slots=True)
class World:
    """What every case is asked on; ``profile`` (a name) where one for all is given instead of each case's own."""

    network: Network
    gazetteer: Gazetteer
    profile: str | None

    def profile_of(self, case: Case) -> Profile:
        """The train of a case as ``railsight track`` takes it: with the case's gauge and top speed."""
        return train_of(case, self.profile)


def middle(s: Sighting) -> datetime:
    """The middle of the interval of a sighting that has one: its actual time, where a prediction is judged."""
    assert s.interval is not None
    return s.interval.middle


def passages(case: Case) -> list[Sighting]:
    """The sightings of the train that have a time and say where it was, in order of time."""
    found = [s for s in case.sightings if s.subject == "train" and s.interval and s.event in PASSAGE_EVENTS]
    return sorted(found, key=lambda s: (middle(s), s.id))


def is_timed(s: Sighting) -> bool:
    return s.interval is not None and s.interval.duration_s <= TIMED_H * 3600


def hours(delta: timedelta) -> float:
    return delta.total_seconds() / 3600.0


def rail_km(world: World, a: Place, b: Place) -> float | None:
    """Kilometres of the shortest path between the nearest spots of two places, any train; None where there is none."""
    spots = [world.network.spots_near(p, count=1) for p in (a, b)]
    if not all(spots):
        return None
    try:
        return shortest_path(world.network, spots[0][0][0], spots[1][0][0]).km
    except RailsightError:
        return None


def running_h(world: World, a: Place, b: Place, profile: Profile) -> float | None:
    """Hours for that path at the usual speed of each country, without waits; None where there is no path."""
    spots = [world.network.spots_near(p, count=1) for p in (a, b)]
    if not all(spots):
        return None
    try:
        path = shortest_path(world.network, spots[0][0][0], spots[1][0][0])
    except RailsightError:
        return None
    return sum(km / profile.speed(country).median_kmh for country, km in path.country_km)


def forecast_baselines(world: World, seen: Sequence[Sighting], target: Sighting, profile: Profile) -> dict[str, float]:
    """Errors in hours of the naive forecasts."""
    last = seen[-1]
    km = rail_km(world, last.place, target.place)
    run = running_h(world, last.place, target.place, profile)
    if km is None or run is None:
        return {}
    speed = 50.0
    for before in reversed(seen[:-1]):
        way, took = rail_km(world, before.place, last.place), hours(middle(last) - middle(before))
        if way and way > 5 and took > 0:
            speed = way / took
            break
    actual = hours(middle(target) - middle(last))
    guesses = {"constant_50_kmh": km / 50.0, "last_average_speed": km / speed, "shortest_path_only": run}
    return {k: abs(v - actual) for k, v in guesses.items()}


def interpolation_baselines(
    world: World, before: Sighting, target: Sighting, after: Sighting, profile: Profile
) -> dict[str, float]:
    ends = rail_km(world, before.place, target.place), rail_km(world, target.place, after.place)
    run = running_h(world, before.place, target.place, profile)
    if ends[0] is None or ends[1] is None or run is None:
        return {}
    gap, actual = hours(middle(after) - middle(before)), hours(middle(target) - middle(before))
    share = ends[0] / (ends[0] + ends[1]) if ends[0] + ends[1] > 0 else 0.5
    guesses = {"constant_50_kmh": ends[0] / 50.0, "last_average_speed": share * gap, "shortest_path_only": run}
    return {k: abs(v - actual) for k, v in guesses.items()}


def row_of(case: Case, target: Sighting, last: Sighting, kind: str, times: Times, baselines: dict[str, float]) -> Row:
    actual = middle(target)
    elapsed = max(hours(actual - middle(last)), 0.25)
    error = abs(hours(times[1] - actual))
    return Row(
        case=case.name,
        sighting=target.id,
        place=target.place.name,
        event=target.event,
        status=target.status,
        kind=kind,
        elapsed_h=round(elapsed, 2),
        likely_h=round(hours(times[1] - middle(last)), 2),
        low_h=round(hours(times[0] - middle(last)), 2),
        high_h=round(hours(times[2] - middle(last)), 2),
        error_h=round(error, 2),
        share=round(error / elapsed, 4),
        inside=times[0] <= actual <= times[2],
        width_h=round(hours(times[2] - times[0]), 2),
        baselines_h={k: round(v, 2) for k, v in baselines.items()},
    )


def case_rows(world: World, case: Case, missed: list[str], profile: Profile | None = None) -> list[Row]:
    """Every prediction of a case.

    Interpolations are asked for between the two sightings around; where the train cannot have been at the place then
    (a sighting that is told wrong), for when it was there at all: every timed sighting is predicted twice, none is
    left out because the answer is another than what was told.
    """
    profile = profile or world.profile_of(case)
    seen = passages(case)
    aims = [s for s in case.sightings if s not in seen]
    rows = []
    for i, target in enumerate(seen):
        if i == 0 or not is_timed(target):
            continue
        first, last = middle(seen[0]), middle(seen[i - 1])
        times = _predicted(world, target, profile, seen[:i], [(last, None)], missed)
        if times:
            base = forecast_baselines(world, seen[:i], target, profile)
            rows.append(row_of(case, target, seen[i - 1], "forecast", times, base))
        if i + 1 < len(seen):
            rest = [*seen[:i], *seen[i + 1 :], *aims]
            then = middle(seen[i + 1])
            times = _predicted(world, target, profile, rest, [(last, then), (first, then)], missed)
            if times:
                base = interpolation_baselines(world, seen[i - 1], target, seen[i + 1], profile)
                rows.append(row_of(case, target, seen[i - 1], "interpolation", times, base))
    return rows


def _predicted(
    world: World,
    target: Sighting,
    profile: Profile,
    known: list[Sighting],
    spans: Sequence[tuple[datetime, datetime | None]],
    missed: list[str],
) -> Times | None:
    """When a sighting was, by the others, within the first of some spans (after, before) in which it can have been."""
    why = ""
    for after, before in spans:
        try:
            asked = known, world.network, profile, target.place
            found = when_hidden(*asked, event=target.event, after=after, before=before)
        except RailsightError as error:
            why = str(error)
            continue
        if found is not None:
            return found
        why = f"no way to {target.place.name}"
    missed.append(f"{target.id}: {why}")
    return None


# ---------------------------------------------------------------- published forecasts


def published_rows(
    world: World, cases: dict[str, Case], missed: list[str], table: Path = PUBLISHED
) -> list[dict[str, Any]]:
    """Ours beside theirs, with what was known when theirs was issued, where there is an actual time to compare with.

    No case has ``known_at``, so a sighting counts as known the moment its interval ends: that reports come in at once
    is an assumption, and in our favour. Cases of the table that are not among ``cases`` go into ``missed``.
    """
    out = []
    with table.open(encoding="utf-8", newline="") as f:
        entries = [entry for entry in csv.DictReader(f) if entry["actual"]]
    absent = sorted({entry["case"] for entry in entries} - cases.keys())
    missed += [f"published {name}: not among these cases" for name in absent]
    for entry in entries:
        if (case := cases.get(entry["case"])) is None:
            continue
        issued, actual = datetime.fromisoformat(entry["issued"]), datetime.fromisoformat(entry["actual"])
        said = [datetime.fromisoformat(entry[k]) for k in ("said_earliest", "said_latest")]
        where = f"published {entry['case']} {entry['src']}"
        try:
            place = world.gazetteer.one(entry["place"])
            train, event = world.profile_of(case), entry["event"]
            last = max((t for s in passages(case) if (t := middle(s)) <= issued), default=issued)
            times = when_hidden(passages(case), world.network, train, place, event=event, after=last, as_of=issued)
        except RailsightError as error:
            missed.append(f"{where}: {error}")
            continue
        if times is None:
            missed.append(f"{where}: no way to {place.name}")
            continue
        theirs = abs(hours(said[0] + (said[1] - said[0]) / 2 - actual))
        ours = abs(hours(times[1] - actual))
        out.append(
            {
                "case": case.name,
                "src": entry["src"],
                "place": place.name,
                "ours_h": round(ours, 2),
                "theirs_h": round(theirs, 2),
                "nearer": ours < theirs,
                "inside": times[0] <= actual <= times[2],
            }
        )
    return out


# ---------------------------------------------------------------- destinations


def _goal(world: World, name: str, case: Case) -> Place:
    """The place of a goal; of several of one name the one nearest to what was seen."""
    try:
        return world.gazetteer.one(_settled(name))
    except AmbiguousPlaceError as error:
        places = [c.place for c in error.candidates]
        return min(places, key=lambda p: min(apart_m(p, s.place) for s in case.sightings))


def destination_rows(world: World, folder: Path, cases: dict[str, Case], missed: list[str]) -> list[dict[str, Any]]:
    """Rank of the true first destination among those the press named, after each sighting on the way there."""
    out = []
    for file in sorted(folder.glob("*.yaml")):
        case, truth = cases.get(file.stem), truth_of(file)
        if case is None:
            continue
        outcome = truth.get("outcome") or (truth.get("outcomes") or [{}])[0]
        end = _moment(outcome.get("t"))
        if end is None or not outcome.get("place"):
            continue
        others = _named_goals(case.name) or [str(leg) for leg in truth.get("legs", ())]
        names = [str(outcome["place"]), *(name for name, _ in case.destinations if isinstance(name, str)), *others]
        goals: dict[str, Place] = {}
        for name in names:
            try:
                place = _goal(world, name, case)
                goals.setdefault(place.id, place)
            except RailsightError as error:
                missed.append(f"destination {name}: {error}")
        if not goals or len(goals) < 2:
            continue
        true = next(iter(goals))
        seen = [s for s in passages(case) if middle(s) < end]
        for n in range(1, len(seen) + 1):
            wanted = [(p, None) for p in goals.values()]
            try:
                journey = infer(seen[:n], world.network, world.profile_of(case), destinations=wanted)
            except RailsightError as error:
                missed.append(f"{case.name} after {n}: {error}")
                continue
            ranking = [(d.place.name, round(d.probability, 3)) for d in journey.destinations]
            rank = next((i for i, d in enumerate(journey.destinations, 1) if d.place.id == true), None)
            out.append(
                {
                    "case": case.name,
                    "after": f"{seen[n - 1].event} {seen[n - 1].place.name}",
                    "rank": rank,
                    "ranking": ranking,
                }
            )
    return out


def _moment(value: object) -> datetime | None:
    """A time of the truth; None when it is missing, a bare date, or has no zone."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _settled(name: str) -> str:
    return "Vostochny, cosmodrome" if name == "Vostochny" else name


def _named_goals(case: str) -> list[str]:
    """Other goals that the press named while the train was on its way."""
    named = {
        "kju-2023-russia": ["Vladivostok"],
        "kju-2019-vladivostok": ["Khabarovsk"],
        "kju-2025-beijing": ["Shenyang"],
        "kji-2001": ["Vladivostok", "Omsk"],
    }
    return named.get(case, [])


def truth_of(file: Path) -> dict[str, Any]:
    """What a case file says of the outcome: the tool never reads it."""
    from ruamel.yaml import YAML

    loaded = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    return loaded.get("truth", {}) if isinstance(loaded, dict) else {}


# ---------------------------------------------------------------- arrivals that were goals


def stay_rows(world: World, cases: dict[str, Case]) -> list[tuple[float, bool]]:
    """Of every arrival but the first: the probability that it is the goal, nobody having named one, and whether it was.

    It was where the train then stood for eight hours or more, beyond what running on takes; it was not where it stood
    for four or less; those between, and the last ones, are left out. Probabilities are cut to 0.01 to 0.99, so that one
    that was sure and wrong costs 4.6 of log loss and not all.
    """
    found = []
    for case in cases.values():
        seen, profile = passages(case), world.profile_of(case)
        for i, s in enumerate(seen[:-1]):
            after = next((t for t in seen[i + 1 :] if t.event == "departed" or t.place.name != s.place.name), None)
            if i == 0 or s.event != "arrived" or s.place.kind == "country" or after is None:
                continue
            left = after.event == "departed" and after.place.name == s.place.name
            run = 0.0 if left else running_h(world, s.place, after.place, profile)
            if run is None or 4 < (stood := hours(middle(after) - middle(s)) - run) < 8:
                continue
            try:
                journey = infer(seen[: i + 1], world.network, profile, places=possible_goals())
            except RailsightError:
                continue
            here = [d for d in journey.destinations if near(d.place, s.place)]
            found.append((min(max(sum(d.probability for d in here), 0.01), 0.99), stood >= 8))
    return found


def near(a: Place, b: Place) -> bool:
    return geodesic_m(a.lon, a.lat, b.lon, b.lat) < 10_000


def stay_summary(rows: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """How good the probabilities are: mean squared error (Brier) and log loss in all."""
    if not rows:
        return {"n": 0}
    return {
        "n": len(rows),
        "goals": sum(was for _, was in rows),
        "brier": round(sum((p - was) ** 2 for p, was in rows) / len(rows), 3),
        "log_loss": round(-sum(math.log(p if was else 1 - p) for p, was in rows), 2),
    }


# ---------------------------------------------------------------- leaving one journey out


@dataclass(frozen=True, slots=True)
class SeenLeg:
    """A leg of a journey, nearly all in one country, as its two sightings tell it."""

    country: str
    km: float
    branch_km: float
    leg: Leg
    standing: Standing
    start: Cells
    end: Cells


def seen_legs(world: World, case: Case) -> list[SeenLeg]:
    """The legs of a case with three hours of running or more, 90 % of it in one country, and no stay at the end.

    None where no sighting can be placed: the case lies off the network.
    """
    profile = world.profile_of(case)
    ways = ways_of(world.network, profile)
    try:
        chain = believe(gather(passages(case), ways).passages, ways).chain
    except NoAnswerError:
        return []
    out = []
    for k, (a, b) in enumerate(itertools.pairwise(chain.nodes)):
        path = ways.path((a.spot, b.spot))
        if path is None or chain.legs[k].run_h < 3.0 or b.observation.event == "departed":
            continue
        by_country: dict[str, float] = {}
        for country, km in path.country_km:
            by_country[country or ""] = by_country.get(country or "", 0.0) + km
        country, km = max(by_country.items(), key=lambda x: x[1])
        if km < 0.9 * path.km:
            continue
        standing = standing_at(a.observation, a.spot, ways)
        ends = [cut(n.observation.lo, n.observation.hi) for n in (a, b)]
        branch_km = sum(part for _, part in path.branch_km)
        out.append(SeenLeg(country, path.km, branch_km, chain.legs[k], standing, *ends))
    return out


def refitted(profile: Profile, legs: Sequence[SeenLeg]) -> Profile:
    """The profile with the speeds that make these legs likeliest; a country they do not tell of has the general law."""
    laws = {"*": profile.speeds["*"]}
    for country in sorted({leg.country for leg in legs}):
        own = [leg for leg in legs if leg.country == country]
        best = max(range(15, 101), key=lambda v: sum(log_likelihood(leg, float(v), profile) for leg in own))
        laws[country] = replace(profile.speed(country), median_kmh=float(best))
    return replace(profile, speeds=laws)


def log_likelihood(
    seen: SeenLeg, speed_kmh: float, profile: Profile, *, branch_share: float = 1.0, spread: float | None = None
) -> float:
    """How well a speed explains a leg; on branch lines it is a share of that, ``spread`` is of the log running time."""
    run_h = (seen.km - seen.branch_km + seen.branch_km / branch_share) / speed_kmh
    leg = replace(seen.leg, run_h=run_h, run_sigma=seen.leg.run_sigma if spread is None else spread)
    law = leg_law(leg, profile, seen.standing)
    return math.log(max(float(fit(law, seen.start, seen.end).mean()), 1e-12))


def left_out(world: World, cases: dict[str, Case]) -> dict[str, Any]:
    """Every case forecast and interpolated with speeds fitted on the other cases of its profile only."""
    profiles = {name: world.profile_of(case) for name, case in cases.items()}
    legs = {name: seen_legs(world, case) for name, case in cases.items()}
    rows: list[Row] = []
    fitted = {}
    for name, case in cases.items():
        alike = [other for other, p in profiles.items() if other != name and p.name == profiles[name].name]
        profile = refitted(profiles[name], [x for other in alike for x in legs[other]])
        fitted[name] = {c: law.median_kmh for c, law in profile.speeds.items()}
        rows += case_rows(world, case, [], profile)
    armoured = named_profile("armoured")
    own = [name for name, profile in profiles.items() if profile.name == armoured.name]
    everything = refitted(armoured, [x for name in own for x in legs[name]])
    return {
        "legs": {name: len(found) for name, found in legs.items()},
        "fitted_on_all": {c: law.median_kmh for c, law in everything.speeds.items()},
        "fitted_on_the_others": fitted,
        "forecast": summary([r for r in rows if r.kind == "forecast"]),
        "interpolation": summary([r for r in rows if r.kind == "interpolation"]),
        "inside_80_all": round(sum(r.inside for r in rows) / len(rows), 3) if rows else None,
    }


# ---------------------------------------------------------------- calibration plot


def plot(rows: Sequence[Row], file: Path) -> None:
    """Errors against elapsed time, and the 80 % intervals, as a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(10, 4.2), constrained_layout=True)
    for ax, kind in zip(axes, ("forecast", "interpolation"), strict=True):
        chosen = [r for r in rows if r.kind == kind]
        for r in chosen:
            colour = "#1b6ca8" if r.inside else "#c0392b"
            ax.vlines(r.elapsed_h, max(r.low_h, 0.03), max(r.high_h, 0.03), color=colour, alpha=0.45, linewidth=3)
            ax.plot(r.elapsed_h, max(r.likely_h, 0.03), "o", color=colour, markersize=4)
        ends = [0.1, 200]
        ax.plot(ends, ends, color="#555555", linewidth=0.8)
        below = sum(r.high_h < ends[0] for r in chosen)
        note = f", {below} below the scale" if below else ""
        ax.set(xscale="log", yscale="log", xlim=ends, ylim=ends, title=f"{kind}: {len(chosen)} sightings{note}")
        ax.set(xlabel="hours since the last sighting, actual", ylabel="predicted: likely and 80 % interval")
    figure.savefig(file, dpi=120, metadata={"Software": None})


# ---------------------------------------------------------------- summary


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of some predictions."""
    if not rows:
        return {"n": 0}
    names = dict.fromkeys(k for r in rows for k in r.baselines_h)
    base = {k: [r.baselines_h[k] / r.elapsed_h for r in rows if k in r.baselines_h] for k in names}
    return {
        "n": len(rows),
        "median_abs_error_h": round(median(r.error_h for r in rows), 2),
        "median_abs_share_of_elapsed": round(median(r.share for r in rows), 4),
        "inside_80": round(sum(r.inside for r in rows) / len(rows), 3),
        "median_width_h": round(median(r.width_h for r in rows), 2),
        "median_width_share_of_elapsed": round(median(r.width_h / r.elapsed_h for r in rows), 3),
        "baselines_median_share": {k: round(median(v), 4) for k, v in base.items()},
    }


def report(world: World, folder: Path) -> tuple[dict[str, Any], list[Row]]:
    missed: list[str] = []
    cases: dict[str, Case] = {}
    rows: list[Row] = []
    for file in sorted(folder.glob("*.yaml")):
        try:
            case = read_case(file)
            rows += case_rows(world, case, missed)
        except RailsightError as error:
            missed.append(f"{file.name}: {error}")
            continue
        cases[file.stem] = case
        missed += case.warnings
    forecasts = [r for r in rows if r.kind == "forecast"]
    between = [r for r in rows if r.kind == "interpolation"]
    published = published_rows(world, cases, missed)
    result = {
        "cases": sorted(cases),
        "forecast": summary(forecasts),
        "forecast_trusted": summary([r for r in forecasts if r.status in TRUSTED]),
        "interpolation": summary(between),
        "interpolation_trusted": summary([r for r in between if r.status in TRUSTED]),
        "inside_80_all": round(sum(r.inside for r in rows) / len(rows), 3) if rows else None,
        "published_forecasts": {
            "n": len(published),
            "nearer": sum(p["nearer"] for p in published),
            "share_nearer": round(sum(p["nearer"] for p in published) / len(published), 3) if published else None,
            "rows": published,
        },
        "destinations": destination_rows(world, folder, cases, missed),
        "arrivals": stay_summary(stay_rows(world, cases)),
        "leave_one_journey_out": left_out(world, cases),
        "missed": missed,
        "rows": [asdict(r) for r in rows],
    }
    return result, rows


def show(rows: Sequence[Row]) -> None:
    for r in rows:
        mark = "in " if r.inside else "OUT"
        print(
            f"{r.kind:13} {r.sighting:24} {r.event:9} {r.place[:22]:22} elapsed {r.elapsed_h:6.1f} h  error "
            f"{r.error_h:6.2f} h {r.share:7.1%} {mark} width {r.width_h:6.2f} h  {r.baselines_h}",
            file=sys.stderr,
        )


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--network", default=None)
    parser.add_argument("--profile", default=None)
    parser.add_argument("--plot", type=Path, default=None)
    options = parser.parse_args(argv)
    network = open_network(options.network or data_path("network.rsn"))
    world = World(network, open_gazetteer(data_path("gazetteer.sqlite")), options.profile)
    result, rows = report(world, options.cases)
    show(rows)
    if options.plot:
        plot(rows, options.plot)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
