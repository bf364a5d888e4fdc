"""What governs a place: its verb, or the words that stand for one, with their mood and who moves."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from railsight.resolution.frame import TOWARDS, Frame
from railsight.resolution.phrases.absences import missed, no_sign, no_train_at, not_there, nothing_at
from railsight.resolution.phrases.appositions import lies_off, opens_aside
from railsight.resolution.phrases.captions import captioned, headed
from railsight.resolution.phrases.doings import let_through, sent_off
from railsight.resolution.phrases.goals import named_goal
from railsight.resolution.phrases.headed import headed_entry
from railsight.resolution.phrases.idioms import (
    NOUNS,
    awaited,
    by_noun,
    copula,
    halts_next,
    is_so_long_off,
    logged,
    passive,
    taken_up_by,
    waits_for_it,
)
from railsight.resolution.phrases.instruments import by_instrument, by_paper
from railsight.resolution.phrases.journeys import journey_ends
from railsight.resolution.phrases.logs import (
    absent_entry,
    due_entry,
    entry_line,
    log_entry,
    particle_entry,
    timed_place,
    timetable_entry,
)
from railsight.resolution.phrases.purposes import for_a_purpose, on_its_way_to
from railsight.resolution.phrases.turns import first_of
from railsight.resolution.phrases.verbs_behind import arrives_there, cleft, fronted, takes_up, where_it
from railsight.resolution.phrases.witnesses import (
    WITNESSES,
    as_it_passed,
    had_it,
    met_there,
    seen_by_one_there,
    shown_from,
    told_there,
    watched_from,
    whose_people_saw,
    witnessed,
)
from railsight.resolution.sentences.acts import (
    MOVING,
    acted_after,
    acted_at,
    came_to_rest,
    is_it_or_a_train,
    is_train,
    moved_so,
    now_at,
    used_at,
)
from railsight.resolution.sentences.leavings import is_expected, leaves
from railsight.resolution.sentences.moods import FORMS_OF_BE, SEEMING, by_a_time, set_mood
from railsight.resolution.sentences.movers import first_mover, moved_by_others, mover_of
from railsight.resolution.sentences.stays import stays_or_gone, stood_since
from railsight.resolution.sentences.verbs import COMPASS, is_elliptic, tells_leaving, tells_nothing
from railsight.resolution.wording import events, words

if TYPE_CHECKING:
    from railsight.resolution.phrases.turns import Turn
    from railsight.resolution.sentences.items import Item


_PREPOSITIONS = words("prepositions")
_STAYS = words("stays")
_LIGHT = words("light")
_FUTURE = words("future")
# Turns of phrase that tell what happened at a place before any verb is looked for, the plainest first.
_TURNS: tuple[Turn, ...] = (
    *(
        leaves,
        is_expected,
        not_there,
        no_train_at,
        stays_or_gone,
        stood_since,
        log_entry,
        headed_entry,
        timetable_entry,
        particle_entry,
        due_entry,
    ),
    *(
        absent_entry,
        headed,
        entry_line,
        by_instrument,
        by_paper,
        by_noun,
        is_so_long_off,
        taken_up_by,
        journey_ends,
        named_goal,
        nothing_at,
    ),
    *(seen_by_one_there, told_there, sent_off, whose_people_saw, watched_from, cleft),
)
# And where no verb governs it.
_WITHOUT_VERB: tuple[Turn, ...] = (awaited, met_there, passive, halts_next, for_a_purpose, logged, timed_place)


def governed(items: list[Item], near: int, index: int, frame: Frame) -> Frame:
    """Find the verb or the words that stand for one, their mood and who moves."""
    low, _ = frame.clause
    if [x.low for x in items[index + 1 : index + 3]] in (["as", "saying"], ["as", "telling"]):
        return frame  # "quoted a source in X as saying"
    frame = first_of(_TURNS, items, index, frame)
    taken_up = takes_up(items, index)
    comes = index > 0 and items[index - 1].low in ("came", "follows", "followed")  # "next came X, where it stopped"
    if taken_up is not None and (comes or items[taken_up].low == "which"):
        frame = where_it(items, index, frame)
    if frame.event is None and not opens_aside(items, index):
        frame = _verb_before(items, near, index, low, frame)
    if frame.event is None:
        frame = _without_verb(items, near, index, low, frame)
    frame = _reconsider(items, low, frame)
    if _saw_it_elsewhere(items, index, frame):
        return frame._replace(event=None, verb_at=None, qualifies=True)
    frame = missed(items, index, frame)
    verb = frame.verb_at if frame.verb_at is not None else index
    modal = frame.modal
    frame = set_mood(items, verb, low, frame)
    # "we can confirm the arrival of the train in X"
    confirmed = frame.verb in NOUNS and any(x.low in ("confirm", "confirms") for x in items[low:verb])
    if modal is not None or confirmed:
        frame = frame._replace(modal=modal)
    if frame.mover is None:
        return _who_moves(items, verb, index, low, frame)
    return frame


def _verb_before(items: list[Item], near: int, index: int, low: int, frame: Frame) -> Frame:
    """The governing verb to the left, nearest first, within the clause."""
    known = events()
    for i in range(min(near, index - 1), max(low, min(near, index - 1) - 15) - 1, -1):
        item, before = items[i], items[i - 1] if i > 0 else None
        if item.low in _NEEDS or (before is not None and before.low in _NEEDS):
            return frame  # "needs a cleared line as far as X"
        if (
            item.low == "be"
            and i == near - 1
            and before is not None
            and (before.low in _FUTURE or before.low in ("should", "to", "could", "may", "might", "must"))
        ):
            seeming = before.low == "to" and i > 1 and items[i - 2].low in SEEMING
            sure = before.low == "must" and not by_a_time(items, index)
            # "it will be in X on Saturday", "is believed to be in X"
            return frame._replace(event="seen" if seeming or sure else "due", verb="be", verb_at=i)
        if frame.preposition in TOWARDS and tells_leaving(items, i):
            return frame._replace(event="departed", verb="left", verb_at=i)  # "left it at three for X"
        itself = _is_its_subject(items, i)
        if item.low in ("was", "is") and i == near - 1 and itself and frame.preposition in _STAYS:
            return frame._replace(event="seen", verb=item.low, verb_at=i)  # "went back, and at noon it was in X"
        if item.low == "was" and frame.preposition in _STAYS and _asks_when(items, i, near):
            return frame._replace(event="seen", verb=item.low, verb_at=i)  # "When was the train at X?"
        if item.low in ("was", "is") and frame.offset is not None and lies_off(items, i, index):
            return frame._replace(event="seen", verb=item.low, verb_at=i)  # "and was a short way north of X"
        if is_elliptic(items, i) and (i == near - 1 or frame.preposition in _STAYS):
            return frame._replace(event="seen", verb=item.low, verb_at=i)
        if item.kind == "word" and item.low in known and not tells_nothing(items, i):
            return frame._replace(event=known[item.low], verb=item.low, verb_at=i)
        had = item.low in ("had", "got", "has", "have", "puts", "places") and i > low and had_it(items, i, near)
        had = had and items[min(index + 1, len(items) - 1)].low != "that"
        if had and frame.preposition in ("at", "in", "near"):
            return frame._replace(event="seen", verb=item.low, verb_at=i, mover="parties")  # "a signaller had it at X"
        passive = before is None or before.kind == "mark" or before.low in ("was", "were", "been", "and")
        taken_in = item.low == "received" or (item.low == "accepted" and (before is None or before.kind == "word"))
        if taken_in and i == near - 1 and passive and frame.preposition in ("at", "in"):
            return frame._replace(event="arrived", verb=item.low, verb_at=i)  # "conveyed by train; received at X"
        if item.low == "took" and i + 1 < len(items) and items[i + 1].low == "on" and frame.preposition in _STAYS:
            return frame._replace(event="stopped", verb=item.low, verb_at=i)  # "took on water in X"
        if item.low in _WILL_END and i == near - 1 and frame.preposition in _STAYS and before and is_train(before):
            return frame._replace(event="due", verb=item.low, verb_at=i)  # "the train ends at X"
        came = item.low == "aboard" and before is not None and before.low in _CAME
        if came and i == near - 1 and frame.preposition in _STAYS:
            return frame._replace(event="seen", verb="aboard", verb_at=i - 1, mover="parties")  # "came aboard in X"
        if item.low in _LET and (led := _let(items, i, frame)) is not None:
            return led
        made = item.low == "made" and before is not None and before.low in FORMS_OF_BE
        if made and not _HALTS_MADE.isdisjoint(x.low for x in items[:i]):
            return frame._replace(event="stopped", verb=item.low, verb_at=i)  # "a halt was made by the train at X"
        if item.low in WITNESSES and (before is None or before.low in ("and", ",", "but")):
            return frame
        if _other_verb(items, i) or _new_subject(items, i) or _attributes(items, i, index):
            return frame
        if item.low in ("until", "till") and items[i + 1].low in _SOMEBODYS:
            return frame  # "did not know it until his son in X told him"
        stayed = frame.preposition in _STAYS and before is not None and before.low in ("has", "have")
        if item.low == "been" and i == near - 1 and stayed:
            return frame._replace(event="seen", verb="been", verb_at=i)  # "cleared X and has been at Y since six"
        if item.low == "been" and i == near - 1 and frame.preposition == "to":
            return frame._replace(event="seen", verb="been", verb_at=i, preposition="in")  # "had been to X"
        if item.low == "way" and i > 1 and items[i - 1].low in ("its", "their") and _goes_its_way(items, i - 2):
            done = not items[i - 2].low.endswith("ing")
            # "wended its way through X"
            return frame._replace(event="move", verb_at=i - 2, verb="travelled" if done else "travelling")
        en_route = item.low == "route" and before is not None and before.low == "en"
        if en_route or (item.low == "way" and i > 1 and items[i - 2].low == "on"):
            return frame._replace(event="move", verb="way", verb_at=i)
    return frame


def _let(items: list[Item], i: int, frame: Frame) -> Frame | None:
    """What those do with a train who lead it: "was waved through X", "let into X", "police escorted it out of X"."""
    moved = next((k for k in range(i + 1, min(len(items), i + 4)) if is_it_or_a_train(items[k])), None)
    way = [x.low for x in items[(i if moved is None else moved) + 1 :][:2]]
    event = {"through": "passed", "into": "arrived"}.get(way[0] if way else "")
    if way == ["out", "of"]:
        event = "departed"
    if event is None:
        return None
    frame = frame._replace(event=event, verb=items[i].low, verb_at=i)
    frame = frame._replace(preposition="from") if event == "departed" else frame
    return frame if moved is None else frame._replace(mover="train", mover_at=moved, mover_text=items[moved].low)


_HALTS_MADE = frozenset({"halt", "stop", "call", "pause"})


def _is_its_subject(items: list[Item], i: int) -> bool:
    """Whether the train is the subject of a form of "be", a time or what stands in brackets between them: "the train
    (20 coaches) was in X", "the train on Tuesday was in X".
    """
    at = i - 1
    while at > 0 and (items[at].time is not None or items[at].low in _BEFORE_TIMES or items[at].low == ")"):
        opens = next((k for k in range(at, -1, -1) if items[k].low == "("), 0) if items[at].low == ")" else at
        at = opens - 1
    return at >= 0 and items[at].kind == "mover" and items[at].who in ("train", "pronoun")


_BEFORE_TIMES = frozenset({"on", "at", "in", "late", "early", "still", "already", "around", "about", "just", "shortly"})
_BEFORE_TIMES |= {"before", "after", "the", "of"}


def _asks_when(items: list[Item], i: int, near: int) -> bool:
    """Whether it is asked when the train was there: nothing but the train stands between "when was" and the place."""
    asked = i > 0 and items[i - 1].low == "when"
    between = [x for x in items[i + 1 : near] if x.low not in ("the", "this", "that")]
    return asked and len(between) == 1 and between[0].kind == "mover" and between[0].who == "train"


def _without_verb(items: list[Item], near: int, index: int, low: int, frame: Frame) -> Frame:
    """What stands for a verb where none governs the place: each turn of phrase in its order, until one is there."""
    stays = frame.preposition in _STAYS
    if stays:
        frame = copula(items, near, low, frame)
    if frame.event is None:
        frame = where_it(items, index, frame)
    if frame.event is None:
        frame = no_sign(items, index, low, frame)
    if frame.event is None:
        frame = witnessed(items, index, frame)
    if frame.event is None:
        frame = shown_from(items, index, frame)
    if frame.event is None and stays and near > 0:
        frame = now_at(items, near, frame)
    opening = frame.preposition == "from" and index == 1
    if frame.event is None and (frame.echo or opening or stays or items[max(0, index - 2)].low in COMPASS):
        frame = fronted(items, index, frame)
    frame = first_of(_WITHOUT_VERB, items, index, frame)
    if frame.event is None and stays:
        frame = captioned(items, index, frame)
    if frame.event is None and (stays or frame.preposition in ("by", "via", "through")):
        frame = used_at(items, index, low, frame)
    if frame.event is None and frame.preposition in MOVING:
        frame = moved_so(items, near, low, frame)
    if frame.event is None and stays:
        frame = acted_at(items, index, low, frame)
    if frame.event is None and stays:
        frame = acted_after(items, index, frame)
    if frame.event is None:
        frame = as_it_passed(items, index, low, frame)
    return let_through(items, index, frame)


_NEEDS = frozenset({"require", "requires", "required", "requiring", "need", "needs", "demand", "demands", "demanded"})
_CAME = frozenset({"came", "went", "got", "climbed", "stepped", "clambered"})
_SHOWS = frozenset({"show", "shows", "showed", "had", "has", "puts"})
_HAULED = frozenset({"brought", "hauled", "moved", "took", "carried", "towed"})
_RAILWAYMEN = frozenset({"railwaymen", "railwayman", "railroaders", "railway", "railways", "railroad"})
_WILL_END = frozenset({"ends", "finishes"})
_MAKES = frozenset({"made", "make", "makes", "making"})


def _reconsider(items: list[Item], low: int, frame: Frame) -> Frame:
    """What a verb tells in the light of the words about it: held for talks or held up, a way that leads there."""
    if frame.event == "seen" and frame.verb in ("was", "were") and frame.verb_at is not None:
        done = items[frame.verb_at + 1].low
        frame = frame._replace(acted=done.endswith("ed") and done not in events())
    if frame.event == "due" and frame.verb == "held" and _held_up(items, low, frame):
        frame = frame._replace(event="stopped")
    loaded = frame.verb == "loaded" and frame.verb_at is not None and frame.preposition in ("in", "at")
    if loaded and items[max(0, (frame.verb_at or 0) - 1)].low not in FORMS_OF_BE:
        frame = frame._replace(event=None, end_of_journey="origin")  # "the train, loaded in X with grain"
    if frame.verb in ("get", "got", "gets") and frame.preposition == "from" and frame.event == "arrived":
        frame = frame._replace(event="departed")  # "got under way again from X"
    behind = {x.low for x in items[(frame.verb_at or 0) + 1 :][:1]}
    if frame.verb in _MAKES and "for" in behind:
        frame = frame._replace(event="nearing" if frame.verb_at == frame.item - 2 else None)  # "is making for X"
    if frame.verb == "boarded" and "by" in behind:
        frame = frame._replace(event="stopped")  # "at X it was boarded by police"
    if frame.event == "move" and frame.preposition in _STAYS:
        frame = _moved_there(items, low, frame)
    if frame.event == "seen" and frame.verb in _SHOWS and frame.preposition in ("through", "past"):
        frame = frame._replace(event="passed")  # "the log shows it through X at noon"
    if frame.event in ("seen", "act") and frame.verb in _CHANGES and behind & _CHANGED:
        frame = frame._replace(event="stopped")  # "changed locomotives in X"
    frame = waits_for_it(items, frame)
    frame = came_to_rest(items, frame)
    way = frame.event in ("move", "arrived") and frame.verb_at is not None and frame.verb_at < frame.item
    if way and frame.verb_at is not None and _leads(items, frame.verb_at):
        frame = set_mood(items, frame.verb_at, low, frame)
        # "its way does not lead through X"
        frame = frame._replace(
            event="skipped" if frame.negated else None,
            mover="parties" if frame.negated else None,
            verb_at=frame.verb_at if frame.negated else None,
        )
    if frame.event == "move" and frame.verb_at is not None and frame.preposition in ("in", "at", "of"):
        return on_its_way_to(items, frame)
    return frame


def _moved_there(items: list[Item], low: int, frame: Frame) -> Frame:
    """What a movement comes to that is told at a place: "pulled up at X", "rolled past the platforms at X"."""
    behind = [x.low for x in items[(frame.verb_at or 0) + 1 :][:1]]
    if frame.verb in _PULLS and behind == ["up"]:
        return frame._replace(event="arrived")
    if not any(map(is_train, items[low : frame.verb_at])):
        frame = as_it_passed(items, frame.item, low, frame)  # "windows rattled in X as the train went through"
    if frame.event != "move":
        return frame
    if behind == ["past"]:
        return frame._replace(event="passed")
    if _leads_by_a_station(items, frame):
        return frame._replace(event="departed" if behind == ["out"] else "arrived")
    return frame


_PULLS = frozenset({"pulled", "pulls", "pull", "pulling", "drew", "drawn", "draws", "drawing", "rolled"})
_OF_A_STATION = frozenset({"station", "yard", "yards", "depot", "terminal", "sidings", "siding", "platform"})


def _leads_by_a_station(items: list[Item], frame: Frame) -> bool:
    """Whether a movement is out of or into the station at a place: "rolled out of the station at X"."""
    behind = [] if frame.verb_at is None else [x.low for x in items[frame.verb_at + 1 : frame.item]]
    return (behind[:2] == ["out", "of"] or behind[:1] == ["into"]) and not _OF_A_STATION.isdisjoint(behind)


_CHANGES = frozenset({"changed", "changes", "changing", "swapped", "switched"})
_CHANGED = frozenset({"locomotives", "locomotive", "engines", "engine", "crews", "crew", "drivers", "bogies", "gauge"})


def _who_moves(items: list[Item], verb: int, index: int, low: int, frame: Frame) -> Frame:
    """The frame with who moves: the subject, or whom those at the place saw or moved."""
    frame = _moved_by(frame, mover_of(items, verb, index, min(low, verb)))
    if verb > index and frame.event == "seen" and frame.mover != "train":  # "residents of X saw the train"
        frame = _moved_by(frame, _seen_one(items, range(verb, min(len(items), verb + 6))))
    if frame.event == "seen" and frame.mover in ("other", None) and verb < index:
        # "a tracker placed it in X", "crews found the missing train near Y"
        frame = _moved_by(frame, _seen_one(items, range(verb + 1, min(index, verb + 6))))
    if frame.event == "seen" and frame.mover in ("pronoun", "train") and _sees(items, verb, frame):
        frame = frame._replace(event=None)  # "he had seen the frigate in X"
    if frame.mover is None and verb > 0 and items[verb - 1].low == "having":
        frame = _moved_by(frame, _main_subject(items, index))
    if frame.gerund and frame.mover in ("other", None) and frame.verb_at is not None:
        frame = _moved_by(frame, first_mover(items, verb))
    if frame.mover is None and low > 0 and frame.verb_at is not None:
        before = mover_of(items, low, low, 0, speakers=False)
        own_clause = before[0] == "other" and items[low - 1].low == ";"
        frame = _moved_by(frame, (None, None) if own_clause else before)
    frame = moved_by_others(items, verb, index, frame)
    if frame.mover is None and frame.verb in _HAULED and frame.preposition in ("through", "past"):
        hauled = any(x.low in _RAILWAYMEN for x in items[:verb])
        frame = frame._replace(mover="parties") if hauled else frame  # "railwaymen brought a reactor through X"
    frame = arrives_there(items, index, frame)
    mover_text = "" if frame.mover_at is None else items[frame.mover_at].low
    return frame if mover_text == frame.mover_text else frame._replace(mover_text=mover_text)


def _main_subject(items: list[Item], index: int) -> tuple[str | None, int | None]:
    """Who the clause behind a comma is of: "having reached X, it was met by the mayor"."""
    for comma in range(index + 1, min(len(items), index + _MAIN_REACH)):
        found = _seen_one(items, range(comma + 1, min(len(items), comma + 4))) if items[comma].low == "," else None
        if found is not None:
            return found
    return None, None


_MAIN_REACH = 14  # items behind a place in which the main clause begins


def _saw_it_elsewhere(items: list[Item], index: int, frame: Frame) -> bool:
    """Whether those of a place saw it at another: "a resident of X saw the train pass through Y", not "leave for Y"."""
    verb = frame.verb_at
    if frame.event != "seen" or verb is None or verb < index:
        return False
    clause = list(takewhile(lambda x: x.low not in (",", ";", "and"), items[verb + 1 : verb + _SEEN_REACH]))
    moves = next((n for n, x in enumerate(clause) if x.kind == "word" and x.low in events()), len(clause))
    clause = clause[moves:]
    of_the_way = any(x.low == "direction" for x in clause)  # "saw it pass in the direction of Y"
    return not of_the_way and any(x.kind == "place" and not x.cue and a.low not in _AIMS for a, x in pairwise(clause))


_SOMEBODYS = frozenset({"his", "her", "their", "my", "our", "somebody", "someone", "nobody", "a", "an"})
_AIMS = TOWARDS | {"from"}
_SEEN_REACH = 14  # items behind a verb of seeing


def _moved_by(frame: Frame, mover: tuple[str | None, int | None] | None) -> Frame:
    """The frame with another mover and where it stands, if one is given."""
    if mover is None or mover == (frame.mover, frame.mover_at):
        return frame
    return frame._replace(mover=mover[0], mover_at=mover[1])


def _seen_one(items: list[Item], where: range) -> tuple[str | None, int | None] | None:
    """The first train or pronoun among some items, if there is one."""
    seen = next((i for i in where if items[i].who in ("train", "pronoun")), None)
    return None if seen is None else (items[seen].who, seen)


def _goes_its_way(items: list[Item], i: int) -> bool:
    """Whether a verb leads up to "its way": "made its way", "was threading its way"."""
    return items[i].kind == "word" and (
        items[i].low in _MAKES or items[i].low.endswith(("ed", "ing", "wound", "found"))
    )


_LET = frozenset({"let", "waved", "ushered", "allowed", "nodded", "routed", "signalled", "escorted", "guided", "led"})
_OTHER_PASTS = frozenset(
    {"took", "made", "gave", "began", "won", "lost", "saw", "ate", "met", "held", "bought", "sold", "told", "kept"}
)


def _held_up(items: list[Item], low: int, frame: Frame) -> bool:
    """ "The train was held at X", "police held the train at X"; talks and forums are held otherwise."""
    assert frame.verb_at is not None
    near = items[max(low, frame.verb_at - 10) : frame.item]
    behind = [x for x in items[frame.item + 1 : frame.item + 8] if x.time is None]
    was = next((k for k, x in enumerate(behind) if x.low in FORMS_OF_BE), None)
    held_was = was is not None and any(x.who == "train" for x in behind[was + 1 : was + 6])
    if frame.verb_at == low and (held_was or _main_subject(items, frame.item)[0] is not None):
        return True  # "held at a signal in X on Monday was a train of tank wagons", "held at X, it drew a crowd"
    return any(x.kind == "mover" and x.who in ("train", "pronoun") for x in near)


def _sees(items: list[Item], verb: int, frame: Frame) -> bool:
    """Whether who moves is the one who sees here, and what is seen is not the train: "he saw the frigate in X"."""
    if frame.mover_at is not None and frame.mover_at > verb:
        return False  # "activists saw it in X"
    active = items[verb - 1].low in ("had", "has", "have") if frame.verb == "seen" else frame.verb == "saw"
    between = items[verb + 1 : frame.item]
    return active and verb < frame.item and not any(x.kind == "mover" and x.who == "train" for x in between)


def _other_verb(items: list[Item], i: int) -> bool:
    """Whether a second verb that moves nothing takes over here: "and inspected warplanes at X"."""
    low = items[i].low
    past = (low.endswith("ed") and len(low) > 4) or low in _OTHER_PASTS
    return items[i].kind == "word" and past and i > 0 and items[i - 1].low == "and"


_WAYS = frozenset({"line", "track", "tracks", "route", "road", "railway", "extension", "pipeline", "highway", "way"})
_BEFORE_LEADING = frozenset(
    {"will", "does", "did", "not", "would", "could", "may", "then", "now", "also", "which", "that", "should", "must"}
    | {"might", "is", "to", "never", "ought", "can"}
)


def _leads(items: list[Item], verb: int) -> bool:
    """Whether it is a way that "runs" or "will go on" to the place, not a train."""
    i = verb - 1
    while i > 0 and items[i].low in _BEFORE_LEADING:
        i -= 1
    return i >= 0 and items[i].low in _WAYS


def _attributes(items: list[Item], i: int, index: int) -> bool:
    """Whether the place only says where those are who tell it: "according to officials in X", ", police in X said"."""
    if items[i].low == "according":
        return True
    told = any(x.low in words("speech") for x in items[index + 1 : index + 3])
    return told and items[i].low == "," and index - i <= 7 and not any(x.kind == "place" for x in items[i:index])


def _new_subject(items: list[Item], i: int) -> bool:
    """Whether a new noun phrase begins after a comma: ", a source in X told Y" is not governed by the verb before."""
    if i < 2 or items[i - 2].low != "," or items[i - 1].low not in ("a", "an", "one"):
        return False
    return items[i].kind == "word" and items[i].low not in _LIGHT and items[i].low not in _PREPOSITIONS
