"""How likely something is, in words: one way of writing it for pages, tables and explanations alike."""

from __future__ import annotations

LEAST = 0.0095  # a probability below this is written "<1%"


def percent(probability: float) -> str:
    """A probability as a percentage such as "49%"; at the ends "<1%" and ">99%": nothing here is certain.

    >>> percent(0.4911), percent(0.0), percent(0.9938)
    ('49%', '<1%', '>99%')
    """
    share = probability * 100
    return "<1%" if probability < LEAST else ">99%" if share > 99 else f"{share:.0f}%"
