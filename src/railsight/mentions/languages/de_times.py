"""How German tells times: numbers in words, hours as they are spoken, parts of the day, times counted from another."""

from __future__ import annotations

_MONTH = r"(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_DAY = r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)"
_PART = r"(?:früh|morgens?|vormittags?|mittags?|nachmittags?|abends?|nachts?|frühmorgens|in der Früh)"
_NOUN = (
    r"(?:Morgen|Früh|Frühe|Vormittag|Mittag|Nachmittag|Abend|Nacht|Mitternacht|Morgengrauen|Morgendämmerung"
    r"|Tagesanbruch|Sonnenaufgang|Sonnenuntergang|Dämmerung|Abenddämmerung)"
)

_ONES = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS = ("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "dreissig": 30, "fuenfzig": 50}
NUMBERS = {
    **{w: n for n, w in enumerate((*_ONES, *_TEENS), start=1)},
    **dict.fromkeys(("eins", "eine", "einer", "einen", "einem"), 1),
    **{"null": 0, "zwo": 2, "fuenf": 5, "zwoelf": 12},
    **_TENS,
    **{f"{one}und{ten}": n + k for ten, n in _TENS.items() for k, one in enumerate(_ONES, start=1)},
}
FRACTIONS = {
    **dict.fromkeys(("anderthalb", "eineinhalb", "einundeinhalb"), 1.5),
    **{f"{one}einhalb": n + 0.5 for n, one in enumerate(_ONES, start=1) if n > 1},
    **dict.fromkeys(("ein paar", "einige", "wenige", "einigen", "wenigen", "mehrere", "mehreren"), 3.0),
    **{"halbe": 0.5, "halben": 0.5, "viertel": 0.25, "dreiviertel": 0.75},
}


def _any(words: list[str]) -> str:
    """A pattern of any of the words, longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = rf"(?:{_any(list(NUMBERS))})"
_HOUR_WORD = (
    rf"(?:{_any([w for w, n in NUMBERS.items() if 1 <= n <= 12 and (w == 'eins' or not w.startswith('ein'))])})"
)
_HOUR = rf"(?:\d{{1,2}}|{_any([w for w, n in NUMBERS.items() if n <= 24])})"
_MINUTE_WORD = rf"(?:{_any([w for w, n in NUMBERS.items() if n > 1])})"
_MINUTES = rf"(?:{_MINUTE_WORD}|[1-5]?\d)"
_MANY = rf"(?:{_any(list(FRACTIONS))}|{_WORD}|\d{{1,2}})"
_ZONE = (
    r"(?:,? ?\(?(?:nach )?(?P<zone>Ortszeit|(?:[Mm]oskauer|[Mm]insker|[Kk]iewer|[Ww]arschauer|[Ww]ladiwostoker"
    r"|[Kk]oreanischer|[Nn]ordkoreanischer|[Ss]üdkoreanischer|[Pp]ekinger|[Cc]hinesischer|[Jj]apanischer"
    r"|[Mm]itteleuropäischer|[Dd]eutscher|[Oo]rtsüblicher|[Ll]okaler|[Hh]iesiger) (?:Sommer|Orts|Lokal)?[Zz]eit"
    r"|MESZ|MEZ|GMT|UTC|MSK)\b)"
)
_OF_DAY = rf"(?: (?:am )?(?P<part>{_PART}\b|in der Nacht|(?:frühen |späten )?(?:Morgen|Vormittag|Nachmittag|Abend)\b))"
# An hour without "Uhr" is one only where nothing that is counted may follow: "um neun ab", "Punkt zwölf."
_NO_THING = (
    r"(?=[,.;:)–—!?]| ?$| (?:ab|an|in|im|am|bei|beim|aus|auf|durch|nach|vor|von|vom|über|Richtung|hier|dort|da|war|ist"
    r"|wurde|stand|kam|fuhr|rollte|hielt|traf|ging|lief|und|oder|heute|gestern|abends|morgens|nachts|früh|sei|erreichte"
    r"|passierte|verließ|soll|sollte|los|erneut|wieder|noch|endlich|der|die|das|er)\b)"
)
_CLOCK = (
    rf"(?P<hour>{_HOUR})(?:[.:](?P<minute>[0-5]\d))? Uhr"
    rf"(?: (?P<minute2>[0-5]?\d(?! \w+zeit)\b|{_MINUTE_WORD}\b{_NO_THING}))?{_OF_DAY}?{_ZONE}?"
)
_NEARLY = (
    r"(?:(?:so|schon|erst|wohl|genau) )?(?:gegen|etwa um|ungefähr um|circa um|ca\. um|rund|etwa|ungefähr|circa|ca\."
    r"|kurz (?:vor|nach)|bald nach)"
)
_TAIL = rf"(?: Uhr)?{_OF_DAY}?{_ZONE}?"
_NO_COUNT = r"(?! (?:Stunden?|Tagen?|Minuten|Wochen|Jahren|Monaten|Wagen|Waggons|Kilometern?)\b)"

# Times counted from another: "eine gute halbe Stunde später", "nach anderthalb Stunden", "vor zwei Tagen".
_UNIT = r"Viertelstunden?|Dreiviertelstunden?|Minuten?|Min\.|Stunden?|Std\.|Tagen?|Tage?s?|Wochen?"
_ABOUT = (
    r"(?:(?:rund|etwa|ungefähr|circa|ca\.|gut|knapp|fast|nur|erst|schon|genau|exakt|gerade einmal|kaum|weniger als|keine"
    r"|mehr als|über|noch|bereits|nicht einmal) ){0,2}"
)
_QUITE = r"(?:gute?n?r? |knappe?n?r? |volle?n?r? |ganze?n?r? |geschlagene?n?r? )?"
_LATER = r"später|danach|darauf|darauffolgend|zuvor|davor|vorher|früher"

DAYS = {
    **{"vorvorgestern": "-3", "vorgestern": "-2", "gestern": "-1", "heute": "0", "morgen": "1", "übermorgen": "2"},
    **{f"am {which} {noun}": f"{shift}{part}" for which, shift in
       {"nächsten": "+1", "folgenden": "+1", "darauffolgenden": "+1", "selben": "+0", "gleichen": "+0",
        "vorangegangenen": "+-1"}.items()
       for noun, part in {"tag": "", "morgen": " morning", "vormittag": " morning", "mittag": " noon",
                          "nachmittag": " afternoon", "abend": " evening"}.items()},
    **dict.fromkeys(("am folgetag", "tags darauf", "tags drauf", "anderntags", "einen tag später", "einen tag darauf"), "+1"),
    **dict.fromkeys(("am vortag", "am tag zuvor", "am tag davor", "tags zuvor", "einen tag zuvor", "einen tag früher",
                     "einen tag davor"), "+-1"),
    **{"am vorabend": "+-1 evening", "am abend zuvor": "+-1 evening", "am abend davor": "+-1 evening"},
    **dict.fromkeys(("in derselben nacht", "in der gleichen nacht", "noch in der nacht"), "+0 overnight"),
    **dict.fromkeys(("derzeit", "jetzt", "zurzeit", "momentan", "aktuell", "inzwischen", "mittlerweile", "nun", "im moment"), "0"),
    **dict.fromkeys(("heute nacht", "diese nacht", "vergangene nacht", "letzte nacht", "in der vergangenen nacht",
                     "in der letzten nacht", "in dieser nacht", "vorige nacht", "in der vorigen nacht"), "0 overnight"),
    **{"heute früh": "0 morning", "heute morgen": "0 morning", "gestern früh": "-1 morning"},
}  # fmt: skip

PARTS = {
    "frühmorgens": "early morning", "frühen morgen": "early morning", "früh": "morning", "frühe": "early morning",
    "in der früh": "morning", "allerfrühe": "early morning",
    "morgengrauen": "dawn", "morgendämmerung": "dawn", "tagesanbruch": "dawn", "sonnenaufgang": "dawn",
    "sonnenuntergang": "nightfall", "dämmerung": "nightfall", "abenddämmerung": "nightfall",
    "morgen": "morning", "vormittag": "morning", "mittag": "noon", "nachmittag": "afternoon",
    "mittagszeit": "midday", "mittagsstunde": "midday", "späten vormittag": "late morning", "späten nachmittag": "late afternoon",
    "späten abend": "late", "spätabends": "late", "spätabend": "late", "späten morgen": "morning",
    "frühen nachmittag": "afternoon", "frühen abend": "early evening", "abend": "evening", "nacht": "night",
    "nacht zu": "small hours", "nacht auf": "small hours", "nacht vo": "small hours", "nacht von": "small hours",
    "in der nacht": "night", "mitternacht": "midnight", "nach mitternacht": "small hours", "vor mitternacht": "late",
    "frühen morgenstunden": "small hours", "morgenstunden": "morning", "abendstunden": "evening",
    "nachtstunden": "night", "mittagsstunden": "midday",
}  # fmt: skip

_NIGHT_TO = rf"[Ii]n der Nacht (?:(?:von|vom) {_DAY} )?(?:zum|zu|auf(?: den)?|zum) (?P<nightto>{_DAY})\b"

TIMES = (
    # dates
    rf"\b(?P<day>\d{{1,2}})\. ?(?P<month>{_MONTH})\b(?: (?P<year>(?:19|20)\d\d))?",
    r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)?(?!\d)",
    rf"\b(?P<month>{_MONTH}) (?P<year>(?:19|20)\d\d)\b",
    r"\b(?:[Ii]m Jahr|[Ss]eit|[Jj]ahr|[Aa]nno) (?P<year>(?:19|20)\d\d)\b",
    r"\b(?P<month>Januar|Februar|März|April|Juni|Juli|August|September|Oktober|November|Dezember)\b(?! \d)",
    rf"\b(?:[Aa]m|[Vv]om|[Zz]um|[Dd]en|[Bb]is) (?P<day>\d{{1,2}})\.(?! ?\d| ?{_MONTH})",
    rf"\b(?:[Aa]m )?(?P<part>(?:frühen |späten )?{_NOUN}) des (?P<day>\d{{1,2}})\.(?: ?(?P<month>{_MONTH}))?",
    rf"{_NIGHT_TO}(?:,? (?:um |gegen |kurz nach )?{_CLOCK})?",
    rf"\b(?:[Ii]n der )?(?P<part>Nacht (?:vom \d{{1,2}}\.(?: {_MONTH})? )?(?:zum|auf den)) (?P<day>\d{{1,2}})\.(?: (?P<month>{_MONTH}))?",
    r"\b(?P<wmod>(?:vergangen|letzt|vorig|nächst|kommend)e[nrs]? )?"
    rf"(?P<wd>{_DAY})s?(?P<part>morgen|vormittag|mittag|nachmittag|abend|nacht|früh)?\b(?: (?P<part2>{_PART})\b)?",
    rf"\b(?P<early>[Ff]rühen|[Ss]päten) (?P<wd>{_DAY})(?P<part>morgen|vormittag|nachmittag|abend)\b",
    r"\b(?:vorigen|letzten|vergangenen) (?P<lastmonth>Monats?)\b|\b(?:vorige|letzte|vergangene)[rn]? (?P<lastweek>Woche)\b",
    rf"(?i:\b(?P<rel>{_any([d for d in DAYS if d not in ('morgen', 'heute', 'gestern', 'vorgestern', 'übermorgen')])})\b)",
    rf"\b(?P<rel>[Vv]orgestern|[Gg]estern|[Hh]eute|(?<![Aa]m )(?<!en )morgen|Morgen(?= (?:soll|wird|dürfte|will|fährt|trifft|kommt|erreicht|früh)\b)|[Üü]bermorgen)"
    rf"(?: (?:am )?(?P<part>früh|(?:frühen |späten )?{_NOUN})\b)?",
    # counted from another
    rf"(?i:\b{_ABOUT}(?:k?eine {_QUITE}(?:(?P<n>halbe) )?|{_QUITE}(?P<n2>{_MANY}) {_QUITE})(?P<unit>{_UNIT}) (?P<way>{_LATER})\b)",
    rf"(?i:\b(?P<way>nach) {_ABOUT}(?:einer {_QUITE}(?:(?P<n>halben) )?|{_QUITE}(?P<n2>{_MANY}) {_QUITE})(?P<unit>{_UNIT})(?!\w))",
    rf"(?i:(?<!kurz )\bvor {_ABOUT}(?:einer {_QUITE}(?:(?P<n>halben) )?|{_QUITE}(?P<n2>{_MANY}) {_QUITE})(?P<unit>{_UNIT})(?!\w)(?P<way>))",
    rf"(?i:\b{_ABOUT}(?P<n>{_MANY}|\d{{2,3}}) {_QUITE}(?P<span>{_UNIT})(?!\w))",
    # hours as they are spoken
    rf"\b(?P<about>zwischen) (?P<hour>{_HOUR})(?: Uhr)? und {_HOUR} Uhr(?: (?P<part>{_PART}\b))?",
    rf"\b[Vv]on (?P<hour>{_HOUR})(?:[.:](?P<minute>[0-5]\d))?(?: Uhr)?(?= bis {_HOUR}(?:[.:][0-5]\d)? Uhr{_OF_DAY}?)",
    rf"\b(?:(?P<about>(?i:{_NEARLY})) )?{_CLOCK}",
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:]| Uhr)",
    rf"(?i:\b(?P<past>{_MINUTES}) (?:Minuten )?nach halb (?P<before>{_HOUR_WORD})\b{_TAIL})",
    rf"(?i:\b(?P<lacking>{_MINUTES}) (?:Minuten )?vor halb (?P<before>{_HOUR_WORD})\b{_TAIL})",
    rf"(?i:\b(?P<lacking>Viertel|{_MINUTES}) (?:Minuten )?vor (?P<hour>{_HOUR_WORD}|\d{{1,2}}(?= Uhr))\b{_NO_COUNT}{_TAIL})",
    rf"(?i:\b(?P<quarter>Viertel) nach (?P<hour>{_HOUR_WORD}|\d{{1,2}})\b{_NO_COUNT}{_TAIL})",
    rf"(?i:\b(?P<past>{_MINUTES}) (?:Minuten )?nach (?P<hour>{_HOUR_WORD}|\d{{1,2}}(?= Uhr))\b{_NO_COUNT}{_TAIL})",
    rf"(?i:\b(?P<threequarters>drei ?viertel) (?P<before>{_HOUR_WORD})\b{_TAIL})",
    rf"(?i:\b(?:um|gegen) (?P<quarter>viertel) (?P<opening>{_HOUR_WORD})\b{_TAIL})",
    rf"\b(?:(?P<about>(?i:{_NEARLY})) )?[Hh]alb (?P<before>{_HOUR_WORD}|\d{{1,2}}(?! \w+zeit))\b{_TAIL}",
    rf"\b(?P<about>(?i:{_NEARLY})) (?P<hour>{_HOUR_WORD})(?:{_OF_DAY}|{_NO_THING})",
    rf"(?i:\b(?:um|punkt|ab|seit) (?P<hour>{_HOUR_WORD})(?:{_OF_DAY}|{_NO_THING}))",
    # parts of the day
    r"\b(?:um|gegen|seit) (?P<part>Mitternacht)\b",
    r"\b(?:(?:um|über|in) (?:die|der) |gegen |über )(?P<part>Mittag(?:szeit|sstunde)?)\b",
    r"(?i:\b(?:kurz|knapp|unmittelbar|bald|wenige Minuten) (?:(?P<beforemidnight>vor)|(?P<aftermidnight>nach)) Mitternacht\b)",
    r"(?i:\b(?P<part>(?:nach|vor) Mitternacht)\b)",
    r"\b[Ii]n den (?:späten )?(?P<part>(?:frühen )?(?:Morgen|Vormittags|Mittags|Nachmittags|Abend|Nacht)stunden)\b",
    rf"\b(?:[Aa]m|[Ii]n der|[Zz]u|[Gg]egen|[Ii]m|[Vv]or|[Bb]ei|[Zz]ur|[Ss]eit dem|[Ss]eit der|[Bb]is zum) (?P<part>(?:frühen |späten )?(?:{_NOUN}|Mittagszeit))\b",
    r"\b(?P<part>morgens|vormittags|mittags|nachmittags|abends|nachts|frühmorgens|spätabends)\b",
)
GLUE = r",? ?(?:\(|um |gegen |so gegen |schon |noch |kurz nach |kurz vor |am |den |dem |des |, )*"
