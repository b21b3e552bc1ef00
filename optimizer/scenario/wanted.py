"""What each target asks for in each of its places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from optimizer.scenario.fields import PersonsFigure
from optimizer.scenario.measured import Outlook
from optimizer.scenario.schema import Scenario, Target
from optimizer.units import Code, Month, Persons


class People(NamedTuple):
    """Persons of some groups."""

    eligible: int
    subsidised: int


class Counts:
    """The people of every region, each sum reckoned once however many targets ask for it."""

    def __init__(self, scenario: Scenario) -> None:
        self._regions = scenario.regions
        self.outlooks = {
            code: Outlook(region, scenario.horizon.first) for code, region in scenario.regions.items()
        }
        """Participants without any fund, by region."""
        self.workers = {code: int(region.workers.number) for code, region in scenario.regions.items()}
        """The workers of each region."""
        self._people: dict[tuple[Code, frozenset[str]], People] = {}
        self._others: dict[tuple[Code, Month], int] = {}

    def people(self, code: Code, groups: frozenset[str]) -> People:
        """The eligible and the subsidised of some groups in a region."""
        known = self._people.get((code, groups))
        if known is None:
            region = self._regions[code]
            known = People(_sum(region.eligible, groups), _sum(region.subsidised, groups))
            self._people[code, groups] = known
        return known

    def others(self, code: Code, month: Month) -> int:
        """Participants without any fund in a region and month."""
        known = self._others.get((code, month))
        if known is None:
            known = self._others[code, month] = self.outlooks[code].at(month)
        return known


def _sum(figures: Mapping[str, PersonsFigure], groups: frozenset[str]) -> int:
    return sum(int(figure.number) for group, figure in figures.items() if group in groups)


class Wanted(NamedTuple):
    """What one target asks for in one place."""

    id: str
    of: str
    by: Month
    codes: tuple[Code, ...]
    groups: frozenset[str]
    people: People
    """Those of its regions and groups."""
    others: Persons
    """Who counts there without any fund."""
    need: Persons


def wanted(scenario: Scenario, below: Callable[[str], tuple[Code, ...]], counts: Counts) -> Iterator[Wanted]:
    """Every target in each of its places; those that cannot be measured are refused elsewhere."""
    everybody = frozenset(scenario.groups)
    for name, target in scenario.targets.items():
        if target.by not in scenario.horizon or (
            target.measure == "group" and target.group not in scenario.groups
        ):
            continue
        groups = everybody if target.measure == "ucj" else frozenset((str(target.group),))
        for of, codes in _places(target, scenario.codes, below):
            yield _asked(name, target, of, codes, groups, counts)


def _places(
    target: Target, everywhere: tuple[Code, ...], below: Callable[[str], tuple[Code, ...]]
) -> Iterator[tuple[str, tuple[Code, ...]]]:
    """Each place a target is measured in, with its regions."""
    if target.of == "each":
        yield from ((code, (code,)) for code in everywhere)
    elif len(target.of) == 1:
        yield target.of[0], below(target.of[0])
    else:
        yield ",".join(target.of), tuple(sorted({code for part in target.of for code in below(part)}))


def _asked(
    name: str, target: Target, of: str, codes: tuple[Code, ...], groups: frozenset[str], counts: Counts
) -> Wanted:
    each = [counts.people(code, groups) for code in codes]
    people = (
        each[0]
        if len(each) == 1
        else People(sum(one.eligible for one in each), sum(one.subsidised for one in each))
    )
    if target.measure == "ucj":
        base = sum(counts.workers[code] for code in codes)
        others = sum(counts.others(code, target.by) for code in codes)
    else:
        base, others = people.eligible, 0
    need = Persons(-(-target.share.number.numerator * base // target.share.number.denominator))
    return Wanted(name, of, target.by, codes, groups, people, Persons(others), need)
