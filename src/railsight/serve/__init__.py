"""The verbs over HTTP, for a team: ``railsight serve`` (extra ``serve``).

One event loop takes requests and answers what it has answered before from memory; questions and reports are worked on
by child processes, each with a deadline after which it is ended and replaced. The JSON is what the commands print.
Nothing is fetched, nothing is written, and the text of a report is never logged.

``contract`` says what can be asked and ``openapi`` describes it; ``answers`` calls the verbs, in the process that
``worker`` starts and ``pool`` keeps; ``service`` is the application, ``protocol`` the connection's limits, ``running``
starts it all. Names load on first use: importing this package needs none of the extra's packages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door

if TYPE_CHECKING:
    from railsight.serve.openapi import openapi
    from railsight.serve.running import run
    from railsight.serve.service import Service
    from railsight.serve.settings import Settings

_HOMES = {"Service": "service", "Settings": "settings", "openapi": "openapi", "run": "running"}
__all__ = ["Service", "Settings", "openapi", "run"]

__getattr__, __dir__ = lazy_door(__name__, _HOMES, __all__)
