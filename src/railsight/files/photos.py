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
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from railsight.errors import ReportFormatError
from railsight.files.texts import check_size, opened, stem_of
from railsight.model import Candidate, Case, Place, Report, Sighting
from railsight.times import from_iso, in_years, is_offset, reported, zone_at

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
_MOMENT = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?")  # ISO 8601 too
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_CHANGED = 0x0132  # when the file was changed last
# The camera's clock against the satellites': nearly all offsets are half hours, and cameras are so far off. Where the
# two tell another moment by more than that half hour, the camera's clock is wrong.
_HALF_HOUR_S, _ASTRAY_S = 1800.0, 60.0
_PNG, _PNG_EXIF, _PNG_END = b"\x89PNG\r\n\x1a\n", b"eXIf", b"IEND"
_MAX_EXIF_BYTES = 1_000_000


def read_photo(path: str | os.PathLike[str]) -> Case:
    """A photo as a case of one sighting: ``seen`` where it was taken, when it was, its caption as the words.

    The time is the camera's with its offset from UTC, else on the clock of the place; but that of the satellites where
    the camera's is more than half an hour from it, or tells no zone and differs by one. The note says whose it is.
    ReportFormatError for what is no photo or says no position.
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
    told = []
    if taken is not None and taken > _written(file) + timedelta(days=1):
        told.append(
            f"{file}: the photo is dated {taken:%d %b %Y}, after its file was written: its camera's clock is wrong"
        )
    camera = " ".join(dict.fromkeys(f"{_text(exif.image.get(_MAKE))} {_text(exif.image.get(_MODEL))}".split()))
    return Case(
        name=name,
        warnings=tuple(told),
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
                    if not image and picture.format == "PNG":
                        image.load(_exif_of_png(f))
                    return _Exif(dict(image), dict(image.get_ifd(_TAKING)), dict(image.get_ifd(_SATELLITES)))
        except Exception as error:  # a parser of bytes from anywhere: whatever it stumbles over, the file is at fault
            heic = file.lower().endswith((".heic", ".heif"))
            hint = "save it as JPEG, with where it was taken" if heic else _ELSEWHERE
            raise ReportFormatError("this is no photo that can be read", file=file, hint=hint) from error


def _exif_of_png(f: BinaryIO) -> bytes:
    """The EXIF of a PNG, which may stand behind its picture; empty when there is none."""
    f.seek(len(_PNG))
    while len(head := f.read(8)) == 8:
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == _PNG_EXIF and length <= _MAX_EXIF_BYTES:
            return b"Exif\0\0" + f.read(length)
        if kind == _PNG_END:
            break
        f.seek(length + 4, os.SEEK_CUR)  # its sum is 4 bytes
    return b""


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
    said = (_text(exif.taking.get(tag)) for tag in _CLOCKS)
    camera = next((t for x in said if (t := _moment(x)) is not None), None)
    satellites = _satellite_time(exif.gps)
    if camera is None:
        if satellites is not None:
            return satellites, _BY_SATELLITES
        changed = _moment(_text(exif.image.get(_CHANGED))) is not None
        return None, "no time in the photo" + (", only that of the file's last change" if changed else "")
    offset = camera.tzinfo or _offset(exif.taking)
    whose = "time of the camera" if offset else "time of the camera, taken to be on the clock of the place"
    taken = camera.replace(tzinfo=offset or zone_at(place.lon, place.lat))
    if satellites is None:
        return taken, whose
    astray_s = (taken - satellites).total_seconds()
    if offset is None and abs(astray_s) < _DAY_S:
        shift_s = (camera.replace(tzinfo=UTC) - satellites).total_seconds()
        if abs(shift_s - round(shift_s / _HALF_HOUR_S) * _HALF_HOUR_S) <= _ASTRAY_S:
            return satellites, _BY_SATELLITES
    if abs(astray_s) <= _HALF_HOUR_S:
        return taken, whose
    return (
        satellites,
        f"{_BY_SATELLITES}, the camera's clock is {_long(abs(astray_s))} {'fast' if astray_s > 0 else 'slow'}",
    )


def _long(seconds: float) -> str:
    """How far a clock is off: ``3 h 56 min``, ``412 days``."""
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if seconds < 2 * _DAY_S else f"{seconds / _DAY_S:.0f} days"


def _satellite_time(gps: Mapping[int, Any]) -> datetime | None:
    clock = _numbers(gps.get(_TIME))
    day = _moment(f"{_text(gps.get(_DATE))} 00:00:00")
    if not clock or day is None or max(clock) > 60:
        return None
    return day.replace(tzinfo=UTC) + timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])


def _moment(text: str) -> datetime | None:
    """A time as EXIF writes it ("2023:09:12 06:20:31"), or as ISO 8601 does; with an offset only where it tells one."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        return in_years(from_iso(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}{found[5] or ''}"))
    except ValueError:
        return None


def _written(file: str) -> datetime:
    """When a file was written last: no photo in it can be younger."""
    return datetime.fromtimestamp(Path(file).stat().st_mtime, UTC)


def _offset(taking: Mapping[int, Any]) -> timezone | None:
    for tag in _OFFSETS:
        text = _text(taking.get(tag))
        found = _OFFSET.fullmatch("+00:00" if text == "Z" else text)
        if found:
            minutes = 60 * int(found[2]) + int(found[3])
            offset = timedelta(minutes=-minutes if found[1] == "-" else minutes)
            if is_offset(offset):
                return timezone(offset)
    return None
