"""Native charts, drawn by whatever program opens the workbook."""

from __future__ import annotations

from typing import Any

from optimizer.papers.book.cells import Chart, Series
from optimizer.papers.book.ledger import Ledger
from optimizer.papers.book.styles import FONT, chart_format
from optimizer.papers.charts.ink import ALARM, GRID, INK, PAPER, PARTS

_NARROW = 0.75
_LETTERS = {"name": FONT, "size": 10, "color": INK}
_LOOKS: dict[str, dict[str, Any]] = {
    "first": {"fill": {"color": PARTS[0]}, "border": {"color": PARTS[0], "width": _NARROW}},
    "second": {"fill": {"color": PARTS[1]}, "border": {"color": PARTS[1], "width": _NARROW}},
    "third": {"fill": {"color": PARTS[2]}, "border": {"color": PARTS[2], "width": _NARROW}},
    "missing": {"fill": {"none": True}, "border": {"color": INK, "width": 1, "dash_type": "dash"}},
    "drops": {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": ALARM, "bg_color": PAPER}},
}


def chart(file: Any, described: Chart, ledger: Ledger) -> Any:
    """A chart over the cells that a description names."""
    kind = {"bars": "bar", "columns": "column"}[described.kind]
    made = file.add_chart({"type": kind, "subtype": "stacked"})
    for series in described.series:
        made.add_series(_series(series, described))
    width, height = described.size
    made.set_size({"width": width, "height": height})
    made.set_legend({"position": "top", "font": _LETTERS})
    made.set_chartarea({"border": {"none": True}})
    shown = chart_format(described.unit, ledger.dossier.language, ledger.word("miliar"))
    numbers = {
        "num_format": shown,
        "num_font": _LETTERS,
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": _NARROW}},
    }
    labels = {"num_font": _small(described), "line": {"color": INK}, "label_position": "low"}
    if described.kind == "bars":
        made.set_y_axis({**labels, "reverse": True, "crossing": "max"})
        made.set_x_axis(numbers)
    else:
        made.set_x_axis(labels)
        made.set_y_axis(numbers)
    return made


def _small(described: Chart) -> dict[str, Any]:
    """Letters beside bars, smaller where the bars are thin."""
    return {**_LETTERS, "size": 8} if described.thin else _LETTERS


def _series(series: Series, described: Chart) -> dict[str, Any]:
    look = {"gap": 45, **_LOOKS[series.look]}
    if described.levels:  # of two columns xlsxwriter reads nothing by itself
        look["categories_data"] = [list(level) for level in described.levels]
    return {"name": series.name, "categories": described.labels, "values": series.values, **look}
