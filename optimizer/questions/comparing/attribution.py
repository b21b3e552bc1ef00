"""Which change brings how much of the difference between two plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from optimizer.answers.compare import MEASURES, Attribution, Contribution, Method, Part, Total, Unsolvable
from optimizer.errors import ContradictionError, Finding, InvalidError
from optimizer.plan.shapes import Plan
from optimizer.questions.comparing.figures import of_target, widest_target
from optimizer.questions.comparing.inputs import Differing
from optimizer.questions.comparing.overlay import Player, atoms, overlaid, players
from optimizer.questions.comparing.shares import Shares, all_orders, exact, sampled, whole
from optimizer.questions.comparing.sides import Read
from optimizer.questions.desk import Desk
from optimizer.scenario.schema import Scenario
from optimizer.units import PersonMonths, Persons, Rupiah

UNITS: dict[str, type[int]] = {"person_months": PersonMonths, "rupiah": Rupiah}
"""All other measures are persons."""
MOST_APART = 6
"""More inputs than these are taken together by kind, unless each is asked for."""
MOST_EXACT = 7
"""Up to so many changes every combination is solved (128 plans), beyond it orders are drawn by lot."""
MOST_AT_ALL = 14
"""Even when every combination is asked for: 16,384 plans are an hour."""
ORDERS = 20
"""Orders drawn by lot."""
MOST_CLASHES = 3
"""So many smallest combinations without a plan are told."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the difference is to be divided."""

    each: bool = False
    """Each input by itself, where changes would be taken together by layer or kind."""
    exact: bool = False
    """All orders, however many combinations must be solved."""
    orders: int = ORDERS
    """Orders drawn by lot, where not all are taken."""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Change:
    """One change as it will be told."""

    kind: str
    key: str
    name: str
    field: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class _Game:
    """The changes, and the scenario with some of them made: bit ``i`` stands for change ``i``."""

    changes: tuple[_Change, ...]
    scenario: Callable[[int], Scenario]
    grouped: bool = False


class _TargetGoneError(Exception):
    """Raised where a combination of changes lacks the target that both ends have."""


@dataclass
class _Tried:
    """What every combination came to, each solved once."""

    desk: Desk
    game: _Game
    target: str | None
    known: dict[int, tuple[int, ...] | None]
    solved: int = 0
    clashes: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    total: int = 0

    def worth(self, made: int) -> tuple[int, ...] | None:
        """The measures of a combination; None where it has no plan."""
        if made not in self.known:
            self.desk.tell(self.solved, max(self.total, self.solved + 1))
            self.solved += 1
            try:
                self.known[made] = measures(self.desk.plan(self.game.scenario(made)), self.target)
            except (InvalidError, ContradictionError) as error:
                self.known[made] = None
                self.clashes[made] = error.findings
        found = self.known[made]
        if self.target is not None and found is not None and len(found) < len(MEASURES):
            raise _TargetGoneError
        return found

    def forget_target(self) -> None:
        """Leave the shortfall out of all that is known: some combination has no such target."""
        self.target = None
        known = self.known.items()
        self.known = {made: None if found is None else found[: len(MEASURES) - 1] for made, found in known}


def divided(
    desk: Desk, sides: Sequence[Read], plans: Sequence[Plan], places: Sequence[Differing], wish: Wish
) -> Attribution:
    """The difference of two plans divided among the changes that lead from one to the other.

    ``places`` are the inputs that differ. People of different last months are not subtracted, nor divided.

    Raises:
        InvalidError: all orders of more changes are asked for than can be solved.
        StoppedError: a limit came first.
    """
    found = _divided(desk, sides, plans, places, wish)
    months = {side.scenario.horizon.last for side in sides}
    return found if len(months) == 1 else _lacking("persons_end", found)


def _lacking(measure: str, found: Attribution) -> Attribution:
    """The division without one measure."""
    totals = tuple(total for total in found.totals if total.measure != measure)
    parts = tuple(
        replace(part, brings=tuple(bring for bring in part.brings if bring.measure != measure))
        for part in found.parts
    )
    return replace(found, totals=totals, parts=parts)


