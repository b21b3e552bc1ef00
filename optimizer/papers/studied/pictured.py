"""The pictures of a study: how far results range, what moves them, how sure each line is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from optimizer.answers.study import Band, LineRuns, Measure, Ranking
from optimizer.papers.charts.described import Bar as Lying
from optimizer.papers.charts.described import Bars
from optimizer.papers.framed.spans import Span, Spans
from optimizer.papers.studied.asked import Asked
from optimizer.report.studied import words
from optimizer.report.studied.sentences import ranked
from optimizer.text import inert
from optimizer.text.numbers import share
from optimizer.units import Persons

BANDED: tuple[Measure, ...] = ("persons_end", "shortfall", "rupiah")
"""Figures whose range is drawn, where they have one."""

MOST_ROWS = 12
"""Rows of a picture; the table has all."""

SURENESS = (Fraction(1), Fraction(9, 10), Fraction(1, 2), Fraction(0))
"""How sure a line is, in steps: in every case, in nine of ten, in half, in fewer."""


def bands(asked: Asked) -> Iterator[Spans]:
    """Each figure over all cases: all of them, eight of ten, the middle one; beside the scenario as it is."""
    known = {band.measure: band for band in asked.answer.bands}
    for measure in BANDED:
        if measure in known:
            yield _band(asked, known[measure])


def _band(asked: Asked, band: Band) -> Spans:
    say, measure, base = asked.look.say, band.measure, asked.base(band.measure)

    def between(low: int, high: int) -> str:
        first, last = asked.brief(measure, low), asked.brief(measure, high)
        return first if low == high else f"{first} – {last}"

    rows = [
        Span(say("framed.band.all"), band.lowest, band.highest, between(band.lowest, band.highest), tone=1)
    ]
    facts: dict[str, object] = {"runs": band.runs}
    if asked.answer.judged == "sample" and not asked.answer.is_few:
        facts["eight"] = say("framed.band.eight")
        rows.append(Span(say("framed.band.eight"), band.p10, band.p90, between(band.p10, band.p90)))
    middle = band.middle if asked.answer.is_few else band.p50
    if middle is not None:
        label = say("framed.band.middle_case" if asked.answer.is_few else "framed.band.middle")
        rows.append(Span(label, middle, middle, asked.brief(measure, middle)))
    said = say("framed.band_said", **facts)
    mark = ""
    if base is not None:
        mark = say("framed.as_it_is", value=asked.brief(measure, base))
    return Spans(
        key=f"band.{measure}",
        title=words.unit_headed(asked.look, asked.answer, measure),
        said=said,
        unit=asked.unit(measure),
        rows=tuple(rows),
        mark=base,
        mark_name=mark,
    )


def tornado(asked: Asked, ranking: Ranking) -> Spans | None:
    """The figures that move a result most, each by itself; None where none does."""
    look = asked.look
    moving = [bar for bar in ranking.tornado if bar.width]
    if not moving:
        return None
    rows = []
    for bar in moving[:MOST_ROWS]:
        ends = [asked.brief(ranking.measure, end) for end in (bar.at_low, bar.at_high) if end is not None]
        none = look.say("study.no_plan")
        shown = " – ".join(ends if len(ends) == 2 else [*ends, none])
        low, high = (bar.at_low, bar.at_high) if len(ends) == 2 else (bar.at_low or bar.at_high,) * 2
        falls = low is not None and high is not None and high < low
        rows.append(Span(words.headed(look, bar.thing), low, high, shown, tone=int(falls)))
    unit = words.unit(look, asked.answer, ranking.measure)
    base = asked.base(ranking.measure)
    mark = "" if base is None else look.say("framed.as_it_is", value=asked.brief(ranking.measure, base))
    return Spans(
        key=f"tornado.{ranking.measure}",
        title=look.say("study.tornado", unit=unit),
        said=look.say("framed.tornado_said"),
        unit=asked.unit(ranking.measure),
        rows=tuple(rows),
        tones=(look.say("framed.rises"), look.say("framed.falls")),
        mark=base,
        mark_name=mark,
        left_out=max(len(moving) - MOST_ROWS, 0),
    )


def influences(asked: Asked, ranking: Ranking) -> Bars | None:
    """How much of the differences goes with each figure; None where too few were drawn to say."""
    look = asked.look
    found = ranked(asked.answer, ranking)
    if not found:
        return None
    unit = words.unit(look, asked.answer, ranking.measure)
    rows = [
        Lying(
            "",
            words.headed(look, one.thing),
            (one.explained,),
            share(one.explained, look.language, fixed=True),
        )
        for one in found[:MOST_ROWS]
    ]
    return Bars(
        key=f"influences.{ranking.measure}",
        title=look.say("study.influences", unit=unit),
        said=look.say("framed.influences_said", chance=asked.answer.chance),
        unit="share",
        series=(look.say("column.study_explained"),),
        rows=tuple(rows),
        left_out=max(len(found) - MOST_ROWS, 0),
    )


def targets(asked: Asked) -> Spans | None:
    """How many people each target misses, and how often it is met."""
    look, rows = asked.look, asked.answer.targets
    if not rows:
        return None
    return Spans(
        key="targets",
        title=look.say("framed.targets"),
        said=look.say("framed.few_range" if asked.answer.is_few else "framed.targets_said"),
        unit="persons",
        rows=tuple(
            Span(
                f"{inert(row.id)}: {words.place(look, row.of)}",
                row.p10,
                row.p90,
                look.say("framed.met", met=row.met, runs=row.runs),
                dot=row.middle if asked.answer.is_few else row.p50,
            )
            for row in rows[:MOST_ROWS]
        ),
        left_out=max(len(rows) - MOST_ROWS, 0),
    )


def regions(asked: Asked) -> Spans | None:
    """People of each region, from the fewest in any case to the most; those that range furthest."""
    look = asked.look
    found = sorted(asked.answer.regions, key=lambda row: (int(row.least) - int(row.most), row.code))
    if not found:
        return None
    rows = []
    for row in found[:MOST_ROWS]:
        ends = look.number(row.least), look.number(row.most)
        shown = ends[0] if row.least == row.most else " – ".join(ends)
        dot = row.middle if asked.answer.is_few else row.p50
        rows.append(Span(inert(row.name), row.least, row.most, shown, dot=dot))
    return Spans(
        key="regions",
        title=look.say("framed.regions_title"),
        said=look.say("framed.few_range" if asked.answer.is_few else "framed.regions_range"),
        unit="persons",
        rows=tuple(rows),
        left_out=max(len(found) - MOST_ROWS, 0),
    )


def lines(asked: Asked) -> Bars | None:
    """How many lines are there in every case, in most, in some."""
    look, counted = asked.look, [0] * len(SURENESS)
    for row in asked.answer.lines:
        counted[_step(row)] += 1
    if not asked.answer.lines:
        return None
    return Bars(
        key="lines",
        title=look.say("framed.sure_lines"),
        said=look.say("framed.sure_lines_said"),
        unit="persons",
        series=(look.say("framed.lines"),),
        rows=tuple(
            Lying("", look.say(f"framed.sure.{place}"), (Persons(count),), look.number(count))
            for place, count in enumerate(counted)
        ),
    )


def _step(row: LineRuns) -> int:
    return next(place for place, least in enumerate(SURENESS) if row.share >= least)
