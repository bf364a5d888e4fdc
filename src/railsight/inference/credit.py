"""How far a report that names a goal tells of this train at all, by what else it tells of where that train was.

A freight train "left Chita and was headed for Zabaykalsk": where the followed train cannot have been at Chita, that
report is about another one, and its goal counts no more than its sightings do. Within a story it counts as far as they
are right in that story. A report that tells of a goal and nothing else stands as it is told.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from railsight.inference.towns import HERE_M

if TYPE_CHECKING:
    from collections.abc import Callable

    from railsight.inference.ordering import Belief, Story
    from railsight.model import Sighting

# What is set aside may be told with a wrong time of the right train all the same. A judgement.
_LEAST = 0.01


def credit_in(belief: Belief, story: Story) -> Callable[[Sighting], float]:
    """For a statement about the goal, the chance (0..1] that its report is about this train, if a story is true.

    Of the sightings told before it in its report (else of all of them) the one most believed counts, as a share of how
    often such sightings are right. One at a place where the train was at another time shows that it is this train.
    """
    told: dict[str, list[tuple[int, int]]] = {}
    for i, o in enumerate(belief.observations):
        for s in o.members:
            if s.report:
                told.setdefault(s.report, []).append((s.quote[0] if s.quote else 0, i))

    @cache
    def share(i: int) -> float:
        right = _share_in(belief, story, i) / belief.observations[i].right
        if right < 1.0 and any(_is_there(belief, story, i, node) for node in range(len(story.chain.nodes))):
            return 1.0
        return min(1.0, max(_LEAST, right))

    def credit(aim: Sighting) -> float:
        beside = told.get(aim.report or "", ())
        before = [i for at, i in beside if aim.quote is not None and at <= aim.quote[0]]
        return max(map(share, before or (i for _, i in beside)), default=1.0)

    return credit


def _share_in(belief: Belief, story: Story, i: int) -> float:
    """The probability of an observation in a story: of the likely one it is what the others leave of it."""
    likely, *others = belief.stories
    if story is not likely:
        return float(_holds(story, i))
    apart = sum(other.probability for other in others if _holds(other, i))
    return max(0.0, belief.beliefs[i] - apart) / (likely.probability or 1.0)


def _holds(story: Story, i: int) -> bool:
    return any(node.index == i for node in story.chain.nodes)


def _is_there(belief: Belief, story: Story, i: int, node: int) -> bool:
    """Whether an observation set aside is told of the place of a node of a story."""
    at = story.chain.nodes[node]
    if at.index in (i, -1):
        return False
    metres = story.chain.ways.metres(at.spot, belief.observations[i].spots[0])
    return metres is not None and metres < HERE_M
