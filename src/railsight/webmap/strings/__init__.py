"""The words of the page itself in every language it speaks. Texts of reports and cases stay as given.

``#`` stands for a value put in by position. A language must have every key of English; a test holds that.
"""

from __future__ import annotations

from railsight.errors import UsageError
from railsight.model import LANGUAGES
from railsight.webmap.strings import en, ko, ru

_ALL = {"en": en.WORDS, "ru": ru.WORDS, "ko": ko.WORDS}


def words_of(language: str) -> dict[str, object]:
    """The page's words in a language. UsageError when it is not one of ``LANGUAGES``."""
    try:
        return _ALL[language]
    except KeyError:
        raise UsageError(f"no interface in {language!r}", hint=f"choose one of {', '.join(LANGUAGES)}") from None
