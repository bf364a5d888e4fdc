"""Local names are in the language they are filed under, not in a neighbour's."""

from __future__ import annotations

import pytest

from railsight.datasets import data_path
from railsight.errors import AmbiguousPlaceError
from railsight.gazetteer import Gazetteer, open_gazetteer
from railsight.gazetteer.folding import _simplified, fold, sound


@pytest.mark.parametrize(
    ("name", "language", "local"),
    [
        ("Moscow", "ru", "Москва"),
        ("Saint Petersburg", "ko", "상트페테르부르크"),
        ("Irkutsk", "ru", "Иркутск"),
        ("Perm", "ru", "Пермь"),
        ("Smolensk", "ru", "Смоленск"),
        ("Tyumen", "ru", "Тюмень"),
        ("Beijing", "ru", "Пекин"),
        ("Shenyang", "zh", "沈阳"),
        ("Pyongyang", "ko", "평양"),
    ],
)
def test_local_names(name: str, language: str, local: str) -> None:
    best = open_gazetteer(data_path("gazetteer.sqlite")).find(name)[0].place
    assert best.names[language] == local


@pytest.mark.parametrize(
    ("found", "best"),
    [
        (["Омськ", "Омск", "Омбы"], "Омск"),
        (["Перм", "Пермь", "Перым"], "Пермь"),
        (["Кырау", "Ворошиловград"], "Кырау"),
    ],
)
def test_the_best_of_many_spellings(found: list[str], best: str) -> None:
    from builders.gazetteer_entries import best_spelling

    name = {"Омск": "Omsk", "Пермь": "Perm", "Кырау": "Kyrau"}[best]
    assert best_spelling("ru", name, found, at_home=True) == best
    assert best_spelling("ru", "Beijing", ["Бээжин", "Пекин", "Пекинг"], at_home=False) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Zabaikalsk", "Zabaykalsk"),
        ("Sovietskaya Gavan", "Sovetskaya Gavan’"),
        ("Sovetskaia Gavan", "Sovetskaya Gavan’"),
        ("Khabarowsk", "Khabarovsk"),
        ("Izmailovo", "Izmaylovo"),
        ("Orekhovo-Zuievo", "Orekhovo-Zuyevo"),
    ],
)
def test_another_romanisation_settles_as_the_name_does(written: str, meant: str) -> None:
    from railsight import place
    from railsight.api import places

    assert places(written)[0].place.name == meant
    assert place(written) == place(meant)


def test_towns_are_found_in_other_romanisations() -> None:
    """Every town with a station whose name has the letters in question, written as other systems would."""
    from railsight import place
    from railsight.errors import PlaceNotFoundError

    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    towns = [p for p in gazetteer.served() if p.country in ("RU", "KZ", "BY", "UA")]
    asked = lost = 0
    for town in towns:
        soft = town.name.replace("ya", "ia").replace("yu", "iu").replace("y", "i")
        for written in {soft, town.name.replace("v", "w"), town.name.replace("ts", "tz")} - {town.name}:
            asked += 1
            try:
                place(written)
            except PlaceNotFoundError:
                lost += 1
            except AmbiguousPlaceError:
                pass
    assert asked > 50
    assert lost == 0


def test_what_is_merely_alike_is_still_no_other_romanisation() -> None:
    from railsight import place
    from railsight.errors import PlaceNotFoundError

    with pytest.raises(PlaceNotFoundError):
        place("Zabulkalsk")


@pytest.mark.parametrize("piece", ["y", "iy", "ijy", "yi", "j", "ii"])
def test_the_sound_of_a_word_of_one_letter_is_found(piece: str) -> None:
    assert len(sound("Tuesda" + piece * 5_000)) < 5_000  # tried in every way to part it, it would take for ever


@pytest.mark.parametrize("unseen", ["\u200e", "\ufeff", "\u2068", "\u2069", "\u00ad", "\u200b", "\u200d", "\ufe0f"])
def test_what_nobody_sees_in_a_name_does_not_count(unseen: str) -> None:
    from railsight import distance, place

    for name in ("Khasan", "하산", "Tumen, China", "131.95,43.80"):
        assert place(unseen + name[:3] + unseen + name[3:] + unseen) == place(name)
    assert distance(f"Kha{unseen}san", "Ussuriysk").origin.name == "Khasan"


