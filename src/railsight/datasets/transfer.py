"""One careful HTTP transfer: bounded in time and size, never led elsewhere, taken up where it broke off."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from railsight.errors import OutputError, ServiceError, UsageError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_BLOCK = 1 << 16
_REDIRECTS = 5
# A transfer slower than this over a whole window is given up: a server that drips.
_WINDOW_S = 30.0
_SLOWEST = 500.0  # bytes a second


@dataclass(frozen=True, slots=True)
class FetchStep:
    """How far a download is. ``total_bytes`` is 0 when the server does not say; the rate is of this run."""

    done_bytes: int
    total_bytes: int
    bytes_per_s: float


@dataclass(slots=True)
class Part:
    """What came of a file so far, and beside it a note of what it is part of."""

    path: Path
    url: str
    checksum: str

    @property
    def note(self) -> Path:
        """The file beside it that says what is being fetched."""
        return self.path.with_name(f"{self.path.name}.json")

    def begun(self) -> tuple[int, str]:
        """Bytes already here and the server's mark of their version; ``(0, "")`` when it is part of another file."""
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
            if note["url"] == self.url and note["checksum"] == self.checksum:
                return self.path.stat().st_size, str(note["etag"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0, ""

    def remember(self, etag: str) -> None:
        """Note what this is part of."""
        note = {"url": self.url, "checksum": self.checksum, "etag": etag}
        self.note.write_text(json.dumps(note), encoding="utf-8")

    def discard(self) -> None:
        """Throw away what came."""
        for path in (self.path, self.note):
            path.unlink(missing_ok=True)


class Fetcher:
    """Asks one host only, over https (plain http on this machine), with one deadline for everything."""

    def __init__(self, base: str, *, stall_s: float, limit_s: float) -> None:
        self._host = urlsplit(base).netloc
        self._stall_s = stall_s
        self._deadline = time.monotonic() + limit_s
        self._check(base)

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        if not safe or not parts.netloc or parts.username:
            raise UsageError(f"{url[:200]} is not an https address", hint="the service must be reached over https")
        if parts.netloc != self._host:
            raise ServiceError(f"the service leads elsewhere, to {parts.netloc[:100]}", hint="this is not followed")

    @contextlib.contextmanager
    def _open(self, url: str, headers: dict[str, str]) -> Iterator[http.client.HTTPResponse]:
        """The response to a GET, redirects within the host followed."""
        from railsight import __version__

        agent = f"railsight/{__version__} (train tracking from reports)"
        for _ in range(_REDIRECTS):
            self._check(url)
            parts = urlsplit(url)
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            connection = kind(parts.netloc, timeout=min(self._stall_s, self._left()))
            try:
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                connection.request("GET", target or "/", headers={"User-Agent": agent, **headers})
                response = connection.getresponse()
                if response.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                yield response
                return
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, (ServiceError, OutputError)):
                    raise
                raise _failed(url, str(error) or type(error).__name__) from error
            finally:
                connection.close()
        raise _failed(url, "too many redirects")

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise ServiceError("the time allowed for the download is over", hint="run it again: it is taken up")
        return left

    def small(self, url: str, *, limit: int) -> bytes:
        """A small file as a whole."""
        with self._open(url, {}) as response:
            _want(response, url, (200,))
            data = bytearray()
            for block in self._blocks(response, url):
                data += block
                if len(data) > limit:
                    raise _failed(url, f"more than {limit} bytes where a short file should be")
            _whole(response, url, len(data))
            return bytes(data)

    def _blocks(self, response: http.client.HTTPResponse, url: str) -> Iterator[bytes]:
        """Blocks as they come; a stall or a drip is an error."""
        window, came = time.monotonic(), 0
        while True:
            self._left()
            try:
                block = response.read1(_BLOCK)
            except (OSError, http.client.HTTPException) as error:
                raise _failed(url, str(error) or type(error).__name__) from error
            if not block:
                return
            came += len(block)
            yield block
            now = time.monotonic()
            if now - window > min(_WINDOW_S, self._stall_s):
                if came < _SLOWEST * (now - window):
                    raise _failed(url, f"only {came} bytes in {now - window:.0f} s")
                window, came = now, 0

    def download(self, url: str, part: Part, *, max_bytes: int, progress: Callable[[FetchStep], None] | None) -> int:
        """Bring the part to its full length. Gives how many bytes were here before."""
        have, etag = part.begun()
        headers = {"Range": f"bytes={have}-", **({"If-Range": etag} if etag else {})} if have else {}
        with self._open(url, headers) as response:
            if response.status == 416 and have:  # nothing is left to send, or the file is another: the checksum decides
                return have
            _want(response, url, (200, 206))
            if response.status == 206 and not _continues(response, have):
                raise _failed(url, "it sent another part than asked for")
            resumed = have if response.status == 206 else 0
            total = resumed + int(response.headers.get("Content-Length") or 0)
            if total > max_bytes:
                raise _failed(url, f"it announces {total} bytes, more than the {max_bytes} allowed")
            try:
                self._write(response, url, part, resumed, total, max_bytes, progress)
            except OSError as error:
                if isinstance(error, ServiceError):
                    raise
                reason = error.strerror or error
                raise OutputError(f"{part.path} cannot be written: {reason}", hint="check the space left") from error
        return resumed

    def _write(
        self,
        response: http.client.HTTPResponse,
        url: str,
        part: Part,
        resumed: int,
        total: int,
        max_bytes: int,
        progress: Callable[[FetchStep], None] | None,
    ) -> None:
        part.remember(response.headers.get("ETag", ""))
        begun, done = time.monotonic(), resumed
        with part.path.open("r+b" if resumed else "wb") as out:
            out.seek(resumed)
            out.truncate()
            for block in self._blocks(response, url):
                done += len(block)
                if done > max_bytes or (total and done > total):
                    raise _failed(url, "it sends more than it announced")
                if done <= _BLOCK * 2 and done - len(block) == 0 and _page(block):
                    raise _failed(url, "it sent a web page instead of the extract")
                out.write(block)
                if progress is not None:
                    progress(FetchStep(done, total, (done - resumed) / max(time.monotonic() - begun, 1e-6)))
            out.flush()
            os.fsync(out.fileno())
        _whole(response, url, done - resumed)


def _page(block: bytes) -> bool:
    return block.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))


def _want(response: http.client.HTTPResponse, url: str, allowed: tuple[int, ...]) -> None:
    if response.status not in allowed:
        why = {429: "too many requests", 404: "it is not there"}.get(response.status, response.reason or "")
        raise _failed(url, f"status {response.status} ({str(why)[:60]})")


def _continues(response: http.client.HTTPResponse, have: int) -> bool:
    return (response.headers.get("Content-Range") or "").startswith(f"bytes {have}-")


def _whole(response: http.client.HTTPResponse, url: str, came: int) -> None:
    announced: Any = response.headers.get("Content-Length")
    if announced is not None and announced.isdigit() and came < int(announced):
        raise _failed(url, f"it broke off after {came} of {announced} bytes")


def _failed(url: str, why: str) -> ServiceError:
    return ServiceError(f"{url[:200]}: {why}", hint="try again later: a broken download is taken up where it ended")
