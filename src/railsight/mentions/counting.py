"""Words for numbers and days of the week that several patterns share."""

from __future__ import annotations

TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
ONE_TO_TWELVE = "|".join(TO_TWELVE)  # of a pattern
DAY_OF_THE_WEEK = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"  # written out
