"""The verbs asked with what a request gave: what the commands print, as bytes. Runs in a worker process."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from railsight.errors import InputError, RailsightError, UsageError
from railsight.serve.contract import Given
from railsight.serve.refusals import HTML_TYPE, Answer, cut, error_answer, error_body, to_bytes

if TYPE_CHECKING:
    from railsight.api.distances import Distance
    from railsight.api.following import Followed
    from railsight.model import Report

# Bodies: one report as text, or many as JSON Lines. A report on its own has the id it has on standard input.
LINES = "lines"
_REPORT_ID = "stdin"
_LINES_NAMED = 20
# In a query a bare + means a blank: 18:30+09:00 arrives as "18:30 09:00", which can mean nothing else.
_PLUS_LOST = re.compile(r"(?<=:\d\d) (?=\d\d:?\d\d$)")


class Answers:
    """The verbs on one network (a file, or None for the bundled one)."""

    def __init__(self, network: str | None = None) -> None:
        self._network = network

    def warm(self) -> None:
        """Open what every question needs, so that a missing file is found at the start."""
        from railsight.api.world import bundled_gazetteer, open_world

        open_world(self._network)
        bundled_gazetteer()

    def answer(self, name: str, given: Given, body: bytes = b"", form: str = "") -> Answer:
        """What ``question`` says to these parameters and reports. Every error is an answer too.

        The text of a report is in no message but those that quote a few characters of it to whoever sent it.
        """
        try:
            return self._verb(name)(given, body, form)
        except RailsightError as error:
            return error_answer(error)
        except (MemoryError, RecursionError) as error:
            what = type(error).__name__
            return Answer(422, error_body(what, "this is too large or too deep to work on", "ask for less"))

    def _verb(self, name: str) -> Callable[[Given, bytes, str], Answer]:
        verbs: dict[str, Callable[[Given, bytes, str], Answer]] = {
            "distance": self._distance,
            "place": self._place,
            "distance_map": self._distance_map,
            "read": self._read,
            "track": self._track,
            "map": self._map,
        }
        return verbs[name]

    def _found(self, given: Given) -> Distance:
        from railsight.api.distances import distance

        return distance(
            given["from"],
            given["to"],
            via=given.get("via", ()),
            avoid=given.get("avoid", ()),
            require=given.get("require", ()),
            profile=given["profile"],
            network=self._network,
        )

    def _distance(self, given: Given, _body: bytes, _form: str) -> Answer:
        return Answer(200, to_bytes(self._found(given).to_record()))

    def _distance_map(self, given: Given, _body: bytes, _form: str) -> Answer:
        from railsight.api.views import distance_page

        return _page(distance_page(self._found(given)))

    def _place(self, given: Given, _body: bytes, _form: str) -> Answer:
        from railsight.api.world import no_place, places
        from railsight.files.records import candidate_record

        name, country = given["name"], given.get("country")
        near = _lonlat(given["near"]) if "near" in given else None
        found = places(name, near=near, country=country, limit=int(given["limit"]), network=self._network)
        if not found:
            raise no_place(name, country=country, network=self._network)
        return Answer(200, to_bytes([candidate_record(c) for c in found]))

    def _read(self, given: Given, body: bytes, form: str) -> Answer:
        from railsight.api.reading import read
        from railsight.files.records import reading_record

        reports, left_out = reports_of(body, form)
        reading = read(reports, published=_published(given), network=self._network)
        return Answer(200, to_bytes(reading_record(reading) | _told(left_out)))

    def _track(self, given: Given, body: bytes, form: str) -> Answer:
        reports, left_out = reports_of(body, form)
        record = self._followed(given, reports).to_record() | _told(left_out)
        if self._network is not None:  # where the file lies on this machine is nobody's business
            record["given"]["network"] = Path(self._network).name
        return Answer(200, to_bytes(record))

    def _map(self, given: Given, body: bytes, form: str) -> Answer:
        from railsight.api.following import draw

        reports, left_out = reports_of(body, form)
        followed = _warned(self._followed(given, reports), left_out)
        return _page(draw(followed, title=given.get("title"), language=given.get("language")))

    def _followed(self, given: Given, reports: Sequence[Report]) -> Followed:
        from railsight.api.following import follow

        return follow(
            reports,
            published=_published(given),
            until=_moment(given, "until"),
            at=_moment(given, "at"),
            to=given.get("to", ()),
            profile=given.get("profile"),
            network=self._network,
        )


def reports_of(body: bytes, form: str) -> tuple[Sequence[Report], Sequence[InputError]]:
    """The reports of a body, and what is wrong with those of its lines that are none. ReportFormatError without any."""
    from railsight.files.headers import make_report
    from railsight.files.texts import decode

    if form != LINES:
        return (make_report(decode(body, "the report"), default_id=_REPORT_ID),), ()
    from railsight.files.jsonlines import reports_of_lines

    left_out: list[InputError] = []
    reports = tuple(reports_of_lines(body, file="report", on_error=left_out.append))
    if left_out and not reports:
        raise left_out[0]
    return reports, left_out


def _told(left_out: Sequence[InputError]) -> dict[str, Any]:
    """The lines that were left out, beside the answer; nothing where all were read."""
    if not left_out:
        return {}
    return {"left_out": [{"line": error.line, "message": cut(error.message), "hint": error.hint} for error in left_out]}


def _warned(followed: Followed, left_out: Sequence[InputError]) -> Followed:
    """A journey whose page says which lines were left out."""
    if not left_out:
        return followed
    from railsight.model.sentences import Sentence

    lines = ", ".join(str(error.line) for error in left_out[:_LINES_NAMED]) + (", …" if left_out[_LINES_NAMED:] else "")
    said = Sentence("not readable and left out, by line of what was sent: {lines}", lines=lines)
    return replace(followed, journey=replace(followed.journey, warnings=(*followed.journey.warnings, said)))


def _page(html: str) -> Answer:
    return Answer(200, html.encode("utf-8", "replace"), HTML_TYPE)


def _lonlat(text: str) -> tuple[float, float]:
    from railsight.geo import check_lonlat

    try:
        lon, lat = (float(part) for part in text.split(","))
        check_lonlat(lon, lat)
    except ValueError:
        raise UsageError(f"near={text!r} is not lon,lat in degrees", hint="for example near=131.9,43.1") from None
    return lon, lat


def _moment(given: Given, name: str) -> datetime | None:
    from railsight.times import parse_iso

    return _time(given, name, parse_iso)


def _published(given: Given) -> datetime | None:
    from railsight.times import given_published

    return _time(given, "published", given_published)


def _time(given: Given, name: str, parse: Callable[[str], Any]) -> datetime | None:
    if name not in given:
        return None
    try:
        found: datetime = parse(_PLUS_LOST.sub("+", given[name]))
    except UsageError:
        raise
    except (ValueError, OverflowError):
        raise UsageError(
            f"{name}={given[name][:40]!r} is not a time", hint=f"write it like {name}=2023-09-12T18:30%2B09:00"
        ) from None
    return found
