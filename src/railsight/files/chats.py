"""The messages of a channel or a group, as Telegram Desktop exports them (``result.json``): a report each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeGuard

from railsight.errors import InputError, ReportFormatError
from railsight.files.headers import make_report
from railsight.files.texts import MAX_REPORT_BYTES, stem_of
from railsight.model import Report
from railsight.times import from_iso, in_years

_OF_ONE = "this is the export of a whole account, with one chat"
_HINT = "export it from Telegram Desktop as JSON, with its messages"


def is_chat(document: object) -> bool:
    """Whether a JSON value is the export of a chat, or of all chats of an account, which are refused as such."""
    one = isinstance(document, Mapping) and isinstance(document.get("messages"), list) and "type" in document
    return one or _is_account(document)


def _is_account(document: object) -> TypeGuard[Mapping[str, Any]]:
    chats = document.get("chats") if isinstance(document, Mapping) else None
    return isinstance(chats, Mapping) and isinstance(chats.get("list"), list)


def reports_of_chat(document: Mapping[str, Any], *, file: str) -> list[Report]:
    """The messages that have a text, in order. What was forwarded is of the channel that it is from.

    Published is when a message was sent: to the second, in UTC, where the export says so; an older one tells the clock
    of the computer that made it, which is read as UTC and said to be. ReportFormatError when no message has a text, and
    for the export of a whole account.
    """
    if _is_account(document):
        count = len(document["chats"]["list"])
        why = f"this is the export of a whole account, with {count} chats" if count != 1 else _OF_ONE
        raise ReportFormatError(
            why, file=file, hint="export one chat: open it in Telegram Desktop, its menu, Export chat history"
        )
    chat = _words(document.get("name"))
    found = [r for m in document["messages"] if (r := _report(m, chat, stem_of(file), file)) is not None]
    if not found:
        raise ReportFormatError("no message of this chat has a text", file=file, hint=_HINT)
    return found


def _report(message: Any, chat: str, name: str, file: str) -> Report | None:
    """A message as a report; None for one without words, and for what the chat itself tells ("pinned a message")."""
    if not isinstance(message, Mapping) or message.get("type") not in (None, "message"):
        return None
    text = _text(message.get("text"))
    if not text.strip() or len(text) > MAX_REPORT_BYTES:
        return None
    sent, assumed = _sent(message)
    writer = _words(message.get("from"))
    origin = _words(message.get("forwarded_from"))
    source = origin or ": ".join(dict.fromkeys(x for x in (chat, writer) if x))
    try:
        plain = make_report(text, default_id=name, published=sent, file=file)
    except InputError:  # a message may be a table or code
        return None
    number = _words(message.get("id"))
    return Report(f"{name}-{number}", plain.text, sent or plain.published, source or None, published_assumed=assumed)


def _text(value: Any) -> str:
    """The words of a message, which stand in pieces where some of them are bold or a link. What is nested deeper than
    that is no message of anybody's.
    """
    pieces = value if isinstance(value, list) else [value]
    said = (piece.get("text") if isinstance(piece, Mapping) else piece for piece in pieces)
    return "".join(words for words in said if isinstance(words, str))


def _words(value: Any) -> str:
    """A name or a number on one line."""
    return " ".join(str(value).split())[:200] if isinstance(value, str | int) else ""


def _sent(message: Mapping[str, Any]) -> tuple[datetime | None, str | None]:
    """When a message was sent, and what was assumed for that."""
    try:
        return in_years(datetime.fromtimestamp(int(_words(message.get("date_unixtime"))), UTC)), None
    except (ValueError, OverflowError, OSError):
        pass
    try:
        sent = in_years(from_iso(_words(message.get("date"))))
    except ValueError:
        return None, None
    return sent.replace(tzinfo=UTC), "the export names no zone: read as UTC"
