"""How many requests `railsight serve` answers: ``python benchmarks/speed_serve.py [--requests N] [--processes N]``.

Starts the service on loopback and asks it from this one process over keep-alive connections: the same 552 distances
from 200 connections, each for the first time and then again and again, and places. Beside them a bare ASGI application
under the same server, the most that this machine can do at that moment. Then slow and malformed clients while it is
asked, and 100,000 requests, no two spelt alike, with the resident memory before and after. Prints one JSON object last.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote
from urllib.request import urlopen

CONNECTIONS = 200
_WORKERS = 2  # of each process
STATIONS = (
    "Khasan", "Ussuriysk", "Vladivostok", "Khabarovsk", "Chita", "Irkutsk", "Krasnoyarsk", "Novosibirsk", "Omsk",
    "Tyumen", "Yekaterinburg", "Perm", "Kirov", "Pyongyang", "Tumangang", "Chongjin", "Harbin", "Ulan-Ude",
    "Svobodny", "Belogorsk", "Skovorodino", "Mogocha", "Taishet", "Zima",
)  # fmt: skip
BARE = """
async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive(); await send({"type": "lifespan.startup.complete"})
        await receive(); await send({"type": "lifespan.shutdown.complete"})
        return
    body = b"x" * 1500
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1500")]})
    await send({"type": "http.response.body", "body": body})
"""


class Client(asyncio.Protocol):
    """One keep-alive connection that asks the next target as soon as it is answered."""

    def __init__(self, targets: Iterator[bytes], done: asyncio.Future[None], seen: Seen) -> None:
        self.targets = targets
        self.done = done
        self.seen = seen
        self.wanted = 0
        self.got = bytearray()
        self.asked = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # that of uvloop is one in all but name
        self._next()

    def _next(self) -> None:
        target = next(self.targets, None)
        if target is None:
            self.transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        self.asked = time.perf_counter()
        self.transport.write(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        self.got += data
        if not self.wanted:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.got[:end]).lower()
            length = head.partition(b"content-length: ")[2].partition(b"\r")[0]
            self.wanted = end + 4 + int(length)
        if len(self.got) >= self.wanted:
            self.seen.take(int(self.got[9:12]), time.perf_counter() - self.asked)
            del self.got[: self.wanted]
            self.wanted = 0
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if not self.done.done():
            self.seen.lost += 1
            self.done.set_result(None)


class Seen:
    """What the clients saw: statuses, seconds waited, connections lost."""

    def __init__(self) -> None:
        self.statuses: dict[int, int] = {}
        self.seconds: list[float] = []
        self.lost = 0

    def take(self, status: int, seconds: float) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.seconds.append(seconds)


async def _load(port: int, targets: Iterator[bytes], connections: int) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    seen = Seen()
    began = time.perf_counter()
    waits = []
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        waits.append(done)
        await loop.create_connection(lambda done=done: Client(targets, done, seen), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*waits)
    spent = time.perf_counter() - began
    ranked = sorted(seen.seconds)
    total = sum(seen.statuses.values())
    return {
        "requests": total,
        "per_second": round(total / spent, 1),
        "statuses": {str(k): v for k, v in sorted(seen.statuses.items())},
        "connections": connections,
        "connections_lost": seen.lost,
        "median_ms": round(1000 * statistics.median(ranked), 2),
        "p99_ms": round(1000 * ranked[int(0.99 * (len(ranked) - 1))], 2),
    }


def load(port: int, targets: Sequence[bytes], requests: int, connections: int = CONNECTIONS) -> dict[str, object]:
    """Ask ``requests`` times, going through the targets again and again."""
    asked = (targets[n % len(targets)] for n in range(requests))
    try:
        import uvloop
    except ImportError:
        return asyncio.run(_load(port, asked, connections))
    return uvloop.run(_load(port, asked, connections))


# ---------------------------------------------------------------- the servers


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@contextmanager
def served(command: Sequence[str], port: int, cwd: str | None = None) -> Iterator[int]:
    """The process id of a server that answers on ``port``."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stderr=said, stdout=subprocess.DEVNULL, cwd=cwd)
        try:
            _await(process, port, said)
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


