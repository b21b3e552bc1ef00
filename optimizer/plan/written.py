"""Plan files read back strictly, every figure with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from typing import Any

import yaml

from optimizer.errors import AuditError, Finding, Place
from optimizer.plan.files import COLUMNS, FORMAT, bare, checksum
from optimizer.plan.shapes import GoalValue, Payment, Reason
from optimizer.units import (
    Code,
    PersonMonths,
    Persons,
    Rupiah,
    UnreadableError,
    read_code,
    read_month,
)

DEEPEST = 8
"""``plan.yaml`` is nested four deep; what is deeper was not written by this program."""

_FACTS: Mapping[str, Any] = {
    "rupiah": lambda text: Rupiah(_whole(text)),
    "monthly": lambda text: Rupiah(_whole(text)),
    "person_months": lambda text: PersonMonths(_whole(text)),
    "persons": lambda text: Persons(_whole(text)),
    "month": read_month,
    "region": read_code,
}
"""How the facts of a reason are read; a name that is not here stays text."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written, and its line."""

    text: str
    line: int


Tree = Scalar | list["Tree"] | dict[str, "Tree"]


@dataclass(frozen=True, slots=True)
class Written:
    """A ``plan.yaml`` as it was found."""

    tree: Mapping[str, Tree]
    digest: str
    standing: str
    goals: tuple[GoalValue, ...]
    unspent: Mapping[str, tuple[Reason, ...]]
    whole: bool
    """Whether the checksum agrees: no byte was changed since it was written."""


def read_plan(text: str, file: str) -> Written:
    """Read ``plan.yaml``.

    Raises:
        AuditError: it is no plan of this format.
    """
    try:
        tree = _tree(text)
        if not isinstance(tree, dict) or _text(tree["schema"]) != FORMAT:
            raise _refusal("verify.no_plan", file, 1)
        above, _, last = text.rpartition("checksum: ")
        return Written(
            tree={key: part for key, part in tree.items() if key != "checksum"},
            digest=_text(tree["digest"]),
            standing=_text(tree["status"]),
            goals=tuple(_goal(row) for row in _rows(tree["goals"])),
            unspent={_text(row["id"]): _reasons(row) for row in _rows(tree["funds"])},
            whole=last.strip() == checksum(above),
        )
    except yaml.MarkedYAMLError as error:
        raise _refusal("verify.unreadable", file, _line(error.problem_mark)) from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise _refusal("verify.unreadable", file, 1) from error


def read_payments(text: str, file: str) -> tuple[Payment, ...]:
    """Read ``payments.csv``.

    Raises:
        AuditError: with a finding for each row that cannot be read.
    """
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    payments: list[Payment] = []
    refused: list[Finding] = []
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise AuditError([_header(text, file)])
        for row in rows:
            try:
                payments.append(_payment(row))
            except UnreadableError as error:
                place = Place(file, rows.line_num, 1, ",".join(row)[:200])
                refused.append(Finding(error.code, error.facts, place=place))
    except csv.Error as error:
        refused.append(Finding("payments.unreadable", place=Place(file, rows.line_num, 1)))
        raise AuditError(refused) from error
    if len(refused) > 1 and not payments:
        # not one row as written: a spreadsheet turned all months into dates, or codes into numbers
        refused.insert(0, Finding("payments.saved_again", place=refused[0].place))
    if refused:
        raise AuditError(refused)
    return tuple(payments)


def _header(text: str, file: str) -> Finding:
    """Why the first line is none: another program saved the file again, or it is another file."""
    first = text.lstrip("\ufeff").partition("\n")[0].strip()
    names = [name.strip(" '\"").lower() for name in re.split("[;,\t]", first.rstrip(";,\t"))]
    place = Place(file, 1, 1, first[:200])
    if tuple(names) == COLUMNS:
        return Finding("payments.saved_again", place=place)
    return Finding("payments.header", {"allowed": ",".join(COLUMNS)}, place=place)


