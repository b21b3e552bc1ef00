"""The curves of ``worth``: where a price holds, what ends it, and where more money covers fewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from optimizer.answers.worth import Curve, Piece, Worth
from optimizer.report import names
from optimizer.report.asked.worth_words import goals, rupiah, why
from optimizer.report.grid import Row, grid
from optimizer.report.view import Look
from optimizer.units import Persons


def falls(look: Look, answer: Worth) -> Iterator[str]:
    """A sentence for each range in which more money covers fewer in the last month."""
    for one in answer.curves:
        for falling, pieces in groupby(one.pieces, key=_falls):
            if falling:
                stretch = list(pieces)
                told = stretch if answer.decided else [_together(stretch)]
                yield from (_fall(look, answer, one, piece) for piece in told)


def _falls(piece: Piece) -> bool:
    return piece.price is not None and piece.price < 0


def _together(pieces: Sequence[Piece]) -> Piece:
    """Ranges that follow each other as one, at their average price."""
    first, last = pieces[0], pieces[-1]
    fewer = sum((Fraction(piece.last - piece.first) / (piece.price or 1) for piece in pieces), Fraction(0))
    price = Fraction(last.last - first.first) / fewer
    return replace(first, last=last.last, persons_last=last.persons_last, price=price)


def _fall(look: Look, answer: Worth, one: Curve, piece: Piece) -> str:
    assert piece.price is not None, "a fall has a price"
    facts: dict[str, object] = {
        "fund": names.fund(look.scenario, one.fund),
        "first": piece.first,
        "last": piece.last,
        "price": rupiah(-piece.price),
        "month": answer.month,
    }
    before = sorted({target.by for target in look.scenario.targets.values() if target.by < answer.month})
    if piece.better == ("targets",) and before:
        return look.say("worth.fall_carry", **facts, months=before)
    if piece.better == ("keep",):
        return look.say("worth.fall_keep", **facts)
    if piece.better:
        return look.say("worth.fall_order", **facts, better=goals(look, piece.better))
    return look.say("worth.fall_unknown", **facts)


def curve(look: Look, one: Curve) -> Iterator[RenderableType]:
    """A row a range."""
    if not any(piece.price is not None or piece.impossible for piece in one.pieces):
        yield Text(look.say("worth.flat", month=look.scenario.horizon.last))
        return
    columns = [
        look.column("worth_from"),
        look.column("worth_to"),
        look.column("worth_people_from"),
        look.column("worth_people_to"),
        look.column("worth_each"),
        look.column("worth_ends", name=True, lines=8, least=14),
    ]
    yield from grid(columns, [_row(look, piece) for piece in one.pieces], look.page)


def _persons(piece: Piece) -> tuple[Persons | None, Persons | None]:
    return piece.persons_first, piece.persons_last


def _ending(look: Look, piece: Piece) -> str:
    if piece.impossible:
        return look.say("worth.contradicts")
    return why(look, piece.ends) if piece.ends else ""


def _row(look: Look, piece: Piece) -> Row:
    return Row(
        (
            look.number(piece.first),
            look.number(piece.last),
            *("-" if there is None else look.number(there) for there in _persons(piece)),
            look.number(rupiah(piece.price)) if piece.price is not None and not piece.average else "-",
            _ending(look, piece),
        )
    )
