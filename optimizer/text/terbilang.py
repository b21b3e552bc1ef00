"""Whole amounts in words (terbilang), and words read back to the amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from optimizer.text.language import Language

LARGEST = 10**18 - 1
"""The last amount that has words: beyond it no budget speaks."""

_UNITS: Mapping[Language, Sequence[str]] = {
    "id": (
        *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
        *("sebelas", "dua belas", "tiga belas", "empat belas", "lima belas", "enam belas", "tujuh belas"),
        *("delapan belas", "sembilan belas"),
    ),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    ),
}
_TENS: Mapping[Language, Sequence[str]] = {
    "id": ("", "", *(f"{one} puluh" for one in _UNITS["id"][2:10])),
    "en": ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
}
_HUNDRED: Mapping[Language, str] = {"id": "ratus", "en": "hundred"}
_POWERS: Mapping[Language, Sequence[str]] = {
    "id": ("", "ribu", "juta", "miliar", "triliun", "kuadriliun"),
    "en": ("", "thousand", "million", "billion", "trillion", "quadrillion"),
}
"""Of a thousand; 10^9 is miliar in Indonesian, billion in English."""

_ONE_OF: Mapping[str, str] = {"satu ratus": "seratus", "satu ribu": "seribu"}
"""Indonesian: one hundred and one thousand are one word; a thousand of a larger number is not
(``dua puluh satu ribu``)."""


def terbilang(amount: int, language: Language) -> str:
    """A whole amount in words.

    >>> terbilang(21_972_636_000, "id")
    'dua puluh satu miliar sembilan ratus tujuh puluh dua juta enam ratus tiga puluh enam ribu'
    >>> terbilang(1_111, "id"), terbilang(0, "id"), terbilang(16_800, "en")
    ('seribu seratus sebelas', 'nol', 'sixteen thousand eight hundred')

    Raises:
        ValueError: it is below zero or above ``LARGEST``.
    """
    if not 0 <= amount <= LARGEST:
        raise ValueError(f"{amount} has no words")
    if amount == 0:
        return _UNITS[language][0]
    return " ".join(_groups(int(amount), language))


def _groups(amount: int, language: Language) -> Iterator[str]:
    """Thousands of thousands, the largest first."""
    for power in range(len(_POWERS[language]) - 1, -1, -1):
        part = amount // 1000**power % 1000
        if not part:
            continue
        said = " ".join(_below_thousand(part, language))
        name = _POWERS[language][power]
        whole = f"{said} {name}".rstrip()
        yield _ONE_OF.get(whole, whole) if language == "id" else whole


def _below_thousand(number: int, language: Language) -> Iterator[str]:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        said = f"{_UNITS[language][hundreds]} {_HUNDRED[language]}"
        yield _ONE_OF.get(said, said) if language == "id" else said
    if 0 < rest < 20:
        yield _UNITS[language][rest]
    elif rest:
        tens, units = divmod(rest, 10)
        joined = "-" if language == "en" else " "
        yield _TENS[language][tens] + (joined + _UNITS[language][units] if units else "")


def read_back(words: str, language: Language) -> int:
    """The amount that words stand for; read apart from ``terbilang``, so that each checks the other.

    Read are the words of an amount in their order, in any letters; English with or without hyphens and
    ``and``, Indonesian ``satu ratus`` and ``satu ribu`` too.

    >>> read_back("seribu dua ratus lima belas", "id"), read_back("twenty-one million and six", "en")
    (1215, 21000006)

    Raises:
        ValueError: the words are no amount.
    """
    said = words.lower().replace("-", " ").split()
    if language == "en":
        said = [word for word in said if word != "and"]
    if said == [_UNITS[language][0]]:
        return 0
    whole, group, last_power = 0, list[str](), len(_POWERS[language])
    for word in said:
        one = language == "id" and word == "seribu" and not group
        name = "ribu" if one else word
        if name not in _POWERS[language][1:]:
            group.append(word)
            continue
        power = _POWERS[language].index(name)
        if power >= last_power:
            raise ValueError(f"{words!r} is no amount")
        whole += (1 if one else _group(group, words, language)) * 1000**power
        group, last_power = [], power
    return whole + _group(group, words, language) if group or not whole else whole


def _group(group: Sequence[str], words: str, language: Language) -> int:
    """What stands before a power of a thousand: 1 to 999."""
    hundreds, rest = 0, list(group)
    if language == "id" and rest[:1] == ["seratus"]:
        hundreds, rest = 1, rest[1:]
    elif rest[1:2] == [_HUNDRED[language]] and rest[0] in _UNITS[language][1:10]:
        hundreds, rest = _UNITS[language].index(rest[0]), rest[2:]
    below = _BELOW_HUNDRED[language].get(" ".join(rest), 0)
    if (rest and not below) or not hundreds + below:
        raise ValueError(f"{words!r} is no amount")
    return hundreds * 100 + below


def _small(language: Language) -> Iterator[tuple[str, int]]:
    units = _UNITS[language]
    yield from ((units[number], number) for number in range(1, 20))
    for number in range(20, 100):
        tens, unit = divmod(number, 10)
        yield f"{_TENS[language][tens]} {units[unit] if unit else ''}".rstrip(), number


_BELOW_HUNDRED: Mapping[Language, Mapping[str, int]] = {"id": dict(_small("id")), "en": dict(_small("en"))}
"""Words of 1 to 99, without hyphens."""
