"""Write docs/reference.md: every command from its ``--help``, every public name and type from signature and docstring.

``python -m builders.reference`` after a change of either; a test compares the page with what this makes.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import railsight
from railsight import errors
from railsight.cli import cli
from railsight.routing import profiles
from railsight.shown import Shown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
WIDTH = 100
HEAD = """# Reference

Made by `python -m builders.reference` from the program itself; do not edit.

Exit status of every command: 0 done; 1 the question has no answer; 2 wrong use or unreadable input. Data goes to
standard output, everything else to standard error. `--debug` shows the traceback of an error.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, "## Commands\n"]
    parts += [f"### {path}\n\n{_fenced(ctx.get_help())}" for path, ctx in commands()]
    parts.append("## Trains\n\nProfiles for `--profile`, and for `train: profile:` of a case.\n")
    parts.append("\n".join(f"- `{p.name}`: {p.title}" for p in profiles()) + "\n")
    parts.append("## Python\n\n`import railsight as rs`; names load on first use.\n")
    parts += [_public(name) for name in _names()]
    parts.append("## Types\n\nWhat the names above take and give, where that is not a public name itself.\n")
    parts += [_type(name, module, value) for name, (module, value) in types().items()]
    parts.append(f"## Errors\n\n{_fenced(inspect.getdoc(errors) or '')}")
    return "\n".join(parts)


def commands() -> Iterator[tuple[str, click.Context]]:
    """Every command with its full name, groups before what is in them, in the order of the help."""

    def below(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, click.Context]]:
        settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
        ctx = click.Context(command, info_name=name, parent=parent, **settings)
        yield ctx.command_path, ctx
        if isinstance(command, click.Group):
            for inner in command.list_commands(ctx):
                child = command.get_command(ctx, inner)
                if child is not None and not child.hidden:
                    yield from below(child, inner, ctx)

    yield from below(cli, "railsight", None)


def _public(name: str) -> str:
    return f"### rs.{name}\n\n{_described(name, getattr(railsight, name))}"


def _described(name: str, value: Any) -> str:
    """What a class or a function is: docstring, signature, fields, members."""
    text = inspect.getdoc(value) or ""
    if not inspect.isclass(value):
        return _fenced(f"{name}{_signature(value)}" + "\n\n" + text)
    parts = [_fenced(text)]
    for lines in (_fields(value), _members(value)):
        listed = "\n".join(lines)
        parts += [f"{listed}\n"] if listed else []
    return "\n".join(parts)


def _signature(value: Any) -> str:
    """A signature as it is written, broken where it is long."""
    found = value if isinstance(value, inspect.Signature) else inspect.signature(value)
    parts: list[str] = []
    kind = None
    for one in found.parameters.values():
        if one.kind is one.KEYWORD_ONLY and kind not in (one.KEYWORD_ONLY, one.VAR_POSITIONAL):
            parts.append("*")
        kind = one.kind
        name = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(one.kind.name, "") + one.name
        annotated = f"{name}: {_written(one.annotation)}" if one.annotation is not one.empty else name
        parts.append(annotated if one.default is one.empty else f"{annotated} = {_value(one.default)}")
    result = f" -> {_written(found.return_annotation)}" if found.return_annotation is not found.empty else ""
    flat = f"({', '.join(parts)}){result}"
    return flat if len(flat) < WIDTH - 20 else "(\n    " + ",\n    ".join(parts) + f",\n){result}"


def _value(default: object) -> str:
    """A default as it is written; a set in order, so that the page is the same twice."""
    if isinstance(default, frozenset):
        return f"frozenset({{{', '.join(sorted(map(repr, default)))}}})"
    return repr(default)


def _written(annotation: Any) -> str:
    """An annotation as it is written in the source, without where its names are from."""
    if annotation is None or annotation is type(None):
        return "None"
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", None)
    if text is None or not isinstance(annotation, str | type):
        text = str(annotation)
    return re.sub(r"\b(?:railsight|typing|collections|datetime)(?:\.\w+)*\.(\w+)", r"\1", text)