def _divided(
    desk: Desk, sides: Sequence[Read], plans: Sequence[Plan], places: Sequence[Differing], wish: Wish
) -> Attribution:
    game = _game(sides, places, wish)
    target = _common_target(plans)
    ends = [measures(plan, target) for plan in plans]
    totals = tuple(_total(*numbers) for numbers in zip(MEASURES, *ends, strict=False))
    count = len(game.changes)
    if wish.exact and count > MOST_AT_ALL:
        raise InvalidError([Finding("compare.too_exact", {"count": count, "most": MOST_AT_ALL})])
    if not count:
        return _without("no_changes", game, totals)
    if not _still_solved(desk, sides, ends, target):
        return _without("other_plan", game, totals)
    tried = _Tried(desk, game, target, {0: ends[0], (1 << count) - 1: ends[1]})
    known = desk.plans, desk.status, len(desk.doubts)
    by_lot = count > MOST_EXACT and not wish.exact
    tried.total = min((1 << count) - 2, wish.orders * (count - 1) if by_lot else 1 << count)
    try:
        shares = _shares(tried, wish, by_lot=by_lot)
    except _TargetGoneError:
        tried.forget_target()
        totals = tuple(total for total in totals if total.measure != "shortfall")
        shares = _shares(tried, wish, by_lot=by_lot)
    if shares is None:  # nothing that is told rests on these plans
        desk.plans, desk.status = known[:2]
        del desk.doubts[known[2] :]
    return _told(tried, totals, shares, wish.seed if by_lot else None)


def _shares(tried: _Tried, wish: Wish, *, by_lot: bool) -> Shares | None:
    count = len(tried.game.changes)
    return sampled(count, tried.worth, wish.orders, wish.seed) if by_lot else exact(count, tried.worth)


def measures(plan: Plan, target: str | None) -> tuple[int, ...]:
    """What is divided, in the order of ``MEASURES``; the shortfall only where the plan has the target."""
    totals, row = plan.totals, of_target(plan, target)
    found = (totals.persons_end, totals.person_months, totals.rupiah, totals.dropped)
    return tuple(map(int, found + (() if row is None else (row.shortfall,))))


def _game(sides: Sequence[Read], places: Sequence[Differing], wish: Wish) -> _Game:
    """By layers where one side is the other and more; else, or where that is one layer, by inputs."""
    found = atoms(places)
    by_layers = None if wish.each else _layers(sides)
    if by_layers is not None and (len(by_layers.changes) > 1 or len(found) < 2):
        return by_layers
    chosen, grouped = players(found, None if wish.each else MOST_APART)
    if len(chosen) < 2 and by_layers is not None:
        return by_layers
    before, after = (side.scenario for side in sides)

    def scenario(made: int) -> Scenario:
        taken = [atom for place, one in enumerate(chosen) if made >> place & 1 for atom in one.atoms]
        return overlaid(before, after, taken)

    return _Game(tuple(_change(one, before, after) for one in chosen), scenario, grouped)


def _change(player: Player, before: Scenario, after: Scenario) -> _Change:
    """A change of inputs with the name of what it is about."""
    name = ""
    entries: Any = getattr(before, player.kind, None), getattr(after, player.kind, None)
    if player.kind in ("funds", "regions") and "*" not in player.key:
        key = player.atoms[0].key
        entry = entries[0].get(key) or entries[1].get(key)
        name = (getattr(entry, "name", None) or "") if entry is not None else ""
    field = player.atoms[0].field if len(player.atoms) == 1 else ""
    return _Change(player.kind, player.key, name, field, tuple(atom.path for atom in player.atoms))


def _layers(sides: Sequence[Read]) -> _Game | None:
    """The layers that one side has beside all of the other's; None where neither has."""
    first, second = sides
    if first.loaded is None or second.loaded is None:
        return None
    if first.named.file.resolve() != second.named.file.resolve():
        return None
    for fewer, more, kind in ((first, second, "layer"), (second, first, "layer_gone")):
        own = _beyond(fewer.named.chain, more.named.chain)
        if own is not None:
            return _Game(_named(more, own, kind), _scenarios(more, own, gone=kind == "layer_gone"))
    return None


def _named(more: Read, own: Sequence[int], kind: str) -> tuple[_Change, ...]:
    layers = more.layers
    return tuple(_Change(kind, layers[place].given, layers[place].label, "", ()) for place in own)


