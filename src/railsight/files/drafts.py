"""Writing a case down from what was read, to be checked by a person: ``read -o case.yaml``.

Every sighting stands under its report with the words it was read from; what was left unread follows as a remark. Until
somebody mends it the case tells the same sightings as the reports; of a name that may mean several places it names the
likeliest, the others in a remark. Report text is hostile here as everywhere: it stands only in quoted scalars and in
remarks of one line each, without characters that steer a terminal or an editor.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from railsight.errors import UsageError
from railsight.files.case import MAX_NAME, MAX_TITLE
from railsight.files.case_places import Named, PlaceReader
from railsight.files.case_sightings import LEAST_CERTAINTY, MAX_ID, MAX_SUBJECT, day_at
from railsight.files.schema import MAX_TEXT
from railsight.files.strictyaml import MAX_YAML_BYTES
from railsight.gazetteer.lookup import SETTLED
from railsight.geo import apart_m
from railsight.model.reading import title_of
from railsight.times import zone_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from railsight.gazetteer import Gazetteer
    from railsight.model import Place, Report, Sighting
    from railsight.resolution import Reading
    from railsight.times import Interval

_HEAD = """\
# What was read, for you to check. Each sighting stands with the words it was read from: mend what is wrong, take out
# what is not of this train, add what is missing (names that were left unread stand below each report). A certainty
# below 1 marks a guess: take that line out once you know better. Then
#     railsight map {file} -o map.html
# What the keys mean is told in the guide, under "A case of your own".
"""
_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w .'()/+:-]*[\w).])?", re.ASCII)
_TAKEN = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))  # not text for other readers of YAML
_MARKS = re.compile(r": |:$| #|^[\d.:+-]+$")
# Beyond what is printable: what steers the direction of writing, joins or hides characters, or ends a line.
_UNSEEN = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
    "|[\\xad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\ufff9-\\ufffb\\U000e0000-\\U000e0fff]"
)
_NOT_THERE = frozenset(("dateline", "agency", "clock"))  # roles of names that no train is told to be at
_AROUND = 60  # characters of a text on either side of a name that was left unread
_MOST_UNREAD = 40
_SAME_M = 100.0
_WORTH_NAMING = 0.05  # of another place that a name may mean
_OF_WAY = ("toward", "away_from", "origin")


def case_draft(
    reading: Reading, gazetteer: Gazetteer, *, name: str, file: str = "case.yaml", network: str | None = None
) -> str:
    """A reading as the text of a case file that ``read_case`` takes; ``file`` is what the remarks call it.

    Names are written where they are enough to find the place in ``gazetteer``, else its position; a text that is longer
    than a case may hold is cut. ``network`` is the file of another network than the bundled one, seen from the folder
    of the case. UsageError where the whole would be longer than a case may be.
    """
    names = PlaceReader(gazetteer, None, None)
    lines = [_HEAD.format(file=_remark(shlex.quote(file))), f"case: {_scalar(name.strip(), MAX_NAME) or 'case'}"]
    title = title_of(reading.reports)
    lines += [f"title: {_scalar(title, MAX_TITLE)}"] if title else []
    lines += [f"network: {_scalar(network)}"] if network else []
    lines.append("reports:" if reading.reports else "reports: []")
    for report in reading.reports:
        lines += _report(report)
    lines.append("sightings:" if reading.sightings else "sightings: []")
    for report in reading.reports:
        lines += ["", f"  # {_remark(report.title or report.source or report.id)}"]
        for sighting in (s for s in reading.sightings if s.report == report.id):
            lines += _sighting(sighting, names)
        lines += _withdrawn(report, reading)
        lines += _unread(report, reading)
    known = {report.id for report in reading.reports}
    loose = [replace(s, report=None) for s in reading.sightings if s.report not in known]
    lines += ["", "  # of no report", *chain.from_iterable(_sighting(s, names) for s in loose)] if loose else []
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MAX_YAML_BYTES:
        raise UsageError("what was read is longer than a case may be (1 MB)", hint="write one for fewer reports")
    return text


def _report(report: Report) -> list[str]:
    """A report that is not read again: only where its sightings come from."""
    published = report.published and _clock(report.published)
    told = {"published": published, **{k: getattr(report, k) for k in ("source", "title", "url", "language")}}
    return [
        f"  - id: {_scalar(report.id, MAX_ID)}",
        "    read: no",
        *(f"    {k}: {_scalar(v)}" for k, v in told.items() if v),
    ]


def _sighting(sighting: Sighting, names: PlaceReader) -> list[str]:
    given = {
        "quote": sighting.quote_text and _quoted(" ".join(sighting.quote_text.split())[:MAX_TEXT]),
        "place": _place(sighting.place, names),
        "event": sighting.event,
        **_times(sighting.interval, sighting.place),
        "status": sighting.status,
        "certainty": "" if sighting.certainty == 1.0 else f"{max(sighting.certainty, LEAST_CERTAINTY):g}",
        "subject": "" if sighting.subject == "train" else _scalar(sighting.subject, MAX_SUBJECT),
        "heading": sighting.heading,
        **{k: _place(place, names) for k in _OF_WAY if (place := getattr(sighting, k))},
        "report": _scalar(sighting.report or "", MAX_ID),
        "source": _scalar(sighting.source),
        "known_at": sighting.known_at and _clock(sighting.known_at),
        "note": _scalar(sighting.note),
    }
    others = [c for c in sighting.candidates[1:4] if c.score >= _WORTH_NAMING]
    doubt = [f"    # or {_remark(_described(c.place))} ({c.score:.0%})" for c in others]
    return [f"  - id: {_scalar(sighting.id, MAX_ID)}", *(f"    {k}: {v}" for k, v in given.items() if v), *doubt]


def _described(place: Place) -> str:
    return ", ".join(filter(None, (place.name, place.kind, place.country)))


def _place(place: Place, names: PlaceReader) -> str:
    """The shortest that finds the place again: its name, its name with a country or kind, or its position."""
    for country, kind in ((None, None), (place.country, None), (None, place.kind), (place.country, place.kind)):
        told = Named(place.name, country, kind)
        if len(place.name) <= 200 and _finds(told, place, names):
            more = [f"{k}: {_scalar(v)}" for k, v in (("country", country), ("kind", kind)) if v]
            return f"{{{', '.join([f'name: {_scalar(place.name)}', *more])}}}" if more else _scalar(place.name)
    parts = [f"name: {_scalar(place.name[:200])}", f"lon: {place.lon:.5f}", f"lat: {place.lat:.5f}"]
    parts += [f"{k}: {_scalar(v)}" for k, v in (("country", place.country), ("kind", place.kind)) if v]
    parts += [f"radius_m: {place.radius_m:.0f}"] if place.radius_m else []
    return f"{{{', '.join(parts)}}}"


def _finds(told: Named, place: Place, names: PlaceReader) -> bool:
    found = names.candidates(told)
    if not found or found[0].score < SETTLED * sum(c.score for c in found):
        return False
    first = found[0].place
    alike = first.kind == place.kind and round(first.radius_m) == round(place.radius_m)  # "near X" is a wider X
    return alike and (first.id == place.id or apart_m(first, place) < _SAME_M)


def _times(interval: Interval | None, place: Place) -> dict[str, str | None]:
    """The days, where the case reads just that from them, else the two ends on the place's own clock."""
    if interval is None:
        return {}
    zone = zone_at(place.lon, place.lat)
    first, last = (t.astimezone(zone) for t in (interval.earliest, interval.latest))
    if day_at(first.date(), place).earliest == first and day_at(last.date(), place).latest == last:
        if first.date() == last.date():
            return {"at": first.date().isoformat()}
        return {"earliest": first.date().isoformat(), "latest": last.date().isoformat()}
    return {"earliest": _clock(first), "latest": _clock(last)}


