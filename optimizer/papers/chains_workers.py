"""Figures of the people who work in each region: how many take part, and how many are missing to a share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

from optimizer.answers.headline import widest
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Figure, Formula, Origin, Term, Value, added
from optimizer.papers.needs import asked_of_workers
from optimizer.plan.shapes import RegionRow
from optimizer.scenario.measured import others_in
from optimizer.units import Persons, Share

COUNTS = ("workers", "others", "covered", "need", "shortfall")
"""Figures of a region that add up over all of them."""


def called(
    dossier: Dossier, key: str, value: Value, formula: Formula, *, terms: Sequence[Term] = ()
) -> Figure:
    """A figure under the name of its kind: the last part of its key."""
    label = dossier.say(f"papers.figure.{key.rpartition('.')[2]}")
    return Figure(key, label, value, formula, tuple(terms))


def of_workers(dossier: Dossier, origins: Mapping[str, Origin]) -> Iterator[Figure]:
    """For each region and for all: workers; where the widest target is of them, who takes part and who is
    missing to its share in the last month.
    """
    asked, every = asked_of_workers(dossier), dossier.plan.regions
    found = {row.code: {one.key: one for one in _region(dossier, row, asked, origins)} for row in every}
    for figures in found.values():
        yield from figures.values()
    for name in COUNTS if asked else COUNTS[:1]:
        terms = [
            Term(dossier.place(code), figures[f"region.{code}.{name}"].value, f"region.{code}.{name}")
            for code, figures in found.items()
        ]
        yield called(dossier, f"total.{name}", Persons(added(terms)), "sum", terms=terms)
    covered, workers = (
        sum(int(figures[f"region.{code}.{name}"].value) for code, figures in found.items())
        for name in ("covered" if asked else "workers", "workers")
    )
    if asked and workers:
        yield _over(dossier, "total", Persons(covered), Persons(workers))


def _region(
    dossier: Dossier, row: RegionRow, asked: Share | None, origins: Mapping[str, Origin]
) -> Iterator[Figure]:
    key, scenario = f"region.{row.code}", dossier.scenario
    stated = scenario.regions[row.code]
    for name in ("workers", "active"):
        path = f"regions.{row.code}.{name}"
        value = Persons(getattr(stated, name).number)
        label = dossier.say(f"papers.figure.{name}")
        yield called(
            dossier, f"{key}.{name}", value, "counted", terms=[Term(label, value, origin=origins.get(path))]
        )
    goal = widest(dossier.plan)
    if asked is None or goal is None:
        return
    workers = Persons(stated.workers.number)
    others = _others(dossier, row)
    paid = Term(dossier.say("papers.figure.persons"), row.persons_end, f"{key}.persons")
    sum_ = Persons(others.value + row.persons_end)
    covered = called(dossier, f"{key}.covered", sum_, "sum", terms=[others.as_term(), paid])
    share = Term(dossier.say("papers.asked_share"), asked, origin=origins.get(f"targets.{goal.id}.share"))
    of = Term(dossier.say("papers.figure.workers"), workers, f"{key}.workers")
    need = called(dossier, f"{key}.need", Persons(ceil(asked * workers)), "needed", terms=[share, of])
    short = Persons(max(need.value - covered.value, 0))
    yield from (others, covered, need)
    terms = [need.as_term(), covered.as_term()]
    yield called(dossier, f"{key}.shortfall", short, "missing", terms=terms)
    if workers:
        yield _over(dossier, key, covered.value, workers)


def _others(dossier: Dossier, row: RegionRow) -> Figure:
    """Participants without any fund in the last month: of today's those nobody pays for, where no outlook
    says otherwise.
    """
    key, scenario = f"region.{row.code}", dossier.scenario
    value = Persons(others_in(scenario, row.code, scenario.horizon.last))
    active = Persons(scenario.regions[row.code].active.number)
    if value != active - row.subsidised_before:
        return called(dossier, f"{key}.others", value, "counted")
    terms = [
        Term(dossier.say("papers.figure.active"), active, f"{key}.active"),
        Term(dossier.say("papers.figure.before"), row.subsidised_before, f"{key}.before"),
    ]
    return called(dossier, f"{key}.others", value, "difference", terms=terms)


def _over(dossier: Dossier, key: str, covered: Value, workers: Value) -> Figure:
    terms = [
        Term(dossier.say(f"papers.figure.{name}"), value, f"{key}.{name}")
        for name, value in (("covered", covered), ("workers", workers))
    ]
    return called(
        dossier, f"{key}.reached", Share(Fraction(covered) / Fraction(workers)), "share", terms=terms
    )
