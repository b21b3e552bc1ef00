"""A page about an answer: one file that needs no other, in the style of the page of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from optimizer.papers.charts.described import Bars
from optimizer.papers.charts.drawn import specification as known_specification
from optimizer.papers.framed import pixels, spans
from optimizer.papers.framed.book import Book
from optimizer.papers.framed.spans import Spans
from optimizer.papers.page import rendered
from optimizer.papers.page.blocks import Cell, Drawn, Section
from optimizer.papers.page.pictured import NARROW, WIDE
from optimizer.text import Language, say

MARK = "alokasi:"
"""With this a comment begins at the end of every such page: what this program wrote it may replace."""

_FOOTED = 2
"""So many fingerprints stand at the foot of every printed page."""

_HERE = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Card:
    """One of the figures that are asked for first."""

    label: str
    cell: Cell
    said: tuple[str, ...]
    text: str = ""
    """What stands large, where that is not the figure alone."""


@dataclass(frozen=True, slots=True)
class SideLine:
    """One of those compared."""

    letter: str
    name: str
    """As people call it."""
    given: str
    """The file, in small print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All that one page says."""

    kind: str
    """compare or study."""
    language: Language
    title: str
    scope: tuple[str, ...]
    badge: str
    """Whose figures are made up; empty where nobody's."""
    sides: tuple[SideLine, ...] = ()
    """What is compared, by its names."""
    cards: tuple[Card, ...]
    sentences: tuple[str, ...]
    pictures: tuple[Drawn, ...]
    sections: tuple[Section, ...]
    book: Book
    foot: str
    """What the plans behind the page may claim."""
    prints: tuple[str, ...]
    """Fingerprints."""
    only: str = ""
    """Label of the switch that leaves rows out which are alike; empty where there is none."""


def written(frame: Frame) -> bytes:
    """The page in HTML, the same bytes for the same answer."""
    script = rendered.source(rendered.TEMPLATES / "page.js") + rendered.source(_HERE / "framed.js")
    foot = " · ".join(part for part in (frame.badge, *frame.prints[:_FOOTED]) if part)
    facts = {name: getattr(frame, name) for name in _FACTS}
    return (
        rendered.environment(_HERE, rendered.TEMPLATES)
        .get_template("framed.html")
        .render(
            **facts,
            book=frame.book.as_json(),
            word={name: say(f"page.word.{name}", frame.language) for name in rendered.WORDS},
            gone=say("framed.gone", frame.language),
            draft=say("papers.draft", frame.language),
            style=rendered.style(foot) + rendered.source(_HERE / "framed.css"),
            script=script,
            policy=rendered.policy(script),
            mark=f"{MARK} {frame.kind}",
        )
        .encode("utf-8")
    )


_FACTS = (
    "kind", "language", "title", "scope", "badge", "sides", "cards", "sentences", "pictures", "sections",
    "foot", "prints", "only",
)  # fmt: skip


def drawn(picture: Bars | Spans, language: Language, *, left_out: str = "", small: bool = False) -> Drawn:
    """A picture for a screen and for a phone; ``small``: one that fits both."""
    wide = "" if small else _svg(picture, language, WIDE)
    return Drawn(picture.key, picture.title, picture.said, wide, _svg(picture, language, NARROW), left_out)


def _svg(picture: Bars | Spans, language: Language, width: int) -> str:
    spec = (
        spans.specification(picture, language, width=width)
        if isinstance(picture, Spans)
        else known_specification(picture, language, width=width)
    )
    return pixels.svg(spec, picture.title, picture.said)
