"""``repair``: what contradicts what, and the least changes after which a plan exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial

from optimizer.answers.headline import headline
from optimizer.answers.repair import Member, Repair, Repairs, RuleClass
from optimizer.model.rules import Claim
from optimizer.plan.shapes import Plan, Reason
from optimizer.probes.levers import Levers, fits
from optimizer.problem import build
from optimizer.questions import wish as wishes
from optimizer.questions.desk import Desk
from optimizer.questions.repairing.arithmetic import added_up, sums
from optimizer.questions.repairing.levers import SETTLED, Lever, stated
from optimizer.questions.repairing.money import levers_on_money
from optimizer.questions.repairing.people import levers_on_people
from optimizer.questions.repairing.sets import Amounts, Sets
from optimizer.scenario.schema import Scenario
from optimizer.units import Share

OFFERED = 4
"""So many repairs are solved and offered, unless all are asked for."""

TRIED = 12
"""So many are tried at most to find them, unless all are asked for."""

FURTHEST = 1_000
"""Steps beyond the linear optimum that are tried before a repair is given up."""


def asked(desk: Desk, *, wish: str | None = None, every: bool = False) -> Repairs:
    """Repairs of the scenario as it is, or of the scenario that must obey a wish.

    Raises:
        InvalidError: the wish cannot be read.
        StoppedError: a limit came first.
    """
    wanted = wishes.read(desk.scenario, wish) if wish is not None else None
    scenario = desk.scenario if wanted is None else wishes.forced(desk.scenario, wanted)
    shown = sums(build(scenario))
    search = _Search(desk, scenario, shown)
    fitting = None if shown else search.plan(())
    if fitting is not None:
        return Repairs(desk.status, wanted, headline(fitting), shown, (), (), 0)
    offered, untried = search.offered(every=every)
    return Repairs(desk.status, wanted, None, shown, tuple(search.members()), tuple(offered), untried)


class _Search:
    """The levers of one scenario, and the plans to which they lead."""

    def __init__(self, desk: Desk, scenario: Scenario, shown: Sequence[Reason]) -> None:
        """``shown`` are sums: the clash is that of the first of them where it can be."""
        self._desk, self._scenario, self._shown = desk, scenario, shown
        self._plans: dict[tuple[tuple[int, int], ...], Plan | None] = {}

    @cached_property
    def _sets(self) -> Sets:
        program = self._desk.program(build(self._scenario)).without_lists()
        said = stated(self._desk.scenario, program)
        levers = sorted([*levers_on_people(said), *levers_on_money(said)], key=lambda lever: lever.rank)
        blamed = partial(added_up, self._shown[0]) if self._shown else None
        loose = [lever.loose for lever in levers]
        return Sets(Levers(program, self._desk.limits, loose, blamed=blamed), levers)

    def members(self) -> Iterator[Member]:
        """The smallest clashing set, each rule with its class."""
        for claim in self._sets.clash:
            reason = Reason(f"clash.{claim.rule}", dict(claim.facts))
            yield Member(reason, _class_of(self._scenario, self._desk.scenario, claim))

    def offered(self, *, every: bool) -> tuple[list[Repair], int]:
        """Verified repairs in the order in which they are read, and how many more were not tried."""
        offered, rest = self._tried(_by_turns(list(self._sets.sufficient(every=every))), every=every)
        if not offered and not self._sets.clash:
            offered, rest = self._tried(_by_turns(list(self._sets.sufficient(every=True))), every=every)
        if not offered:
            offered = [amounts for amounts in [self._several()] if amounts]
        return [self._repair(amounts) for amounts in sorted(offered, key=_order)], len(rest)

    def _tried(self, waiting: list[Amounts], *, every: bool) -> tuple[list[Amounts], list[Amounts]]:
        """Those that lead to a plan, in whole people, and those that were not tried."""
        tried = waiting if every else waiting[:OFFERED]
        found = [self._least_whole(amounts) for amounts in self._desk.each(tried)]
        rest = waiting[len(tried) :]
        while rest and len(found) < TRIED and sum(1 for one in found if one) < OFFERED:
            found.append(self._least_whole(rest.pop(0)))
        return [amounts for amounts in found if amounts], rest

    def _several(self) -> Amounts | None:
        """Changes that suffice together, found in whole people where what fractions told did not do."""
        kept: Amounts = tuple((lever, _furthest(lever, 0)) for lever in reversed(self._sets.decided()))
        if self.plan(kept) is None:
            return None
        for left_out in kept:
            fewer = tuple(one for one in kept if one is not left_out)
            if self.plan(fewer) is not None:
                kept = fewer
        return self._least_whole(kept)

    def plan(self, amounts: Amounts) -> Plan | None:
        """The audited plan after some changes; None where there is none."""
        key = tuple(sorted((id(lever), steps) for lever, steps in amounts if steps))
        if key not in self._plans:
            scenario = self._scenario
            for lever, steps in amounts:
                scenario = lever.changed(scenario, lever.after(steps))
            program = self._desk.program(build(scenario)).without_lists()
            possible = fits(program, self._desk.limits)
            self._plans[key] = self._desk.tried(scenario) if possible else None
        return self._plans[key]

    def _least_whole(self, amounts: Amounts) -> Amounts | None:
        """The least steps in whole people: they lead to a plan, and one step less of any does not."""
        found = self._far_enough(amounts)
        at = 0
        while found is not None and at < len(found):
            fewer = self._fewer(found, at)
            if fewer is None:
                at += 1
            else:
                found, at = (fewer if fewer[at][1] else None), 0
        return found

    def _fewer(self, amounts: Amounts, at: int) -> Amounts | None:
        """The least steps of one lever with which there is a plan still; None where none can be spared."""
        high = amounts[at][1] - 1
        if self.plan(_moved(amounts, at, high)) is None:
            return None
        gap = 1
        while high > 0 and self.plan(_moved(amounts, at, max(0, high - gap))) is not None:
            high, gap = max(0, high - gap), 2 * gap
        low = max(0, high - gap) + 1 if high else 0
        return self._least_between(amounts, at, low, high)

    def _far_enough(self, amounts: Amounts) -> Amounts | None:
        """Steps that lead to a plan: more of the last lever, of those before only where it must be."""
        for at in reversed(range(len(amounts))):
            if self.plan(amounts) is not None:
                return amounts
            lever, start = amounts[at]
            furthest = _furthest(lever, start)
            if self.plan(_moved(amounts, at, furthest)) is not None:
                low = high = start + 1
                while self.plan(_moved(amounts, at, high)) is None:
                    low, high = high + 1, min(2 * high - start, furthest)
                return self._least_between(amounts, at, low, high)
            amounts = _moved(amounts, at, furthest)
        return None

    def _least_between(self, amounts: Amounts, at: int, low: int, high: int) -> Amounts:
        """The least steps of one lever with which there is a plan; ``high`` are known to lead to one."""
        while low < high:
            middle = (low + high) // 2
            if self.plan(_moved(amounts, at, middle)) is None:
                low = middle + 1
            else:
                high = middle
        return _moved(amounts, at, high)

    def _repair(self, amounts: Amounts) -> Repair:
        plan = self.plan(amounts)
        assert plan is not None, "only what leads to a plan is offered"
        return Repair(tuple(lever.change(steps) for lever, steps in amounts), headline(plan))


def _moved(amounts: Amounts, at: int, steps: int) -> Amounts:
    return (*amounts[:at], (amounts[at][0], steps), *amounts[at + 1 :])


def _furthest(lever: Lever, start: int) -> int:
    """Steps at which a lever is given up; one person may be many steps of a share."""
    if isinstance(lever.before, Share):
        return lever.loose.most
    return min(lever.loose.most, start + FURTHEST)


def _order(amounts: Amounts) -> tuple[object, ...]:
    """Fewer changes first; then by class, what costs no money, the least money, the nearest payer."""
    ranks = sorted((lever.rank for lever, _ in amounts), reverse=True)
    rupiah = sum(lever.rupiah(steps) for lever, steps in amounts)
    near = -sum(len(str(lever.facts.get("owner", ""))) for lever, _ in amounts)
    return len(amounts), ranks, rupiah, near


def _by_turns(found: list[Amounts]) -> list[Amounts]:
    """In the order of reading, but of each kind of repair one before a second of any."""
    seen: dict[tuple[str, ...], int] = {}
    turns: list[tuple[int, int]] = []
    ordered = sorted(found, key=_order)
    for place, amounts in enumerate(ordered):
        kind = tuple(lever.name for lever, _ in amounts)
        turns.append((seen.get(kind, 0), place))
        seen[kind] = turns[-1][0] + 1
    return [ordered[place] for _, place in sorted(turns)]


def _class_of(scenario: Scenario, base: Scenario, claim: Claim) -> RuleClass:
    """By whom the rule that a claim states may be changed."""
    facts, rules = dict(claim.facts), scenario.rules
    if claim.rule in ("people_floor", "people_ceiling"):
        kind = "floors" if claim.rule == "people_floor" else "ceilings"
        number = int(facts["number"]) - 1
        listed = getattr(rules, kind)
        return "wish" if number >= len(getattr(base.rules, kind)) else listed[number].class_
    if claim.rule == "matching":
        return next(rule.class_ for rule in rules.matching if rule.fund == facts["fund"])
    if "fund" in facts:
        fund = scenario.funds[facts["fund"]]
        own = base.funds[facts["fund"]]
        wished = {"spend_at_least": own.spend_at_least, "ceiling": own.set_aside}
        now = {"spend_at_least": fund.spend_at_least, "ceiling": fund.set_aside}
        if wished.get(claim.rule) != now.get(claim.rule):
            return "wish"
        return "commitment" if fund.status in SETTLED else "policy"
    if claim.rule == "stay":
        return "regulation"
    return "data" if claim.rule == "eligible" else "policy"
