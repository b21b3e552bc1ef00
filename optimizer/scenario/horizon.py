"""What lies outside a horizon that a later layer shortened is left out, with a warning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from optimizer.errors import Finding
from optimizer.scenario.nodes import Branch, Node, Scalar
from optimizer.scenario.schema import Fund, Matching, PeopleRule, Premium, Rules, Scenario
from optimizer.units import Months, UnreadableError, read_months, year_of


def earlier_horizons(root: Branch) -> tuple[Months, ...]:
    """The horizons that stood in the tree before the last layer's."""
    return tuple(_before(root.get("horizon")))


def _before(node: Node | None) -> Iterator[Months]:
    before = node.before if isinstance(node, Scalar) else None
    if isinstance(before, Scalar):
        with suppress(UnreadableError):
            yield read_months(before.text)
        yield from _before(before)


def within_horizon(scenario: Scenario, earlier: Sequence[Months]) -> tuple[Scenario, list[Finding]]:
    """The scenario without what was inside an earlier horizon and is outside the last.

    What never lay inside any horizon stays, and is for the checks to refuse.
    """
    lost = [name for name, fund in scenario.funds.items() if _lost(_pays(fund), scenario.horizon, earlier)]
    late = [
        name
        for name, one in scenario.targets.items()
        if _lost(Months(one.by, one.by), scenario.horizon, earlier)
    ]
    findings = [
        *_told("funds", lost, scenario.horizon),
        *_told("targets", late, scenario.horizon),
    ]
    rules, dropped = _rules(scenario, lost, earlier)
    kept = {
        "funds": {name: fund for name, fund in scenario.funds.items() if name not in lost},
        "targets": {name: target for name, target in scenario.targets.items() if name not in late},
        "premium": tuple(_premiums(scenario.premium, frozenset(lost))),
        "rules": rules,
    }
    return (scenario.model_copy(update=kept) if findings or dropped else scenario), [*findings, *dropped]


def _told(key: str, names: Sequence[str], horizon: Months) -> Iterator[Finding]:
    if names:
        facts = {key: tuple(names), "count": len(names), "horizon": horizon}
        yield Finding(f"{key}.left_out", facts, "warning", f"{key}.{names[0]}")


def _pays(fund: Fund) -> Months:
    return fund.pays or year_of(fund.year)


def _lost(months: Months, horizon: Months, earlier: Sequence[Months]) -> bool:
    """Outside the horizon now, and inside one of those before."""
    return months.shared_with(horizon) is None and any(months.shared_with(one) is not None for one in earlier)


def _premiums(entries: Iterable[Premium], lost: frozenset[str]) -> Iterator[Premium]:
    """Entries without the funds left out; an entry for nothing else goes with them."""
    for entry in entries:
        if entry.funds is None or not lost & set(entry.funds):
            yield entry
        elif kept := tuple(name for name in entry.funds if name not in lost):
            yield entry.model_copy(update={"funds": kept})


def _rules(scenario: Scenario, lost: list[str], earlier: Sequence[Months]) -> tuple[Rules, list[Finding]]:
    rules, findings = scenario.rules, list[Finding]()
    kept: dict[str, tuple[Matching, ...] | tuple[PeopleRule, ...]] = {
        "matching": tuple(rule for rule in rules.matching if rule.fund not in lost)
    }
    for key, people in (("floors", rules.floors), ("ceilings", rules.ceilings)):
        inside = []
        for place, rule in enumerate(people):
            months = _months_of(rule, scenario.horizon, earlier)
            if months is not None and _lost(months, scenario.horizon, earlier):
                facts = {"given": f"{key}.{place}", "horizon": scenario.horizon}
                findings.append(Finding("rule.left_out", facts, "warning", f"rules.{key}.{place}"))
            else:
                inside.append(rule)
        kept[key] = tuple(inside)
    return rules.model_copy(update=kept), findings


def _months_of(rule: PeopleRule, horizon: Months, earlier: Sequence[Months]) -> Months | None:
    """The months of a rule with at least one end of its own; an end left out is that of the horizons."""
    if rule.from_ is None and rule.to is None:
        return None
    first = rule.from_ or min(one.first for one in (horizon, *earlier))
    last = rule.to or max(one.last for one in (horizon, *earlier))
    return Months(first, last) if first <= last else None
