"""The sheets of what the plan rests on: figures without an official source, and all sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.papers.book.cells import Cell, Line, Sheet
from optimizer.papers.book.ledger import HEAD, Ledger
from optimizer.papers.book.shaping import above
from optimizer.papers.needs import aimed_at
from optimizer.plan.shapes import AssumptionRow
from optimizer.report import names
from optimizer.scenario.fields import LONGEST_TEXT
from optimizer.scenario.figures import figures, records
from optimizer.text import inert
from optimizer.text.numbers import rupiah, share, whole
from optimizer.units import Code, read_share

_ASSUMED = ("order", "whose", "figure", "amount", "standing", "as_of", "note", "source", "rivals", "path")
_SOURCES = ("key", "source_title", "date", "address", "note", "cited")
_AMOUNTS = ("ceiling", "ability")
"""Figures in rupiah, by how their path ends; premiums are too."""


def assumptions(ledger: Ledger) -> Sheet:
    """Every figure that no official source states."""
    rows = ledger.dossier.plan.assumptions
    widths = (6, 28, 34, 17, 14, 10, 44, 40, 30, 40)
    head = above(ledger, "assumptions", width=sum(widths), columns=len(widths))
    empty = "synthetic.mark" if ledger.dossier.plan.synthetic else "note.no_assumptions"
    none = [] if rows else [Line([Cell(ledger.dossier.say(empty), "plan")])]
    lines = [_assumed(ledger, row, number) for number, row in enumerate(rows, 1)]
    return Sheet(
        name=ledger.tab("assumptions"),
        widths=widths,
        lines=[*head, Line(), Line(), Line(ledger.heads(_ASSUMED), 30), *lines, *none],
        head=HEAD,
        aside=3,
        filtered=f"A{HEAD}:J{HEAD + len(rows)}" if rows else "",
    )


def _assumed(ledger: Ledger, row: AssumptionRow, number: int) -> Line:
    whose, what = _named(ledger, row.path)
    value, style = _amount(row.path, row.value)
    rivals = "; ".join(_rival(ledger, row, one.value, one.source) for one in row.rivals)
    return Line(
        (
            Cell(number, "count"),
            Cell(whose, "words"),
            Cell(what, "words"),
            Cell(value, style),
            Cell(ledger.dossier.say(f"papers.standing.{row.status}"), "text"),
            Cell(inert(row.as_of or ""), "text"),
            Cell(" ".join(inert(row.note, LONGEST_TEXT).split()), "words"),
            Cell(_source(ledger, row.source), "words"),
            Cell(rivals, "words"),
            Cell(inert(row.path), "words"),
        )
    )


def _source(ledger: Ledger, key: str | None) -> str:
    """Title and date of a source with its key, under which its own sheet has the rest."""
    known = ledger.dossier.scenario.sources.get(key or "")
    if known is None:
        return inert(key or "")
    named = ", ".join(inert(part) for part in (known.title, known.date) if part)
    return f"{inert(key or '')}: {named}"


def _amount(path: str, value: str) -> tuple[int | float, str]:
    if value.endswith("%"):
        return float(read_share(value)), "asked"
    return int(value), "rupiah" if _is_money(path) else "count"


def _is_money(path: str) -> bool:
    return path.startswith("premium") or path.endswith(_AMOUNTS)


def _rival(ledger: Ledger, row: AssumptionRow, value: str, source: str | None) -> str:
    language = ledger.dossier.language
    if value.endswith("%"):
        said = share(read_share(value), language)
    else:
        said = (rupiah if _is_money(row.path) else whole)(int(value), language)
    return f"{said} ({inert(source)})" if source else said


def _named(ledger: Ledger, path: str) -> tuple[str, str]:
    """Whose figure it is and which, in words; a figure of no known kind shows its path."""
    dossier, scenario = ledger.dossier, ledger.dossier.scenario
    kind, _, rest = path.partition(".")
    if kind == "regions":
        code = max((one for one in scenario.codes if rest.startswith(one + ".")), key=len, default=Code(""))
        key, _, of = rest.removeprefix(f"{code}.").partition(".")
        group = ledger.group[of] if of in scenario.groups else inert(of)
        said = ledger.word(f"assumed.{key}")
        return ledger.place.get(code, inert(code)), f"{said}: {group}" if group else said
    if kind == "funds":
        return dossier.fund(rest.removesuffix(".ceiling")), ledger.word("assumed.ceiling")
    if kind == "targets":
        return aimed_at(dossier, rest.removesuffix(".share")), ledger.word("assumed.share")
    return ledger.word("assumed.everywhere"), ledger.word(f"assumed.{kind}")


def sources(ledger: Ledger) -> Sheet:
    """Where the figures were published, by key whatever the file's order; how many rest on each."""
    known = ledger.dossier.scenario.sources
    cites = Counter(_cited(ledger))
    widths = (16, 44, 12, 60, 60, 10)
    lines = [
        Line(
            (
                Cell(inert(key), "words"),
                Cell(inert(source.title), "words"),
                Cell(inert(source.date or ""), "text"),
                Cell(inert(source.address or "", LONGEST_TEXT), "words"),
                Cell(" ".join(inert(source.note or "", LONGEST_TEXT).split()), "words"),
                Cell(cites[key], "count"),
            )
        )
        for key, source in sorted(known.items(), key=lambda one: names.natural(one[0]))
    ]
    head = above(ledger, "sources", width=sum(widths), columns=len(widths))
    return Sheet(
        name=ledger.tab("sources"),
        widths=widths,
        lines=[*head, Line(), Line(), Line(ledger.heads(_SOURCES), 30), *lines],
        head=HEAD,
        aside=1,
        filtered=f"A{HEAD}:F{HEAD + len(lines)}" if lines else "",
    )


def _cited(ledger: Ledger) -> Iterator[str]:
    """The source of everything that names one."""
    scenario = ledger.dossier.scenario
    for _, record in records(scenario, list(figures(scenario))):
        if record.source is not None:
            yield record.source
