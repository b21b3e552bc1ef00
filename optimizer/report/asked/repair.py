"""The page of ``repair``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.repair import Change, Member, Repair, Repairs
from optimizer.plan.shapes import Reason
from optimizer.report import names, shell
from optimizer.report.asked.sheet import Part, left_out, sheet
from optimizer.report.grid import Row, grid
from optimizer.report.view import Look, bullet, command_lines, indented
from optimizer.units import Persons

MOST_NAMED = 3
"""So many regions or funds are named; more are counted."""

FEW = 3
"""Below so many repairs it is said that there is no other."""


def page(look: Look, answer: Repairs) -> str:
    """What contradicts what, the repairs, and the plan each of them leads to."""
    wish = answer.wish.text if answer.wish else None
    title = look.say("repair.title") if wish is None else look.say("repair.title_wish", wish=wish)
    parts: list[Part] = [
        (look.say("heading.clash"), _clash(look, answer.clash)),
        (look.say("heading.repairs"), _used(look, answer)),
        (look.say("heading.repaired"), _reached(look, answer.repairs)),
    ]
    return sheet(look, title, answer.status, _said(look, answer), parts)


def _said(look: Look, answer: Repairs) -> Iterator[str]:
    if answer.fits is not None:
        code = "repair.nothing" if answer.wish is None else "repair.wish_fits"
        yield look.say(code, persons=answer.fits.persons_end, month=look.scenario.horizon.last)
        if answer.wish is not None:
            yield look.say("repair.wish_costs")
        return
    yield look.say("repair.impossible" if answer.wish is None else "repair.wish_impossible")
    for reason in answer.sums[: look.most]:
        yield look.say("repair.proven", sum=_reason(look, reason))
    if not answer.clash:
        yield look.say("clash.whole_persons")
    yield from _offered(look, answer)


def _offered(look: Look, answer: Repairs) -> Iterator[str]:
    count = len(answer.repairs)
    if not count:
        yield look.say("repair.none_yet" if answer.untried else "repair.none")
    else:
        alone = all(len(repair.changes) == 1 for repair in answer.repairs)
        if count == 1:
            yield look.say("repair.one_alone" if alone else "repair.one_together")
        else:
            yield look.say("repair.alone" if alone else "repair.one_by_one", count=count)
        yield from _dropped(look, answer.repairs)
    if count > 1:
        yield look.say("repair.order")
    if answer.untried:
        yield look.say("repair.more", count=answer.untried)
    elif 0 < count < FEW:
        yield look.say("repair.few")


def _dropped(look: Look, repairs: Sequence[Repair]) -> Iterator[str]:
    """People of today who lose cover whatever is chosen."""
    lost = [repair.reached.dropped for repair in repairs]
    if min(lost) == max(lost) > 0:
        yield look.say("repair.dropped", persons=lost[0], count=len(lost))
    elif min(lost) > 0:
        yield look.say("repair.dropped_between", least=min(lost), most=max(lost))


def _clash(look: Look, members: tuple[Member, ...]) -> Iterator[RenderableType]:
    for member in members[: look.most]:
        yield bullet(_with_class(look, _member(look, member), member.rule_class))
    yield from left_out(look, len(members))
    if len(members) > 1:
        yield Text(look.say("repair.needed", count=len(members)))


def _member(look: Look, member: Member) -> str:
    facts = _named(look, member.rule.facts)
    if member.rule_class == "wish":
        return look.say(f"repair.wished_{member.rule.code.removeprefix('clash.')}", **facts)
    return look.say(member.rule.code, **facts)


def _repairs(look: Look, repairs: Iterable[Repair]) -> Iterator[RenderableType]:
    for number, repair in enumerate(repairs, start=1):
        for place, change in enumerate(reversed(repair.changes)):
            said = _with_class(look, _change(look, change), change.rule_class)
            yield bullet(said, mark=f"{number}." if not place else "  ")
        for change in reversed(repair.changes):
            if change.assignment:
                yield from indented(command_lines(shell.written("--set", change.assignment), look.page))


def _used(look: Look, answer: Repairs) -> Iterator[RenderableType]:
    yield from _repairs(look, answer.repairs)
    if any(change.assignment for repair in answer.repairs for change in repair.changes):
        yield Text(look.say("repair.use"))
        yield from _numbered(look, answer.repairs)
        if answer.wish is not None:
            yield Text(look.say("repair.wish_as_rule"))


def _numbered(look: Look, repairs: Iterable[Repair]) -> Iterator[RenderableType]:
    """Rules are told by number from 1, and a path counts from 0: said once, of the first."""
    for change in (change for repair in repairs for change in repair.changes):
        if change.assignment and change.lever in ("people_floor", "people_ceiling"):
            path = change.assignment.rpartition(".")[0]
            yield Text(look.say("repair.numbered", path=path, number=change.facts["number"]))
            return


def _change(look: Look, change: Change) -> str:
    facts = _named(look, change.facts)
    if change.lever == "money":
        facts["more"] = type(change.after)(change.after - change.before)
    before, after = (_amount(look, change, value) for value in (change.before, change.after))
    return look.say(f"repair.{change.lever}", **facts, before=before, after=after)


def _amount(look: Look, change: Change, value: Any) -> Any:
    if change.lever == "stay":
        return look.say("repair.months", months=value)
    return look.say("repair.people", persons=value) if isinstance(value, Persons) else value


def _with_class(look: Look, said: str, rule_class: str) -> str:
    return look.say("repair.with_class", said=said, **{"class": look.say(f"repair.class_{rule_class}")})


def _reason(look: Look, reason: Reason) -> str:
    return look.say(reason.code, **_named(look, reason.facts))


def _named(look: Look, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a rule with names in place of codes."""
    named = dict(facts)
    if "of" in facts:
        named["of"] = _places(look, str(facts["of"]))
    if "region" in facts:
        named["region"] = names.place(look.scenario, facts["region"], look.language)
    if "fund" in facts:
        named["fund"] = names.fund(look.scenario, facts["fund"])
    if "funds" in facts:
        named["funds"] = _funds(look, facts["funds"])
    if "group" in facts:
        named["group"] = names.group(look.scenario, facts["group"])
    return named


