"""Where each value of a scenario came from: which file and line, which variant, which ``--set``."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from optimizer.report.findings import place
from optimizer.report.grid import Row, grid
from optimizer.report.terminal import rendered
from optimizer.report.view import Look
from optimizer.scenario.reading import Origin
from optimizer.text import inert

WHOLE = 1_000
"""A path, value or place is never shortened here: it may be copied."""


def origin_list(look: Look, origins: Mapping[str, Origin]) -> str:
    """Every value by its path, with its place; what a layer replaced stands behind it."""
    columns = [
        look.column("path", name=True, lines=WHOLE, least=28),
        look.column("value_written", name=True, lines=WHOLE, least=14),
        look.column("origin", name=True, lines=WHOLE, least=24),
    ]
    rows = [
        Row((inert(path), inert(origin.value), _told(look, origin)), "bold" if origin.layer else "")
        for path, origin in origins.items()
    ]
    title = Text(look.say("show.origins", count=len(rows)), style="bold")
    return rendered([title, *grid(columns, rows, look.page)], look.page)


def _told(look: Look, origin: Origin) -> str:
    said = _from(look, origin)
    earlier = origin.before
    while earlier is not None:
        said += look.say("origin.before", value=earlier.value, origin=_from(look, earlier))
        earlier = earlier.before
    return said


def _from(look: Look, origin: Origin) -> str:
    if origin.layer == "--set":
        return "--set"
    where = place(origin.place)
    return look.say("origin.variant", name=origin.layer, place=where) if origin.layer else where
