"""The gauge to assume in a country where none is mapped: only where one gauge has nearly the whole network.

After the railway entries of The World Factbook (CIA, public domain; lengths by gauge for each country): a country is
listed when one gauge has nine tenths of its kilometres or about so. Countries of several gauges (Spain, Australia,
Argentina, Brazil, Japan, Bangladesh, Switzerland, ...) are left out: unknown is better than wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

_BY_GAUGE: Mapping[int, str] = {
    1435: (
        "AL AT BA BE BG CA CN CU CZ DE DK EG FR GA GB GR HR HU IL IQ IR IT KP KR LU MA ME MK MR MX NL NO PL RO RS SA "
        "SE SI SK SY TR US UY"
    ),
    1520: "AM AZ BY EE GE KG KZ LT LV MD MN RU TJ TM UA UZ",
    1524: "FI",
    1600: "IE",
    1668: "PT",
    1676: "IN LK PK",
    1067: "AO BW CD CG GH ID MW MZ NA NZ SD SZ ZA ZM ZW",
    1000: "BF BJ BO CI CM KH LA MG ML MM MY SN TG TH UG VN",
}
_OF_COUNTRY = {code: gauge for gauge, codes in _BY_GAUGE.items() for code in codes.split()}


def default_gauges(country: str | None) -> tuple[int, ...]:
    """The one usual gauge of a country in mm, empty where there is none or it is not known."""
    gauge = _OF_COUNTRY.get(country or "")
    return () if gauge is None else (gauge,)
