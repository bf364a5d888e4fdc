"""How sure a statement is: hedges, expectations and attributions of a sentence, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from railsight.mentions.text import Gated
from railsight.model import AIM_EVENTS
from railsight.resolution.wording import cues, words

if TYPE_CHECKING:
    from railsight.model import Status
    from railsight.resolution.frame import Frame
    from railsight.resolution.sentences.items import Item, Sentence

_UNCONFIRMED = Gated(
    r"could not (?:be )?(?:immediately |independently )?(?:be )?(?:confirm|verif)|unconfirmed|not (?:been )?confirmed"
    r"|no (?:official )?confirmation|would not (?:confirm|say)|declined to|unverified|not verified"
    r"|\b(?:without|no|offer\w*|gave|giving|provid\w*) (?:any |no )?(?:evidence|proof)\b",
    *("confirm", "verif", "would not say", "declined to", "evidence", "proof"),
)
# Who speaks for himself only: a claim is no confirmation, whoever makes it.
_ONLY_CLAIMED = Gated(
    r"\b(?:claim(?:s|ed|ing)?|alleg(?:es?|ed|ing))\b(?! responsibility)|\b(?:unnamed|unidentified|anonymous)\b"
    r"|\banonymity\b|\bnot to be (?:named|identified|quoted)\b|\bnot authori[sz]ed to\b",
    *("claim", "alleg", "unnamed", "unidentified", "anonym", "not to be", "not authori"),
)
_SAID_TO_SHOW = Gated(
    r"\b(?:it|they|he|she|which) said\b|\bpurport|\ballegedly\b|\breportedly\b|\bapparently\b|\bappear(?:s|ed)? to\b",
    *(" said", "purport", "allegedly", "reportedly", "apparently", "appear"),
)
_OFFICE = (
    r"(?:\bKCNA\b|Korean Central News Agency|\b[Oo]fficials?\b|\b[Mm]inist(?:ry|er)\b|\b[Gg]overnment\b|\bKremlin\b"
    r"|\b[Ss]pokes(?:man|woman|person)\b|\b[Gg]overnor\b|\b[Ss]tate (?:media|television|TV)\b|\b[Aa]uthorities\b)"
)
_SAYS = (
    r"(?:said|says|saying|reported|reports|confirmed|confirms|announced|announces|stated|states|told|wrote|added"
    r"|admitted|acknowledged|declared|released|published|posted|showed|shows|put out|broadcast|aired|insisted"
    r"|denied|denies|dismissed|rejected)"
)
_BETWEEN = r"(?:[^\w.;]+[\w’'-]+){0,7}?[^\w.;]+"
_OFFICIAL = Gated(
    rf"{_OFFICE}{_BETWEEN}{_SAYS}\b|\b(?:{_SAYS}|[Aa]ccording to|by|from|[Cc]iting|quoted|quoting){_BETWEEN}{_OFFICE}"
    r"|\b[Oo]fficially\b|(?<!is )(?<![’']s )\bconfirm(?:s|ed)\b(?!:)"
    r"|\bannounced\b(?! (?:for|in|at|to)\b)",
    *("kcna", "korean central", "official", "minist", "government", "kremlin", "confirm", "spokes", "governor"),
    *("state media", "state television", "state tv", "announced", "authorities"),
    ignore_case=False,
)
# Who denies something speaks for his own side: that is no confirmation of the contrary.
_DENIES = Gated(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|refut(?:es|ed|ing))\b",
    *("deny", "deni", "dismiss", "reject", "refut"),
)
_ANY_OFFICE = re.compile(_OFFICE)
_CONTRARY = re.compile(
    r"\b(?:contrary to|despite|in spite of|notwithstanding)\b[^.;]{0,40}$|^(?:contrary to|despite)\b", re.IGNORECASE
)
_CARRIES = re.compile(
    r"\b(?:believed|thought|said|reported|rumou?red|suspected|presumed|likely|apparently) to (?:be |have been )?"
    r"(?:carry|carrying|transport|transporting|bearing|holding|loaded|that of)\b",
    re.IGNORECASE,
)
_PLUPERFECT = Gated(r"\bhad (?:\w+ )?(?:assumed|expected|thought|believed|speculated|predicted|planned)\b", "had ")


# What the teller concludes: "it must have left X", "which means it is in X", "either it is in X or it went to Y".
_INFERRED = Gated(
    r"\bmust (?:have|be (?:in|at|near|past|somewhere|[a-z]+ing)|by now|already)\b"
    r"|\b(?:which|that|this) (?:[a-z]+ )?(?:means|would mean|suggests|points to)\b"
    r"|\beither\b(?! (?:side|bank|end|way|direction|hand|of)\b)[^.;\n]*\bor\b",
    *("must ", " mean", "suggests", "points to", "either "),
)
STATED = "stated by the report"


_PERHAPS = Gated(
    r"\b[Ii]t (?:is|was|seems|remains) (?:quite |entirely |also |just |at least )?"
    r"(?:possible|conceivable|probable|plausible|likely) that\b",
    *("possible that", "conceivable that", "probable that", "plausible that", "likely that"),
)


def status_of(frame: Frame, event: str, sentence: Sentence, text: str) -> tuple[Status, str]:
    """The status of what a frame says and the words it follows from."""
    if frame.said is not None:
        return frame.said
    low, high = part_of(frame, sentence)
    piece = text[sentence.items[low].start : sentence.items[high - 1].end]
    words = [x.low for x in sentence.items[low:high] if x.kind in ("word", "mover")]
    carries = _CARRIES.search(piece)
    if carries:  # "the train believed to be carrying X": the cargo is doubted, not what the train did
        said_of_cargo = carries.group().split()[0].lower()
        words = [w for w in words if w != said_of_cargo]
    hedge = next((w for w in words if w in cues("speculated") and _hedges(w, words)), None)
    if hedge and _CONTRARY.search(piece):
        hedge = None
    ahead = event in AIM_EVENTS or (frame.modal is not None and event != "absent")
    if hedge in _MODALS and not ahead:
        hedge = next((w for w in words if w in cues("speculated") - _MODALS and _hedges(w, words)), None)
    if hedge in _OF_THE_NEXT and _hedges_the_next(hedge, frame, sentence.items[low:high], frame.item - low):
        hedge = None
    if hedge and _of_what_follows(hedge, frame, sentence.items[low:high], low):
        hedge = None
    pluperfect = _PLUPERFECT.search(piece)
    if pluperfect and ahead:
        return "speculated", f"'{pluperfect.group()}': an earlier expectation"
    if ahead and hedge:
        return "speculated", f"'{hedge}'"
    if ahead and _WHETHER.search(piece):
        return "speculated", "'whether'"
    if frame.modal == "possible" and event != "absent":
        return "speculated", "'may' or 'could'"
    named = sentence.items[frame.item]
    inferred = _INFERRED.search(text, sentence.items[low].start, min(sentence.end, named.end + _OR_REACH))
    if inferred and inferred.start() < named.start and not ahead:
        return "speculated", f"'{inferred.group()}'"
    if ahead and (event == "due" or frame.modal == "future"):
        cue = next((w for w in words if w in cues("expected")), None)
        return "expected", f"'{cue}'" if cue else "in the future"
    perhaps = _PERHAPS.search(text[sentence.start : sentence.items[frame.item].start]) if event != "absent" else None
    if perhaps:
        return "speculated", f"'{perhaps.group()}'"
    said = _SAID_TO_SHOW.search(piece)
    if said:
        return "reported", f"'{said.group()}'"
    if _UNCONFIRMED.search(piece):
        return "reported", "not confirmed"
    claimed = _ONLY_CLAIMED.search(piece)
    if claimed:
        return "reported", f"'{claimed.group()}'"
    if hedge and hedge not in ("apparently", "suggests", "suggested", "showing"):
        return "speculated", f"'{hedge}'"
    denied = _DENIES.search(piece) if event == "absent" else None
    if denied:
        return "reported", f"'{denied.group()}'"
    official = _OFFICIAL.search(piece)
    if official and event not in ("heading",):
        return "confirmed", f"said by officials ('{_word_of(official.group())}')"
    return "reported", STATED


_WHETHER = re.compile(r"\bwhether (?:it|the train) (?:will|would)\b", re.IGNORECASE)
_OR_REACH = 60  # characters behind a place in which the other of two is told
_MODALS = frozenset({"may", "might", "could"})  # of a verb of their own: its mood is read there
_OF_THE_NEXT = frozenset({"possibly", "perhaps", "maybe", "probably", "presumably"})


def _hedges_the_next(hedge: str, frame: Frame, items: list[Item], here: int) -> bool:
    """Whether a hedge stands behind a place and right before the next: "left X for Y, possibly by way of Z"."""
    at = next(i for i, x in enumerate(items) if x.low == hedge)
    return at > here and any(x.place is not None and x.place != frame.place for x in items[at + 1 : at + 7])


def _of_what_follows(hedge: str, frame: Frame, items: list[Item], low: int) -> bool:
    """Whether a hedge belongs to a verb joined on behind the place: "left X and is believed to have crossed at Y"."""
    if frame.verb_at is None or frame.verb_at > frame.item or frame.modal is not None:
        return False
    at = next((i for i, x in enumerate(items) if x.low == hedge), 0) + low
    joined = items[frame.item - low + 1 : max(0, at - low)]
    return at > frame.item and any(x.low in ("and", "but", "then") for x in joined[-5:])


def _word_of(said: str) -> str:
    """The word for an office in what was found, else all of it."""
    office = _ANY_OFFICE.search(said)
    return office.group() if office else said


def part_of(frame: Frame, sentence: Sentence) -> tuple[int, int]:
    """The items of the part of the sentence a frame is in: between ", and", ", but", ", while" and semicolons."""
    items = sentence.items
    aside = _aside(frame, items)
    if aside is not None:
        return aside
    cuts = [0]
    for i in range(1, len(items) - 1):
        if items[i].low == ";" or (
            items[i - 1].low == "," and items[i].low in ("and", "but", "while", "though", "although")
        ):
            before = [x for x in items[cuts[-1] : i] if x.kind == "mover" or x.kind == "word"]
            following = any(x.kind == "mover" for x in items[i + 1 : i + 9])
            says = items[i].low == "but" and any(x.low in words("speech") for x in items[i + 1 : i + 6])
            if len(before) > 3 and (following or says):
                cuts.append(i)
    cuts.append(len(items))
    k = max(c for c in range(len(cuts) - 1) if cuts[c] <= frame.item)
    return cuts[k], cuts[k + 1]


def _aside(frame: Frame, items: list[Item]) -> tuple[int, int] | None:
    """The items of ", last seen at X on Monday," when the frame is in such an aside: what follows does not hedge it."""
    verb = frame.verb_at
    if verb is None or verb >= frame.item or not any(x.low == "," for x in items[max(0, verb - 2) : verb]):
        return None
    if frame.event != "seen" or frame.modal is not None:
        return None
    end = next((i for i in range(frame.item + 1, min(len(items), frame.item + 7)) if items[i].low == ","), None)
    return None if end is None else (verb, end)


def _hedges(word: str, words: list[str]) -> bool:
    """Whether a hedge word hedges here: "may" not before a month's day, "likely" not in "includes"."""
    return not (word == "may" and words.index(word) + 1 < len(words) and words[words.index(word) + 1].isdigit())
