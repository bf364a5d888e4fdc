"""The public door: what is named is there, the verbs give what the commands give, values show themselves."""

from __future__ import annotations

import builtins
import importlib
import json
import pickle
import re
import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import railsight as rs
from railsight.api import follow
from railsight.errors import AmbiguousPlaceError, NoRouteError, OutputExistsError, PlaceNotFoundError, UsageError
from railsight.model import Place
from railsight.network import compile_tables
from railsight.resolution.places.namesakes import as_settled
from tests.inference_world import random_network, station
from tests.small_network import write_tables

STORY = (
    "Published: 2023-09-12T21:30+09:00\n\nThe armoured train departed Pyongyang on Sunday. It arrived at Khasan "
    "at 6 a.m. local time on Tuesday. Later it was seen in Ussuriysk.\n"
)


@pytest.fixture(scope="module")
def journey() -> Any:
    root = Path(__file__).parent.parent
    return rs.track(root / "seeds" / "armoured-train-2023" / "case.yaml")


def test_all_is_what_is_there() -> None:
    assert len(set(rs.__all__)) == len(rs.__all__)
    for name in (*rs.__all__, "map"):
        assert getattr(rs, name) is not None, name
    assert set(dir(rs)) == {*rs.__all__, "map"}
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rs.nonsense


@pytest.mark.parametrize("package", ["railsight.api", "railsight.files"])
def test_packages_offer_what_they_name(package: str) -> None:
    module = importlib.import_module(package)
    assert sorted(module.__all__) == list(module.__all__)
    for name in module.__all__:
        if not name.isupper():  # a figure, which has a comment where it stands
            assert callable(getattr(module, name)), f"{name}: a door offers functions, types and figures"
            assert getattr(module, name).__doc__, name


def test_a_star_import_hides_no_builtin() -> None:
    assert not {n for n in rs.__all__ if not n.startswith("_")} & set(dir(builtins))


def test_every_public_name_is_documented() -> None:
    for name in (*rs.__all__, "map"):
        if not name.startswith("__"):
            assert getattr(rs, name).__doc__, name


# ---------------------------------------------------------------- verbs


def test_distance() -> None:
    found = rs.distance("Khasan", "Ussuriysk")
    assert found.rail_km == pytest.approx(260, rel=0.01)
    assert found.snap_km == (0.0, 0.0)
    assert rs.distance("Ussuriysk", "Khasan").rail_km == pytest.approx(found.rail_km)
    via = rs.distance("Khasan", "Vladivostok", via=["Ussuriysk"])
    assert via.rail_km > rs.distance("Khasan", "Vladivostok").rail_km
    assert json.loads(json.dumps(found.to_record()))["rail_km"] == round(found.rail_km, 1)


def test_places_and_positions_are_taken() -> None:
    khasan = rs.place("Khasan")
    assert rs.place(khasan) is khasan
    by_place = rs.distance(khasan, "Ussuriysk").rail_km
    by_position = rs.distance((khasan.lon, khasan.lat), "Ussuriysk").rail_km
    assert by_position == pytest.approx(by_place, abs=2)


def test_a_distance_to_itself_is_nothing() -> None:
    found = rs.distance("Khasan", "Khasan")
    assert found.rail_km == 0
    assert found.circuity is None
    assert found.to_record()["circuity"] is None


def test_what_is_not_counted_makes_no_circuity() -> None:
    """Two positions abreast of one spot are no kilometre apart by rail, and some as the crow flies."""
    found = rs.distance((132.17, 44.2), (132.165, 44.205))
    assert found.rail_km < found.geodesic_km
    assert found.circuity is None
    assert found.to_record()["circuity"] is None


@pytest.mark.parametrize("name", ["Khasan, port", "Ussuriysk yard"])
def test_a_town_taken_for_a_part_of_it_that_is_not_known_is_said(name: str) -> None:
    town = name.split(",")[0].split()[0]
    said = f"no place is known as {name!r}: taken for {town} ("
    assert any(w.startswith(said) for w in rs.distance(name, "Vladivostok").warnings)
    assert not any("no place is known as" in w for w in rs.distance(town, "Vladivostok").warnings)


def test_an_area_says_where_it_was_measured() -> None:
    found = rs.distance("Amur Oblast", "Khabarovsk")
    assert found.rail_km > 0
    assert any("area" in w for w in found.warnings)


