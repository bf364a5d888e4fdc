"""Running a reader in a child process with limits, so that a crash or a bomb ends the child and not the session."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from railsight import errors
from railsight.errors import NetworkFormatError, RailsightError
from railsight.network.building.report import BuildStep, Progress

_POLL_S = 0.2
_SHOWN = 300
# Errors a child may report by name; anything else becomes a NetworkFormatError.
_NAMED = ("NetworkFormatError", "OutputError", "OutputExistsError", "UsageError")


def run_limited(
    task: str,
    arguments: Mapping[str, Any],
    *,
    file: str,
    memory_mb: int,
    cpu_s: int,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run ``task`` (a function ``module:name`` of this package) with JSON arguments and give its JSON answer.

    ``file`` is the input it reads, named in errors and watched for progress. Raises NetworkFormatError when the child
    fails, crashes, or passes ``memory_mb`` of memory or ``cpu_s`` of processor time.
    """
    order = json.dumps({"task": task, "arguments": dict(arguments), "memory_mb": memory_mb, "cpu_s": cpu_s})
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            # -P: a module of that name lying in the working folder is not what is meant
            [sys.executable, "-P", "-m", "railsight.network.building.child"],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=said,
            env=_environment(),
        )
        try:
            assert child.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(order.encode())
                child.stdin.close()
            _watch(child, file, progress)
        except BaseException:
            child.kill()
            child.wait()
            raise
        answer.seek(0)
        said.seek(0)
        return _answer(child.returncode, answer.read(), said.read(), file, memory_mb, cpu_s)


def _environment() -> dict[str, str]:
    """The environment without what would send a library to the network, and with this railsight in reach."""
    import railsight

    env = {
        k: v
        for k, v in os.environ.items()
        if not k.upper().startswith(("GDAL", "OGR", "CPL", "VSI", "AWS", "PROJ_NETWORK"))
    }
    dead = "127.0.0.1:9"  # nothing listens on the discard port
    env.update(GDAL_HTTP_PROXY=dead, http_proxy=dead, https_proxy=dead, PROJ_NETWORK="OFF", GDAL_HTTP_TIMEOUT="1")
    home = str(Path(railsight.__file__).resolve().parent.parent)
    env["PYTHONPATH"] = os.pathsep.join(filter(None, (home, env.get("PYTHONPATH"))))
    return env


def _watch(child: subprocess.Popen[bytes], file: str, progress: Progress | None) -> None:
    """Wait for the end. How far the reading is shows in the child's own open file, where the system tells."""
    total = os.stat(file).st_size  # noqa: PTH116
    begun = time.monotonic()
    done, reading = 0, True
    while True:
        try:
            child.wait(_POLL_S if progress else None)
            break
        except subprocess.TimeoutExpired:
            pass
        if progress is None:
            continue
        at = _offset(child.pid, file)
        if at is None:
            reading = reading and done == 0
        else:
            done = max(done, min(at, total))
        spent = time.monotonic() - begun
        stage = "reading" if reading else "joining"
        progress(BuildStep(stage, done if reading else total, total, done / spent if spent else 0.0))
    if progress is not None and child.returncode == 0:
        spent = max(time.monotonic() - begun, 1e-9)
        progress(BuildStep("done", total, total, total / spent))


def _offset(pid: int, file: str) -> int | None:
    """Where a process stands in a file it has open, None when it has not, or the system does not tell."""
    folder = f"/proc/{pid}"
    try:
        for name in os.listdir(f"{folder}/fd"):  # noqa: PTH208
            with contextlib.suppress(OSError):
                if os.readlink(f"{folder}/fd/{name}") == file:  # noqa: PTH115
                    text = Path(f"{folder}/fdinfo/{name}").read_text()
                    return int(text.split("\n", 1)[0].split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return None


def _answer(code: int, answer: bytes, said: bytes, file: str, memory_mb: int, cpu_s: int) -> dict[str, Any]:
    try:
        plain = json.loads(answer)
    except ValueError:
        plain = None
    if code == 0 and isinstance(plain, dict) and "result" in plain:
        return dict(plain["result"])
    if isinstance(plain, dict) and "error" in plain:
        raise _error(plain, file)
    last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
    reason = _why(code, last[0][:_SHOWN], memory_mb, cpu_s)
    raise NetworkFormatError(f"reading it failed: {reason}", file=file, hint="the file may be damaged or hostile")


def _why(code: int, said: str, memory_mb: int, cpu_s: int) -> str:
    import signal

    if code < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-code).name
            if name in ("SIGXCPU", "SIGKILL"):
                return f"it took more than {cpu_s} s of processor time, or more memory than there is ({name})"
            return f"the reader was ended by {name}"
    if "MemoryError" in said or "bad_alloc" in said or "allocate" in said:
        return f"it needs more than {memory_mb} MB of memory"
    return said or f"the reader ended with status {code}"


def _error(plain: Mapping[str, Any], file: str) -> RailsightError:
    message, hint = str(plain.get("message", ""))[:2000], str(plain.get("hint", ""))[:_SHOWN]
    name = plain.get("error")
    if name in _NAMED[1:]:
        kind: type[RailsightError] = getattr(errors, str(name))
        return kind(message) if name == "OutputExistsError" else kind(message, hint=hint)
    if name == "NetworkFormatError":
        message = message.removeprefix(f"{file}: ")
        return NetworkFormatError(message, file=file, hint=hint)
    return NetworkFormatError(f"reading it failed: {message[:_SHOWN]}", file=file, hint=hint)
