"""Lines of a comparison as rows of a table: every side's value, and how far it is from the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from optimizer.answers.compare import Compare, Line, Section, Value
from optimizer.papers.compared.sides import input_name
from optimizer.papers.framed.book import DIFFERENCE, Book
from optimizer.papers.page.blocks import Block, Cell, Grid, Head, Note, Under, name_cell
from optimizer.papers.page.blocks import Line as Row
from optimizer.report.asked.compare_tables import FIGURES
from optimizer.report.asked.compare_words import MINUS, apart, item, shown, stated, stated_apart
from optimizer.report.grid import HARD_SPACE
from optimizer.report.view import Look
from optimizer.scenario.schema import Scenario
from optimizer.text import inert

OF_LAST_MONTH = ("persons_end", "share")
"""Figures that are not subtracted where sides end in different months."""

ALIKE = "alike"
"""With this the names of rows begin in which all sides have the same."""

LONGEST_PATH = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """A comparison, how to speak of it, and the book that its figures are written into."""

    look: Look
    answer: Compare
    scenarios: Sequence[Scenario]
    book: Book

    @property
    def letters(self) -> tuple[str, ...]:
        """A, B and so on."""
        return tuple(side.letter for side in self.answer.sides)

    def minus(self, place: int) -> str:
        """``B − A``."""
        return HARD_SPACE.join((self.letters[place], MINUS, self.letters[0]))

    def label(self, line: Line) -> str:
        """What a line is about."""
        if line.section == "inputs":
            return input_name(self.look, self.answer, line)
        if line.section == "headline" and line.field == "standing":
            return self.look.say("framed.standing")
        named = item(self.look, line, self.scenarios)
        if line.section == "headline" and self.answer.target and line.field in ("reached", "shortfall"):
            return self.look.say(f"compare.figure_of.{line.field}", target=inert(self.answer.target))
        return named


def value_cell(asked: Asked, line: Line, place: int, *, bare: bool = True) -> Cell:
    """What one side has; ``bare``: without the unit, which the heading names."""
    value = line.values[place]
    if line.section == "inputs":
        text = _stated(asked, line, place)
    elif bare and isinstance(value, int) and _is_number(value):
        text = asked.look.number(value)
    else:
        text = shown(asked.look, value, line.field)
    if not _is_number(value):
        return name_cell(text, longest=LONGEST_PATH)
    assert isinstance(value, (int, Fraction))
    side = asked.answer.sides[place]
    label = _joined(_figure(asked, line), side.letter)
    how = asked.look.say("framed.how.input" if line.section == "inputs" else "framed.how.plan")
    return asked.book.cell(_key(asked, line, place), label, text, value, how=how)


def apart_cell(asked: Asked, line: Line, place: int, *, money: bool = False) -> Cell:
    """How much more or less a side has than the first."""
    given = line.differences[place]
    inputs = line.section == "inputs"
    text = stated_apart(asked.look, given) if inputs else apart(asked.look, line, place, money=money)
    if given is None:
        return Cell(text or "-")
    label = _joined(_figure(asked, line), asked.minus(place))
    terms = [(asked.letters[at], _key(asked, line, at)) for at in (place, 0)]
    key = f"{_key(asked, line, place)}-{asked.letters[0]}"
    return asked.book.cell(key, label, text, given, how=DIFFERENCE, terms=terms)


def _stated(asked: Asked, line: Line, place: int) -> str:
    value = line.values[place]
    if value is None and line.field == "value":
        return asked.look.say("compare.not_stated")
    return stated(asked.look, value, line.item)


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def _figure(asked: Asked, line: Line) -> str:
    """Which figure of its row it is, where the row does not say it."""
    if line.section == "inputs" or (line.section == "headline" and len(asked.letters) == 2):
        return ""
    return asked.look.say(f"compare.column.{line.field}")


def _joined(figure: str, side: str) -> str:
    return f"{figure}, {side}" if figure else side


def _key(asked: Asked, line: Line, place: int) -> str:
    """What of which item, then the side: figures of one item have one owner in the book."""
    parts = (line.section, line.item, line.field)
    return f"{'.'.join(part for part in parts if part)}:{asked.letters[place]}"


def headline(asked: Asked) -> Iterator[Block]:
    """The figures asked for first: a row a figure for two sides, a row a side for more."""
    lines = [line for line in asked.answer.of("headline") if line.field != "month" or not line.alike]
    say = asked.look.say
    if len(asked.letters) == 2:
        heads = [Head(say("column.figure"), name=True), *map(Head, asked.letters), Head(asked.minus(1))]
        yield Grid(tuple(heads), tuple(_figure_rows(asked, lines)), key="headline")
    else:
        figures = [Head(say(f"compare.column.{line.field}")) for line in lines]
        plan = Head(say("compare.plan"), name=True)
        rows = [
            Row((Cell(letter), *(value_cell(asked, line, place) for line in lines)))
            for place, letter in enumerate(asked.letters)
        ]
        yield Grid((plan, *figures), tuple(rows), key="headline")
        yield Under(say("framed.from_first", first=asked.letters[0]))
        beside = [
            Row((Cell(asked.minus(place)), *(apart_cell(asked, line, place) for line in lines)))
            for place in range(1, len(asked.letters))
        ]
        yield Grid((plan, *figures), tuple(beside), key="headline.apart")
        if asked.answer.target:
            yield Note(say("compare.of_target", target=asked.answer.target))
    if len({side.horizon.last for side in asked.answer.sides}) > 1:
        yield Note(say("compare.months_apart"))


def _figure_rows(asked: Asked, lines: Sequence[Line]) -> Iterator[Row]:
    for number, line in enumerate(lines):
        cells = [value_cell(asked, line, place, bare=False) for place in range(2)]
        anchor = f"{ALIKE}-headline-{number}" if line.alike else ""
        yield Row((Cell(asked.label(line)), *cells, apart_cell(asked, line, 1, money=True)), anchor=anchor)


def section(asked: Asked, name: Section) -> Iterator[Block]:
    """Targets, groups, funds or regions: of two sides in one table, of more in a table for each figure."""
    items = by_item(asked.answer.of(name))
    fields = FIGURES[name]
    if len(asked.letters) == 2:
        if items:
            yield _table(asked, name, items, fields)
        return
    for field in fields:
        chosen = [[line for line in lines if line.field == field] for lines in items]
        if any(chosen):
            yield Under(asked.look.say(f"compare.column.{field}"))
            yield _table(asked, name, chosen, (field,))


def by_item(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines of each item together."""
    items: dict[str, list[Line]] = {}
    for line in lines:
        items.setdefault(line.item, []).append(line)
    return list(items.values())


