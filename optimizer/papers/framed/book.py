"""What every figure of a page is and how it came about, for the dialog that a figure opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, TypeVar

from optimizer.papers.page.blocks import Cell, exact
from optimizer.papers.page.chainbook import FORMULAS, WORDS, as_json
from optimizer.text import Language, say

COUNTED, SUM, DIFFERENCE = (FORMULAS.index(name) for name in ("counted", "sum", "difference"))
"""Formulas whose numbers the dialog joins by their sign; further ones are sentences of their own."""

Thing = TypeVar("Thing")

Term = tuple[str, str]
"""A label, and the key of a figure of the same page."""

NO_ORIGIN = -1


@dataclass(frozen=True, slots=True)
class _Known:
    """One figure as the dialog shows it."""

    label: str
    shown: str
    formula: int
    terms: tuple[Term, ...]
    inputs: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Numbers(Generic[Thing]):
    """Things by number, each once."""

    known: dict[Thing, int] = field(default_factory=dict)

    def of(self, thing: Thing) -> int:
        return self.known.setdefault(thing, len(self.known))


@dataclass(slots=True)
class Book:
    """The figures of one page, as they are put into its tables."""

    language: Language
    _figures: dict[str, _Known] = field(default_factory=dict)
    _sentences: _Numbers[str] = field(default_factory=_Numbers)

    def cell(
        self,
        key: str,
        label: str,
        shown: str,
        value: Fraction | int,
        *,
        how: int | str = COUNTED,
        terms: Sequence[Term] = (),
        inputs: Sequence[tuple[str, str]] = (),
    ) -> Cell:
        """A figure as a table shows it; it is remembered under its key, whose last part follows a point.

        ``how`` is one of the known formulas, or a sentence; ``terms`` are figures of the same page,
        ``inputs`` labels and numbers that are none.
        """
        formula = how if isinstance(how, int) else len(FORMULAS) + self._sentences.of(how)
        self._figures[key] = _Known(label, shown, formula, tuple(terms), tuple(inputs))
        return Cell(shown, key, exact(value))

    def as_json(self) -> str:
        """As it may stand within a script element, in the form that ``page.chainbook`` describes."""
        texts, owners = _Numbers[str](), _Numbers[str]()
        kinds = _Numbers[tuple[str, int, int]]()
        names: dict[int, int] = {}

        def place(key: str) -> tuple[int, int]:
            """The owner of a figure, and its kind: the last part of its key with label and formula."""
            owner, _, last = key.rpartition(".")
            known = self._figures[key]
            return owners.of(owner), kinds.of((last, texts.of(known.label), known.formula))

        def term(label: str, key: str, owner: int) -> Any:
            of, kind = place(key)
            if of == owner:
                return kind
            names[of] = texts.of(label)
            return [of, kind]

        told: dict[int, list[Any]] = {}
        for key, known in self._figures.items():
            owner, kind = place(key)
            terms = [term(label, other, owner) for label, other in known.terms]
            terms += [[texts.of(label), number, NO_ORIGIN] for label, number in known.inputs]
            told.setdefault(owner, []).extend((kind, known.shown, terms or 0))
        known_formulas = [say(f"page.formula.{name}", self.language) for name in FORMULAS]
        return as_json(
            {
                "figures": [told[owner] for owner in owners.known.values()],
                "owners": list(owners.known),
                "names": [names.get(owner, -1) for owner in owners.known.values()],
                "kinds": [list(kind) for kind in kinds.known],
                "origins": [],
                "texts": list(texts.known),
                "formulas": [*known_formulas, *self._sentences.known],
                "units": [],
                "words": {name: say(f"page.word.{name}", self.language) for name in WORDS},
            }
        )
