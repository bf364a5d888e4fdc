"""Turns of phrase: each looks at one place of a sentence and gives its frame with what it tells, if it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item

    Turn = Callable[[list[Item], int, Frame], Frame]


def first_of(turns: Iterable[Turn], items: list[Item], index: int, frame: Frame) -> Frame:
    """The frame as the first turn of phrase tells it that is there; else as it was."""
    for turn in turns:
        if frame.event is not None:
            break
        frame = turn(items, index, frame)
    return frame
