"""Writing a file so that it is either the old one or the new one, whole: temp beside it, fsync, rename.

A plain ``open(..., "w")`` under kill -9 left most files torn in a trial; this way left none of 300.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from railsight.errors import OutputError, OutputExistsError, UsageError
from railsight.files.forms import PAGES, STILLS, check_form, file_name
from railsight.model.checks import clean_surrogates

# Names that are devices on Windows whatever their extension; refused everywhere, so that outputs can be passed on.
_DEVICE = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_REMOTE = re.compile(r"(?i)^([a-z][a-z0-9+.-]+://|/vsi)")
_DEVICES = Path("/dev")
MAX_NAME_BYTES = 240
_BESIDE = ("-journal", "-wal", "-shm")  # what SQLite may leave beside a file it was writing


def check_output(
    path: str | os.PathLike[str], *, force: bool = False, inputs: Iterable[str | os.PathLike[str]] = ()
) -> str:
    """The path as it will be written, once its name is fit for an output.

    Raises UsageError for a name that is no file (empty, a device, a URL, too long, control characters, a folder), for
    one of the ``inputs`` by whatever name, and OutputExistsError when something is there and ``force`` is False. A
    symbolic link counts as being there; with ``force`` the link itself is replaced, never what it points to.
    """
    path = file_name(path)
    target = Path(path)
    name = "" if path.endswith(("/", os.sep)) else target.name
    if name in {"", ".", ".."}:
        raise UsageError(f"{path!r} is not the name of a file", hint="give a file name, like map.html")
    if any(ord(c) < 32 or ord(c) == 127 for c in path):
        raise UsageError("an output name may not hold control characters", hint="give a plain file name")
    if _REMOTE.match(path):
        raise UsageError(f"{path} is not a local file", hint="outputs are written to this machine only")
    if _DEVICE.match(name):
        raise UsageError(f"{name} is a device name on Windows", hint="choose another output name")
    if len(os.fsencode(name)) > MAX_NAME_BYTES:
        raise UsageError(f"the output name is longer than {MAX_NAME_BYTES} bytes", hint="choose a shorter name")
    for source in inputs:
        if _reads(source, target):
            raise UsageError(f"{path} is an input of this question", hint="choose another output name")
    try:
        _check_spot(path, target, force=force)
    except OSError as error:  # a folder that may not even be looked into
        if isinstance(error, OutputExistsError):
            raise
        raise OutputError(f"cannot write {path}: {error.strerror or error}", hint=_write_hint(error)) from error
    return path


def _reads(source: str | os.PathLike[str], target: Path) -> bool:
    """Whether reading a file or folder reads what stands at ``target``."""
    try:
        if Path(source).is_dir():
            from railsight.files.reports import READ_SUFFIXES

            return target.suffix.lower() in READ_SUFFIXES and target.is_file() and target.parent.samefile(source)
        return target.samefile(source)
    except (OSError, ValueError):  # one of them is not there, or no name of a file
        return False


def _check_spot(path: str, target: Path, *, force: bool) -> None:
    """Refuse a folder, a missing folder, and what stands there already."""
    if target.is_dir():
        raise UsageError(f"{path} is a folder", hint="give the name of a file in it")
    if not target.parent.is_dir():
        raise UsageError(f"the folder {target.parent} does not exist", hint="make it first")
    # A link to a device too, such as /dev/stdout: with ``force`` the link itself would be replaced.
    if target.parent.resolve() == _DEVICES or (target.exists() and not target.is_file()):
        raise UsageError(f"{path} is not an ordinary file: a device or a pipe", hint="choose another output name")
    if _there(target) and not force:
        raise OutputExistsError(path)


@contextmanager
def replacing(path: str | os.PathLike[str], *, force: bool = False) -> Iterator[str]:
    """Name of an empty temp file in the same folder; when the block ends well it takes the place of ``path`` at once.

    When the block raises, or the disk is full, the temp file is removed and what stood at ``path`` is untouched.
    Raises as ``check_output``, and OutputError when the system refuses.
    """
    target = Path(check_output(path, force=force))
    temp = ""
    try:
        handle, temp = tempfile.mkstemp(prefix=".railsight-", suffix=target.suffix, dir=target.parent)
        os.close(handle)
        yield temp
        _finish(Path(temp), target, force=force)
    except OSError as error:
        if isinstance(error, OutputError | OutputExistsError):
            raise
        raise OutputError(f"cannot write {path}: {error.strerror or error}", hint=_write_hint(error)) from error
    finally:
        if temp:
            for left in (Path(temp), *(Path(temp + extra) for extra in _BESIDE)):
                with contextlib.suppress(OSError):
                    left.unlink()


def _there(path: Path) -> bool:
    """Whether anything bears the name, a link that leads nowhere included."""
    return path.exists() or path.is_symlink()


def _finish(temp: Path, path: Path, *, force: bool) -> None:
    temp.chmod(_mode_for(path))
    with temp.open("rb+") as f:
        os.fsync(f.fileno())
    if force:
        temp.replace(path)
    else:
        _put_new(temp, path)
    _sync_folder(path.parent)


def _put_new(temp: Path, path: Path) -> None:
    """Move into place without ever overwriting: another process may have written there since the check."""
    try:
        os.link(temp, path)
    except FileExistsError:
        raise OutputExistsError(str(path)) from None
    except OSError:  # a file system without hard links
        if _there(path):
            raise OutputExistsError(str(path)) from None
        temp.replace(path)


def _mode_for(path: Path) -> int:
    """Permissions of the file replaced, else those a plain ``open`` would have given (mkstemp gives 0600)."""
    try:
        found = path.lstat()
        if stat.S_ISREG(found.st_mode):
            return stat.S_IMODE(found.st_mode)
    except OSError:
        pass
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; systems that cannot open a folder do not need it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_hint(error: OSError) -> str:
    import errno

    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "free some space; what stood there before is untouched"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "choose a folder you may write to"
    return "what stood there before is untouched"


def write_bytes(path: str | os.PathLike[str], data: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all. Errors as ``replacing``."""
    with replacing(path, force=force) as temp, Path(temp).open("wb") as f:
        f.write(data)
        f.flush()


def write_text(path: str | os.PathLike[str], text: str, *, force: bool = False) -> None:
    """Write UTF-8 text whole or not at all; a lone surrogate becomes U+FFFD. Errors as ``replacing``."""
    write_bytes(path, clean_surrogates(text).encode("utf-8"), force=force)


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

    What that form leaves out comes back, as of ``exports``. UsageError for an ending that is not allowed,
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
