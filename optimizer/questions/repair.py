"""``repair``: what contradicts what, and the least changes after which a plan exists."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.answers.headline import headline
from optimizer.answers.repair import Member, Repair, Repairs, RuleClass
from optimizer.model.rules import Claim
from optimizer.plan.shapes import Plan, Reason
from optimizer.probes.levers import Levers, fits
from optimizer.problem import build
from optimizer.questions import wish as wishes
from optimizer.questions.desk import Desk
from optimizer.questions.repairing.arithmetic import sums
from optimizer.questions.repairing.levers import SETTLED, stated
from optimizer.questions.repairing.money import levers_on_money
from optimizer.questions.repairing.people import levers_on_people
from optimizer.questions.repairing.sets import Amounts, Sets
from optimizer.scenario.schema import Scenario

OFFERED = 4
"""So many repairs are solved and offered, unless all are asked for."""

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
    search = _Search(desk, scenario)
    fitting = None if shown else search.plan(())
    if fitting is not None:
        return Repairs(desk.status, wanted, headline(fitting), shown, (), (), 0)
    offered, untried = search.offered(every=every)
    return Repairs(desk.status, wanted, None, shown, tuple(search.members()), tuple(offered), untried)


class _Search:
    """The levers of one scenario, and the plans to which they lead."""

    def __init__(self, desk: Desk, scenario: Scenario) -> None:
        self._desk, self._scenario = desk, scenario
        self._plans: dict[tuple[tuple[int, int], ...], Plan | None] = {}
        program = desk.program(build(scenario)).without_lists()
        said = stated(desk.scenario, program)
        levers = sorted([*levers_on_people(said), *levers_on_money(said)], key=lambda lever: lever.rank)
        self._sets = Sets(Levers(program, desk.limits, [lever.loose for lever in levers]), levers)

    def members(self) -> Iterator[Member]:
        """The smallest clashing set, each rule with its class."""
        for claim in self._sets.clash:
            reason = Reason(f"clash.{claim.rule}", dict(claim.facts))
            yield Member(reason, _class_of(self._scenario, self._desk.scenario, claim))

    def offered(self, *, every: bool) -> tuple[list[Repair], int]:
        """Verified repairs in the order in which they are read, and how many more were not tried."""
        waiting = _by_turns(list(self._sets.sufficient()))
        tried = waiting if every else waiting[:OFFERED]
        offered = [self._least_whole(amounts) for amounts in self._desk.each(tried)]
        rest = waiting[len(tried) :]
        while rest and sum(1 for one in offered if one) < OFFERED:
            offered.append(self._least_whole(rest.pop(0)))
        ordered = sorted((one for one in offered if one), key=_order)
        return [self._repair(amounts) for amounts in ordered], len(rest)

    def plan(self, amounts: Amounts) -> Plan | None:
        """The audited plan after some changes; None where there is none."""
        key = tuple(sorted((id(lever), steps) for lever, steps in amounts))
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
        lever, high = amounts[at]

        def moved(steps: int) -> Amounts:
            return (*amounts[:at], (lever, steps), *amounts[at + 1 :])

        if self.plan(moved(high - 1)) is None:
            return None
        high, gap = high - 1, 1
        while high > 0 and self.plan(moved(max(0, high - gap))) is not None:
            high, gap = max(0, high - gap), 2 * gap
        low = max(0, high - gap) + 1 if high else 0
        while low < high:
            middle = (low + high) // 2
            if self.plan(moved(middle)) is None:
                low = middle + 1
            else:
                high = middle
        return moved(high)

    def _far_enough(self, amounts: Amounts) -> Amounts | None:
        """The least steps of the last lever, from where it stands on, that lead to a plan."""
        *held, (last, start) = amounts
        low, high = start, start
        while self.plan((*held, (last, high))) is None:
            low, high = high + 1, min(2 * high - start + 1, last.loose.most)
            if low > min(high, start + FURTHEST):
                return None
        while low < high:
            middle = (low + high) // 2
            if self.plan((*held, (last, middle))) is None:
                low = middle + 1
            else:
                high = middle
        return (*held, (last, high))

    def _repair(self, amounts: Amounts) -> Repair:
        plan = self.plan(amounts)
        assert plan is not None, "only what leads to a plan is offered"
        return Repair(tuple(lever.change(steps) for lever, steps in amounts), headline(plan))


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
        return "wish" if number >= len(getattr(base.rules, kind)) else _named(listed[number].class_)
    if claim.rule == "matching":
        return _named(next(rule.class_ for rule in rules.matching if rule.fund == facts["fund"]))
    if "fund" in facts:
        fund = scenario.funds[facts["fund"]]
        own = base.funds[facts["fund"]]
        wished = {"spend_at_least": own.spend_at_least, "ceiling": own.set_aside}
        now = {"spend_at_least": fund.spend_at_least, "ceiling": fund.set_aside}
        if wished.get(claim.rule) != now.get(claim.rule):
            return "wish"
        return "commitment" if fund.status in SETTLED else "policy"
    return {"stay": _named("regulation"), "eligible": _named("data")}.get(claim.rule, _named("policy"))


def _named(rule_class: RuleClass) -> RuleClass:
    return rule_class
