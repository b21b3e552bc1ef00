"""The figures a plan rests on that nobody published."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.plan.shapes import AssumptionRow
from optimizer.scenario.fields import Evidence, PersonsFigure, RupiahFigure, ShareFigure
from optimizer.scenario.measured import figures_of_region
from optimizer.scenario.resolved import decimal
from optimizer.scenario.schema import Scenario, Target
from optimizer.units import Code

Figure = RupiahFigure | PersonsFigure | ShareFigure

_UNPUBLISHED = ("assumed", "derived")

_FOR_UCJ = ("workers", "active", "outlook")
"""Figures of a region that only a UCJ target asks for."""

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
        for path, figure in figures_of_region(scenario.regions[code]):
            if code in counted or path.partition(".")[0] not in _FOR_UCJ:
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
    return f"{decimal(figure.number * 100)}%" if isinstance(figure, ShareFigure) else str(int(figure.number))
