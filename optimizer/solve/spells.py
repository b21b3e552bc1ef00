"""A bound of fewest hand-overs that asks only who is covered, not who pays.

Where no fund may pay both this month and the next for the people of a slot, everybody covered then must be
taken onto another list. The months between two such breaks are a spell: whoever is covered in any of them
was taken onto a list in it, so a spell costs at least as many persons as its fullest month has. Lists can do
no better than the sum over all spells; where whole persons reach it, the linear program over all lists need
not be solved to prove that nothing is better.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.model.program import FREE, Program
from optimizer.solve.highs import Loaded
from optimizer.solve.ranges import Entries


def fewest_taken(program: Program, brief: Program, loaded: Loaded) -> float:
    """The least sum over all spells of the persons covered in their fullest month.

    ``loaded`` is the ``brief`` program of who is covered, with the goals before held; ``program`` is the one
    with lists. What is added to it stays loaded.
    """
    spell = spells(program)
    covered = brief.decisions.covered.ravel()
    fullest = loaded.add_columns(
        np.zeros(spell.max(initial=-1) + 1), np.full(spell.max(initial=-1) + 1, FREE)
    )
    pairs = np.stack([covered, fullest[spell.ravel()]], axis=1).astype(np.int32)
    values = np.tile([-1.0, 1.0], len(pairs))
    start = np.arange(0, pairs.size, 2, dtype=np.int32)
    loaded.add_rows(Entries(start, pairs.ravel(), values), np.zeros(len(pairs)), np.full(len(pairs), FREE))
    cost = np.zeros(loaded.columns)
    cost[fullest] = 1
    return loaded.minimise(cost, "spells").objective


def spells(program: Program) -> NDArray[np.int64]:
    """``(s, t)`` the number of the spell in which each month of each slot lies."""
    return program.once("spells", lambda: _spells(program))


def _spells(program: Program) -> NDArray[np.int64]:
    problem, cells = program.problem, program.problem.cells
    goes_on = np.zeros((problem.slots, len(problem.months)), dtype=bool)
    follows = (
        (cells.slot[1:] == cells.slot[:-1])
        & (cells.fund[1:] == cells.fund[:-1])
        & (cells.month[1:] == cells.month[:-1] + 1)
    )
    goes_on[cells.slot[1:][follows], cells.month[1:][follows]] = True
    found: NDArray[np.int64] = np.cumsum(~goes_on.ravel()).reshape(goes_on.shape) - 1
    return found
