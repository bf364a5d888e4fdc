"""Reading a case: what one follows, in a YAML file. Its names are looked up in the gazetteer, its times made intervals.

The keys are in the guide; a wrong one is named with file and line. ``truth`` is never read. A place that no gazetteer
entry fits costs its sighting, not the case: ``Case.warnings`` says which.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from railsight.errors import CaseFormatError, InputError, PlaceNotFoundError, RailsightError, UsageError, no_file_hint
from railsight.files.case_places import PlaceReader
from railsight.files.case_sightings import MAX_ID, Draft
from railsight.files.headers import make_report
from railsight.files.reports import read_report
from railsight.files.schema import Fields, Problems
from railsight.files.strictyaml import MAX_YAML_BYTES, Mapping, Node, Scalar, parse_yaml
from railsight.files.texts import decode
from railsight.model import LANGUAGES, Case, NamedPlace, Report
from railsight.model.checks import unheard_of
from railsight.times import parse_published

if TYPE_CHECKING:
    from railsight.files.case_places import Ask, GazetteerLike

CASE_KEYS = frozenset(
    (
        "case",
        "title",
        "subtitle",
        "credits",
        "notes",
        "language",
        "train",
        "reports",
        "sightings",
        "destinations",
        "network",
        "truth",
    )
)
TRAIN_KEYS = frozenset(("profile", "gauge_mm", "max_kmh"))
REPORT_KEYS = frozenset(
    ("id", "read", "text", "text_file", "published", "source", "title", "url", "dateline", "language")
)
# The longest there may be, in characters; an id may be the name of a file with a number behind it.
MAX_NAME, MAX_TITLE = 200, 500


def read_case(path: str | os.PathLike[str], *, gazetteer: GazetteerLike | None = None, ask: Ask | None = None) -> Case:
    """A case from a YAML file; places are looked up in ``gazetteer``, and those that it does not know by ``ask``.

    By default that is the bundled one together with the points of the case's own network, if it names one; a function
    is given the file of that network, or None, and gives a gazetteer.

    Raises CaseFormatError naming file, line and key; PlaceNotFoundError for a destination that is no place, and for
    a name that the country or kind after its comma contradicts.
    Files it names (``text_file``) must lie in its own folder.
    """
    file = os.fspath(path)
    return case_from_text(_read_text(file), file=file, gazetteer=gazetteer, ask=ask)


def case_from_text(
    text: str, *, file: str | None = None, gazetteer: GazetteerLike | None = None, ask: Ask | None = None
) -> Case:
    """A case from YAML already in hand. ``file`` is for messages and for the folder of its report files."""
    problems = Problems(file)
    top = Fields(parse_yaml(text, file=file), "", CASE_KEYS, problems)
    name = top.text("case", required=True, limit=MAX_NAME) or ""
    train = top.fields("train", TRAIN_KEYS)
    gauge = train.number("gauge_mm", low=300, high=3000, whole=True) if train else None
    nodes = top.each("reports")
    given = [_report(node, i, problems, file) for i, node in enumerate(nodes)]
    told = enumerate(top.each("sightings"))
    drafts = [Draft(node, f"sightings[{i}]", f"{name}-{i + 1}", problems) for i, node in told]
    goals = [_Goal(node, i, problems) for i, node in enumerate(top.each("destinations", 200))]
    network = top.read("network", lambda value: _network(value, file))
    _check_ids([one and one.report for one in given], nodes, drafts, problems)
    max_kmh = train.number("max_kmh", low=1, high=600) if train else None
    texts = {key: top.text(key, limit=MAX_TITLE) or "" for key in ("title", "subtitle", "credits")}
    notes = top.text("notes", limit=8000) or ""
    profile = train.read("profile", _profile) if train else None
    language = top.choice("language", LANGUAGES, LANGUAGES[0])
    problems.raise_any()
    look_up = PlaceReader(gazetteer, ask, network)
    warnings: list[str] = []
    named: list[NamedPlace] = []
    sightings = [s for d in drafts if (s := d.sighting(look_up, warnings, named)) is not None]
    _check_goals(goals, look_up, problems)
    problems.raise_any()
    return Case(
        name=name,
        **texts,
        notes=notes,
        profile=profile or "armoured",
        gauge_mm=int(gauge) if gauge else None,
        max_kmh=max_kmh,
        reports=tuple(one.report for one in given if one is not None and one.read),
        sources=tuple(one.report for one in given if one is not None and not one.read),
        sightings=tuple(sightings),
        destinations=tuple((g.name, g.prior) for g in goals),
        network=network,
        language=language,
        warnings=tuple(warnings),
        named=tuple(named),
    )


def named_files(path: str) -> tuple[str, ...]:
    """The files that a case's answer depends on besides its own: those of its reports and its network.

    Empty where the case cannot be read: what is wrong with it ``read_case`` says.
    """
    try:
        top = parse_yaml(_read_text(path), file=path)
    except RailsightError:
        return ()
    problems = Problems(path)
    case = Fields(top, "", CASE_KEYS, problems)
    reports = (Fields(node, "reports", REPORT_KEYS, problems) for node in case.each("reports"))
    names = (*(report.text("text_file") for report in reports), case.text("network"))
    return tuple(str(Path(path).parent / name) for name in names if name and "\x00" not in name)


def _read_text(file: str) -> str:
    try:
        with Path(file).open("rb") as f:
            data = f.read(MAX_YAML_BYTES + 1)
    except IsADirectoryError:
        raise UsageError(f"{file} is a folder", hint="give the case file in it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = no_file_hint(file) if isinstance(error, FileNotFoundError) else ""
        raise CaseFormatError(f"cannot be read: {reason}", file=file, hint=hint) from error
    if len(data) > MAX_YAML_BYTES:
        raise CaseFormatError("a case file may have 1 MB at most", file=file, hint="keep report texts in own files")
    try:
        return decode(data, file, "a case")
    except InputError as error:
        where = file if error.line is None else f"{file}:{error.line}"
        reason = error.message.removeprefix(f"{where}: ")
        raise CaseFormatError(reason, file=file, line=error.line, hint=error.hint) from error


# ---------------------------------------------------------------- reports and destinations


class _Given(NamedTuple):
    """A report of a case, and whether it is to be read or only named."""

    report: Report
    read: bool


def _report(node: Node, index: int, problems: Problems, file: str | None) -> _Given | None:
    f = Fields(node, f"reports[{index}]", REPORT_KEYS, problems)
    read = f.choice("read", ("yes", "no"), "yes") == "yes"
    text, text_file = f.text("text", limit=1_000_000), f.text("text_file", limit=500)
    if not read and (text is not None or text_file is not None):
        f.refuse("read", "a report that is not read has no text: its sightings are those that name it")
        return None
    if read and (text is None) == (text_file is None):
        f.refuse("text", "a report has either text or text_file")
        return None
    published, assumed = None, None
    if (given := f.text("published", limit=60)) is not None:
        try:
            published, assumed = parse_published(given)
        except ValueError as error:
            f.refuse("published", str(error))
    default_id = f.text("id", limit=MAX_ID) or f"report-{index + 1}"
    changes: dict[str, Any] = {k: v for k in ("source", "title", "url", "dateline", "language") if (v := f.text(k))}
    if not read:
        return _Given(Report(default_id, published=published, published_assumed=assumed, **changes), read=False)
    try:
        if text_file is not None:
            report = read_report(_inside(text_file, file), published=published)
        else:
            report = make_report(text or "", default_id=default_id, published=published, file=file)
    except ValueError as error:  # ReportFormatError is one
        hint = f" ({error.hint})" if isinstance(error, InputError) and error.hint else ""
        f.refuse("text" if text_file is None else "text_file", f"{error}{hint}")
        return None
    if f.items.get("id") or text_file is not None:
        changes["id"] = default_id
    return _Given(replace(report, published_assumed=assumed or report.published_assumed, **changes), read=True)


def _inside(name: str, file: str | None) -> str:
    """Path of a file beside the case. A case from elsewhere must not pull other files of this machine into a page."""
    folder = Path(file or "").parent
    path = (folder / name).resolve()
    if "://" in name or not path.is_relative_to(folder.resolve()):
        raise ValueError(f"{name[:60]!r} must be a file in the case's own folder")
    if path.exists() and not path.is_file():
        raise ValueError(f"{name[:60]!r} is no regular file: a pipe or a device could keep the reader for ever")
    return str(folder / name)


def _network(name: str, file: str | None) -> str:
    """A network file, relative to the case."""
    from railsight.network import open_network

    if "://" in name or name.startswith("/vsi") or "\x00" in name:
        raise ValueError(f"{name[:60]!r} is not a local file")
    path = str(Path(file or "").parent / name)
    try:
        open_network(path)
    except InputError as error:
        raise ValueError(f"{error} ({error.hint})" if error.hint else str(error)) from error
    return path


def _profile(name: str) -> str:
    from railsight.routing import profiles

    known = [p.name for p in profiles()]
    if name not in known:
        raise ValueError(f"{name[:40]!r} is not one of {', '.join(known)}")
    return name


class _Goal:
    """A destination checked against the schema: a name and perhaps a prior, and where they stand."""

    def __init__(self, node: Node, index: int, problems: Problems) -> None:
        self.key, self.line = f"destinations[{index}]", node.line
        self.prior: float | None = None
        if isinstance(node, Scalar):
            self.name = "" if node.empty else node.text.strip()
            if not self.name:
                problems.add(node.line, self.key, "a name was expected")
            return
        f = Fields(node, self.key, ("place", "name", "prior"), problems)
        said = "name" if "name" in f.items else "place"
        if said == "name" and "place" in f.items:
            f.refuse("name", "give either place or name")
        self.key, self.line = f.path(said), f.lines.get(said, node.line)
        self.prior_at = f.lines.get("prior", node.line), f.path("prior")
        self.name = f.text(said, required=True, limit=200) or ""
        self.prior = f.number("prior", low=0, high=1)


def _check_goals(goals: list[_Goal], look_up: PlaceReader, problems: Problems) -> None:
    """Check priors and names. A name that no place bears is no fault of the file: PlaceNotFoundError, once all else is
    well."""
    unknown: list[_Goal] = []
    for goal in goals:
        try:
            if not look_up.knows(goal.name):
                unknown.append(goal)
        except UsageError as error:
            problems.add(goal.line, goal.key, str(error))
    if goals and all(goal.prior == 0 for goal in goals):
        problems.add(*goals[0].prior_at, "all priors are 0: one at least must be above")
    if (unheard := unheard_of([(goal, goal.prior) for goal in goals])) is not None:
        problems.add(
            unheard.line,
            unheard.key,
            "it has no prior, and those of the others sum to 1 or more: nothing is left for it",
        )
    problems.raise_any()
    for goal in unknown[:1]:
        where = problems.told(goal.line, goal.key, "").rstrip(": ")
        raise PlaceNotFoundError(goal.name, look_up.suggestions(goal.name), where=where)


def _check_ids(
    reports: Sequence[Report | None], nodes: Sequence[Node], drafts: Sequence[Draft], problems: Problems
) -> None:
    seen: dict[str, None] = {}
    for i, (report, node) in enumerate(zip(reports, nodes, strict=True)):
        if report is not None and report.id in seen:
            lines = node.key_lines if isinstance(node, Mapping) else {}
            problems.add(lines.get("id", node.line), f"reports[{i}].id", f"{report.id!r} is used twice")
        if report is not None:
            seen[report.id] = None
    ids: set[str] = set()
    for draft in drafts:
        if draft.report is not None and draft.report not in seen and None not in reports:
            known = f"the reports of this case are {', '.join(seen)}" if seen else "this case has no reports"
            draft.f.refuse("report", f"no report has the id {draft.report!r}: {known}")
        if draft.id in ids:
            draft.f.refuse("id", f"{draft.id!r} is used twice")
        ids.add(draft.id)
