"""What a report takes back, denies or leaves open: sentences that name a place and yet put no train there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.text import Gated

if TYPE_CHECKING:
    from railsight.resolution.sentences.items import Item, Sentence

CORRECTED = "what the report corrects"  # reason of a place
_REVISED = Gated(r"\bearlier (?:version|report|story)s?\b[^.\n]{0,60}\b(?:said|stated|misstated|gave|had)\b", "earlier")
_WITHDRAWN = Gated(
    r"\b(?:retract|withdr[ae]w)(?:s|ed|n|ing)?\b[^.\n]{0,40}\b(?:report|claim|story|statement)", "retract", "withdr"
)
_DENIED = Gated(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|refut(?:es|ed|ing))\b[^.;\n]{0,40}"
    r"\b(?:reports?|claims?|rumou?rs?|suggestions?|stor(?:y|ies)|speculation)\b",
    *("deny", "deni", "dismiss", "reject", "refut"),
)
_TOLD_OF = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|posts?|stor(?:y|ies)|statements?|talk|word|news|allegations?|suggestions?)\b"
    r"[^.;\n]{0,30}\b(?:that|of)\b",
    re.IGNORECASE,
)
_THAT_IT_WAS = re.compile(r"[\W_]{0,9}(?:The (?:idea|notion|fact) that|That) (?:the|an?|it|he|she|they|its)\b")
_FELL = Gated(
    r"\b(?:was|were|has been|have been|is|are|proved|turned out)\b(?: [a-z]+){0,2}? (?:to be )?(?:withdrawn|retracted"
    r"|denied|dismissed|wrong|false|untrue|refuted|debunked|incorrect|inaccurate"
    r"|not (?:[a-z]+ )?(?:true|correct|accurate|so|the case))\b"
    r"|\b(?:is|are|was|were)n['’]t (?:[a-z]+ )?(?:true|correct|accurate|so|the case)\b"
    r"|(?::| [–—-]) (?:(?:this|that|it) (?:is|was) )?(?:not (?:true|so|correct)|untrue|false|wrong|denied)\b",
    *(
        "withdr",
        "retract",
        "denied",
        "dismissed",
        "wrong",
        "false",
        "untrue",
        "refuted",
        "debunked",
        "correct",
        "accurate",
    ),
    *("not ", "n't ", "n’t "),
    ignore_case=False,
)
_UNSURE = Gated(
    r"\b(?:no (?:official |independent )?(?:confirmation|word|evidence)|unknown|unclear"
    r"|not (?:yet |immediately )?(?:known|clear|sure)|(?:not|n't|refused to|declined to) (?:say|disclose|reveal))\b"
    r"[^.;,\n]{0,24}?\b(?:that|if|whether|of)\b"
    r"|\bconfirm(?:s|ed|ing)?(?: it)? n?or (?:to )?den(?:y|ies|ied|ying)\b"
    r"|(?:^|(?<=[.!?] ))whether\b(?! (?:it|the train) (?:will|would|might|may)\b)[^.;,\n]{0,80}$",
    *("no ", "or den", "or to den", "unknown", "unclear", "whether ", "not ", "n't ", "refused ", "declined "),
)
_FELL_LATER = Gated(
    r", an? (?:claim|report|statement) (?:that was |it )?(?:later |since )?(?:withdr[ae]wn?|retracted|denied)\b",
    *("withdr", "retracted", "denied"),
    ignore_case=False,
)
_UNFULFILLED = Gated(
    r"\bbut (?:it |he |the train )?(?:did not|didn['’]t|never did)\b *(?:[.,;]|$)", "but ", ignore_case=False
)
_TAKING_BACK = sorted(
    {w for gate in (_REVISED, _WITHDRAWN, _DENIED, _FELL, _UNSURE, _FELL_LATER, _UNFULFILLED) for w in gate.words}
)


def may_take_back(low: str) -> bool:
    """Whether a sentence, in lower case, has a word that may take back or doubt what it tells: few have."""
    return any(word in low for word in _TAKING_BACK)


def denied(text: str, sentence: Sentence, named: Item) -> bool:
    """Whether the sentence withdraws or denies what it tells of a place."""
    if _WITHDRAWN.search(text, sentence.start, named.start) or _DENIED.search(text, sentence.start, named.start):
        return True
    if _FELL_LATER.search(text, named.end, sentence.end) or _UNFULFILLED.search(text, named.end, sentence.end):
        return True
    if _FELL.search(text, named.end, sentence.end) is None:
        return False
    that_it_was = _THAT_IT_WAS.match(text, sentence.start, named.start)
    return that_it_was is not None or _TOLD_OF.search(text, sentence.start, named.start) is not None


def says_that_it_was(text: str, sentence: Sentence, named: Item) -> bool:
    """Whether a place stands in a clause that its sentence goes on to judge: "That it was in X is a hoax"."""
    return _THAT_IT_WAS.match(text, sentence.start, named.start) is not None


def leaves_open(text: str, sentence: Sentence, named: Item) -> bool:
    """Whether the sentence says before a place that it is not known what it goes on to tell."""
    return _UNSURE.search(text, sentence.start, named.start) is not None


def corrects(text: str, sentence: Sentence) -> bool:
    """Whether the sentence tells what an earlier version had."""
    return _REVISED.search(text, sentence.start, sentence.end) is not None
