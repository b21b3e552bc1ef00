"""What may come after the months decided now: futures and their probabilities, as files name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from optimizer.errors import Finding
from optimizer.scenario.fields import read_name, read_text
from optimizer.scenario.folder import Folder
from optimizer.scenario.kinds import nearest
from optimizer.scenario.nodes import Branch, Entry, Mark, Node, Scalar
from optimizer.units import ExactShare, Month, Share, UnreadableError, read_month, read_share

KEYS = ("label", "note", "probability", "change")
FEWEST = 2
"""With one future nothing is uncertain."""

_RATIO = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", re.ASCII)
"""``1/3``: a probability that no percentage writes exactly."""


@dataclass(frozen=True, slots=True)
class Future:
    """One thing that may come."""

    name: str
    label: str
    """As readers see it; empty where none is given."""
    probability: Share
    change: Branch | None
    """New values by path, as in a variant; None: as the file says."""
    file: Path
    """The file it stands in, from which tables are named."""
    mark: Mark


@dataclass(frozen=True, slots=True)
class Futures:
    """All that may come, and how long payments are fixed before it is known."""

    every: tuple[Future, ...]
    decided_until: Month | None
    """The last month whose payments are fixed now; None: before the first difference between futures."""
    mark: Mark
    """Where that month, or else the futures, are written."""
    folder: Folder

    @property
    def possible(self) -> tuple[Future, ...]:
        """Those that may come at all."""
        return tuple(one for one in self.every if one.probability)


@dataclass(frozen=True, slots=True)
class Stated:
    """One future as it stands in a file."""

    body: Branch | None
    """None: no map of keys, which was told."""
    key: Mark
    file: Path


def declared(
    body: Branch, file: Path, known: Mapping[str, Stated], until: Scalar | None
) -> tuple[dict[str, Stated], Scalar | None, list[Finding]]:
    """The futures of a file and its last decided month, over those of the file it extends."""
    every, found = dict(known), list[Finding]()
    futures, month = body.get("futures"), body.get("decided_until")
    if isinstance(futures, Scalar) and futures.is_null:
        every = {}
    elif futures is not None:
        every, found = _stated(futures, file, known)
    if isinstance(month, Scalar):
        until = None if month.is_null else month
    elif month is not None:
        found.append(Finding("type.text", path="decided_until", place=month.mark.place))
    return every, until, found


def _stated(node: Node, file: Path, known: Mapping[str, Stated]) -> tuple[dict[str, Stated], list[Finding]]:
    """``null`` takes a future out."""
    if not isinstance(node, Branch):
        return dict(known), [Finding("futures.not_a_map", path="futures", place=node.mark.place)]
    every, found = dict(known), list[Finding]()
    for name, entry in node.entries.items():
        at = f"futures.{name}"
        if isinstance(entry.value, Scalar) and entry.value.is_null:
            if every.pop(name, None) is None:
                facts = {"given": name}
                found.append(Finding("future.none_to_remove", facts, "warning", at, entry.key.place))
        elif not isinstance(entry.value, Branch):
            found.append(Finding("future.not_a_map", path=at, place=entry.value.mark.place))
            every[name] = Stated(None, entry.key, file)
        else:
            every[name] = Stated(_over(every.get(name), entry.value), entry.key, file)
    return every, found


def _over(below: Stated | None, body: Branch) -> Branch:
    """A future's keys over those of the same future in a file below; its ``change`` is replaced whole."""
    if below is None or below.body is None:
        return body
    entries = {**below.body.entries, **body.entries}
    kept = {key: one for key, one in entries.items() if not _removed(one)}
    return Branch(kept, body.mark)


def _removed(entry: Entry) -> bool:
    return isinstance(entry.value, Scalar) and entry.value.is_null


