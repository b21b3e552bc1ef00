"""A scenario that goes into a workbook and comes out again is the same one."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from command_line import ROOT
from handed import saved_by_libreoffice
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from strategies import Case, as_yaml, cases

from optimizer.intake.book import workbook
from optimizer.intake.brush import Book
from optimizer.intake.filling import filled
from optimizer.intake.layout import SHEETS, SPANS, Slot, choices
from optimizer.intake.reading import read
from optimizer.intake.values import Source, rows_of
from optimizer.intake.words import choice_label, column_label, setting_label, sheet_name
from optimizer.scenario.reading import Loaded, load
from optimizer.scenario.resolved import digest, write
from optimizer.scenario.workbook import workbook_pages
from optimizer.text import Language
from optimizer.units import Month, Persons, Rupiah

_NO_SHRINKING = [Phase.explicit, Phase.generate]
"""A case takes a fifth of a second: looking for a smaller one would take minutes."""

REAL = ("scenarios/ntb/base.yaml", "scenarios/ntb/futures.yaml", "scenarios/ntt/from-2026.yaml")
OTHERS = ("optimizer/commands/starter.id.yaml", "tests/golden/contract-example.yaml")


def taken_in_again(path: Path, language: Language = "id", text: bytes | None = None) -> tuple[Loaded, Loaded]:
    """The scenario, and what a workbook of it becomes; nothing may be lost on the way."""
    loaded = load(path, text=text)
    made = filled(path, text, loaded, language)
    assert [one.code for one in made.findings if one.level != "note"] == []
    return loaded, read(made.raw, "masukan.xlsx", language, beside=path, tried=False).loaded


@pytest.mark.parametrize(
    ("name", "language"), [*((name, "id") for name in (*REAL, *OTHERS)), (REAL[0], "en"), (OTHERS[1], "en")]
)
def test_the_same_scenario_comes_out(name: str, language: Language) -> None:
    before, after = taken_in_again(ROOT / name, language)

    assert write(after.scenario) == write(before.scenario)


@pytest.mark.parametrize("name", REAL)
def test_variants_and_futures_do_the_same(name: str) -> None:
    loaded = load(ROOT / name)
    made = read(filled(ROOT / name, None, loaded, "id").raw, "m.xlsx", "id", beside=ROOT / name, tried=False)

    assert list(made.loaded.variants.items()) == list(loaded.variants.items())
    for variant in list(loaded.variants)[:5]:
        first = load(ROOT / name, variants=(variant,)).scenario
        second = load("-", text=made.text.encode(), variants=(variant,)).scenario
        assert {key: fund.ceiling.number for key, fund in first.funds.items()} == {
            key: fund.ceiling.number for key, fund in second.funds.items()
        }
        assert first.rules == second.rules
        assert first.goals == second.goals
    if loaded.futures is None:
        assert made.loaded.futures is None
        return
    assert made.loaded.futures is not None
    assert made.loaded.futures.decided_until == loaded.futures.decided_until
    said = [
        [(one.name, one.label, one.probability) for one in each.every]
        for each in (loaded.futures, made.loaded.futures)
    ]
    assert said[0] == said[1]


@given(cases())
@settings(max_examples=12, deadline=None, derandomize=True, database=None, phases=_NO_SHRINKING)
def test_any_scenario_comes_out_as_it_went_in(case: Case) -> None:
    before, after = taken_in_again(Path("-"), "id", as_yaml(case).encode())

    assert digest(after.scenario) == digest(before.scenario)


def test_the_same_scenario_makes_the_same_bytes() -> None:
    source = Source(load(ROOT / REAL[0]).scenario)

    assert workbook("id", source, {}) == workbook("id", source, {})


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of NTB as LibreOffice saves it again."""
    path = ROOT / REAL[0]
    return saved_by_libreoffice(filled(path, None, load(path), "id").raw, tmp_path_factory.mktemp("saved"))


def test_a_workbook_that_libreoffice_saved_again_is_the_same_scenario(saved: bytes) -> None:
    path = ROOT / REAL[0]
    loaded = load(path)
    again = read(saved, "masukan.xlsx", "id", beside=path, tried=False)
    raw = filled(path, None, loaded, "id").raw

    assert write(again.loaded.scenario) == write(loaded.scenario)
    assert again.text == read(raw, "m.xlsx", "id", beside=path, tried=False).text


def test_libreoffice_reckons_the_sums_that_are_cached(saved: bytes) -> None:
    """1,808,432 workers, Rp25,683,528,000: what the scenario adds up to."""
    scenario = load(ROOT / REAL[0]).scenario
    pages, _, found = workbook_pages(saved, "m.xlsx", lambda name: name in ("Wilayah", "Dana"))
    rows = [row for page in pages for row in page.rows if row[min(row)].text.startswith("Jumlah (")]
    sums = [{cell.text for cell in row.values()} for row in rows]

    assert found == []
    assert str(sum(one.workers.number for one in scenario.regions.values())) in sums[0]
    assert str(sum(one.ceiling.number for one in scenario.funds.values())) in sums[1]


