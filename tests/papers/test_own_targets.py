"""A region's own target is one in every paper, and never a group's taken for that of all its people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from book_office import read, table
from paper_cases import asked, dossier, two_payers
from strategies import Case

from optimizer.answers.headline import other_own_targets, own_targets
from optimizer.papers.book.written import NAME, book
from optimizer.papers.chains import figures
from optimizer.papers.dossier import Dossier
from optimizer.papers.letter.annexes import regions as annex
from optimizer.papers.letter.composed import composed
from optimizer.papers.letter.told import blocks
from optimizer.papers.needs import needs
from optimizer.papers.page import sheets as of_page
from optimizer.papers.printed import sheets as of_regions
from optimizer.papers.printed import summary
from optimizer.text.numbers import rupiah, whole
from optimizer.units import Code, Month, Persons

LOBAR, MATARAM = "52.01", "52.71"
POOR = "miskin"


def aimed(**targets: dict[str, Any]) -> Case:
    """Two regions with 5,000 and 1,000 of the poorest among their 9,000 and 4,000 workers."""
    made = two_payers(targets=targets)
    made["groups"] = {POOR: {"label": "Pekerja miskin ekstrem"}, **made["groups"]}
    for code, poor in ((LOBAR, 5_000), (MATARAM, 1_000)):
        people = made["regions"][code]["eligible"]
        made["regions"][code]["eligible"] = {POOR: poor, "rentan": people["rentan"] - poor}
    return made


def ucj(of: object, share: str = "90%", by: str = "2026-12") -> dict[str, Any]:
    return {"measure": "ucj", "of": of, "share": share, "by": by}


def poorest(of: object, share: str = "50%", by: str = "2026-12") -> dict[str, Any]:
    return {"measure": "group", "group": POOR, "of": of, "share": share, "by": by}


@pytest.fixture(scope="module")
def mixed() -> Dossier:
    """As in SCENARIO.md: the province's UCJ, one regency's own, and the poorest of each."""
    targets = {"ucj": ucj("52"), "lobar": ucj([LOBAR], "59%"), "poorest": poorest("each")}
    return dossier(aimed(**targets))


def boxes(about: Dossier) -> dict[str, list[list[str]]]:
    return {sheet["code"]: sheet["boxes"] for sheet in of_regions.told(about)["sheets"]}


def lines(about: Dossier) -> dict[str, list[str]]:
    return {sheet["code"]: sheet["lines"] for sheet in of_regions.told(about)["sheets"]}


def test_a_sheet_measures_a_region_by_all_its_workers_not_by_one_group(mixed: Dossier) -> None:
    """90 % of Mataram's 4,000 workers are 3,600; the 500 of its poorest stand apart, by their name."""
    _, needed, missing, _ = boxes(mixed)[MATARAM]
    covered = mixed.plan.regions[1].persons_end

    assert needed[1] == "3.600"
    assert needed[2].startswith("bagiannya dari target UCJ 90% di Provinsi Nusa Tenggara Barat")
    assert missing[1] == whole(max(3_600 - covered, 0), "id")
    assert "Target Pekerja miskin ekstrem wilayah ini 50% pada Desember 2026: perlu 500 orang" in " ".join(
        lines(mixed)[MATARAM]
    )


def test_its_own_target_comes_before_its_part_of_a_wider_one_that_is_due_then(mixed: Dossier) -> None:
    """59 % of 9,000 are 5,310."""
    _, needed, _, _ = boxes(mixed)[LOBAR]

    assert (needed[1], needed[2].partition(";")[0]) == ("5.310", "target UCJ wilayah ini 59%")


def test_what_is_due_last_is_the_large_number_and_says_its_month() -> None:
    """A target of its own for 2025 is a line; the part of the province's for 2026 the number."""
    about = dossier(aimed(ucj=ucj("52"), lobar=ucj([LOBAR], "59%", "2025-12")))
    _, needed, missing, _ = boxes(about)[LOBAR]

    assert (needed[0], needed[1]) == ("Diperlukan pada Desember 2026", "8.100")
    assert missing[0] == "Kekurangan pada Desember 2026"
    assert lines(about)[LOBAR][0].startswith(
        "Target UCJ wilayah ini 59% pada Desember 2025: perlu 5.310 orang"
    )


