"""A photo becomes a sighting by what its camera wrote into it; whatever else stands there does no harm."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image

import railsight as rs
from railsight.errors import RailsightError, ReportFormatError
from railsight.files.photos import IN_SIGHT_M, has_position, read_photo
from railsight.files.reports import passed_over, report_files

KHASAN = (130.64, 42.43)
TAKEN = datetime(2023, 9, 11, 20, 20, 31, tzinfo=UTC)


def dms(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees - int(degrees)) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes - int(minutes)) * 60, 3)


def photo(
    path: Path,
    at: tuple[float, float] | None = KHASAN,
    *,
    clock: str | None = "2023:09:12 06:20:31",
    offset: str | None = "+10:00",
    satellites: tuple[str, tuple[float, float, float]] | None = None,
    caption: str = "",
    error_m: float | None = None,
    changed: str = "",
) -> Path:
    """A picture with the EXIF of a camera."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Acme", "Acme 5"
    if changed:
        exif[0x0132] = changed
    if caption:
        exif[0x010E] = caption
    taking, gps = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    taking.update({tag: value for tag, value in ((0x9003, clock), (0x9011, offset)) if value})
    if at is not None:
        lon, lat = at
        gps.update({1: "S" if lat < 0 else "N", 2: dms(abs(lat)), 3: "W" if lon < 0 else "E", 4: dms(abs(lon))})
    if satellites is not None:
        gps.update({29: satellites[0], 7: satellites[1]})
    if error_m is not None:
        gps[31] = error_m
    Image.new("RGB", (8, 8)).save(path, exif=exif)
    return path


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.png", "a.webp"])
def test_a_photo_was_taken_somewhere_at_some_time(tmp_path: Path, name: str) -> None:
    case = read_photo(photo(tmp_path / name, caption="The  train\nat the border"))
    (s,) = case.sightings
    assert (s.event, s.status, s.subject, s.quote_text) == ("seen", "reported", "train", "The train at the border")
    assert (s.place.lon, s.place.lat) == pytest.approx(KHASAN, abs=1e-5)
    assert s.place.radius_m == IN_SIGHT_M
    assert s.interval is not None
    assert s.interval.middle == TAKEN
    assert s.source == f"photo {name}"
    assert [r.id for r in case.sources] == [s.report]
    assert s.note.endswith("time of the camera; Acme 5")


@pytest.mark.parametrize("at", [(-58.4, -34.6), (-0.1, 51.5), (151.2, -33.9), (179.99, 0.0)])
def test_every_quarter_of_the_earth(tmp_path: Path, at: tuple[float, float]) -> None:
    place = read_photo(photo(tmp_path / "a.jpg", at)).sightings[0].place
    assert (place.lon, place.lat) == pytest.approx(at, abs=1e-5)


