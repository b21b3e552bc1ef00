"""All that the papers about one plan say, gathered before any of them is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from optimizer.answers.baseline import Baseline
from optimizer.answers.bill import Bill
from optimizer.answers.doubts import Doubt
from optimizer.answers.fair import Fair
from optimizer.answers.tradeoff import TradeOff
from optimizer.answers.why import WhyRegion
from optimizer.answers.worth import Worth
from optimizer.plan.shapes import Plan
from optimizer.report import names
from optimizer.scenario.schema import Scenario
from optimizer.text import Language, say
from optimizer.text.numbers import share
from optimizer.units import Code

_SHOWN_OF_DIGEST = 16
"""Hexadecimal digits of the fingerprint on paper: 64 bits, enough to tell plans apart by eye."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked about the plan; None or empty: not asked."""

    worth: Worth | None = None
    tradeoff: TradeOff | None = None
    fair: Fair | None = None
    baseline: Baseline | None = None
    bill: Bill | None = None
    regions: Mapping[Code, WhyRegion] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    """What is open in those of the plans compared that are not proven."""
    plans: int = 0
    """How many plans the answers compare."""
    silent: str = ""
    """Code of the sentence that says why something was not asked; empty where all was."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One audited plan, what was asked about it, and how to speak of it."""

    scenario: Scenario
    plan: Plan
    answers: Answers
    language: Language
    final: bool = False
    """Whether the papers may leave out the mark of a draft (DRAF)."""
    layers: tuple[str, ...] = ()
    """Variants and changes laid over the scenario's file; they stand in the title."""

    def titled(self, title: str) -> Dossier:
        """The same papers under another title, which names the variants and changes of the plan."""
        scenario = self.scenario.model_copy(update={"title": title})
        return replace(self, scenario=scenario, plan=replace(self.plan, title=title))

    @property
    def fingerprint(self) -> str:
        """That of the plan's scenario."""
        return fingerprint(self.plan.digest)

    def say(self, code: str, /, **facts: object) -> str:
        """A sentence of the catalogue in the language of the papers."""
        return say(code, self.language, **facts)

    def place(self, code: str) -> str:
        """The name of a region, a province or the country, harmless in any paper."""
        return names.place(self.scenario, code, self.language)

    def payer(self, owner: str) -> str:
        """Who pays, harmless in any paper."""
        return names.payer(self.scenario, owner, self.language)

    def fund(self, name: str) -> str:
        """The name of a fund, harmless in any paper."""
        return names.fund(self.scenario, name)

    def part(self, of: int, every: int) -> str:
        """A share in percent with two decimals, cut; ``-`` of nothing."""
        return share(Fraction(of, every), self.language, fixed=True) if every else "-"


def fingerprint(digest: str) -> str:
    """The first digits of a digest, in fours, as papers show it.

    >>> fingerprint("1a2b3c4d5e6f7a8b9c0d")
    '1a2b 3c4d 5e6f 7a8b'
    """
    shown = digest[:_SHOWN_OF_DIGEST]
    return " ".join(shown[first : first + 4] for first in range(0, len(shown), 4))
