"""One fund by whole plans, for orders of goals in which none alone decides how many are covered.

A plan of the whole scenario is dear, so only few are solved, and nothing is claimed of ceilings between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from optimizer.probes.trace_ceiling import Ceiling
from optimizer.questions.changes import with_ceilings
from optimizer.questions.desk import Desk

TRIES = 5
"""So many plans at most are solved between one that loses or gains somebody and one that does not."""


FASTER = 8
"""A cut that loses nobody is tried so many times larger next."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where persons change: a step that was solved, and whether the one beside it was, too."""

    step: int
    sharp: bool
    """Whether the very next step was solved as well; where not, the change lies somewhere before it."""


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
        """A step with more persons, the smallest of those solved; None where no plan looked at has."""

        def gains(step: int) -> bool:
            there = self.persons(step)
            return there is not None and there > persons

        sum_asked = self.ceiling.step_of(self.ceiling.now + add)
        far = next((step for step in (min(sum_asked, self.end), self.end) if gains(step)), None)
        if far is None:
            return None
        gained = (self.persons(far) or 0) - persons
        guess = self.now + max(1, -(-(far - self.now) // gained))
        return _turn(gains, self.now, far, guess).step

    def first_loss(self, persons: int) -> Turn | None:
        """A step with fewer persons, none lost at one above it; None where an empty fund loses none.

        Where the turn is not sharp, ``step`` is just below the smallest ceiling solved that loses nobody.
        """

        def loses(step: int) -> bool:
            there = self.persons(step)
            return there is None or there < persons

        if self.now and loses(self.now - 1):
            return Turn(self.now - 1, sharp=True)
        if not loses(0) or not self.now:
            return None
        low, high, less = 0, self.now - 1, self._price
        for _ in range(TRIES):
            if high - less <= low:
                break
            if loses(high - less):
                low = high - less
            else:
                high, less = high - less, less * FASTER
        found = _turn(lambda step: not loses(step), low, high)
        return Turn(found.step - 1, found.sharp)

    @property
    def _price(self) -> int:
        """Steps that pay for one person in every month in which the fund may pay."""
        rupiah = self.ceiling.person
        return max(1, self.ceiling.step_of(rupiah))


def _turn(holds: Callable[[int], bool], low: int, high: int, guess: int | None = None) -> Turn:
    """The smallest step solved that holds, above one that does not; ``high`` holds and ``low`` does not.

    The guess comes first, then the step below it, which mostly settles it, or one twice as far.
    """
    origin = low
    for _ in range(TRIES):
        if high - low <= 1:
            break
        middle = guess if guess is not None and low < guess < high else (low + high) // 2
        if holds(middle):
            high, guess = middle, None if guess is None or high == guess + 1 else middle - 1
        else:
            low, guess = middle, None if guess is None or high == guess + 1 else 2 * middle - origin
    return Turn(high, high - low <= 1)