def test_place_and_places() -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        rs.place("Vostochny")
    assert {c.place.kind for c in caught.value.candidates} >= {"spaceport", "port"}
    assert rs.place("Vostochny, spaceport").kind == "spaceport"
    with pytest.raises(PlaceNotFoundError):
        rs.place("qzxwvjkqzxwvjk")
    assert rs.places("qzxwvjkqzxwvjk") == ()
    assert rs.places("Khasan")[0].place.country == "RU"


def test_route_gives_ways_shortest_first() -> None:
    ways = rs.route("Ussuriysk", "Harbin", alternatives=3)
    assert [w.rail_km for w in ways] == sorted(w.rail_km for w in ways)
    with pytest.raises(UsageError):
        rs.route("Khasan", "Ussuriysk", alternatives=0)


def test_what_a_way_begins_or_ends_at_cannot_be_avoided() -> None:
    for ends in (("Khasan", "Ussuriysk"), ("Ussuriysk", "Khasan")):
        with pytest.raises(UsageError, match="Khasan must be touched and avoided at once"):
            rs.distance(*ends, avoid=["Khasan"])
    with pytest.raises(UsageError, match="Khasan must be touched and avoided at once"):
        rs.reach("Khasan", 6, avoid=["Khasan"])
    for avoided in (["RU"], ["Baranovsky–Khasan", "ru-kp-khasan-tumangang"]):
        with pytest.raises(NoRouteError, match="every way from Khasan begins on what is to be avoided"):
            rs.reach("Khasan", 6, avoid=avoided)


def test_alternatives_go_through_what_is_named() -> None:
    ways = rs.route("Moscow", "Vladivostok", alternatives=3, via=["Irkutsk"], require=["Tynda"])
    assert len(ways) == 3
    for way in ways:
        assert {"Irkutsk-Passazhirsky", "Tynda"} <= set(way.path.stations)
        assert [place.name for place in way.via] == ["Irkutsk-Passazhirsky"]
    along = rs.route("Moscow", "Vladivostok", alternatives=3, require=["Baikal–Amur Mainline"])
    for way in along:
        sections = [step.section for step in way.path.steps]
        assert len(sections) == len(set(sections))
        assert max(run.km for run in way.path.lines if run.line == "ru-bam") > 50


@pytest.mark.parametrize(("origin", "target"), [("Moscow", "Vladivostok"), ("Khasan", "Moscow")])
def test_the_shorter_way_that_a_note_names_is_among_the_alternatives(origin: str, target: str) -> None:
    ways = rs.route(origin, target, alternatives=4)
    told = re.findall(r"a way of ([\d,.]+) km", " ".join(ways[0].warnings))
    named = {float(km.replace(",", "")) for km in told}
    assert len(named) == 2  # one with breaks of gauge, one by branches
    assert named <= {round(way.rail_km, 1) for way in ways}


def test_matrix_is_symmetric_and_matches_distance() -> None:
    names = ["Khasan", "Ussuriysk", "Vladivostok", "Khabarovsk"]
    places, table = rs.matrix(names)
    assert [p.name.partition("-")[0] for p in places] == names
    for i, row in enumerate(table):
        assert row[i] == 0
        for j, km in enumerate(row):
            assert km == table[j][i]
            assert km == pytest.approx(rs.distance(names[i], names[j]).rail_km, abs=0.01)


