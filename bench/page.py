"""docs/performance.md from what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from measures import PHASES, fitted

Found = Mapping[str, Any]

GROWTH = (100, 514, 2_000, 7_285)
GIB = 1024
ALONE = 2.2
"""Processes at work, by the mean of a minute: the measurement before may be one of two cores' worth."""
EXAMPLE = "scenarios/ntb/base.yaml"


_HEAD = """\
Measured by `make bench` on {machine}. Each measurement is a process of its own; memory is the most it ever
held (VmHWM), Python and libraries included. Times on another machine differ; the ratios hardly do. What was
measured stands in `bench/results.json`.
"""
_COUNTRIES = """
Countries are made up: `alokasi generate --regions N --seed 1` ([generate.md](generate.md)), two groups, 15
months, a target for every region, all seven goals, a stay of 12 months; up to 514 regions are kabupaten and
kota, up to 7,285 kecamatan, then desa and kelurahan.
"""
_SECONDS = """
*Seconds* are from the files to the audited plan in whole persons (`load`, then `optimizer.runs.answer`). The
parts from *formulate* to *whole persons* run for several provinces at a time where there are several cores:
their seconds are those of all threads together, and more than what passed on the clock.
"""
_SAME = """
All are given the same program, the one-piece monthly program of [model.md](model.md), and the same goals in
the same order, held and levelled by the same procedure (`bench/identical.py`); a run in which two of them
reach other values, by more than a millionth, is refused. *Plain HiGHS* is one warm `Highs` object fed
arrays, default options (threads: automatic); what its arrays cost is not counted. *linopy* states the
program by whole arrays and keeps HiGHS loaded (`sparse=True`, `track_updates=True`); *PuLP* states it once
and hands it afresh to its own HiGHS interface at every solve, which is all that interface can do. Peers end
with fractions of persons and with one of many plans that tie, and audit nothing; Alokasi reads the files,
seeks whole persons, makes the plan unique, audits it and says why money is left.
"""


def page(found: Found) -> str:
    """The whole page."""
    parts = [
        "# How fast it is\n",
        _HEAD.format(machine=found.get("machine", "no machine yet")),
        "## The bars\n",
        "| work | bar | measured | met |\n|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in _bars(found)),
        *_busy(found),
        _COUNTRIES,
        "## Where the time goes\n",
        *_phases(found),
        _SECONDS,
        "## The peers\n",
        *_peers(found),
        _SAME,
        "## Commands\n",
        *_commands(found),
    ]
    return "".join(f"{part}\n" for part in parts)


def _bars(found: Found) -> Iterator[tuple[str, str, str, str]]:
    for row in (_ntb, _whatifs, _beside_plain, _beside_others, _growth, _villages, _study):
        yield row(found)


def _busy(found: Found) -> Iterator[str]:
    """Whether others used the machine: what was measured then is too slow."""
    loads = {name: one["busy"] for name, one in found.items() if isinstance(one, dict) and "busy" in one}
    if loads and max(loads.values()) > ALONE:
        worst = ", ".join(f"{name} {load}" for name, load in loads.items() if load > ALONE)
        yield f"\n**Others used the machine** when these began (processes at work): {worst}."


Bar = tuple[str, str, str, str]


def _row(work: str, bar: str, measured: str | None, met: bool | None) -> Bar:
    if measured is None:
        return work, bar, "not measured", ""
    return work, bar, measured, "" if met is None else "yes" if met else "**no**"


def _ntb(found: Found) -> Bar:
    one = found.get("ntb")
    said = one and f"{1000 * one['fresh']:.0f} ms afresh, {1000 * one['loaded']:.0f} ms in a loaded program"
    return _row(
        "NTB, all goals, whole persons, audited, in process", "≤ 50 ms", said, one and one["fresh"] <= 0.05
    )


def _whatifs(found: Found) -> Bar:
    work, bar = "NTB what-if on a loaded model, all goals, audited", "≥ 30 × as many a second as through PuLP"
    one, other = found.get("ntb"), found.get("ntb-pulp")
    if not one or not other:
        return _row(work, bar, None, None)
    ratio = other["afresh"] / one["loaded"]
    said = f"{1 / one['loaded']:.1f} a second; through PuLP {1 / other['afresh']:.2f}: {ratio:.0f} ×"
    return _row(work, bar, said, ratio >= 30)


def _beside_plain(found: Found) -> Bar:
    work = "514 regions × 2 groups × 15 months, from files to audited plan"
    bar = "≤ 1.0 × plain HiGHS, ≤ 1 GiB"
    one, other = found.get("country-514"), found.get("plain-514")
    if not one or not other or "gave_up" in one:
        return _row(work, bar, None, None)
    ratio = one["seconds"] / _seconds(other)
    said = f"{one['seconds']:.1f} s, plain HiGHS {_shown(other)}: {_below(other)}{ratio:.2f} ×; {_mb(one)}"
    return _row(work, bar, said, ratio <= 1 and one["memory"] <= GIB)