@pytest.mark.parametrize(
    ("given", "utc", "note"),
    [
        ({"offset": "-03:30", "clock": "2023:09:11 16:50:31"}, TAKEN, "time of the camera;"),
        ({"offset": None}, TAKEN, "time of the camera, taken to be on the clock of the place"),
        # A camera left on Moscow time is put right by the satellites.
        (
            {"offset": None, "clock": "2023:09:11 23:21:10", "satellites": ("2023:09:11", (20.0, 20.0, 31.0))},
            TAKEN,
            "time of the satellites",
        ),
        # The camera's clock counts where it is half an hour from the satellites' at most, with an offset or without.
        (
            {"offset": None, "satellites": ("2023:09:11", (20.0, 7.0, 0.0))},
            TAKEN,
            "time of the camera, taken to be on the clock of the place",
        ),
        ({"satellites": ("2023:09:11", (20.0, 45.0, 0.0))}, TAKEN, "time of the camera;"),
        # On Moscow time and four minutes fast; with an offset that is another's.
        (
            {"offset": None, "clock": "2023:09:11 23:24:31", "satellites": ("2023:09:11", (20.0, 20.0, 31.0))},
            TAKEN,
            "time of the satellites, the camera's clock is 6 h 56 min slow",
        ),
        (
            {"clock": "2023:09:12 09:20:31", "satellites": ("2023:09:11", (20.0, 20.0, 31.0))},
            TAKEN,
            "time of the satellites, the camera's clock is 3 h 0 min fast",
        ),
        (
            {"clock": "2012:01:01 00:00:31", "satellites": ("2023:09:11", (20.0, 20.0, 31.0))},
            TAKEN,
            "time of the satellites, the camera's clock is 4272 days slow",
        ),
        # As some programs write them.
        ({"clock": "2023-09-12T06:20:31"}, TAKEN, "time of the camera;"),
        ({"clock": "2023-09-12T06:20:31+10:00", "offset": None}, TAKEN, "time of the camera;"),
        ({"clock": "2023:09:11 20:20:31", "offset": "Z"}, TAKEN, "time of the camera;"),
        ({"clock": None, "satellites": ("2023:09:11", (20.0, 20.0, 31.0))}, TAKEN, "time of the satellites"),
    ],
)
def test_whose_clock_it_was_is_said(tmp_path: Path, given: dict[str, Any], utc: datetime, note: str) -> None:
    (s,) = read_photo(photo(tmp_path / "a.jpg", **given)).sightings
    assert s.interval is not None
    assert s.interval.middle == utc
    assert note in s.note


@pytest.mark.parametrize("clock", [None, "0000:00:00 00:00:00", "2023:13:40 06:20:31", "9999:01:01 00:00:00", "now"])
def test_without_a_time_it_is_a_sighting_at_no_time(tmp_path: Path, clock: str | None) -> None:
    (s,) = read_photo(photo(tmp_path / "a.jpg", clock=clock)).sightings
    assert s.interval is None
    assert "no time in the photo" in s.note


def test_when_the_file_was_changed_last_is_not_when_it_was_taken(tmp_path: Path) -> None:
    (s,) = read_photo(photo(tmp_path / "a.jpg", clock=None, changed="2023:09:12 15:20:31")).sightings
    assert s.interval is None
    assert "no time in the photo, only that of the file's last change" in s.note


def test_a_photo_of_the_future_is_told_to_be_one(tmp_path: Path) -> None:
    case = read_photo(photo(tmp_path / "a.jpg", clock="2193:09:12 06:20:31"))
    (warning,) = case.warnings
    assert warning.endswith("is dated 12 Sep 2193, after its file was written: its camera's clock is wrong")
    assert read_photo(photo(tmp_path / "b.jpg")).warnings == ()


def test_a_png_may_have_its_exif_behind_the_picture(tmp_path: Path) -> None:
    data = photo(tmp_path / "a.png").read_bytes()
    at, end = data.index(b"eXIf") - 4, data.index(b"IEND") - 4
    behind = at + 12 + int.from_bytes(data[at : at + 4], "big")
    late = tmp_path / "late.png"
    late.write_bytes(data[:at] + data[behind:end] + data[at:behind] + data[end:])
    (s,) = read_photo(late).sightings
    assert s.interval is not None
    assert s.interval.middle == TAKEN
    cut = tmp_path / "cut.png"
    cut.write_bytes(data[:at] + data[behind:end] + data[at : at + 30])
    with pytest.raises(ReportFormatError):
        read_photo(cut)


def test_the_camera_says_how_sure_it_is_of_its_position(tmp_path: Path) -> None:
    assert read_photo(photo(tmp_path / "a.jpg", error_m=250.0)).sightings[0].place.radius_m == IN_SIGHT_M + 250.0


