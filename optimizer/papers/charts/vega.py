"""A drawing as Vega-Lite: every place is a pixel reckoned here, so that no font of a machine moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from optimizer.papers.charts.ink import FONT, INK, PAPER, Size

Spec = dict[str, Any]
"""A Vega-Lite specification, or part of one, as JSON."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
VERSION = "6.4"
"""Of Vega-Lite, as vl-convert names it."""

Align = Literal["left", "center", "right"]


@dataclass(slots=True)
class Drawing:
    """What is drawn so far, from the upper left corner: areas, lines, dots, words upon each other."""

    size: Size
    _grid: list[Spec] = field(default_factory=list)
    _areas: list[Spec] = field(default_factory=list)
    _lines: list[Spec] = field(default_factory=list)
    _dots: list[Spec] = field(default_factory=list)
    _words: list[Spec] = field(default_factory=list)

    def area(self, left: int, top: int, right: int, bottom: int, *, colour: str, edge: str = PAPER) -> None:
        """A filled rectangle with an edge of one pixel; nothing where it has no width."""
        if right > left and bottom > top:
            self._areas.append(
                {"x": left, "y": top, "x2": right, "y2": bottom, "colour": colour, "edge": edge}
            )

    def grid(self, start: tuple[int, int], end: tuple[int, int], colour: str) -> None:
        """A thin line behind everything."""
        self._grid.append(_stroke(start, end, colour, 1, dashed=False))

    def line(
        self,
        start: tuple[int, int],
        end: tuple[int, int],
        colour: str,
        *,
        wide: int = 1,
        dashed: bool = False,
    ) -> None:
        """A straight line."""
        self._lines.append(_stroke(start, end, colour, wide, dashed=dashed))

    def dot(self, across: int, down: int, colour: str, *, wide: int = 9) -> None:
        """A round dot."""
        self._dots.append({"x": across, "y": down, "colour": colour, "area": wide * wide})

    def word(
        self,
        across: int,
        middle: int,
        said: str,
        *,
        align: Align = "left",
        colour: str = INK,
        bold: bool = False,
        letter: int | None = None,
    ) -> None:
        """One line of text, centred on a height; nothing where nothing is said."""
        if said:
            row = {"x": across, "y": middle, "said": said, "colour": colour}
            self._words.append({**row, "align": align, "bold": bold, "letter": letter or self.size.letter})

    def specification(self, width: int, height: int) -> Spec:
        """All of it, so many pixels wide and high."""
        return {
            "$schema": SCHEMA,
            "width": width,
            "height": height,
            "autosize": {"type": "none"},
            "padding": 0,
            "background": PAPER,
            # Descriptions of single marks would say raw numbers; the picture has one of its own.
            "config": {"aria": False, "font": FONT, "view": {"stroke": None}},
            "layer": [
                *_line_layers(self._grid),
                *self._area_layers(),
                *_line_layers(self._lines),
                *self._dot_layers(),
                *self._word_layers(),
            ],
        }

    def _area_layers(self) -> list[Spec]:
        ends = {"x": _pixels("x"), "y": _pixels("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
        inks = {"fill": _ink("colour"), "stroke": _ink("edge")}
        return _layer({"type": "rect", "strokeWidth": 1}, self._areas, **ends, **inks)

    def _dot_layers(self) -> list[Spec]:
        mark = {"type": "point", "shape": "circle", "opacity": 1, "stroke": PAPER}
        size = {"field": "area", "type": "quantitative", "scale": None, "legend": None}
        return _layer(mark, self._dots, x=_pixels("x"), y=_pixels("y"), fill=_ink("colour"), size=size)

    def _word_layers(self) -> list[Spec]:
        found: list[Spec] = []
        for (align, bold, letter), rows in groupby(sorted(self._words, key=_kind), key=_kind):
            mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": letter, "font": FONT}
            mark |= {"fontWeight": "bold"} if bold else {}
            text = {"field": "said", "type": "nominal"}
            found += _layer(mark, list(rows), x=_pixels("x"), y=_pixels("y"), text=text, fill=_ink("colour"))
        return found


def _kind(word: Spec) -> tuple[str, bool, int]:
    """Words that one layer can draw."""
    return word["align"], word["bold"], word["letter"]


def _stroke(start: tuple[int, int], end: tuple[int, int], colour: str, wide: int, *, dashed: bool) -> Spec:
    ends = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
    return {**ends, "colour": colour, "wide": wide, "dashed": dashed}


def _line_layers(lines: Sequence[Spec]) -> list[Spec]:
    found: list[Spec] = []
    for (wide, dashed), rows in groupby(lines, key=lambda row: (row["wide"], row["dashed"])):
        mark = {"type": "rule", "strokeWidth": wide, "strokeCap": "round"}
        mark |= {"strokeDash": [4, 3]} if dashed else {}
        ends = {"x": _pixels("x"), "y": _pixels("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
        found += _layer(mark, list(rows), **ends, stroke=_ink("colour"))
    return found


def _layer(mark: Spec, rows: Sequence[Spec], **encoding: Spec) -> list[Spec]:
    return [{"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}] if rows else []


def _pixels(name: str) -> Spec:
    """A place that is in pixels already."""
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


def _ink(name: str) -> Spec:
    """Each row names its colour."""
    return {"field": name, "type": "nominal", "scale": None, "legend": None}
