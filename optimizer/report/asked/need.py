"""The page of ``need``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.need import Need, TargetNeed, Way
from optimizer.report import names, shell
from optimizer.report.asked.sheet import left_out, sheet
from optimizer.report.grid import Row, Title, grid
from optimizer.report.view import Look, bullet
from optimizer.text.numbers import decimal
from optimizer.units import Code, Months, PersonMonths, Rupiah, Share

NARROW = 12
"""Columns of a name beside four sums of money."""

KINDS = {"Kabupaten": "Kab.", "Provinsi": "Prov."}
"""Kinds of places as tables write them."""


def page(look: Look, answer: Need) -> str:
    """How much more, by when and from whom in sentences; then each way of sharing beside the others."""
    parts = [
        (look.say("need.heading.who"), _who(look, answer)),
        (look.say("need.heading.when"), _when(look, answer)),
        (look.say("need.heading.ability", measure=answer.ability or ""), _parts(look, answer)),
        (look.say("need.heading.set"), _assignments(look, answer)),
    ]
    return sheet(look, look.say("need.title"), answer.status, _said(look, answer), parts)


def _said(look: Look, need: Need) -> Iterator[str]:
    cheapest, *others = need.ways
    yield from (_out_of_reach(look, row) for row in need.targets if row.missing)
    ids = {row.id for row in need.targets}
    which = look.say("need.one" if len(ids) == 1 else "need.several", id=need.targets[0].id, count=len(ids))
    facts = {"which": which, "rupiah": cheapest.rupiah}
    if not cheapest.possible:
        yield look.say("need.unverified", way=look.say("column.need_cheapest"), least=cheapest.least)
    elif cheapest.rupiah:
        yield look.say("need.least" if need.reachable else "need.least_most", **facts)
        if need.today:
            times = decimal(Fraction(cheapest.rupiah, need.today), look.language, 2)
            yield look.say("need.times", times=times, today=need.today)
    else:
        yield look.say("need.nothing" if need.reachable else "need.nothing_most", **facts)
    if cheapest.rupiah:
        yield from (look.say("need.by", **year) for year in _years(cheapest))
        if need.lost:
            yield look.say("need.kept", lost=need.lost)
        proven = "need.proven_kept" if need.lost else "need.proven"
        yield look.say(proven if cheapest.proven else "need.between", least=cheapest.least)
    for way in others:
        yield from _way_said(look, way, cheapest, need)
    late = [way for way in need.ways if way.possible and not way.in_order]
    if late:
        yield look.say("need.order", ways=[look.say(f"column.need_{way.key}") for way in late])


def _out_of_reach(look: Look, row: TargetNeed) -> str:
    """Why money alone cannot do it, as a sum."""
    facts = {
        "id": row.id,
        "of": names.places(look.scenario, row.of, look.language),
        "by": row.by,
        "share": look.given(Share(row.share)),
        "need": row.need,
        "others": row.others,
        "eligible": row.eligible,
        "reach": row.reach,
        "missing": row.missing,
        "stay": look.scenario.rules.stay,
    }
    return look.say(f"need.limit.{row.limit}", **facts)


def _way_said(look: Look, way: Way, cheapest: Way, need: Need) -> Iterator[str]:
    if way.lacks == "plan":
        yield look.say("need.unverified", way=look.say(f"column.need_{way.key}"), least=way.least)
        return
    if not way.possible:
        yield look.say(f"need.{way.key}.{'unanswered' if way.lacks else 'impossible'}")
        return
    if not way.rupiah:
        return
    facts: dict[str, object] = {"rupiah": way.rupiah, "more": Rupiah(max(0, way.rupiah - cheapest.rupiah))}
    if way.key == "own":
        short = [row for row in way.targets if row.missing and "," not in row.of]
        code = "own.most" if short and need.reachable else "own.more" if facts["more"] else "own.same"
        yield look.say(f"need.{code}", **facts, regions=len({row.of for row in short}))
    elif way.key == "matched":
        assert way.payer is not None, "who tops up is known"
        paid = sum(one.rupiah for one in way.added if one.owner == way.payer)
        payer = names.payer(look.scenario, way.payer, look.language)
        facts |= {"payer": payer, "ratio": way.ratio, "paid": Rupiah(paid), "own": Rupiah(way.rupiah - paid)}
        if way.matched_fund is None:
            yield look.say("need.matched.new", **facts)
        else:
            yield look.say("need.matched.fund", **facts, fund=names.fund(look.scenario, way.matched_fund))
    else:
        unused = {"unused": Rupiah(way.sum - way.rupiah)} if way.sum > way.rupiah else {}
        yield look.say("need.ability.shared", sum=way.sum, measure=need.ability, **unused)
        idle = [names.place(look.scenario, part.code, look.language) for part in way.parts if not part.used]
        if idle:
            yield look.say("need.ability.idle", regions=idle)


def _years(way: Way) -> Iterator[dict[str, object]]:
    """What is added in each fiscal year, and which months it pays."""
    for year in sorted({one.year for one in way.added}):
        added = [one for one in way.added if one.year == year]
        yield {
            "year": year,
            "rupiah": Rupiah(sum(one.rupiah for one in added)),
            "months": Months(min(one.first for one in added), max(one.last for one in added)),
            "person_months": PersonMonths(sum(one.person_months for one in added)),
        }


def _answered(need: Need) -> list[Way]:
    return [way for way in need.ways if way.possible and way.rupiah]


def _who(look: Look, need: Need) -> Iterator[RenderableType]:
    """A row a payer, a column each way."""
    ways = _answered(need)
    if not ways:
        return
    columns = [
        look.column("owner", name=True, lines=2, least=NARROW),
        *(look.column(f"need_{way.key}") for way in ways),
    ]
    sums = [_by_owner(way) for way in ways]
    owners = sorted({owner for way in sums for owner in way}, key=lambda code: (len(code.split(".")), code))
    rows = [
        Row(
            (
                _short(names.payer(look.scenario, owner, look.language)),
                *(_money(look, way.get(owner, 0)) for way in sums),
            )
        )
        for owner in owners[: look.most]
    ]
    total = Row((look.say("column.total"), *(look.number(way.rupiah) for way in ways)))
    yield from grid(columns, rows, look.page, total=total)
    yield from left_out(look, len(owners))
    if len(ways) > 1:
        yield bullet(look.say("need.any_region"))


def _by_owner(way: Way) -> Mapping[Code, int]:
    found: dict[Code, int] = {}
    for one in way.added:
        found[one.owner] = found.get(one.owner, 0) + one.rupiah
    return found


def _when(look: Look, need: Need) -> Iterator[RenderableType]:
    """A row a fiscal year, a column each way."""
    ways = _answered(need)
    years = sorted({one.year for way in ways for one in way.added})
    if len(years) < 2:
        return
    columns = [
        look.column("need_year", name=True, least=NARROW),
        *(look.column(f"need_{way.key}") for way in ways),
    ]
    rows = [
        Row(
            (
                look.say("need.year", year=year),
                *(_money(look, sum(one.rupiah for one in way.added if one.year == year)) for way in ways),
            )
        )
        for year in years
    ]
    yield from grid(columns, rows, look.page)


def _parts(look: Look, need: Need) -> Iterator[RenderableType]:
    """What each region could be asked for by its ability, and what it uses."""
    way = next((way for way in need.ways if way.key == "ability"), None)
    if way is None or not way.possible or not way.rupiah:
        return
    columns = [
        look.column("owner", name=True, lines=2),
        look.column("need_figure"),
        look.column("need_part"),
        look.column("need_used"),
    ]
    rows: list[Row | Title] = [
        Row(
            (
                _short(names.place(look.scenario, part.code, look.language)),
                look.number(part.ability),
                look.number(part.part),
                look.number(part.used),
            )
        )
        for part in way.parts[: look.most]
    ]
    total = Row(
        (
            look.say("column.total"),
            look.number(sum(part.ability for part in way.parts)),
            look.number(way.sum),
            look.number(way.rupiah),
        )
    )
    yield from grid(columns, rows, look.page, total=total)


def _assignments(look: Look, need: Need) -> Iterator[RenderableType]:
    """The cheapest way as changes of the scenario, ready to be copied."""
    added = need.ways[0].added
    lines = [one.assignment for one in added if one.assignment is not None]
    if not lines or len(lines) < len(added):
        return
    for place, line in enumerate(lines):
        ends = " \\" if place < len(lines) - 1 else ""
        for said in _broken(shell.written("--set", line) + ends, look.page.width - 4):
            yield Text(f"  {said}", no_wrap=True, overflow="ignore")
    yield Text(look.say("need.use"))


def _broken(command: str, width: int) -> list[str]:
    """A change in lines: a new fund is broken after a comma, which a file reads as the same."""
    comma = command.rfind(", ", 0, width)
    if len(command) <= width or comma < 0:
        return [command]
    return [command[: comma + 1], f"  {command[comma + 2 :]}"]


def _short(name: str) -> str:
    """The kind of a place written alike in every row."""
    kind, _, rest = name.partition(" ")
    return f"{KINDS[kind]} {rest}" if kind in KINDS else name


def _money(look: Look, rupiah: int) -> str:
    return look.number(rupiah) if rupiah else "-"
