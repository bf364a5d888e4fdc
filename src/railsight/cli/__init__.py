"""The command line: thin commands over ``railsight.api``. Data goes to stdout, everything else to stderr."""

from __future__ import annotations

from railsight.cli.frame import cli, main

__all__ = ["cli", "main"]
