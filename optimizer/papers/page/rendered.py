"""Templates, styles and the script put together into one file that needs no other."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.papers.charts.ink import ON_STEPS, STEPS
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure, Origin, Term, reckoned, shown
from optimizer.papers.page.blocks import exact, unitless
from optimizer.papers.page.chainbook import told
from optimizer.papers.page.marks import marks

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
"""Where the templates, the style and the script of the plan's page stand."""

WORDS = (
    "contents", "skip", "chain", "table", "back_to_page", "target", "others", "paid", "written_by", "larger",
)  # fmt: skip
"""Words that the templates write."""

_TERMS = 12
"""Inputs that stand below a figure's formula; the dialog has all of them."""


def written(template: str, dossier: Dossier, **facts: Any) -> bytes:
    """A template filled in, with everything that it needs inside."""
    say = dossier.say
    script = source(TEMPLATES / "page.js") if facts.get("book") else ""
    return (
        environment(TEMPLATES)
        .get_template(template)
        .render(
            **facts,
            language=dossier.language,
            marks=marks(dossier),
            word={name: say(f"page.word.{name}") for name in WORDS},
            style=style(_foot(dossier)),
            script=script,
            policy=policy(script),
            chain=lambda figure: Chain(figure, dossier),
            value=lambda figure: exact(figure.value),
            shown=lambda figure: shown(figure.value, dossier.language),
            unitless=unitless,
        )
        .encode("utf-8")
    )


class Chain:
    """The chain of one figure as a template asks for it."""

    def __init__(self, figure: Figure, dossier: Dossier) -> None:
        self._figure, self._dossier = figure, dossier
        self.formula = dossier.say(f"page.formula.{told(figure)}")
        self.line = reckoned(figure, dossier.language)

    @property
    def terms(self) -> Iterator[tuple[str, str, str]]:
        """Label, number and ground of each input, the first few of many."""
        for term in self._figure.terms[:_TERMS]:
            yield term.label, shown(term.value, self._dossier.language), self._ground(term)

    @property
    def more(self) -> str:
        """How many inputs are not shown."""
        rest = len(self._figure.terms) - _TERMS
        return self._dossier.say("papers.more_terms", count=rest) if rest > 0 else ""

    def _ground(self, term: Term) -> str:
        return grounds(term.origin, self._dossier) if term.origin else ""


def grounds(origin: Origin, dossier: Dossier) -> str:
    """What an input rests on, in a line."""
    standing = dossier.say(f"papers.standing.{origin.standing}")
    return " · ".join(
        part for part in (standing, origin.as_of, origin.source, origin.note, origin.path) if part
    )


@cache
def environment(*folders: Path) -> Environment:
    """The templates of some folders, the first of a name counting; what a page lacks is an error."""
    import jinja2  # noqa: PLC0415 # only papers need it

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def source(file: Path) -> str:
    """The text of a style or a script."""
    return file.read_text("utf-8")


def style(foot: str) -> str:
    """The style sheet with the shades of the map, and the footer of printed pages."""
    shades = "".join(
        f".s{step}{{background:{colour};color:{ink}}}"
        for step, (colour, ink) in enumerate(zip(STEPS, ON_STEPS, strict=True))
    )
    return source(TEMPLATES / "page.css").replace("FOOTER", quoted(foot)) + shades


def _foot(dossier: Dossier) -> str:
    mark = marks(dossier)
    return " · ".join(part for part in (mark.draft, mark.synthetic, mark.fingerprint) if part)


def quoted(text: str) -> str:
    """A text as a string of CSS: every character but letters and digits by its number.

    A space is written so too: one that stands behind a number belongs to it, and would not be drawn.
    """
    return '"' + "".join(one if one.isalnum() else f"\\{ord(one):06x}" for one in text) + '"'


def policy(script: str) -> str:
    """What a browser may do with the page: draw it, run the one script, ask nobody for anything."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    run = f"'sha256-{digest}'" if script else "'none'"
    rules = ("default-src 'none'", "style-src 'unsafe-inline'", f"script-src {run}", "img-src data:")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))
