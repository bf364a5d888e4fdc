"""Reports in Russian and German as people tell them: hours in words, times counted from another, one's own station."""

from __future__ import annotations

from datetime import datetime

import pytest

from railsight.gazetteer import Gazetteer
from railsight.mentions.when_other import find_all_times
from railsight.model import Report
from railsight.resolution import resolve
from railsight.times import zone_at

WHERE = frozenset({"departed", "arrived", "stopped", "passed", "crossed", "seen", "absent", "due"})


def lines(text: str, published: str, gazetteer: Gazetteer) -> str:
    """What is told of the train, by the clock of the place: the middle of a short time, the ends of a long one."""
    out = []
    for s in resolve([Report("r", text, datetime.fromisoformat(published))], gazetteer).sightings:
        if s.subject != "train" or s.event not in WHERE or (s.event == "due" and s.interval is None):
            continue
        told = f"{s.event} {s.place.name}"
        if s.interval is not None:
            zone = zone_at(s.place.lon, s.place.lat)
            low, high = (x.astimezone(zone) for x in (s.interval.earliest, s.interval.latest))
            short = s.interval.duration_s <= 2 * 3600
            told += f" {s.interval.middle.astimezone(zone):%d %H:%M}" if short else f" {low:%d %H}-{high:%d %H}"
        out.append(told)
    return ", ".join(out)


