"""Targets, rules and goals of a scenario in sentences: what is wanted, what must hold."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.report import names
from optimizer.report.view import Look
from optimizer.scenario.schema import Goal, Matching, PeopleRule
from optimizer.units import Month, Months, Persons, Rupiah, Share


def targets(look: Look) -> Iterator[str]:
    """Each target."""
    for name, target in look.scenario.targets.items():
        facts = {"share": look.given(target.share.number), "by": target.by}
        facts |= {} if look.formal else {"id": name}
        if target.of == "each":
            facts["of"] = look.say("story.each_region")
        else:
            facts["of"] = [names.place(look.scenario, code, look.language) for code in target.of]
        if target.measure == "ucj":
            said = look.say("story.target_ucj", **facts)
        else:
            group = names.group(look.scenario, target.group or "")
            said = look.say("story.target_group", **facts, group=group)
        yield said[:1].upper() + said[1:] if look.formal else said
    if not look.scenario.targets:
        yield look.say("report.no_targets")


def rules(look: Look) -> Iterator[str]:
    """What must hold, beside money."""
    rule, horizon = look.scenario.rules, look.scenario.horizon
    last = horizon.last.plus(1 - max(rule.stay, 1))
    if last < horizon.first:
        yield look.say("story.stay_never", stay=rule.stay)
    else:
        yield look.say("story.stay", stay=rule.stay, last=last)
    if rule.enrol_per_month is not None:
        yield look.say("story.capacity", persons=rule.enrol_per_month.number)
    for code in look.scenario.codes:
        own = look.scenario.regions[code].enrol_per_month
        if own is not None:
            place = names.place(look.scenario, code, look.language)
            yield look.say("story.capacity_region", place=place, persons=own.number)
    yield from (_matching(look, one) for one in rule.matching)
    yield from (_people(look, one, "floor") for one in rule.floors)
    yield from (_people(look, one, "ceiling") for one in rule.ceilings)


def _matching(look: Look, rule: Matching) -> str:
    said = look.say("story.matching", fund=names.fund(look.scenario, rule.fund), ratio=look.given(rule.ratio))
    if rule.own is not None:
        said += look.say("story.matching_own", own=rule.own)
    return said + (look.say("story.matching_year") if rule.same_year else "")


def _people(look: Look, rule: PeopleRule, kind: str) -> str:
    codes = rule.region if rule.region is not None else (rule.each,)
    places = [names.place(look.scenario, code, look.language) for code in codes if code is not None]
    first: Month = rule.from_ or look.scenario.horizon.first
    last: Month = rule.to or look.scenario.horizon.last
    facts = {
        "place": places,
        "group": names.group(look.scenario, rule.group) if rule.group else look.say("story.all_groups"),
        "persons": rule.persons,
        "share": look.given(rule.share),
        "months": Months(first, last) if first <= last else Months(last, first),
    }
    which = "each" if rule.each is not None else "sum"
    measure = "persons" if rule.persons is not None else "share"
    return look.say(f"story.{kind}_{which}_{measure}", **facts)


def goals(look: Look) -> Iterator[str]:
    """What is wanted, in order."""
    for place, goal in enumerate(look.scenario.goals, start=1):
        yield f"{place}. {look.say(f'goal.{goal.name}')}{options(look, goal)}"


def options(look: Look, goal: Goal) -> str:
    """Whom a goal counts and what it may lose, behind its name."""
    said = ""
    if goal.groups is not None:
        listed = [names.group(look.scenario, group) for group in goal.groups]
        said += look.say("story.goal_groups", groups=listed)
    if goal.give_up is not None:
        said += look.say("story.goal_gives_up", amount=_given_up(look, goal))
    return said


def _given_up(look: Look, goal: Goal) -> object:
    if isinstance(goal.give_up, Share):
        return look.given(goal.give_up)
    amount = goal.give_up or 0
    return Rupiah(amount) if goal.name == "thrift" else Persons(int(amount))
