"""The values of one factor of a grid: listed, or from one number to another in steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from optimizer.scenario.nodes import Listing, Mark, Node, Scalar
from optimizer.study.designing.amounts import Amount, Unit, read
from optimizer.study.designing.notes import Notes
from optimizer.study.designing.shapes import NONE, Factor, Level
from optimizer.study.designing.spots import Ground, written
from optimizer.text.numbers import fact
from optimizer.units import Ratio, Rupiah, Share, UnreadableError

MOST_LEVELS = 10_000
"""Values of one factor."""

MOST_SOUGHT = 1_000
"""So many steps to each side are looked at for one that fits a range."""

MOST_TRIED = 100
"""So many values that are no numbers are tried in the scenario; the others show what they are when solved."""

_RANGE = re.compile(r"(\S.*?)\s*\.\.\s*(\S.*?)\s+(?:step|langkah)\s+(\S.*)", re.DOTALL)
_RANGE_WITHOUT_STEP = re.compile(r"([^.]\S*?)\s*\.\.\s*([^.\s]\S*)")


def levels_of(notes: Notes, ground: Ground, factor: Factor, node: Node, at: str) -> tuple[Level, ...]:
    """The values of one factor, each once; what is wrong with them is noted."""
    found: dict[str, Level] = {}
    for place, item in enumerate(notes.items(node, at)):
        for level in _item(notes, ground, factor, item, at, tried=place < MOST_TRIED):
            if level.text in found:
                notes.found("study.twice", item.mark, at, given=level.text)
            found[level.text] = level
    return tuple(found.values())


def _item(
    notes: Notes, ground: Ground, factor: Factor, item: Node, at: str, *, tried: bool
) -> Iterator[Level]:
    if factor.unit is not None and isinstance(item, Scalar):
        with notes.noting(item.mark, at):
            if steps := _RANGE.fullmatch(item.text.strip()):
                yield from _range(notes, factor, steps, item.mark, at)
                return
            if _RANGE_WITHOUT_STEP.fullmatch(item.text.strip()):
                raise UnreadableError("study.no_step", given=item.text, meant=f"{item.text} step 1")
            if ".." in item.text:
                raise UnreadableError("study.no_step", given=item.text[:200], meant="-30%..+0% step 10%")
            yield number(factor, item.text)
        return
    text = written(item)
    refused = ground.refused(factor.path, text) if tried else ()
    for finding in refused[:1]:
        notes.found(finding.code, item.mark, at, **finding.facts)
    if not refused:
        yield Level(text)


def variants_of(notes: Notes, ground: Ground, node: Node, at: str) -> tuple[Level, ...]:
    """Variants as the values of a factor; a list within the list lays several on one another."""
    found: list[Level] = []
    for item in notes.items(node, at):
        names = tuple(name for one in _parts(item) if (name := notes.text(one, at)) is not None)
        for name in names:
            if name not in (*ground.names, NONE):
                notes.unknown("variant", name, ground.names, item.mark, at)
        if any(one.text == "+".join(names) for one in found):
            notes.found("study.twice", item.mark, at, given="+".join(names))
        found.append(Level("+".join(names), variants=tuple(name for name in names if name != NONE)))
    return tuple(found)


def _parts(item: Node) -> tuple[Node, ...]:
    return item.items if isinstance(item, Listing) else (item,)


def number(factor: Factor, text: str) -> Level:
    """A number of a factor's field.

    Raises:
        UnreadableError: it is none, or leads out of the field's range.
    """
    amount = read(text, factor.unit)
    allowed(factor, amount, text)
    return Level(amount.text, amount)


def allowed(factor: Factor, amount: Amount, text: str) -> None:
    """Whether the number may stand there.

    Raises:
        UnreadableError: it changes a number that is not there, or leads below zero or above 100 percent.
    """
    if amount.how == "is":
        return
    if factor.range is None:
        raise UnreadableError("change.nothing_before", given=text)
    for before in factor.range:
        value = amount.on(before).value
        if value < 0:
            raise UnreadableError("change.below_zero", given=text, before=typed(before, amount.unit))
        if amount.unit is Share and value > 1:
            raise UnreadableError("change.above_one", given=text, before=Share(before))


def typed(value: Fraction, unit: type) -> object:
    """A number as the type that prints it."""
    return unit(value) if unit in (Share, Ratio) else unit(int(value))


def _range(notes: Notes, factor: Factor, found: re.Match[str], mark: Mark, at: str) -> Iterator[Level]:
    first, last = read(found[1], factor.unit), read(found[2], factor.unit)
    if (first.how, first.unit) != (last.how, last.unit):
        raise UnreadableError("study.range_mixed", given=found[0], first=found[1], second=found[2])
    step = _step(found[3], first, factor.unit)
    if last.value < first.value or step <= 0:
        raise UnreadableError("study.range_empty", given=found[0])
    count = (last.value - first.value) // step + 1
    if count > MOST_LEVELS:
        raise UnreadableError("study.range_long", given=found[0], count=int(count), limit=MOST_LEVELS)
    if (last.value - first.value) % step:
        fitting = tuple(_size(first._replace(value=one)) for one in _fitting(first, last, int(count) - 1))
        end = first._replace(value=first.value + (count - 1) * step)
        facts = {"given": found[0], "last": found[2], "end": _size(end, signed=True), "fitting": fitting}
        raise UnreadableError("study.range_misses", **facts)
    for place in range(int(count)):
        amount = first._replace(value=first.value + place * step)
        allowed(factor, amount, amount.text)
        yield Level(amount.text, amount)


def _fitting(first: Amount, last: Amount, steps: int) -> list[Fraction]:
    """The nearest steps below and above that lead from one end to the other, the smaller first."""
    wide = last.value - first.value
    more = range(steps + 1, steps + 1 + MOST_SOUGHT)
    fewer = range(steps, 0, -1)
    found = (
        next((wide / n for n in ways if not (wide / n) % first.smallest), None) for ways in (more, fewer)
    )
    return [one for one in found if one is not None]


def _size(amount: Amount, *, signed: bool = False) -> str:
    """A number as it stands in a range; a step without its sign."""
    if amount.how == "times":
        return amount.text if signed else amount.text[1:]
    if amount.how == "is":
        return f"Rp{fact(int(amount.value), 'id')}" if amount.unit is Rupiah else amount.text
    return amount.text if signed else amount.text[1:]


def _step(text: str, like: Amount, unit: Unit) -> Fraction:
    """A step in the kind of its range: ``5%``, ``1pp``, ``0,1``, ``Rp100 juta``."""
    bare = text.strip().lstrip("+")
    if like.how == "times":
        return read(f"x{bare}", unit).value
    if like.how == "percent":
        return read(f"+{bare}", unit).value if bare.endswith("%") else _no_step(text, "5%")
    if like.unit is Share:
        return read(f"+{bare.removesuffix('%').removesuffix('pp').strip()}pp", Share).value
    return read(bare, like.unit).value


def _no_step(text: str, meant: str) -> Fraction:
    raise UnreadableError("study.step", given=text, meant=meant)
