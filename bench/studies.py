"""Studies of NTB: cases a second with each engine, and where the time of a thousand cases goes.

``python bench/studies.py`` prints it; ``python bench/studies.py 200 one cores`` takes the first so many cases
and these engines. Every engine must come to the same outcomes, byte by byte.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import product
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from optimizer import runs
from optimizer.answers.outcome import outcome_line
from optimizer.scenario import recast
from optimizer.study.case import Case
from optimizer.study.running import solve_cases
from optimizer.study.running.store import Store

NTB = Path(__file__).parent.parent / "scenarios" / "ntb" / "base.yaml"
CASES = 1_000
ENGINES = ("one", "cores", "dask")
CORES = 2
PARTS: dict[str, tuple[tuple[Any, str], ...]] = {
    "read": ((recast.Recast, "scenario"), (recast.Recast, "digest")),
    "solve": ((runs, "drafted"),),
    "audit": ((runs, "passed"),),
    "tally": ((runs, "tally"),),
    "store": ((Store, "put"), (Store, "get")),
}
"""What is timed of a case, and the functions that do it."""


def cases(count: int = CASES) -> list[Case]:
    """A grid of budgets, stays and targets, and samples of uncertain figures; the same on every machine."""
    budgets = ("-30%", "-20%", "-10%", "x1", "+10%", "+20%", "+30%", "+40%")
    shares = ("40%", "45%", "50%", "55%", "60%", "65%", "70%", "75%", "80%", "85%")
    grid = [
        (f"funds.*.ceiling={budget}", f"rules.stay={stay}", f"targets.ucj-2026.share={share}")
        for budget, stay, share in product(budgets, (3, 6, 12), shares)
    ]
    drawn = random.Random(2026)
    samples = [
        (
            f"funds.provinsi-murni-2026.ceiling={drawn.randint(5_000, 20_000)} juta",
            f"funds.lombok-timur-murni-2026.ceiling={drawn.randint(2_000, 9_000)} juta",
            f"regions.52.01.eligible.rentan={drawn.randint(60_000, 83_000)}",
            f"regions.52.04.active={drawn.randint(36_000, 40_000)}",
        )
        for _ in range(CASES - len(grid))
    ]
    mixed = [Case(number, (), sets, sets) for number, sets in enumerate((*grid, *samples))]
    step = max(1, len(mixed) // count)
    return mixed[::step][:count]


def study(every: list[Case], engine: str, **how: Any) -> tuple[float, list[str]]:
    """Seconds of a study with its store, and its outcomes."""
    begin = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        found = solve_cases(NTB, (), (), every, engine=engine, store=Path(folder), **how)
        outcomes = [outcome_line(outcome) for _, outcome in found]
    return perf_counter() - begin, outcomes


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Seconds of the processor that the parts of a case take, while the block runs in this process."""
    seconds = dict.fromkeys(PARTS, 0.0)
    kept = [(place, name, getattr(place, name)) for places in PARTS.values() for place, name in places]
    for part, places in PARTS.items():
        for place, name in places:
            setattr(place, name, _timed(getattr(place, name), part, seconds))
    try:
        yield seconds
    finally:
        for place, name, function in kept:
            setattr(place, name, function)


def _timed(function: Callable[..., Any], part: str, seconds: dict[str, float]) -> Callable[..., Any]:
    @wraps(function)
    def measured(*given: Any, **named: Any) -> Any:
        begin = process_time()
        try:
            return function(*given, **named)
        finally:
            seconds[part] += process_time() - begin

    return measured


@contextmanager
def how_of(engine: str) -> Iterator[dict[str, Any]]:
    """What an engine needs to be told; for Dask a cluster of two worker processes is started."""
    if engine != "dask":
        yield {"workers": CORES} if engine == "cores" else {}
        return
    from distributed import LocalCluster  # noqa: PLC0415 # measured only when asked for

    with LocalCluster(  # type: ignore[no-untyped-call] # distributed has no types
        n_workers=CORES, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as cluster:
        yield {"scheduler": cluster.scheduler_address}


def measured(count: int, engines: tuple[str, ...]) -> Iterator[str]:
    """Lines of the page."""
    every = cases(count)
    begin = process_time()
    with timed() as parts:
        _, outcomes = study(every, "one")
    seconds = process_time() - begin
    standing = Counter(line.split('"')[3] for line in outcomes)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{len(every)} cases of NTB: {dict(standing)}, {memory:.0f} MB, {os.cpu_count()} cores"
    parts["rest"] = seconds - sum(parts.values())
    for part, spent in parts.items():
        yield f"  {part:8} {1000 * spent / len(every):8.2f} ms a case {100 * spent / seconds:5.1f} %"
    for engine in engines:
        with how_of(engine) as how:
            seconds, others = study(every, engine, **how)
        same = "the same bytes" if others == outcomes else "OTHER OUTCOMES"
        yield f"{engine:6} {seconds:8.2f} s {len(every) / seconds:8.1f} cases a second, {same}"


def main(words: list[str]) -> None:
    """Measure and print."""
    count = next((int(word) for word in words if word.isdigit()), CASES)
    engines = tuple(word for word in words if word in ENGINES) or ENGINES
    for line in measured(count, engines):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
