"""Why a destination is likely or not, in the reader's language: inference gives its reasons in English.

A reason that is not in the table stays as given, as do names and quotes inside one.
"""

from __future__ import annotations

import re

_DIRECTIONS = {
    "ru": {"N": "север", "NE": "северо-восток", "E": "восток", "SE": "юго-восток", "S": "юг", "SW": "юго-запад",
           "W": "запад", "NW": "северо-запад"},
    "ko": {"N": "북쪽", "NE": "북동쪽", "E": "동쪽", "SE": "남동쪽", "S": "남쪽", "SW": "남서쪽",
           "W": "서쪽", "NW": "북서쪽"},
}  # fmt: skip

# pattern in English: Russian, Korean; \1, \2 ... are what the groups found
_REASONS: dict[str, tuple[str, str]] = {
    r"given as a candidate": ("названо как возможная цель", "후보지로 제시됨"),
    r"where the journey began": ("здесь путь начался", "여정이 시작된 곳"),
    r"a town on the railway": ("город на железной дороге", "철도가 지나는 도시"),
    r"a junction or end of the railway": ("узел или конец железной дороги", "철도의 분기점 또는 종점"),
    r"the train has arrived there and may stay": (
        "поезд туда прибыл и может остаться",
        "열차가 도착했으며 머무를 수 있음",
    ),
    r"the train has stopped there": ("поезд там остановился", "열차가 그곳에 정차함"),
    r"the train has left it behind": ("поезд уже проехал это место", "열차가 이미 지나친 곳"),
    r"what was observed lies on the way there": (
        "наблюдавшееся лежит на пути туда",
        "관측된 경로가 그곳으로 가는 길임",
    ),
    r"what was observed is (\d+) km out of the way there": (
        r"наблюдавшееся отклоняется от пути туда на \1 км",
        r"관측된 경로가 그곳으로 가는 길에서 \1 km 벗어남",
    ),
    r"at (.+) it was heading ([NSEW]{1,2}), away from (.+), the way there leads ([NSEW]{1,2})": (
        r"\1: поезд шёл на @2, прочь от места \3, а путь туда ведёт на @4",
        r"\1: 열차는 \3에서 멀어져 @2으로 갔으나 그곳으로 가는 길은 @4임",
    ),
    r"at (.+) it was heading ([NSEW]{1,2}), the way there leads ([NSEW]{1,2})": (
        r"\1: поезд шёл на @2, путь туда ведёт на @3",
        r"\1: 열차는 @2으로 갔으며 그곳으로 가는 길은 @3임",
    ),
    r"[a-z]+: (.+) names it as the goal": (r"\1 называет это место целью", r"\1: 이곳을 목적지로 지목"),
}
_COMPILED = [(re.compile(pattern), told) for pattern, told in _REASONS.items()]
_LONGEST = 600  # characters of a reason that are looked at


def reason_in(language: str, text: str) -> str:
    """Reasons, parted by semicolons, in a language (``ru`` or ``ko``; any other leaves them in English)."""
    if language not in _DIRECTIONS or len(text) > 4 * _LONGEST:
        return text
    return "; ".join(_one(language, part) for part in text.split("; "))


def _one(language: str, text: str) -> str:
    for pattern, (russian, korean) in _COMPILED if len(text) <= _LONGEST else ():
        found = pattern.fullmatch(text)
        if found is not None:
            return _filled(russian if language == "ru" else korean, found, _DIRECTIONS[language])
    return text


def _filled(template: str, found: re.Match[str], directions: dict[str, str]) -> str:
    """The template with ``\\1`` what a group found and ``@1`` the word for the direction it found."""

    def part(mark: re.Match[str]) -> str:
        said = found[int(mark[2])]
        return directions.get(said, said) if mark[1] == "@" else said

    return re.sub(r"([@\\])(\d)", part, template)
