"""The page of a study as one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from optimizer.papers.charts.described import Bars
from optimizer.papers.framed.book import Book
from optimizer.papers.framed.frame import Frame, drawn, written
from optimizer.papers.framed.spans import Spans, begins, from_zero
from optimizer.papers.page.blocks import Block, Drawn, Note, Point, Section, Under
from optimizer.papers.studied import ground, mapped, opening, pictured, tabled
from optimizer.papers.studied.asked import Asked
from optimizer.report.asked.sheet import not_proven
from optimizer.report.paper import WIDEST, Paper
from optimizer.report.studied import words
from optimizer.report.studied.sentences import bands_note, break_said, sentences, sure, together
from optimizer.report.view import Look
from optimizer.study.telling.conducting import Conducted
from optimizer.study.telling.writing import PAGE
from optimizer.text import inert

LONGEST_TITLE = 160


def page(look: Look, done: Conducted) -> Mapping[str, bytes]:
    """The page by its name; ``look`` is that of the scenario as it is, its paper does not matter."""
    answer = done.summary
    wide = replace(
        look,
        page=Paper(width=WIDEST, whole=True),
        everything=True,
        brief=False,
        plans=answer.cases,
        doubts=answer.doubts,
    )
    asked = Asked(wide, done.results, answer, Book(look.language))
    frame = Frame(
        kind="study",
        language=look.language,
        title=inert(answer.title, LONGEST_TITLE),
        scope=(
            inert(look.scenario.title, LONGEST_TITLE),
            look.say("framed.period", months=look.scenario.horizon),
            opening.counted(asked),
        ),
        badge=wide.say("synthetic.mark") if look.scenario.synthetic else "",
        cards=opening.cards(asked),
        sentences=tuple(_sentences(asked)),
        pictures=tuple(_pictured(asked, picture, small=True) for picture in pictured.bands(asked)),
        sections=tuple(_sections(asked)),
        book=asked.book,
        foot=_standing(asked),
        prints=ground.prints(asked),
    )
    return {PAGE: written(frame)}


def _sentences(asked: Asked) -> Iterator[str]:
    """What the study says; which case is the middle one of few; that some plan is not proven, if so."""
    answer = asked.answer
    yield from sentences(asked.look, answer)
    if answer.is_few and answer.middle is not None:
        yield bands_note(asked.look, answer)
    if answer.status == "within_bound":
        yield not_proven(asked.look)


def _pictured(asked: Asked, picture: Bars | Spans, *, small: bool = False) -> Drawn:
    """A picture with a word about an axis that does not begin at 0, and about rows that have no room."""
    if isinstance(picture, Spans) and not from_zero(picture):
        cropped = asked.look.say("framed.cropped", start=begins(picture, asked.look.language))
        picture = replace(picture, said=f"{picture.said} {cropped}")
    left_out = asked.look.say("framed.more_bars", count=picture.left_out) if picture.left_out else ""
    return drawn(picture, asked.look.language, left_out=left_out, small=small)


def _sections(asked: Asked) -> Iterator[Section]:
    for key, (title, blocks) in _PARTS.items():
        found = tuple(blocks(asked))
        if found:
            facts = {"runs": asked.answer.runs, "month": asked.answer.month}
            yield Section(key, asked.look.say(title, **facts), found)


def _bands(asked: Asked) -> Iterator[Block]:
    if asked.answer.bands:
        yield tabled.bands(asked)
        yield Note(bands_note(asked.look, asked.answer))


def _matters(asked: Asked) -> Iterator[Block]:
    """For each result what moves it, one at a time and all together."""
    look = asked.look
    for ranking in asked.answer.rankings:
        unit = words.unit(look, asked.answer, ranking.measure)
        shaken = pictured.influences(asked, ranking)
        if shaken is not None:
            yield _pictured(asked, shaken)
            yield tabled.influences(asked, ranking)
            if ranking == asked.answer.rankings[0]:
                yield Note(look.say("study.influences_note", chance=asked.answer.chance))
        alone = pictured.tornado(asked, ranking)
        if alone is not None:
            yield _pictured(asked, alone)
        found = tabled.tornado(asked, ranking)
        if not found.rows:
            continue
        if alone is None:
            yield Under(look.say("study.tornado", unit=unit))
        yield found
        still = len(ranking.tornado) - len(found.rows)
        yield Note(look.say("study.tornado_note", **({"still": still} if still else {})))
        if not all(bar.proven for bar in ranking.tornado):
            yield Note(look.say("study.open_note"))


def _breaks(asked: Asked) -> Iterator[Block]:
    if not asked.answer.breaks:
        yield Point(asked.look.say("framed.no_breaks"))
        return
    for alike in together(asked.answer.breaks):
        yield Point(break_said(asked.look, asked.answer, alike))
    yield tabled.breaks(asked)
    yield Note(asked.look.say("study.breaks_note"))


def _targets(asked: Asked) -> Iterator[Block]:
    picture, map_ = pictured.targets(asked), mapped.met(asked)
    if picture is None:
        return
    yield _pictured(asked, picture)
    if map_ is not None:
        yield map_
    yield tabled.targets(asked)
    if any(row.runs < asked.answer.runs for row in asked.answer.targets):
        yield Note(asked.look.say("study.targets_note", runs=asked.answer.runs))


def _regions(asked: Asked) -> Iterator[Block]:
    picture = pictured.regions(asked)
    if picture is not None:
        yield _pictured(asked, picture)
        yield tabled.regions(asked)


def _lines(asked: Asked) -> Iterator[Block]:
    picture = pictured.lines(asked)
    if picture is not None:
        yield _pictured(asked, picture)
        yield tabled.lines(asked)


def _same(asked: Asked) -> Iterator[Block]:
    """What is sure in whatever case: in a sentence, then every line that is in all of them."""
    answer = asked.answer
    if not answer.runs:
        return
    yield Point(sure(asked.look, answer))
    always = tuple(row for row in answer.lines if row.runs == answer.runs)
    if not always:
        yield Point(asked.look.say("framed.none_always"))
        return
    yield Under(asked.look.say("framed.same_lines"))
    yield tabled.sure(asked, always)


def _grid(asked: Asked) -> Iterator[Block]:
    answer = asked.answer
    if not answer.grid:
        return
    yield tabled.grid(asked)
    if answer.targets:
        facts = {"target": inert(answer.target), "place": words.place(asked.look, answer.target_of)}
        yield Note(asked.look.say("study.shortfall_note", **facts))
    if any(one.month not in (None, answer.month) for one in answer.grid):
        yield Note(asked.look.say("study.apart_note", month=answer.month))
    if any(one.status == "within_bound" for one in answer.grid):
        yield Note(asked.look.say("study.open_note"))


def _ground(asked: Asked) -> Iterator[Block]:
    yield Point(_standing(asked))
    yield from ground.ground(asked)


_PARTS: Mapping[str, tuple[str, Callable[[Asked], Iterator[Block]]]] = {
    "varied": ("framed.section.varied", ground.varied),
    "cases": ("framed.section.cases", ground.ended),
    "bands": ("study.bands", _bands),
    "matters": ("framed.section.matters", _matters),
    "breaks": ("study.breaks", _breaks),
    "targets": ("study.targets", _targets),
    "regions": ("study.regions", _regions),
    "same": ("framed.section.same", _same),
    "lines": ("framed.section.lines", _lines),
    "grid": ("study.grid", _grid),
    "ground": ("framed.section.ground", _ground),
}
"""Sections of the page: what was varied, what came of it, what moves it, what is sure, on what ground."""


def _standing(asked: Asked) -> str:
    if asked.answer.status == "within_bound":
        return asked.look.say("framed.open_above")
    return asked.look.say("framed.all_proven" if asked.answer.solved else "framed.none_solved")