@pytest.mark.parametrize(
    ("name", "point"), [("Chasan", "kp-chasan"), ("萍乡", "cn-pingxiang-2"), ("Huayuan", "cn-huayuan")]
)
def test_an_operating_point_of_the_name_comes_before_what_is_only_known_by_it(name: str, point: str) -> None:
    from railsight import place

    assert place(name).id == point


@pytest.mark.parametrize("name", ["Pingyang", "Nancang", "경성", "玉山"])
def test_a_far_better_known_place_known_by_the_name_of_an_operating_point_is_no_answer_in_silence(name: str) -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.one(name)
    assert any(name in (c.place.name, *c.place.names.values()) for c in caught.value.candidates)
    for offer in caught.value.hint.split('"')[1::2]:
        assert gazetteer.one(offer)


@pytest.mark.parametrize(("name", "famous"), [("UK", "United Kingdom"), ("Mukden", "Shenyang"), ("Peking", "Beijing")])
def test_well_known_names_are_settled(name: str, famous: str) -> None:
    assert open_gazetteer(data_path("gazetteer.sqlite")).one(name).name == famous


@pytest.mark.parametrize(
    ("traditional", "simplified", "name"),
    [
        ("烏蘭巴托", "乌兰巴托", "Ulaanbaatar"),
        ("圖們", "图们", "Tumen"),
        ("滿洲里", "满洲里", "Manzhouli"),
        ("伊爾庫茨克", "伊尔库茨克", "Irkutsk"),
        ("葉卡捷琳堡", "叶卡捷琳堡", "Yekaterinburg"),
        ("海參崴", "海参崴", "Vladivostok"),
        ("東京", "东京", "Tokyo"),
        ("列寧格勒", "列宁格勒", "Saint Petersburg"),
    ],
)
def test_traditional_characters_mean_what_the_simplified_ones_do(traditional: str, simplified: str, name: str) -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    assert fold(traditional) == fold(simplified) == simplified
    both = [gazetteer.find(text, fuzzy=False) for text in (traditional, simplified)]
    assert both[0] == both[1]
    assert both[0][0].place.name == name


def test_every_simplified_character_stays_as_it_is() -> None:
    table = _simplified()
    assert len(table) > 3_000
    for old, new in table.items():
        assert fold(chr(old)) == fold(chr(new))
        assert fold(chr(new)) == fold(fold(chr(new)))


@pytest.mark.parametrize("name", ["彼得堡", "彼得格勒", "列宁格勒", "페테르부르크", "ペテルブルク"])
def test_saint_petersburg_by_its_short_and_former_names(name: str) -> None:
    first, *rest = open_gazetteer(data_path("gazetteer.sqlite")).find(name)
    assert first.place.name == "Saint Petersburg"
    assert first.score > 0.9
    assert (name == "彼得堡") == ("Peterborough" in {c.place.name for c in rest})


@pytest.mark.parametrize("name", ["yy", "yyyy", "iii", "yiyi", "ooo", "uuuu", "aaaa", "Aa-oo", "eiei"])
def test_a_name_without_consonants_is_like_nothing(name: str, gazetteer: Gazetteer) -> None:
    whys = [c.why[0] for c in gazetteer.find(name)]
    assert not [why for why in whys if why.startswith(("sounds alike", "spelt like"))]


