"""What is measured, each in a process of its own: words in, JSON out, the last line the result."""

from __future__ import annotations

import importlib
import json
import math
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

from optimizer import runs
from optimizer.problem import Problem, build
from optimizer.questions.changes import with_ceilings, with_rules
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario
from optimizer.solve import answer
from optimizer.solve.highs import Limits
from optimizer.solve.workshop import Workshop
from optimizer.synthetic.country import REGIONS
from optimizer.synthetic.files import Wish, made_up

HOME = Path(__file__).parent.parent
NTB = HOME / "scenarios" / "ntb" / "base.yaml"
PEERS = {
    "plain": ("plain", "built"),
    "pulp": ("through_pulp", "ThroughPulp"),
    "linopy": ("through_linopy", "ThroughLinopy"),
}
PATIENCE = 3_600.0
"""Seconds; processes that take longer than they may are ended from outside."""

PHASES: Mapping[str, tuple[tuple[Any, str], ...]] = {
    "build": ((answer, "build"), (answer, "blocks")),
    "formulate": ((Workshop, "program"), (Workshop, "brief")),
    "goals": ((answer, "optimum"),),
    "whole persons": ((answer, "whole_of"),),
    "reasons": ((answer, "reasons"),),
    "audit": ((runs, "passed"),),
    "tally": ((runs, "tally"), (runs, "digest")),
}
"""The parts of an answer, and the functions that do them."""

_ADDING = threading.Lock()

AFRESH = 5
"""What-ifs that PuLP is asked, of those that a loaded program answers."""


def ntb(times: str = "20") -> dict[str, Any]:
    """Seconds of NTB in process, fresh and loaded: all goals, whole persons, audited; the best of so many."""
    loaded = load(NTB)
    fresh = min(_seconds(partial(runs.answer, loaded)) for _ in range(int(times)))
    desk = Workshop()
    changed = _whatifs(loaded.scenario)
    runs.planned(loaded.scenario, Limits.starting(PATIENCE), desk)
    limits = Limits.starting(PATIENCE)
    each = mean(_seconds(partial(runs.planned, one, limits, desk)) for one in changed)
    begun = mean(_seconds(partial(runs.planned, one, limits, Workshop())) for one in changed)
    return {"fresh": fresh, "loaded": each, "afresh": begun, "plans": len(changed), "memory": memory()}


def ntb_pulp() -> dict[str, Any]:
    """Mean seconds of a what-if of NTB that is stated and solved afresh through PuLP."""
    changed = _whatifs(load(NTB).scenario)
    step = len(changed) // AFRESH
    seconds = []
    for scenario in changed[::step][:AFRESH]:
        problem = build(scenario)
        seconds.append(_seconds(partial(_through_pulp, problem)))
    return {"afresh": mean(seconds), "plans": len(seconds), "memory": memory()}


def country(regions: str, *words: str) -> dict[str, Any]:
    """From the files of a made-up country to its audited plan: seconds of each phase, and memory."""
    with tempfile.TemporaryDirectory() as folder:
        file = made_files(Path(folder), int(regions))
        with timed() as phases:
            begin = perf_counter()
            loaded = load(file)
            phases["read"] = perf_counter() - begin
            run = runs.answer(loaded, time_limit=PATIENCE)
            seconds = perf_counter() - begin
    order = ("read", *PHASES)
    return {
        "seconds": seconds,
        "phases": {name: phases[name] for name in order if name in phases},
        "status": run.plan.status,
        "regions": len(loaded.scenario.regions),
        "funds": len(loaded.scenario.funds),
        "memory": memory(),
        "values": {goal.goal: [float(goal.value), float(goal.bound)] for goal in run.plan.goals},
    }


