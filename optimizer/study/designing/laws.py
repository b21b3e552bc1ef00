"""How each uncertain figure of a sample is drawn, as it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from optimizer.scenario.nodes import Branch, Mark, Node, Scalar
from optimizer.study.designing.amounts import Amount, around, read
from optimizer.study.designing.levels import allowed, levels_of, variants_of
from optimizer.study.designing.notes import Notes
from optimizer.study.designing.shapes import VARIANT, Factor, Law, Level
from optimizer.study.designing.spots import Ground
from optimizer.study.designing.words import LAWS, NORMAL
from optimizer.units import Persons, Rupiah, Share, UnreadableError


def laws_of(notes: Notes, ground: Ground, path: str, node: Node, at: str) -> Iterator[Law]:
    """How the figures are drawn that a path names; what is wrong is noted."""
    if path == VARIANT:
        yield from _variant(notes, ground, node, at)
        return
    if isinstance(node, Scalar):
        yield from _around(notes, ground.factor(path), node, at)
        return
    entries = notes.branch(node, at, LAWS)
    if len(entries) != 1:
        if isinstance(node, Branch) and all(key in LAWS for key in node.entries):
            notes.found("study.one_law", node.mark, at, known=LAWS)
        return
    ((shape, entry),) = entries.items()
    if shape == "rivals":
        yield from rivals_of(notes, ground, path, entry.value, f"{at}.rivals")
        return
    made = _MAKERS[shape](notes, ground, ground.factor(path), entry.value, f"{at}.{shape}")
    if made is not None:
        yield made


def _variant(notes: Notes, ground: Ground, node: Node, at: str) -> Iterator[Law]:
    entries = notes.branch(node, at, ("choose",))
    if "choose" in entries:
        levels = variants_of(notes, ground, entries["choose"].value, f"{at}.choose")
        yield Law(Factor(VARIANT), "choose", levels=levels)


def _around(notes: Notes, factor: Factor, node: Scalar, at: str) -> Iterator[Law]:
    with notes.noting(node.mark, at):
        _is_number(factor)
        ends = around(node.text, factor.unit)
        if ends is None:
            raise UnreadableError("study.law_unreadable", given=node.text[:200], known=LAWS)
        yield _law(factor, "between", ends, node.text)


def _ends(shape: str, count: int) -> Callable[[Notes, Ground, Factor, Node, str], Law | None]:
    """The reader of a law with so many numbers that rise."""

    def made(notes: Notes, ground: Ground, factor: Factor, node: Node, at: str) -> Law | None:
        with notes.noting(node.mark, at):
            _is_number(factor)
            items = notes.items(node, at)
            if len(items) != count:
                raise UnreadableError("study.how_many", **how_many(count, len(items)))
            amounts = [amount for item in items if (amount := _amount(notes, factor, item, at)) is not None]
            if len(amounts) == count:
                return _law(factor, shape, tuple(amounts), "")
        return None

    return made


def how_many(count: int, found: int) -> dict[str, int]:
    """What is said of too many or too few numbers; a decimal comma makes two of one."""
    return {"count": count, "found": found} | ({"over": found - count} if found > count else {})


def _amount(notes: Notes, factor: Factor, item: Node, at: str) -> Amount | None:
    def reader(text: str) -> Amount:
        amount = read(text, factor.unit)
        allowed(factor, amount, text)
        return amount

    return notes.read(reader, item, at)


def _law(factor: Factor, shape: str, amounts: tuple[Amount, ...], text: str) -> Law:
    if len({(one.how, one.unit) for one in amounts}) > 1:
        raise UnreadableError("study.mixed", given=text or ", ".join(one.text for one in amounts))
    for one in amounts:
        allowed(factor, one, text or one.text)
    values = [one.value for one in amounts]
    if values != sorted(values) or values[0] == values[-1]:
        raise UnreadableError("study.not_rising", given=text or ", ".join(one.text for one in amounts))
    drawn = whole(factor, amounts)
    if drawn[0].value == drawn[-1].value:
        raise UnreadableError("study.no_room", given=text or ", ".join(one.text for one in amounts))
    return Law(factor, shape, drawn)  # type: ignore[arg-type] # one of LAWS


def whole(factor: Factor, amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """Changes of one known number as numbers of its field, so that whole rupiah and people are drawn."""
    return amounts if factor.before is None else tuple(one.on(factor.before) for one in amounts)


def _normal(notes: Notes, ground: Ground, factor: Factor, node: Node, at: str) -> Law | None:
    entries = notes.branch(node, at, NORMAL)
    for key in NORMAL:
        if isinstance(node, Branch) and key not in entries:
            notes.found("key.missing", node.mark, f"{at}.{key}", key=key)
    if len(entries) != len(NORMAL):
        return None
    with notes.noting(entries["mean"].key, at):
        _is_number(factor)
        mean = _amount(notes, factor, entries["mean"].value, f"{at}.mean")
        spread = notes.text(entries["spread"].value, f"{at}.spread")
        if mean is None or spread is None:
            return None
        return _spread(notes, factor, mean, spread, entries["spread"].value.mark, f"{at}.spread")
    return None


def _spread(notes: Notes, factor: Factor, mean: Amount, text: str, mark: Mark, at: str) -> Law | None:
    """The spread is of its mean's kind of change, or of its unit: ``10%``, ``2pp``, ``Rp100 juta``."""
    with notes.noting(mark, at):
        bare = text.strip().lstrip("+")
        if mean.how == "times":
            size = read(f"x{bare}", factor.unit)
        elif mean.how == "is" and mean.unit is not Share and not bare.endswith(("%", "pp")):
            size = read(bare, mean.unit)
        elif mean.how == "is" and mean.unit is Share:
            size = read(f"+{bare.removesuffix('%').removesuffix('pp').strip()}pp", Share)
        else:
            size = read(f"+{bare}", factor.unit)
        value = size.value * mean.value if (mean.how, size.how) == ("is", "percent") else size.value
        if value <= 0 or (mean.how != "is" and size.how != mean.how):
            raise UnreadableError("study.spread", given=text)
        if mean.how != "is" and factor.before is not None:
            step = mean._replace(value=mean.value + value).on(factor.before).value
            mean = mean.on(factor.before)
            value = step - mean.value
            if value <= 0:
                raise UnreadableError("study.no_room", given=text)
        return Law(factor, "normal", (mean, mean._replace(value=value)))
    return None


