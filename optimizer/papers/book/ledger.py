"""Where every figure of a plan stands in the workbook: the rows of its tables, before any is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from optimizer.answers.headline import own_targets
from optimizer.papers.book.cells import Cell, Grid, date_of, quoted
from optimizer.papers.charts.of_plan import STAGES
from optimizer.papers.dossier import Dossier
from optimizer.papers.needs import aim
from optimizer.papers.purses import ordered
from optimizer.plan.shapes import FundRow, Payment, RegionRow, TargetRow
from optimizer.report import names
from optimizer.scenario.measured import others_in
from optimizer.units import Code, Month

HEAD = 6
"""The row of headings of a table: title, plan, what it shows, a row to spare and the sums stand above."""

MOST_PAYMENTS = 120_000
"""With more payments a year's work on an old laptop is to open them: their sheets are left out."""

GOVERNMENT = frozenset(
    {"murni", "perubahan", "dbhcht", "dbh-sawit", "insentif-fiskal", "bankeu", "apbdes", "dana-desa"}
)
"""Kinds of money that stand in a budget of government."""

SIDES = ("own", "province", "other")
"""Whose money pays in a region."""

Pair = tuple[Code, str]
"""A region and a fund."""

Slot = tuple[Code, str]
"""A region and a group."""


Key = TypeVar("Key")


@dataclass
class _Sums:
    months: int = 0
    end: int = 0
    rupiah: int = 0
    first: Month | None = None
    last: Month | None = None


