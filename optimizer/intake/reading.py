"""A filled-in workbook becomes a scenario, or every finding of it in one go, each at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from optimizer.errors import FailedError, Finding, InvalidError, Place
from optimizer.intake.headings import REMARK, Table, table_of
from optimizer.intake.known import is_name_of
from optimizer.intake.layout import GROUPS, SHEETS, Sheet
from optimizer.intake.named import named_changes, stated
from optimizer.intake.rivals import take_rivals
from optimizer.intake.rows import Desk, reader_of
from optimizer.intake.tree import Growing
from optimizer.intake.words import GUIDE, nearly_sheet, sheet_name, sheet_of
from optimizer.intake.written import text_of
from optimizer.scenario.decoding import LARGEST_FILE
from optimizer.scenario.folder import Folder, file_bytes
from optimizer.scenario.futures import agreed
from optimizer.scenario.grid import MOST_FINDINGS
from optimizer.scenario.layers import Layered
from optimizer.scenario.nodes import Branch, Entry, Mark, Scalar, Written, follow, split
from optimizer.scenario.reading import STDIN, Loaded, judged, load, nothing_to_collect
from optimizer.scenario.resolved import digest
from optimizer.scenario.variants import unusable
from optimizer.scenario.workbook import Page, workbook_pages
from optimizer.text import Language

_MACROS = (".xlsm", ".xltm", ".xlsb")
_NAMED = ("variants", "futures")
_LAST = ("outlook", "totals", "rivals", "variants", "futures")
"""Sheets that speak of what others say are read after them."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of a workbook."""

    loaded: Loaded
    text: str
    """The scenario file."""
    findings: tuple[Finding, ...]
    """Warnings and notes, those of what was mended first."""
    variants: Mapping[str, Entry]
    futures: Mapping[str, Entry]


