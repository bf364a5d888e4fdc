"""Further names that are words or people as well: ``python -m builders.words``, before ``builders.gazetteer``.

Needs the package wordfreq (``pip install wordfreq==3.1.1``), by whose lists a name is a word in a language that is
written with its letters. Writes ``sources/gazetteer/words.csv``: a row a language, the names that are so common in it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from builders.gazetteer import ROOT, assemble
from builders.gazetteer_entries import HERE
from railsight.gazetteer.folding import fold, script

# How common a word is at least, log10 of its uses in a thousand million words, and how common those of a longer name.
LEAST = {"ru": 1.5, "ko": 2.5, "zh": 2.0, "ja": 1.5, "en": 2.0, "de": 2.5}
LEAST_OF_SEVERAL = 4.5
WRITINGS = {"latin": ("en", "de"), "cyrillic": ("ru",), "hangul": ("ko",), "han": ("zh", "ja"), "kana": ("ja",)}


def main() -> None:
    from wordfreq import get_frequency_dict

    entries, _ = assemble(ROOT / "data" / "network" / "points.csv")
    names = {name for e in entries if e.kind != "region" for name in e.further}
    with (HERE / "words.csv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(("language", "words"))
        for language, least in LEAST.items():
            shares = {fold(word): share for word, share in get_frequency_dict(language).items()}
            own = {fold(name) for name in names if language in WRITINGS.get(script(name), ())}
            own = {name for name in own if _is_said(name.split(), shares, least)}
            out.writerow((language, "|".join(sorted(own))))
            print(f"{language}: {len(own)} names that are words")


def _is_said(words: Sequence[str], shares: Mapping[str, float], least: float) -> bool:
    """Whether a name is a word, or several that are each common."""
    least = least if len(words) == 1 else LEAST_OF_SEVERAL
    return all(shares.get(word, 0.0) >= 10 ** (least - 9) for word in words)


if __name__ == "__main__":
    main()
