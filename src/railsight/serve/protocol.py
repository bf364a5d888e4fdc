"""One connection, on top of uvicorn's: limits for clients that send a header slowly, without end, or never read."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from railsight.serve.refusals import error_body
from railsight.serve.settings import Settings

MAX_HEAD = 32_000  # bytes of request line and header fields


class PatientProtocol(HttpToolsProtocol):
    """uvicorn bounds the wait between requests; this bounds the wait for a header and for a reader, and their size."""

    settings = Settings()  # those of the process, set before it serves

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head_bytes = 0  # what has come while a header is awaited, and what of it is part of the header
        self._field_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None  # runs while a header is awaited
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.settings.max_connections:
            self._say(b"503 Service Unavailable", error_body("Busy", "too many connections", "ask again later"))
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop(self._deadline)
        self._stop(self._unread)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._deadline is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        # What has come of a header that is not complete yet; a body behind a complete one is bounded elsewhere.
        if self._deadline is not None and self._head_bytes > MAX_HEAD:
            self._say_too_large()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + len(": \r\n"))
        super().on_header(name, value)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._field_bytes = 0
        if self._deadline is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        self._stop(self._deadline)
        self._deadline = None
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - its words may quote the request
        """Malformed requests get the same JSON as others, whatever was wrong with them."""
        self._say(b"400 Bad Request", error_body("BadRequest", "this is not HTTP/1.1 as it is spoken here"))

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.settings.body_s, self.transport.abort)

    def resume_writing(self) -> None:
        self._stop(self._unread)
        self._unread = None
        super().resume_writing()

    # ------------------------------------------------------------ within

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._deadline = self.loop.call_later(self.settings.head_s, self._give_up)

    def _give_up(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self._say(b"408 Request Timeout", error_body("RequestTimeout", "the request did not come in time"))

    def _count(self, size: int) -> None:
        """So much more of a header, which may come as a whole. Raises where it is too large: nothing is read on."""
        self._field_bytes += size
        if self._field_bytes > MAX_HEAD:
            self._say_too_large()
            raise ValueError("the header is too large")

    def _say_too_large(self) -> None:
        self._say(b"431 Request Header Fields Too Large", error_body("TooLarge", f"a header may have {MAX_HEAD} bytes"))

    def _say(self, status: bytes, body: bytes) -> None:
        """A last word before closing."""
        self._stop(self._deadline)
        self._deadline = None
        if self.transport.is_closing():
            return
        head = (
            b"HTTP/1.1 " + status + b"\r\ncontent-type: application/json\r\nconnection: close\r\n"
            b"content-length: " + str(len(body)).encode("ascii") + b"\r\n\r\n"
        )
        self.transport.write(head + body)
        self.transport.close()

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
