"""Amounts of a goal with their unit, as one is said: one person, two people."""

from __future__ import annotations

from fractions import Fraction

from optimizer.text import Language, say
from optimizer.text.numbers import decimal, fact
from optimizer.units import PersonMonths, Persons, Rupiah


def amount(number: Fraction, goal: str, unit: str, language: Language) -> str:
    """So much of a goal that is counted; what weights make a fraction keeps its decimals."""
    if unit == "rupiah" and number.denominator == 1:
        return fact(Rupiah(int(number)), language)
    if unit == "person-months" and number.denominator == 1:
        return fact(PersonMonths(int(number)), language)
    if unit == "persons" and number.denominator == 1:
        code = "amount.entries" if goal == "steady" else "amount.persons"
        return say(code, language, count=Persons(int(number)))
    return f"{decimal(number, language)} {say(f'unit.{unit}', language)}"
