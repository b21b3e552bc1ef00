"""A scenario reads exactly or is refused at its place: never a crash, a stall, a guess or another file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from apart import Outcome, read_apart
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.reading import Loaded, load
from optimizer.text import mend, sentence
from optimizer.text.language import LANGUAGES

FAST = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
GOOD = """\
schema: alokasi/1
title: Uji
horizon: 2026-01..2026-12
premium: 16.800
groups: {rentan: {label: Rentan}}
regions:
  52.04: {name: Sumbawa, workers: 9.000, active: 500, eligible: {rentan: 700}}
funds:
  a: {owner: 52.04, budget: murni, year: 2026, ceiling: Rp100.800.000, status: planned}
targets:
  t: {measure: ucj, of: 52.04, share: 10%, by: 2026-12}
goals: [coverage]
"""


def with_(old: str, new: str) -> bytes:
    """The good scenario with one thing changed."""
    assert old in GOOD
    return GOOD.replace(old, new).encode("utf-8", "surrogatepass")


def findings_of(raw: bytes, folder: Path) -> list[Finding]:
    """What is refused in a scenario."""
    (folder / "a.yaml").write_bytes(raw)
    with pytest.raises(InvalidError) as error:
        load(folder / "a.yaml")
    return [finding for finding in error.value.findings if finding.level == "error"]


def loaded(raw: bytes, folder: Path) -> Loaded:
    """A scenario that reads."""
    (folder / "a.yaml").write_bytes(raw)
    return load(folder / "a.yaml")


def test_the_good_scenario_is_good(tmp_path: Path) -> None:
    assert loaded(GOOD.encode(), tmp_path).scenario.title == "Uji"


REFUSED: Mapping[str, tuple[bytes, str, tuple[int, int]]] = {
    "tag": (with_("title: Uji", "title: !!python/object:os.system Uji"), "yaml.tag", (2, 8)),
    "anchor": (with_("title: Uji", "title: &a Uji"), "yaml.anchor", (2, 8)),
    "alias": (with_("groups: {", "note: *a\ngroups: {"), "yaml.alias", (5, 7)),
    "key told twice": (with_("title: Uji", "title: Uji\ntitle: Lain"), "yaml.duplicate_key", (3, 1)),
    "region told twice": (
        with_("funds:\n", "  52.04: {name: Lain}\nfunds:\n"),
        "yaml.duplicate_key",
        (8, 3),
    ),
    "two-byte letters": (GOOD.encode("utf-16"), "file.utf16", (1, 1)),
    "windows letters": (with_("Uji", "Añ").decode().encode("cp1252"), "file.not_utf8", (2, 9)),
    "empty": (b"", "yaml.empty", (1, 1)),
    "a list": (b"- a\n- b\n", "yaml.not_a_map", (1, 1)),
    "two documents": (GOOD.encode() + b"---\ntitle: b\n", "yaml.second_document", (13, 1)),
    "zero": (with_("Uji", "U\0ji"), "file.character", (2, 9)),
    "a thousand that lost zeros": (with_("premium: 16.800", "premium: 16.8"), "rupiah.fraction", (4, 10)),
    "a group too short": (with_("Rp100.800.000", "1.50.000"), "rupiah.grouping", (9, 57)),
    "a share without percent": (with_("share: 10%", "share: 62.22"), "share.no_percent", (11, 39)),
    "a share cut by its comma": (with_("share: 10%", "share: 62,22%"), "yaml.decimal_comma", (11, 39)),
    "a share above all": (with_("share: 10%", "share: 110%"), "share.above_one", (11, 39)),
    "a BPS code": (with_("owner: 52.04", "owner: 5204"), "code.bps", (9, 14)),
    "not a number": (with_("active: 500", "active: NaN"), "persons.unreadable", (7, 50)),
    "infinite": (with_("active: 500", "active: .inf"), "persons.unreadable", (7, 50)),
    "with exponent": (with_("Rp100.800.000", "1e30"), "rupiah.unreadable", (9, 57)),
    "very large": (with_("Rp100.800.000", "1" + "0" * 30), "rupiah.too_large", (9, 57)),
    "negative": (with_("active: 500", "active: -500"), "persons.negative", (7, 50)),
    "too many digits": (with_("Rp100.800.000", "9" * 4_300), "rupiah.too_long", (9, 57)),
    "other digits": (with_("active: 500", "active: ٥٠٠"), "persons.unreadable", (7, 50)),
    "an unknown key": (with_("title: Uji", "titel: Uji"), "key.unknown_near", (2, 1)),
    "a month that is none": (with_("by: 2026-12", "by: 2026-13"), "month.none_such", (11, 48)),
    "a horizon reversed": (with_("2026-01..2026-12", "2026-12..2026-01"), "months.reversed", (3, 10)),
    "another format": (with_("alokasi/1", "alokasi/2"), "word.unknown_near", (1, 9)),
    "a list for a text": (with_("title: Uji", "title: [a]"), "type.text", (2, 1)),
    "a text for a map": (with_("groups: {rentan: {label: Rentan}}", "groups: a"), "type.map", (5, 9)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_meant_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    raw, code, place = REFUSED[name]
    found = {one.code: one for one in findings_of(raw, tmp_path)}

    assert code in found
    at = found[code].place
    assert at is not None
    assert (Path(at.file).name, at.line, at.column) == ("a.yaml", *place)
    for language in LANGUAGES:
        assert not sentence(found[code], language).startswith(code)
        assert mend(found[code], language)


NAMES = {
    "markup": "<script>alert(1)</script>",
    "a formula": "=1+1",
    "turned": "a\u202eb",
    "joined": "a\u200db",
    "letters of all kinds": "Ñusa 東 \U0001f600",
    "ten thousand letters": "x" * 10_000,
    "truth": "No",
    "an octal": "012",
    "a time": "12:30",
    "a number": "1e3",
    "a mark": "\ufeffa"[1:],
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_letter_by_letter(tmp_path: Path, name: str) -> None:
    text = NAMES[name]
    scenario = loaded(with_("name: Sumbawa", f"name: '{text}'"), tmp_path).scenario

    assert [region.name for region in scenario.regions.values()] == [text]


def test_a_longer_name_is_refused(tmp_path: Path) -> None:
    found = findings_of(with_("name: Sumbawa", "name: " + "x" * 10_001), tmp_path)

    assert [one.code for one in found] == ["text.too_long"]


@pytest.mark.parametrize(
    "raw",
    [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode(), GOOD.replace("\n", "\r").encode()],
    ids=["byte order mark", "windows", "old mac"],
)
def test_how_lines_are_stored_does_not_matter(tmp_path: Path, raw: bytes) -> None:
    assert loaded(raw, tmp_path).scenario == loaded(GOOD.encode(), tmp_path).scenario


def test_hard_spaces_are_spaces(tmp_path: Path) -> None:
    hard = loaded(with_("Rp100.800.000", "Rp\u00a0100.800.000"), tmp_path)

    assert hard.scenario == loaded(GOOD.encode(), tmp_path).scenario
    assert "file.hard_space" in [finding.code for finding in hard.findings]


# --- other files ---

CSV = "code;name;workers;active;eligible.rentan\n52.04;Sumbawa;9.000;500;700\n"
INLINE = "\n  52.04: {name: Sumbawa, workers: 9.000, active: 500, eligible: {rentan: 700}}"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("../regions.csv", "path.outside"),
        ("sub/../../regions.csv", "path.outside"),
        ("/etc/hostname", "path.outside"),
        ("/etc/passwd", "path.outside"),
        ("'C:\\Users\\a.csv'", "path.outside"),
        ("C:/a.csv", "path.outside"),
        ("'\\\\server\\a.csv'", "path.outside"),
        ("~/a.csv", "path.outside"),
        ("link.csv", "path.outside"),
        ("linked/regions.csv", "path.outside"),
        ("none.csv", "path.no_file"),
        ("folder.csv", "file.unreadable"),
        ("'a\\0b.csv'", "path.outside"),
        ("https://example.com/a.csv", "path.no_file"),
        ("a.yaml", "table.unknown_kind"),
    ],
)
@pytest.mark.parametrize("key", ["extends", "regions"])
def test_no_other_file_is_read(tmp_path: Path, wanted: str, code: str, key: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "regions.csv").write_text(CSV, "utf-8")
    (inside / "folder.csv").mkdir()
    (inside / "link.csv").symlink_to(tmp_path / "regions.csv")
    (inside / "linked").symlink_to(tmp_path)
    if key == "extends":
        raw, code = (
            f"extends: {wanted}\n".encode() + GOOD.encode(),
            code.replace("table.unknown_kind", "extends.circle"),
        )
    else:
        raw = with_(f"regions:{INLINE}", f"regions: {wanted}")
    found = findings_of(raw, inside)

    assert [one.code for one in found] == [code]
    assert all(one.place is not None for one in found)


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n", "utf-8")

    assert [one.code for one in findings_of(b"extends: b.yaml\n" + GOOD.encode(), tmp_path)] == [
        "extends.circle"
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("9.000", "9.0", "table.zeros_lost", (2, 15)),
        ("9.000", "1.234.567,89", "table.decimals", (2, 15)),
        ("9.000", "NA", "table.no_number", (2, 15)),
        ("9.000", "None", "table.no_number", (2, 15)),
        ("9.000", "-", "table.no_number", (2, 15)),
        ("9.000", "unknown", "figure.unknown_needs_assume", (2, 15)),
        ("9.000", "-20%", "persons.negative", (2, 15)),
        ("52.04", "52.1", "table.code_zero", (2, 1)),
        ("52.04", "5204", "code.bps", (2, 1)),
        ("Sumbawa", "Kab. Añ", "table.not_utf8", (2, 13)),
    ],
)
def test_a_cell_is_refused_at_its_place(
    tmp_path: Path, old: str, new: str, code: str, place: tuple[int, int]
) -> None:
    encoding = "cp1252" if code == "table.not_utf8" else "utf-8"
    (tmp_path / "regions.csv").write_text(CSV.replace(old, new), encoding)
    found = {
        one.code: one for one in findings_of(with_(f"regions:{INLINE}", "regions: regions.csv"), tmp_path)
    }

    assert code in found
    at = found[code].place
    assert at is not None
    assert (Path(at.file).name, at.line, at.column) == ("regions.csv", *place)


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
    "very many targets": lambda: many("targets:\n", target, 20_000),
    "as many regions as fit": lambda: many("regions:\n", region, 14_000),
    "as many funds as fit": lambda: many("funds:\n", fund, 14_000),
    "many regions, funds and targets": lambda: wide(5_000, 5_000, 5_000),
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


def test_a_pipe_and_a_device_are_no_files(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        found = findings_of(with_(f"regions:{INLINE}", "regions: pipe.csv"), tmp_path)

        assert [one.code for one in found] == ["file.unreadable"]
