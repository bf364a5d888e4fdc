"""The gazetteer: names in any script to places, exact, folded, by sound and fuzzy, scored with reasons.

``open_gazetteer(path)`` opens the compiled file in milliseconds. For people: ``find``, ``one``, ``suggest``, ``get``,
``crossings_of``, ``nearest``. For the inner loop of a recogniser, no objects but light rows:

- ``fold(name)``: the key; ``knows(key)``: has an entry; ``starts(key)``: some key goes on after this one and a space;
- ``longest_words``: the number of words of the longest key; no need to try longer spans;
- ``rows(key)``: every place under a key as ``Row(id, kind, lon, lat, country, admin1, population, name_type, weight,
  name)``; ``name_type`` is one of ``NAME, OTHER_NAME, SHORT, DEMONYM`` (a demonym such as "South Korean" names a
  country but is not a sighting of it); ``weight`` is the prior in inhabitants;
- ``sound_rows(name)``: the same by sound, for spellings that no key has; ``place(row)``: the full Place of a row.

``JoinedGazetteer(gazetteer, places)`` holds places of one's own too, and answers all of this.

``railsight.gazetteer.online.find_online(name)`` asks a Nominatim server instead, only when the user wants that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door
from railsight.gazetteer.folding import fold, script, sound
from railsight.gazetteer.lookup import Gazetteer, open_gazetteer
from railsight.gazetteer.store import DEMONYM, NAME, NAME_TYPES, OTHER_NAME, SHORT, SOUND, Row

if TYPE_CHECKING:
    from railsight.gazetteer.joined import JoinedGazetteer

__all__ = [
    "DEMONYM",
    "NAME",
    "NAME_TYPES",
    "OTHER_NAME",
    "SHORT",
    "SOUND",
    "Gazetteer",
    "JoinedGazetteer",
    "Row",
    "fold",
    "open_gazetteer",
    "script",
    "sound",
]

__getattr__, __dir__ = lazy_door(__name__, {"JoinedGazetteer": "joined"}, __all__)
