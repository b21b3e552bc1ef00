"""The plan beside simple ways to divide shared money, drawn by what differs most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from optimizer.answers.baseline import Baseline, Lowest
from optimizer.answers.headline import Headline
from optimizer.papers.charts.described import Bar, Bars
from optimizer.papers.dossier import Dossier
from optimizer.papers.figures import Value, shown
from optimizer.units import Persons, Share

NOTABLE = Fraction(1, 100)
"""From such a part on ways differ in people: six bars of the same length would say that nothing does."""

Measure = Literal["persons", "dropped", "lowest"]

_Outcome = tuple[str, Headline, Lowest | None]


def rules(dossier: Dossier, answer: Baseline) -> Bars:
    """People of the last month; where they hardly differ those who lose cover, or the lowest share."""
    rows: list[_Outcome] = [(dossier.say("papers.series.plan"), answer.base, answer.lowest)]
    rows += [
        (dossier.say(f"papers.rule.{rule.rule}"), rule.headline, rule.lowest)
        for rule in answer.rules
        if rule.headline is not None
    ]
    today = sum(row.subsidised_before for row in dossier.plan.regions)
    measure = _measure(rows, today)
    people = [found.persons_end for _, found, _ in rows]
    facts = {"month": answer.month, "least": Persons(min(people)), "most": Persons(max(people))}
    title, said = ("rules", "rules_said") if measure == "persons" else (f"rules_{measure}", "rules_alike")
    bars = [(label, _value(measure, found, lowest)) for label, found, lowest in rows]
    return Bars(
        key="rules",
        title=dossier.say(f"papers.picture.{title}", month=answer.month),
        said=dossier.say(f"papers.picture.{said}", **facts),
        unit="share" if measure == "lowest" else "persons",
        series=(dossier.say("papers.series.persons"),),
        rows=tuple(Bar("", label, (value,), shown(value, dossier.language)) for label, value in bars),
    )


def _measure(rows: Sequence[_Outcome], today: int) -> Measure:
    """What the ways differ in, in the order in which a meeting asks."""
    if len(rows) > 1:
        if _apart([found.persons_end for _, found, _ in rows]) >= NOTABLE:
            return "persons"
        dropped = [found.dropped for _, found, _ in rows]
        if today and Fraction(max(dropped) - min(dropped), today) >= NOTABLE:
            return "dropped"
        if _apart([_value("lowest", found, lowest) for _, found, lowest in rows]) >= NOTABLE:
            return "lowest"
    return "persons"


def _apart(values: Sequence[Value]) -> Fraction:
    """How far the least is below the most, as a part of the most."""
    most = Fraction(max(values))
    return (most - min(values)) / most if most else Fraction(0)


def _value(measure: Measure, found: Headline, lowest: Lowest | None) -> Value:
    if measure == "lowest":
        return lowest.share if lowest is not None else Share(0)
    return found.dropped if measure == "dropped" else found.persons_end
