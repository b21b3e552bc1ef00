"""Whether the figures in a page are the plan's: from its bytes and the plan alone, without a solver."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from optimizer.errors import Finding
from optimizer.papers.chains import figures as all_figures
from optimizer.papers.charts.described import Picture
from optimizer.papers.charts.drawn import specification
from optimizer.papers.charts.of_plan import pictures as all_pictures
from optimizer.papers.dossier import Answers, Dossier
from optimizer.papers.figures import Figure, shown
from optimizer.papers.page import opening, sections, sheets
from optimizer.papers.page.blocks import Block, Grid, Line, Point, exact, unitless
from optimizer.papers.page.chainbook import as_json, chainbook
from optimizer.papers.page.marks import marks
from optimizer.papers.page.pictured import NARROW, WIDE, fewer, map_of
from optimizer.papers.page.reading import Found, read
from optimizer.papers.page.rendered import Chain, quoted
from optimizer.text import inert
from optimizer.text.language import LANGUAGES
from optimizer.units import Code

_LONGEST = 200
"""Letters of what was found, in a finding."""

_MOST_TEXTS = 5_000
"""Texts among which the nearest to a sentence is looked for; the page of 514 regions has a tenth."""

_MOST_DRAWN = 4
"""How often a page draws a picture at most; twice is what ours do."""


def checked(name: str, content: bytes, dossier: Dossier) -> Iterator[Finding]:
    """Every figure in ``laporan.html`` or ``wilayah/CODE.html`` that is not the plan's.

    Compared are all elements that name a figure, the tables of the plan cell by cell, the words of its
    pictures, its sentences and the chains. What answers say is not: they were reckoned with a solver.
    """
    found = read(content)
    language = next((one for one in LANGUAGES if one == found.language), dossier.language)
    code = PurePosixPath(name).stem if "/" in name else ""
    expected = _expected(_Same(replace(dossier, language=language, answers=Answers())))
    differences = [*expected.figures_differ(found), *expected.fingerprint_lacks(found)]
    if not code:
        differences += [*expected.page_differs(found)]
    elif code in expected.regions:
        differences += [*expected.sheet_differs(found, Code(code))]
    else:
        differences += [("-", code, "-")]
    for about, is_, should in differences:
        facts = {"figure": about, "found": is_, "allowed": should}
        short = {key: inert(value, _LONGEST) or "-" for key, value in facts.items()}
        yield Finding("papers.differs", {"file": inert(name), **short})


Difference = tuple[str, str, str]
"""What it is about, what stands there, what the plan has."""


class _Same:
    """A dossier that is the same only as itself: plans have no hash, and one is compared with many files."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    def __hash__(self) -> int:
        return hash((id(self.dossier.plan), self.dossier.language))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Same):
            return NotImplemented
        mine, its = self.dossier, other.dossier
        return mine.plan is its.plan and mine.scenario is its.scenario and mine.language == its.language


@lru_cache(maxsize=2)
def _expected(same: _Same) -> _Expected:
    dossier = same.dossier
    return _Expected(dossier, all_figures(dossier), all_pictures(dossier), sheets.regions(dossier))


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the plan allows on its pages."""

    dossier: Dossier
    figures: Mapping[str, Figure]
    pictures: Mapping[str, Picture]
    regions: Mapping[Code, sheets.Region]

    def figures_differ(self, found: Found) -> Iterator[Difference]:
        """Elements that name a figure."""
        for one in found.figures:
            figure = self.figures.get(one.key)
            if figure is None:
                yield one.key, one.text, "-"
                continue
            text = shown(figure.value, self.dossier.language)
            if one.value != exact(figure.value):
                yield one.key, one.value, exact(figure.value)
            elif one.text not in (text, unitless(text)):
                yield one.key, one.text, text

    def fingerprint_lacks(self, found: Found) -> Iterator[Difference]:
        """The fingerprint stands on every page."""
        said = marks(self.dossier).fingerprint
        if not any(said in text for text in found.texts) or quoted(said)[1:-1] not in found.style:
            yield self.dossier.say("page.method.fingerprint"), "-", said

    def page_differs(self, found: Found) -> Iterator[Difference]:
        """Sentences, tables, pictures and chains of the page."""
        said = [opening.scope(self.dossier), *opening.sentences(self.dossier, map_of(self.pictures))]
        said += self._of_cards(opening.cards(self.dossier, self.figures))
        blocks = [
            block
            for key in sections.OF_PLAN
            for block in sections.blocks_of(key, self.dossier, self.figures, {})
        ]
        yield from _unsaid(found, [*said, *_points(blocks)])
        yield from _tables_differ(found, blocks)
        yield from self._pictures_differ(found)
        yield from _chains_differ(found.book, as_json(chainbook(self.dossier, self.figures)))

    def sheet_differs(self, found: Found, code: Code) -> Iterator[Difference]:
        """Sentences and tables of one region's sheet."""
        region = self.regions[code]
        blocks = [block for key in sheets.OF_PLAN for block in sheets.plan_blocks(key, self.dossier, region)]
        sheet = sheets.sheet(self.dossier, region, self.figures)
        said = [opening.scope(self.dossier), *sheet.gaps, *self._of_cards(sheet.cards)]
        yield from _unsaid(found, [*said, *_points(blocks)])
        yield from _tables_differ(found, blocks)

    def _of_cards(self, cards: Iterable[opening.Card]) -> Iterator[str]:
        """What stands below the figures that are asked for first, and in their chains."""
        for card in cards:
            chain = Chain(card.figure, self.dossier)
            yield from (card.said, chain.formula, *([chain.line] if chain.line else []))
            yield from (f"{number} {label} {ground}".strip() for label, number, ground in chain.terms)

    def _pictures_differ(self, found: Found) -> Iterator[Difference]:
        """The words of every picture that the plan alone gives, in each width it is drawn."""
        drawn = Counter[str]()
        for key, words in found.pictures:
            drawn[key] += 1
            picture = self.pictures.get(key)
            if picture is None or drawn[key] > _MOST_DRAWN:
                continue
            allowed = [
                Counter(self._words(one, width))
                for one in (picture, fewer(picture))
                for width in (WIDE, NARROW)
            ]
            if Counter(words) not in allowed:
                is_ = Counter(words)
                nearest = min(allowed, key=lambda one: _apart(one, is_))
                yield key, ", ".join((is_ - nearest).elements()), ", ".join((nearest - is_).elements())

        yield from ((key, f"{times} ×", "-") for key, times in drawn.items() if times > _MOST_DRAWN)

    def _words(self, picture: Picture, width: int) -> Iterator[str]:
        drawn = specification(picture, self.dossier.language, width=width)
        for layer in drawn["layer"]:
            if layer["mark"]["type"] == "text":
                yield from (" ".join(row["said"].split()) for row in layer["data"]["values"])


