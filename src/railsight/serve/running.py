"""Starting the service: one process or several, on one address, until interrupted."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable

from railsight.errors import MissingExtraError, UsageError
from railsight.serve.settings import VARIABLE, Settings


def application() -> object:
    """The application of a process, as the process that started it was told. uvicorn calls this."""
    from railsight.serve.protocol import PatientProtocol
    from railsight.serve.service import Service

    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    settings = Settings.from_environment()
    PatientProtocol.settings = settings
    return Service(settings)


def run(settings: Settings, begins: Callable[[], None] = lambda: None) -> int:
    """Serve until interrupted; the exit status. UsageError when the address cannot be taken, MissingExtraError.

    ``begins`` is called when neither is so, before the first request is taken.
    """
    try:
        import httptools  # noqa: F401 - asked here, so that the hint names the extra
        import starlette  # noqa: F401
        import uvicorn
    except ImportError:
        raise MissingExtraError("serving", "serve") from None
    check_address(settings)
    os.environ[VARIABLE] = settings.to_json()
    begins()
    try:
        uvicorn.run(
            "railsight.serve.running:application",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.processes,
            http="railsight.serve.protocol:PatientProtocol",
            ws="none",
            lifespan="on",
            access_log=False,
            log_level="error",
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=settings.idle_s,
            timeout_graceful_shutdown=5,
        )
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def check_address(settings: Settings) -> None:
    """UsageError when nothing can listen there: uvicorn would say so in a traceback."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((settings.host, settings.port))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot listen on {settings.host}:{settings.port}: {reason}", hint="give another --port or --host"
        ) from None