def agreed(
    every: Mapping[str, Stated], until: Scalar | None, folder: Folder
) -> tuple[Futures | None, list[Finding]]:
    """The futures of a scenario, and what is wrong with them; None where there are none, or a wrong one."""
    bodies = {name: one.body for name, one in every.items() if one.body is not None}
    found = [finding for name, body in bodies.items() for finding in _wrong(name, body, every[name].key)]
    month, unread = _month(until)
    found += unread
    if not every:
        if until is not None:
            found.append(Finding("futures.decided_alone", {}, "warning", "decided_until", until.mark.place))
        return None, found
    read = {name: _probability(name, body, every[name].key) for name, body in bodies.items()}
    found += [one for _, wrong in read.values() for one in wrong]
    first = next(iter(every.values())).key
    if len(bodies) == len(every) and not any(one.level == "error" for one in found):
        found += _together({name: share for name, (share, _) in read.items()}, first)
    if len(bodies) < len(every) or any(one.level == "error" for one in found):
        return None, found
    futures = [
        Future(
            name, _text(body, "label"), Share(read[name][0]), _change(body), every[name].file, every[name].key
        )
        for name, body in bodies.items()
    ]
    found.append(Finding("futures.set_aside", {"futures": len(futures)}, "note", "futures", first.place))
    return Futures(tuple(futures), month, until.mark if until else first, folder), found


def _wrong(name: str, body: Branch, at_key: Mark) -> Iterator[Finding]:
    """Keys that no future has, and texts and changes that are none."""
    at = f"futures.{name}"
    try:
        read_name(name)
    except UnreadableError as error:
        yield Finding(error.code, error.facts, path=at, place=at_key.place)
    for key, inner in body.entries.items():
        place = inner.value.mark.place
        if key not in KEYS:
            near = nearest(key, KEYS)
            facts = {"given": key, "known": KEYS} | ({"near": near} if near else {})
            code = "key.unknown_near" if near else "key.unknown"
            yield Finding(code, facts, path=f"{at}.{key}", place=inner.key.place)
        elif key == "change" and not (isinstance(inner.value, Branch) or _removed(inner)):
            yield Finding("future.change_not_a_map", path=f"{at}.change", place=place)
        elif key in ("label", "note"):
            yield from _unread_text(inner.value, f"{at}.{key}", key)


def _unread_text(node: Node, at: str, key: str) -> Iterator[Finding]:
    if not isinstance(node, Scalar):
        yield Finding("type.text", path=at, place=node.mark.place)
        return
    try:
        (read_name if key == "label" else read_text)(node.text)
    except UnreadableError as error:
        yield Finding(error.code, error.facts, path=at, place=node.mark.place)


def _month(until: Scalar | None) -> tuple[Month | None, list[Finding]]:
    if until is None:
        return None, []
    try:
        return read_month(until.text), []
    except UnreadableError as error:
        return None, [Finding(error.code, error.facts, path="decided_until", place=until.mark.place)]


def _probability(name: str, body: Branch, at_key: Mark) -> tuple[Fraction, list[Finding]]:
    """The probability of a future, exactly: a percentage, a decimal or a fraction such as 1/3."""
    node, path = body.get("probability"), f"futures.{name}.probability"
    if not isinstance(node, Scalar):
        place = at_key.place if node is None else node.mark.place
        return Fraction(0), [Finding("future.no_probability", path=path, place=place)]
    ratio = _RATIO.fullmatch(node.text)
    if ratio and int(ratio[2]) > 0 and int(ratio[1]) <= int(ratio[2]):
        return Fraction(int(ratio[1]), int(ratio[2])), []
    try:
        return Fraction(read_share(node.text)), []
    except UnreadableError as error:
        return Fraction(0), [Finding(error.code, error.facts, path=path, place=node.mark.place)]


def _together(shares: Mapping[str, Fraction], first: Mark) -> Iterator[Finding]:
    if len(shares) < FEWEST:
        yield Finding("futures.one", {"given": next(iter(shares))}, path="futures", place=first.place)
    total = sum(shares.values(), Fraction(0))
    if total != 1:
        code = "futures.too_little" if total < 1 else "futures.too_much"
        facts = {"total": ExactShare(total), "off": ExactShare(abs(1 - total))}
        yield Finding(code, facts, path="futures", place=first.place)


def _text(body: Branch, key: str) -> str:
    node = body.get(key)
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def _change(body: Branch) -> Branch | None:
    node = body.get("change")
    return node if isinstance(node, Branch) else None
