"""The page of a comparison as one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

from optimizer.answers.compare import Compare, Side
from optimizer.papers.compared import beside, divided, opening
from optimizer.papers.compared.beside import Asked
from optimizer.papers.compared.sides import in_words, layer_name, side_lines
from optimizer.papers.dossier import fingerprint
from optimizer.papers.framed.book import Book
from optimizer.papers.framed.frame import Frame, written
from optimizer.papers.page.blocks import Block, Cell, Grid, Head, Line, Note, Point, Section, name_cell
from optimizer.report.asked.compare import mark, sentences, title
from optimizer.report.asked.sheet import not_proven
from optimizer.report.paper import WIDEST, Paper
from optimizer.report.view import Look
from optimizer.scenario.resolved import digest
from optimizer.scenario.schema import Scenario
from optimizer.text import inert
from optimizer.text.numbers import months

KEYS = ("headline", "parts", "targets", "groups", "funds", "regions", "inputs", "ground")
"""Sections of the page, in the order in which a planner asks."""

LONGEST_TITLE = 160


def page(look: Look, answer: Compare, scenarios: Sequence[Scenario]) -> bytes:
    """The page; ``look`` is that of the first side, its paper does not matter."""
    told = replace(answer, sides=tuple(replace(side, given=named(side.given)) for side in answer.sides))
    wide = replace(look, page=Paper(width=WIDEST, whole=True), everything=True, brief=False)
    told = in_words(wide, told)
    asked = Asked(wide, told, scenarios, Book(look.language))
    prints = tuple(fingerprint(digest(scenario)) for scenario in scenarios)
    return written(
        Frame(
            kind="compare",
            language=look.language,
            title=title(wide, told),
            scope=tuple(_scope(wide, told)),
            sides=side_lines(wide, told),
            badge=mark(wide, told),
            cards=tuple(opening.cards(asked)),
            sentences=tuple(_sentences(wide, told)),
            pictures=tuple(opening.pictures(asked)),
            sections=tuple(_sections(asked, prints)),
            book=asked.book,
            foot=_standing(asked),
            prints=tuple(
                look.say("framed.side_print", letter=side.letter, digest=one)
                for side, one in zip(told.sides, prints, strict=True)
            ),
            only=look.say("framed.only"),
        )
    )


def _scope(look: Look, told: Compare) -> Iterator[str]:
    """Title and months, where all sides have the same; else they stand with each side."""
    titles = {inert(side.title, LONGEST_TITLE) for side in told.sides}
    ranges = {side.horizon for side in told.sides}
    yield from titles if len(titles) == 1 else ()
    for one in ranges if len(ranges) == 1 else ():
        yield look.say("framed.period", months=one)


def _sentences(look: Look, told: Compare) -> Iterator[str]:
    yield from sentences(look, told, on_page=True)
    if told.status == "within_bound":
        yield not_proven(look)


def named(given: str) -> str:
    """A side as it was named, without the folders of this machine.

    >>> named("/home/ratna/ntb/base.yaml@rules.stay=6"), named("ntb/base.yaml")
    ('base.yaml@rules.stay=6', 'ntb/base.yaml')
    """
    file, at, chain = given.partition("@")
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(file).is_absolute():
            return f"{kind(file).name}{at}{chain}"
    return given


def _sections(asked: Asked, prints: Sequence[str]) -> Iterator[Section]:
    for key in KEYS:
        blocks = tuple(_blocks(asked, key, prints))
        if blocks:
            yield Section(key, asked.look.say(_TITLES.get(key, f"compare.{key}")), blocks)


_TITLES = {"parts": "compare.attribution", "ground": "framed.ground"}


def _blocks(asked: Asked, key: str, prints: Sequence[str]) -> Iterator[Block]:
    match key:
        case "headline":
            yield from beside.headline(asked)
        case "parts":
            yield from divided.blocks(asked)
        case "targets" | "groups" | "funds" | "regions":
            yield from beside.section(asked, key)
        case "inputs":
            yield from beside.inputs(asked)
        case _:
            yield from _ground(asked, prints)


def _ground(asked: Asked, prints: Sequence[str]) -> Iterator[Block]:
    """What each side is, whether it is proven, its fingerprint; what a comparison does not say."""
    say = asked.look.say
    heads = [Head(say(code), name=True) for code in _GROUND]
    rows = [
        Line(tuple(_side(asked, side, one))) for side, one in zip(asked.answer.sides, prints, strict=True)
    ]
    yield Grid(tuple(heads), tuple(rows), key="sides")
    yield Point(_standing(asked))
    yield from (Note(say(f"framed.compare_{name}")) for name in ("fingerprint", "parts"))


_GROUND = (
    "compare.plan", "framed.column.given", "framed.column.title", "framed.column.months",
    "framed.column.kind", "compare.figure.standing", "framed.column.fingerprint",
)  # fmt: skip


def _side(asked: Asked, side: Side, one: str) -> Iterator[Cell]:
    look = asked.look
    yield Cell(side.letter)
    yield name_cell(inert(side.given), longest=LONGEST_TITLE)
    layers = [layer_name(look, layer) for layer in side.layers] if side.source == "folder" else []
    yield name_cell("; ".join([inert(side.title, LONGEST_TITLE), *layers]), longest=LONGEST_TITLE)
    yield Cell(months(side.horizon, look.language))
    yield Cell(look.say(f"framed.source.{side.source}"))
    yield Cell(look.say(f"compare.standing.{side.standing}"))
    yield Cell(one)


def _standing(asked: Asked) -> str:
    if asked.answer.status == "within_bound":
        return asked.look.say("framed.open_above")
    return asked.look.say("framed.all_proven")
