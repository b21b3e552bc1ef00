"""The program with any part of its rules in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import numpy as np

from optimizer.model.program import FREE, Floats, Program
from optimizer.model.rules import ACCOUNT, Claim
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.units import Persons


def smallest(
    clashes: Callable[[Sequence[Claim]], bool], base: list[Claim], candidates: list[Claim]
) -> set[Claim]:
    """The claims needed for a clash beside ``base``: QuickXplain (Junker 2004), halving the candidates."""
    if clashes(base):
        return set()
    if len(candidates) == 1:
        return set(candidates)
    first, second = candidates[: len(candidates) // 2], candidates[len(candidates) // 2 :]
    needed = smallest(clashes, [*base, *first], second)
    return needed | smallest(clashes, [*base, *needed], first)


class Rules:
    """A loaded program in which every claim is in force or not."""

    def __init__(self, program: Program, limits: Limits, *, precise: bool = False) -> None:
        """Load the program with all its claims in force."""
        problem, v = program.problem, program.decisions
        self.program = program
        self.loaded = Loaded(program.arrays, limits, precise=precise)
        self.rows: dict[Claim, list[int]] = {}
        for row, claim in enumerate(program.claims):
            if claim != ACCOUNT:
                self.rows.setdefault(claim, []).append(row)
        self._covered = v.covered
        self._enrolled = v.enrolled
        self._eligible_claims = [_eligible_claim(program, slot) for slot in range(problem.slots)]
        self._stay_claim = Claim("stay", (("months", problem.stay),))
        late = problem.last_enrolment < len(problem.months) - 1 and problem.slots > 0
        stays = [self._stay_claim] if late else []
        self.claims = [*self._eligible_claims, *stays, *self.rows]
        """Every claim, in the order in which clashes are told."""
        self.blamed = [*self.rows, *stays, *self._eligible_claims]
        """The same, what people decided before how many people there are: a clash names the first it can."""

    def hold(self, kept: Sequence[Claim], *, eligible: Floats | None = None, stay: int | None = None) -> None:
        """Let these claims be in force and no other, with other eligible ``(s,)`` or stay if given."""
        held, arrays = set(kept), self.program.arrays
        loose = [row for claim, rows in self.rows.items() if claim not in held for row in rows]
        lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
        lower[loose], upper[loose] = -FREE, FREE
        self.loaded.bound_rows(np.arange(len(lower), dtype=np.int32), lower, upper)
        self._bound_people(held, eligible, stay)

    def _bound_people(self, held: set[Claim], eligible: Floats | None, stay: int | None) -> None:
        problem = self.program.problem
        months = len(problem.months)
        people = problem.eligible.astype(np.float64) if eligible is None else eligible
        counts = np.array([claim in held for claim in self._eligible_claims], dtype=bool)
        covered = np.repeat(np.where(counts, people, FREE)[:, None], months, axis=1)
        enrolled = covered.copy()
        if self._stay_claim in held:
            enrolled[:, max(months - (problem.stay if stay is None else stay) + 1, 0) :] = 0
        columns = np.concatenate([*self._covered, *self._enrolled])
        most = np.concatenate([covered.ravel(), enrolled.ravel()])
        self.loaded.bound_columns(columns, np.zeros(len(columns)), most)

    def at_their_bounds(self, columns: Set[int]) -> list[Claim]:
        """The claims that keep some columns of people from rising: eligibility, or the stay."""
        last, found = self.program.problem.last_enrolment, []
        for slot, claim in enumerate(self._eligible_claims):
            enrolled = self._enrolled[slot].tolist()
            early = [*self._covered[slot].tolist(), *enrolled[: max(last + 1, 0)]]
            if not columns.isdisjoint(early):
                found.append(claim)
            if not columns.isdisjoint(enrolled[max(last + 1, 0) :]):
                found.append(self._stay_claim)
        return list(dict.fromkeys(found))

    def fits(self) -> bool:
        """Whether what is in force can hold together, in fractions of people."""
        try:
            self.loaded.minimise(np.zeros(self.program.columns))
        except NothingFitsError:
            return False
        return True

    def clash(self, kept: Sequence[Claim]) -> bool:
        """Whether these claims cannot all hold."""
        self.hold(kept)
        return not self.fits()


def _eligible_claim(program: Program, slot: int) -> Claim:
    problem = program.problem
    region, group = divmod(slot, len(problem.groups))
    facts = (
        ("region", problem.codes[region]),
        ("group", problem.groups[group]),
        ("persons", Persons(problem.eligible[slot])),
    )
    return Claim("eligible", facts)
