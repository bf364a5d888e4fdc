"""railsight turns scattered reports of a train into a journey on the map.

The verbs are those of the command line::

    import railsight as rs

    rs.distance("Khasan", "Ussuriysk").rail_km      # 260.0, by official chainage
    rs.place("Vostochny, cosmodrome")               # one place, or an error that lists the candidates
    reading = rs.read("story.txt")                  # mentions, sightings, checked claims
    journey = rs.track("story.txt")                 # path, times, destinations
    journey.explore()                               # a folium map
    rs.map("story.txt", "map.html")                 # the page

Names load on first use: importing railsight does no work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from railsight.doors import lazy_door

__version__ = "0.18.0"

if TYPE_CHECKING:
    from railsight import errors
    from railsight.api import (
        Distance,
        Followed,
        Matrix,
        Reached,
        distance,
        follow,
        matrix,
        open_world,
        place,
        places,
        reach,
        read,
        route,
        track,
    )
    from railsight.api import write_map as _write_map
    from railsight.files import read_case, read_report, read_reports
    from railsight.gazetteer import Gazetteer, open_gazetteer
    from railsight.inference import infer, position_at, when_at
    from railsight.mentions import find_mentions
    from railsight.model import (
        Candidate,
        Case,
        Claim,
        Destination,
        DwellLaw,
        Journey,
        Mention,
        Passage,
        Path,
        Place,
        Position,
        Profile,
        Reach,
        Report,
        RunningTime,
        Sighting,
        SpeedLaw,
        Spot,
        Times,
    )
    from railsight.network import Network, open_network
    from railsight.resolution import Reading, resolve
    from railsight.routing import (
        Avoid,
        Require,
        distances_m,
        find_spot,
        k_paths,
        profile,
        profiles,
        read_profile,
        running_time,
        shortest_path,
        snap,
    )
    from railsight.times import Interval
    from railsight.webmap import render

    map = _write_map  # so that a type checker takes the name for public

# Public name to the module it lives in, and its name there when that differs.
_HOMES = {
    "Avoid": "routing",
    "Candidate": "model",
    "Case": "model",
    "Claim": "model",
    "Destination": "model",
    "Distance": "api",
    "DwellLaw": "model",
    "Followed": "api",
    "Gazetteer": "gazetteer",
    "Interval": "times",
    "Journey": "model",
    "Matrix": "api",
    "Mention": "model",
    "Network": "network",
    "Passage": "model",
    "Path": "model",
    "Place": "model",
    "Position": "model",
    "Profile": "model",
    "Reach": "model",
    "Reached": "api",
    "Reading": "resolution",
    "Report": "model",
    "Require": "routing",
    "RunningTime": "model",
    "Sighting": "model",
    "SpeedLaw": "model",
    "Spot": "model",
    "Times": "model",
    "distance": "api",
    "distances_m": "routing",
    "errors": "",
    "find_mentions": "mentions",
    "find_spot": "routing",
    "follow": "api",
    "infer": "inference",
    "k_paths": "routing",
    "map": "api:write_map",
    "matrix": "api",
    "open_gazetteer": "gazetteer",
    "open_network": "network",
    "open_world": "api",
    "place": "api",
    "places": "api",
    "position_at": "inference",
    "profile": "routing",
    "profiles": "routing",
    "reach": "api",
    "read": "api",
    "read_case": "files",
    "read_profile": "routing",
    "read_report": "files",
    "read_reports": "files",
    "render": "webmap",
    "resolve": "resolution",
    "route": "api",
    "running_time": "routing",
    "shortest_path": "routing",
    "snap": "routing",
    "track": "api",
    "when_at": "inference",
}
__all__ = [  # `map` is public too, but a star import must not hide the built-in
    "Avoid",
    "Candidate",
    "Case",
    "Claim",
    "Destination",
    "Distance",
    "DwellLaw",
    "Followed",
    "Gazetteer",
    "Interval",
    "Journey",
    "Matrix",
    "Mention",
    "Network",
    "Passage",
    "Path",
    "Place",
    "Position",
    "Profile",
    "Reach",
    "Reached",
    "Reading",
    "Report",
    "Require",
    "RunningTime",
    "Sighting",
    "SpeedLaw",
    "Spot",
    "Times",
    "__version__",
    "distance",
    "distances_m",
    "errors",
    "find_mentions",
    "find_spot",
    "follow",
    "infer",
    "k_paths",
    "matrix",
    "open_gazetteer",
    "open_network",
    "open_world",
    "place",
    "places",
    "position_at",
    "profile",
    "profiles",
    "reach",
    "read",
    "read_case",
    "read_profile",
    "read_report",
    "read_reports",
    "render",
    "resolve",
    "route",
    "running_time",
    "shortest_path",
    "snap",
    "track",
    "when_at",
]

__getattr__, __dir__ = lazy_door(__name__, _HOMES, [*__all__, "map"])