def workbook_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a workbook.

    Raises:
        InvalidError: it is none, or too large.
    """
    at = Place(shown, 1, 1)
    suffix = path.suffix.lower()
    if suffix != ".xlsx":
        code = "table.macros" if suffix in _MACROS else "intake.not_xlsx"
        raise InvalidError([Finding(code, {"file": shown}, place=at)])
    try:
        raw = file_bytes(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        code = "file.none" if isinstance(error, FileNotFoundError) else "file.unreadable"
        raise InvalidError([Finding(code, {"file": shown, "reason": reason}, place=at)]) from None
    if len(raw) > LARGEST_FILE:
        raise InvalidError([Finding("table.too_large", {"limit": LARGEST_FILE // 2**20}, place=at)])
    return raw


def read(
    raw: bytes, shown: str, language: Language, *, beside: Path | None = None, tried: bool = True
) -> Intake:
    """Read a workbook; ``tried``: read the scenario with each of its variants too.

    ``beside`` is the file that the scenario will be: a variant may name a table in its folder.

    Raises:
        InvalidError: with every finding, if one of them is an error.
    """
    with nothing_to_collect():
        pages, others, found = workbook_pages(raw, shown, lambda name: sheet_of(name) in _KEYS)
        if found:
            raise InvalidError(found)
        start = Mark(Written(shown), 1, 1)
        growing = Growing(Desk(language), start)
        desk = growing.desk
        desk.findings += [*_others(others, shown, language), *_sheets(pages, shown, language)]
        named = _take(growing, pages)
        if growing.root.get("schema") is None:
            growing.put(("schema",), Scalar("alokasi/1", start))
        return _judged(growing, named, beside or Path(STDIN), shown, tried=tried)


_KEYS = {sheet.key for sheet in SHEETS}


def _others(names: Iterable[str], shown: str, language: Language) -> Iterator[Finding]:
    """Sheets that are not read: one that is nearly ours is an error, lest it was meant."""
    for name in names:
        if sheet_of(name) == GUIDE or name.startswith(REMARK):
            continue
        near = nearly_sheet(name)
        place = Place(f"{shown}!{name}", 1, 1)
        if near is not None and near in _KEYS:
            facts = {"given": name, "sheet": sheet_name(near, language)}
            yield Finding("intake.sheet_nearly", facts, place=place)
        else:
            yield Finding("intake.sheet_skipped", {"given": name}, "warning", place=place)


def _sheets(pages: Iterable[Page], shown: str, language: Language) -> Iterator[Finding]:
    """Sheets that are there twice, or missing."""
    first: dict[str, str] = {}
    for page in pages:
        key = sheet_of(page.name) or ""
        if key in first:
            facts = {"given": page.name, "other": first[key]}
            yield Finding("intake.sheet_twice", facts, place=Place(f"{shown}!{page.name}", 1, 1))
        first.setdefault(key, page.name)
    for sheet in SHEETS:
        if sheet.must and sheet.key not in first:
            facts = {"sheet": sheet_name(sheet.key, language)}
            yield Finding("intake.sheet_missing", facts, place=Place(shown, 1, 1))


def _take(growing: Growing, pages: Iterable[Page]) -> dict[str, dict[str, Entry]]:
    """Every sheet in turn: groups first, as columns are named after them."""
    there: dict[str, Page] = {}
    for page in pages:
        there.setdefault(sheet_of(page.name) or "", page)
    desk, named = growing.desk, dict[str, dict[str, Entry]]()
    order = [GROUPS, *(one for one in SHEETS if one is not GROUPS and one.key not in _LAST)]
    order += [one for one in SHEETS if one.key in _LAST]
    for sheet in order:
        table = _table(growing, sheet, there)
        if table is None:
            continue
        if sheet.key in _NAMED:
            named[sheet.key] = named_changes(reader_of(desk, table), table.body)
        elif sheet.key == "rivals":
            take_rivals(growing, reader_of(desk, table), table.body)
        else:
            growing.take(table)
        if sheet is GROUPS:
            desk.groups = _labels(growing.root)
    return named


def _table(growing: Growing, sheet: Sheet, there: Mapping[str, Page]) -> Table | None:
    page = there.get(sheet.key)
    if page is None:
        return None
    table, found = table_of(sheet, page, growing.desk.groups, growing.desk.language)
    growing.desk.findings += found
    return table


def _labels(root: Branch) -> dict[str, str]:
    """Names of groups by key."""
    groups = root.get("groups")
    if not isinstance(groups, Branch):
        return {}
    labels = {}
    for key, entry in groups.entries.items():
        label = entry.value.get("label") if isinstance(entry.value, Branch) else None
        labels[key] = label.text if isinstance(label, Scalar) else ""
    return labels


def _judged(
    growing: Growing, named: Mapping[str, Mapping[str, Entry]], file: Path, shown: str, *, tried: bool
) -> Intake:
    """The scenario through the same checks as one that was written by hand."""
    desk, root = growing.desk, growing.root
    folder = Folder(file.parent.resolve(), "")
    variants, stated_ = named.get("variants", {}), stated(dict(named.get("futures", {})), file)
    futures, found = agreed(stated_, growing.until, folder)
    labels = dict.fromkeys(variants, "")
    layers = Layered(root, (*desk.findings, *found), labels, (shown,), True, futures)
    try:
        loaded = judged(layers, file)
    except InvalidError as error:
        told = _without_what_follows(_at_cells(error.findings, desk, root))
        raise InvalidError(_bounded(_in_order(told), shown)) from None
    until = futures.decided_until if futures else None
    text = text_of(loaded.scenario, variants, named.get("futures", {}), until)
    again, wrong = _again(text, file, loaded, variants, tried=tried)
    if wrong:
        raise InvalidError((*wrong, *_at_cells(loaded.findings, desk, root)))
    findings = _at_cells(loaded.findings, desk, root)
    return Intake(again, text, tuple(findings), variants, named.get("futures", {}))


def _again(
    text: str, file: Path, loaded: Loaded, variants: Mapping[str, Entry], *, tried: bool
) -> tuple[Loaded, list[Finding]]:
    """The file that was written, read again: the same scenario, and each variant tried."""
    raw = text.encode()
    again = load(file, text=raw)
    if digest(again.scenario) != digest(loaded.scenario):
        raise FailedError([Finding("intake.not_the_same")])
    if not tried:
        return again, []
    found = list(unusable(again, lambda name: load(file, text=raw, variants=(name,))))
    return again, [_of_variant(one, variants) for one in found if one.level == "error"]


def _of_variant(finding: Finding, variants: Mapping[str, Entry]) -> Finding:
    """A finding about a variant at the row that names it, or its change."""
    name = finding.facts.get("variant")
    inside = finding.path.removeprefix("variants.").partition(".change.")
    for key, entry in variants.items():
        change = entry.value.get("change") if isinstance(entry.value, Branch) else None
        if key == name:
            return replace(finding, place=entry.key.place)
        if key == inside[0] and isinstance(change, Branch) and inside[2] in change.entries:
            return replace(finding, place=change.entries[inside[2]].key.place)
    return replace(finding, place=None)


def _at_cells(findings: Iterable[Finding], desk: Desk, root: Branch) -> list[Finding]:
    """Findings each at its own cell; those told together for several cells are parted again."""
    parted: list[Finding] = []
    for finding in (_in_words(one, root) for one in findings):
        paths = finding.facts.get("paths", ())
        facts = {key: fact for key, fact in finding.facts.items() if key not in ("paths", "times")}
        if not paths:
            parted.append(_at_blank(finding, desk))
        for path in paths:
            place = follow(root, split(root, path)).mark.place
            parted.append(_at_blank(replace(finding, facts=facts, path=path, place=place), desk))
    return parted


_IN_WORDS_OF_SHEETS: Mapping[str, str] = {
    "month.unreadable": "intake.month_unreadable",
    "months.reversed": "intake.months_reversed",
    "table.no_number": "intake.no_number",
    "persons.unreadable": "intake.persons_unreadable",
    "figure.unknown_needs_assume": "intake.unknown_needs_assumed",
    "figure.rivals_apart": "intake.rivals_apart",
    "target.outside_horizon": "intake.target_outside",
    "fund.no_month": "intake.fund_no_month",
    "stay.nobody": "intake.stay_nobody",
    "reference.source": "intake.no_such_source",
    "code.unreadable": "intake.code_unreadable",
}
"""Findings whose mend else speaks of the keys of a scenario file."""


def _in_words(finding: Finding, root: Branch) -> Finding:
    """The same in words of the workbook; where a name stands in the place of a code, with that code."""
    code = _IN_WORDS_OF_SHEETS.get(finding.code)
    if code is None:
        return finding
    facts = dict(finding.facts)
    if finding.code == "code.unreadable" and (near := _code_of(str(facts.get("given", "")), root)):
        facts["near"] = near
    return replace(finding, code=code, facts=facts)


def _code_of(name: str, root: Branch) -> str:
    """The code of the one region of this name; empty where there is none, or more."""
    regions = root.get("regions")
    named = [
        code
        for code, entry in (regions.entries.items() if isinstance(regions, Branch) else ())
        if isinstance(entry.value, Branch)
        and isinstance(label := entry.value.get("name"), Scalar)
        and is_name_of(name, label.text)
    ]
    return named[0] if len(named) == 1 else ""


_FOLLOWS = ("intake.no_value", "intake.rival_of_nothing")
"""What is said of a figure that is not there; where it must be, its own empty cell is told."""


def _without_what_follows(findings: Sequence[Finding]) -> list[Finding]:
    """The causes alone: an empty cell that must be filled makes everything said about it wrong too."""
    blank = {finding.path for finding in findings if finding.code == "intake.blank"}
    return [finding for finding in findings if finding.code not in _FOLLOWS or finding.path not in blank]


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """As a person goes through the workbook: tab by tab, row by row."""
    tabs = {sheet.key: place for place, sheet in enumerate(SHEETS, 1)}

    def order(finding: Finding) -> tuple[int, int, int]:
        place = finding.place
        if place is None:
            return 0, 0, 0
        return tabs.get(sheet_of(place.file.rpartition("!")[2]) or "", 0), place.line, place.column

    return sorted(findings, key=order)


def _bounded(findings: list[Finding], shown: str) -> list[Finding]:
    """A workbook with more mistakes than a person would read is broken in some other way."""
    if len(findings) <= MOST_FINDINGS:
        return findings
    left = Finding("table.too_many_findings", {"limit": MOST_FINDINGS}, place=Place(shown, 1, 1))
    return [*findings[:MOST_FINDINGS], left]


def _at_blank(finding: Finding, desk: Desk) -> Finding:
    """What is missing is missing in a cell, where there is one for it."""
    blank = desk.blanks.get(finding.path) if finding.code == "key.missing" else None
    if blank is None:
        return finding
    facts = {"wanted": blank.wanted, "cell": blank.mark.cell}
    return Finding("intake.blank", facts, finding.level, finding.path, blank.mark.place)
