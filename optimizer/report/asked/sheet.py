"""The frame of every answer: the question, the scenario, the answer in sentences, the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.doubts import Doubt, gravest
from optimizer.plan.steps import step
from optimizer.report.amounts import amount
from optimizer.report.narrow import under
from optimizer.report.terminal import rendered
from optimizer.report.view import WARNED, Look, bullet, marked
from optimizer.text import inert
from optimizer.text.inert import Said
from optimizer.text.numbers import share

Part = tuple[str, Iterable[RenderableType]]
"""A heading, empty for none, and what stands below it."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in words, before any paper lays it out."""

    title: str
    status: str
    """What the plans behind the answer may claim."""
    said: Iterable[str]
    parts: Sequence[Part] = ()


def laid_out(look: Look, told: Told) -> str:
    """The answer as a page of the terminal."""
    return sheet(look, told.title, told.status, told.said, told.parts)


def sheet(
    look: Look,
    title: str,
    status: str,
    said: Iterable[str],
    parts: Sequence[Part] = (),
    *,
    mark: str | None = None,
) -> str:
    """One page: what is asked in bold, the answer as bullets, tables under their headings.

    ``status`` is what the plans behind the answer may claim: where one of them is not proven, it says so.
    ``mark`` says whose figures are made up, where several scenarios are told of.
    """
    content: list[RenderableType] = [
        *(marked(look.scenario, look.language) if mark is None else [Text(mark, style=WARNED)][: bool(mark)]),
        Text(title, style="bold"),
        Text(inert(look.scenario.title), style="dim"),
        Text(""),
        *(bullet(sentence) for sentence in said),
    ]
    if status == "within_bound":
        content.append(bullet(not_proven(look)))
    for heading, below in () if look.brief else parts:
        shown = under(heading, below)
        if shown:
            content += [Text(""), *([Text(heading, style="bold")] if heading else []), *shown]
    return rendered(content, look.page, look.language)


def left_out(look: Look, rows: int) -> Iterator[Text]:
    """How many of so many rows are not shown; nothing where all are."""
    if rows > look.most:
        yield Text(look.say("asked.more_rows", count=rows - look.most))


def not_proven(look: Look) -> str:
    """In how many plans which priority is open first, and by how much; what comes before it is proven."""
    if not look.doubts:
        return look.say("asked.within_bound")
    worst = gravest(look.doubts)
    first = sum(doubt.place == worst.place for doubt in look.doubts)
    later = len(look.doubts) - first
    facts = {"plans": look.plans, "count": first, "place": worst.place} | ({"later": later} if later else {})
    behind = _behind(look, worst)
    code = "asked.open" if worst.place == 1 else "asked.open_later"
    return look.say(code, goal=look.say(f"goal.{worst.goal}"), behind=behind, **facts)


def _behind(look: Look, doubt: Doubt) -> str:
    """How far a goal may be from the best value that can be counted: part of a person is nobody."""
    if doubt.unit == "share":
        return share(doubt.behind, look.language)
    apart = max(
        (step(look.scenario, goal) for goal in look.scenario.goals if goal.name == doubt.goal), default=1
    )
    counted = doubt.behind // apart * apart
    shown = amount(Fraction(counted or apart), doubt.goal, doubt.unit, look.language)
    return shown if counted else look.say("asked.less_than", amount=Said(shown))