STRANGE = """
schema: alokasi/1
title: "=SUM(A1:A9) <script>alert(1)</script> \\u202eabc"
note: "dua\\nbaris _x000A_ dan _x005F_"
horizon: 2025-10..2026-12
premium: [{value: 16.800, months: 2025-10..2025-12, note: "a"}, {value: 16.800, rivals: [{value: 1}]}]
groups: {"a; b": {label: '"kutip", koma'}, Pekerja: {label: Wilayah}, "52.04": {weight: 0.123456789}}
regions:
  52.04:
    name: "@nama"
    workers: {value: 900.000, as_of: 2025, note: "-1+1", rivals: [{value: 1, as_of: 2025-06, note: "x"}]}
    active: {value: unknown, assume: 1, status: press}
    outlook: {2026-12: {value: 3, source: s1}, 2026-05: 4}
    eligible: {"a; b": 10, Pekerja: 0, "52.04": {value: unknown, assume: 7}}
    subsidised: {Pekerja: 0}
funds:
  "1": {owner: 52, budget: other, year: 2026, ceiling: 1, groups: ["a; b", Pekerja], set_aside: Rp1}
  "=1+1": {owner: ID, budget: murni, year: 2026, ceiling: 1.000.000.000.000.000,
    spend_at_least: 33.333333333333333333%}
targets:
  semua: {measure: ucj, of: each, share: {value: 12.345678901234567%, rivals: [{value: 50%}]}, by: 2026-12}
  dua: {measure: group, group: "a; b", of: [52.04, 52], share: 100%, by: 2026-12, weight: 1.5}
rules:
  enrol_per_month: {value: 5.000, source: s1, rivals: [{value: 4.000}]}
  floors: [{each: true, group: Pekerja, persons: 0, class: law, note: "a"}, {region: [52, 52.04], share: 1%}]
  ceilings: [{region: 52.04, persons: 100000, from: 2026-01, to: 2026-03, source: s1}]
  matching: [{fund: "=1+1", ratio: 1.5, own: [murni, csr], same_year: true}]
goals: [keep, {coverage: {groups: ["a; b"], give_up: 1%}}, {months: {give_up: 1}}, thrift]
sources: {s1: {title: "Judul; dengan, tanda", date: 2025-07, address: "http://contoh.id/?a=1&b=<2>"}}
"""


def test_strange_names_and_numbers_come_out_as_they_went_in() -> None:
    """Texts that look like formulas, tags, lists or escapes; one rupiah; shares of twenty digits."""
    before, after = taken_in_again(Path("-"), "id", STRANGE.encode())

    assert write(after.scenario) == write(before.scenario)


def test_what_a_workbook_cannot_hold_is_named() -> None:
    """Spaces at the end of a text are lost in a cell."""
    text = (ROOT / OTHERS[0]).read_text("utf-8").replace("name: Kota Bima", 'name: "Kota Bima  "').encode()
    loaded = load("-", text=text)
    made = filled(Path("-"), text, loaded, "id")

    assert [(one.code, one.facts.get("paths")) for one in made.findings] == [
        ("intake.lost", ("regions.52.72.name",))
    ]


def handwritten(source: Source, language: Language, draw: random.Random) -> bytes:
    """The same scenario as a person types it: no row of keys, numbers and months in any of their forms."""
    groups = {key: group.label or "" for key, group in source.scenario.groups.items()}
    plain = Book(None, language, source)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for sheet in SHEETS:
            page, rows = book.add_worksheet(sheet_name(sheet.key, language)), rows_of(sheet, source)
            if sheet.key == "settings":
                rows = [{**row, Slot("label"): setting_label(row[Slot("key")], language)} for row in rows]
            own = tuple(groups) if sheet.key == "regions" else ()
            slots = [slot for slot in sheet.slots(own) if any(slot in row for row in rows)]
            for column, slot in enumerate(slots):
                page.write_string(2, column, column_label(sheet, slot, language, groups).upper())
                for number, row in enumerate(rows, 3):
                    of = Slot(row[Slot("key")]) if sheet.key == "settings" else slot
                    given, words = row.get(slot), choices(sheet, of)
                    if given is not None:
                        word = isinstance(given, str) and given in words
                        said = choice_label(given, language) if word else typed(plain, given, of.key, draw)
                        page.write_string(number, column, said)
    return made.getvalue()


def typed(plain: Book, given: Any, key: str, draw: random.Random) -> str:
    """A value as a person types it."""
    if isinstance(given, Rupiah):
        dotted = f"{int(given):,}".replace(",", ".")
        return draw.choice([f"Rp. {dotted},-", f"Rp{dotted}", dotted, f"IDR {dotted}", f"{dotted},00"])
    if isinstance(given, Persons):
        dotted = f"{int(given):,}".replace(",", ".")
        return draw.choice([f"{dotted} orang", dotted, str(int(given)), dotted.replace(".", " ")])
    if isinstance(given, Month):
        return draw.choice([plain.text(given).upper(), str(given), f"{given.number}/{given.year}"])
    if key in ("code", "owner") and len(str(given)) == 5:
        return draw.choice([str(given), str(given).replace(".", "")])
    assert key.rpartition(".")[0] not in SPANS or isinstance(given, (Month, str))
    return plain.text(given)


@pytest.mark.parametrize("language", ["id", "en"])
@given(seed=st.integers(0, 10**6))
@settings(max_examples=2, deadline=None, derandomize=True, database=None, phases=_NO_SHRINKING)
def test_ntb_typed_by_hand_in_any_spelling_is_ntb(language: Language, seed: int) -> None:
    loaded = load(ROOT / REAL[0])
    raw = handwritten(Source(loaded.scenario), language, random.Random(seed))
    again = read(raw, "ketikan.xlsx", language, tried=False)
    same: Mapping[str, str] = {"before": write(loaded.scenario), "after": write(again.loaded.scenario)}

    assert same["after"] == same["before"]