REPORTS = (
    (
        "2026-03-12T09:00+09:00",
        "Ночью, в третьем часу, на станцию Карымская заполз эшелон с зачехлённой техникой. Разгружать"
        " его никто не стал.",
        "arrived Karymskaya 12 02:30",
    ),
    (
        "2026-04-02T20:30+09:00",
        "Сегодня без пяти восемь утра поезд проскочил Могзон на всех парах, через сорок минут его видели уже в Хилке.",
        "passed Mogzon 02 07:55, seen Khilok 02 08:35",
    ),
    (
        "2026-05-02T20:30+06:00",
        "Вопреки слухам, в Омск поезд не заходил. Его провезли стороной, через Называевскую, где в "
        "18:20 и сфотографировали.",
        "absent Omsk 01 20-02 20, seen Nazyvayevskaya 02 18:20",
    ),
    (
        "2026-05-02T14:30+08:00",
        "До Тайшета ему ещё часа три хода; в Нижнеудинске поезд стоит с полудня.",
        "stopped Nizhneudinsk 02 12:00",
    ),
    (
        "2026-05-02T21:30+08:00",
        "Полвосьмого вечера, Зима. Сменили бригаду и в 19:50 поехали дальше. Эшелон тот же, что утром.",
        "seen Zima 02 19:30, departed Zima 02 19:50",
    ),
    (
        "2026-05-03T11:00+07:00",
        "Утренний пригородный опоздал: как объяснили в справочной Красноярска, линию заняли под "
        "литерный, который проследовал станцию в 06:10.",
        "passed Krasnoyarsk 03 06:10",
    ),
    (
        "2026-05-16T11:00+09:00",
        "В ночь с 14 на 15 мая через Свободный проследовал поезд с неизвестным грузом.",
        "passed Svobodny 15 00-15 06",
    ),
    (
        "2026-05-16T23:00+09:00",
        "Не успел состав отойти от Белогорска, как встал: полтора часа ждали встречный. В Завитую "
        "пришёл лишь к девяти вечера.",
        "stopped Belogorsk 15 23-16 23, arrived Zavitaya 16 21:00",
    ),
    (
        "2026-05-16T23:00+09:00",
        "Дежурный по станции Ерофей Павлович рассказал, что состав ушёл от них в 3:40 по московскому времени.",
        "departed Yerofey Pavlovich 16 09:40",
    ),
    (
        "2026-06-22T11:00+07:00",
        "Поезд не пришёл ни в Мариинск, ни в Тайгу — хотя ждали его там ещё вчера.",
        "absent Mariinsk 21 11-22 11, absent Tayga 21 00-21 23",
    ),
    (
        "2026-06-22T21:00+03:00",
        "По расписанию в Киров спецпоезд должен прибыть в 22:40, но, судя по всему, опоздает: из "
        "Балезино вышел только в семь вечера.",
        "due Kirov 22 22:40, departed Balezino 22 19:00",
    ),
    (
        "2026-06-22T10:00+03:00",
        "Литерный из Тюмени отправлением 05:15 мск, Ишим проследовал в 08:30 мск, в Омск ожидается "
        "прибытием в 12:00 мск.",
        "departed Tyumen 22 07:15, passed Ishim 22 10:30, due Omsk 22 15:00",
    ),
    (
        "2026-06-22T10:00+10:00",
        "Вчерашняя публикация о том, что бронепоезд прибыл в Хабаровск, ошибочна. По уточнённым "
        "данным, вчера вечером он ещё находился в Вяземской.",
        "absent Khabarovsk 21 10-22 10, stopped Vyazemskaya 21 17-21 23",
    ),
    (
        "2026-06-22T18:00+10:00",
        "Когда я вышел на перрон в Бикине — часы показывали 14:32 — хвост состава как раз скрывался за поворотом.",
        "departed Bikin 22 14:32",
    ),
    (
        "2026-06-22T18:00+08:00",
        "У нашего эшелона тепловоз-толкач отцепили в Лене-Восточной в 11:20, через десять минут "
        "тронулись, и на Северобайкальск.",
        "stopped Lena-Vostochnaya 22 11:20, departed Lena-Vostochnaya 22 11:30",
    ),
    (
        "2026-06-24T18:00+03:00",
        "Сегодня утром, минут пятнадцать восьмого, через Владимир прошёл поезд без единого освещённого окна.",
        "passed Vladimir 24 07:15",
    ),
    (
        "2026-06-24T18:00+08:00",
        "Спецпоезд вышел из Пекина в 16:45 по местному времени; границу у Эрляня он, как ожидается, "
        "пересечёт следующим утром.",
        "departed Beijing 24 16:45",
    ),
    (
        "2026-03-11T12:00+01:00",
        "In der Nacht auf Mittwoch, so gegen halb drei, ratterte ein langer Güterzug mit abgedeckten "
        "Panzern durch Cottbus.",
        "passed Cottbus 11 02:30",
    ),
    (
        "2026-03-11T17:00+01:00",
        "Entgegen anderslautenden Meldungen kam der Sonderzug nicht durch Magdeburg, sondern wurde "
        "über Stendal geleitet, wo ihn Fotografen um 14.25 Uhr ablichteten.",
        "absent Magdeburg 10 17-11 17, passed Stendal 11 14:25",
    ),
    (
        "2026-03-11T12:00+01:00",
        "Drei Viertel acht ist der Militärzug heute früh in Plauen losgefahren, Richtung Hof.",
        "departed Plauen 11 07:45",
    ),
    (
        "2026-03-11T18:00+01:00",
        "Eine Viertelstunde nach der Abfahrt in Passau um 13.10 Uhr blieb der Zug auf freier Strecke "
        "liegen; gegen 15 Uhr rollte er schließlich in Linz ein.",
        "departed Passau 11 13:10, arrived Linz 11 15:00",
    ),
    (
        "2026-03-11T20:00+01:00",
        "Ich stand heute zwei Stunden in Uelzen am Bahnsteig und wartete auf den Castor – nichts. Er kam nicht.",
        "absent Uelzen 11 00-11 20",
    ),
    (
        "2026-03-13T20:00+01:00",
        "Am frühen Donnerstagmorgen hat ein Militärzug die Grenze bei Terespol passiert.",
        "passed near Terespol 12 04-12 08",
    ),
    (
        "2026-03-13T23:50+01:00",
        "Der ICE nach München hatte eine Stunde Verspätung, weil der Castor den Bahnhof Göttingen "
        "blockierte – dort stand er von 17.05 bis 18 Uhr.",
        "stopped Göttingen 13 17:05",
    ),
    (
        "2026-03-13T12:50+01:00",
        "Heute früh, zehn vor sechs in Rosenheim, zwanzig nach sechs in Kufstein: Der Konvoi rollt "
        "zügig auf den Brenner zu.",
        "seen Rosenheim 13 05:50, seen Kufstein 13 06:20",
    ),
    (
        "2026-03-13T22:50+01:00",
        "Beobachter meldeten den Zug um 19.40 Uhr bei der Ausfahrt aus Wittenberge.",
        "departed Wittenberge 13 19:40",
    ),
    (
        "2026-05-30T22:50+02:00",
        "Nach einer Pause von vierzig Minuten ging es für den Sonderzug um 10.05 Uhr ab Salzburg weiter nach Wien.",
        "departed Salzburg 30 10:05",
    ),
    (
        "2026-05-30T23:50+03:00",
        "Im Grenzbahnhof Tschop wurden am Nachmittag die Achsen gewechselt, gegen 21 Uhr setzte der "
        "Zug seine Fahrt nach Lemberg fort.",
        "stopped Chop 30 12-30 18, departed Chop 30 21:00",
    ),
    (
        "2026-06-01T10:50+02:00",
        "Der um 6.30 Uhr in Maschen gestartete Zug durchfuhr Celle eine gute Stunde später.",
        "departed Maschen 01 06:30, passed Celle 01 07:30",
    ),
    (
        "2026-06-01T20:50+02:00",
        "Gegen Abend hatten sich vor dem Bahnhof Schwandorf Hunderte versammelt, doch der Zug war da "
        "längst durch: um 15.52 Uhr, sagt die Bundespolizei.",
        "passed near Schwandorf in Bayern 01 15:52",
    ),
    (
        "2026-05-31T22:50+02:00",
        "Wie die Agentur Yonhap berichtet, dürfte Kims Zug am Montag in Wladiwostok ankommen; in "
        "Chassan überquerte er in der Nacht zum Sonntag die Grenze.",
        "due Vladivostok 01 00-01 23, crossed Khasan 30 20-31 06",
    ),
    (
        "2026-06-01T20:50+02:00",
        "Statt wie angekündigt um neun verließ der Sonderzug Nürnberg heute erst um halb elf.",
        "departed Nuremberg 01 10:30",
    ),
    (
        "2026-06-01T20:50+02:00",
        "Den Bahnhof Bad Bentheim passierte der Zug Punkt zwölf, wenige Minuten darauf war er in den Niederlanden.",
        "passed Bad Bentheim 01 12:00",
    ),
    (
        "2026-02-10T21:00+05:00",
        "Сводка дежурного. Спецпоезд по Егоршино отметился в 11:42, по Каменску-Уральскому — в 13:15."
        " На Челябинск-Главный сдан в шестнадцать ноль пять.",
        "seen Artëmovskiy 10 11:42, seen Kamensk-Ural’skiy 10 13:15, arrived Chelyabinsk 10 16:05",
    ),
    (
        "2026-02-10T21:00+03:00",
        "Никакого бронепоезда в Рязани мы не видели, говорят на вокзале. А вот в Рузаевке путейцы "
        "клянутся, что он стоял у них под утро минут двадцать.",
        "absent Ryazan’ 09 21-10 21, stopped Ruzayevka 10 00-10 06",
    ),
    (
        "2026-02-10T21:00+10:00",
        "Из окна «Океана» насчитал пятьдесят две платформы. Это было в Дальнереченске, без четверти "
        "шесть вечера, литерный стоял на боковом.",
        "stopped Dalnerechensk 10 17:45",
    ),
    (
        "2026-02-10T21:00+06:00",
        "Накануне вечером состав загнали на запасной путь в Барабинске, где он и простоял до шести "
        "утра. Потом его забрали на Новосибирск.",
        "stopped Barabinsk 10 06:00",
    ),
    (
        "2026-02-10T21:00+05:00",
        "Златоуст проехали в темноте, а в Миассе на рассвете поезд уже встречали с плакатами.",
        "passed Zlatoust 09 21-10 21, arrived Miass 10 04-10 07",
    ),
    (
        "2026-02-10T21:00+03:00",
        "По словам проводницы, в Лисках эшелон стоял с трёх до половины четвёртого дня, затем ушёл на Россошь.",
        "stopped Liski 10 15:00",
    ),
    (
        "2026-02-10T21:00+01:00",
        "In Fulda will ihn niemand bemerkt haben. In Würzburg dagegen schwören zwei Gleisbauer, der "
        "Zug habe dort gegen fünf Uhr früh gut zwanzig Minuten gestanden.",
        "absent Fulda 09 21-10 21, stopped Würzburg 10 05:00",
    ),
    (
        "2026-02-10T21:00+01:00",
        "Aus dem Fenster des ICE zählte ich zweiundfünfzig Flachwagen. Das war in Hamm, Viertel vor "
        "sechs abends, der Militärzug stand auf dem Nebengleis.",
        "stopped Hamm 10 17:45",
    ),
    (
        "2026-02-10T21:00+01:00",
        "Am Vorabend hatte man den Zug in Lehrte auf ein Abstellgleis geschoben, wo er bis sechs Uhr morgens stand.",
        "stopped Lehrte 10 06:00",
    ),
    (
        "2026-02-10T21:00+01:00",
        "Berichtigung: Der Sonderzug traf nicht in Hof, sondern in Plauen ein, und zwar am Montag um 7.20 Uhr.",
        "absent Hof 09 00-09 23, arrived Plauen 09 07:20",
    ),
    (
        "2026-02-10T21:00+01:00",
        "Länger als geplant blieben die Gäste in Passau: Ihr Sonderzug verließ die Stadt erst um "
        "19.35 Uhr statt um 18 Uhr.",
        "departed Passau 10 19:35",
    ),
    (
        "2026-02-10T21:00+01:00",
        "Laut der Schaffnerin stand der Transportzug in Elsterwerda von drei bis halb vier, danach "
        "rollte er Richtung Riesa davon.",
        "stopped Elsterwerda 10 15:30",
    ),
    (
        "2026-02-10T21:00+01:00",
        "Kufstein, 10. Februar. Vor einer Stunde ist hier ein Militärzug mit zwanzig Wagen "
        "eingefahren, die Lok wird gewechselt.",
        "arrived Kufstein 10 20:00",
    ),
)


