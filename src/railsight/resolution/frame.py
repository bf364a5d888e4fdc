"""What a sentence says about one place of it, as one value that grows from step to step.

``phrases.frames`` makes it (``foreign.frames`` for other languages): each step and each turn of phrase is given the
frame so far and gives the frame with what it found, or the same one where it found nothing. ``sightings`` makes of it
what is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from railsight.mentions.time_phrase import TimePhrase
    from railsight.model import Status

End = Literal["origin", "destination"]
TOWARDS = frozenset({"for", "to", "toward", "towards"})  # prepositions of where something is going


class Frame(NamedTuple):
    """What a sentence says about one place of it. Made in great numbers: ``_replace`` is what a step gives."""

    # What is asked.
    sentence: int
    item: int
    place: int
    clause: tuple[int, int] = (0, 0)  # items
    echo: bool = False  # "there" for a place named before
    unplaced: bool = False  # it leaves or came to where it was told to be, and the place is not said again
    at_standpoint: bool = False  # it moves where the report is told from, and the place is not said again

    # How the place is told (``appositions``, ``ways``, ``foreign.places``).
    preposition: str = ""
    offset: str | None = None  # compass point of "north of X"
    distance_m: float | None = None  # of "60 km north of X", when it places the train (``figures``)
    between: int | None = None  # the other place of "between A and B"
    modifies: bool = False  # "the Vladivostok forum"
    qualifies: bool = False  # "Khasan, Russia", "the spaceport in the Amur region"

    # What is told to have happened there (``governing``: turns of phrase, else the verb).
    event: str | None = None  # raw event word of the verb: an EventKind, move, air or due
    verb: str = ""
    verb_at: int | None = None
    acted: bool = False  # something was done to it there: "was looted at X"
    end_of_journey: End | None = None  # of "the train from X to Y"

    # Of whom (``movers``).
    mover: str | None = None  # train, other, pronoun left open, or a carrier's name; None when nobody is named
    mover_text: str = ""
    mover_at: int | None = None

    # How surely (``moods``, ``foreign.moods``).
    modal: str | None = None  # future or possible
    perhaps_done: bool = False  # "may have passed X": perhaps, but before it was told
    negated: bool = False
    not_to_come: bool = False  # "will not stop at X", "is not expected to": no word of where it was
    gerund: bool = False
    habit: bool = False  # "usually runs": no journey is told
    looked_back: bool = False  # "was expected": the time expected may have passed already
    said: tuple[Status, str] | None = None  # how sure it is and why, where the language's own words tell
    earlier: str | None = None  # words that put it on an earlier journey

    # When (``frame_times``).
    times: tuple[TimePhrase, ...] = ()  # nearest first
    lag_h: float | None = None  # hours from the time told to this event: "seven hours after it had crossed"
    own: TimePhrase | None = None  # the clock of an entry in a log: no other time is asked for
    post: TimePhrase | None = None  # the clock that opens a line of a running report
    before: bool = False  # what was before another verb of the sentence: "the train seen in X was in Y at nine"
    timeless: bool = False  # the times told are of what is to happen there
    rode: bool = False  # "after a ride from X": its time is not the one told
