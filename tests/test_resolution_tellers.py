"""Where those are who tell a report: a place from which something is told holds no train."""

from __future__ import annotations

import pytest

from railsight.gazetteer import Gazetteer
from tests.telling import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The armoured train left Omsk on Tuesday, Anna Smith reported from Tomsk.", {("departed", "Omsk")}),
        ("The armoured train left Omsk on Tuesday, Reuters reported on Wednesday from Tomsk.", {("departed", "Omsk")}),
        ("The train reached Omsk on Tuesday, she told the BBC from Tomsk.", {("arrived", "Omsk")}),
        ("The train has passed Omsk, our reporter writes from Tomsk.", {("passed", "Omsk")}),
        ("Writing from Tomsk, our man says the train left Omsk on Tuesday.", {("departed", "Omsk")}),
        ("A correspondent who filed from Tomsk saw the train at Omsk on Tuesday.", {("seen", "Omsk")}),
        ("The train left Omsk on Tuesday, our correspondent in Tomsk says.", {("departed", "Omsk")}),
        ("Поезд вышел из Омска, сообщил из Томска наш корреспондент.", {("departed", "Omsk")}),
        ("Наш корреспондент в Томске сообщает, что поезд прошёл Омск.", {("passed", "Omsk")}),
        ("베이징 특파원은 열차가 단둥을 출발했다고 전했다.", {("departed", "Dandong")}),
        ("本台记者从北京报道，列车离开丹东。", {("departed", "Dandong")}),
        ("Der Zug verließ Kassel, berichtete unser Reporter aus Berlin.", {("departed", "Kassel")}),
        # those who were there, and those aboard
        ("Our correspondent in Omsk saw the train on Tuesday.", {("seen", "Omsk")}),
        ("We are reporting live from Omsk, where the train is expected on Friday.", {("due", "Omsk")}),
        ("단둥에서 우리 기자가 열차를 목격했다.", {("seen", "Dandong")}),
    ],
)
def test_a_place_told_from_sees_no_train(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == expected