@pytest.mark.parametrize(("published", "text", "wanted"), REPORTS, ids=[text[:24] for _, text, _ in REPORTS])
def test_reports(published: str, text: str, wanted: str, gazetteer: Gazetteer) -> None:
    assert lines(text, published, gazetteer) == wanted


# Clocks, "~" where the half of the day is open, "+" and "-" hours from what is told before, "now-" from
# publication; parts of the day by their name.
SPOKEN = {
    "ru": """
        в половине двенадцатого: ~11:30; полдесятого вечера: 21:30; полпервого ночи: 0:30
        в четверть десятого утра: 9:15; минут пятнадцать восьмого: ~7:15; двадцать минут шестого: ~5:20
        без двадцати три: ~2:40; без пяти восемь утра: 7:55; без двадцати пяти два часа дня: 13:35
        в шестом часу: ~5:30; в третьем часу ночи: 2:30; десятый час утра: 9:30; шёл шестой час: ~5:30
        в начале шестого вечера: 17:10; в исходе пятого: ~4:50; часов в пять утра: 5
        часам к семи вечера: 19; в десять ноль восемь: ~10:08; в тринадцать тридцать: 13:30
        в двадцать два ноль ноль: 22:00; между двумя и тремя часами ночи: 2; 14 ч 20 мин: 14:20
        через час: +1; спустя полчаса: +0.5; часа через три: +3; через два с половиной часа: +2.5
        полтора часа спустя: +1.5; часом позже: +1; двумя часами ранее: +-2
        через пять часов с хвостиком: +5; через пару часов: +2; час назад: now-1; ещё часов через шесть: +6
        под утро: small hours; рано утром: early morning; после обеда: afternoon
        во второй половине дня: afternoon; ближе к вечеру: late afternoon; поздно вечером: late
        за полночь: small hours; на рассвете: dawn; незадолго до полуночи: 23:45
        вскоре после полуночи: 0:15
    """,
    "de": """
        halb zwölf: ~11:30; gegen halb drei: ~2:30; fünf nach halb neun: ~8:35; fünf vor halb acht: ~7:25
        Viertel vor sieben: ~6:45; Viertel nach elf: ~11:15; drei Viertel acht: ~7:45
        um viertel acht: ~7:15; zehn vor sechs: ~5:50; zwanzig nach sechs abends: 18:20
        gegen zwei Uhr nachmittags: 14; Punkt zwölf, da: ~12; um neun in Kassel: ~9
        15.08 Uhr Ortszeit: 15:08; sechzehn Uhr zweiundzwanzig ab: 16:22; kurz vor Mitternacht: 23:45
        kurz nach Mitternacht: 0:15; eine halbe Stunde später: +0.5; eine gute Stunde danach: +1
        knapp zwei Stunden später: +2; anderthalb Stunden darauf: +1.5; nach rund 40 Minuten: +0.67
        eine Viertelstunde später: +0.25; zwei Stunden zuvor: +-2; vor einer Stunde: now-1
        vor Tagesanbruch: dawn; am späten Abend: late; zur Mittagszeit: midday
        am frühen Donnerstagmorgen: early morning; in der Nacht zum 15. Mai: small hours
    """,
}
ALL = [
    (code, *one.strip().split(": "))
    for code, rows in SPOKEN.items()
    for one in rows.replace("\n", ";").split(";")
    if one.strip()
]
NO_TIME = {
    "ru": "два тепловоза; двадцать пять вагонов; до третьего пути; на первой платформе; второй поезд; в пять вагонов",
    "de": "zwei Loks; um zwei Züge länger; gegen drei Demonstranten; nach acht Wagen; sieben vor der Tür",
}


