"""A child process that works for the service: questions come on stdin, answers go to stdout, until stdin ends.

It bounds itself too: by memory, and by an alarm that ends it when the process that should have done so is gone.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from typing import Any, BinaryIO

from railsight.serve.answers import Answers
from railsight.serve.refusals import HTML_TYPE, JSON_TYPE, Answer, error_body

# To the worker: lengths of a JSON header and of a body. Back: status, kind (index of KINDS), length of the body.
ASK = struct.Struct("!II")
REPLY = struct.Struct("!HBI")
KINDS = (JSON_TYPE, HTML_TYPE)
READY = REPLY.pack(200, 0, 0)
_GRACE_S = 10.0


def main() -> None:
    """Serve one parent. The only argument is a JSON object with ``network`` and ``worker_bytes``."""
    told = json.loads(sys.argv[1])
    asked = sys.stdin.buffer
    replies = _own_stdout()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the parent, which then closes our stdin
    _limit_memory(int(told["worker_bytes"]))
    answers = Answers(told["network"])
    answers.warm()
    _write(replies, READY)
    while (head := asked.read(ASK.size)) and len(head) == ASK.size:
        header_length, body_length = ASK.unpack(head)
        header: dict[str, Any] = json.loads(asked.read(header_length))
        body = asked.read(body_length)
        _alarm(header["seconds"] + _GRACE_S)
        answer = _answer(answers, header, body)
        _alarm(0.0)
        _write(replies, REPLY.pack(answer.status, KINDS.index(answer.kind), len(answer.body)), answer.body)


def _answer(answers: Answers, header: dict[str, Any], body: bytes) -> Answer:
    try:
        return answers.answer(header["question"], header["given"], body, header["form"])
    except Exception as error:  # noqa: BLE001 - one fault must not end the worker; only its kind and place are told
        print(f"railsight: a fault of railsight itself: {_place_of(error)}", file=sys.stderr, flush=True)
        return Answer(500, error_body("Fault", "a fault of railsight itself", "the server's log says where"))


def _place_of(error: BaseException) -> str:
    """Kind and line of an error, without its message: that may quote the report."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    return f"{type(error).__name__} in {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119


def _own_stdout() -> BinaryIO:
    """The pipe of the answers; whatever a library prints goes to stderr instead."""
    own = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return own


def _write(pipe: BinaryIO, *parts: bytes) -> None:
    data = memoryview(b"".join(parts))
    try:
        while data:
            data = data[pipe.write(data) :]
    except BrokenPipeError:
        os._exit(0)  # nobody is left to answer


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
