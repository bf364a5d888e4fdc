"""Write docs/reference.md: every command from its ``--help``, every public name from its signature and docstring.

``python -m builders.reference`` after a change of either; a test compares the page with what this makes.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

import railsight
from railsight import errors
from railsight.cli import cli
from railsight.routing import profiles

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
    parts += [
        _public(name)
        for name in sorted({*railsight.__all__, "map"} - {"__version__", "errors"}, key=lambda n: (n.lower(), n))
    ]
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
    value = getattr(railsight, name)
    text = inspect.getdoc(value) or ""
    if inspect.isclass(value):
        members = "\n".join(_members(value))
        return f"### rs.{name}\n\n{_fenced(text)}" + (f"\n{members}\n" if members else "")
    return f"### rs.{name}\n\n{_fenced(f'{name}{_signature(value)}' + chr(10) * 2 + text)}"


def _signature(value: object) -> str:
    """A signature as it is written, broken where it is long."""
    found = inspect.signature(value)  # type: ignore[arg-type]
    flat = str(found).replace("'", "")
    if len(flat) < WIDTH - 20:
        return flat
    inner, _, result = flat[1:].rpartition(")")
    depth, parts, start = 0, [], 0
    for at, c in enumerate(inner):
        depth += (c in "[(") - (c in ")]")
        if c == "," and depth == 0:
            parts.append(inner[start:at].strip())
            start = at + 1
    parts.append(inner[start:].strip())
    return "(\n    " + ",\n    ".join(parts) + f",\n){result}"


def _members(cls: type) -> Iterator[str]:
    """Public methods and properties of a class, each with the first line of its docstring."""
    for name, value in sorted(vars(cls).items()):
        if name.startswith("_"):
            continue
        target = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        if inspect.isfunction(target):
            line = (inspect.getdoc(target) or "").partition("\n")[0]
            call = "" if isinstance(value, property) else "()"
            yield f"- `.{name}{call}`: {line}"


def _fenced(text: str) -> str:
    return f"```text\n{text.strip()}\n```\n"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name}: {len(page().splitlines())} lines")


if __name__ == "__main__":
    main()
