"""A drawing as SVG, straight from its pixels.

Every place of a drawing is a pixel reckoned already, so these pages need no engine that reads Vega-Lite: a
study is written at its end on any machine, in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from math import pi, sqrt
from typing import Any

from optimizer.papers.charts.vega import Spec

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_HALF_A_LETTER = 0.35
"""From the middle of a line of text down to where its letters stand, in sizes of the font."""


def svg(spec: Spec, title: str, said: str) -> str:
    """The drawing as an element that scales; ``title`` and ``said`` tell it to those who cannot see."""
    wide, high = spec["width"], spec["height"]
    named = escape(f"{title}. {said}", quote=True)
    parts = "".join(part for layer in spec["layer"] for part in _drawn(layer))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'role="img" aria-label="{named}" font-family="{escape(spec["config"]["font"])}">'
        f'<rect width="{wide}" height="{high}" fill="{spec["background"]}"/>{parts}</svg>'
    )


def _drawn(layer: Spec) -> Iterator[str]:
    draw = _KINDS[layer["mark"]["type"]]
    for row in layer["data"]["values"]:
        yield draw(layer["mark"], row)


def _area(mark: Spec, row: Spec) -> str:
    wide, high = row["x2"] - row["x"], row["y2"] - row["y"]
    return (
        f'<rect x="{row["x"]}" y="{row["y"]}" width="{wide}" height="{high}" fill="{row["colour"]}" '
        f'stroke="{row["edge"]}"/>'
    )


def _line(mark: Spec, row: Spec) -> str:
    dashed = f' stroke-dasharray="{mark["strokeDash"][0]} {mark["strokeDash"][1]}"' if row["dashed"] else ""
    return (
        f'<line x1="{row["x"]}" y1="{row["y"]}" x2="{row["x2"]}" y2="{row["y2"]}" stroke="{row["colour"]}" '
        f'stroke-width="{row["wide"]}"{dashed}/>'
    )


def _dot(mark: Spec, row: Spec) -> str:
    radius = f"{sqrt(row['area'] / pi):.2f}"
    return f'<circle cx="{row["x"]}" cy="{row["y"]}" r="{radius}" fill="{row["colour"]}" stroke="#ffffff"/>'


def _word(mark: Spec, row: Spec) -> str:
    down = row["y"] + row["letter"] * _HALF_A_LETTER
    bold = ' font-weight="bold"' if row["bold"] else ""
    return (
        f'<text x="{row["x"]}" y="{down:.1f}" text-anchor="{_ANCHORS[row["align"]]}" '
        f'font-size="{row["letter"]}"{bold} fill="{row["colour"]}">{escape(row["said"])}</text>'
    )


_KINDS: Mapping[str, Callable[[Any, Any], str]] = {"rect": _area, "rule": _line, "point": _dot, "text": _word}