@pytest.mark.parametrize(("name", "place"), [("Hasan", "Khasan"), ("Ufa", "Ufa"), ("오하", "Okha")])
def test_short_names_are_still_found(name: str, place: str, gazetteer: Gazetteer) -> None:
    assert place in {c.place.name for c in gazetteer.find(name)}


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        *(("موسكو", "gn-524901"), ("मास्को", "gn-524901"), ("بكين", "cn-beijing"), ("กรุงเทพ", "gn-1609350")),
        *(("ירושלים", "gn-281184"), ("طوكيو", "gn-1850147"), ("Αθήνα", "gn-264371"), ("دلهي", "gn-1273294")),
        *(("จีน", "country-CN"), ("روسيا", "country-RU"), ("צרפת", "country-FR"), ("उत्तर कोरिया", "country-KP")),
    ],
)
def test_capitals_large_cities_and_countries_are_known_in_any_script(gazetteer: Gazetteer, name: str, id_: str) -> None:
    assert gazetteer.find(name, fuzzy=False)[0].place.id == id_


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        *(("京城", "kr-seoul"), ("Keijo", "kr-seoul"), ("奉天", "cn-shenyang"), ("新京", "cn-changchun")),
        *(("단천", "kp-tanchon"), ("Tanchon", "kp-tanchon"), ("Tanch'on", "kp-tanchon"), ("Tanch’ŏn", "kp-tanchon")),
        *(("Songjin", "kp-kimchaek"), ("城津", "kp-kimchaek"), ("Port Arthur", "gn-1801722"), ("北平", "cn-beijing")),
        *(("仁川", "gn-1843564"), ("雄基", "kp-sonbong"), ("浦塩", "ru-980003"), ("大泊", "ru-990005")),
    ],
)
def test_names_of_another_time_are_known(gazetteer: Gazetteer, name: str, id_: str) -> None:
    assert gazetteer.find(name, fuzzy=False)[0].place.id == id_


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Намян", "kp-namyang"), ("Хверён", "gn-2044091"), ("Манпхо", "gn-2042893"), ("만포", "gn-2042893"),
        ("희천", "kp-huichon-chongnyon"), ("满浦", "gn-2042893"), ("竜川", "kp-ryongchon"), ("향산", "s-hyangsan-kp"),
        ("Хянсан", "s-hyangsan-kp"), ("집안", "cn-jian-2"), ("도문", "cn-tumen"),
        ("Тумынь", "cn-tumen"), ("扎门乌德", "mn-zamyn-uud"), ("자민우드", "mn-zamyn-uud"), ("谅山", "vn-lang-son"),
        ("Лаокай", "vn-lao-cai"), ("巴尔喀什", "gn-1525798"), ("马拉舍维奇", "s-malaszewicze-pl"),
        ("格罗杰科沃", "ru-989205"), ("泰雷斯波尔", "gn-756938"), ("Steiermark", "admin1-AT.06"),
        ("Штирия", "admin1-AT.06"), ("Pfalz", "n-palatinate"), ("Toskana", "admin1-IT.16"), ("埼玉", "admin1-JP.34"),
        ("경기도", "admin1-KR.13"), ("Карелия", "admin1-RU.28"), ("Abisko", "s-abisko-se"), ("Pimba", "s-pimba-au"),
        ("Ribblehead", "s-ribblehead-gb"), ("Schwarzwald", "g-black-forest"), ("연변", "n-yanbian"),
    ],
)  # fmt: skip
def test_names_that_neighbours_write(name: str, place: str) -> None:
    assert open_gazetteer(data_path("gazetteer.sqlite")).find(name, fuzzy=False)[0].place.id == place


@pytest.mark.parametrize(
    "word",
    ["деньги", "совет", "институт", "проспект", "кампания", "민주", "신청", "다리", "约翰逊", "米兰达", "southern"],
)
def test_a_common_word_or_person_is_no_name_of_a_small_town(word: str) -> None:
    rows = open_gazetteer(data_path("gazetteer.sqlite")).rows(fold(word))
    assert all(row.kind != "region" and row.weight >= 5_000 for row in rows), rows


@pytest.mark.parametrize("word", ["집안", "무산", "운전", "세포", "위원", "온천"])
def test_a_korean_word_that_is_a_name_too_is_not_read_as_one(word: str) -> None:
    from railsight.mentions import find_mentions
    from railsight.model import Report

    text = f"열차가 {word} 문제로 늦게 청진에 도착했다."
    found = {m.text for m in find_mentions(Report(text=text), open_gazetteer(data_path("gazetteer.sqlite")))}
    assert word not in found
    assert "청진" in found


@pytest.mark.parametrize("written", ["Zabaikalsk", "Zabajkalsk", "Khabarowsk", "Sovetskaia Gavan"])
def test_a_name_in_another_romanisation_of_its_cyrillic_is_as_sure_as_the_name(written: str) -> None:
    gazetteer = open_gazetteer(data_path("gazetteer.sqlite"))
    best, *others = gazetteer.find(written)
    own = gazetteer.find(best.place.name)[0]
    assert best.score == pytest.approx(own.score, abs=0.1)
    assert all(c.score < best.score / 20 for c in others)