def flat(tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every value of a tree with its path; a row is named by what it says, not by its number."""
    for key, value in tree.items():
        if isinstance(value, list):
            seen: dict[str, int] = {}
            for row in value:
                name = ".".join([key, *(_name(row[part]) for part in _ROW_NAMES.get(key, ()) if part in row)])
                seen[name] = seen.get(name, 0) + 1
                again = f"#{seen[name]}" if seen[name] > 1 else ""
                yield from ((f"{name}{again}.{path}", part) for path, part in flat(row))
        elif isinstance(value, dict):
            yield from ((f"{key}.{path}", part) for path, part in flat(value))
        else:
            yield key, value


_ROW_NAMES: Mapping[str, Sequence[str]] = {
    "goals": ("goal",),
    "levels": ("region",),
    "targets": ("id", "of"),
    "funds": ("id",),
    "reasons": ("code",),
    "regions": ("code",),
    "lists": ("region", "group", "fund", "from", "to"),
    "drops": ("region", "group", "month"),
    "bill": ("owner",),
    "assumptions": ("path",),
    "rivals": ("source", "value"),
}


def _name(value: Any) -> str:
    return value.text if isinstance(value, Scalar) else str(value)


def _payment(row: Sequence[str]) -> Payment:
    if len(row) != len(COLUMNS):
        raise UnreadableError("payments.columns", found=len(row), allowed=len(COLUMNS))
    region, group, fund, month = (bare(name) for name in row[:4])
    persons, rupiah = Persons(_whole(row[4])), Rupiah(_whole(row[5]))
    return Payment(read_code(region), group, fund, read_month(month), persons, rupiah)


def _whole(text: str) -> int:
    """Plain digits, as this program writes them."""
    if not re.fullmatch(r"\d{1,18}", text, flags=re.ASCII):
        raise UnreadableError("payments.not_whole", given=text[:40])
    return int(text)


def _goal(row: Mapping[str, Tree]) -> GoalValue:
    levels = _rows(row["levels"]) if "levels" in row else []
    return GoalValue(
        goal=_text(row["goal"]),
        value=_decimal(row["value"]),
        bound=_decimal(row["bound"]),
        unit=_text(row["unit"]),
        levels=tuple((Code(_text(level["region"])), _decimal(level["share"])) for level in levels),
    )


def _reasons(fund: Mapping[str, Tree]) -> tuple[Reason, ...]:
    rows = _rows(fund["reasons"]) if "reasons" in fund else []
    return tuple(
        Reason(
            _text(row["code"]),
            {key: _FACTS.get(key, str)(_text(value)) for key, value in row.items() if key != "code"},
        )
        for row in rows
    )


def _decimal(value: Tree) -> Fraction:
    text = _text(value)
    if not re.fullmatch(r"-?\d{1,30}(\.\d{1,6})?", text, flags=re.ASCII):
        raise ValueError(text)
    return Fraction(text)


def _text(value: Tree) -> str:
    if not isinstance(value, Scalar):
        raise TypeError("a single value was expected")
    return value.text


def _rows(value: Tree) -> list[dict[str, Tree]]:
    if not isinstance(value, list):
        raise TypeError("rows were expected")
    rows = [row for row in value if isinstance(row, dict)]
    if len(rows) < len(value):
        raise TypeError("rows were expected")
    return rows


def _tree(text: str) -> Tree:
    """The values of a YAML text as written; event by event, so that no nesting can exhaust the stack."""
    root: list[Tree] = []
    open_parts: list[list[Tree] | dict[str, Tree]] = [root]
    keys: list[str | None] = [None]
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            raise ValueError("aliases, anchors and tags are not written by this program")
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            open_parts.pop()
            keys.pop()
        elif isinstance(event, yaml.ScalarEvent):
            _put(open_parts[-1], keys, Scalar(event.value, _line(event.start_mark)))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            part: list[Tree] | dict[str, Tree] = {} if isinstance(event, yaml.MappingStartEvent) else []
            _put(open_parts[-1], keys, part)
            open_parts.append(part)
            keys.append(None)
            if len(open_parts) > DEEPEST:
                raise ValueError("nested too deep")
    if len(root) != 1:
        raise ValueError("one document was expected")
    return root[0]


def _line(mark: Any) -> int:
    return mark.line + 1 if mark is not None else 1


def _put(parent: list[Tree] | dict[str, Tree], keys: list[str | None], value: Tree) -> None:
    """Add a value to its list, or to its mapping after its key."""
    if isinstance(parent, list):
        parent.append(value)
    elif keys[-1] is None:
        keys[-1] = _text(value)
        if keys[-1] in parent:
            raise ValueError(f"{keys[-1]} twice")
    else:
        parent[keys[-1]] = value
        keys[-1] = None


def _refusal(code: str, file: str, line: int, **facts: Any) -> AuditError:
    return AuditError([Finding(code, facts, place=Place(file, line, 1))])
