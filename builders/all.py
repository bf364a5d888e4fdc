"""Compile every bundled table again, in order: ``make data``."""

from __future__ import annotations

import runpy

ORDER = ("network", "compile_network", "gazetteer", "zones", "basemap", "implied", "manifest", "guesses", "manifest")


def main() -> None:
    for name in ORDER:
        print(f"== builders.{name}")
        runpy.run_module(f"builders.{name}", run_name="__main__")


if __name__ == "__main__":
    main()
