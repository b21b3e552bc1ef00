"""``futures``: what to decide now while it is uncertain what money comes."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

from optimizer.answers.futures import Averages, Compared, Course, FutureRow, Futures, Standing
from optimizer.answers.headline import widest
from optimizer.questions.desk import Desk
from optimizer.questions.foreseeing.courses import best, course
from optimizer.questions.foreseeing.naive import first_worse, naive
from optimizer.questions.foreseeing.outlooks import Outlook, averages, now_of, outcome, outlook
from optimizer.scenario.foreseen import foreseen
from optimizer.solve.staged import Staged
from optimizer.units import Share

CAUTION = Share(9, 10)
"""Unless another is named, caution looks at the worst tenth of the probability."""

WEAKEST_FIRST: tuple[Standing, ...] = ("within_bound", "first_goals", "optimal")

STEPS = ("known", "expected", "cautious", "naive")


def asked(desk: Desk, *, caution: Share = CAUTION) -> Futures:
    """The decision that is best on average and the cautious one, in every future, and what knowing is worth.

    Raises:
        InvalidError: the scenario has no futures, or they cannot be read.
        ContradictionError: in some future hard rules contradict each other, or nothing decided now fits all.
        StoppedError: a limit came first.
    """
    steps = desk.each(STEPS)
    next(steps)
    futures = foreseen(desk.loaded)
    outlooks = outlook(desk, futures)
    staged = Staged(outlooks.stages, desk.workshop)
    next(steps)
    begins = [now_of(outlooks, plan) for plan in outlooks.known]
    expected = best(desk, outlooks, staged, None, known=begins)
    next(steps)
    cautious = best(desk, outlooks, staged, Fraction(caution), same=expected.now, known=begins)
    next(steps)
    by_average = course(outlooks, expected, Fraction(caution))
    with_care = course(outlooks, cautious, Fraction(caution))
    rows = _futures(desk, outlooks)
    known = averages(outlooks.chances, [row.known for row in rows], Fraction(caution))
    target = widest(outlooks.known[0])
    found = naive(desk, outlooks, expected)
    weakest = {desk.status, by_average.standing, with_care.standing}
    declared = desk.loaded.futures.every if desk.loaded.futures else ()
    return Futures(
        status=next(one for one in WEAKEST_FIRST if one in weakest),
        decided_until=outlooks.decided_until,
        month=desk.scenario.horizon.last,
        caution=caution,
        target=target.id if target else None,
        targets=len(outlooks.known[0].targets),
        impossible=tuple(one.label or one.name for one in declared if not one.probability),
        futures=rows,
        expected=by_average,
        cautious=with_care,
        same=expected.now.persons == cautious.now.persons,
        known=known,
        waiting=_waiting(outlooks, rows, known, by_average),
        price=_price(outlooks, by_average, with_care),
        naive=found,
        findings=futures.findings,
    )


def _futures(desk: Desk, outlooks: Outlook) -> tuple[FutureRow, ...]:
    declared = {one.name: one for one in desk.loaded.futures.every} if desk.loaded.futures else {}
    return tuple(
        FutureRow(name, declared[name].label, declared[name].probability, outcome(name, plan))
        for name, plan in zip(outlooks.names, outlooks.known, strict=True)
    )


def _waiting(outlooks: Outlook, rows: tuple[FutureRow, ...], known: Averages, expected: Course) -> Compared:
    """What knowing now which future comes gains over the decision that is best on average."""
    first = first_worse(outlooks, [row.known for row in rows], expected.outcomes)
    return _compared(known, expected.averages, first)


def _price(outlooks: Outlook, expected: Course, cautious: Course) -> Compared:
    """What the decision that is best on average gains over the cautious one."""
    first = first_worse(outlooks, expected.outcomes, cautious.outcomes)
    return _compared(expected.averages, cautious.averages, first)


def _compared(one: Averages, other: Averages, first: str | None) -> Compared:
    more = {field.name: getattr(one, field.name) - getattr(other, field.name) for field in fields(Averages)}
    return Compared(
        persons=more["persons_end"],
        worst_persons=more["worst_persons_end"],
        person_months=more["person_months"],
        shortfall=-more["shortfall"],
        worst_shortfall=-more["worst_shortfall"],
        first=first,
    )
