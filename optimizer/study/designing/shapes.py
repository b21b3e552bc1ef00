"""A study as frozen values: what is varied, between what, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

from optimizer.scenario.reading import Loaded
from optimizer.study.designing.amounts import Amount
from optimizer.study.designing.words import Method
from optimizer.text import Language

VARIANT = "variant"
"""The path that is none: its values are names of variants."""

NONE = "none"
"""No variant."""

SWUNG = ("changed", "to")
"""Columns of a swing: its path and its value."""

Shape = Literal["between", "triangular", "normal", "choose", "rivals"]


@dataclass(frozen=True, slots=True)
class Level:
    """One value of a factor."""

    text: str
    """As it stands in the tables, and after ``path=`` unless it names variants."""
    amount: Amount | None = None
    """The number it is, where the field is a number."""
    variants: tuple[str, ...] = ()
    """The variants it names."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that is varied: a path of the scenario, or the variant."""

    path: str
    unit: type | None = None
    """Rupiah, Persons, Share, Ratio or int; None where it is no number."""
    before: Fraction | None = None
    """The number that stands there, where the path names one number only."""
    range: tuple[Fraction, Fraction] | None = None
    """The least and the greatest number there; None where a number that could be changed is missing."""


@dataclass(frozen=True, slots=True)
class Levels:
    """A factor of the grid."""

    factor: Factor
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """How one figure is drawn."""

    factor: Factor
    shape: Shape
    amounts: tuple[Amount, ...] = ()
    """Low and high; low, likeliest and high; or mean and spread: all of one kind."""
    levels: tuple[Level, ...] = ()
    """What is chosen from, each as likely as any other."""


@dataclass(frozen=True, slots=True)
class Sample:
    """So many cases drawn at random."""

    count: int
    method: Method
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Swing:
    """One figure at a low and at a high value, everything else as it is."""

    factor: Factor
    low: Level
    high: Level
    named: bool = True
    """Whether the study names it; those of ``assumptions`` it does not."""


@dataclass(frozen=True)
class Study:
    """A study that may be solved."""

    name: str
    """The file as its user names it."""
    title: str
    note: str
    language: Language | None
    scenario: Path
    """The scenario's file."""
    given: str
    """The scenario as the study names it."""
    variants: tuple[str, ...]
    sets: tuple[str, ...]
    seed: int
    base: Loaded
    """The scenario with the study's own variants and changes."""
    grid: tuple[Levels, ...] = ()
    sample: Sample | None = None
    swings: tuple[Swing, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    """What a path is called in the answer."""

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What the grid and the sample vary, each path once, in the order of the file."""
        every = [one.factor for one in self.grid]
        every += [one.factor for one in self.sample.laws] if self.sample else []
        found: dict[str, Factor] = {}
        for one in every:
            found.setdefault(one.path, one)
        return tuple(found.values())

    @property
    def columns(self) -> tuple[str, ...]:
        """What the table says of each case: every factor by its path; for swings which path, and to what."""
        return (*(one.path for one in self.factors), *(SWUNG if self.swings else ()))
