"""A plan as the text of its files: ``plan.yaml`` and ``payments.csv``, the same bytes for the same plan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

from optimizer.plan.shapes import AssumptionRow, GoalValue, Payment, Plan, Reason

FORMAT = "plan/1"
COLUMNS = ("region", "group", "fund", "month", "persons", "rupiah")
PLACES = 6
"""A goal's value that is no whole number has at most so many decimals."""

FORMULA = "=+-@\t\r'"
"""A spreadsheet takes text that begins so for a formula; in CSV such a name gets a ``'`` before it."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]*(?<! )", flags=re.ASCII)
_GUESSED = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

Row = dict[str, Any]


def payments_csv(payments: Iterable[Payment]) -> str:
    """One row for each cell that is not zero, ordered by region, group, fund and month."""
    lines = [",".join(COLUMNS)]
    for row in sorted(payments):
        names = (_field(guarded(name)) for name in (row.region, row.group, row.fund, str(row.month)))
        lines.append(",".join([*names, str(int(row.persons)), str(int(row.rupiah))]))
    return "".join(f"{line}\n" for line in lines)


def _field(name: str) -> str:
    """A field of CSV; Python's own writer leaves a lone carriage return bare, which ends the row."""
    quoted = any(sign in name for sign in ',"\r\n')
    return '"' + name.replace('"', '""') + '"' if quoted else name


def guarded(name: str) -> str:
    """The name as no spreadsheet takes it for a formula; ``bare`` undoes it.

    >>> guarded("=1+1"), guarded("rentan")
    ("'=1+1", 'rentan')
    """
    return f"'{name}" if name[:1] and name[0] in FORMULA else name


def bare(name: str) -> str:
    """The name before it was guarded.

    >>> bare(guarded("'=1+1"))
    "'=1+1"
    """
    return name[1:] if name[:1] == "'" else name


def plan_yaml(plan: Plan) -> str:
    """The whole plan but its payments, a row a line, with a checksum as the last line."""
    text = yaml_text(contents(plan))
    return text + f"checksum: {checksum(text)}\n"


def yaml_text(tree: Row) -> str:
    """Plain values in YAML, rows of a table one a line; the same bytes for the same values."""
    return "".join(f"{line}\n" for line in _lines(tree))


def checksum(text: str) -> str:
    """sha256 of everything above the checksum."""
    return sha256(text.encode()).hexdigest()


def contents(plan: Plan) -> Row:
    """What stands in ``plan.yaml``, as plain values in their order."""
    return {
        "schema": FORMAT,
        "title": plan.title,
        **({"synthetic": True} if plan.synthetic else {}),
        "digest": plan.digest,
        "status": plan.status,
        "goals": [_goal(goal) for goal in plan.goals],
        "totals": _row(plan.totals),
        "targets": [_row(row) for row in plan.targets],
        "funds": [_row(row) | {"reasons": [_reason(reason) for reason in row.reasons]} for row in plan.funds],
        "regions": [_row(row) for row in plan.regions],
        "lists": [_renamed(_row(row), first="from", last="to") for row in plan.lists],
        "drops": [_row(row) for row in plan.drops],
        "bill": [_row(row) for row in plan.bill],
        "assumptions": [_assumption(row) for row in plan.assumptions],
    }


def document(plan: Plan) -> dict[str, Any]:
    """The JSON document of ``--json``: all that stands in ``plan.yaml``, and the payments.

    Every value is whole where it can be; a fairness goal has its levels as ascending shares.
    """
    shown = _json(contents(plan))
    return {
        "status": plan.status,
        **{key: part for key, part in shown.items() if key != "schema"},
        "goals": [_json_goal(goal) for goal in plan.goals],
        "payments": [_json(_row(row)) for row in plan.payments],
    }


def scalar(value: Any) -> str:
    """A value as it stands in the file, before quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _decimal(value) if isinstance(value, Fraction) else str(value)


def _decimal(number: Fraction) -> str:
    """
    >>> _decimal(Fraction(1, 3)), _decimal(Fraction(-5, 2)), _decimal(Fraction(7))
    ('0.333333', '-2.5', '7')
    """
    millionths = round(number * 10**PLACES)
    whole, rest = divmod(abs(millionths), 10**PLACES)
    decimals = f"{rest:0{PLACES}d}".rstrip("0")
    return ("-" if millionths < 0 else "") + str(whole) + (f".{decimals}" if decimals else "")


def _goal(goal: GoalValue) -> Row:
    row: Row = {"goal": goal.goal, "value": goal.value, "bound": goal.bound, "unit": goal.unit}
    if goal.levels:
        row["levels"] = [{"region": code, "share": share} for code, share in goal.levels]
    return row


def _json_goal(goal: GoalValue) -> Row:
    row: Row = _json({"goal": goal.goal, "value": goal.value, "bound": goal.bound, "unit": goal.unit})
    if goal.goal == "fairness":
        row["levels"] = [_number(share) for _, share in goal.levels]
    return row


def _reason(reason: Reason) -> Row:
    return {"code": reason.code, **reason.facts}


def _assumption(row: AssumptionRow) -> Row:
    figure = _row(row)
    return figure | {"rivals": [_row(rival) for rival in row.rivals]} if row.rivals else figure


def _row(shape: Any) -> Row:
    """The fields of a shape; what is left open (a target of no group, a fund without reasons) is left out."""
    fields = ((name, getattr(shape, name)) for name in shape.__dataclass_fields__)
    return {name: value for name, value in fields if value is not None and value != ()}


def _renamed(row: Row, **names: str) -> Row:
    return {names.get(key, key): value for key, value in row.items()}


def _json(value: Any) -> Any:
    """What JSON knows."""
    if isinstance(value, dict):
        return {key: _json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_json(part) for part in value]
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else str(value)


def _number(number: Fraction) -> int | float:
    rounded = Fraction(round(number, PLACES))
    return int(rounded) if rounded.denominator == 1 else float(rounded)


def _lines(tree: Row) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, list):
            yield f"{key}:" if value else f"{key}: []"
            for row in value:
                yield from _row_lines(row)
        elif isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {name}: {_scalar(part)}" for name, part in value.items())
        else:
            yield f"{key}: {_scalar(value)}"


def _row_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """One row in one line; rows within it below, indented."""
    own = {key: value for key, value in row.items() if not isinstance(value, list)}
    below = {key: value for key, value in row.items() if isinstance(value, list) and value}
    if not below:
        yield f"  - {_flow(own)}"
        return
    for place, (key, value) in enumerate(own.items()):
        yield f"  {' ' if place else '-'} {key}: {_scalar(value)}"
    for key, rows in below.items():
        yield f"    {key}:"
        yield from (f"      - {_flow(inner)}" for inner in rows)


def _flow(row: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{_scalar(key)}: {_scalar(value)}" for key, value in row.items()) + "}"


def _scalar(value: Any) -> str:
    """A value in YAML; text that YAML could take for something else is quoted."""
    text = scalar(value)
    if not isinstance(value, str):
        return text
    if _PLAIN.fullmatch(text) and text.lower() not in _GUESSED:
        return text
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
