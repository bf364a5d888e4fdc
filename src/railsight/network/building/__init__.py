"""Networks from outside data: OpenStreetMap extracts, vector files, and the coarse world.

- ``from_pbf(path, out)``: an OpenStreetMap extract (extra ``osm``).
- ``from_vector(path, out)``: any line file of an explicit list of formats.
- ``world(out)``: the whole world, coarse (extra ``world``).

Each fills a ``Draft``, writes one network file and returns a ``BuildReport``: what was kept, what was left out with its
kilometres, and whether the input was whole. Reading of outside files happens in a child process with limits.
"""
