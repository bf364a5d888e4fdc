"""``railsight doctor``: is everything here that railsight needs, and what else could be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from railsight.cli.options import json_option
from railsight.cli.output import emit_json, emit_table

# What is there for those who work on railsight itself; nobody else misses it.
_OURS = frozenset({"bench", "build", "docs", "fuzz", "test"})
_NAME_END = " ;<>=!~[("


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``state``: ok; missing, which is no fault; bad, which is one. ``hint`` says what to do."""

    check: str
    state: str
    detail: str
    hint: str = ""


@click.command("doctor")
@json_option
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool) -> None:
    """Check the installation: Python, data, dependencies, extras, terminal, cache folder.

    Exit status 1 when something that railsight needs is missing or damaged. A missing extra is not a fault. Nothing is
    written and no request is made.

    \b
    Examples:
      railsight doctor
      railsight doctor --json
    """
    found = list(examine())
    if as_json:
        emit_json([{name: getattr(f, name) for name in f.__slots__} for f in found])
    else:
        columns = (("check", "left"), ("", "left"), ("found", "left"), ("what to do", "left"))
        emit_table(columns, [(f.check, f.state, f.detail, f.hint) for f in found])
    if any(f.state == "bad" for f in found):
        ctx.exit(1)


def examine() -> Iterator[Finding]:
    """Every check in turn; one that fails in a way nobody thought of is a finding too."""
    for check in (_python, _package, _dependencies, _data, _answer, _zones, _extras, _browser, _terminal, _cache):
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 - a doctor does not fall ill
            yield Finding(check.__name__.strip("_"), "bad", f"{type(error).__name__}: {error}", "reinstall railsight")


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    fits = sys.version_info >= (3, 11)
    yield Finding(
        "python", "ok" if fits else "bad", f"{version} on {sys.platform}", "" if fits else "use 3.11 or newer"
    )


def _package() -> Iterator[Finding]:
    import railsight

    yield Finding("railsight", "ok", f"{railsight.__version__} in {railsight.__path__[0]}")


def _requirements() -> dict[str, list[str]]:
    """Names of the distributions needed, by extra; those always needed under the empty name."""
    from importlib.metadata import PackageNotFoundError, metadata, requires

    try:
        needed, extras = requires("railsight") or [], metadata("railsight").get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return {}
    found: dict[str, list[str]] = {extra: [] for extra in extras if extra not in _OURS}
    found[""] = []
    for line in needed:
        spec, _, marker = line.partition(";")
        end = min((i for i, c in enumerate(spec) if c in _NAME_END), default=len(spec))
        extra = marker.partition("extra ==")[2].strip(" '\")(") if "extra ==" in marker else ""
        others = [part for part in marker.split(" and ") if "extra ==" not in part and part.strip()]
        if extra in found and not others:  # one that is only for some systems is not missed on this one
            found[extra].append(spec[:end])
    return found


def _absent(names: list[str]) -> list[str]:
    from importlib.metadata import PackageNotFoundError, version

    gone = []
    for name in names:
        try:
            version(name)
        except PackageNotFoundError:
            gone.append(name)
    return gone


def _dependencies() -> Iterator[Finding]:
    needed = _requirements()
    if not needed:
        yield Finding("dependencies", "missing", "railsight is not installed as a package", "pip install .")
        return
    gone = _absent(needed[""])
    detail = f"missing: {', '.join(gone)}" if gone else f"{len(needed[''])} packages"
    yield Finding("dependencies", "bad" if gone else "ok", detail, "pip install railsight" if gone else "")


def _data() -> Iterator[Finding]:
    from railsight.datasets import status

    found = status()
    bad = [f"{d.name} is {d.state}" for d in found if d.state != "whole"]
    detail = "; ".join(bad) or f"{len(found)} files, {sum(d.size_bytes for d in found) / 1e6:.0f} MB, checksums right"
    yield Finding("data", "bad" if bad else "ok", detail, "reinstall railsight" if bad else "")


def _answer() -> Iterator[Finding]:
    from railsight.api.distances import distance

    found = distance("Khasan", "Ussuriysk")
    yield Finding("a question", "ok", f"Khasan - Ussuriysk: {found.rail_km:.0f} km by rail")


def _zones() -> Iterator[Finding]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Asia/Vladivostok")
    except ZoneInfoNotFoundError:
        yield Finding("time zones", "bad", "no time zone data", "pip install tzdata")
    else:
        yield Finding("time zones", "ok", "known")


def _extras() -> Iterator[Finding]:
    for extra, names in sorted(_requirements().items()):
        if extra:
            gone = _absent(names)
            detail = f"not here: {', '.join(gone)}" if gone else ", ".join(names)
            hint = f"pip install 'railsight[{extra}]'" if gone else ""
            yield Finding(f"extra {extra}", "missing" if gone else "ok", detail, hint)


def _browser() -> Iterator[Finding]:
    yield Finding("browser", "ok", "not needed to make a map; any current one shows it")


def _terminal() -> Iterator[Finding]:
    encoding = sys.stdout.encoding or "unknown"
    readable = encoding.lower().replace("-", "") == "utf8"
    hint = "" if readable else "set PYTHONUTF8=1 to see names in other scripts"
    yield Finding("terminal", "ok" if readable else "missing", f"writes {encoding}", hint)


def _cache() -> Iterator[Finding]:
    import os
    from pathlib import Path

    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("railsight")
    except (RuntimeError, KeyError) as error:
        yield Finding("cache folder", "missing", f"none: {error}", "only online look-ups are kept there")
        return
    there = next((p for p in (folder, *folder.parents) if p.exists()), Path("/"))
    if there.is_dir() and os.access(there, os.W_OK):
        yield Finding("cache folder", "ok", f"{folder}{'' if folder.is_dir() else ' (made when needed)'}")
    else:
        yield Finding(
            "cache folder", "missing", f"{folder} cannot be written to", "only online look-ups are kept there"
        )
