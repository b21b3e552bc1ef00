"""What the plan rests on: assumptions with their rivals, sources, what is asked, what is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Origin, cited, origins
from optimizer.papers.page.blocks import Block, Cell, Grid, Head, Line, Note, Point, Under, name_cell
from optimizer.papers.page.named import named
from optimizer.plan.shapes import AssumptionRow
from optimizer.report import assumed, names, story, wishes
from optimizer.report.summary import weak
from optimizer.report.view import Look
from optimizer.scenario.fields import LONGEST_TEXT
from optimizer.scenario.figures import figures as stated_figures
from optimizer.scenario.figures import path_of
from optimizer.scenario.schema import Source
from optimizer.text import inert
from optimizer.text.numbers import fact
from optimizer.units import Code

LIMITS = ("names", "churn", "cash", "cost", "benefit", "law", "certain")
"""What the program does not model, in the order of how often it is asked."""

MOST_LISTED = 60
"""With more regions figures without an official source are listed on the sheets of their regions."""

STEPS = ("order", "whole", "audit", "files")
"""How the plan came about, in sentences."""


def assumptions(dossier: Dossier, look: Look) -> Iterator[Block]:
    """Every figure nobody published officially, and every source.

    Of many regions only what is of none of them: what is of one stands on its sheet.
    """
    every = dossier.plan.assumptions
    many = len(dossier.plan.regions) > MOST_LISTED
    rows = [row for row in every if not many or not row.path.startswith(("regions.", "funds."))]
    nothing = dossier.say("note.no_assumptions", count=0)
    yield Point(weak(dossier.plan, dossier.language) if every else nothing)
    if len(rows) < len(every):
        yield Note(dossier.say("page.on_sheets", count=len(every) - len(rows)))
    if rows:
        heads = [Head(dossier.say(f"column.{key}"), name=key != "amount") for key in _ASSUMED]
        words = {path_of(keys): named(dossier, keys) for keys, _ in stated_figures(dossier.scenario)}
        lines = tuple(_assumed(look, row, words.get(row.path, inert(row.path))) for row in rows)
        yield Grid(tuple(heads), lines, key="assumptions")
    if dossier.scenario.sources:
        yield Under(dossier.say("page.sources"))
        yield Note(dossier.say("page.sources_note"))
        yield _sources(dossier)


_LONGEST_FIGURE = 90
"""Letters of what a figure is called: a region or a fund, and which of its figures."""

_ASSUMED = ("figure", "amount", "standing", "note")


def _assumed(look: Look, row: AssumptionRow, figure: str) -> Line:
    return Line(
        (
            name_cell(figure, longest=_LONGEST_FIGURE),
            Cell(assumed.amount(look, row.path, row.value)),
            Cell(assumed.standing(look, row)),
            Cell(" ".join(assumed.remarks(look, row))),
        )
    )


def _sources(dossier: Dossier) -> Grid:
    """Where figures were published, by key whatever the order of the file; addresses are written out, for
    nothing may be opened unasked.
    """
    heads = tuple(Head(dossier.say(f"page.column.{key}"), name=True) for key in ("source", "cited"))
    known = sorted(dossier.scenario.sources.items(), key=lambda one: names.natural(one[0]))
    rows = tuple(Line((Cell(inert(key)), Cell(_explained(source)))) for key, source in known)
    return Grid(heads, rows, key="sources")


def _explained(source: Source) -> str:
    """A source in a line, and what the scenario says of it."""
    note = " ".join(inert(source.note or "", LONGEST_TEXT).split())
    return f"{cited(source)}. {note}" if note else cited(source)


def inputs(dossier: Dossier) -> Mapping[Code, Grid]:
    """For each region the figures that the scenario states of it and its funds: standing, source in brief."""
    known = origins(dossier.scenario)
    heads = (
        Head(dossier.say("column.figure"), name=True),
        Head(dossier.say("column.amount")),
        Head(dossier.say("column.standing"), name=True),
        Head(dossier.say("page.column.source"), name=True),
    )
    rows: dict[str, list[Line]] = defaultdict(list)
    for keys, figure in stated_figures(dossier.scenario):
        of = _whose(dossier, str(keys[0]), str(keys[1]) if len(keys) > 1 else "")
        if of not in dossier.scenario.regions:
            continue
        called = name_cell(named(dossier, keys, here=True), longest=_LONGEST_FIGURE)
        value = "-" if figure.value is None else fact(figure.number, dossier.language)
        source = dossier.scenario.sources.get(figure.source or "")
        said = ", ".join(inert(part) for part in (source.title, source.date) if part) if source else ""
        rows[of].append(Line((called, Cell(value), *_origin(dossier, known[path_of(keys)], said))))
    return {code: Grid(heads, tuple(rows[code]), key="inputs") for code in dossier.scenario.codes}


def _whose(dossier: Dossier, kind: str, name: str) -> Code:
    """The region that a stated figure is of, or the owner of its fund."""
    if kind == "funds":
        return dossier.scenario.funds[name].owner
    return Code(name) if kind == "regions" else Code("")


def _origin(dossier: Dossier, origin: Origin, source: str) -> tuple[Cell, Cell]:
    """How a figure stands, and its source in brief: the page has the addresses."""
    standing = dossier.say(f"papers.standing.{origin.standing}")
    said = f"{standing} ({origin.as_of})" if origin.as_of else standing
    return Cell(said), Cell(source or origin.note or "-")


def limits(dossier: Dossier) -> Iterator[Block]:
    """What is not modelled."""
    for name in LIMITS:
        yield Point(dossier.say(f"page.limit.{name}"))


def method(dossier: Dossier, look: Look) -> Iterator[Block]:
    """What was asked for, what must hold, and how the plan was found and checked."""
    for name in STEPS:
        yield Point(dossier.say(f"page.method.{name}"))
    yield Under(dossier.say("page.method.goals"))
    yield from (Point(said, numbered=True) for said in wishes.goals(look))
    yield Under(dossier.say("page.method.targets"))
    yield from (Point(said) for said in wishes.targets(look))
    yield Under(dossier.say("page.method.rules"))
    yield from (Point(story.premium(look, entry)) for entry in dossier.scenario.premium)
    yield from (Point(said) for said in wishes.rules(look))
    yield Under(dossier.say("page.method.fingerprint"))
    yield Point(dossier.say("page.method.digest", digest=dossier.plan.digest))
    yield Note(dossier.say("page.method.verify"))
