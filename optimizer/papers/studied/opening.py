"""The first figures of a study: people, shortfall, targets, lines."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.answers.study import Band
from optimizer.papers.framed.frame import Card
from optimizer.papers.studied.asked import Asked
from optimizer.report.studied.sentences import bands_note
from optimizer.text import inert
from optimizer.text.inert import Said

MOST_CARDS = 4


def cards(asked: Asked) -> tuple[Card, ...]:
    """The first four that the study has."""
    return tuple(_cards(asked))[:MOST_CARDS]


def _cards(asked: Asked) -> Iterator[Card]:
    say, answer = asked.look.say, asked.answer
    card = "framed.few_card" if answer.is_few else "framed.card"
    few = answer.is_few
    known = {band.measure: band for band in answer.bands if not few or band.middle is not None}
    if "persons_end" in known:
        yield _band(asked, known["persons_end"], say(f"{card}.persons", month=answer.month))
    if "shortfall" in known:
        yield _band(asked, known["shortfall"], say(f"{card}.shortfall", target=inert(answer.target)))
    if answer.targets:
        yield _targets(asked)
    if answer.lines:
        always = sum(1 for row in answer.lines if row.runs == answer.runs)
        label, how = say("framed.card.lines"), say("framed.sure_lines_said")
        cell = asked.figure("card.lines", label, always, how)
        yield Card(label, cell, (say("framed.card.lines_said", every=len(answer.lines)),))
    label = say("framed.card.cases")
    cell = asked.figure("card.cases", label, answer.solved, say("framed.how.ended"))
    yield Card(label, cell, (counted(asked),))


def counted(asked: Asked) -> str:
    """How many cases there are, and that the scenario as it is is one of them beside those of each part."""
    answer, parts = asked.answer, []
    for part in ("grid", "sample", "swing"):
        count = len(asked.results.of(part))
        parts += [asked.look.say(f"framed.counted.{part}", count=count)] if count else []
    facts: dict[str, object] = {"parts": Said(", ".join(parts))} if parts else {}
    if answer.runs:
        facts["judged"] = Said(asked.look.say(f"framed.counted.{answer.judged}", count=answer.runs))
    return asked.look.say("framed.counted", cases=answer.cases, **facts)


def _band(asked: Asked, band: Band, label: str) -> Card:
    """The middle result, how far results range, and the scenario as it is."""
    say, base = asked.look.say, asked.base(band.measure)
    few = asked.answer.is_few
    sure = band.measure == "persons_end" and asked.answer.judged == "sample" and not few
    code = "framed.card.nine" if sure else "framed.card.between"
    said = [say(code, p10=band.p10, lowest=band.lowest, highest=band.highest)]
    said += [] if base is None else [say("framed.as_it_is", value=asked.look.number(base))]
    value = band.middle if few and band.middle is not None else band.p50
    cell = asked.figure(f"card.{band.measure}", label, value, bands_note(asked.look, asked.answer))
    return Card(label, cell, tuple(said))


def _targets(asked: Asked) -> Card:
    say, rows = asked.look.say, asked.answer.targets
    always = sum(1 for row in rows if row.met == row.runs)
    never = sum(1 for row in rows if not row.met)
    label = say("framed.card.targets")
    facts = {"every": len(rows), "some": len(rows) - always - never, "never": never}
    cell = asked.figure("card.targets", label, always, say("framed.how.met"))
    return Card(label, cell, (say("framed.card.targets_said", **facts),))
