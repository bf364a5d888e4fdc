"""The pieces of times in text, as patterns: which words and digits may tell a time, and where they are looked for.

``time_readers`` read a piece by the name of its group; what a clock must have beside it is told in ``clocks``.
"""

from __future__ import annotations

import re
from string import ascii_uppercase, digits
from typing import TYPE_CHECKING

from railsight.mentions.clock_zones import ABBREVIATIONS
from railsight.mentions.clocks import (
    HALF_OF_DAY,
    LOCAL_PEOPLE,
    MINUTE_COUNTS,
    MINUTES_BEHIND,
    OF_DAY,
    SPAN_TO,
    TO_BARE_HOUR,
    WEEKDAY,
)
from railsight.mentions.counting import ONE_TO_TWELVE, TEENS, TO_TWELVE
from railsight.mentions.text import Hits, lexicon, windows

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?:(?:January|February|March|April|August|September|October|November|December)\b"
    r"|(?:May|June|July|MAY|JUNE|JULY)\b(?:\.(?=\ \d))?"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)"
)
_NUM = (
    rf"(?i:\d{{1,3}}(?:\.\d)?|a|an|{ONE_TO_TWELVE}|{'|'.join(TEENS)}"
    rf"|(?:twenty|thirty|forty|fifty)(?:-(?:{'|'.join(TO_TWELVE[:9])}))?|sixty|seventy|eighty|ninety"
    r"|several|a few|a couple of|half an?)"
)
_SHARE = r"(?i:(?:(?:a|one) quarter|three[- ]quarters) of an)"  # counted from: "a quarter of an hour later"
_MINUTE_COUNT = "|".join(sorted(MINUTE_COUNTS, key=len, reverse=True))
_MINUTE_WORD = "|".join(sorted(MINUTES_BEHIND, key=len, reverse=True))
_PART = (
    r"(?i:(?:early|late|mid)?[ -]?(?:morning|afternoon|evening|night|daytime)|pre-?dawn|dawn|daybreak"
    r"|midday|noon|midnight|lunchtime|tea-?time|arvo|(?:early|small|wee) hours|first (?:minutes|hours)(?= of )"
    r"|(?:first|last) light|sunrise|sunup|sunset|sundown|dusk|nightfall|(?<=after )dark|overnight"
    r"|it (?:got|gets|grew|grows) (?:fully |quite )?(?:light|dark))"
)
# "By the first passenger service": no day.
_OF_TRAINS = r"(?:passenger|freight|scheduled|regular|ordinary|commuter|suburban|local|train|service|express)\b"
# "A night watchman", "the evening papers": no time.
_OF_THAT_PART = (
    r"(?i:\ (?:watch(?:man|men|woman)?|shifts?|guards?|porters?|clerks?|crews?|staff|workers?|papers?|newspapers?|news"
    r"|commuters?|sky|vision|club|school|market)\b)"
)
# "UTC+3", "GMT −09:30", "MSK+4"; a dash with a blank beside it, or a clock with its zone behind it, is none of it.
_ZONE = (
    rf"(?:GMT|UTC)(?: ?[+−] ?|[–-])\d{{1,2}}(?::?\d\d)?(?!:?\d| ?(?:{ABBREVIATIONS})\b)"
    rf"|(?:{ABBREVIATIONS}|[ECMP]T)(?:[+−-]\d{{1,2}}(?!:?\d))?"
    r"|\+(?:0\d|1[0-4]):?[0-5]\d|(?<=[0-5]\d )[−-](?:0\d|1[0-2]):?[0-5]\d|(?<=:[0-5]\d)Z|(?<=:[0-5]\d )Z"
    r"|mtn|(?:central|eastern|pacific|mountain)(?:[ -]time|(?![ -][a-zA-Z]))|LOCAL"
    rf"|local(?: time|(?!{LOCAL_PEOPLE}))"
    r"|(?:in )?(?:the )?(?:[A-Z][a-z]+(?:[- ][A-Z][a-z]+)?|UK)(?: (?:standard|summer|winter|daylight))?(?:-| )[tT]ime"
)
# "(3 a.m. in Korea)" beside another clock names a clock too.
_ZONE += r"|in (?:Moscow|Seoul|Pyongyang|Korea|Beijing|China|Tokyo|Japan|Vladivostok|London)(?=\))"
_HALF_LETTER = r"[ap](?=\ (?i:mountain|eastern|central|pacific|[ecmp][sd]?t)\b)"  # "6a Eastern"
_HOUR_ENDS = r"(?=[,;)!?\n]|\.(?!\d)|$|\ (?:and|but|on|sharp|when|because|today|yesterday|last|local)\b)"
# The next pattern is verbose.
_NUM, _SHARE, _PART, _ZONE, _OF_DAY, _HALF = (
    x.replace(" ", r"\ ") for x in (_NUM, _SHARE, _PART, _ZONE, OF_DAY, HALF_OF_DAY)
)
# "Between September 10 and 12", "10-12 September": from one day to another, of which one names the month.
_TO_DAY = r"(?:\ ?[-–—]\ ?|\ (?:to|or|and|until|till)\ )"
_DAY_ENDS = (
    r"(?:st|nd|rd|th)?(?=[,.;)]|$|\n|\ (?:in|at|the|it|he|but|when|as|by|from|of|with|on|20\d\d|19\d\d)\b)(?!\.\d)"
)
_TO_HOUR = SPAN_TO.pattern.replace(" ", r"\ ")
_TO_BARE_HOUR = TO_BARE_HOUR.replace(" ", r"\ ")
_FIRSTS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENTHS = ("thir", "four", "fif", "six", "seven", "eigh", "nine")
ORDINALS = [*_FIRSTS, "tenth", "eleventh", "twelfth", *(f"{w}teenth" for w in _TEENTHS), "twentieth"]
ORDINALS += [*(f"twenty-{w}" for w in _FIRSTS), "thirtieth", "thirty-first"]
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
# "On the 14th": what stands before a day of the month told alone, and what is counted instead behind it.
_LEADS_DAY = (
    r"(?:(?<=[Oo]n\ )|(?<=of\ )|(?<=since\ )|(?<=until\ )|(?<=after\ )|(?<=before\ )|(?<=[Ff]rom\ )|(?<=[Bb]y\ ))"
)
_COUNTED = (
    r"\ (?:centur|floor|time|street|avenue|regiment|brigade|division|army|infantry|battalion|corps|parallel|annivers"
    r"|birthday|carriage|wagon|car\b|train|track|platform|line\b|coach|berth"
    r"|congress|year|edition|minute|hour|place|mile|km|hole|round|day\ of"
    r"|one\b|of\ [a-z]|and\ last|and\ final|[a-z]+(?:est)\b)"
)
# What stands beside a date in digits without its century: its weekday, "on", or a clock behind it.
_DATED = (
    r"(?:(?<=\n)(?=\d{1,2}[./]\d\d\n)|(?<=day\ )|(?<=(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\ )|(?<=\bon\ )|(?<=dated\ )"
    r"|(?=\d{1,2}[/.]\d\d(?:[/.]\d\d)?,?\ (?:at\ )?\d{1,2}[:.h]\d\d)|(?=\d\d/\d\d(?![/\d])))"
)
_ATOM = re.compile(
    rf"""(?:(?<![\w.,:-])|(?<=:[0-5]\d-)(?=\d{{1,2}}:[0-5]\d\b))(?:
    (?P<iso>\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|\ ?[+-]\d\d:?\d\d)?)?)
  | (?P<md>(?P<md_m>{_MONTH})\ (?P<md_d>\d{{1,2}})(?:st|nd|rd|th)?(?!:?\d)
      (?:{_TO_DAY}(?P<md_e>\d{{1,2}}){_DAY_ENDS})?(?:,?\ (?P<md_y>(?:19|20)\d\d))?)
  | (?P<dm>(?:the\ )?(?:(?P<dm_e>\d{{1,2}})(?:st|nd|rd|th)?{_TO_DAY}(?:the\ )?)?
      (?P<dm_d>\d{{1,2}})(?:st|nd|rd|th)?(?:\ of)?\ (?P<dm_m>{_MONTH})(?:,?\ (?P<dm_y>(?:19|20)\d\d))?)
  | (?P<od>(?:{_LEADS_DAY})(?:the\ |(?=\d))(?:(?P<od_d>\d{{1,2}})(?:st|nd|rd|th)
      |(?P<od_w>(?i:{_ORDINAL}))(?!\ [a-z]{{4,}}s\b|\ {_OF_TRAINS}))
      (?!\w)(?!(?i:{_COUNTED})))
  | (?P<wo>(?:(?:(?<=day\ )|(?<=day,\ )|(?<=day\ the\ ))(?P<wo_d>\d{{1,2}})(?:st|nd|rd|th)\b
      |(?<![Tt]he\ )(?P<wo_p>\d{{1,2}})(?:st|nd|rd|th)(?=\ (?:morning|afternoon|evening|night)\b)))
  | (?P<feast>(?P<feast_n>(?i:new\ year|christmas))(?:['’]s)?\ (?P<feast_w>(?i:day|eve))\b)
  | (?P<num>(?P<num_a>\d{{1,2}})[./](?P<num_b>\d{{1,2}})[./](?P<num_y>(?:19|20)\d\d))
  | (?P<nm>{_DATED}(?P<nm_a>\d{{1,2}})(?:[./](?P<nm_b>1[0-2]|0?[1-9])|/(?P<nm_c>1[3-9]|2\d|3[01]))
      (?:[./](?P<nm_y>\d\d))?(?![\d/:%]|\.\d))
  | (?P<my>(?:(?:in|since|until|early|late|mid-?|of|last|next
      |this)\ )?(?P<my_m>{_MONTH})(?!\.?\ ?\d{{1,2}}(?!\d))(?:,?\ (?P<my_y>(?:19|20)\d\d))?)
  | (?P<wd>(?:(?P<wd_part>[Ee]arly|[Ll]ate)\ (?:on\ )?)?(?:(?P<wd_mod>(?i:last|next|this|this\ past
      |this\ coming|the\ following|the\ previous))\ )?(?P<wd_d>{WEEKDAY}))
  | (?P<rel>(?i:the\ day\ before\ yesterday|the\ day\ after\ tomorrow|tonight
      |(?:(?:early|late)\ )?(?:yesterday|today|tomorrow|the\ (?:previous|following|next)\ day)
      |last\ night|this\ (?:morning|afternoon|arvo|evening)
      |that\ (?:same\ )?(?:day|morning|evening|night|afternoon)|same\ (?:day|evening|night)
      |the\ (?:previous|preceding|same|following|next)\ (?:day|morning|evening|night|afternoon)
      |(?:next|following)\ (?:day|morning|evening|afternoon)|the\ (?:day|night|evening|afternoon|morning)\ before
      |the\ day\ after|a\ day\ (?:before|earlier|later)
      |(?:later|earlier)\ (?:in\ the|on\ the\ same|the\ same|that\ same|that)\ day\b))
  | (?P<ago>(?i:(?:about|around|nearly|almost|some|roughly|over|more\ than|just
      |less\ than)\ )?(?P<ago_n>{_NUM}|{_SHARE})(?:\ and\ a\ (?P<ago_f>half|quarter))?
      [\ -](?P<ago_u>minute|hour|day|week|month|year|(?:hr|min)(?=s?\ ago))s?
      (?:\ and\ (?:(?P<ago_m>{_NUM})(?:\ minutes?)?|a\ (?P<ago_q>half|quarter)))?
      \ (?P<ago_w>ago|earlier|before|later|thereafter|afterwards?|after|on(?=[,.;])))\b
  | (?P<aft>(?i:after\ (?:a\ further|another|(?:an?\ )?(?:interval|pause|wait|break|gap|halt)\ of)
      \ (?:(?P<aft_n>{_NUM})\ )?(?P<aft_u>minute|hour)s?
      (?:\ and\ a\ (?P<aft_f>half|quarter))?)\b)
  | (?P<dur>(?i:(?:about|around|nearly|almost|some|roughly|over|more\ than|less\ than)\ )?(?P<dur_n>{_NUM})
      (?:\ ?(?:-|–|to|or)\ ?(?P<dur_n2>{_NUM}))?[\ -](?P<dur_u>minute|hour|day|week|month|year)s?)\b(?!\ past\ \w)
      (?!(?<=minutes)\ to\ (?:{ONE_TO_TWELVE}|noon|midnight)\b(?!\ (?:minutes|hours|days)\b))
  | (?P<wc>(?i:(?:(?P<wc_m>quarter|five|ten|twenty-five|twenty|half
          |(?:{_MINUTE_COUNT}|[1-9]|[12]\d)(?=\ (?:minutes?\ )?past\ ))(?:\ minutes?)?
        \ (?P<wc_w>past|to|till|of|after|before)[ ]
      |(?P<wc_half>half)[ -])?(?P<wc_h>{ONE_TO_TWELVE}
      |(?(wc_w)(?:1[0-2]|[1-9]|midnight|noon)(?![\d:.]\d)|(?!)))
      (?:-(?P<wc_b>{_MINUTE_WORD})|(?P<wc_ish>-?ish|\ or\ so))?)
      (?![\w-])(?:\ o['’]clock)?)
  | (?P<wk>(?P<wk_mod>(?i:this|last|next))\ (?P<wk_u>week|month|year|weekend))
  | (?P<mil>(?:[01]\d|2[0-3])[0-5]\d|2400)(?:(?P<mil_ap>\ ?{_HALF})
      |\ ?(?P<mil_u>hours?|hrs?|h)\b(?:\ (?P<mil_uz>{_ZONE})(?![A-Za-z]))?
      |(?:\ (?P<mil_z>{_ZONE})|(?P<mil_u0>Z))(?![A-Za-z]))
  | (?P<run>(?:[01]\d|2[0-3])[0-5]\d|2400)(?![\d%:.,]\d)(?!\w)
  | (?P<ck>(?P<ck_h>[01]?\d|2[0-3]|24(?=[:.h]00))[:.h](?P<ck_m>[0-5]\d)(?::[0-5]\d)?
      (?:\ ?(?P<ck_ap>{_HALF}|(?<=:\d\d)[ap]\b))?
      (?:\ ?(?P<ck_u>hrs?|hours|h|Uhr|ish)\b)?(?:\ ?\(?(?P<ck_z>{_ZONE})\b\)?)?)(?![\d%])
  | (?P<hr>(?P<hr_h>1[0-2]|0?[1-9]|(?:1[3-9]|2[0-3])(?=\ ?o['’]clock))
        \ ?(?P<hr_ap>{_HALF}|{_HALF_LETTER}|o['’]clock|-?ish\b|(?={_OF_DAY})|{_HOUR_ENDS}
        |(?={_TO_HOUR})|(?={_TO_BARE_HOUR}))
      (?:\ ?\(?(?P<hr_z>{_ZONE})\b\)?)?)
  | (?P<pt>{_PART})\b(?!{_OF_THAT_PART})(?:\ (?P<pt_z>{_ZONE})\b)?
  | (?P<yr>(?i:in|since|of|during|from|by|until|back\ in)\ (?P<yr_y>(?:19|20)\d\d)\b(?![-\d]))
    )""",
    re.VERBOSE,
)
_HIT = Hits(
    *("day", "night", "noon", "morning", "evening", "dawn", "dusk", "omorrow", "week", "month", "year", "hour"),
    *("minute", "teenth", "nty-", "tieth", "the twelfth", "the eleventh"),
    *("f past", "n past", "r past", "e past", "y past", "ten to", "five to", "enty to", "rter to"),
    *("rter of", "clock", " till "),
    *("arvo", "tea", "ly after", "st after", "lunchtime", " light", "sunrise", "sunset", "sunup", "sundown"),
    *("after dark", "got dark", "gets dark", "grew dark", "grows dark"),
    *("t half ", "d half ", ", half ", "half-", "e of ", "in the m", "in the e", "in the a", "s past ", "in evening"),
    *(f"-{word}" for word in MINUTES_BEHIND if "-" not in word),
    *("-ish", " or so", "eish", "urish", "xish", "enish", "htish", "woish"),  # "seven-ish", "eightish"
    led=(
        tuple(
            f" {word} "
            for word in (
                "at",
                "by",
                "since",
                "until",
                "till",
                "around",
                "gone",
                "past",
                "half",
                "on",
                "between",
                "from",
                "and",
                "to",
                "after",
                "before",
                "about",
            )
        ),
        (hour[:3] for hour in TO_TWELVE),
    ),
    pattern=r"[0-9ADFJMNOSTW](?:(?<=[0-9])[0-9]*|ay|AY|anuary|ebruary|arch|pril|une|uly|ugust|eptember|ctober|ovember"
    r"|ecember|on\.|ues?\.|ed\.|hurs?\.|ri\.|at\.|un\.)",
)
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+")
_OPENERS = lexicon("times")
# What the next word must begin with after the commonest of these words.
_THEN = dict.fromkeys(("of", "in", "from", "by", "until", "since", "during"), digits + ascii_uppercase)
_THEN |= {"it": "g", "the": digits + "dpsfnteDPSFNTE", "a": "mhdwyfcqMHDWYFCQ"}


def atoms(text: str) -> Iterator[re.Match[str]]:
    """Matches of the pieces of times, in order: tried only at digits and words that begin one, near the hits."""
    last = 0
    for lo, hi in windows(text, _HIT, 30, 40):
        for word in _TOKEN.finditer(text, max(lo, last), hi):
            low = word[0].lower()
            if low not in _OPENERS and not low.isdigit():
                continue
            start, end = word.span()
            if start < last or (low in _THEN and text[end + 1 : end + 2] not in _THEN[low]):
                continue
            found = _ATOM.match(text, start, hi)
            if found is not None:
                last = found.end()
                yield found
