"""Names of countries in scripts that ``countries.csv`` has no language of: ``python -m builders.country_names``.

Needs Babel, which packages Unicode CLDR. Writes ``sources/gazetteer/country_names.csv``: a row a country, its names in
the languages below, each once. Only what CLDR itself says; a country without a name in a language has none.
"""

from __future__ import annotations

import csv

from builders.gazetteer_entries import HERE, read_table

LANGUAGES = (
    *("ar", "fa", "ur", "he", "hi", "ne", "mr", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si"),
    *("th", "lo", "my", "km", "ka", "hy", "el", "am"),
)


def main() -> None:
    from babel import Locale

    locales = [Locale.parse(language) for language in LANGUAGES]
    with (HERE / "country_names.csv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(("code", "names"))
        for r in read_table("countries.csv"):
            names = [locale.territories.get(r["code"], "") for locale in locales]
            found = dict.fromkeys(name for name in names if name and not name.isascii())
            out.writerow((r["code"], "|".join(found)))
    print(f"country_names.csv: {len(LANGUAGES)} languages")


if __name__ == "__main__":
    main()