def _scenarios(more: Read, own: Sequence[int], *, gone: bool) -> Callable[[int], Scenario]:
    def scenario(made: int) -> Scenario:
        chosen = {place for bit, place in enumerate(own) if bool(made >> bit & 1) != gone}
        chain = [given for place, given in enumerate(more.named.chain) if place in chosen or place not in own]
        return more.with_chain(chain).scenario

    return scenario


def _beyond(fewer: Sequence[str], more: Sequence[str]) -> list[int] | None:
    """Places in a chain of what it has beside all of another's, in order; None where it lacks some.

    >>> _beyond(["a"], ["a", "b", "c"]), _beyond([], []), _beyond(["a"], ["b"])
    ([1, 2], None, None)
    """
    rest, own = list(fewer), list[int]()
    for place, given in enumerate(more):
        if rest and rest[0] == given:
            rest.pop(0)
        else:
            own.append(place)
    return own if own and not rest else None


def _common_target(plans: Sequence[Plan]) -> str | None:
    """The widest target of the first plan, if the second has it too."""
    target = widest_target(plans)
    return target if all(of_target(plan, target) for plan in plans) else None


def _still_solved(
    desk: Desk, sides: Sequence[Read], ends: Sequence[tuple[int, ...]], target: str | None
) -> bool:
    """Whether a plan that was kept is the one that would be solved now: combinations are solved now."""
    return all(
        measures(desk.plan(side.scenario), target) == end
        for side, end in zip(sides, ends, strict=True)
        if side.plan is not None
    )


def _total(measure: str, before: int, after: int) -> Total:
    unit = UNITS.get(measure, Persons)
    return Total(measure, unit(before), unit(after), unit(after - before))


def _without(method: Method, game: _Game, totals: tuple[Total, ...]) -> Attribution:
    parts = tuple(Part(one.kind, one.key, one.name, one.field, one.paths, ()) for one in game.changes)
    count = len(game.changes)
    return Attribution(method, game.grouped, 0, all_orders(count), None, 0, totals, parts, ())


def _told(tried: _Tried, totals: tuple[Total, ...], shares: Shares | None, seed: int | None) -> Attribution:
    """The shares in whole people and rupiah, beside what each change does alone and last."""
    game, count = tried.game, len(tried.game.changes)
    brings: list[tuple[Contribution, ...]] = [()] * count
    if shares is not None:
        columns = [whole([mean[place] for mean in shares.means]) for place in range(len(totals))]
        brings = [
            tuple(
                _contribution(tried, total, shares, one, place, columns[place][one])
                for place, total in enumerate(totals)
            )
            for one in range(count)
        ]
    parts = tuple(
        Part(one.kind, one.key, one.name, one.field, one.paths, bring)
        for one, bring in zip(game.changes, brings, strict=True)
    )
    unsolvable = tuple(_smallest(tried))
    method: Method = "sampled" if seed is not None else "some_orders" if unsolvable else "orders"
    return Attribution(
        method="none" if shares is None else method,
        grouped=game.grouped,
        orders=0 if shares is None else shares.orders,
        all_orders=all_orders(count),
        seed=seed,
        plans=tried.solved,
        totals=totals,
        parts=parts,
        unsolvable=unsolvable,
    )


def _contribution(
    tried: _Tried, total: Total, shares: Shares, one: int, place: int, shown: int
) -> Contribution:
    unit, full = UNITS.get(total.measure, Persons), (1 << len(tried.game.changes)) - 1
    alone, last = tried.worth(1 << one), tried.worth(full ^ 1 << one)
    return Contribution(
        measure=total.measure,
        shown=unit(shown),
        exact=shares.means[one][place],
        alone=None if alone is None else unit(alone[place] - total.before),
        last=None if last is None else unit(total.after - last[place]),
        error=None if shares.errors is None else unit(shares.errors[one][place]),
    )


def _smallest(tried: _Tried) -> list[Unsolvable]:
    """The first combinations without a plan of which no part is one."""
    found: list[int] = []
    for made in sorted(tried.clashes, key=lambda made: (made.bit_count(), made)):
        if not any(made & one == one for one in found):
            found.append(made)
    return [
        Unsolvable(
            tuple(place for place in range(made.bit_length()) if made >> place & 1), tried.clashes[made]
        )
        for made in found[:MOST_CLASHES]
    ]
