"""The answer as an official reads it in a terminal: what it means first, then who, where, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.console import Console, RenderableType
from rich.text import Text

from optimizer.plan.shapes import Plan
from optimizer.report import ahead, payers, regions, summary
from optimizer.report.narrow import named, under
from optimizer.report.paper import Paper
from optimizer.report.view import View, bullet, command_lines, marked
from optimizer.scenario.schema import Scenario
from optimizer.text import Language, inert, say


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands below the answer: where it was written and what to try."""

    file: str
    """The scenario as the user named it."""
    program: str = "alokasi"
    """How the user calls the program."""
    written: Sequence[str] = ()
    """Files of the output folder."""
    advice: Sequence[str] = ()
    """Commands to try next."""


def answer(
    plan: Plan,
    scenario: Scenario,
    page: Paper,
    language: Language,
    *,
    ending: Ending,
    everything: bool = False,
) -> str:
    """The whole answer."""
    view = View(scenario, page, language, everything, ending.program, plan=plan)
    parts: list[tuple[str, Iterable[RenderableType]]] = [
        ("heading.targets", payers.targets(view)),
        ("heading.funds", payers.funds(view)),
        ("heading.left", payers.left_over(view)),
        ("heading.lists", payers.lists(view)),
        ("heading.regions", regions.regions(view)),
        ("heading.calendar", regions.calendar(view)),
        ("heading.drops", regions.drops(view)),
        ("heading.goals", ahead.goals(view)),
        ("heading.bill", ahead.bill(view)),
        ("heading.assumptions", ahead.assumptions(view, ending.file)),
        ("heading.next", closing(ending, page, language)),
    ]
    return rendered([*_opening(view), *headed(parts, language)], page, language)


def brief(plan: Plan, scenario: Scenario, page: Paper, language: Language) -> str:
    """The answer in sentences only."""
    return rendered(_opening(View(scenario, page, language, False, plan=plan)), page, language)


def advised(said: str, command: str, page: Paper, language: Language) -> str:
    """A sentence, and the command it speaks of."""
    return rendered([Text(said), *command_lines(command, page)], page, language)


def _opening(view: View) -> Iterator[RenderableType]:
    yield from marked(view.scenario, view.language)
    yield Text(inert(view.plan.title), style="bold")
    first, *others = summary.sentences(view.plan, view.scenario, view.language)
    yield Text(first, style="dim")
    yield Text("")
    for said in others:
        yield bullet(said)


def headed(
    parts: Sequence[tuple[str, Iterable[RenderableType]]], language: Language
) -> Iterator[RenderableType]:
    """Each part under its heading; a part with nothing to say is left out."""
    for heading, content in parts:
        shown = under(say(heading, language), content)
        if shown:
            yield Text("")
            yield Text(say(heading, language), style="bold")
            yield from shown


def closing(ending: Ending, page: Paper, language: Language) -> Iterator[RenderableType]:
    """Where the answer was written, and what to try."""
    if ending.written:
        yield Text(say("next.written", language))
        yield from (Text(f"  {inert(path)}", no_wrap=True, overflow="fold") for path in ending.written)
    if ending.advice:
        yield Text(say("next.try", language))
        for command in ending.advice:
            yield from command_lines(command, page)


def rendered(content: Iterable[RenderableType], page: Paper, language: Language) -> str:
    """Lines of text, with colour codes only where the paper has colour.

    Columns that tables had no room for are named in ``language``.

    None is wider than the paper but text whose overflow is to be ignored, because it must not be broken.
    """
    drawn = StringIO()
    console = Console(
        file=drawn,
        width=page.width,
        force_terminal=page.colour,
        color_system="standard" if page.colour else None,
        no_color=not page.colour,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    for part in named(content, page, language):
        if isinstance(part, Text) and part.overflow == "ignore":
            console.print(part, no_wrap=True, overflow="ignore", crop=False)
        else:
            console.print(part)
    return "\n".join(line.rstrip() for line in drawn.getvalue().splitlines())
