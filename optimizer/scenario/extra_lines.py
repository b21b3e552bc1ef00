"""Budget lines that a scenario does not have: money that a region might add in a fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from optimizer.scenario.fields import RupiahFigure
from optimizer.scenario.schema import Budget, Fund, Scenario
from optimizer.units import Code, Month, Months, Rupiah


class Line(NamedTuple):
    """Money of one owner in one fiscal year, for every month of that year within the horizon."""

    owner: Code
    year: int
    region: Code | None = None
    """The only region it pays in; None: all below its owner."""


def own_lines(scenario: Scenario) -> tuple[Line, ...]:
    """A line of every region in every fiscal year of the horizon, by code and year."""
    return tuple(Line(code, year) for code in scenario.codes for year in years_of(scenario))


def years_of(scenario: Scenario) -> range:
    """The fiscal years of the horizon."""
    return range(scenario.horizon.first.year, scenario.horizon.last.year + 1)


def months_of(scenario: Scenario, year: int) -> Months:
    """The months of a fiscal year that lie in the horizon."""
    found = Months(Month(year, 1), Month(year, 12)).shared_with(scenario.horizon)
    assert found is not None, "the year is one of the horizon's"
    return found


def key_of(scenario: Scenario, line: Line) -> str:
    """The key of a line among the funds, one that no fund of the scenario has."""
    key = "/".join(map(str, (f"+{line.owner}", line.year, *([line.region] if line.region else []))))
    while key in scenario.funds:
        key = f"+{key}"
    return key


def with_lines(scenario: Scenario, rupiah: Mapping[Line, int]) -> Scenario:
    """With these lines after its own funds, at these ceilings.

    A line pays the premium that is stated for every fund; a group without one in some of its months it
    cannot pay for. Before January of its year is planned it can only come from the revised budget.
    """
    made = {
        key_of(scenario, line): _fund(scenario, line, groups, amount)
        for line, amount in rupiah.items()
        if (groups := _groups(scenario, months_of(scenario, line.year)))
    }
    return scenario.model_copy(update={"funds": {**scenario.funds, **made}})


def _fund(scenario: Scenario, line: Line, groups: tuple[str, ...], amount: int) -> Fund:
    january = months_of(scenario, line.year).first.number == 1
    budget: Budget = "murni" if january else "perubahan"
    return Fund(
        owner=line.owner,
        budget=budget,
        year=line.year,
        ceiling=RupiahFigure(value=Rupiah(amount)),
        regions=None if line.region is None else (line.region,),
        groups=None if len(groups) == len(scenario.groups) else groups,
    )


def _groups(scenario: Scenario, months: Months) -> tuple[str, ...]:
    """Groups for which every month has a premium that is stated for every fund."""
    general = [entry for entry in scenario.premium if entry.funds is None]
    return tuple(
        group
        for group in scenario.groups
        if all(
            any(
                (entry.months is None or month in entry.months)
                and (entry.groups is None or group in entry.groups)
                for entry in general
            )
            for month in months
        )
    )
