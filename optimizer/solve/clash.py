"""Which hard rules contradict each other: a smallest set in which every rule is needed for the clash."""

from __future__ import annotations

from optimizer.errors import Finding
from optimizer.model.program import Program
from optimizer.solve.held import Rules, smallest
from optimizer.solve.highs import Limits


def clash(program: Program, limits: Limits) -> list[Finding]:
    """Name the rules of one smallest clashing set, in the order of the program."""
    rules = Rules(program, limits)
    if not rules.clash(rules.claims):
        return [Finding("clash.whole_persons")]
    found = smallest(rules.clash, [], rules.blamed)
    ordered = [claim for claim in rules.claims if claim in found]
    return [
        Finding("clash.set", {"rules": len(ordered)}),
        *(Finding(f"clash.{claim.rule}", dict(claim.facts)) for claim in ordered),
    ]
