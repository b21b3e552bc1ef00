"""The chains of all figures as JSON within the page, for the dialog that a figure opens; written tightly.

A country has 14,000 figures: what figures of one kind share is written once, and sums name parts by number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure, Origin, Term, Value, shown
from optimizer.papers.page.ground import MOST_LISTED
from optimizer.units import PersonMonths, Rupiah, Share

FORMULAS = ("counted", "sum", "difference", "share", "needed", "missing", "nothing")

WORDS = ("close", "back", "search", "rows_of", "sort", "inputs", "more_terms")
"""Words that the script writes."""

_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
"""So that no text can end the element it stands in."""

_UNITS: tuple[type, ...] = (Rupiah, PersonMonths)
"""Units 1 and 2; 0 is a plain number; a share stands as the text that is shown."""

Thing = TypeVar("Thing")


@dataclass(slots=True)
class _Numbered(Generic[Thing]):
    """Things by number, each once, in the order they came."""

    numbers: dict[Thing, int] = field(default_factory=dict)

    def number(self, thing: Thing) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


@dataclass(slots=True)
class _Book:
    dossier: Dossier
    figures: Mapping[str, Figure]
    texts: _Numbered[str] = field(default_factory=_Numbered)
    origins: _Numbered[Origin] = field(default_factory=_Numbered)
    owners: _Numbered[str] = field(default_factory=_Numbered)
    """What stands before the last point of a key: ``total``, ``region.52.01``."""
    kinds: _Numbered[tuple[str, int, int]] = field(default_factory=_Numbered)
    """The last part of a key, its label, its formula."""
    names: dict[str, int] = field(default_factory=dict)
    """What a sum calls its parts: an owner's label."""

    def kind(self, figure: Figure) -> int:
        label, formula = self.texts.number(figure.label), FORMULAS.index(told(figure))
        return self.kinds.number((figure.key.rpartition(".")[2], label, formula))

    def value(self, value: Value) -> Any:
        """A number, a pair of number and unit, or the text of a share."""
        if isinstance(value, Share):
            return shown(value, self.dossier.language)
        unit = next((number for number, one in enumerate(_UNITS, start=1) if isinstance(value, one)), 0)
        return [int(value), unit] if unit else int(value)

    def term(self, term: Term, owner: str) -> Any:
        """A kind where it is of the same owner; [owner, kind]; or [text, value, origin or -1]."""
        figure = self.figures.get(term.key)
        if figure is None:
            origin = -1 if term.origin is None else self.origins.number(term.origin)
            return [self.texts.number(term.label), self.value(term.value), origin]
        of = term.key.rpartition(".")[0]
        if of == owner:
            return self.kind(figure)
        label = self.texts.number(term.label)
        if self.names.setdefault(of, label) != label:  # called otherwise here: told by itself
            return [label, self.value(term.value), -1]
        return [self.owners.number(of), self.kind(figure)]

    def told(self) -> list[list[Any]]:
        """For each owner its figures: kind, value and terms one after the other."""
        found: dict[str, list[Any]] = {}
        for key, figure in self.figures.items():
            owner = key.rpartition(".")[0]
            self.owners.number(owner)
            terms = [self.term(term, owner) for term in figure.terms]
            found.setdefault(owner, []).extend((self.kind(figure), self.value(figure.value), terms or 0))
        return [found.get(owner, []) for owner in self.owners.numbers]


def chainbook(dossier: Dossier, figures: Mapping[str, Figure]) -> dict[str, Any]:
    """``figures`` of each of ``owners``; ``kinds`` are [last part of the key, text, formula].

    ``origins`` are [path, ground], ``grounds`` are [standing, as of, source, note]; all texts are numbers of
    ``texts``. Of many regions the notes are left to the sheets.
    """
    book, say = _Book(dossier, figures), dossier.say
    told, many = book.told(), len(dossier.plan.regions) > MOST_LISTED
    text, grounds = book.texts.number, _Numbered[tuple[int, ...]]()
    origins = []
    for one in book.origins.numbers:
        said = (say(f"papers.standing.{one.standing}"), one.as_of, one.source, "" if many else one.note)
        origins.append([text(one.path), grounds.number(tuple(text(part) for part in said))])
    return {
        "figures": told,
        "owners": list(book.owners.numbers),
        "names": [book.names.get(owner, -1) for owner in book.owners.numbers],
        "kinds": [list(kind) for kind in book.kinds.numbers],
        "origins": origins,
        "grounds": [list(ground) for ground in grounds.numbers],
        "texts": list(book.texts.numbers),
        "formulas": [say(f"page.formula.{name}") for name in FORMULAS],
        "units": [_unit(dossier, unit) for unit in _UNITS],
        "words": {name: say(f"page.word.{name}") for name in WORDS},
    }


def told(figure: Figure) -> str:
    """How a figure came about, as the page says it: a sum without parts is nothing added up."""
    return "nothing" if figure.formula == "sum" and not figure.terms else figure.formula


def _unit(dossier: Dossier, unit: type) -> list[str]:
    """How one and several are written, ``#`` for the number."""
    return [shown(unit(count), dossier.language).replace(str(count), "#") for count in (1, 2)]


def as_json(book: Mapping[str, Any]) -> str:
    """As it may stand within a script element: no text of it can close the element."""
    return json.dumps(book, ensure_ascii=False, separators=(",", ":"), sort_keys=True).translate(_ESCAPES)
