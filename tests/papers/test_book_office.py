"""LibreOffice opens the workbook, reckons every formula again, and finds what file and plan have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from book_office import formulas, of_ntb, parts, put, read, reckoned, sheet_of
from cases import perubahan_then_murni, perubahan_then_murni_already_paid
from hypothesis import HealthCheck, given, seed, settings
from outside import needs
from paper_cases import as_pdf, dossier, hostile, pdf_text, two_payers
from strategies import Case
from strategies import cases as generated

from optimizer.errors import ContradictionError
from optimizer.papers.book.cells import Cell
from optimizer.papers.book.ledger import Ledger
from optimizer.papers.book.written import NAME, book, checked
from optimizer.papers.dossier import Dossier
from optimizer.papers.purses import ordered
from optimizer.units import Code

GENERATED = 4
STATUS = (4, 1)


def cases_of_all_kinds() -> list[Case]:
    """Cases of every rule and goal, the same in every run."""
    found: list[Case] = []

    @seed(5)
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(generated())
    def gather(case: Case) -> None:
        found.append(case)

    gather()
    return found[::7]


@pytest.fixture(scope="module")
def dossiers() -> dict[str, Dossier]:
    """Plans by name: of every kind, with names that mean something to a spreadsheet, with people who drop."""
    made = {
        "ntb": of_ntb(),
        "two": dossier(two_payers()),
        "hostile": dossier(hostile(), "en"),
        "drops": dossier(perubahan_then_murni_already_paid()),
        "missed": dossier(perubahan_then_murni()),
    }
    for case in cases_of_all_kinds():
        try:
            made[f"case{len(made)}"] = dossier(case)
        except ContradictionError:
            continue
        if len(made) == GENERATED + 5:
            break
    assert len(made) == GENERATED + 5
    return made


@pytest.fixture(scope="module")
def books(dossiers: Mapping[str, Dossier]) -> dict[str, bytes]:
    """Each plan's workbook; of one also three in which somebody changed something."""
    made = {name: book(about)[NAME] for name, about in dossiers.items()}
    changed = made["two"]
    made["people"] = put(changed, "Bulanan", {"I7": 99})
    made["tried"] = put(changed, "Bulanan", {f"I{row_of(dossiers['two'], '52.71')}": 4_000})
    made["some"] = put(made["drops"], "Bulanan", {"I7": 99_999})
    made["ceiling"] = put(changed, "Dana", {"F8": 1})
    made["pledge"] = put(changed, "Komitmen", {"G9": 16_800 * 12 * 5 + 3, "I9": 16_800 * 12})
    return made


def row_of(about: Dossier, code: str) -> int:
    """The row of the first payment of a region."""
    return [payment.region for payment in sorted(about.plan.payments)].index(Code(code)) + 7


