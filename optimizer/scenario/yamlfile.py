"""A YAML text becomes nodes with marks, from the event stream: nothing nested can crash or stall it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from optimizer.errors import Finding, Level
from optimizer.scenario.decoding import decoded
from optimizer.scenario.nodes import Branch, Entry, Listing, Mark, Node, Scalar, Written
from optimizer.scenario.syntax import refused

DEEPEST = 64
"""Levels of nesting."""

MOST_NODES = 400_000
"""Values in one file: all 514 kabupaten and kota with ten funds each, fully told, are 220,000.

What is larger when written out is refused whatever tables it came from: our own files can be read again."""

MOST_FINDINGS = 1_000
"""A file with more mistakes than this is refused without naming the rest."""

_Events: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_DIGIT_LAST = re.compile(r"\d$")
_DIGITS_FIRST = re.compile(r"\d{1,6}(\s*%|\s*(ribu|juta|miliar|milyar|triliun)|\s*pp)?", re.IGNORECASE)
_DASHES = re.compile(r"[-–—]+")
_CURLY = frozenset("“”„‘’")
"""Quotation marks of Word and WhatsApp, which YAML takes for letters."""


class Parsed(NamedTuple):
    """The root of a file; None where it could not be read to its end."""

    root: Branch | None
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Open:
    """A list or map whose end has not come yet."""

    is_map: bool
    flow: bool
    mark: Mark
    items: list[Node] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)
    awaits_value: bool = False


class _StopError(Exception):
    """The rest of the file is not looked at."""


def parse(raw: bytes, name: str) -> Parsed:
    """Read one document whose root is a map; every finding of the file's form is in the answer."""
    text, written, findings = decoded(raw, name)
    if text is None:
        return Parsed(None, findings)
    node, found = parse_text(text, written)
    if node is not None and not isinstance(node, Branch):
        found = (*found, Finding("yaml.not_a_map", {}, place=node.mark.place))
        node = None
    return Parsed(node, (*findings, *found))


