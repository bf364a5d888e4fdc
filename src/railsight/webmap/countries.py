"""Names of countries on the map, where to write them, in the page's languages. Places are rough middles, by hand."""

from __future__ import annotations

from railsight.geo import LonLat

# ISO 3166 code: English, Russian, Korean name and where the name is written; large countries more than once.
COUNTRIES: dict[str, tuple[str, str, str, tuple[LonLat, ...]]] = {
    "RU": ("Russia", "Россия", "러시아", (
        (95.0, 60.0), (38.5, 56.5), (66.0, 58.5), (118.0, 57.5), (134.8, 50.9), (135.2, 45.2), (142.9, 50.3))),
    "CN": ("China", "Китай", "중국", ((103.0, 34.5), (127.5, 46.8), (117.0, 33.5), (87.0, 41.0), (113.0, 43.2))),
    "KP": ("North Korea", "КНДР", "북한", ((127.0, 40.3),)),
    "KR": ("South Korea", "Республика Корея", "대한민국", ((128.1, 36.3),)),
    "JP": ("Japan", "Япония", "일본", ((138.2, 36.4), (142.7, 43.4))),
    "MN": ("Mongolia", "Монголия", "몽골", ((103.5, 46.6),)),
    "VN": ("Vietnam", "Вьетнам", "베트남", ((107.8, 14.5), (105.2, 21.9))),
    "KZ": ("Kazakhstan", "Казахстан", "카자흐스탄", ((67.5, 48.2),)),
    "TW": ("Taiwan", "Тайвань", "대만", ((121.0, 23.7),)),
    "LA": ("Laos", "Лаос", "라오스", ((102.6, 19.3),)),
    "MM": ("Myanmar", "Мьянма", "미얀마", ((96.0, 21.5),)),
    "TH": ("Thailand", "Таиланд", "태국", ((101.3, 15.8),)),
    "IN": ("India", "Индия", "인도", ((78.5, 22.5),)),
    "UZ": ("Uzbekistan", "Узбекистан", "우즈베키스탄", ((63.5, 41.6),)),
    "TM": ("Turkmenistan", "Туркменистан", "투르크메니스탄", ((59.0, 39.3),)),
    "KG": ("Kyrgyzstan", "Киргизия", "키르기스스탄", ((74.8, 41.5),)),
    "BY": ("Belarus", "Беларусь", "벨라루스", ((27.9, 53.4),)),
    "UA": ("Ukraine", "Украина", "우크라이나", ((31.3, 49.1),)),
    "PL": ("Poland", "Польша", "폴란드", ((19.4, 52.1),)),
    "DE": ("Germany", "Германия", "독일", ((10.3, 51.0),)),
    "FI": ("Finland", "Финляндия", "핀란드", ((26.3, 63.0),)),
    "TR": ("Turkey", "Турция", "튀르키예", ((34.5, 39.0),)),
    "IR": ("Iran", "Иран", "이란", ((54.0, 32.7),)),
    "GE": ("Georgia", "Грузия", "조지아", ((43.5, 42.1),)),
    "FR": ("France", "Франция", "프랑스", ((2.6, 46.8),)),
    "US": ("United States", "США", "미국", ((-99.0, 39.5),)),
    "CA": ("Canada", "Канада", "캐나다", ((-106.0, 56.0),)),
}  # fmt: skip
_COLUMN = {"en": 0, "ru": 1, "ko": 2}


def country_name(code: str, language: str) -> str:
    """The country's name in a language of the page, or the code itself where it is not in the list."""
    row = COUNTRIES.get(code)
    return str(row[_COLUMN[language]]) if row else code
