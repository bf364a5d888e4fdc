"""How likely something is, in words: one way of writing it for pages, tables and explanations alike."""

from __future__ import annotations


def percent(probability: float) -> str:
    """A probability as a percentage such as "49%"; at the ends "<1%" and ">99%": nothing here is certain.

    >>> percent(0.4911), percent(0.0), percent(0.9938)
    ('49%', '<1%', '>99%')
    """
    share = probability * 100
    return "<1%" if share < 0.95 else ">99%" if share > 99 else f"{share:.0f}%"


def hours_text(hours: float) -> str:
    """``3.4`` as ``3 h 24 min``; days from two on."""
    minutes = round(hours * 60)
    if minutes >= 48 * 60:
        return f"{minutes // 1440} d {minutes % 1440 // 60} h"
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
