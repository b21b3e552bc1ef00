"""The figures a plan rests on that nobody published."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from optimizer.plan.shapes import AssumptionRow
from optimizer.scenario.fields import Evidence, PersonsFigure, RupiahFigure, ShareFigure
from optimizer.scenario.schema import Region, Scenario, Target
from optimizer.units import Code

Figure = RupiahFigure | PersonsFigure | ShareFigure

_UNPUBLISHED = ("assumed", "derived")

_DECIDED = ("budgeted", "contracted", "paid")
"""A fund this far has a document (DPA, PKS, SP2D) that states its ceiling."""


def assumptions(scenario: Scenario) -> tuple[AssumptionRow, ...]:
    """Every figure that is assumed, derived, or unknown with something assumed in its place."""
    return tuple(
        AssumptionRow(path, _written(figure), _standing(figure, backed), _note(figure, backed))
        for path, figure, backed in _figures(scenario)
        if _standing(figure, backed)
    )


def _figures(scenario: Scenario) -> Iterator[tuple[str, Figure, Evidence | None]]:
    """Each figure the plan depends on, with the record around it that may speak for it."""
    for place, premium in enumerate(scenario.premium):
        yield f"premium.{place}", premium, None
    counted = _counted(scenario)
    for code in scenario.codes:
        for path, figure in _of_region(scenario.regions[code], with_workers=code in counted):
            yield f"regions.{code}.{path}", figure, None
    for name, fund in scenario.funds.items():
        if fund.status not in _DECIDED or fund.ceiling.value is None or fund.ceiling.status == "derived":
            yield f"funds.{name}.ceiling", fund.ceiling, None
    for name, target in scenario.targets.items():
        if target.by in scenario.horizon:
            yield f"targets.{name}.share", target.share, target
    limit = scenario.rules.enrol_per_month
    if limit is not None and any(region.enrol_per_month is None for region in scenario.regions.values()):
        yield "rules.enrol_per_month", limit, None


def _counted(scenario: Scenario) -> frozenset[Code]:
    """Regions whose workers and participants some target measures."""
    targets = [
        target
        for target in scenario.targets.values()
        if target.measure == "ucj" and target.by in scenario.horizon
    ]
    return frozenset(code for code in scenario.codes if any(_measures(target, code) for target in targets))


def _measures(target: Target, code: Code) -> bool:
    return target.of == "each" or any(part.reaches(code) for part in target.of if isinstance(part, Code))


def _of_region(region: Region, *, with_workers: bool) -> Iterator[tuple[str, Figure]]:
    if with_workers:
        yield "workers", region.workers
        yield "active", region.active
        for month, figure in sorted(region.outlook.items()):
            yield f"outlook.{month}", figure
    for group, figure in region.eligible.items():
        yield f"eligible.{group}", figure
    for group, figure in region.subsidised.items():
        yield f"subsidised.{group}", figure
    if region.enrol_per_month is not None:
        yield "enrol_per_month", region.enrol_per_month


def _standing(figure: Figure, backed: Evidence | None) -> str:
    """unknown, assumed or derived; empty for a published figure."""
    if figure.value is None:
        return "unknown"
    evidence = _evidence(figure, backed)
    return evidence.status if evidence.status in _UNPUBLISHED else ""


def _evidence(figure: Figure, backed: Evidence | None) -> Evidence:
    """What speaks for a figure: its own record, or for a bare one the record around it."""
    bare = figure.status == "assumed" and figure.source is None and figure.note is None
    return backed if backed is not None and bare else figure


def _note(figure: Figure, backed: Evidence | None) -> str:
    return _evidence(figure, backed).note or ""


def _written(figure: Figure) -> str:
    """The number as a scenario may write it, without grouping."""
    return _percent(figure.number) if isinstance(figure, ShareFigure) else str(int(figure.number))


def _percent(share: Fraction) -> str:
    """A share in percent, exact: shares are read from decimals.

    >>> _percent(Fraction(6222, 10000)), _percent(Fraction(1, 2))
    ('62.22%', '50%')
    """
    digits, places = share * 100, 0
    while digits.denominator != 1:
        digits, places = digits * 10, places + 1
    whole, rest = divmod(int(digits), 10**places)
    return f"{whole}.{rest:0{places}d}%" if places else f"{whole}%"
