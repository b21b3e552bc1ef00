"""The page of ``baseline``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from optimizer.answers.baseline import Baseline, Lowest, Naive
from optimizer.answers.headline import Headline
from optimizer.report import names
from optimizer.report.asked.sheet import Told, laid_out, left_out
from optimizer.report.grid import Column, Row, grid
from optimizer.report.view import Look, bullet
from optimizer.text import sentence
from optimizer.units import PersonMonths, Rupiah


def page(look: Look, answer: Baseline) -> str:
    """The answer on a terminal."""
    return laid_out(look, told(look, answer))


def told(look: Look, answer: Baseline) -> Told:
    """What simple ways to divide lose, in sentences; then a row a way, and persons by region."""
    return Told(
        look.say("baseline.title"),
        answer.status,
        _said(look, answer),
        [
            ("", _impossible(look, answer)),
            (look.say("baseline.rules"), _rules(look, answer)),
            (look.say("baseline.regions", month=answer.month), _regions(look, answer)),
        ],
    )


def _name(look: Look, rule: str) -> str:
    return look.say(f"baseline.{rule}")


def _said(look: Look, answer: Baseline) -> Iterator[str]:
    if not answer.rules:
        no_money = not any(fund.ceiling.number for fund in look.scenario.funds.values())
        yield look.say("baseline.no_money" if no_money else "baseline.no_shared")
        return
    yield look.say(
        "baseline.shared",
        money=answer.money,
        funds=len(answer.shared),
        persons=answer.base.persons_end,
        month=answer.month,
        dropped=answer.base.dropped,
    )
    yield from _compared(look, answer, [row for row in answer.rules if row.headline is not None])
    for row in answer.rules:
        if not row.parts:
            yield look.say("baseline.nothing_to_divide_by", rule=_name(look, row.rule))


def _compared(look: Look, answer: Baseline, solved: Sequence[Naive]) -> Iterator[str]:
    """Rules better than the plan, the nearest, the furthest; one sentence where all are the same."""
    if solved and all(_is_same(row) for row in solved):
        yield look.say("baseline.all_same")
        return
    for row in solved:
        if row.better is not None:
            yield _better(look, answer, row, row.better)
    others = [row for row in solved if row.better is None]
    for code, few in (("nearest", others[:1]), ("furthest", others[1:][-1:])):
        for one in few:
            outcome = _outcome(look, answer, one)
            yield look.say(f"baseline.{code}", rule=_name(look, one.rule), outcome=outcome)


def _better(look: Look, answer: Baseline, row: Naive, goal: str) -> str:
    """That a rule does better than the plan, and in what."""
    facts: dict[str, object] = {"rule": _name(look, row.rule), "goal": look.say(f"goal.{goal}")}
    if goal == "fairness" and row.lowest and answer.lowest and row.lowest.share > answer.lowest.share:
        return look.say("baseline.fairer", share=row.lowest.share, before=answer.lowest.share, **facts)
    return look.say("baseline.better", **facts)


def _is_same(row: Naive) -> bool:
    return not row.regions and row.worse is None and row.better is None


def _outcome(look: Look, answer: Baseline, row: Naive) -> str:
    """One rule beside the plan in one sentence."""
    if _is_same(row):
        return look.say("baseline.same")
    facts: dict[str, object] = {"month": answer.month, "count": abs(row.lost)}
    facts["way"] = look.say("baseline.fewer" if row.lost >= 0 else "baseline.more")
    if row.person_months > 0:
        facts["months"] = PersonMonths(row.person_months)
    dropped = row.headline.dropped - answer.base.dropped if row.headline else 0
    if dropped > 0:
        facts["dropped"] = dropped
    if row.lowest and answer.lowest and row.lowest.share < answer.lowest.share:
        region = names.place(look.scenario, row.lowest.region, look.language)
        facts |= {"share": row.lowest.share, "region": region, "before": answer.lowest.share}
    return look.say("baseline.outcome" if row.lost else "baseline.outcome_same", **facts)


def _impossible(look: Look, answer: Baseline) -> Iterator[RenderableType]:
    for row in answer.rules:
        if row.clash:
            yield bullet(look.say("baseline.impossible", rule=_name(look, row.rule)))
            for finding in row.clash:
                if finding.code != "clash.set":
                    yield bullet(sentence(finding, look.language), "-", indent=2)


def _rules(look: Look, answer: Baseline) -> Iterator[RenderableType]:
    if not answer.rules:
        return
    columns = [
        look.column("baseline_rule", name=True, lines=2),
        look.column("persons"),
        look.column("baseline_lost"),
        look.column("baseline_dropped"),
        look.column("baseline_months", spare=1),
        *([look.column("shortfall")] if answer.target else []),
        look.column("baseline_lowest"),
        look.column("baseline_left", spare=2),
    ]
    plan = _row(look, answer, "plan", answer.base, 0, 0, answer.lowest, answer.left)
    rows = [
        _row(look, answer, row.rule, row.headline, row.lost, row.person_months, row.lowest, row.left)
        for row in answer.rules
    ]
    yield from grid(columns, [plan, *rows], look.page)
    yield bullet(look.say("baseline.how"))
    yield bullet(look.say("baseline.poor_are", groups=[look.group(name) for name in answer.poor]))


def _row(
    look: Look,
    answer: Baseline,
    rule: str,
    found: Headline | None,
    lost: int,
    months: int,
    lowest: Lowest | None,
    left: Rupiah,
) -> Row:
    figures = 5 + bool(answer.target)
    if found is None:
        return Row((_name(look, rule), *["-"] * (figures + 1)))
    part = lowest.share if lowest else None
    cells = [look.number(found.persons_end), _signed(look, -lost), look.number(found.dropped)]
    cells += [_signed(look, -months)]
    cells += [look.number(found.shortfall)] if answer.target else []
    cells += [look.part(part.numerator, part.denominator) if part is not None else "-", look.number(left)]
    return Row((_name(look, rule), *cells))


def _signed(look: Look, difference: int) -> str:
    """With its sign: below 0 fewer than in the plan."""
    return f"{'+' if difference > 0 else ''}{look.number(difference)}"


def _regions(look: Look, answer: Baseline) -> Iterator[RenderableType]:
    """Persons by region under the plan and under each rule."""
    solved = [row for row in answer.rules if row.headline is not None]
    if not solved:
        return
    after = [{one.code: one.after for one in row.regions} for row in solved]
    columns = [look.column("place", name=True, lines=2), Column(_name(look, "plan"))]
    columns += [Column(_name(look, row.rule)) for row in solved]
    rows = [
        Row(
            (
                names.place(look.scenario, code, look.language),
                look.number(persons),
                *(look.number(there.get(code, persons)) for there in after),
            )
        )
        for code, persons in answer.persons[: look.most]
    ]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.persons))
