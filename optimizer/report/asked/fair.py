"""The page of ``fair``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from optimizer.answers.fair import Fair, Giver, Proof, Standing, Stop
from optimizer.plan.shapes import Reason
from optimizer.report import names
from optimizer.report.asked.sheet import Part, Told, laid_out, left_out
from optimizer.report.grid import Row, Title, grid
from optimizer.report.names import shortened
from optimizer.report.view import Look, bullet
from optimizer.text import inert
from optimizer.units import Persons, Share

MOST_NAMED = 4
"""So many regions are named in a sentence; more are counted."""

FINE = 4
"""Decimals of a share where one person has to show."""

LONGEST_NAME = 40
"""A region's name in a sentence is shortened to so many columns."""


def page(look: Look, answer: Fair) -> str:
    """The answer on a terminal."""
    return laid_out(look, told(look, answer))


def told(look: Look, answer: Fair) -> Told:
    """The shares, what stops each region, and who would have to lose."""
    every = [standing for level in answer.levels for standing in level.regions]
    parts: list[Part] = [
        (look.say("heading.fair_levels"), _levels(look, answer)),
        (look.say("heading.fair_stops"), _purses(look, every)),
        (look.say("heading.fair_rules"), _rules(look, every)),
        (look.say("heading.fair_proofs"), _proofs(look, every)),
    ]
    title = look.say("fair.title", month=answer.month)
    return Told(title, answer.status, _said(look, answer, every), parts)


def _said(look: Look, answer: Fair, every: Sequence[Standing]) -> Iterator[str]:
    before = "; ".join(look.say(f"goal.{name}") for name in dict.fromkeys(answer.before))
    if not answer.sought:
        yield look.say("fair.not_sought", before=before)
    else:
        yield look.say("fair.order", before=before) if before else look.say("fair.first")
    if not every:
        yield look.say("fair.nobody")
        return
    if len(every) < answer.regions:
        for level in answer.levels:
            yield from (_one(look, level.number, standing) for standing in level.regions)
    else:
        yield _range(look, every)
    yield from _verdict(look, every)


def _one(look: Look, level: int, standing: Standing) -> str:
    facts = {"persons": standing.persons, "eligible": standing.eligible, "share": Share(standing.share)}
    return look.say("fair.one", region=_name(standing), level=level, **facts)


def _range(look: Look, every: Sequence[Standing]) -> str:
    """The lowest and the highest share; of one region, or of equal ones, the one there is."""
    low, high = every[0], max(every, key=lambda standing: standing.share)
    if len(every) == 1:
        facts = {"persons": low.persons, "eligible": low.eligible, "share": Share(low.share)}
        return look.say("fair.only", region=_name(low), **facts)
    if low.share == high.share:
        code = "fair.equal" if low.share else "fair.nobody_paid"
        return look.say(code, regions=len(every), share=Share(low.share))
    facts = {"low": Share(low.share), "high": Share(high.share), "regions": len(every)}
    return look.say("fair.range", lowest=_name(low), highest=_name(high), **facts)


def _name(place: Standing | Giver) -> str:
    """A region's name as a sentence has room for it."""
    return shortened(inert(place.name), LONGEST_NAME)


def _verdict(look: Look, every: Sequence[Standing]) -> Iterator[str]:
    """What each proof says; where one does not hold, where."""
    loose = [standing for standing in every if _is_open(standing)]
    if loose:
        yield look.say("fair.not_proven", places=_places(look, loose))
        return
    proved = [(one, one.proof) for one in every if one.proof is not None]
    yield from (_proven(look, one, proof) for one, proof in proved[:MOST_NAMED])
    if len(proved) > MOST_NAMED:
        yield look.say("fair.proven_more", count=len(proved) - MOST_NAMED)


def _proven(look: Look, standing: Standing, proof: Proof) -> str:
    """From whom one person more could be taken, or that it cannot be."""
    region = _name(standing)
    if proof.stop is not None:
        return look.say("fair.proven_never", region=region)
    if not proof.givers:
        return look.say("fair.proven_together", region=region)
    names = [_name(giver) for giver in proof.givers[:MOST_NAMED]]
    rest = len(proof.givers) - len(names)
    if rest:
        names.append(look.say("fair.others", count=rest))
    *first, last = names
    givers = look.say("fair.either", first=", ".join(first), last=last) if first else last
    lowest = all(giver.lowest for giver in proof.givers)
    code = "fair.proven_lowest" if lowest else "fair.proven_not_higher"
    said = look.say(code, region=region, givers=givers)
    return f"{said} {look.say('fair.several')}" if proof.together else said


def _is_open(standing: Standing) -> bool:
    proof = standing.proof
    return standing.stop.cause == "open" or (proof is not None and any(one.fairer for one in proof.givers))


def _places(look: Look, standings: Sequence[Standing]) -> str:
    if len(standings) > MOST_NAMED:
        return look.say("fair.regions", count=len(standings))
    return ", ".join(map(_name, standings))


