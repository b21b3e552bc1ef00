"""What every section of the answer looks at, and the words it needs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.plan.shapes import Plan
from optimizer.report.grid import NAME_WIDTH, Column
from optimizer.report.paper import Paper
from optimizer.scenario.schema import Scenario
from optimizer.text import Language, say
from optimizer.text.numbers import share, whole

MOST_ROWS = 20
"""A table shows so many rows unless everything is asked for."""

MOST_REASONS = 8
"""For so many funds it is said why money is left."""

WARNED = "bold red"


@dataclass(frozen=True, slots=True)
class Look:
    """A scenario, the paper, the language."""

    scenario: Scenario
    page: Paper
    language: Language
    everything: bool

    @property
    def most(self) -> int:
        """How many rows a table may have."""
        return 10**9 if self.everything else MOST_ROWS

    @property
    def most_reasons(self) -> int:
        """For how many funds it is said why money is left."""
        return 10**9 if self.everything else MOST_REASONS

    def number(self, count: int) -> str:
        """A whole number."""
        return whole(int(count), self.language)

    def say(self, code: str, /, **facts: object) -> str:
        """A sentence."""
        return say(code, self.language, **facts)

    def column(
        self, key: str, *, name: bool = False, lines: int = 1, least: int = NAME_WIDTH, spare: int = 0
    ) -> Column:
        """A column under its heading."""
        return Column(self.say(f"column.{key}"), name=name, lines=lines, least=least, spare=spare)

    def part(self, of: int, every: int) -> str:
        """A share in percent."""
        return share(Fraction(of, every), self.language, fixed=True) if every else "-"


@dataclass(frozen=True, slots=True)
class View(Look):
    """A scenario and its plan."""

    plan: Plan


def bullet(said: str, mark: str = "•", indent: int = 0) -> RenderableType:
    """A sentence behind a mark; its further lines stand under the first."""
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_row(Text(" " * indent + mark), Text(said))
    return line