def _fields(cls: type) -> Iterator[str]:
    """The fields of a dataclass in order, each with its type, its default and what the source remarks on it."""
    if not dataclasses.is_dataclass(cls):
        return
    source = inspect.getsource(cls)
    for one in dataclasses.fields(cls):
        default = ""
        if one.default is not dataclasses.MISSING:
            default = f" = {_value(one.default)}"
        elif one.default_factory is not dataclasses.MISSING:
            default = f" = {_value(one.default_factory())}"
        remark = re.search(rf"^    {one.name}: [^#\n]*#\s*(.*)$", source, re.MULTILINE)
        yield f"- `{one.name}: {_written(one.type)}{default}`" + (f": {remark[1]}" if remark else "")


def _members(cls: type) -> Iterator[str]:
    """Public methods and properties of a class, those it shows itself by too, each with its docstring's first line."""
    own = {**(vars(Shown) if issubclass(cls, Shown) else {}), **vars(cls)}
    for name, value in sorted(own.items()):
        if name.startswith("_"):
            continue
        target = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        if inspect.isfunction(target):
            line = (inspect.getdoc(target) or "").partition("\n")[0]
            if not line:
                raise ValueError(f"{cls.__name__}.{name} has no docstring")
            call = "" if isinstance(value, property) else _call(target)
            yield f"- `.{name}{call}`: {line}"


def _call(method: Any) -> str:
    """A method's signature in one line, without what it is called on."""
    found = inspect.signature(method)
    bound = [p for p in found.parameters.values() if p.name not in ("self", "cls")]
    return " ".join(_signature(found.replace(parameters=bound)).split()).replace("( ", "(").replace(", )", ")")


# ---------------------------------------------------------------- the types that are spoken of

_DOORS = ("api", "model", "gazetteer", "network", "routing", "mentions", "resolution", "inference")
_ALIASES = {
    "Ask": "railsight.files.case_places",
    "Earlier": "railsight.files.earlier",
    "GazetteerLike": "railsight.files.case_places",
    "GeoPoint": "railsight.api.given",
    "Input": "railsight.api.reading",
    "Located": "railsight.api.given",
    "LonLat": "railsight.geo",
    "Interval": "railsight.times",
    "LengthKind": "railsight.model",
    "NetworkLike": "railsight.api.world",
    "Pair": "railsight.api.given",
    "PlaceLike": "railsight.api.world",
    "RailKmKind": "railsight.model.rail",
    "ReadingLike": "railsight.webmap.story",
    "RecogniserLike": "railsight.api.plugins",
    "ResolverLike": "railsight.api.plugins",
}


def types() -> dict[str, tuple[str, Any]]:
    """Every type of railsight's own that the public names speak of, directly or through each other: module, value."""
    known = {
        name: f"railsight.{door}" for door in reversed(_DOORS) for name in import_module(f"railsight.{door}").__all__
    }
    known |= _ALIASES
    found: dict[str, tuple[str, Any]] = {}
    waiting = [getattr(railsight, name) for name in _names()]
    while waiting:
        for name in sorted(set(re.findall(r"[A-Z]\w+", " ".join(_annotations(waiting.pop()))))):
            if name in known and name not in found and name not in railsight.__all__:
                value = getattr(import_module(known[name]), name)
                found[name] = known[name], value
                waiting.append(value)
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def _annotations(value: Any) -> Iterator[str]:
    """Everything that a public value says of types."""
    if inspect.isclass(value):
        if dataclasses.is_dataclass(value):
            yield from (_written(one.type) for one in dataclasses.fields(value))
        for name, member in vars(value).items():
            target = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if inspect.isfunction(target) and not name.startswith("_"):
                yield _signature(target)
    elif inspect.isfunction(value):
        yield _signature(value)
    else:
        yield _written(value)


def _type(name: str, module: str, value: Any) -> str:
    head = f"### {name}\n\n`from {module} import {name}`\n\n"
    if inspect.isclass(value):
        return head + _described(name, value)
    return head + _fenced(f"{name} = {_written(value)}")


def _names() -> list[str]:
    return sorted({*railsight.__all__, "map"} - {"__version__", "errors"}, key=lambda n: (n.lower(), n))


def _fenced(text: str) -> str:
    return f"```text\n{text.strip()}\n```\n"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name}: {len(page().splitlines())} lines")


if __name__ == "__main__":
    main()
