"""A study as a list of cases, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from optimizer.study.case import Case
from optimizer.study.designing.drawing import drawn
from optimizer.study.designing.shapes import VARIANT, Level, Study

MOST_CASES = 100_000
"""Cases of one study."""

Chosen = Mapping[str, Level]
"""The value of each factor that is changed, by its path."""


def count(study: Study) -> int:
    """How many cases there are, before any is made."""
    grid = 1 if study.grid else 0
    for one in study.grid:
        grid *= len(one.levels)
    return 1 + grid + (study.sample.count if study.sample else 0) + 2 * len(study.swings)


def cases(study: Study) -> tuple[Case, ...]:
    """Every case: nothing changed, the grid (its last factor changing fastest), the sample, the swings."""
    every = [("base", {}), *_grid(study), *_sample(study), *_swings(study)]
    return tuple(case_of(study, number, role, chosen) for number, (role, chosen) in enumerate(every))


def case_of(study: Study, number: int, role: str, chosen: Chosen) -> Case:
    """One case, upon the study's own variants and changes; variants are laid on before any change."""
    named = chosen.get(VARIANT)
    values = [
        chosen[one.path].text if one.path in chosen and role != "swing" else "" for one in study.factors
    ]
    if study.swings:
        ((path, level),) = chosen.items() if role == "swing" else (("", None),)
        values += [path, level.text if level else ""]
    sets = tuple(f"{path}={level.text}" for path, level in chosen.items() if path != VARIANT)
    return Case(
        number,
        named.variants if named else (),
        sets,
        tuple(values),
        role,
    )


def _grid(study: Study) -> Iterator[tuple[str, Chosen]]:
    if not study.grid:
        return
    paths = [one.factor.path for one in study.grid]
    for levels in product(*(one.levels for one in study.grid)):
        yield "grid", dict(zip(paths, levels, strict=True))


def _sample(study: Study) -> Iterator[tuple[str, Chosen]]:
    if study.sample is None:
        return
    columns = {law.factor.path: drawn(law, study.sample, study.seed) for law in study.sample.laws}
    for place in range(study.sample.count):
        yield "sample", {path: column[place] for path, column in columns.items()}


def _swings(study: Study) -> Iterator[tuple[str, Chosen]]:
    for swing in study.swings:
        yield "swing", {swing.factor.path: swing.low}
        yield "swing", {swing.factor.path: swing.high}
