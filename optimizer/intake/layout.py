"""The sheets of an input workbook, and the columns of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from optimizer.scenario.fields import Status
from optimizer.scenario.schema import DEFAULT_GOALS, Budget, RuleClass, Stage

WORDS = ("status", "source", "as_of", "note", "assume")
"""What may be said about a figure, in the order of the columns; rivals have a sheet of their own."""

SPANS = ("horizon", "pays", "months")
"""Ranges of months, which stand in two columns or rows: ``.from`` and ``.to``."""

PER_GROUP = ("eligible", "subsidised")
"""Figures of a region that have one column a group."""

UNKNOWN = "unknown"
"""A figure that nobody knows; it needs what is assumed."""


class Slot(NamedTuple):
    """One column: a path within the record, and the word about the figure there."""

    key: str
    word: str = ""

    @property
    def name(self) -> str:
        """As the row of keys has it."""
        return f"{self.key}.{self.word}" if self.word else self.key


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its records are keyed by the first column, or stand in order."""

    key: str
    base: tuple[str, ...]
    """Where its records go."""
    columns: tuple[str, ...]
    """Paths of its columns, the key first."""
    figures: tuple[str, ...] = ()
    """Those of them that have a status, a source and so on."""
    needed: tuple[str, ...] = ()
    """Those that no row may leave empty."""
    listed: bool = False
    """Whether its records stand in order and have no key."""
    must: bool = False
    """Whether a scenario cannot do without."""

    def slots(self, groups: Sequence[str] = ()) -> list[Slot]:
        """All columns: what is filled in first, then what is said about the figures."""
        first = list(_expanded(self.columns, groups))
        about = [Slot(key, word) for key in _expanded(self.figures, groups) for word in WORDS]
        return [*(Slot(key) for key in first), *about]

    @property
    def first(self) -> str:
        """The key of the first column."""
        return self.columns[0]


def _expanded(keys: Iterable[str], groups: Sequence[str]) -> Iterable[str]:
    for key in keys:
        if key in PER_GROUP and groups:
            yield from (f"{key}.{group}" for group in groups)
        else:
            yield key


_RULE = ("status", "source", "as_of", "note")
_FUND = (
    *("id", "name", "owner", "budget", "year", "ceiling", "status", "pays.from", "pays.to", "groups"),
    *("regions", "set_aside", "per_region.max", "per_region.min", "spend_at_least", "opd", "note"),
    *("published.workers", "published.months", "published.rupiah", "published.source", "published.note"),
)
_PERSONS = ("region", "each", "group", "persons", "share", "from", "to", "class")

SETTINGS = Sheet("settings", (), ("key", "label", "value", "help"), must=True)
GROUPS = Sheet("groups", ("groups",), ("id", "label", "weight", "note"), must=True)
REGIONS = Sheet(
    "regions",
    ("regions",),
    ("code", "name", "workers", "active", *PER_GROUP, "enrol_per_month", "ability", "note"),
    figures=("workers", "active", *PER_GROUP, "enrol_per_month", "ability"),
    needed=("name", "workers", "active"),
    must=True,
)
FUNDS = Sheet(
    "funds",
    ("funds",),
    _FUND,
    figures=("ceiling",),
    needed=("owner", "budget", "year", "ceiling"),
    must=True,
)
TARGETS = Sheet(
    "targets",
    ("targets",),
    ("id", "measure", "group", "of", "share", "by", "weight", *_RULE),
    figures=("share",),
    needed=("measure", "of", "share", "by"),
)
PREMIUM = Sheet(
    "premium",
    ("premium",),
    ("value", "months.from", "months.to", "funds", "groups", *WORDS),
    needed=("value",),
    listed=True,
    must=True,
)
LIMITS = Sheet("limits", ("rules",), ("kind", *_PERSONS, *_RULE), needed=("kind",), listed=True)
MATCHING = Sheet(
    "matching",
    ("rules", "matching"),
    ("fund", "ratio", "own", "same_year", "class", *_RULE),
    needed=("fund", "ratio"),
    listed=True,
)
GOALS = Sheet("goals", ("goals",), ("name", "groups", "give_up"), needed=("name",), listed=True)
OUTLOOK = Sheet(
    "outlook", ("regions",), ("code", "month", "value", *WORDS), needed=("month", "value"), listed=True
)
TOTALS = Sheet(
    "totals",
    ("totals",),
    ("code", "workers", "active", "eligible", "subsidised", "note"),
    figures=("workers", "active", "eligible", "subsidised"),
)
RIVALS = Sheet(
    "rivals",
    (),
    ("sheet", "key", "figure", "value", "source", "as_of", "note"),
    needed=("figure", "value"),
    listed=True,
)
SOURCES = Sheet("sources", ("sources",), ("id", "title", "date", "address", "note"), needed=("title",))
VARIANTS = Sheet("variants", ("variants",), ("id", "label", "note", "path", "value"), listed=True)
FUTURES = Sheet("futures", ("futures",), ("id", "label", "probability", "note", "path", "value"), listed=True)

SHEETS: tuple[Sheet, ...] = (
    *(SETTINGS, GROUPS, REGIONS, FUNDS, TARGETS, PREMIUM, LIMITS, MATCHING, GOALS),
    *(OUTLOOK, TOTALS, RIVALS, SOURCES, VARIANTS, FUTURES),
)
"""In the order of the tabs; a page that says how to fill them in stands before."""

OF_SHEET = "sheet."
"""Before the key of a sheet where it is a word of a list: targets are a goal, too."""

FIGURED = (SETTINGS, REGIONS, FUNDS, TARGETS, PREMIUM, TOTALS)
"""Sheets whose figures may have rivals; those of the sheet of outlooks belong to regions."""

SETTING_KEYS = (
    *("schema", "title", "note", "language", "synthetic", "horizon.from", "horizon.to", "decided_until"),
    *("rules.stay", "rules.enrol_per_month", *(f"rules.enrol_per_month.{word}" for word in WORDS)),
    *("sharing.matched.payer", "sharing.matched.ratio", "sharing.ability"),
)
"""Rows of the sheet of settings."""

LIMIT_KINDS = ("floors", "ceilings")
MEASURES = ("ucj", "group")
_FLAG = ("true", "false")
_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("funds", "budget"): get_args(Budget),
    ("funds", "status"): get_args(Stage),
    ("targets", "measure"): MEASURES,
    ("limits", "kind"): LIMIT_KINDS,
    ("limits", "class"): get_args(RuleClass),
    ("matching", "class"): get_args(RuleClass),
    ("matching", "own"): get_args(Budget),
    ("matching", "same_year"): _FLAG,
    ("goals", "name"): DEFAULT_GOALS,
    ("settings", "synthetic"): _FLAG,
    ("settings", "language"): ("id", "en"),
    ("rivals", "sheet"): tuple(f"{OF_SHEET}{sheet.key}" for sheet in FIGURED),
}
_STATUS = get_args(Status)


def choices(sheet: Sheet, slot: Slot) -> tuple[str, ...]:
    """The words a cell may hold, as the scenario writes them; none where it is free."""
    own = _CHOICES.get((sheet.key, slot.name))
    if own is None and (slot.word or slot.key.rpartition(".")[2]) == "status":
        return _STATUS
    return own or ()
