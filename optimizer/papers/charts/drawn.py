"""Pictures as SVG, the same bytes each time."""

from __future__ import annotations

import json
import re
from html import escape

from optimizer.papers.charts.barred import bars
from optimizer.papers.charts.described import Bars, Columns, Curve, Picture
from optimizer.papers.charts.ink import LARGE, USUAL
from optimizer.papers.charts.plotted import curve, tiles
from optimizer.papers.charts.stacked import columns
from optimizer.papers.charts.vega import VERSION, Spec
from optimizer.text import Language

_ROOT = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def svg(picture: Picture, language: Language, *, width: int, large: bool = False) -> str:
    """The picture ``width`` pixels wide; ``large``: letters for a phone.

    Without its title, which each paper writes above it; title and sentence stand in it for those who cannot
    see. It asks for nothing from outside and names no font that must be shipped.
    """
    import vl_convert  # noqa: PLC0415 # brings a JavaScript engine: loaded only when something is drawn

    drawn = vl_convert.vegalite_to_svg(
        json.dumps(specification(picture, language, width=width, large=large), sort_keys=True),
        vl_version=VERSION,
        allowed_base_urls=[],
    )
    return _named(drawn, picture)


def specification(picture: Picture, language: Language, *, width: int, large: bool = False) -> Spec:
    """The picture as Vega-Lite."""
    size = LARGE if large else USUAL
    if isinstance(picture, Bars):
        return bars(picture, language, width, size)
    if isinstance(picture, Columns):
        return columns(picture, language, width, size)
    if isinstance(picture, Curve):
        return curve(picture, language, width, size)
    return tiles(picture, width, size)


def _named(drawn: str, picture: Picture) -> str:
    """With a root that scales, and says what the picture shows."""
    found = _SIZE.search(drawn)
    assert found is not None, "vl-convert always states the size"
    wide, high = (round(float(part)) for part in found.groups())
    said = escape(f"{picture.title}. {picture.said}", quote=True)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'role="img" aria-label="{said}">'
    )
    return _ROOT.sub(lambda _: root, drawn, count=1)
