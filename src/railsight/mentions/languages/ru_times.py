"""How Russian tells times: numbers in words, hours as they are spoken, parts of the day, times counted from another."""

from __future__ import annotations

from itertools import product

MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")

# The forms of a number in its cases.
_CARDINALS: dict[int, str] = {
    1: "один одна одно одну одного одной одному одним",
    2: "два две двух двум двумя двое двоих",
    3: "три трёх трём тремя трое троих",
    4: "четыре четырёх четырём четырьмя четверо",
    5: "пять пяти пятью пятеро",
    6: "шесть шести шестью",
    7: "семь семи семью",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    **{
        n: f"{stem}ь {stem}и {stem}ью"
        for n, stem in enumerate(
            (
                *("одиннадцат", "двенадцат", "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат"),
                *("восемнадцат", "девятнадцат", "двадцат"),
            ),
            start=11,
        )
    },
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью",
}
_ORDINALS = (
    *("перв", "втор", "трет", "четвёрт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат"),
    *("тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат"),
)
_TENTHS = {"тридцат": 30}


def _spelt(words: str | list[str]) -> list[str]:
    """The words, and those with ё also as they are mostly written."""
    told = words.split() if isinstance(words, str) else words
    return list(dict.fromkeys(form for w in told for form in (w, w.replace("ё", "е"))))


def _ordinal(stem: str, case: str) -> list[str]:
    endings = {"of": "ого", "in": "ом", "is": "ый ой ое", "to": "ому"}[case]
    soft = {"of": "ьего", "in": "ьем", "is": "ий ье", "to": "ьему"}[case]
    return _spelt([stem + ending for ending in (soft if stem == "трет" else endings).split()])