def _beside_others(found: Found) -> Bar:
    work, bar = "against linopy and PuLP, same program and goals", "faster than both, memory no higher"
    said, met = [], []
    for size in ("100", "514"):
        one = found.get(f"country-{size}")
        known = {name: found.get(f"{name}-{size}") for name in ("linopy", "pulp")}
        others = {name: other for name, other in known.items() if other}
        if not one or "gave_up" in one or len(others) < len(known):
            continue
        told = [f"{name} {_shown(other)}" for name, other in others.items()]
        said.append(f"{size} regions: {one['seconds']:.1f} s, {_mb(one)}; {'; '.join(told)}")
        for other in others.values():
            met.append(one["seconds"] < _seconds(other))
            met.append("memory" not in other or one["memory"] <= other["memory"])
    return _row(work, bar, ". ".join(said) or None, all(met))


def _growth(found: Found) -> Bar:
    work, bar = "growth from 100 to 7,285 regions", "no faster than n^1.2"
    known = {size: found.get(f"country-{size}") for size in GROWTH}
    done = {size: one for size, one in known.items() if one and "seconds" in one}
    if len(done) < 2:
        return _row(work, bar, None, None)
    power = fitted(list(done), [one["seconds"] for one in done.values()])
    said = f"n^{power:.2f} over {', '.join(f'{size:,}' for size in done)}"
    missing = [size for size in GROWTH if size not in done]
    for size in missing:
        one = found.get(f"country-{size}")
        said += f"; {size:,} " + (f"given up after {one['gave_up']:.0f} s" if one else "not measured")
    return _row(work, bar, said, power <= 1.2 and not missing)


def _villages(found: Found) -> Bar:
    work = "83,762 desa/kelurahan, provincial funds, all goals"
    bar = "solves on two cores and 24 GiB"
    one = found.get("country-83762")
    if not one:
        return _row(work, bar, None, None)
    if "gave_up" in one:
        return _row(work, bar, f"given up after {one['gave_up']:,.0f} s ({one['day']})", met=False)
    said = f"{one['seconds']:,.0f} s, {_mb(one)} (`make bench-country`, {one['day']})"
    return _row(work, bar, said, one["memory"] <= 24 * GIB)


def _study(found: Found) -> Bar:
    one = found.get("study")
    work, bar = "1,000-case study on NTB", "< 10 s on one core"
    if not one or "gave_up" in one:
        said = one and f"given up after {one['gave_up']:.0f} s"
        return _row(work, bar, said, False if said else None)
    return _row(
        work, bar, f"{one['seconds']:.1f} s for {one['cases']:,} cases, {_mb(one)}", one["seconds"] < 10
    )


def _phases(found: Found) -> Iterator[str]:
    sizes = [*GROWTH, 83_762]
    done = {size: one for size in sizes if (one := found.get(f"country-{size}")) and "seconds" in one}

    def line(name: str, cell: Callable[[Found], str]) -> str:
        return f"| {name} | " + " | ".join(cell(one) for one in done.values()) + " |"

    yield "| | " + " | ".join(f"{size:,} regions" for size in done) + " |"
    yield "|---|" + "---|" * len(done)
    yield line("funds", lambda one: f"{one['funds']:,}")
    yield line("**seconds**", lambda one: f"**{one['seconds']:,.2f}**")
    for phase in ("read", *PHASES):
        yield line(phase, lambda one, phase=phase: _spent(one["phases"].get(phase)))  # type: ignore[misc] # one phase a line
    yield line("memory", _mb)
    yield line("plan", lambda one: one["status"].replace("_", " "))


def _spent(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:,.2f}"


def _peers(found: Found) -> Iterator[str]:
    yield "| | regions | stating | goals | of it fairness | programs for fairness | seconds | memory |"
    yield "|---|---|---|---|---|---|---|---|"
    for size in ("100", "514"):
        one = found.get(f"country-{size}")
        if one and "seconds" in one:
            yield f"| Alokasi, files to audited plan | {size} | | | | | {one['seconds']:.1f} | {_mb(one)} |"
        for name, shown in (("plain", "plain HiGHS"), ("linopy", "linopy"), ("pulp", "PuLP")):
            if other := found.get(f"{name}-{size}"):
                yield f"| {shown} | {size} | {' | '.join(_peer(name, other))} |"


def _peer(name: str, one: Found) -> tuple[str, ...]:
    if "gave_up" in one:
        reached = f"given up after {one['gave_up']:.0f} s, reached: {', '.join(one['goals']) or 'nothing'}"
        return "", reached, "", "", f"> {one['gave_up']:.0f}", ""
    goals = sum(one["goals"].values())
    stating = "not counted" if name == "plain" else f"{one['stated']:.1f}"
    fair = f"{one['goals'].get('fairness', 0):.1f}"
    return stating, f"{goals:.1f}", fair, f"{one['rounds']}", f"{one['seconds']:.1f}", _mb(one)


def _commands(found: Found) -> Iterator[str]:
    yield "| command | seconds |"
    yield "|---|---|"
    yield from (f"| `{name}` | {spent:.2f} |" for name, spent in found.get("commands", {}).items())
    yield ""
    yield f"NTB is `{EXAMPLE}`; each command is a process of its own, the best of three."


def _seconds(one: Found) -> float:
    return float(one.get("seconds", one.get("gave_up", 0.0)))


def _shown(one: Found) -> str:
    if "gave_up" in one:
        return f"given up after {one['gave_up']:.0f} s"
    return f"{one['seconds']:.1f} s, {_mb(one)}"


def _below(other: Found) -> str:
    """A ratio to what was given up is an upper bound."""
    return "< " if "gave_up" in other else ""


def _mb(one: Found) -> str:
    return f"{one['memory']:,.0f} MB"
