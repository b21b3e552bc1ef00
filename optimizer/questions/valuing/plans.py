"""One fund by whole plans, for orders of goals in which none alone decides how many are covered."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from optimizer.probes.trace_ceiling import Ceiling
from optimizer.questions.changes import with_ceilings
from optimizer.questions.desk import Desk


class Plans:
    """Audited plans of one scenario with other ceilings of one fund, by its steps."""

    def __init__(self, desk: Desk, name: str) -> None:
        """A step is a ceiling in whole units, or in rupiah where shares of it move with it."""
        self._desk, self._name = desk, name
        self.ceiling = Ceiling(desk.scenario, name, desk.program(desk.problem), desk.problem)
        self.now = self.ceiling.step_of(self.ceiling.now)
        self.end = max(self.now, self.ceiling.step_of(self.ceiling.useful))
        self.persons = lru_cache(maxsize=512)(self._persons)

    def _persons(self, step: int) -> int | None:
        """Persons of the last month; None where hard rules contradict each other."""
        if step == self.now:
            return int(self._desk.base.totals.persons_end)
        ceilings = {self._name: self.ceiling.least(step)}
        plan = self._desk.tried(with_ceilings(self._desk.scenario, ceilings))
        return None if plan is None else int(plan.totals.persons_end)

    def first_gain(self, persons: int, add: int) -> int | None:
        """A step with more persons, the one below it having none more; None where no plan looked at has."""

        def gains(step: int) -> bool:
            there = self.persons(step)
            return there is not None and there > persons

        sum_asked = self.ceiling.step_of(self.ceiling.now + add)
        far = next((step for step in (min(sum_asked, self.end), self.end) if gains(step)), None)
        if far is None:
            return None
        gained = (self.persons(far) or 0) - persons
        guess = self.now + max(1, -(-(far - self.now) // gained))
        return _turn(gains, self.now, far, guess)

    def first_loss(self, persons: int) -> int | None:
        """A step with fewer persons, none lost at the one above it; None where an empty fund loses none."""

        def loses(step: int) -> bool:
            there = self.persons(step)
            return there is None or there < persons

        if self.now and loses(self.now - 1):
            return self.now - 1
        if not loses(0) or not self.now:
            return None
        return _turn(lambda step: not loses(step), 0, self.now, None) - 1


def _turn(holds: Callable[[int], bool], low: int, high: int, guess: int | None) -> int:
    """A step that holds while the one below it does not; ``high`` holds and ``low`` does not."""
    while high - low > 1:
        middle = (low + high) // 2
        if guess is not None and low < guess < high:
            # the guess, then the step below it: mostly that settles it
            middle, guess = guess, guess - 1 if holds(guess) else guess + 1
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
