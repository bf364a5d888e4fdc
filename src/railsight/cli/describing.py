"""What is in a network, told in lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from railsight.cli.output import plain

_MOST = 12  # entries of a list that are told; the rest are counted
# What the lines below tell in words of their own, or what tells a person nothing.
_TOLD = frozenset((
    "title", "points", "sections", "lines", "rail_km", "length_km", "islands", "bbox", "gauge_km", "km_by_gauge_mm",
    "length_kind_km", "km_by_country", "usages", "usage_by_line", "labels", "partial", "problems", "coarse",
    "caution", "left_out_km", "point_kinds", "mended", "source", "licence", "attribution", "points_off_lines",
))  # fmt: skip


def network_lines(facts: Mapping[str, Any]) -> Iterator[str]:
    """Facts of ``network info`` as lines: how much there is of what, where it comes from, what to know of it."""
    yield plain(facts.get("title") or "a network")
    counts = ", ".join(_counted(facts[what], what) for what in ("points", "sections", "lines"))
    yield f"  {counts}, {facts['rail_km']:,.1f} km"
    yield f"  islands: {_islands(facts['islands'])}"
    if facts.get("bbox"):
        west, south, east, north = facts["bbox"]
        first, last = (
            f"{_degrees(south, 'NS')}, {_degrees(west, 'EW')}",
            f"{_degrees(north, 'NS')}, {_degrees(east, 'EW')}",
        )
        yield f"  from {first} to {last}"
    yield from _kilometres("length by", facts.get("length_kind_km"))
    gauges, countries = facts["km_by_gauge_mm"], facts["km_by_country"]
    yield from _kilometres("gauge", {k if k == "unknown" else f"{k} mm": km for k, km in gauges.items()})
    yield from _kilometres("countries", {"unknown" if k == "?" else k: km for k, km in countries.items()})
    yield from _kilometres("left out", facts.get("left_out_km"))
    if facts.get("point_kinds"):
        kinds = sorted(facts["point_kinds"].items(), key=lambda kv: -kv[1])
        yield f"  points: {_listed([f'{plain(k)} {n:,}' for k, n in kinds])}"
    usages = [plain(u) for u in facts.get("usages", ()) if u]
    if usages:
        yield f"  usage is known: {', '.join(usages)}"
    yield f"  distances: {'looked up in hub labels' if facts.get('labels') else 'searched'}"
    if facts.get("points_off_lines"):
        yield f"  points on no line: {facts['points_off_lines']:,}"
    if facts.get("mended"):
        yield f"  mended: {_listed([plain(m) for m in facts['mended']], most=3, between='; ')}"
    for key, value in facts.items():
        if key not in _TOLD and value not in (None, "", (), [], {}):
            yield f"  {plain(key.replace('_', ' '))}: {_shown(value)}"
    for key in ("source", "licence", "attribution"):
        if facts.get(key):
            yield f"  {key}: {plain(facts[key])}"
    if facts.get("caution"):
        yield f"  note: {plain(facts['caution'])}"
    if facts.get("partial"):
        problems = _listed([plain(p) for p in facts.get("problems", ())], most=3, between="; ")
        yield f"  PARTIAL: {problems or 'not all of the input could be used'}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what if count != 1 else what[:-1]}"


def _islands(count: int) -> str:
    return "none, every point can be reached from every other" if count == 1 else f"{count:,} parts that no track joins"


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):.2f} {letters[0] if value >= 0 else letters[1]}"


def _kilometres(what: str, by: Mapping[str, float] | None) -> Iterator[str]:
    if by:
        most_first = sorted(by.items(), key=lambda kv: -kv[1])
        yield f"  {what}: {_listed([f'{plain(k)} {km_text(km)}' for k, km in most_first])}"


def km_text(km: float) -> str:
    """Kilometres as they are read: short ones to a tenth."""
    return f"{km:,.0f} km" if km >= 10 else f"{km:,.1f} km"


def _listed(entries: Sequence[str], *, most: int = _MOST, between: str = ", ") -> str:
    more = f"{between}and {len(entries) - most:,} more" if len(entries) > most else ""
    return between.join(entries[:most]) + more


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _listed([f"{plain(k)} {plain(v)}" for k, v in value.items()])
    if isinstance(value, list | tuple):
        return _listed([plain(v) for v in value])
    return f"{value:,}" if isinstance(value, int) else plain(value)
