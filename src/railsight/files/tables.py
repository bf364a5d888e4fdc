"""Tables: CSV that a spreadsheet cannot be tricked with, and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from railsight.geo import geodesic_m
from railsight.model import Place

Row = Mapping[str, Any]
# A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> object:
    """Numbers as they are; text that a spreadsheet would run gets an apostrophe before it; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    # A bare carriage return ends a row for some readers and is not quoted by Python's writer.
    text = str(value).replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA[:4]) else text


def csv_text(rows: Iterable[Row]) -> str:
    """Rows with the same keys as CSV (RFC 4180 with ``\\n``), keys as header. Empty rows give an empty text."""
    out = io.StringIO()
    writer: Any = None
    for row in rows:
        if writer is None:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(row)
        writer.writerow([safe_cell(v) for v in row.values()])
    return out.getvalue()


def pair_rows(
    names: Sequence[str], places: Sequence[Place], table: Sequence[Sequence[float | None]]
) -> list[dict[str, Any]]:
    """One row for each pair of a distance table, names as they were given."""
    rows = []
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            km = table[i][j]
            rows.append(
                {
                    "from": names[i],
                    "to": names[j],
                    "rail_km": None if km is None else round(km, 3),
                    "geodesic_km": round(geodesic_m(a.lon, a.lat, b.lon, b.lat) / 1000.0, 3),
                }
            )
    return rows


def write_pairs(path: str, rows: Sequence[Row], *, force: bool = False) -> None:
    """Rows as .csv or .parquet. Errors as ``write_bytes``; MissingExtraError without pyarrow for Parquet."""
    from railsight.files.atomic import write_text, write_with

    if not path.lower().endswith(".parquet"):
        write_text(path, csv_text(rows), force=force)
        return
    from railsight.errors import MissingExtraError

    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("writing Parquet", "parquet") from None
    columns = {key: [row[key] for row in rows] for key in (rows[0] if rows else ())}
    write_with(path, lambda temp: pq.write_table(pa.table(columns), temp), force=force)
