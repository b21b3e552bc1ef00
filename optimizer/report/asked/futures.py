"""The page of ``futures``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rich.console import RenderableType

from optimizer.answers.futures import Allocated, Compared, Course, FutureRow, Futures, Naive, NaiveOutcome
from optimizer.report import names
from optimizer.report.asked.sheet import left_out, sheet
from optimizer.report.grid import Row, grid
from optimizer.report.view import Look, bullet
from optimizer.text import inert, sentence
from optimizer.text.numbers import decimal, share
from optimizer.units import Share


def page(look: Look, answer: Futures) -> str:
    """What to decide now and what follows, in sentences; then futures, allocation and goals as tables."""
    return sheet(
        look,
        look.say("futures.title", until=answer.decided_until),
        "within_bound" if look.doubts else "optimal",
        _said(look, answer),
        [
            ("", _clashes(look, answer)),
            (look.say("futures.each", month=answer.month), _each(look, answer)),
            (look.say("futures.allocation", until=answer.decided_until), _allocation(look, answer)),
            (look.say("futures.goals"), _goals(look, answer)),
            ("", (bullet(sentence(finding, look.language)) for finding in answer.findings)),
        ],
    )


def _said(look: Look, answer: Futures) -> Iterator[str]:
    listed = [
        look.say("futures.named", future=_name(answer, row.name), share=look.given(row.probability))
        for row in answer.futures
    ]
    yield look.say("futures.decided", until=answer.decided_until, count=len(listed), futures=listed)
    if answer.impossible:
        yield look.say("futures.impossible", futures=[inert(name) for name in answer.impossible])
    yield from _course(look, answer, answer.expected, "average")
    if len(answer.futures) == 1:
        yield look.say("futures.certain")
        return
    yield from _waiting(look, answer)
    if answer.same:
        yield look.say("futures.same", part=_part(look, answer))
    else:
        yield from _course(look, answer, answer.cautious, "careful")
        yield from _price(look, answer)
    yield from (_naive(look, answer, row) for row in answer.naive)


def _name(answer: Futures, name: str) -> str:
    """What readers call a future."""
    known = next(row for row in answer.futures if row.name == name)
    return inert(known.label or known.name)


def _part(look: Look, answer: Futures) -> str:
    """What caution looks at."""
    rest = Share(1 - answer.caution)
    if rest == 1:
        return look.say("futures.part_all")
    return look.say("futures.part", rest=look.given(rest)) if rest else look.say("futures.part_worst")


def _count(look: Look, number: Fraction) -> str:
    """People on average: whole where it is whole."""
    return decimal(abs(number), look.language, places=2)


def _course(look: Look, answer: Futures, course: Course, way: str) -> Iterator[str]:
    """What is decided now, and how many are covered in the end in each future."""
    facts: dict[str, object] = {
        "persons": course.persons,
        "until": answer.decided_until,
        "rupiah": course.rupiah,
    }
    facts["enrolled"] = course.enrolled
    if course.dropped:
        facts["dropped"] = course.dropped
    yield look.say(f"futures.now_{way}", **facts, part=_part(look, answer))
    listed = [
        look.say(
            "futures.persons_in",
            future=_name(answer, row.future),
            persons=row.headline.persons_end,
            **({"dropped": row.headline.dropped} if row.headline.dropped else {}),
        )
        for row in course.outcomes
    ]
    yield look.say(
        "futures.end",
        month=answer.month,
        mean=_count(look, course.averages.persons_end),
        futures="; ".join(listed),
    )
    if course.standing == "within_bound" and course.doubt is None and not look.doubts:
        yield look.say("futures.unclaimed")
    if course.standing == "first_goals":
        yield look.say("futures.first_goals", goal=look.say(f"goal.{course.unclaimed}"))
    if course.doubt is not None:
        doubt = course.doubt
        behind = f"{decimal(doubt.behind, look.language, places=2)} {look.say(f'unit.{doubt.unit}')}"
        yield look.say("futures.open", place=doubt.place, goal=look.say(f"goal.{doubt.goal}"), behind=behind)


def _waiting(look: Look, answer: Futures) -> Iterator[str]:
    """What knowing the future now would be worth."""
    more = answer.waiting
    yield _differing(look, "waiting", more.persons, _facts(look, answer, more))
    yield from _months(look, more, "waiting_months")


def _price(look: Look, answer: Futures) -> Iterator[str]:
    """What caution costs on average, and what it gains in the worst futures."""
    price = answer.price
    gain = -price.worst_persons
    facts = _facts(look, answer, price) | {
        "gain": _count(look, gain),
        "worst": _count(look, answer.cautious.averages.worst_persons_end),
        "before": _count(look, answer.expected.averages.worst_persons_end),
    }
    yield _differing(look, "price", price.persons, facts)
    yield _differing(look, "gain", gain, facts)
    yield from _months(look, price, "price_months")


def _differing(look: Look, what: str, difference: Fraction, facts: Mapping[str, object]) -> str:
    """The sentence of three that fits a difference."""
    way = "more" if difference > 0 else "none" if difference == 0 else "less"
    return look.say(f"futures.{what}_{way}", **facts)


def _facts(look: Look, answer: Futures, more: Compared) -> dict[str, object]:
    facts: dict[str, object] = {
        "persons": _count(look, more.persons),
        "month": answer.month,
        "part": _part(look, answer),
    }
    if more.first is not None:
        facts["goal"] = look.say(f"goal.{more.first}")
    return facts


def _months(look: Look, more: Compared, what: str) -> Iterator[str]:
    """Person-months, where those differ."""
    if more.person_months:
        facts = {"person_months": _count(look, more.person_months)}
        yield _differing(look, what, more.person_months, facts)


def _naive(look: Look, answer: Futures, row: Naive) -> str:
    """What follows from deciding as if one budget were certain, in one sentence."""
    named = {"future": _name(answer, row.future)} if row.future else {}
    said = [part for one in row.outcomes for part in _follows(look, answer, one)]
    if row.gained is not None and row.gained > 0:
        persons = _count(look, row.gained)
        said.append(look.say("futures.naive_fewer", persons=persons, month=answer.month))
    if not said and row.worse is not None:
        said.append(look.say("futures.naive_worse", goal=look.say(f"goal.{row.worse}")))
    outcome = "; ".join(said or [look.say("futures.naive_same")])
    return look.say(f"futures.as_if_{row.kind}", outcome=outcome, **named)


def _follows(look: Look, answer: Futures, one: NaiveOutcome) -> Iterator[str]:
    """People who are enrolled now and cannot be carried, or people of today who lose cover, in one future."""
    future = _name(answer, one.future)
    if one.uncarried is not None:
        lacking = one.uncarried
        facts: dict[str, object] = {"future": future, "persons": lacking.persons, "rupiah": lacking.rupiah}
        facts |= {"count": lacking.months, "person_months": lacking.person_months}
        facts |= {} if lacking.premium is None else {"premium": lacking.premium}
        always = lacking.persons * lacking.months == lacking.person_months
        yield look.say("futures.uncarried_always" if always else "futures.uncarried", **facts)
        return
    if one.headline is None:
        yield look.say("futures.clashes_in", future=future)
        return
    ours = next(row for row in answer.expected.outcomes if row.future == one.future)
    if one.headline.dropped > ours.headline.dropped:
        facts = {"ours": ours.headline.dropped} if ours.headline.dropped else {}
        yield look.say("futures.naive_dropped", future=future, dropped=one.headline.dropped, **facts)


def _clashes(look: Look, answer: Futures) -> Iterator[RenderableType]:
    """The rules that cannot hold, where more than money is missing."""
    for row in answer.naive:
        for one in row.outcomes:
            if one.headline is None and one.uncarried is None:
                yield bullet(look.say("futures.clash_rules", future=_name(answer, one.future)))
                for finding in one.clash:
                    if finding.code != "clash.set":
                        yield bullet(sentence(finding, look.language), "-", indent=2)


def _each(look: Look, answer: Futures) -> Iterator[RenderableType]:
    """A row a future, then the average."""
    careful = not answer.same
    columns = [
        look.column("future", name=True, lines=3),
        look.column("probability"),
        look.column("future_known"),
        look.column("future_average"),
        *([look.column("future_careful")] if careful else []),
        *([look.column("shortfall", spare=1)] if answer.target else []),
        look.column("future_dropped", spare=2),
        look.column("rupiah", spare=3),
    ]
    rows = [_future(look, answer, place, row) for place, row in enumerate(answer.futures)]
    mean = answer.expected.averages
    cells = [look.say("futures.mean"), ""]
    cells += [_count(look, answer.known.persons_end), _count(look, mean.persons_end)]
    cells += [_count(look, answer.cautious.averages.persons_end)] if careful else []
    cells += [_count(look, mean.shortfall)] if answer.target else []
    cells += [_count(look, mean.dropped), _count(look, mean.rupiah)]
    yield from grid(columns, rows, look.page, total=Row(tuple(cells)))
    yield bullet(look.say("futures.columns" if answer.same else "futures.columns_careful"))


def _future(look: Look, answer: Futures, place: int, row: FutureRow) -> Row:
    ours = answer.expected.outcomes[place].headline
    cells = [_name(answer, row.name), str(look.given(row.probability))]
    cells += [look.number(row.known.headline.persons_end), look.number(ours.persons_end)]
    cells += [] if answer.same else [look.number(answer.cautious.outcomes[place].headline.persons_end)]
    cells += [look.number(ours.shortfall)] if answer.target else []
    cells += [look.number(ours.dropped), look.number(ours.rupiah)]
    return Row(tuple(cells))


def _allocation(look: Look, answer: Futures) -> Iterator[RenderableType]:
    """What each fund pays in each region until the last decided month; both decisions where they differ."""
    careful = {(row.fund, row.region): row for row in answer.cautious.allocated}
    average = {(row.fund, row.region): row for row in answer.expected.allocated}
    order = list(look.scenario.funds)
    keys = sorted({*careful, *average}, key=lambda key: (order.index(key[0]), key[1]))
    columns = [
        look.column("fund", name=True, lines=2),
        look.column("place", name=True, lines=2, spare=1),
        look.column("person_months", spare=0 if answer.same else 2),
        look.column("rupiah"),
        *([] if answer.same else [look.column("careful_months", spare=3), look.column("careful_rupiah")]),
    ]
    rows = [
        Row(
            (
                names.fund(look.scenario, fund),
                names.place(look.scenario, region, look.language),
                *_paid(look, average.get((fund, region))),
                *(() if answer.same else _paid(look, careful.get((fund, region)))),
            )
        )
        for fund, region in keys[: look.most]
    ]
    courses = [answer.expected, *([] if answer.same else [answer.cautious])]
    sums = (
        look.number(number)
        for course in courses
        for number in (sum(row.person_months for row in course.allocated), course.rupiah)
    )
    yield from grid(columns, rows, look.page, total=Row((look.say("column.total"), "", *sums)))
    yield from left_out(look, len(keys))


def _paid(look: Look, row: Allocated | None) -> tuple[str, str]:
    return (look.number(row.person_months), look.number(row.rupiah)) if row else ("-", "-")


def _goals(look: Look, answer: Futures) -> Iterator[RenderableType]:
    """Each goal on average beside the best any decision could reach."""
    columns = [
        look.column("goal", name=True, lines=2),
        look.column("goal_mean"),
        look.column("goal_best"),
        *([] if answer.same else [look.column("goal_careful")]),
        look.column("unit", name=True),
    ]
    rows = []
    for place, goal in enumerate(answer.expected.goals):
        summed = goal.goal == "targets" and answer.targets > 1
        code = "goal.targets_summed" if summed else f"goal.{goal.goal}"
        cells = [look.say(code, count=answer.targets) if summed else look.say(code)]
        cells += [_value(look, number, goal.unit) for number in (goal.value, goal.bound)]
        cells += [] if answer.same else [_value(look, answer.cautious.goals[place].value, goal.unit)]
        cells += [look.say("unit.entries" if goal.goal == "steady" else f"unit.{goal.unit}")]
        rows.append(Row(tuple(cells)))
    yield from grid(columns, rows, look.page)
    if answer.targets > 1:
        yield bullet(look.say("futures.overlap", count=answer.targets))
    yield bullet(look.say("futures.goals_how"))
    apart = next((goal.goal for goal in answer.expected.goals if goal.bound is None), None)
    if apart is not None:
        yield bullet(look.say("futures.goals_apart", goal=look.say(f"goal.{apart}")))


def _value(look: Look, value: Fraction | None, unit: str) -> str:
    if value is None:
        return "-"
    return share(value, look.language) if unit == "share" else decimal(value, look.language, places=2)
