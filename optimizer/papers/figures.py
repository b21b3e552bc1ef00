"""A figure on paper: its value, and the chain it hangs on, from its formula to the source of its inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from optimizer.scenario.fields import Evidence
from optimizer.scenario.figures import figures as stated_figures
from optimizer.scenario.figures import path_of
from optimizer.scenario.schema import Scenario, Source
from optimizer.text import Language, inert, say
from optimizer.text.numbers import fact, share
from optimizer.units import PersonMonths, Persons, Rupiah, Share

Value: TypeAlias = Persons | Rupiah | PersonMonths | Share
"""The type says the unit."""

Formula = Literal["counted", "sum", "difference", "share", "needed", "missing"]
"""counted: read off the plan or the scenario; sum: of all terms; difference: the first less the second;
share: the first over the second; needed: the first, a share, of the second, rounded up to whole persons;
missing: the first less the second, never below 0."""

_SIGNS: Mapping[Formula, str] = {"sum": " + ", "difference": " − ", "share": " : ", "needed": " × "}


@dataclass(frozen=True, slots=True)
class Origin:
    """What an input rests on."""

    path: str
    """Where the scenario states it."""
    standing: str
    """official, press, derived or assumed; unknown where something stands in its place."""
    source: str
    """Title, date and address of its source; empty where none is named."""
    as_of: str
    note: str


@dataclass(frozen=True, slots=True)
class Term:
    """One number of a formula: a figure with a chain of its own, or an input of the scenario."""

    label: str
    value: Value
    key: str = ""
    """Of the figure it is; empty where it is an input."""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, and how it came about."""

    key: str
    """Its name in every paper: ``total.persons``, ``region.52.01.share``, ``fund.x.left``."""
    label: str
    value: Value
    formula: Formula
    terms: tuple[Term, ...] = ()

    def as_term(self) -> Term:
        """This figure as a number of another one's formula."""
        return Term(self.label, self.value, self.key)


def shown(value: Value, language: Language) -> str:
    """A figure as people write it: ``Rp1.234.567``, ``9,20%``, ``1.307.895 orang-bulan``.

    A share has two decimals everywhere, so that those of a column stand below each other.
    """
    return share(value, language, fixed=True) if isinstance(value, Share) else fact(value, language)


def reckoned(figure: Figure, language: Language, *, most: int = 12) -> str:
    """The formula with its numbers, in a line: ``498.080 + 87.193 = 585.273``.

    Of more than ``most`` terms the rest is counted; empty where nothing was reckoned.
    """
    if figure.formula == "counted" or not figure.terms:
        return ""
    numbers = [shown(term.value, language) for term in figure.terms[:most]]
    if len(figure.terms) > most:
        numbers.append(say("papers.more_terms", language, count=len(figure.terms) - most))
    said = _SIGNS.get(figure.formula, " − ").join(numbers)
    result = shown(figure.value, language)
    code = {"needed": "papers.rounded_up", "missing": "papers.never_below_0"}.get(figure.formula)
    line = f"{said} = {result}"
    return f"{line} ({say(code, language)})" if code else line


def origins(scenario: Scenario) -> Mapping[str, Origin]:
    """What every figure of a scenario rests on, by its path."""
    return dict(_origins(scenario))


def _origins(scenario: Scenario) -> Iterator[tuple[str, Origin]]:
    for keys, figure in stated_figures(scenario):
        backed: Evidence = figure
        if keys[0] == "targets" and figure.source is None:
            backed = scenario.targets[str(keys[1])]
        path = path_of(keys)
        yield (
            path,
            Origin(
                path=inert(path),
                standing="unknown" if figure.value is None else backed.status,
                source=cited(scenario.sources.get(backed.source)) if backed.source else "",
                as_of=inert(backed.as_of or ""),
                note=inert(backed.note or ""),
            ),
        )


def cited(source: Source | None) -> str:
    """A source in a line: title, date, address; empty where there is none."""
    if source is None:
        return ""
    return ", ".join(inert(part) for part in (source.title, source.date, source.address) if part)


def added(terms: Sequence[Term]) -> int:
    """The sum of terms that are whole numbers."""
    return sum(int(term.value) for term in terms)