def told_time(phrase: str, code: str) -> list[str]:
    text = f"Поезд прошёл {phrase}." if code == "ru" else f"Der Zug stand und wartete {phrase}."
    out = []
    for t in find_all_times(text):
        if t.shift_h is not None:
            out.append(f"{'+' if t.after_event else 'now'}{round(t.shift_h, 2):g}")
        elif t.hour is not None:
            out.append(("~" if t.half_open else "") + str(t.hour) + ("" if t.minute is None else f":{t.minute:02d}"))
        else:
            out.append(str(t.part))
    return out


@pytest.mark.parametrize(("code", "phrase", "wanted"), ALL, ids=[f"{code}-{phrase}" for code, phrase, _ in ALL])
def test_spoken_times(code: str, phrase: str, wanted: str) -> None:
    assert told_time(phrase, code) == [wanted]


@pytest.mark.parametrize("code", NO_TIME)
def test_what_is_counted_is_no_clock(code: str) -> None:
    for phrase in NO_TIME[code].split("; "):
        assert told_time(phrase, code) == [], phrase


# What is told on the evening of 22 May 2026, Moscow time.
TURNS = {
    "Во Владивосток поезд не едет.": "",
    "Der Zug ist nach Gomel nicht abgebogen.": "",
    "Такой же поезд вчера стоял в Чите.": "",
    "Поезд прошёл Читу, потом Карымскую.": "passed Chita 22 03-23 03, passed Karymskaya 22 03-23 03",
    "Meldungen, der Zug stehe bereits in Uelzen, wies ein Sprecher zurück.": "absent Uelzen 21 20-22 20",
    "Der Zug verließ Kassel, wie gestern berichtet, heute um 9 Uhr.": "departed Kassel 22 09:00",
    "Поезд, как сообщалось вчера, прибыл в Читу сегодня в 9:00.": "arrived Chita 22 09:00",
    "Der Zug hielt um 14 Uhr in Sainschand.": "stopped Sainshand 22 14:00",
    "Der Sonderzug fuhr um 9 Uhr durch Bagachangai.": "passed Bagakhangai 22 09:00",
    "Все времена по московскому. В 9:00 поезд прибыл в Читу.": "arrived Chita 22 15:00",
    "Alle Zeiten MEZ. Der Zug kam um 9:00 in Minsk an.": "arrived Minsk 22 11:00",
    "Heute Abend gegen 20 Uhr ist ein Zug durch Wjasma gerollt.": "passed Vyaz’ma 22 20:00",
    "Поезд прибыл в Читу в полдень, в 12:40 отправился на Могочу.": "arrived Chita 22 12:00, departed Chita 22 12:40",
    "Иланскую, которую поезд миновал в 15:20, закрыли.": "passed Ilanskaya 22 15:20",
    "До вечера поезд ждали в Канске. Он так и не пришёл.": "absent Kansk 22 01-23 01",
    "ЧИТА, 22 мая. Литерный поезд прибыл на станцию в девять утра.": "arrived Chita 22 09:00",
    "Kassel (dpa) - Ein Zug stand am Freitag gegen acht auf Gleis 9 des Hauptbahnhofs.": "stopped Kassel 22 08:00",
    "Wir wollten in Kassel tanken, ging nicht: Gegen zwei Uhr nachts fuhr da ein Zug ein.": "arrived Kassel 22 02:00",
    "Ab Hanau 5.40 Uhr, an Fulda um 6:45, der Zug ist voll.": "departed Hanau am Main 22 05:40, arrived Fulda 22 06:45",
    "Am Mittwoch fuhr der Zug um halb neun abends in Kassel ab, gegen Viertel nach elf war er in Göttingen.": (
        "departed Kassel 20 20:30, seen Göttingen 20 23:15"
    ),
    "Der Zug verließ Kassel am Donnerstag gegen halb elf. Gegen eins war er in Göttingen.": (
        "departed Kassel 21 10:30, seen Göttingen 21 13:00"
    ),
    "Der aus Kassel kommende Zug hielt um 9 Uhr in Göttingen.": "stopped Göttingen 22 09:00",
    "Für 9 Uhr ist der Zug in Kassel angekündigt.": "due Kassel 23 09:00",
    "Поезд в Чите с 9 утра, к обеду его отправят на Карымскую.": "seen Chita 22 09:00",
    "Der Zug hielt um 9 Uhr in Schlobin, um 10 Uhr in Essen und stand in Rauch.": (
        "stopped Zhlobin 22 09:00, stopped Essen 22 10:00"
    ),
    "Der Zug stehe seit 9 Uhr in Kassel.": "stopped Kassel 22 09:00",
}


@pytest.mark.parametrize("text", TURNS)
def test_turns_of_speech(text: str, gazetteer: Gazetteer) -> None:
    assert lines(text, "2026-05-22T21:00+03:00", gazetteer) == TURNS[text]


def test_a_place_a_dash_and_a_clock_are_an_entry(gazetteer: Gazetteer) -> None:
    """In the company of reports of a train an entry is of it too; rain at a clock is not."""
    train = Report("a", "Эшелон ушёл из Читы 22 мая в 9:00.", datetime.fromisoformat("2026-05-22T21:00+09:00"))
    for text, wanted in (
        (
            "В Карымскую прибыл в 11:30. Шилка-Пассажирская — без двадцати три, только что отзвонились.",
            ["Karymskaya", "Shilka-Passazhirskaya"],
        ),
        ("В Карымскую прибыл в 11:30. Шилка-Пассажирская в 14:40 пережила ливень.", ["Karymskaya"]),
    ):
        entry = Report("b", text, datetime.fromisoformat("2026-05-22T21:00+09:00"))
        reading = resolve([train, entry], gazetteer)
        told = [s.place.name for s in reading.sightings if s.subject == "train" and s.report == "b"]
        assert told == wanted, text
