"""``railsight data``."""

from __future__ import annotations

import click

from railsight.cli.frame import LazyGroup
from railsight.cli.options import json_option
from railsight.cli.output import emit_json, emit_table


@click.group("data", cls=LazyGroup, lazy={})
def data_group() -> None:
    """The bundled data: what there is, where it comes from, whether it is whole."""


@data_group.command("status")
@json_option
@click.pass_context
def status_command(ctx: click.Context, as_json: bool) -> None:
    """Check every bundled file against its checksum. Exit status 1 when one is missing or damaged."""
    from railsight.datasets import status

    found = status()
    if as_json:
        emit_json([{name: getattr(d, name) for name in d.__slots__} for d in found])
    else:
        heads = (("file", "left"), ("state", "left"), ("MB", "right"), ("built", "left"), ("licence", "left"))
        rows = [(d.name, d.state, f"{d.size_bytes / 1e6:.1f}", d.built, d.licence, d.source) for d in found]
        emit_table((*heads, ("source", "left")), rows, below=2)
    if any(d.state != "whole" for d in found):
        ctx.exit(1)
