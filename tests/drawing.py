"""Small draws for the strategies: their parts are made once.

To look a strategy up takes hypothesis as long as to draw from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

Draw = st.DrawFn
Thing = TypeVar("Thing")


@cache
def between(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


@cache
def among(things: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(things)


@cache
def places(count: int) -> st.SearchStrategy[set[int]]:
    """One or more places of so many."""
    return st.sets(st.sampled_from(range(count)), min_size=1)


def often(draw: Draw, one_in: int = 2) -> bool:
    """True once in so many draws; shrinks to False."""
    return draw(between(0, one_in - 1)) == one_in - 1


def some(draw: Draw, things: Sequence[Thing]) -> list[Thing]:
    """One or more of the things, in their order."""
    chosen = draw(places(len(things)))
    return [thing for k, thing in enumerate(things) if k in chosen]


def one(draw: Draw, things: Sequence[Thing]) -> Thing:
    thing: Thing = draw(among(tuple(things)))
    return thing
