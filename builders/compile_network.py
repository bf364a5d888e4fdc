"""Compile ``data/network.rsn`` from the tables in ``data/network``: ``python -m builders.compile_network``.

The same tables give the same bytes. Prints what was compiled and every finding of the validation.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from railsight.network import Network, compile_tables

DATA = Path(__file__).resolve().parent.parent / "data"


def main(folder: Path = DATA / "network", target: Path = DATA / "network.rsn") -> int:
    """Compile, check and write; 0 when done."""
    data = compile_tables(folder)
    network = Network(data, name=target.name)
    network.check()
    findings = network.validate()
    draft = target.with_name(target.name + ".new")
    draft.write_bytes(data)
    draft.replace(target)  # whoever has the old file mapped keeps it
    counts = ", ".join(f"{n} {kind}" for kind, n in sorted(Counter(f.kind for f in findings).items()))
    size = f"{len(data) / 1000:.0f} kB"
    print(
        f"{target.name}: {network.node_count} points, {network.info['length_km']} km, {size}; {counts or 'no findings'}"
    )
    for finding in findings:
        print(f"  {finding.kind}: {finding.message}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
