"""A photo as a sighting: where and when its camera says that it was taken, by the EXIF in the file.

Nothing of the picture itself is looked at. The position is the camera's, so the train was within sight of it. Who can
take a photo can also write what stands in it: it counts as reported, no more.
"""

from __future__ import annotations

import math
import os
import re
import warnings
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from railsight.errors import ReportFormatError
from railsight.files.texts import check_size, opened, stem_of
from railsight.model import Candidate, Case, Place, Report, Sighting
from railsight.times import in_years, reported, zone_at

if TYPE_CHECKING:
    from collections.abc import Mapping

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")  # the last two are refused
_FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PHOTO_BYTES = 64_000_000
IN_SIGHT_M = 1_000.0  # how far a train may be from who takes a picture of it; an assumption
_MAX_CAPTION = 500
_ELSEWHERE = "write in a case where and when it was taken: place, at"
_DAY_S = 86400.0
# Numbers of the tags (Exif 3.0, CIPA DC-008): of the picture, of its taking, of the satellites.
_DESCRIPTION, _MAKE, _MODEL, _TAKING, _SATELLITES = 0x010E, 0x010F, 0x0110, 0x8769, 0x8825
_CLOCKS = 0x9003, 0x9004  # original, digitized
_OFFSETS = 0x9011, 0x9012, 0x9010  # of the original, of the digitized, of the file
_LAT_SIDE, _LAT, _LON_SIDE, _LON, _TIME, _DATE, _ERROR = 1, 2, 3, 4, 7, 29, 31
_BY_SATELLITES = "time of the satellites"
_MOST_ASTRAY_M = 50_000.0
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
# The camera's clock against the satellites': nearly all offsets are half hours, and cameras are so far off.
_HALF_HOUR_S, _ASTRAY_S = 1800.0, 60.0


def read_photo(path: str | os.PathLike[str]) -> Case:
    """A photo as a case of one sighting: ``seen`` where it was taken, when it was, its caption as the words.

    The time is the camera's with its offset from UTC, else that of the satellites, else the camera's on the clock of
    the place, which the note says. ReportFormatError for what is no photo or says no position.
    """
    file = os.fspath(path)
    exif = _exif(file)
    name = stem_of(file)
    place = _place(exif.gps, f"photo {name}")
    if place is None:
        why = "the photo says no position (messengers and web sites take it out)"
        raise ReportFormatError(why, file=file, hint=_ELSEWHERE)
    taken, how = _taken(exif, place)
    source = f"photo {Path(file).name}"
    camera = " ".join(dict.fromkeys(f"{_text(exif.image.get(_MAKE))} {_text(exif.image.get(_MODEL))}".split()))
    return Case(
        name=name,
        sources=(Report(name, published=taken, source=source),),
        sightings=(
            Sighting(
                id=f"{name}-1",
                candidates=(Candidate(place, 1.0, ("position of the camera",)),),
                event="seen",
                status="reported",
                interval=reported(taken, "minute") if taken else None,
                report=name,
                quote_text=_text(exif.image.get(_DESCRIPTION))[:_MAX_CAPTION],
                source=source,
                note="; ".join(x for x in ("where the camera was", how, camera) if x),
            ),
        ),
    )


def has_position(path: str) -> bool:
    """Whether a file is a photo that says where it was taken."""
    try:
        return _place(_exif(path).gps, "") is not None
    except ReportFormatError:
        return False


class _Exif(NamedTuple):
    """The tags of a photo by their numbers: of the picture, of how it was taken, of the satellites."""

    image: Mapping[int, Any]
    taking: Mapping[int, Any]
    gps: Mapping[int, Any]


