"""Rows that many outcomes have in common are kept once: a study of many cases fits into memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from optimizer.answers.outcome import LineOutcome, Outcome, RegionOutcome, TargetOutcome

Row = TypeVar("Row", TargetOutcome, RegionOutcome, LineOutcome)


class Pool:
    """Rows and texts met before."""

    def __init__(self) -> None:
        self._rows: dict[Any, Any] = {}
        self._texts: dict[tuple[type, str], str] = {}

    def shared(self, outcome: Outcome) -> Outcome:
        """An equal outcome made of what was met before."""
        return replace(
            outcome,
            targets=tuple(map(self._row, outcome.targets)),
            regions=tuple(map(self._row, outcome.regions)),
            lines=tuple(map(self._row, outcome.lines)),
        )

    def _row(self, row: Row) -> Row:
        key = (type(row), row)
        if key not in self._rows:
            cells = [self._text(cell) if isinstance(cell, str) else cell for cell in row]
            self._rows[key] = type(row)(*cells)  # type: ignore[arg-type] # the cells of the row itself
        found: Row = self._rows[key]
        return found

    def _text(self, text: str) -> str:
        return self._texts.setdefault((type(text), text), text)
