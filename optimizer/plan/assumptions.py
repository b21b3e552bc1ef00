"""The figures a plan rests on that nobody published."""

from __future__ import annotations

from optimizer.plan.shapes import AssumptionRow, RivalRow
from optimizer.scenario.fields import Evidence
from optimizer.scenario.figures import Figure, Keys, figures, path_of
from optimizer.scenario.schema import Scenario, Target
from optimizer.units import Code, Persons, Rupiah, Share, percent

_UNPUBLISHED = ("assumed", "derived")

_FOR_UCJ = ("workers", "active", "outlook")
"""Figures of a region that only a UCJ target asks for."""

_DECIDED = ("budgeted", "contracted", "paid")
"""A fund this far has a document (DPA, PKS, SP2D) that states its ceiling."""


def assumptions(scenario: Scenario) -> tuple[AssumptionRow, ...]:
    """Every figure that is assumed, derived, or unknown with something assumed in its place."""
    counted = _counted(scenario)
    rows: list[AssumptionRow] = []
    for keys, figure in figures(scenario):
        backed = scenario.targets[str(keys[1])] if keys[0] == "targets" else None
        if _standing(figure, backed) and _rests_on(scenario, keys, figure, counted):
            rows.append(_row(path_of(keys), figure, backed))
    return tuple(rows)


def _row(path: str, figure: Figure, backed: Evidence | None) -> AssumptionRow:
    evidence = _evidence(figure, backed)
    return AssumptionRow(
        path=path,
        value=_written(figure.number),
        status=_standing(figure, backed),
        note=evidence.note or "",
        source=evidence.source,
        as_of=evidence.as_of,
        rivals=tuple(RivalRow(_written(rival.value), rival.source) for rival in figure.rivals),
    )


def _rests_on(scenario: Scenario, keys: Keys, figure: Figure, counted: frozenset[Code]) -> bool:
    """Whether the plan depends on a figure that no document of its fund states."""
    kind, name = keys[0], str(keys[1])
    if kind == "regions":
        return keys[2] != "ability" and (name in counted or keys[2] not in _FOR_UCJ)
    if kind == "funds":
        stated = scenario.funds[name].status in _DECIDED and figure.value is not None
        return not (stated and _is_bare(figure))
    if kind == "targets":
        return scenario.targets[name].by in scenario.horizon
    if kind == "rules":
        return any(region.enrol_per_month is None for region in scenario.regions.values())
    return kind == "premium"


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
    return backed if backed is not None and _is_bare(figure) else figure


def _is_bare(figure: Figure) -> bool:
    """Whether nothing is said of where a figure comes from."""
    return figure.status == "assumed" and figure.source is None and figure.note is None


def _written(number: Rupiah | Persons | Share) -> str:
    """The number as a scenario may write it, without grouping."""
    return percent(number) if isinstance(number, Share) else str(int(number))
