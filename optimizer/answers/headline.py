"""What a meeting compares of two plans, and how far one is from the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from optimizer.plan.shapes import Plan, Standing, TargetRow
from optimizer.units import Code, PersonMonths, Persons, Rupiah


@dataclass(frozen=True, slots=True)
class Headline:
    """One plan in the figures that are asked for first."""

    status: Standing
    persons_end: Persons
    """Covered in the last month."""
    person_months: PersonMonths
    rupiah: Rupiah
    dropped: Persons
    """Persons of today who lose cover."""
    shortfall: Persons
    """Missing to the widest target (the one with the largest base; of several, the last)."""
    missed: int
    """Targets that are not met."""


@dataclass(frozen=True, slots=True)
class RegionChange:
    """One region in two plans."""

    code: Code
    name: str
    before: Persons
    """Covered in the last month of the plan as it is."""
    after: Persons
    """The same in the other plan."""
    rupiah: int
    """Rupiah paid there more; below 0: less."""


def headline(plan: Plan) -> Headline:
    """The figures of one plan."""
    row = widest(plan)
    return Headline(
        status=plan.status,
        persons_end=plan.totals.persons_end,
        person_months=plan.totals.person_months,
        rupiah=plan.totals.rupiah,
        dropped=plan.totals.dropped,
        shortfall=row.shortfall if row else Persons(0),
        missed=sum(1 for one in plan.targets if not one.met),
    )


def changes(before: Plan, after: Plan, touched: Collection[Code] = ()) -> tuple[RegionChange, ...]:
    """Every region whose people or money differ, and those touched otherwise, in order of code."""
    then = {row.code: row for row in after.regions}
    rows = (
        RegionChange(
            row.code,
            row.name,
            row.persons_end,
            then[row.code].persons_end,
            then[row.code].rupiah - row.rupiah,
        )
        for row in before.regions
    )
    return tuple(row for row in rows if row.before != row.after or row.rupiah or row.code in touched)


def widest(plan: Plan) -> TargetRow | None:
    """The target with the largest base, of several the last; None without targets.

    A target that is set for each of several regions is one row here, whose persons are added up over them.
    """
    return max(reversed(of_each(plan)), key=lambda row: row.base, default=None)


def of_each(plan: Plan) -> list[TargetRow]:
    """One row for each target, its places taken together."""
    apart: dict[str, list[TargetRow]] = {}
    for row in plan.targets:
        apart.setdefault(row.id, []).append(row)
    return [_together(rows) for rows in apart.values()]


def measured(plan: Plan) -> tuple[TargetRow, ...]:
    """The targets of one measure, which alone may share a column: UCJ where any is of it, else the group of
    the widest. Persons missing to UCJ and persons missing of one group are not the same persons.
    """
    kind = next((row for row in plan.targets if row.measure == "ucj"), None) or widest(plan)
    if kind is None:
        return ()
    return tuple(row for row in plan.targets if (row.measure, row.group) == (kind.measure, kind.group))


def own_targets(plan: Plan) -> Mapping[Code, TargetRow]:
    """The target that is set for each region alone, of those ``measured``: the last in time, of several the
    one that needs most. Regions without one are not in it.
    """
    return _last_alone(plan, measured(plan))


def other_own_targets(plan: Plan) -> Mapping[Code, tuple[TargetRow, ...]]:
    """What is set for a region alone besides: the last target of every other measure, in the plan's order."""
    kinds = dict.fromkeys((row.measure, row.group) for row in plan.targets)
    kinds.pop(next(((row.measure, row.group) for row in measured(plan)), ("", None)), None)
    found: dict[Code, list[TargetRow]] = {}
    for kind in kinds:
        rows = [row for row in plan.targets if (row.measure, row.group) == kind]
        for code, row in _last_alone(plan, rows).items():
            found.setdefault(code, []).append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def _last_alone(plan: Plan, rows: Sequence[TargetRow]) -> Mapping[Code, TargetRow]:
    regions = {region.code for region in plan.regions}
    alone = sorted((row for row in rows if row.of in regions), key=lambda row: (row.by, row.need))
    return {Code(row.of): row for row in alone}


def _together(rows: Sequence[TargetRow]) -> TargetRow:
    """The rows of one target as one."""
    if len(rows) == 1:
        return rows[0]
    return replace(
        rows[0],
        of=",".join(row.of for row in rows),
        base=Persons(sum(row.base for row in rows)),
        need=Persons(sum(row.need for row in rows)),
        covered=Persons(sum(row.covered for row in rows)),
        others=Persons(sum(row.others for row in rows)),
        shortfall=Persons(sum(row.shortfall for row in rows)),
        met=all(row.met for row in rows),
    )
