"""The frame of every answer: the question, the scenario, the answer in sentences, the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from optimizer.report.terminal import rendered
from optimizer.report.view import Look, bullet
from optimizer.text import inert

Part = tuple[str, Iterable[RenderableType]]
"""A heading, empty for none, and what stands below it."""


def sheet(look: Look, title: str, status: str, said: Iterable[str], parts: Sequence[Part] = ()) -> str:
    """One page: what is asked in bold, the answer as bullets, tables under their headings.

    ``status`` is what the plans behind the answer may claim: where one of them is not proven, it says so.
    """
    content: list[RenderableType] = [
        Text(title, style="bold"),
        Text(inert(look.scenario.title), style="dim"),
        Text(""),
        *(bullet(sentence) for sentence in said),
    ]
    if status == "within_bound":
        content.append(bullet(look.say("asked.within_bound")))
    for heading, below in () if look.brief else parts:
        shown = list(below)
        if shown:
            content += [Text(""), *([Text(heading, style="bold")] if heading else []), *shown]
    return rendered(content, look.page)
