"""Whether a report is the word of an office itself: a press release, a written answer, a communiqué.

What news writing reports "said by officials" is confirmed by the sentence that says so. A statement of the office has
no such words: all it tells is said by officials, but what it leaves to others.
"""

from __future__ import annotations

import re

_OPENING = 400  # characters in which such a text says what it is, and whose
_HEADED = re.compile(
    r"\W*(?:for immediate release|(?:joint |official )?press (?:release|statement|notice|communiqu[eé])"
    r"|written (?:answer|statement|reply)|(?:official |joint )?communiqu[eé]|official (?:statement|announcement|notice)"
    r"|(?:joint )?statement (?:by|of|from) the)\b",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"\b(?:[Mm]inist(?:ry|er|ries)|[Gg]overnment|[Ss]ecretary of [Ss]tate|[Dd]epartment|[Aa]rmed [Ff]orces|Army|Navy"
    r"|Air Force|Bundeswehr|[Pp]residency|Kremlin|[Ee]mbassy|[Aa]uthorit(?:y|ies)|[Pp]rosecut(?:or|ion)|[Pp]olice"
    r"|[Rr]ail(?:ways?|roads?)|[Cc]ommand)\b"
)
_NEWS_OF_IT = re.compile(r"\b(?:said|says|told (?:reporters|journalists))\b|, according to\b")


def speaks_for_an_office(text: str) -> bool:
    """Whether a text opens as the statement of an office, told in its own voice."""
    heading = _HEADED.match(text)
    if heading is None:
        return False
    opening = text[heading.start() : _OPENING]
    return _OFFICES.search(opening) is not None and _NEWS_OF_IT.search(opening) is None