def peer(name: str, regions: str) -> dict[str, Any]:
    """A peer on the one-piece monthly program: seconds of stating it and of each goal, values, memory.

    Reading the files is not counted; plain HiGHS is not asked how long its arrays take.
    """
    module, maker = PEERS[name]
    make, identical = getattr(importlib.import_module(module), maker), importlib.import_module("identical")
    problem = problem_of(regions)
    begin = perf_counter()
    stated = make(problem)
    built = 0.0 if name == "plain" else perf_counter() - begin
    found = identical.in_order(stated, problem, _told)
    return {
        "stated": built,
        "goals": found.seconds,
        "seconds": built + sum(found.seconds.values()),
        "values": found.values,
        "levels": found.levels,
        "rounds": found.rounds,
        "cold": getattr(stated, "cold", 0),
        "memory": memory(),
    }


def study(cases: str = "1000") -> dict[str, Any]:
    """Seconds of a study of NTB on one core."""
    studies = importlib.import_module("studies")
    seconds, outcomes = studies.study(studies.cases(int(cases)), "one")
    return {"seconds": seconds, "cases": len(outcomes), "memory": memory()}


def made_files(folder: Path, regions: int) -> Path:
    """The files of ``alokasi generate --regions N --seed 1``."""
    level = next(level for level, most in REGIONS.items() if regions <= most)
    for name, text in made_up(Wish(level, regions, 1), "id").files.items():
        (folder / name).write_text(text, "utf-8")
    return folder / "base.yaml"


def problem_of(regions: str) -> Problem:
    """NTB, or a made-up country of so many regions."""
    if regions == "ntb":
        return build(load(NTB).scenario)
    with tempfile.TemporaryDirectory() as folder:
        return build(load(made_files(Path(folder), int(regions))).scenario)


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Seconds of each phase while the block runs in this process."""
    seconds: dict[str, float] = {}
    inside = threading.local()
    places = [(phase, *one) for phase, inside in PHASES.items() for one in inside if hasattr(*one)]
    kept = [(place, name, getattr(place, name)) for _, place, name in places]
    for phase, place, name in places:
        setattr(place, name, _counted(getattr(place, name), phase, seconds, inside))
    try:
        yield seconds
    finally:
        for place, name, function in kept:
            setattr(place, name, function)


def memory() -> float:
    """The most memory this process has held, in MB."""
    status = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def fitted(sizes: list[int], seconds: list[float]) -> float:
    """The exponent k of the curve seconds ~ n^k that lies nearest, by least squares of logarithms."""
    across, up = [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    middle, height = mean(across), mean(up)
    slope = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return slope / sum((x - middle) ** 2 for x in across)


def _counted(
    function: Callable[..., Any], phase: str, seconds: dict[str, float], inside: threading.local
) -> Callable[..., Any]:
    """The function, its seconds added to its phase unless another phase is running in the same thread."""

    @wraps(function)
    def counting(*given: Any, **named: Any) -> Any:
        if getattr(inside, "phase", None):
            return function(*given, **named)
        begin, inside.phase = perf_counter(), phase
        try:
            return function(*given, **named)
        finally:
            inside.phase = None
            spent = perf_counter() - begin
            with _ADDING:
                seconds[phase] = seconds.get(phase, 0.0) + spent

    return counting


def _whatifs(scenario: Scenario) -> list[Scenario]:
    """The scenario with each of ten funds doubled, and with stays from 1 to 12."""
    funds = list(scenario.funds.items())[:10]
    return [
        *(with_ceilings(scenario, {name: 2 * fund.ceiling.number}) for name, fund in funds),
        *(with_rules(scenario, stay=stay) for stay in range(1, 13)),
    ]


def _through_pulp(problem: Problem) -> None:
    through_pulp, identical = importlib.import_module("through_pulp"), importlib.import_module("identical")
    identical.in_order(through_pulp.ThroughPulp(problem), problem)


def _seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def _told(goal: str, seconds: float) -> None:
    """One goal is done: who gives up knows how far it came."""
    print(json.dumps({"goal": goal, "seconds": seconds}), flush=True)


MEASURES: Mapping[str, Callable[..., dict[str, Any]]] = {
    "ntb": ntb,
    "ntb-pulp": ntb_pulp,
    "country": country,
    "peer": peer,
    "study": study,
}


if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]](*sys.argv[2:])), flush=True)
