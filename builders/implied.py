"""Fit ``railsight.resolution.models.implied`` on opened reports that name no train and on texts of other things.

``python -m builders.implied`` writes its table. ``--check`` writes nothing: it counts what the table in use takes to be
of a train among the texts of ``benchmarks/unnamed.yaml`` that were held back (of all its authors but the first every
other one), and among the opened reports that name no train, by models fitted without their authors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sightings import load, opened, tells_of_a_train
from builders.regression import Examples
from railsight.mentions.phrases import find_trains
from railsight.mentions.text import sentences
from railsight.resolution.models import implied

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "data" / implied.TABLE
UNNAMED = ROOT / "benchmarks" / "unnamed.yaml"

STRENGTH = 0.3
SENTENCES, SENTENCE_COUNTS = 3, 0.3  # the first sentences of a text are learned too, as short reports
LEAST_WORDS = 5  # of such a sentence
LEAST_WEIGHT = 2  # hundredths


@dataclass(frozen=True, slots=True)
class Text:
    """A text that names no train: by whom, and whether it is of one."""

    author: str
    text: str
    of_train: bool


def texts() -> list[Text]:
    """The opened reports in English that tell of a train without naming one, and the texts that were not held back.

    What people write who do name it, its name left out, teaches the wrong thing: they need no other word for it.
    """
    reports = [
        Text(author, str(case["text"]), of_train=True)
        for author, cases in opened().items()
        for case in cases
        if tells_of_a_train(case)
    ]
    others = [Text("", str(case["text"]), of_train=case["train"]) for case in load(UNNAMED) if not is_held(case)]
    return [text for text in reports + others if not find_trains(text.text)]


def is_held(case: dict[str, Any]) -> bool:
    """Whether a text is only counted: every other one of all authors but the first."""
    return case["id"][0] != "n" and int(case["id"][1:]) % 2 == 0


def digest() -> str:
    """SHA-256 of what the table is made from."""
    made = [(t.author, t.text, t.of_train) for t in texts()]
    return hashlib.sha256(json.dumps(made, ensure_ascii=False).encode()).hexdigest()


def fitted(examples: list[Text]) -> dict[str, int]:
    """The table: weights in hundredths by feature, the bias under the empty one."""
    found, wanted, counts_as = [], [], []
    for e in examples:
        told = [e.text[a:b] for a, b in sentences(e.text)]
        short = [s for s in told if len(s.split()) >= LEAST_WORDS][:SENTENCES]
        for text, share in [(e.text, 1.0), *((s, SENTENCE_COUNTS) for s in short)]:
            found.append(implied.features(text))
            wanted.append(e.of_train)
            counts_as.append(share)
    weights, bias = Examples(found, counts_as).hundredths(wanted, STRENGTH)
    return {"": bias} | {f: w for f, w in weights.items() if abs(w) >= LEAST_WEIGHT}


def check(examples: list[Text]) -> None:
    """Print what is taken to be of a train, among texts that the model has not seen."""
    for of_train, words in ((True, "of trains"), (False, "of other things")):
        held = [str(c["text"]) for c in load(UNNAMED) if is_held(c) and c["train"] == of_train]
        print(f"held texts {words}: {_taken([t for t in held if not find_trains(t)], implied.table())}")
    unnamed = [e for e in examples if e.author]
    for author in sorted({e.author for e in unnamed}):
        known = {f: w / 100 for f, w in fitted([e for e in examples if e.author != author]).items()}
        print(f"{author}, left out: {_taken([e.text for e in unnamed if e.author == author], known)}")


def _taken(plain: list[str], known: dict[str, float]) -> str:
    taken = sum(implied.is_taken(t, known) for t in plain)
    return f"{taken} of {len(plain)} taken to be of a train"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    examples = texts()
    if options.check:
        check(examples)
        return
    lines = [f"{feature}\t{weight}" for feature, weight in sorted(fitted(examples).items())]
    OUT.write_text("\n".join([f"# {digest()}", *lines]) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(lines)} features from {len(examples)} texts")


if __name__ == "__main__":
    main()
