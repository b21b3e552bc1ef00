"""What a study varied, how its cases ended, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.papers.dossier import fingerprint
from optimizer.papers.page.blocks import Block, Cell, Grid, Head, Line, Note, Point, name_cell
from optimizer.papers.studied.asked import LONGEST_THING, Asked
from optimizer.report.studied import words
from optimizer.scenario.resolved import digest
from optimizer.study.designing.amounts import Amount
from optimizer.study.designing.shapes import Law, Level
from optimizer.study.telling.results import amount_value, value_of
from optimizer.text import inert

PARTS = ("base", "grid", "sample", "swing")
"""Parts of a study that ask for cases."""

LONGEST_VALUES = 160


def varied(asked: Asked) -> Iterator[Block]:
    """Every figure of the grid, the sample and the named swings, how it is varied, and its values."""
    study, say = asked.results.study, asked.look.say
    if study.note:
        yield Note(inert(study.note))
    rows = [_row(asked, one.factor.path, "grid", _levels(asked, one.levels)) for one in study.grid]
    for law in study.sample.laws if study.sample else ():
        rows.append(_row(asked, law.factor.path, law.shape, _drawn(asked, law)))
    named = [one for one in study.swings if one.named]
    rows += [_row(asked, one.factor.path, "swing", _levels(asked, (one.low, one.high))) for one in named]
    if rows:
        codes = ("column.study_thing", "framed.column.how", "framed.column.values")
        yield Grid(tuple(Head(say(code), name=True) for code in codes), tuple(rows), key="varied")
    unnamed = len(study.swings) - len(named)
    if unnamed:
        yield Point(say("framed.unnamed", count=unnamed))
    everywhere = (*study.variants, *study.sets)
    if everywhere:
        yield Point(say("framed.everywhere", changes=everywhere))


def _row(asked: Asked, path: str, how: str, values: str) -> Line:
    thing = words.headed(asked.look, asked.results.thing(path))
    said = asked.look.say(f"framed.law.{how}")
    cells = (name_cell(thing, longest=LONGEST_THING), Cell(said), name_cell(values, longest=LONGEST_VALUES))
    return Line(cells)


def _levels(asked: Asked, levels: Sequence[Level]) -> str:
    return "; ".join(words.value(asked.look, value_of(level)) for level in levels)


def _drawn(asked: Asked, law: Law) -> str:
    """Low and high, mean and spread, or what is chosen from."""
    amounts: Sequence[Amount] = law.amounts
    said = [words.value(asked.look, amount_value(amount)) for amount in amounts]
    return "; ".join(said) or _levels(asked, law.levels) or "-"


def ended(asked: Asked) -> Iterator[Block]:
    """Cases of each part, with and without a plan."""
    say, results = asked.look.say, asked.results
    heads = [Head(say("framed.column.part"), name=True)]
    heads += [Head(say(f"framed.column.{name}")) for name in ("cases", "solved", "unsolved")]
    rows = []
    for part in PARTS:
        found = [
            outcome
            for case, outcome in zip(results.cases, results.outcomes, strict=True)
            if case.role == part
        ]
        if found:
            solved = sum(1 for outcome in found if outcome.solved)
            rows.append(_ended(asked, part, (len(found), solved, len(found) - solved)))
    every, solved = asked.answer.cases, asked.answer.solved
    yield Grid(tuple(heads), tuple(rows), _ended(asked, "", (every, solved, every - solved)), "cases")
    yield Note(say("framed.study_files"))


def _ended(asked: Asked, part: str, counts: Sequence[int]) -> Line:
    say = asked.look.say
    name = say(f"framed.part.{part}") if part else say("column.total")
    cells = [
        asked.figure(
            f"cases.{part or 'total'}.{key}",
            say(f"framed.column.{key}"),
            count,
            say("framed.how.ended"),
        )
        for key, count in zip(("cases", "solved", "unsolved"), counts, strict=True)
    ]
    return Line((Cell(name), *cells), warned=bool(part and counts[2]))


def ground(asked: Asked) -> Iterator[Block]:
    """Seed, digests, what a study does not say."""
    say, answer = asked.look.say, asked.answer
    yield Point(say("framed.study_seed", seed=str(answer.seed)))
    yield Point(say("framed.study_digest", digest=answer.digest))
    yield Point(say("framed.study_scenario", digest=digest(asked.look.scenario)))
    yield Note(say("framed.study_limits"))


def prints(asked: Asked) -> tuple[str, ...]:
    """What stands at the foot of the page."""
    say, answer = asked.look.say, asked.answer
    study = say("framed.study_print", digest=fingerprint(answer.digest))
    scenario = say("papers.fingerprint", digest=fingerprint(digest(asked.look.scenario)))
    return (study, scenario, say("framed.seed", seed=str(answer.seed)))
