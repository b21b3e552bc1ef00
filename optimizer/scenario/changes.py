"""One value over another: merged, replaced, or reckoned from what was there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from optimizer.scenario.kinds import Kind, child, is_figure, number_at
from optimizer.scenario.nodes import Branch, Entry, Node, Scalar
from optimizer.units import (
    RATIO_DECIMALS,
    Persons,
    Ratio,
    Rupiah,
    Share,
    UnreadableError,
    decimal,
    percent,
    read_count,
    read_persons,
    read_ratio,
    read_rupiah,
    read_share,
)

_DECIMAL = r"(\d{1,12})(?:[.,](\d{1,12}))?"
_PERCENT = re.compile(rf"([+\-−])\s*{_DECIMAL}\s*%", re.ASCII)
_FACTOR = re.compile(rf"[x×]\s*{_DECIMAL}", re.ASCII)
_POINTS = re.compile(rf"([+\-−])\s*{_DECIMAL}\s*pp", re.ASCII)
_AMOUNT = re.compile(r"([+\-−])\s*(\S.*)", re.DOTALL)
_LOOKS_RELATIVE = re.compile(r"[+\-−]\s*[\dR]|[x×]\s*\d", re.IGNORECASE)

_SHARE_DECIMALS = 18
"""Decimals a changed share keeps; what lies beyond is cut."""


READERS: Mapping[type, Callable[[str], int | Fraction]] = {
    Rupiah: read_rupiah,
    Persons: read_persons,
    Share: read_share,
    Ratio: read_ratio,
    int: read_count,
}
"""How a number of each unit is read."""


class ChangeError(Exception):
    """A change that cannot be made."""

    def __init__(self, code: str, at: Scalar, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.at = at
        self.facts = facts


class _Sum(NamedTuple):
    """``factor`` times the old value, plus ``more``."""

    factor: Fraction
    more: Fraction


def merged(old: Node | None, new: Node, kind: Kind | None) -> Node | None:
    """What stands there after a later layer: maps merge by key, ``null`` deletes, the rest replaces.

    Raises:
        ChangeError: a relative change has nothing to change, or leads out of range.
    """
    if isinstance(new, Scalar):
        if new.is_null:
            return None
        if is_relative(new, kind):
            return _reckoned(old, new, kind)
        return new if old is None and new.before is None else new._replace(before=_first(old))
    if not isinstance(new, Branch):
        return new
    base = old if isinstance(old, Branch) else Branch({}, new.mark)
    if isinstance(old, Scalar) and is_figure(kind) and "value" not in new.entries:
        base = Branch({"value": Entry(old.mark, old)}, new.mark)
    entries = dict(base.entries)
    for key, entry in new.entries.items():
        before = base.get(key)
        below = None if kind is None else child(kind, key)
        value = merged(before, entry.value, below)
        if value is None:
            entries.pop(key, None)
        else:
            entries[key] = Entry(entry.key, value)
    return Branch(entries, base.mark)


def is_relative(new: Scalar, kind: Kind | None) -> bool:
    """Whether a value is a change of the number before it."""
    return bool(_LOOKS_RELATIVE.match(new.text.strip())) and number_at(kind) is not None


def _first(old: Node | None) -> Node | None:
    """What a bare value replaced: the value of a record."""
    return old.get("value") if isinstance(old, Branch) else old


def _reckoned(old: Node | None, new: Scalar, kind: Kind | None) -> Node:
    if isinstance(old, Branch) and is_figure(kind):
        return _record(old, new, kind)
    if old is None:
        return new  # A sign without anything before it is for the schema to refuse.
    if not isinstance(old, Scalar):
        raise ChangeError("change.nothing_before", new, given=new.text)
    return new._replace(text=_written(old.text, new, number_at(kind)), before=old)


def _record(old: Branch, new: Scalar, kind: Kind | None) -> Branch:
    """The record with its value reckoned, derived where it was not assumed, and a note of what was done."""
    key = "value" if _text(old, "value") != "unknown" else "assume"
    before = old.get(key)
    if not isinstance(before, Scalar):
        raise ChangeError("change.nothing_before", new, given=new.text)
    value = new._replace(text=_written(before.text, new, number_at(kind)), before=before)
    said = f"{before.text} {new.text}" + (f" ({new.layer})" if new.layer else "") + f" = {value.text}"
    note = "; ".join(part for part in (_text(old, "note"), said) if part)
    status = "assumed" if _text(old, "status") in ("", "assumed") else "derived"
    changed = {key: value, "status": new._replace(text=status, before=old.get("status"))}
    changed["note"] = new._replace(text=note, quoted=True, before=old.get("note"))
    entries = dict(old.entries)
    for name, scalar in changed.items():
        entries[name] = Entry(new.mark, scalar)
    return old._replace(entries=entries)


def _text(record: Branch, key: str) -> str:
    node = record.get(key)
    return node.text if isinstance(node, Scalar) else ""


def _written(old: str, new: Scalar, number: type | None) -> str:
    """The new number as text, rounded down to its unit; an unreadable old number is left to the schema."""
    unit = number
    if number is object:
        unit = Share if old.strip().endswith("%") else Rupiah
    try:
        before = _read(old, unit)
    except UnreadableError:
        return old
    change = _change_of(new, unit)
    value = before * change.factor + change.more
    if value < 0:
        raise ChangeError("change.below_zero", new, given=new.text, before=_typed(before, unit))
    if unit is Share and value > 1:
        raise ChangeError("change.above_one", new, given=new.text, before=Share(before))
    return _text_of(value, unit)


def _read(text: str, unit: type | None) -> Fraction:
    return Fraction(READERS.get(unit or int, read_count)(text))


def _typed(value: Fraction, unit: type | None) -> object:
    return value if unit is None else unit(value) if unit in (Share, Ratio) else unit(int(value))


def _text_of(value: Fraction, unit: type | None) -> str:
    if unit is Share:
        return percent(_cut(value, _SHARE_DECIMALS))
    return (
        decimal(_cut(value, RATIO_DECIMALS)) if unit is Ratio else str(value.numerator // value.denominator)
    )


def _cut(value: Fraction, decimals: int) -> Fraction:
    """The value without what lies beyond so many decimals."""
    return Fraction(value * 10**decimals // 1, 10**decimals)


def _change_of(new: Scalar, unit: type | None) -> _Sum:
    text = new.text.strip()
    if factor := _FACTOR.fullmatch(text):
        return _Sum(_number(factor[1], factor[2]), Fraction(0))
    if part := _PERCENT.fullmatch(text):
        if unit is Share:
            raise ChangeError("change.percent_of_share", new, given=new.text, points=f"{text[:-1].strip()}pp")
        return _Sum(1 + _signed(part) / 100, Fraction(0))
    if points := _POINTS.fullmatch(text):
        if unit is not Share:
            raise ChangeError("change.points_of_amount", new, given=new.text)
        return _Sum(Fraction(1), _signed(points) / 100)
    amount = _AMOUNT.fullmatch(text)
    if amount is None or unit is Share:
        raise ChangeError("change.unreadable", new, given=new.text)
    try:
        more = _read(amount[2], unit)
    except UnreadableError:
        raise ChangeError("change.unreadable", new, given=new.text) from None
    return _Sum(Fraction(1), more if amount[1] == "+" else -more)


def _signed(found: re.Match[str]) -> Fraction:
    number = _number(found[2], found[3])
    return number if found[1] == "+" else -number


def _number(whole: str, decimals: str | None) -> Fraction:
    return Fraction(int(whole + (decimals or "")), 10 ** len(decimals or ""))
