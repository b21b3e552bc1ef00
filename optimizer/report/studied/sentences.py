"""What a study says in sentences: people, targets, what matters, where it changes, what is sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from optimizer.answers.study import Bar, Break, Influence, Ranking, Study
from optimizer.report.studied import words
from optimizer.report.view import Look
from optimizer.text.inert import Said
from optimizer.text.numbers import whole
from optimizer.units import PersonMonths

MOST_BREAKS = 4
MOST_TARGETS = 3
MOST_FAILS = 3
MOST_NUMBERS = 5
MOST_REASONS = 4
"""So many of each are told in sentences; the tables tell all."""

MANY = 2
"""So many figures can be ranked."""

LEAST, ENOUGH = 5, 41
"""Up to so many samples any part could be chance, 4 / (n - 1); with so many a part of a tenth is none."""


def sentences(look: Look, answer: Study) -> Iterator[str]:
    """The answer first."""
    if not answer.runs:
        yield look.say("study.nobody", asked=answer.asked)
        yield from _elsewhere(look, answer)
        yield from _failed(look, answer)
        return
    yield _reached(look, answer)
    yield from _elsewhere(look, answer)
    yield from _failed(look, answer)
    yield from _targets(look, answer)
    yield from _matters(look, answer)
    yield from _breaks(look, answer)
    yield sure(look, answer)
    if answer.unrefined:
        yield look.say("study.unrefined", count=answer.unrefined)


def _base(answer: Study) -> dict[str, object]:
    return {"base": answer.base.persons_end} if answer.base else {}


def _reached(look: Look, answer: Study) -> str:
    """How many people are covered, over all runs."""
    band = next(one for one in answer.bands if one.measure == "persons_end")
    facts: dict[str, object] = {"month": answer.month, "runs": answer.runs, **_base(answer)}
    if answer.runs < answer.asked:
        facts["asked"] = answer.asked
    if band.lowest == band.highest:
        return look.say("study.always_same", p50=band.p50, **facts)
    if answer.judged == "sample" and not answer.is_few:
        return look.say("study.in_nine", p10=band.p10, p50=band.p50, **facts)
    return look.say(f"study.{answer.judged}_between", lowest=band.lowest, highest=band.highest, **facts)


def bands_note(look: Look, answer: Study) -> str:
    """What the columns of a range mean: tenths, or of few runs the middle one, which is named."""
    if not answer.is_few:
        return look.say("study.bands_note")
    return look.say("study.few_note", number=str(answer.middle), **middle_values(look, answer))


def middle_values(look: Look, answer: Study) -> dict[str, str]:
    """What is varied in the middle case, where that is one of all combinations."""
    row = next((one for one in answer.grid if one.number == answer.middle), None)
    if row is None:
        return {}
    pairs = zip(answer.grid_of, row.values, strict=True)
    said = (f"{words.thing(look, thing)} {words.value(look, value)}" for thing, value in pairs)
    return {"values": Said("; ".join(said))}


def _elsewhere(look: Look, answer: Study) -> Iterator[str]:
    """Cases whose persons are of another month are not mixed with the others."""
    for month, count in answer.elsewhere:
        yield look.say("study.elsewhere", count=count, ends=month, month=answer.month)


def _targets(look: Look, answer: Study) -> Iterator[str]:
    rows = answer.targets
    never, always = [row for row in rows if not row.met], [row for row in rows if row.met == row.runs]
    if len(rows) == 1 and never:
        only = {"target": never[0].id, "place": words.place(look, never[0].of), "runs": never[0].runs}
        yield look.say("study.no_target_met", **only)
    elif never and len(never) == len(rows):
        yield look.say("study.targets_never", count=len(never))
    elif never:
        yield look.say("study.targets_never_of", count=len(never), every=len(rows))
    if always:
        yield look.say("study.targets_always", count=len(always), every=len(rows))
    at_times = [row for row in rows if 0 < row.met < row.runs]
    for row in at_times[:MOST_TARGETS]:
        facts = {"target": row.id, "place": words.place(look, row.of), "met": row.met, "runs": row.runs}
        yield look.say("study.target_at_times", **facts)


def _matters(look: Look, answer: Study) -> Iterator[str]:
    """What matters most for people; for the shortfall too, where that is something else."""
    told: set[str] = set()
    if answer.judged == "sample" and too_few(answer) and answer.rankings[0].influences:
        yield look.say("study.too_few", runs=answer.runs, least=LEAST, enough=ENOUGH)
    for ranking in answer.rankings:
        unit = words.unit(look, answer, ranking.measure)
        strongest = next((one for one in ranked(answer, ranking) if one.explained >= answer.chance), None)
        if strongest is not None and strongest.thing.path not in told:
            told.add(strongest.thing.path)
            facts = {"thing": words.thing(look, strongest.thing), "explained": strongest.explained}
            yield look.say("study.matters_sample", count=len(ranking.influences), unit=unit, **facts)
        widest = ranking.tornado[0] if ranking.tornado else None
        if widest is not None and f"one {widest.thing.path}" not in told:
            told.add(f"one {widest.thing.path}")
            yield _widest(look, widest, len(ranking.tornado), unit)


def ranked(answer: Study, ranking: Ranking) -> tuple[Influence, ...]:
    """What the sample says of each figure; nothing where one figure alone is drawn, or too few runs."""
    return () if len(ranking.influences) < MANY or too_few(answer) else ranking.influences


def too_few(answer: Study) -> bool:
    """Whether anything that is seen in the sample could be chance."""
    return answer.chance >= 1


def _widest(look: Look, bar: Bar, count: int, unit: str) -> str:
    """The figure that moves most by itself."""
    ends = {"low": words.value(look, bar.low), "high": words.value(look, bar.high)}
    thing = words.thing(look, bar.thing)
    if bar.at_low is None or bar.at_high is None:
        return look.say("study.matters_swing_unsolved", thing=thing, unit=unit, **ends)
    if not bar.width:
        return look.say("study.matters_none", count=count, unit=unit)
    reached = {"at_low": bar.at_low, "at_high": bar.at_high, "unit": unit}
    code = "study.matters_swing" if count >= MANY else "study.swing_alone"
    return look.say(code, thing=thing, **ends, **reached)


def _breaks(look: Look, answer: Study) -> Iterator[str]:
    """Changes at the same two values are one sentence, whatever else was fixed."""
    for alike in together(answer.breaks)[:MOST_BREAKS]:
        yield break_said(look, answer, alike)


def together(breaks: Sequence[Break]) -> list[list[Break]]:
    """Breaks that differ in nothing but what else was fixed."""

    def key(one: Break) -> tuple[str, ...]:
        return (one.thing.path, one.event, one.target, one.of, one.lower.text, one.upper.text)

    return [list(alike) for _, alike in groupby(sorted(breaks, key=lambda one: _rank(one, breaks)), key)]


def _rank(one: Break, breaks: Sequence[Break]) -> tuple[int, str, str, str, str]:
    """The order of events, then of the study; those alike stand beside each other."""
    events = ("solvable", "target", "dropped", "persons")
    things = [each.thing.path for each in breaks]
    return (
        events.index(one.event) * len(things) + things.index(one.thing.path),
        one.target,
        one.of,
        one.lower.text,
        one.upper.text,
    )


def break_said(look: Look, answer: Study, alike: Sequence[Break]) -> str:
    """Where the answer changes, in one sentence."""
    one = alike[0]
    facts: dict[str, object] = {"thing": words.headed(look, one.thing), **words.yes_and_no(look, one)}
    if one.fixed and len(alike) == 1:
        facts["fixed"] = words.fixed(look, one)
    if one.event == "target":
        facts |= {"target": one.target, "place": words.place(look, one.of)}
    return look.say(f"study.break_{one.event}", **facts, **_base(answer))


def sure(look: Look, answer: Study) -> str:
    """What all runs have in common: the fewest people, and the lines that are in every one."""
    band = next(one for one in answer.bands if one.measure == "persons_end")
    always = [row for row in answer.lines if row.runs == answer.runs]
    months = PersonMonths(sum(row.least for row in always))
    facts = {"runs": answer.runs, "lowest": band.lowest, "months": months}
    return look.say("study.sure", count=len(always), every=len(answer.lines), **facts)


def _failed(look: Look, answer: Study) -> Iterator[str]:
    for one in answer.failed[:MOST_FAILS]:
        reasons = [row.message if look.language == "id" else row.english for row in one.reasons]
        said = " ".join(reasons[:MOST_REASONS]) or one.status
        shown = ", ".join(whole(number, look.language) for number in one.cases[:MOST_NUMBERS])
        more = "…" if len(one.cases) > MOST_NUMBERS else ""
        facts = {"count": len(one.cases), "every": answer.cases, "numbers": shown + more, "reason": said}
        yield look.say("study.failed", **facts)