def test_a_region_of_none_but_a_group_s_target_says_whose_it_is() -> None:
    about = dossier(aimed(poorest=poorest("each")))
    _, needed, _, _ = boxes(about)[MATARAM]

    assert needed[1] == "500"
    assert needed[2].startswith("target 50% Pekerja miskin ekstrem wilayah ini; ")
    assert [column.title for column in annex(about).columns][-1] == (
        "Kekurangan Pekerja miskin ekstrem Des 2026 (orang)"
    )


def test_the_annex_adds_no_people_of_a_group_to_those_of_all(mixed: Dossier) -> None:
    grid = annex(mixed)
    heads = [column.title for column in grid.columns]
    own = own_targets(mixed.plan)

    assert heads[-2:] == ["Kekurangan UCJ Des 2026 (orang)", "Kekurangan target kelompok (orang)"]
    assert set(own) == {LOBAR}
    groups = {code: rows[0].shortfall for code, rows in other_own_targets(mixed.plan).items()}
    assert [[cell.text for cell in row.cells[-2:]] for row in grid.rows[:-1]] == [
        [whole(own[Code(LOBAR)].shortfall, "id"), f"Pekerja miskin ekstrem: {groups[Code(LOBAR)]}"],
        ["-", f"Pekerja miskin ekstrem: {groups[Code(MATARAM)]}"],
    ]
    assert all(len(row.cells) == len(heads) for row in grid.rows)


def test_the_annex_and_the_letter_say_each_region_s_part_of_a_target_that_is_due_later() -> None:
    """90 % of 9,000 and 4,000 in 2026; 95 % of 9,000 in 2025 stands apart, with its own month."""
    about = dossier(aimed(ucj=ucj("52"), lobar=ucj([LOBAR], "95%", "2025-12")))
    grid = annex(about)
    covered = [need.covered for need in needs(about).values()]
    parts = [whole(max(need - there, 0), "id") for need, there in zip((8_100, 3_600), covered, strict=True)]
    own = whole(own_targets(about.plan)[Code(LOBAR)].shortfall, "id")

    assert [column.title for column in grid.columns[-2:]] == [
        "Kekurangan bagian dari UCJ 90% Des 2026 (orang)",
        "Kekurangan UCJ Des 2025 (orang)",
    ]
    assert [[cell.text for cell in row.cells[-2:]] for row in grid.rows[:-1]] == [
        [parts[0], own],
        [parts[1], "-"],
    ]
    said = " ".join(words(about))
    assert (
        f"dari target UCJ 90% Des 2026, kekurangan terbesar ada di Kabupaten Lombok Barat ({parts[0]}" in said
    )
    assert f"terhadap target UCJ Des 2025 wilayah itu sendiri ialah Kabupaten Lombok Barat ({own}" in said


def test_every_sheet_says_what_all_add_up_to(mixed: Dossier) -> None:
    totals = mixed.plan.totals
    said = f"Semua lembar: {whole(totals.persons_end, 'id')} orang, {rupiah(totals.rupiah, 'id')}."

    assert of_regions.told(mixed)["proof"].startswith(said)


