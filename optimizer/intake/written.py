"""A scenario with its variants and futures as the text of one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.scenario import resolved
from optimizer.scenario.nodes import Branch, Entry, Listing, Node, Scalar
from optimizer.scenario.schema import Scenario
from optimizer.units import Month

MADE = "# alokasi import"
"""First line of a file that was made of a workbook: no other file is taken for one."""

_LONGEST_KEY = 1_000


def text_of(
    scenario: Scenario, variants: Mapping[str, Entry], futures: Mapping[str, Entry], until: Month | None
) -> str:
    """The file: the scenario as it is resolved, then what its own reader keeps apart."""
    lines = [MADE, resolved.write(scenario).rstrip("\n")]
    if until is not None:
        lines.append(f"decided_until: {until}")
    for name, entries in (("variants", variants), ("futures", futures)):
        if entries:
            lines += [f"{name}:", *_lines(Branch(dict(entries), next(iter(entries.values())).key), "  ")]
    return "\n".join(lines) + "\n"


def _lines(branch: Branch, indent: str) -> Iterator[str]:
    """A map, a key a line; what is no map stands behind its key."""
    for key, entry in branch.entries.items():
        shown = quoted(key)
        long = len(shown) > _LONGEST_KEY
        if long:
            yield f"{indent}? {shown}"
        start = f"{indent}:" if long else f"{indent}{shown}:"
        if isinstance(entry.value, Branch) and entry.value.entries:
            yield start
            yield from _lines(entry.value, f"{indent}  ")
        else:
            yield f"{start} {flow(entry.value)}"


def flow(node: Node) -> str:
    """A value on one line, as a scenario file has it."""
    if isinstance(node, Scalar):
        return "null" if node.is_null else quoted(node.text)
    if isinstance(node, Listing):
        return f"[{', '.join(map(flow, node.items))}]"
    return "{" + ", ".join(f"{quoted(key)}: {flow(one.value)}" for key, one in node.entries.items()) + "}"


def quoted(text: str) -> str:
    """A text as YAML: bare where every reader takes it for that text."""
    return resolved.scalar(text)
