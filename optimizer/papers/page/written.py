"""The page and the sheets of the regions as files."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.papers.chains import figures as all_figures
from optimizer.papers.charts.of_plan import pictures as all_pictures
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure
from optimizer.papers.needs import asked_of_workers
from optimizer.papers.page import opening, sheets
from optimizer.papers.page.blocks import Drawn
from optimizer.papers.page.chainbook import as_json, chainbook
from optimizer.papers.page.checking import checked
from optimizer.papers.page.pictured import MOST_TILES, map_of, small
from optimizer.papers.page.places import sheet_of
from optimizer.papers.page.rendered import written
from optimizer.papers.page.sections import sections
from optimizer.units import Code

PAGE = "laporan.html"


def page(dossier: Dossier) -> Mapping[str, bytes]:
    """``laporan.html`` and ``wilayah/CODE.html`` of every region, each one file that needs no other."""
    figures = all_figures(dossier)
    regions = sheets.regions(dossier)
    written_sheets = {sheet_of(code): _sheet(dossier, regions[code], figures) for code in regions}
    return {PAGE: _page(dossier, figures), **written_sheets}


def whole(dossier: Dossier) -> bytes:
    """``laporan.html`` alone."""
    return _page(dossier, all_figures(dossier))


def of_region(dossier: Dossier, code: Code) -> bytes:
    """The sheet of one region alone."""
    return _sheet(dossier, sheets.regions(dossier)[code], all_figures(dossier))


def _page(dossier: Dossier, figures: Mapping[str, Figure]) -> bytes:
    pictures = all_pictures(dossier)
    map_ = map_of(pictures)
    parts = tuple(sections(dossier, figures, pictures))
    first: list[Drawn] = [small(dossier, pictures[key]) for key in _first(len(map_.tiles))]
    return written(
        "page.html",
        dossier,
        scope=opening.scope(dossier),
        cards=opening.cards(dossier, figures),
        sentences=tuple(opening.sentences(dossier, map_)),
        pictures=first,
        sections=parts,
        book=as_json(chainbook(dossier, figures)),
    )


def _first(regions: int) -> tuple[str, ...]:
    """The three pictures of the first screen: who misses, when, where; of many regions whose money."""
    return ("reach", "months", "map" if regions <= MOST_TILES else "payers")


def _sheet(dossier: Dossier, region: sheets.Region, figures: Mapping[str, Figure]) -> bytes:
    return written(
        "region.html",
        dossier,
        scope=opening.scope(dossier),
        sheet=sheets.sheet(dossier, region, figures),
        reach=sheets.reach(dossier, region, asked_of_workers(dossier)),
    )


__all__ = ["PAGE", "checked", "of_region", "page", "whole"]
