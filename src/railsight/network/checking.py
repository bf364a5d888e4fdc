"""Whether the numbers of a network file that point at something point at something that is there."""

from __future__ import annotations

from collections.abc import Mapping

from railsight.network.runs import run_blocks

# Block, and the block (or word list) it points into; an offset block ends with the length of what it cuts up.
_POINTS_AT = {
    "section_a": "point_lon",
    "section_b": "point_lon",
    "around": "section_a",
    "line_section": "section_a",
    "cell": "section_a",
    "point_cell": "point_lon",
    "label_hub": "label_node",
    "label_node": "point_lon",
}
_CUTS_UP = {
    "point_text_at": "point_text",
    "line_text_at": "line_text",
    "geometry_at": "geometry_lon",
    "around_at": "around",
    "line_section_at": "line_section",
    "cell_at": "cell",
    "point_cell_at": "point_cell",
    "label_at": "label_hub",
}


def check_references(
    blocks: Mapping[str, memoryview], kinds: int, countries: int, gauges: int, *, qualities: int = 256
) -> str:
    """What is wrong, in words; empty when nothing is."""
    for name, target in _POINTS_AT.items():
        if name in blocks and len(blocks[name]) and max(blocks[name]) >= len(blocks[target]):
            return f"block {name} points beyond {target}"
    for name, target in _CUTS_UP.items():
        if name not in blocks:
            continue
        offsets = blocks[name].tolist()
        if not offsets or offsets[0] != 0 or offsets[-1] != len(blocks[target]) or offsets != sorted(offsets):
            return f"block {name} does not cut up {target}"
    lines = len(blocks["line_text_at"]) - 1
    for name, count in (
        ("point_kind", kinds),
        ("point_country", countries),
        ("point_quality", qualities),
        ("section_country", countries),
        ("section_gauges", gauges),
        ("section_line", lines),
        ("section_kind", 4),
        ("section_power", 3),
    ):
        if len(blocks[name]) and max(blocks[name]) >= count:
            return f"block {name} holds a number above {count - 1}"
    if "section_sides" in blocks and len(blocks["section_sides"]) != len(blocks["section_a"]):
        return "block section_sides has not one value for each section"
    if "run_at" in blocks and any(blocks.get(name) != made for name, made in _runs(blocks).items()):
        return "the blocks of runs do not belong to the sections"
    for name in {"point_slot", "name_slot"} & blocks.keys():
        slots = blocks[name]
        if len(slots) & (len(slots) - 1) or 0 not in slots:
            return f"block {name} is not a table of points"
        if max(slots) > len(blocks["point_lon"]):
            return f"block {name} points beyond point_lon"
    return ""


def _runs(blocks: Mapping[str, memoryview]) -> dict[str, memoryview]:
    return {name: memoryview(made) for name, made in run_blocks(blocks).items()}
