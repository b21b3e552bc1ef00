"""What ``need`` asks: some targets, together or of each region by itself, and what people allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optimizer.answers.need import Limit, TargetNeed
from optimizer.errors import Finding, InvalidError
from optimizer.problem import Problem, TargetRow
from optimizer.scenario.kinds import nearest
from optimizer.scenario.schema import Scenario, Target
from optimizer.units import Persons, Share

WIDEST = "ucj"
"""The target that is asked for where a scenario states none."""

MOST_LISTED = 40
"""More targets than this are not listed in a finding."""


@dataclass(frozen=True)
class Wanted:
    """A scenario with the targets that are asked for, and after them those parts that a region can close."""

    scenario: Scenario
    """With the targets asked for alone."""
    apart: Scenario
    """With these, and each target of several regions once more for each of them."""
    parts: dict[str, str]
    """Key of the target that each part belongs to."""


def wanted(scenario: Scenario, names: Sequence[str], share: Share | None) -> Wanted:
    """Some targets, all when none is named; ``share`` replaces theirs.

    Raises:
        InvalidError: there is no target, or none of that name.
    """
    _known(scenario, names, share)
    targets = scenario.targets or {WIDEST: _widest(scenario)}
    asked = {
        name: _with_share(target, share) for name, target in targets.items() if not names or name in names
    }
    parts = {
        key: (name, part) for name, target in asked.items() for key, part in _parts(scenario, name, target)
    }
    return Wanted(
        scenario=scenario.model_copy(update={"targets": asked}),
        apart=scenario.model_copy(
            update={"targets": {**asked, **{key: part for key, (_, part) in parts.items()}}}
        ),
        parts={key: name for key, (name, _) in parts.items()},
    )


def _known(scenario: Scenario, names: Sequence[str], share: Share | None) -> None:
    if not scenario.targets and (share is None or names):
        raise InvalidError([_no_targets(scenario)])
    known = tuple(scenario.targets)
    findings = []
    for name in names:
        if name not in scenario.targets:
            near = nearest(name, known)
            facts = {"given": name[:200], "known": known[:MOST_LISTED]} | ({"near": near} if near else {})
            findings.append(Finding("usage.need.target", facts))
    if findings:
        raise InvalidError(findings)


def _no_targets(scenario: Scenario) -> Finding:
    """With a target that would work, as it is written in the file."""
    widest = _widest(scenario)
    assert widest.of != "each", "it counts all regions together"
    of = ", ".join(f'"{code}"' for code in widest.of)
    example = f"targets.{WIDEST}={{measure: ucj, of: [{of}], share: 50%, by: {widest.by}}}"
    return Finding("usage.need.no_targets", {"example": example})


def _widest(scenario: Scenario) -> Target:
    """Participants of all kinds over workers, all regions together, in the last month."""
    provinces = sorted({code.split(".")[0] for code in scenario.codes})
    by = str(scenario.horizon.last)
    return Target.model_validate({"measure": "ucj", "of": provinces, "share": "50%", "by": by})


def _with_share(target: Target, share: Share | None) -> Target:
    if share is None:
        return target
    figure = target.share.model_copy(update={"value": share, "assume": None})
    return target.model_copy(update={"share": figure})


def _parts(scenario: Scenario, name: str, target: Target) -> Iterator[tuple[str, Target]]:
    """The same target asked of each of its regions, where it counts several together."""
    if target.of == "each":
        return
    codes = [code for code in scenario.codes if any(part.reaches(code) for part in target.of)]
    if len(codes) > 1:
        for code in codes:
            key = f"{name}@{code}"
            while key in scenario.targets:
                key += "@"
            yield key, target.model_copy(update={"of": (code,)})


def reachable(problem: Problem, row: TargetRow) -> tuple[int, Limit]:
    """At most so many can count for a target, by arithmetic alone, and why not as many as it needs."""
    slots = list(row.slots)
    eligible, before = problem.eligible[slots], problem.subsidised[slots]
    most = row.others + int(eligible.sum())
    if most < row.need:
        return most, "people"
    months = max(0, min(row.month, problem.last_enrolment) + 1)
    newly: dict[int, int] = {}
    for slot, people in zip(slots, (eligible - before).tolist(), strict=True):
        region = slot // len(problem.groups)
        newly[region] = newly.get(region, 0) + people
    found = row.others + int(before.sum())
    found += sum(min(people, int(problem.enrol_limit[region]) * months) for region, people in newly.items())
    if found < row.need:
        return found, "capacity" if months else "stay"
    return row.need, ""


def told(problem: Problem, row: TargetRow, name: str, reach: int, limit: Limit) -> TargetNeed:
    """One target as the answer tells it, under the name of the target asked for."""
    return TargetNeed(
        id=name,
        of=row.of,
        by=problem.months[row.month],
        share=problem.scenario.targets[row.id].share.number,
        base=Persons(row.base),
        need=Persons(row.need),
        others=Persons(row.others),
        eligible=Persons(int(problem.eligible[list(row.slots)].sum())),
        reach=Persons(reach),
        missing=Persons(row.need - reach),
        limit=limit,
    )


def regions_of(problem: Problem, row: TargetRow) -> frozenset[int]:
    """The regions that a target counts."""
    return frozenset(slot // len(problem.groups) for slot in row.slots)