def _clock(when: datetime) -> str:
    exact = bool(when.second or when.microsecond)
    return when.isoformat(timespec="auto" if exact else "minutes")


def _withdrawn(report: Report, reading: Reading) -> Iterator[str]:
    """Remarks on what the report told and a later one withdrew."""
    for sighting in (s for s in reading.withdrawn if s.report == report.id):
        told = f"withdrawn by {sighting.withdrawn_by}: {sighting.event} at {sighting.place.name}: {sighting.quote_text}"
        yield f"  # {_remark(told)}"


def _unread(report: Report, reading: Reading) -> Iterator[str]:
    """Remarks on the places named that no sighting of the report is at, with the words around."""
    read = {s.place.id for s in reading.sightings if s.report == report.id}
    told = [
        (m, why)
        for m, why in reading.unplaced
        if m.report == report.id and m.role not in _NOT_THERE and m.place is not None
        if m.place.id not in read and m.place.kind != "country"
    ]
    for mention, why in told[:_MOST_UNREAD]:
        around = report.text[max(0, mention.start - _AROUND) : mention.end + _AROUND]
        yield f"  # left unread: {_remark(mention.text)} ({_remark(why)}): ... {_remark(around)} ..."
    if len(told) > _MOST_UNREAD:
        yield f"  # left unread: {len(told) - _MOST_UNREAD} more names"


def _scalar(text: str, limit: int = MAX_TEXT) -> str:
    """So many characters as YAML: as they are where nobody could take them for anything else, else in quotes; nothing
    for none.
    """
    text = text[:limit]
    if not text:
        return ""
    plain = _PLAIN.fullmatch(text) and not _MARKS.search(text) and text.casefold() not in _TAKEN
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    return _UNSEEN.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _remark(text: str) -> str:
    """A text in one line of a remark."""
    return _UNSEEN.sub("", " ".join(text.split()))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code < 0xE000:  # half a character is none
        return "\\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