@dataclass(frozen=True)
class Ledger:
    """One plan as rows: every sheet asks here what it shows and where the others stand."""

    dossier: Dossier

    def word(self, code: str, /, **facts: object) -> str:
        """A word or sentence of the workbook."""
        return self.dossier.say(f"book.{code}", **facts)

    def tab(self, key: str) -> str:
        """The name of a sheet."""
        return self.word(f"sheet.{key}")

    @cached_property
    def long(self) -> bool:
        """Whether there are too many payments for sheets that hold each."""
        return len(self.dossier.plan.payments) > MOST_PAYMENTS

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months of the plan."""
        return tuple(self.dossier.scenario.horizon)

    @cached_property
    def regions(self) -> tuple[RegionRow, ...]:
        """In order of code, as the payments are."""
        return tuple(sorted(self.dossier.plan.regions, key=lambda row: row.code))

    @cached_property
    def funds(self) -> tuple[FundRow, ...]:
        """By payer; the first is number 1."""
        return ordered(self.dossier.plan.funds)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each fund: what formulas look for, as a name may hold signs that match others."""
        return {row.id: place for place, row in enumerate(self.funds, 1)}

    @cached_property
    def targets(self) -> tuple[TargetRow, ...]:
        """In the plan's order."""
        return self.dossier.plan.targets

    @cached_property
    def own_target(self) -> Mapping[str, int]:
        """The row of the target that is set for a region alone."""
        rows = {(target.id, target.of): row for row, target in enumerate(self.targets, self.aims.first)}
        return {code: rows[target.id, target.of] for code, target in own_targets(self.dossier.plan).items()}

    # --- where the tables stand ---

    @cached_property
    def monthly(self) -> Grid:
        """A row for each payment."""
        columns = (
            *("code", "place", "group", "number", "fund", "payer", "stage", "month"),
            *("persons", "premium", "rupiah"),
        )
        return Grid(self.tab("monthly"), columns, HEAD, len(self.dossier.plan.payments))

    @cached_property
    def calendar(self) -> Grid:
        """A row for each region and group, a column for each month."""
        columns = ("code", "place", "group_number", "group", "eligible", "before", *map(str, self.months))
        ends = ("peak", "dropped", "fresh", "verdict")
        return Grid(self.tab("calendar"), (*columns, *ends), HEAD, len(self.slots))

    @cached_property
    def allocation(self) -> Grid:
        """A row for each region and fund that pays there."""
        columns = (
            *("code", "place", "number", "fund", "payer", "side", "pays"),
            *("person_months", "peak", "end", "rupiah", "part"),
        )
        return Grid(self.tab("allocation"), columns, HEAD, len(self.pairs))

    @cached_property
    def places(self) -> Grid:
        """A row for each region."""
        columns = (
            *("code", "place", "workers", "others", "eligible", "before", "end", "share", "reached"),
            *("person_months", "rupiah", "own", "province", "other", "dropped"),
        )
        return Grid(self.tab("places"), columns, HEAD, len(self.regions))

    @cached_property
    def money(self) -> Grid:
        """A row for each fund."""
        columns = (
            *("number", "fund", "payer", "stage", "year", "ceiling", "set_aside", "allocated", "left"),
            *("used", "person_months", "verdict", "reasons"),
        )
        return Grid(self.tab("money"), columns, HEAD, len(self.funds))

    @cached_property
    def aims(self) -> Grid:
        """A row for each target in each place."""
        columns = (
            *("target", "place", "measure", "by", "base", "asked", "need", "others", "paid", "covered"),
            *("shortfall", "reached", "verdict"),
        )
        return Grid(self.tab("aims"), columns, HEAD, len(self.targets))

    # --- what they hold ---

    @cached_property
    def payments(self) -> Mapping[Code, tuple[Payment, ...]]:
        """The payments of each region, in the order of the sheet."""
        found: dict[Code, list[Payment]] = defaultdict(list)
        for payment in sorted(self.dossier.plan.payments):
            found[payment.region].append(payment)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def peaks(self) -> Mapping[Pair, int]:
        """The most persons a fund pays for in one month of a region."""
        months: Counter[tuple[Code, str, Month]] = Counter()
        for paid in self.dossier.plan.payments:
            months[paid.region, paid.fund, paid.month] += paid.persons
        found: dict[Pair, int] = defaultdict(int)
        for (code, fund, _), persons in months.items():
            found[code, fund] = max(found[code, fund], persons)
        return found

    @cached_property
    def paid_rows(self) -> Mapping[Code, tuple[int, int]]:
        """The first and last row of each region's payments."""
        return dict(self._blocks({row.code: len(self.payments.get(row.code, ())) for row in self.regions}))

    @cached_property
    def slot_paid_rows(self) -> Mapping[Slot, tuple[int, int]]:
        """The first and last row of the payments for each region and group."""
        counts = Counter((paid.region, paid.group) for rows in self.payments.values() for paid in rows)
        return dict(self._blocks({slot: counts[slot] for slot in sorted(counts)}))

    def _blocks(self, counts: Mapping[Key, int]) -> Iterator[tuple[Key, tuple[int, int]]]:
        row = HEAD + 1
        for key, count in counts.items():
            if count:
                yield key, (row, row + count - 1)
            row += count

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Regions and groups with anybody to pay for, regions by code, groups in their order."""
        return tuple(
            (row.code, group)
            for row in self.regions
            for group in self.dossier.scenario.groups
            if self.figure(row.code, group, "eligible")
            or self.figure(row.code, group, "subsidised")
            or (row.code, group) in self.slot_paid_rows
        )

    @cached_property
    def slot_rows(self) -> Mapping[Slot, int]:
        """The row of each region and group in the calendar."""
        return {slot: row for row, slot in enumerate(self.slots, HEAD + 1)}

    @cached_property
    def place_slot_rows(self) -> Mapping[Code, tuple[int, int]]:
        """The first and last row of each region in the calendar."""
        counts = Counter(code for code, _ in self.slots)
        return dict(self._blocks({row.code: counts[row.code] for row in self.regions}))

    @cached_property
    def place_rows(self) -> Mapping[Code, int]:
        """The row of each region in the sheet of regions."""
        return {row.code: place for place, row in enumerate(self.regions, HEAD + 1)}

    @cached_property
    def persons(self) -> Mapping[Slot, tuple[int, ...]]:
        """Persons paid for in each month, for each region and group."""
        found = {slot: [0] * len(self.months) for slot in self.slots}
        for rows in self.payments.values():
            for paid in rows:
                found[paid.region, paid.group][paid.month - self.months[0]] += paid.persons
        return {slot: tuple(line) for slot, line in found.items()}

    @cached_property
    def sums(self) -> Mapping[Pair, _Sums]:
        """What each fund pays in each region, regions by code, funds by number."""
        found: dict[Pair, _Sums] = defaultdict(_Sums)
        for rows in self.payments.values():
            for paid in rows:
                sums = found[paid.region, paid.fund]
                sums.months += paid.persons
                sums.rupiah += paid.rupiah
                sums.end += paid.persons if paid.month == self.months[-1] else 0
                sums.first = min(sums.first or paid.month, paid.month)
                sums.last = max(sums.last or paid.month, paid.month)
        return {pair: found[pair] for pair in sorted(found, key=lambda pair: (pair[0], self.number[pair[1]]))}

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Regions and the funds that pay there, in the order of the sheet."""
        return tuple(self.sums)

    @cached_property
    def paying(self) -> Mapping[Code, tuple[str, ...]]:
        """The funds that pay in each region."""
        found: dict[Code, list[str]] = defaultdict(list)
        for code, fund in self.pairs:
            found[code].append(fund)
        return {code: tuple(funds) for code, funds in found.items()}

    @cached_property
    def pair_rows(self) -> Mapping[Code, tuple[int, int]]:
        """The first and last row of each region in the allocation."""
        counts = Counter(code for code, _ in self.sums)
        return dict(self._blocks({row.code: counts[row.code] for row in self.regions}))

    def figure(self, code: Code, group: str, kind: str) -> int:
        """How many of one group of one region are eligible, or were subsidised before."""
        stated = getattr(self.dossier.scenario.regions[code], kind).get(group)
        return int(stated.number) if stated is not None else 0

    def others(self, code: Code, month: Month) -> int:
        """Participants without any fund."""
        return others_in(self.dossier.scenario, code, month)

    def workers(self, code: Code) -> int:
        """Workers of a region."""
        return int(self.dossier.scenario.regions[code].workers.number)

    def stage(self, fund: str) -> str:
        """The kind of money of a fund, as charts tell it apart."""
        budget = self.dossier.scenario.funds[fund].budget
        return budget if budget in STAGES else STAGES[-1]

    def side(self, code: Code, fund: str) -> str:
        """Whose money a fund is, seen from a region: own, the province's, or another's."""
        known = self.dossier.scenario.funds[fund]
        if known.owner == code:
            return "own"
        above = known.owner != "ID" and known.budget in GOVERNMENT
        return "province" if above and known.owner == code.partition(".")[0] else "other"

    # --- names, each made harmless once ---

    @cached_property
    def place(self) -> Mapping[str, str]:
        """Every region by its code."""
        return {row.code: self.dossier.place(row.code) for row in self.regions}

    @cached_property
    def group(self) -> Mapping[str, str]:
        """Every group by its key."""
        scenario = self.dossier.scenario
        return {name: names.brief_group(scenario, name) for name in scenario.groups}

    @cached_property
    def fund(self) -> Mapping[str, str]:
        """Every fund by its key."""
        return {row.id: self.dossier.fund(row.id) for row in self.funds}

    @cached_property
    def payer(self) -> Mapping[str, str]:
        """Who pays, for every fund by its key."""
        owners = {row.owner: self.dossier.payer(row.owner) for row in self.funds}
        return {row.id: owners[row.owner] for row in self.funds}

    @cached_property
    def kind(self) -> Mapping[str, str]:
        """The kind of money in words, for every fund by its key."""
        return {row.id: self.dossier.say(f"papers.series.{self.stage(row.id)}") for row in self.funds}

    def verdict(self, holds: str) -> str:
        """The formula of a check: one word where something holds, another where it does not."""
        return self.either(holds, self.word("fits"), self.word("differs"))

    def either(self, holds: str, then: str, otherwise: str) -> str:
        """The formula of one of two texts."""
        return f"=IF({holds},{quoted(then)},{quoted(otherwise)})"

    # --- what every sheet begins with ---

    @cached_property
    def marks(self) -> str:
        """What must be said of the whole: a draft, figures that are made up."""
        said = [] if self.dossier.final else [self.dossier.say("papers.draft")]
        if self.dossier.scenario.synthetic:
            said.append(self.dossier.say("synthetic.mark"))
        return " · ".join(said)

    def title(self, key: str) -> tuple[Cell, Cell, Cell]:
        """The first three rows of a sheet: its name, the plan, what it shows."""
        horizon = self.dossier.scenario.horizon
        plan = self.word("of_plan", title=self.dossier.plan.title, months=horizon)
        return (
            Cell(self.word(f"title.{key}"), "title"),
            Cell(f"{self.marks} · {plan}" if self.marks else plan, "plan"),
            Cell(self.word(f"about.{key}"), "about"),
        )

    def heads(self, columns: Sequence[str]) -> list[Cell]:
        """The headings of a table."""
        facts = {"month": self.months[-1], "aim": aim(self.dossier)}
        return [Cell(self.word(f"column.{column}", **facts), "head") for column in columns]

    @cached_property
    def dates(self) -> tuple[int, ...]:
        """The months as a spreadsheet counts them."""
        return tuple(date_of(month) for month in self.months)
