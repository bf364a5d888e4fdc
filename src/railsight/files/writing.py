"""Writing an answer in the form that the ending of a name says: a page, a still, or the data."""

from __future__ import annotations

import os
from collections.abc import Callable

from railsight.files.atomic import check_output, write_bytes, write_text
from railsight.files.forms import PAGES, STILLS, check_form


def write_as(
    path: str | os.PathLike[str],
    allowed: tuple[str, ...],
    *,
    page: Callable[[], str],
    still: Callable[[str], bytes],
    data: Callable[[str], str] | None = None,
    force: bool = False,
) -> str:
    """Write what the ending of a name says: a page, a still of a form, or the data, by what makes each.

    What that form leaves out comes back, as of ``files.exports``. UsageError for an ending that is not allowed,
    OutputExistsError when the file is there and ``force`` is False: before anything is made.
    """
    ending, name = check_form(path, allowed), check_output(path, force=force)
    if ending in PAGES:
        write_text(name, page(), force=force)
    elif ending in STILLS:
        write_bytes(name, still(ending[1:]), force=force)
    elif data is not None:
        return data(name)
    return ""
