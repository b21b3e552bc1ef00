"""A comparison as one tidy CSV table: a row for each figure of each side."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from optimizer.answers.compare import Compare, Difference, Line, Value
from optimizer.plan.files import guarded, scalar

COLUMNS = ("section", "item", "field", "side", "value", "difference")
ABSENT = "absent"
"""What a side lacks is not 0 and not empty."""


def table(answer: Compare, *, only_differing: bool) -> str:
    """One row for each figure of each side, keys in English, numbers plain; text that a spreadsheet would
    take for a formula begins with a ``'``."""
    rows = [COLUMNS, *_sides(answer), *_lines(answer, only_differing), *_parts(answer)]
    return "".join(",".join(map(_field, row)) + "\n" for row in rows)


def _field(text: str) -> str:
    quoted = any(sign in text for sign in ',"\r\n')
    return '"' + text.replace('"', '""') + '"' if quoted else text


def _sides(answer: Compare) -> Iterator[tuple[str, ...]]:
    yield from (("sides", "", "shared", "", guarded(given), "") for given in answer.shared)
    for side in answer.sides:
        made_up = (("synthetic", "true"),) if side.synthetic else ()
        kept = "; ".join(layer.given for layer in side.layers) if side.source == "folder" else ""
        layers = (("layers", kept),) if kept else ()
        told = (("given", side.given), ("source", side.source), ("title", side.title), *layers, *made_up)
        for key, value in told:
            yield "sides", "", key, side.letter, guarded(value), ""


def _lines(answer: Compare, only_differing: bool) -> Iterator[tuple[str, ...]]:
    for line in answer.lines:
        if not (only_differing and line.alike):
            yield from _of_line(answer, line)
    yield "inputs", "", "beside", "", str(answer.beside), ""


def _of_line(answer: Compare, line: Line) -> Iterator[tuple[str, ...]]:
    for side, value, apart in zip(answer.sides, line.values, line.differences, strict=True):
        yield line.section, guarded(line.item), line.field, side.letter, _value(value), _number(apart)


def _value(value: Value) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, tuple):
        return guarded(", ".join(value))
    return guarded(value) if isinstance(value, str) else scalar(value)


def _number(given: Difference | str) -> str:
    return "" if given is None else scalar(given)


def _parts(answer: Compare) -> Iterator[tuple[str, ...]]:
    """What each change brings: whole, exact, alone, last, and its standard error."""
    found = answer.attribution
    if found is None:
        return
    how = {"method": found.method, "orders": str(found.orders), "all_orders": str(found.all_orders)}
    yield from (("attribution", "", key, "", said, "") for key, said in how.items())
    for part in found.parts:
        for bring in part.brings:
            rows: dict[str, int | Fraction | None] = {
                "": bring.shown,
                ".exact": bring.exact,
                ".alone": bring.alone,
            }
            rows |= {".last": bring.last} | ({} if bring.error is None else {".error": bring.error})
            for name, value in rows.items():
                shown = ABSENT if value is None else scalar(value)
                yield "attribution", guarded(part.key), f"{bring.measure}{name}", "", shown, ""
