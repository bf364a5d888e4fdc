"""What a section is to a train, as one number: there are few sorts, so what a train is on each is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from railsight.network import Network


def sort_of_each(network: Network, apart: Collection[int] = ()) -> memoryview:
    """A number for each section: those with the same one have the same gauges, country and power.

    Those ``apart`` are of other sorts than all the rest.
    """
    import numpy as np

    gauges, country, power = (np.asarray(network.whole(f"section_{of}")) for of in ("gauges", "country", "power"))
    sorts = (gauges.astype(np.uint32) * (int(country.max(initial=0)) + 1) + country) * 3 + power
    sorts[np.fromiter(apart, dtype=np.int64, count=len(apart))] += 1 << 31
    found: memoryview = sorts.data
    return found
