"""Over all runs: bands, how often targets are met, which lines survive, what each region is sure of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from optimizer.answers.outcome import Outcome
from optimizer.answers.study import Band, Fails, LineRuns, Measure, RegionRuns, TargetRuns
from optimizer.study.telling.counting import quantile
from optimizer.study.telling.results import Results
from optimizer.units import Code, PersonMonths, Persons, Share

BANDS: tuple[Measure, ...] = ("persons_end", "person_months", "rupiah", "dropped", "shortfall")


def bands(results: Results) -> tuple[Band, ...]:
    """Each figure of the headline over all runs; the shortfall only where there is a target."""
    found: list[Band] = []
    for measure in BANDS:
        values = [value for run in results.runs if (value := results.reached(run, measure)) is not None]
        if not values or (measure == "shortfall" and not results.target):
            continue
        p10, p50, p90 = (quantile(values, at) for at in (1, 5, 9))
        middle = results.reached(results.middle[1], measure) if results.middle else None
        found.append(Band(measure, min(values), p10, p50, p90, max(values), middle, len(values)))
    return tuple(found)


def targets(runs: Sequence[Outcome], middle: Outcome | None) -> tuple[TargetRuns, ...]:
    """How often each target is met in each place, in the order in which they first come."""
    own = {(row.id, row.of): row.shortfall for row in middle.targets} if middle else {}
    short: dict[tuple[str, str], list[Persons]] = {}
    met: dict[tuple[str, str], int] = {}
    for run in runs:
        for row in run.targets:
            short.setdefault((row.id, row.of), []).append(row.shortfall)
            met[row.id, row.of] = met.get((row.id, row.of), 0) + row.met
    return tuple(
        TargetRuns(
            *key,
            met[key],
            len(rows),
            Persons(quantile(rows, 1)),
            Persons(quantile(rows, 5)),
            Persons(quantile(rows, 9)),
            own.get(key),
        )
        for key, rows in short.items()
    )


def regions(results: Results) -> tuple[RegionRuns, ...]:
    """Each region's persons over all runs, in order of code."""
    names = {code: region.name for code, region in results.study.base.scenario.regions.items()}
    own = () if results.is_elsewhere(results.base) else results.base.regions
    base = {row.code: row.persons_end for row in own}
    middle = {row.code: row.persons_end for row in results.middle[1].regions} if results.middle else {}
    ends: dict[Code, list[Persons]] = {}
    for run in results.runs:
        for row in run.regions:
            ends.setdefault(row.code, []).append(row.persons_end)
    return tuple(
        RegionRuns(
            code,
            names.get(code, str(code)),
            base.get(code),
            Persons(min(values) if len(values) == len(results.runs) else 0),
            Persons(quantile(values, 1)),
            Persons(quantile(values, 5)),
            Persons(max(values)),
            middle.get(code),
        )
        for code, values in sorted(ends.items())
    )


def lines(runs: Sequence[Outcome]) -> tuple[LineRuns, ...]:
    """In how many runs each line of the plan is there, the surest first, then the largest."""
    months: dict[tuple[Code, str, str], list[PersonMonths]] = {}
    for run in runs:
        for row in run.lines:
            months.setdefault((row.region, row.group, row.fund), []).append(row.person_months)
    rows = [
        LineRuns(
            *key,
            len(values),
            Share(len(values), len(runs)),
            PersonMonths(min(values) if len(values) == len(runs) else 0),
            PersonMonths(max(values)),
        )
        for key, values in months.items()
    ]
    rows.sort(key=lambda row: (-row.runs, -row.least, -row.most, row.region, row.group, row.fund))
    return tuple(rows)


def failed(results: Results) -> tuple[Fails, ...]:
    """Cases without a plan, those for the same reason together, the most frequent first."""
    alike: dict[object, list[tuple[int, Outcome]]] = {}
    for case, outcome in zip(results.cases, results.outcomes, strict=True):
        if not outcome.solved:
            key = (outcome.status, tuple(one.code for one in outcome.findings))
            alike.setdefault(key, []).append((case.number, outcome))
    return tuple(sorted(_fails(alike.values()), key=lambda one: (-len(one.cases), one.cases)))


def _fails(alike: Iterable[list[tuple[int, Outcome]]]) -> Iterator[Fails]:
    for cases in alike:
        first = cases[0][1]
        yield Fails(first.status, first.findings, tuple(number for number, _ in cases))