def _exif(file: str) -> _Exif:
    """What the EXIF of a file says. Of a JPEG no more than its beginning is read, and no picture is decoded."""
    from PIL import Image

    with opened(file) as f:
        check_size(file, os.fstat(f.fileno()).st_size, MAX_PHOTO_BYTES)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(f, formats=_FORMATS) as picture:
                    # Not ``picture.getexif()``: that of a PNG decodes the picture, to look behind it.
                    image = Image.Image.getexif(picture)
                    return _Exif(dict(image), dict(image.get_ifd(_TAKING)), dict(image.get_ifd(_SATELLITES)))
        except Exception as error:  # a parser of bytes from anywhere: whatever it stumbles over, the file is at fault
            heic = file.lower().endswith((".heic", ".heif"))
            hint = "save it as JPEG, with where it was taken" if heic else _ELSEWHERE
            raise ReportFormatError("this is no photo that can be read", file=file, hint=hint) from error


def _text(value: object) -> str:
    return " ".join(value.replace("\0", " ").split()) if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    """A number of 0 and more; None for anything else."""
    try:
        found = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return found if math.isfinite(found) and found >= 0 else None


def _numbers(value: object) -> list[float]:
    """The three numbers of an angle or a clock; nothing where they are not three such numbers."""
    found = [x for x in map(_number, value) if x is not None] if isinstance(value, tuple) and len(value) == 3 else []
    return found if len(found) == 3 else []


# ---------------------------------------------------------------- where


def _place(gps: Mapping[int, Any], name: str) -> Place | None:
    lat = _degrees(gps, _LAT, _LAT_SIDE, "NS")
    lon = _degrees(gps, _LON, _LON_SIDE, "EW")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180 or (lat == 0.0 and lon == 0.0):
        return None
    return Place(
        id=f"given:{lon:.5f},{lat:.5f}",
        name=name,
        kind="position",
        lon=lon,
        lat=lat,
        radius_m=IN_SIGHT_M + min(_number(gps.get(_ERROR)) or 0.0, _MOST_ASTRAY_M),
        source="photo",
    )


def _degrees(gps: Mapping[int, Any], angle: int, side: int, sides: str) -> float | None:
    """Degrees, minutes and seconds as degrees, those of the second side negative."""
    parts, on = _numbers(gps.get(angle)), _text(gps.get(side))[:1].upper()
    if not parts or on not in sides or not on:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -degrees if on == sides[1] else degrees


# ---------------------------------------------------------------- when


def _taken(exif: _Exif, place: Place) -> tuple[datetime | None, str]:
    """When it was taken, and whose clock says so."""
    said = (exif.taking.get(tag) for tag in _CLOCKS)
    camera = next((t for x in said if (t := _moment(_text(x)[:10], _text(x)[10:19]))), None)
    satellites = _satellite_time(exif.gps)
    if camera is None:
        return satellites, _BY_SATELLITES if satellites else "no time in the photo"
    offset = _offset(exif.taking)
    if offset is not None:
        return camera.replace(tzinfo=offset), "time of the camera"
    if satellites is not None:
        shift_s = (camera - satellites).total_seconds()
        if abs(shift_s) < _DAY_S and abs(shift_s - round(shift_s / _HALF_HOUR_S) * _HALF_HOUR_S) <= _ASTRAY_S:
            return satellites, _BY_SATELLITES
    local = camera.replace(tzinfo=zone_at(place.lon, place.lat))
    return local, "time of the camera, taken to be on the clock of the place"


def _satellite_time(gps: Mapping[int, Any]) -> datetime | None:
    clock = _numbers(gps.get(_TIME))
    day = _moment(_text(gps.get(_DATE)), " 00:00:00")
    if not clock or day is None or max(clock) > 60:
        return None
    return day + timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])


def _moment(day: str, clock: str) -> datetime | None:
    """A day and a clock as EXIF writes them ("2023:09:12", " 06:20:31"), as if they were UTC."""
    try:
        found = datetime.strptime(day.replace(":", "-") + clock, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
        return in_years(found.replace(tzinfo=UTC))
    except ValueError:
        return None


def _offset(taking: Mapping[int, Any]) -> timezone | None:
    for tag in _OFFSETS:
        found = _OFFSET.fullmatch(_text(taking.get(tag)))
        if found and int(found[2]) <= 14 and int(found[3]) < 60:
            minutes = 60 * int(found[2]) + int(found[3])
            return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    return None
