"""Child processes that do the work, each question with a deadline: a child that is late or lost is replaced."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine
from typing import Any, TypeVar

from railsight.errors import ServiceError
from railsight.serve.contract import Given, Question
from railsight.serve.refusals import Answer, Refusal
from railsight.serve.settings import Settings
from railsight.serve.worker import ASK, KINDS, READY, REPLY

_START_S = 60.0
_AGAIN_S = 1.0
T = TypeVar("T")
_log = logging.getLogger("railsight.serve")


class Pool:
    """``settings.workers`` processes. Reports never take all of them, so that questions are answered meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._alive: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._report_slots = asyncio.Semaphore(max(1, settings.workers - 1))
        self._waiting = {True: 0, False: 0}
        self._closed = False

    @property
    def alive(self) -> int:
        """How many workers there are."""
        return len(self._alive)

    async def start(self) -> None:
        """Start all workers; ServiceError when they cannot work, after what they said on stderr."""
        try:
            for worker in await asyncio.gather(*(self._spawn() for _ in range(self._settings.workers))):
                self._idle.put_nowait(worker)
        except (OSError, EOFError, TimeoutError) as error:
            await self.close()
            raise ServiceError("the workers do not start", hint="try `railsight data status`") from error

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for worker in tuple(self._alive):
            await self._end(worker)

    async def ask(self, question: Question, given: Given, body: bytes = b"", form: str = "") -> Answer:
        """The answer of a worker. Refusal: 503 when too many wait or the worker was lost, 504 when it took too long."""
        heavy = question.reads
        limit = self._settings.max_reports if heavy else self._settings.max_questions
        if self._waiting[heavy] >= limit:
            raise busy()
        seconds = self._settings.report_s if heavy else self._settings.question_s
        # Work has its own time: a worker is never ended because its question waited long for it.
        deadline = asyncio.get_running_loop().time() + self._settings.wait_s
        header = {"question": question.name, "given": given, "form": form, "seconds": seconds}
        self._waiting[heavy] += 1
        try:
            if not heavy:
                return await self._asked(header, body, deadline)
            await _until(deadline, self._report_slots.acquire())
            try:
                return await self._asked(header, body, deadline)
            finally:
                self._report_slots.release()
        finally:
            self._waiting[heavy] -= 1

    async def _asked(self, header: Given, body: bytes, deadline: float) -> Answer:
        worker = await _until(deadline, self._idle.get())
        done = False
        try:
            async with asyncio.timeout(header["seconds"]):
                answer = await _exchange(worker, header, body)
            done = True
            return answer
        except TimeoutError:
            _log.warning("%s took longer than %g s and was ended", header["question"], header["seconds"])
            raise Refusal(
                504,
                "Deadline",
                f"no answer within {header['seconds']:g} s",
                hint="ask for less, or let the service take longer",
            ) from None
        except (EOFError, OSError):
            _log.warning("%s: its worker was lost", header["question"])
            raise Refusal(
                503, "WorkerLost", "the process that worked on this was lost", hint="ask again, or for less"
            ) from None
        finally:
            if done:
                self._idle.put_nowait(worker)
            else:
                self._replace(worker)

    # ------------------------------------------------------------ processes

    async def _spawn(self) -> Process:
        told = json.dumps({"network": self._settings.network, "worker_bytes": self._settings.worker_bytes})
        # -P: the folder the service is started in is no place to import from.
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "railsight.serve.worker", told, stdin=PIPE, stdout=PIPE, limit=1 << 20
        )
        self._alive.add(worker)
        try:
            async with asyncio.timeout(_START_S):
                if await _reader(worker).readexactly(len(READY)) != READY:
                    raise EOFError("not a worker")
        except BaseException:
            await self._end(worker)
            raise
        return worker

    def _replace(self, worker: Process) -> None:
        task = asyncio.get_running_loop().create_task(self._renew(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _renew(self, worker: Process) -> None:
        await self._end(worker)
        while not self._closed:
            try:
                self._idle.put_nowait(await self._spawn())
            except (OSError, EOFError, TimeoutError):
                _log.error("a worker does not start; trying again")
                await asyncio.sleep(_AGAIN_S)
            else:
                return

    async def _end(self, worker: Process) -> None:
        self._alive.discard(worker)
        if worker.stdin is not None:
            worker.stdin.close()
        if worker.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()


def busy() -> Refusal:
    """503: more wait than the service takes."""
    return Refusal(
        503, "Busy", "too many requests are waiting", hint="ask again later", headers=((b"retry-after", b"2"),)
    )


async def _until(deadline: float, turn: Coroutine[Any, Any, T]) -> T:
    """What is waited for, or a refusal when it is not our turn in time."""
    try:
        async with asyncio.timeout_at(deadline):
            return await turn
    except TimeoutError:
        raise busy() from None


def _reader(worker: Process) -> asyncio.StreamReader:
    assert worker.stdout is not None
    return worker.stdout


async def _exchange(worker: Process, header: Given, body: bytes) -> Answer:
    assert worker.stdin is not None
    text = json.dumps(header).encode("ascii")
    worker.stdin.writelines((ASK.pack(len(text), len(body)), text, body))
    await worker.stdin.drain()
    reader = _reader(worker)
    status, kind, length = REPLY.unpack(await reader.readexactly(REPLY.size))
    return Answer(status, await reader.readexactly(length), KINDS[kind])
