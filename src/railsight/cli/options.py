"""Option types and sets of options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

import click

from railsight.cli.output import READ_BY_OPTIONS
from railsight.errors import UsageError

if TYPE_CHECKING:
    from railsight.model import Profile

F = TypeVar("F", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """A time with offset, such as 2023-09-12T18:30+09:00."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        from railsight.times import parse_iso

        try:
            return parse_iso(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class PublishedMoment(Moment):
    """A publication time: like Moment, but a bare date (the whole day) or a time without offset (UTC) will do."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        from railsight.times import parse_published

        try:
            moment, assumed = parse_published(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if assumed is not None and moment.time() != time():
            from railsight.cli.output import say

            say(f"note: --published {value}: {assumed}")
        return moment


class Train(click.ParamType["str | Profile"]):
    """The name of a profile, or one in a file: FILE.csv or FILE.csv:NAME."""

    name = "NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str | Profile:  # noqa: ARG002
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        if ".csv" not in value.lower():
            return _known_train(value)
        from railsight.routing.trains import read_profile

        at = value.lower().rindex(".csv") + 4
        if ctx is not None:
            ctx.meta.setdefault(READ_BY_OPTIONS, []).append(value[:at])
        return read_profile(value[:at], value[at:].removeprefix(":"))


def _known_train(name: str) -> str:
    from railsight.routing import profile

    try:
        profile(name)
    except UsageError as error:
        hint = f"{error.hint}, or give a table of your own as FILE.csv"
        raise UsageError(error.message, hint=hint) from None
    return name


class LonLatText(click.ParamType[tuple[float, float]]):
    """A position: LON,LAT in degrees."""

    name = "LON,LAT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        if isinstance(value, tuple):
            return value
        from railsight.geo import check_lonlat

        try:
            lon, lat = (float(part) for part in str(value).split(","))
            check_lonlat(lon, lat)
        except ValueError:
            self.fail(f"{value!r} is not lon,lat in degrees, such as 130.64,42.43", param, ctx)
        return lon, lat


def check_alone(**others: object) -> None:
    """UsageError for an option that means nothing where many inputs are answered one by one."""
    for name, value in others.items():
        if value:
            raise UsageError(f"--{name.replace('_', '-')} does not go with --jsonl", hint="leave one of them out")


def check_streamed(*, resume: bool, cluster: str | None, output: str | None = None) -> None:
    """UsageError for options that are for many inputs, where one is answered."""
    if resume or cluster:
        raise UsageError("--resume and --cluster go with --jsonl")
    if output:
        raise UsageError("-o goes with --jsonl")


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
force_option = click.option("--force", is_flag=True, help="Overwrite an output that exists.")
network_option = click.option("--network", metavar="FILE", help="A network file instead of the bundled one.")
published_option = click.option(
    "--published",
    type=PublishedMoment(),
    help="When the report was published (of several: of those that do not say): 2023-09-12T18:30+09:00 or 2023-09-12.",
)

of_train_option = click.option(
    "--of-train", is_flag=True, help="All reports are of the train you follow, though none may name a train."
)


def profile_option(default: str | None) -> Callable[[F], F]:
    """``--profile``: what sort of train it is."""
    return click.option(
        "--profile",
        metavar="NAME",
        type=Train(),
        default=default,
        show_default=default is not None,
        help="What sort of train it is (speeds, gauges, waits), or a table of your own: FILE.csv or FILE.csv:NAME.",
    )


def wish_options(command: F) -> F:
    """``--via``, ``--avoid`` and ``--require``: what a way must or must not touch."""
    what = "this station, line or country (two letters); may be given several times"
    required = f"Go by way of {what}, in whatever order is shortest, on any leg between places of --via."
    passed = "Go through this place; may be given several times, in this order."
    command = click.option("--require", multiple=True, metavar="WHAT", help=required)(command)
    command = click.option("--avoid", multiple=True, metavar="WHAT", help=f"Keep away from {what}.")(command)
    return click.option("--via", multiple=True, metavar="PLACE", help=passed)(command)


def plugin_options(command: F) -> F:
    """``--recogniser`` and ``--resolver``: others than the rules, which installed packages offer."""
    for what, does in (("resolver", "says which places are meant"), ("recogniser", "finds what a text names")):
        told = f"The name of an installed {what}, which {does} in place of the rules."
        command = click.option(f"--{what}", metavar="NAME", callback=_installed, help=told)(command)
    return command


def _installed(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The name of a plugin, looked for before anything is read."""
    from railsight.api.plugins import recogniser_of, resolver_of

    if value is not None:
        (recogniser_of if param.name == "recogniser" else resolver_of)(value)
    return value


def cluster_option(help_text: str) -> Callable[[F], F]:
    """``--cluster [ADDRESS]``: a Dask scheduler, or this machine when no address is given."""
    return click.option("--cluster", metavar="[ADDRESS]", is_flag=False, flag_value="local", help=help_text)


def jsonl_options(what: str) -> Callable[[F], F]:
    """``--jsonl``, ``--resume`` and ``--cluster`` of a command that can take many inputs one by one."""

    def add(command: F) -> F:
        where = "With --jsonl: work on a Dask cluster, tcp://host:port; without an address on all cores here."
        command = cluster_option(where)(command)
        command = click.option("--resume", is_flag=True, help="With -o: take up an interrupted run where it stopped.")(
            command
        )
        return click.option(
            "--jsonl", is_flag=True, help=f"One JSON object a line and input, streamed: for many {what}."
        )(command)

    return add


def jsonl_output(command: F) -> F:
    """``-o`` of a command that writes a file only with ``--jsonl``."""
    return click.option("-o", "--output", metavar="FILE", help="With --jsonl: write to this file instead of stdout.")(
        command
    )


def online_options(command: F) -> F:
    """``--online`` and ``--online-server``: ask a server for the names that the bundled gazetteer does not know."""
    command = click.option(
        "--online-server",
        metavar="URL",
        envvar="RAILSIGHT_ONLINE_SERVER",
        is_eager=True,
        expose_value=False,
        callback=_keep_server,
        help="With --online: another Nominatim server than the public one.",
    )(command)
    return click.option(
        "--online",
        is_flag=True,
        expose_value=False,
        callback=_allow_asking,
        help="Ask a place server for names that the gazetteer does not know: nothing else of the text is sent.",
    )(command)


def _keep_server(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    ctx.meta["railsight.online_server"] = value


def _allow_asking(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from railsight.api.asking import asking_online

        ctx.with_resource(asking_online(ctx.meta.get("railsight.online_server")))
