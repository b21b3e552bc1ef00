"""What people call the sides of a comparison and its changes: titles and labels, not files and paths."""

from __future__ import annotations

from dataclasses import replace

from optimizer.answers.compare import Attribution, Compare, Layer, Line, Part, Side
from optimizer.papers.framed.frame import SideLine
from optimizer.report import names
from optimizer.report.asked.compare_words import NAMED, brief, change, words
from optimizer.report.view import Look
from optimizer.text import inert
from optimizer.text.numbers import months

LONGEST_NAME = 160

_CODE = 2
"""Parts of a region's code."""


def side_lines(look: Look, answer: Compare) -> tuple[SideLine, ...]:
    """Every side with its name, and as it was named on the command line."""
    every = [called(look, answer, side) for side in answer.sides]
    return tuple(
        SideLine(side.letter, _apart(name, side, every), inert(side.given))
        for side, name in zip(answer.sides, every, strict=True)
    )


def _apart(name: str, side: Side, every: list[str]) -> str:
    """With the end of its path, where another side has the same name."""
    last = side.given.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return name if every.count(name) == 1 else f"{name}: {inert(last)}"


def called(look: Look, answer: Compare, side: Side) -> str:
    """A side by its variants and changes, and what else tells it apart: title, months, that it was kept."""
    told = [layer_name(look, layer) for layer in side.layers]
    if len({one.title for one in answer.sides}) > 1:
        told.insert(0, inert(side.title, LONGEST_NAME))
    if len({one.horizon for one in answer.sides}) > 1:
        told.append(months(side.horizon, look.language))
    if side.source == "folder":
        told.append(look.say("framed.kept"))
    said = "; ".join(told) or look.say("framed.unchanged")
    return said[:1].upper() + said[1:]


def layer_name(look: Look, layer: Layer) -> str:
    """A variant's label, else a change in words; what has neither stays as it was written."""
    path, changes, value = layer.given.partition("=")
    if layer.label or not changes:
        return inert(layer.label or layer.given, LONGEST_NAME)
    said = words(look, path, _entry(look, path))
    return f"{said}: {inert(value)}" if said else inert(layer.given, LONGEST_NAME)


def _entry(look: Look, path: str) -> str:
    """The name of the fund or region that a path leads into; empty where it leads into neither."""
    section, *rest = path.split(".")
    code = ".".join(rest[:_CODE])
    if section == "regions" and code in look.scenario.regions:
        return names.place(look.scenario, code, look.language)
    if section == "funds" and rest and rest[0] in look.scenario.funds:
        return names.fund(look.scenario, rest[0])
    return ""


def in_words(look: Look, answer: Compare) -> Compare:
    """The answer with its variants and changes under the names that people know."""
    known = {layer.given: layer_name(look, layer) for side in answer.sides for layer in side.layers}
    found = answer.attribution
    shared = tuple(layer_name(look, Layer(given)) for given in answer.shared)
    return replace(answer, shared=shared, attribution=found and _named(look, found, known))


def _named(look: Look, found: Attribution, known: dict[str, str]) -> Attribution:
    return replace(found, parts=tuple(_part(look, part, known) for part in found.parts))


def _part(look: Look, part: Part, known: dict[str, str]) -> Part:
    if part.key in NAMED:
        return replace(part, key=brief(look, part).removesuffix(f" ({part.key})"), name="")
    if part.kind not in ("layer", "layer_gone"):
        return part
    return replace(part, key=part.name or known.get(part.key, part.key), name="")


def changed(look: Look, answer: Compare, part: Part) -> str:
    """A change with both its values, without its path where there are words for it."""
    return change(look, answer, part).replace(f" ({inert(part.key)})", "")


def input_name(look: Look, answer: Compare, line: Line) -> str:
    """An input in words; with its path where it has none, or another input has the same."""
    said = words(look, line.item, line.name)
    same = [one for one in answer.of("inputs") if words(look, one.item, one.name) == said]
    if not said:
        return inert(line.item)
    headed = said[:1].upper() + said[1:]
    return headed if len(same) == 1 else f"{headed} ({inert(line.item)})"
