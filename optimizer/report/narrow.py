"""Columns that a page is too narrow for are named on it, once, with the way to see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from rich.console import RenderableType
from rich.text import Text

from optimizer.report.paper import WIDEST, Paper
from optimizer.text import Language, say


class LeftOut(Text):
    """Stands below a table for the columns it has no room for; it is never printed itself."""

    def __init__(self, columns: Sequence[str], heading: str = "") -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.heading = heading

    def under(self, heading: str) -> LeftOut:
        """The same below this heading, as short as it can be said."""
        return self if self.heading else LeftOut(self.columns, heading.partition(" (")[0])


def under(heading: str, content: Iterable[RenderableType]) -> list[RenderableType]:
    """What stands below a heading, its tables knowing so."""
    return [part.under(heading) if isinstance(part, LeftOut) else part for part in content]


def named(content: Iterable[RenderableType], page: Paper, language: Language) -> Iterator[RenderableType]:
    """The page with the columns named that it lacks: below the only such table, else at the end."""
    parts = list(content)
    lacking: dict[str, dict[str, None]] = {}
    for part in parts:
        if isinstance(part, LeftOut):
            lacking.setdefault(part.heading, {}).update(dict.fromkeys(part.columns))
    last = max((place for place, part in enumerate(parts) if isinstance(part, LeftOut)), default=-1)
    for place, part in enumerate(parts):
        if not isinstance(part, LeftOut):
            yield part
        elif len(lacking) == 1 and place == last:
            yield from _said(lacking, page, language)
    if len(lacking) > 1:
        yield Text("")
        yield from _said(lacking, page, language)


def _said(lacking: Mapping[str, Iterable[str]], page: Paper, language: Language) -> Iterator[Text]:
    listed = [", ".join(columns) for columns in lacking.values()]
    if len(lacking) > 1:
        listed = [
            f"{heading}: {columns}" if heading else columns
            for heading, columns in zip(lacking, listed, strict=True)
        ]
    code = "note.columns" if page.width < WIDEST else "note.columns_widest"
    said = say(code, language, width=page.width, columns="; ".join(listed))
    yield from (Text(line, style="dim") for line in wrap(said, page.width, break_on_hyphens=False))
