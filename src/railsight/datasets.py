"""Where the bundled data is and whether it is whole. The only module that may download, and only when asked to."""

from __future__ import annotations

import os

from railsight.errors import DataError

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs a cold start 5 ms


def data_path(name: str) -> str:
    """Path of a bundled file such as ``network.rsn``: beside the package in a wheel, at the top of a checkout."""
    for root in (os.path.join(_HERE, "data"), os.path.join(_HERE, "..", "..", "data")):  # noqa: PTH118
        path = os.path.normpath(os.path.join(root, name))  # noqa: PTH118
        if os.path.exists(path):  # noqa: PTH110
            return path
    raise DataError(f"bundled data file {name} is missing", hint="reinstall railsight; in a checkout run `make data`")
