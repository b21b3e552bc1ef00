"""A scenario becomes a workbook that is proven to hold it, or says what it cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from optimizer.errors import Finding, InvalidError
from optimizer.intake.book import workbook
from optimizer.intake.reading import Intake, read
from optimizer.intake.values import Source
from optimizer.intake.written import MADE
from optimizer.scenario import resolved
from optimizer.scenario.layers import Stack, start
from optimizer.scenario.nodes import Branch, Entry, Node, Scalar, leaves, plain
from optimizer.scenario.reading import Loaded
from optimizer.scenario.yamlfile import parse
from optimizer.text import Language
from optimizer.units import Month, read_month

MOST_PATHS = 20
"""So many paths of what is lost are named."""


class Filled(NamedTuple):
    """A workbook made of a scenario, and what is to be said about it."""

    raw: bytes
    findings: tuple[Finding, ...]


def filled(file: Path, text: bytes | None, loaded: Loaded, language: Language) -> Filled:
    """The workbook of a scenario; it is read again, and every difference is a finding."""
    stack = Stack(start(file, text))
    stack.file(stack.begin.file, stack.begin.name, stack.begin.text)
    variants = {name: Entry(body.mark, body) for name, (body, _) in stack.variants.items()}
    futures = {name: Entry(one.key, one.body) for name, one in stack.futures.items() if one.body is not None}
    source = Source(loaded.scenario, variants, futures, _month(stack.until))
    raw = workbook(language, source, {})
    found = list(_lost(raw, source, language, file))
    if not stack.begin.text and (len(stack.files) > 1 or _is_by_hand(file)):
        found.append(Finding("intake.flattened", level="note"))
    return Filled(raw, tuple(found))


def _is_by_hand(file: Path) -> bool:
    """Whether a file may have remarks that nobody wrote by import."""
    try:
        return not file.read_text("utf-8", "replace").startswith(MADE)
    except OSError:
        return True


def _month(until: Scalar | None) -> Month | None:
    """The last month decided now; one that cannot be read was refused when the scenario was."""
    return None if until is None else read_month(until.text)


def _lost(raw: bytes, source: Source, language: Language, file: Path) -> Iterator[Finding]:
    """What does not come back."""
    try:
        again = read(raw, "-", language, beside=file, tried=False)
    except InvalidError as error:
        paths = tuple(dict.fromkeys(one.path for one in error.findings if one.level == "error"))
        yield Finding("intake.lost", {"paths": paths[:MOST_PATHS]}, "warning")
        return
    paths = (*_scenario_differs(again, source), *_named_differ(again, source))
    if paths:
        yield Finding("intake.lost", {"paths": tuple(paths[:MOST_PATHS])}, "warning")


def _scenario_differs(again: Intake, source: Source) -> Iterator[str]:
    first, second = resolved.write(source.scenario), resolved.write(again.loaded.scenario)
    if first == second:
        return
    known, other = (_leaves(text) for text in (first, second))
    yield from (path for path in {**known, **other} if known.get(path) != other.get(path))


def _leaves(text: str) -> Mapping[str, str]:
    root = parse(text.encode(), "-").root
    assert root is not None
    return {".".join(map(str, path)): leaf.text for path, leaf in leaves(root)}


def _named_differ(again: Intake, source: Source) -> Iterator[str]:
    """Variants and futures, and the last month decided now."""
    for section in ("variants", "futures"):
        before: Mapping[str, Entry] = getattr(source, section)
        after: Mapping[str, Entry] = getattr(again, section)
        for name in {**before, **after}:
            one, two = before.get(name), after.get(name)
            if one is None or two is None or _said(one.value) != _said(two.value):
                yield f"{section}.{name}"
    until = again.loaded.futures.decided_until if again.loaded.futures else None
    if source.until != until and source.futures:
        yield "decided_until"


def _said(node: Node) -> object:
    """A variant as it acts: an empty word or a null one says nothing."""
    if not isinstance(node, Branch):
        return plain(node)
    kept = {
        key: entry.value
        for key, entry in node.entries.items()
        if not (isinstance(entry.value, Scalar) and key != "change" and entry.value.text in ("", "null", "~"))
    }
    return [(key, _exact(value)) for key, value in sorted(kept.items())]


def _exact(node: Node) -> object:
    """A value with its nulls told from the text ``null``, maps in their order."""
    if isinstance(node, Scalar):
        return (node.text, node.is_null)
    if isinstance(node, Branch):
        return [(key, _exact(entry.value)) for key, entry in node.entries.items()]
    return [_exact(item) for item in node.items]
