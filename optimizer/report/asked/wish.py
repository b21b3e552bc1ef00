"""A wish, and why no plan obeys it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from optimizer.answers.wish import Wish
from optimizer.errors import Finding
from optimizer.report import names
from optimizer.report.view import Look
from optimizer.text import sentence
from optimizer.units import Persons, Rupiah


def words(look: Look, wish: Wish) -> str:
    """The wish as a person would say it, without a full stop."""
    if wish.fund is not None:
        fund = names.fund(look.scenario, wish.fund)
        return look.say(f"wish.{_bound(wish)}_paid", fund=fund, rupiah=Rupiah(_number(wish)))
    facts: dict[str, object] = {"persons": Persons(_number(wish)), "months": wish.months}
    if wish.of is not None and wish.of != "ID":
        facts["place"] = names.place(look.scenario, wish.of, look.language)
    if wish.group is not None:
        facts["group"] = names.brief_group(look.scenario, wish.group)
    return look.say(f"wish.{_bound(wish)}_covered", **facts)


def _bound(wish: Wish) -> str:
    if wish.least is not None and wish.most is not None:
        return "just"
    return "least" if wish.least is not None else "most"


def _number(wish: Wish) -> int:
    number = wish.least if wish.least is not None else wish.most
    assert number is not None, "a wish has a number"
    return number


def figure(look: Look, wish: Wish, number: int) -> str:
    """A figure of the plan in the unit of the wish."""
    if wish.measure == "rupiah":
        return look.say("wish.rupiah", rupiah=Rupiah(number))
    return look.say("wish.persons", persons=Persons(number))


def forbidden(look: Look, wish: Wish, clash: tuple[Finding, ...]) -> Iterator[str]:
    """The rules that contradict each other, by the names of funds and groups; the wish is one of them."""
    for finding in clash:
        if finding.code == "clash.set":
            continue
        if _is_wish(look, wish, finding):
            yield look.say("wish.itself", wish=words(look, wish))
        else:
            yield told(look, finding)


def told(look: Look, finding: Finding) -> str:
    """A finding about the plan, funds and groups by their names."""
    facts = dict(finding.facts)
    if "fund" in facts:
        facts["fund"] = names.fund(look.scenario, str(facts["fund"]))
    if "group" in facts:
        facts["group"] = names.brief_group(look.scenario, str(facts["group"]))
    return sentence(replace(finding, facts=facts), look.language)


def _is_wish(look: Look, wish: Wish, finding: Finding) -> bool:
    """Whether a rule of the clash is the wish: the last floor or ceiling, or the sum of its fund."""
    if wish.fund is not None:
        own = {"clash.spend_at_least": wish.least, "clash.ceiling": wish.most}
        return finding.facts.get("fund") == wish.fund and own.get(finding.code) is not None
    rules = look.scenario.rules
    last = {"clash.people_floor": len(rules.floors) + 1, "clash.people_ceiling": len(rules.ceilings) + 1}
    return finding.facts.get("number") == last.get(finding.code, 0)