@pytest.fixture(scope="module")
def opened(books: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them."""
    needs("soffice")
    return reckoned(tmp_path_factory.mktemp("office"), books)


def same(found: float | str, cell: Cell) -> bool:
    """Text and whole numbers are equal; shares are doubles, one bit apart at most."""
    if isinstance(cell.value, float):
        return found == pytest.approx(cell.value, rel=1e-15, abs=1e-15)
    return found == cell.value


def test_every_formula_gives_what_the_file_says(
    opened: Mapping[str, bytes], dossiers: Mapping[str, Dossier], books: Mapping[str, bytes]
) -> None:
    """Reckoned = cached = plan, in every cell of every sheet."""
    wrong, count = [], 0
    for name, about in dossiers.items():
        after, before = read(opened[name]), read(books[name])
        for (sheet, row, column), cell in formulas(about).items():
            count += 1
            shown = [cells[sheet].get((row, column), "") for cells in (after, before)]
            if not all(same(one, cell) for one in shown):
                wrong.append((name, sheet, row, column, cell, shown))

    assert wrong == []
    assert count > 2_000


def test_what_libreoffice_saved_still_is_the_plan(
    opened: Mapping[str, bytes], dossiers: Mapping[str, Dossier]
) -> None:
    assert [list(checked(NAME, opened[name], about)) for name, about in dossiers.items()] == [[]] * len(
        dossiers
    )


def test_one_person_more_shows_in_every_sheet_and_turns_the_checks(
    opened: Mapping[str, bytes], dossiers: Mapping[str, Dossier]
) -> None:
    """The first payment is of another number of people; each pays Rp16,800."""
    plan = dossiers["two"].plan
    first = min(plan.payments)
    more = 99 - first.persons
    after = read(opened["people"])

    assert after["Bulanan"][7, 11] == 99 * 16_800
    assert after["Bulanan"][5, 9] == after["Ringkasan"][13, 2] == plan.totals.person_months + more
    assert after["Ringkasan"][14, 2] == plan.totals.rupiah + more * 16_800
    assert after["Dana"][5, 8] == after["Wilayah"][5, 11] == after["Alokasi"][5, 11]
    assert after["Dana"][5, 8] == plan.totals.rupiah + more * 16_800
    assert [after["Ringkasan"][row, 4] for row in (13, 14)] == ["tidak cocok", "tidak cocok"]
    assert str(after["Ringkasan"][STATUS]).startswith("✘ TIDAK COCOK")
    found = [finding.facts["figure"] for finding in checked(NAME, opened["people"], dossiers["two"])]
    assert {"Bulanan!I7", "Bulanan!K7", "Ringkasan!B14", "Ringkasan!A4"} <= set(found)


def test_people_tried_out_and_taken_away_again_are_not_people_of_today(
    opened: Mapping[str, bytes], dossiers: Mapping[str, Dossier]
) -> None:
    """4,000 in one month alone, in Mataram, where nobody is paid for before: nobody of today loses cover."""
    plan, after = dossiers["two"].plan, read(opened["tried"])

    assert plan.regions[1].subsidised_before == 0
    assert max(after["Kalender"][8, column] for column in range(7, 22)) == 4_000
    assert (after["Ringkasan"][12, 2], after["Ringkasan"][12, 4]) == (plan.totals.dropped, "cocok")


def test_people_who_come_and_go_in_a_changed_cell_are_not_people_of_today_who_drop(
    opened: Mapping[str, bytes], dossiers: Mapping[str, Dossier]
) -> None:
    """100 today and 10 from January on: 90 drop, whatever one month is changed to; 1,200 to 99: 1,101."""
    drops, people = read(opened["some"]), read(opened["people"])

    assert dossiers["drops"].plan.totals.dropped == 90
    assert drops["Kalender"][7, 10] == 99_999
    assert drops["Kalender"][4, 11] == 99_999 - 10
    assert drops["Kalender"][7, 23] == drops["Wilayah"][7, 15] == drops["Ringkasan"][12, 2] == 90
    assert people["Ringkasan"][12, 2] == 1_200 - 99


def test_a_ceiling_below_what_is_allocated_turns_its_check(
    opened: Mapping[str, bytes], dossiers: Mapping[str, Dossier]
) -> None:
    fund = ordered(dossiers["two"].plan.funds)[1]
    after = read(opened["ceiling"])

    assert fund.allocated > 1
    assert after["Dana"][8, 9] == 1 - fund.allocated
    assert (after["Dana"][8, 12], after["Dana"][7, 12]) == ("tidak cocok", "cocok")
    assert str(after["Ringkasan"][STATUS]).startswith("✘ TIDAK COCOK")


def test_a_pledge_buys_whole_people_and_is_no_figure_of_the_plan(
    opened: Mapping[str, bytes], dossiers: Mapping[str, Dossier]
) -> None:
    """Five people for a year and Rp3, and one person for a year: six."""
    after = read(opened["pledge"])

    assert after["Komitmen"][9, 10] == 16_800 * 12 * 6 + 3
    assert after["Komitmen"][9, 11] == after["Komitmen"][6, 11] == 6
    assert str(after["Ringkasan"][STATUS]).startswith("✔ COCOK")
    assert list(checked(NAME, opened["pledge"], dossiers["two"])) == []


def test_names_stay_text(
    opened: Mapping[str, bytes], books: Mapping[str, bytes], dossiers: Mapping[str, Dossier]
) -> None:
    """No name becomes a formula, in the file or in what LibreOffice makes of it."""
    about = dossiers["hostile"]
    names = {about.place(row.code) for row in about.plan.regions}

    assert any(name.startswith("=HYPERLINK") for name in names)
    for content in (books["hostile"], opened["hostile"]):
        texts = {text for cells in read(content).values() for text in cells.values()}
        formulas_ = re.findall(rb"<f[^>]*>([^<]*)</f>", b"".join(parts(content).values()))
        assert names <= texts
        assert len(formulas_) > 500
        assert not [one for one in formulas_ if b"HYPERLINK" in one or b"script" in one]


def test_a_check_can_fail_and_is_believed(dossiers: Mapping[str, Dossier]) -> None:
    """The words of the checks are those of the catalogue, so that red turns on for them."""
    ledger = Ledger(dossiers["two"])
    rules = {rule.criteria for rule in sheet_of(dossiers["two"], "money").rules}

    assert rules == {f'=L7="{ledger.word("differs")}"', f'=L7="{ledger.word("fits")}"'}


def test_every_page_is_printed_without_hashes(books: Mapping[str, bytes], tmp_path: Path) -> None:
    """A number too wide for its column would be printed as ###."""

    place = tmp_path / "alokasi.xlsx"
    place.write_bytes(books["two"])

    text = pdf_text(as_pdf(place))
    assert "###" not in text
    assert "Halaman 1 dari" in text
    assert "Sidik data abab abab abab abab" in text
