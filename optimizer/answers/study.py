"""What many cases of one scenario say together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from optimizer.answers.doubts import Doubt
from optimizer.answers.headline import Headline
from optimizer.answers.outcome import Failure
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah, Share

Measure = Literal["persons_end", "person_months", "rupiah", "dropped", "shortfall"]
"""A figure of the headline."""

Judged = Literal["sample", "grid", "swing"]
"""Which part of the study bands and frequencies are counted in."""

FEW = 10
"""Of fewer runs nobody can tell a tenth: the lowest, the middle and the highest are told."""

Event = Literal["solvable", "target", "dropped", "persons"]
"""What changes at a value: whether there is a plan, a target is met, nobody of today loses cover, as many
are covered as in the scenario as it is."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of something varied."""

    text: str
    """As ``--set`` takes it."""
    number: Rupiah | Persons | Share | Fraction | int | None
    """The number itself; None for a change (``-20%``) and for what is no number."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is varied."""

    path: str
    """A path of the scenario, or ``variant``."""
    label: str
    """What the study calls it; empty where it says nothing."""


@dataclass(frozen=True, slots=True)
class Band:
    """One figure over all runs: each value is that of a run, none lies between two."""

    measure: Measure
    lowest: int
    p10: int
    """The least value that at least a tenth of the runs do not exceed; so at least nine in ten reach it."""
    p50: int
    p90: int
    highest: int
    middle: int | None
    """In the middle run, which is one and the same for all figures; None where that lacks it."""
    runs: int
    """Runs that have it: those without the target have no shortfall."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure at its low and at its high value, everything else as it is."""

    thing: Thing
    low: Value
    high: Value
    at_low: int | None
    """The measure there; None where there is no plan."""
    at_high: int | None
    width: int
    """The largest difference among low, high and as it is."""
    proven: bool
    """Whether all three plans are; a difference of one person may otherwise be the search's."""


@dataclass(frozen=True, slots=True)
class Influence:
    """How much of the differences between sampled runs goes with one figure."""

    thing: Thing
    explained: Share
    """Share of the variance of ranks (a figure that is a number) or of values (one that is chosen)."""
    rises: bool | None
    """Whether more of it goes with more of the measure; None where it is no number, or nothing moves."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Which figure matters most for one result."""

    measure: Measure
    tornado: tuple[Bar, ...]
    """One at a time, the widest first."""
    influences: tuple[Influence, ...]
    """All at once, the strongest first."""


@dataclass(frozen=True, slots=True)
class Break:
    """Two values of one figure, both solved, between which something changes."""

    thing: Thing
    fixed: tuple[tuple[Thing, Value], ...]
    """Other values that were not as in the scenario."""
    event: Event
    target: str
    """For a target its key."""
    of: str
    """For a target its place."""
    lower: Value
    upper: Value
    holds_below: bool
    """Whether it holds at the lower value; it does not at the other."""
    finest: bool
    """Whether they are neighbours: one rupiah, person or month, a hundredth of a percent, apart."""
    cases: tuple[str, str]
    """Digests of the two resolved scenarios."""


@dataclass(frozen=True, slots=True)
class TargetRuns:
    """How often one target is met in one place."""

    id: str
    of: str
    met: int
    runs: int
    """Runs that have this target."""
    p10: Persons
    """Of the shortfall."""
    p50: Persons
    p90: Persons
    middle: Persons | None
    """In the middle run; None where that does not have this target."""


@dataclass(frozen=True, slots=True)
class LineRuns:
    """How often one fund pays for one group in one region."""

    region: Code
    group: str
    fund: str
    runs: int
    """Runs in which it pays anything."""
    share: Share
    least: PersonMonths
    """The fewest person-months in any run: 0 where it does not always pay."""
    most: PersonMonths


@dataclass(frozen=True, slots=True)
class RegionRuns:
    """One region over all runs."""

    code: Code
    name: str
    base: Persons | None
    """Covered in the last month in the scenario as it is."""
    least: Persons
    """The fewest in any run: what is sure whatever happens within the study."""
    p10: Persons
    p50: Persons
    most: Persons
    middle: Persons | None
    """In the middle run; None where that does not have the region."""


@dataclass(frozen=True, slots=True)
class Fails:
    """Cases without a plan, for the same reason."""

    status: str
    reasons: tuple[Failure, ...]
    cases: tuple[int, ...]
    """Their numbers in the table."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One case of the grid."""

    number: int
    values: tuple[Value, ...]
    status: str
    month: Month | None
    """Its last month."""
    shortfall: Persons | None
    """Missing to the target of the study; None where the case does not have it."""
    headline: Headline | None


@dataclass(frozen=True, slots=True)
class Study:
    """The summary of a study."""

    status: str
    """The weakest of all plans behind it; ``contradiction`` where there is none."""
    title: str
    digest: str
    """sha256 of the study: its file's meaning and its scenario."""
    seed: int
    month: Month
    """The last month of the cases that are judged, in which persons are counted."""
    target: str
    """The target that shortfalls are told of: the widest; empty without targets."""
    target_of: str
    """Its places, joined by commas."""
    cases: int
    solved: int
    different: int
    """Scenarios among them that differ from one another."""
    probes: int
    """Plans solved beside the cases, to find where something changes."""
    judged: Judged
    runs: int
    """Solved cases of that part that end in ``month``."""
    asked: int
    """Its cases, solved or not, but for those that end in another month."""
    middle: int | None
    """Number of the middle run: as many cover no more people as cover no fewer; None without a run."""
    elsewhere: tuple[tuple[Month, int], ...]
    """Cases that end in another month, counted by it: their persons are compared with none."""
    base: Headline | None
    """The scenario as it is; None where it has no plan or ends in another month."""
    bands: tuple[Band, ...]
    rankings: tuple[Ranking, ...]
    """Of persons in the last month, then of the shortfall; only of what is not the same in every case."""
    chance: Share
    """A smaller part than this could be chance: 4 / (n - 1), two standard errors of a rank correlation."""
    breaks: tuple[Break, ...]
    unrefined: int
    """Changes that were seen but not narrowed down, because there were too many."""
    targets: tuple[TargetRuns, ...]
    regions: tuple[RegionRuns, ...]
    lines: tuple[LineRuns, ...]
    """The surest first."""
    grid_of: tuple[Thing, ...]
    grid: tuple[GridRow, ...]
    failed: tuple[Fails, ...]
    doubts: tuple[Doubt, ...] = ()
    """What is open in each plan that is not proven."""

    @property
    def is_few(self) -> bool:
        """Whether there are too few runs to tell tenths of them."""
        return self.runs < FEW
