"""``fair``: for each level of fairness which regions stop there, by what, and who would have to lose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from optimizer.answers.fair import Cause, Fair, Giver, Level, Proof, Purse, Standing, Stop
from optimizer.model.rules import Claim
from optimizer.plan.shapes import Plan, Reason
from optimizer.probes.certificate import Regions, Stopping
from optimizer.questions.changes import people_rule, with_rules
from optimizer.questions.desk import Desk
from optimizer.questions.places import code_of
from optimizer.scenario.ceilings import spendable
from optimizer.scenario.schema import Goal
from optimizer.solve.leximin import fair_regions
from optimizer.solve.ordered import Reached
from optimizer.units import Code, Persons, Rupiah

NEEDS_NO_PROOF = ("covered", "whole", "open", "no_fund")
"""Where nobody else would have to lose."""


def asked(desk: Desk, *, region: str | None = None, every: bool = False) -> Fair:
    """The proof of the plan as it is; of one region, or of every region and not only of the lowest level.

    Raises:
        InvalidError: there is no such region.
        ContradictionError: hard rules contradict each other.
        StoppedError: a limit came first.
    """
    only = None if region is None else code_of(desk.scenario, region)
    goals = desk.scenario.goals
    sought = any(goal.name == "fairness" for goal in goals)
    before = [goal.name for goal in goals].index("fairness") if sought else len(goals)
    proving = _Proving(desk, before)
    levels = []
    for number, places in enumerate(_levels(proving), start=1):
        kept = [place for place in places if only in (None, desk.problem.codes[place])]
        proves = sought and (every or only is not None or number == 1)
        if kept:
            standings = (proving.standing(place, proves=proves) for place in desk.each(kept))
            levels.append(Level(number, tuple(standings)))
    return Fair(
        status=desk.status,
        month=desk.scenario.horizon.last,
        sought=sought,
        before=tuple(goal.name for goal in goals[:before]),
        levels=tuple(levels),
        regions=len(proving.persons),
    )


def _levels(proving: _Proving) -> Iterator[list[int]]:
    """Regions by levels: those within one person of the same share as the lowest of the level."""
    level: list[int] = []
    for _, place in sorted((proving.share(place), place) for place in proving.persons):
        lowest = level[0] if level else place
        here, eligible = proving.persons[place], proving.eligible[place]
        bottom = Fraction(proving.persons[lowest] + 1, proving.eligible[lowest])
        if level and Fraction(here - 1, eligible) >= bottom:
            yield level
            level = []
        level.append(place)
    if level:
        yield level


class _Proving:
    """The plan's regions, held in a loaded program with the goals before fairness at the plan's values."""

    def __init__(self, desk: Desk, before: int) -> None:
        self._desk, self._plan, self._scenario = desk, desk.base, desk.scenario
        problem, goals = desk.problem, desk.scenario.goals[:before]
        end = {row.code: int(row.persons_end) for row in self._plan.regions}
        self.eligible = {place: int(problem.eligible_in[place]) for place in fair_regions(problem)}
        self.persons = {place: end[problem.codes[place]] for place in self.eligible}
        held = [
            Reached(goal.model_copy(update={"give_up": None}), value.value)
            for goal, value in zip(goals, self._plan.goals, strict=False)
        ]
        program = desk.program(problem)
        if all(goal.name != "steady" for goal in goals):
            program = program.without_lists()
        self._before = goals
        self._regions = Regions(program, desk.limits, held, self.persons)

    def share(self, place: int) -> Fraction:
        return Fraction(self.persons[place], self.eligible[place])

    def standing(self, place: int, *, proves: bool) -> Standing:
        code = self._desk.problem.codes[place]
        stop = self._stop(place, free=())
        asked = proves and stop.cause not in NEEDS_NO_PROOF
        return Standing(
            code=code,
            name=self._scenario.regions[code].name,
            persons=Persons(self.persons[place]),
            eligible=Persons(self.eligible[place]),
            stop=stop,
            proof=self._proof(place) if asked else None,
        )

    def _stop(self, place: int, *, free: Sequence[int]) -> Stop:
        """What stops a region: alone, or whoever of ``free`` loses."""
        if self.persons[place] == self.eligible[place]:
            return Stop("covered")
        if self._regions.gains(place, free=free):
            return Stop("open" if self._possible({place: 1}) else "whole")
        found = self._regions.stopping(place, self._near(place), free=free)
        if not found.frees:
            return Stop("no_fund")
        purses = [self._purse(place, claim) for claim in found.claims if claim.rule == "ceiling"]
        rules = [claim for claim in found.claims if claim.rule != "ceiling"]
        blocks = [Reason(f"clash.{claim.rule}", dict(claim.facts)) for claim in rules]
        blocks += [Reason(f"goal.{goal.name}") for goal in found.goals]
        own_first = sorted(purses, key=lambda purse: not purse.own)
        return Stop(_cause(found), found.alone, tuple(own_first), tuple(blocks))

    def _near(self, place: int) -> Callable[[Claim], bool]:
        """Whether a rule says something of the region itself."""
        code = self._desk.problem.codes[place]

        def near(claim: Claim) -> bool:
            facts = dict(claim.facts)
            if "region" in facts:
                return bool(facts["region"] == code)
            if "of" in facts:
                return any(Code(part).reaches(code) for part in str(facts["of"]).split(","))
            return "fund" not in facts or code in self._reached(str(facts["fund"]))

        return near

    def _reached(self, name: str) -> list[Code]:
        """The regions in which a fund may pay."""
        scenario, fund = self._scenario, self._scenario.funds[name]
        groups = scenario.groups
        return [
            code for code in scenario.codes if any(scenario.may_pay(fund, code, group) for group in groups)
        ]

    def _purse(self, place: int, claim: Claim) -> Purse:
        name = str(dict(claim.facts)["fund"])
        code = self._desk.problem.codes[place]
        paid = [row for row in self._plan.payments if row.fund == name]
        return Purse(
            fund=name,
            own=self._reached(name) == [code],
            usable=Rupiah(spendable(self._scenario.funds[name])),
            allocated=Rupiah(sum(row.rupiah for row in paid)),
            here=Rupiah(sum(row.rupiah for row in paid if row.region == code)),
        )

    def _proof(self, place: int) -> Proof:
        """Who would have to lose, or what forbids it whoever loses."""
        others = [other for other in self.persons if other != place]
        if not self._regions.gains(place, free=others):
            return Proof((), together=False, stop=self._stop(place, free=others))
        likely = self._regions.may_give(place)
        givers = [giver for other in likely if (giver := self._giver(place, other)) is not None]
        alone = {giver.code for giver in givers}
        rest = [other for other in others if self._desk.problem.codes[other] not in alone]
        together = not givers or (len(rest) > 1 and self._regions.gains(place, free=rest))
        return Proof(tuple(givers), together=together, stop=None)

    def _giver(self, place: int, other: int) -> Giver | None:
        loses = self._regions.loss(place, other)
        if loses is None or loses > self.persons[other]:
            return None
        fairer = self._fairer(place, other, loses) and self._possible({place: 1, other: -loses})
        code = self._desk.problem.codes[other]
        return Giver(
            code=code,
            name=self._scenario.regions[code].name,
            persons=Persons(self.persons[other]),
            eligible=Persons(self.eligible[other]),
            loses=Persons(loses),
            fairer=fairer,
            lowest=self._lowest_then(place, other, loses),
        )

    def _lowest_then(self, place: int, other: int, loses: int) -> bool:
        """Whether who loses stands below everybody else then."""
        then = Fraction(self.persons[other] - loses, self.eligible[other])
        more = Fraction(self.persons[place] + 1, self.eligible[place])
        rest = (self.share(one) for one in self.persons if one not in (place, other))
        return then < min((more, *rest))

    def _fairer(self, place: int, other: int, loses: int) -> bool:
        """Whether the lower of the two would stand higher, or as high and the other higher."""
        now = sorted((self.share(place), self.share(other)))
        then = sorted(
            (
                Fraction(self.persons[place] + 1, self.eligible[place]),
                Fraction(self.persons[other] - loses, self.eligible[other]),
            )
        )
        return then > now

    def _possible(self, moved: Mapping[int, int]) -> bool:
        """Whether whole people could be moved so, others keeping theirs: by the plan that is forced to."""
        last = self._scenario.horizon.last
        floors = [
            people_rule([self._desk.problem.codes[place]], here + moved.get(place, 0), from_=last)
            for place, here in self.persons.items()
        ]
        forced = with_rules(self._scenario, floors=(*self._scenario.rules.floors, *floors))
        plan = self._desk.tried(forced)
        return plan is not None and _no_worse(self._before, self._plan, plan)


def _no_worse(goals: Sequence[Goal], now: Plan, then: Plan) -> bool:
    """Whether each of the first goals is reached at least as well."""
    most = {"coverage", "months"}
    pairs = zip(goals, now.goals, then.goals, strict=False)
    return all(
        after.value >= before.value if goal.name in most else after.value <= before.value
        for goal, before, after in pairs
    )


def _cause(found: Stopping) -> Cause:
    if any(claim.rule == "ceiling" for claim in found.claims):
        return "money"
    return "rules" if found.claims else "goals"