def test_where_months_differ_the_annex_says_each() -> None:
    about = dossier(aimed(lobar=ucj([LOBAR], "95%", "2025-12"), mataram=ucj([MATARAM], "95%")))
    said = [row.cells[-1].text for row in annex(about).rows[:-1]]

    assert [text.partition(" ")[2] for text in said] == ["(Des 2025)", "(Des 2026)"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_due_in_one_month_every_paper_takes_the_one_that_needs_more(turned: bool) -> None:
    """95 % of 9,000 are 8,550, 80 % are 7,200, in whichever order they are written."""
    both = {"first": ucj([LOBAR], "95%"), "second": ucj([LOBAR], "80%")}
    about = dossier(aimed(**dict(reversed(both.items())) if turned else both))
    should = own_targets(about.plan)[Code(LOBAR)]
    short = whole(should.shortfall, "id")

    assert should.need == 8_550
    assert boxes(about)[LOBAR][1][1] == "8.550"
    assert boxes(about)[LOBAR][2][1] == short
    assert annex(about).rows[0].cells[-1].text == short
    (row, _) = table(book(about)[NAME], "Komitmen", head=8)
    assert row["Kurang UCJ Des 2026 (orang)"] == should.shortfall
    assert f"Kabupaten Lombok Barat ({short} orang)" in " ".join(words(about))
    (card,) = [card for card in page_sheet(about, LOBAR).cards if card.figure.key.endswith("shortfall")]
    assert card.figure.value == should.shortfall


def words(about: Dossier) -> Iterator[str]:
    return (block.text for block in blocks(composed(about)))


def page_sheet(about: Dossier, code: str) -> of_page.Sheet:
    return of_page.sheet(about, of_page.regions(about)[Code(code)], figures(about))


def test_the_page_of_a_region_says_its_part_though_nothing_was_asked(mixed: Dossier) -> None:
    gaps = " ".join(page_sheet(mixed, MATARAM).gaps)

    assert (
        "Bagian wilayah ini dari target UCJ 90% di Provinsi Nusa Tenggara Barat (Des 2026): perlu 3.600"
        in gaps
    )
    assert "Target Pekerja miskin ekstrem 50% wilayah ini (Des 2026): perlu 500 orang" in gaps


# --- the picture and the message ---


def test_the_picture_sets_the_share_reached_beside_the_one_aimed_at(mixed: Dossier) -> None:
    """Of the workers, as the target is; the share of the eligible alone would be taken for it."""
    target = mixed.plan.targets[0]
    part = mixed.part(target.covered, target.base)
    said = summary.shown(mixed)

    assert not target.met
    assert said["reached"] == [part, "cakupan pada Desember 2026; target UCJ 90%"]
    assert said["gap"] == [whole(target.shortfall, "id"), "orang lagi sampai target"]
    assert f"baru {part}" in summary.message(mixed)


def test_people_who_lose_cover_are_on_the_picture_and_in_the_message(mixed: Dossier) -> None:
    assert summary.shown(mixed)["dropped"] == ""
    totals = replace(mixed.plan.totals, dropped=type(mixed.plan.totals.dropped)(719))
    about = replace(mixed, plan=replace(mixed.plan, totals=totals))

    assert summary.shown(about)["dropped"] == (
        "719 dari 1.200 orang yang ditanggung sebelum rencana ini terputus."
    )
    assert "*719 orang yang sudah ditanggung terputus*" in summary.message(about)
    assert len(summary.message(about).splitlines()) == 5
    assert summary.picture(about) != summary.picture(mixed)


# --- the workbook's goals ---


def test_entries_on_lists_are_not_called_people_in_the_workbook() -> None:
    about = dossier(two_payers(goals=["keep", "targets", "coverage", "steady"]))
    cells = read(book(about)[NAME])["Ringkasan"]
    (row,) = [row for (row, column), text in cells.items() if column == 1 and "pencatatan" in str(text)]

    assert cells[row, 4] == "pencatatan"


def test_a_target_in_each_of_many_months_is_found_by_its_month() -> None:
    about = dossier(aimed(now=ucj([LOBAR], "10%", "2025-12"), then=ucj([LOBAR], "20%", "2026-12")))

    assert {row.by for row in own_targets(about.plan).values()} == {Month(2026, 12)}


# --- what a letter and a sheet say where little can be said ---


def test_a_letter_about_an_unproven_plan_says_how_far_it_may_be_from_the_best() -> None:
    about = dossier(two_payers())
    goals = tuple(
        replace(goal, bound=goal.value + 3) if goal.goal == "coverage" else goal for goal in about.plan.goals
    )
    open_ = replace(about, plan=replace(about.plan, status="within_bound", goals=goals))
    said = " ".join(words(open_))

    assert "belum terbukti sebagai yang terbaik; jarak ke batas terbaik paling jauh: 3 orang pada" in said
    assert "plan.yaml" not in said


def test_a_sheet_of_a_region_without_anybody_eligible_says_so_below_its_heading() -> None:
    about = asked(dossier(two_payers()))
    answer = replace(about.answers.regions[Code(MATARAM)], eligible=Persons(0))
    empty = replace(about, answers=replace(about.answers, regions={Code(MATARAM): answer}))
    sheets = {sheet["code"]: sheet for sheet in of_regions.told(empty)["sheets"]}

    assert sheets[MATARAM]["why"] == ["Di wilayah ini tidak ada orang sasaran yang dapat ditanggung."]