def _levels(look: Look, answer: Fair) -> Iterator[RenderableType]:
    columns = [
        look.column("place", name=True),
        look.column("fair_level"),
        look.column("persons"),
        look.column("eligible"),
        look.column("share"),
        look.column("fair_stop", name=True, lines=2),
    ]
    rows = [
        Row(
            (
                inert(standing.name),
                str(level.number),
                look.number(standing.persons),
                look.number(standing.eligible),
                look.part(int(standing.persons), int(standing.eligible)),
                _stopped(look, standing.stop),
            )
        )
        for level in answer.levels
        for standing in level.regions
    ]
    if rows:
        yield from grid(columns, rows[: look.most], look.page)
    yield from left_out(look, len(rows))


def _stopped(look: Look, stop: Stop) -> str:
    return look.say(f"fair.stop_{stop.cause}")


def _purses(look: Look, every: Sequence[Standing]) -> Iterator[RenderableType]:
    columns = [
        look.column("fair_fund", name=True, lines=2),
        look.column("fair_used"),
        look.column("fair_here"),
        look.column("fair_whose", name=True),
    ]
    rows: list[Row | Title] = []
    for standing in every[: look.most]:
        if standing.stop.purses:
            rows.append(Title(shortened(inert(standing.name), look.page.width)))
        for purse in standing.stop.purses:
            whose = look.say("fair.own" if purse.own else "fair.shared")
            name = names.fund(look.scenario, purse.fund)
            rows.append(Row((f"  {name}", look.number(purse.allocated), look.number(purse.here), whose)))
    if rows:
        yield from grid(columns, rows, look.page)


def _rules(look: Look, every: Sequence[Standing]) -> Iterator[RenderableType]:
    """Each other rule once, with the regions it stops; then whether one alone would be enough."""
    stopped: dict[str, list[Standing]] = {}
    for standing in every:
        for block in standing.stop.blocks:
            stopped.setdefault(_rule(look, block), []).append(standing)
    for said, standings in list(stopped.items())[: look.most]:
        yield bullet(look.say("fair.block", rule=said, places=_places(look, standings)))
    named = [standing for standing in every if standing.stop.purses or standing.stop.blocks]
    together = [standing for standing in named if not standing.stop.alone]
    if len(together) < len(named):
        yield bullet(look.say("fair.any_alone"))
    if together:
        yield bullet(look.say("fair.all_together", places=_places(look, together)))


def _rule(look: Look, block: Reason) -> str:
    if block.code.startswith("goal."):
        return look.say("fair.goal_block", goal=look.say(block.code))
    facts = dict(block.facts)
    for key, name in (("region", names.place), ("of", names.places)):
        if key in facts:
            facts[key] = name(look.scenario, str(facts[key]), look.language)
    if "fund" in facts:
        facts["fund"] = names.fund(look.scenario, str(facts["fund"]))
    if "group" in facts:
        facts["group"] = names.group(look.scenario, str(facts["group"]))
    return look.say(block.code, **facts)


def _proofs(look: Look, every: Sequence[Standing]) -> Iterator[RenderableType]:
    for standing in every:
        if standing.proof is not None:
            yield from _proof(look, standing, standing.proof)


def _proof(look: Look, standing: Standing, proof: Proof) -> Iterator[RenderableType]:
    region = _name(standing)
    if proof.stop is not None:
        purses = [
            look.say("fair.purse", fund=names.fund(look.scenario, purse.fund), rupiah=purse.allocated)
            for purse in proof.stop.purses
        ]
        reasons = " ".join([*purses, *(_rule(look, block) for block in proof.stop.blocks)])
        yield bullet(look.say("fair.impossible", region=region, reasons=reasons))
    elif not proof.givers:
        yield bullet(look.say("fair.together", region=region))
    else:
        more = Persons(standing.persons + 1)
        shares = {
            "now": _fine(look, int(standing.persons), int(standing.eligible)),
            "then": _fine(look, int(more), int(standing.eligible)),
        }
        yield bullet(look.say("fair.one_more", region=region, persons=standing.persons, more=more, **shares))
        yield from _givers(look, proof.givers)


def _fine(look: Look, of: int, every: int) -> str:
    """A share in percent with four decimals, cut, so that one person shows."""
    whole, parts = divmod(10**6 * of // every, 10**FINE)
    mark = "," if look.language == "id" else "."
    return f"{look.number(whole)}{mark}{parts:0{FINE}d}%"


def _givers(look: Look, givers: Sequence[Giver]) -> Iterator[RenderableType]:
    columns = [
        look.column("place", name=True),
        look.column("persons"),
        look.column("share"),
        look.column("fair_loses"),
        look.column("fair_after"),
    ]
    rows = [
        Row(
            (
                inert(giver.name),
                look.number(giver.persons),
                _fine(look, int(giver.persons), int(giver.eligible)),
                look.number(giver.loses),
                _fine(look, int(giver.persons - giver.loses), int(giver.eligible)),
            )
        )
        for giver in givers[: look.most]
    ]
    yield from grid(columns, rows, look.page)
