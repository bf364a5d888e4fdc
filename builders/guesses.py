"""Fit the model of ``railsight.resolution.models.guesses`` on the opened reports of benchmarks/sightings.

``python -m builders.guesses`` writes its table. ``--check`` writes nothing: it fits the model once for every file
without that file, and prints how often what it then guesses there, where no rule reads the place, is what an editor
would accept. Fitted are logistic regressions, one for every kind (``builders.regression``; C 0.1, chosen once on a
plateau from 0.05 to 1).
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sightings import opened, read, reports_digest
from builders.regression import Examples
from railsight.datasets import data_path
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.model import Sighting
from railsight.resolution import sightings as telling
from railsight.resolution.frame import Frame
from railsight.resolution.models import guesses

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "data" / guesses.TABLE

STRENGTH = 0.1
# Texts in which most places are beside the point: such prose is far commoner in the world than in these files.
PROSE, PROSE_COUNTS = "nothing_told", 2.0
LEAST_WEIGHT = 2  # hundredths


@dataclass(frozen=True, slots=True)
class Example:
    """A place of a report: its features, the kinds an editor would accept, and whether the rules leave it open."""

    author: str
    features: tuple[str, ...]
    accepted: frozenset[str]
    required: bool
    left_open: bool


@dataclass(slots=True)
class _Seen:
    text: str
    features: list[str]
    left_open: bool


def examples_of(case: dict[str, Any], gazetteer: Gazetteer, author: str) -> list[Example]:
    """The places of one report with what its editor says of them; places it does not list are left out."""
    seen: list[_Seen] = []
    told_of, guessed_at = telling._told_of, telling._guessed

    def watched(told: Any, frame: Any, made: Any) -> tuple[Frame, Sighting | None]:
        mention, sentence = told.mentions[frame.place], told.sentences[frame.sentence]
        if frame.echo or sentence.language is not None:
            return told_of(told, frame, made)
        seen.append(_Seen(mention.text.casefold(), guesses.features(told, frame), False))
        return told_of(told, frame, made)

    def left_open(*_: Any) -> None:
        if seen:
            seen[-1].left_open = True

    telling._told_of, telling._guessed = watched, left_open  # type: ignore[assignment]
    try:
        read(case, gazetteer)
    finally:
        telling._told_of, telling._guessed = told_of, guessed_at
    listed = {surface.casefold() for key in case.get("roles", {}) for surface in key.split("|")}
    counts, used = Counter(s.text for s in seen), Counter[str]()
    out = []
    for s in (s for s in seen if s.text in listed):
        wanted = [w for w in case.get("sightings", ()) if _is_of(s.text, w)]
        firm = [w for w in wanted if not w.get("optional")] or wanted
        if counts[s.text] > 1 and len(firm) > 1:  # named twice, told of twice: in order
            firm, used[s.text] = [firm[min(used[s.text], len(firm) - 1)]], used[s.text] + 1
        accepted = {kind for w in firm for kind in _accepted(w)} or {guesses.NONE}
        required = guesses.NONE not in accepted
        out.append(Example(author, tuple(s.features), frozenset(accepted), required, s.left_open))
    return out


def _is_of(surface: str, wanted: dict[str, Any]) -> bool:
    return any(n in surface for n in str(wanted["place"]).casefold().split("|"))


def _accepted(wanted: dict[str, Any]) -> set[str]:
    if wanted.get("subject") == "other":
        return {guesses.NONE}
    return {*wanted["event"].split("|"), *((guesses.NONE,) if wanted.get("optional") else ())}


def everything() -> list[Example]:
    """The examples of every opened report in English."""
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    return [e for name, cases in opened().items() for case in cases for e in examples_of(case, gazetteer, name)]


def fitted(examples: list[Example]) -> dict[str, list[int]]:
    """The table: weights in hundredths by feature, biases under the empty one."""
    counts_as = [PROSE_COUNTS if e.author == PROSE else 1.0 for e in examples]
    regression = Examples([e.features for e in examples], counts_as)
    weights, biases = zip(
        *(regression.hundredths(_is_kind(examples, kind), STRENGTH) for kind in guesses.KINDS), strict=True
    )
    rows = {f: [of_kind[f] for of_kind in weights] for f in regression.names}
    return {"": list(biases)} | {f: row for f, row in rows.items() if max(map(abs, row)) >= LEAST_WEIGHT}


def _is_kind(examples: list[Example], kind: str) -> list[bool]:
    only = kind == guesses.NONE
    return [kind in e.accepted and (not only or len(e.accepted) == 1) for e in examples]


def check(examples: list[Example]) -> None:
    """Every author read by a model fitted without him: of the places left open, what is guessed and what is right."""
    total: Counter[str] = Counter()
    for author in sorted({e.author for e in examples}):
        weights = fitted([e for e in examples if e.author != author])
        known = {f: tuple(w / 100 for w in row) for f, row in weights.items()}
        found: Counter[str] = Counter()
        for e in (e for e in examples if e.author == author and e.left_open):
            chances = guesses.chances_of(e.features, known)
            event = guesses.likeliest(chances, named=guesses.NAMED in e.features)
            if event is None:
                found["missed" if e.required else "rightly silent"] += 1
            elif event in e.accepted:
                found["right"] += 1
            else:
                found["false" if e.accepted == {guesses.NONE} else "optional" if not e.required else "other event"] += 1
        print(author, dict(found))
        total += found
    print("all", dict(total))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    examples = everything()
    if options.check:
        check(examples)
        return
    lines = ["\t".join([f, *(str(w or "") for w in row)]) for f, row in sorted(fitted(examples).items())]
    OUT.write_text("\n".join([f"# {reports_digest()}", *lines]) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(lines)} features from {len(examples)} places")


if __name__ == "__main__":
    main()
