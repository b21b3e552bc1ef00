"""The page of ``study``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.study import Band, Bar, GridRow, Ranking, Study
from optimizer.report import names
from optimizer.report.asked.sheet import Part, left_out, sheet
from optimizer.report.grid import Row, grid
from optimizer.report.studied import bars, words
from optimizer.report.studied.sentences import bands_note, ranked, sentences, together
from optimizer.report.view import Look, bullet
from optimizer.text import inert
from optimizer.text.numbers import fact, share

MOST_BARS = 15
"""A tornado shows so many rows unless everything is asked for."""

MILLION = 1_000_000
LARGE = 1_000 * MILLION
"""Rupiah from which five columns of them do not fit beside a name."""

BANDS, FEW_BANDS = ("lowest", "p10", "p50", "p90", "highest"), ("lowest", "middle", "highest")
"""What is told of each figure; where there are few runs no tenths."""

TARGET = {"lowest": "p10", "highest": "p90"}
"""Of few runs the lowest tenth is the lowest, the highest the highest."""

OPEN = "*"
"""Stands behind figures of plans that are not proven."""


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
        unit = words.unit(look, answer, ranking.measure)
        yield look.say("study.influences", unit=unit), _influences(look, answer, ranking)
        yield look.say("study.tornado", unit=unit), _tornado(look, ranking)


def _solved(look: Look, answer: Study, reused: int) -> str:
    facts = {"cases": answer.cases, "different": answer.different, "seed": str(answer.seed)}
    more = ({"reused": reused} if reused else {}) | ({"probes": answer.probes} if answer.probes else {})
    return look.say("study.solved", **facts, **more)


def _bands(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.bands:
        return
    told = FEW_BANDS if answer.is_few else BANDS
    columns = [look.column("study_measure", name=True, lines=3)]
    columns += [look.column(f"study_{name}") for name in told]
    yield from grid(columns, [_band(look, answer, one, told) for one in answer.bands], look.page)
    yield bullet(bands_note(look, answer))


def _band(look: Look, answer: Study, one: Band, told: Sequence[str]) -> Row:
    """One figure; large sums of rupiah in millions where paper is narrow, so that no column is left out."""
    name = words.unit_headed(look, answer, one.measure)
    figures: list[int | None] = [getattr(one, column) for column in told]
    if one.runs < answer.runs:
        name = f"{name} ({look.say('study.in_runs', runs=one.runs)})"
    if one.measure == "rupiah" and one.highest >= LARGE and not look.is_wide:
        name = look.say("study.millions")
        figures = [None if one is None else (one + MILLION // 2) // MILLION for one in figures]
    return Row((name, *(_or_none(look, figure) for figure in figures)))


def _or_none(look: Look, figure: int | None) -> str:
    return "-" if figure is None else look.number(figure)


def _grid(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.grid:
        return
    apart = any(one.month not in (None, answer.month) for one in answer.grid)
    open_ = any(one.status == "within_bound" for one in answer.grid)
    columns = [
        *(
            replace(look.column("study_thing", name=True, lines=3), title=words.headed(look, one))
            for one in answer.grid_of
        ),
        *([look.column("study_month")] if apart else []),
        look.column("study_persons"),
        look.column("study_dropped"),
        *([look.column("study_shortfall")] if answer.targets else []),
        look.column("study_rupiah", spare=1),
        look.column("study_bar", name=True, least=bars.WIDTH, spare=2),
    ]
    alike = [one.headline for one in answer.grid if one.headline and one.month == answer.month]
    most = max((int(head.persons_end) for head in alike), default=0)
    rows = [
        _combination(look, answer, one, most, apart=apart, open_=open_) for one in answer.grid[: look.most]
    ]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.grid))
    if answer.targets:
        facts = {"target": inert(answer.target), "place": words.place(look, answer.target_of)}
        yield bullet(look.say("study.shortfall_note", **facts))
    if apart:
        yield bullet(look.say("study.apart_note", month=answer.month))
    if open_:
        yield bullet(look.say("study.open_note"))


def _combination(look: Look, answer: Study, one: GridRow, most: int, *, apart: bool, open_: bool) -> Row:
    """One case of the grid; only those of the same last month have bars, for only they can be compared."""
    values = [words.value(look, value) for value in one.values]
    if apart:
        values.append(fact(one.month, look.language) if one.month else "-")
    head = one.headline
    if head is None:
        none = ["-"] * (3 if answer.targets else 2)
        return Row((*values, look.say("study.no_plan"), *none, ""))
    persons = _marked(look, head.persons_end, open_, proven=one.status != "within_bound")
    short = ["-" if one.shortfall is None else look.number(one.shortfall)] if answer.targets else []
    part = Fraction(int(head.persons_end), most) if most and one.month == answer.month else Fraction(0)
    figures = (look.number(head.dropped), *short, look.number(head.rupiah))
    return Row((*values, persons, *figures, bars.bar(look.page, part)))


def _marked(look: Look, count: int, open_: bool, *, proven: bool) -> str:
    """A number, with a mark where its plan is not proven; the others leave room for it."""
    return look.number(count) + (("" if proven else OPEN) or " " if open_ else "")


def _influences(look: Look, answer: Study, ranking: Ranking) -> Iterator[RenderableType]:
    shown = ranked(answer, ranking)
    if not shown:
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
        for one in shown[: look.most]
    ]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(shown))
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
    if not all(bar.proven for bar in moving[:most]):
        yield bullet(look.say("study.open_note"))
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
    open_ = not all(one.proven for one in ranking.tornado)
    shown = (
        none if end is None else _marked(look, end, open_, proven=bar.proven)
        for end in (bar.at_low, bar.at_high)
    )
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
    told = FEW_BANDS if answer.is_few else BANDS[1:4]
    columns = [
        look.column("target", name=True, lines=2),
        look.column("place", name=True, lines=2),
        look.column("study_met"),
        look.column("study_of"),
        look.column(f"study_short_{told[0]}", spare=1),
        look.column(f"study_short_{told[1]}"),
        look.column(f"study_short_{told[2]}", spare=1),
    ]
    rows = [
        Row(
            (
                inert(one.id),
                words.place(look, one.of),
                *map(look.number, (one.met, one.runs)),
                *(_or_none(look, getattr(one, TARGET.get(name, name))) for name in told),
            )
        )
        for one in answer.targets[: look.most]
    ]
    yield from grid(columns, rows, look.page)
    yield from left_out(look, len(answer.targets))
    if any(one.runs < answer.runs for one in answer.targets):
        yield bullet(look.say("study.targets_note", runs=answer.runs))


def _regions(look: Look, answer: Study) -> Iterator[RenderableType]:
    if not answer.regions:
        return
    columns = [
        look.column("place", name=True, lines=2),
        look.column("study_base"),
        look.column("study_lowest"),
        *([look.column("study_middle", spare=1)] if answer.is_few else []),
        *([] if answer.is_few else [look.column("study_p10"), look.column("study_p50", spare=1)]),
        look.column("study_highest"),
    ]
    rows = []
    for one in answer.regions[: look.most]:
        inner = [one.middle] if answer.is_few else [one.p10, one.p50]
        ends = (one.base, one.least, *inner, one.most)
        rows.append(Row((inert(one.name), *(_or_none(look, figure) for figure in ends))))
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
