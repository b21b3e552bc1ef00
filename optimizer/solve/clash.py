"""Which hard rules contradict each other: a smallest set in which every rule is needed for the clash."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.errors import Finding
from optimizer.model.program import FREE, Indices, Program
from optimizer.model.rules import ACCOUNT, Claim
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.units import Persons


def clash(program: Program, limits: Limits) -> list[Finding]:
    """Name the rules of one smallest clashing set, in the order of the program."""
    rules = _Rules(program, limits)
    if not rules.clash(rules.claims):
        return [Finding("clash.whole_persons")]
    found = _smallest(rules, [], rules.claims)
    ordered = [claim for claim in rules.claims if claim in found]
    return [
        Finding("clash.set", {"rules": len(ordered)}),
        *(Finding(f"clash.{claim.rule}", dict(claim.facts)) for claim in ordered),
    ]


def _smallest(rules: _Rules, base: list[Claim], candidates: list[Claim]) -> set[Claim]:
    """The claims needed for a clash beside ``base``: QuickXplain (Junker 2004), halving the candidates."""
    if rules.clash(base):
        return set()
    if len(candidates) == 1:
        return set(candidates)
    first, second = candidates[: len(candidates) // 2], candidates[len(candidates) // 2 :]
    needed = _smallest(rules, [*base, *first], second)
    return needed | _smallest(rules, [*base, *needed], first)


class _Rules:
    """The program with any subset of its claims in force."""

    def __init__(self, program: Program, limits: Limits) -> None:
        self._program = program
        self._loaded = Loaded(program.arrays, limits)
        self._rows: dict[Claim, list[int]] = {}
        for row, claim in enumerate(program.claims):
            if claim != ACCOUNT:
                self._rows.setdefault(claim, []).append(row)
        self._bounds = _bound_claims(program)
        self.claims = [*self._bounds, *self._rows]

    def clash(self, kept: Sequence[Claim]) -> bool:
        """Whether these claims cannot all hold."""
        held = set(kept)
        arrays = self._program.arrays
        for claim, rows in self._rows.items():
            for row in rows:
                lower = arrays.row_lower[row] if claim in held else -FREE
                upper = arrays.row_upper[row] if claim in held else FREE
                self._loaded.bound_row(row, lower, upper)
        for claim, columns in self._bounds.items():
            upper = arrays.column_upper[columns] if claim in held else np.full(len(columns), FREE)
            self._loaded.bound_columns(columns, np.zeros(len(columns)), upper)
        try:
            self._loaded.minimise(np.zeros(self._program.columns))
        except NothingFitsError:
            return True
        return False


def _bound_claims(program: Program) -> dict[Claim, Indices]:
    """Eligibility and stay, which are bounds of the decisions n and e."""
    problem, v = program.problem, program.decisions
    claims = {}
    for slot, months in enumerate(v.covered):
        region, group = divmod(slot, len(problem.groups))
        facts = (
            ("region", problem.codes[region]),
            ("group", problem.groups[group]),
            ("persons", Persons(problem.eligible[slot])),
        )
        claims[Claim("eligible", facts)] = program.places(months)
    late = tuple(e for row in v.enrolled for t, e in enumerate(row) if t > problem.last_enrolment)
    if late:
        claims[Claim("stay", (("months", problem.stay),))] = program.places(late)
    return claims