def test_read_and_track_agree(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    reading = rs.read(tmp_path / "story.txt")
    assert {s.event for s in reading.sightings} >= {"departed", "arrived", "seen"}
    journey = rs.track([tmp_path / "story.txt"])
    assert {u.sighting.id for u in journey.used} <= {s.id for s in reading.sightings}
    report = rs.read_report(tmp_path / "story.txt")
    assert rs.track(report) == journey


def test_published_is_used(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("The armoured train arrived at Khasan on Tuesday.\n")
    reading = rs.read(tmp_path / "s.txt", published=datetime(2023, 9, 12, 20, tzinfo=UTC))
    interval = reading.sightings[0].interval
    assert interval is not None
    assert interval.latest.date().isoformat() == "2023-09-12"


def test_track_until_hides_later_reports(tmp_path: Path) -> None:
    early, late = tmp_path / "early.txt", tmp_path / "late.txt"
    early.write_text(
        "Published: 2023-09-12T08:00+10:00\n\nThe armoured train arrived at Khasan at 6 a.m. on Tuesday.\n"
    )
    late.write_text(
        "Published: 2023-09-12T15:00+10:00\n\nThe armoured train was seen in Ussuriysk at 1 p.m. on Tuesday.\n"
    )
    then = rs.track([early, late], until=datetime(2023, 9, 12, 2, tzinfo=UTC))
    assert then == rs.track(early, until=datetime(2023, 9, 12, 2, tzinfo=UTC))
    assert {u.sighting.place.name for u in then.used} == {"Khasan"}
    assert "Ussuriysk" in {u.sighting.place.name for u in rs.track([early, late]).used}


def test_a_namesake_that_fits_the_journey_is_taken(tmp_path: Path) -> None:
    """Ji'an in Jiangxi is the larger; only the one in Jilin lies between Manpo and Jilin."""
    case = tmp_path / "case.yaml"
    rows = [
        ("Manpo", "departed", "2010-08-26T00:10+09:00"),
        ("Ji'an, China", "crossed", "2010-08-26T01:00+09:00"),
        ("Jilin City", "seen", "2010-08-26T15:00+08:00"),
    ]
    told = "".join(f'- {{place: "{place}", event: {event}, at: "{at}"}}\n' for place, event, at in rows)
    case.write_text(f"case: border\nsightings:\n{told}", encoding="utf-8")
    journey = rs.track(case)
    assert not journey.rejected
    used = next(u for u in journey.used if u.sighting.event == "crossed")
    assert used.spot is not None
    assert abs(used.spot.lat - 41.1) < 0.2


def test_the_note_on_a_namesake_says_the_place_that_the_journey_goes_by() -> None:
    french = Place("f", "Forbach", "town", 6.89, 49.19, country="FR")
    german = Place("g", "Forbach", "town", 8.35, 48.68, country="DE")
    notes = [
        f"{report}: 'Forbach' is taken for Forbach (town, DE), not for Forbach (town, FR)" for report in ("a", "b")
    ]
    settled = as_settled(notes, [("b", german, french)])
    assert settled == (notes[0], "b: 'Forbach' is taken for Forbach (town, FR), not for Forbach (town, DE)")


def test_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    paths = []
    for i, sentence in enumerate(
        ("departed Pyongyang on Sunday", "arrived at Khasan on Tuesday", "was seen in Ussuriysk")
    ):
        paths.append(tmp_path / f"{i}.txt")
        paths[-1].write_text(f"Published: 2023-09-12T21:30+09:00\n\nThe armoured train {sentence}.\n")
    assert rs.track(paths) == rs.track(paths[::-1])


def test_map_writes_a_page_once(tmp_path: Path, seed_case: Path) -> None:
    out = tmp_path / "map.html"
    rs.map(seed_case, out, title="A title of ours", credits="Our desk", notes="A note of ours")
    page = out.read_text(encoding="utf-8")
    assert all(said in page for said in ("A title of ours", "Our desk", "A note of ours"))
    with pytest.raises(OutputExistsError):
        rs.map(seed_case, str(out))


# ---------------------------------------------------------------- arguments

NAIVE = datetime(2023, 9, 12, 21, 30)


@pytest.mark.parametrize(
    "ask",
    [
        lambda story: rs.track(story, until=NAIVE),
        lambda story: rs.track(story, published=NAIVE),
        lambda story: rs.read(story, published=NAIVE),
        lambda story: rs.map(story, story.with_suffix(".html"), published=NAIVE),
        lambda story: rs.read_report(story, published=NAIVE),
        lambda story: rs.read_reports([story], published=NAIVE),
        lambda story: follow(story, at=NAIVE),
        lambda story: rs.track(story, until=date(2023, 9, 12)),  # type: ignore[arg-type]
        lambda story: rs.track(story, until="2023-09-12"),
        lambda story: rs.read(story, published="2023-09-12T18:30"),
        lambda story: rs.when_at(rs.read(story).sightings, rs.open_world(), "armoured", rs.place("Omsk"), after=NAIVE),
    ],
)
def test_a_time_without_a_zone_is_refused(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    with pytest.raises(UsageError, match=r"has no zone|a datetime is wanted|has no UTC offset"):
        ask(tmp_path / "story.txt")


WRONG = r"{}: 'last Tuesday' is not a time: write it like 2023-09-12T\d\d:\d\d\+\d\d:00"


@pytest.mark.parametrize(
    ("what", "ask"),
    [
        ("until", lambda story: rs.track(story, until="last Tuesday")),
        ("at", lambda story: follow(story, at="last Tuesday")),
        ("published", lambda story: rs.track(story, published="last Tuesday")),
        ("published", lambda story: rs.read_report(story, published="last Tuesday")),
        ("published", lambda _: rs.Report(text=STORY, published="last Tuesday")),
        ("the time", lambda story: rs.track(story).at("last Tuesday")),
        ("after", lambda story: rs.track(story).when_at("Khasan", after="last Tuesday")),
        ("before", lambda _: rs.when_at((), rs.open_world(), "armoured", rs.place("Omsk"), before="last Tuesday")),
    ],
)
def test_a_text_that_is_no_time_is_refused_as_by_the_command(what: str, ask: Any, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    with pytest.raises(UsageError, match=WRONG.format(what)):
        ask(tmp_path / "story.txt")


def test_a_time_may_be_a_text(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    text, moment = "2023-09-13T20:00+10:00", datetime(2023, 9, 13, 10, 0, tzinfo=UTC)
    journey = rs.track(story, until=text)
    assert journey.as_of == rs.track(story, until=moment).as_of == moment
    assert journey.at(text) == journey.at(moment) == rs.position_at(journey, rs.open_world(), text)
    assert follow(story, at=text).position == follow(story, at=moment).position
    assert journey.when_at("Khabarovsk", after=text) == journey.when_at("Khabarovsk", after=moment)
    told = rs.read(story).sightings
    asked = (told, rs.open_world(), "armoured", rs.place("Khabarovsk"))
    assert rs.when_at(*asked, after=text) == rs.when_at(*asked, after=moment)
    assert rs.read_report(story, published=text).published == moment
    assert rs.read_report(story, published="2023-09-12").published == datetime(2023, 9, 12, tzinfo=UTC)
    for whole in ("2023-09-12", date(2023, 9, 12)):
        assert rs.Report(text=STORY, published=whole).published == datetime(2023, 9, 12, tzinfo=UTC)
    assert rs.Report(text=STORY, published=text) == rs.Report(text=STORY, published=moment)


def test_a_bare_date_of_publication_is_its_whole_day(tmp_path: Path) -> None:
    story = tmp_path / "s.txt"
    story.write_text("The armoured train arrived at Khasan on Tuesday.\n")
    by_date = rs.read(story, published=date(2023, 9, 12))
    assert by_date.sightings == rs.read(story, published=datetime(2023, 9, 12, tzinfo=UTC)).sightings
    assert by_date.sightings == rs.read(story, published="2023-09-12").sightings


def test_the_stations_in_reach_have_the_hours_after_which_the_train_can_be_there() -> None:
    found = rs.reach("Khasan", 6)
    names, hours = [place.name for place, _ in found.stations], [h for _, h in found.stations]
    assert (names[0], hours[0]) == ("Khasan", 0.0)
    assert hours == sorted(hours)
    assert hours[-1] <= 6
    farthest, after = found.stations[-1]
    assert farthest in [place for place, _ in rs.reach("Khasan", after + 0.01).stations]
    assert farthest not in [place for place, _ in rs.reach("Khasan", after - 0.01).stations]


def test_one_is_taken_as_one_and_not_letter_by_letter(tmp_path: Path) -> None:
    chita = rs.place("Chita")
    for via in ("Chita", chita, (chita.lon, chita.lat)):
        (passed,) = rs.distance("Khasan", "Moscow", via=via).via
        assert (passed.lon, passed.lat) == pytest.approx((chita.lon, chita.lat), abs=0.1)
    around = rs.distance("Moscow", "Beijing", avoid="MN")
    assert around.rail_km == rs.distance("Moscow", "Beijing", avoid=["MN"]).rail_km
    assert around.rail_km > rs.distance("Moscow", "Beijing").rail_km
    assert rs.distance("Khasan", "Ussuriysk", require="Vladivostok").rail_km > 260
    assert rs.reach("Khasan", 6, avoid="KP").rail_km == rs.reach("Khasan", 6, avoid=["KP"]).rail_km
    (tmp_path / "story.txt").write_text(STORY)
    journey = rs.track(tmp_path / "story.txt", to="Vladivostok")
    assert [d.place.name for d in journey.destinations] == ["Vladivostok"]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: rs.place("Khabarovsk", near=(200, 91)), "not a position"),
        (lambda: rs.places("Khabarovsk", near=("a", "b")), "lon, lat in degrees"),  # type: ignore[arg-type]
        (lambda: rs.places("Khabarovsk", limit=-1), "limit is -1"),
        (lambda: rs.place(None), "None is no place"),  # type: ignore[arg-type]
        (lambda: rs.places(None), "None is no name"),  # type: ignore[arg-type]
        (lambda: rs.distance("Khasan", 3), "3 is no place"),  # type: ignore[arg-type]
    ],
)
def test_arguments_that_mean_nothing_are_refused(ask: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ask()


# ---------------------------------------------------------------- what values show


def test_html_is_small_and_escaped(journey: Any) -> None:
    from tests.samples_journey import journey as sample

    for value in (journey, journey.path, rs.distance("Khasan", "Ussuriysk"), sample()):
        html = value._repr_html_()
        assert html.startswith("<div")
        assert len(html) < 20_000
    assert "Ussuriysk <b>" not in sample()._repr_html_()
    assert "Ussuriysk &lt;b&gt;" in sample()._repr_html_()


def test_frames(journey: Any) -> None:
    assert len(journey.to_gdf()) == len(journey.passages)
    assert str(journey.to_gdf()["latest"].dtype.tz) == "UTC"  # one column holds places of many zones
    assert "times in UTC" in str(rs.Journey.to_gdf.__doc__)
    assert len(journey.to_gdf(kind="positions")) == len(journey.positions)
    sections = journey.path.to_gdf()
    assert sections["km"].sum() == pytest.approx(journey.path.km, abs=0.5)
    found = rs.distance("Khasan", "Ussuriysk")
    assert found.to_gdf().crs.to_epsg() == 4326
    length_km = found.to_gdf(kind="path").to_crs("+proj=aeqd +lat_0=43 +lon_0=131").length.sum() / 1000
    assert 0.8 * found.rail_km < length_km < 1.05 * found.rail_km
    reading = rs.read(Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "report.txt")
    assert len(reading.to_gdf()) == len(reading.sightings)
    assert len(reading.to_gdf(kind="claims")) == len(reading.claims)
    assert reading._repr_html_().startswith("<div")
    reached = rs.reach("Khasan", 3)
    frame = reached.to_gdf()
    assert frame["km"].sum() == pytest.approx(reached.rail_km, abs=0.1)
    assert set(frame.geometry.geom_type) == {"LineString"}
    assert "Khasan, 3 h" in reached._repr_html_()
    with pytest.raises(UsageError, match="stretches"):
        reached.to_gdf(kind="stations")


def test_journeys_go_to_movingpandas(journey: Any) -> None:
    """The frame of positions is what movingpandas takes: one row a time, aware index, WGS84."""
    frame = journey.to_gdf(kind="positions").set_index("at")
    assert str(frame.index.tz) == "UTC"
    assert frame.index.is_monotonic_increasing
    movingpandas = pytest.importorskip("movingpandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trajectory = movingpandas.Trajectory(frame.tz_localize(None), traj_id=1)
    assert trajectory.get_length() > 100_000


def test_explore_gives_a_folium_map(journey: Any) -> None:
    folium = pytest.importorskip("folium")
    reading = rs.read(Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "report.txt")
    for value in (journey, journey.path, rs.distance("Khasan", "Ussuriysk"), rs.reach("Khasan", 3), reading):
        drawn = value.explore()
        assert isinstance(drawn, folium.Map)
        folium.Marker((43.8, 131.98)).add_to(drawn)
        assert "<" in drawn.get_root().render()


def test_plot_gives_axes(journey: Any) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    _, given = plt.subplots()
    assert journey.plot(ax=given) is given
    axes = rs.distance("Khasan", "Ussuriysk").plot()
    west, east = axes.get_xlim()
    assert west < 130.6 < 132 < east
    assert journey.path.plot().lines
    assert rs.reach("Khasan", 3).plot().lines
    reading = rs.read(Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "report.txt")
    shown = {text.get_text() for text in reading.plot().texts}
    assert {"Pyongyang", "Khasan", "Ussuriysk"} <= shown
    plt.close("all")


def test_a_reading_is_drawn_without_a_judgement() -> None:
    """Its sightings are points: no belief, no way, and what is only expected is no place where the train was."""
    from railsight import webmap

    reading = rs.read(Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "report.txt")
    page = webmap.content_of(reading, webmap.Options())
    stops: Any = page["stops"]
    assert len(stops) == sum(s.subject == "train" for s in reading.sightings)
    assert all("belief" not in stop and "reason" not in stop for stop in stops)
    ahead = {s.id for s in reading.sightings if s.event in ("heading", "due") or s.status in ("expected", "speculated")}
    assert {stop["id"] for stop in stops if stop.get("aside")} == ahead
    assert not [p for p in page["paths"] if p["style"] != "other"]  # type: ignore[attr-defined]
    assert len(page["claims"]) == len(reading.claims)  # type: ignore[arg-type]


def test_a_reading_of_nothing_has_no_map(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("Published: 2023-09-12\n\nThe weather was fine.\n")
    reading = rs.read(tmp_path / "s.txt")
    for view in (reading.explore, reading.plot):
        with pytest.raises(UsageError, match="nothing to draw"):
            view()


def test_reprs_are_short_and_work_nothing_out(journey: Any) -> None:
    for value in (journey, journey.path, rs.distance("Khasan", "Moscow"), rs.reach("Khasan", 6)):
        assert len(repr(value)) < 300
    assert "Khasan - Moscow" in repr(rs.distance("Khasan", "Moscow"))
    assert "sightings used" in repr(journey)
    assert re.search(
        r"<Reading: 1 report, \d+ mentions, ", repr(rs.read(rs.Report("r", "The train left Omsk at noon.")))
    )
    fresh = rs.track(Path(__file__).parent.parent / "seeds" / "armoured-train-2023" / "case.yaml")
    repr(fresh)
    assert repr(fresh.positions) == "<not worked out yet>"
    assert len(repr(fresh.positions[0])) < 400
    assert len(repr(rs.place("Russia"))) < 600


@pytest.mark.timeout(600)  # a checker reads matplotlib and folium whole
def test_types_are_public(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a strict client sees: `rs.map` is there, and what is drawn has the type of the library that draws it.

    By the settings of the checkout, so that what its own check has found out already is not found out again.
    """
    from mypy import api as mypy

    monkeypatch.chdir(root)

    client = "import railsight as rs\nj = rs.map('a', 'b')\nreveal_type(j.explore())\nreveal_type(j.plot())\n"
    (tmp_path / "client.py").write_text(client)
    out, err, status = mypy.run([str(tmp_path / "client.py")])
    assert status == 0, out + err
    assert "folium.folium.Map" in out
    assert "matplotlib.axes._axes.Axes" in out


def test_a_view_refuses_options_it_does_not_have() -> None:
    path = rs.distance("Khasan", "Ussuriysk").path
    for ask in (path.explore, path.plot, path.to_gdf, path._repr_html_):
        with pytest.raises(TypeError, match="foo"):
            ask(foo=1)  # type: ignore[call-arg, operator]
    assert not hasattr(rs, "show")  # options that are code in strings


def test_before_the_first_report_nothing_was_known(seed_case: Path) -> None:
    with pytest.raises(rs.errors.NoAnswerError, match="nothing was known by 2023-09-12T08:00:00") as caught:
        rs.track(seed_case, until=datetime(2023, 9, 12, 8, tzinfo=UTC))
    assert "2023-09-12T12:30:00" in caught.value.hint


def test_goals_around_are_the_larger_towns_near_what_was_seen_and_facilities() -> None:
    from railsight.api.world import bundled_gazetteer, goals_around
    from railsight.model import Candidate, Sighting

    lille = bundled_gazetteer().one("Lille")
    seen = Sighting("a", (Candidate(lille, 1.0),), "seen", "reported")
    goals = goals_around([seen])
    towns = [p for p in goals if p.population]
    assert {"Paris", "Brussels", "Strasbourg"} <= {p.name for p in towns}
    assert all(abs(p.lat - lille.lat) <= 12 for p in towns)
    assert [p.population for p in towns] == sorted((p.population for p in towns), reverse=True)  # type: ignore[type-var]
    assert any(p.kind == "spaceport" for p in goals)
    assert goals_around([]) == ()


def test_a_misspelling_is_known_and_a_word_is_not() -> None:
    from railsight.api.spots import is_known
    from railsight.api.world import open_world

    known = [
        w for w in ("Khasan", "khassan", "Vostochny", "Haltepunkt", "origin", "130.6,42.4") if is_known(open_world(), w)
    ]
    assert known == ["Khasan", "khassan", "Vostochny", "130.6,42.4"]


def test_a_network_may_be_itself_its_path_or_its_name(tmp_path: Path) -> None:
    file = tmp_path / "own.rsn"
    file.write_bytes(compile_tables(write_tables(tmp_path)))
    story = tmp_path / "s.txt"
    story.write_text("The train left Epsilon on 5 March 2024. It reached Zeta I the next day.")
    for network in (file, str(file), rs.open_network(file), rs.open_world(file)):
        assert rs.distance("Alpha", "Gamma", network=network).rail_km == 80.0
        assert rs.reach("Alpha", 5, network=network).rail_km > 0
        assert len(rs.matrix(["Alpha", "Gamma"], network=network)[1]) == 2
        assert {s.place.id for s in rs.read(story, network=network).sightings} <= {"bb-epsilon", "bb-zeta"}
        assert rs.track(story, network=network).used
        rs.map(story, tmp_path / "m.html", network=network, force=True)


def test_a_report_takes_a_date_wherever_it_is_read(tmp_path: Path) -> None:
    story = tmp_path / "s.txt"
    story.write_text("The train left Khasan on Monday.")
    day = date(2024, 3, 13)
    each = (rs.read_report(story, published=day), rs.read_reports([story], published=day)[0])
    assert {r.published for r in (*each, *rs.read(story, published=day).reports)} == {datetime(2024, 3, 13, tzinfo=UTC)}


@pytest.mark.parametrize("hours", ["6", None, True, [6]])
def test_hours_of_reach_that_are_no_number_are_refused(hours: object) -> None:
    with pytest.raises(UsageError, match="number of hours"):
        rs.reach("Khasan", hours)  # type: ignore[arg-type]


def test_a_place_is_settled_by_its_kind() -> None:
    assert rs.place("Vostochny", kind="cosmodrome").kind == "spaceport"
    assert rs.place("Tumen", kind="station", country="CN").kind == "station"


def test_a_train_of_ones_own_table_is_public(tmp_path: Path) -> None:
    head = "profile,title,max_kmh,gauges_mm,countries,break_of_gauge,kind,key,median,sigma_log,share,source\n"
    (tmp_path / "mine.csv").write_text(f"{head}mine,Mine,90,,,,speed,*,30,0.2,,me\n")
    train = rs.read_profile(tmp_path / "mine.csv")
    assert rs.distance("Khasan", "Ussuriysk", profile=train).profile == "mine"


@pytest.mark.parametrize("profile", ["armoured", "freight"])
def test_a_duration_is_checked_with_the_running_time_of_the_train(profile: str) -> None:
    text = "The train left Khasan at 6 a.m. on 12 September 2023. The journey from Khasan to Ussuriysk takes 5 hours."
    report = rs.Report("a", text, published=datetime(2023, 9, 13, tzinfo=UTC))
    reading = rs.read(rs.Case("c", profile=profile, reports=(report,)))
    (claim,) = [c for c in reading.claims if c.kind == "duration"]
    hours = rs.distance("Khasan", "Ussuriysk", profile=profile).running_time
    assert claim.running_time_h == pytest.approx(hours.likely_h, abs=0.05)
    assert claim.verdict == ("agrees" if hours.earliest_h <= 5 <= hours.latest_h else "rounded")


def test_what_was_read_may_be_followed(seed_case: Path) -> None:
    """The door is closed under composition: a reading, its sightings and a mixture of things go on to ``track``."""
    text = "The armoured train left Khasan at 6 a.m. on 12 September 2023 and arrived in Ussuriysk at noon."
    report = rs.Report("a", text, published=datetime(2023, 9, 13, tzinfo=UTC))
    reading = rs.read(report)
    journey = rs.track(report)
    told = [u.sighting for u in journey.used]
    assert len(told) == 2
    for given in (reading, [reading], reading.sightings, list(reading.sightings)):
        again = rs.track(given)
        assert [u.sighting for u in again.used] == told
        assert again.passages == journey.passages
    followed = rs.follow(reading)
    assert followed.reading is not None
    assert followed.reading.reports == reading.reports
    one = rs.track(reading.sightings[0])
    assert [u.sighting.id for u in one.used] == [reading.sightings[0].id]
    both = rs.track([seed_case, *reading.sightings])
    assert {s.id for s in reading.sightings} <= {s.sighting.id for s in (*both.used, *both.rejected)}


def test_a_journey_says_where_the_train_is() -> None:
    report = rs.Report(
        "a",
        "The armoured train left Khasan at 6 a.m. on 12 September 2023 and arrived in Ussuriysk at noon.",
        published=datetime(2023, 9, 13, tzinfo=UTC),
    )
    journey = rs.track(report)
    at = journey.passages[0].likely + (journey.passages[-1].likely - journey.passages[0].likely) / 2
    position = journey.at(at)
    assert position == rs.position_at(journey, rs.open_world(), at)
    assert isinstance(position, rs.Position)
    assert pickle.loads(pickle.dumps(journey)).at(at) == position
    for bad in (at.replace(tzinfo=None), "2023", None):
        with pytest.raises(UsageError):
            journey.at(bad)  # type: ignore[arg-type]
    network = random_network(3)
    with pytest.raises(UsageError, match="another network"):
        journey.at(at, network=network)
    elsewhere = rs.infer(told(network), network, "armoured")
    moment = elsewhere.passages[0].likely
    with pytest.raises(UsageError, match="another network"):
        elsewhere.at(moment)
    assert elsewhere.at(moment, network=network) == rs.position_at(elsewhere, network, moment)


def told(network: rs.Network) -> list[rs.Sighting]:
    noon = datetime(2023, 9, 12, 12, tzinfo=UTC)
    return [
        rs.Sighting(
            "a", (rs.Candidate(station(network, 1), 1.0),), "seen", "reported", interval=rs.Interval(noon, noon)
        )
    ]


def test_a_matrix_says_what_it_holds() -> None:
    table = rs.matrix(["Khasan", (131.95, 43.8), [131.88, 43.11]])
    places, km = table
    assert (table.places, table.km) == (places, km) == tuple(table)
    assert table.between("Khasan", places[1]) == km[0][1] == pytest.approx(260, abs=5)
    assert "km by rail" in repr(table)
    assert "Khasan" in repr(table)
    assert len(repr(table)) < 200
    assert "km by rail" in table._repr_html_()
    frame = table.to_frame()
    assert frame.loc["Khasan"].tolist() == km[0]
    assert frame.columns.name == "km to"
    with pytest.raises(UsageError, match="not in the table"):
        table.between("Khasan", "Chita")


def test_values_are_short_when_printed() -> None:
    place = rs.place("Khasan")
    assert repr(place) == "<Place Khasan, station, RU: 130.645, 42.4299 (ru-987002)>"
    assert repr(rs.Candidate(place, 0.5)) == "<Candidate Khasan, station, RU: 0.50 (ru-987002)>"
    path = Path(rs.open_world().name).with_name("gazetteer.sqlite")
    assert repr(rs.open_gazetteer(path)).endswith(" places>")


def test_a_name_of_a_train_goes_wherever_a_profile_does() -> None:
    network, train = rs.open_world(), rs.profile("freight")
    a, b = (rs.snap(network, rs.place(name))[0] for name in ("Khasan", "Ussuriysk"))
    path = rs.shortest_path(network, a, b, profile="freight")
    assert path == rs.shortest_path(network, a, b, profile=train)
    assert rs.k_paths(network, a, b, 2, profile="freight") == rs.k_paths(network, a, b, 2, profile=train)
    assert rs.distances_m(network, [a], [b], profile="freight") == rs.distances_m(network, [a], [b], profile=train)
    assert rs.running_time(path, "freight") == rs.running_time(path, train)
    seen = told(network)
    assert rs.infer(seen, network, "freight").passages == rs.infer(seen, network, train).passages
    asked = [rs.when_at(seen, network, kind, rs.place("Ussuriysk")) for kind in ("freight", train)]
    assert asked[0] == asked[1]