def _funds(look: Look, codes: Sequence[str]) -> Any:
    named = [names.fund(look.scenario, code) for code in codes]
    if len(named) <= MOST_NAMED:
        return named
    return look.say("repair.more_funds", funds=named[:MOST_NAMED], count=len(named) - MOST_NAMED)


def _places(look: Look, codes: str) -> str:
    parts = codes.split(",")
    if parts == ["ID"]:
        return look.say("repair.everywhere")
    if len(parts) > MOST_NAMED:
        return look.say("repair.regions", count=len(parts))
    return names.places(look.scenario, codes, look.language)


def _reached(look: Look, repairs: tuple[Repair, ...]) -> Iterator[RenderableType]:
    if not repairs:
        return
    columns = [
        look.column("repair", name=True),
        look.column("persons"),
        look.column("person_months", spare=1),
        look.column("rupiah"),
        look.column("dropped"),
        *([look.column("shortfall")] if look.scenario.targets else []),
    ]
    rows = [_row(look, number, repair) for number, repair in enumerate(repairs, start=1)]
    yield from grid(columns, rows, look.page)


def _row(look: Look, number: int, repair: Repair) -> Row:
    found = repair.reached
    classes = dict.fromkeys(look.say(f"repair.class_{one.rule_class}") for one in reversed(repair.changes))
    cells = [
        look.number(found.persons_end),
        look.number(found.person_months),
        look.number(found.rupiah),
        look.number(found.dropped),
        *([look.number(found.shortfall)] if look.scenario.targets else []),
    ]
    return Row((f"{number}. {', '.join(classes)}", *cells))