def _await(process: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                answer.read()
            return
        except OSError:
            if process.poll() is not None:
                said.seek(0)
                raise SystemExit(f"the server did not start: {said.read().decode(errors='replace')}") from None
            time.sleep(0.1)


def memory_mb(pid: int) -> dict[str, float]:
    """Resident memory of a process and its children, by what they are; Linux only."""
    found = {"service": 0.0, "workers": 0.0}
    for member in (pid, *children(pid)):
        status = Path(f"/proc/{member}/status").read_text(encoding="ascii", errors="replace")
        kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        line = Path(f"/proc/{member}/cmdline").read_bytes()
        found["workers" if b"serve.worker" in line else "service"] += kb / 1024
    return {name: round(mb, 1) for name, mb in found.items()}


def children(pid: int) -> list[int]:
    """Every process below one."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found[1:]


# ---------------------------------------------------------------- what is asked


def distance_target(a: str, b: str) -> bytes:
    return f"/distance?from={quote(a)}&to={quote(b)}".encode("ascii")


def pairs() -> list[bytes]:
    """Every ordered pair of the stations: 552 questions."""
    return [distance_target(a, b) for a in STATIONS for b in STATIONS if a != b]


def spelt_anew(number: int, start: int = 0) -> list[bytes]:
    """Those questions in ever other spellings: blank parameters say nothing, so that no worker is asked."""
    known = pairs()
    made = []
    for n in range(start, start + number):
        turn = n // len(known)
        blanks = "".join("&via=+" if turn >> bit & 1 else "&via=" for bit in range(10))
        made.append(known[n % len(known)] + blanks.encode("ascii"))
    return made


def hostile(port: int, number: int = 100) -> dict[str, object]:
    """Slow, silent and malformed clients all at once, while honest ones ask on."""
    slow_body = b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nslow"
    kinds = (b"GET /dist", b"GET / HTTP/1.1\r\nHost: local", b"\x00\xff" * 50, slow_body, b"")
    held = []
    turn = count()
    for _ in range(number):
        sock = socket.create_connection(("127.0.0.1", port), timeout=5)
        sock.sendall(kinds[next(turn) % len(kinds)])
        held.append(sock)
    answered = load(port, pairs(), 5_000, 50)
    for sock in held:
        sock.close()
    return {"held_open": number} | answered


def main() -> None:
    """Run every load."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=20_000, help="of the loads whose rate is measured")
    parser.add_argument("--long", type=int, default=100_000, help="of the load whose memory is measured")
    parser.add_argument("--processes", type=int, default=1, help="processes of the service that take requests")
    options = parser.parse_args()
    report: dict[str, object] = {"cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1)}
    report |= {"processes": options.processes, "workers_each": _WORKERS}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bare.py").write_text(BARE, encoding="utf-8")
        port = free_port()
        bare = [sys.executable, "-m", "uvicorn", "bare:application", "--port", str(port), "--no-access-log"]
        with served(bare, port, folder):
            report["bare_asgi"] = load(port, [b"/"], options.requests)
    port = free_port()
    command = [sys.executable, "-m", "railsight", "serve", "--port", str(port), "--processes", str(options.processes)]
    command += ["--workers", str(_WORKERS)]
    with served(command, port) as pid:
        report["distance_first_time"] = load(port, pairs(), len(pairs()) * options.processes)
        report["distance"] = load(port, pairs(), options.requests)
        report["place"] = load(port, [f"/place?name={quote(n)}".encode("ascii") for n in STATIONS], options.requests)
        report["hostile_clients"] = hostile(port)
        full = options.long // 4
        load(port, spelt_anew(full), full)  # what is kept reaches its bound first
        before = memory_mb(pid)
        report["long"] = load(port, spelt_anew(options.long, full), options.long)
        report["memory_mb"] = {"before": before, "after": memory_mb(pid)}
    report["load_after"] = round(os.getloadavg()[0], 1)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
