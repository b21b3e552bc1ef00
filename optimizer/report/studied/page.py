"""The page of ``study``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.study import Bar, Ranking, Study
from optimizer.report import names
from optimizer.report.asked.sheet import Part, left_out, sheet
from optimizer.report.grid import Row, grid
from optimizer.report.studied import bars, words
from optimizer.report.studied.sentences import sentences, together
from optimizer.report.view import Look, bullet
from optimizer.text import inert
from optimizer.text.numbers import share

MOST_BARS = 15
"""A tornado shows so many rows unless everything is asked for."""


def page(look: Look, answer: Study, reused: int = 0) -> str:
    """What the study says, in sentences; then how far results range, what matters, where it changes."""
    told = replace(look, plans=answer.cases, doubts=answer.doubts)
    return sheet(
        told,
        inert(answer.title),
        answer.status,
        [*sentences(look, answer), _solved(look, answer, reused)],
        [
            (look.say("study.bands", runs=answer.runs), _bands(look, answer)),
            (look.say("study.grid"), _grid(look, answer)),
            *_rankings(look, answer),
            (look.say("study.breaks"), _breaks(look, answer)),
            (look.say("study.targets"), _targets(look, answer)),
            (look.say("study.regions", month=answer.month), _regions(look, answer)),
            (look.say("study.lines_all" if look.everything else "study.lines"), _lines(look, answer)),
        ],
    )


def _rankings(look: Look, answer: Study) -> Iterator[Part]:
    for ranking in answer.rankings:
        unit = words.unit(look, ranking.measure)
        yield look.say("study.influences", unit=unit), _influences(look, answer, ranking)
        yield look.say("study.tornado", unit=unit), _tornado(look, ranking)


def _solved(look: Look, answer: Study, reused: int) -> str:
    facts = {"cases": answer.cases, "different": answer.different, "seed": str(answer.seed)}
    more = ({"reused": reused} if reused else {}) | ({"probes": answer.probes} if answer.probes else {})
    return look.say("study.solved", **facts, **more)


def _bands(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.bands:
        return
    columns = [
        look.column("study_measure", name=True, lines=2),
        look.column("study_lowest", spare=2),
        look.column("study_p10"),
        look.column("study_p50"),
        look.column("study_p90"),
        look.column("study_highest", spare=1),
    ]
    rows = [
        Row(
            (
                words.unit_headed(look, one.measure),
                *map(look.number, (one.lowest, one.p10, one.p50, one.p90, one.highest)),
            )
        )
        for one in answer.bands
    ]
    yield from grid(columns, rows, look.page)
    yield bullet(look.say("study.bands_note"))


def _grid(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.grid:
        return
    columns = [
        *(
            replace(look.column("study_thing", name=True, lines=3), title=words.headed(look, one))
            for one in answer.grid_of
        ),
        look.column("study_persons"),
        look.column("study_dropped"),
        *([look.column("study_shortfall")] if answer.targets else []),
        look.column("study_rupiah", spare=2),
        look.column("study_bar", name=True, least=bars.WIDTH, spare=1),
    ]
    heads = [one.headline for one in answer.grid if one.headline]
    most = max((int(head.persons_end) for head in heads), default=0)
    rows = []
    for one in answer.grid[: look.most]:
        values = tuple(words.value(look, value) for value in one.values)
        head = one.headline
        if head is None:
            none = ["-"] * (3 if answer.targets else 2)
            rows.append(Row((*values, look.say("study.no_plan"), *none, "")))
            continue
        short = [head.shortfall] if answer.targets else []
        figures = map(look.number, (head.persons_end, head.dropped, *short, head.rupiah))
        part = Fraction(int(head.persons_end), most) if most else Fraction(0)
        rows.append(Row((*values, *figures, bars.bar(look.page, part))))
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.grid))


def _influences(look: Look, answer: Study, ranking: Ranking) -> Iterator[RenderableType]:
    if not ranking.influences:
        return
    columns = [
        look.column("study_thing", name=True, lines=2),
        look.column("study_explained"),
        look.column("study_way", name=True, least=10, spare=1),
        look.column("study_bar", name=True, least=bars.WIDTH, spare=2),
    ]
    way = {True: "study.rises", False: "study.falls", None: "study.chosen"}
    rows = [
        Row(
            (
                words.headed(look, one.thing),
                share(one.explained, look.language, fixed=True),
                look.say(way[one.rises]) if one.explained >= answer.chance else "-",
                bars.bar(look.page, Fraction(one.explained)),
            )
        )
        for one in ranking.influences[: look.most]
    ]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(ranking.influences))
    if ranking == answer.rankings[0]:
        yield bullet(look.say("study.influences_note", chance=answer.chance))


def _tornado(look: Look, ranking: Ranking) -> Iterator[RenderableType]:
    """The figures that move the result; how many do not is said below."""
    most = look.most if look.everything else MOST_BARS
    moving = [bar for bar in ranking.tornado if bar.width or None in (bar.at_low, bar.at_high)]
    if not moving:
        return
    columns = [
        look.column("study_thing", name=True, lines=3),
        look.column("study_from_to", name=True, lines=2, least=12, spare=1),
        look.column("study_at_low"),
        look.column("study_at_high"),
        look.column("study_bar", name=True, least=bars.WIDTH, spare=2),
    ]
    yield from grid(columns, [_bar(look, ranking, bar) for bar in moving[:most]], look.page)
    if len(moving) > most:
        yield Text(look.say("asked.more_rows", count=len(moving) - most))
    still = len(ranking.tornado) - len(moving)
    yield bullet(look.say("study.tornado_note", **({"still": still} if still else {})))


def _bar(look: Look, ranking: Ranking, bar: Bar) -> Row:
    ends = [end for one in ranking.tornado for end in (one.at_low, one.at_high) if end is not None]
    lowest, highest = min(ends), max(ends)
    own = [end for end in (bar.at_low, bar.at_high) if end is not None]
    drawn = ""
    if own and highest > lowest:
        places = [Fraction(end - lowest, highest - lowest) for end in own]
        drawn = bars.span(look.page, min(places), max(places))
    none = look.say("study.no_plan")
    shown = (none if end is None else look.number(end) for end in (bar.at_low, bar.at_high))
    from_to = f"{words.value(look, bar.low)} – {words.value(look, bar.high)}"
    return Row((words.headed(look, bar.thing), from_to, *shown, drawn))


def _breaks(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.breaks:
        return
    columns = [
        look.column("study_thing", name=True, lines=3),
        look.column("study_event", name=True, lines=3),
        look.column("study_yes"),
        look.column("study_no"),
    ]
    rows = []
    for alike in together(answer.breaks):
        one = alike[0]
        thing = words.headed(look, one.thing)
        if one.fixed and len(alike) == 1:
            thing = f"{thing} ({words.fixed(look, one)})"
        event = look.say(f"study.event.{one.event}", target=one.target, place=words.place(look, one.of))
        rows.append(Row((thing, event, *words.yes_and_no(look, one).values())))
    yield from grid(columns, rows, look.page)
    yield bullet(look.say("study.breaks_note"))


def _targets(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.targets:
        return
    columns = [
        look.column("target", name=True, lines=2),
        look.column("place", name=True, lines=2),
        look.column("study_met"),
        look.column("study_of"),
        look.column("study_short_p10", spare=1),
        look.column("study_short_p50"),
        look.column("study_short_p90", spare=1),
    ]
    rows = [
        Row(
            (
                inert(one.id),
                words.place(look, one.of),
                *map(look.number, (one.met, one.runs, one.p10, one.p50, one.p90)),
            )
        )
        for one in answer.targets[: look.most]
    ]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.targets))


def _regions(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.regions:
        return
    columns = [
        look.column("place", name=True, lines=2),
        look.column("study_base"),
        look.column("study_lowest"),
        look.column("study_p10"),
        look.column("study_p50", spare=1),
        look.column("study_highest"),
    ]
    rows = []
    for one in answer.regions[: look.most]:
        base = "-" if one.base is None else look.number(one.base)
        rows.append(Row((inert(one.name), base, *map(look.number, (one.least, one.p10, one.p50, one.most)))))
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.regions))


def _lines(look: Look, answer: Study) -> Iterator[RenderableType]:
    shown = [row for row in answer.lines if look.everything or row.runs < answer.runs]
    most = look.most if look.everything else MOST_BARS
    if not shown:
        return
    columns = [
        look.column("place", name=True, lines=2),
        look.column("group", name=True, lines=2, least=12),
        look.column("fund", name=True, lines=2),
        look.column("study_share"),
        look.column("study_months", spare=1),
    ]
    rows: Sequence[Row] = [
        Row(
            (
                names.place(look.scenario, row.region, look.language),
                look.group(row.group),
                names.fund(look.scenario, row.fund),
                share(row.share, look.language),
                look.number(row.most),
            )
        )
        for row in shown[:most]
    ]
    yield from grid(columns, rows, look.page)
    if len(shown) > most:
        yield Text(look.say("asked.more_rows", count=len(shown) - most))