def _choose(notes: Notes, ground: Ground, factor: Factor, node: Node, at: str) -> Law | None:
    levels = levels_of(notes, ground, factor, node, at)
    return Law(factor, "choose", levels=levels) if levels else None


def rivals_of(notes: Notes, ground: Ground, path: str, node: Node, at: str) -> Iterator[Law]:
    """Each figure that a path names and that has rivals, drawn from its published values by itself."""
    if notes.text(node, at) not in ("true", "True", "TRUE"):
        notes.unknown("word", notes.text(node, at) or "", ("true",), node.mark, at)
        return
    found = False
    for own, figure in ground.each(path):
        values = sorted({figure.number, *(rival.value for rival in figure.rivals)})
        if len(values) < 2:
            continue
        found = True
        factor = replace(ground.factor(own), path=own)
        assert factor.unit is not None, "a figure is a number"
        texts = [read_back(value, factor.unit) for value in values]
        yield Law(factor, "rivals", levels=tuple(Level(one.text, one) for one in texts))
    if not found:
        notes.found("study.no_rivals", node.mark, at, given=path)


def read_back(value: Rupiah | Persons | Share, unit: type) -> Amount:
    """A figure's value as an amount."""
    return Amount("is", Fraction(value), unit)


def _is_number(factor: Factor) -> None:
    if factor.unit is None:
        raise UnreadableError("study.no_number", given=factor.path)


_MAKERS: Mapping[str, Callable[[Notes, Ground, Factor, Node, str], Law | None]] = {
    "between": _ends("between", 2),
    "triangular": _ends("triangular", 3),
    "normal": _normal,
    "choose": _choose,
}