def _apart(first: Counter[str], second: Counter[str]) -> int:
    """How many words two drawings do not share."""
    return ((first - second) + (second - first)).total()


def _points(blocks: Iterable[Block]) -> list[str]:
    return [block.said for block in blocks if isinstance(block, Point)]


def _unsaid(found: Found, sentences: Iterable[str]) -> Iterator[Difference]:
    """Sentences of the plan that do not stand there word for word."""
    told = "\n".join(found.texts)
    missing = [sentence for sentence in sentences if " ".join(sentence.split()) not in told]
    texts = [(text, set(text.split())) for text in found.texts[:_MOST_TEXTS]] if missing else []
    yield from (("-", _nearest(sentence, texts), sentence) for sentence in missing)


def _nearest(sentence: str, texts: Sequence[tuple[str, Set[str]]]) -> str:
    """What stands where the sentence should: the text that shares most words with it."""
    words = set(sentence.split())
    return max(texts, key=lambda text: len(words & text[1]), default=("-", words))[0]


def _tables_differ(found: Found, blocks: Iterable[Block]) -> Iterator[Difference]:
    """Each table of the plan, cell by cell."""
    tables = list(found.tables)
    for grid in (block for block in blocks if isinstance(block, Grid) and block.key):
        place = next((at for at, (key, _) in enumerate(tables) if key == grid.key), None)
        if place is None:
            yield grid.key, "-", f"{len(grid.rows)} ×"
            continue
        _, rows = tables.pop(place)
        yield from _rows_differ(grid, rows)
    yield from ((key, f"{len(rows)} ×", "-") for key, rows in tables)


def _rows_differ(grid: Grid, rows: Sequence[Sequence[str]]) -> Iterator[Difference]:
    should = [[head.title for head in grid.heads], *(_cells(line) for line in grid.rows)]
    should += [_cells(grid.total)] if grid.total else []
    for is_row, should_row in zip_longest(rows, should, fillvalue=()):
        about = f"{grid.key} {next((cell for cell in (*should_row, *is_row) if cell), '')}"
        for is_cell, should_cell in zip_longest(is_row, should_row, fillvalue="-"):
            if is_cell != " ".join(should_cell.split()):
                yield about, is_cell, should_cell


def _cells(line: Line) -> list[str]:
    shown_cells = line.cells[:1] if line.across else line.cells
    return [f"{cell.text} {cell.lost}".strip() for cell in shown_cells]


def _chains_differ(book: str, expected: str) -> Iterator[Difference]:
    """The chains that the dialog shows."""
    should: dict[str, Any] = json.loads(expected)
    try:
        found = json.loads(book)
        if not isinstance(found, dict):
            raise ValueError(book)
        differences = [
            _first_apart(key, found.get(key), allowed)
            for key, allowed in should.items()
            if found.get(key) != allowed
        ]
    except (ValueError, RecursionError):
        differences = [("chain", book, "-")]
    yield from differences


def _first_apart(about: str, found: Any, allowed: Any) -> Difference:
    """The first place in which two documents differ."""
    if isinstance(found, list) and isinstance(allowed, list) and len(found) == len(allowed):
        for place, (one, other) in enumerate(zip(found, allowed, strict=True)):
            if one != other:
                return _first_apart(f"{about}.{place}", one, other)
    return about, json.dumps(found, ensure_ascii=False), json.dumps(allowed, ensure_ascii=False)
