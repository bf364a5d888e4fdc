"""The application: who may ask, what was answered before, and the questions handed to the workers."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from railsight import __version__
from railsight.serve.answers import LINES
from railsight.serve.contract import BY_ROUTE, OWN_PATHS, PATHS, QUESTIONS, Given, Question, key_of, parse_query
from railsight.serve.gate import check_request
from railsight.serve.kept import Kept
from railsight.serve.page import page, page_policy
from railsight.serve.pool import Pool, busy
from railsight.serve.refusals import HTML_TYPE, Answer, Refusal, error_body, to_bytes
from railsight.serve.settings import Settings

_log = logging.getLogger("railsight.serve")
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
_NOTHING = b"default-src 'none'; frame-ancestors 'none'"
# A page with a map holds text of strangers. It brings its own policy; the sandbox gives it an origin of its own, so
# that it could not ask this service even if that failed.
_SANDBOXED = b"sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'none'"
_TEXT_TYPES = frozenset(("", "text/plain", "text/markdown", "application/octet-stream"))
_LINES_TYPES = frozenset(("application/jsonl", "application/x-ndjson", "application/x-jsonlines"))
_CHARSET = re.compile(r'charset="?([^";\s]*)')
_CHARSETS = frozenset(("", "utf-8", "utf8", "us-ascii", "ascii", "utf-16"))
# Uploads and reports under way hold their text in memory.
_UPLOADS_PER_REPORT = 4


class Service:
    """An ASGI application. ``async with service.running():`` or its lifespan starts and ends the workers."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.pool = Pool(self.settings)
        self.kept = Kept(most=self.settings.kept_answers, most_bytes=self.settings.kept_bytes)
        self._under_way: dict[bytes, asyncio.Task[Answer]] = {}
        self._uploads = 0
        self._hosts = self.settings.answering_to
        self._inner = Starlette(routes=self._routes())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """With the workers started; ServiceError when they do not."""
        await self.pool.start()
        try:
            yield
        finally:
            await self.pool.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError("only HTTP is spoken here")
        began = time.perf_counter()
        answer = await self._answer(scope, receive)
        await _send(send, answer)
        if self.settings.log:
            _access(scope, answer, time.perf_counter() - began, queries=self.settings.log_queries)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        try:
            check_request(scope, self._hosts)
            if scope["method"] in ("GET", "HEAD"):
                kept = self.kept.get(self._raw_key(scope))
                if kept is not None:
                    return kept
            return await self._routed(scope, receive)
        except Refusal as refusal:
            return refusal.answer
        except Exception as error:  # noqa: BLE001 - the last line: only the kind is told, a message may quote a report
            _log.error("a fault of railsight itself: %s", type(error).__name__)
            return Answer(500, error_body("Fault", "a fault of railsight itself", "the server's log says where"))

    # ------------------------------------------------------------ routes

    def _routes(self) -> list[Route]:
        own = [Route("/", _page), Route("/health", self._health), Route("/openapi.json", _openapi)]
        asked = [Route(q.path, self._reads if q.reads else self._asks, methods=[q.method]) for q in QUESTIONS]
        return own + asked

    async def _routed(self, scope: Scope, receive: Receive) -> Answer:
        path, method = scope["path"], scope["method"]
        if path not in PATHS and path not in OWN_PATHS:
            raise Refusal(404, "NotFound", "there is nothing at this path", hint="see /openapi.json")
        asked = "GET" if method == "HEAD" else method
        if (asked, path) not in BY_ROUTE and not (asked == "GET" and path in OWN_PATHS):
            allowed = ", ".join(m for m, p in BY_ROUTE if p == path) or "GET"
            raise Refusal(
                405,
                "MethodNotAllowed",
                f"{path} takes {allowed}",
                hint=f"ask with {allowed}; see /openapi.json",
                headers=((b"allow", allowed.encode("ascii")),),
            )
        collected = _Collected()
        await self._inner(scope, receive, collected)
        return collected.answer

    async def _health(self, _request: Request) -> Response:
        alive = self.pool.alive
        body = {"status": "ok" if alive else "no workers", "version": __version__, "workers": alive}
        return _response(Answer(200 if alive else 503, to_bytes(body)))

    async def _asks(self, request: Request) -> Response:
        question = BY_ROUTE["GET", request.scope["path"]]
        given = parse_query(question, request.scope["query_string"])
        return _response(await self._known_or_asked(question, given, self._raw_key(request.scope)))

    async def _known_or_asked(self, question: Question, given: Given, raw: bytes) -> Answer:
        """From memory, from the same question under way, or from a worker. Faults are not kept."""
        key = self._network_now() + key_of(question, given)
        answer = self.kept.get(key)
        if answer is None:
            task = self._under_way.get(key)
            if task is None:
                task = asyncio.create_task(self.pool.ask(question, given))
                self._under_way[key] = task
                task.add_done_callback(lambda done: self._settled(key, done))
            answer = await asyncio.shield(task)
            if answer.status < 500:
                self.kept.put(key, answer)
        if answer.status < 500:
            self.kept.put(raw, answer)
        return answer

    def _raw_key(self, scope: Scope) -> bytes:
        path: str = scope["path"]
        query: bytes = scope["query_string"]
        return self._network_now() + path.encode("utf-8", "replace") + b"?" + query

    def _network_now(self) -> bytes:
        """What a network file is known by: an answer is that of the file as it was when it was asked."""
        if self.settings.network is None:
            return b""
        from railsight.api.checked import state_of

        return repr(state_of(self.settings.network)).encode("ascii")

    def _settled(self, key: bytes, done: asyncio.Task[Answer]) -> None:
        self._under_way.pop(key, None)
        if not done.cancelled():
            done.exception()  # whoever still waits is told; when nobody does, that is no fault

    async def _reads(self, request: Request) -> Response:
        question = BY_ROUTE["POST", request.scope["path"]]
        given = parse_query(question, request.scope["query_string"])
        kind, _, more = (part.strip().lower() for part in request.headers.get("content-type", "").partition(";"))
        if kind not in _TEXT_TYPES | _LINES_TYPES:
            raise Refusal(
                415,
                "UnsupportedMediaType",
                f"a body of type {kind[:60]!r} is not read: a report is text/plain, many are application/x-ndjson",
                hint="send it with the header Content-Type: text/plain",
            )
        if (charset := _CHARSET.search(more)) and charset[1] not in _CHARSETS:
            raise Refusal(
                415,
                "UnsupportedMediaType",
                f"a body in {charset[1][:40]!r} is not read",
                hint="send it as UTF-8, with the header Content-Type: text/plain; charset=utf-8",
            )
        packed = request.headers.get("content-encoding", "").strip().lower()
        if packed not in ("", "identity"):
            raise Refusal(
                415,
                "UnsupportedMediaType",
                f"a body with the Content-Encoding {packed[:40]!r} is not read",
                hint="send it as it is, without Content-Encoding",
                headers=((b"accept-encoding", b"identity"),),
            )
        if self._uploads >= self.settings.max_reports * _UPLOADS_PER_REPORT:
            raise busy()
        self._uploads += 1
        try:
            body = await self._body(request)
            form = LINES if kind in _LINES_TYPES else ""
            return _response(await self.pool.ask(question, given, body, form))
        finally:
            self._uploads -= 1

    async def _body(self, request: Request) -> bytes:
        """The body, at most ``max_body`` bytes within ``body_s`` seconds."""
        most = self.settings.max_body
        too_large = Refusal(
            413,
            "TooLarge",
            f"a report may have {most // 1000:,} kB at most",
            hint="cut it to the story itself",
            headers=((b"connection", b"close"),),
        )
        length = request.headers.get("content-length", "")
        if length.isdecimal() and (len(length) > 15 or int(length) > most):
            raise too_large
        parts, size = [], 0
        try:
            async with asyncio.timeout(self.settings.body_s):
                async for part in request.stream():
                    size += len(part)
                    if size > most:
                        raise too_large
                    parts.append(part)
        except (TimeoutError, ClientDisconnect):
            raise Refusal(
                408,
                "RequestTimeout",
                "the body did not come in time",
                hint="send it again, without pauses",
                headers=((b"connection", b"close"),),
            ) from None
        return b"".join(parts)

    # ------------------------------------------------------------ the server's life

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.pool.start()
        except Exception as error:  # noqa: BLE001 - the server must be told, whatever it was
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _page(_request: Request) -> Response:
    return _response(
        Answer(200, page(), HTML_TYPE, headers=((b"content-security-policy", page_policy().encode("ascii")),))
    )


