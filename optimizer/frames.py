"""A plan as pandas tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_type_hints

from optimizer.plan.shapes import (
    AssumptionRow,
    BillRow,
    DropRow,
    FundRow,
    GoalValue,
    ListRow,
    Payment,
    Plan,
    RegionRow,
    TargetRow,
)
from optimizer.units import Month

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Frames:
    """One table a property: codes and names are text, counts whole numbers, months monthly periods.

    Each is made when it is first asked for; changing one changes no plan.
    """

    plan: Plan

    @cached_property
    def payments(self) -> pandas.DataFrame:
        """Region, group, fund, month: persons paid for, and rupiah."""
        return _frame(Payment, self.plan.payments)

    @cached_property
    def goals(self) -> pandas.DataFrame:
        """What the plan reaches of each goal, beside the best any plan could."""
        return _frame(GoalValue, self.plan.goals, without=("levels",))

    @cached_property
    def targets(self) -> pandas.DataFrame:
        """How far each target is."""
        return _frame(TargetRow, self.plan.targets)

    @cached_property
    def funds(self) -> pandas.DataFrame:
        """What each fund may pay, what it is let pay, and what is left."""
        return _frame(FundRow, self.plan.funds, without=("reasons",))

    @cached_property
    def regions(self) -> pandas.DataFrame:
        """How many could be paid for in each region, were, and will be."""
        return _frame(RegionRow, self.plan.regions)

    @cached_property
    def lists(self) -> pandas.DataFrame:
        """The lists of people that payers sign."""
        return _frame(ListRow, self.plan.lists)

    @cached_property
    def drops(self) -> pandas.DataFrame:
        """Persons of today who lose cover."""
        return _frame(DropRow, self.plan.drops)

    @cached_property
    def bill(self) -> pandas.DataFrame:
        """What keeping the last month's people for 12 months more costs each payer."""
        return _frame(BillRow, self.plan.bill)

    @cached_property
    def assumptions(self) -> pandas.DataFrame:
        """The figures the plan rests on that nobody published."""
        return _frame(AssumptionRow, self.plan.assumptions, without=("rivals",))


def _frame(shape: type[Any], rows: Iterable[Any], *, without: tuple[str, ...] = ()) -> pandas.DataFrame:
    """A table of one shape, typed alike whether it has rows or none."""
    import pandas  # noqa: PLC0415 # heavy, and only analysts need it

    hints = get_type_hints(shape)
    listed = list(rows)
    return pandas.DataFrame(
        {
            column.name: _column([getattr(row, column.name) for row in listed], hints[column.name])
            for column in fields(shape)
            if column.name not in without
        }
    )


def _column(values: list[Any], kind: Any) -> pandas.Series[Any]:
    import pandas  # noqa: PLC0415 # heavy, and only analysts need it

    if kind is Month:
        return pandas.Series(pandas.PeriodIndex([str(value) for value in values], freq="M"))
    if kind is Fraction:
        return pandas.Series([float(value) for value in values], dtype="float64")
    if kind is bool:
        return pandas.Series(values, dtype="bool")
    if isinstance(kind, type) and issubclass(kind, int):
        return pandas.Series([int(value) for value in values], dtype="int64")
    return pandas.Series([None if value is None else str(value) for value in values], dtype="str")
