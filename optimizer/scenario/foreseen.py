"""Each future of a scenario as a scenario of its own, and the month before which all of them agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.checks_futures import Difference, differences, first_difference, too_early
from optimizer.scenario.futures import Future, Futures
from optimizer.scenario.layers import Stack, Start
from optimizer.scenario.reading import Loaded, judged
from optimizer.scenario.schema import Scenario
from optimizer.units import Month


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Futures that may come, each resolved, and how long payments are fixed before it is known which."""

    futures: tuple[Future, ...]
    """Those with a probability above 0, in the file's order."""
    scenarios: tuple[Scenario, ...]
    """What each comes to."""
    decided_until: Month
    findings: tuple[Finding, ...]
    """Warnings of making their changes."""


def foreseen(loaded: Loaded) -> Foreseen:
    """The futures of a scenario, resolved.

    Raises:
        InvalidError: it has none, one of them cannot be read, or they differ before ``decided_until``.
    """
    futures = loaded.futures
    if futures is None:
        raise InvalidError([Finding("futures.none")])
    read, found = _read(loaded, futures)
    if any(one.level == "error" for one in found):
        raise InvalidError(found)
    scenarios = {one.name: read[one.name] for one in futures.possible}
    until, more = _decided(loaded, futures, scenarios)
    if any(one.level == "error" for one in more):
        raise InvalidError([*more, *found])
    return Foreseen(futures.possible, tuple(scenarios.values()), until, (*found, *more))


def unusable(loaded: Loaded) -> Iterator[Finding]:
    """What is wrong with the futures of a scenario; nothing where it has none."""
    if loaded.futures is None:
        return
    try:
        yield from foreseen(loaded).findings
    except InvalidError as error:
        yield from error.findings


def _read(loaded: Loaded, futures: Futures) -> tuple[dict[str, Scenario], list[Finding]]:
    """Every future's scenario, and findings: its errors behind one that names it, and what it passed over."""
    read: dict[str, Scenario] = {}
    found: list[Finding] = []
    before = {(one.code, one.path) for one in loaded.findings}
    for future in futures.every:
        try:
            changed = _changed(loaded, futures, future)
        except InvalidError as error:
            wrong = [one for one in error.findings if one.level == "error"]
            facts = {"future": future.name}
            found += [Finding("future.unusable", facts, place=future.mark.place), *wrong]
            continue
        read[future.name] = changed.scenario
        found += [
            one
            for one in changed.findings
            if one.code == "change.passed_over" and (one.code, one.path) not in before
        ]
    return read, found


def _changed(loaded: Loaded, futures: Futures, future: Future) -> Loaded:
    """The scenario with the changes of one future upon all its layers."""
    if future.change is None:
        return loaded
    stack = Stack(Start(futures.folder, future.file, future.file.name))
    stack.root = loaded.root
    stack.make(future.change, future.file, future.name, f"futures.{future.name}.change")
    return judged(stack.done(), future.file)


def _decided(loaded: Loaded, futures: Futures, scenarios: dict[str, Scenario]) -> tuple[Month, list[Finding]]:
    """The last month whose payments are fixed before futures are known, and what stands against it."""
    horizon = loaded.scenario.horizon
    (name, first), *others = scenarios.items()
    found: dict[str, list[Difference]] = {
        other: list(differences(first, scenario)) for other, scenario in others
    }
    earliest = first_difference([one for rows in found.values() for one in rows])
    until = futures.decided_until
    if until is not None:
        if until not in horizon:
            facts = {"given": str(until), "horizon": horizon}
            outside = Finding(
                "futures.decided_outside", facts, path="decided_until", place=futures.mark.place
            )
            return until, [outside]
        marks = {one.name: one.mark.place for one in futures.every}
        return until, list(too_early(name, found, until, horizon.first, marks))
    if earliest is None:
        return horizon.last, [Finding("futures.alike", {}, "warning", "futures", futures.mark.place)]
    if earliest.month <= horizon.first:
        facts = {"given": earliest.path, "month": earliest.month}
        return horizon.first, [
            Finding("futures.nothing_decided", facts, path="futures", place=futures.mark.place)
        ]
    return earliest.month.plus(-1), []
