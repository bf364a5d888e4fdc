"""What an earlier command wrote, read back: ``read --json`` and ``track --json``, ``--jsonl`` or ``-o journey.json``.

A journey is not taken as it stands but inferred again from its sightings, wherever they ended up in it, and from what
was asked with them (``given``): so a sighting corrected by hand, or one more report, has its effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from railsight.errors import InputError
from railsight.files.journeys import profile_from_record
from railsight.files.kinds import is_earlier, is_failed, kind_of
from railsight.files.records import (
    Record,
    claim_from_record,
    claim_record,
    place_from_record,
    place_record,
    report_from_record,
    report_record,
    sighting_from_record,
    time_from_text,
    time_text,
)
from railsight.files.texts import stem_of, strict_json
from railsight.model import LANGUAGES, Case, Claim, Place, Report, Sighting

T = TypeVar("T")
MAX_EARLIER_BYTES = 64_000_000
_PAGE = ("subtitle", "credits", "notes", "language")
_WANTED = "give journey.json as `track -o journey.json` writes it, or the output of `read --json`"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a record says for following the train further.

    ``sightings`` are all, those set aside, those told otherwise since and those of others too. ``case`` holds what was
    asked with a journey: its title, train, destinations and page; it is None for a reading. ``reports`` (without text),
    ``claims`` and ``remarks`` are what was read, ``corrections`` the reports among them that correct others, with the
    moment when each became known; ``until`` is the moment up to which things were known, where one was given.
    """

    name: str
    sightings: tuple[Sighting, ...]
    case: Case | None = None
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[str, ...] = ()
    until: datetime | None = None
    corrections: Mapping[str, datetime] = field(default_factory=dict, hash=False)


def given_record(
    *,
    destinations: Sequence[tuple[Place, float | None]],
    network: str | None,
    until: datetime | None,
    warnings: Sequence[str],
    case: Case | None,
    reports: Sequence[Report],
    claims: Sequence[Claim],
    remarks: Sequence[str],
    full: bool,
) -> Record:
    """The key ``given`` of a journey: all that it was inferred from besides its sightings and its train."""
    return {
        "destinations": [{"place": place_record(p, full=full), "prior": prior} for p, prior in destinations],
        "network": network,
        "until": time_text(until, full=full),
        "warnings": list(warnings),
        "page": {key: getattr(case or Case(""), key) for key in _PAGE},
        "reports": [report_record(r) for r in reports],
        "claims": [claim_record(c, full=full) for c in claims],
        "remarks": list(remarks),
    }


# ---------------------------------------------------------------- and back


def read_earlier(text: str, *, source: str = "records") -> Earlier:
    """What one record of JSON text holds. InputError says what it is instead, or what is wrong."""
    return earlier_from_record(json_document(text, source=source), source=source)


def json_document(text: str, *, source: str) -> Any:
    """The value of JSON text. InputError when it is none."""
    try:
        return strict_json(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", file=source, hint=_WANTED) from error


def earlier_from_record(document: Any, *, source: str, name: str = "") -> Earlier:
    """As ``read_earlier``, of JSON already parsed. ``name`` is what it is called if it does not say."""
    if not is_earlier(document):
        raise InputError(f"{kind_of(document)}, not a reading or a journey", file=source, hint=_WANTED)
    try:
        return _earlier(document, source, name or stem_of(source))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError) as error:
        missing = isinstance(error, KeyError)
        what = f"the record has no field {error.args[0]!r}" if missing else f"the record: {error}"
        raise InputError(what, file=source, hint=_WANTED) from error


def _earlier(document: Mapping[str, Any], source: str, name: str) -> Earlier:
    if is_failed(document):
        said = f"{source}: no journey: {document['error'].get('message') or 'it was not made'}"
        return Earlier(str(document["case"]), (), Case(str(document["case"]), warnings=(said,)))
    if "used" not in document:
        return Earlier(
            name,
            tuple(
                s for key in ("sightings", "withdrawn", "retold") for s in _each(document, key, sighting_from_record)
            ),
            reports=_each(document, "reports", report_from_record),
            claims=_each(document, "claims", claim_from_record),
            remarks=_texts(document, "warnings"),
            corrections=dict(_each(document, "corrections", _correction)),
        )
    given = document.get("given")
    keys = ("used", "rejected", "others", "retold")
    sightings = tuple(s for key in keys for s in _each(document, key, sighting_from_record))
    asked: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    notes = _texts(asked, "warnings")
    if not isinstance(given, Mapping):
        notes = (f"{source} does not say which destinations were weighed: they are weighed anew", *notes)
    law, page = document.get("profile_law"), asked.get("page") or {}
    return Earlier(
        str(document.get("case") or name),
        sightings,
        case=Case(
            name=str(document.get("case") or ""),
            title=str(document.get("title") or ""),
            profile=profile_from_record(law) if law is not None else str(document.get("profile") or "armoured"),
            destinations=tuple(
                (place_from_record(d["place"]), _prior(d["prior"])) for d in asked.get("destinations") or ()
            ),
            network=_network(asked.get("network"), source),
            warnings=notes,
            subtitle=str(page.get("subtitle") or ""),
            credits=str(page.get("credits") or ""),
            notes=str(page.get("notes") or ""),
            language=str(page.get("language") or LANGUAGES[0]),
        ),
        reports=_each(asked, "reports", report_from_record),
        claims=_each(asked, "claims", claim_from_record),
        remarks=_texts(asked, "remarks"),
        until=time_from_text(asked.get("until")),
    )


def _each(record: Mapping[str, Any], key: str, make: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    return tuple(make(r) for r in record.get(key) or ())


def _correction(record: Mapping[str, Any]) -> tuple[str, datetime]:
    known_at = time_from_text(record["known_at"])
    if known_at is None:
        raise ValueError("a correction has no known_at")
    return str(record["report"]), known_at


def _texts(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(text) for text in record.get(key) or ())


def _prior(value: Any) -> float | None:
    if value is None:
        return None
    if not 0.0 <= float(value) <= 1.0:
        raise ValueError(f"the prior {value} is no probability: it is in 0..1")
    return float(value)


def _network(name: Any, source: str) -> str | None:
    """The network file a journey was inferred on: where it was then, or beside the record."""
    if name is None:
        return None
    if not isinstance(name, str) or "://" in name or name.startswith("/vsi") or "\x00" in name:
        raise ValueError(f"the network {str(name)[:60]!r} is not a local file")
    beside = Path(source).parent / Path(name).name
    return next((str(p) for p in (Path(name), beside) if p.is_file()), name)
