"""Who pays the premium of how many workers, where and in which months: the face for analysts.

``load`` reads a scenario and ``solve`` answers it; both return frozen values. Tables are made by pandas.

    >>> from optimizer import load, solve                              # doctest: +SKIP
    >>> run = solve("scenarios/ntb/base.yaml")                         # doctest: +SKIP
    >>> run.plan.totals.persons_end                                    # doctest: +SKIP
    >>> run.frames.funds[["id", "ceiling", "allocated", "left"]]       # doctest: +SKIP
    >>> less = load("scenarios/ntb/base.yaml", sets=["funds.*-murni-2026.ceiling=-20%"])     # doctest: +SKIP
    >>> solve(less, time_limit=60).frames.regions                      # doctest: +SKIP

Nothing is imported before it is asked for: ``alokasi --help`` must not wait for a solver.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from optimizer import solve as _room

if TYPE_CHECKING:
    from optimizer.runs import solved as solve
    from optimizer.scenario.reading import load

__all__ = ["load", "solve"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "load":
        return import_module("optimizer.scenario.reading").load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Solving(ModuleType):
    """``solve(...)`` for analysts, though a package has that name: the package can be called."""

    def __call__(self, *given: Any, **options: Any) -> Any:
        return import_module("optimizer.runs").solved(*given, **options)


_room.__class__ = _Solving
