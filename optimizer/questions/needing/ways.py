"""The four ways in which extra money may be shared, each proven least and verified by an audited plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from optimizer.answers.need import Key, Limit, Part, TargetNeed, Way
from optimizer.errors import StoppedError
from optimizer.probes.extra import Extra
from optimizer.probes.extra_rows import Added as Found
from optimizer.problem import build
from optimizer.questions.desk import Desk
from optimizer.questions.needing.adding import Assignments
from optimizer.questions.needing.lines import Lines, topping
from optimizer.questions.needing.plan import Asked, Payable, added_in, payable, shared
from optimizer.questions.needing.wanted import Wanted, reachable, regions_of, told
from optimizer.scenario.schema import Scenario
from optimizer.solve.highs import Limits, NothingFitsError
from optimizer.units import Code, Rupiah

MORE = (1, 3, 10)
"""So many persons more are asked where no plan in whole persons is found with the least."""

PATIENCE = 6.0
"""Seconds for a search in whole persons; the least in parts of persons takes a fraction of one."""

Least = Callable[[list[int], bool], Found]
"""The least money that meets needs; in whole persons where the second is true."""


@dataclass(frozen=True)
class _Reach:
    """What can be asked of each target row that asks something, and why not more."""

    needs: Mapping[int, int]
    limits: Mapping[int, Limit]


class _UnverifiedError(Exception):
    """No whole-person plan was found; ``least`` is what parts of persons could do with."""

    def __init__(self, least: int) -> None:
        super().__init__(least)
        self.least = least


class Ways:
    """One question, loaded once and answered under each key."""

    def __init__(self, desk: Desk, wanted: Wanted, take_first: Collection[str]) -> None:
        """States the program with every line that might be needed.

        Goals before ``targets`` named in ``take_first`` are to be at their best, the others no worse than
        today.

        Raises:
            ContradictionError: hard rules contradict each other with the money of today.
        """
        self._desk, self._wanted = desk, wanted
        self._top = topping(wanted.apart)
        self._lines = Lines(wanted.apart, self._top)
        self._problem = build(self._lines.before(wanted.apart))
        self._extra = Extra(
            self._problem,
            desk.limits,
            raised=self._lines.raised,
            follows=self._lines.follows,
            take_first=take_first,
        )
        if self._extra.contradicts:
            desk.plan(wanted.scenario)  # says which rules contradict each other
        rows = self._problem.targets
        self._together = tuple(number for number, row in enumerate(rows) if row.id not in wanted.parts)
        self._apart = tuple(
            number for number, row in enumerate(rows) if len(regions_of(self._problem, row)) == 1
        )
        self._known: dict[tuple[int, ...], _Reach] = {}
        self._assigned = Assignments(wanted.apart, self._lines)
        self._paid: dict[Key, tuple[Asked, Found, Payable]] = {}

    @property
    def keeps_more(self) -> bool:
        """Whether more people of today are kept than today's money can keep."""
        pairs = zip(self._extra.today, self._extra.held, strict=True)
        return any(one.goal.name == "keep" and more.value < one.value for one, more in pairs)

    def met_today(self) -> bool:
        """Whether the targets are met in the order of goals without any more money."""
        return self._extra.in_order(self._vector(self._reached(self._together).needs), {})

    def cheapest(self) -> Way:
        """Money wherever it does most."""
        return self._way("cheapest", self._together)

    def own(self) -> Way:
        """Each region closes its own gap; a target of several is asked of each at the same share."""
        return self._way("own", self._apart)

    def matched(self) -> Way:
        """The payer above the regions brings as much of the cheapest sum as the matching rule lets it."""
        if self._top is None:
            return unanswered("matched", "sharing.matched")
        top = self._top
        if "cheapest" in self._paid and not top.funds and self._extra.quick:
            way = self._shared(*self._paid["cheapest"])
        else:
            way = self._way("matched", self._together, raised=True)
        fund = top.funds[0] if top.funds else None
        return replace(way, payer=top.payer, ratio=top.ratio, matched_fund=fund)

    def ability(self) -> Way:
        """Each region brings money at most in proportion to its figure."""
        scenario = self._wanted.scenario
        figures = {code: region.ability for code, region in scenario.regions.items()}
        parts = {code: int(figure.number) for code, figure in figures.items() if figure is not None}
        if scenario.sharing.ability is None or len(parts) < len(figures) or not sum(parts.values()):
            return unanswered("ability", "sharing.ability")
        total = 0

        def least(needs: list[int], whole: bool) -> Found:
            nonlocal total
            total, found = self._extra.in_proportion(needs, parts, start=total if whole else None)
            return found

        way = self._way("ability", self._together, least)
        used: dict[Code, int] = {}
        for one in way.added:
            used[one.owner] = used.get(one.owner, 0) + one.rupiah
        every = sum(parts.values())
        told_parts = (
            Part(code, Rupiah(figure), Rupiah(figure * total // every), Rupiah(used.get(code, 0)))
            for code, figure in sorted(parts.items())
        )
        return replace(way, sum=Rupiah(total), parts=tuple(told_parts))

    def _way(
        self, key: Key, rows: tuple[int, ...], least: Least | None = None, *, raised: bool = False
    ) -> Way:
        reach = self._reached(rows)
        asked = Asked(self._problem, self._scenario_of(rows), reach.needs)

        def added(needs: list[int], whole: bool) -> Found:
            return self._extra.added(needs, raised=raised, whole=whole)

        try:
            found, proven = self._verified(asked, least or added)
        except NothingFitsError:
            return replace(unanswered(key, ""), targets=self._told(reach))
        except _UnverifiedError as error:
            return replace(unanswered(key, "plan"), least=Rupiah(error.least), targets=self._told(reach))
        self._paid[key] = asked, found, proven
        return self._told_way(key, asked, found, proven)

    def _shared(self, asked: Asked, found: Found, proven: Payable) -> Way:
        """What was found, with the payer above in place of regions; no sum can be less than it."""
        rupiah, proven = shared(asked, self._lines, found.rupiah, proven)
        return self._told_way("matched", asked, replace(found, rupiah=rupiah), proven)

    def _told_way(self, key: Key, asked: Asked, found: Found, proven: Payable) -> Way:
        rupiah = sum(found.rupiah.values())
        return replace(
            unanswered(key, ""),
            possible=True,
            rupiah=Rupiah(rupiah),
            least=Rupiah(found.least),
            proven=rupiah == found.least,
            added=added_in(asked.scenario, self._lines, self._assigned, proven.plan, found.rupiah),
            targets=self._told(self._known[tuple(asked.needs)]),
            in_order=proven.in_order,
        )

    def _verified(self, asked: Asked, least: Least) -> tuple[Found, Payable]:
        """The least money with its audited plan; where parts of persons mislead, with a little more."""
        first = least(asked.vector, False)
        for needs, whole in self._tries(asked, first):
            self._extra.patience = _within(self._desk.limits, PATIENCE)
            try:
                found = first if needs == asked.vector and not whole else least(needs, whole)
                proven = payable(self._desk, self._extra, asked, self._lines, found.rupiah)
            except NothingFitsError:
                continue
            except StoppedError:
                self._desk.limits.remaining()  # raises where the time of the whole question is up
                continue
            if proven is not None and sum(found.rupiah.values()) >= found.least:
                return replace(found, least=max(first.least, found.least if whole else 0)), proven
        raise _UnverifiedError(first.least)

    def _tries(self, asked: Asked, first: Found) -> Iterator[tuple[list[int], bool]]:
        """First the least; then in whole persons where those are quick, or for a few persons more."""
        if sum(first.rupiah.values()) == first.least:
            yield asked.vector, False
        if self._extra.quick:
            yield asked.vector, True
        for persons in MORE:
            yield [need + persons if need else 0 for need in asked.vector], False

    def _scenario_of(self, rows: tuple[int, ...]) -> Scenario:
        """The scenario with the targets of these rows alone, and no money added."""
        scenario, ids = self._wanted.apart, {self._problem.targets[number].id for number in rows}
        targets = {name: target for name, target in scenario.targets.items() if name in ids}
        return scenario.model_copy(update={"targets": targets})

    def _reached(self, rows: tuple[int, ...]) -> _Reach:
        """What can be asked of these rows: by arithmetic first, by the rules where that is not enough."""
        if rows not in self._known:
            found = {number: reachable(self._problem, self._problem.targets[number]) for number in rows}
            needs = {number: most for number, (most, _) in found.items()}
            limits = {number: limit for number, (_, limit) in found.items()}
            if self._extra.least(self._vector(needs)) is None:
                most = self._most(needs)
                limits = {number: limits[number] or _by_rules(needs, most, number) for number in rows}
                needs = most
            self._known[rows] = _Reach(needs, limits)
        return self._known[rows]

    def _most(self, needs: Mapping[int, int]) -> dict[int, int]:
        """The part of each need that any money could meet."""
        try:
            most = self._extra.reach(self._vector(needs))
        except NothingFitsError:
            self._desk.plan(self._wanted.scenario)  # says which rules contradict each other
            raise
        return {number: most[number] for number in needs}

    def _vector(self, needs: Mapping[int, int]) -> list[int]:
        return [needs.get(number, 0) for number in range(len(self._problem.targets))]

    def _told(self, reach: _Reach) -> tuple[TargetNeed, ...]:
        rows = self._problem.targets
        return tuple(
            told(
                self._problem,
                rows[number],
                self._wanted.parts.get(rows[number].id, rows[number].id),
                need,
                reach.limits[number],
            )
            for number, need in reach.needs.items()
        )


def _within(limits: Limits, seconds: float) -> Limits:
    """The same limits, or so many seconds from now where that is sooner."""
    soon = Limits.starting(min(seconds, limits.remaining()))
    return replace(limits, deadline=soon.deadline)


def _by_rules(needs: Mapping[int, int], most: Mapping[int, int], number: int) -> Limit:
    return "rules" if most[number] < needs[number] else ""


def unanswered(key: Key, lacks: str) -> Way:
    """A way without an answer; ``lacks`` is the scenario key that would give one."""
    return Way(
        key=key,
        lacks=lacks,
        possible=False,
        rupiah=Rupiah(0),
        least=Rupiah(0),
        proven=False,
        added=(),
        targets=(),
        in_order=True,
        sum=Rupiah(0),
        parts=(),
        payer=None,
        ratio=None,
        matched_fund=None,
    )
