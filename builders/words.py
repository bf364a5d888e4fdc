"""Further names that are words or people as well: ``python -m builders.words``, before ``builders.gazetteer``.

Needs the package wordfreq (``pip install wordfreq==3.1.1``), by whose lists a name is a word in a language that is
written with its letters. Writes ``sources/gazetteer/words.csv``: a row a language, the names that are so common in it.
"""

from __future__ import annotations

import csv

from builders.gazetteer import ROOT, assemble
from builders.gazetteer_entries import HERE
from railsight.gazetteer.folding import fold, script

# How common a word is at least, log10 of its uses in a thousand million words.
LEAST = {"ru": 1.5, "ko": 2.5, "zh": 2.0, "ja": 1.5}
WRITINGS = {"cyrillic": ("ru",), "hangul": ("ko",), "han": ("zh", "ja"), "kana": ("ja",)}


def main() -> None:
    from wordfreq import get_frequency_dict

    entries, _ = assemble(ROOT / "data" / "network" / "points.csv")
    names = {name for e in entries if e.kind != "region" for name in e.further}
    common = {
        language: {fold(word) for word, share in get_frequency_dict(language).items() if share >= 10 ** (least - 9)}
        for language, least in LEAST.items()
    }
    with (HERE / "words.csv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(("language", "words"))
        for language in LEAST:
            own = {fold(name) for name in names if language in WRITINGS.get(script(name), ())} & common[language]
            out.writerow((language, "|".join(sorted(own))))
            print(f"{language}: {len(own)} names that are words")


if __name__ == "__main__":
    main()
