"""Where each value of a scenario came from: which file and line, which variant, which ``--set``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from optimizer.report.findings import place
from optimizer.report.grid import HARD_SPACE, lines_of
from optimizer.report.terminal import rendered
from optimizer.report.view import Look, marked
from optimizer.scenario.fields import LONGEST_TEXT
from optimizer.scenario.reading import Origin
from optimizer.text import inert

INDENT = "    "


def origin_list(look: Look, origins: Mapping[str, Origin]) -> str:
    """Every value by its path, then its place; what a layer replaced stands behind it."""
    title = Text(look.say("show.origins", count=len(origins)), style="bold")
    content = [*marked(look.scenario, look.language), title, *_blocks(look, origins)]
    return rendered(content, look.page, look.language)


def _blocks(look: Look, origins: Mapping[str, Origin]) -> Iterator[Text]:
    """One below the other: no path and no place is broken, so that each can be copied or opened."""
    for path, origin in origins.items():
        style = "bold" if origin.layer else ""
        value = lines_of(f"{inert(path)}: {inert(origin.value, LONGEST_TEXT)}", look.page.width)
        told = lines_of(_told(look, origin), look.page.width, INDENT, INDENT)
        for line in [*value, *(line.replace(HARD_SPACE, " ") for line in told)]:
            yield Text(line, style=style, overflow="ignore")


def _told(look: Look, origin: Origin) -> str:
    said = _from(look, origin)
    earlier = origin.before
    while earlier is not None:
        said += look.say("origin.before", value=earlier.value, origin=_from(look, earlier))
        earlier = earlier.before
    return said


def _from(look: Look, origin: Origin) -> str:
    if origin.layer == "--set":
        return "--set"
    where = place(origin.place).replace(" ", HARD_SPACE)
    return look.say("origin.variant", name=origin.layer, place=where) if origin.layer else where
