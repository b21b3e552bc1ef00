"""The map of a study: one tile a region, darker the more often its targets are met."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

from optimizer.papers.page.blocks import Map, MapTile
from optimizer.papers.studied.asked import Asked
from optimizer.report import names
from optimizer.text.numbers import share

STEPS = 5


def met(asked: Asked) -> Map | None:
    """None where no target is a single region's, or none is ever met: there is nothing to tell apart."""
    look, parts = asked.look, defaultdict[str, list[Fraction]](list)
    for row in asked.answer.targets:
        if row.of in look.scenario.regions and row.runs:
            parts[row.of].append(Fraction(row.met, row.runs))
    least = {code: min(found) for code, found in sorted(parts.items())}
    if len(least) < 2 or not any(least.values()):
        return None
    provinces: dict[str, list[MapTile]] = defaultdict(list)
    for code, part in least.items():
        step = min(int(part * STEPS), STEPS - 1)
        name = names.place(look.scenario, code, look.language)
        provinces[code[:2]].append(MapTile(code, name, share(part, look.language), step))
    ends = [share(Fraction(step, STEPS), look.language) for step in range(STEPS + 1)]
    return Map(
        look.say("framed.map"),
        look.say("framed.map_said"),
        tuple(
            (names.place(look.scenario, code, look.language), tuple(tiles))
            for code, tiles in provinces.items()
        ),
        tuple(f"{first}–{last}" for first, last in pairwise(ends)),
    )
