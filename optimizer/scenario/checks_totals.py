"""Checks whether the regions of a place add up to what is published for it as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optimizer.errors import Finding
from optimizer.scenario.fields import PersonsFigure
from optimizer.scenario.measured import parts_of_total
from optimizer.scenario.reach import Reach
from optimizer.units import Persons


def parts_add_up(reach: Reach) -> Iterator[Finding]:
    """The regions of a place add up to its published total, to the person.

    Other published totals are compared too, and only noted: that sources differ is no mistake of the file.
    """
    for code, total in reach.scenario.totals.items():
        for key, figure in total.figures:
            if reach.below(code):
                yield from _compared(_parts(reach, code, key), figure, f"totals.{code}.{key}")


def _parts(reach: Reach, code: str, key: str) -> dict[str, Any]:
    figures = [
        figure
        for region in reach.below(code)
        for figure in parts_of_total(reach.scenario.regions[region], key)
    ]
    unknown = sum(figure.value is None for figure in figures)
    facts = {
        "of": code,
        "regions": len(reach.below(code)),
        "parts": Persons(sum(figure.number for figure in figures)),
    }
    return facts | ({"unknown": unknown} if unknown else {})


def _compared(parts: dict[str, Any], figure: PersonsFigure, path: str) -> Iterator[Finding]:
    if figure.value is not None and figure.value != parts["parts"]:
        yield Finding("total.parts_differ", _facts(parts, figure.value), "warning", path)
    for place, rival in enumerate(figure.rivals):
        if rival.value != parts["parts"]:
            facts = _facts(parts, rival.value) | ({"source": rival.source} if rival.source else {})
            yield Finding("total.rival_differs", facts, "note", f"{path}.rivals.{place}")


def _facts(parts: dict[str, Any], total: Persons) -> dict[str, Any]:
    return {**parts, "total": total, "difference": Persons(abs(total - parts["parts"]))}