def parse_text(text: str, written: Written) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read any one value."""
    reader = _Reader(written)
    try:
        reader.read(text)
    except _StopError:
        return None, tuple(reader.findings)
    except yaml.YAMLError as error:
        reader.findings.append(refused(error, written, reader.last))
        return None, tuple(reader.findings)
    if reader.root is None:
        reader.found("yaml.empty", Mark(written, 1, 1))
    return reader.root, tuple(reader.findings)


class _Reader:
    """Puts the events of one text together."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.findings: list[Finding] = []
        self.root: Node | None = None
        self.last: Any = None
        """The last event before the text could not be read on."""
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def found(self, code: str, mark: Mark, level: Level = "error", **facts: Any) -> None:
        """Note a finding; too many end the reading."""
        self.findings.append(Finding(code, facts, level, place=mark.place))
        if len(self.findings) >= MOST_FINDINGS:
            raise _StopError

    def read(self, text: str) -> None:
        """Take every event of the text in turn."""
        parser = _Events(text)
        try:
            event = parser.get_event()
            while event is not None and not isinstance(event, yaml.StreamEndEvent):
                self.last = event
                if isinstance(event, yaml.ScalarEvent):
                    self._counted(event)
                    self._add(self._scalar(event))
                else:
                    self._take(event)
                event = parser.get_event()
        finally:
            parser.dispose()

    def _take(self, event: Any) -> None:
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._counted(event)
            is_map = isinstance(event, yaml.MappingStartEvent)
            if len(self._open) >= DEEPEST:
                self.found("yaml.too_deep", self._mark(event), limit=DEEPEST)
                raise _StopError
            self._open.append(_Open(is_map, bool(event.flow_style), self._mark(event)))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._add(self._closed(self._open.pop()))
        elif isinstance(event, yaml.AliasEvent):
            self.found("yaml.alias", self._mark(event), given=f"*{str(event.anchor)[:80]}")
            self._add(Scalar("null", self._mark(event)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.found("yaml.second_document", self._mark(event))
                raise _StopError

    def _mark(self, event: Any) -> Mark:
        start = event.start_mark
        return Mark(self.written, start.line + 1, start.column + 1)

    def _counted(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self.found("yaml.too_many_values", self._mark(event), limit=MOST_NODES)
            raise _StopError
        if event.tag is not None:
            self.found("yaml.tag", self._mark(event), given=str(event.tag)[:80])
        if event.anchor is not None:
            self.found("yaml.anchor", self._mark(event), given=f"&{event.anchor[:80]}")

    def _scalar(self, event: Any) -> Scalar:
        # The line end that closes a block of lines is the block's, not the text's.
        text = event.value.removesuffix("\n") if event.style in ("|", ">") else event.value
        mark, quoted = self._mark(event), event.style not in (None, "")
        if not quoted and text[:1] in _CURLY and _is_curly(text):
            self.found("yaml.curly_quotes", mark)
        return Scalar(text, mark, quoted)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        holder = self._open[-1]
        if holder.is_map and not holder.awaits_value:
            holder.keys.append(self._key(node))
            holder.awaits_value = True
            return
        holder.items.append(node)
        holder.awaits_value = False

    def _key(self, node: Node) -> Scalar | None:
        if isinstance(node, Scalar):
            return node
        self.found("yaml.key_not_text", node.mark)
        return None

    def _closed(self, closed: _Open) -> Node:
        if not closed.is_map:
            for item in closed.items:
                if _is_empty(item):
                    self.found("yaml.empty_item", item.mark)
            return Listing(tuple(item for item in closed.items if not _is_empty(item)), closed.mark)
        entries: dict[str, Entry] = {}
        last = ""
        for key, value in zip(closed.keys, closed.items, strict=True):
            if key is None:
                continue
            if _is_empty(value):
                if not (closed.flow and self._cut_at_comma(entries, last, key)):
                    self.found("yaml.empty_value", key.mark, key=key.text)
                continue
            if key.text in entries:
                first = entries[key.text].key.line
                self.found("yaml.duplicate_key", key.mark, key=key.text, line=first)
            entries[key.text] = Entry(key.mark, value)
            last = key.text
        return Branch(entries, closed.mark)

    def _cut_at_comma(self, entries: dict[str, Entry], last: str, key: Scalar) -> bool:
        """Whether a key without a value is the rest of the value before it, which is told already, or now."""
        before = entries[last].value if last in entries else None
        if not isinstance(before, Scalar) or before.quoted or key.quoted:
            return False
        if before.text[:1] in _CURLY:
            return True
        if _DIGIT_LAST.search(before.text) and _DASHES.fullmatch(key.text):
            given = f"{before.text},{key.text}"
            self.found("yaml.comma_dash", before.mark, given=given, meant=before.text)
            return True
        return self._decimal_comma(entries, last, key)

    def _decimal_comma(self, entries: dict[str, Entry], last: str, key: Scalar) -> bool:
        """``{share: 62,22%}`` arrives as 62 and an empty key 22%: said once, and read on as 62.22%.

        Cents of zero are left out: ``{ceiling: 1.008.000,00}`` is read on as 1.008.000.
        """
        before = entries[last].value
        assert isinstance(before, Scalar)
        if not (_DIGIT_LAST.search(before.text) and _DIGITS_FIRST.fullmatch(key.text)):
            return False
        given = f"{before.text},{key.text}"
        meant = before.text if key.text == "00" else f"{before.text}.{key.text}"
        self.found("yaml.decimal_comma", before.mark, given=given, meant=meant, key=last)
        entries[last] = Entry(entries[last].key, before._replace(text=meant))
        return True


def _is_curly(text: str) -> bool:
    """Whether a text that begins with a curly quote was meant to be in quotes; ‘Aisyiyah is a name."""
    closed = len(text) > 1 and text[-1] in _CURLY
    return closed or (text[0] in "“”„" and not any(mark in text[1:] for mark in "“”"))


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.quoted and node.text == ""
