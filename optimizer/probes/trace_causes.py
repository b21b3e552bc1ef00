"""What ends the worth of a fund: the rule without which more money would cover more people.

Each rule is lifted alone, with the fund's ceiling at two amounts: where the gain between them is larger
without the rule, the rule is what ends it. Where no rule alone is enough, the smallest set that is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimizer.model.goals import objective
from optimizer.model.program import FREE
from optimizer.probes.deciding import Bounds, Changed, Deciding
from optimizer.probes.trace_ceiling import Ceiling
from optimizer.problem import Problem
from optimizer.solve.highs import NothingFitsError

MORE = 1e-5
"""Persons by which a gain must be larger to be larger."""

MANY = 1_000
"""So many times the eligible are more than any money reaches, and leave the program bounded."""

ORDER = "order"
"""The goals before: without them the money would cover more in the last month."""


class Causes:
    """The rules that may end the worth of one fund, each to be lifted."""

    def __init__(self, deciding: Deciding, ceiling: Ceiling, fund: str) -> None:
        self._deciding, self._ceiling = deciding, ceiling
        self._problem: Problem = deciding.program.problem
        self._number = self._problem.funds.index(fund)
        cells = self._problem.cells
        self._mine = cells.fund == self._number
        self.slots = [int(slot) for slot in np.unique(cells.slot[self._mine])]
        self._fund = fund
        self._goal = -1

    def ending(self, low: float, high: float, goal: int = -1) -> tuple[str, ...]:
        """The rules that end what money between two ceilings gains of a goal; none where no rule does."""
        self._goal = goal
        now = self._gain(low, high, ())
        if not self.slots or now is None:
            return ()
        names = [name for name in self._in_order() if any(map(bool, _LIFTS[name](self)))]
        for name in names:
            if self._more(low, high, (name,), now):
                return (name,)
        if goal == -1 and len(self._deciding.goals) > 1 and self._alone(low, high) > now + MORE:
            return (ORDER,)
        return self._fewest(low, high, names, now)

    def _in_order(self) -> list[str]:
        """The likeliest first: money that cannot pay the last month needs others to carry on."""
        pays_last = self._problem.phase[-1] in self._problem.cells.month[self._mine]
        return sorted(_LIFTS, key=lambda name: name != "carry" or bool(pays_last))

    def _fewest(self, low: float, high: float, names: list[str], now: float) -> tuple[str, ...]:
        """A set of rules of which none can be left out; none where all together are not enough."""
        for other in names[1:]:
            pair = (other, names[0])
            if self._more(low, high, pair, now):
                return pair
        kept = tuple(name for name in _LIFTS if name in names)
        if not self._more(low, high, kept, now):
            return ()
        for name in names:
            fewer = tuple(one for one in kept if one != name)
            if self._more(low, high, fewer, now):
                kept = fewer
        return kept

    def _more(self, low: float, high: float, lifted: tuple[str, ...], now: float) -> bool:
        gain = self._gain(low, high, lifted)
        return gain is not None and gain > now + MORE

    def _gain(self, low: float, high: float, lifted: tuple[str, ...]) -> float | None:
        try:
            lines = [self._deciding.line(self._without(at, lifted)) for at in (low, high)]
        except NothingFitsError:
            return None
        here, there = (line.values[self._goal] for line in lines)
        wanted = objective(self._deciding.program, self._deciding.goals[self._goal])
        return there - here if wanted.scale < 0 else here - there

    def _alone(self, low: float, high: float) -> float:
        here, there = (self._deciding.last_alone(self._without(at, ())) for at in (low, high))
        return there - here

    def _without(self, ceiling: float, lifted: tuple[str, ...]) -> Changed:
        rows, columns = dict(self._ceiling.between(ceiling)), dict[int, tuple[float, float]]()
        for name in lifted:
            more_rows, more_columns = _LIFTS[name](self)
            rows |= more_rows
            columns |= more_columns
        return Changed(rows, columns)

    def eligible(self) -> tuple[Bounds, Bounds]:
        """As many people as money can reach where the fund may pay."""
        decisions = self._deciding.program.decisions
        last = max(0, self._problem.last_enrolment + 1)
        many = {
            place: (0.0, float(MANY * int(self._problem.eligible[slot])))
            for slot in self.slots
            for row in (decisions.covered[slot], decisions.enrolled[slot][:last])
            for place in row.tolist()
        }
        return {}, many

    def per_region_max(self) -> tuple[Bounds, Bounds]:
        """The fund may pay any part of its ceiling in one region."""
        return self._at_most("per_region_max", self._fund), {}

    def matching(self) -> tuple[Bounds, Bounds]:
        """The fund need not follow a region's own money."""
        return self._at_most("matching", self._fund), {}

    def people_ceiling(self) -> tuple[Bounds, Bounds]:
        """Persons may pass every ceiling."""
        return self._at_most("people_ceiling", None), {}

    def capacity(self) -> tuple[Bounds, Bounds]:
        """Any number may be registered in a month."""
        return self._at_most("capacity", None), {}

    def stay(self) -> tuple[Bounds, Bounds]:
        """People may be enrolled in any month."""
        decisions = self._deciding.program.decisions
        first = max(0, self._problem.last_enrolment + 1)
        late = {
            place: (0.0, float(self._problem.eligible[slot]))
            for slot in self.slots
            for place in decisions.enrolled[slot][first:].tolist()
        }
        return {}, late

    def carry(self) -> tuple[Bounds, Bounds]:
        """Whoever is enrolled in the months the fund may pay is paid for by others in all other months."""
        decisions = self._deciding.program.decisions
        own = set(self._problem.cells.month[self._mine].tolist())
        phase = self._problem.phase.tolist()
        firsts = list(dict.fromkeys(phase))
        # the rows of one payer a month come first: slot by slot, phase by phase
        rows = [
            slot * len(firsts) + place
            for slot in self.slots
            for place, first in enumerate(firsts)
            if first not in own
        ]
        others = [month for month, first in enumerate(phase) if first not in own]
        newly = [place for slot in self.slots for place in decisions.enrolled[slot][others].tolist()]
        return dict.fromkeys(rows, (-FREE, 0.0)), dict.fromkeys(newly, (0.0, 0.0))

    def _at_most(self, rule: str, fund: str | None) -> Bounds:
        arrays = self._deciding.program.arrays
        return {
            row: (float(arrays.row_lower[row]), FREE)
            for row, claim in enumerate(self._deciding.program.claims)
            if claim.rule == rule and (fund is None or dict(claim.facts).get("fund") == fund)
        }


_LIFTS: dict[str, Callable[[Causes], tuple[Bounds, Bounds]]] = {
    "nobody_left": Causes.eligible,
    "per_region_max": Causes.per_region_max,
    "matching": Causes.matching,
    "people_ceiling": Causes.people_ceiling,
    "capacity": Causes.capacity,
    "stay": Causes.stay,
    "carry": Causes.carry,
}
"""From what no decision can change to what another payer would; the last one also closes other months."""

CAUSES = (*_LIFTS, ORDER)