def _table(asked: Asked, name: Section, items: Sequence[Sequence[Line]], fields: Sequence[str]) -> Grid:
    """A row an item, of every figure each side's value and its difference."""
    say, coded = asked.look.say, name == "regions"
    heads = [Head(say("column.code"), name=True)] if coded else []
    heads += [Head(say(f"compare.item.{name}"), name=True)]
    for field in fields:
        for place, letter in enumerate(asked.letters):
            figure = say(f"compare.column.{field}")
            heads.append(Head(f"{figure} {letter}", joins=not place and field != fields[0]))
            if place and not _ends_apart(asked, field, place):
                heads.append(Head(f"{figure} {asked.minus(place)}"))
    rows = []
    for number, lines in enumerate(items):
        cells = [Cell(inert(lines[0].item))] if coded else []
        cells += [name_cell(asked.label(lines[0])), *_cells(asked, lines, fields)]
        alike = all(line.alike for line in lines if line.field in fields)
        rows.append(Row(tuple(cells), anchor=f"{ALIKE}-{name}-{fields[0]}-{number}" if alike else ""))
    return Grid(tuple(heads), tuple(rows), key=name)


def _cells(asked: Asked, lines: Sequence[Line], fields: Sequence[str]) -> Iterator[Cell]:
    for field in fields:
        line = next(one for one in lines if one.field == field)
        for place in range(len(asked.letters)):
            yield value_cell(asked, line, place)
            if place and not _ends_apart(asked, field, place):
                yield apart_cell(asked, line, place)


def _ends_apart(asked: Asked, field: str, place: int) -> bool:
    """Whether a figure is of another month than that of the first side: it is not subtracted."""
    sides = asked.answer.sides
    return field in OF_LAST_MONTH and sides[place].horizon.last != sides[0].horizon.last


def inputs(asked: Asked) -> Iterator[Block]:
    """The inputs that differ, with what each side states."""
    lines, say = asked.answer.of("inputs"), asked.look.say
    if lines:
        heads = [Head(say("framed.column.input"), name=True), Head(asked.letters[0])]
        for place in range(1, len(asked.letters)):
            heads += [Head(asked.letters[place]), Head(asked.minus(place))]
        yield Grid(tuple(heads), tuple(_input(asked, line) for line in lines), key="inputs")
    else:
        yield Note(say("framed.same_inputs"))
    if asked.answer.beside:
        yield Note(say("compare.beside", count=asked.answer.beside))


def _input(asked: Asked, line: Line) -> Row:
    cells = [name_cell(asked.label(line), longest=LONGEST_PATH), value_cell(asked, line, 0)]
    for place in range(1, len(asked.letters)):
        cells += [value_cell(asked, line, place), apart_cell(asked, line, place)]
    return Row(tuple(cells))
