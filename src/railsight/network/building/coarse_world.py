"""The whole world, coarse: a network from the rail arrays of the package scgraph_data (OpenStreetMap, ODbL).

That package does not import with today's scgraph, and importing it would cost 2 GB: its arrays are read as text. They
are simplified to 0.001 degrees and carry kilometres measured before simplification, so that a straight edge of hundreds
of kilometres is real track; such edges are kept and marked as estimated.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

from railsight.errors import MissingExtraError, NetworkFormatError
from railsight.network.building.contract import Chains, Ways, contract
from railsight.network.building.countries import country_at, country_between
from railsight.network.building.gauges import default_gauges, unverified_countries
from railsight.network.building.guard import check_out, write_whole
from railsight.network.building.report import BuildReport, BuildStep, Progress
from railsight.network.building.sections import join, measure, plain_point
from railsight.network.building.world_graph import KNOWN, NEAR, WorldGraph, mend
from railsight.network.building.world_mends import breaks
from railsight.network.draft import Draft, LineRow, SectionRow

SOURCE = "OpenStreetMap contributors, by way of scgraph_data (coarse)"
WARNING = (
    "the network is coarse: positions to some 100 m, lengths mostly 0 to 3 % short, 5 to 15 % on winding lines, "
    "a missing link may make a way longer, gauge assumed by country"
)
# An edge longer than this is a stretch simplified to its ends: where it lies between them is not known.
LONG_M = 20_000.0
_KEPT = ("coarse", "caution", "gauge_unverified", "mended", "breaks_closed", "attribution", "long_straight_km")
_KM = re.compile(rb"(\d{1,7}): ?(\d{1,5}(?:\.\d{1,4})?)")


def world(
    out: str | os.PathLike[str],
    *,
    combined: bool = True,
    progress: Progress | None = None,
    force: bool = False,
    arrays: str | os.PathLike[str] | None = None,
) -> BuildReport:
    """Build the coarse world network, with ``combined`` joined to the bundled corridors, which win where they overlap.

    ``arrays`` names the file of arrays when it is not that of the installed package. Takes about a minute.

    Raises MissingExtraError without the extra ``world``, NetworkFormatError when the arrays are not as expected,
    OutputExistsError when ``out`` is there and not ``force``, OutputError when it cannot be written.
    """
    begun = time.monotonic()
    target = check_out(out, force=force)
    path = os.fspath(arrays) if arrays is not None else _installed()
    size = Path(path).stat().st_size

    def tell(stage: str, share: float) -> None:
        if progress is not None:
            spent = max(time.monotonic() - begun, 1e-9)
            progress(BuildStep(stage, round(size * share), size, size * share / spent))

    tell("reading", 0.0)
    graph = read_arrays(path)
    tell("joining", 0.3)
    graph, mended = mend(graph, breaks())
    draft = make_draft(graph)
    draft.info.update(
        title="The world's railways, coarse",
        source=SOURCE,
        licence="ODbL-1.0",
        attribution="\N{COPYRIGHT SIGN} OpenStreetMap contributors",
        coarse=True,
        caution=WARNING,
        gauge_unverified=list(unverified_countries()),
        mended=[m for m in mended if not m.startswith(NEAR)],
        breaks_closed=sum(m.startswith((NEAR, KNOWN)) for m in mended),
    )
    data = draft.encode()
    warnings = [WARNING]
    if combined:
        tell("combining", 0.6)
        data, draft, said = _with_bundled(data)
        warnings.append(said)
    tell("writing", 0.95)
    write_whole(target, data)
    tell("done", 1.0)
    return BuildReport(
        out=target,
        points=len(draft.points),
        sections=len(draft.sections),
        lines=len(draft.lines),
        kept_km=round(sum(s.length_m for s in draft.sections) / 1000, 1),
        warnings=tuple(warnings),
        mended=tuple(mended),
        size_bytes=len(data),
        seconds=round(time.monotonic() - begun, 3),
    )


def _installed() -> str:
    """The file of arrays of the installed package, found without importing it."""
    from importlib.util import find_spec

    spec = find_spec("scgraph_data")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "world_railways.py"
        if path.is_file():
            return str(path)
    raise MissingExtraError("the world network", "world")


def read_arrays(path: str) -> WorldGraph:
    """The arrays as numpy: nothing of the file is run. Raises NetworkFormatError when it is not as expected."""
    import numpy as np

    try:
        text = Path(path).read_bytes()
        at_graph, at_nodes = text.index(b"graph=["), text.index(b"\nnodes=")
        rows = text[at_graph + 7 : at_nodes].rstrip().removesuffix(b"]").split(b"}")[:-1]
        listed = text[at_nodes + 7 : text.index(b"\n", at_nodes + 1)]
        numbers = listed.replace(b"[", b"").replace(b"]", b"").split(b",")
        place = np.array(numbers, dtype=float).reshape(-1, 2)
    except (OSError, ValueError) as error:
        raise NetworkFormatError(f"the arrays cannot be read: {str(error)[:100]}", file=path) from error
    if len(rows) != len(place) or not (np.abs(place) <= (90.0, 180.0)).all():
        raise NetworkFormatError(
            f"{len(rows)} rows of edges for {len(place)} places, or places off the earth", file=path
        )
    edges: dict[tuple[int, int], float] = {}
    for a, row in enumerate(rows):
        for item in _KM.findall(row):
            b, km = int(item[0]), float(item[1])
            if b >= len(place):
                raise NetworkFormatError(f"an edge leads to place {b}, which is not there", file=path)
            if a != b:
                key = (a, b) if a < b else (b, a)
                edges[key] = min(km, edges.get(key, km))
    pairs = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)
    return WorldGraph(
        lon=place[:, 1].copy(),
        lat=place[:, 0].copy(),
        a=pairs[:, 0].copy(),
        b=pairs[:, 1].copy(),
        length_m=np.array([edges[p] for p in sorted(edges)]) * 1000.0,
    )


def make_draft(graph: WorldGraph) -> Draft:
    """Sections between junctions; country by place, gauge by country; long straight edges are sections of their own."""
    import numpy as np

    draft = Draft(lines=[LineRow(id="world", name="world, coarse", source=SOURCE)])
    country = _edge_countries(graph)
    codes = {c: i for i, c in enumerate(sorted({c or "" for c in country}))}
    long = graph.length_m > LONG_M
    order = np.arange(len(graph.a))
    group = np.where(long, order + len(codes), np.array([codes[c or ""] for c in country]))
    ends = np.column_stack([graph.a, graph.b]).ravel()
    ways = Ways(np.arange(len(graph.a) + 1) * 2, ends.copy(), graph.lon[ends], graph.lat[ends], group)
    chains = contract(ways)
    shapes = measure(ways, chains, tolerance_m=50.0)
    joined = join(chains, shapes, turns=False)
    for key, part, degree, place in zip(joined.key, joined.part, joined.degree, joined.place, strict=True):
        draft.points.append(plain_point("w", key, part, degree, place, country_at(*place)))
    length = _lengths(chains, graph.length_m)
    for c in range(len(chains.a)):
        if joined.a[c] == joined.b[c]:
            continue
        edge = int(chains.way[chains.start[c] + 1])
        draft.sections.append(
            SectionRow(
                a=joined.a[c],
                b=joined.b[c],
                length_m=float(length[c]),
                length_kind="estimated" if long[edge] else "measured geometry",
                gauges_mm=default_gauges(country[edge], joined.place[joined.a[c]]),
                line=0,
                country=country[edge],
                inner=shapes.inner[c],
            )
        )
    draft.info["long_straight_km"] = round(float(graph.length_m[long].sum()) / 1000)
    return draft


def _lengths(chains: Chains, edge_m: Any) -> Any:
    """Metres of each chain: the sum of its edges' own lengths, not those of the straight lines."""
    import numpy as np

    value = edge_m[chains.way]
    value[chains.start[:-1]] = 0.0  # the first vertex of a chain has no segment before it
    return np.add.reduceat(value, chains.start[:-1])


def _edge_countries(graph: WorldGraph) -> list[str | None]:
    """The country of each edge."""
    return [
        country_between(graph.place(a), graph.place(b)) for a, b in zip(graph.a.tolist(), graph.b.tolist(), strict=True)
    ]


def _with_bundled(data: bytes) -> tuple[bytes, Draft, str]:
    """The world joined to the bundled corridors, which win, and a sentence on it."""
    from railsight.datasets import data_path
    from railsight.network.combining import combine
    from railsight.network.reader import Network, open_network

    coarse = Network(data, name="world")
    found = combine([open_network(data_path("network.rsn")), coarse])
    draft = found.draft
    draft.info.update({k: coarse.info[k] for k in _KEPT if k in coarse.info})
    said = f"{found.covered_km:,.0f} km gave way to the bundled corridors, joined at {len(found.joins)} points"
    return draft.encode(), draft, said
