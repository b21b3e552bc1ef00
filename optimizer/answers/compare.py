"""Plans side by side: what differs, in which inputs, and which input brings how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from optimizer.errors import Finding
from optimizer.plan.shapes import Standing
from optimizer.units import Month, Months, Ratio, Share

Value: TypeAlias = int | Share | Ratio | Month | Months | str | tuple[str, ...] | None
"""A figure or words, by its type (``Rupiah``, ``Persons`` …); None where a side lacks it, which is not 0."""
Difference: TypeAlias = int | Fraction | None
"""In the type of the values, below 0 where there is less; None where nothing can be subtracted."""
Section = Literal["headline", "targets", "groups", "funds", "regions", "inputs"]
Method = Literal["orders", "sampled", "some_orders", "no_changes", "none", "other_plan"]
"""How the difference was divided: over all orders, over orders drawn by lot, over those orders that can be,
nothing to divide, no order can be, or the plan of a folder is not the one solved today."""
MEASURES = ("persons_end", "person_months", "rupiah", "dropped", "shortfall")
"""What is divided among the changes."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One variant or change of a side."""

    given: str
    """As written on the command line."""
    label: str = ""
    """What the file calls the variant."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared; the first is what the others are compared with."""

    letter: str
    given: str
    """As named on the command line."""
    source: Literal["file", "folder"]
    title: str
    layers: tuple[Layer, ...]
    horizon: Months
    standing: Standing
    synthetic: bool = False
    """Whether its figures are made up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure or word of every side."""

    section: Section
    item: str
    """Of what: a target and its place, a fund, a region, the path of an input; empty in the headline."""
    field: str
    """What of it."""
    values: tuple[Value, ...]
    """A value for each side."""
    differences: tuple[Difference, ...]
    """From the first side, for each side; None for the first itself, and for people of different months."""
    name: str = ""
    """The item's name, of an input that of its fund, region or group; empty where it has none."""

    @property
    def alike(self) -> bool:
        """Whether all sides have the same."""
        return all(value == self.values[0] for value in self.values)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one change brings of one measure."""

    measure: str
    shown: int
    """Whole, in the measure's unit; of all changes together exactly the difference."""
    exact: Fraction
    """Before it was made whole."""
    alone: int | None
    """If it were the only change; None where that cannot be solved."""
    last: int | None
    """If all others were made before; None where that cannot be solved."""
    error: int | None
    """Standard error, rounded up, where orders were drawn by lot."""


@dataclass(frozen=True, slots=True)
class Part:
    """One change, or changes of one kind, and what it brings."""

    kind: str
    """layer, layer_gone, or the section of the scenario: funds, regions, targets, rules, premium, goals …"""
    key: str
    """The layer as written, or the path of the input; ``*`` stands for several."""
    name: str
    """A variant's label, a fund's or region's name; empty where it has none."""
    field: str
    """What changes of the entry, where that is one key; else empty."""
    paths: tuple[str, ...]
    """The inputs that change with it, as far as they are known one by one."""
    brings: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Unsolvable:
    """Changes that cannot be made together without the others."""

    parts: tuple[int, ...]
    """Places of the changes; none of them means the scenario as it is."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """One measure on both sides."""

    measure: str
    before: int
    after: int
    difference: int
    """In the measure's unit, below 0 where there is less."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The difference of two plans, divided among the changes that lead from one to the other."""

    method: Method
    grouped: bool
    """Whether changes of one kind count as one."""
    orders: int
    """How many orders the average is taken over."""
    all_orders: int
    """How many there are."""
    seed: int | None
    """Where orders were drawn by lot."""
    plans: int
    """Combinations of changes that were solved for it."""
    totals: tuple[Total, ...]
    """The measures that both sides have; people of the last month only where that is the same month."""
    parts: tuple[Part, ...]
    unsolvable: tuple[Unsolvable, ...]
    """Smallest combinations of changes that have no plan."""

    @property
    def is_nothing(self) -> bool:
        """Whether one change is all there is, and no measure differs: nothing is divided."""
        return len(self.parts) == 1 and not any(total.difference for total in self.totals)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two or more plans side by side."""

    status: str
    sides: tuple[Side, ...]
    shared: tuple[str, ...]
    """Variants and changes made in every file, below each side's own."""
    target: str | None
    """The target of the headline: the widest of the first side that has any; None without targets."""
    lines: tuple[Line, ...]
    """Every figure of headline, targets, groups, funds and regions, and the inputs that differ."""
    beside: int
    """Sources, remarks and names that differ: they change no plan."""
    attribution: Attribution | None
    """Where two sides are compared; None where it was not asked for."""

    def of(self, section: Section) -> tuple[Line, ...]:
        """The lines of one section."""
        return tuple(line for line in self.lines if line.section == section)
