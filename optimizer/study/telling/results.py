"""A study and what its cases came to, and how one value of it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from optimizer.answers.headline import Headline
from optimizer.answers.outcome import Outcome
from optimizer.answers.study import Judged, Measure, Thing, Value
from optimizer.study.case import Case
from optimizer.study.designing.amounts import Amount
from optimizer.study.designing.levels import typed
from optimizer.study.designing.shapes import Level, Study
from optimizer.units import Month

Known = TypeVar("Known")

MEASURES: tuple[Measure, ...] = ("persons_end", "shortfall", "person_months", "dropped", "rupiah")
"""In the order in which the first that differs is asked for."""


@dataclass(frozen=True)
class Results:
    """Every case with its outcome, in the order of the cases."""

    study: Study
    cases: tuple[Case, ...]
    outcomes: tuple[Outcome, ...]

    @cached_property
    def judged(self) -> Judged:
        """What frequencies are counted in: a sample stands for what may happen, a grid for choices."""
        roles = {case.role for case in self.cases}
        return "sample" if "sample" in roles else "grid" if "grid" in roles else "swing"

    def of(self, *roles: str) -> list[tuple[Case, Outcome]]:
        """The cases of some parts."""
        return [pair for pair in zip(self.cases, self.outcomes, strict=True) if pair[0].role in roles]

    @cached_property
    def asked(self) -> list[tuple[Case, Outcome]]:
        """The cases that are judged, solved or not, but for those that end in another month."""
        return [pair for pair in self.of(self.judged) if not self.is_elsewhere(pair[1])]

    @cached_property
    def elsewhere(self) -> list[Outcome]:
        """Cases that would be judged if they did not end in another month: their persons say nothing here."""
        return [outcome for _, outcome in self.of(self.judged) if self.is_elsewhere(outcome)]

    def is_elsewhere(self, outcome: Outcome) -> bool:
        """Whether a plan ends in another month than those that are judged."""
        return outcome.month is not None and outcome.month != self.month

    @cached_property
    def runs(self) -> list[Outcome]:
        """Those of them that have a plan."""
        return [outcome for _, outcome in self.asked if outcome.solved]

    @cached_property
    def middle(self) -> tuple[Case, Outcome] | None:
        """The run in the middle by its persons, the lower of two; of those alike the one that misses most.

        Figures of one run belong together, which the middle of each figure by itself need not.
        """
        known = [
            (int(outcome.headline.persons_end), -(self.shortfall(outcome) or 0), case.number, (case, outcome))
            for case, outcome in self.asked
            if outcome.headline is not None
        ]
        return sorted(known, key=lambda one: one[:3])[(len(known) - 1) // 2][-1] if known else None

    @cached_property
    def month(self) -> Month:
        """The last month of what is judged: the scenario's own, else that of most cases."""
        own = self.study.base.scenario.horizon.last
        return _of_most(own, (one.month for _, one in self.of(self.judged) if one.month)) or own

    @cached_property
    def target(self) -> str:
        """The target that shortfalls are told of: the widest of the scenario, else of most runs; or empty."""
        return _of_most(self.base.widest, (one.widest for one in self.runs if one.widest)) or ""

    @cached_property
    def places(self) -> str:
        """The places of that target, joined by commas."""
        found = next(([row.of for row in run.targets if row.id == self.target] for run in self.runs), [])
        return ",".join(found)

    def shortfall(self, outcome: Outcome) -> int | None:
        """Missing to that target; None where the case does not have it."""
        rows = [int(row.shortfall) for row in outcome.targets if row.id == self.target]
        return sum(rows) if rows else None

    def reached(self, outcome: Outcome, measure: Measure) -> int | None:
        """One figure of a case; None where it has none that can be compared."""
        if outcome.headline is None or self.is_elsewhere(outcome):
            return None
        return self.shortfall(outcome) if measure == "shortfall" else figure(outcome.headline, measure)

    @cached_property
    def base(self) -> Outcome:
        """The scenario as it is."""
        return self.outcomes[0]

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Results that are not the same in every case: persons and shortfall, else the next of them."""
        moved = [
            name for name in MEASURES if len({self.reached(one, name) for one in self.outcomes} - {None}) > 1
        ]
        return tuple(name for name in moved if name in MEASURES[:2]) or tuple(moved[:1]) or MEASURES[:1]

    def thing(self, path: str) -> Thing:
        """Something varied, under the study's own name for it."""
        return Thing(path, self.study.labels.get(path, ""))


def figure(headline: Headline, measure: Measure) -> int:
    """One figure of a headline."""
    found: int = getattr(headline, measure)
    return int(found)


def _of_most(own: Known, found: Iterable[Known]) -> Known | None:
    """What is found most often; our own where it is found at all."""
    counted = Counter(found)
    return own if own in counted else max(counted, key=lambda one: (counted[one], str(one)), default=None)


def value_of(level: Level) -> Value:
    """One value as the page prints it."""
    return amount_value(level.amount) if level.amount is not None else Value(level.text, None)


def amount_value(amount: Amount) -> Value:
    """A number as the page prints it; a change stays the text it is."""
    number = typed(amount.value, amount.unit) if amount.how == "is" else None
    return Value(amount.text, number)  # type: ignore[arg-type] # a number of one of the units


def in_order(study: Study, found: Mapping[int, Outcome], cases: Sequence[Case]) -> Results:
    """The outcomes put in the order of their cases."""
    return Results(study, tuple(cases), tuple(found[case.number] for case in cases))
