"""The frame of the command line: lazy commands, one-line errors, exit codes, clean ends.

Exit status: 0 done; 1 the question has no answer; 2 wrong use, unreadable input or an output that cannot be written; 70
a fault of railsight itself; 130 interrupted; 141 the reader of our output went away.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from railsight import __version__
from railsight.cli.output import mind_closed_streams, one_line, say
from railsight.errors import OutputError, RailsightError

# Command to the module and attribute it lives in; in the order in which help lists them.
COMMANDS = {
    "map": "railsight.cli.journeys:map_command",
    "distance": "railsight.cli.distances:distance_command",
    "route": "railsight.cli.distances:route_command",
    "reach": "railsight.cli.reaching:reach_command",
    "matrix": "railsight.cli.tables:matrix_command",
    "place": "railsight.cli.places:place_command",
    "read": "railsight.cli.reports:read_command",
    "track": "railsight.cli.journeys:track_command",
    "network": "railsight.cli.networks:network_group",
    "data": "railsight.cli.data:data_group",
    "doctor": "railsight.cli.doctor:doctor_command",
    "serve": "railsight.cli.serving:serve_command",
}
NO_ANSWER, WRONG_USE, FAULT, INTERRUPTED, NO_READER = 1, 2, 70, 130, 141
_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
# A position west of Greenwich, which looks like an option, -0.1,51.5, or a number that whoever asked for it refuses: -6
_NEGATIVE = re.compile(r"-\d+(\.\d*)?([eE][-+]?\d+)?\s*(,\s*[-+]?\d+(\.\d*)?([eE][-+]?\d+)?\s*)?$")


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that each pays only for its own."""

    def __init__(self, *args: Any, lazy: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._lazy, *(n for n in super().list_commands(ctx) if n not in self._lazy)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = self._lazy.get(cmd_name)
        if target is None:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        module, _, name = target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


class PlaceCommand(click.Command):
    """A command whose arguments may be positions: ``-0.1,51.5`` is a place, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # A leading blank keeps it from being read as an option; whoever looks the place up strips it.
        return super().parse_args(ctx, [f" {a}" if _NEGATIVE.match(a) else a for a in args])


def _epilog() -> str:
    return "\b\nExamples:\n" + "\n".join(
        (
            "  railsight map report.txt -o map.html",
            "  railsight distance Khasan Ussuriysk",
            "  railsight place Vostochny",
            '  railsight route Moscow "Beijing, China" --json',
            "",
            "\b",
            'Completion in your shell:  eval "$(_RAILSIGHT_COMPLETE=bash_source railsight)"   (also zsh_source)',
        )
    )


@click.group(
    "railsight",
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_epilog(),
)
@click.version_option(__version__, "-V", "--version", message="railsight %(version)s")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")
def cli() -> None:
    """Turn scattered reports of a train into a journey on the map."""


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status. The console script is ``sys.exit(main())``."""
    given = list(sys.argv[1:] if args is None else args)
    debug = "--debug" in given or bool(os.environ.get("RAILSIGHT_DEBUG"))
    given = [a for a in given if a != "--debug"]
    mind_closed_streams()
    try:
        status = cli.main(given, prog_name="railsight", standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - the one place where every error becomes a line and a status
        return _end(error, debug=debug)
    except KeyboardInterrupt:
        return _end(click.Abort(), debug=debug)
    except SystemExit:  # click ends so when the reader of our output went away, and after completing in a shell
        if "_RAILSIGHT_COMPLETE" in os.environ:
            raise
        return _end(BrokenPipeError(), debug=debug)
    return status if isinstance(status, int) else 0


def _end(error: Exception, *, debug: bool) -> int:
    """Say what went wrong in one line; the status that goes with it."""
    if isinstance(error, BrokenPipeError):
        _drop_stdout()
        return NO_READER
    if isinstance(error, OSError) and error.errno in _NO_ROOM and not isinstance(error, RailsightError):
        _drop_stdout()  # files are written in one place, which says so itself: this was stdout
        error = OutputError(f"the output could not be written: {error.strerror}", hint="free some space")
    if debug and not isinstance(error, click.exceptions.Exit):
        import traceback

        error.__notes__ = []  # its hint is in the line below
        traceback.print_exception(error)
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        say("railsight: interrupted")
        return INTERRUPTED
    if isinstance(error, RailsightError):
        say(f"railsight: {one_line(error.message, error.hint)}")
        return error.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return WRONG_USE
    if isinstance(error, click.ClickException):
        say(f"railsight: {one_line(error.format_message(), _usage_hint(error))}")
        return WRONG_USE
    what = f"a fault of railsight itself: {type(error).__name__}: {error}"
    say(f"railsight: {one_line(what, 'run it again with --debug')}")
    return FAULT


def _usage_hint(error: click.ClickException) -> str:
    ctx = getattr(error, "ctx", None)
    return f"see {ctx.command_path} --help" if ctx is not None else ""


def _drop_stdout() -> None:
    """Nobody reads on: point stdout at nothing, so that the interpreter's last flush does not complain."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        pass


def run() -> NoReturn:
    """What ``python -m railsight`` does."""
    sys.exit(main())
