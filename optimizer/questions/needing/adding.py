"""What more money is in the scenario file: an existing fund's ceiling that rises, or a new fund."""

from __future__ import annotations

import json
from collections.abc import Iterator

from optimizer.problem import build
from optimizer.questions.needing.lines import Lines
from optimizer.scenario.paths import path_to
from optimizer.scenario.schema import Fund, PerRegion, Scenario

SETTLED = ("contracted", "paid")
"""Money that is promised or gone does not rise."""


class Assignments:
    """The change of the file that adds so much money to a line."""

    def __init__(self, scenario: Scenario, lines: Lines) -> None:
        """``scenario`` is the one that money is added to."""
        self._problem, self._lines = build(lines.at(scenario, dict.fromkeys(lines.lines, 0))), lines

    def of(self, key: str, rupiah: int) -> str | None:
        """An assignment for ``--set``; None where the money is no region's, or no path names it."""
        scenario = self._problem.scenario
        if key not in self._lines.lines:
            path = path_to("funds", key, "ceiling")
        elif scenario.funds[key].owner not in scenario.regions:
            return None
        else:
            near = next(self._alike(key), None)
            if near is None:
                return _new_fund(scenario, scenario.funds[key], rupiah)
            path = path_to("funds", near, "ceiling")
        return None if path is None else f"{path}=+{_written(rupiah)}"

    def _alike(self, key: str) -> Iterator[str]:
        """Funds of the owner and year that can pay whatever the line can, and that no rule binds."""
        scenario, line = self._problem.scenario, self._problem.scenario.funds[key]
        matching = {rule.fund for rule in scenario.rules.matching}
        payable = self._pays(key)
        for name, fund in scenario.funds.items():
            if (
                name not in self._lines.lines
                and (fund.owner, fund.year) == (line.owner, line.year)
                and name not in matching
                and _free(fund)
                and payable <= self._pays(name)
            ):
                yield name

    def _pays(self, name: str) -> frozenset[tuple[int, int, int]]:
        """Slots, months and premiums that a fund can pay."""
        cells = self._problem.cells
        mine = cells.fund == self._problem.funds.index(name)
        rows = (cells.slot[mine].tolist(), cells.month[mine].tolist(), cells.premium[mine].tolist())
        return frozenset(zip(*rows, strict=True))


def _free(fund: Fund) -> bool:
    bound = fund.set_aside, fund.spend_at_least
    return fund.status not in SETTLED and bound == (None, None) and fund.per_region == PerRegion()


def _new_fund(scenario: Scenario, line: Fund, rupiah: int) -> str | None:
    name = f"tambahan-{line.owner.replace('.', '-')}-{line.year}"
    while name in scenario.funds:
        name += "-2"
    groups = "" if line.groups is None else f", groups: [{', '.join(map(json.dumps, line.groups))}]"
    return (
        f"funds.{name}={{owner: {line.owner}, budget: {line.budget}, year: {line.year}, "
        f"ceiling: {_written(rupiah)}{groups}}}"
    )


def _written(rupiah: int) -> str:
    return "Rp" + f"{rupiah:,}".replace(",", ".")
