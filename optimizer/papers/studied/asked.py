"""A study, how to speak of it, and the book that its figures are written into."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from optimizer.answers.study import Measure, Study, Value
from optimizer.papers.charts.axes import LARGE
from optimizer.papers.charts.described import Unit
from optimizer.papers.framed.book import Book
from optimizer.papers.page.blocks import Cell, name_cell
from optimizer.report.studied import words
from optimizer.report.view import Look
from optimizer.study.telling.results import Results
from optimizer.text import say
from optimizer.text.numbers import decimal, rupiah

LONGEST_THING = 90
"""Letters of what is varied, in a table."""

OPEN = " *"
"""Stands behind figures of plans that are not proven."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A study that is done."""

    look: Look
    results: Results
    answer: Study
    book: Book

    def base(self, measure: Measure) -> int | None:
        """A figure in the scenario as it is; None where it has none."""
        return self.results.reached(self.results.base, measure)

    def unit(self, measure: Measure) -> Unit:
        """What a measure is counted in, for an axis."""
        return "rupiah" if measure == "rupiah" else "persons"

    def amount(self, measure: Measure, value: int) -> str:
        """A figure with its unit where that is money."""
        return rupiah(value, self.look.language) if measure == "rupiah" else self.look.number(value)

    def brief(self, measure: Measure, value: int) -> str:
        """The same where room is short: large sums with two decimals, cut."""
        for size, name in LARGE if measure == "rupiah" else ():
            if value >= size:
                part = decimal(Fraction(value, size), self.look.language, places=2)
                return say(f"page.axis.{name}", self.look.language, amount=part)
        return self.amount(measure, value)

    def figure(self, key: str, label: str, value: int, how: str, *, mark: str = "") -> Cell:
        """A whole number that opens to how it was found; ``mark`` stands behind it."""
        return self.book.cell(key, label, self.look.number(value) + mark, value, how=how)

    def varied(self, key: str, label: str, value: Value) -> Cell:
        """A value of something varied: a figure where it is a number."""
        shown = words.value(self.look, value)
        if value.number is None:
            return name_cell(shown, longest=LONGEST_THING)
        how = self.look.say("framed.how.varied")
        return self.book.cell(key, label, shown, Fraction(value.number), how=how)
