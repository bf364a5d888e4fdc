"""Answers kept in memory, the latest asked for: bounded by number and by bytes."""

from __future__ import annotations

from collections import OrderedDict

from railsight.serve.refusals import Answer

_OVERHEAD = 400  # bytes that an entry costs besides its key and body, about


class Kept:
    """A cache of answers that forgets what was not asked for the longest. One event loop uses it: nothing is locked."""

    def __init__(self, *, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: bytes) -> Answer | None:
        """The answer kept under a key."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: bytes, answer: Answer) -> None:
        """Keep an answer; one larger than a tenth of the whole is let go. The same body under two keys counts twice."""
        size = _size(key, answer)
        if size > self._most_bytes // 10:
            return
        old = self._answers.pop(key, None)
        if old is not None:
            self.bytes -= _size(key, old)
        self._answers[key] = answer
        self.bytes += size
        while self.bytes > self._most_bytes or len(self._answers) > self._most:
            gone, forgotten = self._answers.popitem(last=False)
            self.bytes -= _size(gone, forgotten)


def _size(key: bytes, answer: Answer) -> int:
    return len(key) + len(answer.body) + _OVERHEAD