@pytest.mark.parametrize("at", [None, (0.0, 0.0), (200.0, 10.0), (10.0, 95.0)])
def test_a_photo_that_says_no_position_is_refused_with_what_to_do(
    tmp_path: Path, at: tuple[float, float] | None
) -> None:
    file = photo(tmp_path / "a.jpg", at)
    assert not has_position(str(file))
    with pytest.raises(ReportFormatError, match="no position") as caught:
        read_photo(file)
    assert "place, at" in caught.value.hint


def test_a_heic_is_to_be_saved_as_jpeg(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    with pytest.raises(ReportFormatError) as caught:
        rs.track(tmp_path / "a.heic")
    assert "JPEG" in caught.value.hint


def test_photos_alone_make_a_journey(tmp_path: Path) -> None:
    photo(tmp_path / "one.jpg")
    photo(tmp_path / "two.jpg", (131.95, 43.80), clock="2023:09:12 12:05:00")
    journey = rs.track([tmp_path / "one.jpg", tmp_path / "two.jpg"])
    assert [u.sighting.source for u in journey.used] == ["photo one.jpg", "photo two.jpg"]
    assert 250 < journey.path.km < 300  # Khasan to Ussuriysk is 260


def test_a_folder_holds_reports_and_photos_that_say_where_they_were_taken(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("The train left Khasan at 6 a.m. on 12 September 2023.\n")
    photo(tmp_path / "two.jpg", (131.95, 43.80), clock="2023:09:12 12:05:00")
    photo(tmp_path / "logo.jpg", None)
    assert [Path(f).name for f in report_files(str(tmp_path), photos=True)] == ["story.txt", "two.jpg"]
    assert [Path(f).name for f in report_files(str(tmp_path))] == ["story.txt"]
    assert passed_over(str(tmp_path)).startswith("1 file in")
    journey = rs.track(tmp_path)
    assert {u.sighting.source for u in journey.used} == {"story", "photo two.jpg"}
    assert len(rs.read_reports([tmp_path])) == 1


def test_a_photo_gives_a_case_neither_its_name_nor_its_train(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "case: followed\ntrain: {profile: freight}\nsightings:\n"
        "  - {place: Khasan, event: departed, at: 2023-09-12T06:00+10:00}\n"
    )
    journey = rs.track([photo(tmp_path / "two.jpg", (131.95, 43.80), clock="2023:09:12 18:05:00"), case])
    assert (journey.case, journey.profile.name) == ("followed", "freight")
    assert len(journey.used) == 2


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
@pytest.mark.parametrize("at", [KHASAN, None])
def test_no_picture_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: tuple[float, float] | None
) -> None:
    file = tmp_path / name
    if at is None:
        Image.new("RGB", (8, 8)).save(file)
    else:
        photo(file, at)

    def decoded(*_: Any) -> None:
        pytest.fail("the picture was decoded")

    for kind in ("PIL.ImageFile.ImageFile", "PIL.WebPImagePlugin.WebPImageFile", "PIL.PngImagePlugin.PngImageFile"):
        monkeypatch.setattr(f"{kind}.load", decoded)
    assert has_position(str(file)) == (at is not None)


def test_a_photo_is_capped_and_one_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError, match="No such file"):
        read_photo(tmp_path / "none.jpg")
    big = tmp_path / "big.jpg"
    with big.open("wb") as f:
        f.truncate(64_000_001)
    with pytest.raises(ReportFormatError, match="more than 64 MB"):
        read_photo(big)


def test_broken_and_hostile_bytes_are_refused_and_nothing_else(tmp_path: Path) -> None:
    rng, whole = Random(7), photo(tmp_path / "a.jpg", caption="x" * 300).read_bytes()
    file = tmp_path / "b.jpg"
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 3, 20))):
            data[rng.randrange(min(len(data), 900))] = rng.choice((0, 1, 8, 127, 128, 255))
        file.write_bytes(data[: rng.choice((len(data), rng.randrange(len(data))))])
        try:
            case = read_photo(file)
        except RailsightError:
            continue
        assert len(case.sightings) == 1
