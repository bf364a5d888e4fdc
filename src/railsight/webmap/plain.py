"""The page's text as HTML, for readers without script: what the map's panel says, but for what only a script can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from railsight.webmap.escape import Markup, element, leads_out
from railsight.webmap.wording import Part

Content = Mapping[str, Any]


def plain(page: Content) -> Markup:
    """The text of a page's content: title, story, destinations, sightings, claims, table, sources."""
    words = page["words"]
    head = element(
        "header",
        element("h1", _outside(page["title"])),
        element("p", _outside(page["subtitle"]), class_="subtitle") if page["subtitle"] else None,
        element("p", page["asOf"], class_="as-of") if page["asOf"] else None,
        element("p", words["noscript"], class_="later-note"),
    )
    asides = (
        ("stops", None),
        ("contestedStops", "contested"),
        ("rejectedStops", "contradicted"),
        ("statements", "statement"),
    )
    stops = [(key, [s for s in page["stops"] if s.get("aside") == aside]) for key, aside in asides]
    stops.append(("notUsed", [s for s in page["stops"] if s.get("aside") in ("denial", "guess", "unplaced")]))
    elsewhere = [_goal_line(words["elsewhere"], page["elsewhere"], words)] if page["elsewhere"] else []
    if page.get("elsewhereWhy") and elsewhere:
        elsewhere.append(element("p", _outside(page["elsewhereWhy"]), class_="reason"))
    sections = [
        _section(page["headings"]["story"], (_paragraph(parts, words) for parts in page["story"])),
        _section(words["notes"], (_paragraph(parts, words) for parts in page["notes"])),
        _section(words["destinations"], [*(_goal(goal, words) for goal in page["goals"]), *elsewhere]),
        *(_section(words[key], (_stop(stop, words) for stop in found)) for key, found in stops),
        _section(words["claims"], (_claim(claim, words) for claim in page["claims"])),
        _section(page["headings"]["passages"], _table(page["passages"], page.get("columns", words["passageColumns"]))),
        _section(words["railway"], _table(page.get("railways", ()), words["passageColumns"])),
        _section(words["sources"], [
            *(_paragraph(parts, words) for parts in page["sources"]),
            *(element("p", _outside(text), class_="reason") for text in page["warnings"]),
            *(element("p", *_prose(parts, words), class_="credit") for parts in page["credits"]),
        ]),
    ]  # fmt: skip
    return element("div", element("main", head, *sections, class_="panel"), class_="railsight plain")


def _outside(text: str) -> Markup:
    """Outside text, kept from turning its neighbours around when it is written right to left."""
    return element("bdi", text)


def _prose(parts: Sequence[Part], words: Content) -> list[str | Markup]:
    """Running text; see ``wording``."""
    out: list[str | Markup] = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif "k" in part:
            out.append(element("span", part["t"], class_="figure", data_word=words["kinds"][part["k"]]))
        elif "h" in part and leads_out(part["h"]):
            out.append(element("a", _outside(part["o"]), href=part["h"], rel="noopener noreferrer", target="_blank"))
        else:
            out.append(_outside(part["o"]))
    return out


def _paragraph(parts: Sequence[Part], words: Content) -> Markup:
    return element("p", *_prose(parts, words))


def _section(title: str, children: Iterable[Markup]) -> Markup | None:
    """A part of the text with its heading; None where there is nothing to say."""
    inside = list(children)
    return element("section", element("h2", title), *inside, class_="part") if inside else None


def _name(one: Content) -> list[str | Markup]:
    local = element("span", one["local"], class_="local", lang=one["localLang"]) if one["local"] else None
    return [_outside(one["name"]), *((" ", local) if local else ())]


def _badge(look: str, mark: str) -> Markup:
    return element("span", mark, class_=f"badge badge-{look}{' badge-long' if len(mark) > 2 else ''}")


def _goal_line(name: str, probability: Sequence[Part], words: Content) -> Markup:
    return element("p", element("strong", _outside(name)), " ", *_prose(probability, words))


def _goal(goal: Content, words: Content) -> Markup:
    return element(
        "div",
        element("p", _badge("goal", goal["n"]), " ", element("strong", *_name(goal)), " ",
                *_prose(goal["probability"], words)),
        element("p", *_prose(goal["text"], words)),
        element("p", _outside(goal["why"]), class_="reason") if goal["why"] else None,
        class_="goal",
    )  # fmt: skip


def _stop(stop: Content, words: Content) -> Markup:
    look, said = stop["look"], words["statuses"][stop["status"]]
    if look in ("contested", "rejected"):
        said = f"{said}, {words['statuses'][look]}"
    elif stop.get("aside") != "statement" and look != "denied":
        said = words["statuses"][look]
    share = [", ", *_prose(stop["share"], words)] if stop.get("share") else []
    facts = [
        (words[key], stop[of])
        for key, of in (("source", "source"), ("within", "within"), ("knownAt", "known"), ("belief", "belief"))
        if stop.get(of)
    ]
    lines = [element("p", name, ": ", *_prose(parts, words), class_="reason") for name, parts in facts]
    if stop.get("reason"):
        lines.insert(0, element("p", words["whyRejected"], ": ", _outside(stop["reason"]), class_="reason"))
    if stop["note"]:
        lines.append(element("p", words["note"], ": ", _outside(stop["note"]), class_="reason"))
    return element(
        "div",
        element("p", _badge(stop["look"], stop["mark"]), " ", element("strong", *_name(stop)), " ",
                f"{words['events'][stop['event']]} · {said}", *share),
        _paragraph(stop["time"], words) if stop["time"] else None,
        element("blockquote", _outside(stop["quote"])) if stop["quote"] else None,
        *lines,
        class_="stop-item",
    )  # fmt: skip


def _claim(claim: Content, words: Content) -> Markup:
    checked = [": ", *_prose(claim["checked"], words)] if claim["checked"] else []
    return element(
        "div",
        element("blockquote", _outside(claim["quote"])),
        element("p", element("strong", claim["verdict"]), *checked),
        element("p", _outside(claim["why"]), class_="reason") if claim["why"] else None,
        class_="claim",
    )


def _table(rows: Sequence[Sequence[Sequence[Part]]], columns: Sequence[str]) -> list[Markup]:
    """Passing times, stations or railways: a table, where there are rows."""
    if not rows:
        return []
    head = element("tr", *(element("th", name, scope="col") for name in columns[: len(rows[0])]))
    body = (element("tr", *(element("td", *_cell(cell)) for cell in row)) for row in rows)
    return [element("div", element("table", element("thead", head), element("tbody", *body)), class_="scroll")]


def _cell(parts: Sequence[Part]) -> list[str | Markup]:
    """A cell's text; its figures do not each repeat what they are."""
    return [p if isinstance(p, str) else p["t"] if "t" in p else _outside(p["o"]) for p in parts]
