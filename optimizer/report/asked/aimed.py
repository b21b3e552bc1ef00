"""The places of a target in a sentence."""

from __future__ import annotations

from optimizer.plan.shapes import TargetRow
from optimizer.report import names
from optimizer.report.view import Look

MOST_NAMED = 3
"""Of more places only their number is told."""


def aimed(look: Look, target: TargetRow) -> str:
    """The names of a target's places, or how many there are."""
    codes = target.of.split(",")
    if len(codes) > MOST_NAMED:
        return look.say("asked.regions_together", count=len(codes))
    return names.places(look.scenario, target.of, look.language)
