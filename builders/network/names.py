"""Names: romanisation, kinds read from railway suffixes, and the ids of points."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SERVICE = re.compile(r"\s*\((эксп\.|перев\.|эксп\., уголь|стык)\)")
"""Suffixes of second codes at one place: handover for export, transhipment, joint."""
_SIDING = re.compile(r"\s*\((рзд|пп|обп|бп)\)")
_POST = re.compile(r"^(Блокпост|Пост|Пут\. пост|Путевой пост|Разъезд|Обг\. Пункт|Обгонный пункт)\b", re.IGNORECASE)
_HALT = re.compile(r"^(ОП|О\.п\.)\s+")
_HALT_WORD = re.compile(r"^(Ост\. ?пункт|Платформа|Казарма|Ост\. ?п\.|Оп|О\.п\.)\s+", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}

ENGLISH = {
    "ru-195506": "Moscow Yaroslavsky",
    "ru-191551": "Moscow Kursky",
    "ru-960103": "Komsomolsk-on-Amur",
    "ru-985929": "Vostochny Port",
}
"""Common English names of Russian stations, where they differ from the romanised name."""

ALIASES = {
    "ru-191551": ("Moscow Kurskaya", "Kursky station"),
    "ru-195506": ("Moscow Yaroslavskaya", "Yaroslavsky station"),
    "ru-960103": ("Komsomolsk-na-Amure", "Komsomolsk"),
    "ru-982102": ("Ugol'naya",),
    "cn-beijing": ("Beijing Station", "Beijing Railway Station", "Peking"),
    "cn-haerbin": ("Harbin Central",),
    "kp-rajin": ("나진",),
    "kp-ryongchon": ("용천",),
    "kp-ranam": ("나남",),
    "kp-tumangang": ("Tumen River station", "Tumangan"),
}
"""Further names in use."""

CHINESE = {
    "哈尔滨": "Harbin",
    "满洲里": "Manzhouli",
    "乌鲁木齐": "Urumqi",
    "乌西": "Urumqi West",
    "呼和浩特": "Hohhot",
    "海拉尔": "Hailar",
    "齐齐哈尔": "Qiqihar",
    "二连": "Erenhot",
    "拉萨": "Lhasa",
    "那曲": "Nagqu",
    "安多": "Amdo",
    "当雄": "Damxung",
    "格尔木": "Golmud",
    "德令哈": "Delingha",
    "阿拉山口": "Alashankou",
    "扎赉诺尔西": "Jalainur West",
    "札赉诺尔西": "Jalainur West",
    "阿城": "Acheng",
    "牙克石": "Yakeshi",
    "吐鲁番": "Turpan",
    "哈密": "Hami",
    "石河子": "Shihezi",
    "六安": "Lu'an",
    "蚌埠": "Bengbu",
    "重庆": "Chongqing",
    "厦门": "Xiamen",
    "唐古拉": "Tanggula",
    "乐都": "Ledu",
    "珲春": "Hunchun",
    "长甸": "Changdian",
    "么铺": "Yaopu",
    "虎什哈": "Hushiha",
    "嘎什吐": "Gashitu",
    "嘎什甸子": "Gashidianzi",
    "巴彦高勒": "Bayangaole",
    "朝阳地": "Chaoyangdi",
    "厦门高崎": "Xiamen Gaoqi",
}
"""Chinese stations whose common English name is not plain pinyin, or whose characters have several readings."""

_DIRECTIONS = {"东": "East", "西": "West", "南": "South", "北": "North"}
_WHOLE = {"图里河", "张台子"}  # three characters or more that end in no direction by this rule stay whole anyway


@dataclass(frozen=True, slots=True)
class RussianName:
    """A station name of the tariff guide taken apart."""

    ru: str
    kind: str
    service: bool  # a second code of the station of this name
    raw: str


def read_russian(raw: str) -> RussianName:
    """The bare name and kind of ``ОП Лось``, ``Штурм (рзд)``, ``Хасан (эксп.)``, ``Блокпост 1560 км``."""
    service = bool(SERVICE.search(raw))
    bare = SERVICE.sub("", raw)
    kind = "station"
    if _SIDING.search(bare) or _POST.match(bare):
        kind = "siding"
    bare = _SIDING.sub("", bare)
    if _HALT.match(bare) or _HALT_WORD.match(bare):
        kind = "halt"
    bare = _HALT.sub("", bare)
    short = _HALT_WORD.sub("", bare)
    if re.search(r"\d", short):
        bare = short
    if bare.isupper() and len(bare) > 4:
        bare = bare.title()
    bare = re.sub(r"\s+", " ", bare).strip()
    return RussianName(bare[:1].upper() + bare[1:], kind, service, raw)


def english_russian(latin: str, ru: str) -> str:
    """The Latin name without technical suffixes, Roman numerals as figures: ``Khabarovsk I`` is Khabarovsk-1."""
    name = re.sub(r"\s*\((eksp\.|perev\.|eksp\., ugol|styk|rzd|pp|obp|bp)\)", "", latin)
    if re.search(r"\d", ru) and re.match(r"\d", ru):
        found = re.search(r"\d.*$", name)
        name = found.group(0) if found else name
    if name.upper() == name or re.search(r"[A-Z]{2}", name.replace("I", "")):
        name = name.title() if len(name) > 4 else name
    name = re.sub(r"[ -](I{1,3}|IV|VI?)$", lambda m: "-" + _ROMAN[m.group(1)], name)
    name = re.sub(r"\s+", " ", name).strip()
    return name[:1].upper() + name[1:]


def plain(name: str) -> str:
    """Latin letters without marks: ``P'yŏngyang`` is Pyongyang, ``Đồng Đăng`` Dong Dang."""
    text = name.replace("Đ", "D").replace("đ", "d").replace("'", "").replace("’", "")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def slug(name: str) -> str:
    """Lower-case ASCII with hyphens, for ids."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name).lower()).strip("-")


def pinyin(zh: str) -> str:
    """Title-case joined pinyin with the apostrophe before a vowel: 西安 is Xi'an."""
    from pypinyin import Style, lazy_pinyin

    out = ""
    for syllable in lazy_pinyin(zh, style=Style.NORMAL, v_to_u=False):
        out += ("'" if out and syllable[:1] in "aoe" and syllable.isalpha() else "") + syllable
    return out.replace("v", "u")[:1].upper() + out.replace("v", "u")[1:]


def chinese_names(zh: str) -> tuple[str, list[str]]:
    """English name and aliases of a Chinese station: 集宁南 is Jining South, also Jiningnan and Jining Nan.

    A last character of direction is split off when at least two characters are left.
    """
    whole = CHINESE.get(zh)
    joined = pinyin(zh)
    if whole:
        return whole, [joined] if joined != whole else []
    stem, last = zh[:-1], zh[-1:]
    if last in _DIRECTIONS and len(stem) >= 2 and zh not in _WHOLE:
        base = CHINESE.get(stem) or pinyin(stem)
        return f"{base} {_DIRECTIONS[last]}", [joined, f"{base} {pinyin(last)}"]
    return joined, []
