"""All that a study says, as one frozen value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from optimizer.answers.doubts import Doubt, first_open
from optimizer.answers.outcome import Outcome
from optimizer.answers.study import GridRow, Study
from optimizer.plan.shapes import GoalValue
from optimizer.plan.steps import parts
from optimizer.study.designing.written import digest
from optimizer.study.telling.breaks import SOLVE, breaks
from optimizer.study.telling.frequencies import bands, failed, lines, regions, targets
from optimizer.study.telling.mattering import rankings
from optimizer.study.telling.results import Results, value_of
from optimizer.units import Persons, Share


def summary(results: Results, solve: SOLVE) -> Study:
    """The summary; ``solve`` is asked for the plans that narrow down where something changes."""
    solved = [outcome for outcome in results.outcomes if outcome.solved]
    found, unrefined, probes = breaks(results, solve) if solved else ((), 0, 0)
    study = results.study
    return Study(
        status=status(results.outcomes),
        title=study.title,
        digest=digest(study, results.cases),
        seed=study.seed,
        month=results.month,
        cases=len(results.cases),
        solved=len(solved),
        different=len({outcome.digest for outcome in results.outcomes if outcome.digest}),
        probes=probes,
        judged=results.judged,
        runs=len(results.runs),
        asked=len(results.asked),
        middle=results.middle[0].number if results.middle else None,
        elsewhere=tuple(sorted(Counter(one.month for one in results.elsewhere if one.month).items())),
        target=results.target,
        target_of=results.places,
        base=None if results.is_elsewhere(results.base) else results.base.headline,
        bands=bands(results),
        rankings=rankings(results),
        chance=Share(min(Fraction(4, max(len(results.runs) - 1, 1)), Fraction(1))),
        breaks=found,
        unrefined=unrefined,
        targets=targets(results.runs, results.middle[1] if results.middle else None),
        regions=regions(results),
        lines=lines(results.runs),
        grid_of=tuple(results.thing(one.factor.path) for one in study.grid),
        grid=_grid(results),
        failed=failed(results),
        doubts=tuple(_doubts(results)),
    )


def _doubts(results: Results) -> Iterator[Doubt]:
    """The first open goal of each plan that is not proven; a case with other goals is not looked into."""
    scenario = results.study.base.scenario
    several = parts(scenario)
    names = [goal.name for goal in scenario.goals]
    for outcome in results.outcomes:
        if outcome.status == "within_bound" and [goal.name for goal in outcome.goals] == names:
            yield first_open(scenario, [GoalValue(*goal) for goal in outcome.goals], several)


def status(outcomes: Sequence[Outcome]) -> str:
    """The weakest of all plans; where there is none, why."""
    solved = [one.status for one in outcomes if one.solved]
    if not solved:
        return outcomes[0].status
    return "within_bound" if "within_bound" in solved else "optimal"


def _grid(results: Results) -> tuple[GridRow, ...]:
    levels = [{level.text: level for level in one.levels} for one in results.study.grid]
    paths = [one.path for one in results.study.factors]
    places = [paths.index(one.factor.path) for one in results.study.grid]
    return tuple(
        GridRow(
            case.number,
            tuple(value_of(known[case.values[place]]) for known, place in zip(levels, places, strict=True)),
            outcome.status,
            outcome.month,
            None if (short := results.shortfall(outcome)) is None else Persons(short),
            outcome.headline,
        )
        for case, outcome in results.of("grid")
    )
