"""Which figure matters most: one at a time between its low and high, and across a sample."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.answers.outcome import Outcome
from optimizer.answers.study import Bar, Influence, Measure, Ranking
from optimizer.study.designing.amounts import read
from optimizer.study.designing.shapes import Law, Swing
from optimizer.study.telling.counting import explained_by_kind, explained_by_rank
from optimizer.study.telling.results import Results, value_of
from optimizer.units import Share


def rankings(results: Results) -> tuple[Ranking, ...]:
    """What matters most for each result that is not the same in every case; at least for the first."""
    return tuple(
        Ranking(measure, tornado(results, measure), influences(results, measure))
        for measure in results.measures
    )


def tornado(results: Results, measure: Measure) -> tuple[Bar, ...]:
    """Each swing with what it does to the measure, the widest first."""
    pairs = results.of("swing")
    bars = [
        _bar(results, swing, [outcome for _, outcome in pairs[2 * place : 2 * place + 2]], measure)
        for place, swing in enumerate(results.study.swings)
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.width, bar.thing.path)))


def _bar(results: Results, swing: Swing, pair: Sequence[Outcome], measure: Measure) -> Bar:
    ends = [results.reached(outcome, measure) for outcome in (*pair, results.base)]
    known = [end for end in ends if end is not None]
    return Bar(
        results.thing(swing.factor.path),
        value_of(swing.low),
        value_of(swing.high),
        ends[0],
        ends[1],
        max(known) - min(known) if known else 0,
        proven=all(outcome.status != "within_bound" for outcome in (*pair, results.base)),
    )


def influences(results: Results, measure: Measure) -> tuple[Influence, ...]:
    """What share of the differences between runs goes with each drawn figure, the strongest first."""
    sample = results.study.sample
    if sample is None:
        return ()
    columns = [one.path for one in results.study.factors]
    solved = [
        (case, value)
        for case, outcome in results.of("sample")
        if (value := results.reached(outcome, measure)) is not None
    ]
    values = [value for _, value in solved]
    found = []
    for law in sample.laws:
        place = columns.index(law.factor.path)
        drawn = [case.values[place] for case, _ in solved]
        found.append(_influence(results, law, drawn, values))
    return tuple(sorted(found, key=lambda one: (-one.explained, one.thing.path)))


def _influence(results: Results, law: Law, drawn: list[str], values: list[int]) -> Influence:
    numbers = law_numbers(law, drawn)
    thing = results.thing(law.factor.path)
    if numbers is None:
        return Influence(thing, Share(explained_by_kind(drawn, values)), None)
    part, sign = explained_by_rank(numbers, values)
    return Influence(thing, Share(part), sign > 0 if sign else None)


def law_numbers(law: Law, drawn: list[str]) -> list[Fraction] | None:
    """The drawn values as numbers that can be put in order; None where they cannot."""
    if law.levels:
        known = {level.text: level.amount for level in law.levels}
        kinds = {(one.how, one.unit) for one in known.values() if one is not None}
        if None in known.values() or len(kinds) != 1:
            return None
        return [one.value for text in drawn if (one := known[text]) is not None]
    return [read(text, law.factor.unit).value for text in drawn]
