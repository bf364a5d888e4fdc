"""A package door whose names load on first use, so that a question pays only for what answers it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy_door(
    package: str, homes: Mapping[str, str], names: Sequence[str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` for a package.

    ``homes`` maps a public name to the module it lives in, relative to the package: ``"module"``, ``"module:other"``
    when it has another name there, or ``""`` when the name is itself a module of the package.
    """

    def load(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, inner = home.partition(":")
        value = import_module(f"{package}.{module or name}")
        if module:
            value = getattr(value, inner or name)
        setattr(sys.modules[package], name, value)  # found at once from now on
        return value

    return load, lambda: sorted(names)
