"""What one case of a study came to: exact figures, few enough to keep thousands of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, get_args

from optimizer.answers.headline import Headline, headline, widest
from optimizer.errors import AlokasiError, Finding
from optimizer.plan.shapes import Payment, Plan, Standing
from optimizer.text import Language, inert, sentence
from optimizer.units import Code, Month, PersonMonths, Persons, Rupiah, read_month

OutcomeStatus = Literal["optimal", "within_bound", "contradiction", "invalid", "stopped", "failed"]
"""The last four have no plan; their ``findings`` say why. ``failed``: the program, or its audit."""

SOLVED: tuple[OutcomeStatus, ...] = get_args(Standing)


class GoalOutcome(NamedTuple):
    """What was reached of one goal."""

    name: str
    value: Fraction
    bound: Fraction
    """The best that any plan could reach."""
    unit: str
    """person-months, persons, share, rupiah."""


class TargetOutcome(NamedTuple):
    """One target in one place."""

    id: str
    of: str
    """A code, or codes joined by a comma."""
    need: Persons
    covered: Persons
    shortfall: Persons
    met: bool


class RegionOutcome(NamedTuple):
    """One region."""

    code: Code
    persons_end: Persons
    person_months: PersonMonths
    rupiah: Rupiah


class LineOutcome(NamedTuple):
    """What one fund pays for one group in one region, where it pays at all."""

    region: Code
    group: str
    fund: str
    person_months: PersonMonths
    rupiah: Rupiah


class Failure(NamedTuple):
    """Why there is no plan: a code, and its sentence in Indonesian and in English."""

    code: str
    message: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case solved, audited and summed up; or why it could not be."""

    status: OutcomeStatus
    digest: str
    """sha256 of the resolved scenario; empty where it is not valid."""
    headline: Headline | None = None
    month: Month | None = None
    """The last month of the plan, in which the headline counts persons."""
    widest: str = ""
    """The target whose shortfall the headline tells; empty without targets."""
    goals: tuple[GoalOutcome, ...] = ()
    """In the scenario's order."""
    targets: tuple[TargetOutcome, ...] = ()
    regions: tuple[RegionOutcome, ...] = ()
    """In order of code."""
    lines: tuple[LineOutcome, ...] = ()
    """In order of region, group, fund."""
    findings: tuple[Failure, ...] = ()

    @property
    def solved(self) -> bool:
        """Whether there is a plan."""
        return self.status in SOLVED


def outcome(plan: Plan, digest: str, month: Month) -> Outcome:
    """What a plan comes to; ``digest`` names the resolved scenario, ``month`` is its last."""
    farthest = widest(plan)
    return Outcome(
        status=plan.status,
        digest=digest,
        headline=headline(plan),
        month=month,
        widest=farthest.id if farthest else "",
        goals=tuple(GoalOutcome(one.goal, one.value, one.bound, one.unit) for one in plan.goals),
        targets=tuple(
            TargetOutcome(row.id, str(row.of), row.need, row.covered, row.shortfall, row.met)
            for row in plan.targets
        ),
        regions=tuple(
            RegionOutcome(row.code, row.persons_end, row.person_months, row.rupiah)
            for row in sorted(plan.regions, key=lambda row: row.code)
        ),
        lines=_lines(plan.payments),
    )


def failed(error: AlokasiError, digest: str = "") -> Outcome:
    """The outcome of a case that ended in an error."""
    found = tuple(
        Failure(one.code, _said(one, "id"), _said(one, "en"))
        for one in error.findings
        if one.level == "error"
    )
    statuses: tuple[OutcomeStatus, ...] = get_args(OutcomeStatus)
    known: OutcomeStatus = next((status for status in statuses if status == error.status), "failed")
    return Outcome(known, digest, findings=found)


def _said(finding: Finding, language: Language) -> str:
    said = sentence(finding, language)
    return f"{inert(finding.path)}: {said}" if finding.path else str(said)


def outcome_line(one: Outcome) -> str:
    """The outcome on one line: equal outcomes are equal lines."""
    return json.dumps(outcome_json(one), ensure_ascii=False, separators=(",", ":"))


def outcome_from(line: str) -> Outcome:
    """The outcome that ``outcome_line`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is not one.
    """
    return outcome_of(json.loads(line))


def outcome_json(one: Outcome) -> dict[str, Any]:
    """The outcome in what JSON knows; ``outcome_of`` reads it back equal, to the last digit."""
    return {
        "status": one.status,
        "digest": one.digest,
        "headline": _headline_json(one.headline),
        "month": None if one.month is None else str(one.month),
        "widest": one.widest,
        "goals": [[row.name, str(row.value), str(row.bound), row.unit] for row in one.goals],
        "targets": [[row.id, row.of, *map(int, row[2:5]), bool(row.met)] for row in one.targets],
        "regions": [[str(row.code), *map(int, row[1:])] for row in one.regions],
        "lines": [[str(row.region), row.group, row.fund, *map(int, row[3:])] for row in one.lines],
        "findings": [list(row) for row in one.findings],
    }


def outcome_of(given: Mapping[str, Any]) -> Outcome:
    """The outcome that ``outcome_json`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is not one.
    """
    return Outcome(
        status=given["status"],
        digest=given["digest"],
        headline=_headline_of(given["headline"]),
        month=None if given["month"] is None else read_month(given["month"]),
        widest=given["widest"],
        goals=tuple(
            GoalOutcome(n, Fraction(value), Fraction(bound), u) for n, value, bound, u in given["goals"]
        ),
        targets=tuple(
            TargetOutcome(name, of, Persons(need), Persons(covered), Persons(short), met)
            for name, of, need, covered, short, met in given["targets"]
        ),
        regions=tuple(
            RegionOutcome(Code(code), Persons(end), PersonMonths(months), Rupiah(rupiah))
            for code, end, months, rupiah in given["regions"]
        ),
        lines=tuple(
            LineOutcome(Code(region), group, fund, PersonMonths(months), Rupiah(rupiah))
            for region, group, fund, months, rupiah in given["lines"]
        ),
        findings=tuple(Failure(*row) for row in given["findings"]),
    )


def _headline_json(one: Headline | None) -> list[Any] | None:
    if one is None:
        return None
    return [
        one.status,
        int(one.persons_end),
        int(one.person_months),
        int(one.rupiah),
        int(one.dropped),
        int(one.shortfall),
        one.missed,
    ]


def _headline_of(given: list[Any] | None) -> Headline | None:
    if given is None:
        return None
    status, end, months, rupiah, dropped, short, missed = given
    return Headline(
        status, Persons(end), PersonMonths(months), Rupiah(rupiah), Persons(dropped), Persons(short), missed
    )


def _lines(payments: Iterable[Payment]) -> tuple[LineOutcome, ...]:
    sums: dict[tuple[Code, str, str], tuple[int, int]] = {}
    for one in payments:
        months, rupiah = sums.get((one.region, one.group, one.fund), (0, 0))
        sums[one.region, one.group, one.fund] = (months + one.persons, rupiah + one.rupiah)
    return tuple(
        LineOutcome(*key, PersonMonths(months), Rupiah(rupiah))
        for key, (months, rupiah) in sorted(sums.items())
    )
