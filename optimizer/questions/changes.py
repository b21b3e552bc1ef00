"""The same scenario with one thing changed; nothing is read again and nothing else moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from optimizer.scenario.schema import Goal, PeopleRule, Scenario
from optimizer.units import Code, Persons, Rupiah


def with_ceilings(scenario: Scenario, ceilings: Mapping[str, int]) -> Scenario:
    """With other ceilings; what is a share of a ceiling moves with it."""
    funds = dict(scenario.funds)
    for name, amount in ceilings.items():
        figure = funds[name].ceiling.model_copy(update={"value": Rupiah(amount), "assume": None})
        funds[name] = funds[name].model_copy(update={"ceiling": figure})
    return scenario.model_copy(update={"funds": funds})


def with_fund(scenario: Scenario, name: str, **changed: object) -> Scenario:
    """With one fund changed, by its keys."""
    fund = scenario.funds[name].model_copy(update=changed)
    return scenario.model_copy(update={"funds": {**scenario.funds, name: fund}})


def with_rules(scenario: Scenario, **rules: object) -> Scenario:
    """With other rules, by their keys: ``stay=6``, ``floors=(...)``."""
    return scenario.model_copy(update={"rules": scenario.rules.model_copy(update=rules)})


def with_floor(scenario: Scenario, floor: PeopleRule) -> Scenario:
    """With one floor on persons more."""
    return with_rules(scenario, floors=(*scenario.rules.floors, floor))


def with_ceiling_on_people(scenario: Scenario, ceiling: PeopleRule) -> Scenario:
    """With one ceiling on persons more."""
    return with_rules(scenario, ceilings=(*scenario.rules.ceilings, ceiling))


def with_goals(scenario: Scenario, goals: Sequence[Goal]) -> Scenario:
    """With other goals."""
    return scenario.model_copy(update={"goals": tuple(goals)})


def without_payer(scenario: Scenario, owner: Code, *, kept: Collection[str] = ()) -> Scenario:
    """With every fund of one payer empty but those kept, and nothing that had to be spent of them."""
    gone = [name for name, fund in scenario.funds.items() if fund.owner == owner and name not in kept]
    funds = dict(scenario.funds)
    for name in gone:
        funds[name] = funds[name].model_copy(update={"spend_at_least": None})
    return with_ceilings(scenario.model_copy(update={"funds": funds}), dict.fromkeys(gone, 0))


def people_rule(codes: Sequence[Code], persons: int, **more: object) -> PeopleRule:
    """A rule on the persons covered together in some regions."""
    return PeopleRule.model_construct(
        region=tuple(codes),
        each=None,
        group=None,
        persons=Persons(persons),
        share=None,
        from_=None,
        to=None,
        class_="policy",
        source=None,
        as_of=None,
        status="assumed",
        note=None,
    ).model_copy(update=more)
