"""Money, people, shares, months and codes are read exactly as written, or refused by name."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.units import (
    LARGEST_RUPIAH,
    Code,
    Month,
    Months,
    UnreadableError,
    decimal,
    percent,
    read_code,
    read_count,
    read_month,
    read_months,
    read_persons,
    read_ratio,
    read_rupiah,
    read_share,
)

RUPIAH = {
    "16800": 16_800,
    "16_800": 16_800,
    "16.800": 16_800,
    "Rp16.800": 16_800,
    "Rp 1.008.000.000": 1_008_000_000,
    "Rp\u00a01.008.000.000": 1_008_000_000,
    "Rp. 16.800,-": 16_800,
    "1,5 miliar": 1_500_000_000,
    "1.5 miliar": 1_500_000_000,
    "500 juta": 500_000_000,
    "2 triliun": 2_000_000_000_000,
    "0": 0,
    "Rp1.008.000.000,00": 1_008_000_000,
    "1.008.000.000,00": 1_008_000_000,
    "1.008,00": 1_008,
    "1008,00": 1_008,
    "0,00": 0,
}

REFUSED_RUPIAH = {
    "16.8": "rupiah.fraction",
    "1.5": "rupiah.fraction",
    "1.234.567,89": "rupiah.fraction",
    "1.234.567,01": "rupiah.fraction",
    "1.008,0": "rupiah.fraction",
    "1.008,000": "rupiah.grouping",
    "1,008.00": "rupiah.fraction",
    "1008.00": "rupiah.fraction",
    "1,008,00": "rupiah.commas",
    "1.50.000,00": "rupiah.grouping",
    "16.8,00": "rupiah.fraction",
    "16.800,00,-": "rupiah.fraction",
    "-5,00": "rupiah.negative",
    "500 juta,00": "rupiah.unreadable",
    "1.500,00 miliar": "rupiah.unreadable",
    "1.50.000": "rupiah.grouping",
    "5.000.00": "rupiah.grouping",
    "1.500 miliar": "rupiah.ambiguous",
    "-16800": "rupiah.negative",
    "-Rp5 juta": "rupiah.negative",
    "Rp-5": "rupiah.negative",
    "0,0000000001 juta": "rupiah.not_whole",
    "NaN": "rupiah.unreadable",
    ".inf": "rupiah.unreadable",
    "1e30": "rupiah.exponent",
    "0x10": "rupiah.unreadable",
    "१५ juta": "rupiah.unreadable",
    "Rp": "rupiah.unreadable",
    "": "rupiah.unreadable",
    "1,234,567": "rupiah.commas",
    "1000000000000001": "rupiah.too_large",
    "1001 triliun": "rupiah.too_large",
    "9" * 4_300: "rupiah.too_long",
}


@pytest.mark.parametrize(("text", "amount"), RUPIAH.items())
def test_rupiah_is_read_as_officials_write_it(text: str, amount: int) -> None:
    assert amount == read_rupiah(text)


@pytest.mark.parametrize(("text", "code"), REFUSED_RUPIAH.items())
def test_what_could_mean_two_things_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_rupiah(text)

    assert code == refused.value.code


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16.8", "16.800"),
        ("1.5", "1.500"),
        ("1.234.567,89", "1.234.567"),
        ("1,008.00", "1.008"),
        ("1008.00", "1.008"),
        ("1008,50", "1.008"),
    ],
)
def test_the_mend_offers_what_was_probably_meant(text: str, meant: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_rupiah(text)

    assert meant == refused.value.facts["meant"]


@given(st.integers(0, LARGEST_RUPIAH))
def test_an_amount_reads_back_however_it_is_grouped(amount: int) -> None:
    grouped = f"{amount:,}".replace(",", ".")

    assert {amount} == {
        read_rupiah(text) for text in (str(amount), grouped, f"Rp{grouped}", f"Rp {grouped},-")
    }


@given(st.integers(0, LARGEST_RUPIAH), st.integers(0, 99))
def test_only_cents_of_zero_are_read(amount: int, cents: int) -> None:
    """As SIPD prints them, grouped or not."""
    for whole in (str(amount), f"{amount:,}".replace(",", "."), f"Rp {amount:,}".replace(",", ".")):
        text = f"{whole},{cents:02d}"
        if cents:
            with pytest.raises(UnreadableError, match=r"rupiah\."):
                read_rupiah(text)
        else:
            assert amount == read_rupiah(text)


@given(st.text("0123456789.,", min_size=1, max_size=24))
def test_cents_of_zero_make_nothing_readable_that_was_not(text: str) -> None:
    """What reads with ``,00`` behind it reads as the same amount without: the cents decide nothing."""
    try:
        amount = read_rupiah(f"{text},00")
    except UnreadableError:
        return

    assert amount == read_rupiah(text)


@given(st.text("0123456789.,", min_size=1, max_size=24))
def test_points_group_by_three_and_a_comma_is_followed_by_two_zeros(text: str) -> None:
    """Nothing else that is made of digits and marks is an amount."""
    is_one = re.fullmatch(r"(\d+|\d{1,3}(\.\d{3})+)(,00)?", text) is not None

    try:
        read = int(read_rupiah(text)) == int(re.sub(r",00$|\.", "", text))
    except UnreadableError as refused:
        read = refused.code == "rupiah.too_large"
    assert read == is_one


@given(st.text(max_size=60))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (
        read_rupiah,
        read_persons,
        read_share,
        read_ratio,
        read_month,
        read_months,
        read_code,
        read_count,
    ):
        with suppress(UnreadableError):
            read(text)


@pytest.mark.parametrize("text", ["12050", "12_050", "12.050"])
def test_persons_are_whole(text: str) -> None:
    assert read_persons(text) == 12_050


@pytest.mark.parametrize("text", ["12.5", "-1", "1.50", "12.050,00", "1e3", "9" * 4_300, "2000000000"])
def test_parts_of_persons_are_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="persons"):
        read_persons(text)


@pytest.mark.parametrize("text", ["62.22%", "62,22 %", "0.6222", "0,6222"])
def test_a_share_is_exact(text: str) -> None:
    assert Fraction(6222, 10_000) == read_share(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("62.22", "share.no_percent"),
        ("101%", "share.above_one"),
        ("-1%", "share.negative"),
        ("NaN", "share.unreadable"),
        ("9" * 4_300 + "%", "share.unreadable"),
    ],
)
def test_a_share_without_percent_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_share(text)

    assert code == refused.value.code


@given(st.integers(0, 10**8))
def test_a_percentage_reads_back(millionths: int) -> None:
    assert Fraction(millionths, 10**8) == read_share(f"{millionths // 10**6}.{millionths % 10**6:06d}%")


@given(st.integers(0, 10**18))
def test_a_share_is_written_as_it_reads_back(part: int) -> None:
    share = Fraction(part, 10**18)

    assert share == read_share(percent(share))
    assert share == Fraction(decimal(share))


def test_a_number_without_an_end_is_not_written_as_another() -> None:
    with pytest.raises(ValueError, match="no decimal"):
        decimal(Fraction(1, 3))


def test_ratios_take_point_or_comma_and_no_sign() -> None:
    assert read_ratio("1.5") == read_ratio("1,5") == Fraction(3, 2)
    with pytest.raises(UnreadableError, match=r"ratio\.negative"):
        read_ratio("-1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-13", "month.none_such"),
        ("2025-1", "month.unreadable"),
        ("0001-01", "month.none_such"),
        ("Oktober 2025", "month.unreadable"),
    ],
)
def test_a_month_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_month(text)

    assert code == refused.value.code


def test_months_run_forwards() -> None:
    assert Months(Month(2025, 10), Month(2026, 12)) == read_months("2025-10..2026-12")
    assert Months(Month(2025, 10), Month(2025, 10)) == read_months("2025-10")
    with pytest.raises(UnreadableError, match=r"months\.reversed"):
        read_months("2026-12..2025-10")


@given(st.integers(1900 * 12, 2200 * 12 + 11), st.integers(-600, 600))
def test_months_count_in_steps_of_one(index: int, steps: int) -> None:
    month = Month(index // 12, index % 12 + 1)

    assert steps == month.plus(steps) - month
    assert month == month.plus(steps).plus(-steps)


@pytest.mark.parametrize("text", ["52", "52.01", "52.10", "52.01.01", "52.01.01.2001", "ID"])
def test_a_code_stays_as_written(text: str) -> None:
    assert text == read_code(text)


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("5201", "code.bps", "52.01"),
        ("5201010", "code.bps", "52.01.01"),
        ("5201012001", "code.bps", "52.01.01.2001"),
        ("52.1", "code.lost_zero", "52.10"),
        ("52.01.1", "code.lost_zero", "52.01.10"),
    ],
)
def test_a_code_of_another_kind_is_refused_with_the_right_one(text: str, code: str, meant: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_code(text)

    assert (code, meant) == (refused.value.code, refused.value.facts["meant"])


@pytest.mark.parametrize("text", ["5.2", "052", "52.", "NTB", "id", "٥٢", "52.01.01.01"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"code\.unreadable"):
        read_code(text)


def test_a_code_reaches_itself_and_what_lies_below() -> None:
    assert Code("52").reaches("52.04")
    assert Code("ID").reaches("52")
    assert not Code("52.0").reaches("52.04")


@pytest.mark.parametrize(
    ("given", "meant"),
    [("500jt", "500 juta"), ("2 M", "2 miliar"), ("Rp1,5 Miliyar", "1,5 miliar"), ("3 T", "3 triliun")],
)
def test_a_shorthand_is_offered_and_never_guessed(given: str, meant: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_rupiah(given)

    assert (caught.value.code, caught.value.facts["meant"]) == ("rupiah.shorthand", meant)
    assert int(read_rupiah(meant)) > 0


def test_thousands_apart_by_spaces_are_offered_with_points() -> None:
    for read in (read_rupiah, read_persons):
        with pytest.raises(UnreadableError) as caught:
            read("120 000")
        assert caught.value.code.endswith(".spaces")
        assert caught.value.facts["meant"] == "120.000"


@pytest.mark.parametrize("given", ["2,016E+08", "2.016e8", "1E+09"])
def test_a_number_shortened_by_excel_is_told(given: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_rupiah(given)

    assert caught.value.code == "rupiah.exponent"
