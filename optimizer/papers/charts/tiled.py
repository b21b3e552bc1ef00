"""The map of a province, one tile a region."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil, sqrt
from pathlib import Path

from optimizer.answers.headline import widest
from optimizer.papers.charts.described import Tile, Tiles
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import shown
from optimizer.plan.shapes import RegionRow
from optimizer.scenario.measured import others_in
from optimizer.units import Share

STEPS = 5
"""Shades of the map."""

_PLACES = Path(__file__).with_name("tiles.toml")


def tiles(dossier: Dossier) -> Tiles:
    """How far each region is: participants over workers where a UCJ target is asked, else persons over the
    eligible. Shades lie in equal steps up to the share aimed at, so that the darkest is near it; where none
    is, between the lowest and the highest value."""
    target = widest(dossier.plan)
    ucj = target is not None and target.measure == "ucj"
    values = {row.code: _value(dossier, row, ucj=ucj) for row in dossier.plan.regions}
    low, high = min(values.values(), default=Share(0)), max(values.values(), default=Share(0))
    asked = dossier.scenario.targets[target.id].share.number if ucj and target is not None else None
    if asked:
        low, high = Share(0), Share(asked)
    where = places(tuple(sorted(values)))
    found = [
        Tile(
            code,
            dossier.place(code),
            *where[code],
            value,
            shown(value, dossier.language),
            _step(value, low, high),
        )
        for code, value in values.items()
    ]
    ends = [Share(low + (high - low) * step / STEPS) for step in range(STEPS + 1)]
    return Tiles(
        key="map",
        title=dossier.say(f"papers.picture.map_{'ucj' if ucj else 'eligible'}"),
        said=dossier.say(f"papers.picture.map_said{'_asked' if asked else ''}", share=asked),
        tiles=tuple(sorted(found, key=lambda tile: (tile.row, tile.column))),
        steps=_steps(dossier, ends, beyond=bool(asked)),
    )


def _steps(dossier: Dossier, ends: Sequence[Share], *, beyond: bool) -> tuple[str, ...]:
    """What the shades mean; ``beyond``: the darkest also stands for all above it."""
    said = [shown(end, dossier.language) for end in ends]
    found = [first if first == last else f"{first}–{last}" for first, last in pairwise(said)]
    return (*found[:-1], f"≥ {said[-2]}") if beyond else tuple(found)


def places(codes: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Row and column of each region: as laid out by hand, or in order of code, nearly square."""
    known = _known()
    if codes and all(code in known for code in codes) and len({code[:2] for code in codes}) == 1:
        return {code: known[code] for code in codes}
    wide = max(ceil(sqrt(len(codes) * 2)), 1)
    return {code: divmod(place, wide) for place, code in enumerate(codes)}


@cache
def _known() -> Mapping[str, tuple[int, int]]:
    laid: Mapping[str, list[list[str]]] = tomllib.loads(_PLACES.read_text("utf-8"))
    return {
        code: (row, column)
        for rows in laid.values()
        for row, codes in enumerate(rows)
        for column, code in enumerate(codes)
        if code
    }


def _value(dossier: Dossier, row: RegionRow, *, ucj: bool) -> Share:
    if not ucj:
        return Share(Fraction(row.persons_end, row.eligible) if row.eligible else 0)
    workers = int(dossier.scenario.regions[row.code].workers.number)
    others = others_in(dossier.scenario, row.code, dossier.scenario.horizon.last)
    return Share(Fraction(others + row.persons_end, workers) if workers else 0)


def _step(value: Share, low: Share, high: Share) -> int:
    return min(int((value - low) / (high - low) * STEPS), STEPS - 1) if high > low else STEPS - 1
