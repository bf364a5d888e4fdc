"""Local names are in the language they are filed under, not in a neighbour's."""

from __future__ import annotations

import pytest

from railsight.datasets import data_path
from railsight.gazetteer import open_gazetteer


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
