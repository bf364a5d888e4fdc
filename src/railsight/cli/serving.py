"""``railsight serve``."""

from __future__ import annotations

from functools import partial

import click

from railsight.cli.options import network_option
from railsight.cli.output import say


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8321, show_default=True, help="Port to listen on.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="How many take requests.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=None,
    show_default="a core each and one more, 2 to 8",
    help="How many work on them, for each; all but one may read reports at the same time.",
)
@click.option("--allow-host", multiple=True, metavar="NAME", help="Answer to this host name too.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3_600.0),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="The longest a report may take.",
)
@click.option("--quiet", is_flag=True, help="No line for each request.")
@click.option("--log-queries", is_flag=True, help="Log query strings too; report texts are never logged.")
@network_option
def serve_command(
    host: str,
    port: int,
    processes: int,
    workers: int | None,
    allow_host: tuple[str, ...],
    timeout: float,
    quiet: bool,
    log_queries: bool,
    network: str | None,
) -> None:
    """Answer over HTTP on this machine: distance, place, read, track and map, with the JSON of the commands.

    Open the address it prints in a browser to try it; /openapi.json describes it. Needs the extra `serve`.

    \b
    Examples:
      railsight serve
      railsight serve --host 0.0.0.0 --allow-host rails.example.org --processes 2
    """
    from railsight.serve import Settings, run
    from railsight.serve.settings import fitting_workers

    settings = Settings(
        host=host,
        port=port,
        processes=processes,
        workers=fitting_workers() if workers is None else workers,
        hosts=allow_host,
        network=network,
        log=not quiet,
        log_queries=log_queries,
        report_s=timeout,
    )
    if host in ("0.0.0.0", "::") and not allow_host:  # noqa: S104 - it is refused here
        say("note: listening on every address, answering to localhost alone: name others with --allow-host")
    shown = f"[{host}]" if ":" in host else host
    begins = partial(say, f"railsight: http://{shown}:{port}/  (interrupt to stop)")
    raise click.exceptions.Exit(run(settings, begins))