def _any(words: list[str]) -> str:
    """A pattern of any of the words, longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_CARDINAL = {form: n for n, forms in _CARDINALS.items() for form in _spelt(forms)}
_ORDINAL = {
    form: n
    for n, stem in [*enumerate(_ORDINALS, start=1), *((n, stem) for stem, n in _TENTHS.items())]
    for case in ("of", "in", "is", "to")
    for form in _ordinal(stem, case)
}
NUMBERS = _CARDINAL | _ORDINAL | {"час": 1, "часа": 1, "часу": 1, "полдень": 12, "полночь": 24, "ноль": 0, "нуля": 0}
FRACTIONS = {
    **dict.fromkeys(("полтора", "полторы", "полутора"), 1.5),
    "четверть": 0.25,
    **dict.fromkeys(("пару", "пара", "парой"), 2.0),
    **dict.fromkeys(("несколько", "нескольких"), 3.0),
}

_ONES = [form for form, n in _CARDINAL.items() if n <= 9]
_UP_TO_20 = [form for form, n in _CARDINAL.items() if n <= 20]
_TENS = [form for form, n in _CARDINAL.items() if n >= 20]
_COUNT = rf"(?:(?:{_any(_TENS)}) (?:{_any(_ONES)})|{_any(list(_CARDINAL))})"
_MANY = rf"(?:{_any(list(FRACTIONS))}|{_COUNT}|\d{{1,2}})"
_TWELVE = [form for form, n in _CARDINAL.items() if 2 <= n <= 12]
_HOUR = rf"(?:\d{{1,2}}|{_any([*_TWELVE, 'часа', 'часу', 'час', 'полдень', 'ноль', 'нуля'])})"
_HOUR_OF_24 = rf"(?:двадцать (?:один|два|три)|{_any([f for f in _UP_TO_20 if f.endswith(('ь', 'и', 'два', 'ре'))])})"
_MINUTE = rf"(?:(?:ноль|ноль-ноль) ?(?:{_any(_ONES)}|ноль)|{_COUNT})"
_OF_HOUR = _any([f for stem in _ORDINALS[:12] for f in _ordinal(stem, "of")])
_IN_HOUR = _any([f for stem in _ORDINALS[:12] for f in _ordinal(stem, "in")])
_IS_HOUR = _any([f for stem in _ORDINALS[:12] for f in _ordinal(stem, "is") + _ordinal(stem, "to")])
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})[а-я]{{1,2}}\b"
_WEEKDAY = r"(?P<wd>понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)"
_OF_DAY = r"утра|дня|вечера|ночи|пополудни|пополуночи"

# What stands before a clock, and what before a length of time: "в два часа", "стоял два часа".
_NO_CLOCK = r"(?<!\bв )(?<!\bк )(?<!около )(?<!\bдо )(?<!\bс )(?<!после )(?<!часа )(?<!часов )"
_LASTING = r"(?:(?<=ял )|(?<=яла )|(?<=яли )|(?<=ит )|(?<=ят )|(?<=\bна )|(?<=\bза )|(?<=вёл )|(?<=вел )|(?<=чение ))"
_ZONE = (
    r"(?: \(?(?:по )?(?P<zone>моск|мест|мск|пекин|сеул|коре|GMT|UTC|Гринвич)[а-я]*(?:\.(?= ?вр))?(?: времени| вр\.?)?"
    r"| \(?по (?P<zone2>варшав|минск|киев|берлин|астан|владивосток|хабаровск|иркутск|якутск|самар)[а-я]* времени)"
)
_TAIL = rf"(?: (?P<part>{_OF_DAY}))?{_ZONE}?"

# Times counted from another: "через два часа", "часа через три", "двумя часами позже", "полчаса спустя".
_UNIT = (
    r"дня|дней|день|дн[её]м|днями|сутки|суток|сутками|часами|часом|часов|часа|часу|час|минутами|минутой|минут[уы]?"
    r"|недел(?:ями|ей|ю|и|ь)|полчаса|получасом"
)
_ABOUT = (
    r"(?:(?:примерно|около|почти|ещё|еще|где-то|буквально|ровно|каких-то|какие-то|какой-то|без малого|всего|уже|лишь"
    r"|добрых|целых|чуть (?:больше|более|менее|меньше) чем|чуть (?:больше|более)|менее чем|не более чем) ){0,2}"
)
_AND_MORE = r"(?: с (?:небольшим|лишним|половиной|четвертью|хвостиком|чем-то|гаком|копейками))?"
_WAY_AFTER = r"назад|тому назад|спустя|погодя|позже|позднее|ранее|раньше|до этого|до того"

_NAMED_DAYS = {
    "позавчера": "-2",
    "третьего дня": "-2",
    "вчера": "-1",
    "сегодня": "0",
    "завтра": "1",
    "послезавтра": "2",
    "накануне": "+-1",
    "днём раньше": "+-1",
    "днём ранее": "+-1",
    "наутро": "+1 morning",
    "на следующее утро": "+1 morning",
    "поутру следующего дня": "+1 morning",
    "на следующий день": "+1",
    "на другой день": "+1",
    "днём позже": "+1",
    "в тот же день": "+0",
    "в этот же день": "+0",
    "в тот день": "+0",
    **dict.fromkeys(("сейчас", "теперь", "в настоящее время", "в данный момент", "на данный момент"), "0"),
    **dict.fromkeys(("в эту минуту", "на текущий момент", "пока что", "на этот час"), "0"),
    **dict.fromkeys(("этой ночью", "нынешней ночью", "ночью сегодня"), "0 overnight"),
    **dict.fromkeys(("прошлой ночью", "минувшей ночью", "прошедшей ночью"), "0 overnight"),
    **dict.fromkeys(("прошлым вечером", "минувшим вечером"), "-1 evening"),
    "полночь": ". midnight",
}
_PARTS_SAID = {"утром": "morning", "днём": "day", "вечером": "evening", "ночью": "overnight"}
_THEN = {"тем же": "+0", "в то же": "+0", "следующим": "+1", "в тот же": "+0", "той же": "+0", "следующей": "+1"}
_OF_THAT_DAY = {"того же": "+0", "следующего": "+1", "предыдущего": "+-1"}


def _days() -> dict[str, str]:
    out = dict(_NAMED_DAYS)
    for (then, shift), (said, part) in product(_THEN.items(), _PARTS_SAID.items()):
        out[f"{then} {said}"] = f"{shift} {part}"  # "тем же вечером"
    out |= {"в тот же вечер": "+0 evening", "в то же утро": "+0 morning", "в ту же ночь": "+0 overnight"}
    for (which, shift), (said, part) in product(_OF_THAT_DAY.items(), _PARTS_SAID.items()):
        out[f"{said} {which} дня"] = f"{shift} {part}"  # "вечером того же дня"
    return {form: shift for word, shift in out.items() for form in _spelt([word])}


DAYS = _days()

# Words of the day that are more than one word or another word: the longest wins.
_PARTS_OF_DAY = {
    "small hours": "под утро|затемно|до рассвета|за полночь|заполночь|после полуночи|глубокой ночью|среди ночи"
    "|посреди ночи",
    "dawn": "на рассвете|с рассветом|рассветало|на заре|на зорьке|чуть свет|ни свет ни заря|ближе к утру",
    "early morning": "ранним утром|рано утром|раннее утро|ранним утречком|спозаранку|с утра пораньше|рано поутру",
    "morning": "утром|поутру|утречком|с утра|с самого утра|утро|утру|утра|до полудня|до обеда|первой половине дня",
    "midday": "в обед|к обеду|в обеденное время|обеденной порой",
    "noon": "полдень|полудня|полудню|полудни",
    "afternoon": "после полудня|пополудни|после обеда|второй половине дня|пополудне",
    "day": "средь бела дня|среди бела дня|при свете дня",
    "late afternoon": "под вечер|ближе к вечеру",
    "nightfall": "в сумерках|с сумерками|на закате|с темнотой|с наступлением темноты|по темноте|как стемнело",
    "evening": "вечером|вечерком|вечер|вечеру|вечера|ранним вечером",
    "late": "поздно вечером|поздним вечером|ближе к ночи|поздний вечер|на ночь глядя",
    "midnight": "полуночи|полночи|полночь",
    "night": "ночью|ночь",
}
# "Ближе к полудню" is noon; "дня" and "днём" alone are the afternoon, as they are behind an hour.
PARTS = {w: part for part, words in _PARTS_OF_DAY.items() for w in words.split("|")} | {
    "утр": "morning",
    "дня": "afternoon",
    "днём": "afternoon",
    "днем": "afternoon",
    "вечер": "evening",
    "ночи": "night",
    "полуноч": "midnight",
    "пополуночи": "small hours",
    "в ночь": "small hours",
}
_PART_WORD = _any([w for w in PARTS if w not in ("утр", "дня", "вечер", "утра", "вечера", "ночи", "полуноч", "в ночь")])

TIMES = (
    # dates
    rf"(?i:\b(?P<day>\d{{1,2}})(?:-го)? {_MONTH}(?: (?P<year>(?:19|20)\d\d)(?: года?)?)?)",
    rf"(?i:\b(?P<day>(?:двадцать |тридцать )?(?:{_any([f for f in _ORDINAL if f.endswith(('го', 'ое', 'ье'))])}))"
    rf" {_MONTH}(?: (?P<year>(?:19|20)\d\d)(?: года?)?)?)",
    r"(?i:\b(?:в )?(?P<month>январ|феврал|март|апрел|мае|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}"
    r" (?P<year>(?:19|20)\d\d)(?: года?)?)",
    r"(?i:\bв (?P<month>январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре)\b"
    r"(?! (?:19|20)\d\d))",
    r"(?i:\b(?P<year>(?:19|20)\d\d) год[а-я]{0,2}\b)",
    r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>(?:19|20)\d\d))(?!\d)",
    r"(?m:^)(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?=[ ,:—–-])(?! (?:по|мск|час))",
    r"(?:(?<=, )|(?<=\bза )|(?<=\bот )|(?<=\())(?P<day>\d{1,2})\.(?P<month>0[1-9]|1[0-2])(?:\.(?!\d)|(?=[,;:)]))",
    r"(?m:^|(?<=[.!?)] ))(?P<day>\d{1,2})\.(?P<month>0[1-9]|1[0-2])(?:\.(?= \d)|(?=\. [А-ЯЁ]|\.\n))",
    # "11.09 в 18:05", not "в 11.09"
    r"(?<![\d.:])(?<!\bв )(?P<day>\d{1,2})\.(?P<month>0[1-9]|1[0-2])(?=,? (?:в|около|к|с|примерно в) \d{1,2}[:.]\d\d)",
    rf"(?i:\b(?P<wmod>прошл[а-я]+ |следующ[а-я]+ )?{_WEEKDAY}[а-я]{{0,2}}\b)",
    r"\b(?P<day>\d{1,2})(?:-го(?: числа)?| числа|-е(?: числа)?)\b(?! [а-я]+ря)",
    rf"(?i:\b(?P<day>{_any([f for f in _ORDINAL if f.endswith('го')])}) числа\b)",
    # counted from another
    rf"(?i:\b(?P<way>через|спустя) {_ABOUT}(?:(?P<n>{_MANY}) )?(?P<half>с половиной )?(?P<unit>{_UNIT})\b{_AND_MORE})",
    rf"(?i:\b(?P<unit>минут|часа|часов|дня|дней|суток|недел[ьи]) (?P<way>через|спустя) (?P<n>{_MANY})\b{_AND_MORE})",
    rf"(?i:\b{_ABOUT}(?:(?P<n>{_MANY}) )?(?P<half>с половиной )?(?P<unit>{_UNIT}){_AND_MORE} (?P<way>{_WAY_AFTER})\b)",
    rf"(?i:{_NO_CLOCK}\b(?P<n>{_MANY}) (?P<span>дня|дней|суток|сут)\b)",
    rf"(?i:{_LASTING}{_ABOUT}(?:больше |более )?(?P<n>{_MANY}) (?P<span>час(?:а|ов)?|минут[уы]?|недел[юьи])\b)",
    rf"(?i:\b(?P<rel>{_any(list(DAYS))})\b)",
    r"(?i:\b(?:прошл[а-я]+ (?P<lastmonth>месяц)[а-я]*|прошл[а-я]+ (?P<lastweek>недел)[а-я]))",
    # nights told by the day they end on
    rf"(?i:\bв ночь (?:с {_WEEKDAY.replace('?P<wd>', '?:')}[а-я]{{0,2}} )?на"
    rf" {_WEEKDAY.replace('?P<wd>', '?P<nightto>')}[а-я]{{0,2}}\b)",
    rf"(?i:\b(?P<part>в ночь) (?:с \d{{1,2}}(?:-го)?(?: [а-я]+)? )?на (?P<day>\d{{1,2}})(?:-е|-го)? {_MONTH})",
    r"(?i:\b(?P<part>в ночь) (?:с \d{1,2}(?:-го)? )?на (?P<day>\d{1,2})(?:-е|-го| число)\b)",
    # hours as they are spoken
    rf"(?i:\bбез (?:минут )?(?P<lacking>четверти|{_COUNT}|\d{{1,2}})(?: минут[ы]?)? (?P<hour>{_HOUR})\b"
    rf"(?: час(?:а|ов)?\b)?{_TAIL})",
    rf"(?i:\bв (?P<about>начале) (?P<opening>{_OF_HOUR})\b{_TAIL})",
    rf"(?i:\bв (?P<about>исходе|конце) (?P<closing>{_OF_HOUR})\b(?: часа\b)?{_TAIL})",
    rf"(?i:\b(?:в|на) (?P<about>)(?P<before>{_IN_HOUR}) часу\b{_TAIL})",
    rf"(?i:\bчас(?:у|е) (?P<about>)во? (?P<before>{_IN_HOUR})\b{_TAIL})",
    rf"(?i:(?P<about>\b(?:шёл|шел|пошёл|пошел|идёт|идет) )(?:уже )?(?P<before>{_IS_HOUR}) час(?:у)?\b{_TAIL})",
    rf"(?i:(?P<about>)\b(?P<before>{_IS_HOUR}) часу? (?P<part>{_OF_DAY})\b{_ZONE}?)",
    rf"(?i:\bполовин[еау] (?P<before>{_OF_HOUR})\b{_TAIL})",
    rf"(?i:\bпол[- ]?(?P<before>{_OF_HOUR})\b(?! (?:{'|'.join(MONTHS)})){_TAIL})",
    rf"(?i:\b(?P<quarter>четверть) (?P<opening>{_OF_HOUR})\b{_TAIL})",
    rf"(?i:\b(?P<past>{_COUNT}|\d{{1,2}}) минут[уы]? (?P<opening>{_OF_HOUR})\b{_TAIL})",
    rf"(?i:\bминут (?P<past>{_COUNT}) (?P<opening>{_OF_HOUR})\b{_TAIL})",
    rf"(?i:\b(?P<past>пять|десять|пятнадцать) (?P<opening>{_OF_HOUR})\b(?! (?:{'|'.join(MONTHS)}|числ)){_TAIL})",
    rf"(?i:\b(?:в|к|с|до|ровно в|около|на часах) (?P<hour>{_HOUR_OF_24})(?: час(?:а|ов)?)? (?P<minute>{_MINUTE})\b"
    rf"(?! (?:час|ваг|метр|кил|тон|чел|мест|суто|дн|единиц|пл[аь])){_TAIL})",
    rf"(?i:\b(?P<about>между) (?P<hour>{_HOUR}) и (?:{_HOUR}) часами{_TAIL})",
    rf"(?i:\b(?:с|от) (?P<hour>{_HOUR})(?: час(?:а|ов))?"
    rf"(?= до (?:половины (?:{_OF_HOUR})|{_HOUR})(?: час(?:а|ов))?(?: (?P<part>{_OF_DAY}))?\b))",
    rf"(?i:\b(?P<about>)час(?:а|ов|ам|у|ика|иков) (?:этак |эдак |примерно )?(?:в|к|около) (?P<hour>{_HOUR})\b{_TAIL})",
    rf"(?i:(?P<about>\b(?:около|(?:примерно|ориентировочно|приблизительно|где-то)(?: в| к)?|в районе) )?\b(?P<hour>{_HOUR})"
    r"(?:(?:[:.]|(?<=\bв \d\d)-)(?P<minute>[0-5]\d)(?!\.?\d)(?: час[а-я]{0,2})?"
    r"| ?ч\.? ?(?P<minute3>[0-5]?\d) ?м(?:ин)?\b\.?"
    r"| час(?:а|ов|ам)?\b(?: (?P<minute2>[0-5]?\d) минут[аы]?)?|(?= (?:утра|дня|вечера|ночи)\b)|(?<=полдень))"
    rf"{_TAIL})",
    r"(?i:\b(?:(?P<beforemidnight>незадолго до|перед самой|перед)|(?P<aftermidnight>вскоре после|сразу после|чуть за))"
    r" полу?ноч(?:и|ью|ь)\b)",
    rf"(?i:\b(?P<part>{_PART_WORD})\b)",
)
GLUE = (
    r",? ?(?:[—–-] )?(?:в|во|на|около|примерно|(?:примерно|ориентировочно|приблизительно|ровно|где-то) в|к|ближе к|под|где-то|с|\()? ?"
    r"(?:\((?:местного|местное) ?)? ?"
)
