"""What every section of the answer looks at, and the words it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.answers.doubts import Doubt
from optimizer.plan.shapes import Plan
from optimizer.report import names, shell, tables
from optimizer.report.grid import NAME_WIDTH, WHOLE, Carried, Column
from optimizer.report.narrow import LeftOut
from optimizer.report.paper import Paper
from optimizer.scenario.schema import Scenario
from optimizer.text import Language, inert, say
from optimizer.text.numbers import exact, share, whole

MOST_ROWS = 40
"""A table shows so many rows unless everything is asked for."""

MOST_REASONS = 8
"""So many funds stand below one reason for money left."""

WARNED = "bold red"

WIDE = 120
"""Columns from which paths, values and remarks fit beside each other."""


@dataclass(frozen=True, slots=True)
class Look:
    """A scenario, the paper, the language."""

    scenario: Scenario
    page: Paper
    language: Language
    everything: bool
    program: str = "alokasi"
    """How the user calls it."""
    brief: bool = False
    """Sentences only, no tables."""
    plans: int = 0
    """How many plans an answer compares."""
    doubts: tuple[Doubt, ...] = ()
    """What is open in those of them that are not proven."""
    formal: bool = False
    """Whether it is for readers who never see the scenario's file: targets by what they ask, not by key."""

    def target(self, name: str, **more: object) -> str:
        """Which target: its key, which the scenario's file has too; on papers what it asks."""
        return names.target(self.scenario, name, self.language, **more) if self.formal else inert(name)

    def typed(self, **facts: str) -> dict[str, str]:
        """What is typed at a terminal, for a clause of a sentence; nothing on papers."""
        return {} if self.formal else facts

    @property
    def most(self) -> int:
        """How many rows a table may have."""
        return 10**9 if self.everything else MOST_ROWS

    @property
    def is_wide(self) -> bool:
        """Whether long words stand in columns beside each other, not below each other."""
        return self.page.width >= WIDE

    @property
    def least(self) -> int:
        """Rupiah of the cheapest premium."""
        return tables.least_premium(self.scenario)

    @property
    def narrower(self) -> Paper:
        """Paper for what stands indented."""
        return replace(self.page, width=self.page.width - 2)

    @property
    def most_reasons(self) -> int:
        """How many funds stand below one reason for money left."""
        return 10**9 if self.everything else MOST_REASONS

    def number(self, count: int) -> str:
        """A whole number."""
        return whole(int(count), self.language)

    def say(self, code: str, /, **facts: object) -> str:
        """A sentence."""
        return say(code, self.language, **facts)

    def column(
        self,
        key: str,
        *,
        name: bool = False,
        lines: int = 1,
        least: int = NAME_WIDTH,
        spare: int = 0,
        wide: int = 0,
    ) -> Column:
        """A column under its heading."""
        title = self.say(f"column.{key}")
        return Column(title, name=name, lines=lines, least=least, spare=spare, wide=wide)

    def copied(self, key: str) -> Column:
        """A column of words that are copied: in as many lines as they need, no word broken."""
        return Column(self.say(f"column.{key}"), name=True, lines=WHOLE, whole=True)

    def given(self, value: object) -> object:
        """A fact from a file: a share or factor with all its decimals, anything else as it is."""
        return exact(value, self.language) if isinstance(value, Fraction) else value

    def group(self, name: str) -> str:
        """The label of a group, brief where paper is narrow."""
        return (names.group if self.is_wide else names.brief_group)(self.scenario, name)

    def part(self, of: int, every: int) -> str:
        """A share in percent."""
        return share(Fraction(of, every), self.language, fixed=True) if every else "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Look):
    """A scenario and its plan."""

    plan: Plan


def marked(scenario: Scenario, language: Language) -> Iterator[Text]:
    """The first line of every page about figures that are made up; nothing where they are not."""
    if scenario.synthetic:
        yield Text(say("synthetic.mark", language), style=WARNED)


def bullet(said: str, mark: str = "•", indent: int = 0) -> RenderableType:
    """A sentence behind a mark; its further lines stand under the first."""
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column()
    line.add_column(overflow="fold")  # a chain of changes may be one word longer than the line
    line.add_row(Text(" " * indent + mark), Text(said))
    return line


def command_lines(command: str, page: Paper) -> Iterator[Text]:
    """A command ready to be copied: a word that is longer than a line is left for the terminal to break."""
    for place, line in enumerate(shell.lines(command, page.width - 6)):
        indent = "  " if place == 0 else "    "
        yield Text(f"{indent}{line}", no_wrap=True, overflow="ignore")


def indented(lines: Iterator[Text]) -> Iterator[Text]:
    """Lines that belong to the sentence above them."""
    for line in lines:
        yield line if isinstance(line, LeftOut | Carried) else Text("  ") + line
