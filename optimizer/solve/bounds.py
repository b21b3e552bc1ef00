"""What whole persons can reach at best, goal by goal: the linear bound and the best whole value within it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from math import ceil

from optimizer.model.goals import Objective, objective
from optimizer.model.program import Program
from optimizer.scenario.schema import Goal
from optimizer.solve.highs import Limits, Loaded, NothingFitsError
from optimizer.solve.ordered import SNAP, Optimum, Reached, best, hold, settle, snapped_floor
from optimizer.solve.spells import fewest_taken
from optimizer.solve.trail import Face
from optimizer.solve.unfolded import unfolded

ROUNDED = Fraction(1, 10**11)
"""Of a large sum the solver may be off by this part; a bound is then told a step better, never worse."""

Kinds = tuple[tuple[Goal, bool], ...]


@dataclass(frozen=True, eq=False)
class Full:
    """The program that can state every goal, loaded only when it is asked."""

    program: Program
    loaded: Callable[[], Loaded]


class Bounds:
    """The linear optimum of each goal while the goals before are held at whole values."""

    def __init__(
        self,
        program: Program,
        linear: Optimum,
        loaded: Loaded,
        full: Full | None = None,
        under: Bounds | None = None,
    ) -> None:
        """``linear`` is what each goal reaches before anything is rounded; ``loaded`` is used from now on.

        A goal that ``program`` cannot state is asked of the ``full`` one, which has this one ``under`` it.
        """
        self._under, self._optimum = under, linear
        self.program, self._linear, self._loaded, self._full = program, linear.goals, loaded, full
        self._held: list[Reached] | None = None
        self._found: dict[tuple[object, ...], Reached] = {}
        self._beyond: Bounds | None = None

    def next(self, values: Sequence[Reached]) -> Reached:
        """The bound of the goal that follows ``values``; without rounding so far it is known already."""
        place = len(values)
        if place < len(self._linear) and all(map(self._same, values, self._linear)):
            return self._linear[place]
        if place >= len(self._linear) and self._full is not None:
            return self._over_all(self._full).next(values)
        asked = tuple((value.value, tuple(sorted(value.persons.items()))) for value in values)
        if asked not in self._found:
            goal = self.program.problem.scenario.goals[place]
            self._found[asked] = self._along(values, goal) or self._best(values, goal)
        return self._found[asked]

    def _along(self, values: Sequence[Reached], goal: Goal) -> Reached | None:
        """The bound at one go, where a face that is known has a point."""
        kinds = self._kinds(values)
        for face in self._faces(values, kinds):
            self._loaded.reset()
            self._held = None
            for value, (_, settled) in zip(values, kinds, strict=True):
                if not settled:
                    hold(self.program, self._loaded, value)
            if self._loaded.keep_to(face):
                if self._under is not None:  # no walk through the goals has led here
                    self._loaded.afresh()
                with suppress(NothingFitsError):
                    return best(self.program, self._loaded, goal)
        return None

    def _faces(self, values: Sequence[Reached], kinds: Kinds) -> Iterator[Face]:
        """Faces on which the goals may stand at ``values``."""
        if self._under is not None:
            yield from (
                unfolded(face, self._under.program, self.program) for face in self._under.stand(values)
            )
        elif self._loaded.trail is not None and not self._held:
            yield from (way.face for way in self._loaded.trail.ways(("bounds", kinds)))

    def stand(self, values: Sequence[Reached]) -> Iterator[Face]:
        """Faces of known ways first, then the one on which the goals stand at ``values``."""
        if self._loaded.trail is not None:
            yield from (way.face for way in self._loaded.trail.ways(("bounds", self._kinds(values))))
        face = self._walked(values)
        if face is not None:
            yield face

    def _best(self, values: Sequence[Reached], goal: Goal) -> Reached:
        """The bound after walking through the goals before."""
        self._walked(values)
        return best(self.program, self._holding(values), goal)

    def _walked(self, values: Sequence[Reached]) -> Face | None:
        """The face of a walk through the goals, which is a way for others to come."""
        loaded = self._holding(values)
        if loaded.columns > self.program.columns:  # with rows of leximin among those that hold goals
            self._held = None
            loaded = self._holding(values)
        face = loaded.passed(added=True)
        if loaded.trail is not None:
            loaded.trail.learn(("bounds", self._kinds(values)), face)
        return face

    def _kinds(self, values: Sequence[Reached]) -> Kinds:
        """Each goal with whether it is settled as a linear program or held by rows.

        A value that is the linear optimum itself leaves no room for a row to be held in.
        """
        return tuple(
            (value.goal, _can_settle(value.goal) and self._same(value, self.next(values[:place])))
            for place, value in enumerate(values)
        )

    def _over_all(self, full: Full) -> Bounds:
        """The same bounds, with what is known of them, over the full program."""
        if self._beyond is None:
            self._beyond = Bounds(full.program, self._optimum, full.loaded(), under=self)
            self._beyond._found = self._found
        return self._beyond

    def all(self, values: Sequence[Reached]) -> list[Reached]:
        """The bound of every goal."""
        *before, last = values
        found = [self.next(values[:place]) for place in range(len(before))]
        return [*found, self._reached_at_spells(before, last) or self.next(before)]

    def _reached_at_spells(self, before: Sequence[Reached], last: Reached) -> Reached | None:
        """The bound of fewest hand-overs, where it is known to be what was reached: nothing can be lower."""
        if self._full is None or len(before) < len(self._linear) or last.goal.name != "steady":
            return None
        loaded = self._holding(before)
        self._held = None  # what is added for spells stays loaded
        with suppress(NothingFitsError):
            least = fewest_taken(self._full.program, self.program, loaded)
            if reaches(least, last.value):
                return last
        return None

    def _holding(self, values: Sequence[Reached]) -> Loaded:
        """A linear program in which the goals are held at ``values``."""
        if self._held is None or self._held != list(values[: len(self._held)]):
            self._loaded.reset()
            self._held = []
        self._keep_to_known_faces(values)
        for reached, (goal, settled) in list(zip(values, self._kinds(values), strict=True))[
            len(self._held) :
        ]:
            if settled:
                settle(self.program, self._loaded, goal)
            else:
                hold(self.program, self._loaded, reached)
            self._held.append(reached)
        return self._loaded

    def _keep_to_known_faces(self, values: Sequence[Reached]) -> None:
        """Goals that stand at their linear optimum are not solved again where its face is known."""
        assert self._held is not None, "nothing is held yet, or what is held is known"
        if self._under is not None:
            return
        same = sum(
            1 for _ in takewhile(lambda pair: self._same(*pair), zip(values, self._linear, strict=False))
        )
        for count, face in self._optimum.faces:
            if count > same or (count > len(self._held) and not self._loaded.keep_to(face)):
                return
            if count > len(self._held):
                self._loaded.faces.append(face)
                self._held += values[len(self._held) : count]

    def _same(self, reached: Reached, linear: Reached) -> bool:
        if reached.goal.name == "fairness":
            return all(
                abs(reached.persons[region] - there) < SNAP for region, there in linear.persons.items()
            )
        return abs((reached.value - linear.value) / objective(self.program, reached.goal).scale) < SNAP


def reaches(least: float, value: Fraction) -> bool:
    """Whether a solver's bound leaves nothing below a value, however large both are."""
    return least > float(value) - max(SNAP, abs(least) * float(ROUNDED))