async def _openapi(_request: Request) -> Response:
    from railsight.serve.openapi import openapi_bytes

    return _response(Answer(200, openapi_bytes()))


# ---------------------------------------------------------------- messages


class _Collected:
    """What Starlette sends, as one answer."""

    def __init__(self) -> None:
        self.answer = Answer(500, b"")

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            named = dict(message["headers"])
            kind = named.pop(b"content-type", b"application/json")
            named.pop(b"content-length", None)
            self.answer = Answer(message["status"], b"", kind, tuple(named.items()))
        else:
            start = self.answer
            self.answer = Answer(start.status, start.body + message.get("body", b""), start.kind, start.headers)


def _response(answer: Answer) -> Response:
    response = Response(answer.body, status_code=answer.status)
    response.raw_headers = [(b"content-type", answer.kind), *answer.headers]
    return response


async def _send(send: Send, answer: Answer) -> None:
    headers: list[tuple[bytes, bytes]] = [
        (b"content-type", answer.kind),
        (b"content-length", str(len(answer.body)).encode("ascii")),
        *_ALWAYS,
        *answer.headers,
    ]
    if not any(name == b"content-security-policy" for name, _ in answer.headers):
        headers.append((b"content-security-policy", _SANDBOXED if answer.kind == HTML_TYPE else _NOTHING))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _access(scope: Scope, answer: Answer, seconds: float, *, queries: bool) -> None:
    """One line on stderr: nothing a client chose but, when asked for, its query as it came."""
    path: Any = scope["path"] if scope["path"] in PATHS or scope["path"] in OWN_PATHS else "(other)"
    if queries and scope["query_string"]:
        path += "?" + scope["query_string"].decode("ascii", "backslashreplace")
    method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD") else "(other)"
    sys.stderr.write(f"{method} {path} {answer.status} {len(answer.body)} B {1000 * seconds:.1f} ms\n")
