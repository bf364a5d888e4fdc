"""What a service is told when it starts, and the limits it keeps."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from railsight.errors import UsageError

# Settings reach HTTP processes that another process starts through the environment, under this name.
VARIABLE = "RAILSIGHT_SERVE"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


_MOST_WORKERS = 8


def fitting_workers() -> int:
    """One for each core that may be used, and one more that answers questions while all of these read reports; 2 to 8,
    as each takes memory of its own.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST_WORKERS, cores + 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve. Times are seconds, sizes bytes.

    ``processes`` take requests; each has ``workers`` child processes that do the work, all but one of which may read
    reports at the same time. ``hosts`` are names beside
    those of this machine under which the service may be asked. ``wait_s`` bounds the wait for a worker, ``question_s``
    the work on a question, ``report_s`` that on reports, ``body_s`` the time a client has to send its body, ``head_s``
    that for its header, and ``idle_s`` the silence between two requests.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    processes: int = 1
    workers: int = field(default_factory=fitting_workers)
    hosts: tuple[str, ...] = ()
    network: str | None = None
    log: bool = True
    log_queries: bool = False
    wait_s: float = 30.0
    question_s: float = 10.0
    report_s: float = 60.0
    body_s: float = 20.0
    head_s: float = 10.0
    idle_s: int = 30
    max_body: int = 1_000_000
    max_connections: int = 800
    max_questions: int = 1_000
    max_reports: int = 16
    kept_bytes: int = 64_000_000
    kept_answers: int = 20_000
    worker_bytes: int = 4_000_000_000

    def __post_init__(self) -> None:
        for name, low, high in (("port", 1, 65_535), ("processes", 1, 64), ("workers", 1, 64)):
            if not low <= getattr(self, name) <= high:
                raise UsageError(f"{name} {getattr(self, name)}: {low} to {high} is allowed")
        for name in ("wait_s", "question_s", "report_s", "body_s", "head_s"):
            if not 0.0 < getattr(self, name) <= 3_600.0:
                raise UsageError(f"{name} {getattr(self, name)}: more than 0 and at most 3600 seconds are allowed")

    @property
    def answering_to(self) -> frozenset[str]:
        """The host names, in small letters, under which the service answers."""
        bound = () if self.host in ("0.0.0.0", "::", "") else (self.host,)  # noqa: S104
        return frozenset(name.lower().strip("[]") for name in (*LOCAL_HOSTS, *bound, *self.hosts))

    def to_json(self) -> str:
        """As text that ``from_json`` reads."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """From the text of ``to_json``."""
        given = json.loads(text)
        return cls(**given | {"hosts": tuple(given["hosts"])})

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Those of the process that started this one, else the defaults."""
        text = (os.environ if environment is None else environment).get(VARIABLE)
        return cls.from_json(text) if text else cls()