def _can_settle(goal: Goal) -> bool:
    """Whether the goal leaves one face, not a range of values or a row for each region."""
    return goal.name != "fairness" and not goal.give_up


def bounds_of(
    program: Program, values: Sequence[Reached], found: list[Reached], limits: Limits
) -> tuple[Fraction, ...]:
    """The linear optimum of each goal while the goals before are held at the plan's own values.

    Without an allowance these are the bounds already ``found``.
    """
    if all(value.goal.give_up is None for value in values):
        return tuple(bound.value for bound in found)
    linear = Loaded(program.arrays, limits)
    bounds = []
    for value in values:
        bounds.append(best(program, linear, value.goal).value)
        hold(
            program,
            linear,
            Reached(value.goal.model_copy(update={"give_up": None}), value.value, value.persons),
        )
    return tuple(bounds)


def on_step(wanted: Objective, cost: float | Fraction) -> Fraction:
    """The best value in whole persons that is no better than a cost: the next multiple of the goal's step."""
    steps = Fraction(cost) * abs(wanted.scale) / wanted.step
    return (
        ceil(steps - max(Fraction(SNAP), abs(steps) * ROUNDED))
        * wanted.step
        * (1 if wanted.scale > 0 else -1)
    )


def best_whole_value(wanted: Objective, bound: Reached) -> Fraction:
    """The best multiple of the goal's step within a linear bound."""
    return on_step(wanted, bound.value / wanted.scale)


def cannot_be_bettered(program: Program, reached: Reached, bound: Reached) -> bool:
    """Whether the whole value is the best multiple of the goal's step within the linear bound."""
    if reached.goal.name == "fairness":
        return all(
            snapped_floor(persons) <= reached.persons[region] <= ceil(persons - SNAP)
            for region, persons in bound.persons.items()
        )
    wanted = objective(program, reached.goal)
    return reached.value * wanted.scale <= best_whole_value(wanted, bound) * wanted.scale
