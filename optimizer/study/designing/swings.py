"""One-at-a-time swings: a low and a high value of one figure, or of every figure nobody published."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from optimizer.plan.assumptions import assumptions
from optimizer.scenario.nodes import Branch, Listing, Node, Scalar
from optimizer.study.designing.amounts import Amount, around
from optimizer.study.designing.laws import how_many, read_back, rivals_of, whole
from optimizer.study.designing.levels import number
from optimizer.study.designing.notes import Notes
from optimizer.study.designing.shapes import Factor, Level, Swing
from optimizer.study.designing.spots import Ground
from optimizer.units import Share, UnreadableError

ASSUMPTIONS = "assumptions"
"""Every figure that is assumed, derived or unknown."""

_AROUND = Fraction(1, 10)
"""How far a figure swings to both sides where nobody published a rival."""


def swings_of(notes: Notes, ground: Ground, node: Node) -> Iterator[Swing]:
    """The swings of a study; what is wrong is noted."""
    if isinstance(node, Scalar):
        if node.text == ASSUMPTIONS:
            yield from assumed(ground)
        else:
            notes.unknown("word", node.text, (ASSUMPTIONS,), node.mark, "swings")
        return
    if isinstance(node, Listing):
        for item in node.items:
            yield from swings_of(notes, ground, item)
        return
    for path, entry in notes.branch(node, "swings").items():
        at = f"swings.{path}"
        with notes.noting(entry.key, at):
            ground.factor(path)
            yield from _swings(notes, ground, path, entry.value, at)


def _swings(notes: Notes, ground: Ground, path: str, node: Node, at: str) -> Iterator[Swing]:
    if isinstance(node, Branch):
        entries = notes.branch(node, at, ("rivals",))
        if "rivals" in entries:
            for law in rivals_of(notes, ground, path, entries["rivals"].value, f"{at}.rivals"):
                yield Swing(law.factor, law.levels[0], law.levels[-1])
        return
    factor = ground.factor(path)
    with notes.noting(node.mark, at):
        if factor.unit is None:
            raise UnreadableError("study.no_number", given=path)
        ends = around(node.text, factor.unit) if isinstance(node, Scalar) else None
        if ends is not None:
            yield _swing(factor, ends, at)
            return
        items = notes.items(node, at)
        if len(items) != 2:
            raise UnreadableError("study.how_many", **how_many(2, len(items)))
        read = [notes.read(lambda text: number(factor, text), item, at) for item in items]
        amounts = tuple(one.amount for one in read if one is not None and one.amount is not None)
        if len(amounts) == 2:
            yield _swing(factor, amounts, at)


def _swing(factor: Factor, ends: tuple[Amount, ...], at: str) -> Swing:
    low, high = whole(factor, ends)
    given = f"{ends[0].text}, {ends[1].text}"
    if (low.how, low.unit) != (high.how, high.unit):
        raise UnreadableError("study.mixed", given=given)
    if low.value >= high.value:
        raise UnreadableError("study.not_rising", given=given)
    return Swing(factor, number(factor, low.text), number(factor, high.text))


def assumed(ground: Ground) -> Iterator[Swing]:
    """Every figure nobody published: between its rivals and itself, else ten percent to both sides."""
    for row in assumptions(ground.base.scenario):
        for path, figure in ground.each(row.path):
            factor = ground.factor(path)
            if factor.unit is None:
                continue
            values = sorted({figure.number, *(rival.value for rival in figure.rivals)})
            if len(values) > 1:
                low, high = read_back(values[0], factor.unit), read_back(values[-1], factor.unit)
            else:
                low, high = (_moved(figure.number, factor.unit, 1 + sign * _AROUND) for sign in (-1, 1))
            if low.value < high.value:
                yield Swing(factor, Level(low.text, low), Level(high.text, high), named=False)


def _moved(number: Fraction | int, unit: type, factor: Fraction) -> Amount:
    moved = Amount("times", factor, unit).on(Fraction(number))
    return moved._replace(value=min(moved.value, Fraction(1))) if unit is Share else moved
