"""Whatever is read, only a scenario or findings come out: never a crash, a stall or a full memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from apart import Outcome, read_apart
from hostile import CSV, GOOD, with_
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from optimizer.errors import InvalidError
from optimizer.scenario.reading import load
from optimizer.text import sentence

FAST = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# --- measured in a process of its own ---


def many(start: str, one: Callable[[int], str], count: int) -> bytes:
    """The good scenario with many more entries under a key."""
    return with_(start, start + "".join(f"  {one(number)}\n" for number in range(count)))


def region(number: int) -> str:
    code = f"{11 + number // 8_100}.{10 + number // 90 % 90}.{10 + number % 90}"
    return f"{code}: {{name: a, workers: 90, active: 5, eligible: {{rentan: 7}}}}"


def fund(number: int) -> str:
    return f"f{number}: {{owner: ID, budget: murni, year: 2026, ceiling: 16.800}}"


def target(number: int) -> str:
    return f"t{number}: {{measure: ucj, of: each, share: 1%, by: 2026-12}}"


def wide(regions: int, funds: int, targets: int) -> bytes:
    """A scenario with much of everything, in which every fund reaches every region."""
    text = GOOD
    for start, one, count in (
        ("regions", region, regions),
        ("funds", fund, funds),
        ("targets", target, targets),
    ):
        text = text.replace(
            f"{start}:\n", f"{start}:\n" + "".join(f"  {one(number)}\n" for number in range(count))
        )
    return text.encode()


TEN_YEARS = [f"{year}-{month:02d}" for year in range(2026, 2036) for month in range(1, 13)]


def outlooks(regions: int) -> bytes:
    """Regions with an outlook for each month of ten years."""
    dates = ", ".join(f"{month}: 5" for month in TEN_YEARS)
    text = many("regions:\n", lambda n: region(n)[:-1] + f", outlook: {{{dates}}}}}", regions)
    return text.replace(b"2026-01..2026-12", b"2026-01..2035-12")


def premiums(entries: int) -> bytes:
    """Premiums dated to one month each, none in the first, and a fund for each month of ten years."""
    dated = "".join(f"  - {{value: 16.800, months: {TEN_YEARS[n % 119 + 1]}}}\n" for n in range(entries))
    text = many("funds:\n", lambda n: fund(n)[:-1] + f", pays: {TEN_YEARS[0]}..{TEN_YEARS[-1]}}}", 120)
    text = text.replace(b"2026-01..2026-12", b"2026-01..2035-12")
    return text.replace(b"premium: 16.800\n", f"premium:\n{dated}".encode())


MEASURED: Mapping[str, Callable[[], bytes]] = {
    "brackets": lambda: b"a: " + b"[" * 200_000,
    "braces": lambda: b"{a: " * 200_000,
    "aliases": lambda: (
        b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 123))
    ),
    "many values": lambda: GOOD.encode() + b"note: [" + b"1," * 4_000_000 + b"]",
    "one long text": lambda: with_("Uji", "x" * 15_000_000),
    "unknown keys": lambda: GOOD.encode() + b"".join(b"k%d: 1\n" % number for number in range(100_000)),
    "wrong regions": lambda: many("regions:\n", lambda n: f"{n}: {{nam: a}}", 20_000),
    "many regions": lambda: many("regions:\n", region, 20_000),
    "very many funds": lambda: many("funds:\n", fund, 20_000),
    "as many regions as fit": lambda: many("regions:\n", region, 14_000),
    "as many funds as fit": lambda: many("funds:\n", fund, 14_000),
    "many regions, funds and targets": lambda: wide(5_000, 5_000, 5_000),
    "targets of every region": lambda: wide(3_000, 5, 100),
    "as many targets of every region as are reckoned": lambda: wide(5_000, 1, 9),
    "an outlook of many dates": lambda: outlooks(700),
    "many dated premiums": lambda: premiums(9_000),
    "many groups": lambda: with_(
        "groups: {rentan", "groups: {" + ", ".join(f"g{n}: {{}}" for n in range(50_000)) + ", rentan"
    ),
    "many targets": lambda: many("targets:\n", target, 20_000),
    "many premiums": lambda: with_("premium: 16.800", "premium: [" + "16.800, " * 100_000 + "16.800]"),
    "a long horizon": lambda: with_("2026-01..2026-12", "1900-01..2200-12"),
    "many stars": lambda: GOOD.encode() + b"variants: {a: {change: {" + b"*" * 1_000_000 + b": 1}}}\n",
    "many variants": lambda: (
        GOOD.encode()
        + b"variants:\n"
        + b"".join(b"  v%d: {change: {title: b}}\n" % number for number in range(50_000))
    ),
}


@pytest.mark.parametrize("name", MEASURED)
def test_nothing_stalls_or_fills_the_memory(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_bytes(MEASURED[name]())
    outcome: Outcome = read_apart(tmp_path / "a.yaml")

    assert not outcome.refused or outcome.codes
    assert not outcome.refused or any(place is not None for place in outcome.places)


# --- chance ---

_WORDS = """
schema alokasi/1 title horizon 2026-01..2026-12 premium 16.800 16.8 groups regions funds targets
rules goals sources variants extends change label 52.04 52 5204 a.csv a.yaml ../b.yaml null ~
unknown assume source status note name workers active eligible owner budget murni year 2026
ceiling value -20% x0.8 +2pp : , - # & * ! | > ' " % @ ` [ ] { } coverage fairness give_up 1% of
each share by measure ucj stay floors region persons from to matching fund ratio rivals outlook
subsidised per_region max min set_aside pays
"""
_PATHS = """
funds.a.ceiling funds.* funds[owner=52.04].ceiling regions.52.04.workers title goals.0
targets.t.share regions funds premium groups.rentan.weight *.*.* regions.*.eligible.* variants
extends goals funds.a.status regions."52.05" horizon funds.a.ceiling.value funds.a
"""
WORDS = st.sampled_from(re.findall(r"\S+", _WORDS))
YAMLISH = st.lists(
    st.tuples(st.sampled_from(["", " ", "  ", "\n", "\n  ", "\n    ", ": ", ", ", "\n- "]), WORDS),
    max_size=40,
).map(lambda parts: "".join(mark + word for mark, word in parts))
PIECES = st.lists(
    st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), WORDS | st.text(max_size=5)), max_size=6
)


def patched(pieces: list[tuple[int, int, str]]) -> str:
    """The good scenario, damaged here and there."""
    text = GOOD
    for at, length, new in pieces:
        text = text[:at] + new + text[at + length :]
    return text


def holds(raw: bytes, folder: Path, sets: Sequence[str] = (), variants: Sequence[str] = ()) -> None:
    """Only a scenario or findings come out; every finding can be said."""
    (folder / "a.yaml").write_bytes(raw)
    (folder / "a.csv").write_text(CSV, "utf-8")
    try:
        found = load(folder / "a.yaml", sets=sets, variants=variants).findings
    except InvalidError as error:
        found = error.findings
        assert any(one.level == "error" for one in found)
    for one in found:
        for said in (sentence(one, "id"), sentence(one, "en")):
            assert said
            assert not said.startswith(f"{one.code} "), said
        assert one.place is None or (one.place.line > 0 and one.place.column > 0)


@given(st.one_of(YAMLISH, PIECES.map(patched)))
@example("each: 5\n")
@example("'[key]': 5\n")
@example(GOOD + "codes: 5\n")
@FAST
def test_any_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    holds(text.encode("utf-8", "surrogatepass"), tmp_path)


@given(st.binary(max_size=300))
@FAST
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    holds(raw, tmp_path)


PATHS = st.sampled_from(re.findall(r"\S+", _PATHS))
VALUES = (
    WORDS
    | st.text(max_size=10)
    | st.sampled_from(["-20%", "x0", "x1e9", "-999999999", "+Rp5", "[a", "{b: 1}"])
)
CHANGES = (
    st.text(max_size=30)
    | st.lists(WORDS, max_size=5).map(".".join)
    | st.builds("{}={}".format, PATHS, VALUES)
)


@given(st.lists(CHANGES, max_size=3))
@example(["funds.a=null", "funds.a.ceiling=1"])
@example(["*m={0: 0}"])
@FAST
def test_any_change_is_made_or_refused(tmp_path: Path, changes: list[str]) -> None:
    holds(GOOD.encode(), tmp_path, sets=changes)


@given(CHANGES, CHANGES)
@FAST
def test_any_variant_is_made_or_refused(tmp_path: Path, first: str, second: str) -> None:
    change = "".join(
        "      " + repr(path) + ": " + repr(value) + "\n"
        for path, _, value in (one.partition("=") for one in (first, second))
        if one_line(path) and one_line(value)
    )
    text = GOOD + "variants:\n  v:\n    change:\n" + (change or "      title: b\n")
    holds(text.encode("utf-8", "surrogatepass"), tmp_path, variants=("v",))


def one_line(text: str) -> bool:
    return text.isprintable() and "'" not in text and "\\" not in text


def test_a_reading_that_crashes_is_noticed(tmp_path: Path) -> None:
    """What is asked next is read."""
    (tmp_path / "a.yaml").write_text(GOOD)
    with pytest.raises(AssertionError, match="ended with -6"):
        read_apart(tmp_path / "a.yaml", "crash")

    assert read_apart(tmp_path / "a.yaml").codes == ()
