"""Checks of where the figures come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from optimizer.errors import Finding
from optimizer.scenario.fields import Evidence
from optimizer.scenario.figures import Record, path_of
from optimizer.scenario.reach import Reach
from optimizer.units import Month, Share, UnreadableError, read_month

TOO_OLD = 24
"""Months between a figure and the horizon's first month."""

FURTHEST_APART = Share(1, 10)
"""Of the figure used."""

_AS_OF = re.compile(r"\d{4}(-\d{2})?(-\d{2})?", re.ASCII)


def rivals_agree(reach: Reach) -> Iterator[Finding]:
    """Figures published for the same thing lie within a tenth of the one used."""
    for keys, figure in reach.figures:
        if not figure.rivals:
            continue
        used, values = figure.number, [figure.number, *(rival.value for rival in figure.rivals)]
        lowest, highest = min(values), max(values)
        if max(highest - used, used - lowest) > FURTHEST_APART * used:
            facts = {"used": used, "lowest": lowest, "highest": highest, "allowed": FURTHEST_APART}
            yield Finding("figure.rivals_apart", facts, "warning", path_of(keys))


def figures_are_recent(reach: Reach) -> Iterator[Finding]:
    """Figures are at most two years old when the horizon begins."""
    first = reach.scenario.horizon.first
    for keys, figure in reach.figures:
        if figure.as_of is None:
            continue
        month = _month_of(figure.as_of)
        if month is None:
            path = path_of((*keys, "as_of"))
            yield Finding("figure.as_of_unreadable", {"given": figure.as_of[:200]}, "warning", path)
        elif first - month > TOO_OLD:
            facts = {"as_of": figure.as_of, "first": first, "allowed": TOO_OLD}
            yield Finding("figure.old", facts, "warning", path_of(keys))


def _month_of(as_of: str) -> Month | None:
    """The last month a day, month or year may mean."""
    if not _AS_OF.fullmatch(as_of):
        return None
    try:
        return read_month(as_of[:7] if len(as_of) > 4 else f"{as_of}-12")
    except UnreadableError:
        return None


def figures_have_sources(reach: Reach) -> Iterator[Finding]:
    """What is said to be published names where: one finding for all that do not."""
    missing = [path_of(keys) for keys, record in reach.records if _lacks_source(record)]
    if missing:
        facts = {"count": len(missing), "figures": tuple(missing)}
        yield Finding("figure.no_source", facts, "warning", missing[0])


def _lacks_source(record: Record) -> bool:
    if record.source is not None:
        return False
    if not isinstance(record, Evidence):
        return True
    # A derived figure with a note says how it was derived; layers that change a figure write one.
    return record.status in ("official", "press") or (record.status == "derived" and record.note is None)
