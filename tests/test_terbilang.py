"""Amounts in words are those a treasurer writes, and read back to the amount."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.text import terbilang as room
from optimizer.text.language import LANGUAGES, Language
from optimizer.text.terbilang import LARGEST, read_back, terbilang

SIZES = st.integers(0, 18).flatmap(lambda digits: st.integers(0, 10**digits - 1))
"""Amounts of every length, not only long ones."""


def test_its_examples_are_true() -> None:
    assert doctest.testmod(room).failed == 0


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (101, "seratus satu"),
        (110, "seratus sepuluh"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1_000, "seribu"),
        (1_001, "seribu satu"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (16_800, "enam belas ribu delapan ratus"),
        (1_000_000_000, "satu miliar"),
        (10**12, "satu triliun"),
        (10**15, "satu kuadriliun"),
    ],
)
def test_indonesian_by_hand(amount: int, words: str) -> None:
    assert terbilang(amount, "id") == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety-nine"),
        (342, "three hundred forty-two"),
        (1_100_001, "one million one hundred thousand one"),
        (17_008_100_800, "seventeen billion eight million one hundred thousand eight hundred"),
    ],
)
def test_english_by_hand(amount: int, words: str) -> None:
    assert terbilang(amount, "en") == words


@pytest.mark.parametrize("language", LANGUAGES)
@given(amount=SIZES)
def test_words_read_back_to_the_amount(language: Language, amount: int) -> None:
    assert read_back(terbilang(amount, language), language) == amount


@pytest.mark.parametrize("language", LANGUAGES)
@given(first=SIZES, second=SIZES)
def test_two_amounts_never_share_their_words(language: Language, first: int, second: int) -> None:
    assert (terbilang(first, language) == terbilang(second, language)) == (first == second)


@pytest.mark.parametrize("amount", [-1, LARGEST + 1])
def test_what_has_no_words_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="has no words"):
        terbilang(amount, "id")


@pytest.mark.parametrize(
    "words",
    [
        *("seribu rupiah", "dua juta dua miliar", "satu juta ribu juta", "", "dua seribu", "satu satu"),
        *("belas", "juta", "dua puluh puluh", "seratus ratus", "seratus seribu", "dua seratus", "satu belas"),
        *("satu puluh lima", "nol ribu", "dua puluh nol", "sepuluh ratus", "dua puluh sebelas", "ribu satu"),
    ],
)
def test_what_is_no_amount_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        read_back(words, "id")


@pytest.mark.parametrize(
    "words", ["five five", "hundred", "ten hundred", "twenty ten", "and", "", "zero one", "twenty zero"]
)
def test_what_is_no_amount_in_english_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        read_back(words, "en")


@pytest.mark.parametrize(
    ("words", "language", "amount"),
    [
        ("Satu ratus satu ribu", "id", 101_000),
        ("SATU RATUS SATU RIBU SATU", "id", 101_001),
        ("Ninety nine thousand and one", "en", 99_001),
        ("one hundred and two", "en", 102),
    ],
)
def test_other_ways_to_say_an_amount_are_read(words: str, language: Language, amount: int) -> None:
    assert read_back(words, language) == amount
