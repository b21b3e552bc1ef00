"""What a little more or a little less of each fund would change, in persons of the last month."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from optimizer.units import Code, Month, Persons, Rupiah


@dataclass(frozen=True, slots=True)
class More:
    """The smallest addition that covers somebody more, and how many."""

    rupiah: Rupiah
    persons: Persons


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of a ceiling can go before somebody is lost, and what is lost then."""

    free: Rupiah
    """The largest cut found after which as many are covered in the last month; see ``proven``."""
    whole: bool
    """Whether that is the whole ceiling."""
    proven: bool
    """Whether nobody is lost by any smaller cut; where not, ``free`` is the largest of those solved."""
    impossible: bool
    """Whether the next larger cut makes hard rules contradict each other."""
    most: Rupiah | None
    """The largest cut that the hard rules allow, unless the whole ceiling goes; None where they allow all."""
    rupiah: Rupiah | None
    """A larger cut that was solved; None where there is none, or none near."""
    persons: Persons | None
    """Persons of the last month that it loses."""
    price: Fraction | None
    """Rupiah for each person lost beyond the free cut; None where whole persons lose by rounding alone."""
    used: Rupiah
    """So much of what the plan pays would go with the free cut; where nothing, the plan stays as it is."""
    gains: Persons
    """Persons more after the free cut, where a goal before then asks for fewer of them."""
    worsens: tuple[str, ...]
    """Goals that the free cut makes worse: who is lost before the last month, or missing to a target."""


@dataclass(frozen=True, slots=True)
class FundWorth:
    """One fund: more, less, and the sum that was asked about."""

    id: str
    name: str
    owner: Code
    year: int
    bound: bool
    """Whether it is contracted or paid, so that nobody can cut it any more."""
    ceiling: Rupiah
    more: More | None
    """None: no addition covers anybody more."""
    stops: tuple[str, ...]
    """What keeps any addition from covering more, where none does; empty where no rule alone does."""
    cut: Cut
    gain: int | None
    """Persons more for the sum asked about, below 0: fewer; None where hard rules contradict each other."""
    per_100_million: Fraction | None
    """The same for each Rp100 million of it."""
    better: tuple[str, ...]
    """Goals before that the sum makes better where it covers fewer persons."""
    proven: bool
    """Whether no smaller addition covers more; where not, it is the smallest of those that were solved."""
    planned: bool
    """Whether persons are those of plans; where not, of the goals that decide: no plan is proven best."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of one ceiling in which a person more costs one price."""

    first: Rupiah
    last: Rupiah
    persons_first: Persons | None
    """Covered in the last month at ``first``; None where whole persons cannot obey the rules there."""
    persons_last: Persons | None
    price: Fraction | None
    """Rupiah for each person more, below 0: for each person fewer; None where persons stay the same."""
    ends: tuple[str, ...]
    """What ends the range; empty at the last and where no rule alone does."""
    better: tuple[str, ...]
    """Goals before that get better in it, which is what fewer persons pay for."""
    average: bool = False
    """Whether the price is an average between two plans that were solved."""
    impossible: bool = False
    """Whether hard rules contradict each other at every ceiling solved in it."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Persons in the last month over every ceiling of one fund that can matter."""

    fund: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """All funds asked about, the one whose money does most first."""

    status: str
    month: Month
    """The last month, in which persons are counted."""
    persons: Persons
    """Covered then by the plan as it is."""
    add: Rupiah
    """The sum asked about."""
    concave: bool
    """Whether persons are the first goal, so that each further rupiah does no more than the one before."""
    decided: bool
    """Whether some goal decides how many persons are covered; where not, whole plans were compared."""
    funds: tuple[FundWorth, ...]
    best: tuple[str, ...]
    """The funds with whose next rupiah most is gained."""
    curves: tuple[Curve, ...]
