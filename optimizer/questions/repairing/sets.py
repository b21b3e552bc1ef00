"""Which changes suffice together: sets of levers of which none can be left out, the smallest first.

Every repair changes a rule of every clash. So a lever alone can suffice only if it changes a rule of the
clash that is known; where it does not suffice, a further clash is left with it fully open, and a larger set
must change a rule of that one too (Reiter's hitting sets, breadth first).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from optimizer.model.rules import Claim
from optimizer.probes.levers import Levers
from optimizer.questions.repairing.levers import Key, Lever, rule_of

ENOUGH = 3
"""So many different repairs are looked for."""

MOST_TOGETHER = 4
"""Larger sets are not looked through one by one."""

MOST_CLASHES = 40
"""So many clashes, or levers where there is no clash, are looked at one by one."""

DEMANDS = ("people_floor", "wish_floor", "spend_at_least", "wish_rupiah_least", "per_region_min")
"""Levers on what must be covered or spent."""

Amounts = tuple[tuple[Lever, int], ...]
"""Levers with their steps, what is hardest to change first."""

Places = tuple[int, ...]
"""Levers by their place, in order: the freest to change first."""


class Sets:
    """Sets of levers that suffice, with the least steps of each."""

    def __init__(self, loaded: Levers, levers: Sequence[Lever]) -> None:
        """``levers`` stand in the order in which they are best changed."""
        self._loaded, self._levers = loaded, levers
        self._most = {place: lever.loose.most for place, lever in enumerate(levers)}
        self._known: list[list[Claim]] = []

    @cached_property
    def clash(self) -> list[Claim]:
        """A smallest clashing set; empty where fractions of people would fit."""
        return self._clash_beside(())

    def sufficient(self, *, every: bool = False) -> Iterator[Amounts]:
        """Each set with its least steps, as a linear program knows them: whole people may need more.

        All levers that suffice alone; where these are few, larger sets too. Where only whole people do not
        fit, ``every`` lever may help, by one step at least; most likely those of the tightest rules.
        """
        if not self.clash:
            tightest = [] if every else self._tightest()
            likely = tightest or [place for place, most in self._most.items() if most]
            yield from (((self._levers[place], 1),) for place in likely)
            return
        found: list[Places] = []
        waiting: list[Places] = []
        for place in self._touching(self.clash, ()):
            (found if self._suffice((place,)) else waiting).append((place,))
        for _ in range(MOST_TOGETHER - 1):
            if len(found) >= ENOUGH or not waiting:
                break
            waiting = list(self._larger(waiting, found))
        if not found:
            found = list(self._any())
        for places in found:
            amounts = self._amounts(places)
            if amounts is not None:
                yield amounts

    def decided(self) -> list[Lever]:
        """Levers that somebody decides, not data; of many those of the tightest rules."""
        places = [place for place, most in self._most.items() if most]
        if len(places) > MOST_CLASHES:
            places = self._tightest()
        return [self._levers[place] for place in places if self._levers[place].rule_class != "data"]

    def _tightest(self) -> list[int]:
        """Levers on the rules that clash when one more must be covered or spent wherever some must."""
        demands = [place for place, lever in enumerate(self._levers) if lever.name in DEMANDS]
        clash = self._loaded.clash(dict.fromkeys(demands, -1))
        return self._touching(clash, ())

    def _touching(self, clash: Sequence[Claim], beside: Places) -> list[int]:
        """Levers, beside some, that change a rule of a clash."""
        rules = {rule_of(claim) for claim in clash}
        return [
            place
            for place, lever in enumerate(self._levers)
            if place not in beside and not rules.isdisjoint(lever.rules) and lever.loose.most
        ]

    def _larger(self, waiting: Sequence[Places], found: list[Places]) -> Iterator[Places]:
        """Sets with one lever more: those that suffice are put to ``found``, the others are left."""
        seen: set[Places] = set()
        for places in waiting:
            if len(self._known) >= MOST_CLASHES:
                return
            for place in self._touching(self._clash_beside(places), places):
                wider = tuple(sorted((*places, place)))
                if wider in seen or any(set(one) <= set(wider) for one in found):
                    continue
                seen.add(wider)
                if self._suffice(wider):
                    found.append(wider)
                else:
                    yield wider

    def _clash_beside(self, places: Places) -> list[Claim]:
        """A clash that stays when some levers are fully open: one that is known, or a new one."""
        opened = frozenset[Key]().union(*(self._levers[place].rules for place in places))
        for clash in self._known:
            if opened.isdisjoint(map(rule_of, clash)):
                return clash
        clash = self._loaded.clash(self._open(places))
        if clash:
            self._known.append(clash)
        return clash

    def _any(self) -> Iterator[Places]:
        """Sets that suffice though they may not be the smallest, each without one lever of the first."""
        first = self._without(())
        if first is None:
            return
        yield first
        for place in first:
            other = self._without((place,))
            if other is not None:
                yield other

    def _without(self, forbidden: Places) -> Places | None:
        """A set that suffices, none to be left out: what is hardest to change is left out first."""
        kept = [place for place in self._most if place not in forbidden]
        if not self._suffice(tuple(kept)):
            return None
        for place in reversed(kept.copy()):
            fewer = [other for other in kept if other != place]
            if self._suffice(tuple(fewer)):
                kept = fewer
        return tuple(kept)

    def _suffice(self, places: Places) -> bool:
        return self._loaded.fits(self._open(places))

    def _open(self, places: Places) -> dict[int, int]:
        return {place: self._most[place] for place in places}

    def _amounts(self, places: Places) -> Amounts | None:
        """The least steps of each lever in turn, what is hardest to change being changed least."""
        steps: dict[int, int] = {}
        for place in reversed(places):
            others = {other: steps.get(other, self._most[other]) for other in places if other != place}
            least = self._loaded.least(place, others)
            if not least:
                return None
            steps[place] = least
        return tuple((self._levers[place], least) for place, least in steps.items())
